import { attackPayload, probePath, wordlistPath } from "../attacks/index.ts";
import { attackRequest } from "../attacks/request.ts";
import { neighbour, publicAddress } from "../lib/address.ts";
import { fill } from "../lib/fill.ts";
import { rawNoise } from "../lib/noise.ts";
import type { Random } from "../lib/random.ts";
import { hex, letters } from "../lib/tokens.ts";
import { GUESSED_ACCOUNTS } from "../lib/words/people.ts";
import { type EncodeStyle, percentEncode } from "../values/percent.ts";
import { botOfFamily } from "./agents/bots.ts";
import { disguisedAgent, scannerAgent, toolAgent } from "./agents/scanners.ts";
import { ask, type Client, toolProtocol } from "./client.ts";
import type { Hits } from "./hit.ts";
import { ordinaryQuery, pageForAll, type Site } from "./site.ts";

function hostile(rng: Random, type: string, agent: string): Client {
  return {
    actor: `${type}-${rng.uint32().toString(36)}`,
    ip: publicAddress(rng, 0.03),
    agent,
    protocol: toolProtocol(rng),
    bot: 1,
    threat: 1,
    type,
  };
}

/** The site's answer to what isn't there, seldom anything else; a page that takes everything answers 200. */
function answered(rng: Random, site: Site): number {
  if (site.catchAll && rng.chance(0.8)) return 200;
  return rng.weighted([
    [site.missing, 84],
    [400, 4],
    [301, 4],
    [403, 4],
    [200, 2],
    [405, 1],
    [302, 1],
  ]);
}

/** What the site's answer to something missing is, besides its status. */
const body = (site: Site, status: number): { bytes?: number } =>
  status === 200 && site.catchAll ? { bytes: pageForAll(site) } : {};

/** Share of probes by somebody who passes for a crawler that is welcome. */
const IMPOSTOR_SHARE = 0.05;

function probeAgent(rng: Random): string {
  if (!rng.chance(IMPOSTOR_SHARE)) return scannerAgent(rng);
  return botOfFamily(
    rng,
    rng.weighted([
      ["search", 8],
      ["crawler", 1],
      ["seo", 1],
    ]),
  ).userAgent;
}

/** One or a few probes for well-known holes, by a source that is then seen no more or comes again under another address. */
export function* probe(rng: Random, site: Site, start: number): Hits {
  const client = hostile(rng, "probe", probeAgent(rng));
  const rotates = rng.chance(0.1);
  const pace = rng.pick([0.15, 0.5, 1, 5, 60]);
  const referer = rng.chance(0.12)
    ? rng.pick([`${site.origin}/`, "http://www.google.com/", "https://www.google.com/search?q=a"])
    : "";
  let time = start;
  if (rng.chance(0.25)) yield ask(client, site, time, "GET", "/", 200, { threat: 0, type: "scanner" });
  const count = rng.chance(0.55) ? 1 : 1 + Math.floor(rng.exponential(rng.pick([3, 8, 30])));
  for (let i = 0; i < count; i++) {
    if (rotates) client.ip = neighbour(rng, client.ip);
    if (rng.chance(0.02)) client.agent = scannerAgent(rng);
    const probed = probePath(rng);
    const { family, target } = probed;
    const method =
      probed.method ??
      rng.weighted([
        ["GET", 86],
        ["POST", 10],
        ["HEAD", 3],
        ["PUT", 0.5],
        ["OPTIONS", 0.5],
      ]);
    const status = answered(rng, site);
    yield ask(client, site, time, method, target, status, { type: family, referer, ...body(site, status) });
    time += rng.exponential(pace);
  }
}

/** What TLS spoken to a plain port is called: a scan, or somebody's mistake. */
export const TLS_HELLO = "tls-hello";

/** Other protocols spoken to a web port, proxies sought, methods tried. */
export function* strangeRequests(rng: Random, site: Site, start: number): Hits {
  const client = hostile(rng, "noise", "");
  const kind = rng.int(0, 9);
  const count = rng.chance(0.7) ? 1 : rng.int(2, 7);
  let time = start;
  for (let i = 0; i < count; i++) {
    if (kind <= 5) {
      const raw = rawNoise(rng);
      yield ask(client, site, time, "", "", 400, {
        raw,
        type: raw.startsWith("\x16\x03") ? TLS_HELLO : raw === "" ? "empty request" : "protocol",
        // Who sends an empty line tries nothing.
        ...(raw === "" ? { threat: 0 as const } : {}),
        bytes: rng.pick([150, 157, 166, 226, 484, 0]),
        ms: rng.float() * 300,
      });
    } else if (kind <= 7) {
      const target = fill(
        rng,
        "{{domain}:443|{ip}:{25|80|443|8443|6667}|http://{domain}/|http://{ip}/|http://{domain}/{noun}.php|https://{domain}/|http://{azenv|proxyjudge|{noun}}.{net|info|com}/{azenv.php|judge.php|proxyheader.php|echo.php}}",
      );
      const client2 = { ...client, agent: rng.chance(0.5) ? "" : scannerAgent(rng) };
      yield ask(
        client2,
        site,
        time,
        target.startsWith("http") ? rng.pick(["GET", "GET", "POST", "HEAD"]) : "CONNECT",
        target,
        rng.pick([400, 400, 405, 404, 200, 403]),
        { type: "proxy" },
      );
    } else {
      const client2 = { ...client, agent: scannerAgent(rng) };
      yield ask(
        client2,
        site,
        time,
        rng.pick([
          "OPTIONS",
          "PROPFIND",
          "TRACE",
          "TRACK",
          "DEBUG",
          "PUT",
          "DELETE",
          "PATCH",
          "SEARCH",
          "MOVE",
          "COPY",
          "MKCOL",
          "LOCK",
          "INDEX",
          "FOO",
          "BADMETHOD",
          letters(rng, 4).toUpperCase(),
        ]),
        rng.pick(["/", "/", "/*", "*", `/${letters(rng, 6)}.txt`, "/webdav/"]),
        rng.pick([405, 405, 400, 501, 403, 200]),
        { type: "method" },
      );
    }
    time += rng.exponential(2);
  }
}

/** Hundreds of guesses from a word list, many at a time, after a look at how the server says "not found". */
export function* bruteForcePaths(rng: Random, site: Site, start: number): Hits {
  const client = hostile(rng, "bruteforce-paths", toolAgent(rng));
  const base = rng.chance(0.8) ? "" : (site.page(rng).split("?")[0] as string).replace(/\/[^/]*$/, "");
  const method = rng.chance(0.05) ? "HEAD" : "GET";
  const count = rng.int(40, 600);
  const gap = 2 ** rng.normal(-4.5, 2);
  let time = start;
  if (rng.chance(0.7)) yield ask(client, site, time, method, "/", 200, { threat: 0, type: "scanner" });
  const trials = rng.int(0, 4);
  for (let i = 0; i < trials; i++) {
    time += gap;
    yield ask(
      client,
      site,
      time,
      method,
      `${base}/${rng.pick([hex(rng, 32), letters(rng, rng.int(6, 20)), fill(rng, "{uuid}"), `${letters(rng, 8)}.php`, `.${letters(rng, 9)}`, `${letters(rng, 10)}/`])}`,
      site.catchAll ? 200 : site.missing,
      body(site, 200),
    );
  }
  for (let i = 0; i < count; i++) {
    const status = rng.weighted([
      [site.catchAll ? 200 : site.missing, 95],
      [200, 1.2],
      [301, 2],
      [403, 1.5],
      [401, 0.3],
    ]);
    yield ask(client, site, time, method, base + wordlistPath(rng), status, body(site, status));
    time += rng.exponential(gap);
  }
}

const STYLES: readonly (readonly [EncodeStyle, number])[] = [
  ["full", 30],
  ["upper", 30],
  ["form", 20],
  ["minimal", 8],
  ["mixed", 5],
  ["double", 4],
  ["none", 3],
];

/** One page and parameter, dozens to hundreds of payloads of one kind or of all, as sqlmap, wfuzz and their like do. */
export function* fuzz(rng: Random, site: Site, start: number): Hits {
  const client = hostile(rng, "fuzzer", toolAgent(rng));
  const page = site.page(rng).split("?")[0] as string;
  const name = rng.pick([
    "id",
    "q",
    "page",
    "cat",
    "search",
    "file",
    "user",
    "name",
    "item",
    "p",
    "lang",
    "sort",
    "url",
    "username",
    "product_id",
    "category",
    "view",
    "key",
    "ref",
    "date",
  ]);
  const rest = rng.chance(0.5) ? `&${ordinaryQuery(rng, 2)}` : "";
  const style = rng.weighted(STYLES);
  const family = rng.chance(0.6) ? attackPayload(rng).family : undefined;
  const value = rng.chance(0.5) ? `${rng.int(1, 500)}` : "";
  const count = rng.int(15, 250);
  const referer = rng.chance(0.3) ? site.origin + page : "";
  const usual = rng.pick([200, 200, 200, 404, 302, 403, 500]);
  // Tools try headers once they are through with the parameters; some of them write blanks as comments.
  const inHeaders = rng.chance(0.4) ? count * rng.pick([0.2, 0.5, 1]) : 0;
  const blank = rng.pick([" ", " ", "/**/", "+", "%20"]);
  let time = start;
  const baseline = rng.int(0, 3);
  for (let i = 0; i < baseline; i++) {
    time += 0.2;
    yield ask(client, site, time, "GET", `${page}?${name}=${value || "1"}${rest}`, 200, {
      threat: 0,
    });
  }
  for (let i = 0; i < count; i++) {
    const made = attackPayload(rng, family);
    const target = `${page}?${name}=${value}${percentEncode(made.payload, style, rng)}${rest}`;
    yield ask(
      client,
      site,
      time,
      "GET",
      target,
      rng.chance(0.85) ? usual : rng.pick([200, 500, 404, 403, 400, 414]),
      { type: made.family, referer },
    );
    time += rng.exponential(0.25);
  }
  for (let i = 0; i < inHeaders; i++) {
    const made = attackPayload(rng, family);
    const payload = made.payload.replace(/[^\x20-\x7e]/g, "").replaceAll(" ", blank);
    yield ask(client, site, time, "GET", `${page}?${name}=${value || "1"}${rest}`, usual, {
      type: made.family,
      referer,
      ...(i < inHeaders / 2
        ? { agent: client.agent.replaceAll(" ", blank) + payload }
        : { referer: site.origin + page + payload }),
    });
    time += rng.exponential(0.25);
  }
}

/** An auditor of sites (nikto, wapiti, nuclei): crawls a little, then probes and payloads of all families. */
export function* audit(rng: Random, site: Site, start: number): Hits {
  const client = hostile(rng, "auditor", toolAgent(rng));
  const count = rng.int(30, 300);
  const pace = 2 ** rng.normal(-2, 1.5);
  let time = start;
  const crawled = rng.int(1, 15);
  for (let i = 0; i < crawled; i++) {
    time += rng.exponential(pace);
    yield ask(client, site, time, "GET", i === 0 ? "/" : (site.page(rng).split("#")[0] as string), 200, {
      threat: 0,
    });
  }
  for (let i = 0; i < count; i++) {
    time += rng.exponential(pace);
    if (rng.chance(0.5)) {
      const { family, target } = probePath(rng);
      const status = answered(rng, site);
      yield ask(
        client,
        site,
        time,
        rng.chance(0.95) ? "GET" : rng.pick(["POST", "OPTIONS", "PUT", "TRACE", "PROPFIND"]),
        target,
        status,
        { type: family, ...body(site, status) },
      );
      continue;
    }
    const made = attackRequest(rng);
    yield ask(client, site, time, made.method, made.target, answered(rng, site), {
      type: made.family,
      ...(made.userAgent === undefined ? {} : { agent: made.userAgent }),
      ...(made.referer === undefined ? {} : { referer: made.referer }),
    });
  }
}

/** A few hostile requests in different places: by a tool, or by hand in a browser. */
export function* attack(rng: Random, site: Site, start: number): Hits {
  const byHand = rng.chance(0.25);
  const client = hostile(rng, "attack", byHand ? disguisedAgent(rng) : scannerAgent(rng));
  if (byHand) client.bot = 0;
  const count = 1 + Math.floor(rng.exponential(3));
  let time = start;
  for (let i = 0; i < count; i++) {
    const made = attackRequest(rng);
    yield ask(
      client,
      site,
      time,
      made.method,
      made.target,
      rng.weighted([
        [200, 40],
        [404, 30],
        [403, 15],
        [400, 8],
        [500, 6],
        [302, 3],
      ]),
      {
        type: made.family,
        ...(made.userAgent === undefined ? {} : { agent: made.userAgent }),
        ...(made.referer === undefined ? {} : { referer: made.referer }),
      },
    );
    time += byHand ? 3 + rng.exponential(20) : rng.exponential(2);
  }
}

/** Stolen or guessed passwords tried at a login, from one address or many. */
export function* stuffCredentials(rng: Random, site: Site, start: number): Hits {
  const client = hostile(
    rng,
    "credential-stuffing",
    rng.chance(0.7) ? disguisedAgent(rng) : scannerAgent(rng),
  );
  const login = fill(
    rng,
    "{/login|/wp-login.php|/xmlrpc.php|/phpmyadmin/|/phpmyadmin/index.php|/user/login|/api/login|/api/auth/login|/account/login|/administrator/index.php|/admin/login.php|/signin|/session|/j_security_check|/owa/auth.owa|/index.php?route=account/login|/oauth/token|/rest/user/login|/api/v1/auth/signin}",
  );
  const count = rng.int(15, 200);
  const pace = 2 ** rng.normal(0, 2);
  const failed = rng.pick([401, 200, 403, 302, 422]);
  const rotates = rng.chance(0.35);
  const loadsForm = rng.chance(0.3);
  const agents =
    rotates && rng.chance(0.5) ? Array.from({ length: 8 }, () => disguisedAgent(rng)) : [client.agent];
  const home = client.ip;
  const referer = rng.chance(0.4) ? site.origin + login : "";
  let time = start;
  for (let i = 0; i < count; i++) {
    if (rotates) client.ip = rng.chance(0.5) ? publicAddress(rng, 0) : neighbour(rng, home);
    client.agent = rng.pick(agents);
    if (loadsForm) {
      time += 0.2;
      yield ask(client, site, time, "GET", login, 200, { referer: "" });
    }
    const target = rng.chance(0.03)
      ? `/?author=${i + 1}`
      : rng.chance(0.01)
        ? `/wp-json/wp/v2/users?search=${rng.pick(GUESSED_ACCOUNTS)}`
        : login;
    yield ask(
      client,
      site,
      time,
      target === login ? "POST" : "GET",
      target,
      rng.chance(0.97) ? failed : rng.pick([200, 302, 429, 403]),
      { referer },
    );
    time += rng.exponential(pace);
  }
}
