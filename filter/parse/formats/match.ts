/**
 * Runs a pattern over a line or message. The cursor never goes back; a search looks at the rest of the text once. So
 * the cost is bounded by the pattern's length times the text's, whatever the text.
 */
import { findBlank, findByte } from "../../text/ascii";
import { Char } from "../../text/char";
import { skipBlanks, trimmedEnd } from "../words";
import { capture, clearCaptures } from "./captures";
import { NO_FIELD, Op, Search, Type } from "./operations";
import { takePairs } from "./pairs";
import { quotedEnd, takeValue } from "./take";

/** Where the cursor stood when the last pattern did not fit. */
let stopped: usize = 0;
/** Address of the operation that did not fit. */
let failed: usize = 0;
/** Address of the operations that set constants, behind those of the pattern that fits. */
let constants: usize = 0;

/** Where the cursor stood when the last pattern did not fit. */
export function stoppedAt(): usize {
  return stopped;
}

/** Address of the operation of the last pattern that did not fit. */
export function failedOperation(): usize {
  return failed;
}

/** Address of the constants of the pattern that {@link fits} found to fit. */
export function constantsOf(): usize {
  return constants;
}

/** Whether the text at `text`, of `length` bytes, stands at `at`. */
function stands(text: usize, length: usize, at: usize, end: usize): bool {
  if (at + length > end || load<u8>(at) != load<u8>(text)) return false;
  for (let i: usize = 1; i < length; i++) if (load<u8>(at + i) != load<u8>(text + i)) return false;
  return true;
}

/** Address of the text's first place in [at, end), or 0. */
function firstPlace(text: usize, length: usize, at: usize, end: usize): usize {
  const lead = <u32>load<u8>(text);
  while (at + length <= end) {
    at = findByte(at, end, lead);
    if (at >= end) return 0;
    if (stands(text, length, at, end)) return at;
    at++;
  }
  return 0;
}

/** Address of the text's last place in [at, end), or 0. */
function lastPlace(text: usize, length: usize, at: usize, end: usize): usize {
  if (at + length > end) return 0;
  for (let p = end - length; p >= at; p--) if (stands(text, length, p, end)) return p;
  return 0;
}

/** Length of the text found last. */
let foundLength: usize = 0;
/** Whether a place that had to be the only one has another behind. */
let isAmbiguous: bool = false;

/** Address of the place where a text ends that one of `count` texts at `texts` delimits; 0 where there is none. */
function placeOf(texts: usize, count: u32, search: u32, at: usize, end: usize): usize {
  let best: usize = 0;
  isAmbiguous = false;
  const isWord = (search & Search.Word) != 0;
  const wordStop = isWord ? findByte(at, end, Char.Space) : 0;
  if (isWord && count == 1 && load<u8>(texts, 1) == Char.Space) {
    foundLength = load<u8>(texts);
    return stands(texts + 1, foundLength, wordStop, end) ? wordStop : 0;
  }
  const lineEnd = end;
  for (; count > 0; count--) {
    const length = <usize>load<u8>(texts);
    const text = texts + 1;
    // A word ends at a blank: what delimits it begins there at the latest.
    if (isWord) end = min(wordStop + length, lineEnd);
    const isLast = (search & Search.Last) != 0;
    const place = isLast ? lastPlace(text, length, at, end) : firstPlace(text, length, at, end);
    const isBetter = place != 0 && (best == 0 || (isLast ? place > best : place < best));
    if (isBetter) {
      best = place;
      foundLength = length;
      if (search & Search.Only && firstPlace(text, length, place + 1, end)) isAmbiguous = true;
    }
    texts = text + length;
  }
  return best;
}

/** Address behind `count` texts. */
function behindTexts(texts: usize, count: u32): usize {
  for (; count > 0; count--) texts += 1 + load<u8>(texts);
  return texts;
}

function hasBlank(at: usize, end: usize): bool {
  return findBlank(at, end) < end;
}

/** Address of the cursor behind the one of `count` texts that stands at `at`, or 0. */
function choose(texts: usize, count: u32, at: usize, end: usize): usize {
  for (; count > 0; count--) {
    const length = <usize>load<u8>(texts);
    if (stands(texts + 1, length, at, end)) return at + length;
    texts += 1 + length;
  }
  return 0;
}

/**
 * Whether the pattern fits all of [at, end) but blanks at its end; the captures are then its values.
 *
 * @param operations address of the pattern's operations
 * @param format number of the pattern's format
 * @param now the shipper's time
 */
export function fits(operations: usize, format: u32, at: usize, end: usize, now: i64): bool {
  clearCaptures();
  let op = operations;
  let p = at;
  while (true) {
    stopped = p;
    failed = op;
    const code = <u32>load<u8>(op);
    if (code == Op.Literal) {
      const length = <usize>load<u8>(op, 1);
      if (!stands(op + 2, length, p, end)) return false;
      p += length;
      op += 2 + length;
    } else if (code == Op.Text) {
      const search = <u32>load<u8>(op, 2);
      const count = <u32>load<u8>(op, 3);
      let place = placeOf(op + 4, count, search, p, end);
      if (isAmbiguous) return false;
      const taken = place && search & Search.TakesLiteral ? foundLength : 0;
      if (place == 0) {
        if (!(search & Search.MayEnd)) return false;
        place = trimmedEnd(p, end);
      }
      if (search & Search.Word && (place == p || hasBlank(p, place))) return false;
      capture(load<u8>(op, 1), Type.Text, p, place);
      p = place + taken;
      op = behindTexts(op + 4, count);
    } else if (code == Op.Take) {
      const behind = takeValue(load<u8>(op, 1), load<u8>(op, 2), p, end, now);
      if (behind == 0) return false;
      p = behind;
      op += 3;
    } else if (code == Op.Blanks) {
      const behind = skipBlanks(p, end);
      if (behind == p) return false;
      p = behind;
      op++;
    } else if (code == Op.Optional) {
      const length = <usize>load<u8>(op, 3);
      const stood = stands(op + 4, length, p, end);
      if (stood) p += length;
      op += 4 + length + (stood ? 0 : load<u16>(op, 1));
    } else if (code == Op.Choice) {
      const count = <u32>load<u8>(op, 2);
      const behind = choose(op + 3, count, p, end);
      if (behind == 0) return false;
      capture(load<u8>(op, 1), Type.Text, p, behind);
      p = behind;
      op = behindTexts(op + 3, count);
    } else if (code == Op.Quoted) {
      const close = quotedEnd(p, end);
      // A line that was cut has no closing quote.
      capture(load<u8>(op, 1), Type.Text, p, close);
      p = min(close + 1, end);
      op += 2;
    } else if (code == Op.Rest) {
      const stop = trimmedEnd(p, end);
      if (load<u8>(op, 2) & Search.Word && (stop == p || hasBlank(p, stop))) return false;
      if (load<u8>(op, 1) != NO_FIELD) capture(load<u8>(op, 1), Type.Text, p, stop);
      p = end;
      op += 3;
    } else if (code == Op.Pairs) {
      takePairs(format, load<u8>(op, 1), p, end);
      p = end;
      op += 2;
    } else if (code == Op.Jump) {
      op -= load<u16>(op, 1);
    } else {
      if (skipBlanks(p, end) < end) return false;
      constants = op + 1;
      return true;
    }
  }
}
