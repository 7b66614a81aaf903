/** Records as Fluent Bit's file output writes them: `TAG: [SECONDS, RECORD]`. */
import type { SmartlogEvent } from "../../../host/event.ts";

const LINE = /^(.*?): \[(\d+(?:\.\d+)?), (\{.*\})\]$/s;
/** What the filter makes of a record that has an event already. */
const OLD_KEY = "_smartlog";
const KEY = "smartlog";

export interface Collected {
  tag: string;
  /** Seconds since the epoch. */
  time: number;
  /** JSON. */
  record: string;
  /** The event under `smartlog`. */
  event?: SmartlogEvent;
  /** Where its event stands, if not there: `log.smartlog`. */
  renamed?: string;
  isScoredTwice: boolean;
}

/** The records of a file; lines that are no log records (metrics, traces) are left out. */
export function collected(text: string): Collected[] {
  return text.split("\n").flatMap((line) => {
    const [, tag, time, record] = LINE.exec(line) ?? [];
    const members = record === undefined ? undefined : parsed(record);
    if (tag === undefined || record === undefined || members === undefined) return [];
    const own = members[KEY];
    const event = isEvent(own) ? own : undefined;
    const renamed = event ? undefined : placeOfEvent(members);
    return [
      {
        ...{
          tag,
          time: Number(time),
          record,
          isScoredTwice: event !== undefined && isEvent(members[OLD_KEY]),
        },
        ...(event ? { event } : {}),
        ...(renamed === undefined ? {} : { renamed }),
      },
    ];
  });
}

function parsed(json: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isEvent(value: unknown): value is SmartlogEvent {
  return isMap(value) && ["id", "kind", "label", "model"].every((key) => typeof value[key] === "string");
}

/** The key of an event one or two levels deep. */
function placeOfEvent(members: Record<string, unknown>): string | undefined {
  for (const [key, value] of Object.entries(members)) {
    if (isEvent(value)) return key;
    if (!isMap(value)) continue;
    const inner = Object.keys(value).find((name) => isEvent(value[name]));
    if (inner !== undefined) return `${key}.${inner}`;
  }
  return undefined;
}
