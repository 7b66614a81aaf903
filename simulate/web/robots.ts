import { neighbour, privateV4, publicAddress } from "../lib/address.ts";
import { fill } from "../lib/fill.ts";
import type { Random } from "../lib/random.ts";
import { botAgent, botOfFamily } from "./agents/index.ts";
import { disguisedAgent } from "./agents/scanners.ts";
import { ask, type Client, toolProtocol } from "./client.ts";
import type { Hits } from "./hit.ts";
import { ordinaryQuery, type Site } from "./site.ts";

/** Automated clients without hostile intent: type, agent, address. */
function robot(rng: Random, type: string, agent: string, ip = publicAddress(rng, 0.06)): Client {
  return {
    actor: `${type}-${rng.uint32().toString(36)}`,
    ip,
    agent,
    protocol: toolProtocol(rng),
    bot: 1,
    threat: 0,
    type,
  };
}

const plainPage = (rng: Random, site: Site) =>
  (rng.chance(0.3) ? fill(rng, rng.pick(site.kind.pages), site.gaps) : site.page(rng)).split(
    "#",
  )[0] as string;

/** A feed reader: the same few files, mostly not modified. */
export function* readFeed(rng: Random, site: Site, start: number): Hits {
  const client = robot(
    rng,
    "feed-reader",
    (rng.chance(0.8) ? botOfFamily(rng, "feed reader") : botAgent(rng)).userAgent,
  );
  const feed = fill(
    rng,
    "{/feed/|/feed|/rss.xml|/atom.xml|/index.xml|/feed.xml|/rss|/blog/feed/|/feeds/all.atom.xml|/?feed=rss2|/{noun}/feed/|/articles/feed|/podcast.xml|/blog/tags/{noun}?flav=atom|/?flav=rss20|/comments/feed/|/en/rss}",
  );
  const every = rng.pick([600, 900, 1800, 3600, 3600, 7200]);
  const exists = rng.chance(0.85);
  const count = rng.int(1, 8);
  for (let i = 0; i < count; i++) {
    const status = !exists ? 404 : i === 0 || rng.chance(0.15) ? 200 : rng.pick([304, 304, 200]);
    yield ask(
      client,
      site,
      start + i * every * (0.97 + rng.float() * 0.06),
      rng.chance(0.06) ? "HEAD" : "GET",
      feed,
      status,
    );
    if (rng.chance(0.05)) yield ask(client, site, start + i * every * 1.03 + 1, "GET", "/favicon.ico", 200);
  }
}

/** An uptime monitor or a load balancer's health check: one target, clockwork. */
export function* monitor(rng: Random, site: Site, start: number): Hits {
  const inside = rng.chance(0.4);
  const client = robot(
    rng,
    "monitor",
    rng.weighted([
      [botOfFamily(rng, "monitoring").userAgent, 80],
      [botOfFamily(rng, "library").userAgent, 10],
      [disguisedAgent(rng), 4],
      ["", 3],
    ]),
    inside ? privateV4(rng) : undefined,
  );
  const target = rng.chance(0.5)
    ? "/"
    : fill(
        rng,
        "{/health|/healthz|/ping|/status|/server-status?auto|/nginx_status|/api/health|/metrics|/ready|/livez|/actuator/health|/up|/index.html|/login|/robots.txt|/monitor.txt|/heartbeat|/_health|/check.php|/api/ping?t={epoch}|/favicon.ico}",
      );
  const every = rng.pick([5, 10, 15, 30, 60, 60, 300]);
  const method = rng.chance(0.25) ? "HEAD" : "GET";
  const up = rng.weighted([
    [200, 88],
    [204, 3],
    [301, 4],
    [302, 2],
    [401, 2],
    [503, 1],
  ]);
  const count = rng.int(3, 40);
  for (let i = 0; i < count; i++)
    yield ask(
      client,
      site,
      start + i * every + rng.float() * 0.05,
      method,
      target,
      rng.chance(0.99) ? up : rng.pick([500, 502, 503, 504]),
    );
}

/** A script with an HTTP library: a few pages, files or calls. */
export function* library(rng: Random, site: Site, start: number): Hits {
  const client = robot(
    rng,
    "library",
    rng.chance(0.85) ? botOfFamily(rng, "library").userAgent : botOfFamily(rng, "nameless").userAgent,
  );
  const count = 1 + Math.floor(rng.exponential(5));
  const pace = 2 ** rng.normal(0, 2.5);
  const fixed = rng.chance(0.4) ? plainPage(rng, site) : undefined;
  let time = start;
  for (let i = 0; i < count; i++) {
    const call =
      rng.chance(0.4) && site.kind.calls
        ? fill(rng, rng.pick(site.kind.calls), site.gaps).split(" ")
        : undefined;
    const [method = "GET", target = "/"] = call ?? [
      rng.chance(0.1) ? "HEAD" : "GET",
      fixed ?? plainPage(rng, site),
    ];
    yield ask(
      client,
      site,
      time,
      method,
      target,
      rng.weighted([
        [200, 82],
        [404, 6],
        [301, 5],
        [401, 3],
        [429, 1],
        [500, 1],
        [304, 1],
      ]),
    );
    time += rng.exponential(pace);
  }
}

/** A driven browser: a page with all it loads, like a person's but without pauses. Half of them say so. */
export function* drivenBrowser(rng: Random, site: Site, start: number): Hits {
  const client = robot(
    rng,
    "automation",
    rng.chance(0.75) ? botOfFamily(rng, "automation").userAgent : disguisedAgent(rng),
  );
  client.protocol = site.facts.tls ? "HTTP/2.0" : "HTTP/1.1";
  const pages = 1 + Math.floor(rng.exponential(2));
  let time = start;
  for (let i = 0; i < pages; i++) {
    const target = plainPage(rng, site);
    yield ask(client, site, time, "GET", target, rng.chance(0.95) ? 200 : 404);
    time += 0.1;
    for (const asset of [...site.assets, ...site.media.slice(i, i + 3)]) {
      yield ask(client, site, time, "GET", asset, 200, { referer: site.origin + target });
      time += rng.float() * 0.04;
    }
    time += 0.3 + rng.float() * 2;
  }
}

/** A scraper that calls itself a browser: no files, no referer or always the same, numbers one after the other. */
export function* scrape(rng: Random, site: Site, start: number): Hits {
  const client = robot(rng, "scraper", disguisedAgent(rng));
  const home = client.ip;
  const rotates = rng.chance(0.3);
  const pace = 2 ** rng.normal(0, 1.5);
  const count = rng.int(10, 150);
  const template = rng.pick(
    site.kind.pages.filter((page) => /\{id\}|\{n\}|slug/.test(page)).concat("/item/{id}"),
  );
  const referer = rng.chance(0.25) ? rng.pick([`${site.origin}/`, "https://www.google.com/"]) : "";
  let number = rng.int(1, 100_000);
  let time = start;
  for (let i = 0; i < count; i++) {
    if (rotates) client.ip = neighbour(rng, home);
    number += rng.chance(0.9) ? 1 : rng.int(1, 9);
    const target = fill(rng, template, { ...site.gaps, id: `${number}`, n: `${number % 500}` }).split(
      "#",
    )[0] as string;
    yield ask(
      client,
      site,
      time,
      "GET",
      target,
      rng.weighted([
        [200, 86],
        [404, 8],
        [429, 2],
        [403, 1],
        [301, 3],
      ]),
      { referer },
    );
    time += rng.exponential(pace);
  }
}

/** Looks once at the front door, and at nothing else. */
export function* look(rng: Random, site: Site, start: number): Hits {
  const client = robot(
    rng,
    "scanner",
    rng.weighted([
      [disguisedAgent(rng), 50],
      [botOfFamily(rng, "scanner").userAgent, 25],
      ["", 12],
      [botOfFamily(rng, "nameless").userAgent, 8],
      [botOfFamily(rng, "library").userAgent, 8],
    ]),
  );
  const status = rng.weighted([
    [200, 55],
    [301, 20],
    [403, 8],
    [404, 6],
    [302, 6],
    [400, 5],
  ]);
  yield ask(
    client,
    site,
    start,
    rng.chance(0.12) ? "HEAD" : "GET",
    "/",
    status,
    rng.chance(0.1) ? { referer: `${site.origin}/` } : {},
  );
  if (rng.chance(0.2))
    yield ask(
      client,
      site,
      start + rng.float() * 3,
      "GET",
      rng.pick(["/favicon.ico", "/robots.txt", "/sitemap.xml", "/favicon.ico"]),
      rng.pick([200, 404]),
    );
}

/** A load test: one or a few targets, as fast as it goes. */
export function* loadTest(rng: Random, site: Site, start: number): Hits {
  const client = robot(
    rng,
    "load-test",
    botOfFamily(rng, "load test").userAgent,
    rng.chance(0.6) ? privateV4(rng) : undefined,
  );
  const targets = Array.from({ length: rng.int(1, 6) }, () => plainPage(rng, site));
  const count = rng.int(60, 300);
  const rate = 2 ** rng.normal(-5, 1.5);
  let time = start;
  for (let i = 0; i < count; i++) {
    yield ask(
      client,
      site,
      time,
      "GET",
      targets[i % targets.length] as string,
      rng.chance(0.985) ? 200 : rng.pick([500, 502, 503, 504]),
    );
    time += rng.exponential(rate);
  }
}

/** A link checker, downloader or sitemap builder: everything that a page links to, once. */
export function* checkLinks(rng: Random, site: Site, start: number): Hits {
  const client = robot(
    rng,
    "link-checker",
    rng.weighted([
      [botOfFamily(rng, "crawler").userAgent, 50],
      [botOfFamily(rng, "library").userAgent, 35],
      [botOfFamily(rng, "seo").userAgent, 15],
    ]),
  );
  const recursive = rng.chance(0.5);
  const method = rng.chance(0.3) ? "HEAD" : "GET";
  const links = rng.shuffle([...site.pages.slice(0, 60), ...site.assets, ...site.media.slice(0, 40)]);
  let time = start;
  if (recursive) yield ask(client, site, time, "GET", "/robots.txt", rng.pick([200, 404]));
  for (const link of links.slice(0, rng.int(10, 120))) {
    time += rng.exponential(0.3);
    yield ask(
      client,
      site,
      time,
      method,
      link.split("#")[0] as string,
      rng.weighted([
        [200, 85],
        [404, 7],
        [301, 5],
        [302, 3],
      ]),
      recursive && rng.chance(0.7) ? { referer: site.origin + site.page(rng) } : {},
    );
  }
}

/** A link was shared: the services that show a preview fetch it, all within seconds. */
export function* preview(rng: Random, site: Site, start: number): Hits {
  const target = site.page(rng).split("#")[0] as string;
  const count = rng.int(1, 6);
  let time = start;
  for (let i = 0; i < count; i++) {
    const client = robot(rng, "preview", botOfFamily(rng, "preview").userAgent);
    yield ask(client, site, time, "GET", target, rng.chance(0.9) ? 200 : 206);
    if (rng.chance(0.3) && site.media.length > 0)
      yield ask(client, site, time + 0.3, "GET", rng.pick(site.media), 200);
    time += rng.exponential(2) + 0.4;
  }
}

/** A program that belongs to an API: the same calls with a machine's regularity. */
export function* integration(rng: Random, site: Site, start: number): Hits {
  const client = robot(
    rng,
    "integration",
    rng.chance(0.9) ? botOfFamily(rng, "library").userAgent : "",
    rng.chance(0.5) ? privateV4(rng) : undefined,
  );
  const templates = site.kind.calls ?? ["GET /"];
  const own = Array.from({ length: rng.int(1, 4) }, () => rng.pick(templates));
  const every = 2 ** rng.normal(3, 2);
  const count = rng.int(2, 60);
  for (let i = 0; i < count; i++) {
    const [method = "GET", target = "/"] = fill(rng, own[i % own.length] as string, site.gaps).split(" ");
    const query = rng.chance(0.2) && !target.includes("?") ? `?${ordinaryQuery(rng, 3)}` : "";
    yield ask(
      client,
      site,
      start + i * every + rng.float() * 0.2,
      method,
      target + query,
      rng.weighted([
        [method === "POST" ? 201 : 200, 90],
        [400, 2],
        [401, 2],
        [404, 3],
        [409, 1],
        [500, 1],
        [503, 0.5],
      ]),
    );
  }
}

/** Mail programs fetch a mail's pictures through their maker's servers, when it is opened. */
export function* mailImages(rng: Random, site: Site, start: number): Hits {
  const client = robot(
    rng,
    "mail-image-proxy",
    rng.weighted([
      [
        fill(
          rng,
          "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
        ),
        60,
      ],
      [
        fill(
          rng,
          "{Mozilla/4.0 (compatible; |}YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html{)|}",
        ),
        15,
      ],
      [fill(rng, "{{Noun}|{brand}}{ImageProxy|MailProxy|-image-proxy}/{1..3}.{0..9}"), 10],
      ["Mozilla/5.0", 10],
    ]),
  );
  const home = client.ip;
  const picture = site.media.length > 0 ? rng.pick(site.media) : "/logo.png";
  const target = rng.chance(0.4)
    ? fill(rng, "/{open|o|track/open|t|pixel}{.php|.gif|/{b64u:40}.gif|}?{u|m|id|e}={hex:16}", site.gaps)
    : picture;
  let time = start;
  for (let i = rng.int(1, 6); i > 0; i--) {
    client.ip = neighbour(rng, home);
    yield ask(client, site, time, "GET", target, rng.chance(0.95) ? 200 : 404);
    time += rng.exponential(600);
  }
}

/** Apache wakes its own processes up (`mod_unixd`): from loopback, many at once where load falls. */
export function* dummyConnections(rng: Random, site: Site, start: number): Hits {
  const client = robot(
    rng,
    "dummy-connection",
    fill(
      rng,
      "Apache{|/2.{2|4}.{3..62}{| ({Ubuntu|Debian|CentOS|Unix|Amazon})}{| OpenSSL/{1.0.2k-fips|1.1.1|3.0.2}}{| PHP/{5|7|8}.{0..4}.{0..30}}{| mod_fcgid/2.3.9}} (internal dummy connection)",
    ),
    rng.pick(["127.0.0.1", "127.0.0.1", "::1", "::1", privateV4(rng)]),
  );
  client.protocol = "HTTP/1.0";
  let time = start;
  for (let i = rng.int(1, 15); i > 0; i--) {
    yield ask(client, site, time, "OPTIONS", "*", 200, { bytes: rng.pick([0, 110, 125, 126, 152]) });
    time += rng.pick([0, 0, 1, 1, 2]);
  }
}
