/**
 * What is usual of a class of sessions, learnt of those that ended: how long one may wait for its next line, and with which
 * steps they end. Nothing is said of a class until ends that are new have become rare.
 */
import type { SessionClass, SessionEnd } from "../../store/sessions.ts";
import { LEAST_SESSIONS, LEAST_STEPS } from "../model/sessions.ts";

/** Sessions that are remembered one by one. */
const RECENT = 200;
/** Share of the last {@link RECENT} that ended unlike the usual, below which such an end is worth telling. */
const MOST_ODD = 0.02;
/** Share that one such end has, or all of them, from which on what was usual tells nothing: an upgrade, or another model. */
const ONE_END = 0.5;
const ALL_ENDS = 0.8;
/** What was told is not usual because it was found again: an end that was told becomes so by as many sessions over a week. */
const USUAL_SESSIONS = 10;
const USUAL_MS = 7 * 86_400_000;
const MOST_STEPS_OF_CLASS = 500;

/** Seconds. */
const LEAST_IDLE = 60;
const FIRST_IDLE = 600;
const MOST_IDLE = 86_400;
/** Sessions whose waits tell how long one waits, the share of them that stays below, and how far beyond that is idle. */
const LEAST_GAPS = 20;
const GAP_QUANTILE = 0.99;
const IDLE_FACTOR = 3;

export function newClass(ofClass: number, name: string): SessionClass {
  return { class: ofClass, name, sessions: 0, steps: 0, recent: [], gaps: [], repeats: {}, judges: false };
}

/** After how many seconds without a line a session of the class has ended. */
export function idleSeconds(of: SessionClass | undefined): number {
  if (!of || of.gaps.length < LEAST_GAPS) return FIRST_IDLE;
  const rising = [...of.gaps].sort((a, b) => a - b);
  const gap = rising[Math.floor(rising.length * GAP_QUANTILE)] ?? 0;
  return Math.min(Math.max(IDLE_FACTOR * gap, LEAST_IDLE), MOST_IDLE);
}

/**
 * Steps that a session has more often than any usual one, where the class is judged.
 *
 * @param counts lines of each step
 */
export function repeated(of: SessionClass, counts: ReadonlyMap<string, number>): string[] {
  if (!of.judges) return [];
  return [...counts]
    .filter(([step, count]) => count > (of.repeats[step]?.most ?? Number.POSITIVE_INFINITY))
    .map(([step]) => step);
}

function learnRepeats(of: SessionClass, counts: ReadonlyMap<string, number>, at: Date): void {
  for (const [step, count] of counts) {
    const known = of.repeats[step];
    if (!known) {
      if (Object.keys(of.repeats).length < MOST_STEPS_OF_CLASS) of.repeats[step] = { most: count };
    } else if (count > known.most) {
      const { over = 0, since = at.getTime() } = known;
      const isUsual = !of.judges || (over + 1 >= USUAL_SESSIONS && at.getTime() - since >= USUAL_MS);
      of.repeats[step] = isUsual ? { most: count } : { most: known.most, over: over + 1, since };
    }
  }
}

/**
 * Counts a session that has ended.
 *
 * @param end of its set, as counted before; undefined where it is new
 * @param gap seconds of the longest wait between two lines
 * @returns its end as counted now
 */
export function learn(
  of: SessionClass,
  end: SessionEnd | undefined,
  session: {
    set: number;
    steps: readonly string[];
    counts: ReadonlyMap<string, number>;
    gap: number;
    at: Date;
  },
): SessionEnd {
  learnRepeats(of, session.counts, session.at);
  of.sessions++;
  of.steps += session.steps.length;
  of.gaps = [...of.gaps, session.gap].slice(-RECENT);
  of.recent = [...of.recent, end?.known ? 0 : session.set].slice(-RECENT);
  const now: SessionEnd = end ?? {
    class: of.class,
    set: session.set,
    steps: [...session.steps],
    sessions: 0,
    known: !of.judges,
    first: session.at,
    last: session.at,
  };
  now.sessions++;
  now.last = session.at;
  if (!of.judges) now.known = true;
  else if (now.sessions >= USUAL_SESSIONS && now.last.getTime() - now.first.getTime() >= USUAL_MS)
    now.known = true;
  const odd = of.recent.filter((set) => set !== 0);
  const share = odd.length / RECENT;
  if (of.sessions >= LEAST_SESSIONS && of.steps >= LEAST_STEPS * of.sessions && share <= MOST_ODD)
    of.judges = true;
  if (share >= ALL_ENDS || odd.filter((set) => set === session.set).length >= ONE_END * RECENT)
    of.judges = false;
  return now;
}
