/** What was counted, as plain data: the JSON of `smartlog analyze`, and what its report is made of. */
import type { Analysis } from "../analysis.ts";
import type { SeriesName } from "../count/calendar.ts";
import { type AttackJson, attackFigures } from "./attacks.ts";
import { isoOf } from "./iso.ts";
import { type LoginJson, loginFigures } from "./logins.ts";
import { type MessageJson, messageFigures } from "./messages.ts";
import { type DnsJson, dnsFigures, type FirewallJson, firewallFigures } from "./network.ts";
import { type SourceJson, sourceFigures } from "./sources.ts";
import { type WebJson, webFigures } from "./web.ts";

/** A log that was read. */
export interface FileJson {
  name: string;
  lines: number;
  /** Lines in no known format. */
  unread: number;
  /** The known format that comes nearest to them, where one does. */
  nearest?: string | undefined;
}

/** What the reader knows and the lines don't. */
export interface Reading {
  files: FileJson[];
  seconds: number;
  /** Lines that were cut, and NULs that were left out. */
  cut_lines: number;
  hole_bytes: number;
}

export interface Figures extends Reading {
  lines: number;
  /** ISO 8601; null where no line was read. */
  first: string | null;
  last: string | null;
  by_kind: Record<string, number>;
  by_label: Record<string, number>;
  unscored: number;
  /** Lines of days that were not kept, since there were more than 400. */
  other_days_lines: number;
  hours: HourJson[];
  web: WebJson | null;
  attacks: AttackJson | null;
  sources: SourceJson;
  logins: LoginJson | null;
  messages: MessageJson | null;
  dns: DnsJson | null;
  firewall: FirewallJson | null;
}

/** An hour in which something came. */
export interface HourJson {
  /** As 2026-12-24 06:00, in the machine's zone. */
  hour: string;
  lines: number;
  people: number;
  robots: number;
  attacks: number;
  failed_logins: number;
  anomalies: number;
}

/** @param most entries of each list */
export function figuresOf(analysis: Analysis, reading: Reading, most: number): Figures {
  const { lines, first, last, byKind, byLabel, unscored, calendar } = analysis;
  return {
    ...reading,
    lines,
    first: isoOf(first),
    last: isoOf(last),
    by_kind: byKind,
    by_label: byLabel,
    unscored,
    other_days_lines: calendar.thrownOut,
    hours: hoursOf(analysis),
    web: webFigures(analysis, most),
    attacks: attackFigures(analysis, most),
    sources: sourceFigures(analysis, most),
    logins: loginFigures(analysis, most),
    messages: messageFigures(analysis, most),
    dns: dnsFigures(analysis, most),
    firewall: firewallFigures(analysis, most),
  };
}

function hoursOf({ calendar, logins }: Analysis): HourJson[] {
  const failed = (logins.isBeside ? ["failedLogins", "besideLogins"] : ["failedLogins"]) as SeriesName[];
  return calendar.days.flatMap((day) =>
    Array.from({ length: 24 }, (_, hour) => ({
      hour: `${day.name} ${String(hour).padStart(2, "0")}:00`,
      lines: day.of(hour, "lines"),
      people: day.of(hour, "people"),
      robots: day.of(hour, "robots"),
      attacks: day.of(hour, "attacks"),
      failed_logins: failed.reduce((sum, series) => sum + day.of(hour, series), 0),
      anomalies: day.of(hour, "anomalies"),
    })).filter(({ lines }) => lines > 0),
  );
}
