import { isbot } from "isbot";
import { describe, expect, test } from "vitest";
import { simulate } from "../../simulate/index.ts";
import { rawNoise } from "../../simulate/lib/noise.ts";
import { Random } from "../../simulate/lib/random.ts";
import { knownBot, markedBrowser } from "../../simulate/web/agents/bots.ts";
import { appAgent, botAgent, browserAgent } from "../../simulate/web/agents/index.ts";
import { scannerAgent } from "../../simulate/web/agents/scanners.ts";
import { drawFormat } from "../../simulate/web/format.ts";
import type { Hit } from "../../simulate/web/hit.ts";
import { userAgentOf } from "./formats.ts";

const draw = <T>(seed: number, count: number, make: (rng: Random) => T): T[] => {
  const rng = new Random(seed);
  return Array.from({ length: count }, () => make(rng));
};

describe("user agents", () => {
  const browsers = draw(1, 4000, browserAgent);
  const bots = draw(2, 4000, botAgent);

  test("have a name and a family, no line break and no unfilled gap", () => {
    for (const agent of [...browsers, ...bots]) {
      expect(agent.name).not.toBe("");
      expect(agent.family).not.toBe("");
      expect(agent.userAgent).not.toMatch(/[\r\n]/);
      expect(agent.userAgent).not.toMatch(/\{\w+(?::\d+)?\}|\{\d+\.\.\d+\}/);
    }
  });

  test("are of thousands of kinds", () => {
    const kinds = (agents: typeof browsers) =>
      new Set(agents.map((agent) => agent.userAgent.replace(/\d+/g, "0"))).size;
    expect(kinds(browsers)).toBeGreaterThan(1200);
    expect(kinds(bots)).toBeGreaterThan(2000);
  });

  test("are told apart by isbot, which knows neither grammar", () => {
    const share = (agents: typeof browsers) =>
      agents.filter((agent) => isbot(agent.userAgent)).length / agents.length;
    expect(share(browsers)).toBeLessThan(0.05);
    expect(share(bots)).toBeGreaterThan(0.85);
  });

  test("of people are of every age, some damaged on the way; those that scanners take are of today", () => {
    const isOld = (agent: string) => /MSIE|Trident|Opera.9|Firefox\/3\./.test(agent);
    const people = browsers.map((agent) => agent.userAgent);
    expect(people.filter(isOld).length / people.length).toBeGreaterThan(0.05);
    expect(people.filter((agent) => /^Mozilla\/5\.0 [^()]+ AppleWebKit/.test(agent)).length).toBeGreaterThan(
      5,
    );
    expect(people.filter((agent) => / S[afri]*$| Safari\/\d{0,2}$/.test(agent)).length).toBeGreaterThan(2);
    const scanners = draw(6, 2000, scannerAgent);
    const share = scanners.filter(isOld).length / scanners.length;
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.1);
  });

  test("made of a name that isbot knows are robots to it, whatever browser they are put to", () => {
    const known = draw(3, 1000, (rng) => knownBot(rng, browserAgent(rng).userAgent));
    expect(new Set(known.map((agent) => agent.name)).size).toBeGreaterThan(100);
    // Some names count only where a word begins or ends; here they may go on.
    expect(known.filter((agent) => isbot(agent.userAgent)).length).toBeGreaterThan(950);
  });

  test("of robots behind a browser's name are as AI crawlers document theirs, among other forms", () => {
    const marked = draw(5, 1000, (rng) => markedBrowser(rng, browserAgent(rng).userAgent).userAgent);
    const documented = marked.filter((agent) => /; compatible; [\w .-]+\/[\w.-]+(; \+http\S+)?$/.test(agent));
    expect(documented.length).toBeGreaterThan(80);
    expect(documented.some((agent) => agent.includes("; +http"))).toBe(true);
  });

  test("of people's programs are nothing that isbot takes for a robot", () => {
    expect(draw(4, 1000, appAgent).filter((agent) => isbot(agent.userAgent))).toEqual([]);
  });
});

describe("web traffic", () => {
  const lines = [...simulate({ kind: "web", lines: 12_000, seed: 21 })];
  const types = new Set(lines.map((item) => item.type));

  test("has people, good robots and attackers of many sorts", () => {
    for (const type of ["person", "crawler", "monitor", "library", "scanner", "automation"])
      expect(types).toContain(type);
    expect(types.size).toBeGreaterThan(30);
    const threats = lines.filter((item) => item.threat === 1).length / lines.length;
    expect(threats).toBeGreaterThan(0.05);
    expect(threats).toBeLessThan(0.6);
    expect(lines.filter((item) => item.bot === 0).length / lines.length).toBeGreaterThan(0.2);
  });

  test("never calls a person hostile, nor an automated client a person", () => {
    for (const item of lines) {
      if (item.type === "person" || item.type === "app") expect(item.bot + item.threat).toBe(0);
      if (item.label === "bot") expect(item.bot).toBe(1);
    }
  });

  test("hides attackers behind browsers' names more often than not behind their own", () => {
    const agents = lines.filter((item) => item.threat === 1).map((item) => userAgentOf(item.line) ?? "");
    expect(
      agents.filter((agent) => /^Mozilla\/5\.0 \((?:Windows|X11|Mac|iP|Linux)/.test(agent) && !isbot(agent))
        .length / agents.length,
    ).toBeGreaterThan(0.2);
  });

  test("comes in many formats", () => {
    const tails = new Set(
      lines.map((item) =>
        item.line.startsWith("{")
          ? "json"
          : item.line.replace(/"(?:[^"\\]|\\.)*"/g, "Q").replace(/[\w.:-]+/g, "w"),
      ),
    );
    expect(tails.size).toBeGreaterThan(5);
  });

  test("takes values of many lengths and scripts", () => {
    expect(lines.some((item) => /%D[0-9A-F]%[89AB]/i.test(item.line))).toBe(true);
    expect(lines.some((item) => item.line.length > 600)).toBe(true);
  });
});

describe("raw bytes", () => {
  const facts = { host: "example.org", offset: 0, tls: false };
  const hit: Hit = {
    time: 0,
    ip: "192.0.2.1",
    user: "-",
    method: "",
    target: "",
    protocol: "",
    status: 400,
    bytes: 0,
    referer: "",
    agent: "",
    ms: 1,
    bot: 1,
    threat: 1,
    type: "protocol",
    actor: "a",
  };

  test("are escaped to printable ASCII by every server's format", () => {
    const rng = new Random(9);
    for (let i = 0; i < 500; i++) {
      const line = drawFormat(rng, facts)(rng, { ...hit, raw: rawNoise(rng) });
      expect([...line].every((c) => c >= " " && c !== "\x7f")).toBe(true);
      if (!line.startsWith("{")) expect(line).toMatch(/^[ -~]*$/);
    }
  });
});
