/** Named users: the table `users`. A change of role or password ends the user's sessions (a trigger of the table). */
import type { ClientBase, Pool } from "pg";
import { StoreError } from "../error.ts";
import type { Role } from "./rights.ts";

type Db = Pool | ClientBase;

export interface User {
  name: string;
  role: Role;
  /** Whether it can log in by a password; else through the OpenID provider alone. */
  hasPassword: boolean;
  /** The OpenID provider that it comes from, if any. */
  issuer: string | null;
  createdAt: Date;
  changedAt: Date;
  /** The last login. */
  seenAt: Date | null;
}

const MOST_USERS = 1_000;
const NAME = /^[a-z0-9][a-z0-9._@-]{0,63}$/;
const UNIQUE = "23505";
const COLUMNS = `name, role, password is not null as "hasPassword", issuer, created_at as "createdAt",
  changed_at as "changedAt", seen_at as "seenAt"`;

/** A name as it is stored: in small letters. @throws StoreError BAD_ARGUMENT */
export function userName(text: string): string {
  const name = text.trim().toLowerCase();
  if (NAME.test(name)) return name;
  throw new StoreError(
    "BAD_ARGUMENT",
    "a user's name has 1 to 64 letters a to z, digits, and . _ @ -",
    "It begins with a letter or a digit.",
  );
}

/**
 * @param password its hash, of {@link hashPassword}
 * @throws StoreError BAD_ARGUMENT, USER_EXISTS, ACCESS_FULL
 */
export async function addUser(
  db: Db,
  { name, role, password }: { name: string; role: Role; password: string },
): Promise<void> {
  await inserted(db, "password, name, role", [password, userName(name), role]);
}

export async function listUsers(db: Db): Promise<User[]> {
  return (await db.query<User>(`select ${COLUMNS} from smartlog.users order by name`)).rows;
}

/** A user's hash and role; undefined where there is none of this name, or it has no password. */
export async function passwordOf(db: Db, name: string): Promise<{ role: Role; hash: string } | undefined> {
  const { rows } = await db.query(
    "select role, password as hash from smartlog.users where name = $1 and password is not null",
    [name],
  );
  return rows[0];
}

/** @param password its hash. @throws StoreError NO_SUCH_ENTRY */
export async function setPassword(db: Db, name: string, password: string): Promise<void> {
  const { rowCount } = await db.query(
    "update smartlog.users set password = $2, changed_at = now() where name = $1",
    [userName(name), password],
  );
  if (rowCount === 0) throw noSuchUser(name);
}

/**
 * @param force also where nobody would be left to give rights
 * @throws StoreError NO_SUCH_ENTRY, LAST_ADMIN
 */
export async function setRole(db: Db, name: string, role: Role, force = false): Promise<void> {
  const { rowCount } = await db.query(
    `update smartlog.users u set role = $2, changed_at = now() where name = $1 and ($3 or $2 = 'admin' or ${NOT_LAST})`,
    [userName(name), role, force],
  );
  if (rowCount === 0) throw await refusal(db, name);
}

/** With its sessions and its views that nobody else sees. Throws as {@link setRole}. */
export async function removeUser(db: Db, name: string, force = false): Promise<void> {
  const { rowCount } = await db.query(
    `with gone as (delete from smartlog.users u where name = $1 and ($2 or ${NOT_LAST}) returning name),
       views as (delete from smartlog.saved_views where owner in (select name from gone) and not shared)
     select from gone`,
    [userName(name), force],
  );
  if (rowCount === 0) throw await refusal(db, name);
}

/**
 * The user whom an OpenID provider names; made at the first login, and given the role that the provider says now.
 *
 * @throws StoreError USER_EXISTS where a user of this name is somebody else; BAD_ARGUMENT, ACCESS_FULL
 */
export async function userOfProvider(
  db: Db,
  { issuer, subject, name, role }: { issuer: string; subject: string; name: string; role: Role },
): Promise<string> {
  const { rows } = await db.query(
    `update smartlog.users set changed_at = case when role = $3 then changed_at else now() end, role = $3
     where issuer = $1 and subject = $2 returning name`,
    [issuer, subject, role],
  );
  if (rows[0]) return rows[0].name;
  const given = userName(name);
  await inserted(db, "name, role, issuer, subject", [given, role, issuer, subject]);
  return given;
}

const NOT_LAST = `(u.role <> 'admin' or exists (select from smartlog.users o where o.role = 'admin' and o.name <> u.name))`;

async function inserted(db: Db, columns: string, values: readonly string[]): Promise<void> {
  try {
    const { rowCount } = await db.query(
      `insert into smartlog.users (${columns}) select ${values.map((_, i) => `$${i + 1}`)}
       where (select count(*) from smartlog.users) < ${MOST_USERS}`,
      [...values],
    );
    if (rowCount === 0)
      throw new StoreError("ACCESS_FULL", `there are ${MOST_USERS} users already`, "Remove one first.");
  } catch (cause) {
    if ((cause as { code?: string }).code !== UNIQUE) throw cause;
    throw new StoreError("USER_EXISTS", "there is a user of this name already", "Take another name.", cause);
  }
}

async function refusal(db: Db, name: string): Promise<StoreError> {
  const { rowCount } = await db.query("select from smartlog.users where name = $1", [userName(name)]);
  if (!rowCount) return noSuchUser(name);
  return new StoreError(
    "LAST_ADMIN",
    "this is the last administrator",
    "Make somebody else one first; `smartlog user` does it all the same with --force.",
  );
}

function noSuchUser(name: string): StoreError {
  return new StoreError(
    "NO_SUCH_ENTRY",
    `there is no user ${userName(name)}`,
    "`smartlog user list` has all.",
  );
}
