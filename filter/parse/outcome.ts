/** Outcomes of a login, and the closings that all of its reporters share. */
import { OUTCOME } from "../record/fields";
import { ascii } from "../text/ascii";
import { setLiteral } from "./words";

const SUCCESS: usize = ascii("success");
const FAILURE: usize = ascii("failure");

export function succeeded(): void {
  setLiteral(OUTCOME, SUCCESS);
}

export function failed(): void {
  setLiteral(OUTCOME, FAILURE);
}
