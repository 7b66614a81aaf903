import { userInfo } from "node:os";

/** Who does it, where nobody is named: SMARTLOG_WHO, then the user of this machine. */
export function defaultWho(): string {
  if (process.env.SMARTLOG_WHO) return process.env.SMARTLOG_WHO;
  try {
    return userInfo().username;
  } catch {
    // A process id without an entry in passwd, as in containers.
    return "somebody";
  }
}
