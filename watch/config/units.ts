/** Times and spans as watch.yaml writes them. */
import * as v from "valibot";

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const MINUTES_A_DAY = 1_440;

/** A span such as 30s, 15m, 4h or 2d, in milliseconds. */
export const span = v.pipe(
  v.string("has to be a span such as 30m, 4h or 2d"),
  v.regex(/^[1-9]\d{0,5}[smhd]$/, "has to be a span such as 30m, 4h or 2d"),
  v.transform((text) => Number(text.slice(0, -1)) * (UNITS_MS[text.slice(-1)] as number)),
);

/** Minutes since midnight. */
export const timeOfDay = v.pipe(
  v.string("has to be a time such as 08:00, in quotes"),
  v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'has to be a time such as "08:00"'),
  v.transform(minutesOf),
);

export interface QuietHours {
  /** Minutes since midnight; `to` may lie before `from`, on the next day. */
  from: number;
  to: number;
}

export const quietHours = v.pipe(
  v.string('has to be two times such as "22:00-07:00"'),
  v.regex(
    /^([01]\d|2[0-3]):[0-5]\d ?- ?([01]\d|2[0-3]):[0-5]\d$/,
    'has to be two times such as "22:00-07:00"',
  ),
  v.transform((text): QuietHours => {
    const [from = "", to = ""] = text.split("-").map((each) => each.trim());
    return { from: minutesOf(from), to: minutesOf(to) };
  }),
);

function minutesOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return hours * 60 + minutes;
}

export const WEEKDAYS = [
  "sunday",
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
] as const;

/** A moment by a zone's clock. */
export interface LocalTime {
  /** YYYY-MM-DD. */
  day: string;
  /** 0: Sunday. */
  weekday: number;
  /** Minutes since midnight. */
  minutes: number;
}

export function localTime(time: Date, timeZone: string): LocalTime {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(time);
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? "";
  const day = `${of("year")}-${of("month")}-${of("day")}`;
  return {
    day,
    weekday: new Date(`${day}T00:00:00Z`).getUTCDay(),
    minutes: Number(of("hour")) * 60 + Number(of("minute")),
  };
}

export function isQuiet({ minutes }: LocalTime, { from, to }: QuietHours): boolean {
  const since = (minutes - from + MINUTES_A_DAY) % MINUTES_A_DAY;
  return since < (to - from + MINUTES_A_DAY) % MINUTES_A_DAY;
}
