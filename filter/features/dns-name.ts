/** Dense features of a name that is looked up: what tunnels and generated names look like. */

import { fieldAt, fieldEnd, hasField, QNAME } from "../fields";
import { D_LABEL_DIGITS, D_LABEL_LENGTH, D_LABELS } from "../schema";
import { isDigit } from "../text/ascii";
import { Char } from "../text/char";
import { set } from "./values";

/** Sets the longest label's length, the share of digits in it (percent), and how many labels there are. */
export function nameFeatures(): void {
  if (!hasField(QNAME)) return;
  const end = fieldEnd(QNAME);
  let label = fieldAt(QNAME);
  let digits = 0;
  let labels = 0;
  let longest: f32 = 0;
  let longestDigits = 0;
  for (let at = label; at <= end; at++) {
    const byte = at < end ? <u32>load<u8>(at) : Char.Dot;
    if (byte != Char.Dot) {
      if (isDigit(byte)) digits++;
      continue;
    }
    const length = <f32>(at - label);
    if (length > longest) {
      longest = length;
      longestDigits = digits;
    }
    if (length > 0) labels++;
    digits = 0;
    label = at + 1;
  }
  set(D_LABEL_LENGTH, longest);
  set(D_LABEL_DIGITS, longest > 0 ? (<f32>longestDigits * 100) / longest : 0);
  set(D_LABELS, <f32>labels);
}
