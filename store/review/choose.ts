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

/** An answer that somebody gave: of its event, and what was said. */
export type Answer = Place & { label: Label };

/** Share of a cluster's expected change that an answer to another one has brought already, by what both have in common. */
const SHARED = { template: 0.8, source: 0.4, target: 0.3, client: 0.2, kind: 0.1 };
/** What an answer leaves over of its own cluster's expected change: one example of many that differ. */
const AGAIN = 0.08;
/** Changed labels that have to be at stake for a question about the same cluster. */
const LEAST_AGAIN = 20;
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
 * @param answers those that people have given: those like them are the likelier to be what was said, and the same cluster is
 * asked about again only while much is at stake
 */
export function choose(clusters: readonly Cluster[], answers: readonly Answer[], limit: number): Choice[] {
  const given = answersIn(clusters, answers);
  const open = clusters.map((cluster) => {
    const place = placeOf(cluster);
    const said = answers.map((answer) => ({ label: answer.label, weight: shared(answer, place) }));
    const chances = chancesOf(cluster, said);
    const expected = expectedChange(cluster, chances);
    const own = given.get(cluster) ?? 0;
    const again = expected * AGAIN ** own;
    const taught = own > 0 ? 1 - AGAIN ** own : Math.max(0, ...said.map(({ weight }) => weight));
    return { cluster, place, chances, expected, taught, isDone: own > 0 && again < LEAST_AGAIN };
  });
  const left = open.filter(({ isDone }) => !isDone);
  const chosen: Choice[] = [];
  while (chosen.length < limit && left.length > 0) {
    const values = left.map(({ expected, taught }) => expected * (1 - taught));
    const [choice] = left.splice(values.indexOf(Math.max(...values)), 1) as [(typeof left)[number]];
    chosen.push(choice);
    for (const other of left) other.taught = Math.max(other.taught, shared(choice.place, other.place));
  }
  return chosen;
}

/** How many answers each cluster has; of events that are not in the sample, too. */
function answersIn(clusters: readonly Cluster[], answers: readonly Answer[]): Map<Cluster, number> {
  const given = new Map(
    clusters.flatMap((cluster) => (cluster.answered > 0 ? [[cluster, cluster.answered] as const] : [])),
  );
  for (const answer of answers) {
    const found = clustersOf(answer, clusters);
    const [first] = found;
    if (first && !found.some((cluster) => given.has(cluster))) given.set(first, 1);
  }
  return given;
}

/** The clusters that an answered event may be in, the likeliest first. */
function clustersOf(answer: Answer, clusters: readonly Cluster[]): Cluster[] {
  const near = clusters.filter(
    ({ kind, target, client }) =>
      kind === answer.kind && target === answer.target && client === answer.client,
  );
  const own = near.filter(({ tpl }) => tpl === answer.tpl);
  // Where those who probe ask for it as well as others, "attack" was said of them.
  const isLikelier = ({ probing }: Cluster) => probing === (answer.label === "attack");
  return (own.length > 0 ? own : near.filter(({ tpl }) => tpl === "")).sort(
    (a, b) => Number(isLikelier(b)) - Number(isLikelier(a)),
  );
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
