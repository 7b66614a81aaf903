/**
 * What ordinary sessions are like, learnt of a window's: their steps, the sets that they pass through and end with.
 *
 * Judged is a class with many sessions of several steps, of whose held-out sessions hardly any would be called by what the
 * others were like; then these are learnt as well. Not learnt is
 *
 * - a session with an event that people called an attack or an anomaly;
 * - where the class is judged already, a set that is unknown in service, unless people called an event of it ordinary or it came
 *   on {@link DAYS} days: what was found is not to be usual because it was found again.
 *
 * What the model in service knows stays as far as there is room.
 */
import type { SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { shipperTime } from "../../host/time.ts";
import type { Decoded } from "../model/decode.ts";
import { classNameOf, fingerprintOf, markOf, SessionSet, setOf } from "../model/session-set.ts";
import {
  KnownSessions,
  LEAST_SESSIONS,
  LEAST_STEPS,
  MAX_CLASSES,
  MAX_ENDS,
  MAX_FINGERPRINTS,
  sessionsIn,
} from "../model/sessions.ts";
import { type TemplateMap, templateNow } from "../model/template-map.ts";
import type { SessionClass } from "../report/input.ts";
import type { Correction } from "../window/annotations.ts";
import { popcount } from "../window/counts.ts";
import { addSession, type SeenClass, type SeenSession, type SeenSet } from "../window/sessions.ts";

/** Held-out sessions at least, and share of them that may be called. */
const LEAST_HELD_OUT = 30;
const MOST_CALLED = 0.01;
/** Lines without a known set, as in filter/features/session.ts. */
const PATIENCE = 8;
/** Days of a window on which a set came that is usual from then on. */
const DAYS = 7;

export interface LearntSessions {
  /** What is known then, in so many bytes. */
  within: (bytes: number) => KnownSessions;
  /** The one with the most sessions first. */
  classes: SessionClass[];
}

interface LearntClass {
  class: number;
  fingerprints: number[];
  endings: number[];
}

export interface SessionsInput {
  seen: readonly SeenClass[];
  /** What the model in service knows. */
  before: KnownSessions;
  /** The module in service. */
  module: Uint8Array;
  /** By event id. */
  corrected: ReadonlyMap<string, Correction>;
  /** What templates are in the candidate. */
  templates: TemplateMap;
}

/** Learns what ordinary sessions of each class are like. */
export function learnSessions(input: SessionsInput): LearntSessions {
  const { seen, before, module, templates } = input;
  const large = seen
    .filter(({ sessions, steps }) => sessions >= LEAST_SESSIONS && steps >= sessions * LEAST_STEPS)
    .sort((a, b) => b.sessions - a.sessions);
  const filter = Filter.load(module);
  const classes: SessionClass[] = [];
  const judged: { of: number; sets: readonly SeenSet[] }[] = [];
  for (const of of large.slice(0, MAX_CLASSES)) {
    const sets = ordinarySets(of, input);
    const heldOut = of.heldOut.filter((session) => isOrdinary(session, input.corrected) !== false);
    const called = heldOut.filter((session) => isCalled(session, sets)).length;
    const isJudged = heldOut.length >= LEAST_HELD_OUT && called <= 1 + heldOut.length * MOST_CALLED;
    if (isJudged) {
      for (const session of heldOut) learnSession(session, of.class, sets, input);
      judged.push({ of: of.class, sets: [...sets.values()] });
    }
    const name = nameOf(of, filter);
    const { sessions } = of;
    classes.push({ name, sessions, sets: sets.size, heldOut: heldOut.length, called, isJudged });
  }
  const learnt = judged.map((of) => encode(of, templates));
  return { within: (bytes) => join(learnt, before, bytes), classes };
}

/** No sessions but those that the module knows. */
export function sameSessions({
  incumbent: { sections },
}: {
  incumbent: Pick<Decoded, "sections">;
}): LearntSessions {
  return { within: (bytes) => join([], sessionsIn(sections), bytes), classes: [] };
}

/** Whether people called an event of the session ordinary, or something else; undefined where they said nothing. */
function isOrdinary(
  { corrected: ids }: Pick<SeenSession, "corrected">,
  corrected: ReadonlyMap<string, Correction>,
): boolean | undefined {
  const said = ids.flatMap((id) => corrected.get(id) ?? []);
  if (said.length === 0) return undefined;
  return said.every(({ labels }) => labels.threat !== 1 && labels.anomaly !== 1);
}

/** The sets of a class that ordinary sessions pass through, without the held-out ones. */
function ordinarySets(of: SeenClass, input: SessionsInput): Map<number, SeenSet> {
  const { before } = input;
  const isJudged = before.judges(of.class);
  const sets = new Map(
    [...of.sets].filter(
      ([set, { days }]) => !isJudged || before.passes(of.class, set) || popcount(days) >= DAYS,
    ),
  );
  for (const session of of.corrected) learnSession(session, of.class, sets, input);
  return sets;
}

/** Adds what a session passes through, where that is ordinary. */
function learnSession(
  session: SeenSession,
  ofClass: number,
  sets: Map<number, SeenSet>,
  { before, corrected }: SessionsInput,
): void {
  const said = isOrdinary(session, corrected);
  if (said === false) return;
  const isKnown =
    !before.judges(ofClass) ||
    session.steps.every((_, i) => before.passes(ofClass, setOf(session.steps.slice(0, i + 1))));
  if (said || isKnown) addSession(sets, session);
}

/** Whether the filter would call a session. */
function isCalled({ steps, lines, length }: SeenSession, sets: ReadonlyMap<number, SeenSet>): boolean {
  const known = new Set([...sets.values()].flatMap((set) => set.steps));
  const passed = new SessionSet();
  let astraySince: number | undefined;
  for (const [i, step] of steps.entries()) {
    if (!known.has(step)) return true;
    passed.add(step);
    if (sets.has(passed.set)) astraySince = undefined;
    else astraySince ??= lines[i] as number;
    const until = lines[i + 1] ?? length;
    if (astraySince !== undefined && until - astraySince > PATIENCE) return true;
  }
  return false;
}

/** What is known of one class. */
function encode({ of, sets }: { of: number; sets: readonly SeenSet[] }, templates: TemplateMap): LearntClass {
  const now = sets.map(({ steps, ended }) => ({
    steps: steps.map((step) => templateNow(templates, step)),
    ended,
  }));
  const steps = new Set(now.flatMap((set) => set.steps));
  return {
    class: of,
    fingerprints: [
      ...[...steps].map((step) => fingerprintOf("step", of, markOf(step))),
      ...now.map((set) => fingerprintOf("set", of, setOf(set.steps))),
    ],
    endings: now.filter(({ ended }) => ended > 0).map((set) => fingerprintOf("end", of, setOf(set.steps))),
  };
}

/** What is learnt, class by class, and what was known before, as far as there is room: of a class all or nothing. */
function join(learnt: readonly LearntClass[], before: KnownSessions, bytes: number): KnownSessions {
  let known = new KnownSessions();
  const add = (classes: Iterable<number>, fingerprints: Iterable<number>, endings: Iterable<number>) => {
    const all = [
      new Set([...known.classes, ...classes]),
      new Set([...known.fingerprints, ...fingerprints]),
      new Set([...known.endings, ...endings]),
    ] as const;
    const most = [MAX_CLASSES, MAX_FINGERPRINTS, MAX_ENDS];
    if (all.some((words, i) => words.size > (most[i] as number))) return;
    const more = new KnownSessions(...all);
    if (more.bytes <= bytes) known = more;
  };
  for (const { class: of, fingerprints, endings } of learnt) add([of], fingerprints, endings);
  add(before.classes, before.fingerprints, before.endings);
  return known;
}

/** The name of a class, by the record that began one of its sessions. */
function nameOf({ record }: SeenClass, filter: Filter): string {
  const { smartlog, session } = JSON.parse(filter.explain(record, shipperTime(0))) as {
    smartlog: SmartlogEvent;
    session?: { key: string };
  };
  return session?.key ? classNameOf(session.key, smartlog.service ?? "") : `${smartlog.kind} source`;
}
