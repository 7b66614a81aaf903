/** A thread that hashes passwords (passwords.ts): one at a time, and the server's own goes on. */
import { parentPort } from "node:worker_threads";
import { hashPassword, isPassword } from "../../store/access/password.ts";

/** With a hash: whether the password is its; without: the hash of the password. */
export interface Job {
  id: number;
  password: string;
  hash?: string;
}

export type Result = { id: number; value: string | boolean } | { id: number; error: string };

parentPort?.on("message", async ({ id, password, hash }: Job) => {
  try {
    const value = hash === undefined ? await hashPassword(password) : await isPassword(password, hash);
    parentPort?.postMessage({ id, value } satisfies Result);
  } catch (error) {
    parentPort?.postMessage({ id, error: (error as Error).message } satisfies Result);
  }
});
