/** The same events through both models, in order: which labels change, how scores are spread, and which model is right. */
import type { Pool } from "pg";
import type { SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { collectGarbage } from "../../host/memory.ts";
import { shipperTime } from "../../host/time.ts";
import { readEvents } from "../../store/window.ts";
import { rehearsalParts } from "../examples/rehearsal.ts";
import type { Labels } from "../window/labels.ts";
import type { JudgedSet, Judgements } from "./judged.ts";
import { type LabelChange, LabelChanges } from "./label-changes.ts";
import { countScores, emptyHistograms, type ScoreHistograms } from "./score-histograms.ts";

/** Events that are kept whole: first ones of label changes, and others at even distances. */
const SPECIMENS = { changed: 400, even: 200 };
const SPECIMEN_CHARACTERS = 4000;
/** Batches after which garbage is collected. */
const BATCHES_PER_COLLECTION = 20;

/** A record at which hashed features can be looked up. */
export interface Specimen {
  record: string;
  /** Event time, seconds since the epoch. */
  time: number;
}

/** Events by kind, then by label. */
export type LabelCounts = Record<string, Record<string, number>>;

export interface Replayed {
  events: number;
  labels: { incumbent: LabelCounts; candidate: LabelCounts };
  scores: ScoreHistograms;
  /** Scores of events that no person and no labelling function explains. */
  unexplained: ScoreHistograms;
  changes: LabelChange[];
  /** Events whose label changes. */
  changed: number;
  specimens: Specimen[];
}

/** Labels of an event, empty where they only explain a change, and whether both models are judged on them. */
export interface KnownLabels {
  labels: Labels;
  isJudged: boolean;
}

export interface ReplayInput {
  db: Pool;
  incumbent: WebAssembly.Module;
  candidate: WebAssembly.Module;
  from: Date;
  to: Date;
  /** Labels of an event, which both models have scored; undefined where nothing explains a change of its scores. */
  known: (
    id: string,
    before: SmartlogEvent,
    seconds: number,
    after: SmartlogEvent,
  ) => KnownLabels | undefined;
  judgements: Judgements;
  /** How many events there are, about. */
  expected: number;
  onProgress: (done: number) => void;
}

/** Replays stored events through an instance of each model. */
export async function replayWindow(input: ReplayInput): Promise<Replayed> {
  const models = new ModelPair(input.incumbent, input.candidate);
  const pass = new Pass(input.expected);
  let batches = 0;
  for await (const batch of readEvents(input.db, input.from, input.to)) {
    for (const { id, time, record } of batch) {
      const scored = models.score(record, shipperTime(time));
      if (!scored || scored.before.error || scored.after.error) continue;
      const { before, after } = scored;
      const known = input.known(id, before, time, after);
      pass.add(scored, { record, time }, known !== undefined);
      if (known?.isJudged) models.judge(input.judgements, "site", known.labels, scored);
    }
    input.onProgress(pass.events);
    if (++batches % BATCHES_PER_COLLECTION === 0) collectGarbage();
  }
  return pass.done();
}

/**
 * Judges both models on lines of the corpora that neither learnt from.
 *
 * @param seed no set that was learnt from is made from it
 */
export function replayCorpus(
  modules: { incumbent: WebAssembly.Module; candidate: WebAssembly.Module },
  lines: number,
  seed: number,
  judgements: Judgements,
  onLine: (done: number) => void,
): void {
  let done = 0;
  for (const [, part] of rehearsalParts(lines, seed)) {
    const models = new ModelPair(modules.incumbent, modules.candidate);
    for (const { line, record, time } of part) {
      onLine(++done);
      const scored = models.score(record, time);
      if (scored) models.judge(judgements, "corpus", line, scored);
    }
  }
}

/** Events that both models make of one record. */
interface Scored {
  before: SmartlogEvent;
  after: SmartlogEvent;
}

/** An instance of each model, for one stream. */
class ModelPair {
  readonly #incumbent: Filter;
  readonly #candidate: Filter;
  readonly #kinds: readonly string[];

  constructor(incumbent: WebAssembly.Module, candidate: WebAssembly.Module) {
    this.#incumbent = Filter.load(incumbent);
    this.#candidate = Filter.load(candidate);
    this.#kinds = this.#incumbent.schema.kinds;
  }

  /** Undefined where a filter had no memory for the record. */
  score(record: string, time: ReturnType<typeof shipperTime>): Scored | undefined {
    const before = this.#incumbent.event(record, time);
    const after = this.#candidate.event(record, time);
    return before && after ? { before, after } : undefined;
  }

  judge(judgements: Judgements, set: JudgedSet, labels: Labels, { before, after }: Scored): void {
    const template = Number.parseInt(before.tpl, 16);
    judgements.add(set, this.#kinds.indexOf(before.kind), template, labels, before, after);
  }
}

/** Counts of a replay. */
class Pass {
  events = 0;
  readonly #labels: Replayed["labels"] = { incumbent: {}, candidate: {} };
  readonly #scores = emptyHistograms();
  readonly #unexplained = emptyHistograms();
  readonly #changes = new LabelChanges();
  readonly #specimens: Specimen[] = [];
  /** Unchanged events from one specimen to the next. */
  readonly #distance: number;
  #changed = 0;
  #changedSpecimens = 0;

  constructor(expected: number) {
    this.#distance = Math.max(1, Math.floor(expected / SPECIMENS.even));
  }

  add({ before, after }: Scored, specimen: Specimen, isExplained: boolean): void {
    this.events++;
    countLabel(this.#labels.incumbent, before);
    countLabel(this.#labels.candidate, after);
    countScores(this.#scores, before, after);
    if (!isExplained) countScores(this.#unexplained, before, after);
    if (before.label !== after.label) {
      this.#changed++;
      const isFirst = this.#changes.add(before, after, specimen.record);
      if (isFirst && this.#changedSpecimens++ < SPECIMENS.changed) this.#keep(specimen);
    } else if (this.events % this.#distance === 0) this.#keep(specimen);
  }

  #keep(specimen: Specimen): void {
    if (specimen.record.length <= SPECIMEN_CHARACTERS) this.#specimens.push(specimen);
  }

  done(): Replayed {
    return {
      events: this.events,
      labels: this.#labels,
      scores: this.#scores,
      unexplained: this.#unexplained,
      changes: this.#changes.sorted(),
      changed: this.#changed,
      specimens: this.#specimens,
    };
  }
}

function countLabel(counts: LabelCounts, { kind, label }: SmartlogEvent): void {
  counts[kind] ??= {};
  const ofKind = counts[kind];
  ofKind[label] = (ofKind[label] ?? 0) + 1;
}
