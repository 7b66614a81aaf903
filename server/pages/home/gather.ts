/** What the home page says of the data, out of rollups and small tables: no event is read. */
import type { Pool } from "pg";
import type { Label } from "../../../host/event.ts";
import { type RobotTraffic, robotsOf } from "../../../report/store/robots.ts";
import { type News, news, type Waiting, waiting } from "../../../store/home/news.ts";
import { type TrafficSteps, trafficSteps } from "../../../store/home/traffic.ts";
import { countIncidents, findIncidents, type IncidentCount } from "../../../store/incidents/find.ts";
import type { Incident } from "../../../store/incidents/incident.ts";
import { type ModelRow, servingModel } from "../../../store/models.ts";
import { agents, crawlerChecks } from "../../../store/report/agents.ts";
import { type Disk, disk } from "../../../store/report/disk.ts";
import { before, DAY_MS, type DayRange } from "../../../store/report/range.ts";
import { firstDay, traffic } from "../../../store/report/traffic.ts";
import { visitors } from "../../../store/report/visitors.ts";
import type { TimeRange } from "../../frame/time-range.ts";

export interface HomeFacts {
  counts: readonly IncidentCount[];
  /** Open ones that need somebody, the gravest first. */
  open: readonly Incident[];
  /** Those of the shown time, whatever their state. */
  marked: readonly Incident[];
  traffic: TrafficSteps;
  /** Lines by label, of all of `traffic`. */
  byLabel: Readonly<Record<Label, number>>;
  /** Whole days (UTC) around the shown time; the next three are of these. */
  days: DayRange;
  /** Null where no line of a web server came. */
  web: { requests: number; bytes: number } | null;
  robots: readonly RobotTraffic[];
  people: { visitors: number; before: number | null } | null;
  /** Of the last day of the shown time. */
  news: News & { since: Date; to: Date; isFirst: boolean };
  model: ModelRow | undefined;
  waiting: Waiting;
  disk: Disk;
}

const HOUR_MS = 3_600_000;
const MOST_OPEN = 6;
const MOST_MARKED = 40;

/**
 * @param firstEvent of all that are stored, milliseconds since the epoch: what is new since then is all there is
 * @param dataFolder where the embedded Postgres keeps its files, which the free space counts of; undefined for another's
 */
export async function gather(
  pool: Pool,
  range: TimeRange,
  firstEvent: number,
  dataFolder: string | undefined,
): Promise<HomeFacts> {
  const days = daysAround(range);
  const [steps, first] = [await trafficSteps(pool, range), await firstDay(pool)];
  const counts = (await traffic(pool, days)).filter(({ kind }) => kind === "web");
  const web = {
    requests: counts.reduce((sum, { events }) => sum + events, 0),
    bytes: counts.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  const hasWeb = web.requests > 0;
  const since = new Date(range.to.getTime() - DAY_MS);
  return {
    counts: await countIncidents(pool),
    open: (
      await findIncidents(pool, { states: ["open"], least: "medium" }, { order: "urgent", limit: MOST_OPEN })
    ).incidents,
    marked: (
      await findIncidents(
        pool,
        { least: "medium", since: steps.from, until: steps.to },
        { limit: MOST_MARKED },
      )
    ).incidents,
    traffic: steps,
    byLabel: labelsOf(steps),
    days,
    web: hasWeb ? web : null,
    robots: hasWeb ? robotsOf(await agents(pool, days), await crawlerChecks(pool, days)) : [],
    people: hasWeb ? await peopleOf(pool, days, first) : null,
    news: {
      ...(await news(pool, { since, to: range.to })),
      since,
      to: range.to,
      isFirst: firstEvent >= since.getTime() - HOUR_MS,
    },
    model: await servingModel(pool),
    waiting: await waiting(pool),
    disk: await disk(pool, days, dataFolder),
  };
}

function daysAround({ from, to }: TimeRange): DayRange {
  return {
    from: new Date(Math.floor(from.getTime() / DAY_MS) * DAY_MS),
    to: new Date(Math.ceil(to.getTime() / DAY_MS) * DAY_MS),
  };
}

async function peopleOf(pool: Pool, days: DayRange, first: Date | null) {
  const { all } = await visitors(pool, days);
  if (all === null) return null;
  const ago = before(days);
  const isComparable = first !== null && first <= ago.from;
  return { visitors: all, before: isComparable ? (await visitors(pool, ago)).all : null };
}

function labelsOf({ steps }: TrafficSteps): Record<Label, number> {
  const sums = { normal: 0, bot: 0, anomaly: 0, attack: 0 };
  for (const { label, events } of steps) sums[label] += events;
  return sums;
}
