import { SmartLogError } from "../host/error.ts";

/** The server can't be started with the options that were given. */
export class StartError extends SmartLogError {
  override name = "StartError";
  readonly code = "START_OPTION_REFUSED";
}
