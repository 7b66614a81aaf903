/** What is being typed at a place of a query that need not be whole yet. */
import { type FieldName, fieldOf } from "./fields.ts";

/** The characters from `from` to `to` are what a completion takes the place of. */
export interface Place {
  from: number;
  to: number;
  /** What is typed of it, up to the cursor, without quotes and backslashes. */
  typed: string;
  /** Whose value it is; undefined for a word, which may become a field's name. */
  field: FieldName | undefined;
}

/** @param at the cursor, in UTF-16 units from 0 */
export function placeAt(text: string, at: number): Place {
  const cursor = Math.max(0, Math.min(at, text.length));
  let begin = 0;
  let value = -1;
  let quoted = false;
  let field: FieldName | undefined;
  for (let i = 0; i < cursor; i++) {
    const character = text[i] as string;
    if (character === "\\") i++;
    else if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (/[\s()]/.test(character) || (character === "-" && i === begin)) {
      begin = i + 1;
      field = undefined;
    } else if (character === ":" && field === undefined) {
      field = fieldOf(text.slice(begin, i));
      if (field !== undefined) value = i + 1;
    } else if (character === "," && field !== undefined) value = i + 1;
  }
  const from = field === undefined ? begin : value;
  const typed = text.slice(from, cursor).replace(/\\(.)|"/gs, "$1");
  return { from, to: endOf(text, cursor, quoted), typed, field };
}

function endOf(text: string, cursor: number, quoted: boolean): number {
  for (let i = cursor; i < text.length; i++) {
    const character = text[i] as string;
    if (quoted ? character === '"' : /[\s(),]/.test(character)) return quoted ? i + 1 : i;
  }
  return text.length;
}
