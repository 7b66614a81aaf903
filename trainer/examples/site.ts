/** A site's examples: the window's sample with its labels, and annotated events that the window does not have. */
import type { SmartlogEvent } from "../../host/event.ts";
import { type Features, Filter } from "../../host/filter.ts";
import { shipperTime } from "../../host/time.ts";
import type { EventAnnotation } from "../../store/annotations.ts";
import type { Correction } from "../window/annotations.ts";
import { LabellingFunctions, labelledFields } from "../window/labelling-functions.ts";
import type { Labels } from "../window/labels.ts";
import type { EventFacts, WindowRead } from "../window/pass.ts";
import { labelsInWindow } from "../window/weak-labels.ts";
import type { RowFacts, Rows } from "./rows.ts";

/** Weight of a label by consensus against one by a labelling function. */
const CONSENSUS_WEIGHT = 0.5;
/**
 * Examples of one source and label up to which each has its full weight: what all requests of one client have in common,
 * its user agent above all, would else be learnt as the cause of the label. Of what is ordinary more count: a site's own
 * software may have one user.
 */
const MOST_OF_SOURCE = { ordinary: 24, other: 4 };
/** Bounds of the weight that balances examples by what they stand for. */
const BALANCE = { least: 0.3, most: 3 };

/**
 * Adds the window's sample.
 *
 * @param corrected corrections by event id
 */
export function addSample(rows: Rows, read: WindowRead, corrected: ReadonlyMap<string, Correction>): void {
  let roots = 0;
  const ofSource = new Map<string, number>();
  const { sample } = read;
  for (const { facts, stands } of sample) {
    roots += Math.sqrt(stands);
    const key = sourceAndLabels(facts);
    ofSource.set(key, (ofSource.get(key) ?? 0) + 1);
  }
  const meanRoot = roots / Math.max(1, sample.size);
  for (const { features, facts, stands } of sample) {
    const correction = corrected.get(facts.id);
    if (correction) {
      rows.add(features, correctedFacts(correction, stands));
      continue;
    }
    const { labels, from } = labelsInWindow(read, facts, features.kind);
    const most = labels.threat === 0 ? MOST_OF_SOURCE.ordinary : MOST_OF_SOURCE.other;
    const balanced = Math.min(BALANCE.most, Math.max(BALANCE.least, Math.sqrt(stands) / meanRoot));
    rows.add(features, {
      labels,
      from,
      weight:
        balanced *
        (from === "consensus" ? CONSENSUS_WEIGHT : 1) *
        Math.min(1, most / (ofSource.get(sourceAndLabels(facts)) ?? 1)),
      stands,
      isOrdinary: labels.threat !== 1 && labels.anomaly !== 1 && (!facts.isSuspect || labels.threat === 0),
    });
  }
}

function sourceAndLabels({ source, labels }: EventFacts): string {
  return `${labels.threat}${labels.bot}${labels.anomaly} ${source}`;
}

function correctedFacts({ labels, reliability }: Correction, stands: number): RowFacts {
  return {
    labels,
    from: "feedback",
    weight: reliability,
    stands,
    isOrdinary: labels.threat === 0 && labels.anomaly === 0,
  };
}

/**
 * Adds annotated events from the copies that annotations keep of them, as far as there is room.
 *
 * @param annotations of events that the window does not have
 */
export function addAnnotated(
  rows: Rows,
  module: WebAssembly.Module,
  annotations: readonly EventAnnotation[],
  corrected: ReadonlyMap<string, Correction>,
): void {
  eachAnnotated(module, annotations, (id, features) => {
    const correction = corrected.get(id);
    if (correction && rows.size < rows.capacity) rows.add(features, correctedFacts(correction, 1));
  });
}

/** Weak labels of annotated events, by event id, from the copies that annotations keep of them. */
export function weakLabelsOf(
  module: WebAssembly.Module,
  annotations: readonly EventAnnotation[],
): Map<string, Labels> {
  const weakLabels = new Map<string, Labels>();
  eachAnnotated(module, annotations, (id, features, event, record, functions) => {
    const weak = functions.label(labelledFields(event), features, event.kind === "web" ? "" : record);
    if (weak) weakLabels.set(id, weak.labels);
  });
  return weakLabels;
}

/** Replays each annotated event once, in order of time. */
export function eachAnnotated(
  module: WebAssembly.Module,
  annotations: readonly EventAnnotation[],
  each: (
    id: string,
    features: Features,
    event: SmartlogEvent,
    record: string,
    functions: LabellingFunctions,
  ) => void,
): void {
  if (annotations.length === 0) return;
  const filter = Filter.load(module);
  const scorer = Filter.load(module);
  const functions = new LabellingFunctions(filter.schema);
  const seen = new Set<string>();
  for (const { id, time: seconds, record } of [...annotations].sort((a, b) => a.time - b.time)) {
    if (seen.has(id)) continue;
    seen.add(id);
    const time = shipperTime(seconds);
    const features = filter.features(record, time);
    const event = features ? scorer.event(record, time) : undefined;
    if (features && event) each(id, features, event, record, functions);
  }
}
