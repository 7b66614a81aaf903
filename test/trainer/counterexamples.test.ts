/** Attacks where corrections were. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { BUILT_MODULE } from "../../host/module.ts";
import { recordOfLine } from "../../host/record.ts";
import { Random } from "../../simulate/lib/random.ts";
import { counterexamples } from "../../trainer/examples/counterexamples.ts";

const module = new WebAssembly.Module(readFileSync(BUILT_MODULE));
const line = (target: string) =>
  `203.0.113.9 - - [17/Nov/2026:10:05:43 +0000] "GET ${target} HTTP/1.1" 200 5 "-" "Mozilla/5.0"`;

const of = (target: string, labels: { threat: 0 | 1 }, reliability = 1) => {
  const annotation = {
    id: "1",
    time: 1_794_909_943,
    label: labels.threat ? ("attack" as const) : ("normal" as const),
    annotator: "ann",
    record: recordOfLine(Buffer.from(line(target))).toString(),
    tpl: "",
  };
  const corrected = new Map([["1", { id: "1", labels, reliability }]]);
  return [...counterexamples(module, [annotation], corrected, 60, new Random(1))];
};

test("a request that was called no attack is tried with payloads in each of its parameters", () => {
  const made = of("/console/q?x=from+orders+select+id&page=2", { threat: 0 });
  expect(made.length).toBeGreaterThan(40);
  const own = Filter.load(module).features(recordOfLine(Buffer.from(line("/console/q?x=1&page=2"))));
  for (const { features, part } of made) expect([features.kind, part]).toEqual([own?.kind, "query"]);
  const distinct = new Set(made.map(({ features }) => features.sparse.join()));
  expect(distinct.size).toBeGreaterThan(30);
});

test("one without parameters gets one", () => {
  expect(of("/console/orders", { threat: 0 }).length).toBeGreaterThan(20);
});

test("one whose path is more than plain words is tried with payloads there, too", () => {
  const parts = of("/dealers/;cat%20conf/view?x=1", { threat: 0 }).map(({ part }) => part);
  for (const part of ["path", "query"]) expect(parts.filter((of) => of === part).length).toBeGreaterThan(20);
});

test("what was called an attack, and what is not believed, needs none", () => {
  expect(of("/console/q?x=1", { threat: 1 })).toEqual([]);
  expect(of("/console/q?x=1", { threat: 0 }, 0)).toEqual([]);
});
