/** What one pass over the window's events keeps of them: weak labels, statistics, and a bounded sample. */
import type { Features, Schema } from "../../host/filter.ts";
import { lineOf } from "../../host/line.ts";
import type { Random } from "../../simulate/lib/random.ts";
import type { StoredEvent, WindowFacts } from "../../store/window.ts";
import { Acts } from "./acts.ts";
import { isInside, isToMany } from "./address.ts";
import { labelsByClient } from "./client-labels.ts";
import { Clients } from "./clients.ts";
import { formOf } from "./form.ts";
import { Forms } from "./forms.ts";
import { type Habitual, isHostile } from "./habits.ts";
import { LabellingFunctions, NAMED_ROBOT, type WeakLabel } from "./labelling-functions.ts";
import type { LabelSource, Labels } from "./labels.ts";
import { Sample } from "./sample.ts";
import { Sessions } from "./sessions.ts";
import { ShownTemplates } from "./shown.ts";
import { Sources } from "./sources.ts";
import { isHeldOut, isJudged, keyOf } from "./split.ts";
import { capacities, classOf, stratumOf } from "./strata.ts";
import { Templates } from "./templates.ts";

/** Held-out events whose weak labels are kept for judging; of more, a sample. */
const MOST_HELD_OUT_LABELS = 200_000;
/** Share of the window that is assumed to be held out and labelled, at most. */
const HELD_OUT_LABELLED = 0.3;
/** Events of a source up to which the sample weighs each with 1; of n more, with the inverse of n. */
const MOST_OF_SOURCE = 300;
/** Events of a form up to which it does; of n more, with the inverse of the root of n. */
const MOST_OF_FORM = 50;
/** Most bins that the filter allows for a feature. */
const MAX_BINS = 32;

/** Facts of a sampled event, beside its features. */
export interface EventFacts {
  id: string;
  labels: Labels;
  from: LabelSource;
  /** Name of the labelling function; empty where none matches. */
  by: string;
  form: number;
  source: string;
  isHumanLike: boolean;
  /** As an act of its client; absent where it names none. */
  habitual?: Habitual;
  /** Whether the model in service called it an attack on arrival. */
  isSuspect: boolean;
}

/** A window, read. */
export interface WindowRead {
  /** Of the events that may be learnt from. */
  sample: Sample<EventFacts>;
  forms: Forms;
  templates: Templates;
  shown: ShownTemplates;
  /** Places whose word varied in the part that is learnt from, by what the filter saw. */
  places: readonly number[];
  sessions: Sessions;
  sources: Sources;
  /** Events in each bin of each dense feature. */
  histogram: Uint32Array[];
  events: number;
  /** Events that the model in service called attacks on arrival. */
  attacks: number;
  /** Ids of the annotated events that are in the window. */
  annotated: Set<string>;
  /** Weak labels of annotated events, by id. */
  weakLabels: Map<string, Labels>;
  /** Weak labels of held-out events, by {@link keyOf} their id. */
  heldOutLabels: Map<number, Labels>;
}

export interface PassInput {
  facts: WindowFacts;
  /** Ids of annotated events. */
  corrected: ReadonlySet<string>;
  /** Examples that the sample holds, about. */
  rows: number;
  rng: Random;
  /** Told of each event, with its labels by itself and by what its client did so far, before the pass takes it. */
  observe?: (event: StoredEvent, features: Features, weak: WeakLabel | undefined) => void;
}

/** A pass over the window; its events are added in order. */
export class Pass {
  readonly read: WindowRead;
  readonly #facts: WindowFacts;
  readonly #corrected: ReadonlySet<string>;
  readonly #functions: LabellingFunctions;
  readonly #acts: Acts;
  readonly #clients = new Clients();
  readonly #web: number;
  readonly #observe: PassInput["observe"];
  /** Share of held-out events whose weak labels are kept. */
  readonly #keptShare: number;
  /** One object for all events with the same labels: there are few of the first and many of the second. */
  readonly #interned = new Map<string, Labels>();

  constructor({ facts, corrected, rows, rng, observe }: PassInput, schema: Schema) {
    this.#observe = observe;
    this.#facts = facts;
    this.#corrected = corrected;
    this.#functions = new LabellingFunctions(schema);
    this.#acts = new Acts(schema);
    this.#web = schema.kinds.indexOf("web");
    this.#keptShare = Math.min(1, MOST_HELD_OUT_LABELS / Math.max(1, facts.events * HELD_OUT_LABELLED));
    this.read = {
      sample: new Sample(schema.dense.length, rng, capacities(facts, schema.kinds, rows, corrected.size)),
      forms: new Forms(),
      templates: new Templates(),
      shown: new ShownTemplates(),
      places: [],
      sessions: new Sessions(facts.heldOutFrom.getTime() / 1000),
      sources: new Sources(),
      histogram: schema.dense.map(() => new Uint32Array(MAX_BINS)),
      events: 0,
      attacks: 0,
      annotated: new Set(),
      weakLabels: new Map(),
      heldOutLabels: new Map(),
    };
  }

  /**
   * Takes the next event.
   *
   * @returns what is known of it now; undefined where it is judged on, and not learnt from
   */
  add(event: StoredEvent, features: Features): EventFacts | undefined {
    const { read } = this;
    const isSuspect = event.label === "attack";
    read.events++;
    if (isSuspect) read.attacks++;
    this.#countBins(features);
    const weak = this.#functions.label(
      event,
      features,
      features.kind === this.#web ? "" : lineOf(event.record),
    );
    const habitual = this.#habitual(event, features, weak);
    const known = labelsByClient(
      { labels: weak?.labels ?? {}, from: weak ? "rule" : "none", by: weak?.name ?? "" },
      habitual,
      features.kind,
    );
    this.#observe?.(
      event,
      features,
      known.from === "none" ? undefined : { name: known.by, labels: known.labels },
    );
    const isCorrected = this.#corrected.has(event.id);
    read.shown.count(event, features.template, isCorrected);
    read.sessions.count(event, features, isCorrected);
    if (isCorrected) {
      read.annotated.add(event.id);
      if (weak) read.weakLabels.set(event.id, weak.labels);
    }
    const ofSource = read.sources.count(event.source, isSuspect);
    if (isJudged(event.id, event.time, isCorrected, this.#facts)) {
      this.#keepLabels(event.id, known.labels);
      return undefined;
    }
    const isHumanLike = this.#functions.isHumanLike(features);
    const form = formOf(features.kind === this.#web, features.template, event.method, event.path);
    let ofForm = 0;
    if (!isHeldOut(event.time, this.#facts)) {
      read.templates.count(features.template, isSuspect);
      ofForm = read.forms.count(
        { form, kind: features.kind, party: habitual?.client.party ?? 0, time: event.time },
        {
          good: isGood(event),
          humanLike: isHumanLike && !(habitual && isHostile(habitual.client)),
          unfit: !(habitual?.isPossible ?? true),
          inside: habitual?.client.isInside ?? false,
          worded: !(habitual?.isBare ?? true),
        },
      );
    }
    const facts: EventFacts = {
      id: event.id,
      labels: this.#intern(weak?.labels ?? {}),
      from: weak ? "rule" : "none",
      by: weak?.name ?? "",
      form,
      source: event.source,
      isHumanLike,
      ...(habitual ? { habitual } : {}),
      isSuspect,
    };
    read.sample.offer(
      stratumOf(features.kind, classOf(weak?.labels, isCorrected, isSuspect)),
      Math.sqrt(MOST_OF_FORM / Math.max(MOST_OF_FORM, ofForm)) *
        (MOST_OF_SOURCE / Math.max(MOST_OF_SOURCE, ofSource)),
      features,
      facts,
    );
    return facts;
  }

  #habitual(event: StoredEvent, features: Features, weak: WeakLabel | undefined): Habitual | undefined {
    const { act, isPlain, isBare, isPossible } = this.#acts.of(event, features, weak);
    const client = this.#clients.of(act);
    if (!client) return undefined;
    const { isLinked, linkedBy } = this.#clients.count(client, act);
    if (linkedBy !== undefined) this.read.forms.countLink(linkedBy, features.kind);
    const { target, isGood, isAsset, isFailure, isReading } = act;
    const staysInside = event.dst ? isInside(event.dst) : event.qname !== "";
    return {
      client,
      target,
      isPlain,
      isBare,
      isPossible,
      isNamedRobot: weak?.name === NAMED_ROBOT && !event.path.includes("?"),
      isGood,
      isAsset,
      isFailure,
      isReading,
      isLinked,
      staysInside,
      isToMany: isToMany(event.dst),
      hasUser: act.user !== "",
      isTaken: this.#clients.isTaken(act.user),
    };
  }

  #countBins(features: Features): void {
    features.bins.forEach((bin, d) => {
      const counts = this.read.histogram[d] as Uint32Array;
      counts[bin] = (counts[bin] as number) + 1;
    });
  }

  /** Keeps what is said of an event by then: most of the window is read before the held-out part. */
  #keepLabels(id: string, labels: Labels): void {
    const key = keyOf(id);
    if (Object.keys(labels).length > 0 && (key % 1000) / 1000 < this.#keptShare)
      this.read.heldOutLabels.set(key, this.#intern(labels));
  }

  #intern(labels: Labels): Labels {
    const key = `${labels.threat} ${labels.bot} ${labels.anomaly}`;
    const known = this.#interned.get(key);
    if (known) return known;
    this.#interned.set(key, labels);
    return labels;
  }
}

/** Succeeded: answered, let through, logged in; or the event does not tell. */
function isGood(event: StoredEvent): boolean {
  return event.status < 400 && event.outcome !== "failure";
}
