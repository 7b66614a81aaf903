/** Mutes under a model that has other templates. */
import type { Pool } from "pg";
import { activeMutes, type StoredMute } from "../../store/mutes/mutes.ts";
import { type Keyed, keysNow } from "./rekey.ts";

/** The mutes that act, with the fingerprints that their templates have in a module; those whose event is gone keep theirs. */
export async function mutesUnder(pool: Pool, module: Uint8Array): Promise<StoredMute[]> {
  const mutes = await activeMutes(pool);
  const found = await keysNow(pool, module, mutes.filter(isOfTemplate));
  const now = new Map(found.map(({ entry, now: { tpl } }) => [entry.id, tpl]));
  return mutes.map((mute) => ({ ...mute, template: now.get(mute.id) ?? mute.template }));
}

function isOfTemplate(mute: StoredMute): mute is StoredMute & Keyed {
  return mute.template !== null && mute.event !== null && mute.eventTime !== null;
}
