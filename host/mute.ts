/** Mutes: which events raise no alarm until when. The filter applies them (filter/score/mute.ts), and leaves the label as it is. */
import type { Label } from "./event.ts";

/** Labels that raise an alarm, the lightest first: a mute hides its own and those before it. */
export const MUTABLE = ["anomaly", "bot", "attack"] as const satisfies readonly Label[];
export type Mutable = (typeof MUTABLE)[number];

/** What a mute can name. */
export const MUTE_FIELDS = [
  "template",
  "reason",
  "source",
  "site",
] as const satisfies readonly (keyof Muted)[];
export type MuteField = (typeof MUTE_FIELDS)[number];

/** What a mute names; all of it has to fit. At least one of template, reason and source is there. */
export interface Muted {
  /** An event's `tpl`. */
  template: string | null;
  /** The reason that stands first in an event's `why`. */
  reason: string | null;
  /** An address, or a network as CIDR, that an event's `ip` is in. */
  source: string | null;
  /** An event's `host`, else its `service`. */
  site: string | null;
  /** The heaviest label that is hidden. */
  label: Mutable;
}

export interface Mute extends Muted {
  /** 1 to 2^32 - 1. */
  id: number;
  /** End, by the shipper's clock. */
  until: Date;
}

/** Whether a mute that names this hides events of a label. */
export function hidesLabel(mute: Pick<Muted, "label">, label: Label): boolean {
  const weight = (MUTABLE as readonly Label[]).indexOf(label);
  return weight >= 0 && weight <= MUTABLE.indexOf(mute.label);
}
