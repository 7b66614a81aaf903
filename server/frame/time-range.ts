/** A time range as addresses of pages have it: `from` and `to`, in the form of Grafana's. */
import { SmartLogError } from "../../host/error.ts";

/** The request can't be answered as it is; the message says why. */
export class RequestError extends SmartLogError {
  override name = "RequestError";
  readonly code = "REQUEST_INVALID";
}

export interface TimeRange {
  from: Date;
  to: Date;
}

const UNITS: Readonly<Record<string, (date: Date, amount: number) => void>> = {
  s: (date, amount) => date.setUTCSeconds(date.getUTCSeconds() + amount),
  m: (date, amount) => date.setUTCMinutes(date.getUTCMinutes() + amount),
  h: (date, amount) => date.setUTCHours(date.getUTCHours() + amount),
  d: (date, amount) => date.setUTCDate(date.getUTCDate() + amount),
  w: (date, amount) => date.setUTCDate(date.getUTCDate() + 7 * amount),
  M: (date, amount) => date.setUTCMonth(date.getUTCMonth() + amount),
  y: (date, amount) => date.setUTCFullYear(date.getUTCFullYear() + amount),
};

const ISO_8601 = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** `now-24h`, milliseconds since the epoch, or a time in ISO 8601. @throws RequestError */
export function parseTime(text: string, now: Date): Date {
  const date = dateOf(text, now);
  // Years that Postgres has, too.
  if (
    Number.isNaN(date.getTime()) ||
    !isDay(text) ||
    date.getUTCFullYear() < 1900 ||
    date.getUTCFullYear() > 9000
  )
    throw new RequestError(`not a time: ${text.slice(0, 50)}`);
  return date;
}

/** Date takes the 30th of February for the second of March. */
function isDay(text: string): boolean {
  const [day] = /^\d{4}-\d\d-\d\d/.exec(text) ?? [];
  return day === undefined || new Date(`${day}T00:00Z`).toISOString().startsWith(day);
}

function dateOf(text: string, now: Date): Date {
  const relative = /^now(?:([+-])(\d{1,6})([smhdwMy]))?$/.exec(text);
  if (relative) {
    const date = new Date(now);
    const [, sign, amount, unit] = relative;
    if (unit) UNITS[unit]?.(date, Number(`${sign}${amount}`));
    return date;
  }
  // Date would accept other texts, too: "x 1" is a day of 2001.
  return /^-?\d{1,15}$/.test(text) ? new Date(Number(text)) : new Date(ISO_8601.test(text) ? text : "");
}

/** @throws RequestError */
export function parseRange(from: string, to: string, now = new Date()): TimeRange {
  const range = { from: parseTime(from, now), to: parseTime(to, now) };
  if (range.to <= range.from) throw new RequestError("the range ends before it begins");
  return range;
}

/** The value of a parameter that counts once: the first. */
export function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
