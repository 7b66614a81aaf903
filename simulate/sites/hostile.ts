/** Who comes to every site: scanners, crawlers, tools. */
import { publicAddress } from "../lib/address.ts";
import { fill } from "../lib/fill.ts";
import type { Random } from "../lib/random.ts";
import { ask, type Client } from "../web/client.ts";
import { crawl } from "../web/crawler.ts";
import type { Hits } from "../web/hit.ts";
import { library, look, monitor, preview } from "../web/robots.ts";
import { attack, bruteForcePaths, fuzz, probe, strangeRequests, stuffCredentials } from "../web/scanner.ts";
import type { Site } from "../web/site.ts";
import type { News, RealSite, Visit } from "./types.ts";

/** An automated client of one kind. */
export function robot(
  rng: Random,
  type: string,
  agent: string,
  threat: 0 | 1 = 0,
  ip = publicAddress(rng, 0),
): Client {
  return {
    actor: `${type}-${rng.uint32().toString(36)}`,
    ip,
    agent,
    protocol: "HTTP/1.1",
    bot: 1,
    threat,
    type,
  };
}

/** Visits of strangers on a day. */
export function strangers(site: Site, news: ReadonlySet<News>): RealSite["visits"] {
  const visits: (readonly [Visit, number])[] = [
    [(rng, at) => crawl(rng, site, at), 18],
    [(rng, at) => library(rng, site, at), 6],
    [(rng, at) => monitor(rng, site, at), 2],
    [(rng, at) => preview(rng, site, at), 4],
    [(rng, at) => look(rng, site, at), 16],
    [(rng, at) => probe(rng, site, at), 40],
    [(rng, at) => strangeRequests(rng, site, at), 12],
    [(rng, at) => attack(rng, site, at), 12],
    [(rng, at) => fuzz(rng, site, at), 1.2],
    [(rng, at) => bruteForcePaths(rng, site, at), 1],
    [(rng, at) => stuffCredentials(rng, site, at), 1],
  ];
  if (news.has("crawler")) visits.push([(rng, at) => newCrawler(rng, site, at), 25]);
  if (news.has("attacks")) visits.push([(rng, at) => newAttack(rng, site, at), 12]);
  return visits;
}

/** A crawler that nobody has heard of. */
function* newCrawler(rng: Random, site: Site, start: number): Hits {
  const client = robot(rng, "new crawler", "Merlinsweep/0.9 (semantic atlas; ops@merlinsweep.example)");
  let time = start;
  for (let i = rng.int(4, 20); i > 0; i--) {
    yield ask(client, site, time, "GET", site.page(rng), 200);
    time += rng.exponential(4);
  }
}

/** An appliance's hole that nobody has heard of: a configuration posted in parts. */
function* newAttack(rng: Random, site: Site, start: number): Hits {
  const agent =
    "Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0 Safari/537.36";
  const client = robot(rng, "new attack", agent, 1);
  let time = start;
  for (let i = rng.int(4, 12); i > 0; i--) {
    const target = fill(
      rng,
      "/qx-gate/{adj}.do?part=%02%FF{hex:10}&then=%60{az:4}%20-o%20{ip}%60&sig={hex:6}",
    );
    yield ask(client, site, time, "POST", target, 404);
    time += rng.exponential(3);
  }
}
