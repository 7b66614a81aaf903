/** All that a report of some days tells, read from the store. */
import { hostname } from "node:os";
import type { Pool } from "pg";
import type { Label } from "../../host/event.ts";
import { type AlarmDay, alarmsByDay, newestPromise } from "../../store/alarms.ts";
import { servingModel } from "../../store/models.ts";
import { agents, crawlerChecks } from "../../store/report/agents.ts";
import { type Attacks, attacks } from "../../store/report/answered.ts";
import { type Disk, disk } from "../../store/report/disk.ts";
import { type NewFault, newFaults } from "../../store/report/faults.ts";
import { type Incidents, incidents } from "../../store/report/incidents.ts";
import { type Logins, logins } from "../../store/report/logins.ts";
import { before, type DayRange } from "../../store/report/range.ts";
import {
  firstDay,
  lastDay,
  newestArrival,
  type TrafficCount,
  traffic,
  unreadLines,
} from "../../store/report/traffic.ts";
import { visitors } from "../../store/report/visitors.ts";
import { type VainTrainings, vainTrainings } from "../../store/trainings.ts";
import { type RobotTraffic, robotsOf } from "./robots.ts";

/** Web requests of one kind of client. */
export interface Share {
  requests: number;
  bytes: number;
}

export interface DayCounts {
  day: Date;
  /** Events by label; of web requests those that are normal are people's. */
  events: Record<Label, number>;
  people: Share;
  robots: Share;
  visitors: number | null;
}

export interface Facts {
  host: string;
  generatedAt: Date;
  range: DayRange;
  /** Whether nothing was counted in the range; where the last lines are, then. */
  isEmpty: boolean;
  lastDay: Date | null;
  lines: {
    total: number;
    /** Of as many days before; null where they were not all counted. */
    before: number | null;
    unread: number;
    byKind: Record<string, number>;
    /** When lines last came, by the clock; null where none came in the last 35 days. */
    newestArrival: Date | null;
  };
  days: DayCounts[];
  /** The next three are null where no line of a web server came. */
  people:
    | (Share & { visitors: number | null; visitorsBefore: number | null; requestsBefore: number | null })
    | null;
  /** Requests that are no person's, attacks among them; robots by name, which some attackers have, too. */
  robots: (Share & { named: RobotTraffic[] }) | null;
  attacks: Attacks | null;
  /** All web requests. */
  web: Share;
  /** Null where no line of a login log came. */
  logins: Logins | null;
  faults: { fresh: NewFault[]; isFirstWeek: boolean };
  incidents: Incidents;
  disk: Disk;
  model: { id: string | null; servesSince: Date | null; vain: VainTrainings };
  alarms: { promised: number | null; days: AlarmDay[] };
}

export interface CollectOptions {
  now?: Date;
  /** On the file system whose free space counts (store/report/disk.ts). */
  diskFolder?: string | undefined;
}

/** Reads what a report tells: one query after the other, so that the server has time for others. */
export async function collect(pool: Pool, range: DayRange, options: CollectOptions = {}): Promise<Facts> {
  const { now = new Date(), diskFolder } = options;
  const counts = await traffic(pool, range);
  const first = await firstDay(pool);
  const ago = before(range);
  const isComparable = first !== null && first <= ago.from;
  const countsBefore = isComparable ? await traffic(pool, ago) : [];
  const isFirstWeek = first === null || first >= range.from;
  const web = counts.filter(({ kind }) => kind === "web");
  const hasWeb = web.length > 0;
  const people = share(web, "normal");
  const came = await visitors(pool, range);
  const hasLogins = counts.some(({ kind }) => kind === "auth");
  const byName = hasWeb ? robotsOf(await agents(pool, range), await crawlerChecks(pool, range)) : [];
  const model = await servingModel(pool);
  const promise = await newestPromise(pool);
  return {
    host: hostname(),
    generatedAt: now,
    range,
    isEmpty: counts.length === 0,
    lastDay: await lastDay(pool, now),
    lines: {
      total: sum(counts),
      before: isComparable ? sum(countsBefore) : null,
      unread: await unreadLines(pool, range),
      byKind: byKind(counts),
      newestArrival: await newestArrival(pool),
    },
    days: daysOf(counts, came.days),
    people: hasWeb
      ? {
          ...people,
          visitors: came.all,
          visitorsBefore: isComparable ? (await visitors(pool, ago)).all : null,
          requestsBefore: isComparable ? share(ofWeb(countsBefore), "normal").requests : null,
        }
      : null,
    robots: hasWeb ? { ...share(web, "bot", "attack"), named: byName } : null,
    attacks: hasWeb ? await attacks(pool, range) : null,
    web: share(web),
    logins: hasLogins ? await logins(pool, range) : null,
    faults: { fresh: await newFaults(pool, range), isFirstWeek },
    incidents: await incidents(pool, range),
    disk: await disk(pool, range, diskFolder),
    model: { id: model?.id ?? null, servesSince: model?.servedFrom ?? null, vain: await vainTrainings(pool) },
    alarms: {
      promised: promise?.alarmsADay ?? null,
      days: promise ? await alarmsByDay(pool, range.from, range.to) : [],
    },
  };
}

const sum = (counts: readonly TrafficCount[]) => counts.reduce((total, { events }) => total + events, 0);
const ofWeb = (counts: readonly TrafficCount[]) => counts.filter(({ kind }) => kind === "web");

/** Of some labels, or of all. */
function share(counts: readonly TrafficCount[], ...labels: Label[]): Share {
  const those = counts.filter(({ label }) => labels.length === 0 || labels.includes(label));
  return { requests: sum(those), bytes: those.reduce((total, { bytes }) => total + bytes, 0) };
}

function byKind(counts: readonly TrafficCount[]): Record<string, number> {
  const kinds: Record<string, number> = {};
  for (const { kind, events } of counts) kinds[kind] = (kinds[kind] ?? 0) + events;
  return kinds;
}

function daysOf(
  counts: readonly TrafficCount[],
  came: readonly { day: Date; visitors: number }[],
): DayCounts[] {
  return [...new Set(counts.map(({ day }) => day.getTime()))].map((time) => {
    const ofDay = counts.filter(({ day }) => day.getTime() === time);
    const of = (label: Label) => sum(ofDay.filter((each) => each.label === label));
    return {
      day: new Date(time),
      events: { normal: of("normal"), bot: of("bot"), attack: of("attack"), anomaly: of("anomaly") },
      people: share(ofWeb(ofDay), "normal"),
      robots: share(ofWeb(ofDay), "bot", "attack"),
      visitors: came.find(({ day }) => day.getTime() === time)?.visitors ?? null,
    };
  });
}
