/** Outcomes of a login, and the closings that all of its reporters share. */
import { Field } from "../schema/fields";
import { ascii } from "../text/ascii";
import { setLiteral } from "./words";

const SUCCESS: usize = ascii("success");
const FAILURE: usize = ascii("failure");

export function succeeded(): void {
  setLiteral(Field.Outcome, SUCCESS);
}

export function failed(): void {
  setLiteral(Field.Outcome, FAILURE);
}
