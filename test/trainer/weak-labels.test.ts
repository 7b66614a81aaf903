/** What labelling functions say of a log with labels by hand beside it. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { measureLog } from "../../trainer/evaluate/weak-labels.ts";
import { newFolder } from "../folder.ts";

let folder: string;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => rmSync(folder, { recursive: true }));

const line = (second: number, path: string, status: number, agent: string) =>
  `203.0.113.9 - - [17/Nov/2026:10:05:${second} +0000] "GET ${path} HTTP/1.1" ${status} 5 "-" "${agent}"`;

test("counts each function's labels, and those that labels by hand contradict", async () => {
  const lines = [
    line(10, "/.env", 404, "Mozilla/5.0"),
    line(11, "/.env", 404, "Mozilla/5.0"),
    line(12, "/", 200, "curl/8.5.0"),
    line(13, "/", 200, "Mozilla/5.0"),
  ];
  const truths = [
    { line: 1, threat: true },
    { line: 2, threat: false },
    { line: 3, threat: false, bot: "unsure" },
    { line: 4, threat: false, bot: false },
  ];
  writeFileSync(join(folder, "a.log"), lines.map((text) => `${text}\n`).join(""));
  writeFileSync(join(folder, "a.labels.ndjson"), truths.map((row) => JSON.stringify(row)).join("\n"));
  const { events, functions, mistakes } = await measureLog(join(folder, "a.log"), 0);
  expect(events).toBe(4);
  expect(Object.fromEntries(functions)).toEqual({
    "probe for secrets": { events: 2, ordinary: 0, people: 0, judged: 2, wrong: 1 },
    "tool that says so": { events: 1, ordinary: 0, people: 0, judged: 0, wrong: 0 },
  });
  expect(mistakes).toEqual([{ by: "probe for secrets", line: lines[1] }]);
});

test("reads a set as it is evaluated", async () => {
  const row = { line: line(10, "/", 200, "curl/8.5.0"), bot: 0 };
  writeFileSync(join(folder, "set.ndjson"), JSON.stringify(row));
  const { functions } = await measureLog(join(folder, "set.ndjson"), 0);
  expect(functions.get("tool that says so")).toMatchObject({ judged: 1, wrong: 1 });
});
