/** Alarms by day, and what was promised: the table `alarm_promises` and the function `alarms_by_day`. */
import type { Db } from "./models.ts";

/** What a training promised, or that there is no budget any more. */
export interface NewPromise {
  /** Undefined where there is none. */
  alarmsADay: number | undefined;
  /** Score from which on `anomaly` labels. */
  threshold: number;
  /** Days of events that it was found on. */
  days: number | undefined;
  /** Id of the model whose scores it is about. */
  model: string;
}

/** A day (UTC). */
export interface AlarmDay {
  day: Date;
  /** Alarms that were promised at most when the day began; null where nothing was. */
  promised: number | null;
  alarms: number;
  /** Events labelled anomaly. */
  anomalies: number;
  /** Known faults, which are told beside the alarms; counted as alarms are, by template and hour. */
  faults: number;
}

/** Notes a promise. Nothing is noted where there was none and is none. */
export async function notePromise(db: Db, promise: NewPromise): Promise<void> {
  const { alarmsADay, threshold, days, model } = promise;
  await db.query(
    `insert into smartlog.alarm_promises (alarms_a_day, threshold, days, model)
     select $1::integer, $2, $3, $4
     where $1::integer is not null
       or (select alarms_a_day from smartlog.alarm_promises order by since desc limit 1) is not null`,
    [alarmsADay ?? null, threshold, days ?? null, model],
  );
}

/** The newest promise, where there is a budget. */
export async function newestPromise(
  db: Db,
): Promise<(NewPromise & { alarmsADay: number; days: number }) | undefined> {
  const { rows } = await db.query(
    `select alarms_a_day as "alarmsADay", threshold, days, model
     from smartlog.alarm_promises order by since desc limit 1`,
  );
  return rows[0]?.alarmsADay === null ? undefined : rows[0];
}

/** Alarms of the days (UTC) that the range touches, the oldest first. */
export async function alarmsByDay(db: Db, from: Date, to: Date): Promise<AlarmDay[]> {
  const { rows } = await db.query<AlarmDay>(
    `select day, promised, alarms::float8 as alarms, anomalies::float8 as anomalies, faults::float8 as faults
     from smartlog.alarms_by_day($1, $2)`,
    [from, to],
  );
  return rows;
}

/** Whole days of the newest ones that are told, besides today. */
const RECENT_DAYS = 7;

export interface RecentAlarms {
  /** What the newest training promised; null where there is no budget any more. */
  alarmsADay: number | null;
  /** To today, the oldest first. */
  days: AlarmDay[];
}

/** Alarms of the last days; null where no training ever promised anything. */
export async function recentAlarms(db: Db): Promise<RecentAlarms | null> {
  const { rows } = await db.query<{ alarmsADay: number | null; from: Date; to: Date }>(
    `select alarms_a_day as "alarmsADay", date_trunc('day', now(), 'UTC') - $1 * interval '1 day' as from, now() as to
     from smartlog.alarm_promises order by since desc limit 1`,
    [RECENT_DAYS],
  );
  const [promise] = rows;
  if (!promise) return null;
  return { alarmsADay: promise.alarmsADay, days: await alarmsByDay(db, promise.from, promise.to) };
}

/** Days on which there were more alarms than what held then, and days of which something did. */
export function brokenDays(days: readonly AlarmDay[]): { broken: number; told: number } {
  const told = days.filter(({ promised }) => promised !== null);
  const broken = told.filter(({ promised, alarms }) => alarms > (promised as number)).length;
  return { broken, told: told.length };
}
