/** The features of a message: the text of any line that is no web request. */
import { parsed } from "../parse/parsed";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Feature } from "../schema/features";
import { Field } from "../schema/fields";
import { findByte } from "../text/ascii";
import { Char } from "../text/char";
import { composition } from "./composition";
import { addMessageText } from "./message-text";
import { addText } from "./ngrams";
import { Region } from "./region";
import { beginPart } from "./sums";
import { findText, keep, placeFound, recallDense, recallSums } from "./text-cache";
import { bits, get, set } from "./values";

/** Sets the dense features of the message, and adds its part to the sums. */
export function messageFeatures(): void {
  const at = parsed.messageAt;
  const end = parsed.messageEnd;
  set(Feature.Length, bits(end - at));
  if (hasField(Field.Service)) addText(fieldAt(Field.Service), fieldEnd(Field.Service), Region.Message);
  const known = findText(at, end, Region.Message);
  if (known) {
    recallSums(known);
    recallDense(known);
    return;
  }
  const place = placeFound();
  if (place) beginPart();
  composition(at, end);
  // Line breaks and indents of a record that was joined from lines, as a trace is.
  if (get(Feature.Controls) > 0 && findByte(at, end, Char.LineFeed) < end) set(Feature.Controls, 0);
  addMessageText(at, end);
  if (place) keep(place, at, end, Region.Message);
}
