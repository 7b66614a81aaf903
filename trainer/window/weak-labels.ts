/** Labels of an event that nobody corrected, once the whole window is read. */
import type { LabelSource, Labels } from "./labels.ts";
import type { EventFacts, WindowRead } from "./pass.ts";

/** Weak labels, and where they are from. */
export interface WeakLabels {
  labels: Labels;
  from: LabelSource;
  /** Name of the labelling function; empty where there is no label. */
  by: string;
}

const CONSENSUS = "page that many clients use";

/** Labels by the labelling function that matched, and by the consensus of the template's sources. */
export function labelsInWindow({ templates }: WindowRead, facts: EventFacts, kind: number): WeakLabels {
  if (!templates.isConsensus(facts.template, kind)) return facts;
  const byConsensus: Labels = { threat: 0, ...(facts.isHumanLike ? { bot: 0 as const } : {}) };
  const isNew = facts.from === "none";
  return {
    labels: { ...byConsensus, ...facts.labels },
    from: isNew ? "consensus" : facts.from,
    by: isNew ? CONSENSUS : facts.by,
  };
}
