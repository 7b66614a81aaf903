/**
 * A factory: its public site; a console of its own making, whose parameters are queries, expressions and file names;
 * machines that post measurements; a monitor; and one person's console tab that is left open and fails all day.
 */
import { fill, type Gaps } from "../lib/fill.ts";
import { Random } from "../lib/random.ts";
import { ask, type Client } from "../web/client.ts";
import type { Hits } from "../web/hit.ts";
import { drawPerson, visit } from "../web/person.ts";
import type { Site } from "../web/site.ts";
import type { SiteKind } from "../web/site-kinds.ts";
import { combinedFormat } from "./formats.ts";
import { robot, strangers } from "./hostile.ts";
import { ownSite } from "./site.ts";
import type { News, RealSite } from "./types.ts";

const HOST = "brennholz-pressen.example";
const OFFICE = "85.214.77.130";
const HALL = "10.20.3";

const GAPS: Gaps = {
  unit: (rng) => fill(rng, "{press|saw|dryer|feeder|belt}-{1..9}"),
  field: (rng) => fill(rng, "{temp|force|rpm|moist|load|amps}"),
};

const PUBLIC: SiteKind = {
  name: "works",
  weight: 0,
  pages: [
    "/",
    "/maschinen/{noun}-{n}",
    "/maschinen/{noun}-{n}/datenblatt",
    "/aktuelles/{slug}",
    "/kontakt",
    "/karriere/{slug}",
    "/ersatzteile?nr={digits:6}",
    "/haendler?plz={digits:5}",
  ],
  assets: ["/a/site.{hex:8}.css", "/a/site.{hex:8}.js", "/a/logo.svg", "/favicon.ico"],
  media: ["/bild/{noun}-{n}.webp", "/bild/halle-{1..9}.jpg", "/pdf/{noun}-{n}.pdf"],
  forms: ["POST /kontakt/senden 302"],
};

const CONSOLE: SiteKind = {
  name: "console",
  weight: 0,
  pages: [
    "/lst/",
    "/lst/board/{unit}?w=rows({field}%3E{10..90}+%26%26+state!%3D%27ok%27)|sort(-since)",
    "/lst/q?x=from+orders+select+id,due,qty+where+qty%3E{n}+and+hall%3D%27{1..4}%27+order+by+due",
    "/lst/calc?f=avg({field}[10m])%2Fmax({field}[1d])*100&on={unit}",
    "/lst/plan/{year}/{1..52}",
    "/lst/shift/{early|late|night}?hall={1..4}",
    "/lst/orders/{digits:6}",
  ],
  assets: ["/lst/s/ui.{hex:8}.js", "/lst/s/ui.{hex:8}.css"],
  media: ["/lst/plot/{unit}.svg?f={field}&t=-{1..24}h"],
  calls: [
    "POST /lst/rpc?m=Line.read&a=[{1..9},%22{field}%22,-{100..900}]",
    "GET /lst/rows?f={field}%3E{10..90}%26%26state!%3D%22ok%22|sort(-ts)|head({10..99})",
    "GET /lst/d/{unit}/{field}?from=-{1..24}h&fn=derivative(mean())",
  ],
  polls: ["GET /lst/alarms?since={epoch}&not=acked()"],
};

/** Pages that the console has from some week on. */
const NEW_PAGES = [
  "/lst/tail?file=/var/log/lst/{unit}.log&from=-{100..900}",
  "/lst/recipes/{n}?diff=../{n}/base.rcp",
  "/lst/ml/explain?row={n}&expr=if({field}%3E{10..90},exec(%27{unit}%27),null)",
  "/lst/ml/sets?sql=select+*+from+runs+where+score%3C0.{1..9}+union+select+*+from+golden",
  "/lst/scripts/{noun}.sh?run=dry&env=HALL%3D{1..4};MODE%3D{noun}",
];

/** A screen on the wall of a hall, with a program of the factory's own: people tap on it. */
const PANEL = "LST-Panel/1.4 (wall)";

/** Those who use the console, some at panels in the halls; the same people whatever week it is. */
function workers(site: Site): Client[] {
  const rng = new Random(90_210);
  return Array.from({ length: 14 }, (_, i) => {
    const address = i < 9 ? OFFICE : i < 11 ? `${HALL}.${20 + i}` : undefined;
    const person: Client = { ...drawPerson(rng, site, address), actor: `worker-${i}`, type: "worker" };
    return i % 4 === 0 ? { ...person, agent: PANEL } : person;
  });
}

export function works(news: ReadonlySet<News>): RealSite {
  const site = ownSite(PUBLIC, HOST, GAPS, combinedFormat);
  const kind = news.has("pages")
    ? { ...CONSOLE, pages: [...CONSOLE.pages, ...NEW_PAGES, ...NEW_PAGES] }
    : CONSOLE;
  const console = ownSite(kind, HOST, GAPS, combinedFormat);
  const staff = workers(site);
  const worker = (rng: Random) => rng.pick(staff);
  return {
    visits: [
      [(rng, at) => visit(rng, site, drawPerson(rng, site), at), 55],
      [(rng, at) => visit(rng, console, worker(rng), at, true), 45],
      [(rng, at) => report(rng, site, staff[2] as Client, at), 4],
      ...strangers(site, news),
    ],
    programs: [
      ...Array.from(
        { length: 4 },
        (_, i) => (rng: Random, from: number, to: number) => posts(rng, site, i, from, to),
      ),
      (rng, from, to) => monitors(rng, site, from, to),
      ...(news.has("failing")
        ? [(rng: Random, from: number, to: number) => tab(rng, console, staff[12] as Client, from, to)]
        : []),
    ],
  };
}

/** The office's list of the shift, opened as a table. */
function* report(rng: Random, site: Site, person: Client, start: number): Hits {
  let time = start;
  for (let i = rng.int(2, 7); i > 0; i--) {
    const target = fill(
      rng,
      "/lst/report?where=shift%3D%27{early|late|night}%27+and+who+in+(select+who+from+leave+where+week%3D{1..52})&as=csv",
    );
    yield ask({ ...person, type: "report" }, site, time, "GET", target, 200);
    time += 5 + rng.exponential(40);
  }
}

/** A machine posts what it measures. */
function* posts(rng: Random, site: Site, machine: number, start: number, end: number): Hits {
  const client = robot(
    rng,
    "machine",
    `LST-Link/${machine}.2 (esp; fw 8${machine})`,
    0,
    `${HALL}.${101 + machine}`,
  );
  for (let time = start + rng.float() * 300; time < end; time += 590 + rng.float() * 20)
    yield ask(
      client,
      site,
      time,
      "POST",
      fill(rng, `/lst/in/press-${machine}?{field}={10..99}.{0..9}&k={10..99}&ok=1`, GAPS),
      rng.chance(0.98) ? 204 : 503,
    );
}

/** The factory's own monitor. */
function* monitors(rng: Random, site: Site, start: number, end: number): Hits {
  const client = robot(rng, "own monitor", "", 0, `${HALL}.5`);
  for (let time = start; time < end; time += 300 + rng.float())
    yield ask(client, site, time, "GET", "/lst/alive?deep=1", rng.chance(0.99) ? 200 : 502);
}

const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3600;

/** A tab left open from the morning on: its live stream breaks off, its session has ended, and it tries again. */
function* tab(rng: Random, site: Site, person: Client, start: number, end: number): Hits {
  const client = { ...person, type: "tab" };
  const on = { referer: `${site.origin}/lst/board/press-3` };
  const unit = `press-${rng.int(3, 4)}`;
  const query = fill(rng, `ch=${unit}.{field}&if={field}%3E{10..90}||state!%3D%27ok%27`, GAPS);
  for (let day = start; day < end; day += DAY_SECONDS) {
    let time = day + rng.float() * 2 * HOUR_SECONDS;
    const night = day + rng.int(11, 16) * HOUR_SECONDS;
    while (time < night && time < end) {
      const stream = `/lst/stream?${query}&since=${Math.floor(time)}`;
      yield ask(client, site, time, "GET", stream, rng.pick([502, 502, 400]));
      time += 1 + rng.exponential(3);
      if (rng.chance(0.6)) {
        const call = fill(rng, `/lst/rpc?m=Session.touch&a=[%22${unit}%22,{n}]`, GAPS);
        yield ask(client, site, time, "POST", call, rng.pick([401, 401, 400]), on);
      }
      time += 10 + rng.exponential(50);
    }
  }
}
