/** Incidents at the shop's site. */
import { probePath, wordlistPath } from "../../attacks/index.ts";
import { neighbour, publicV4 } from "../../lib/address.ts";
import { fill } from "../../lib/fill.ts";
import { ask, type Client } from "../../web/client.ts";
import { together } from "../conditions.ts";
import { answered } from "../services.ts";
import { SHOP_HOST, SITE } from "../shop.ts";
import type { DayLine, Scenario } from "../types.ts";
import { login, stranger } from "../visitors.ts";
import { access } from "../write.ts";
import { timed, truthOf } from "./play.ts";

const MINUTE_SECONDS = 60;
const USUAL = together([]);

/** Requests after which a scan is plain. */
const PLAIN_PROBES = 30;

/** A tool tries some hundred known holes from one address within minutes, and finds none. */
export const scanner: Scenario = (rng, at) => {
  const client = stranger(
    rng,
    "scanner",
    "Mozilla/5.0 (compatible; Nuclei - Open-source project (github.com/projectdiscovery/nuclei))",
  );
  const times = timed(rng, at, rng.int(300, 450), 1.6);
  const lines = times.map((time) => {
    const target = rng.chance(0.6) ? probePath(rng).target : wordlistPath(rng);
    return access(
      ask(client, SITE, time, "GET", target, rng.pick([404, 404, 404, 404, 403]), { type: "scanner" }),
    );
  });
  return {
    truth: truthOf("scanner", ["scan"], lines, {
      sources: [client.ip],
      plain: times[PLAIN_PROBES] as number,
      told: "listed",
    }),
    lines,
  };
};

/** Old browsers' names, five to a crowd (webmasterworld.com/search_engine_spiders/5070880.htm). */
const OLD_AGENTS = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{80..104}.0.{3900..5100}.{10..199} Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_{12..15}_{1..7}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{80..104}.0.{3900..5100}.{10..199} Safari/537.36",
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{80..104}.0.{3900..5100}.{10..199} Safari/537.36",
];

/**
 * Scrapers behind the connections of homes: hundreds of addresses, a request or two of each, at a page that has endless
 * variants; no pictures, no referers (overengineer.dev/blog/2025/07/11: some 3.6 requests a second, in steps).
 */
export const crowd: Scenario = (rng, at) => {
  const agents = Array.from({ length: 5 }, () => fill(rng, rng.pick(OLD_AGENTS)));
  const sources: string[] = [];
  const lines = timed(rng, at, 1_500, 2).map((time) => {
    const ip = sources.length > 0 && rng.chance(0.2) ? rng.pick(sources) : publicV4(rng);
    sources.push(ip);
    const client: Client = {
      actor: "crowd",
      ip,
      agent: rng.pick(agents),
      protocol: "HTTP/1.1",
      bot: 1,
      threat: 0,
      type: "crowd",
    };
    const target = fill(
      rng,
      "/category/{ceiling|floor|table|garden|led}?color={white|black|brass|steel}&watt={3..60}&sort={price|name|new}&page={1..40}",
    );
    return [...answered(rng, ask(client, SITE, time, "GET", target, 200), USUAL)];
  });
  const all = lines.flat();
  return {
    truth: truthOf("crowd", ["scraping", "crowd", "crawl", "unusual-rate"], all, {
      sources: [...new Set(sources)],
      subjects: [SHOP_HOST],
      plain: at + 10 * MINUTE_SECONDS,
      told: "either",
    }),
    lines: all,
  };
};

/** What a robot may fetch before somebody wants to know its name. */
const PLAIN_BYTES = 1024 ** 3;

/** A crawler that takes pages and pictures as large as there are, two a second, from one network. */
export const crawl: Scenario = (rng, at) => {
  const home = publicV4(rng);
  const sources = Array.from({ length: 24 }, () => neighbour(rng, home));
  const agent =
    "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; Bytespider; spider-feedback@bytedance.com)";
  let bytes = 0;
  let plain = at;
  const lines = timed(rng, at, 6_000, 0.6).flatMap((time) => {
    const client: Client = {
      actor: "crawl",
      ip: rng.pick(sources),
      agent,
      protocol: "HTTP/1.1",
      bot: 1,
      threat: 0,
      type: "crawler",
    };
    const target = rng.chance(0.6)
      ? fill(rng, "/media/original/{100..399}.jpg")
      : fill(rng, "/{category/{ceiling|floor|table|garden|led}?page={1..9}|product/{100..399}}");
    const hit = ask(client, SITE, time, "GET", target, 200);
    bytes += hit.bytes;
    if (bytes < PLAIN_BYTES) plain = time;
    return [...answered(rng, hit, USUAL)];
  });
  return {
    truth: truthOf("crawl", ["crawl", "crowd", "unusual-rate"], lines, {
      sources: [...new Set(sources)],
      subjects: ["Bytespider"],
      plain,
      told: "either",
    }),
    lines,
  };
};

/** Share of stolen passwords that still work. */
const VALID_SHARE = 0.006;
const PLAIN_FAILURES = 60;

/**
 * Passwords stolen elsewhere are tried at the shop's log-in: hundreds of addresses, one to three tries each, every name once;
 * a few in a thousand work.
 */
export const credentialStuffing: Scenario = (rng, at) => {
  const agents = Array.from({ length: 8 }, () => stranger(rng, "stuffing").agent);
  const sources: string[] = [];
  const times = timed(rng, at, 700, 4);
  const lines: DayLine[] = times.flatMap((time, n) => {
    const ip = sources.length > 0 && rng.chance(0.4) ? rng.pick(sources.slice(-40)) : publicV4(rng);
    sources.push(ip);
    const client = stuffer(ip, rng.pick(agents));
    const succeeds = n > times.length / 2 && rng.chance(2 * VALID_SHARE);
    return [...answered(rng, login(client, time, succeeds), USUAL)];
  });
  return {
    truth: truthOf("credential-stuffing", ["spraying", "login-after-failures"], lines, {
      sources: [...new Set(sources)],
      subjects: [SHOP_HOST, "accounts"],
      plain: times[PLAIN_FAILURES] as number,
      told: "message",
    }),
    lines,
  };
};

const stuffer = (ip: string, agent: string): Client => ({
  actor: "stuffing",
  ip,
  agent,
  protocol: "HTTP/1.1",
  bot: 1,
  threat: 1,
  type: "credential-stuffing",
});
