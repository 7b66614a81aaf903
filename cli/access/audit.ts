import { hostname } from "node:os";
import type { Pool } from "pg";
import { audit } from "../../store/access/audit.ts";
import { migrate } from "../../store/migrate.ts";
import type { Store } from "../../store/open.ts";
import { isAdministrator } from "../../store/roles.ts";
import { defaultWho } from "../lib/who.ts";

/** Writes that the command did something. */
export function note(pool: Pool, what: string, about: Record<string, string>): Promise<void> {
  return audit(pool, { who: defaultWho(), via: "command", address: hostname(), what, ok: true, about });
}

/** The first user or token may come before anything is stored: then the tables are made. */
export async function ready(store: Store): Promise<void> {
  if (await isAdministrator(store.pool)) await migrate(store.url);
}
