/** Clients that claim to be a crawler, and what was found of them (0017_crawlers.sql). */
import type { ClientBase, Pool } from "pg";

/** A user agent that names a crawler, and an address that sent it. */
export interface ClientClaim {
  ip: string;
  ua: string;
}

export interface CheckedCrawler {
  ip: string;
  crawler: string;
  status: "verified" | "claimed" | "impostor";
  method: "reverse-dns" | "ranges" | "none";
  host: string;
}

export interface StoredCrawler extends CheckedCrawler {
  checkedAt: Date;
}

/** Clients that a run looks at: some crawlers come from thousands of addresses. */
const MOST_CLIENTS = 20_000;
/** Clients are kept that are as many at most; the latest checked. */
const MOST_ROWS = 100_000;
const MOST_HOST_CHARACTERS = 255;

/**
 * Clients of the last hours whose user agent has one of the names, the newest first. Private addresses are left out:
 * they are a proxy's, or of the site itself.
 *
 * @param names plain text
 */
export async function claimsOf(
  db: Pool | ClientBase,
  names: readonly string[],
  hours: number,
): Promise<ClientClaim[]> {
  const pattern = names.map((name) => name.replace(/[^A-Za-z0-9_-]/g, "\\$&")).join("|");
  const { rows } = await db.query<ClientClaim>(
    `select host(ip) as ip, ua
     from smartlog.events
     where time > now() - $2 * interval '1 hour' and time <= now() + interval '1 hour'
       and kind = 'web' and ip is not null and ua ~* $1 and not smartlog.is_private(ip)
     group by 1, 2 order by max(time) desc limit ${MOST_CLIENTS}`,
    [pattern, hours],
  );
  return rows;
}

/** What is stored of these addresses; of all, those that were checked last, where none are given. */
export async function storedCrawlers(
  db: Pool | ClientBase,
  { addresses, limit = MOST_ROWS }: { addresses?: readonly string[]; limit?: number } = {},
): Promise<StoredCrawler[]> {
  const { rows } = await db.query<StoredCrawler>(
    `select host(ip) as ip, crawler, status, method, host, checked_at as "checkedAt"
     from smartlog.crawlers where $1::inet[] is null or ip = any($1)
     order by checked_at desc, ip, crawler limit $2`,
    [addresses ?? null, limit],
  );
  return rows;
}

/** Stores what was found, in place of what was before. */
export async function saveCrawlers(db: Pool | ClientBase, checked: readonly CheckedCrawler[]): Promise<void> {
  const column = (pick: (each: CheckedCrawler) => string) => checked.map(pick);
  await db.query(
    `insert into smartlog.crawlers (ip, crawler, status, method, host)
     select * from unnest($1::inet[], $2::text[], $3::text[], $4::text[], $5::text[])
     on conflict (ip, crawler) do update
     set status = excluded.status, method = excluded.method, host = excluded.host, checked_at = now()`,
    [
      column(({ ip }) => ip),
      column(({ crawler }) => crawler),
      column(({ status }) => status),
      column(({ method }) => method),
      column(({ host }) => host.slice(0, MOST_HOST_CHARACTERS)),
    ],
  );
  await db.query(
    `delete from smartlog.crawlers where checked_at < (
       select checked_at from smartlog.crawlers order by checked_at desc offset ${MOST_ROWS} limit 1)`,
  );
}
