import { SmartLogError } from "../../host/error.ts";

/** A format file that can't be used; the message says which, where in it, and why. */
export class FormatError extends SmartLogError {
  override name = "FormatError";
  readonly code = "FORMAT_UNUSABLE";
}
