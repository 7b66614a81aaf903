/** The gate: each reason for which a candidate may not serve. */
import { describe, expect, test } from "vitest";
import type { CanaryResult } from "../../trainer/judge/canaries.ts";
import type { Difference } from "../../trainer/judge/compare.ts";
import { decide, type GateInput } from "../../trainer/judge/gate.ts";
import { emptyHistograms } from "../../trainer/judge/score-histograms.ts";
import { countUnexplained, type Direction, nothingUnexplained } from "../../trainer/judge/shift.ts";

const CANARY: CanaryResult = {
  kind: "web",
  label: "attack",
  line: "GET /.env",
  incumbent: "attack",
  candidate: "attack",
};
const DIFFERENCE: Difference = {
  set: "site",
  kind: "web",
  head: "threat",
  measure: "false alarms",
  events: 1000,
  groups: 50,
  incumbent: 0.01,
  candidate: 0.01,
  low: 0,
  high: 0,
  p: 1,
  isWorse: false,
  isBetter: false,
};

const NOTHING = { threat: nothingUnexplained(), bot: nothingUnexplained(), anomaly: nothingUnexplained() };

/** A candidate that nothing is said against. */
function input(change: Partial<GateInput> = {}): GateInput {
  const labels = { web: { normal: 980, attack: 20 } };
  return {
    differences: [DIFFERENCE],
    replayed: {
      events: 1000,
      labels: { incumbent: labels, candidate: labels },
      scores: emptyHistograms(),
      unexplained: NOTHING,
      changes: [],
      changed: 0,
      specimens: [],
    },
    canaries: [CANARY],
    window: {
      events: 1000,
      heaviest: { source: "192.0.2.1", events: 100, attacks: 100 },
      attackShare: 0.02,
      attackShareBefore: 0.02,
    },
    annotators: [],
    corrections: { events: 0, incumbentRight: 0, candidateRight: 0 },
    ...change,
  };
}

function expectRefused(change: Partial<GateInput>, reason: RegExp): void {
  const { publish, reasons } = decide(input(change));
  expect([publish, reasons]).toEqual([false, [expect.stringMatching(reason)]]);
}

describe("a candidate", () => {
  test("may serve where nothing is against it", () => {
    const { publish, reasons } = decide(input());
    expect(publish).toBe(true);
    expect(reasons[0]).toMatch(/^No worse than the model in service in any of 1 comparisons/);
  });

  test("may not where it is worse in any comparison", () => {
    const worse = { ...DIFFERENCE, candidate: 0.05, low: 0.03, high: 0.05, isWorse: true };
    expectRefused(
      { differences: [DIFFERENCE, worse] },
      /^Worse than the model in service\..*5\.00 % instead of 1\.00 %/,
    );
  });

  test("is held against the default model in kinds that the site has not, and the reasons say so", () => {
    const elsewhere = { ...DIFFERENCE, set: "elsewhere" as const };
    const worse = { ...elsewhere, candidate: 0.05, low: 0.03, high: 0.05, isWorse: true };
    expectRefused({ differences: [DIFFERENCE, worse] }, /^Worse than the default model\./);
    const better = { ...elsewhere, candidate: 0, low: -0.02, high: -0.005, isBetter: true };
    const { reasons } = decide(input({ differences: [DIFFERENCE, better] }));
    expect(reasons[0]).toMatch(/in any of 2 comparisons .*\(than the default model in 1 of them/);
    expect(reasons[1]).toMatch(/^Better than the default model\./);
  });

  test("may not where a canary turns", () => {
    expectRefused(
      { canaries: [{ ...CANARY, candidate: "normal" }] },
      /certainly attack would be taken for normal: GET/,
    );
  });

  test("may where a canary is wrong under both models", () => {
    expect(decide(input({ canaries: [{ ...CANARY, incumbent: "bot", candidate: "bot" }] })).publish).toBe(
      true,
    );
  });

  test("may not where one source's attacks dominate the window", () => {
    const window = { ...input().window, heaviest: { source: "192.0.2.1", events: 700, attacks: 600 } };
    expectRefused({ window }, /^The window is no sample of this site: 70\.0 %.*192\.0\.2\.1/);
  });

  test("may not where the window has far more attacks than those before", () => {
    const window = { ...input().window, attackShare: 0.6 };
    expectRefused({ window }, /^The window is unlike those before it: 60\.0 %.*before it was 2\.00 %/);
    expect(decide(input({ window: { ...window, attackShareBefore: undefined } })).publish).toBe(true);
  });

  test("may not where it would flag far more events", () => {
    const { replayed } = input();
    const labels = { ...replayed.labels, candidate: { web: { normal: 900, attack: 100 } } };
    expectRefused({ replayed: { ...replayed, labels } }, /^It would flag 10\.0 %/);
  });

  /** 600 events that nobody says anything of, each with its threat score before and after. */
  const unexplained = (
    score: (i: number) => [before: number, after: number],
    direction: Direction = 0,
    isSuspect = false,
  ) => {
    const threat = nothingUnexplained();
    for (let i = 0; i < 600; i++) {
      const [before, after] = score(i);
      countUnexplained(threat, { before, after, direction, isSuspect }, 0.5);
    }
    return { replayed: { ...input().replayed, unexplained: { ...NOTHING, threat } } };
  };

  test("may not where scores shift that nothing explains", () => {
    expectRefused(
      unexplained((i) => [0.05, i % 2 ? 0.45 : 0.05]),
      /scores of the head threat would shift/,
    );
  });

  test("may not where what is found is no longer found, and nothing explains it", () => {
    expectRefused(
      unexplained((i) => [i % 2 ? 0.95 : 0.05, i % 10 === 1 || i % 10 === 3 ? 0.3 : i % 2 ? 0.95 : 0.05]),
      /The head threat would no longer find 40\.0 % of 300 events/,
    );
  });

  test("may not where a few events of attackers are no longer found, and nothing explains it", () => {
    const falls = (i: number): [number, number] => [0.95, i % 40 ? 0.95 : 0.3];
    expectRefused(unexplained(falls, 0, true), /no longer find 2\.5 % of 600 events of attackers/);
    expect(decide(input(unexplained(falls))).publish).toBe(true);
  });

  test("may where what shifts looks like what was corrected, and shifts with the correction", () => {
    const falls = (i: number): [number, number] => [0.95, i % 2 ? 0.3 : 0.95];
    expect(decide(input(unexplained(falls, -1))).publish).toBe(true);
    expect(decide(input(unexplained(falls, 1))).publish).toBe(false);
  });

  test("may where scores fall below the threshold from below it", () => {
    expect(decide(input(unexplained((i) => [i % 2 ? 0.45 : 0.3, 0.05]))).publish).toBe(true);
  });

  test("may not where it forgets corrections", () => {
    const corrections = { events: 10, incumbentRight: 8, candidateRight: 7 };
    expectRefused({ corrections }, /^Of 10 events that people labelled it tells 7 right/);
    // Any head may be the one that tells them wrong.
    expect(decide(input({ corrections })).tooFar).toEqual(["threat", "bot", "anomaly"]);
  });

  test("is not refused for an annotator who is not believed; the report names that one", () => {
    const mallory = { name: "mallory", labels: 40, compared: 30, agreed: 1, reliability: 0 };
    const { publish, reasons } = decide(input({ annotators: [mallory] }));
    expect(publish).toBe(true);
    expect(reasons.at(-1)).toMatch(/40 labels of mallory were not believed: of 30.*29 contradict/);
  });
});
