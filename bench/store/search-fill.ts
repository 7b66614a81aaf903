/** Events to search in: real lines of the simulator, scored, then copied day after day with other times, ids and words. */
import type { ClientBase, Pool } from "pg";
import { fill } from "../server/fill.ts";

const DAY_MS = 86_400_000;
/** Lines that the simulator writes; the rest are copies of them. */
const BASE_LINES = 150_000;

export interface SearchFill {
  events: number;
  days: number;
  /** The first midnight behind the newest day. */
  end: Date;
}

/**
 * Fills days without their indexes, which are built as each is attached: six times as fast as row by row.
 *
 * A copy differs from its original in time, id and in what varies in real logs: a request's number that no other line has
 * (`rid=`), and the first number of the address. One line in a million says `needle-in-the-hay`.
 */
export async function fillForSearch(pool: Pool, { events, days, end }: SearchFill): Promise<void> {
  const client = await pool.connect();
  try {
    if (await isFilled(client, end)) return;
    await client.query("drop table if exists base; truncate smartlog.events");
    await fill(pool, { lines: BASE_LINES, hours: 23.9, onProgress: progress });
    await client.query(
      "set synchronous_commit = off; set maintenance_work_mem = '512MB'; set work_mem = '256MB'",
    );
    await client.query(
      `create unlogged table base as select row_number() over () as n, e.* from smartlog.events e;
       truncate smartlog.events`,
    );
    const { rows } = await client.query<{ first: Date; rows: string; columns: string }>(
      `select now() - interval '23.95 hours' as first, count(*) filter (where time between now() - interval '23.95 hours' and now() - interval '5 minutes') as rows,
         (select string_agg(format('%I', attname), ', ' order by attnum) from pg_attribute
          where attrelid = 'smartlog.events'::regclass and attnum > 0 and not attisdropped
            and attname not in ('time', 'id', 'record')) as columns from base`,
    );
    const { first, rows: base, columns } = rows[0] as { first: Date; rows: string; columns: string };
    for (let back = days; back > 0; back--) {
      const day = new Date(end.getTime() - back * DAY_MS);
      const copies = Math.ceil(events / days / Number(base));
      await fillDay(client, { day, first, copies, rows: Math.round(events / days), columns });
      progress(`${day.toISOString().slice(0, 10)} filled`);
    }
    await client.query("drop table base");
    await client.query("vacuum analyze smartlog.events");
  } finally {
    client.release(true);
  }
}

async function isFilled(client: ClientBase, end: Date): Promise<boolean> {
  const { rowCount } = await client.query(
    "select from smartlog.events where time >= $1 and time < $2 limit 1",
    [new Date(end.getTime() - DAY_MS), end],
  );
  return rowCount === 1;
}

async function fillDay(
  client: ClientBase,
  {
    day,
    first,
    copies,
    rows,
    columns,
  }: { day: Date; first: Date; copies: number; rows: number; columns: string },
): Promise<void> {
  const name = `events_${day.toISOString().slice(0, 10).replaceAll("-", "")}`;
  const next = new Date(day.getTime() + DAY_MS);
  await client.query(`drop table if exists smartlog.${name}`);
  await client.query(
    `create table smartlog.${name} (like smartlog.events including defaults including storage)`,
  );
  await client.query(`alter table smartlog.${name} owner to smartlog_owner`);
  await client.query(
    `insert into smartlog.${name} (time, id, record, ${columns})
     select $1::timestamptz + (time - $2::timestamptz) + copy * interval '7 ms',
       hashint8extended(id, extract(epoch from $1::timestamptz)::bigint + copy),
       jsonb_set(record, '{log}', to_jsonb(
         regexp_replace(record ->> 'log', '^\\d+\\.', (10 + (n * 31 + copy * 7) % 213) || '.')
         || ' rid=' || md5(n || '.' || copy || $1)
         || case when hashint8extended(n, copy) % 1000000 = 7 then ' needle-in-the-hay' else '' end)),
       ${columns}
     from base cross join generate_series(1, $3::int) copy
     where time between $2::timestamptz and $2::timestamptz + interval '23.8 hours' order by 1 limit $4`,
    [day.toISOString(), first.toISOString(), copies, rows],
  );
  await client.query(
    `alter table smartlog.events attach partition smartlog.${name} for values from ('${day.toISOString()}') to ('${next.toISOString()}')`,
  );
}

function progress(said: string | number): void {
  process.stderr.write(`\r${typeof said === "number" ? `${said} lines scored` : `${said}\n`}`);
}
