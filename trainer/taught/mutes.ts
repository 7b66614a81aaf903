/** Mutes under a model that has other templates. */
import type { ClientBase, Pool } from "pg";
import { activeMutes, rekeyMutes, type StoredMute } from "../../store/mutes/mutes.ts";
import { type Keyed, keysNow } from "./rekey.ts";

/** The mutes that act, with the fingerprints that their templates have in a module; those whose event is gone keep theirs. */
export async function mutesUnder(pool: Pool, module: Uint8Array): Promise<StoredMute[]> {
  const mutes = await activeMutes(pool);
  const found = await keysNow(pool, module, mutes.filter(isOfTemplate));
  const now = new Map(found.map(({ entry, now: { tpl } }) => [entry.id, tpl]));
  return mutes.map((mute) => ({ ...mute, template: now.get(mute.id) ?? mute.template }));
}

/** Keeps those fingerprints in the store, once the module serves. Never fails the training. */
export async function keepTemplates(
  client: ClientBase,
  mutes: readonly StoredMute[],
  say: (text: string) => void,
): Promise<void> {
  try {
    await rekeyMutes(client, mutes);
  } catch (error) {
    say(`mutes by template have the fingerprints of the model before: ${(error as Error).message}`);
  }
}

function isOfTemplate(mute: StoredMute): mute is StoredMute & Keyed {
  return mute.template !== null && mute.event !== null && mute.eventTime !== null;
}
