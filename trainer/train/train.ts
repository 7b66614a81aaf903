/** Makes a candidate from a window of stored events, and judges it: everything between the store and publishing. */
import type pg from "pg";
import type { Kind } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { Random } from "../../simulate/random.ts";
import { measure as measureScores } from "../evaluate/metrics.ts";
import { flyCanaries } from "../judge/canaries.ts";
import { compare } from "../judge/compare.ts";
import { stabilityIndex } from "../judge/drift.ts";
import { decide } from "../judge/gate.ts";
import { Judgements } from "../judge/judged.ts";
import { replayAnchor, replayWindow } from "../judge/replay.ts";
import { shipperTime, verdictOf } from "../judge/verdict.ts";
import { checkModel } from "../model/check.ts";
import { type Decoded, decodeModule } from "../model/decode.ts";
import { embedModel } from "../model/embed.ts";
import { BLOB_MAX_BYTES, blobOf, learntSections } from "../model/encode.ts";
import { DISTANCES, HEADS, type Head, type Learnt } from "../model/model.ts";
import { readSettings } from "../model/settings.ts";
import { writeReport } from "../report/report.ts";
import { addAnchor } from "./anchor.ts";
import { type WindowFacts, windowFacts } from "./events.ts";
import { type Correction, corrections, judgeReviewers, readSayings, type Saying } from "./feedback.ts";
import { learnOn, type Ordinary } from "./fit.ts";
import type { Labels } from "./labels.ts";
import { peakRss } from "./memory.ts";
import { Rows } from "./rows.ts";
import { RuleBook } from "./rules.ts";
import { Stages } from "./stages.ts";
import {
  type Candidate,
  type CandidateMetrics,
  type HeadMetrics,
  TrainError,
  type TrainOptions,
  type TrainResult,
} from "./types.ts";
import { type EventFacts, isHeldOut, isJudged, keyOf, readWindow, type WindowRead } from "./window.ts";

/** Examples of the site, lines of the corpora to learn from, and lines of them to judge on. */
const SIZES = { rows: 30_000, anchor: 48_000, judged: 24_000 };
/** Share of the window's events, the last, that is judged on and not learnt from. */
const HELD_OUT_SHARE = 0.2;
/** Share of the examples that learning stops and is checked on. */
const VALIDATION_SHARE = 0.15;
const LEAST_EVENTS = 1000;
const WEEK_MS = 7 * 86_400_000;
/** Events of the weeks before below which they are no measure. */
const LEAST_BEFORE = 1000;
/** Templates that a model knows from the start, and how often one has to have been seen. */
const TEMPLATES = { most: 2000, least: 5 };
/** Room in the blob that is left alone. */
const SPARE_BYTES = 512;
/** What a consensus is worth against a rule. */
const CONSENSUS_WEIGHT = 0.5;
/**
 * Examples of one source and label that count in full: what all requests of one client have in common, its user agent
 * above all, is otherwise learnt as if it were what makes them hostile.
 */
const MOST_OF_SOURCE = 4;
const DEFAULT_SEED = 1;

/**
 * Reads the window's events, learns on from the module in service, and judges what came of it against that module.
 * Nothing is written anywhere.
 *
 * @throws TrainError where no candidate can be made
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  const { db, from, to, module } = options;
  const stages = new Stages(options.onProgress);
  const rng = new Random(options.seed ?? DEFAULT_SEED);
  const effort = options.effort ?? 1;
  if (!(from.getTime() < to.getTime()))
    throw new TrainError(
      "empty-window",
      `the window from ${from.toISOString()} to ${to.toISOString()} is empty`,
      "Give a start before the end.",
    );
  const incumbent = decoded(module);
  // Compiled once: there are dozens of instances of each.
  const inService = new WebAssembly.Module(Uint8Array.from(module));

  stages.begin("count events");
  const facts = await windowFacts(db, from, to, options.maxEvents, HELD_OUT_SHARE);
  if (facts.events < LEAST_EVENTS)
    throw new TrainError(
      "too-few-events",
      `the window from ${from.toISOString()} to ${to.toISOString()} has ${facts.events} events; ${LEAST_EVENTS} are the least`,
      "Choose a longer window, or wait until more events are stored.",
    );
  const sayings = await readSayings(db);
  const id = await nextId(db, options.now ?? new Date());
  const attackShareBefore = await sharesBefore(db, facts);

  stages.begin("read events", facts.events);
  const read = await readWindow({
    db,
    module: inService,
    facts,
    to,
    corrected: new Set(sayings.map((saying) => saying.id)),
    rows: Math.round(SIZES.rows * effort),
    rng: rng.fork("sample"),
    onProgress: (done) => stages.progress(done),
  });
  const old = sayings.filter((saying) => !read.met.has(saying.id));
  const rulesOfOld = new Map<string, Labels>();
  ruleOld(inService, old, rulesOfOld);
  const reviewers = judgeReviewers(sayings, new Map([...rulesOfOld, ...read.ruled]));
  const corrected = new Map(corrections(sayings, reviewers).map((correction) => [correction.id, correction]));

  const { learnt, ordinary, reference } = learnFrom(
    incumbent,
    inService,
    read,
    old,
    corrected,
    effort,
    rng,
    stages,
  );

  const meta = {
    id,
    parent: incumbent.id,
    seed: options.seed ?? DEFAULT_SEED,
    from: facts.from.toISOString(),
    to: facts.to.toISOString(),
    events: read.events,
    histogram: perMille(incumbent, read.histogram),
  };
  const { blob, module: made } = build(incumbent, learnt, read, module, id, meta);

  const compiled = new WebAssembly.Module(Uint8Array.from(made));
  stages.begin("judge on the corpus", Math.round(SIZES.judged * effort));
  const judgements = new Judgements(rng.fork("judgements"));
  replayAnchor(
    { incumbent: inService, candidate: compiled },
    Math.round(SIZES.judged * effort),
    rng.fork("judged anchor").uint32(),
    judgements,
    (done) => stages.progress(done),
  );

  const replayFrom = new Date(
    Math.max(facts.from.getTime(), Math.min(facts.to.getTime() - WEEK_MS, facts.heldOutFrom.getTime())),
  );
  stages.begin("replay events", facts.events);
  const correctedTemplates = new Set(
    sayings.filter(({ id, tpl }) => tpl && (corrected.get(id)?.trust ?? 0) > 0).map(({ tpl }) => tpl),
  );
  const asked = { events: 0, incumbentRight: 0, candidateRight: 0 };
  const { thresholds } = readSettings(module);
  const { kinds } = incumbent.schema;
  const replayed = await replayWindow({
    db,
    incumbent: inService,
    candidate: compiled,
    from: replayFrom,
    to,
    judgements,
    expected: facts.events,
    known: (eventId, event, seconds, after) => {
      const correction = corrected.get(eventId);
      if (correction && correction.trust > 0) {
        asked.events++;
        if (isRight(correction.labels, event, thresholds)) asked.incumbentRight++;
        if (isRight(correction.labels, after, thresholds)) asked.candidateRight++;
      }
      if (!isHeldOut(seconds, facts)) return { labels: {}, isJudged: false };
      const judged = isJudged(eventId, seconds, correction !== undefined, facts);
      const labels =
        (correction && correction.trust > 0 ? correction.labels : undefined) ??
        read.known.get(keyOf(eventId)) ??
        consensusOf(read, Number.parseInt(event.tpl, 16), kinds.indexOf(event.kind));
      if (labels) return { labels, isJudged: judged };
      // What people correct of a template is meant to change the others of it.
      return correctedTemplates.has(event.tpl) ? { labels: {}, isJudged: false } : undefined;
    },
    onProgress: (done) => stages.progress(done),
  });

  stages.begin("decide and report");
  const differences = compare(judgements, kinds, thresholds, rng.fork("bootstrap"));
  const canaries = flyCanaries(inService, compiled);
  const decision = decide({
    differences,
    replayed,
    canaries,
    window: {
      events: read.events,
      heaviest: read.sources.heaviest(),
      attackShare: read.attacks / read.events,
      attackShareBefore,
    },
    reviewers,
    corrections: asked,
  });
  const psi = driftOf(incumbent, reference.histogram, read.histogram);
  const candidate: Candidate = {
    id,
    parent: incumbent.id,
    blob,
    module: made,
    windowFrom: facts.from,
    windowTo: facts.to,
    counts: facts.kinds as Partial<Record<Kind, number>>,
    metrics: { ...metricsOf(judgements, thresholds), psi },
  };
  const { report, charts } = writeReport({
    candidate,
    decision,
    differences,
    replayed,
    canaries,
    reviewers,
    judgements,
    thresholds,
    ordinary,
    psiSince: reference.since,
    before: incumbent.learnt,
    after: decoded(made).learnt,
    schema: incumbent.schema,
    stages: stages.done(),
    peakRssMb: peakRss(),
  });
  return { candidate, decision, report, charts, stages: stages.done(), peakRssMb: peakRss() };
}

/** Gathers the examples and learns on from the model in service; what it takes for that is given back. */
function learnFrom(
  incumbent: Decoded,
  inService: WebAssembly.Module,
  read: WindowRead,
  old: readonly Saying[],
  corrected: ReadonlyMap<string, Correction>,
  effort: number,
  rng: Random,
  stages: Stages,
): { learnt: Learnt; ordinary: Ordinary; reference: ReturnType<typeof referenceHistogram> } {
  stages.begin("read the corpus", Math.round(SIZES.anchor * effort));
  const rows = new Rows(
    incumbent.schema.dense.length,
    read.sample.size + old.length + Math.round(SIZES.anchor * effort) + 100,
  );
  addSite(rows, read, corrected);
  // Nothing needs it any more, and learning needs the room.
  read.sample.clear();
  addOld(rows, inService, old, corrected);
  const ofSite = rows.size;
  // Lines to stop learning on are made from another seed: other servers, other clients.
  const ofAnchor = Math.round(SIZES.anchor * effort * (1 - VALIDATION_SHARE));
  addAnchor(inService, ofAnchor, rng.fork("anchor").uint32(), rows, (done) => stages.progress(done));
  const validationFrom = rows.size;
  addAnchor(
    inService,
    Math.round(SIZES.anchor * effort) - ofAnchor,
    rng.fork("validation").uint32(),
    rows,
    (done) => stages.progress(ofAnchor + done),
  );
  const reference = referenceHistogram(incumbent, rows, ofSite);

  stages.begin("learn", 3);
  const isValidation = rng.fork("site validation");
  const train: number[] = [];
  const validation: number[] = [];
  for (let i = 0; i < rows.size; i++) {
    const isHeldBack =
      i >= validationFrom ||
      (i < ofSite && !rows.isFrom(i, "feedback") && isValidation.chance(VALIDATION_SHARE));
    (isHeldBack ? validation : train).push(i);
  }
  return {
    reference,
    ...learnOn(incumbent.learnt, {
      schema: incumbent.schema,
      rows,
      train: Uint32Array.from(train),
      validation: Uint32Array.from(validation),
      rng: rng.fork("learn"),
      onProgress: (done) => stages.progress(done),
    }),
  };
}

function decoded(module: Uint8Array): Decoded {
  try {
    return decodeModule(module);
  } catch (cause) {
    throw new TrainError(
      "module-unusable",
      `the module in service can't be learnt on from: ${(cause as Error).message}`,
      "Put a sound module in its place: smartlog model rollback, or npm run build.",
      { cause },
    );
  }
}

/** Day and number of the next model. */
async function nextId(db: pg.Pool, now: Date): Promise<string> {
  const day = now.toISOString().slice(0, 10);
  const { rows } = await db.query<{ id: string }>("select id from smartlog.models where id like $1", [
    `${day}.%`,
  ]);
  const numbers = rows.map(({ id }) => Number(id.slice(day.length + 1))).filter(Number.isInteger);
  return `${day}.${Math.max(0, ...numbers) + 1}`;
}

/** Share of attacks in the four windows before; undefined where there are too few events. */
async function sharesBefore(db: pg.Pool, { from, to }: WindowFacts): Promise<number | undefined> {
  const before = new Date(from.getTime() - 4 * (to.getTime() - from.getTime()));
  const { rows } = await db.query<{ events: string | null; attacks: string | null }>(
    `select sum(events) as events, sum(events) filter (where label = 'attack') as attacks
     from smartlog.rollup_hour where at >= $1 and at < date_bin('1 hour', $2::timestamptz, 'epoch')`,
    [before, from],
  );
  const events = Number(rows[0]?.events ?? 0);
  return events >= LEAST_BEFORE ? Number(rows[0]?.attacks ?? 0) / events : undefined;
}

/** Labels of an ordinary event, where its template is one that many sources use well; undefined of others. */
function consensusOf(read: WindowRead, template: number, kind: number): Labels | undefined {
  return read.templates.isConsensus(template, kind) ? { threat: 0 } : undefined;
}

/** Adds the site's sample. */
function addSite(rows: Rows, read: WindowRead, corrected: ReadonlyMap<string, Correction>): void {
  let roots = 0;
  const ofSource = new Map<string, number>();
  const keyOfSource = ({ source, labels }: EventFacts) =>
    `${labels.threat}${labels.bot}${labels.anomaly} ${source}`;
  for (const { facts, stands } of read.sample) {
    roots += Math.sqrt(stands);
    const key = keyOfSource(facts);
    ofSource.set(key, (ofSource.get(key) ?? 0) + 1);
  }
  const meanRoot = roots / Math.max(1, read.sample.size);
  for (const { features, facts, stands } of read.sample) {
    const balanced = Math.min(3, Math.max(0.3, Math.sqrt(stands) / meanRoot));
    const correction = corrected.get(facts.id);
    if (correction) {
      rows.add(features, {
        labels: correction.labels,
        from: "feedback",
        weight: correction.trust,
        stands,
        isOrdinary: correction.labels.threat === 0 && correction.labels.anomaly === 0,
      });
      continue;
    }
    const isConsensus = read.templates.isConsensus(facts.template, features.kind);
    const byConsensus: Labels = isConsensus
      ? { threat: 0, ...(facts.isHumanLike ? { bot: 0 as const } : {}) }
      : {};
    const labels = { ...byConsensus, ...facts.labels };
    const from = facts.from === "none" && isConsensus ? "consensus" : facts.from;
    rows.add(features, {
      labels,
      from,
      weight:
        balanced *
        (from === "consensus" ? CONSENSUS_WEIGHT : 1) *
        Math.min(1, MOST_OF_SOURCE / (ofSource.get(keyOfSource(facts)) ?? 1)),
      stands,
      isOrdinary: labels.threat !== 1 && labels.anomaly !== 1 && (!facts.isSuspect || labels.threat === 0),
    });
  }
}

/** What rules say of labelled events that are not in the window any more. */
function ruleOld(module: WebAssembly.Module, sayings: readonly Saying[], into: Map<string, Labels>): void {
  eachOld(module, sayings, (saying, features, event, book) => {
    const ruling = book.rule(
      {
        path: event.path ?? "",
        ua: event.ua ?? "",
        referer: event.ref ?? "",
        status: event.status ?? 0,
        outcome: event.outcome ?? "",
        user: event.user ?? "",
        service: event.service ?? "",
      },
      features,
      event.kind === "web" ? "" : saying.record,
    );
    if (ruling) into.set(saying.id, ruling.labels);
  });
}

function eachOld(
  module: WebAssembly.Module,
  sayings: readonly Saying[],
  each: (
    saying: Saying,
    features: NonNullable<ReturnType<Filter["features"]>>,
    event: ReturnType<typeof verdictOf>,
    book: RuleBook,
  ) => void,
): void {
  if (sayings.length === 0) return;
  const filter = Filter.load(module);
  const scorer = Filter.load(module);
  const book = new RuleBook(filter.schema);
  const seen = new Set<string>();
  for (const saying of [...sayings].sort((a, b) => a.time - b.time)) {
    if (seen.has(saying.id)) continue;
    seen.add(saying.id);
    const time = shipperTime(saying.time);
    const features = filter.features(saying.record, time);
    if (features) each(saying, features, verdictOf(scorer, saying.record, time), book);
  }
}

/** Adds corrections whose events are not in the window, from the copies that were kept of their records. */
function addOld(
  rows: Rows,
  module: WebAssembly.Module,
  sayings: readonly Saying[],
  corrected: ReadonlyMap<string, Correction>,
): void {
  eachOld(module, sayings, (saying, features) => {
    const correction = corrected.get(saying.id);
    if (!correction || rows.size === rows.capacity) return;
    rows.add(features, {
      labels: correction.labels,
      from: "feedback",
      weight: correction.trust,
      stands: 1,
      isOrdinary: correction.labels.threat === 0 && correction.labels.anomaly === 0,
    });
  });
}

interface Histogram {
  [feature: string]: number[];
}

function stageOne({ schema }: Decoded): string[] {
  return schema.dense.slice(0, -DISTANCES.length);
}

/** Shares of each feature's bins in 1/1000. */
function perMille(incumbent: Decoded, counts: readonly Uint32Array[]): Histogram {
  return Object.fromEntries(
    stageOne(incumbent).map((name, d) => {
      const bins = (incumbent.learnt.edges[d]?.length ?? 0) + 1;
      const of = [...(counts[d] as Uint32Array).subarray(0, bins)];
      const total = Math.max(
        1,
        of.reduce((sum, n) => sum + n, 0),
      );
      return [name, of.map((n) => Math.round((n * 1000) / total))];
    }),
  );
}

/** What features were like when the model in service was made; of one that doesn't say, what the corpus is like. */
function referenceHistogram(
  incumbent: Decoded,
  rows: Rows,
  anchorFrom: number,
): { histogram: Histogram; since: "model" | "corpus" } {
  const kept = incumbent.meta.histogram as Histogram | undefined;
  if (kept && typeof kept === "object") return { histogram: kept, since: "model" };
  const counts = incumbent.schema.dense.map(() => new Uint32Array(32));
  for (let i = anchorFrom; i < rows.size; i++)
    counts.forEach((of, d) => {
      const bin = rows.bins[i * rows.denseCount + d] as number;
      of[bin] = (of[bin] as number) + 1;
    });
  return { histogram: perMille(incumbent, counts), since: "corpus" };
}

function driftOf(
  incumbent: Decoded,
  before: Histogram,
  counts: readonly Uint32Array[],
): Record<string, number> {
  const now = perMille(incumbent, counts);
  return Object.fromEntries(
    stageOne(incumbent).flatMap((name) => {
      const was = before[name];
      const is = now[name];
      return was && is && was.length === is.length
        ? [[name, Number(stabilityIndex(was, is).toFixed(4))]]
        : [];
    }),
  );
}

/** The module in service with what was learnt in place of what was; everything else in it stays. */
function build(
  incumbent: Decoded,
  learnt: Learnt,
  read: WindowRead,
  module: Uint8Array,
  id: string,
  meta: Record<string, unknown>,
): { blob: Buffer; module: Buffer } {
  try {
    const sections = new Map(incumbent.sections);
    const put = (known: readonly number[]) => {
      for (const [name, body] of learntSections({ ...learnt, templates: known })) sections.set(name, body);
    };
    sections.set("MDID", Buffer.from(id, "ascii"));
    sections.set("META", Buffer.from(JSON.stringify(meta)));
    put([]);
    const room = BLOB_MAX_BYTES - blobOf(sections, incumbent.schema).length - SPARE_BYTES;
    const most = Math.min(TEMPLATES.most, Math.max(0, Math.floor(room / 4)));
    put(read.templates.frequent(most, TEMPLATES.least));
    const blob = blobOf(sections, incumbent.schema);
    const made = embedModel(module, blob);
    checkModel(made);
    return { blob, module: made };
  } catch (cause) {
    throw new TrainError(
      "candidate-unusable",
      `what was learnt makes no module: ${(cause as Error).message}`,
      "This is a fault in SmartLog: report it with the message above.",
      { cause },
    );
  }
}

function isRight(labels: Labels, scores: Record<Head, number>, thresholds: Record<Head, number>): boolean {
  return HEADS.every(
    (head) => labels[head] === undefined || scores[head] >= thresholds[head] === (labels[head] === 1),
  );
}

function metricsOf(judgements: Judgements, thresholds: Record<Head, number>): Record<Head, HeadMetrics> {
  const scored = new Map(HEADS.map((head) => [head, [] as { score: number; label: 0 | 1 }[]]));
  for (const { head, label, candidate } of judgements) scored.get(head)?.push({ score: candidate, label });
  const figure = (value: number) => (Number.isFinite(value) ? value : null);
  return Object.fromEntries(
    HEADS.map((head) => {
      const { precision, recall, f1, auc } = measureScores(scored.get(head) ?? [], thresholds[head]);
      return [
        head,
        { precision: figure(precision), recall: figure(recall), f1: figure(f1), auc: figure(auc) },
      ];
    }),
  ) as Omit<CandidateMetrics, "psi">;
}
