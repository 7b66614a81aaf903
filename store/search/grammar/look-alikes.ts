/** What is right elsewhere and means nothing here, or something else: told, rather than searched for in vain. */

import { nearest } from "../../../host/nearest.ts";
import type { Query } from "./ast.ts";
import { SearchError } from "./error.ts";
import { fieldOf, knownNames, RECORD } from "./fields.ts";
import type { Scanner } from "./scan.ts";
import { cut } from "./values.ts";

/** `status>=500`, as other viewers have it. */
const BARE_COMPARISON = /^([A-Za-z_.]+)(>=|<=|>|<)/;
const LOWER_CASE = /(and|or)\s+\S/y;

export function noField(given: string, written: string, from: number, scan: Scanner): SearchError {
  const near = nearest(given, knownNames());
  const asText = `To look for the text, put it in quotes: "${cut(written)}${scan.isEnd() ? "" : "…"}".`;
  return new SearchError(
    `there is no field “${cut(given)}”`,
    near
      ? `Did you mean ${near}:? ${asText}`
      : `A member of the record is ${RECORD}.${cut(given)}:. ${asText}`,
    from,
    given.length,
  );
}

/** Behind a field `or` and `and` are meant as operators; between words they are words. */
export function refuseLowerCase(scan: Scanner, before: Query | undefined): void {
  LOWER_CASE.lastIndex = scan.at;
  const [written, word] = LOWER_CASE.exec(scan.text) ?? [];
  if (written === undefined || word === undefined || before?.type === "text") return;
  throw new SearchError(
    `operators are in capitals: ${word.toUpperCase()}`,
    word === "or"
      ? 'Write OR; for the word itself "or".'
      : 'Leave it out, or write AND; for the word itself "and".',
    scan.at,
    word.length,
  );
}

/** What means something elsewhere, and would be a text that no line has. */
export function refuseLookAlikes(written: string, from: number): void {
  const [all, name = "", by] = BARE_COMPARISON.exec(written) ?? [];
  const field = all && fieldOf(name);
  if (field)
    throw new SearchError(
      `a comparison stands behind the colon`,
      `Write ${field}:${by}${cut(written.slice(all.length)) || "500"}; to look for the text, put it in quotes.`,
      from,
      written.length,
    );
  if (/^(&&|\|\||\|)$/.test(written))
    throw new SearchError(
      `${written} is no operator here`,
      written === "&&" ? "Leave it out: all terms have to fit." : "Write OR.",
      from,
      written.length,
    );
}
