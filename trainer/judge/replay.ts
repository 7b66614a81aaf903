/** The same events through both models, in order: which labels change, how scores are spread, and which model is right. */
import type { Pool } from "pg";
import type { SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { collectGarbage } from "../../host/memory.ts";
import { shipperTime } from "../../host/time.ts";
import { readEvents } from "../../store/window.ts";
import { rehearsalParts } from "../examples/rehearsal.ts";
import type { Head } from "../model/model.ts";
import type { Labels } from "../window/labels.ts";
import { looksOf } from "../window/looks.ts";
import type { JudgedSet, Judgements } from "./judged.ts";
import { type LabelChange, LabelChanges } from "./label-changes.ts";
import { countScores, emptyHistograms, type ScoreHistograms } from "./score-histograms.ts";
import {
  countUnexplained,
  type Directions,
  nothingUnexplained,
  SHIFTING,
  type Unexplained,
} from "./shift.ts";

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
  /** Events of which no person and no rule says anything. */
  unexplained: Record<Head, Unexplained>;
  changes: LabelChange[];
  /** Events whose label changes. */
  changed: number;
  specimens: Specimen[];
}

/** Labels of an event, empty where they only explain a change, and whether both models are judged on them. */
interface Labelled {
  labels: Labels;
  isJudged: boolean;
}

/** Of an event nothing is known, but how its scores may move. */
export interface Unknown {
  /** In which directions corrections of events that look alike let them move. */
  directions: Directions;
  /** Whether the source attacks by rules. */
  isSuspect: boolean;
}

/** What is known of an event that both models have scored. */
export type Known = Labelled | Unknown;

export interface ReplayInput {
  db: Pool;
  incumbent: WebAssembly.Module;
  candidate: WebAssembly.Module;
  from: Date;
  to: Date;
  known: (id: string, before: SmartlogEvent, seconds: number, after: SmartlogEvent) => Known;
  /** Scores from which on each head says yes. */
  thresholds: Readonly<Record<Head, number>>;
  judgements: Judgements;
  /** Told of each event that both models have scored. */
  observe: (before: SmartlogEvent, after: SmartlogEvent, seconds: number) => void;
  /** How many events there are, about. */
  expected: number;
  onProgress: (done: number) => void;
}

/** Replays stored events through an instance of each model. */
export async function replayWindow(input: ReplayInput): Promise<Replayed> {
  const models = new ModelPair(input.incumbent, input.candidate);
  const pass = new Pass(input.expected, input.thresholds);
  let batches = 0;
  for await (const batch of readEvents(input.db, input.from, input.to)) {
    for (const { id, time, record } of batch) {
      const scored = models.score(record, shipperTime(time));
      if (!scored || scored.before.error || scored.after.error) continue;
      const { before, after } = scored;
      input.observe(before, after, time);
      const known = input.known(id, before, time, after);
      pass.add(scored, { record, time }, "directions" in known ? known : undefined);
      if ("labels" in known && known.isJudged) models.judge(input.judgements, "site", known.labels, scored);
    }
    input.onProgress(pass.events);
    if (++batches % BATCHES_PER_COLLECTION === 0) collectGarbage();
  }
  return pass.done();
}

export interface CorpusInput {
  incumbent: WebAssembly.Module;
  candidate: WebAssembly.Module;
  /** What the candidate is held against in kinds that the site has not. */
  standard: WebAssembly.Module;
  /** Kinds of the site. */
  kinds: ReadonlySet<string>;
  lines: number;
  /** No set that was learnt from is made from it. */
  seed: number;
  judgements: Judgements;
  onLine: (done: number) => void;
}

/** Judges both models on lines of the corpora that neither learnt from. */
export function replayCorpus(input: CorpusInput): void {
  let done = 0;
  for (const [, part] of rehearsalParts(input.lines, input.seed)) {
    const models = new ModelPair(input.incumbent, input.candidate);
    const standard = input.standard === input.incumbent ? undefined : Filter.load(input.standard);
    for (const { line, record, time } of part) {
      input.onLine(++done);
      const scored = models.score(record, time);
      const byStandard = standard ? standard.event(record, time) : scored?.before;
      if (!scored || !byStandard) continue;
      const isHere = input.kinds.has(scored.before.kind);
      const against = isHere ? scored : { ...scored, before: byStandard };
      models.judge(input.judgements, isHere ? "corpus" : "elsewhere", line, against);
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
    judgements.add(set, this.#kinds.indexOf(before.kind), looksOf(before).form, labels, before, after);
  }
}

/** Counts of a replay. */
class Pass {
  events = 0;
  readonly #labels: Replayed["labels"] = { incumbent: {}, candidate: {} };
  readonly #scores = emptyHistograms();
  readonly #unexplained = {
    threat: nothingUnexplained(),
    bot: nothingUnexplained(),
    anomaly: nothingUnexplained(),
  };
  readonly #changes = new LabelChanges();
  readonly #specimens: Specimen[] = [];
  /** Unchanged events from one specimen to the next. */
  readonly #distance: number;
  readonly #thresholds: ReplayInput["thresholds"];
  #changed = 0;
  #changedSpecimens = 0;

  constructor(expected: number, thresholds: ReplayInput["thresholds"]) {
    this.#thresholds = thresholds;
    this.#distance = Math.max(1, Math.floor(expected / SPECIMENS.even));
  }

  add({ before, after }: Scored, specimen: Specimen, unexplained: Unknown | undefined): void {
    this.events++;
    countLabel(this.#labels.incumbent, before);
    countLabel(this.#labels.candidate, after);
    countScores(this.#scores, before, after);
    if (unexplained) this.#countUnexplained(before, after, unexplained);
    if (before.label !== after.label) {
      this.#changed++;
      const isFirst = this.#changes.add(before, after, specimen.record);
      if (isFirst && this.#changedSpecimens++ < SPECIMENS.changed) this.#keep(specimen);
    } else if (this.events % this.#distance === 0) this.#keep(specimen);
  }

  #countUnexplained(before: SmartlogEvent, after: SmartlogEvent, { directions, isSuspect }: Unknown): void {
    for (const head of SHIFTING)
      countUnexplained(
        this.#unexplained[head],
        { before: before[head], after: after[head], direction: directions[head] ?? 0, isSuspect },
        this.#thresholds[head],
      );
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
