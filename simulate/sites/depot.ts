/**
 * Couriers: a site with a form to follow a parcel; an app of their own whose calls all come through one proxy, as those of
 * attackers do who found it; a log without agents and referers.
 */
import { fill, type Gaps } from "../lib/fill.ts";
import type { Random } from "../lib/random.ts";
import { ask, type Client } from "../web/client.ts";
import type { Hits } from "../web/hit.ts";
import { drawPerson, visit } from "../web/person.ts";
import { attack, probe } from "../web/scanner.ts";
import type { Site } from "../web/site.ts";
import type { SiteKind } from "../web/site-kinds.ts";
import { commonFormat } from "./formats.ts";
import { robot, strangers } from "./hostile.ts";
import { ownSite } from "./site.ts";
import type { News, RealSite } from "./types.ts";

const HOST = "kurierfux.example";
const PROXY = "172.22.0.7";
const SORTER = "172.22.0.31";

const GAPS: Gaps = {
  parcel: (rng) => fill(rng, "KF{digits:10}"),
  tour: (rng) => fill(rng, "{digits:4}-{1..9}"),
};

const PUBLIC: SiteKind = {
  name: "depot",
  weight: 0,
  pages: [
    "/",
    "/paket/{parcel}",
    "/paket/{parcel}/verlauf",
    "/preise",
    "/abholung?plz={digits:5}",
    "/hilfe/{slug}",
  ],
  assets: ["/d/app.{hex:8}.js", "/d/app.{hex:8}.css", "/d/fux.png"],
  media: ["/d/icon-{noun}.png"],
  calls: ["GET /paket/{parcel}.json?at={epoch}"],
  polls: ["GET /paket/{parcel}.json?live=1"],
  forms: ["POST /abholung 302"],
};

/** What the app asks for, one after the other of a tour. */
const CALLS = [
  "GET /k3/tour/{tour}/next?have={n},{n},{n}&near={10..54}.{digits:5},{5..15}.{digits:5}",
  "POST /k3/stop/{digits:7}/done?sig={b64u:40}&eta=%2B{1..30}m",
  "GET /k3/scan/%5D%C3%A8{digits:18}%1D{digits:6}",
  "GET /k3/find?who=name~%27{noun}%25%27+or+street~%27{noun}%25%27&in=tour({tour})",
  "POST /k3/photo/{parcel}?exec=shrink({200..900})&to=../inbox/{hex:8}.jpg",
  "PUT /k3/me/at?ll={10..54}.{digits:5},{5..15}.{digits:5}&v={0..90}",
  "GET /k3/chat/{tour}?after={epoch}&wait=25",
];

const NEW_CALLS = [
  "POST /k3/rules/try?if=weight%3E{1..30}%20and%20zip%20in%20(select%20zip%20from%20islands)&then=call(%27{noun}%27)",
  "GET /k3/sheet?cell=%3DSUM(A1:A{9..99})%26CHAR(10)&tour={tour}",
];

export function depot(news: ReadonlySet<News>): RealSite {
  const site = ownSite(PUBLIC, HOST, GAPS, commonFormat);
  const calls = news.has("pages") ? [...CALLS, ...NEW_CALLS] : CALLS;
  const throughProxy = (hits: Hits) => at(PROXY, hits);
  return {
    visits: [
      [(rng, start) => visit(rng, site, drawPerson(rng, site), start), 70],
      [(rng, start) => tour(rng, site, calls, start), 60],
      [(rng, start) => throughProxy(probe(rng, site, start)), 8],
      [(rng, start) => throughProxy(attack(rng, site, start)), 4],
      ...strangers(site, news),
    ],
    programs: [
      (rng, from, to) => sorter(rng, site, from, to),
      ...(news.has("failing") ? [(rng: Random, from: number, to: number) => stuck(rng, site, from, to)] : []),
    ],
  };
}

function* at(ip: string, hits: Hits): Hits {
  for (const hit of hits) yield { ...hit, ip };
}

function courier(rng: Random, type: string): Client {
  return {
    actor: `courier-${rng.int(1, 40)}`,
    ip: PROXY,
    agent: "",
    protocol: "HTTP/1.1",
    bot: 0,
    threat: 0,
    type,
  };
}

/** A part of a courier's tour. */
function* tour(rng: Random, site: Site, calls: readonly string[], start: number): Hits {
  const client = courier(rng, "courier");
  let time = start;
  for (let i = rng.int(10, 60); i > 0; i--) {
    const [method = "GET", target = "/"] = fill(rng, rng.pick(calls), GAPS).split(" ");
    const status = rng.weighted([
      [method === "POST" ? 201 : 200, 88],
      [204, 3],
      [404, 4],
      [409, 3],
      [401, 2],
    ]);
    yield ask(client, site, time, method, target, status);
    time += rng.chance(0.5) ? rng.exponential(2) : rng.exponential(60);
  }
}

/** The sorting machine reads what is on its belt. */
function* sorter(rng: Random, site: Site, start: number, end: number): Hits {
  const client = robot(rng, "sorter", "", 0, SORTER);
  for (let time = start; time < end; time += 100 + rng.exponential(50))
    yield ask(
      client,
      site,
      time,
      "POST",
      fill(rng, "/k3/belt/{1..4}?read={parcel},{parcel},{parcel}", GAPS),
      202,
    );
}

const DAY_SECONDS = 86_400;

/** A courier's app that cannot send a signature, and tries again until the evening. */
function* stuck(rng: Random, site: Site, start: number, end: number): Hits {
  const client = { ...courier(rng, "stuck app"), actor: "courier-stuck" };
  for (let day = start; day < end; day += DAY_SECONDS) {
    const target = fill(rng, "/k3/stop/{digits:7}/done?sig={b64u:40}&eta=%2B{1..30}m", GAPS);
    for (let time = day + 3600; time < day + DAY_SECONDS / 2 && time < end; time += 15 + rng.exponential(25))
      yield ask(client, site, time, "POST", target, rng.pick([409, 409, 500, 401]));
  }
}
