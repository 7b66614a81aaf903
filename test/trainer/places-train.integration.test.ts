/** A site whose lines name ever new jobs: a training makes one template of them, and nothing else is another. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { BUILT_MODULE } from "../../host/module.ts";
import { simulate } from "../../simulate/index.ts";
import type { SimulatedLine } from "../../simulate/lib/types.ts";
import { maskOf } from "../../trainer/model/mask.ts";
import { train } from "../../trainer/train/train.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { word } from "../words.ts";
import { fillSite } from "./site.ts";

const START = Date.UTC(2026, 9, 5) / 1000;
const DAY = 86_400;
const LINES = 3000;
/** A part of the usual samples, so that a run takes seconds. */
const EFFORT = 0.1;

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store?.close());

const module = readFileSync(BUILT_MODULE);
const jobLine = (name: string, time: number) =>
  `${new Date(time * 1000).toISOString().slice(0, 19)}Z db1 backup: job ${name} finished well`;

/** Days of a host's log, each twentieth line of a job. */
function* site(): Generator<SimulatedLine> {
  let i = 0;
  for (const line of simulate({
    kind: "syslog",
    lines: LINES,
    seed: 5,
    start: START,
    end: START + 6 * DAY,
  })) {
    yield line;
    if (i++ % 20 === 0) yield { ...line, line: jobLine(word(i), line.time), threat: 0, label: "normal" };
  }
}

const tpl = (of: Uint8Array, name: string) =>
  Filter.load(of).event(JSON.stringify({ log: jobLine(name, START) }))?.tpl;

test("a training finds that names vary, and says so", { timeout: 600_000 }, async () => {
  await fillSite(store, module, site());
  const result = await train({
    db: store.pool,
    module,
    from: new Date(START * 1000),
    to: new Date((START + 7 * DAY) * 1000),
    effort: EFFORT,
  });
  const { candidate, templates, report } = result;
  expect(maskOf(candidate.module).length).toBeGreaterThan(0);
  const now = Number.parseInt(tpl(candidate.module, "another") as string, 16);
  expect(tpl(candidate.module, word(21))).toBe(tpl(candidate.module, "another"));
  const old = Number.parseInt(tpl(module, word(21)) as string, 16);
  expect(templates.get(old)).toBe(now);
  expect(new Set(templates.values()).size).toBeLessThan(templates.size / 5);
  expect(report).toMatch(/## Words that vary/);
  expect(report).toMatch(/job \* finished well/);
});
