/** Applications: what they ask for, as tables of their own say it. */
import { describe, expect, test } from "vitest";
import { fill } from "../../simulate/lib/fill.ts";
import { Random } from "../../simulate/lib/random.ts";
import { drawPerson } from "../../simulate/web/person.ts";
import { drawSite } from "../../simulate/web/site.ts";
import { caller, ofPeople } from "../../simulate/web/software/agents.ts";
import { gapsAt } from "../../simulate/web/software/gaps.ts";
import { softwarePage, softwareTarget } from "../../simulate/web/software/request.ts";
import { type Asked, allSoftware, type Installed } from "../../simulate/web/software/software.ts";
import { useSoftware } from "../../simulate/web/software-people.ts";
import { useProgram } from "../../simulate/web/software-programs.ts";
import { refusal } from "../../simulate/web/software-state.ts";

const UNFILLED = /\{\w+(?::\d+)?\}|\{\d+\.\.\d+\}/;

describe("the applications", () => {
  test("are eighty, of all groups, with thousands of requests", () => {
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

describe("sites of applications", () => {
  const { installed, site } = (() => {
    const site = drawSite(new Random(8), "nextcloud");
    return { installed: site.kind.installed as Installed, site };
  })();
  const sessions = <T>(draw: (rng: Random) => Iterable<T>) =>
    Array.from({ length: 60 }, (_, seed) => [...draw(new Random(seed))]);
  const visits = sessions((rng) => useSoftware(rng, site, installed, drawPerson(rng, site), 1000));
  const programs = sessions((rng) => useProgram(rng, site, installed, 1000));

  test("are drawn by name, and now and then by chance", () => {
    expect(site.kind.name).toBe("nextcloud");
    const drawn = Array.from({ length: 60 }, (_, seed) => drawSite(new Random(seed)));
    const share = drawn.filter(({ kind }) => kind.installed).length / drawn.length;
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.6);
  });

  test("have sessions in time order, of people and of programs that are labelled so", () => {
    for (const hits of [...visits, ...programs]) {
      for (let i = 1; i < hits.length; i++)
        expect(hits[i]?.time).toBeGreaterThanOrEqual(hits[i - 1]?.time ?? 0);
      expect(hits.filter(({ threat }) => threat)).toEqual([]);
    }
    expect(new Set(visits.flat().map(({ bot }) => bot))).toEqual(new Set([0]));
    expect(new Set(programs.flat().map(({ bot }) => bot))).toEqual(new Set([0, 1]));
  });

  test("are asked again and again by open tabs, for the same or for something like it", () => {
    const times = (hits: { target: string }[]) => {
      const counts = new Map<string, number>();
      for (const { target } of hits) counts.set(target, (counts.get(target) ?? 0) + 1);
      return Math.max(...counts.values());
    };
    expect(Math.max(...visits.map(times))).toBeGreaterThan(8);
  });

  test("answer a refused web socket in the same way each time", () => {
    const sockets = Array.from({ length: 200 }, (_, seed) => drawSite(new Random(seed), "push")).map((at) =>
      refusal(at, { rhythm: "ws", target: "/cable" } as Asked),
    );
    const refused = sockets.filter((status) => status !== undefined);
    expect(refused.length).toBeGreaterThan(20);
    expect(refused.length).toBeLessThan(90);
  });
});
