/**
 * The selection set: features of held-out events and of lines of the corpora in memory, on which any weights can be tried.
 * A head's logit of them is the filter's own (learn/linear.ts), so only what is chosen has to be replayed.
 */
import { Filter } from "../../host/filter.ts";
import { type AttackedPart, COUNTEREXAMPLES, counterexamples } from "../examples/counterexamples.ts";
import { rehearsalParts } from "../examples/rehearsal.ts";
import { knowableLabels } from "../examples/replay.ts";
import { Rows } from "../examples/rows.ts";
import { eachAnnotated } from "../examples/site.ts";
import { canaryFeatures } from "../judge/canaries.ts";
import type { JudgedSet } from "../judge/judged.ts";
import { type Corrected, Likeness } from "../judge/likeness.ts";
import type { Directions } from "../judge/shift.ts";
import { scorers } from "../learn/score.ts";
import type { Head } from "../model/model.ts";
import { formOfLine } from "../window/form.ts";
import { type Labels, labelsOf } from "../window/labels.ts";
import { type Looks, looksOf } from "../window/looks.ts";
import type { Site } from "./gather.ts";
import type { Run } from "./run.ts";
import { labelsAt } from "./site-labels.ts";

/** Lines of the corpora in the selection set at an effort of 1. */
export const SELECTION_LINES = 16_000;
/** Room for the canaries, and for parts of the corpora that are rounded up. */
const SPARE_ROWS = 100;

/** What an example of the selection set is for. */
export type Use =
  /** Both models are judged on its labels. */
  | { as: JudgedSet; group: number }
  /** Its scores should stay, but in the directions in which corrections let them move. */
  | { as: "unexplained"; directions: Directions; isSuspect: boolean }
  /** Whoever tells its labels right must go on to. */
  | { as: "canary" }
  /** An attack where a correction was: few of those that are found may be lost. */
  | { as: "counterexample"; part: AttackedPart };

export interface Selection {
  /** Under the model in service. */
  rows: Rows;
  /** One for each row; undefined where the row only stands for a correction. */
  uses: (Use | undefined)[];
  likeness: Likeness;
}

type RowFeatures = Parameters<Rows["add"]>[0];

/**
 * Makes the selection set. Empties the sample of held-out events.
 *
 * @param onLine told how many lines of the corpora are done
 */
export function selectionOf(run: Run, site: Site, onLine: (done: number) => void): Selection {
  const { incumbent, rng } = run;
  const { sample } = site.heldOut;
  const lines = run.sized(SELECTION_LINES);
  const rows = new Rows(
    incumbent.schema.dense.length,
    // A correction stands beside its event, which may be in the sample.
    sample.size + site.corrected.size + lines + COUNTEREXAMPLES + SPARE_ROWS,
  );
  const building = new Building(run, rows);
  const likeness = new Likeness(correctedOf(run, site, building), (source) =>
    site.heldOut.isAttacker(source),
  );
  for (const { features, facts, stands } of sample) {
    if (!facts.isHeldOut) continue;
    const labels = labelsAt(site, facts.id, facts.labels, facts.looks.form, features.kind);
    if (labels && !facts.isJudged) continue;
    building.add(features, labels ?? {}, stands, (score) =>
      labels
        ? { as: "site", group: facts.looks.form }
        : {
            as: "unexplained",
            directions: likeness.directions(facts.looks, score),
            isSuspect: likeness.isSuspect(facts.looks),
          },
    );
  }
  sample.clear();
  addCorpus(run, site, lines, rng.fork("selection").uint32(), building, onLine);
  for (const { features, label } of canaryFeatures(run.inService))
    building.add(features, labelsOf(label), 1, () => ({ as: "canary" }));
  const attacks = counterexamples(
    run.inService,
    site.annotations,
    site.corrected,
    COUNTEREXAMPLES,
    rng.fork("counterexamples"),
  );
  for (const { features, part } of attacks)
    building.add(features, { threat: 1 }, 1, () => ({ as: "counterexample", part }));
  return { rows, uses: building.uses, likeness };
}

/** Rows and their uses. */
class Building {
  readonly uses: (Use | undefined)[] = [];
  /** Scores of an example by the model in service. */
  readonly #scores: Record<Head, (i: number) => number>;
  readonly #rows: Rows;
  readonly #app: number;
  readonly #web: number;
  readonly #sourceEvents: number;

  constructor({ incumbent: { learnt, schema } }: Run, rows: Rows) {
    this.#rows = rows;
    this.#scores = scorers(learnt, rows);
    this.#app = schema.kinds.indexOf("app");
    this.#web = schema.kinds.indexOf("web");
    this.#sourceEvents = schema.dense.indexOf("source_events");
  }

  /**
   * Adds an example.
   *
   * @param use told its scores by the model in service
   * @returns these scores
   */
  add(
    features: RowFeatures,
    labels: Labels,
    stands: number,
    use?: (score: (head: Head) => number) => Use,
  ): (head: Head) => number {
    const i = this.#rows.size;
    const { bot: _, ...others } = labels;
    const known = this.#isBotKept(features) ? others : labels;
    this.#rows.add(features, { labels: known, from: "none", weight: 1, stands, isOrdinary: false });
    const score = (head: Head) => this.#scores[head](i);
    this.uses.push(use?.(score));
    return score;
  }

  /** Whether the filter keeps the head bot below its threshold, whatever the weights are (filter/score/heads.ts). */
  #isBotKept({ kind, bins }: RowFeatures): boolean {
    return kind === this.#app || (kind !== this.#web && bins[this.#sourceEvents] === 0);
  }
}

/** Corrected events, in the window and outside, with their scores by the model in service. */
function* correctedOf({ inService }: Run, site: Site, building: Building): Generator<Corrected> {
  const of = (id: string, looks: Looks, features: RowFeatures): Corrected[] => {
    const correction = site.corrected.get(id);
    if (!correction) return [];
    const score = building.add(features, {}, 1);
    const scores = { threat: score("threat"), bot: score("bot"), anomaly: score("anomaly") };
    return [{ looks, labels: correction.labels, scores }];
  };
  for (const { features, facts } of site.heldOut.sample) yield* of(facts.id, facts.looks, features);
  const outside: Corrected[] = [];
  eachAnnotated(inService, site.outside, (id, features, event) => {
    outside.push(...of(id, looksOf(event), features));
  });
  yield* outside;
}

function addCorpus(
  { inService, incumbent }: Run,
  site: Site,
  lines: number,
  seed: number,
  building: Building,
  onLine: (done: number) => void,
): void {
  const web = incumbent.schema.kinds.indexOf("web");
  let done = 0;
  for (const [, part] of rehearsalParts(lines, seed)) {
    const filter = Filter.load(inService);
    for (const { line, record, time } of part) {
      onLine(++done);
      const features = filter.features(record, time);
      if (!features) continue;
      const isHere = site.kinds.has(incumbent.schema.kinds[features.kind] as string);
      building.add(features, knowableLabels(filter, features, line), 1, () => ({
        as: isHere ? "corpus" : "elsewhere",
        group: formOfLine(features.kind === web, features.template, line.line),
      }));
    }
  }
}
