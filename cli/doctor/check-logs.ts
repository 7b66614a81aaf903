import { extname } from "node:path";
import type { Filter } from "../../host/filter.ts";
import { HEAD_BYTES, wrongContent } from "../../host/log/content.ts";
import { LeftOut } from "../../host/log/left-out.ts";
import { LineScorer } from "../../host/log/line-scorer.ts";
import { LineSplitter } from "../../host/log/lines.ts";
import { now } from "../../host/time.ts";
import { endsOf } from "../lib/ends.ts";
import { nearestFormat } from "../lib/nearest-format.ts";
import { printable } from "../lib/output.ts";
import { guessCommand, isMuchUnread, UnreadLines, unreadText } from "../lib/unread-lines.ts";
import { listOf } from "./config/settings.ts";
import type { Section } from "./config/shipper-config.ts";
import { filesAt, fitsWildcard } from "./config/wildcard.ts";
import { type Finding, Findings } from "./finding.ts";

/** A node of a cluster has hundreds, most of a few programs. */
const MOST_FILES = 50;
/** Parsers whose records the filter reads as it reads the line. Others hand it on in parts, or join it with the next. */
const LINE_PARSERS = new Set(["docker", "cri", "json"]);
const NEWLINE = 0x0a;

/**
 * Reads the last lines of the files that the tail inputs name, so far as this user may read them: whether they are logs,
 * in a form that is known.
 *
 * @param filter the module that is to serve
 */
export function checkLogs(tails: readonly Section[], filter: Filter): Finding[] {
  const findings = new Findings("logs");
  const all = new UnreadLines();
  let files = 0;
  for (const tail of tails) checkPresence(tail, findings);
  for (const tail of tails.filter(givesLines)) {
    const wrong = new Map<string, string[]>();
    for (const file of filesOf(tail).slice(0, MOST_FILES - files)) {
      files++;
      const ends = readable(file);
      if (!ends || ends.head.length === 0) continue;
      const what = wrongIn(ends);
      if (what === undefined) all.addCounts(checkLines(filter, file, ends.tail, findings));
      else wrong.set(what, [...(wrong.get(what) ?? []), file]);
    }
    tellWrong(tail, wrong, findings);
  }
  if (all.lines > 0)
    findings.ok(
      "logs-unread",
      unreadText({ name: "the last lines of all files", lines: all.lines, unread: all.unread }),
    );
  return findings.list;
}

/** Here, and now: Fluent Bit may run on another machine, and logs may come. */
function checkPresence(tail: Section, findings: Findings): void {
  const path = tail.settings.get("path");
  if (path === undefined) return;
  const files = filesOf(tail);
  const breaks = "Until there is one, this input brings nothing.";
  if (files.length === 0)
    findings.note("logs-missing", `${tail.where}: ${printable(path)} stands for no file here`, {
      breaks,
      remedy: "Run this where the logs are, or correct the path.",
      at: tail.at,
    });
  else if (files.every((file) => readable(file) === undefined))
    findings.note("logs-missing", `${tail.where}: this user may not read ${printable(files[0] ?? path)}`, {
      breaks: "What the filter makes of its lines stays unknown; Fluent Bit's own user may read it.",
      remedy: "Run this as Fluent Bit's user.",
      at: tail.at,
    });
}

function givesLines({ settings }: Section): boolean {
  const parsers = [...listOf(settings.get("parser")), ...listOf(settings.get("multiline.parser"))];
  return parsers.every((name) => LINE_PARSERS.has(name.toLowerCase()));
}

function filesOf({ settings }: Section): string[] {
  const excluded = listOf(settings.get("exclude_path"));
  const files = listOf(settings.get("path")).flatMap(filesAt);
  return [...new Set(files)].filter((file) => !excluded.some((pattern) => fitsWildcard(pattern, file)));
}

/** Both ends of a file; undefined of one that this user may not read, but Fluent Bit perhaps may. */
function readable(file: string): ReturnType<typeof endsOf> {
  try {
    return endsOf(file, false);
  } catch {
    return undefined;
  }
}

/** What a file holds in place of lines. */
function wrongIn({ head, tail }: { head: Buffer; tail: Buffer }): string | undefined {
  const wrong = wrongContent(head);
  // A client can fill a log's beginning with anything: it stays a log.
  return !wrong || (wrong.isBinary && !wrongContent(tail)) ? undefined : wrong.what;
}

/** @param wrong files that hold no lines, by what they hold */
function tellWrong(
  { where, settings }: Section,
  wrong: ReadonlyMap<string, string[]>,
  findings: Findings,
): void {
  for (const [what, [file = "", ...others]] of wrong) {
    const isUtf16 = what.startsWith("UTF-16");
    if (isUtf16 && settings.has("unicode.encoding")) continue;
    const more = others.length > 0 ? `, and ${others.length} more are` : "";
    findings.warning(
      "logs-no-text",
      `${where}: ${file} is ${what}${more}; Fluent Bit takes the bytes for lines`,
      {
        breaks: "Events without meaning, and the lines within unseen.",
        remedy: isUtf16
          ? "Set unicode.encoding: auto on the input."
          : `Leave it out: exclude_path: '${/\.\w+$/.test(file) ? `*${extname(file)}` : file}'`,
      },
    );
  }
}

/** Warns where the last lines are in no known form. */
function checkLines(filter: Filter, file: string, tail: Buffer, findings: Findings): UnreadLines {
  const read = new UnreadLines();
  const scorer = new LineScorer(filter, file, new LeftOut());
  const splitter = new LineSplitter();
  // Of a longer file, the first line is the rest of one.
  const from = tail.length < HEAD_BYTES ? 0 : tail.indexOf(NEWLINE) + 1;
  for (const line of splitter.push(tail.subarray(from))) read.add(scorer.score(line, now()));
  if (isMuchUnread(read)) {
    const { lines, unread } = read;
    const nearest = nearestFormat(filter, read.samples);
    findings.warning(
      "logs-unread",
      `the last lines of ${unreadText({ name: file, lines, unread, nearest })}`,
      {
        breaks: "Attacks in such lines are judged by words alone.",
        remedy: `Teach it: ${guessCommand(file)} makes a format of them, smartlog configure --formats puts it into the filter.`,
      },
    );
  }
  return read;
}
