import { MAX_LINE_BYTES } from "../../host/limits.ts";
import type { LeftOut } from "../../host/log/left-out.ts";
import type { Summary, TopEntry } from "../../store/events/summary.ts";
import { asCalled } from "../lib/called.ts";
import { heading, verdict } from "../lib/colour.ts";
import { columns, count, printable } from "../lib/output.ts";
import { inZone, zoneName } from "../lib/time.ts";
import type { Tally } from "./tally.ts";
import { type UnreadFile, unreadJson, unreadParagraph } from "./unread-files.ts";

const MEGABYTE = 1024 * 1024;
const MAX_NAME_CHARACTERS = 60;
const MAX_LINE_CHARACTERS = 160;

/** What a replay did, besides what the tally says. */
export interface Replay {
  files: number;
  /** From the first byte read to the last commit. */
  seconds: number;
  /** Files whose last line has no newline yet; it is not counted until it has. */
  unfinished: number;
  /** What was left out of all files' lines. */
  leftOut: LeftOut;
  /** Files with lines in no known format, those with most of them first. */
  unread: UnreadFile[];
  /** Connection string without a password. */
  database: string;
  /** Commands to go on with, and what each is for. */
  hints: [command: string, what: string][];
}

/** The summary for programs: one JSON object. */
export function summaryJson(tally: Tally, replay: Replay): string {
  return JSON.stringify({
    lines: tally.lines,
    stored: tally.stored,
    duplicates: tally.duplicates,
    rejected: tally.rejected,
    unscored: tally.unscored,
    outside: tally.outside,
    from: Number.isFinite(tally.firstTime) ? new Date(tally.firstTime * 1000) : null,
    to: Number.isFinite(tally.lastTime) ? new Date(tally.lastTime * 1000) : null,
    cut_lines: replay.leftOut.cutLines,
    cut_bytes: replay.leftOut.cutBytes,
    hole_bytes: replay.leftOut.holeBytes,
    unread: replay.unread.reduce((sum, { unread }) => sum + unread, 0),
    unread_files: replay.unread.map(unreadJson),
    by_kind: tally.byKind,
    by_label: tally.byLabel,
    lines_per_s: linesPerSecond(tally, replay),
    rss_mb: Math.round(tally.rssBytes / MEGABYTE),
    seconds: Number(replay.seconds.toFixed(3)),
    files: replay.files,
    database: replay.database,
  });
}

function linesPerSecond(tally: Tally, { seconds }: Replay): number {
  return seconds > 0 ? Math.round(tally.lines / seconds) : 0;
}

/** The summary for people. */
export function summaryText(tally: Tally, replay: Replay, store: Summary): string {
  const out = [
    `${count(tally.lines)} lines of ${count(replay.files)} ${replay.files === 1 ? "file" : "files"} in ${replay.seconds.toFixed(1)} s (${count(linesPerSecond(tally, replay))} lines/s, ${count(tally.rssBytes / MEGABYTE)} MB)`,
    ...rangeText(tally),
    "",
    ...outcome(tally, replay),
    "",
    ...sideBySide(counts("kind", tally.byKind), counts("label", tally.byLabel)),
  ];
  if (tally.unscored > 0)
    out.push(
      "",
      `${count(tally.unscored)} lines were stored without a score: ${printable(tally.unscoredReason)}`,
    );
  if (replay.unread.length > 0) out.push("", ...unreadParagraph(replay.unread));
  if (store.top_sources.length > 0) out.push("", ...top("Sources that stand out", store.top_sources));
  if (store.top_paths.length > 0) out.push("", ...top("Paths that stand out", store.top_paths));
  if (tally.highlights.length > 0) {
    out.push("", heading("Lines that stand out"));
    for (const { event, line } of tally.highlights)
      out.push(
        `  ${verdict(event.label ?? "", `${event.label} ${event.score.toFixed(2)}`)}  ${event.why.map((reason) => printable(reason)).join(", ")}`,
        `    ${printable(line, MAX_LINE_CHARACTERS)}`,
      );
  }
  out.push("", heading("Where to look next"));
  for (const [command, what] of replay.hints) out.push(`  ${what}:`, `    ${asCalled(command)}`);
  return out.join("\n");
}

/** What the pages show of these events: their range, and how many need a look. */
function rangeText({ firstTime, lastTime, lines, byLabel }: Tally): string[] {
  if (!Number.isFinite(firstTime)) return [];
  const [from, to] = [firstTime, lastTime].map((time) => inZone(new Date(time * 1000)).slice(0, 16));
  const flagged = (["attack", "anomaly", "bot"] as const).map((label) => {
    const [one, many] = PLURALS[label];
    const number = byLabel[label] ?? 0;
    return verdict(label, `${count(number)} ${number === 1 ? one : many}`);
  });
  return [`${count(lines)} events from ${from} to ${to} (${zoneName()}): ${flagged.join(", ")}`];
}

const PLURALS = {
  attack: ["attack", "attacks"],
  anomaly: ["anomaly", "anomalies"],
  bot: ["by a bot", "by bots"],
} as const;

function outcome(tally: Tally, replay: Replay): string[] {
  const rows = [
    ["  stored", count(tally.stored), tally.stored === 0 && tally.lines > 0 ? "nothing new" : ""],
    ["  known already", count(tally.duplicates), tally.duplicates > 0 ? "not stored twice" : ""],
  ];
  if (tally.rejected > 0)
    rows.push(["  put aside", count(tally.rejected), "see smartlog.rejected for the reasons"]);
  if (tally.outside > 0) rows.push(["  left out", count(tally.outside), "not between --since and --until"]);
  if (replay.unfinished > 0)
    rows.push([
      "  unfinished",
      count(replay.unfinished),
      "last lines that have no newline yet; counted when they have",
    ]);
  const { cutLines, holeBytes } = replay.leftOut;
  if (cutLines > 0)
    rows.push([
      "  cut",
      count(cutLines),
      `longer than ${MAX_LINE_BYTES / MEGABYTE} MiB; stored without the rest`,
    ]);
  if (holeBytes > 0) rows.push(["  holes", count(holeBytes), "bytes that nobody wrote; left out"]);
  return columns(rows, [1]);
}

function counts(title: string, values: Readonly<Record<string, number>>): string[] {
  const rows = Object.entries(values).sort(([, a], [, b]) => b - a);
  return columns(
    [[`  ${title}`, "lines"], ...rows.map(([name, lines]) => [`  ${verdict(name)}`, count(lines)])],
    [1],
  );
}

function sideBySide(left: readonly string[], right: readonly string[]): string[] {
  const rows = Array.from({ length: Math.max(left.length, right.length) }, (_, i) => [
    left[i] ?? "",
    right[i] ?? "",
  ]);
  return columns(rows);
}

function top(title: string, entries: readonly TopEntry[]): string[] {
  const rows = entries.map(({ name, events, suspicious, score }) => [
    `  ${printable(name, MAX_NAME_CHARACTERS)}`,
    count(events),
    count(suspicious),
    score.toFixed(2),
  ]);
  const [first = "", ...rest] = columns(
    [[title, "events", "suspicious", "highest score"], ...rows],
    [1, 2, 3],
  );
  return [heading(first), ...rest];
}
