/** What a mute is to name: by options, or by an event and what of it. */
import type { Pool } from "pg";
import type { Mutable, Muted, MuteField } from "../../host/mute.ts";
import { StoreError } from "../../store/error.ts";
import { readEvent } from "../../store/events/event.ts";
import { type EventKey, findEvent } from "../../store/events/find.ts";
import { checkedMute, defaultNames, type Given, namedBy } from "../../store/mutes/what.ts";
import { UsageError } from "../lib/errors.ts";

export interface WantedOptions {
  /** Id of an event. */
  id?: string;
  /** What of it; default: what raises no doubt of its label. */
  by?: MuteField[];
  template?: string;
  reason?: string;
  source?: string;
  site?: string;
  upTo?: Mutable;
}

export interface Wanted {
  muted: Muted;
  eventKey: EventKey | undefined;
}

/**
 * @throws StoreError NO_SUCH_EVENT, NOT_MUTED; UsageError where nothing is named
 */
export async function wantedOf(pool: Pool, options: WantedOptions): Promise<Wanted> {
  const { id, by, upTo, template, reason, source, site } = options;
  const given: Given = {
    ...(template === undefined ? {} : { template: template.toLowerCase() }),
    ...(reason === undefined ? {} : { reason }),
    ...(source === undefined ? {} : { source }),
    ...(site === undefined ? {} : { site }),
    ...(upTo === undefined ? {} : { label: upTo }),
  };
  if (id === undefined) {
    if (by) throw new UsageError("--by says what of an event: name one with --id");
    return { muted: checkedMute(given), eventKey: undefined };
  }
  const eventKey = await findEvent(pool, id.toLowerCase());
  const event = eventKey && (await readEvent(pool, id.toLowerCase(), undefined, 1));
  if (!event)
    throw new StoreError(
      "NO_SUCH_EVENT",
      "there is no event of this id",
      "An event's id is 16 hex digits (smartlog.id); it may be older than what is kept.",
    );
  const names = by ?? (template || reason || source ? [] : defaultNames(event));
  return { muted: checkedMute({ ...namedBy(event, names), ...given }), eventKey };
}
