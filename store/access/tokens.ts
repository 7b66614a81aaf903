/** Tokens of programs: the table `tokens`. Only a hash is stored; the token itself is shown once. */
import { createHash, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import type { ClientBase, Pool } from "pg";
import { annotatorName } from "../annotations.ts";
import { StoreError } from "../error.ts";
import type { Right } from "./rights.ts";

type Db = Pool | ClientBase;

export interface Token {
  id: string;
  name: string;
  scopes: Right[];
  createdAt: Date;
  createdBy: string;
  /** Null: never. */
  expiresAt: Date | null;
  /** To a minute. */
  usedAt: Date | null;
  revokedAt: Date | null;
  revokedBy: string | null;
}

const MOST_TOKENS = 200;
export const DEFAULT_TOKEN_DAYS = 365;
export const MOST_TOKEN_DAYS = 3_650;
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9._@ -]{0,63}$/;
const ID_CHARACTERS = "0123456789abcdefghijklmnopqrstuvwxyz";
/** What secret scanners look for. */
const FORM = /^smartlog_([0-9a-z]{8})_[0-9a-f]{64}$/;
const UNIQUE = "23505";
const ACTS = "revoked_at is null and (expires_at is null or expires_at > now())";
const COLUMNS = `id, name, scopes, created_at as "createdAt", created_by as "createdBy", expires_at as "expiresAt",
  used_at as "usedAt", revoked_at as "revokedAt", revoked_by as "revokedBy"`;

/**
 * @param days until it expires; null: never
 * @returns the token, which can't be had again
 * @throws StoreError BAD_ARGUMENT, USER_EXISTS where one that acts has the name, ACCESS_FULL
 */
export async function createToken(
  db: Db,
  { name, scopes, days, by }: { name: string; scopes: readonly Right[]; days: number | null; by: string },
): Promise<{ id: string; token: string }> {
  if (!NAME.test(name))
    throw new StoreError(
      "BAD_ARGUMENT",
      "a token's name has 1 to 64 letters, digits, spaces, and . _ @ -",
      "It says who uses it, as web1-fluent-bit.",
    );
  if (scopes.length === 0)
    throw new StoreError(
      "BAD_ARGUMENT",
      "a token needs a scope",
      "One or more of ingest, read, review, admin.",
    );
  if (days !== null && !(Number.isInteger(days) && days >= 1 && days <= MOST_TOKEN_DAYS))
    throw new StoreError(
      "BAD_ARGUMENT",
      `a token acts for 1 to ${MOST_TOKEN_DAYS} days`,
      "Or until revoked.",
    );
  const id = Array.from({ length: 8 }, () => ID_CHARACTERS[randomInt(ID_CHARACTERS.length)]).join("");
  const token = `smartlog_${id}_${randomBytes(32).toString("hex")}`;
  try {
    const { rowCount } = await db.query(
      `insert into smartlog.tokens (id, name, hash, scopes, created_by, expires_at)
       select $1, $2, $3::bytea, $4::text[], $5, now() + $6::int * interval '1 day'
       where (select count(*) from smartlog.tokens where ${ACTS}) < ${MOST_TOKENS}`,
      [id, name, sha256(token), [...new Set(scopes)], annotatorName(by), days],
    );
    if (rowCount === 0)
      throw new StoreError("ACCESS_FULL", `there are ${MOST_TOKENS} tokens already`, "Revoke one first.");
  } catch (cause) {
    if ((cause as { code?: string }).code !== UNIQUE) throw cause;
    throw new StoreError(
      "USER_EXISTS",
      "there is a token of this name already",
      "Revoke that one, or take another name.",
      cause,
    );
  }
  return { id, token };
}

/** Those that act first; of those that don't, the newest hundred. */
export async function listTokens(db: Db): Promise<Token[]> {
  const { rows } = await db.query<Token>(
    `select ${COLUMNS} from smartlog.tokens order by ${ACTS} desc, created_at desc limit ${MOST_TOKENS + 100}`,
  );
  return rows;
}

export function doesTokenAct({ revokedAt, expiresAt }: Token): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt.getTime() > Date.now());
}

/** Whether a text can be a token at all. */
export function isTokenForm(text: string): boolean {
  return FORM.test(text);
}

/** The token that acts and is this one; its use is noted, once a minute. */
export async function useToken(
  db: Db,
  text: string,
): Promise<{ id: string; name: string; scopes: Right[] } | undefined> {
  const [, id] = FORM.exec(text) ?? [];
  if (id === undefined) return undefined;
  const { rows } = await db.query(
    `with used as (
       update smartlog.tokens set used_at = now()
       where id = $1 and hash = $2 and ${ACTS} and (used_at is null or used_at < now() - interval '1 minute')
     )
     select id, name, scopes, hash from smartlog.tokens where id = $1 and ${ACTS}`,
    [id, sha256(text)],
  );
  const [found] = rows;
  return found && timingSafeEqual(found.hash, sha256(text)) ? found : undefined;
}

/**
 * @param token an id, or the name of one that acts
 * @throws StoreError NO_SUCH_ENTRY
 */
export async function revokeToken(db: Db, token: string, by: string): Promise<{ id: string; name: string }> {
  const { rows } = await db.query(
    `with gone as (
       update smartlog.tokens set revoked_at = now(), revoked_by = $2
       where id = coalesce((select id from smartlog.tokens where id = $1),
         (select id from smartlog.tokens where name = $1 and revoked_at is null)) and revoked_at is null
       returning id, name
     ), ended as (delete from smartlog.browser_sessions where token in (select id from gone))
     select id, name from gone`,
    [token, annotatorName(by)],
  );
  if (!rows[0])
    throw new StoreError(
      "NO_SUCH_ENTRY",
      "there is no token of this id or name that acts",
      "`smartlog token list` has all.",
    );
  return rows[0];
}

export function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
