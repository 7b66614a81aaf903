/** What is learnt from, as rows: the site's sample with its labels, and what people said of events that have gone. */
import type { SmartlogEvent } from "../../host/event.ts";
import { type Features, Filter } from "../../host/filter.ts";
import { shipperTime } from "../../host/time.ts";
import type { Correction, Saying } from "../window/annotations.ts";
import { RuleBook } from "../window/labelling-functions.ts";
import type { Labels } from "../window/labels.ts";
import type { EventFacts, WindowRead } from "../window/read.ts";
import type { Rows } from "./rows.ts";

/** What a consensus is worth against a rule. */
const CONSENSUS_WEIGHT = 0.5;
/**
 * Examples of one source and label that count in full: what all requests of one client have in common, its user agent
 * above all, is otherwise learnt as if it were what makes them hostile.
 */
const MOST_OF_SOURCE = 4;

/** Labels of an ordinary event, where its template is one that many sources use well; undefined of others. */
export function consensusOf(read: WindowRead, template: number, kind: number): Labels | undefined {
  return read.templates.isConsensus(template, kind) ? { threat: 0 } : undefined;
}

/** Adds the site's sample. */
export function addSite(rows: Rows, read: WindowRead, corrected: ReadonlyMap<string, Correction>): void {
  let roots = 0;
  const ofSource = new Map<string, number>();
  const keyOfSource = ({ source, labels }: EventFacts) =>
    `${labels.threat}${labels.bot}${labels.anomaly} ${source}`;
  for (const { facts, stands } of read.sample) {
    roots += Math.sqrt(stands);
    const key = keyOfSource(facts);
    ofSource.set(key, (ofSource.get(key) ?? 0) + 1);
  }
  const meanRoot = roots / Math.max(1, read.sample.size);
  for (const { features, facts, stands } of read.sample) {
    const balanced = Math.min(3, Math.max(0.3, Math.sqrt(stands) / meanRoot));
    const correction = corrected.get(facts.id);
    if (correction) {
      rows.add(features, {
        labels: correction.labels,
        from: "feedback",
        weight: correction.trust,
        stands,
        isOrdinary: correction.labels.threat === 0 && correction.labels.anomaly === 0,
      });
      continue;
    }
    const isConsensus = read.templates.isConsensus(facts.template, features.kind);
    const byConsensus: Labels = isConsensus
      ? { threat: 0, ...(facts.isHumanLike ? { bot: 0 as const } : {}) }
      : {};
    const labels = { ...byConsensus, ...facts.labels };
    const from = facts.from === "none" && isConsensus ? "consensus" : facts.from;
    rows.add(features, {
      labels,
      from,
      weight:
        balanced *
        (from === "consensus" ? CONSENSUS_WEIGHT : 1) *
        Math.min(1, MOST_OF_SOURCE / (ofSource.get(keyOfSource(facts)) ?? 1)),
      stands,
      isOrdinary: labels.threat !== 1 && labels.anomaly !== 1 && (!facts.isSuspect || labels.threat === 0),
    });
  }
}

/** Adds corrections whose events are not in the window, from the copies that were kept of their records. */
export function addOld(
  rows: Rows,
  module: WebAssembly.Module,
  sayings: readonly Saying[],
  corrected: ReadonlyMap<string, Correction>,
): void {
  eachOld(module, sayings, (saying, features) => {
    const correction = corrected.get(saying.id);
    if (!correction || rows.size === rows.capacity) return;
    rows.add(features, {
      labels: correction.labels,
      from: "feedback",
      weight: correction.trust,
      stands: 1,
      isOrdinary: correction.labels.threat === 0 && correction.labels.anomaly === 0,
    });
  });
}

/** What rules say of labelled events that are not in the window any more. */
export function rulesOfOld(module: WebAssembly.Module, sayings: readonly Saying[]): Map<string, Labels> {
  const rules = new Map<string, Labels>();
  eachOld(module, sayings, (saying, features, event, book) => {
    const ruling = book.rule(
      {
        path: event.path ?? "",
        ua: event.ua ?? "",
        referer: event.ref ?? "",
        status: event.status ?? 0,
        outcome: event.outcome ?? "",
        user: event.user ?? "",
        service: event.service ?? "",
      },
      features,
      event.kind === "web" ? "" : saying.record,
    );
    if (ruling) rules.set(saying.id, ruling.labels);
  });
  return rules;
}

function eachOld(
  module: WebAssembly.Module,
  sayings: readonly Saying[],
  each: (saying: Saying, features: Features, event: SmartlogEvent, book: RuleBook) => void,
): void {
  if (sayings.length === 0) return;
  const filter = Filter.load(module);
  const scorer = Filter.load(module);
  const book = new RuleBook(filter.schema);
  const seen = new Set<string>();
  for (const saying of [...sayings].sort((a, b) => a.time - b.time)) {
    if (seen.has(saying.id)) continue;
    seen.add(saying.id);
    const time = shipperTime(saying.time);
    const features = filter.features(saying.record, time);
    const event = scorer.event(saying.record, time);
    if (features && event) each(saying, features, event, book);
  }
}
