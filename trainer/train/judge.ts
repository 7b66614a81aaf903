/** Judging: both models on the corpora, on the window's held-out events, and on canaries. */
import { Filter } from "../../host/filter.ts";
import { shipperTime } from "../../host/time.ts";
import { Alarms } from "../judge/alarms.ts";
import { type CanaryResult, checkCanaries } from "../judge/canaries.ts";
import { compare, type Difference } from "../judge/compare.ts";
import type { CorrectionTally } from "../judge/gate.ts";
import { Judgements } from "../judge/judged.ts";
import type { Likeness } from "../judge/likeness.ts";
import { type Replayed, replayCorpus, replayWindow } from "../judge/replay.ts";
import type { Head } from "../model/model.ts";
import type { Site } from "./gather.ts";
import { compiled, type Run } from "./run.ts";
import { SiteLabels } from "./site-labels.ts";

/** Lines of the corpora to judge on at an effort of 1. */
const JUDGED_LINES = 24_000;
const WEEK_MS = 7 * 86_400_000;

export interface Judging {
  judgements: Judgements;
  replayed: Replayed;
  /** Of the replayed events under each model. */
  alarms: { incumbent: Alarms; candidate: Alarms };
  corrections: CorrectionTally;
  differences: Difference[];
  canaries: CanaryResult[];
}

/**
 * Judges a candidate against the model in service; in kinds that the site has not, against the default model.
 *
 * @param candidate the module with the candidate in it
 * @param likeness to corrected events
 * @param thresholds scores from which on each head says yes
 */
export async function judge(
  run: Run,
  site: Site,
  candidate: Uint8Array,
  likeness: Likeness,
  thresholds: Readonly<Record<Head, number>>,
): Promise<Judging> {
  const { rng, stages, incumbent, options } = run;
  const modules = { incumbent: run.inService, candidate: compiled(candidate) };
  const lines = run.sized(JUDGED_LINES);
  stages.begin("judge on the corpus", lines);
  const judgements = new Judgements(rng.fork("judgements"));
  replayCorpus({
    ...modules,
    standard: run.standard.module,
    kinds: site.kinds,
    lines,
    seed: rng.fork("judged anchor").uint32(),
    judgements,
    onLine: (done) => stages.progress(done),
  });

  stages.begin("replay events", site.facts.events);
  const known = new SiteLabels(site, likeness, incumbent.schema.kinds, thresholds);
  const alarmsOf = (module: WebAssembly.Module) =>
    new Alarms(site.facts.to, confirmedTemplates(site, module));
  const alarms = { incumbent: alarmsOf(modules.incumbent), candidate: alarmsOf(modules.candidate) };
  const replayed = await replayWindow({
    db: options.db,
    ...modules,
    from: replayFrom(site),
    to: options.to,
    judgements,
    thresholds,
    expected: site.facts.events,
    known: (...event) => known.of(...event),
    observe: (before, after, seconds) => {
      alarms.incumbent.add(before, seconds);
      alarms.candidate.add(after, seconds);
    },
    onProgress: (done) => stages.progress(done),
  });

  stages.begin("decide and report");
  const differences = compare(judgements, incumbent.schema.kinds, thresholds, rng.fork("bootstrap"));
  const canaries = checkCanaries(modules.incumbent, modules.candidate);
  return { judgements, replayed, alarms, corrections: known.corrections, differences, canaries };
}

/** The last week of the window, or the held-out part where that is longer. */
function replayFrom({ facts }: Site): Date {
  const lastWeek = Math.min(facts.to.getTime() - WEEK_MS, facts.heldOutFrom.getTime());
  return new Date(Math.max(facts.from.getTime(), lastWeek));
}

/** Templates, as a module has them, of events that people who are believed confirmed as anomalies. */
function confirmedTemplates({ annotations, corrected }: Site, module: WebAssembly.Module): Set<string> {
  const filter = Filter.load(module);
  return new Set(
    annotations
      .filter(({ id }) => corrected.get(id)?.labels.anomaly === 1)
      .map(({ record, time }) => filter.event(record, shipperTime(time))?.tpl ?? ""),
  );
}
