/** How well lines are grouped by template: by hand on small cases. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { evaluateSet } from "../../trainer/evaluate/evaluate.ts";
import { measureGrouping } from "../../trainer/evaluate/grouping.ts";
import { evaluationReport } from "../../trainer/report/evaluation.ts";

/** Rows of `template by hand` + `group found`, a letter each. */
const rows = (pairs: string) =>
  pairs.split(" ").map((pair, i) => ({ line: `line ${i}`, template: pair[0] ?? "", found: pair[1] ?? "" }));

describe("a grouping", () => {
  test("that is the one by hand is perfect, whatever its groups are called", () => {
    expect(measureGrouping(rows("ax ax by cz cz cz"))).toMatchObject({
      accuracy: 1,
      pairF1: 1,
      groupF1: 1,
      wrong: [],
    });
  });

  test("that splits a template has its lines wrong, and groups too many", () => {
    const { accuracy, pairF1, groupF1, groups, wrong } = measureGrouping(rows("ax ax ax ay by bz cw"));
    expect(accuracy).toBeCloseTo(1 / 7);
    // b's line in y belongs to neither: of a's six pairs three are found, of b's one none, and one is false.
    expect(pairF1).toBeCloseTo((2 * 3) / (4 + 7));
    expect(groupF1).toBeCloseTo((2 * 1) / (4 + 3));
    expect(groups).toBe(4);
    expect(wrong).toEqual([
      { template: "a", lines: 4, groups: 2, others: 1, examples: ["line 0", "line 3"] },
      { template: "b", lines: 2, groups: 2, others: 1, examples: ["line 4", "line 5"] },
    ]);
  });

  test("that joins templates has the lines of both wrong", () => {
    const { accuracy, pairF1, groupF1, wrong } = measureGrouping(rows("ax ax bx cy"));
    expect(accuracy).toBeCloseTo(1 / 4);
    expect(pairF1).toBeCloseTo((2 * 1) / (3 + 1));
    expect(groupF1).toBeCloseTo((2 * 1) / (2 + 3));
    expect(wrong[0]).toEqual({
      template: "a",
      lines: 2,
      groups: 1,
      others: 1,
      examples: ["line 0", "line 2"],
    });
  });

  test("is measured as over all pairs of lines", () => {
    const letter = fc.constantFrom("a", "b", "c", "d");
    fc.assert(
      fc.property(fc.array(fc.tuple(letter, letter), { minLength: 2, maxLength: 30 }), (pairs) => {
        const lines = rows(pairs.map((pair) => pair.join("")).join(" "));
        let both = 0;
        let found = 0;
        let wanted = 0;
        for (const [i, one] of lines.entries())
          for (const other of lines.slice(i + 1)) {
            const isWanted = one.template === other.template;
            const isFound = one.found === other.found;
            if (isWanted) wanted++;
            if (isFound) found++;
            if (isWanted && isFound) both++;
          }
        const expected = found + wanted === 0 ? 1 : (2 * both) / (found + wanted);
        expect(measureGrouping(lines).pairF1).toBeCloseTo(expected);
      }),
    );
  });
});

test("a set with templates is measured and reported, packed or not", async () => {
  const folder = mkdtempSync(join(tmpdir(), "grouping-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const line = (n: number) => ({
    line: `2026-11-21T06:19:00Z INFO shop.x - ${n} orders were sent`,
    event: "sent",
  });
  const other = { line: "2026-11-21T06:19:00Z INFO shop.x - no stock was left", event: "stock" };
  const text = [line(1), line(12), other].map((row) => JSON.stringify(row)).join("\n");
  const path = join(folder, "set.ndjson.gz");
  writeFileSync(path, gzipSync(text));
  const set = await evaluateSet(path);
  expect(set.grouping).toMatchObject({ lines: 3, templates: 2, groups: 2, accuracy: 1 });
  const report = evaluationReport([{ ...set, name: "set" }], new Map());
  expect(report).toContain("2 of 2 templates are a group of their own.");
  expect(report).toContain("| set | 3 | 2 | 2 | 1.000 | 1.000 | 1.000 |");
});

test("a packed set that is cut is refused by its name", async () => {
  const folder = mkdtempSync(join(tmpdir(), "grouping-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "cut.ndjson.gz");
  writeFileSync(path, gzipSync('{"line":"a line"}').subarray(0, 20));
  await expect(evaluateSet(path)).rejects.toThrow("cut.ndjson.gz: unexpected end of file");
});
