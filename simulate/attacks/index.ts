/** Hostile input, by family: what a request carries when someone attacks a web application. */
import type { Random } from "../lib/random.ts";
import { canary, overflow, upload, webshell } from "./abuse.ts";
import { briefCommand } from "./brief-commands.ts";
import { cmdi } from "./cmdi.ts";
import { code } from "./code.ts";
import { deserialization } from "./deserialization.ts";
import { formatString } from "./format-strings.ts";
import { crlf, mail, smuggling } from "./headers.ts";
import { unsignedToken } from "./jwt.ts";
import { log4shell } from "./log4shell.ts";
import { ssi, xxe } from "./markup.ts";
import { graphql, ldap, nosql, xpath } from "./queries.ts";
import { sqli } from "./sqli.ts";
import { redirect, rfi, ssrf } from "./ssrf.ts";
import { ssti } from "./ssti.ts";
import { terse, terseCommand } from "./terse.ts";
import { traversal } from "./traversal.ts";
import { xss } from "./xss.ts";

export { probePath } from "./probes.ts";
export { wordlistPath } from "./wordlist.ts";

/** The generator of each family and how often it is met. */
const GENERATORS: Readonly<Record<string, readonly [make: (rng: Random) => string, weight: number]>> = {
  sqli: [sqli, 28],
  xss: [xss, 22],
  traversal: [traversal, 11],
  cmdi: [cmdi, 14],
  code: [code, 10],
  deserialization: [deserialization, 2],
  ssti: [ssti, 4],
  ssrf: [ssrf, 5],
  rfi: [rfi, 4],
  redirect: [redirect, 1.5],
  xxe: [xxe, 2],
  ssi: [ssi, 1.5],
  ldap: [ldap, 2],
  xpath: [xpath, 2],
  nosql: [nosql, 3],
  graphql: [graphql, 0.8],
  crlf: [crlf, 2],
  smuggling: [smuggling, 0.7],
  mail: [mail, 1],
  log4shell: [log4shell, 3],
  webshell: [webshell, 2],
  upload: [upload, 1],
  overflow: [overflow, 1.5],
  canary: [canary, 1.5],
  terse: [terse, 30],
  command: [terseCommand, 4],
  brief: [briefCommand, 18],
  format: [formatString, 1.5],
  jwt: [unsignedToken, 0.5],
};

/** Names of all families of payloads. */
export const FAMILIES: readonly string[] = Object.keys(GENERATORS);

const WEIGHTED = FAMILIES.map((family) => [family, GENERATORS[family]?.[1] ?? 0] as const);

/** What a grammar yields now and then but ordinary clients send too: a number, a word, an address, a pair of quotes. */
const SAYS_NOTHING = /^\s*(?:-?[\w.$* ]{0,9}|[\d.:]+|[a-z]+|['"]{1,2})\s*$/i;

/** One payload, raw (not percent-encoded, except where the attack itself is an encoding). */
export function attackPayload(rng: Random, family?: string): { family: string; payload: string } {
  const chosen = family ?? rng.weighted(WEIGHTED);
  const generator = GENERATORS[chosen];
  if (generator === undefined)
    throw new RangeError(`no attack family named ${chosen}; known: ${FAMILIES.join(", ")}`);
  let payload = generator[0](rng);
  for (let tries = 0; SAYS_NOTHING.test(payload) && tries < 20; tries++) payload = generator[0](rng);
  return { family: chosen, payload };
}
