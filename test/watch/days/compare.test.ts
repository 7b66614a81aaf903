import { describe, expect, test } from "vitest";
import { compare } from "../../../bench/days/compare.ts";
import type { FoundIncident, Told } from "../../../bench/days/read.ts";
import type { Truth } from "../../../simulate/days/types.ts";

const TRUTH: Truth = {
  name: "login-after-failures",
  classes: ["login-after-failures"],
  sources: ["203.0.113.7"],
  subjects: ["bastion"],
  first: 1_000,
  plain: 1_200,
  last: 1_500,
  told: "message",
};
const FOUND: FoundIncident = {
  id: "1",
  class: "login-after-failures",
  key: "203.0.113.7",
  title: "backup logged in",
  severity: "critical",
  state: "closed",
  parent: null,
  foundAt: 1_215,
  first: 1_010,
  last: 1_500,
  closedAt: 1_530,
  reopened: 0,
  events: 50,
  source: "203.0.113.7",
  site: "bastion",
  service: null,
  username: "backup",
  sources: ["203.0.113.7"],
};
const TOLD: Told = {
  incident: "1",
  change: "opened",
  severity: "critical",
  title: "backup logged in",
  at: 1_230,
};
const CLOCK = { end: 10_000, step: 15 };

const faults = (incidents: readonly FoundIncident[], told: readonly Told[], truth = TRUTH) =>
  compare([truth], incidents, told, [], CLOCK).verdicts[0]?.faults;

describe("a scripted incident", () => {
  test("found once, told once in time, and closed when it was over has no fault", () => {
    expect(faults([FOUND], [TOLD])).toEqual([]);
    const closed = { ...TOLD, change: "closed", at: 1_530 };
    expect(faults([FOUND, { ...FOUND, id: "2", class: "brute-force", parent: "1" }], [TOLD, closed])).toEqual(
      [],
    );
  });

  test.each<[string, FoundIncident[], Told[], RegExp[]]>([
    ["not found", [], [], [/^not found$/, /^not told$/]],
    ["found twice", [FOUND, { ...FOUND, id: "2", key: "other" }], [TOLD], [/^found 2 times$/]],
    ["found late", [{ ...FOUND, foundAt: 1_300 }], [TOLD], [/^found 100 s after it was plain$/]],
    ["told late", [FOUND], [{ ...TOLD, at: 1_290 }], [/^told 90 s after it was plain$/]],
    ["told twice", [FOUND], [TOLD, { ...TOLD, at: 1_400 }], [/^told 2 times$/]],
    ["left open", [{ ...FOUND, closedAt: null }], [TOLD], [/not closed$/]],
    ["closed late", [{ ...FOUND, closedAt: 5_000 }], [TOLD], [/closed 58 minutes after its end$/]],
    ["closed before its end", [{ ...FOUND, closedAt: 1_100 }], [TOLD], [/closed 7 minutes before its end$/]],
    ["opened again", [{ ...FOUND, reopened: 1 }], [TOLD], [/opened again 1 times$/]],
  ])("%s", (_, incidents, told, expected) => {
    const found = faults(incidents, told) ?? [];
    expect(found).toHaveLength(expected.length);
    for (const [i, fault] of found.entries()) expect(fault).toMatch(expected[i] as RegExp);
  });

  test("of others' sources or of another time is none of it", () => {
    for (const other of [
      { ...FOUND, source: "203.0.113.8", sources: ["203.0.113.8"] },
      { ...FOUND, first: 5_000, last: 5_500 },
    ]) {
      const compared = compare([TRUTH], [other], [TOLD], [], CLOCK);
      expect(compared.verdicts[0]?.faults).toContain("not found");
      expect([compared.ordinary, compared.falselyTold]).toEqual([[other], [TOLD]]);
    }
  });

  test("that needs nobody is told to nobody", () => {
    const listed = { ...TRUTH, told: "listed" } as const;
    expect(faults([FOUND], [], listed)).toEqual([]);
    expect(faults([FOUND], [TOLD], listed)).toEqual(["told, though it needs nobody"]);
  });
});
