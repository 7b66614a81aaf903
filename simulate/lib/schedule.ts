import type { Random } from "./random.ts";
import type { SimulatedLine } from "./types.ts";

/** The lines of one client, host or session, their times never going back. */
export type Session = Iterator<SimulatedLine>;

/** Something that makes sessions: one server, or a company of them. */
export interface World {
  /** Mean seconds from one session's start to the next at this time of the day. */
  gap(time: number): number;
  /** A session whose first line is at or after `start`. */
  session(start: number): Session;
  /** How many sessions it starts before another world takes its place; absent means for ever. */
  sessions?: number;
}

export interface Schedule {
  lines: number;
  start: number;
  /** Where given, arrivals are made denser or sparser so that the lines fill the time up to it. */
  end?: number | undefined;
}

/** Above this many sessions at once new ones wait: it bounds memory, whatever the rates. */
const CONCURRENT_MAX = 1500;

interface Pending {
  time: number;
  order: number;
  line: SimulatedLine;
  session: Session;
}

/** Merges the sessions that worlds start into one stream in time order, at most `CONCURRENT_MAX` at a time. */
export function* interleave(
  rng: Random,
  worlds: () => World,
  schedule: Schedule,
): Generator<SimulatedLine, void> {
  const heap: Pending[] = [];
  let order = 0;
  let world = worlds();
  let left = world.sessions ?? Infinity;
  let arrival = schedule.start;
  let emitted = 0;
  let started = 0;

  const advance = (session: Session, floor: number) => {
    const next = session.next();
    if (next.done) return;
    const line = next.value;
    if (line.time < floor) line.time = floor;
    push(heap, { time: line.time, order: order++, line, session });
  };

  while (emitted < schedule.lines) {
    const head = heap[0];
    const room = heap.length < CONCURRENT_MAX;
    if (!head || (room && arrival <= head.time)) {
      if (left <= 0) {
        world = worlds();
        left = world.sessions ?? Infinity;
      }
      advance(world.session(arrival), arrival);
      started++;
      left--;
      arrival += rng.exponential(gapTo(schedule, arrival, emitted, started) ?? world.gap(arrival));
      if (schedule.end !== undefined && arrival > schedule.end) arrival = schedule.end;
      continue;
    }
    pop(heap);
    if (arrival < head.time) arrival = head.time;
    if (schedule.end !== undefined && head.time > schedule.end) {
      // What a session still has to say after the end falls outside the window that was asked for.
      continue;
    }
    emitted++;
    yield head.line;
    advance(head.session, head.time);
  }
}

/** Mean gap that fills the window: what is left of it over the sessions still needed at their size so far. */
function gapTo(schedule: Schedule, now: number, emitted: number, started: number): number | undefined {
  if (schedule.end === undefined) return undefined;
  const perSession = Math.max(1, (emitted + 1) / started);
  const needed = Math.max(1, (schedule.lines - emitted) / perSession);
  return Math.max(0, schedule.end - now) / needed;
}

function before(a: Pending, b: Pending): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}

function push(heap: Pending[], item: Pending): void {
  let at = heap.length;
  heap.push(item);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] as Pending;
    if (!before(item, above)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = item;
}

function pop(heap: Pending[]): void {
  const last = heap.pop() as Pending;
  if (heap.length === 0) return;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1] as Pending, heap[child] as Pending)) child++;
    const below = heap[child] as Pending;
    if (!before(below, last)) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = last;
}
