/**
 * Which clusters to ask about: those where an answer is expected to change most, and that are unlike one another.
 *
 * Sources: Settles, Active Learning Literature Survey (2009): expected model change, weighted by density; Citovsky and
 * others, Batch Active Learning at Scale (NeurIPS 2021): diversity by clusters.
 */
import { LABELS, type Label } from "../../host/event.ts";
import { type Chances, chancesOf } from "./chance.ts";
import type { Cluster } from "./clusters.ts";

/** A cluster that is asked about. */
export interface Choice {
  cluster: Cluster;
  chances: Chances;
  /** Events whose label an answer is expected to change, weighted by how much the change matters. */
  expected: number;
}

/** What tells where an answer was given, or would be. */
export type Place = Pick<Cluster, "kind" | "target" | "client" | "tpl"> & { source: string | null };

/** An answer that somebody gave: the event's id and place, and what was said. */
export type Answer = Place & { id: string; label: Label };

/** Share of a cluster's expected change that an answer to another one has brought already, by what both have in common. */
const SHARED = { template: 0.8, source: 0.4, target: 0.3, client: 0.2, kind: 0.1 };
/** Worth of a changed label: false alarms and missed attacks matter most; what is called either way hardly. */
const WORTH: Record<Label, Record<Label, number>> = {
  normal: { normal: 0, bot: 0.8, attack: 1, anomaly: 0.3 },
  bot: { normal: 0.3, bot: 0, attack: 0.3, anomaly: 0.3 },
  attack: { normal: 1, bot: 0.3, attack: 0, anomaly: 0.3 },
  anomaly: { normal: 0.2, bot: 0.2, attack: 0.2, anomaly: 0 },
};

/** Events that each answer would change, and by label before. */
export function changedBy(answer: Label, { events }: Cluster): number {
  return LABELS.reduce((sum, label) => sum + (label === answer ? 0 : events[label]), 0);
}

/**
 * Chooses greedily: each time the cluster of the largest expected change that no other answer brings as well.
 *
 * @param answers those that people have given: a cluster with one is not asked about again, and those like it are the
 * likelier to be what was said
 */
export function choose(clusters: readonly Cluster[], answers: readonly Answer[], limit: number): Choice[] {
  const answered = new Set(answers.map((answer) => clusterOf(answer, clusters)));
  const open = clusters
    .filter((cluster) => !answered.has(cluster))
    .map((cluster) => {
      const place = placeOf(cluster);
      const said = answers.map((answer) => ({ label: answer.label, weight: shared(answer, place) }));
      const chances = chancesOf(cluster, said);
      const taught = Math.max(0, ...said.map(({ weight }) => weight));
      return { cluster, place, chances, expected: expectedChange(cluster, chances), taught };
    });
  const chosen: Choice[] = [];
  while (chosen.length < limit && open.length > 0) {
    const values = open.map(({ expected, taught }) => expected * (1 - taught));
    const [choice] = open.splice(values.indexOf(Math.max(...values)), 1) as [(typeof open)[number]];
    chosen.push(choice);
    for (const other of open) other.taught = Math.max(other.taught, shared(choice.place, other.place));
  }
  return chosen;
}

/** The cluster that an answered event is in. */
function clusterOf(answer: Answer, clusters: readonly Cluster[]): Cluster | undefined {
  const asked = clusters.find(({ middle }) => middle.id === answer.id);
  if (asked) return asked;
  const near = clusters.filter(
    ({ kind, target, client }) =>
      kind === answer.kind && target === answer.target && client === answer.client,
  );
  const own = near.filter(({ tpl }) => tpl === answer.tpl);
  const found = own.length > 0 ? own : near.filter(({ tpl }) => tpl === "");
  // Where those who probe ask for it as well as others, "attack" was said of them.
  return found.find(({ probing }) => probing === (answer.label === "attack")) ?? found[0];
}

function expectedChange({ events }: Cluster, chances: Chances): number {
  let sum = 0;
  for (const right of LABELS)
    for (const given of LABELS) sum += chances[right] * events[given] * WORTH[right][given];
  return sum;
}

function placeOf({ middle: { source }, ...cluster }: Cluster): Place {
  return { ...cluster, source };
}

/** How much of what one answer teaches another would teach as well, 0..1. */
function shared(a: Place, b: Place): number {
  if (a.kind !== b.kind) return 0;
  let rest = 1 - SHARED.kind;
  if (a.tpl !== "" && a.tpl === b.tpl) rest *= 1 - SHARED.template;
  if (a.source !== null && a.source === b.source) rest *= 1 - SHARED.source;
  // Of one target each program does what it is for.
  if (a.target === b.target && a.client === b.client) rest *= 1 - SHARED.target;
  if (a.client !== "" && a.client === b.client) rest *= 1 - SHARED.client;
  return 1 - rest;
}
