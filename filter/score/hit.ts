/**
 * The hit: the stretch of an attack's request that adds most to the score, and the part of the request that it stands in.
 * Only requests that are labelled attacks are read again for it.
 */
import { decodeTarget } from "../features/decode";
import { gainOfPiece, PIECE_BYTES } from "../features/pieces";
import { refererTail } from "../features/referer";
import { Region } from "../features/region";
import { addStretch, stretch } from "../features/stretch";
import { endRehearsal, rehearse } from "../features/sums";
import { get } from "../features/values";
import { take } from "../memory/scratch";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Feature } from "../schema/features";
import { Field } from "../schema/fields";
import { Kind } from "../schema/kinds";
import { ascii, findByte } from "../text/ascii";
import { Char } from "../text/char";
import { list } from "../text/list";

/** Bytes of a hit that are shown. */
const MOST_BYTES: usize = 120;

const DELETE: u32 = 0x7f;
/** First byte of the two that a C1 control has in UTF-8. */
const FIRST_OF_C1: u32 = 0xc2;
const TWO_SPACES: u16 = 0x2020;
/** Is in no text of UTF-8. */
const NO_UTF8: u8 = 0xff;

/** Where a hit stands: a part of a request, or a message. */
export const enum Part {
  None,
  Path,
  Query,
  Referer,
  Agent,
  Message,
}

/** In the order of {@link Part}. */
export const PART_NAMES: usize = list(ascii(",path,query,referer,ua,message"));

@unmanaged
class Hit {
  /** Decoded text with the stretch and what stands around it; 0 where no text speaks against the request. */
  at: usize;
  end: usize;
  /** Bytes of it in {@link HIT_TEXT}. */
  length: u32;
  part: Part;
  /** What the stretch adds to the sum of threat. */
  gain: i32;
  /** All of the decoded text that it stands in; the target where there is no hit. */
  textAt: usize;
  textEnd: usize;
}

/** Of the record at hand. */
export const hit: Hit = changetype<Hit>(memory.data(offsetof<Hit>(), 8));

/** The hit as it is shown, without control characters. */
export const HIT_TEXT: usize = memory.data(<i32>MOST_BYTES + 8, 8);

export function clearHit(): void {
  hit.at = 0;
  hit.textAt = 0;
  hit.gain = 0;
  hit.length = 0;
}

/** Whether a request is judged: that of an access line, or the one that a message is about, where that is an attack. @inline */
export function isOfRequest(): bool {
  return get(Feature.Kind) == <f32>Kind.Web;
}

/** Finds the hit of the request in the fields PATH, REF and UA. */
export function findHit(): void {
  clearHit();
  rehearse();
  if (hasField(Field.Path)) tryAddress(fieldAt(Field.Path), fieldEnd(Field.Path), Region.Target);
  if (hasField(Field.Ref)) tryAddress(refererTail(), fieldEnd(Field.Ref), Region.Referer);
  if (hasField(Field.Ua)) {
    const at = fieldAt(Field.Ua);
    addStretch(at, fieldEnd(Field.Ua), Region.Referer, 0);
    keep(at, fieldEnd(Field.Ua), Part.Agent);
  }
  endRehearsal();
  if (hit.at == 0) return;
  hit.length = <u32>(hit.end - hit.at);
  memory.copy(HIT_TEXT, hit.at, hit.length);
  hideBreaks(HIT_TEXT, HIT_TEXT + hit.length);
}

/**
 * Makes blanks of control characters (C0 and C1), and what is no UTF-8 of the separators U+2028 and U+2029: decoding made
 * them, and to many programs they end a line.
 */
function hideBreaks(at: usize, end: usize): void {
  for (; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (byte < <u32>Char.Space || byte == DELETE) store<u8>(at, Char.Space);
    else if (byte == FIRST_OF_C1 && at + 1 < end && (load<u8>(at, 1) & 0xe0) == 0x80) {
      store<u16>(at, TWO_SPACES);
      at++;
    } else if (byte == 0xe2 && at + 2 < end && load<u8>(at, 1) == 0x80 && (load<u8>(at, 2) & 0xfe) == 0xa8)
      store<u8>(at, NO_UTF8);
  }
}

function tryAddress(at: usize, end: usize, region: u32): void {
  const text = take(end - at + 8);
  if (text == 0) return;
  const stop = decodeTarget(at, end, text);
  addStretch(text, stop, region, 0);
  if (hit.textAt == 0) {
    hit.textAt = text;
    hit.textEnd = stop;
  }
  if (stretch.gain <= hit.gain) return;
  narrow(text);
  const isQuery = findByte(text, stretch.at, Char.Question) < stretch.at;
  keep(text, stop, region == Region.Referer ? Part.Referer : isQuery ? Part.Query : Part.Path);
}

/** Narrows the stretch to the path or parameter in it that adds most. */
function narrow(text: usize): void {
  const end = stretch.end;
  let from = stretch.at;
  let mostAt = from;
  let mostEnd = end;
  let most: f32 = -f32.MAX_VALUE;
  for (let at = from; at <= end; at++) {
    if (at < end && !isBetween(load<u8>(at))) continue;
    const gain = gainOf(from - text, at - text);
    if (gain > most) {
      most = gain;
      mostAt = from;
      mostEnd = at;
    }
    from = at + 1;
  }
  stretch.at = mostAt;
  stretch.end = mostEnd;
}

/** What the bytes [from, to) of the text add to the sum of threat, each as much as the others of its piece. */
function gainOf(from: usize, to: usize): f32 {
  let gain: f32 = 0;
  for (let at = from; at < to; at++) gain += <f32>gainOfPiece(<u32>(at / PIECE_BYTES));
  return gain;
}

/** Keeps the stretch added last where it is the most hostile so far. */
function keep(text: usize, end: usize, part: Part): void {
  if (stretch.gain <= hit.gain) return;
  hit.gain = stretch.gain;
  hit.part = part;
  hit.textAt = text;
  hit.textEnd = end;
  let at = stretch.at;
  let stop = stretch.end;
  // As much of the parameter around it as there is room for.
  while (at > text && stop - at < MOST_BYTES && !isBetween(load<u8>(at - 1))) at--;
  while (stop < end && stop - at < MOST_BYTES && !isBetween(load<u8>(stop))) stop++;
  hit.at = at;
  hit.end = min<usize>(stop, at + MOST_BYTES);
}

/** Whether a byte stands between parameters. */
function isBetween(byte: u32): bool {
  return byte == Char.Ampersand || byte == Char.Question;
}
