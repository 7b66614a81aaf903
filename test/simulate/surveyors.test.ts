/** Clients and formats that tell little: who merely looks is no attacker, and what a log leaves out says nothing. */
import { expect, test } from "vitest";
import { scanner } from "../../simulate/attacks/abuse.ts";
import { Random } from "../../simulate/lib/random.ts";
import { botOfFamily } from "../../simulate/web/agents/index.ts";
import { BARE_FORMATS } from "../../simulate/web/bare-formats.ts";
import { drawPerson, visit } from "../../simulate/web/person.ts";
import { fuzz, strangeRequests } from "../../simulate/web/scanner.ts";
import { drawSite } from "../../simulate/web/site.ts";
import { survey } from "../../simulate/web/surveyor.ts";
import { bareLine } from "../../trainer/corpus/bare-lines.ts";
import { entrance } from "../../trainer/corpus/entrances.ts";
import { corpusStreams } from "../../trainer/corpus/lines.ts";
import { filterTarget } from "../../trainer/corpus/state.ts";

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);
const SURVEYORS = /censys|shodan|internetmeasurement|palo ?alto|netcraft/i;

test("surveyors are robots that try nothing", () => {
  const hits = SEEDS.flatMap((seed) => [...survey(new Random(seed), drawSite(new Random(seed)), 1000)]);
  expect(hits.filter(({ bot, threat }) => bot !== 1 || threat !== 0)).toEqual([]);
  expect(hits.some(({ agent }) => SURVEYORS.test(agent))).toBe(true);
  expect(hits.some(({ target }) => target === "/favicon.ico")).toBe(true);
});

test("tools of attack have no surveyor's name", () => {
  const rng = new Random(1);
  const names = Array.from({ length: 3000 }, () => [scanner(rng), botOfFamily(rng, "scanner").userAgent]);
  expect(names.flat().filter((name) => SURVEYORS.test(name))).toEqual([]);
});

test("a surveyor's name is learnt as no attack", () => {
  const none = { web: 0, auth: 0, dns: 0, firewall: 0, app: 0, syslog: 0, unknown: 0, mixed: 0, requests: 0 };
  const agents = new Map(corpusStreams({ ...none, agents: 4000 }, 7)).get("agents") ?? [];
  const surveyors = [...agents].filter(({ threat }) => threat === 0);
  expect(surveyors.length).toBeGreaterThan(20);
  for (const { bot } of surveyors) expect(bot).toBe(1);
});

test("an empty request line is a robot's, and no attack", () => {
  const hits = SEEDS.flatMap((seed) => [
    ...strangeRequests(new Random(seed), drawSite(new Random(seed)), 1000),
  ]);
  const empty = hits.filter(({ raw }) => raw === "");
  expect(empty.length).toBeGreaterThan(5);
  for (const { bot, threat, status } of empty)
    expect({ bot, threat, status }).toEqual({ bot: 1, threat: 0, status: 400 });
});

test("Rails tells method, target and address, and the time in the server's zone", () => {
  const rng = new Random(2);
  const site = drawSite(rng, "shop");
  const [hit] = visit(rng, site, drawPerson(rng, site), 1_767_600_000);
  for (const [offset, zone] of [
    [0, "+0000"],
    [330, "+0530"],
  ] as const) {
    const lines = BARE_FORMATS.map((format) =>
      format(rng, hit as NonNullable<typeof hit>, "GET / HTTP/1.1", offset),
    );
    const [, time, told] =
      lines
        .map((line) => /^Started GET "\/\S*" for [\d.]+ at (2026-\d\d-\d\d \d\d:\d\d:\d\d) (\S+)$/.exec(line))
        .find((match) => match) ?? [];
    expect(told).toBe(zone);
    expect(Date.parse(`${time}Z`) / 1000 - offset * 60).toBe(Math.floor(hit?.time ?? 0));
  }
});

test("bare lines have the request as it was", () => {
  const rng = new Random(3);
  const request = {
    method: "GET",
    target: "/a?b=c",
    agent: "Mozilla/5.0",
    status: 200,
    protocol: "HTTP/1.1",
    address: "203.0.113.7",
    at: "17/May/2026:10:05:43 +0000",
  };
  for (const _ of SEEDS) {
    const line = bareLine(rng, request);
    expect(line).toContain("/a?b=c");
    expect(line).toContain("203.0.113.7");
  }
});

test("filters of a database are JSON, entrances have no gap left", () => {
  const rng = new Random(4);
  for (const _ of SEEDS) {
    const query = new URLSearchParams(filterTarget(rng).split("?")[1]);
    const [json] = [...query.values()].filter((value) => value.startsWith("{"));
    expect(typeof JSON.parse(json as string)).toBe("object");
    expect(entrance(rng)).toMatch(/^\/[\w\-/.?=]+$/);
  }
});

test("who tries one parameter with a tool tries headers, too, and is a robot there", () => {
  const hits = Array.from({ length: 40 }, (_, seed) => {
    const rng = new Random(seed);
    return [...fuzz(rng, drawSite(rng, "shop"), 0)];
  });
  const inAgent = hits.filter((all) => new Set(all.map(({ agent }) => agent)).size > 3);
  const inReferer = hits.filter((all) => new Set(all.map(({ referer }) => referer)).size > 3);
  for (const some of [inAgent, inReferer]) {
    expect(some.length).toBeGreaterThan(4);
    expect(some.length).toBeLessThan(20);
    for (const { bot } of some.flat()) expect(bot).toBe(1);
  }
  for (const { agent, referer } of hits.flat()) expect(agent + referer).toMatch(/^[ -~]*$/);
});
