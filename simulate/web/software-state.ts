/** What a site refuses each time: a proxy that does not know of web sockets, a service that was switched off. */
import type { Site } from "./site.ts";
import type { Asked } from "./software/software.ts";

const SOCKET_REFUSALS = [400, 400, 404, 403, 502, 426, 200];
const POLL_REFUSALS = [404, 401, 502, 403, 500, 503];
/** Of a hundred sites. */
const REFUSE_SOCKETS = 25;
/** Of a hundred sites, whose interface is at another host than their pages: browsers ask before they call. */
const OTHER_HOST = 15;
/** Of a hundred requests that come again and again. */
const REFUSE_POLLS = 5;

/** The status with which the site always answers this request; undefined where it takes it. */
export function refusal(site: Site, { rhythm, target }: Asked): number | undefined {
  const isSocket = rhythm === "ws";
  const chance = site.answer(isSocket ? "web sockets" : `polls of ${target}`).bytes;
  const refusals = isSocket ? SOCKET_REFUSALS : POLL_REFUSALS;
  if (chance % 100 >= (isSocket ? REFUSE_SOCKETS : REFUSE_POLLS)) return undefined;
  return refusals[Math.floor(chance / 100) % refusals.length];
}

/** Whether browsers ask the site by OPTIONS whether they may call it (CORS preflight). */
export const asksBefore = (site: Site): boolean => site.answer("preflight").bytes % 100 < OTHER_HOST;
