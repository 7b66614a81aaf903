/** An address' name by DNS, asked for by a person: whoever keeps the name learns that somebody looks. */
import { promises as dns } from "node:dns";
import { setTimeout } from "node:timers/promises";
import { type Names, namesOf, type Resolver } from "../../../crawlers/reverse.ts";

const ANSWER_MS = 1_500;
const ALL_MS = 4_000;
/** Look-ups at once; more are told to try again. */
const MOST_AT_ONCE = 4;

let running = 0;

/** What is found, for people. @param resolver of a test's own */
export async function resolvedText(address: string, resolver?: Resolver): Promise<string> {
  if (running >= MOST_AT_ONCE) return "Too many names are being looked up: try again in a moment.";
  running++;
  const own = resolver === undefined ? new dns.Resolver({ timeout: ANSWER_MS, tries: 1 }) : undefined;
  const end = new AbortController();
  try {
    const names = await Promise.race([
      namesOf(address, undefined, resolver ?? (own as dns.Resolver)),
      setTimeout(ALL_MS, { is: "away" } as const, { signal: end.signal }),
    ]);
    return textOf(names);
  } finally {
    end.abort();
    own?.cancel();
    running--;
  }
}

function textOf(names: Names): string {
  switch (names.is) {
    case "confirmed":
      return `Its name is ${names.host}, and that name leads back to it.`;
    case "unconfirmed":
      return `Its owner calls it ${names.host}, but that name does not lead back to it: anybody can say so.`;
    case "foreign":
      return "It has no name.";
    case "away":
      return "No answer came: the resolver of this machine can't be reached, or took too long.";
  }
}
