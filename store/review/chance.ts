/**
 * How likely each label is the right one of a cluster's events: the mean scores, which are calibrated, and what speaks for or
 * against a head beside them, added as weights of evidence (log-odds; Good 1950).
 *
 * A model is surest of what it knows from elsewhere: on a site whose own software looks like attacks, it is surely wrong. So
 * its word is bounded, and the way of a client and of many clients counts against it.
 */
import type { Label } from "../../host/event.ts";
import type { Cluster } from "./clusters.ts";

export type Chances = Record<Label, number>;

/** Log-odds of a mean score, at least and at most. */
const LOGIT = { least: -4.5, most: 2.5 };

/** A circumstance, 0..1 for a cluster, and what it adds to the log-odds of each head at 1. */
interface Evidence {
  of(cluster: Cluster): number;
  threat: number;
  bot: number;
  anomaly: number;
}

const EVIDENCE: readonly Evidence[] = [
  // Sources that look for what is not there.
  { of: ({ probing }) => (probing ? 1 : 0), threat: 3, bot: 1.5, anomaly: 0 },
  { of: ({ shares }) => shares.hit, threat: 1, bot: 0, anomaly: 0 },
  { of: ({ shares }) => shares.person, threat: -2.5, bot: -3, anomaly: -1 },
  // A page left open, or a monitor: attackers seldom come back for hours and for the same few things.
  { of: ({ shares }) => shares.steady, threat: -1.5, bot: 0, anomaly: -1 },
  { of: ({ shares }) => shares.own, threat: -1.5, bot: 0, anomaly: 0 },
  { of: ({ shares }) => shares.succeeded, threat: -1.5, bot: 0, anomaly: -1 },
  { of: ({ shares }) => shares.steady * shares.succeeded, threat: 0, bot: 1, anomaly: 0 },
  // Nobody keeps a robot that always fails: rather a page left open.
  { of: ({ shares }) => shares.steady * shares.failed, threat: 0, bot: -1, anomaly: 0 },
  // The same thing by many, sixteen or more; none is known where lines have no address.
  {
    of: ({ sources }) => Math.min(1, Math.log2(Math.max(1, sources)) / 4),
    threat: -1,
    bot: -0.5,
    anomaly: -2,
  },
];

/** What an answer about another cluster adds to the log-odds of what was said, and takes from the others', where all is alike. */
const ANSWER = 4;

/** An answer about another cluster, and how much alike that is, 0..1. */
export interface Said {
  label: Label;
  weight: number;
}

/** The chance of each label, as heads decide: attack before bot before anomaly. They add up to 1. */
export function chancesOf(cluster: Cluster, said: readonly Said[] = []): Chances {
  const { scores } = cluster;
  let [threat, bot, anomaly] = [logit(scores.threat), logit(scores.bot), logit(scores.anomaly)];
  for (const evidence of EVIDENCE) {
    const degree = evidence.of(cluster);
    threat += degree * evidence.threat;
    bot += degree * evidence.bot;
    anomaly += degree * evidence.anomaly;
  }
  // Of many answers the nearest counts: ten about one page are no more than one about it.
  const near = said.reduce<Said | undefined>((a, b) => (b.weight > (a?.weight ?? 0) ? b : a), undefined);
  if (near) {
    const add = (label: Label) => (near.label === label ? 1 : -1) * near.weight * ANSWER;
    threat += add("attack");
    bot += near.label === "attack" ? 0 : add("bot");
    anomaly += near.label === "attack" || near.label === "bot" ? 0 : add("anomaly");
  }
  const attack = logistic(threat);
  const robot = (1 - attack) * logistic(bot);
  const odd = (1 - attack - robot) * logistic(anomaly);
  return { attack, bot: robot, anomaly: odd, normal: 1 - attack - robot - odd };
}

function logit(score: number): number {
  const odds = Math.log(score / (1 - score));
  return Math.max(LOGIT.least, Math.min(LOGIT.most, odds));
}

function logistic(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
