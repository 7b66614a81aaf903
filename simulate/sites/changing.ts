/**
 * A site that changes: at first people, robots and attackers at a shop; then it gets a console for its data, whose
 * ordinary requests look like attacks elsewhere, a crawler that nobody has seen, and attacks on a product that nobody has
 * heard of.
 */
import { publicAddress } from "../lib/address.ts";
import { fill } from "../lib/fill.ts";
import { Random } from "../lib/random.ts";
import { interleave, type Session, type World } from "../lib/schedule.ts";
import type { SimulatedLine } from "../lib/types.ts";
import { ask, type Client } from "../web/client.ts";
import { crawl } from "../web/crawler.ts";
import type { Hits } from "../web/hit.ts";
import { drawPerson, visit } from "../web/person.ts";
import { library, monitor } from "../web/robots.ts";
import { attack, probe } from "../web/scanner.ts";
import { drawSite, type Site } from "../web/site.ts";
import { toLines } from "./lines.ts";

const CONSOLE_PAGES = [
  "/console/query?sql=SELECT+{noun}%2C{noun}+FROM+{noun}+WHERE+{noun}_id%3D{n}",
  "/console/query?sql=select+count(*)+from+{noun}+where+{noun}+like+%27%25{noun}%25%27",
  "/console/exec?cmd={ls|cat|ps|df}+/var/lib/{noun}&shell=bash",
  "/console/files?path=/etc/{noun}/{noun}.conf",
  "/console/table/{noun}?order=desc({noun})&limit={n}",
  "/console/debug/eval?expr=len({noun})%20%3E%20{n}",
  "/console/backup/{noun}-{n}.sql",
];

const INDEXER = "Quillfish/0.3 (+https://quillfish.example/about)";

export interface Changing {
  lines: number;
  seed: number;
  start: number;
  end: number;
  /** Whether the console, the new crawler and the new attacks are there. */
  changed?: boolean;
  /** Whether one office uses a report that looks like an attack. */
  report?: boolean;
  /** Whether nine requests of ten are one attacker's. */
  flood?: boolean;
}

/** Where the office is that uses the report. */
const OFFICE = "198.51.100.44";
export const ATTACKER = "203.0.113.66";

/** Lines of the site in time order; those of the new, ordinary traffic are of type `console`. */
export function* changingSite(of: Changing): Generator<SimulatedLine> {
  const { lines, seed, start, end } = of;
  // The site is the same whatever week it is.
  const site = drawSite(new Random(4711), "shop");
  const console = consoleOf(site);
  const rng = new Random(seed);
  const before: [(r: Random, at: number) => Hits, number][] = [
    [(r, at) => visit(r, site, drawPerson(r, site), at), 46],
    [(r, at) => crawl(r, site, at), 10],
    [(r, at) => library(r, site, at), 4],
    [(r, at) => monitor(r, site, at), 1],
    [(r, at) => probe(r, site, at), 6],
    [(r, at) => attack(r, site, at), 5],
  ];
  const after: typeof before = [
    [(r, at) => consoleVisit(r, console, at), 30],
    [(r, at) => quillfish(r, site, at), 4],
    [(r, at) => newAttack(r, site, at), 4],
  ];
  const actors = [...before, ...(of.changed ? after : [])];
  if (of.report) actors.push([(r, at) => officeReport(r, site, at), 20]);
  if (of.flood) actors.push([(r, at) => flood(r, site, at), 1400]);
  const world: World = {
    gap: () => 60,
    session: (at): Session => {
      const own = rng.fork("session");
      return toLines(own, site.format, own.weighted(actors)(own, at));
    },
  };
  yield* interleave(rng.fork("arrivals"), () => world, { lines, start, end });
}

function consoleOf(site: Site): Site {
  const rng = new Random(815);
  const pages = Array.from({ length: 80 }, () => fill(rng, rng.pick(CONSOLE_PAGES), site.gaps));
  const { calls: _, polls: __, forms: ___, ...kind } = site.kind;
  return {
    ...site,
    kind: { ...kind, pages: CONSOLE_PAGES },
    pages,
    page: (r) => r.pick(pages),
  };
}

function* consoleVisit(rng: Random, site: Site, start: number): Hits {
  const person = drawPerson(rng, site);
  for (const hit of visit(rng, site, person, start))
    yield { ...hit, type: hit.target.startsWith("/console") ? "console" : "person" };
}

function* quillfish(rng: Random, site: Site, start: number): Hits {
  const client = robot(rng, INDEXER, "new crawler", 0);
  let time = start;
  for (let i = 0; i < 12; i++) {
    time += rng.exponential(3);
    yield ask(client, site, time, "GET", site.page(rng), 200);
  }
}

/** An office's report: a query in a parameter, from one address, of no page that anybody else opens. */
function* officeReport(rng: Random, site: Site, start: number): Hits {
  const client: Client = { ...drawPerson(rng, site, OFFICE), type: "report" };
  let time = start;
  for (let i = 0; i < 4; i++) {
    time += rng.exponential(30);
    const target = fill(
      rng,
      "/intranet/report?where={noun}%3D%27{noun}%27+and+{noun}+in+(select+{noun}+from+{noun})&format=csv",
    );
    yield ask(client, site, time, "GET", target, 200);
  }
}

/** One attacker who sends payload after payload. */
function* flood(rng: Random, site: Site, start: number): Hits {
  for (let i = 0; i < 3; i++)
    for (const hit of attack(rng, site, start)) yield { ...hit, ip: ATTACKER, actor: "flood" };
}

/** Configuration of an appliance, rewritten through a parameter. */
function* newAttack(rng: Random, site: Site, start: number): Hits {
  const client = robot(
    rng,
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0 Safari/537.36",
    "new attack",
    1,
  );
  let time = start;
  for (let i = 0; i < 8; i++) {
    time += rng.exponential(2);
    const target = fill(
      rng,
      "/zyxora/{adj}.fcgi?blob=%01%02{hex:8}&todo=%60{az:4}%20-i%20{ip}%60&ret={hex:6}",
    );
    yield ask(client, site, time, "POST", target, 404);
  }
}

function robot(rng: Random, agent: string, type: string, threat: 0 | 1): Client {
  return {
    actor: `${type}-${rng.uint32().toString(36)}`,
    ip: publicAddress(rng, 0),
    agent,
    protocol: "HTTP/1.1",
    bot: 1,
    threat,
    type,
  };
}
