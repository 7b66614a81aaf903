/** Timestamps as log formats write them. All take seconds since the epoch and an offset from UTC in minutes. */

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

const two = (n: number) => (n < 10 ? `0${n}` : `${n}`);

interface Parts {
  year: number;
  month: number;
  day: number;
  weekday: number;
  clock: string;
  millis: number;
  micros: number;
}

function parts(time: number, offset: number): Parts {
  const micros = Math.floor((time - Math.floor(time)) * 1e6);
  const date = new Date((Math.floor(time) + offset * 60) * 1000);
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth(),
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    clock,
    millis: Math.floor(micros / 1000),
    micros,
  };
}

/** `+0200`, or with a colon `+02:00`. */
export function zone(offset: number, colon = ""): string {
  const minutes = Math.abs(offset);
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}${colon}${two(minutes % 60)}`;
}

const ymd = (p: Parts, separator = "-") =>
  `${p.year}${separator}${two(p.month + 1)}${separator}${two(p.day)}`;
export const three = (n: number) => `${n}`.padStart(3, "0");
const six = (n: number) => `${n}`.padStart(6, "0");

/** Common log format: `17/May/2025:10:05:43 +0000`. */
export function clf(time: number, offset = 0): string {
  const p = parts(time, offset);
  return `${two(p.day)}/${MONTHS[p.month]}/${p.year}:${p.clock} ${zone(offset)}`;
}

/** RFC 3164: `May  7 10:05:43`. */
export function rfc3164(time: number, offset = 0): string {
  const p = parts(time, offset);
  return `${MONTHS[p.month]} ${p.day < 10 ? " " : ""}${p.day} ${p.clock}`;
}

/** klog, the Go log of Kubernetes: `0507 10:05:43.123456`. */
export function klog(time: number, offset = 0): string {
  const p = parts(time, offset);
  return `${two(p.month + 1)}${two(p.day)} ${p.clock}.${six(p.micros)}`;
}

/** ISO 8601 with the given number of fraction digits: `2025-05-07T10:05:43.123Z` or with an offset. */
export function iso(time: number, digits: 0 | 3 | 6 = 3, offset = 0, utcAsZ = true): string {
  const p = parts(time, offset);
  const fraction = digits === 0 ? "" : digits === 3 ? `.${three(p.millis)}` : `.${six(p.micros)}`;
  return `${ymd(p)}T${p.clock}${fraction}${offset === 0 && utcAsZ ? "Z" : zone(offset, ":")}`;
}

/** `2025-05-07 10:05:43`, with `,123` or `.123` where a mark is given. */
export function spaced(time: number, mark = "", offset = 0): string {
  const p = parts(time, offset);
  return `${ymd(p)} ${p.clock}${mark ? mark + three(p.millis) : ""}`;
}

/** `2025/05/07 10:05:43`, as nginx's error log and Go's `log` write it. */
export function slashed(time: number, offset = 0): string {
  const p = parts(time, offset);
  return `${ymd(p, "/")} ${p.clock}`;
}

/** Apache's error log: `Wed May 07 10:05:43.123456 2025`, older ones without the fraction. */
export function apacheError(time: number, fraction: boolean, offset = 0): string {
  const p = parts(time, offset);
  return `${DAYS[p.weekday]} ${MONTHS[p.month]} ${two(p.day)} ${p.clock}${fraction ? `.${six(p.micros)}` : ""} ${p.year}`;
}

/** BIND: `07-May-2025 10:05:43.123`. */
export function bind(time: number, offset = 0): string {
  const p = parts(time, offset);
  return `${two(p.day)}-${MONTHS[p.month]}-${p.year} ${p.clock}.${three(p.millis)}`;
}

/** `20250507`, `2025.05.07`, `250507`: dates alone. */
export function day(
  time: number,
  style: "compact" | "dotted" | "dashed" | "short" | "path" = "dashed",
): string {
  const p = parts(time, 0);
  if (style === "compact") return ymd(p, "");
  if (style === "dotted") return ymd(p, ".");
  if (style === "path") return ymd(p, "/");
  if (style === "short") return ymd(p, "").slice(2);
  return ymd(p);
}

/** `10:05:43` alone, or `100543` without the colons. */
export function hour(time: number, colons = true): string {
  const { clock } = parts(time, 0);
  return colons ? clock : clock.replaceAll(":", "");
}

/** `2025-05-07-10.05.43.123456`. */
export function dashedMicros(time: number): string {
  const p = parts(time, 0);
  return `${ymd(p)}-${p.clock.replaceAll(":", ".")}.${six(p.micros)}`;
}

/** Seconds of the day, 0..86399, at an offset from UTC. */
function secondOfDay(time: number, offset = 0): number {
  return (((time + offset * 60) % 86400) + 86400) % 86400;
}

/** How busy people are at this time: about 0.25 at night, 1.6 in the day; mean about 1. */
export function daylight(time: number, offset = 0): number {
  const phase = (secondOfDay(time, offset) / 86400) * 2 * Math.PI;
  return 0.95 - 0.62 * Math.cos(phase - 0.45);
}
