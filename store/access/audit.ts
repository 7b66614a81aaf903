/** What people and programs did, and what they were refused: the table `audit`, to which the server only adds. */
import type { ClientBase, Pool } from "pg";

type Db = Pool | ClientBase;

/** How it is known who did it. `open`: the server asks nobody. `command`: somebody who may reach the store itself. */
export type Via = "user" | "token" | "open" | "nobody" | "command";

export interface AuditEntry {
  who: string;
  via: Via;
  address: string;
  /** As `user.added`. */
  what: string;
  ok: boolean;
  /** Further ones like it that this entry stands for, itself included. */
  times?: number;
  /** What it was about: names and short texts. */
  about?: Readonly<Record<string, string>>;
}

export interface StoredAudit extends Required<AuditEntry> {
  id: string;
  at: Date;
}

export const AUDIT_DAYS = 400;
export const REFUSED_DAYS = 90;
export const MOST_AUDIT_A_PAGE = 500;
const MAX_MEMBERS = 20;
const MAX_MEMBER_CHARACTERS = 120;

export async function audit(
  db: Db,
  { who, via, address, what, ok, times, about }: AuditEntry,
): Promise<void> {
  await db.query(
    `insert into smartlog.audit (who, via, address, what, ok, times, about) values ($1, $2, $3, $4, $5, $6, $7)`,
    [cut(who, 100), via, cut(address, 64), what, ok, times ?? 1, JSON.stringify(bounded(about ?? {}))],
  );
}

/**
 * The newest first.
 *
 * @param before an entry's id: only older ones
 * @param who only of this name
 */
export async function readAudit(
  db: Db,
  { limit, before, who }: { limit: number; before?: string | undefined; who?: string | undefined },
): Promise<StoredAudit[]> {
  const { rows } = await db.query<StoredAudit>(
    `select id::text, at, who, via, address, what, ok, times, about from smartlog.audit
     where ($2::bigint is null or id < $2) and ($3::text is null or who = $3) order by id desc limit $1`,
    [Math.min(limit, MOST_AUDIT_A_PAGE), before ?? null, who ?? null],
  );
  return rows;
}

function bounded(about: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(about)
      .slice(0, MAX_MEMBERS)
      .map(([name, value]) => [cut(name, 40), cut(value, MAX_MEMBER_CHARACTERS)]),
  );
}

/** Half a pair of surrogates is no text that Postgres takes. */
function cut(text: string, most: number): string {
  return Buffer.from(text.replaceAll("\0", "").slice(0, most)).toString();
}
