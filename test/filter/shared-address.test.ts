/** Many clients behind one address, a proxy's or an office's: each counts by what it calls itself. */
import { describe, expect, it } from "vitest";
import { Filter } from "../../host/filter.ts";
import { BROWSER, feature, START, score, web } from "./traffic.ts";

const PROXY = "10.0.0.5";
const SITE = "https://site.example/";
const compiled = Filter.compile();
/** A browser of its own for each person. */
const agentOf = (i: number) => BROWSER.replace("131", `${100 + i}`);

/** A page with what it brings along. */
const view = (i: number, at: number) =>
  ["/", "/css/site.css", "/js/site.js", "/img/logo.png"].map((target, n) =>
    web(PROXY, target, at + n * 0.2, 200, { agent: agentOf(i), ...(n > 0 ? { referer: SITE } : {}) }),
  );

const PROBES = ["/.env", "/wp-login.php", "/phpinfo.php", "/.git/config", "/backup.sql", "/shell.php"];

/** Forty people, each with a page now and then, and from the tenth on a scanner among them. */
function play(filter: Filter, probe?: (n: number, at: number) => string) {
  const called = { people: 0, probes: 0, all: 0 };
  for (let round = 0; round < 80; round++) {
    const at = START + round * 10;
    for (const line of view(round % 40, at))
      if (["attack", "bot"].includes(score(filter, line).label as string)) called.people++;
    if (!probe || round < 10) continue;
    called.all++;
    if (score(filter, probe(round, at + 2)).label === "attack") called.probes++;
  }
  return called;
}

describe("forty people behind one proxy", () => {
  it("are not called for a scanner among them, which is found", () => {
    const called = play(Filter.load(compiled), (n, at) =>
      web(PROXY, PROBES[n % PROBES.length] as string, at, 404, { agent: agentOf(99) }),
    );
    expect(called.people).toBe(0);
    expect(called.probes).toBeGreaterThan(called.all * 0.9);
  });

  it("share neither their errors nor their robots.txt", () => {
    const filter = Filter.load(compiled);
    play(filter);
    for (let i = 0; i < 12; i++)
      score(filter, web(PROXY, `/gone/${i}`, START + 900 + i, 404, { agent: agentOf(98) }));
    score(filter, web(PROXY, "/robots.txt", START + 920, 200, { agent: agentOf(98) }));
    for (const line of view(3, START + 921)) score(filter, line);
    const next = web(PROXY, "/css/site.css", START + 930, 200, { agent: agentOf(3), referer: SITE });
    expect(feature(filter, next, "source_errors")).toBe(0);
    expect(feature(filter, next, "source_robots")).toBe(0);
    expect(feature(filter, next, "source_clients")).toBe(1);
  });
});

it("an address with another agent for each probe speaks for all of them", () => {
  const filter = Filter.load(compiled);
  for (let i = 0; i < 40; i++)
    score(filter, web("203.0.113.9", `/no/${i}.php`, START + i, 404, { agent: agentOf(i) }));
  const next = web("203.0.113.9", "/no/x.php", START + 41, 404, { agent: agentOf(50) });
  expect(feature(filter, next, "source_errors")).toBeGreaterThan(30);
  expect(feature(filter, next, "source_clients")).toBeGreaterThan(5);
});

it("two browsers of one person are one source", () => {
  const filter = Filter.load(compiled);
  for (let i = 0; i < 8; i++)
    score(filter, web("203.0.113.9", "/", START + i, 200, { agent: agentOf(i % 2) }));
  expect(
    feature(filter, web("203.0.113.9", "/", START + 9, 200, { agent: agentOf(0) }), "source_events"),
  ).toBeGreaterThan(8);
});

it("an address with another browser for each page that it reads is one robot", () => {
  const filter = Filter.load(compiled);
  let found = 0;
  for (let i = 0; i < 60; i++) {
    const agent = BROWSER.replace("131.0", `${100 + (i % 30)}.${i}`);
    const { label } = score(filter, web("203.0.113.9", `/products/${i}`, START + i * 2, 200, { agent }));
    if (label === "bot") found++;
  }
  expect(found).toBeGreaterThan(50);
});

it("a payload as user agent is a robot's", () => {
  const agent = `${BROWSER}' UNION SELECT password FROM users-- -`;
  const event = score(Filter.load(compiled), web("203.0.113.9", "/cart?id=1", START, 200, { agent }));
  expect(event).toMatchObject({ label: "attack", hit: expect.stringMatching(/^ua:/) });
  expect(event.bot).toBeGreaterThanOrEqual(0.5);
});
