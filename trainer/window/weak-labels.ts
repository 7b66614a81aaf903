/** Labels of an event that nobody corrected, once the whole window is read. */
import { KINDS } from "../../host/event.ts";
import { labelsByClient, type WeakLabels } from "./client-labels.ts";
import { isHostile } from "./habits.ts";
import type { Labels } from "./labels.ts";
import type { EventFacts, WindowRead } from "./pass.ts";

const CONSENSUS = "page that many clients use";
const ROUTINE = "request that succeeds day after day";

/**
 * Labels by the labelling function that matched, by the habits of the client, and by the consensus of the sources of its
 * form; the first has the last word.
 *
 * @param kind the log type's number
 */
export function labelsInWindow({ forms }: WindowRead, facts: EventFacts, kind: number): WeakLabels {
  const known = labelsByClient(facts, facts.habitual, kind);
  const { habitual, form } = facts;
  if (known.labels.threat !== undefined || (habitual && !habitual.isPossible)) return known;
  if (forms.isConsensus(form, kind) && !(habitual && isHostile(habitual.client)))
    return joined(known, { threat: 0, ...(facts.isHumanLike ? { bot: 0 } : {}) }, CONSENSUS);
  // Whoever stands behind one address inside is not to be told apart, attackers neither: the request alone counts.
  if (KINDS[kind] === "web" && habitual?.client.isInside && habitual.isBare && habitual.isGood)
    if (forms.isRoutine(form, kind)) return joined(known, { threat: 0 }, ROUTINE);
  return known;
}

/** Labels by the consensus of a form's sources alone, of an event whose client is not known; undefined where there is none. */
export function consensusOf(read: WindowRead, form: number, kind: number): Labels | undefined {
  return read.forms.isConsensus(form, kind) ? { threat: 0 } : undefined;
}

function joined(known: WeakLabels, labels: Labels, name: string): WeakLabels {
  const isNew = known.from === "none";
  return {
    labels: { ...labels, ...known.labels },
    from: isNew ? "consensus" : known.from,
    by: isNew ? name : known.by,
  };
}
