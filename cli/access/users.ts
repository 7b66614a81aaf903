/** What `smartlog user` changes, each with its entry in the audit log. */
import type { Pool } from "pg";
import { checkPassword, hashPassword } from "../../store/access/password.ts";
import type { Role } from "../../store/access/rights.ts";
import { addUser, removeUser, setPassword, setRole, userName } from "../../store/access/users.ts";
import type { Store } from "../../store/open.ts";
import { note, ready } from "./audit.ts";
import { readPassword } from "./read-password.ts";

/** @returns what to say */
export async function add(store: Store, given: string, role: Role): Promise<string> {
  const name = userName(given);
  await ready(store);
  const password = await hashOf(name);
  await addUser(store.pool, { name, role, password });
  await note(store.pool, "user.added", { name, role });
  return `Added ${name} as ${role}. The server asks for a login now.`;
}

export async function changePassword(pool: Pool, given: string): Promise<string> {
  const name = userName(given);
  await setPassword(pool, name, await hashOf(name));
  await note(pool, "user.password", { name });
  return `The password of ${name} is another now; the sessions have ended.`;
}

export async function changeRole(pool: Pool, given: string, role: Role, force?: boolean): Promise<string> {
  const name = userName(given);
  await setRole(pool, name, role, force);
  await note(pool, "user.role", { name, role });
  return `${name} is ${role} now; the sessions have ended.`;
}

export async function remove(pool: Pool, given: string, force?: boolean): Promise<string> {
  const name = userName(given);
  await removeUser(pool, name, force);
  await note(pool, "user.removed", { name });
  return `Removed ${name}.`;
}

async function hashOf(name: string): Promise<string> {
  const password = await readPassword(`Password of ${name}: `);
  checkPassword(password, name);
  return hashPassword(password);
}
