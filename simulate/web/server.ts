import { privateV4, publicAddress } from "../lib/address.ts";
import { daylight } from "../lib/clock.ts";
import type { Random } from "../lib/random.ts";
import type { World } from "../lib/schedule.ts";
import type { SimulatedLine } from "../lib/types.ts";
import { clickThrough, hasCampaigns } from "./campaign.ts";
import type { Client } from "./client.ts";
import { closes } from "./closed.ts";
import { crawl } from "./crawler.ts";
import { develop } from "./developer.ts";
import { drawGateway, type Gateway } from "./gateway.ts";
import type { Hits } from "./hit.ts";
import { drawOutages, failed, type Outages } from "./outage.ts";
import { drawPerson, useApp, visit } from "./person.ts";
import {
  checkLinks,
  drivenBrowser,
  dummyConnections,
  integration,
  library,
  loadTest,
  look,
  mailImages,
  monitor,
  preview,
  readFeed,
  scrape,
} from "./robots.ts";
import { attack, audit, bruteForcePaths, fuzz, probe, strangeRequests, stuffCredentials } from "./scanner.ts";
import { drawSite, type Site } from "./site.ts";
import { useSoftware } from "./software-people.ts";
import { useProgram } from "./software-programs.ts";
import { survey } from "./surveyor.ts";

type Actor = (rng: Random, site: Site, start: number) => Hits;

/** Who comes, and how often at an average site. Sessions that are long (brute force) are rare. */
const VISITORS: readonly (readonly [Actor, number])[] = [
  [crawl, 16],
  [look, 7],
  [survey, 3],
  [library, 6],
  [monitor, 2.5],
  [readFeed, 2],
  [preview, 2],
  [integration, 1.5],
  [drivenBrowser, 1.5],
  [scrape, 0.8],
  [checkLinks, 0.4],
  [loadTest, 0.12],
  [mailImages, 0.5],
  [dummyConnections, 0.6],
  [closes, 1],
  [develop, 0.6],
  [probe, 20],
  [strangeRequests, 7],
  [attack, 6],
  [fuzz, 0.5],
  [audit, 0.25],
  [bruteForcePaths, 0.3],
  [stuffCredentials, 0.35],
];

const PEOPLE = 32;
/** Programs that come to an application by themselves. */
const PROGRAMS = 8;
/** People whom a campaign leads to a site that has some. */
const CLICKS = 24;
/** Share of an application's people who are in its own network. */
const LAN_SHARE = 0.2;
/** Share of an application's people whose visits follow what the application asks for; the others' are as anywhere. */
const SOFTWARE_VISITS = 0.8;
const REGULARS_MAX = 100;

/** A web server: one site, its log format, and a mix of visitors of its own. */
export function webServer(rng: Random, sessions?: number): World {
  const site = drawSite(rng);
  const mix: (readonly [Actor, number])[] = VISITORS.map(([actor, mean]) => [actor, share(rng, mean)]);
  mix.push([people(rng), share(rng, PEOPLE) + 0.5]);
  const { installed } = site.kind;
  if (installed) mix.push([(own, at, start) => useProgram(own, at, installed, start), share(rng, PROGRAMS)]);
  if (hasCampaigns(site)) mix.push([clickThrough, share(rng, CLICKS)]);
  const gateway = drawGateway(rng.fork("gateway"));
  const outages = drawOutages(rng.fork("outages"));
  const gap = 2 ** rng.normal(4, 2);
  return {
    gap: (time) => gap / daylight(time, site.facts.offset),
    session: (start) => {
      const own = rng.fork("session");
      return lines(own, site, own.weighted(mix)(own, site, start), gateway, outages);
    },
    ...(sessions === undefined ? {} : { sessions }),
  };
}

/** A weight around `mean`, spread over orders of magnitude, now and then none at all. */
function share(rng: Random, mean: number): number {
  return rng.chance(0.12) ? 0 : mean * Math.exp(rng.normal(0, 1));
}

/** The site's people: new visitors, those who come again, and offices behind one address. */
function people(server: Random): Actor {
  const regulars: Client[] = [];
  const offices = Array.from({ length: server.int(0, 3) }, () => publicAddress(server, 0));
  const returning = server.float() * 0.7;
  return (rng, site, start) => {
    const known = regulars.length > 0 && rng.chance(returning);
    const { installed } = site.kind;
    const isNear = installed !== undefined && rng.chance(LAN_SHARE);
    const office = offices.length > 0 && rng.chance(0.2) ? rng.pick(offices) : undefined;
    const person = known ? rng.pick(regulars) : drawPerson(rng, site, isNear ? privateV4(rng) : office);
    if (!known && regulars.length < REGULARS_MAX) regulars.push(person);
    if (installed && rng.chance(SOFTWARE_VISITS)) return useSoftware(rng, site, installed, person, start);
    if (site.kind.calls && rng.chance(0.1)) return useApp(rng, site, start);
    return visit(rng, site, person, start, known);
  };
}

/** A request line's target as the server saw it. */
function seenTarget(rng: Random, site: Site, target: string): string {
  return site.isAbsolute && target.startsWith("/") && rng.chance(0.9)
    ? `http://${site.facts.host}${target}`
    : target;
}

/** Hits as lines of the server's log. */
function* lines(
  rng: Random,
  site: Site,
  hits: Hits,
  gateway: Gateway,
  outages: Outages,
): Generator<SimulatedLine, void> {
  for (const hit of hits) {
    const { time, bot, threat, type, actor } = hit;
    const label = threat ? "attack" : bot ? "bot" : "normal";
    const failure = hit.raw === undefined ? outages(time) : undefined;
    const answered = failure === undefined ? hit : failed(hit, failure);
    const line = site.format(rng, {
      ...answered,
      target: seenTarget(rng, site, hit.target),
      ip: gateway(rng, hit.ip),
    });
    yield { line, time, kind: "web", label, bot, threat, anomaly: 0, type, actor };
  }
}
