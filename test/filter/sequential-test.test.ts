/**
 * The sequential test of sources, on simulated traffic: how many people it takes for robots, how many robots in a browser's
 * clothes it finds, after how many requests.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { shipperTime } from "../../host/time.ts";
import { simulate } from "../../simulate/index.ts";
import { feature, START, score, web } from "./traffic.ts";

/** The feature where the test decides for a robot; 0 is where it decides for a person. */
const ROBOT = 10;
/** The errors that the bounds are made for, and some more: of people's applications, some send what robots send. */
const MOST_TAKEN = 0.008;
const LEAST_FOUND = 0.85;
const LINES = 20_000;
const SEEDS = [11, 12, 13, 14, 15, 16];

const LOOKS_AROUND =
  /^(?:bruteforce-paths|webshell|dotfile|panel|backup|phpinfo|wordpress|cgi|auditor|exploit)$/;

interface Source {
  isRobot: boolean;
  /** Whether it is a hostile one that looks around, from one address. */
  isScanner: boolean;
  addresses: Set<string>;
  requests: number;
  /** Requests until the test decided for a robot; 0 where it never did. */
  decided: number;
}

/** What is simulated of each source: people, and robots whose agent is a browser's. */
function sources(): Source[] {
  const all: Source[] = [];
  for (const seed of SEEDS) {
    const filter = Filter.load();
    const at = (name: string) => filter.schema.dense.indexOf(name);
    const [evidence, shape, words] = [at("source_evidence"), at("ua_shape"), at("ua_fragments")];
    const byActor = new Map<string, Source>();
    for (const simulated of simulate({ kind: "web", lines: LINES, seed })) {
      const features = filter.features(
        recordOfLine(Buffer.from(simulated.line)),
        shipperTime(Math.floor(simulated.time)),
      );
      const value = (name: number) => features?.dense[name] as number;
      const isPerson = simulated.bot === 0 && simulated.threat === 0;
      const isHidden = simulated.bot === 1 && value(shape) === 1 && value(words) <= 0;
      if (!features || !(isPerson || isHidden)) continue;
      const source = byActor.get(simulated.actor) ?? {
        isRobot: isHidden,
        isScanner: isHidden && simulated.threat === 1 && LOOKS_AROUND.test(simulated.type),
        addresses: new Set<string>(),
        requests: 0,
        decided: 0,
      };
      byActor.set(simulated.actor, source);
      source.requests++;
      source.addresses.add(/\d+\.\d+\.\d+\.\d+|[0-9a-f]*:[0-9a-f:]+/.exec(simulated.line)?.[0] ?? "");
      if (!source.decided && value(evidence) >= ROBOT) source.decided = source.requests;
    }
    all.push(...byActor.values());
  }
  return all;
}

describe("on simulated traffic", () => {
  let all: Source[];
  beforeAll(() => {
    all = sources();
  });

  it("people are hardly ever taken for robots", () => {
    const people = all.filter(({ isRobot }) => !isRobot);
    expect(people.length).toBeGreaterThan(300);
    expect(people.filter(({ decided }) => decided > 0).length / people.length).toBeLessThanOrEqual(
      MOST_TAKEN,
    );
  });

  it("scanners are found by the dozenth request, most by the sixth", () => {
    const scanners = all.filter(
      ({ isScanner, addresses, requests }) => isScanner && addresses.size === 1 && requests >= 15,
    );
    const decided = scanners.flatMap(({ decided }) => (decided ? [decided] : [])).sort((a, b) => a - b);
    expect(scanners.length).toBeGreaterThan(10);
    expect(decided.length / scanners.length).toBeGreaterThan(LEAST_FOUND);
    expect(decided[decided.length >> 1]).toBeLessThanOrEqual(6);
    expect(decided[Math.floor(decided.length * 0.75)]).toBeLessThanOrEqual(12);
  });
});

describe("a source", () => {
  const PAGE = "https://site.example/";
  const evidence = (filter: Filter, at: number) =>
    feature(filter, web("203.0.113.7", "/last", at, 200, { referer: PAGE }), "source_evidence");

  it("that asks for what is not there is decided in five requests", () => {
    const filter = Filter.load();
    for (let i = 0; i < 5; i++) score(filter, web("203.0.113.7", `/guess${i}`, START + i * 60));
    expect(feature(filter, web("203.0.113.7", "/guess5", START + 400), "source_evidence")).toBe(ROBOT);
  });

  it("that reads pages with what they bring along is a person", () => {
    const filter = Filter.load();
    for (let i = 0; i < 10; i++)
      score(filter, web("203.0.113.7", i ? `/a${i}.css` : "/", START + i, 200, { referer: i ? PAGE : "-" }));
    expect(evidence(filter, START + 20)).toBe(0);
  });

  it("that asks for one thing again and again has said it once", () => {
    const filter = Filter.load();
    for (let i = 0; i < 200; i++) score(filter, web("203.0.113.7", "/state", START + i * 5, 200));
    expect(feature(filter, web("203.0.113.7", "/state", START + 1001, 200), "source_evidence")).toBeLessThan(
      5,
    );
  });

  it("that someone else takes over is found out as soon", () => {
    const filter = Filter.load();
    for (let i = 0; i < 500; i++)
      score(filter, web("203.0.113.7", `/a${i}.css`, START + i, 200, { referer: PAGE }));
    for (let i = 0; i < 9; i++) score(filter, web("203.0.113.7", `/guess${i}`, START + 600 + i));
    expect(feature(filter, web("203.0.113.7", "/guess9", START + 620), "source_evidence")).toBe(ROBOT);
  });

  it("is no robot for lack of referers in a log that tells none", () => {
    const filter = Filter.load();
    for (let i = 0; i < 300; i++)
      score(filter, web(`198.51.100.${i % 200}`, `/b${i % 9}.css`, START + i, 200));
    for (let i = 0; i < 60; i++) score(filter, web("203.0.113.7", `/page${i}`, START + 400 + i * 9, 200));
    expect(feature(filter, web("203.0.113.7", "/page60", START + 1000, 200), "source_evidence")).toBeLessThan(
      5,
    );
  });

  it("that is an app, by its own name, is not judged by what browsers do", () => {
    const filter = Filter.load();
    const agent = "ShopApp/3.2 (iPhone; iOS 18.3)";
    for (let i = 0; i < 60; i++)
      score(filter, web("203.0.113.7", `/api/item/${i}`, START + i * 3, i % 5 ? 200 : 404, { agent }));
    const next = web("203.0.113.7", "/api/item/60", START + 200, 200, { agent });
    expect(feature(filter, next, "source_evidence")).toBeLessThan(5);
  });
});
