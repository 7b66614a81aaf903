/** The features of a request's referer: whether it is there, and what is carried in the link. */
import { take } from "../memory/scratch";
import { parsed } from "../parse/parsed";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Feature } from "../schema/features";
import { Field } from "../schema/fields";
import { ascii, find, findByte } from "../text/ascii";
import { Char } from "../text/char";
import { decodeTarget } from "./decode";
import { Region } from "./region";
import { addStretch } from "./stretch";
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
  readReferer(at, end);
  if (place) keep(place, at, end, Region.Referer);
}

function readReferer(at: usize, end: usize): void {
  const scheme = find(at, end, SCHEME);
  // The linking host tells nothing; what the link carries may.
  if (scheme) at = findByte(scheme + 3, end, Char.Slash);
  const text = take(end - at + 8);
  if (text) addStretch(text, decodeTarget(at, end, text), Region.Referer);
}
