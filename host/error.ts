/**
 * Base of all errors that SmartLog raises itself: what went wrong (`message`), by which name a program knows it
 * (`code`), and what the user can do now (`nextStep`).
 */
export abstract class SmartLogError extends Error {
  /** In capitals, as Node's own: part of the interface, unlike the message. */
  abstract readonly code: string;
  /** One sentence; empty where the message says it. */
  readonly nextStep: string;

  constructor(message: string, { nextStep = "", cause }: { nextStep?: string; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.nextStep = nextStep;
  }
}

/** The module can't be used: it is no SmartLog filter, or one for another version, or damaged. */
export class FilterError extends SmartLogError {
  override name = "FilterError";
  readonly code = "FILTER_UNUSABLE";
}
