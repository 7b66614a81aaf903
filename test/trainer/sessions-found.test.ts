/** Evaluation of sessions: {line, session, anomaly, part}. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { evaluateSet } from "../../trainer/evaluate/evaluate.ts";
import { evaluationReport } from "../../trainer/report/evaluation.ts";

const folder = mkdtempSync(join(tmpdir(), "smartlog-sessions-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SAYS = {
  open: "opened for writing",
  write: "bytes were written",
  close: "closed by the owner",
  fail: "lost its last replica",
};
type Name = keyof typeof SAYS;

let written = 0;

/** Rows of sessions, one after the other. */
function rows(count: number, names: readonly Name[], about: { part: string; anomaly: 0 | 1 }): object[] {
  return Array.from({ length: count }, () => `file_${10_000_000 + ++written}`).flatMap((session) =>
    names.map((name) => {
      const line = `2026-11-21 06:19:00,000 INFO store.Writer - ${SAYS[name]}: ${session}`;
      return { line, session, ...about };
    }),
  );
}

async function evaluated(...sets: readonly object[][]) {
  const path = join(folder, "sessions.ndjson");
  const lines = sets.flat().map((row) => JSON.stringify(row));
  writeFileSync(path, `${lines.join("\n")}\n`);
  return evaluateSet(path);
}

const USUAL: Name[] = ["open", "write", "close"];
const train = () => rows(300, USUAL, { part: "train", anomaly: 0 });

test("sessions are found line by line by what is called, at the end by how they ended", async () => {
  const { sessions, heads } = await evaluated(
    train(),
    rows(6, USUAL, { part: "test", anomaly: 0 }),
    // Found in both ways; at the end only; a false alarm in both ways; missed in both ways.
    rows(3, ["open", "fail", "close"], { part: "test", anomaly: 1 }),
    rows(2, ["open", "write"], { part: "test", anomaly: 1 }),
    rows(1, ["open", "fail"], { part: "test", anomaly: 0 }),
    rows(1, USUAL, { part: "test", anomaly: 1 }),
  );
  expect(sessions?.lineByLine).toMatchObject({ positives: 6, negatives: 7, precision: 3 / 4, recall: 3 / 6 });
  expect(sessions?.atEnd).toMatchObject({ precision: 5 / 6, recall: 5 / 6, falsePositiveRate: 1 / 7 });
  // The label is the session's: its ordinary lines are no misses.
  expect(heads).toEqual([]);
});

test("without a part to learn from there is no end to compare with, and without sessions nothing", async () => {
  const { sessions } = await evaluated(rows(3, USUAL, { part: "test", anomaly: 0 }));
  expect(sessions?.lineByLine.negatives).toBe(3);
  expect(sessions).not.toHaveProperty("atEnd");
  expect(await evaluated([{ line: "a line", anomaly: 0 }])).not.toHaveProperty("sessions");
});

test("the report has both ways", async () => {
  const result = await evaluated(
    train(),
    rows(2, USUAL, { part: "test", anomaly: 0 }),
    rows(2, ["open", "fail"], { part: "test", anomaly: 1 }),
  );
  const report = evaluationReport([{ ...result, name: "files" }], new Map());
  expect(report).toContain("| line by line | 2 | 2 | 1.000 | 1.000 | 1.000 | 0.00 % |");
  expect(report).toContain("| at the end | 2 | 2 | 1.000 | 1.000 | 1.000 | 0.00 % |");
});
