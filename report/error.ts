import { SmartLogError } from "../host/error.ts";

/** A report could not be made: the message says why. */
export class ReportError extends SmartLogError {
  override name = "ReportError";
  readonly code = "REPORT_FAILED";
}
