/** Why no candidate could be made. */

export type TrainErrorCode =
  /** Fewer events than anything can be learnt from. */
  | "too-few-events"
  /** `from` is not before `to`. */
  | "empty-window"
  /** The module in service can't be read, or is none that this version can retrain. */
  | "module-unusable"
  /** The candidate's bytes were refused by the filter or don't fit its budget. */
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
