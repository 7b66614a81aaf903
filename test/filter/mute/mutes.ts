/** Mutes in modules, for tests. */
import type { Mute } from "../../../host/mute.ts";
import { withAtOnce } from "../../../trainer/model/at-once.ts";
import { ARRIVAL } from "../scored.ts";
import { built } from "../taught/entries.ts";

/** A day after all lines of these tests. */
export const UNTIL = new Date((ARRIVAL.seconds + 86_400) * 1000);

export function mute(names: Partial<Mute>): Mute {
  return {
    id: 7,
    template: null,
    reason: null,
    source: null,
    site: null,
    label: "anomaly",
    until: UNTIL,
    ...names,
  };
}

/** The built module with mutes. */
export function mutedModule(...mutes: Partial<Mute>[]): Buffer {
  return withAtOnce(built, { mutes: mutes.map((names, i) => mute({ id: i + 7, ...names })) });
}
