/**
 * How much of a step is taken. Between the weights in service and those learnt lies a line, and the largest share of it
 * against which nothing stands on the selection set is taken, for each head by itself (WiSE-FT; Wortsman and others, CVPR
 * 2022). Before less than all is taken, the head is learnt again and held harder to what objects: kinds of the corpora by
 * the weight of their examples, so attacks where corrections were, events of the site that would shift without a reason by
 * their probability in service.
 */
import type { Directions, Shift } from "../judge/shift.ts";
import type { StepTaken, Tried } from "../judge/steps.ts";
import type { HeadStep, TakeStep } from "../learn/fine-tune.ts";
import { between } from "../learn/interpolate.ts";
import type { Head, LinearWeights } from "../model/model.ts";
import type { Objection, Trial } from "./trial.ts";

/** Fits of a head, with the first. */
const MOST_FITS = 3;
/** How many times heavier the examples of a kind get that objects. */
const HARDER = 4;
/** Share of the largest gain that counts as none. */
const NEARLY = 0.05;
/** Halvings of the line: shares are multiples of 1/16. */
const HALVINGS = 4;

/** What fits hold harder beside kinds of the corpora. */
const COUNTEREXAMPLES = "attacks where corrections were";
const SHIFTS: Record<Shift, string> = { fall: "found events of the site", rise: "other events of the site" };

/** An unlabelled example of the site, and the directions in which corrections let its scores move. */
export interface Unlabelled {
  row: number;
  /** Heads that find it in service. */
  found: Partial<Record<Head, boolean>>;
  directions: Directions;
}

/** A fit, and the largest share of it that is known to pass, with what that gains. */
interface Attempt {
  fitted: LinearWeights;
  heldHarder: string[];
  share: number;
  gain: number;
}

/** Takes of each head's step what passes the trial, and keeps what was tried. */
export class StepSearch {
  readonly steps: StepTaken[] = [];
  readonly #trial: Pick<Trial, "verdict" | "measureWith">;
  readonly #kinds: readonly string[];
  readonly #unlabelled: readonly Unlabelled[];
  readonly #counterexamples: readonly number[];

  /** @param counterexamples examples that are attacks where corrections were */
  constructor(
    trial: Pick<Trial, "verdict" | "measureWith">,
    kinds: readonly string[],
    unlabelled: readonly Unlabelled[],
    counterexamples: readonly number[],
  ) {
    this.#trial = trial;
    this.#kinds = kinds;
    this.#unlabelled = unlabelled;
    this.#counterexamples = counterexamples;
  }

  readonly take: TakeStep = (step) => {
    // Only the anomaly head has distances that change with it.
    const restore = step.head === "anomaly" ? this.#trial.measureWith(step.learnt) : undefined;
    const tried: Tried[] = [];
    const best = this.#best(step, tried);
    const { share, heldHarder } = best;
    this.steps.push({ head: step.head, share, heldHarder: share > 0 ? heldHarder : [], tried });
    if (share === 0) {
      restore?.();
      return undefined;
    }
    return between(step.start, best.fitted, share);
  };

  /** Of the attempts that gain nearly most that of the largest share. */
  #best(step: HeadStep, tried: Tried[]): Attempt {
    const attempts: Attempt[] = [];
    const kinds = new Map<number, number>();
    const shifts = new Set<Shift>();
    let counterexamples: readonly number[] = [];
    for (let fits = 0; fits < MOST_FITS; fits++) {
      const attempt: Attempt = {
        fitted: step.fit(
          fits > 0 ? { kinds, unlabelled: this.#heldTo(step.head, shifts), counterexamples } : undefined,
        ),
        heldHarder: [
          ...[...kinds.keys()].map((kind) => this.#kinds[kind] as string),
          ...[...shifts].map((shift) => SHIFTS[shift]),
          ...(counterexamples.length > 0 ? [COUNTEREXAMPLES] : []),
        ],
        share: 0,
        gain: 0,
      };
      attempts.push(attempt);
      const objections = this.#try(step, attempt, 1, tried);
      if (objections.length === 0) break;
      const objecting = new Set(objections.flatMap(({ kind }) => kind ?? []));
      const shifting = objections.flatMap(({ shift }) => (shift && !shifts.has(shift) ? [shift] : []));
      const isLosing =
        counterexamples.length === 0 && objections.some(({ isCounterexample }) => isCounterexample);
      if (step.head === "anomaly" || (objecting.size + shifting.length === 0 && !isLosing)) break;
      if (isLosing) counterexamples = this.#counterexamples;
      for (const kind of objecting) kinds.set(kind, (kinds.get(kind) ?? 1) * HARDER);
      for (const shift of shifting) shifts.add(shift);
    }
    for (const attempt of attempts) if (attempt.share < 1) this.#halve(step, attempt, tried);
    const most = Math.max(...attempts.map(({ gain }) => gain));
    const best = attempts.filter(({ gain }) => gain >= most - Math.abs(most) * NEARLY);
    return best.reduce((best, of) => (of.share > best.share ? of : best));
  }

  /** Finds the largest share of a fit of which all does not pass. */
  #halve(step: HeadStep, attempt: Attempt, tried: Tried[]): void {
    let refused = 1;
    for (let n = 0; n < HALVINGS; n++) {
      const share = (attempt.share + refused) / 2;
      this.#try(step, attempt, share, tried);
      if (attempt.share !== share) refused = share;
    }
  }

  /** Examples of the site that nothing lets fall or rise. */
  #heldTo(head: Head, shifts: ReadonlySet<Shift>): number[] {
    const isHeld = ({ found, directions }: Unlabelled) => {
      const shift = found[head] ? "fall" : "rise";
      return shifts.has(shift) && directions[head] !== (shift === "fall" ? -1 : 1);
    };
    return this.#unlabelled.filter(isHeld).map(({ row }) => row);
  }

  /** Tries a share; returns what stands against it. */
  #try({ head, learnt, start }: HeadStep, attempt: Attempt, share: number, tried: Tried[]): Objection[] {
    const { objections, gain } = this.#trial.verdict(head, learnt, between(start, attempt.fitted, share));
    if (objections.length === 0) {
      attempt.share = share;
      attempt.gain = gain;
    }
    tried.push({
      share,
      heldHarder: attempt.heldHarder,
      against: objections[0]?.text ?? "",
      gain: Math.round(gain),
    });
    return objections;
  }
}
