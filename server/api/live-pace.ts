/** How fast events come, for who watches. */
import { MOST_NEWEST } from "../../store/events/newest.ts";

const OVER_MS = 10_000;

interface Timed {
  time: string;
}

/**
 * @param newest all that were looked at, the oldest first
 * @param fresh those that were not there a second ago
 * @returns the event `pace`
 */
export function paceOf(newest: readonly Timed[], fresh: readonly Timed[], now = Date.now()): string {
  const ages = newest.map(({ time }) => now - Date.parse(time));
  const recent = ages.filter((age) => age <= OVER_MS).length;
  const isFull = newest.length >= MOST_NEWEST;
  // Where more come than are looked at, these are of less time.
  const overMs = isFull && recent === newest.length ? Math.max(1_000, ages[0] ?? 0) : OVER_MS;
  const last = fresh.at(-1);
  const pace = {
    rate: Math.round((recent / overMs) * 10_000) / 10,
    lag: last ? Math.max(0, now - Date.parse(last.time)) : null,
    skipped: isFull && fresh.length === newest.length,
  };
  return `event: pace\ndata: ${JSON.stringify(pace)}\n\n`;
}
