/** What is known of the site's events when a model is tried or judged on them. */
import type { SmartlogEvent } from "../../host/event.ts";
import type { CorrectionTally } from "../judge/gate.ts";
import type { Likeness } from "../judge/likeness.ts";
import type { Known } from "../judge/replay.ts";
import { HEADS, type Head } from "../model/model.ts";
import type { Labels } from "../window/labels.ts";
import { looksOf } from "../window/looks.ts";
import { isHeldOut, isJudged, keyOf } from "../window/split.ts";
import { consensusOf } from "../window/weak-labels.ts";
import type { Site } from "./gather.ts";

type Thresholds = Readonly<Record<Head, number>>;

/**
 * Labels of an event: of people who are believed, else by rules, else by consensus; undefined where there are none.
 *
 * @param byRules undefined where no labelling function matches
 * @param kind the log type's number
 */
export function labelsAt(
  { corrected, read }: Pick<Site, "corrected" | "read">,
  id: string,
  byRules: Labels | undefined,
  form: number,
  kind: number,
): Labels | undefined {
  return corrected.get(id)?.labels ?? byRules ?? consensusOf(read, form, kind);
}

/** Labels of replayed events, and how both models do on corrected ones. */
export class SiteLabels {
  readonly corrections: CorrectionTally = { events: 0, incumbentRight: 0, candidateRight: 0 };
  readonly #site: Pick<Site, "corrected" | "read" | "facts">;
  readonly #kinds: readonly string[];
  readonly #thresholds: Thresholds;
  readonly #likeness: Likeness;

  /** @param kinds names by number */
  constructor(
    site: Pick<Site, "corrected" | "read" | "facts">,
    likeness: Likeness,
    kinds: readonly string[],
    thresholds: Thresholds,
  ) {
    this.#site = site;
    this.#likeness = likeness;
    this.#kinds = kinds;
    this.#thresholds = thresholds;
  }

  /** Counts a corrected event; returns what is known of any. */
  of(id: string, before: SmartlogEvent, seconds: number, after: SmartlogEvent): Known {
    const { facts, corrected, read } = this.#site;
    const correction = corrected.get(id);
    if (correction) this.#count(correction.labels, before, after);
    if (!isHeldOut(seconds, facts)) return { labels: {}, isJudged: false };
    const looks = looksOf(before);
    const byRules = read.heldOutLabels.get(keyOf(id));
    const labels = labelsAt(this.#site, id, byRules, looks.form, this.#kinds.indexOf(before.kind));
    // An event whose annotators are at odds has no correction, and may be learnt from all the same.
    if (labels) return { labels, isJudged: isJudged(id, seconds, read.annotated.has(id), facts) };
    return {
      directions: this.#likeness.directions(looks, (head) => before[head]),
      isSuspect: this.#likeness.isSuspect(looks),
    };
  }

  #count(labels: Labels, before: SmartlogEvent, after: SmartlogEvent): void {
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
