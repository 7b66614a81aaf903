/** What was taken of the steps that the heads learnt, and what was tried (train/step.ts). */
import type { Head } from "../model/model.ts";

/** A share that was tried. */
export interface Tried {
  share: number;
  /** What the fit held harder, for people. */
  heldHarder: string[];
  /** What stood against it; empty where nothing did. */
  against: string;
  /** Events more that the head tells right, as far as that is known. */
  gain: number;
}

/** What was taken of a head's step. */
export interface StepTaken {
  head: Head;
  /** 0: the head stays as it is in service. */
  share: number;
  heldHarder: string[];
  tried: Tried[];
}
