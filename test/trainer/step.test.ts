/** How much of a step is taken. */
import { describe, expect, test } from "vitest";
import type { HeadStep } from "../../trainer/learn/fine-tune.ts";
import type { HeldHarder } from "../../trainer/learn/head-fit.ts";
import type { Learnt, LinearWeights } from "../../trainer/model/model.ts";
import { Attackers } from "../../trainer/train/attackers.ts";
import { StepSearch } from "../../trainer/train/step.ts";
import { stepBack } from "../../trainer/train/step-back.ts";
import type { Objection } from "../../trainer/train/trial.ts";

const weights = (bias: number): LinearWeights => ({
  bias,
  bins: new Float64Array([bias, -bias]),
  sparse: new Float64Array(),
});
const LEARNT = { edges: [[0]] } as unknown as Learnt;
const KINDS = ["web", "firewall"];
const UNLABELLED = [
  { row: 3, found: { bot: true }, directions: {} },
  { row: 4, found: { bot: true }, directions: { bot: -1 as const } },
  { row: 5, found: { bot: false }, directions: {} },
];

const COUNTEREXAMPLES = [7, 8];

/** A search against what objects to a bias; a fit learns a bias of 1, and less where it is held harder. */
function search(objects: (bias: number) => Objection[], held = 1) {
  const fits: (HeldHarder | undefined)[] = [];
  const of = new StepSearch(
    {
      verdict: (_, __, { bias }) => ({ objections: objects(bias), gain: bias * 100 }),
      measureWith: () => () => {},
    },
    KINDS,
    UNLABELLED,
    COUNTEREXAMPLES,
  );
  const step: HeadStep = {
    head: "bot",
    learnt: LEARNT,
    start: weights(0),
    fit: (harder) => {
      fits.push(harder && { ...harder, kinds: new Map(harder.kinds) });
      return weights(harder ? held : 1);
    },
  };
  const taken = of.take(step);
  return { taken, fits, step: of.steps[0] };
}

describe("of a step", () => {
  test("all is taken where nothing stands against it, after one fit", () => {
    const { taken, fits, step } = search(() => []);
    expect([taken?.bias, fits.length, step?.share]).toEqual([1, 1, 1]);
  });

  test("the largest share is taken that passes", () => {
    const { taken, step } = search((bias) => (bias > 0.4 ? [{ text: "too far" }] : []));
    expect(taken?.bias).toBe(0.375);
    expect(taken?.bins).toEqual(new Float64Array([0.375, -0.375]));
    expect(step?.tried.map(({ share, against }) => [share, against])).toEqual([
      [1, "too far"],
      [0.5, "too far"],
      [0.25, ""],
      [0.375, ""],
      [0.4375, "too far"],
    ]);
  });

  test("nothing is taken where no share passes", () => {
    const { taken, step } = search(() => [{ text: "never" }]);
    expect([taken, step?.share]).toEqual([undefined, 0]);
  });

  test("all is taken of a fit that holds harder what objects, where that gains more than a share", () => {
    const { taken, fits, step } = search((bias) => (bias > 0.8 ? [{ text: "firewall", kind: 1 }] : []), 0.8);
    expect([taken?.bias, step?.share, step?.heldHarder]).toEqual([0.8, 1, ["firewall"]]);
    expect(fits).toEqual([undefined, { kinds: new Map([[1, 4]]), unlabelled: [], counterexamples: [] }]);
  });

  test("a share is taken where that gains more than a fit that holds harder", () => {
    const { taken, step } = search((bias) => (bias > 0.8 ? [{ text: "firewall", kind: 1 }] : []), 0.2);
    expect([taken?.bias, step?.heldHarder]).toEqual([0.75, []]);
  });

  test("a head is learnt three times at most", () => {
    const { fits } = search((bias) => (bias > 0.5 ? [{ text: "firewall", kind: 1 }] : []));
    expect(fits.map((held) => held?.kinds.get(1))).toEqual([undefined, 4, 16]);
  });

  test("attacks where corrections were are held where they would be lost, once", () => {
    const { fits, step } = search(() => [{ text: "lost", isCounterexample: true }], 0.9);
    expect(fits.map((held) => held?.counterexamples)).toEqual([undefined, COUNTEREXAMPLES]);
    expect(step?.share).toBe(0);
  });

  test("events of the site that fall without a reason are held, and none that corrections let fall", () => {
    const { fits } = search((bias) => (bias > 0.9 ? [{ text: "shift", shift: "fall" }] : []), 0.9);
    expect(fits[1]?.unlabelled).toEqual([3]);
  });
});

describe("a step back", () => {
  const model = (bias: number): Learnt =>
    ({
      edges: [[0]],
      linear: { threat: weights(bias), bot: weights(bias), anomaly: weights(bias) },
    }) as unknown as Learnt;
  const steps = (["anomaly", "threat", "bot"] as const).map((head) => ({
    head,
    share: head === "bot" ? 0 : 1,
    heldHarder: [],
    tried: [],
  }));

  const ordinary = { isRefitted: true, isGivenUp: false, lines: 9, worseKinds: [] };
  const back = (tooFar: "threat" | "bot" | "anomaly") =>
    stepBack(model(0), { learnt: model(1), ordinary, steps }, [tooFar]);

  test("halves the step of the heads that went too far", () => {
    const half = back("threat");
    expect(half?.learnt.linear.threat.bias).toBe(0.5);
    expect(half?.learnt.linear.anomaly.bias).toBe(1);
    expect(half?.steps.map(({ share }) => share)).toEqual([1, 0.5, 0]);
    expect(half?.ordinary).toEqual(ordinary);
  });

  test("takes all of the anomaly head's", () => {
    const none = back("anomaly");
    expect(none?.learnt.linear.anomaly.bias).toBe(0);
    expect(none?.ordinary).toMatchObject({ isRefitted: false, isGivenUp: true });
  });

  test("is none where these heads took none", () => {
    expect(back("bot")).toBeUndefined();
  });
});

test("an attacker attacks often, and not only where software of the site looks like it", () => {
  const attackers = new Attackers();
  for (let i = 0; i < 100; i++) attackers.count("office", i % 25 === 0);
  for (let i = 0; i < 10; i++) attackers.count("scanner", i % 3 === 0);
  attackers.count("once", true);
  expect(["office", "scanner", "once", "nobody"].map((source) => attackers.has(source))).toEqual([
    false,
    true,
    false,
    false,
  ]);
});
