import type { NewMute } from "../../store/mutes/mutes.ts";

const DAY_MS = 86_400_000;

/** A mute of anomalies of one template, for a week. */
export function newMute(n = 1, others: Partial<NewMute> = {}): NewMute {
  return {
    template: n.toString(16).padStart(8, "0"),
    reason: null,
    source: null,
    site: null,
    label: "anomaly",
    until: new Date(Date.now() + 7 * DAY_MS),
    note: "",
    who: "ann",
    ...others,
  };
}
