/**
 * Order of lines in a session: which steps a session has had, and whether ordinary ones come that way.
 *
 * A step is a line's template. A session's set is the exclusive or of its steps' marks; the sets that sessions pass through
 * on their way tell order as well as presence. Unusual is a step that no ordinary session of the class has, and a set that
 * none passes through for {@link PATIENCE} lines: where two tasks run side by side, their steps fall in with a known set soon
 * after. A session is called once.
 *
 * The table has {@link SETS} sets of {@link WAYS} sessions; a key's hash names its set. A new one displaces the session of
 * its class in the set that was idle longest, and only where there is none any other: a flood of keys takes one place in four.
 */
import { isOn } from "../model/settings";
import { Head } from "../schema/heads";
import { ascii } from "../text/ascii";
import { list } from "../text/list";
import { isKnown, markOf, Of } from "./known-sessions";
import { classOf, SessionClass } from "./session-class";
import { Rule, sessionClass, sessionHash, sessionKey } from "./session-key";

/** What a record is in its session. */
export const enum Step {
  /** There is no session. */
  None,
  /** The class is still learnt. */
  Learning,
  Usual,
  /** A step that ordinary sessions don't have. */
  Unknown,
  /** A set that ordinary sessions don't pass through. */
  OutOfOrder,
}

export const STEP_NAMES: usize = list(ascii("none,learning,usual,unknown step,unusual order"));

@unmanaged
class Session {
  /** Hash of the key; 0 in a free place. */
  key: u64;
  /** Exclusive or of the steps' marks. */
  set: u32;
  class: u32;
  /** Time of the last line, seconds since the epoch. */
  last: u32;
  /** Number of its steps. */
  steps: u8;
  /** Lines since the set was a known one. */
  astray: u8;
  /** Whether it had something unusual. */
  isUnusual: bool;
  unused: u8;
}

/** u16 tag of each step, behind the {@link Session}. */
const TAGS_AT: u32 = offsetof<Session>();
const MOST_STEPS: u32 = 20;
const SESSION_BYTES: u32 = TAGS_AT + (MOST_STEPS << 1);
const WAYS: u32 = 4;
const SETS_LOG2: u32 = 10;
const SETS: u32 = 1 << SETS_LOG2;
const TABLE: usize = memory.data(<i32>(SETS * WAYS * SESSION_BYTES), 16);
const PATIENCE: u8 = 8;
/** A key that comes again after so long begins a session anew: numbers of processes and addresses are given again. */
const REUSED_SECONDS: u32 = 3_600;
const IDLE_SECONDS: u32 = 86_400;
const DAY_MS: i64 = 86_400_000;

/** Four u16 tags at once. */
const LANES: u64 = 0x0001000100010001;
const LANE_HIGHS: u64 = 0x8000800080008000;

/** What is known of the record at hand by its session. */
@unmanaged
class SessionVerdict {
  step: Step;
  /** Hash of the key, and class of the session; 0 where there is none. */
  key: u64;
  class: u32;
  /** The session, and its steps so far, this one included. */
  session: usize;
  steps: u32;
}

export const sessionVerdict: SessionVerdict = changetype<SessionVerdict>(
  memory.data(offsetof<SessionVerdict>(), 8),
);

/** The place of a session that begins in a set of the table. */
function placeIn(set: usize, ofClass: u32): Session {
  let oldest = changetype<Session>(set);
  let oldestOfClass: usize = 0;
  let last: u32 = u32.MAX_VALUE;
  let lastOfClass: u32 = u32.MAX_VALUE;
  for (let at = set; at < set + WAYS * SESSION_BYTES; at += SESSION_BYTES) {
    const session = changetype<Session>(at);
    if (session.key == 0) return session;
    if (session.last <= last) {
      last = session.last;
      oldest = session;
    }
    if (session.class == ofClass && session.last <= lastOfClass) {
      lastOfClass = session.last;
      oldestOfClass = at;
    }
  }
  return oldestOfClass ? changetype<Session>(oldestOfClass) : oldest;
}

function begin(session: Session, key: u64, ofClass: u32, now: u32): void {
  memory.fill(changetype<usize>(session), 0, SESSION_BYTES);
  session.key = key;
  session.class = ofClass;
  session.last = now;
}

/** The session of a key; begun where there is none, or that one is over. */
function find(key: u64, kind: u32, now: u32): Session {
  const set = TABLE + (<usize>key & (SETS - 1)) * (WAYS * SESSION_BYTES);
  for (let at = set; at < set + WAYS * SESSION_BYTES; at += SESSION_BYTES) {
    const session = changetype<Session>(at);
    if (session.key != key) continue;
    const last = session.last;
    if (now > last) {
      session.last = now;
      const idle = sessionKey.rule <= Rule.Process ? REUSED_SECONDS : IDLE_SECONDS;
      if (now - last > idle) begin(session, key, sessionClass(kind), now);
    }
    return session;
  }
  const ofClass = sessionClass(kind);
  const session = placeIn(set, ofClass);
  begin(session, key, ofClass, now);
  return session;
}

/** Whether the session has had the step of a tag. */
function hasTag(session: Session, tag: u32): bool {
  const pattern = <u64>tag * LANES;
  const tags = changetype<usize>(session) + TAGS_AT;
  const end = tags + ((<usize>session.steps) << 1);
  // Lanes behind the last step are 0, which is no tag.
  for (let at = tags; at < end; at += 8) {
    const lanes = load<u64>(at) ^ pattern;
    if ((lanes - LANES) & ~lanes & LANE_HIGHS) return true;
  }
  return false;
}

/** Counts a line of a session whose set is no known one. */
function countAstray(session: Session): void {
  if (session.astray && session.astray < u8.MAX_VALUE) session.astray++;
}

/** Adds a step that the session has not had. Returns whether ordinary sessions have it; whether its set is known shows in `astray`. */
function addStep(session: Session, mark: u32, tag: u32, known: SessionClass, day: u16): bool {
  const learns = !known.isJudged;
  const steps = <u32>session.steps;
  if (steps < MOST_STEPS) {
    store<u16>(changetype<usize>(session) + (steps << 1), tag, TAGS_AT);
    session.steps = <u8>(steps + 1);
    session.set ^= mark;
    known.steps++;
    // Of a known set all steps are.
    if (isKnown(Of.Set, session.class, session.set, learns, day)) {
      session.astray = 0;
      return true;
    }
    session.astray++;
  } else countAstray(session);
  return isKnown(Of.Step, session.class, mark, learns, day);
}

function judgeStep(session: Session, isUsual: bool, known: SessionClass): Step {
  if (session.isUnusual || (isUsual && session.astray <= PATIENCE))
    return known.isJudged ? Step.Usual : Step.Learning;
  session.isUnusual = true;
  known.countUnusual();
  if (!known.isJudged) return Step.Learning;
  return isUsual ? Step.OutOfOrder : Step.Unknown;
}

/**
 * Counts the record at hand as a step of its session; its key has to be settled and its source's keys found.
 *
 * @param time event time, milliseconds since the epoch
 * @param arrival the shipper's time, likewise
 */
export function noteStep(kind: u32, template: u32, time: i64, arrival: i64): void {
  sessionVerdict.step = Step.None;
  sessionVerdict.key = 0;
  sessionVerdict.class = 0;
  if (sessionKey.rule == Rule.None || !isOn(Head.Anomaly)) return;
  const key = sessionHash();
  if (key == 0) return;
  // No later than the shipper's clock: a line that claims a time to come would keep its place for ever.
  const now = <u32>(max<i64>(min(time, arrival), 0) / 1000);
  const session = find(key, kind, now);
  const known = classOf(session.class);
  if (session.steps == 0) known.begin();
  const mark = markOf(template);
  const tag = mark >> 16 ? mark >> 16 : 1;
  let isUsual = true;
  if (!hasTag(session, tag)) isUsual = addStep(session, mark, tag, known, <u16>(arrival / DAY_MS));
  else countAstray(session);
  sessionVerdict.step = judgeStep(session, isUsual, known);
  sessionVerdict.key = key;
  sessionVerdict.class = session.class;
  sessionVerdict.session = changetype<usize>(session);
  sessionVerdict.steps = session.steps;
}

/** Tag of a step of the record's session, by which trainer/model/session-set.ts knows it. */
export function stepTag(step: u32): u32 {
  return load<u16>(sessionVerdict.session + (step << 1), TAGS_AT);
}
