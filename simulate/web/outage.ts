/** Times at which a whole server fails whoever asks: what is behind a proxy is down, a release is broken, its files are away. */
import type { Random } from "../lib/random.ts";
import type { Hit } from "./hit.ts";

/** Share of servers that fail now and then. */
const FAILING_SHARE = 0.18;
const HOUR_SECONDS = 3600;

/** The status with which a server fails at a time, seconds since the epoch; undefined while it works. */
export type Outages = (time: number) => number | undefined;

/** Draws when a server fails, and how: for a part of each of its days or weeks. */
export function drawOutages(rng: Random): Outages {
  if (!rng.chance(FAILING_SHARE)) return () => undefined;
  const every = HOUR_SECONDS * rng.pick([3, 12, 24, 72, 168]);
  const lasts = every * (0.02 + 0.25 * rng.float());
  const from = rng.float() * every;
  const status = rng.weighted([
    [502, 5],
    [503, 3],
    [504, 1],
    [500, 4],
    [404, 2],
    [403, 1],
  ]);
  return (time) => ((time + from) % every < lasts ? status : undefined);
}

/** A hit as a server answers it that fails with `status`. */
export const failed = (hit: Hit, status: number): Hit => ({
  ...hit,
  status,
  bytes: hit.method === "HEAD" ? 0 : status === 404 ? 153 : 157,
  ms: status === 504 ? 60_000 : hit.ms / 4,
});
