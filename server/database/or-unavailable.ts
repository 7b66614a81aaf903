import pg from "pg";
import { HttpError } from "../http/error.ts";

/** Classes of SQLSTATE by which a server is unavailable for now: connections, resources, I/O. */
const UNAVAILABLE_CLASSES = new Set(["08", "53", "58"]);
/** Of class 57, which holds query_canceled too: a fault of the query, not of the server. */
const SHUTTING_DOWN = /^57P0[1-3]$/;
/** Names of errors of the connection: refused, reset, ended, timed out. Other errors have names of their own. */
const CONNECTION_ERRORS = new Set(["Error", "AggregateError"]);

/** Whether an error of a query says that the database can't be reached or can't work now, whatever was asked. */
function isUnavailable(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError))
    return error instanceof Error && CONNECTION_ERRORS.has(error.name);
  const { code = "" } = error;
  return UNAVAILABLE_CLASSES.has(code.slice(0, 2)) || SHUTTING_DOWN.test(code);
}

/**
 * Awaits work on the database.
 *
 * @throws HttpError 503 where the database is unavailable; what else the work throws
 */
export async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isUnavailable(error))
      throw new HttpError(503, "the database does not answer", "Ask again later.", error);
    throw error;
  }
}
