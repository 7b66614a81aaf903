import { SmartLogError } from "../../host/error.ts";

/** A file of faults that can't be used; the message says which, where in it, and why. */
export class FaultError extends SmartLogError {
  override name = "FaultError";
  readonly code = "FAULTS_UNUSABLE";
}
