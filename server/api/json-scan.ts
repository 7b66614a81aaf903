/**
 * The structure of JSON, in place: brackets and strings, nothing else. A scan is a generator that yields where its caller
 * may pause, and returns what it found; it takes no memory however deep a value is nested or however many keys it has.
 */

const STRETCH_BYTES = 64 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const LF = 0x0a;
const CR = 0x0d;
const TAB = 0x09;
const SPACE = 0x20;

export type Scan<T> = Generator<void, T, void>;

/**
 * Where the array or object that begins at `from` ends: behind its last bracket; -1 where it has none before `to`.
 *
 * @param onComma is called with the place of each comma between its own elements
 */
export function* endOfValue(
  bytes: Uint8Array,
  from: number,
  to: number,
  onComma?: (at: number) => void,
): Scan<number> {
  let depth = 0;
  let isString = false;
  let pauseAt = from + STRETCH_BYTES;
  for (let at = from; at < to; at++) {
    if (at >= pauseAt) {
      yield;
      pauseAt = at + STRETCH_BYTES;
    }
    const byte = bytes[at];
    if (isString) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) isString = false;
    } else if (byte === QUOTE) isString = true;
    else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) depth++;
    else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) {
      if (--depth === 0) return at + 1;
    } else if (byte === COMMA && depth === 1) onComma?.(at);
  }
  return -1;
}

/** The first place from `from` on that isn't blank; `to` where all is. */
export function skipBlanks(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && isBlank(bytes[at] as number)) at++;
  return at;
}

/** The place behind the last one before `to` that isn't blank; `from` where all is. */
export function trimBlanks(bytes: Uint8Array, from: number, to: number): number {
  let at = to;
  while (at > from && isBlank(bytes[at - 1] as number)) at--;
  return at;
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === LF || byte === CR || byte === TAB;
}
