/** What the services behind the shop's pages do with a request, and say of it. */
import type { Random } from "../lib/random.ts";
import type { Hit, Hits } from "../web/hit.ts";
import type { Conditions } from "./conditions.ts";
import { type Service, SITE, serviceOf } from "./shop.ts";
import type { DayLines } from "./types.ts";
import { access, nginxError, said } from "./write.ts";

/** What a service says of a request that went well. */
const DONE: Readonly<Record<Service, (rng: Random, hit: Hit) => string>> = {
  accounts: (_, { method, target, status }) => {
    if (method !== "POST") return `Rendered ${target.split("?")[0]}`;
    return status === 401 ? "Login failed: bad password" : "Login succeeded";
  },
  catalog: (rng) => `Loaded ${rng.int(1, 24)} products from cache`,
  orders: (rng, { method }) =>
    method === "POST" ? `Cart ${rng.int(100_000, 999_999)} updated` : `Cart read, ${rng.int(0, 6)} items`,
  payments: (rng) =>
    `Payment of ${rng.int(9, 240)}.${rng.int(10, 99)} EUR accepted for order ${rng.int(100_000, 999_999)}`,
  search: (rng) => `Search returned ${rng.int(0, 60)} results`,
};

/** What is thrown by the release that breaks a service. */
const THROWN =
  "TypeError: Cannot read properties of undefined (reading 'price') at totalOf (/app/src/product.js:118:31)";
/** nginx gives up on a service after so long. */
const TIMEOUT_MS = 60_000;

/** Share of people who load a page again that failed. */
const RELOAD_SHARE = 0.6;

/** The lines of a visit: a browser loads nothing of a page that failed, and its person tries again, mostly. */
export function* answeredVisit(rng: Random, hits: Hits, conditions: Conditions): DayLines {
  const failedPages = new Set<string>();
  for (const hit of hits) {
    const service = serviceOf(hit.target);
    if (!service && failedPages.has(hit.referer)) continue;
    if (!isFailing(rng, hit, conditions)) {
      yield* answered(rng, hit, conditions);
      continue;
    }
    failedPages.add(SITE.origin + hit.target);
    yield* failed(rng, hit, service as Service);
    if (!hit.bot && rng.chance(RELOAD_SHARE))
      yield* failed(rng, { ...hit, time: hit.time + 1 + rng.float() * 3 }, service as Service);
  }
}

/** Who probes, or asks for what is not there, gets his answer from nginx. */
const isServed = ({ target, raw, status, threat }: Hit) =>
  serviceOf(target) !== undefined &&
  raw === undefined &&
  status !== 404 &&
  (!threat || status === 401 || status === 303);

function isFailing(rng: Random, hit: Hit, conditions: Conditions): boolean {
  if (!isServed(hit)) return false;
  const share = conditions.failing(serviceOf(hit.target) as Service, hit.time);
  return share > 0 && rng.chance(share);
}

/** The lines of a request that does not fail: of the service, where one answers, and of nginx. */
export function* answered(rng: Random, hit: Hit, conditions: Conditions): DayLines {
  const service = serviceOf(hit.target);
  if (!service || !isServed(hit)) return yield access(hit);
  const spread = Math.exp(rng.normal(0, 0.35));
  const ms = Math.min(TIMEOUT_MS, hit.ms * spread * conditions.slowness(service, hit.time));
  const time = hit.time;
  yield said(service, {
    time,
    level: hit.status === 401 ? "WARN" : "INFO",
    message: DONE[service](rng, hit),
    ip: hit.ip,
    user: customer(hit),
    ms: Math.round(ms),
  });
  yield access({ ...hit, ms: ms + 2, ...(ms >= TIMEOUT_MS ? { status: 504 } : {}) });
}

function* failed(rng: Random, hit: Hit, service: Service): DayLines {
  const marks = { label: "anomaly", anomaly: 1, type: "fault", actor: service } as const;
  const isRefused = rng.chance(0.15);
  if (isRefused)
    yield nginxError(hit, "connect() failed (111: Connection refused) while connecting to upstream", marks);
  else
    yield said(
      service,
      {
        time: hit.time,
        level: "ERROR",
        message: THROWN,
        ip: hit.ip,
        user: customer(hit),
        ms: Math.round(hit.ms / 4),
      },
      marks,
    );
  yield access({ ...hit, status: isRefused ? 502 : 500, bytes: 157, ms: hit.ms / 4 });
}

/** How the shop's services name who is asking. */
export const customer = ({ actor, bot }: Hit) => (bot ? "-" : actor.replace(/^person-/, "c-"));
