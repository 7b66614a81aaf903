/**
 * What acts at once, without other weights, in a module: what people say (taught.ts, mutes.ts), and the threshold that a training
 * found for the budget of alarms where the model stayed (alarm-budget.ts).
 */
import { Filter } from "../../host/filter.ts";
import type { Mute } from "../../host/mute.ts";
import type { TaughtEntry } from "../../host/taught.ts";
import { putPromise } from "./alarm-budget.ts";
import { changeSections } from "./change.ts";
import { MAX_MUTES_BYTES, mutesOf, putMutes } from "./mutes.ts";
import { splitSections } from "./sections.ts";
import { MAX_TAUGHT_BYTES, putTaught, taughtOf } from "./taught.ts";

export interface AtOnce {
  taught: readonly TaughtEntry[];
  mutes: readonly Mute[];
  /** Absent where there is no budget of alarms. */
  promise?: Parameters<typeof putPromise>[1] | undefined;
}

const SECTIONS = ["TGHT", "MUTE", "BDGT", "SETT"] as const;
/** Of as much as there may be. */
export const MAX_AT_ONCE_BYTES = MAX_TAUGHT_BYTES + MAX_MUTES_BYTES;

/**
 * The module with these in the place of its own; the same bytes where they are its own. What is left out stays.
 *
 * @throws ModelError where there are too many, or the module has no sound model
 */
export function withAtOnce(module: Uint8Array, { taught, mutes, promise }: Partial<AtOnce>): Buffer {
  return changeSections(module, (sections) => {
    if (taught) putTaught(sections, taught);
    if (mutes) putMutes(sections, mutes);
    if (promise) putPromise(sections, promise);
  });
}

/**
 * What a module has, as one text, to be compared.
 *
 * @throws ModelError where the module has no sound model
 */
export function atOnceOf(module: Uint8Array): string {
  const sections = splitSections(Filter.load(module).modelBytes());
  return SECTIONS.map((name) => sections.get(name)?.toString("hex") ?? "").join();
}

/**
 * Names of what a module has, for people: `taught 7`, `mute 12`.
 *
 * @throws ModelError where the module has no sound model
 */
export function namesAtOnce(module: Uint8Array): string[] {
  return [...taughtOf(module).map(({ id }) => `taught ${id}`), ...mutesOf(module).map((id) => `mute ${id}`)];
}
