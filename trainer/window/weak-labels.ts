/** Labels of an event that nobody corrected, once the whole window is read. */
import { labelsByClient, type WeakLabels } from "./client-labels.ts";
import { isHostile } from "./habits.ts";
import type { Labels } from "./labels.ts";
import type { EventFacts, WindowRead } from "./pass.ts";

const CONSENSUS = "page that many clients use";

/**
 * Labels by the labelling function that matched, by the habits of the client, and by the consensus of the template's
 * sources; the first has the last word.
 *
 * @param kind the log type's number
 */
export function labelsInWindow({ templates }: WindowRead, facts: EventFacts, kind: number): WeakLabels {
  const known = labelsByClient(facts, facts.habitual, kind);
  if (known.labels.threat !== undefined || !templates.isConsensus(facts.template, kind)) return known;
  if (facts.habitual && (!facts.habitual.isPossible || isHostile(facts.habitual.client))) return known;
  const byConsensus: Labels = { threat: 0, ...(facts.isHumanLike ? { bot: 0 as const } : {}) };
  const isNew = known.from === "none";
  return {
    labels: { ...byConsensus, ...known.labels },
    from: isNew ? "consensus" : known.from,
    by: isNew ? CONSENSUS : known.by,
  };
}
