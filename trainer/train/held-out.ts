/** Held-out and corrected events of the window, a sample with their features: read in the pass that reads the window. */
import type { Features, Schema } from "../../host/filter.ts";
import type { Random } from "../../simulate/lib/random.ts";
import type { StoredEvent, WindowFacts } from "../../store/window.ts";
import { type Looks, targetOf } from "../judge/likeness.ts";
import type { WeakLabel } from "../window/labelling-functions.ts";
import type { Labels } from "../window/labels.ts";
import { Sample } from "../window/sample.ts";
import { isHeldOut, isJudged } from "../window/split.ts";
import { capacities, classOf, stratumOf } from "../window/strata.ts";

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
  }

  /** Takes the next event of the window. */
  add(event: StoredEvent, features: Features, weak: WeakLabel | undefined): void {
    const isCorrected = this.#corrected.has(event.id);
    const heldOut = isHeldOut(event.time, this.#facts);
    if (!heldOut && !isCorrected) return;
    const stratum = stratumOf(features.kind, classOf(weak?.labels, isCorrected, event.label === "attack"));
    this.sample.offer(stratum, 1, features, {
      id: event.id,
      looks: {
        kind: this.#kinds[features.kind] as string,
        template: features.template,
        source: event.source,
        target: targetOf(event.path),
        agent: event.ua,
        hit: event.hit,
      },
      labels: weak?.labels,
      isHeldOut: heldOut,
      isJudged: isJudged(event.id, event.time, isCorrected, this.#facts),
    });
  }
}
