import pg from "pg";
import { StoreError } from "./error.ts";

const FORM = "postgres://user:password@host:port/database";

/**
 * Says at once what is no connection string: `pg` would take any text for the name of a database, and another system's
 * for Postgres'.
 *
 * @throws StoreError, which repeats nothing that could be a password
 */
export function checkConnection(url: string): void {
  const scheme = /^([a-z][\w+.-]*):\/\//i.exec(url)?.[1];
  const isSocket = url.startsWith("/") || url.startsWith("socket:");
  if (!isSocket && !/^postgres(ql)?$/i.test(scheme ?? ""))
    throw invalid(scheme ? `it names ${scheme}, which is no Postgres` : "it doesn't begin with postgres://");
  try {
    new pg.Client(url);
  } catch (cause) {
    const { message } = cause as Error;
    throw invalid(`${message} (in a password # is written %23, / %2F, ? %3F, @ %40)`, cause);
  }
}

function invalid(why: string, cause?: unknown): StoreError {
  return new StoreError(
    "BAD_ARGUMENT",
    `the connection string in DATABASE_URL or --database-url is none: ${why}`,
    `Write it as ${FORM}, or leave it out to use the Postgres of its own.`,
    cause,
  );
}
