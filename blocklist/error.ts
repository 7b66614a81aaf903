import { SmartLogError } from "../host/error.ts";

/** A policy or an allow list that can't be used; the message says which, where in it, and why. */
export class BlocklistError extends SmartLogError {
  override name = "BlocklistError";
  readonly code = "BAD_ARGUMENT";
}
