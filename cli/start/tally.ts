import type { Kind, Label, SmartlogEvent } from "../../host/event.ts";
import { lineOf } from "../../host/line.ts";
import type { Row } from "../../host/log/line-scorer.ts";
import type { IngestResult } from "../../store/ingest.ts";

const DAY_SECONDS = 86_400;
const MAX_HIGHLIGHTS = 3;
/** More than any output shows of one line. */
const MAX_HIGHLIGHT_CHARACTERS = 1_000;

/** A line that stands out. */
export interface Highlight {
  event: SmartlogEvent;
  line: string;
}

const RANK = { none: 0, low: 1, medium: 2, high: 3, critical: 4 } as const;

/** What became of the lines that the store has answered for. `lines` is always the sum of the next three. */
export class Tally {
  lines = 0;
  stored = 0;
  /** Known from an earlier run, or from earlier in this one. */
  duplicates = 0;
  /** Put aside by the store, with the reason. */
  rejected = 0;
  /** Left out, since they are not in the range of times that was asked for; not among `lines`. */
  outside = 0;
  /** Stored without a score; {@link unscoredReason} says why. */
  unscored = 0;
  unscoredReason = "";
  byKind: Partial<Record<Kind, number>> = {};
  byLabel: Partial<Record<Label, number>> = {};
  /** The gravest lines, each of another template. */
  highlights: Highlight[] = [];
  /** Times of the first and of the last event, seconds since the epoch, as the store files them. */
  firstTime = Number.POSITIVE_INFINITY;
  lastTime = Number.NEGATIVE_INFINITY;
  /** The most memory that this process was seen to take, bytes. */
  rssBytes = 0;

  add(rows: readonly Row[], result: IngestResult): void {
    this.lines += rows.length;
    this.stored += result.stored;
    this.duplicates += result.duplicates;
    this.rejected += result.rejected;
    for (const row of rows) this.#count(row);
    this.rssBytes = Math.max(this.rssBytes, process.memoryUsage.rss());
  }

  #count({ event, data, time: arrival }: Row): void {
    const time = event && event.ts >= 0 && event.ts <= arrival + DAY_SECONDS ? event.ts : arrival;
    this.firstTime = Math.min(this.firstTime, time);
    this.lastTime = Math.max(this.lastTime, time);
    const kind = event?.kind ?? "unknown";
    const label = event?.label ?? "normal";
    this.byKind[kind] = (this.byKind[kind] ?? 0) + 1;
    this.byLabel[label] = (this.byLabel[label] ?? 0) + 1;
    if (event?.label === undefined) {
      this.unscored++;
      this.unscoredReason ||= event?.error ?? "the filter had no memory for the record";
    } else if (event.label !== "normal") {
      this.#highlight(event, data);
    }
  }

  #highlight(event: SmartlogEvent, data: string): void {
    const weakest = this.highlights.at(-1);
    if (this.highlights.length >= MAX_HIGHLIGHTS && weakest && !isGraver(event, weakest.event)) return;
    if (this.highlights.some((other) => other.event.tpl === event.tpl)) return;
    this.highlights.push({ event, line: shortLineOf(data, MAX_HIGHLIGHT_CHARACTERS) });
    this.highlights.sort((a, b) => (isGraver(a.event, b.event) ? -1 : 1));
    this.highlights.length = Math.min(this.highlights.length, MAX_HIGHLIGHTS);
  }
}

function isGraver(a: SmartlogEvent, b: SmartlogEvent): boolean {
  const ranks = RANK[a.severity] - RANK[b.severity];
  return ranks > 0 || (ranks === 0 && a.score > b.score);
}

/** The raw line in an enriched record, so much of it as is asked for. A copy: a slice would keep all of it. */
export function shortLineOf(data: string, maxCharacters: number): string {
  const line = lineOf(data);
  return line.length > maxCharacters ? Buffer.from(line.slice(0, maxCharacters)).toString() : line;
}
