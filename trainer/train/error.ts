/** Why no candidate could be made. */

export type TrainErrorCode =
  /** The window has fewer events than training needs. */
  | "too-few-events"
  /** `from` is not before `to`. */
  | "empty-window"
  /** The module in service can't be read, or is of another version. */
  | "module-unusable"
  /** The filter refuses the candidate, or has no room for it. */
  | "candidate-unusable";

/** No candidate could be made; `remedy` says what to do. */
export class TrainError extends Error {
  override name = "TrainError";
  readonly code: TrainErrorCode;
  readonly remedy: string;

  constructor(code: TrainErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.remedy = remedy;
  }
}
