import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Whether a process of this id exists, whoever owns it. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whether the process of this id is a Postgres server (an id is soon given to another process in a container). */
export function isPostgres(pid: number): boolean {
  if (!alive(pid)) return false;
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").startsWith("postgres");
  } catch {
    try {
      return execFileSync("ps", ["-o", "comm=", "-p", String(pid)])
        .toString()
        .includes("postgres");
    } catch {
      return false;
    }
  }
}
