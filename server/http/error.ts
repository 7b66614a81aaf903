/** A request that can't be answered: status, what is wrong, and what to do. */
export class HttpError extends Error {
  override name = "HttpError";
  readonly statusCode: number;
  readonly nextStep: string;

  constructor(statusCode: number, message: string, nextStep = "", cause?: unknown) {
    super(message, { cause });
    this.statusCode = statusCode;
    this.nextStep = nextStep;
  }
}
