/** Durations and sizes as people write them. */
import { RuleError } from "./error.ts";

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const BYTES: Readonly<Record<string, number>> = { "": 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

/** Seconds of `90s`, `10m`, `2h` or `1d`. */
export function readDuration(value: unknown, field: string): number {
  const [, digits, unit = ""] = /^(\d{1,6})([smhd])$/.exec(String(value)) ?? [];
  if (!digits) throw new RuleError(`${field} has to be a duration such as 90s, 10m, 2h or 1d`);
  return Number(digits) * (SECONDS[unit] as number);
}

/** A whole number, or bytes as `500MB`. */
export function readCount(value: unknown, field: string): number {
  const [, digits, unit = ""] = /^(\d{1,15})\s?(kB|MB|GB|TB)?$/.exec(String(value)) ?? [];
  if (!digits)
    throw new RuleError(
      `${field} has to be a whole number${field.endsWith("bytes") ? ", or a size such as 500MB" : ""}`,
    );
  return Number(digits) * (BYTES[unit] as number);
}

/** `4 minutes`, for seconds; the largest unit of which there are two or more. */
export function inWords(seconds: number): string {
  const [size, name] = (
    [
      [86_400, "day"],
      [3600, "hour"],
      [60, "minute"],
      [1, "second"],
    ] as const
  ).find(([unit]) => seconds >= 2 * unit) ?? [1, "second"];
  const count = Math.max(1, Math.round(seconds / size));
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}

/** `1.2 GB`, for bytes. */
export function sizeInWords(bytes: number): string {
  const [unit, size] = Object.entries(BYTES).findLast(([, each]) => bytes >= each) ?? ["", 1];
  const value = bytes / size;
  return `${unit === "" || value >= 100 ? Math.round(value) : value.toFixed(1)} ${unit === "" ? "bytes" : unit}`;
}
