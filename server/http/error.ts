import { SmartLogError } from "../../host/error.ts";
import type { ProblemPlace } from "./problem.ts";

const RETRY_SECONDS = 1;

/** A request that can't be answered: status, what is wrong, and what to do. */
export class HttpError extends SmartLogError {
  override name = "HttpError";
  readonly code = "REQUEST_REFUSED";
  readonly statusCode: number;
  /** For the header retry-after: when the same request may be answered; undefined where it never will. */
  readonly retrySeconds: number | undefined;
  /** Where in what was given it is wrong, where that is known. */
  readonly place: ProblemPlace | undefined;

  constructor(
    statusCode: number,
    message: string,
    nextStep = "",
    cause?: unknown,
    retrySeconds?: number,
    place?: ProblemPlace,
  ) {
    super(message, { nextStep, cause });
    this.statusCode = statusCode;
    this.place = place;
    this.retrySeconds = retrySeconds ?? (statusCode === 503 ? RETRY_SECONDS : undefined);
  }
}
