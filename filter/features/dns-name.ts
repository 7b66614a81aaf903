/** Dense features of a name that is looked up: what tunnels and generated names look like. */
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Feature } from "../schema/features";
import { Field } from "../schema/fields";
import { isDigit } from "../text/ascii";
import { Char } from "../text/char";
import { set } from "./values";

/** Letters of a label that carries data rather than a name. */
export const LONG_LABEL: f32 = 40;

/** Sets the longest label's length, the share of digits in it (percent), and how many labels there are. */
export function nameFeatures(): void {
  if (!hasField(Field.Qname)) return;
  const end = fieldEnd(Field.Qname);
  let label = fieldAt(Field.Qname);
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
  set(Feature.LabelLength, longest);
  set(Feature.LabelDigits, longest > 0 ? (<f32>longestDigits * 100) / longest : 0);
  set(Feature.Labels, <f32>labels);
}
