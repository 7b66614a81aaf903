/** Mutes under a model that has other templates. */
import type { ClientBase, Pool } from "pg";
import { activeMutes, rekeyMutes, type StoredMute } from "../../store/mutes/mutes.ts";
import { eventsNow, type OfEvent } from "./rekey.ts";

/** The mutes that act, with the fingerprints that their templates have in a module; those whose event can't be read keep theirs. */
export async function mutesUnder(
  pool: Pool,
  module: Uint8Array,
  say: (text: string) => void,
): Promise<StoredMute[]> {
  const mutes = await activeMutes(pool);
  try {
    const now = await eventsNow(pool, module, mutes.filter(isOfTemplate));
    return mutes.map((mute) => {
      const tpl = isOfTemplate(mute) ? now.get(mute.event)?.tpl : undefined;
      return tpl === undefined ? mute : { ...mute, template: tpl };
    });
  } catch (error) {
    say(`mutes keep their templates: their events could not be read (${(error as Error).message})`);
    return mutes;
  }
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

function isOfTemplate(mute: StoredMute): mute is StoredMute & OfEvent {
  return mute.template !== null && mute.event !== null && mute.eventTime !== null;
}
