/** Applications: what they ask for, as tables of their own say it. */
import { describe, expect, test } from "vitest";
import { fill } from "../../simulate/lib/fill.ts";
import { Random } from "../../simulate/lib/random.ts";
import { caller, ofPeople } from "../../simulate/web/software/agents.ts";
import { gapsAt } from "../../simulate/web/software/gaps.ts";
import { softwarePage, softwareTarget } from "../../simulate/web/software/request.ts";
import { allSoftware } from "../../simulate/web/software/software.ts";

const UNFILLED = /\{\w+(?::\d+)?\}|\{\d+\.\.\d+\}/;

describe("the applications", () => {
  test("are more than sixty, of all groups, with thousands of requests", () => {
    const all = allSoftware();
    expect(all.length).toBeGreaterThanOrEqual(80);
    expect(all.flatMap(({ requests }) => requests).length).toBeGreaterThan(2200);
    const groups = new Set(all.map(({ group }) => group));
    for (const group of [
      "code forge",
      "chat",
      "media",
      "files",
      "dashboards",
      "shop",
      "content",
      "maps",
      "sign-in",
    ])
      expect(groups).toContain(group);
  });

  test.each(allSoftware().map((software) => [software.name, software] as const))(
    "%s can be drawn whole",
    (_, software) => {
      const rng = new Random(5);
      const gaps = gapsAt(rng, "www.example.com");
      for (const { target, agent } of software.requests)
        for (let i = 0; i < 3; i++) {
          const filled = fill(rng, target, gaps);
          expect(filled).toMatch(/^[/*]/);
          expect(filled).not.toMatch(/[\r\n]/);
          expect(filled.replace(/\{(id|name|date|5)\}/g, ""), target).not.toMatch(UNFILLED);
          if (agent !== undefined) expect(caller(rng, software, agent).userAgent).not.toMatch(UNFILLED);
        }
      expect(ofPeople(rng, software).userAgent).not.toMatch(UNFILLED);
    },
  );
});

describe("single requests of applications", () => {
  const rng = new Random(3);
  const drawn = Array.from({ length: 6000 }, () => softwareTarget(rng));

  test("are the same with the same seed", () => {
    const again = new Random(3);
    expect(drawn.slice(0, 200)).toEqual(Array.from({ length: 200 }, () => softwareTarget(again)));
  });

  test("are written as clients send them: one line of bytes that need no quoting by a log", () => {
    for (const { method, target, referer, agent } of drawn) {
      expect(method).toMatch(/^[A-Z_]+$/);
      expect(target).not.toMatch(/[\s\0]/);
      expect(referer).not.toMatch(/\s/);
      expect(agent).not.toMatch(/[\r\n]/);
    }
  });

  test("have names that no table lists", () => {
    const words = new Set(drawn.flatMap(({ target }) => target.match(/[a-z]{4,}/g) ?? []));
    expect(words.size).toBeGreaterThan(6000);
    expect(new Set(drawn.map(({ target }) => target)).size).toBeGreaterThan(4800);
  });

  test("come from people, their programs, tools, robots and servers, with all sorts of answers", () => {
    expect(new Set(drawn.map(({ kind }) => kind))).toEqual(
      new Set(["person", "app", "tool", "robot", "server"]),
    );
    const statuses = new Set(drawn.map(({ status }) => status));
    for (const status of [101, 200, 204, 206, 302, 304, 401, 404]) expect(statuses).toContain(status);
  });

  test("link to pages of their own", () => {
    for (let i = 0; i < 200; i++) expect(softwarePage(rng)).toMatch(/^https?:\/\/[\w.-]+\//);
  });
});
