/** People at an application: pages with what they load and call, and what an open tab asks for until it is closed. */
import { login } from "../lib/names.ts";
import type { Random } from "../lib/random.ts";
import { ask, type Client } from "./client.ts";
import { closed } from "./closed.ts";
import type { Hit, Hits } from "./hit.ts";
import type { Site } from "./site.ts";
import { bytesOf, refererOf, statusOf, targetOf } from "./software/request.ts";
import type { Asked, Installed } from "./software/software.ts";
import { byRhythm } from "./software-kind.ts";
import { asksBefore, refusal } from "./software-state.ts";

/** Requests of one open tab that are kept, and share of tabs of which more are: a page that is watched for minutes. */
const BACKGROUND_MOST = 20;
const WATCHED_SHARE = 0.06;
const WATCHED_MOST = 200;
/** Share of visits that begin with a sign-in elsewhere. */
const SIGN_IN_SHARE = 0.4;
/** Share of panels and dashboards that ask for a name by HTTP authentication. */
const BASIC_SHARE = 0.25;
/** Share of visits of people whose browsers keep what pages bring along, and of those who ask for pages alone. */
const CACHED_SHARE = 0.3;
const LIGHT_SHARE = 0.08;
/** Share of pages behind which a connection ends that was opened in advance. */
const CLOSED_SHARE = 0.015;
/** Share of pages that are left open for hours. */
const IDLE_SHARE = 0.08;

/** A request of a client to the site's application. */
export function request(
  rng: Random,
  site: Site,
  { software, mount }: Installed,
  client: Client,
  time: number,
  asked: Asked,
  page?: string,
  status = statusOf(rng, asked),
): Hit {
  const at = { gaps: site.gaps, origin: site.origin, mount };
  return ask(client, site, time, asked.method, targetOf(rng, asked, site.gaps, mount), status, {
    referer: refererOf(rng, software, asked, at, page),
    bytes: bytesOf(rng, asked, status),
  });
}

/** Times of a request that comes again within `span` seconds, refused ones ever later. */
function* again(rng: Random, asked: Asked, span: number, refused: boolean): Generator<number> {
  const every = asked.seconds || (refused ? 1 : asked.rhythm === "ws" ? 1800 : 20);
  let time = rng.float() * Math.min(2, every);
  const most = rng.chance(WATCHED_SHARE) ? WATCHED_MOST : BACKGROUND_MOST;
  for (let i = 0; i < most && time < span; i++) {
    yield time;
    const wait = refused && asked.seconds === 0 ? Math.min(60, every * 1.6 ** i) : every;
    time += wait * (0.97 + rng.float() * 0.08);
  }
}

/** Share of requests that come again and again letter for letter; the others carry a time or a number. */
const STEADY_SHARE = 0.7;

/** The target that a request has each time that it comes, where it has one. */
export const steadyTarget = (
  rng: Random,
  site: Site,
  { mount }: Installed,
  asked: Asked,
): { target?: string } =>
  rng.chance(STEADY_SHARE) ? { target: targetOf(rng, asked, site.gaps, mount) } : {};

/** What an open tab asks for by itself. */
function background(
  rng: Random,
  site: Site,
  installed: Installed,
  person: Client,
  start: number,
  span: number,
  page: string,
): Hit[] {
  const all = byRhythm(installed.software, "poll", "long-poll", "ws", "stream");
  if (all.length === 0) return [];
  const hits: Hit[] = [];
  for (let i = rng.int(1, 2); i > 0; i--) {
    const asked = rng.pick(all);
    const refused = refusal(site, asked);
    const target = steadyTarget(rng, site, installed, asked);
    for (const after of again(rng, asked, span, refused !== undefined))
      hits.push({
        ...request(rng, site, installed, person, start + after, asked, page, refused ?? statusOf(rng, asked)),
        ...target,
      });
  }
  return hits;
}

/** What a page loads and calls. */
function loads(
  rng: Random,
  site: Site,
  installed: Installed,
  person: Client,
  start: number,
  page: string,
  cached: Set<string>,
): Hit[] {
  const hits: Hit[] = [];
  let time = start + 0.05 + rng.float() * 0.4;
  const add = (asked: readonly Asked[], count: number, gap: number) => {
    for (let i = 0; i < count && asked.length > 0; i++) {
      const hit = request(rng, site, installed, person, time, rng.pick(asked), page);
      if (asksBefore(site) && hit.method !== "OPTIONS" && rng.chance(0.6)) {
        hits.push({ ...hit, method: "OPTIONS", status: rng.pick([200, 204]), bytes: 0 });
        hit.time += 0.02 + rng.float() * 0.1;
      }
      hits.push(hit);
      time += rng.exponential(gap);
    }
  };
  for (const asset of site.assets) {
    if (cached.has(asset) && rng.chance(0.85)) continue;
    const status = cached.has(asset) ? 304 : rng.chance(0.01) ? 404 : 200;
    hits.push(ask(person, site, time, "GET", asset, status, { referer: page }));
    cached.add(asset);
    time += rng.float() * 0.05;
  }
  add(byRhythm(installed.software, "asset"), Math.floor(rng.exponential(2)), 0.05);
  add(byRhythm(installed.software, "call"), 1 + Math.floor(rng.exponential(2)), 0.2);
  // Tiles, thumbnails, parts: many of one kind at once.
  const bursts = byRhythm(installed.software, "burst");
  if (bursts.length > 0 && rng.chance(0.35)) add([rng.pick(bursts)], rng.int(4, 30), 0.08);
  return hits;
}

/** A visit of a person. */
export function* useSoftware(
  rng: Random,
  site: Site,
  installed: Installed,
  visitor: Client,
  start: number,
): Hits {
  const { software } = installed;
  const person = { ...visitor };
  const cached = new Set<string>(rng.chance(CACHED_SHARE) ? site.assets : []);
  // Pages that a server makes bring along nothing that is not kept.
  const isLight = rng.chance(LIGHT_SHARE);
  let time = start;
  const pages = byRhythm(software, "page", "click");
  const once = byRhythm(software, "once");
  const entries = once.filter(({ referer }) => referer === "sso");
  if (/panel|dashboards|build/.test(software.group) && rng.chance(BASIC_SHARE)) {
    yield ask(person, site, time, "GET", `${installed.mount}/`, 401);
    time += 2 + rng.exponential(8);
    person.user = login(rng);
  } else if (entries.length > 0 && rng.chance(SIGN_IN_SHARE)) {
    yield request(rng, site, installed, person, time, rng.pick(entries));
    time += 0.2 + rng.float();
  }
  let page: string | undefined;
  for (let i = 1 + Math.floor(rng.exponential(3)); i > 0; i--) {
    const asked = pages.length > 0 && rng.chance(0.85) ? rng.pick(pages) : undefined;
    const opened = asked
      ? request(rng, site, installed, person, time, asked, page)
      : ask(person, site, time, "GET", site.page(rng).split("#")[0] as string, 200, { referer: page ?? "" });
    page = site.origin + opened.target;
    const think = rng.chance(IDLE_SHARE)
      ? rng.exponential(7200)
      : Math.min(1800, Math.exp(rng.normal(2.8, 1.3)));
    const hits = [opened];
    if (opened.status < 400 && !isLight)
      hits.push(...loads(rng, site, installed, person, time, page, cached));
    hits.push(...background(rng, site, installed, person, time + 0.3, think, page));
    time += think;
    const forms = byRhythm(software, "form");
    if (forms.length > 0 && rng.chance(0.2))
      hits.push(request(rng, site, installed, person, time, rng.pick(forms), page));
    if (once.length > 0 && rng.chance(0.15))
      hits.push(request(rng, site, installed, person, time, rng.pick(once), page));
    if (rng.chance(CLOSED_SHARE)) hits.push(closed(rng, site, person, time));
    hits.sort((a, b) => a.time - b.time);
    yield* hits;
    time = Math.max(time, hits.at(-1)?.time ?? time) + 0.1;
  }
}
