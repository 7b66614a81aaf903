/** Labels of an event by itself and by what its client did so far. */
import { KINDS } from "../../host/event.ts";
import { type Habitual, habitOf, isHostile } from "./habits.ts";
import type { LabelSource, Labels } from "./labels.ts";

/** Weak labels, and where they are from. */
export interface WeakLabels {
  labels: Labels;
  from: LabelSource;
  /** Name of the labelling function; empty where there is no label. */
  by: string;
}

/** Labels by a labelling function, and by what the client did so far. */
export function labelsByClient(
  { labels, from, by }: WeakLabels,
  habitual: Habitual | undefined,
  kind: number,
): WeakLabels {
  if (!habitual || labels.threat === 1) return { labels, from, by };
  // What passes for ordinary by itself does not of one who attacks.
  if (isHostile(habitual.client) && (labels.threat === 0 || labels.bot === 0))
    return labels.bot === 1 ? { labels: { bot: 1 }, from, by } : { labels: {}, from: "none", by: "" };
  const habit = habitOf(habitual, KINDS[kind] ?? "unknown");
  if (!habit) return { labels, from, by };
  return { labels: { ...habit.labels, ...labels }, from: "rule", by: by || habit.name };
}
