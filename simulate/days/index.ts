/**
 * Days of a small web shop and its office: nginx, five services, logins, mail, a name server, a firewall and a database, by the
 * hours of the day and the days of the week; and incidents by a script, with what is true of each.
 */
import { Random } from "../lib/random.ts";
import { interleave, type Session, type World } from "../lib/schedule.ts";
import type { Hits } from "../web/hit.ts";
import { type Conditions, together } from "./conditions.ts";
import { DAY_SECONDS, HOUR_SECONDS } from "./cycle.ts";
import { SCENARIOS } from "./incidents/index.ts";
import { LOGINS } from "./logins.ts";
import { TRAFFIC } from "./network.ts";
import { answeredVisit } from "./services.ts";
import { HOUSEKEEPING, programs, restarts } from "./system.ts";
import type { DayLine, DayLines, IncidentName, Played, Truth } from "./types.ts";
import { VISITS } from "./visitors.ts";

export { type DayLine, INCIDENTS, type IncidentName, type Truth } from "./types.ts";

/** An incident of a script, and when it begins, seconds since the epoch. */
export interface Scripted {
  name: IncidentName;
  at: number;
}

export interface DaysOptions {
  /** The same seed gives the same bytes; the shop itself stays the same whatever it is. */
  seed: number;
  /** First and last time of a line, seconds since the epoch. */
  start: number;
  end: number;
  /** None where absent: ordinary days. What is ordinary is the same with and without them. */
  incidents?: readonly Scripted[];
}

export interface Days {
  /** Of the scripted incidents, in the script's order. */
  truths: readonly Truth[];
  /** In order of time; memory is bounded by the incidents' own lines, some thousands each. */
  lines: DayLines;
}

export function simulateDays({ seed, start, end, incidents = [] }: DaysOptions): Days {
  const rng = new Random(seed).fork("days");
  const played = incidents.map(
    ({ name, at }): Played => SCENARIOS[name](new Random(seed).fork(`${name} ${at}`), at),
  );
  const conditions = together([restarts(start, end), ...played.flatMap((each) => each.conditions ?? [])]);
  const scripted = played
    .flatMap(({ lines }) => lines)
    .filter(({ program, time }) => !conditions.isSilent(program, time))
    .sort((a, b) => a.time - b.time);
  return {
    truths: played.map(({ truth }) => truth),
    lines: merged(ordinary(rng, start, end, conditions), scripted, end),
  };
}

/** Hours at which scripted incidents happen, by UTC: when there are people whom they concern. */
const FIRST_HOUR = 8;
const LAST_HOUR = 16;

/** Spreads incidents evenly over the days' working hours, in their order. */
export function spread(names: readonly IncidentName[], start: number, end: number): Scripted[] {
  const hours: number[] = [];
  for (let at = Math.ceil(start / HOUR_SECONDS) * HOUR_SECONDS; at < end; at += HOUR_SECONDS) {
    const hour = (at % DAY_SECONDS) / HOUR_SECONDS;
    if (hour >= FIRST_HOUR && hour < LAST_HOUR) hours.push(at);
  }
  return names.flatMap((name, n) => {
    const place = ((n + 0.5) / names.length) * hours.length;
    const hour = hours[Math.floor(place)];
    return hour === undefined ? [] : [{ name, at: Math.round(hour + (place % 1) * HOUR_SECONDS) }];
  });
}

/** What happens without incidents. */
function* ordinary(rng: Random, start: number, end: number, conditions: Conditions): DayLines {
  const asLines = (visit: (rng: Random, at: number) => Hits) => (own: Random, at: number) =>
    answeredVisit(own, visit(own, at), conditions);
  const visits = [
    ...VISITS.map(([visit, perDay, when]) => [asLines(visit), perDay, when] as const),
    ...LOGINS,
    ...TRAFFIC,
    ...HOUSEKEEPING,
  ];
  const running = programs(rng.fork("programs"), start, end);
  const perDay = (time: number) => visits.map(([visit, count, when]) => [visit, count * when(time)] as const);
  const world: World = {
    gap: (time) =>
      running.length > 0 ? 0 : DAY_SECONDS / perDay(time).reduce((sum, [, count]) => sum + count, 0),
    session: (at): Session => {
      const own = rng.fork("session");
      return running.pop() ?? own.weighted(perDay(at))(own, at);
    },
  };
  // Every session is one of DayLines.
  const lines = interleave(rng.fork("arrivals"), () => world, { lines: Infinity, start }) as DayLines;
  for (const line of lines) {
    if (line.time >= end) return;
    if (!conditions.isSilent(line.program, line.time)) yield line;
  }
}

/** Two streams in order of time as one. */
function* merged(usual: DayLines, scripted: readonly DayLine[], end: number): DayLines {
  let next = 0;
  for (const line of usual) {
    for (let own = scripted[next]; own && own.time <= line.time; own = scripted[++next]) yield own;
    yield line;
  }
  for (let own = scripted[next]; own && own.time < end; own = scripted[++next]) yield own;
}
