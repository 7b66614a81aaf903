/** People's corrections: what was said last, and how far whoever said it is believed. */
import type pg from "pg";
import type { Label } from "../../host/event.ts";
import { HEADS } from "../model/model.ts";
import { type Labels, labelsOf } from "./labels.ts";

/** One person's newest word about one event. */
export interface Saying {
  /** Event id as the store has it, in decimal. */
  id: string;
  /** Event time, seconds since the epoch. */
  time: number;
  label: Label;
  who: string;
  record: string;
  tpl: string;
}

/** What all of them together say of one event. */
export interface Correction {
  id: string;
  time: number;
  record: string;
  labels: Labels;
  /** How far it is believed, 0..1. */
  trust: number;
}

export interface Reviewer {
  who: string;
  /** Events that he labelled. */
  labels: number;
  /** Those that a rule or somebody else judged too, and on how many of them he agreed. */
  compared: number;
  agreed: number;
  /** 0..1; 0 is not believed at all. */
  trust: number;
}

/** Corrections that are used at most, the newest. */
const MOST = 20_000;
/** Comparisons before a reviewer can be disbelieved. */
const LEAST_COMPARED = 5;
/** Agreement of an honest reviewer who errs now and then, counted as so many comparisons before the first. */
const PRIOR = { agreed: 4, compared: 5 };
/** At this agreement a reviewer's word is worth nothing: a coin would do as well. */
const WORTHLESS = 0.5;

/** The newest word of each person about each event, at most {@link MOST}. */
export async function readSayings(db: pg.Pool): Promise<Saying[]> {
  const { rows } = await db.query<Saying>(
    `select event_id::text as id, extract(epoch from event_time)::float8 as time, label, who,
       record::text as record, coalesce(tpl, '') as tpl
     from (
       select distinct on (event_time, event_id, who) * from smartlog.feedback
       order by event_time, event_id, who, at desc, id desc
     ) newest
     order by at desc, newest.id desc
     limit ${MOST}`,
  );
  return rows;
}

/** Whether two words about one event contradict each other on any head. */
function contradicts(a: Labels, b: Labels): boolean {
  return HEADS.some((head) => a[head] !== undefined && b[head] !== undefined && a[head] !== b[head]);
}

function comparable(a: Labels, b: Labels): boolean {
  return HEADS.some((head) => a[head] !== undefined && b[head] !== undefined);
}

/**
 * How far each reviewer is believed: by how often he agrees with rules that are nearly always right, and with others who
 * judged the same event or another of the same template.
 *
 * @param rules what a rule says of an event, by the event's id
 */
export function judgeReviewers(sayings: readonly Saying[], rules: ReadonlyMap<string, Labels>): Reviewer[] {
  const reviewers = new Map<string, Reviewer>();
  const byEvent = grouped(sayings, (saying) => saying.id);
  const byTemplate = grouped(sayings, (saying) => saying.tpl || saying.id);
  for (const saying of sayings) {
    let reviewer = reviewers.get(saying.who);
    if (!reviewer) {
      reviewer = { who: saying.who, labels: 0, compared: 0, agreed: 0, trust: 1 };
      reviewers.set(saying.who, reviewer);
    }
    reviewer.labels++;
    const own = labelsOf(saying.label);
    const verdict = rules.get(saying.id) ?? majority(saying, byEvent, byTemplate);
    if (!verdict || !comparable(own, verdict)) continue;
    reviewer.compared++;
    if (!contradicts(own, verdict)) reviewer.agreed++;
  }
  for (const reviewer of reviewers.values()) {
    const agreement = (reviewer.agreed + PRIOR.agreed) / (reviewer.compared + PRIOR.compared);
    const isKnown = reviewer.compared >= LEAST_COMPARED;
    reviewer.trust = isKnown ? Math.max(0, Math.min(1, (agreement - WORTHLESS) / (0.8 - WORTHLESS))) : 1;
  }
  return [...reviewers.values()].sort((a, b) => b.labels - a.labels);
}

/** What most others say of the event, or of its template; undefined where nobody else does, or they are at odds. */
function majority(
  saying: Saying,
  byEvent: ReadonlyMap<string, readonly Saying[]>,
  byTemplate: ReadonlyMap<string, readonly Saying[]>,
): Labels | undefined {
  for (const peers of [byEvent.get(saying.id), byTemplate.get(saying.tpl || saying.id)]) {
    // One voice for each person, or whoever clicks most would be the measure of the others.
    const votes = new Map<string, Label>();
    for (const peer of peers ?? []) if (peer.who !== saying.who) votes.set(peer.who, peer.label);
    if (votes.size === 0) continue;
    const counts = new Map<Label, number>();
    for (const label of votes.values()) counts.set(label, (counts.get(label) ?? 0) + 1);
    const [first, second] = [...counts].sort((a, b) => b[1] - a[1]);
    if (first && first[1] > (second?.[1] ?? 0)) return labelsOf(first[0]);
  }
  return undefined;
}

/** What is taken for true of each event that people judged; events on which equal trust stands on both sides are left out. */
export function corrections(sayings: readonly Saying[], reviewers: readonly Reviewer[]): Correction[] {
  const trust = new Map(reviewers.map((reviewer) => [reviewer.who, reviewer.trust]));
  const out: Correction[] = [];
  for (const [id, list] of grouped(sayings, (saying) => saying.id)) {
    const weights = new Map<Label, number>();
    for (const { label, who } of list)
      weights.set(label, (weights.get(label) ?? 0) + (trust.get(who) as number));
    const ranked = [...weights].sort((a, b) => b[1] - a[1]);
    const [label, weight] = ranked[0] as [Label, number];
    const margin = weight - (ranked[1]?.[1] ?? 0);
    if (margin <= 0) continue;
    const { time, record } = list[0] as Saying;
    out.push({ id, time, record, labels: labelsOf(label), trust: Math.min(1, margin) });
  }
  return out;
}

function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const of = groups.get(key(item));
    if (of) of.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
