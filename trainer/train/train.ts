/** Makes a candidate from a window of stored events, and judges it: everything between the store and publishing. */
import type pg from "pg";
import { runnable } from "../../host/compiled.ts";
import type { Kind } from "../../host/event.ts";
import { Random } from "../../simulate/lib/random.ts";
import { type WindowFacts, windowFacts } from "../../store/window.ts";
import { addAnchor } from "../examples/rehearsal.ts";
import { Rows } from "../examples/rows.ts";
import { addOld, addSite, consensusOf, rulesOfOld } from "../examples/site.ts";
import { flyCanaries } from "../judge/canaries.ts";
import { type Candidate, metricsOf } from "../judge/candidate.ts";
import { compare } from "../judge/compare.ts";
import { driftOf, perMille, referenceHistogram } from "../judge/feature-drift.ts";
import { decide } from "../judge/gate.ts";
import { Judgements } from "../judge/judged.ts";
import { replayAnchor, replayWindow } from "../judge/replay.ts";
import { learnOn, type Ordinary } from "../learn/fine-tune.ts";
import { type Decoded, decodeModule } from "../model/decode.ts";
import { HEADS, type Head, type Learnt } from "../model/model.ts";
import { readSettings } from "../model/settings.ts";
import { peakRss } from "../progress/memory.ts";
import { Stages } from "../progress/stages.ts";
import { writeReport } from "../report/training.ts";
import {
  type Correction,
  corrections,
  judgeReviewers,
  readSayings,
  type Saying,
} from "../window/annotations.ts";
import type { Labels } from "../window/labels.ts";
import { isHeldOut, isJudged, keyOf, readWindow, type WindowRead } from "../window/read.ts";
import { buildCandidate, nextId } from "./candidate.ts";
import { TrainError } from "./error.ts";
import type { TrainOptions, TrainResult } from "./types.ts";

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
  const inService = new WebAssembly.Module(Uint8Array.from(runnable(module)));

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
  const reviewers = judgeReviewers(sayings, new Map([...rulesOfOld(inService, old), ...read.ruled]));
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
  const { blob, module: made } = buildCandidate(incumbent, learnt, read.templates, module, id, meta);

  const compiled = new WebAssembly.Module(Uint8Array.from(runnable(made)));
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

function isRight(labels: Labels, scores: Record<Head, number>, thresholds: Record<Head, number>): boolean {
  return HEADS.every(
    (head) => labels[head] === undefined || scores[head] >= thresholds[head] === (labels[head] === 1),
  );
}
