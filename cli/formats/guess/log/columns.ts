/** Lines taken apart into values, with the text between them. */
import { timeAt } from "./shapes.ts";

/** `separators[i]` stands before `values[i]`; the last one, behind all values. */
export interface Columns {
  separators: string[];
  values: string[];
  /** Where each value begins in the line. */
  starts: number[];
}

const MOST_COLUMNS = 60;
const QUOTED = /"((?:[^"\\]|\\.)*)"(?=$|[^\w"])/y;
const BLANKS_AND_OPENING = /(?:\s|[[({<|](?![^\s]*::))*/y;
const KEY = /[A-Za-z_][\w.-]*(?:=|:\s+(?=["\w[-])|:(?="))/y;
const CHUNK = /[^\s"|]+/y;
const CLOSING = /[\])}>,;:]+$/;

function take(pattern: RegExp, line: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(line);
}

/** Takes a line apart. */
export function columnsOf(line: string): Columns {
  const columns: Columns = { separators: [], values: [], starts: [] };
  let at = 0;
  let separator = "";
  const put = (value: string, start: number) => {
    columns.separators.push(separator);
    columns.values.push(value);
    columns.starts.push(start);
    separator = "";
  };
  while (at < line.length && columns.values.length < MOST_COLUMNS) {
    separator += take(BLANKS_AND_OPENING, line, at)?.[0] ?? "";
    at = BLANKS_AND_OPENING.lastIndex;
    if (at >= line.length) break;
    const time = timeAt(line, at);
    const quoted = time === undefined ? take(QUOTED, line, at) : null;
    if (time !== undefined) {
      put(time, at);
      at += time.length;
    } else if (quoted) {
      separator += '"';
      put(quoted[1] as string, at + 1);
      separator = '"';
      at += quoted[0].length;
    } else at = takeChunk(line, at, (text) => (separator += text), put);
  }
  columns.separators.push(separator + line.slice(at));
  return columns;
}

/** A key goes to the separator, and so does what closes a chunk; the next value begins behind it. */
function takeChunk(
  line: string,
  at: number,
  addSeparator: (text: string) => void,
  put: (value: string, start: number) => void,
): number {
  const key = take(KEY, line, at)?.[0];
  if (key && !/^[a-z]+:\/\//i.test(line.slice(at))) {
    addSeparator(key);
    if (line[at + key.length] === '"' || /\s|^$/.test(line[at + key.length] ?? "")) return at + key.length;
    at += key.length;
  }
  const chunk = take(CHUNK, line, at)?.[0];
  if (chunk === undefined) {
    addSeparator(line[at] as string);
    return at + 1;
  }
  // An arrow or a rule is text; a lone dash, an absent value.
  if (chunk !== "-" && !/[^\p{P}\p{S}]/u.test(chunk)) {
    addSeparator(chunk);
    return at + chunk.length;
  }
  const closing = CLOSING.exec(chunk)?.[0] ?? "";
  // A lone bracket or colon is text between values; an IPv6 address may end with colons.
  const value = chunk.endsWith("::") ? chunk : chunk.slice(0, chunk.length - closing.length);
  if (value === "") {
    addSeparator(chunk);
    return at + chunk.length;
  }
  put(value, at);
  addSeparator(chunk.slice(value.length));
  return at + chunk.length;
}
