/** The features of a request's referer: whether it is there, and what is carried in the link. */
import { take } from "../memory/scratch";
import { parsed } from "../parse/parsed";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Feature } from "../schema/features";
import { Field } from "../schema/fields";
import { ascii, find, isDigit, isLetter } from "../text/ascii";
import { Char } from "../text/char";
import { decodeTarget } from "./decode";
import { Region } from "./region";
import { addStretch, HEAD_PIECES } from "./stretch";
import { beginPart } from "./sums";
import { findText, keep, placeFound, recallSums } from "./text-cache";
import { DOES_NOT_APPLY, set } from "./values";

const SCHEME: usize = ascii("://");

/** Sets the dense feature of the referer, and adds its part to the sums. */
export function refererFeatures(): void {
  if (!hasField(Field.Ref)) {
    set(Feature.Referer, parsed.isRefererUnknown() ? DOES_NOT_APPLY : 0);
    return;
  }
  set(Feature.Referer, 1);
  const at = fieldAt(Field.Ref);
  const end = fieldEnd(Field.Ref);
  const known = findText(at, end, Region.Referer);
  if (known) {
    recallSums(known);
    return;
  }
  const place = placeFound();
  if (place) beginPart();
  readReferer(refererTail(), end);
  if (place) keep(place, at, end, Region.Referer);
}

/** Longest scheme of a page that links: `android-app`. */
const MOST_SCHEME_BYTES: usize = 11;

/** What of the referer is read. The linking host tells nothing; what the link carries may, and what is no link at all. */
export function refererTail(): usize {
  const at = fieldAt(Field.Ref);
  const end = fieldEnd(Field.Ref);
  const scheme = find(at, min<usize>(end, at + MOST_SCHEME_BYTES + 3), SCHEME);
  if (scheme == 0) return at;
  for (let p = at; p < scheme; p++) if (!isLetter(load<u8>(p)) && load<u8>(p) != Char.Minus) return at;
  for (let p = scheme + 3; p < end; p++) if (!isOfHost(load<u8>(p))) return p;
  return end;
}

/** Whether a host and its port may have this byte; brackets are those of an IPv6 address. */
function isOfHost(byte: u32): bool {
  return (
    isLetter(byte) ||
    isDigit(byte) ||
    byte == Char.Dot ||
    byte == Char.Minus ||
    byte == Char.Colon ||
    byte == Char.Underscore ||
    byte == Char.OpenBracket ||
    byte == Char.CloseBracket ||
    byte >= 0x80
  );
}

function readReferer(at: usize, end: usize): void {
  const text = take(end - at + 8);
  if (text) addStretch(text, decodeTarget(at, end, text), Region.Referer, HEAD_PIECES);
}
