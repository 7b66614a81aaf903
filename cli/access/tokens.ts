/** What `smartlog token` changes, each with its entry in the audit log. */
import type { Pool } from "pg";
import type { Right } from "../../store/access/rights.ts";
import { createToken, revokeToken } from "../../store/access/tokens.ts";
import type { Store } from "../../store/open.ts";
import { defaultWho } from "../lib/who.ts";
import { note, ready } from "./audit.ts";

export async function create(
  store: Store,
  asked: { name: string; scopes: readonly Right[]; days: number | null },
): Promise<{ id: string; token: string }> {
  await ready(store);
  const made = await createToken(store.pool, { ...asked, by: defaultWho() });
  await note(store.pool, "token.created", { id: made.id, name: asked.name, scopes: asked.scopes.join(" ") });
  return made;
}

export async function revoke(pool: Pool, token: string): Promise<{ id: string; name: string }> {
  const gone = await revokeToken(pool, token, defaultWho());
  await note(pool, "token.revoked", gone);
  return gone;
}
