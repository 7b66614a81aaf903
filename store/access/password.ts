/**
 * Passwords: what is taken for one, and its hash. Argon2id with the least parameters of OWASP's Password Storage Cheat Sheet
 * (19 MiB, 2 passes, 1 lane), in WebAssembly: some 40 ms and 20 MB, during which the thread does nothing else.
 */
import { randomBytes } from "node:crypto";
import { argon2id, argon2Verify } from "hash-wasm";
import { StoreError } from "../error.ts";

export const MIN_PASSWORD_CHARACTERS = 12;
export const MAX_PASSWORD_CHARACTERS = 200;
const MEMORY_KIB = 19_456;
const PASSES = 2;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** Of no password: who isn't known is checked against it, so that the answer takes as long. */
export const NOBODYS_HASH = `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`;

/** @throws StoreError BAD_ARGUMENT where it is too short, too long, or the name */
export function checkPassword(password: string, name: string): void {
  const characters = [...password].length;
  if (characters < MIN_PASSWORD_CHARACTERS || characters > MAX_PASSWORD_CHARACTERS)
    throw new StoreError(
      "BAD_ARGUMENT",
      `a password has ${MIN_PASSWORD_CHARACTERS} to ${MAX_PASSWORD_CHARACTERS} characters`,
      "A few words that don't belong together are easy to keep in mind.",
    );
  if (new Set(password).size < 4 || password.toLowerCase().includes(name.toLowerCase()))
    throw new StoreError("BAD_ARGUMENT", "this password is too easily guessed", "Take one without the name.");
}

/** @returns the PHC form, `$argon2id$v=19$…` */
export function hashPassword(password: string): Promise<string> {
  return argon2id({
    password: normal(password),
    salt: randomBytes(SALT_BYTES),
    parallelism: 1,
    iterations: PASSES,
    memorySize: MEMORY_KIB,
    hashLength: HASH_BYTES,
    outputType: "encoded",
  });
}

export async function isPassword(password: string, hash: string): Promise<boolean> {
  // No password has the hash of an empty one, which is not taken at all.
  const isRight = await argon2Verify({ password: normal(password) || "\0", hash });
  return isRight && password !== "";
}

/** One spelling, whatever keyboard wrote it (NIST SP 800-63B, 3.1.1.2). */
function normal(password: string): string {
  return password.normalize("NFKC");
}
