/** Trying a head's weights on the selection set: what stands against them. */
import type { Random } from "../../simulate/lib/random.ts";
import { UNKNOWN_LABEL } from "../examples/columns.ts";
import type { AttackedPart } from "../examples/counterexamples.ts";
import type { Rows } from "../examples/rows.ts";
import { compare } from "../judge/compare.ts";
import { sentence } from "../judge/gate.ts";
import type { Judgement } from "../judge/judged.ts";
import { againstShift, countUnexplained, nothingUnexplained, SHIFTING, type Shift } from "../judge/shift.ts";
import { binDistances } from "../learn/ordinary.ts";
import { rebinned } from "../learn/rebin.ts";
import { scorer, scorers } from "../learn/score.ts";
import { DISTANCES, HEADS, type Head, type Learnt, type LinearWeights } from "../model/model.ts";
import type { Selection } from "./selection.ts";

/** What a head's weights would do. */
export interface Verdict {
  /** Empty where nothing stands against them. */
  objections: Objection[];
  /** Events more that are told right, or move over the threshold as corrections let them; by what they stand for. */
  gain: number;
}

/** Share of what may shift that is left to what the selection set does not know: its features are by the model in service. */
const MARGIN = 0.2;

/** Uses of which a candidate is held against the default model: week by week little would be lost, and in the end much. */
const BY_STANDARD: readonly string[] = ["corpus", "elsewhere", "counterexample"];
/**
 * Share of the attacks where corrections were that may be lost; of fewer than `least` little is sure. Parameters of a site's
 * own software hold much that looks like attacks, paths seldom do.
 */
const LOST = { share: { query: 0.2, path: 0.1 }, least: 10 };

/** What stands against a head's weights. */
export interface Objection {
  /** For people. */
  text: string;
  /** Kind of the corpora that objects, by number. */
  kind?: number;
  /** How scores of the site would shift without a reason. */
  shift?: Shift;
  /** Whether it is attacks where corrections were that would be lost. */
  isCounterexample?: boolean;
}

export interface TrialInput {
  selection: Selection;
  /** What the model in service learnt. */
  incumbent: Learnt;
  /** The default model, which the candidate is held against on the corpora and on attacks where corrections were. */
  standard: Learnt;
  kinds: readonly string[];
  thresholds: Readonly<Record<Head, number>>;
  rng: Random;
}

export class Trial {
  readonly #input: TrialInput;
  /** Scores of each row by what a candidate is held against. */
  readonly #reference: Record<Head, Float32Array>;
  /** By the model in service: distances may be those of a refitted one later. */
  readonly #inService: Record<Head, Float32Array>;

  constructor(input: TrialInput) {
    this.#input = input;
    const { selection, incumbent, standard } = input;
    this.#inService = allScores(incumbent, selection);
    if (standard === incumbent) {
      this.#reference = this.#inService;
      return;
    }
    const onRows = withBinsOf(incumbent, standard);
    const restore = binDistances(onRows, selection.rows);
    this.#reference = allScores(onRows, selection);
    restore();
    for (const head of HEADS)
      selection.uses.forEach((use, i) => {
        if (!BY_STANDARD.includes(use?.as ?? ""))
          this.#reference[head][i] = this.#inService[head][i] as number;
      });
  }

  /**
   * Sets the distances of the selection set to those of a model whose centroids and components were refitted.
   *
   * @returns what puts them back
   */
  measureWith(learnt: Learnt): () => void {
    return binDistances(learnt, this.#input.selection.rows);
  }

  /** @param learnt the candidate: edges and calibration */
  verdict(head: Head, learnt: Learnt, weights: LinearWeights): Verdict {
    const { rows } = this.#input.selection;
    const scores = ofAll(rows, scorer(learnt, rows, head, weights));
    return {
      objections: [
        ...this.#turnedCanaries(head, scores),
        ...(["query", "path"] as const).flatMap((part) => this.#lostCounterexamples(head, scores, part)),
        ...this.#worse(head, scores),
        ...(SHIFTING.includes(head) ? this.#shifted(head, scores) : []),
      ],
      gain: this.#gain(head, scores),
    };
  }

  #gain(head: Head, scores: Float32Array): number {
    const { selection, thresholds } = this.#input;
    const { rows, uses } = selection;
    let gain = 0;
    for (let i = 0; i < rows.size; i++) {
      const use = uses[i];
      if (!use || (use.as !== "site" && use.as !== "unexplained")) continue;
      const label = rows[head][i] as number;
      const byLabel = label === UNKNOWN_LABEL ? 0 : label * 2 - 1;
      const wanted = use.as === "unexplained" ? (use.directions[head] ?? 0) : byLabel;
      const isYes = (score: number) => (score >= thresholds[head] ? 1 : 0);
      const moved = isYes(scores[i] as number) - isYes(this.#reference[head][i] as number);
      gain += moved * wanted * (rows.stands[i] as number);
    }
    return gain;
  }

  #worse(head: Head, scores: Float32Array): Objection[] {
    const { kinds, thresholds, rng } = this.#input;
    return compare(this.#judgements(head, scores), kinds, thresholds, rng.fork(head), true)
      .filter(({ isWorse }) => isWorse)
      .map((difference) => ({
        text: `Worse than the ${BY_STANDARD.includes(difference.set) ? "default model" : "model in service"}. ${sentence(difference)}`,
        ...(difference.set === "site" ? {} : { kind: kinds.indexOf(difference.kind) }),
      }));
  }

  *#judgements(head: Head, scores: Float32Array): Generator<Judgement> {
    const { rows, uses } = this.#input.selection;
    for (let i = 0; i < rows.size; i++) {
      const use = uses[i];
      const label = rows[head][i] as number;
      if (!use || label === UNKNOWN_LABEL || !("group" in use)) continue;
      yield {
        set: use.as,
        kind: rows.kind[i] as number,
        head,
        label: label as 0 | 1,
        group: use.group,
        incumbent: this.#reference[head][i] as number,
        candidate: scores[i] as number,
      };
    }
  }

  #turnedCanaries(head: Head, scores: Float32Array): Objection[] {
    const { selection, thresholds, kinds } = this.#input;
    const { rows, uses } = selection;
    const turned: Objection[] = [];
    for (let i = 0; i < rows.size; i++) {
      const label = rows[head][i] as number;
      if (uses[i]?.as !== "canary" || label === UNKNOWN_LABEL) continue;
      const isRight = (of: number) => of >= thresholds[head] === (label === 1);
      if (isRight(this.#reference[head][i] as number) && !isRight(scores[i] as number))
        turned.push({
          text: `The head ${head} would tell a ${kinds[rows.kind[i] as number]} line wrong that any model has to tell right.`,
        });
    }
    return turned;
  }

  #lostCounterexamples(head: Head, scores: Float32Array, part: AttackedPart): Objection[] {
    const { selection, thresholds } = this.#input;
    const { rows, uses } = selection;
    const isYes = (score: number | undefined) => (score as number) >= thresholds[head];
    let found = 0;
    let lost = 0;
    let lostAlready = 0;
    for (let i = 0; i < rows.size; i++) {
      const use = uses[i];
      if (use?.as !== "counterexample" || use.part !== part || rows[head][i] !== 1) continue;
      if (!isYes(this.#reference[head][i])) continue;
      found++;
      if (!isYes(scores[i])) lost++;
      if (!isYes(this.#inService[head][i])) lostAlready++;
    }
    if (found < LOST.least || lost <= Math.max(found * LOST.share[part], lostAlready)) return [];
    return [
      {
        isCounterexample: true,
        text:
          `Attacks would no longer be found where events were corrected: the head ${head} would lose ${lost} of ${found} ` +
          `that the default model finds, which look like what was corrected, with other payloads in the ${part}.`,
      },
    ];
  }

  #shifted(head: Head, scores: Float32Array): Objection[] {
    const { selection, thresholds } = this.#input;
    const { rows, uses } = selection;
    const unexplained = nothingUnexplained();
    for (let i = 0; i < rows.size; i++) {
      const use = uses[i];
      if (use?.as !== "unexplained") continue;
      const move = {
        before: this.#reference[head][i] as number,
        after: scores[i] as number,
        direction: use.directions[head] ?? 0,
        isSuspect: use.isSuspect,
      };
      countUnexplained(unexplained, move, thresholds[head], rows.stands[i] as number);
    }
    return againstShift(head, unexplained, MARGIN);
  }
}

/** Scores of each head, by row. */
function allScores(learnt: Learnt, { rows }: Selection): Record<Head, Float32Array> {
  const { threat, bot, anomaly } = scorers(learnt, rows);
  return { threat: ofAll(rows, threat), bot: ofAll(rows, bot), anomaly: ofAll(rows, anomaly) };
}

function ofAll({ size }: Rows, score: (i: number) => number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => score(i));
}

/** A model with the edges of another, whose bins the rows have, but for its own distances. */
function withBinsOf({ edges: rowEdges }: Learnt, learnt: Learnt): Learnt {
  const edges = [...rowEdges.slice(0, -DISTANCES.length), ...learnt.edges.slice(-DISTANCES.length)];
  const onEdges = (weights: LinearWeights) => ({
    ...weights,
    bins: rebinned(weights.bins, learnt.edges, edges),
  });
  const { threat, bot, anomaly } = learnt.linear;
  return {
    ...learnt,
    edges,
    linear: { threat: onEdges(threat), bot: onEdges(bot), anomaly: onEdges(anomaly) },
  };
}
