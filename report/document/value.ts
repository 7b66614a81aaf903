/** Values as people read them. */
import { printable } from "../../host/printable.ts";
import type { Unit, Value } from "./report.ts";

/** Decimal, as traffic is billed. */
const BYTE_UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];
const MS_PER_S = 1000;
/** From here on seconds say more. */
const LONG_MS = 10_000;

/** What stands where nothing is known. */
export const NONE = "–";

/** A value in its unit. Texts are printable, not escaped for any medium. */
export function formatted(value: Value | undefined, unit: Unit): string {
  if (value === null || value === undefined) return NONE;
  if (typeof value === "string") return printable(value);
  if (!Number.isFinite(value)) return NONE;
  switch (unit) {
    case "bytes":
      return bytes(value);
    case "share":
      return share(value);
    case "ms":
      return value < LONG_MS ? `${short(value)} ms` : `${short(value / MS_PER_S)} s`;
    case "time":
      return moment(new Date(value));
    default:
      return Number.isInteger(value) ? count(value) : short(value);
  }
}

/** Whether values of this unit stand to the right. */
export function isNumeric(unit: Unit): boolean {
  return unit === "count" || unit === "bytes" || unit === "share" || unit === "ms";
}

/** A whole number with separators. */
export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

export function bytes(value: number): string {
  const step = Math.min(BYTE_UNITS.length - 1, value < 1000 ? 0 : Math.floor(Math.log10(value) / 3));
  return `${short(value / 1000 ** step)} ${BYTE_UNITS[step]}`;
}

/** @param value 0..1 */
export function share(value: number): string {
  const percent = 100 * value;
  if (percent > 0 && percent < 0.1) return "< 0.1 %";
  return `${percent < 10 && percent > 0 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** To the minute, in the machine's zone, as 2026-12-24 06:00. */
export function moment(time: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** The machine's time zone by its name. */
export function zoneName(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Three digits that count. */
function short(value: number): string {
  if (Math.abs(value) >= 100 || Number.isInteger(value)) return count(value);
  return String(Number(value.toPrecision(3)));
}
