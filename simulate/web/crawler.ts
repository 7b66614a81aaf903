import { neighbour, publicAddress } from "../lib/address.ts";
import { fill } from "../lib/fill.ts";
import type { Random } from "../lib/random.ts";
import { botAgent, botOfFamily } from "./agents/index.ts";
import { ask, type Client } from "./client.ts";
import type { Hits } from "./hit.ts";
import type { Site } from "./site.ts";

/** A crawler that says who it is: robots.txt, then pages at a steady pace, few assets, no referer. */
export function* crawl(rng: Random, site: Site, start: number): Hits {
  const agent = rng.chance(0.5)
    ? botAgent(rng)
    : botOfFamily(
        rng,
        rng.weighted([
          ["search", 5],
          ["crawler", 5],
          ["seo", 3],
          ["ai", 3],
        ]),
      );
  const home = publicAddress(rng, 0.1);
  const client: Client = {
    actor: `crawler-${agent.name}-${rng.uint32().toString(36)}`,
    ip: home,
    agent: agent.userAgent,
    protocol: rng.weighted([
      ["HTTP/1.1", 85],
      ["HTTP/2.0", 10],
      ["HTTP/1.0", 5],
    ]),
    bot: 1,
    threat: 0,
    type: "crawler",
  };
  const pool = rng.chance(0.3);
  const pace = 2 ** rng.normal(2.5, 2);
  const withAssets = rng.chance(0.15);
  let time = start;
  const next = () => {
    if (pool && rng.chance(0.5)) client.ip = neighbour(rng, home);
    time += rng.exponential(pace) + 0.05;
    return time;
  };
  if (rng.chance(0.5)) yield ask(client, site, time, "GET", "/robots.txt", rng.pick([200, 200, 404]));
  if (rng.chance(0.1))
    yield ask(
      client,
      site,
      next(),
      "GET",
      rng.pick(["/sitemap.xml", "/sitemap_index.xml", "/post-sitemap.xml", "/sitemap.xml.gz"]),
      rng.pick([200, 200, 404]),
    );
  const count = 1 + Math.floor(rng.exponential(12));
  for (let i = 0; i < count; i++) {
    const fresh = rng.chance(0.3);
    const target = fresh ? fill(rng, rng.pick(site.kind.pages), site.gaps) : site.page(rng);
    const status = rng.weighted([
      [200, 80],
      [304, 5],
      [301, 6],
      [404, 7],
      [302, 2],
      [403, 1],
      [410, 0.5],
      [503, 0.3],
    ]);
    yield ask(
      client,
      site,
      next(),
      rng.chance(0.04) ? "HEAD" : "GET",
      target.split("#")[0] as string,
      status,
    );
    if (withAssets && rng.chance(0.5) && site.media.length > 0)
      yield ask(client, site, next(), "GET", rng.pick(site.media), 200, {
        referer: rng.chance(0.5) ? site.origin + target : "",
      });
  }
}
