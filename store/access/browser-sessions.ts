/** Browsers that are logged in: the table `browser_sessions`. A cookie is 256 random bits, of which a hash is stored. */
import { randomBytes } from "node:crypto";
import type { ClientBase, Pool } from "pg";
import type { Right, Role } from "./rights.ts";
import { sha256 } from "./tokens.ts";

type Db = Pool | ClientBase;

/** Without a request for so long a session is over, and after so long it is over in any case. */
export const IDLE_HOURS = 12;
export const MOST_SESSION_DAYS = 7;
const MOST_SESSIONS = 50;
/** Of sessions that SMARTLOG_TOKEN opened, which belong to no user. */
const MOST_SESSIONS_OF_TOKENS = 1_000;
const ACTS = `s.ends_at > now() and s.seen_at > now() - interval '${IDLE_HOURS} hours'`;

/** Who opens a session: a user, a token of the store by its id, or who knows SMARTLOG_TOKEN. */
export type Opener = { user: string } | { token: string } | { secret: string };

/** Who a session's requests come from. */
export type SessionOf =
  | { user: string; role: Role }
  | { token: string; name: string; scopes: Right[] }
  | { secret: true };

export interface BrowserSession {
  /** Of its hash: names it, and opens nothing. */
  id: string;
  createdAt: Date;
  /** To a minute. */
  seenAt: Date;
  endsAt: Date;
  address: string;
  agent: string;
}

/** @returns the cookie's value; of a user's sessions the oldest go where there are more than 50 */
export async function openSession(
  db: Db,
  opener: Opener,
  from: { address: string; agent: string },
): Promise<string> {
  const cookie = randomBytes(32).toString("base64url");
  const user = "user" in opener ? opener.user : null;
  const token = "token" in opener ? opener.token : null;
  const proof = "secret" in opener ? proofOf(cookie, opener.secret) : null;
  await db.query(
    `with gone as (
       delete from smartlog.browser_sessions s where not (${ACTS}) or id in (
         select id from smartlog.browser_sessions where user_name is not distinct from $2
         order by seen_at desc offset ${user === null ? MOST_SESSIONS_OF_TOKENS : MOST_SESSIONS} - 1)
     ), seen as (update smartlog.users set seen_at = now() where name = $2)
     insert into smartlog.browser_sessions (id, user_name, token, proof, ends_at, address, agent)
     values ($1, $2, $3, $4, now() + interval '${MOST_SESSION_DAYS} days', $5, $6)`,
    [
      sha256(cookie),
      user,
      token,
      proof,
      from.address.slice(0, 64),
      from.agent.replaceAll("\0", "").slice(0, 200),
    ],
  );
  return cookie;
}

/**
 * Whose session a cookie is; notes that it is used, once a minute. Undefined where it has ended.
 *
 * @param secret SMARTLOG_TOKEN as it is now
 */
export async function sessionOf(
  db: Db,
  cookie: string,
  secret: string | undefined,
): Promise<SessionOf | undefined> {
  const { rows } = await db.query(
    `with seen as (
       update smartlog.browser_sessions s set seen_at = now() where id = $1 and ${ACTS} and seen_at < now() - interval '1 minute'
     )
     select u.name as user, u.role, t.id as token, t.name, t.scopes, s.proof
     from smartlog.browser_sessions s left join smartlog.users u on u.name = s.user_name
     left join smartlog.tokens t on t.id = s.token and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
     where s.id = $1 and ${ACTS}`,
    [sha256(cookie)],
  );
  const [found] = rows;
  if (!found) return undefined;
  if (found.user) return { user: found.user, role: found.role };
  if (found.token) return { token: found.token, name: found.name, scopes: found.scopes };
  return secret !== undefined && found.proof?.equals(proofOf(cookie, secret)) ? { secret: true } : undefined;
}

/** A user's sessions, the last used first. */
export async function listSessions(db: Db, user: string): Promise<BrowserSession[]> {
  const { rows } = await db.query<BrowserSession>(
    `select encode(id, 'hex') as id, created_at as "createdAt", seen_at as "seenAt", ends_at as "endsAt", address, agent
     from smartlog.browser_sessions s where user_name = $1 and ${ACTS} order by seen_at desc`,
    [user],
  );
  return rows;
}

/** Whether a user has a session that was opened from an address. */
export async function hasSessionFrom(db: Db, user: string, address: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `select from smartlog.browser_sessions s where user_name = $1 and address = $2 and ${ACTS} limit 1`,
    [user, address],
  );
  return rowCount === 1;
}

/** Names a cookie's session as {@link listSessions} does. */
export function sessionId(cookie: string): string {
  return sha256(cookie).toString("hex");
}

export async function endSession(db: Db, cookie: string): Promise<void> {
  await db.query("delete from smartlog.browser_sessions where id = $1", [sha256(cookie)]);
}

/** @returns how many there were */
export async function endSessionsOf(db: Db, user: string): Promise<number> {
  const { rowCount } = await db.query("delete from smartlog.browser_sessions where user_name = $1", [user]);
  return rowCount ?? 0;
}

/** Ties a session to SMARTLOG_TOKEN: without the cookie, which is nowhere, nobody can guess the token by it. */
function proofOf(cookie: string, secret: string): Buffer {
  return sha256(`${cookie}\n${secret}`);
}
