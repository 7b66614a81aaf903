import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import type { ClientBase } from "pg";

/** The roles that log in, and the environment variable that holds each one's password. */
const LOGIN_ROLES = {
  smartlog_ingest: "SMARTLOG_INGEST_PASSWORD",
  smartlog_read: "SMARTLOG_READ_PASSWORD",
  smartlog_train: "SMARTLOG_TRAIN_PASSWORD",
} as const;

/** Postgres's own default. */
const SCRAM_ITERATIONS = 4096;

/**
 * Gives each role the password that the environment has for it, and the right to log in with it. A role whose
 * variable is not set is left as it is: at first it can't log in.
 */
export async function setPasswords(
  client: ClientBase,
  env: Record<string, string | undefined>,
): Promise<void> {
  for (const [role, variable] of Object.entries(LOGIN_ROLES)) {
    const password = env[variable];
    if (!password) continue;
    await client.query(`alter role ${role} login password '${scramVerifier(password)}'`);
  }
}

/**
 * What Postgres keeps of a password, made here so that the password itself is in no statement and so in no log.
 *
 * Source: RFC 5803 as in PostgreSQL's `scram-common.c`, without SASLprep: a password outside ASCII is taken as it is.
 */
function scramVerifier(password: string, salt = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, SCRAM_ITERATIONS, 32, "sha256");
  const hmac = (text: string) => createHmac("sha256", salted).update(text).digest();
  const storedKey = createHash("sha256").update(hmac("Client Key")).digest("base64");
  const serverKey = hmac("Server Key").toString("base64");
  return `SCRAM-SHA-256$${SCRAM_ITERATIONS}:${salt.toString("base64")}$${storedKey}:${serverKey}`;
}
