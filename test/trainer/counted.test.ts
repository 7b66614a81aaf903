/** What learning counts of an example is what the filter counts of its record. */
import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { BUILT_MODULE } from "../../host/module.ts";
import { recordOfLine } from "../../host/record.ts";
import { Random } from "../../simulate/lib/random.ts";
import { corpusStreams } from "../../trainer/corpus/lines.ts";
import { longQuery } from "../../trainer/corpus/long.ts";
import { Dataset } from "../../trainer/examples/dataset.ts";
import { binned } from "../../trainer/learn/bins.ts";
import { Counted, doublings } from "../../trainer/learn/counted.ts";
import { logit } from "../../trainer/learn/linear.ts";
import { decodeModule } from "../../trainer/model/decode.ts";
import { firstBins, TEXT_HEADS } from "../../trainer/model/model.ts";

const PARTS = { web: 300, auth: 40, dns: 40, firewall: 20, app: 60, syslog: 40, unknown: 60 };
const NONE = { mixed: 0, requests: 0, agents: 0 };

/** Lines are so short that all pieces of their texts are given. */
const LONGEST = 600;

describe("the logit that learning has of a record", () => {
  const { learnt: model } = decodeModule(readFileSync(BUILT_MODULE));
  const time = { seconds: 1_772_446_272, nanoseconds: 0 };
  const lines = corpusStreams({ ...NONE, ...PARTS, requests: 800, agents: 200 }, 3).flatMap(([, part]) =>
    [...part].map(({ line }) => line).filter((line) => line.length < LONGEST),
  );
  const rng = new Random(4);
  for (let i = 0; i < 100; i++)
    lines.push(
      `192.0.2.${i} - - [02/Mar/2026:10:11:12 +0000] "GET /a?${longQuery(rng).slice(0, 480)} HTTP/1.1" 200 9 "-" "curl/8.5.0"`,
    );

  it.each(TEXT_HEADS)("is the filter's, of %s", (head) => {
    const [learning, scoring] = [Filter.load(), Filter.load()];
    const data = new Dataset(learning.schema.dense.length);
    const raw: number[] = [];
    for (const line of lines) {
      const record = recordOfLine(Buffer.from(line));
      const features = learning.features(record, time);
      if (!features) throw new Error(line);
      data.add(features, {});
      const { heads, smartlog } = JSON.parse(scoring.explain(record, time));
      // A message about a request is scored as the request where that is an attack.
      const isOther = smartlog.kind !== "web" && smartlog.label === "attack";
      raw.push(isOther ? Number.NaN : heads[head].raw);
    }
    const examples = binned(data, model.edges);
    const first = firstBins(model.edges);
    let largest = 0;
    for (const [i, expected] of raw.entries())
      if (!Number.isNaN(expected))
        largest = Math.max(largest, Math.abs(logit(examples, first, model.linear[head], head, i) - expected));
    // A cost is rounded to the step of the weights for each piece.
    expect(largest).toBeLessThan(0.1);
  });
});

test("doublings rise with the length, by one each time that there is twice as much, up to a kilobyte", () => {
  expect([8, 24, 56, 120].map(doublings)).toEqual([1, 2, 3, 4]);
  const rising = Array.from({ length: 300 }, (_, n) => doublings(n));
  expect([...rising].sort((a, b) => a - b)).toEqual(rising);
  expect([rising[0], rising[120], rising[299]]).toEqual([0, 4, 4]);
});

describe("of texts cut into pieces", () => {
  const HOSTILE = 3;
  const sparseOf = (pieces: number[]) => Uint32Array.from([7, ...pieces, 8]);
  /** An example of one feature, a text of one feature a piece, and another feature. */
  const example = (pieces: number[], read: number) => {
    const data = new Dataset(1, 1);
    const cuts = [
      pieces.length,
      pieces.length,
      read,
      ...Array.from({ length: pieces.length + 1 }, (_, i) => 1 + i),
    ];
    data.add(
      { kind: 0, dense: Float32Array.of(0), sparse: sparseOf(pieces), cuts: Uint32Array.from(cuts) },
      {},
    );
    return { ...data, denseCount: 1, size: 1, bins: new Uint8Array(1) };
  };
  const weights = { bias: 0, bins: new Float64Array(1), sparse: new Float64Array(12) };
  weights.sparse[HOSTILE] = 4;
  weights.sparse[5] = -2;
  weights.sparse[7] = 0.25;
  weights.sparse[8] = 0.5;
  const counted = new Counted();

  it("threat counts the stretch of most gain, whatever stands beside it", () => {
    const [short, long] = [
      [HOSTILE, HOSTILE],
      [5, 5, 5, 5, 5, 5, HOSTILE, HOSTILE, 5, 5, 5, 5, 5, 5],
    ].map((pieces) => {
      counted.count(example(pieces, pieces.length) as never, "threat", weights, 0);
      return [...counted.runs.subarray(0, counted.size), counted.sum, counted.offset];
    }) as [number[], number[]];
    expect(short.slice(0, -1)).toEqual([0, 1, 1, 3, 3, 4, 8.75]);
    expect(short.at(-1)).toBeCloseTo(-1.2 - 0.4 * doublings(2));
    expect(long.at(-2)).toBe(8.75);
    expect(long.at(-1)).toBeCloseTo(-1.2 - 0.4 * doublings(14));
  });

  it("nothing is counted of an ordinary text, but the stretch nearest to it is known", () => {
    counted.count(example([5, 1, 5], 3) as never, "threat", weights, 0);
    expect(counted.sum).toBe(0.75);
    expect(counted.offset).toBe(0);
    expect([counted.nearestFrom, counted.nearestTo]).toEqual([2, 3]);
  });

  it("bot counts the pieces at its beginning", () => {
    counted.count(example([HOSTILE, 5, HOSTILE], 2) as never, "bot", weights, 0);
    expect(counted.sum).toBe(2.75);
  });
});
