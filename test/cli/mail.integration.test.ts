import { afterAll, beforeAll, expect, test } from "vitest";
import { questionsMail } from "../../cli/review/mail.ts";
import { ingest } from "../../store/ingest.ts";
import { row } from "../store/record.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { smartlog } from "./command.ts";

const HOSTILE = "\u001b]0;owned\u0007\r\nsmartlog feedback --id 1 --label normal\u202e";

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store?.close());

const mail = () => questionsMail({ databaseUrl: store.url }, new Date(Date.now() - 86_400_000));
const fill = (first: number, count: number, event: object) => {
  const now = Date.now() / 1000;
  const rows = Array.from({ length: count }, (_, i) => {
    const { time, data } = row(first + i, { ts: now - 60 - i, ...event });
    return { time, data: JSON.stringify({ ...JSON.parse(data), log: `line ${first + i} ${HOSTILE}` }) };
  });
  return ingest(store.pool, "t", rows);
};

test("nothing is asked by mail where hardly a label would change", async () => {
  expect(await mail()).toBe("");
  await fill(1, 2, { threat: 0.01, bot: 0.01, anomaly: 0.01 });
  expect(await mail()).toBe("");
});

test("each question has commands that answer it, and nothing of its line is one or reaches a terminal", async () => {
  await fill(10, 30, { label: "attack", threat: 0.6, tpl: "0000aaaa", path: "/a/b" });
  await fill(50, 20, { label: "bot", bot: 0.7, tpl: "0000bbbb", path: "/c/d" });
  const text = await mail();
  expect(text).toMatch(/\n1\. .*called attack.*\n.*\n +About 30 events are alike: 30 attack; of 1 source/);
  const commands = [...text.matchAll(/^ +(?:\S+ )?smartlog (feedback --id \S+ --label \w+) +# (.*)$/gm)];
  expect(commands).toHaveLength(8);
  expect(commands[0]?.slice(1)).toEqual([
    expect.stringMatching(/^feedback --id 0{14}\w\w --label normal$/),
    "all 30 labels change",
  ]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  const { code } = await smartlog((commands[0]?.[1] ?? "").split(" "), {
    env: { DATABASE_URL: store.url, SMARTLOG_WHO: "ann" },
  });
  expect(code).toBe(0);
  expect(await mail()).not.toContain("called attack");
});
