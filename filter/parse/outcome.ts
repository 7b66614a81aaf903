/** Outcomes of a login, as the parsers of all programs set them. */
import { Field } from "../schema/fields";
import { ascii } from "../text/ascii";
import { setLiteral } from "./words";

const SUCCESS: usize = ascii("success");
const FAILURE: usize = ascii("failure");

/** Sets the outcome of a login that was granted. */
export function succeeded(): void {
  setLiteral(Field.Outcome, SUCCESS);
}

/** Sets the outcome of a login that was refused. */
export function failed(): void {
  setLiteral(Field.Outcome, FAILURE);
}
