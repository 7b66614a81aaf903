/** Learning with dropout, on examples made for it. */
import { describe, expect, it } from "vitest";
import { Random } from "../../simulate/lib/random.ts";
import { fitDropout } from "../../trainer/learn/dropout.ts";
import { logLoss } from "../../trainer/learn/linear.ts";

describe("learning with dropout", () => {
  /** Of each robot one feature that no other example has, and three that most have and few others. */
  const CERTAIN = 300;
  const LIKELY = [310, 320, 330];
  const examples = (seed: number, size: number, isCertainThere: boolean) => {
    const rng = new Random(seed);
    const bot = Uint8Array.from({ length: size }, () => (rng.chance(0.5) ? 1 : 0));
    const rows = Array.from(bot, (label) => [
      ...(label && isCertainThere ? [CERTAIN] : []),
      ...LIKELY.filter(() => rng.chance(label ? 0.85 : 0.15)),
      340 + rng.int(0, 40),
    ]);
    const sparseFrom = new Uint32Array(size + 1);
    rows.forEach((row, i) => {
      sparseFrom[i + 1] = (sparseFrom[i] as number) + row.length;
    });
    const none = new Uint8Array(size).fill(255);
    const data = { denseCount: 1, size, kind: new Uint8Array(size), threat: none, bot, anomaly: none };
    return {
      ...data,
      bins: new Uint8Array(size),
      weight: new Float32Array(size).fill(1),
      sparseFrom,
      sparse: Uint16Array.from(rows.flat()),
      cutsFrom: new Uint32Array(size + 1),
      cuts: new Uint16Array(),
    };
  };
  const all = (data: { size: number }) => Uint32Array.from({ length: data.size }, (_, i) => i);
  const options = {
    epochs: 6,
    rate: 0.5,
    decay: 0.7,
    l2: 1e-5,
    leastExamples: 5,
    denseDropoutRate: 0.1,
    averagedFrom: 2,
  } as const;
  const learn = (dropoutRate: number) => {
    const data = examples(1, 4000, true);
    const problem = { head: "bot", data, edges: [[0.5]], sparseBits: 8, features: [0] } as const;
    const parts = { train: all(data), heldOut: all(data) };
    return fitDropout({ ...problem, ...parts }, new Random(5), { ...options, dropoutRate }).weights;
  };

  it("gives the same weights for the same seed, to the last bit", () => {
    expect(learn(0.4)).toEqual(learn(0.4));
  });

  it("tells more of what lacks the feature that was certain while it learnt", () => {
    const unseen = examples(2, 2000, false);
    const loss = (dropoutRate: number) => logLoss(unseen, [0], learn(dropoutRate), all(unseen), "bot");
    expect(loss(0.4)).toBeLessThan(loss(0) * 0.97);
  });
});
