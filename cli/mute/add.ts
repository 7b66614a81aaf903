/** A mute by `smartlog mute add`: shown what it would have hidden, set, and put into the module. */
import type { Pool } from "pg";
import { addMute, type StoredMute } from "../../store/mutes/mutes.ts";
import { previewMute } from "../../store/mutes/preview.ts";
import { checkedEnd } from "../../store/mutes/what.ts";
import { asCalled } from "../lib/called.ts";
import { isConfirmed } from "../lib/confirm.ts";
import { say } from "../lib/output.ts";
import { type TeachOptions, takeEffect } from "../teach/module.ts";
import { describe, previewText } from "./show.ts";
import { type WantedOptions, wantedOf } from "./wanted.ts";

export interface AddOptions extends WantedOptions, TeachOptions {
  until: Date;
  note?: string;
  who: string;
  yes?: boolean;
  json?: boolean;
}

/**
 * @returns undefined where it was asked about and not wanted
 * @throws StoreError NO_SUCH_EVENT, NOT_MUTED, MUTES_FULL; CommandError where the module can't be loaded: the mute is kept
 */
export async function add(pool: Pool, options: AddOptions): Promise<StoredMute | undefined> {
  const { until, note = "", who, json } = options;
  const end = checkedEnd(until);
  const { muted, eventKey } = await wantedOf(pool, options);
  const tell = json ? say : (text: string) => void process.stdout.write(`${asCalled(text)}\n`);
  tell(previewText(muted, await previewMute(pool, muted)));
  if (!(await isConfirmed("Shall it be muted? [Y/n] ", options.yes || json))) return undefined;
  const mute = await addMute(pool, { ...muted, until: end, note, who, eventKey });
  tell(`Muted: ${describe(mute)}, until ${end.toISOString()}. \`smartlog mute undo ${mute.id}\` ends it.`);
  say(await takeEffect(pool, options));
  return mute;
}
