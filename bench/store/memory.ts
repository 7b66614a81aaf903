import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOTS = { v1: "/sys/fs/cgroup/memory", v2: "/sys/fs/cgroup" };

/** A control group that holds the server and all its sessions, page cache included, under a limit. */
export interface MemoryLimit {
  /** The most it held at any time, in bytes. */
  peakBytes(): number;
  remove(): void;
}

/**
 * Puts a process and what it starts from now on under a memory limit; null where this machine doesn't let us (no root,
 * no cgroups): then the settings of postgresql.conf are the only bound.
 */
export function limitMemory(pid: number, bytes: number): MemoryLimit | null {
  for (const version of ["v1", "v2"] as const) {
    const group = join(ROOTS[version], `smartlog-bench-${process.pid}`);
    const [limit, peak] =
      version === "v1"
        ? ["memory.limit_in_bytes", "memory.max_usage_in_bytes"]
        : ["memory.max", "memory.peak"];
    try {
      mkdirSync(group);
      writeFileSync(join(group, limit), String(bytes));
      for (const each of [pid, ...descendants(pid)]) writeFileSync(join(group, "cgroup.procs"), String(each));
      return {
        peakBytes: () => Number(readFileSync(join(group, peak), "utf8")),
        remove() {
          try {
            rmdirSync(group);
          } catch {
            // Its last process hasn't quite ended; an empty group costs nothing.
          }
        },
      };
    } catch {
      try {
        rmdirSync(group);
      } catch {
        // It wasn't made.
      }
    }
  }
  return null;
}

function descendants(pid: number): number[] {
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => parentOf(each) === pid);
  return [...children, ...children.flatMap(descendants)];
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(/^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1]);
  } catch {
    return undefined;
  }
}
