/** Logs that tell no user agents: a page left open and a robot look alike there, and only what is asked for tells them apart. */
import { describe, expect, it } from "vitest";
import { Filter } from "../../host/filter.ts";
import { feature, START, score, web } from "./traffic.ts";

const IP = "203.0.113.7";
const compiled = Filter.compile();
/** The common log format. */
const common = (target: string, at: number, status = 200, bytes = 153) =>
  web(IP, target, at, status).replace(/ 153 .*$/, ` ${bytes}`);
/** Traefik's, which keeps no headers. */
const traefik = (target: string, at: number) =>
  `${web(IP, target, at, 200, { agent: "-" })} 7 "panel@docker" "http://172.18.0.2:80" 3ms`;

describe.each([
  ["the common log format", common],
  ["Traefik's", traefik],
])("a panel that polls each second, in %s", (_, line) => {
  it("is told neither by how often nor by how fast it asks", () => {
    const filter = Filter.load(compiled);
    for (let i = 0; i < 120; i++) expect(score(filter, line("/api/clients", START + i)).label).toBe("normal");
    const next = line("/api/clients", START + 121);
    for (const name of [
      "source_recent",
      "source_events",
      "source_repeats",
      "source_page_share",
      "source_clients",
    ])
      expect(feature(filter, next, name), name).toBe(-1);
  });
});

it("one that asks for something else each time is told", () => {
  const filter = Filter.load(compiled);
  for (let i = 0; i < 60; i++) score(filter, common(`/${i * 7}`, START + i, 404));
  expect(feature(filter, common("/last", START + 61, 404), "source_events")).toBeGreaterThan(40);
  expect(feature(filter, common("/last", START + 62, 404), "source_targets")).toBeGreaterThan(20);
});

describe("a log of pages alone, or of an API", () => {
  const read = (filter: Filter, i: number, target: string) =>
    score(
      filter,
      web(`198.51.${i >> 6}.${1 + (i & 63)}`, target, START + i, 200, { referer: "https://site.example/" }),
    );
  const share = (filter: Filter) => feature(filter, web(IP, "/last", START + 900, 200), "source_page_share");

  it("does not tell that somebody loads nothing besides", () => {
    const filter = Filter.load(compiled);
    for (let i = 0; i < 400; i++) read(filter, i, `/page/${i}`);
    for (let i = 0; i < 4; i++) score(filter, web(IP, `/p/${i}`, START + 500 + i, 200));
    expect(share(filter)).toBe(-1);
  });

  it("one of everything does", () => {
    const filter = Filter.load(compiled);
    for (let i = 0; i < 400; i++) read(filter, i, i % 5 ? "/css/site.css" : "/page");
    for (let i = 0; i < 4; i++) score(filter, web(IP, `/p/${i}`, START + 500 + i, 200));
    expect(share(filter)).toBe(1);
  });
});

describe("a site that answers everything with one page", () => {
  const evidence = (lines: string[], last: string) => {
    const filter = Filter.load(compiled);
    for (const each of lines) score(filter, each);
    return feature(filter, last, "source_evidence");
  };

  it("gives a scan away by it", () => {
    const scan = Array.from({ length: 20 }, (_, i) => common(`/word${i}`, START + i, 200, 2623));
    expect(evidence(scan, common("/word", START + 30, 200, 2623))).toBe(10);
  });

  const label = (every: number, page: (i: number) => number, asset = false) => {
    const filter = Filter.load(compiled);
    const at = (i: number) => START + Math.floor(i * every);
    for (let i = 0; i < 60; i++) {
      score(filter, common(`/w${i}`, at(i), 200, page(i)));
      if (asset) score(filter, common("/app.js", at(i), 200, 900));
    }
    return score(filter, common("/w", at(60), 200, page(60))).why;
  };

  it("is enumerated by who asks for one target after the other, fast, and for nothing else", () => {
    expect(label(0.2, () => 2623)[0]).toBe("attack:enumeration");
    expect(label(20, () => 2623)).not.toContain("attack:enumeration");
    expect(label(0.2, (i) => 2623 + i)).not.toContain("attack:enumeration");
    expect(label(0.2, () => 2623, true)).not.toContain("attack:enumeration");
  });

  it("but not pages that differ, small answers, or one page again and again", () => {
    const undecided = evidence(
      [common("/", START), common("/a", START + 1, 200, 999)],
      common("/b", START + 2, 200, 1999),
    );
    const many = (of: (i: number) => string) => Array.from({ length: 20 }, (_, i) => of(i));
    expect(
      evidence(
        many((i) => common(`/p${i}`, START + i, 200, 2000 + i)),
        common("/p", START + 30, 200, 3000),
      ),
    ).toBe(undecided);
    expect(
      evidence(
        many((i) => common(`/api/${i}`, START + i, 200, 2)),
        common("/api/", START + 30, 200, 2),
      ),
    ).toBe(undecided);
    expect(
      evidence(
        many((i) => common(`/a?page=${i}`, START + i, 200, 2623)),
        common("/a?page=99", START + 30, 200, 2623),
      ),
    ).toBe(undecided);
  });
});
