import { lineOf } from "../../host/line.ts";
import type { Row } from "../../host/log/line-scorer.ts";
import { quoted } from "./called.ts";
import type { NearestFormat } from "./nearest-format.ts";
import { count, printable } from "./output.ts";

const MAX_SAMPLES = 8;
const MAX_SAMPLE_CHARACTERS = 1_000;
const MAX_STOP_CHARACTERS = 30;
/** Below, a log is known, and some of its lines are another program's or go over several lines. */
const WORTH_TEACHING_SHARE = 0.01;

/** Above, a log's form is not known, or only that of some of the programs that write to it. */
const MUCH_SHARE = 0.2;
/** Fewer say little of a log. */
const FEW_LINES = 20;

/** Whether so many lines are not read that the log's form has to be taught. */
export function isMuchUnread({ lines, unread }: { lines: number; unread: number }): boolean {
  return lines >= FEW_LINES && unread > MUCH_SHARE * lines;
}

/** How much of a log was read, with some of the lines that were not. */
export class UnreadLines {
  lines = 0;
  /** Lines in no known format: kind `unknown`. */
  unread = 0;
  #samples: string[] = [];

  /** At most eight of the lines, from all over the log: its form may have changed on the way. */
  get samples(): readonly string[] {
    return this.#samples;
  }

  add({ event, data }: Pick<Row, "event" | "data">): void {
    this.lines++;
    if (event !== undefined && event.kind !== "unknown") return;
    this.unread++;
    // Each is parsed anew, so not all are: the first few, then every time that there are twice as many.
    const isSampled = this.unread < MAX_SAMPLES || (this.unread & (this.unread - 1)) === 0;
    if (isSampled) this.#sample(lineOf(data));
  }

  addCounts({ lines, unread }: { lines: number; unread: number }): void {
    this.lines += lines;
    this.unread += unread;
  }

  #sample(line: string): void {
    if (line.trim() === "") return;
    // A copy: a slice would keep all of the line.
    this.#samples.push(Buffer.from(line.slice(0, MAX_SAMPLE_CHARACTERS)).toString());
    if (this.#samples.length > MAX_SAMPLES) this.#samples.shift();
  }
}

/** What is told of a log that was not read in all its lines. */
export interface UnreadLog {
  /** What people call it: a file's name, or a tag. */
  name: string;
  /** The file that a new format can be learnt from. */
  path?: string | undefined;
  lines: number;
  unread: number;
  nearest?: NearestFormat | undefined;
}

/** One sentence: how many lines, what they are nearest to, what to do. */
export function unreadText({ name, path, lines, unread, nearest }: UnreadLog): string {
  const parts = [
    `${printable(name)}: ${count(unread)} of ${count(lines)} lines not read (${percent(unread, lines)})`,
  ];
  if (nearest)
    parts.push(`nearest: ${nearest.format}, stops at "${printable(nearest.stopsAt, MAX_STOP_CHARACTERS)}"`);
  if (path !== undefined && unread >= WORTH_TEACHING_SHARE * lines)
    parts.push(`teach it: ${guessCommand(path)}`);
  return parts.join("; ");
}

/** The command that makes a format of a log's lines. */
export function guessCommand(path: string): string {
  return `smartlog formats guess ${quoted(path)}`;
}

function percent(part: number, whole: number): string {
  const rounded = Math.round((100 * part) / whole);
  if (rounded === 0) return "less than 1 %";
  return rounded === 100 && part < whole ? "more than 99 %" : `${rounded} %`;
}
