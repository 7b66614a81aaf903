/** What clients write into records is shown in a report, and no more than that. */
import { expect, test } from "vitest";
import { collected } from "../../../cli/doctor/try/collected.ts";
import { tryFindings } from "../../../cli/doctor/try/findings.ts";
import type { InputTry } from "../../../cli/doctor/try/index.ts";
import { lineKey, NONE } from "../../../cli/doctor/try/line-key.ts";
import { tryText } from "../../../cli/doctor/try/print.ts";
import { nothing } from "../../../cli/doctor/try/summary.ts";
import { Filter } from "../../../host/filter.ts";

const head = { name: "tail.0", plugin: "tail", where: "tail input", joinsLines: false, notes: [] };
const reportOf = (counts: Partial<InputTry>) => ({
  ...{ program: "fluent-bit", seconds: 1, changed: [] },
  inputs: [{ ...head, ...nothing(), linesIn: 9, recordsIn: 9, recordsOut: 9, scored: 9, read: 9, ...counts }],
});

test("a key that is a command is quoted where the remedy names it", () => {
  const [finding] = tryFindings(reportOf({ guessedKeys: { "$(reboot)'; id": 9, other: 1 } }));
  expect(finding?.remedy).toBe(`Say that it is the line: smartlog configure --line-key '$(reboot)'\\''; id'`);
  expect(finding?.message).toMatch(/and in 1 other keys/);
});

test("control characters of a key, a tag or a log do not reach the terminal", () => {
  const text = tryText(
    reportOf({ lineKeys: { "\u001b[2J": 9 }, tags: { "\u001b]0;x": 9 }, said: ["\u001b[31m"] }),
  );
  expect(text).not.toContain("\u001b");
});

test("thousands of keys make one finding and one short line", () => {
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`key-${i}`, 1]));
  const report = reportOf({ guessedKeys: many, lineKeys: many, tags: many });
  expect(tryFindings(report).filter(({ level }) => level !== "ok")).toMatchObject([
    { code: "line-key-guessed" },
  ]);
  expect(tryText(report).length).toBeLessThan(2_000);
});

test("an output's lines that are no records are left out; a record that says it is scored has no event", () => {
  const lines = [
    'web: [1.5, {"log":"a"}]',
    'a: [b: [1.5, {"log":"b","smartlog":{"id":1}}]',
    "web: [1.5, {broken]",
    "2026 cpu = 1",
    "",
  ];
  expect(collected(lines.join("\n")).map(({ tag, event }) => [tag, event])).toEqual([
    ["web", undefined],
    ["a: [b", undefined],
  ]);
});

test("the key of a line is found in a record of any depth and size, in bounded time", () => {
  const filter = Filter.load();
  let deep: unknown = "x";
  for (let i = 0; i < 500; i++) deep = { deep };
  const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`n${i}`, "v"]));
  const record = JSON.stringify({ deep, wide });
  const started = performance.now();
  expect(typeof lineKey(filter, record, JSON.parse(record))).toBe("string");
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(lineKey(filter, '{"n":1}', { n: 1 })).toBe(NONE);
});
