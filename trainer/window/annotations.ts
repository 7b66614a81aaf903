/**
 * Annotations as labels: each annotator is rated by agreement with labelling functions and with the others, and
 * annotations of one event are put together by a vote weighted with those ratings.
 */
import type { Label } from "../../host/event.ts";
import type { Annotation, EventAnnotation } from "../../store/annotations.ts";
import { HEADS } from "../model/model.ts";
import { type Labels, labelsOf } from "./labels.ts";

/** What all annotations of one event say together. */
export interface Correction {
  /** Event id, decimal. */
  id: string;
  labels: Labels;
  /** Margin of the vote, each voice weighted by its annotator's reliability: above 0, to 1. */
  reliability: number;
}

/** How often an annotator was right, as far as that can be told. */
export interface Annotator {
  name: string;
  /** Events that the annotator labelled. */
  labels: number;
  /** Those of them that a labelling function or another annotator labelled too, and how many agree. */
  compared: number;
  agreed: number;
  /** 0..1; annotations of reliability 0 teach nothing. */
  reliability: number;
}

type Agreement = Pick<Annotator, "compared" | "agreed">;

/** Fewer comparisons than this lower nobody's reliability. */
const LEAST_COMPARED = 5;
/** Comparisons of an annotator of average care, counted before the first (a Beta prior). */
const PRIOR = { agreed: 4, compared: 5 };
/** Share of agreement at which reliability is 0 (chance), and at which it is 1. */
const AGREEMENT = { none: 0.5, full: 0.8 };

/**
 * Rates annotators.
 *
 * @param annotations the newest of each annotator about each event
 * @param weakLabels labels by labelling functions, by event id
 * @returns the annotator with the most annotations first
 */
export function rateAnnotators(
  annotations: readonly EventAnnotation[],
  weakLabels: ReadonlyMap<string, Labels>,
): Annotator[] {
  const annotators = new Map<string, Annotator>();
  const byRules = new Map<string, Agreement>();
  const byEvent = groupedBy(annotations, eventOf);
  const byTemplate = groupedBy(annotations, templateOf);
  for (const annotation of annotations) {
    const name = annotation.annotator;
    let annotator = annotators.get(name);
    if (!annotator) {
      annotator = { name, labels: 0, compared: 0, agreed: 0, reliability: 1 };
      annotators.set(name, annotator);
      byRules.set(name, { compared: 0, agreed: 0 });
    }
    annotator.labels++;
    const own = labelsOf(annotation.label);
    const weak = weakLabels.get(annotation.id);
    const others =
      weak ??
      majority(name, byEvent.get(eventOf(annotation))) ??
      majority(name, byTemplate.get(templateOf(annotation)));
    if (!others || !isComparable(own, others)) continue;
    for (const agreement of weak ? [annotator, byRules.get(name) as Agreement] : [annotator]) {
      agreement.compared++;
      if (!isContradiction(own, others)) agreement.agreed++;
    }
  }
  // Several names of one person agree with each other as often as they like; rules agree with nobody for a favour.
  for (const annotator of annotators.values())
    annotator.reliability = Math.min(
      reliabilityOf(annotator),
      reliabilityOf(byRules.get(annotator.name) as Agreement),
    );
  return [...annotators.values()].sort((a, b) => b.labels - a.labels);
}

function reliabilityOf({ agreed, compared }: Agreement): number {
  if (compared < LEAST_COMPARED) return 1;
  const agreement = (agreed + PRIOR.agreed) / (compared + PRIOR.compared);
  return Math.max(0, Math.min(1, (agreement - AGREEMENT.none) / (AGREEMENT.full - AGREEMENT.none)));
}

/** Labels that most other annotators chose; undefined where there are none, or no majority. */
function majority(annotator: string, annotations: readonly Annotation[] | undefined): Labels | undefined {
  // One vote for each annotator: the busiest would else be the measure of all others.
  const votes = new Map<string, Label>();
  for (const other of annotations ?? [])
    if (other.annotator !== annotator) votes.set(other.annotator, other.label);
  const counts = new Map<Label, number>();
  for (const label of votes.values()) counts.set(label, (counts.get(label) ?? 0) + 1);
  const [first, second] = [...counts].sort((a, b) => b[1] - a[1]);
  return first && first[1] > (second?.[1] ?? 0) ? labelsOf(first[0]) : undefined;
}

/** One correction for each annotated event; events whose vote is a tie, or of annotators who are not believed, are left out. */
export function correctionsOf(
  annotations: readonly EventAnnotation[],
  annotators: readonly Annotator[],
): Correction[] {
  const reliability = new Map(annotators.map((annotator) => [annotator.name, annotator.reliability]));
  const corrections: Correction[] = [];
  for (const [id, ofEvent] of groupedBy(annotations, eventOf)) {
    const weights = new Map<Label, number>();
    for (const { label, annotator } of ofEvent)
      weights.set(label, (weights.get(label) ?? 0) + (reliability.get(annotator) as number));
    const [first, second] = [...weights].sort((a, b) => b[1] - a[1]);
    const [label, weight] = first as [Label, number];
    const margin = weight - (second?.[1] ?? 0);
    if (margin > 0) corrections.push({ id, labels: labelsOf(label), reliability: Math.min(1, margin) });
  }
  return corrections;
}

/** Whether two labels of one event contradict each other on any head. */
function isContradiction(a: Labels, b: Labels): boolean {
  return HEADS.some((head) => a[head] !== undefined && b[head] !== undefined && a[head] !== b[head]);
}

function isComparable(a: Labels, b: Labels): boolean {
  return HEADS.some((head) => a[head] !== undefined && b[head] !== undefined);
}

function eventOf({ id }: EventAnnotation): string {
  return id;
}

function templateOf({ tpl, id }: EventAnnotation): string {
  return tpl || id;
}

function groupedBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
