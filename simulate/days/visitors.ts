/** Who comes to the shop's site: customers, robots, and strangers who try doors, as at every site. */
import { attackPayload } from "../attacks/index.ts";
import { publicAddress } from "../lib/address.ts";
import { Random } from "../lib/random.ts";
import { disguisedAgent } from "../web/agents/scanners.ts";
import { ask, type Client } from "../web/client.ts";
import { crawl } from "../web/crawler.ts";
import type { Hit, Hits } from "../web/hit.ts";
import { drawPerson, visit } from "../web/person.ts";
import { library, look, preview, readFeed } from "../web/robots.ts";
import { bruteForcePaths, probe, strangeRequests } from "../web/scanner.ts";
import { type Cycle, customers, steady } from "./cycle.ts";
import { SITE } from "./shop.ts";

type Visit = (rng: Random, start: number) => Hits;

/** Share of customers who were here before. */
const REGULAR_SHARE = 0.4;

const regulars: readonly Client[] = (() => {
  const rng = new Random(4711);
  return Array.from({ length: 80 }, () => drawPerson(rng, SITE));
})();

/** Visits, by how many there are on a mean day. */
export const VISITS: readonly (readonly [visit: Visit, perDay: number, when: Cycle])[] = [
  [shops, 700, customers],
  [logsIn, 90, customers],
  [(rng, at) => crawl(rng, SITE, at), 30, steady],
  [(rng, at) => look(rng, SITE, at), 40, steady],
  [(rng, at) => library(rng, SITE, at), 8, steady],
  [(rng, at) => preview(rng, SITE, at), 5, customers],
  [(rng, at) => readFeed(rng, SITE, at), 4, steady],
  [(rng, at) => inVain(probe(rng, SITE, at)), 45, steady],
  [(rng, at) => inVain(strangeRequests(rng, SITE, at)), 10, steady],
  [triesPayloads, 5, steady],
  [(rng, at) => inVain(bruteForcePaths(rng, SITE, at)), 0.3, steady],
  [guessesWordPress, 3, steady],
];

/** What is sought is not here: an answer to a probe would be news. */
function* inVain(hits: Hits): Hits {
  for (const hit of hits)
    yield hit.threat && hit.status < 300
      ? { ...hit, status: hit.target.startsWith("/") ? 404 : 400, bytes: 574 }
      : hit;
}

function* shops(rng: Random, start: number): Hits {
  const known = rng.chance(REGULAR_SHARE);
  yield* visit(rng, SITE, known ? rng.pick(regulars) : drawPerson(rng, SITE), start, known);
}

/** A customer logs in: one in fourteen mistypes, once or twice; one in a hundred has to guess which password it was. */
function* logsIn(rng: Random, start: number): Hits {
  const person = rng.pick(regulars);
  let time = start;
  yield ask(person, SITE, time, "GET", "/account/login", 200);
  const mistakes = rng.chance(0.07) ? rng.int(1, 2) : rng.chance(0.01) ? rng.int(3, 5) : 0;
  for (let i = 0; i <= mistakes; i++) {
    time += 4 + rng.exponential(10);
    yield login(person, time, i === mistakes);
  }
  yield ask(person, SITE, time + 0.3, "GET", "/account/orders", 200);
}

export const login = (client: Client, time: number, succeeds: boolean): Hit =>
  ask(client, SITE, time, "POST", "/account/login", succeeds ? 303 : 401, {
    bytes: succeeds ? 0 : 412,
    referer: `${SITE.origin}/account/login`,
  });

export function stranger(rng: Random, type: string, agent = disguisedAgent(rng)): Client {
  const ip = publicAddress(rng, 0);
  return { actor: `${type}-${ip}`, ip, agent, protocol: "HTTP/1.1", bot: 1, threat: 1, type };
}

/** A few payloads at the front page and at doors that are not there: the page is shown all the same. */
function* triesPayloads(rng: Random, start: number): Hits {
  const client = stranger(rng, "payloads");
  let time = start;
  for (let i = rng.int(1, 6); i > 0; i--) {
    const { payload, family } = attackPayload(rng);
    const isFront = rng.chance(0.4);
    const target = `${isFront ? "/" : "/index.php"}?${rng.pick(["id", "q", "page", "s"])}=${encodeURIComponent(payload.replace(/[\ud800-\udfff]/g, ""))}`;
    yield ask(client, SITE, time, "GET", target, isFront ? 200 : 404, {
      type: family,
      ...(isFront ? { bytes: SITE.answer("/").bytes } : {}),
    });
    time += rng.exponential(4);
  }
}

/** Guesses at a log-in that the shop does not have. */
function* guessesWordPress(rng: Random, start: number): Hits {
  const client = stranger(rng, "wordpress");
  const pace = rng.pick([1, 3, 20]);
  let time = start;
  for (let i = rng.int(3, 25); i > 0; i--) {
    yield ask(client, SITE, time, "POST", rng.chance(0.8) ? "/wp-login.php" : "/xmlrpc.php", 404);
    time += rng.exponential(pace);
  }
}
