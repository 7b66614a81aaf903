/** The features of a message: what a line says that is no web request. */

import { parsed } from "../parse/parsed";
import { fieldAt, fieldEnd, hasField, SERVICE } from "../record/fields";
import { Feature } from "../schema/features";
import { composition } from "./composition";
import { addText, REGION_MESSAGE } from "./ngrams";
import { addStretch } from "./stretch";
import { beginPart } from "./sums";
import { findText, keep, placeFound, recallDense, recallSums } from "./text-cache";
import { bits, set } from "./values";

/** Sets the dense features of the message, and adds its part to the sums. */
export function messageFeatures(): void {
  const at = parsed.messageAt;
  const end = parsed.messageEnd;
  set(Feature.Length, bits(end - at));
  if (hasField(SERVICE)) addText(fieldAt(SERVICE), fieldEnd(SERVICE), REGION_MESSAGE);
  const known = findText(at, end, REGION_MESSAGE);
  if (known) {
    recallSums(known);
    recallDense(known);
    return;
  }
  const place = placeFound();
  if (place) beginPart();
  composition(at, end);
  addStretch(at, end, REGION_MESSAGE);
  if (place) keep(place, at, end, REGION_MESSAGE);
}
