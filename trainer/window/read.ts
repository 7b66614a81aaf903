/** One pass over the window: features as serving has them, rules, counts, and a bounded sample. */
import type pg from "pg";
import { Filter } from "../../host/filter.ts";
import { lineOf } from "../../host/line.ts";
import { shipperTime } from "../../host/time.ts";
import type { Random } from "../../simulate/lib/random.ts";
import { readEvents, type StoredEvent, type WindowFacts } from "../../store/window.ts";
import { giveBack } from "../progress/memory.ts";
import { RuleBook } from "./labelling-functions.ts";
import type { LabelSource, Labels } from "./labels.ts";
import { Sample } from "./sample.ts";
import { Sources } from "./sources.ts";
import { Templates } from "./templates.ts";

/** Events before the window that are replayed too, so that its first events find their sources known. */
const WARM_UP_MS = 30 * 60_000;
/** Labelled events of the held-out part that are remembered for judging; of more, a sample. */
const MOST_KNOWN = 200_000;
/** Events of a source that count in full in the sample. */
const MOST_OF_SOURCE = 300;
/** Events of a template that do; beyond, the likelihood of being kept falls with the root of their number. */
const MOST_OF_TEMPLATE = 50;

/** What is known of a sampled event. */
export interface EventFacts {
  id: string;
  labels: Labels;
  from: LabelSource;
  template: number;
  source: string;
  isHumanLike: boolean;
  isSuspect: boolean;
}

export interface WindowRead {
  sample: Sample<EventFacts>;
  templates: Templates;
  sources: Sources;
  /** Counts of each dense feature's bins over all events. */
  histogram: Uint32Array[];
  events: number;
  attacks: number;
  /** What a rule says of an event that people labelled too, by its id. */
  ruled: Map<string, Labels>;
  /** Events that people labelled and that are in the window. */
  met: Set<string>;
  /** What a rule says of held-out events, by {@link keyOf} their id. */
  known: Map<number, Labels>;
}

/** An event's id as a number: 52 bits of it, so that a million of them seldom share one. */
export function keyOf(id: string): number {
  return Number(BigInt.asUintN(52, BigInt(id)));
}

export interface WindowInput {
  db: pg.Pool;
  module: WebAssembly.Module;
  facts: WindowFacts;
  to: Date;
  /** Events that people labelled. */
  corrected: ReadonlySet<string>;
  /** Examples to keep. */
  rows: number;
  rng: Random;
  onProgress: (done: number) => void;
}

/** Batches after which memory is given back. */
const TIDY_BATCHES = 20;

export async function readWindow(input: WindowInput): Promise<WindowRead> {
  const { facts, corrected } = input;
  const filter = Filter.load(input.module);
  const { schema } = filter;
  const rules = new RuleBook(schema);
  const from = facts.from.getTime() / 1000;
  const keptShare = Math.min(1, MOST_KNOWN / Math.max(1, facts.events * 0.3));
  const out: WindowRead = {
    sample: new Sample(
      schema.dense.length,
      input.rng,
      capacities(facts, schema.kinds, input.rows, corrected.size),
    ),
    templates: new Templates(),
    sources: new Sources(),
    histogram: schema.dense.map(() => new Uint32Array(32)),
    events: 0,
    attacks: 0,
    ruled: new Map(),
    met: new Set(),
    known: new Map(),
  };
  const web = schema.kinds.indexOf("web");
  const warmUp = new Date(facts.from.getTime() - WARM_UP_MS);
  let batches = 0;
  for await (const batch of readEvents(input.db, warmUp, input.to)) {
    for (const event of batch) {
      const features = filter.features(event.record, shipperTime(event.time));
      if (event.time < from || !features) continue;
      out.events++;
      features.bins.forEach((bin, d) => {
        const counts = out.histogram[d] as Uint32Array;
        counts[bin] = (counts[bin] as number) + 1;
      });
      const isSuspect = event.label === "attack";
      if (isSuspect) out.attacks++;
      const message = features.kind === web ? "" : lineOf(event.record);
      const ruling = rules.rule(event, features, message);
      const isCorrected = corrected.has(event.id);
      if (isCorrected) {
        out.met.add(event.id);
        if (ruling) out.ruled.set(event.id, ruling.labels);
      }
      const ofSource = out.sources.count(event.source, isSuspect);
      const isHumanLike = rules.isHumanLike(features);
      let ofTemplate = 0;
      if (!isHeldOut(event.time, facts)) {
        ofTemplate = out.templates.count(
          { template: features.template, kind: features.kind, source: event.source, time: event.time },
          {
            good: isGood(event),
            humanLike: isHumanLike,
            exploit: ruling?.rule.startsWith("exploit") ?? false,
            suspect: isSuspect,
          },
        );
      } else if (isJudged(event.id, event.time, isCorrected, facts)) {
        const key = keyOf(event.id);
        if (ruling && (key % 1000) / 1000 < keptShare) out.known.set(key, shared(ruling.labels));
        continue;
      } else if (!isCorrected) continue;
      out.sample.offer(
        `${features.kind} ${isCorrected ? "corrected" : classOf(ruling?.labels, isSuspect)}`,
        Math.sqrt(MOST_OF_TEMPLATE / Math.max(MOST_OF_TEMPLATE, ofTemplate)) *
          (MOST_OF_SOURCE / Math.max(MOST_OF_SOURCE, ofSource)),
        features,
        {
          id: event.id,
          labels: shared(ruling?.labels ?? {}),
          from: ruling ? "rule" : "none",
          template: features.template,
          source: event.source,
          isHumanLike,
          isSuspect,
        },
      );
    }
    input.onProgress(out.events);
    if (++batches % TIDY_BATCHES === 0) giveBack();
  }
  return out;
}

const SHARED = new Map<string, Labels>();

/** The same labels as one object for all events that have them: there are a few kinds of them and many events. */
function shared(labels: Labels): Labels {
  const key = `${labels.threat} ${labels.bot} ${labels.anomaly}`;
  const known = SHARED.get(key);
  if (known) return known;
  SHARED.set(key, labels);
  return labels;
}

/** Of the corrections of the held-out part, every so many-th is judged on; the others are learnt from. */
const JUDGED_CORRECTIONS = 4;

export function isHeldOut(seconds: number, facts: WindowFacts): boolean {
  return seconds * 1000 >= facts.heldOutFrom.getTime();
}

/** Whether an event is kept for judging: the last part of the window, but most of what people corrected in it. */
export function isJudged(id: string, seconds: number, isCorrected: boolean, facts: WindowFacts): boolean {
  return isHeldOut(seconds, facts) && (!isCorrected || keyOf(id) % JUDGED_CORRECTIONS === 0);
}

/** Went well: answered, let through, logged in; or there is nothing that says how it went. */
function isGood(event: StoredEvent): boolean {
  return event.status < 400 && event.outcome !== "failure";
}

function classOf(labels: Labels | undefined, isSuspect: boolean): string {
  if (!labels) return isSuspect ? "suspect" : "unlabelled";
  return labels.threat === 1 || labels.bot === 1 || labels.anomaly === 1 ? "positive" : "negative";
}

/** Shares of a kind's examples by what is known of them. */
const CLASS_SHARE: Record<string, number> = { positive: 0.3, negative: 0.25, suspect: 0.15, unlabelled: 0.3 };

/** How many examples a stratum holds: kinds by the root of how many events they have, then by what is known. */
function capacities(
  facts: WindowFacts,
  kinds: readonly string[],
  rows: number,
  corrected: number,
): (stratum: string) => number {
  const counts = Object.values(facts.kinds);
  const roots = counts.reduce((sum, n) => sum + Math.sqrt(n), 0);
  // The store's kinds may be an older module's: whatever kind it is now gets half of an even share at least.
  const least = rows / Math.max(1, counts.length) / 2;
  return (stratum) => {
    const [kind = "", what = ""] = stratum.split(" ");
    if (what === "corrected") return Math.max(1, corrected);
    const events = facts.kinds[kinds[Number(kind)] ?? ""] ?? 0;
    const ofKind = Math.max((rows * Math.sqrt(events)) / roots, least);
    return Math.max(50, Math.round(ofKind * (CLASS_SHARE[what] as number)));
  };
}
