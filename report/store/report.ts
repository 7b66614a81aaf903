/** A report of some days in ten lines: whether all is well, and what is worth to know if so. */
import type { Pool } from "pg";
import type { DayRange } from "../../store/report/range.ts";
import { firstDay } from "../../store/report/traffic.ts";
import { type CollectOptions, collect, type Facts } from "./collect.ts";
import type { ReportLine } from "./line.ts";
import { wholeDays } from "./range.ts";
import { alarmsLine, diskLine, faultsLine, incidentsLine, loginsLine, modelLine } from "./state-lines.ts";
import { attacksLine, linesLine, peopleLine, robotsLine } from "./web-lines.ts";
import { rangeText } from "./words.ts";

/** The ten lines, in order. */
export function linesOf(report: Facts): ReportLine[] {
  return [
    incidentsLine,
    peopleLine,
    robotsLine,
    attacksLine,
    loginsLine,
    faultsLine,
    linesLine,
    diskLine,
    modelLine,
    alarmsLine,
  ].map((line) => line(report));
}

/** Whether somebody should look at anything, in a few words: for a subject. */
export function verdict(lines: readonly ReportLine[]): string {
  const topics = lines.filter(({ look }) => look).map(({ topic }) => topic.toLowerCase());
  if (topics.length === 0) return "all is well";
  const last = topics.pop();
  return `look at ${topics.length > 0 ? `${topics.join(", ")} and ${last}` : last}`;
}

/** What a report is called: whose it is, whether all is well, which days. */
export function titleOf(report: Facts, lines: readonly ReportLine[] = linesOf(report)): string {
  return `SmartLog on ${report.host}: ${verdict(lines)}, ${rangeText(report.range)}`;
}

/** Below the lines: what they are of. */
export function footOf({ range }: Facts): string {
  return `Whole days (UTC), ${rangeText(range)}. Robots are named by their user agents; visitors are addresses with a browser, within some 3 %.`;
}

/** A report as plain text: title, ten lines, what they are of. Those that need a person begin with `!`. */
export function textOf(report: Facts): string {
  const lines = linesOf(report);
  return [titleOf(report, lines), "", ...lines.map(lineText), "", footOf(report)].join("\n");
}

/** As plain text of one line. */
export function lineText({ topic, text, look }: ReportLine): string {
  return `${look ? "!" : " "} ${topic.padEnd(10)} ${text}`;
}

/** The ten lines as text, after a first one that says whether all is well: for a digest, of the whole days in the range; none where the store is younger. */
export async function reportLines(pool: Pool, range: DayRange, options?: CollectOptions): Promise<string[]> {
  const days = wholeDays(range);
  const first = await firstDay(pool);
  // A store that is younger has nothing to say of them, which is no news.
  if (first !== null && first >= days.to) return [];
  const report = await collect(pool, days, options);
  const lines = linesOf(report);
  return [titleOf(report, lines), ...lines.map(lineText)];
}
