/** What a question is about and what an answer would do, as sentences of numbers and fixed words: safe to show anywhere. */
import { LABELS } from "../../host/event.ts";
import type { Cluster } from "./clusters.ts";

/** Shares from which on a circumstance is told as of all, and of many. */
const MOST = 0.8;
const MANY = 0.4;
const MANY_HOURS = 6;

const number = (value: number) => Math.round(value).toLocaleString("en-US");
const plural = (count: number, thing: string) =>
  `${number(count)} ${thing}${Math.round(count) === 1 ? "" : "s"}`;

export function eventsOf({ events }: Cluster): number {
  return LABELS.reduce((sum, label) => sum + events[label], 0);
}

/** How many events are alike, and what they are called now. */
export function alikeText(cluster: Cluster): string {
  const all = eventsOf(cluster);
  if (all < 1.5) return "No other event is like it.";
  const called = LABELS.filter((label) => cluster.events[label] >= 0.5)
    .sort((a, b) => cluster.events[b] - cluster.events[a])
    .map((label) => `${number(cluster.events[label])} ${label}`);
  const { sources, hours } = cluster;
  const where = [sources > 0 ? plural(sources, "source") : "", plural(hours, "hour")].filter(Boolean);
  const again = cluster.answered > 0 ? ` Answered before: ${number(cluster.answered)} of them.` : "";
  return `About ${number(all)} events are alike: ${called.join(", ")}; of ${where.join(", in ")}.${again}`;
}

/** What speaks for or against a label beside the scores. */
export function circumstances({ shares, probing, hours }: Cluster): string[] {
  const told = (share: number, text: string) =>
    share >= MOST ? [text] : share >= MANY ? [`${Math.round(100 * share)} %: ${text}`] : [];
  return [
    ...(probing ? ["their sources ask for many things that are not there"] : []),
    ...told(shares.hit, "an attack is seen in them"),
    ...told(shares.failed, "refused or failed"),
    ...told(shares.succeeded, "answered with success"),
    ...told(shares.person, "by sources that load pages with their assets"),
    ...(hours >= MANY_HOURS
      ? told(shares.steady, "by sources that come for the same few things for hours")
      : []),
    ...told(shares.own, "by private addresses"),
  ];
}

/** What an answer would do to the events that are alike, where all are of its label. */
export function effectText(cluster: Cluster, changes: number): string {
  const [all, changed] = [Math.round(eventsOf(cluster)), Math.round(changes)];
  if (changed === 0) return all === 1 ? "its label stays" : `all ${number(all)} labels stay`;
  if (changed >= all) return all === 1 ? "its label changes" : `all ${number(all)} labels change`;
  return `${number(changed)} of ${number(all)} labels change`;
}
