import { SmartLogError } from "../../host/error.ts";

/**
 * A model that is none, or none for this filter: damaged, too large, of another version, or with what the filter has no
 * room for. The message says which, and what to do.
 */
export class ModelError extends SmartLogError {
  override name = "ModelError";
  readonly code = "MODEL_UNUSABLE";
}
