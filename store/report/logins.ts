/** Logins that failed and that succeeded, out of the index of logins. */
import type { ClientBase, Pool } from "pg";
import type { DayRange } from "./range.ts";

export interface Logins {
  /** Lines that tell of a failure: of one try a program may write several. */
  failed: number;
  /** Lines that tell of a login from an address that succeeded: no sudo, no job of cron. */
  succeeded: number;
  /** Addresses that failed, accounts that they failed at, addresses that succeeded. */
  sources: number;
  accounts: number;
  welcome: number;
  /** Logins that succeeded after guessing (attack:break-in), muted ones left out. */
  breakIns: number;
  days: { day: Date; failed: number; succeeded: number }[];
  /** Accounts that most failed at; hostile text. */
  top: { account: string; failed: number; sources: number }[];
}

const MOST_ACCOUNTS = 10;

export async function logins(db: Pool | ClientBase, { from, to }: DayRange): Promise<Logins> {
  const { rows: days } = await db.query<{ day: Date; failed: number; succeeded: number }>(
    `select date_bin('1 day', time, 'epoch') as day, count(*) filter (where outcome = 'failure')::float8 as failed,
       count(*) filter (where outcome = 'success' and ip is not null)::float8 as succeeded
     from smartlog.events where kind = 'auth' and time >= $1 and time < $2 group by 1 order by 1`,
    [from, to],
  );
  const { rows: accounts } = await db.query<{ account: string; failed: number; sources: number }>(
    `select left(username, 100) as account, count(*)::float8 as failed, count(distinct ip)::float8 as sources
     from smartlog.events
     where kind = 'auth' and outcome = 'failure' and username is not null and time >= $1 and time < $2
     group by 1 order by failed desc, account limit ${MOST_ACCOUNTS}`,
    [from, to],
  );
  const { rows: distinct } = await db.query<{ sources: number; accounts: number; welcome: number }>(
    `select count(distinct ip) filter (where outcome = 'failure')::float8 as sources,
       count(distinct username) filter (where outcome = 'failure')::float8 as accounts,
       count(distinct ip) filter (where outcome = 'success')::float8 as welcome
     from smartlog.events where kind = 'auth' and outcome is not null and time >= $1 and time < $2`,
    [from, to],
  );
  const { rows: breakIns } = await db.query<{ events: number }>(
    `select coalesce(sum(events), 0)::float8 as events from smartlog.rollup('1 day', 'hide')
     where at >= $1 and at < $2 and kind = 'auth' and label = 'attack' and severity = 'critical'`,
    [from, to],
  );
  const sum = (pick: (row: (typeof days)[number]) => number) =>
    days.reduce((total, day) => total + pick(day), 0);
  return {
    failed: sum((day) => day.failed),
    succeeded: sum((day) => day.succeeded),
    sources: distinct[0]?.sources ?? 0,
    accounts: distinct[0]?.accounts ?? 0,
    welcome: distinct[0]?.welcome ?? 0,
    breakIns: breakIns[0]?.events ?? 0,
    days,
    top: accounts,
  };
}
