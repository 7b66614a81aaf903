/** The same events by both models, in order: what changes, how scores are spread, and who is right. */
import type pg from "pg";
import type { SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { lineOf } from "../../host/line.ts";
import { shipperTime } from "../../host/time.ts";
import { readEvents } from "../../store/window.ts";
import { anchorParts } from "../examples/rehearsal.ts";
import { HEADS, type Head } from "../model/model.ts";
import { giveBack } from "../progress/memory.ts";
import type { Labels } from "../window/labels.ts";
import type { Judgements } from "./judged.ts";

const SCORE_BINS = 20;
/** Kinds of change that are told apart; what comes on top is counted as one. */
const MOST_CHANGES = 4000;
const EXAMPLES = 2;
const LONGEST_EXAMPLE = 300;
/** Events that are kept whole: of changes, and at even distances. */
const SPECIMENS = { changed: 400, even: 200 };
const LONGEST_SPECIMEN = 4000;

/** Events of one template whose label changes alike. */
interface Change {
  kind: string;
  template: string;
  from: string;
  to: string;
  events: number;
  examples: { line: string; before: string[]; after: string[]; scores: [before: number, after: number] }[];
}

/** A record at which hashed features can be looked up. */
export interface Specimen {
  record: string;
  /** Event time, seconds since the epoch. */
  time: number;
}

export interface Replayed {
  events: number;
  /** Events by kind, then by label, under each model. */
  labels: {
    incumbent: Record<string, Record<string, number>>;
    candidate: Record<string, Record<string, number>>;
  };
  /** Counts in {@link SCORE_BINS} bins of each head. */
  scores: Record<Head, { incumbent: Float64Array; candidate: Float64Array }>;
  /** Likewise, of events of which nobody and no rule says anything. */
  unexplained: Record<Head, { incumbent: Float64Array; candidate: Float64Array }>;
  changes: Change[];
  changed: number;
  /** Some of the events: the first of each change, and some at even distances. */
  specimens: Specimen[];
}

function histograms(): Record<Head, { incumbent: Float64Array; candidate: Float64Array }> {
  return Object.fromEntries(
    HEADS.map((head) => [
      head,
      { incumbent: new Float64Array(SCORE_BINS), candidate: new Float64Array(SCORE_BINS) },
    ]),
  ) as Record<Head, { incumbent: Float64Array; candidate: Float64Array }>;
}

function scoreBin(score: number): number {
  return Math.min(SCORE_BINS - 1, Math.max(0, Math.floor(score * SCORE_BINS)));
}

export interface ReplayInput {
  db: pg.Pool;
  incumbent: WebAssembly.Module;
  candidate: WebAssembly.Module;
  from: Date;
  to: Date;
  /** What is known of an event, and whether it is held out, so that the models are judged on it. */
  known: (
    id: string,
    before: SmartlogEvent,
    seconds: number,
    after: SmartlogEvent,
  ) => { labels: Labels; isJudged: boolean } | undefined;
  judgements: Judgements;
  /** About how many events there are. */
  expected: number;
  onProgress: (done: number) => void;
}

/** Batches after which memory is given back. */
const TIDY_BATCHES = 20;

/** Replays stored events through an instance of each model. */
export async function replayWindow(input: ReplayInput): Promise<Replayed> {
  const incumbent = Filter.load(input.incumbent);
  const candidate = Filter.load(input.candidate);
  const { kinds } = incumbent.schema;
  const out: Replayed = {
    events: 0,
    labels: { incumbent: {}, candidate: {} },
    scores: histograms(),
    unexplained: histograms(),
    changes: [],
    changed: 0,
    specimens: [],
  };
  const distance = Math.max(1, Math.floor(input.expected / SPECIMENS.even));
  let specimensOfChanges = 0;
  const changes = new Map<string, Change>();
  const keep = (specimen: Specimen) => {
    if (specimen.record.length <= LONGEST_SPECIMEN) out.specimens.push(specimen);
  };
  let batches = 0;
  for await (const batch of readEvents(input.db, input.from, input.to)) {
    for (const { id, time, record } of batch) {
      const at = shipperTime(time);
      const before = incumbent.event(record, at);
      const after = candidate.event(record, at);
      if (!before || !after || before.error || after.error) continue;
      out.events++;
      count(out.labels.incumbent, before);
      count(out.labels.candidate, after);
      const known = input.known(id, before, time, after);
      for (const head of HEADS) {
        add(out.scores[head], before[head], after[head]);
        if (!known) add(out.unexplained[head], before[head], after[head]);
      }
      if (known?.isJudged)
        input.judgements.add(
          "site",
          kinds.indexOf(before.kind),
          Number.parseInt(before.tpl, 16),
          known.labels,
          before,
          after,
        );
      if (before.label !== after.label) {
        out.changed++;
        const isFirst = noteChange(changes, before, after, record);
        if (isFirst && specimensOfChanges++ < SPECIMENS.changed) keep({ record, time });
      } else if (out.events % distance === 0) keep({ record, time });
    }
    input.onProgress(out.events);
    if (++batches % TIDY_BATCHES === 0) giveBack();
  }
  out.changes = [...changes.values()].sort((a, b) => b.events - a.events);
  return out;
}

function add(histogram: { incumbent: Float64Array; candidate: Float64Array }, before: number, after: number) {
  const [a, b] = [scoreBin(before), scoreBin(after)];
  histogram.incumbent[a] = (histogram.incumbent[a] as number) + 1;
  histogram.candidate[b] = (histogram.candidate[b] as number) + 1;
}

function count(labels: Record<string, Record<string, number>>, { kind, label }: SmartlogEvent): void {
  labels[kind] ??= {};
  const of = labels[kind];
  of[label] = (of[label] ?? 0) + 1;
}

function noteChange(
  changes: Map<string, Change>,
  before: SmartlogEvent,
  after: SmartlogEvent,
  record: string,
): boolean {
  const template = changes.size < MOST_CHANGES ? before.tpl : "(other)";
  const key = `${before.kind} ${template} ${before.label} ${after.label}`;
  let change = changes.get(key);
  if (!change) {
    change = { kind: before.kind, template, from: before.label, to: after.label, events: 0, examples: [] };
    changes.set(key, change);
  }
  change.events++;
  if (change.examples.length < EXAMPLES)
    change.examples.push({
      line: lineOf(record).slice(0, LONGEST_EXAMPLE),
      before: before.why,
      after: after.why,
      scores: [before.score, after.score],
    });
  return change.events === 1;
}

/** Judges both models on a part of the corpora that neither learnt from. */
export function replayAnchor(
  modules: { incumbent: WebAssembly.Module; candidate: WebAssembly.Module },
  lines: number,
  seed: number,
  judgements: Judgements,
  onLine: (done: number) => void,
): void {
  let done = 0;
  for (const [, part] of anchorParts(lines, seed)) {
    const incumbent = Filter.load(modules.incumbent);
    const candidate = Filter.load(modules.candidate);
    const { kinds } = incumbent.schema;
    for (const { line, record, time } of part) {
      onLine(++done);
      const before = incumbent.event(record, time);
      const after = candidate.event(record, time);
      if (!before || !after) continue;
      const { threat, bot, anomaly } = line;
      judgements.add(
        "anchor",
        kinds.indexOf(before.kind),
        Number.parseInt(before.tpl, 16),
        {
          ...(threat === undefined ? {} : { threat }),
          ...(bot === undefined ? {} : { bot }),
          ...(anomaly === undefined ? {} : { anomaly }),
        },
        before,
        after,
      );
    }
  }
}
