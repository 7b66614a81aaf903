import { SmartLogError } from "../../../host/error.ts";

/** A query that can't be read: where in it, what is wrong there, and what to write instead. */
export class SearchError extends SmartLogError {
  override name = "SearchError";
  readonly code = "BAD_QUERY";
  /** Of the first character that is wrong, from 0, and how many are; UTF-16 units, as JavaScript counts. */
  readonly position: number;
  readonly length: number;

  constructor(message: string, nextStep: string, position: number, length = 1) {
    super(message, { nextStep });
    this.position = position;
    this.length = length;
  }
}
