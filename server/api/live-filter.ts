/** Which events a watcher of /v1/live asks for. */
import ipaddr from "ipaddr.js";
import { KINDS, LABELS, type Label, OWN_KINDS, SEVERITIES } from "../../host/event.ts";
import type { Query } from "../../store/search/grammar/ast.ts";
import { HttpError } from "../http/error.ts";
import { as, choice, choices, only, type Parameter, readQuery, whole, words, yes } from "./parameters.ts";
import { example, type JsonSchema } from "./schema/schema.ts";
import { QUERY } from "./search-parameters.ts";

/** An event as it is streamed. */
export interface LiveEvent {
  id: string;
  time: string;
  kind: string;
  label: Label;
  severity: (typeof SEVERITIES)[number];
  muted: boolean;
  source: string | null;
  host: string | null;
  service: string | null;
  score: number | null;
  why: string[] | null;
  hit: string | null;
  line: string | null;
}

/** Of those that are there already, when a watcher comes. */
export const MOST_LAST = 200;
const MAX_TEXT_CHARACTERS = 200;

type Fits = (event: LiveEvent) => boolean;
interface Asked {
  fits?: Fits;
  query?: Query;
  last?: number;
  withRows?: boolean;
}

const that = <T>(parameter: Parameter<T>, fits: (value: T) => Fits): Parameter<Asked> =>
  as(parameter, (value) => ({ fits: fits(value) }));

const SOURCE_SCHEMA: JsonSchema = example(
  { type: "string", description: "An address, or a network such as 203.0.113.0/24." },
  "203.0.113.0/24",
);
const source: Parameter<Fits> = {
  schema: SOURCE_SCHEMA,
  read: (given, name) => {
    const text = only(given, name);
    const network = networkOf(text);
    if (!network)
      throw new HttpError(400, `${name} is an address or a network`, "For example 203.0.113.0/24.");
    return ({ source }) => source !== null && isIn(source, network);
  },
};

export const LIVE_PARAMETERS: Readonly<Record<string, Parameter<Asked>>> = {
  q: as(QUERY, (query) => ({ query })),
  kind: that(
    choices([...KINDS, ...OWN_KINDS], "Of one of these kinds."),
    (kinds) =>
      ({ kind }) =>
        (kinds as readonly string[]).includes(kind),
  ),
  label: that(
    choices(LABELS, "With one of these labels."),
    (labels) =>
      ({ label }) =>
        (labels as readonly string[]).includes(label),
  ),
  severity: that(
    choice(SEVERITIES, "Of this severity, or a higher one."),
    (least) =>
      ({ severity }) =>
        SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least),
  ),
  source: as(source, (fits) => ({ fits })),
  text: that(
    words(MAX_TEXT_CHARACTERS, "What its line holds, in any case.", "GET"),
    (text) =>
      ({ line }) =>
        (line ?? "").toLowerCase().includes(text.toLowerCase()),
  ),
  muted: that(
    yes("Whether muted ones come, too; they do where it is left out."),
    (withMuted) =>
      ({ muted }) =>
        withMuted || !muted,
  ),
  last: as(
    whole(0, MOST_LAST, "How many of the last two minutes come first; none where it is left out.", 5),
    (last) => ({ last }),
  ),
  rows: as(
    yes("Whether each event has its `row`, and the event `pace` comes, too: what the page /live asks for."),
    (withRows) => ({ withRows }),
  ),
};

/** @throws HttpError 400 */
export function readLive(query: unknown): Required<Omit<Asked, "query">> & Pick<Asked, "query"> {
  const asked = readQuery(LIVE_PARAMETERS, query);
  const all = asked.flatMap(({ fits }) => fits ?? []);
  return {
    last: 0,
    withRows: false,
    ...Object.assign({}, ...asked),
    fits: (event: LiveEvent) => all.every((fits) => fits(event)),
  };
}

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

function networkOf(text: string): Network | undefined {
  try {
    if (text.includes("/")) return ipaddr.parseCIDR(text);
    const address = ipaddr.parse(text);
    return [address, address.kind() === "ipv4" ? 32 : 128];
  } catch {
    return undefined;
  }
}

function isIn(text: string, network: Network): boolean {
  const address = ipaddr.parse(text);
  return address.kind() === network[0].kind() && address.match(network);
}
