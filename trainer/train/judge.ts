/** Judging: both models on the corpora, on the window's held-out events, and on canaries. */
import type { SmartlogEvent } from "../../host/event.ts";
import { consensusOf } from "../examples/site.ts";
import { type CanaryResult, checkCanaries } from "../judge/canaries.ts";
import { compare, type Difference } from "../judge/compare.ts";
import type { CorrectionTally } from "../judge/gate.ts";
import { Judgements } from "../judge/judged.ts";
import type { Likeness } from "../judge/likeness.ts";
import { type Known, type Replayed, replayCorpus, replayWindow } from "../judge/replay.ts";
import { HEADS, type Head } from "../model/model.ts";
import type { Correction } from "../window/annotations.ts";
import type { Labels } from "../window/labels.ts";
import { looksOf } from "../window/looks.ts";
import { isHeldOut, isJudged, keyOf } from "../window/split.ts";
import type { Site } from "./gather.ts";
import { compiled, type Run } from "./run.ts";

/** Lines of the corpora to judge on at an effort of 1. */
const JUDGED_LINES = 24_000;
const WEEK_MS = 7 * 86_400_000;

type Thresholds = Readonly<Record<Head, number>>;

export interface Judging {
  judgements: Judgements;
  replayed: Replayed;
  corrections: CorrectionTally;
  differences: Difference[];
  canaries: CanaryResult[];
}

/**
 * Judges a candidate against the model in service.
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
  thresholds: Thresholds,
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
  const replayed = await replayWindow({
    db: options.db,
    ...modules,
    from: replayFrom(site),
    to: options.to,
    judgements,
    thresholds,
    expected: site.facts.events,
    known: (...event) => known.of(...event),
    onProgress: (done) => stages.progress(done),
  });

  stages.begin("decide and report");
  const differences = compare(judgements, incumbent.schema.kinds, thresholds, rng.fork("bootstrap"));
  const canaries = checkCanaries(modules.incumbent, modules.candidate);
  return { judgements, replayed, corrections: known.corrections, differences, canaries };
}

/** The last week of the window, or the held-out part where that is longer. */
function replayFrom({ facts }: Site): Date {
  const lastWeek = Math.min(facts.to.getTime() - WEEK_MS, facts.heldOutFrom.getTime());
  return new Date(Math.max(facts.from.getTime(), lastWeek));
}

/** Labels of the site's events, and how the models do on corrected ones. */
class SiteLabels {
  readonly corrections: CorrectionTally = { events: 0, incumbentRight: 0, candidateRight: 0 };
  readonly #site: Site;
  readonly #kinds: readonly string[];
  readonly #thresholds: Thresholds;
  readonly #likeness: Likeness;

  constructor(site: Site, likeness: Likeness, kinds: readonly string[], thresholds: Thresholds) {
    this.#site = site;
    this.#likeness = likeness;
    this.#kinds = kinds;
    this.#thresholds = thresholds;
  }

  /** Counts a corrected event; returns what is known of any. */
  of(id: string, before: SmartlogEvent, seconds: number, after: SmartlogEvent): Known {
    const { facts, corrected } = this.#site;
    const correction = corrected.get(id);
    const reliable = correction && correction.reliability > 0 ? correction : undefined;
    if (reliable) this.#count(reliable, before, after);
    if (!isHeldOut(seconds, facts)) return { labels: {}, isJudged: false };
    const labels = reliable?.labels ?? this.#weakLabels(id, before);
    if (labels) return { labels, isJudged: isJudged(id, seconds, correction !== undefined, facts) };
    const looks = looksOf(before);
    return {
      directions: this.#likeness.directions(looks, (head) => before[head]),
      isSuspect: this.#likeness.isSuspect(looks),
    };
  }

  #weakLabels(id: string, { tpl, kind }: SmartlogEvent): Labels | undefined {
    const { read } = this.#site;
    return (
      read.heldOutLabels.get(keyOf(id)) ??
      consensusOf(read, Number.parseInt(tpl, 16), this.#kinds.indexOf(kind))
    );
  }

  #count({ labels }: Correction, before: SmartlogEvent, after: SmartlogEvent): void {
    this.corrections.events++;
    if (isRight(labels, before, this.#thresholds)) this.corrections.incumbentRight++;
    if (isRight(labels, after, this.#thresholds)) this.corrections.candidateRight++;
  }
}

function isRight(labels: Labels, scores: Record<Head, number>, thresholds: Thresholds): boolean {
  return HEADS.every(
    (head) => labels[head] === undefined || scores[head] >= thresholds[head] === (labels[head] === 1),
  );
}
