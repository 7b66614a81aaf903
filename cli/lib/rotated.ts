/** Sets of rotated logs: which files are one log, and in which order it was written. */
import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { unpackedName } from "./unpack.ts";

/** `access.log.2`, `access.log-20260131`, `access.log-2026-01-31-1769817600`, `access.log.2026013106`. */
const NUMBER = /\.(\d{1,3})$/;
const DATE = /[.-](\d{4}-?\d{2}-?\d{2}(?:[-T_.]?\d+)*)$/;
/** Some put the number before the end: `access.1.log`, `access-20260131.log`. */
const ENDING = /\.(log|txt|json|ndjson|out)$/;

export interface Rotated {
  /** The log's own name, which its newest part has. */
  base: string;
  /** What orders the parts, the oldest first. */
  order: readonly [rank: number, within: string];
}

/** The newest has no mark, those with dates are older, those with numbers older the higher they are. */
export function rotatedOf(path: string): Rotated {
  const folder = dirname(path);
  const name = unpackedName(basename(path));
  const ending = ENDING.exec(name)?.[0] ?? "";
  for (const [text, end] of [
    [name, ""],
    [name.slice(0, name.length - ending.length), ending],
  ] as const) {
    const number = NUMBER.exec(text);
    if (number)
      return { base: join(folder, text.slice(0, number.index) + end), order: [1, inverted(number[1])] };
    const date = DATE.exec(text);
    if (date) return { base: join(folder, text.slice(0, date.index) + end), order: [1, `~${date[1]}`] };
  }
  return { base: join(folder, name), order: [2, ""] };
}

/** Higher numbers first. */
function inverted(number = ""): string {
  return String(999 - Number(number)).padStart(3, "0");
}

/** Files as logs: each with its parts, the oldest first. */
export function logsOf(files: readonly string[]): string[][] {
  const logs = new Map<string, { path: string; order: Rotated["order"] }[]>();
  for (const path of files) {
    const { base, order } = rotatedOf(path);
    const parts = logs.get(base) ?? [];
    parts.push({ path, order });
    logs.set(base, parts);
  }
  return [...logs.values()].map((parts) =>
    parts
      .sort((a, b) => a.order[0] - b.order[0] || (a.order[1] < b.order[1] ? -1 : 1))
      .map(({ path }) => path),
  );
}

/** The other parts of a log, in its folder. */
export function partsBeside(path: string): string[] {
  const { base } = rotatedOf(path);
  const folder = dirname(path);
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((other) => rotatedOf(other).base === base);
}
