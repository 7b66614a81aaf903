/** From a window of stored events to a judged candidate: the stages of training, in their order. */
import type { Kind } from "../../host/event.ts";
import { peakRss } from "../../host/memory.ts";
import { type Candidate, metricsOf } from "../judge/candidate.ts";
import { perMille, psiOfFeatures } from "../judge/feature-drift.ts";
import { decide } from "../judge/gate.ts";
import type { Head } from "../model/model.ts";
import { readSettings } from "../model/settings.ts";
import { writeReport } from "../report/training.ts";
import { buildCandidate, type Made } from "./candidate.ts";
import { gather, type Site } from "./gather.ts";
import { type Judging, judge } from "./judge.ts";
import { type Learning, learn } from "./learn.ts";
import { beginRun, decoded, type Run } from "./run.ts";
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
  const learning = learn(run, site);
  const made = build(run, site, learning);
  const { thresholds } = readSettings(options.module);
  const judging = await judge(run, site, made.module, thresholds);
  return conclude({ run, site, learning, made, judging, thresholds });
}

function build({ incumbent, options, seed }: Run, { id, facts, read }: Site, { learnt }: Learning): Made {
  const meta = {
    id,
    parent: incumbent.id,
    seed,
    from: facts.from.toISOString(),
    to: facts.to.toISOString(),
    events: read.events,
    histogram: perMille(incumbent, read.histogram),
  };
  return buildCandidate(incumbent, learnt, read.templates, options.module, id, meta);
}

interface Results {
  run: Run;
  site: Site;
  learning: Learning;
  made: Made;
  judging: Judging;
  /** Scores from which on each head says yes. */
  thresholds: Record<Head, number>;
}

/** Decides, and writes the report. */
function conclude(results: Results): TrainResult {
  const { run, site, learning, judging, thresholds } = results;
  const candidate = candidateOf(results);
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
  const stages = run.stages.done();
  const { report, charts } = writeReport({
    ...judging,
    candidate,
    decision,
    thresholds,
    stages,
    annotators: site.annotators,
    ordinary: learning.ordinary,
    psiSince: learning.reference.since,
    before: run.incumbent.learnt,
    after: decoded(candidate.module).learnt,
    schema: run.incumbent.schema,
    peakRssMb: peakRss(),
  });
  return { candidate, decision, report, charts, stages, peakRssMb: peakRss() };
}

function candidateOf({ run, site, learning, made, judging, thresholds }: Results): Candidate {
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
    },
  };
}
