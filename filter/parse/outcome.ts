/** Outcomes of a login, a request or a packet, as the parsers of all programs set them. */
import { Field } from "../schema/fields";
import { ascii } from "../text/ascii";
import { setLiteral } from "./words";

const SUCCESS: usize = ascii("success");
const FAILURE: usize = ascii("failure");
const ALLOW: usize = ascii("allow");
const DENY: usize = ascii("deny");

/** Sets the outcome of a login that was granted. */
export function succeeded(): void {
  setLiteral(Field.Outcome, SUCCESS);
}

/** Sets the outcome of a login that was refused. */
export function failed(): void {
  setLiteral(Field.Outcome, FAILURE);
}

/** Sets the action of a firewall that lets something pass. */
export function allowed(): void {
  setLiteral(Field.Action, ALLOW);
}

/** Sets the action of a firewall that lets something not pass. */
export function denied(): void {
  setLiteral(Field.Action, DENY);
}

/** Sets outcome and action of a request that the server's rules refused. */
export function refused(): void {
  failed();
  denied();
}
