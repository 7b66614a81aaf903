/** Times as people write them, one way for all commands. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { UsageError } from "./errors.ts";
import { say } from "./output.ts";

const DAY_SECONDS = 86_400;
const UNIT_SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: DAY_SECONDS,
  w: 7 * DAY_SECONDS,
};
const DAY = /^\d{4}-\d\d-\d\d$/;
const TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/i;

/** How a time may be written, for helps and errors. */
export const TIMES = "2h, 7d, today, yesterday, 2025-05-19, 2025-05-19T06:00Z";

/** A range of times; both ends may be open. */
export interface TimeRange {
  /** From this on. */
  since?: Date;
  /** Before this. */
  until?: Date;
}

/** --since and --until. */
export function addTimeOptions(command: Command, what: string): Command {
  return command
    .addOption(new Option("--since <time>", `${what} from then on: ${TIMES}`).argParser(pointInTime))
    .addOption(new Option("--until <time>", `${what} before that`).argParser(pointInTime));
}

/**
 * A time: so long ago, a day's beginning, or ISO 8601. Without a zone it is this machine's (TZ).
 *
 * @throws InvalidArgumentError
 */
export function pointInTime(text: string): Date {
  return timeOf(text, -1);
}

/** The same for what is to come: `7d` is in seven days. */
export function timeToCome(text: string): Date {
  return timeOf(text, 1);
}

function timeOf(text: string, direction: 1 | -1): Date {
  const now = new Date();
  const [, number, unit] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  if (number !== undefined && unit !== undefined)
    return new Date(now.getTime() + direction * Number(number) * (UNIT_SECONDS[unit] ?? 0) * 1000);
  const days = { now: undefined, yesterday: -1, today: 0, tomorrow: 1 }[text];
  if (text === "now") return now;
  if (days !== undefined) return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
  // Date.parse takes a day alone for one of UTC, and 2025-02-30 for the second of March.
  const time = DAY.test(text)
    ? new Date(`${text}T00:00:00`)
    : new Date(TIME.test(text) ? text.replace(" ", "T") : "");
  const day = text.slice(0, 10);
  if (Number.isNaN(time.getTime()) || new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day)
    throw new InvalidArgumentError(`It has to be a time, as ${TIMES}.`);
  return time;
}

/** @throws UsageError where nothing is between them */
export function checkRange({ since, until }: TimeRange): void {
  if (since && until && since >= until) throw new UsageError("--since has to be before --until");
}

/** Says in which zone a range was understood. */
export function sayRange({ since, until }: TimeRange): void {
  const parts = [since && `from ${inZone(since)}`, until && `until ${inZone(until)}`].filter(Boolean);
  if (parts.length > 0) say(`only ${parts.join(" ")} (${zoneName()})`);
}

/** A time of this machine's clock with its distance from UTC, as 2025-05-19 06:00:00+02:00. */
export function inZone(time: Date): string {
  const minutes = -time.getTimezoneOffset();
  const local = new Date(time.getTime() + minutes * 60_000).toISOString().slice(0, 19).replace("T", " ");
  const two = (value: number) => String(value).padStart(2, "0");
  const size = Math.abs(minutes);
  return `${local}${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

export function zoneName(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
