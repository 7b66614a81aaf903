/**
 * How much of a step is taken. Between the weights in service and those learnt lies a line, and the largest share of it
 * against which nothing stands on the selection set is taken, for each head by itself (WiSE-FT; Wortsman and others, CVPR
 * 2022). Before less than all is taken, the head is learnt again with the kinds of the corpora that object held harder.
 */
import type { HeadStep, TakeStep } from "../learn/fine-tune.ts";
import type { HeldHarder } from "../learn/head-fit.ts";
import { between } from "../learn/interpolate.ts";
import type { Head, LinearWeights } from "../model/model.ts";
import type { Trial } from "./trial.ts";

/** Fits of a head, with the first. */
const MOST_FITS = 3;
/** How many times heavier the examples of a kind get that objects. */
const HARDER = 4;
/** Halvings of the line: shares are multiples of 1/16. */
const HALVINGS = 4;

/** A share that was tried. */
export interface Tried {
  share: number;
  /** Kinds of the corpora that the fit held harder. */
  heldHarder: string[];
  /** What stood against it; empty where nothing did. */
  against: string;
}

/** What was taken of a head's step. */
export interface StepTaken {
  head: Head;
  /** 0: the head stays as it is in service. */
  share: number;
  heldHarder: string[];
  tried: Tried[];
}

/** A fit, and the largest share of it that is known to pass. */
interface Attempt {
  fitted: LinearWeights;
  heldHarder: string[];
  share: number;
}

/** Takes of each head's step what passes the trial, and keeps what was tried. */
export class StepSearch {
  readonly steps: StepTaken[] = [];
  readonly #trial: Trial;
  readonly #kinds: readonly string[];

  constructor(trial: Trial, kinds: readonly string[]) {
    this.#trial = trial;
    this.#kinds = kinds;
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

  /** The attempt of the largest share, of equal ones the first. */
  #best(step: HeadStep, tried: Tried[]): Attempt {
    const attempts: Attempt[] = [];
    let harder: HeldHarder = new Map();
    for (let fits = 0; fits < MOST_FITS; fits++) {
      const attempt: Attempt = {
        fitted: step.fit(harder),
        heldHarder: [...harder.keys()].map((kind) => this.#kinds[kind] as string),
        share: 0,
      };
      const objecting = this.#try(step, attempt, 1, tried);
      if (attempt.share === 1) return attempt;
      attempts.push(attempt);
      if (step.head === "anomaly" || objecting.length === 0) break;
      harder = new Map([
        ...harder,
        ...objecting.map((kind) => [kind, (harder.get(kind) ?? 1) * HARDER] as const),
      ]);
    }
    for (const attempt of attempts) this.#halve(step, attempt, tried);
    return attempts.reduce((best, attempt) => (attempt.share > best.share ? attempt : best));
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

  /** Tries a share; returns the numbers of the kinds of the corpora that object. */
  #try({ head, learnt, start }: HeadStep, attempt: Attempt, share: number, tried: Tried[]): number[] {
    const objections = this.#trial.objections(head, learnt, between(start, attempt.fitted, share));
    if (objections.length === 0) attempt.share = share;
    tried.push({ share, heldHarder: attempt.heldHarder, against: objections[0]?.text ?? "" });
    return [...new Set(objections.flatMap(({ kind }) => (kind === undefined ? [] : [kind])))];
  }
}
