/** Lines of real sites that look odd and are nobody's attack. */
import { describe, expect, test } from "vitest";
import { Random } from "../../simulate/lib/random.ts";
import type { SimulatedLine } from "../../simulate/lib/types.ts";
import { closed, closes } from "../../simulate/web/closed.ts";
import { misreadTarget } from "../../simulate/web/misread.ts";
import { drawPerson } from "../../simulate/web/person.ts";
import { searchReferer } from "../../simulate/web/referers.ts";
import { dummyConnections, mailImages } from "../../simulate/web/robots.ts";
import { webServer } from "../../simulate/web/server.ts";
import { drawSite } from "../../simulate/web/site.ts";
import { corpusStreams } from "../../trainer/corpus/lines.ts";

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);

describe("a connection that ends without a request", () => {
  test("is of its client, who sent nothing", () => {
    for (const seed of SEEDS) {
      const rng = new Random(seed);
      const site = drawSite(rng, "shop");
      const person = drawPerson(rng, site);
      const hit = closed(rng, site, person, 1000);
      expect(hit).toMatchObject({
        raw: "-",
        agent: "",
        referer: "",
        user: "-",
        ip: person.ip,
        threat: 0,
        bot: 0,
      });
      expect([400, 408]).toContain(hit.status);
      for (const alone of closes(rng, site, 1000)) expect(alone).toMatchObject({ raw: "-", threat: 0 });
    }
  });
});

test("Apache's own connections come from the machine itself, over HTTP/1.0", () => {
  for (const seed of SEEDS) {
    const rng = new Random(seed);
    for (const hit of dummyConnections(rng, drawSite(rng), 1000)) {
      expect(hit).toMatchObject({ method: "OPTIONS", target: "*", protocol: "HTTP/1.0", threat: 0, bot: 1 });
      expect(hit.agent).toMatch(/^Apache.*\(internal dummy connection\)$/);
      expect(hit.ip).toMatch(/^(127\.0\.0\.1|::1|10\.|172\.|192\.168\.)/);
    }
  }
});

test("mail programs' image proxies are robots, and welcome", () => {
  const hits = SEEDS.flatMap((seed) => [...mailImages(new Random(seed), drawSite(new Random(seed)), 1000)]);
  expect(hits.filter(({ threat, bot }) => threat || !bot)).toEqual([]);
  expect(hits.some(({ agent }) => agent.includes("GoogleImageProxy"))).toBe(true);
  expect(hits.some(({ agent }) => agent.includes("YahooMailProxy"))).toBe(true);
});

test("search engines' referers are of every length", () => {
  const rng = new Random(1);
  const referers = SEEDS.flatMap(() => [searchReferer(rng), searchReferer(rng)]);
  expect(referers.filter((referer) => /\s/.test(referer))).toEqual([]);
  expect(referers.some((referer) => referer.length > 700)).toBe(true);
  expect(referers.some((referer) => referer.includes("/clck/jsredir?"))).toBe(true);
});

test("pages' mistakes are of many forms, without a gap left", () => {
  const rng = new Random(1);
  const targets = Array.from({ length: 1000 }, () => misreadTarget(rng));
  expect(new Set(targets).size).toBeGreaterThan(700);
  for (const target of targets) expect(target).toMatch(/^\/\S*$/);
  expect(targets.some((target) => target.includes("url("))).toBe(true);
});

test("a site behind a proxy that writes whole addresses names its own host", () => {
  const sites = Array.from({ length: 400 }, (_, seed) => drawSite(new Random(seed)));
  const share = sites.filter(({ isAbsolute }) => isAbsolute).length / sites.length;
  expect(share).toBeGreaterThan(0.005);
  expect(share).toBeLessThan(0.08);
  const lines = SEEDS.flatMap((seed) => {
    const session = webServer(new Random(seed), 20).session(1_767_600_000);
    const all: SimulatedLine[] = [];
    for (let next = session.next(); !next.done; next = session.next()) all.push(next.value);
    return all;
  });
  const own = lines.filter(({ line, threat }) => !threat && /"GET http:\/\//.test(line));
  expect(own.length).toBeGreaterThan(0);
});

test("what may be a person or a robot, a scan or a mistake, is not learnt from as either", () => {
  const streams = new Map(
    corpusStreams(
      {
        web: 30_000,
        auth: 0,
        dns: 0,
        firewall: 0,
        app: 0,
        syslog: 0,
        unknown: 0,
        mixed: 0,
        requests: 0,
        agents: 0,
      },
      7,
    ),
  );
  const lines = [...(streams.get("web") ?? [])];
  const hellos = lines.filter(({ line }) => /"\\x16\\x03/i.test(line));
  expect(hellos.length).toBeGreaterThan(10);
  for (const hello of hellos) expect(hello.threat).toBeUndefined();
  const endings = lines.filter(({ line }) => /"-" (400|408) /.test(line));
  expect(endings.length).toBeGreaterThan(20);
  expect(endings.some(({ bot }) => bot === undefined)).toBe(true);
  for (const { threat } of endings) expect(threat).toBe(0);
});
