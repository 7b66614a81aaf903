import { SmartLogError } from "../../host/error.ts";

/** A rule that can't be used; the message says which file, which field, and what to do. */
export class RuleError extends SmartLogError {
  override name = "RuleError";
  readonly code = "RULE_UNUSABLE";
}
