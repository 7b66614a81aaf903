import { SmartLogError } from "../../host/error.ts";

/** Why no candidate could be made. */
export type TrainErrorCode =
  /** The window has fewer events than training needs. */
  | "TOO_FEW_EVENTS"
  /** `from` is not before `to`. */
  | "EMPTY_WINDOW"
  /** The module in service can't be read, or is of another version. */
  | "MODULE_UNUSABLE"
  /** The filter refuses the candidate, or has no room for it. */
  | "CANDIDATE_UNUSABLE";

/** No candidate could be made; `nextStep` says what to do. */
export class TrainError extends SmartLogError {
  override name = "TrainError";
  readonly code: TrainErrorCode;

  constructor(code: TrainErrorCode, message: string, nextStep: string, cause?: unknown) {
    super(message, { nextStep, cause });
    this.code = code;
  }
}
