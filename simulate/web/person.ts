import { privateV4, publicAddress } from "../lib/address.ts";
import { fill } from "../lib/fill.ts";
import { login, searchPhrase } from "../lib/names.ts";
import type { Random } from "../lib/random.ts";
import { appAgent, visitorAgent } from "./agents/index.ts";
import { ask, browserProtocol, type Client } from "./client.ts";
import { closed } from "./closed.ts";
import type { Hit, Hits } from "./hit.ts";
import { misreadTarget } from "./misread.ts";
import { searchReferer } from "./referers.ts";
import { drawsPages, ordinaryQuery, pageForAll, type Site, smallBody, tracked } from "./site.ts";

/** Where a visit comes from. */
function entryReferer(rng: Random): string {
  const kind = rng.int(0, 9);
  if (kind <= 3) return "";
  if (kind === 4) return searchReferer(rng);
  if (kind <= 6)
    return rng.pick([
      "https://www.google.com/",
      "https://www.google.com/",
      "https://www.bing.com/",
      "https://duckduckgo.com/",
      "https://yandex.ru/",
      "https://www.baidu.com/link?url=",
      "https://search.yahoo.com/",
      "https://www.google.de/",
      "https://www.google.co.uk/",
      "https://www.ecosia.org/",
      "https://search.brave.com/",
      "https://chatgpt.com/",
      "android-app://com.google.android.googlequicksearchbox/",
    ]);
  if (kind === 7)
    return rng.pick([
      "https://www.facebook.com/",
      "https://l.facebook.com/",
      "http://m.facebook.com/",
      "https://t.co/",
      "https://www.linkedin.com/",
      "https://www.reddit.com/",
      "https://news.ycombinator.com/",
      "https://www.instagram.com/",
      "https://www.youtube.com/",
      "https://github.com/",
      "https://stackoverflow.com/",
      "https://mail.google.com/",
      "https://www.pinterest.com/",
    ]);
  if (kind === 8) return fill(rng, "{http|https}://{www.|}{domain}/{slug}{/|.html|}");
  return `http://www.google.${rng.pick(["com", "de", "co.in", "fr", "com.br"])}/search?q=${encodeURIComponent(searchPhrase(rng))}&ie=UTF-8`;
}

/** Share of visitors in the server's own network. */
const LAN_SHARE = 0.04;

/** A new visitor of a site, from an own address or a shared one. */
export function drawPerson(rng: Random, site: Site, address?: string): Client {
  const agent = visitorAgent(rng);
  const ip = address ?? (rng.chance(LAN_SHARE) ? privateV4(rng) : publicAddress(rng, 0.12));
  return {
    actor: `person-${rng.uint32().toString(36)}`,
    ip,
    agent: agent.userAgent,
    protocol: browserProtocol(rng, site),
    ...(rng.chance(0.01) ? { user: login(rng) } : {}),
    ...(rng.chance(0.1) ? { forwarded: ip } : {}),
    bot: 0,
    threat: 0,
    type: "person",
  };
}

/** Share of pages with a mistake in them that the browser follows. */
const MISREAD_SHARE = 0.02;
/** Share of pages behind which a connection ends that was opened in advance. */
const CLOSED_SHARE = 0.012;

/** Share of visits whose browser asks for a worker that the site once had. */
const WORKER_SHARE = 0.03;
const WORKERS = [
  "/service-worker.js",
  "/sw.js",
  "/serviceworker.js",
  "/firebase-messaging-sw.js",
  "/OneSignalSDKWorker.js",
  "/ngsw-worker.js",
  "/pwabuilder-sw.js",
];

/** Share of visits in which one call always fails. */
const BROKEN_SHARE = 0.2;
/** Share of the visits of people who were here before that go on in a tab left open, whose session has ended. */
const RETURN_SHARE = 0.2;

/** What a page left open asks for is refused, until the way leads over the log-in back to where it was. */
function* comesBack(
  rng: Random,
  site: Site,
  person: Client,
  start: number,
  back: string,
): Generator<Hit, number> {
  let time = start;
  const url = site.origin + back;
  const refusal = rng.weighted([
    [401, 70],
    [403, 15],
    [302, 10],
    [419, 3],
    [400, 5],
  ]);
  for (let i = rng.int(0, 5); i > 0; i--) {
    const [method = "GET", target = "/"] = fill(rng, rng.pick(site.kind.calls ?? []), site.gaps).split(" ");
    yield ask(person, site, time, method, target, refusal, { referer: url, bytes: smallBody(rng) });
    time += rng.exponential(rng.pick([0.1, 0.3, 20]));
  }
  const name = rng.pick([
    "redirectTo",
    "redirect",
    "next",
    "returnUrl",
    "return_to",
    "url",
    "continue",
    "from",
  ]);
  const entry = rng.pick([
    "/login",
    "/login",
    "/user/auth-tokens/rotate",
    "/auth/refresh",
    "/signin",
    "/session/new",
  ]);
  yield ask(
    person,
    site,
    time,
    "GET",
    `${entry}?${name}=${encodeURIComponent(back)}`,
    rng.pick([200, 200, 302]),
    {
      referer: rng.chance(0.7) ? url : "",
    },
  );
  time += rng.exponential(4);
  if (rng.chance(0.6)) {
    if (rng.chance(0.15)) {
      yield ask(person, site, time, "POST", "/login", 401, {
        referer: `${site.origin}/login`,
        bytes: smallBody(rng),
      });
      time += 1 + rng.exponential(5);
    }
    yield ask(person, site, time, "POST", "/login", rng.pick([200, 302]), {
      referer: `${site.origin}/login`,
      bytes: smallBody(rng),
    });
    time += rng.float();
  }
  yield ask(person, site, time, "GET", back, 200, { referer: `${site.origin}/login` });
  return time + rng.exponential(2);
}

/** A visit of a person: pages with what they load, thinking in between. */
export function* visit(rng: Random, site: Site, person: Client, start: number, known = false): Hits {
  const cached = new Set<string>(known ? site.assets : []);
  const pages = 1 + Math.floor(rng.exponential(known ? 5 : 3));
  // Some see everything from a cache or block scripts: pages without anything else.
  const loads = rng.chance(0.9);
  const revalidates = rng.chance(0.35);
  let time = start;
  let referer = entryReferer(rng);
  const seen: string[] = [];
  // A call that the server does not know, or does not answer: the page tries again and again.
  const broken =
    site.kind.calls && rng.chance(BROKEN_SHARE)
      ? fill(rng, rng.pick(site.kind.calls), site.gaps).split(" ")
      : [];
  const refusal = rng.pick([400, 404, 404, 405, 501, 502]);
  if (known && site.kind.calls && rng.chance(RETURN_SHARE)) {
    const back = (site.page(rng).split("#")[0] as string) || "/";
    time = yield* comesBack(rng, site, person, time, back);
    referer = `${site.origin}/login`;
  }
  for (let i = 0; i < pages && i < 60; i++) {
    const target = nextTarget(rng, site, seen, i === 0);
    const clean = target.split("#")[0] as string;
    const roll = rng.float();
    const status =
      roll < 0.015
        ? 404
        : roll < 0.05
          ? rng.pick([301, 302, 307, 308])
          : revalidates && seen.includes(clean)
            ? 304
            : 200;
    yield ask(person, site, time, "GET", clean, status, {
      referer,
      ...(status === 200 && drawsPages(site) ? { bytes: pageForAll(site) } : {}),
    });
    const url = site.origin + clean;
    if (i === 0 && rng.chance(WORKER_SHARE)) {
      const worker = rng.pick(WORKERS);
      const missing = rng.chance(0.7) ? site.missing : 200;
      yield ask(person, site, time + 0.3, "GET", worker, missing, {
        referer: rng.chance(0.7) ? site.origin + worker : "",
      });
    }
    if (status !== 404 && loads) time = yield* pageLoads(rng, site, person, time, url, cached, revalidates);
    if (site.kind.calls && rng.chance(0.8)) time = yield* calls(rng, site, person, time, url);
    const [method = "", called = ""] = broken;
    if (called && rng.chance(0.7))
      yield ask(person, site, time, method, called, refusal, {
        referer: rng.chance(0.85) ? url : "",
        bytes: smallBody(rng),
      });
    // Left open in the background, nothing comes of it but that call.
    for (let idle = called && rng.chance(0.1) ? rng.int(1, 10) : 0; idle > 0; idle--) {
      time += rng.exponential(900);
      yield ask(person, site, time, method, called, refusal, {
        referer: rng.chance(0.4) ? url : "",
        bytes: smallBody(rng),
      });
    }
    const think = Math.min(1800, Math.exp(rng.normal(2.8, 1.2)) + 0.5);
    if (rng.chance(MISREAD_SHARE))
      yield ask(person, site, time, "GET", misreadTarget(rng), site.missing, { referer: url });
    if (rng.chance(CLOSED_SHARE)) yield closed(rng, site, person, time);
    if (site.kind.polls && rng.chance(0.4)) yield* polls(rng, site, person, time, url, think);
    time += think;
    if (site.kind.forms && rng.chance(0.12)) {
      const [method = "POST", form = "/", answered = "200"] = fill(
        rng,
        rng.pick(site.kind.forms),
        site.gaps,
      ).split(" ");
      yield ask(person, site, time, method, form, Number(answered), { referer: url, bytes: smallBody(rng) });
      time += rng.float() * 0.4;
    }
    seen.push(clean);
    referer = url;
  }
}

function nextTarget(rng: Random, site: Site, seen: readonly string[], first: boolean): string {
  const roll = rng.float();
  if (!first && seen.length > 1 && roll < 0.1) return rng.pick(seen);
  if (roll < 0.25) return fill(rng, rng.pick(site.kind.pages), site.gaps);
  if (roll < 0.3) return `${site.page(rng).split("?")[0]}?${ordinaryQuery(rng)}`;
  const page = site.page(rng);
  return first && roll > 0.9 ? tracked(rng, page) : page;
}

function* pageLoads(
  rng: Random,
  site: Site,
  person: Client,
  start: number,
  url: string,
  cached: Set<string>,
  revalidates: boolean,
): Generator<Hit, number> {
  const wanted: string[] = [...site.assets];
  const pictures = Math.floor(rng.exponential(3));
  for (let i = 0; i < pictures && site.media.length > 0; i++)
    wanted.push(
      rng.chance(0.2)
        ? fill(rng, rng.pick(site.kind.media), site.gaps)
        : (site.media[rng.zipf(site.media.length, 0.8)] as string),
    );
  let time = start + 0.05 + rng.float() * 0.4;
  for (const target of wanted) {
    const again = cached.has(target);
    if (again && !(revalidates && rng.chance(0.5))) continue;
    cached.add(target);
    const icon = /favicon|apple-touch/.test(target);
    const status = again
      ? 304
      : rng.chance(icon ? 0.15 : 0.008)
        ? 404
        : rng.chance(0.01) && /mp4|pdf|mp3|webm/.test(target)
          ? 206
          : 200;
    const css = site.assets.find((asset) => /\.css/.test(asset));
    const referer = /woff|ttf/.test(target) && css ? site.origin + css : icon && rng.chance(0.15) ? "" : url;
    yield ask(person, site, time, "GET", target, status, { referer });
    time += rng.chance(0.7) ? rng.float() * 0.05 : rng.exponential(0.3);
  }
  return time;
}

function* calls(rng: Random, site: Site, person: Client, start: number, url: string): Generator<Hit, number> {
  let time = start + rng.float() * 0.3;
  const count = 1 + Math.floor(rng.exponential(2));
  for (let i = 0; i < count; i++) {
    const [method = "GET", target = "/"] = fill(rng, rng.pick(site.kind.calls ?? []), site.gaps).split(" ");
    const status = rng.weighted([
      [method === "OPTIONS" ? 204 : method === "POST" ? rng.pick([200, 201, 204]) : 200, 90],
      [304, 3],
      [401, 2],
      [403, 1],
      [404, 2],
      [400, 1],
      [422, 0.5],
      [500, 0.6],
      [499, 0.8],
      [101, target.endsWith("/ws") ? 60 : 0],
    ]);
    yield ask(person, site, time, method, target, status, {
      referer: url,
      bytes:
        status >= 300 || status === 204 || status === 101
          ? status === 304 || status === 204
            ? 0
            : smallBody(rng)
          : smallBody(rng) * rng.int(1, 9),
    });
    time += rng.exponential(0.2);
  }
  return time;
}

function* polls(rng: Random, site: Site, person: Client, start: number, url: string, seconds: number): Hits {
  const template = rng.pick(site.kind.polls ?? []);
  const every = rng.pick([1, 2, 5, 5, 10, 15, 30, 60]);
  const [method = "GET", target = "/"] = fill(rng, template, site.gaps).split(" ");
  const count = Math.min(rng.chance(0.06) ? 200 : 40, Math.floor(seconds / every));
  for (let i = 1; i <= count; i++) {
    yield ask(
      person,
      site,
      start + i * every + rng.float() * 0.1,
      method,
      target,
      rng.chance(0.97) ? 200 : rng.pick([304, 502, 401, 499]),
      { referer: url, bytes: smallBody(rng) },
    );
  }
}

/** A person's app on a phone: calls, some pictures, no pages and no referer. */
export function* useApp(rng: Random, site: Site, start: number): Hits {
  const person = drawPerson(rng, site);
  person.agent = appAgent(rng).userAgent;
  const count = 2 + Math.floor(rng.exponential(12));
  let time = start;
  for (let i = 0; i < count; i++) {
    const picture = site.media.length > 0 && rng.chance(0.25);
    const [method = "GET", target = "/"] = picture
      ? ["GET", rng.pick(site.media)]
      : fill(rng, rng.pick(site.kind.calls ?? []), site.gaps).split(" ");
    const status = rng.weighted([
      [200, 90],
      [304, picture ? 20 : 1],
      [401, 2],
      [404, 1],
      [422, 0.5],
      [500, 0.4],
    ]);
    yield ask(person, site, time, method, target, status, { type: "app" });
    time += rng.chance(0.6) ? rng.exponential(0.4) : rng.exponential(15);
  }
}
