/**
 * Events that a step is tried on, and held to, as samples with their features: held-out and corrected ones, and of the
 * others those without a label. Read in the pass that reads the window.
 */
import type { Features, Schema } from "../../host/filter.ts";
import type { Random } from "../../simulate/lib/random.ts";
import type { StoredEvent, WindowFacts } from "../../store/window.ts";
import type { WeakLabel } from "../window/labelling-functions.ts";
import type { Labels } from "../window/labels.ts";
import { type Looks, storedLooks } from "../window/looks.ts";
import { Sample } from "../window/sample.ts";
import { isHeldOut, isJudged } from "../window/split.ts";
import { capacities, classOf, stratumOf } from "../window/strata.ts";
import { Attackers } from "./attackers.ts";

/** Unlabelled events against held-out ones, and their classes: what was normal on arrival, and what was not. */
const UNLABELLED_SHARE = 0.5;
const CLASSES = 2;

/** A sampled event, beside its features. */
export interface HeldOutFacts {
  id: string;
  looks: Looks;
  /** By a labelling function; undefined where none matches. */
  labels: Labels | undefined;
  isHeldOut: boolean;
  /** Whether models are judged on it. */
  isJudged: boolean;
}

export class HeldOutSample {
  readonly sample: Sample<HeldOutFacts>;
  /** Of events that are not held out. */
  readonly unlabelled: Sample<Looks>;
  readonly #attackers = new Attackers();
  readonly #facts: WindowFacts;
  readonly #corrected: ReadonlySet<string>;
  readonly #kinds: readonly string[];

  /**
   * @param corrected ids of annotated events, which are all kept
   * @param rows events that the sample holds beside them, about
   */
  constructor(
    facts: WindowFacts,
    corrected: ReadonlySet<string>,
    { dense, kinds }: Schema,
    rows: number,
    rng: Random,
  ) {
    this.#facts = facts;
    this.#corrected = corrected;
    this.#kinds = kinds;
    this.sample = new Sample(dense.length, rng, capacities(facts, kinds, rows, corrected.size));
    this.unlabelled = new Sample(dense.length, rng, () => Math.round((rows * UNLABELLED_SHARE) / CLASSES));
  }

  /** Takes the next event of the window. */
  add(event: StoredEvent, features: Features, weak: WeakLabel | undefined): void {
    this.#attackers.count(event.source, weak?.labels.threat === 1);
    const isCorrected = this.#corrected.has(event.id);
    const heldOut = isHeldOut(event.time, this.#facts);
    const looks = storedLooks(event, this.#kinds[features.kind] as string, features.template);
    if (!heldOut && !isCorrected) {
      if (!weak) this.unlabelled.offer(event.label === "normal" ? "normal" : "found", 1, features, looks);
      return;
    }
    const stratum = stratumOf(features.kind, classOf(weak?.labels, isCorrected, event.label === "attack"));
    this.sample.offer(stratum, 1, features, {
      id: event.id,
      looks,
      labels: weak?.labels,
      isHeldOut: heldOut,
      isJudged: isJudged(event.id, event.time, isCorrected, this.#facts),
    });
  }

  /** Whether a source is an attacker by rules. */
  isAttacker(source: string): boolean {
    return this.#attackers.has(source);
  }
}
