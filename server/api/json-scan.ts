/**
 * The structure of JSON, in place: brackets and strings, nothing else. A scan is a generator that yields where its caller
 * may pause, and returns what it found. Its memory is constant, whatever the depth of a value or its number of keys.
 */

import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  CR,
  LF,
  NUL,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
  TAB,
} from "./ascii.ts";

/** Between two points where a caller may pause. */
const PAUSE_EVERY_BYTES = 64 * 1024;

export type Scan<T> = Generator<void, T, void>;

/**
 * Offset behind the last bracket of the array or object that begins at `from`; -1 where it does not end before `to`.
 *
 * @param onComma called with the offset of each comma between the value's own elements
 */
export function* endOfValue(
  bytes: Uint8Array,
  from: number,
  to: number,
  onComma?: (at: number) => void,
): Scan<number> {
  let depth = 0;
  let isString = false;
  let pauseAt = from + PAUSE_EVERY_BYTES;
  for (let at = from; at < to; at++) {
    if (at >= pauseAt) {
      yield;
      pauseAt = at + PAUSE_EVERY_BYTES;
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

/** Offset of the first byte from `from` on that isn't blank; `to` where all are. */
export function skipBlanks(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && isBlank(bytes[at] as number)) at++;
  return at;
}

/** Offset behind the last byte before `to` that isn't blank; `from` where all are. */
export function trimBlanks(bytes: Uint8Array, from: number, to: number): number {
  let at = to;
  while (at > from && isBlank(bytes[at - 1] as number)) at--;
  return at;
}

/** NUL, too: GELF by TCP separates its records by it. */
function isBlank(byte: number): boolean {
  return byte === NUL || byte === SPACE || byte === LF || byte === CR || byte === TAB;
}
