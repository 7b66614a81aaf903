/** The first stages: a site's window of events, and its people's annotations. */
import { type EventAnnotation, readAnnotations } from "../../store/annotations.ts";
import { nextModelId } from "../../store/models.ts";
import { countAttacks, type WindowFacts, windowFacts } from "../../store/window.ts";
import { weakLabelsOf } from "../examples/site.ts";
import { type Annotator, type Correction, correctionsOf, rateAnnotators } from "../window/annotations.ts";
import type { WindowRead } from "../window/pass.ts";
import { readWindow } from "../window/read.ts";
import { TrainError } from "./error.ts";
import { HeldOutSample } from "./held-out.ts";
import type { Run } from "./run.ts";

/** Examples of the site at an effort of 1. */
const ROWS = 30_000;
/** Share of the window's events, the newest, that is judged on and not learnt from. */
const HELD_OUT_SHARE = 0.2;
/** Held-out events of the selection set at an effort of 1. */
const HELD_OUT_ROWS = 12_000;
/** Events of a kind in the window from which on the site has it. */
const LEAST_OF_KIND = 60;
const LEAST_EVENTS = 1000;
/** Most annotations that are read; of more, the newest. */
const MOST_ANNOTATIONS = 20_000;
/** Windows before this one whose share of attacks is compared, and the events that they have at least. */
const BEFORE = { windows: 4, events: 1000 };

/** A site's window, read. */
export interface Site {
  /** Id of the next model. */
  id: string;
  facts: WindowFacts;
  /** Kinds that the site has. */
  kinds: ReadonlySet<string>;
  read: WindowRead;
  heldOut: HeldOutSample;
  annotations: readonly EventAnnotation[];
  /** Those of events that the window does not have. */
  outside: readonly EventAnnotation[];
  annotators: readonly Annotator[];
  /** By event id. */
  corrected: ReadonlyMap<string, Correction>;
  /** Share of attacks in the windows before, by the labels on arrival; undefined where there are too few events. */
  attackShareBefore: number | undefined;
}

/** @throws TrainError where the window has too few events */
export async function gather({ options, stages, rng, incumbent, inService, sized }: Run): Promise<Site> {
  const { db, from, to, maxEvents, now = new Date() } = options;
  stages.begin("count events");
  const facts = await windowFacts(db, from, to, maxEvents, HELD_OUT_SHARE);
  if (facts.events < LEAST_EVENTS)
    throw new TrainError(
      "TOO_FEW_EVENTS",
      `the window from ${from.toISOString()} to ${to.toISOString()} has ${facts.events} events; ${LEAST_EVENTS} are the least`,
      "Choose a longer window, or wait until more events are stored.",
    );
  const annotations = await readAnnotations(db, MOST_ANNOTATIONS);
  const id = await nextModelId(db, now);
  const attackShareBefore = await shareBefore(db, facts);

  stages.begin("read events", facts.events);
  const annotated = new Set(annotations.map((annotation) => annotation.id));
  const { schema } = incumbent;
  const heldOut = new HeldOutSample(facts, annotated, schema, sized(HELD_OUT_ROWS), rng.fork("held out"));
  const read = await readWindow({
    db,
    module: inService,
    facts,
    to,
    corrected: annotated,
    rows: sized(ROWS),
    rng: rng.fork("sample"),
    observe: (...event) => heldOut.add(...event),
    onProgress: (done) => stages.progress(done),
  });
  const outside = annotations.filter((annotation) => !read.annotated.has(annotation.id));
  const weakLabels = new Map([...weakLabelsOf(inService, outside), ...read.weakLabels]);
  const annotators = rateAnnotators(annotations, weakLabels);
  const corrections = correctionsOf(annotations, annotators);
  const corrected = new Map(corrections.map((correction) => [correction.id, correction]));
  const kinds = new Set(
    Object.keys(facts.kinds).filter((kind) => (facts.kinds[kind] as number) >= LEAST_OF_KIND),
  );
  return { id, facts, kinds, read, heldOut, annotations, outside, annotators, corrected, attackShareBefore };
}

async function shareBefore(db: Run["options"]["db"], { from, to }: WindowFacts): Promise<number | undefined> {
  const length = to.getTime() - from.getTime();
  const { events, attacks } = await countAttacks(
    db,
    new Date(from.getTime() - BEFORE.windows * length),
    from,
  );
  return events >= BEFORE.events ? attacks / events : undefined;
}
