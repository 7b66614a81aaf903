/** From a window of stored events to a judged candidate: the stages of training, in their order. */
import type { Kind } from "../../host/event.ts";
import { peakRss } from "../../host/memory.ts";
import type { AlarmsFound } from "../judge/alarms-found.ts";
import { type Candidate, metricsOf } from "../judge/candidate.ts";
import { perMille, psiOfFeatures } from "../judge/feature-drift.ts";
import { type Decision, decide } from "../judge/gate.ts";
import type { Head } from "../model/model.ts";
import { sessionsIn } from "../model/sessions.ts";
import { readSettings } from "../model/settings.ts";
import { writeReport } from "../report/training.ts";
import { findAlarms, settle } from "./alarms.ts";
import { buildCandidate, type Made } from "./candidate.ts";
import { gather, type Site } from "./gather.ts";
import { type Judging, judge } from "./judge.ts";
import { type Learning, learn } from "./learn.ts";
import { choosePlaces, type Places, samePlaces, templatesNow } from "./places.ts";
import { beginRun, decoded, type Run } from "./run.ts";
import { type LearntSessions, learnSessions, sameSessions } from "./sessions.ts";
import { stepBack } from "./step-back.ts";
import type { TrainOptions, TrainResult } from "./types.ts";

/**
 * Reads the window's events, learns on from the module in service, and judges the candidate against that module. Nothing
 * is written anywhere.
 *
 * @throws TrainError where no candidate can be made
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  const run = beginRun(options);
  const site = await gather(run);
  const { thresholds } = readSettings(options.module);
  const places = placesOf(run, site);
  const sessions = sessionsOf(run, site, places);
  const taken: Taken = { ...learn(run, site, thresholds), places, sessions };
  const first = await judged(run, site, taken, thresholds);
  const less = lessOf(run, taken, first.decision.tooFar);
  const results = less ? await judged(run, site, less, thresholds) : first;
  const alarms = await findAlarms(run, site, results.judging.alarms, thresholds.anomaly);
  return conclude({ ...results, made: settle(results.made, alarms) }, alarms);
}

function placesOf({ incumbent, options: { module }, stages }: Run, { read, corrected }: Site): Places {
  stages.begin("find what varies");
  return choosePlaces({ incumbent, module, found: read.places, shown: read.shown.take(), corrected });
}

function sessionsOf(
  { incumbent, options: { module } }: Run,
  site: Site,
  { templates }: Places,
): LearntSessions {
  const { read, corrected } = site;
  const before = sessionsIn(incumbent.sections);
  return learnSessions({ seen: read.sessions.take(), before, module, corrected, templates });
}

/** All that a candidate is made of. */
interface Taken extends Learning {
  places: Places;
  sessions: LearntSessions;
}

/** What is taken where the gate refuses some heads; undefined where less is not to be had. */
function lessOf(run: Run, taken: Taken, tooFar: readonly Head[]): Taken | undefined {
  const { places, sessions } = taken;
  const smaller = stepBack(run.incumbent.learnt, taken, tooFar);
  // Where more templates are one, more lines are known; where sessions are judged, more are found.
  const isMore = places.added.length > 0 || sessions.classes.some(({ isJudged }) => isJudged);
  const goesBack = tooFar.includes("anomaly") && isMore;
  if (!smaller && !goesBack) return undefined;
  return {
    ...taken,
    ...smaller,
    ...(goesBack ? { places: samePlaces(run), sessions: sameSessions(run) } : {}),
  };
}

/** Builds the candidate, judges it and decides. */
async function judged(
  run: Run,
  site: Site,
  learning: Taken,
  thresholds: Readonly<Record<Head, number>>,
): Promise<Results> {
  const made = build(run, site, learning);
  const judging = await judge(run, site, made.module, learning.likeness, thresholds);
  const decision = decide({
    ...judging,
    annotators: site.annotators,
    window: {
      events: site.read.events,
      heaviest: site.read.sources.heaviest(),
      attackShare: site.read.attacks / site.read.events,
      attackShareBefore: site.attackShareBefore,
    },
  });
  return { run, site, learning, made, judging, decision, thresholds };
}

function build(
  { incumbent, options, seed }: Run,
  { id, facts, read }: Site,
  { learnt, steps, places, sessions }: Taken,
): Made {
  const meta = {
    id,
    parent: incumbent.id,
    seed,
    from: facts.from.toISOString(),
    to: facts.to.toISOString(),
    events: read.events,
    steps: Object.fromEntries(steps.map(({ head, share }) => [head, share])),
    histogram: perMille(incumbent, read.histogram),
  };
  return buildCandidate(incumbent, options.module, {
    id,
    meta,
    learnt,
    templates: templatesNow(read.templates, places),
    places: places.all,
    sessions: sessions.within,
  });
}

interface Results {
  run: Run;
  site: Site;
  learning: Taken;
  made: Made;
  judging: Judging;
  decision: Decision;
  /** Scores from which on each head says yes. */
  thresholds: Readonly<Record<Head, number>>;
}

/** Writes the report. */
function conclude(results: Results, alarms: AlarmsFound): TrainResult {
  const { run, site, learning, judging, decision, thresholds } = results;
  const candidate = candidateOf(results, alarms);
  const { places, sessions } = learning;
  const stages = run.stages.done();
  const { report, charts } = writeReport({
    ...judging,
    candidate,
    decision,
    steps: learning.steps,
    alarms,
    thresholds,
    stages,
    annotators: site.annotators,
    ordinary: learning.ordinary,
    places,
    sessions: sessions.classes,
    psiSince: learning.reference.since,
    before: run.incumbent.learnt,
    after: decoded(candidate.module).learnt,
    schema: run.incumbent.schema,
    peakRssMb: peakRss(),
  });
  const { steps } = learning;
  const { annotators } = site;
  const { templates } = places;
  const { promise } = alarms.incumbent;
  return {
    candidate,
    decision,
    steps,
    templates,
    report,
    charts,
    stages,
    peakRssMb: peakRss(),
    annotators,
    ...(promise ? { promise } : {}),
  };
}

function candidateOf(
  { run, site, learning, made, judging, thresholds }: Results,
  { alarmsADay, candidate }: AlarmsFound,
): Candidate {
  const { facts, read } = site;
  return {
    id: site.id,
    parent: run.incumbent.id,
    ...made,
    windowFrom: facts.from,
    windowTo: facts.to,
    counts: facts.kinds as Partial<Record<Kind, number>>,
    metrics: {
      ...metricsOf(judging.judgements, thresholds),
      psi: psiOfFeatures(run.incumbent, learning.reference.histogram, read.histogram),
      alarms: { wanted: alarmsADay ?? null, ...candidate },
    },
  };
}
