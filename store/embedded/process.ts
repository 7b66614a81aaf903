import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import type { Account } from "./account.ts";

const HAS_PROC = existsSync("/proc/self/stat");

/** Whether a process of this id exists, of any owner. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * When the process started, in the system's own measure: with its id it tells it from a later one of the same id.
 *
 * @returns undefined where there is none, or one that has ended and was not waited for
 */
export function startOf(pid: number): string | undefined {
  if (!HAS_PROC) return alive(pid) ? "" : undefined;
  try {
    // After the name, which may hold anything: state, parent, … the 20th is the start (proc(5)).
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/**
 * Whether the process is a Postgres that runs on this cluster: its working folder is the cluster, whatever a file says.
 * False on any doubt.
 */
export function runsOn(cluster: string, pid: number, account: Account): boolean {
  if (!HAS_PROC) return namesCluster(cluster, pid);
  try {
    const { dev, ino } = statSync(cluster);
    const working = statSync(`/proc/${pid}/cwd`);
    return working.dev === dev && working.ino === ino;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EACCES" || account.uid === undefined) return false;
    // In a container root may be denied a look at other users' processes; their own user is not.
    return spawnSync("test", [`/proc/${pid}/cwd`, "-ef", cluster], { ...account, cwd: "/" }).status === 0;
  }
}

/** The processes of Postgres whose working folder is this cluster. None without /proc, and none that may not be looked at. */
export function postgresOf(cluster: string): number[] {
  if (!HAS_PROC) return [];
  const { dev, ino } = statSync(cluster);
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => {
      if (!pid) return false;
      try {
        const working = statSync(`/proc/${pid}/cwd`);
        // A shell may stand in the folder too.
        if (working.dev !== dev || working.ino !== ino) return false;
        return readFileSync(`/proc/${pid}/comm`, "latin1") === "postgres\n";
      } catch {
        return false;
      }
    });
}

/** Without /proc: whether its command line is that of the server that supervisor.sh starts on this cluster. */
export function namesCluster(cluster: string, pid: number): boolean {
  try {
    const command = execFileSync("ps", ["-ww", "-o", "command=", "-p", String(pid)]).toString();
    return /^\S*\/postgres /.test(command) && command.includes(` -D ${cluster} `);
  } catch {
    return false;
  }
}
