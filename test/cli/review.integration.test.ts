import { spawn, spawnSync } from "node:child_process";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { counted, review } from "../../cli/review/session.ts";
import { ingest } from "../../store/ingest.ts";
import { questions } from "../../store/review.ts";
import { row } from "../store/record.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { json, result, smartlog } from "./command.ts";

const CLI = new URL("../../build/cli.js", import.meta.url).pathname;
const HOSTILE = "\u001b]0;owned\u0007\u001b[2J\u009b31m\u202e\r\n";

let store: TestStore;
let env: Record<string, string>;
beforeAll(async () => {
  store = await testStore();
  env = { DATABASE_URL: store.url, SMARTLOG_WHO: "ann" };
});
afterAll(() => store?.close());
beforeEach(async () => {
  await store.empty();
  await store.pool.query("truncate smartlog.feedback");
  const now = Date.now() / 1000;
  await ingest(
    store.pool,
    "t",
    [0.5, 0.45, 0.4, 0.35].map((threat, i) => {
      const event = { ts: now - i, threat, bot: 0.1, anomaly: 0.1, tpl: `0000000${i}`, ip: `192.0.2.${i}` };
      const { time, data } = row(i + 1, { ...event, path: `/${HOSTILE}`, why: [HOSTILE] });
      const record = { ...JSON.parse(data), log: `line ${i} ${HOSTILE}` };
      return { time, data: JSON.stringify(record) };
    }),
  );
});

const said = async () =>
  (await store.pool.query("select event_id::int as id, label, who, note from smartlog.feedback order by id"))
    .rows;

/** Answers with these keys, and says what was shown. */
async function session(keys: string): Promise<{ shown: string; counts: Record<string, number> }> {
  const pressed = [...keys];
  let shown = "";
  const asked = await questions(store.pool, { since: new Date(0), limit: 10 });
  const answers = await review(store.pool, asked, {
    keys: { next: async () => pressed.shift() ?? "q" },
    who: "ann",
    write: (text) => {
      shown += text;
    },
  });
  return { shown, counts: Object.fromEntries(counted(answers)) };
}

describe("a session", () => {
  test("saves a label for each key, at once, and shows line, fields, reasons and scores", async () => {
    const { shown, counts } = await session("nbax");
    expect(counts).toEqual({ normal: 1, bot: 1, attack: 1, anomaly: 1 });
    expect((await said()).map(({ label, who }) => [label, who])).toEqual(
      ["normal", "bot", "attack", "anomaly"].map((label) => [label, "ann"]),
    );
    expect(shown).toMatch(/\[1\/4\] 0000000000000001 .* web\nline 0 /);
    expect(shown).toMatch(/scores +threat 0\.500 {2}bot 0\.100/);
    expect(shown).toMatch(/asked for +No other event is like it/);
    expect(shown).toMatch(/if attack +its label changes/);
  });

  test("undoes, skips, ignores other keys, and stops", async () => {
    expect((await session("uzau")).counts).toEqual({});
    expect(await said()).toEqual([]);
    expect((await session("sauubq")).counts).toEqual({ bot: 1 });
    expect(await said()).toEqual([{ id: 1, label: "bot", who: "ann", note: "" }]);
  });

  test("lets nothing of a log line reach the terminal that it would obey", async () => {
    const { shown } = await session("nbax");
    expect(shown).toContain("line 0 \\x1b]0;owned\\x07\\x1b[2J\\x9b31m\\u202e\\x0d\\x0a");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });

  test("goes on where an event is gone", async () => {
    const asked = await questions(store.pool, { since: new Date(0), limit: 10 });
    await store.pool.query("delete from smartlog.events where id = 1");
    const pressed = ["n", "n"];
    const answers = await review(store.pool, asked, {
      keys: { next: async () => pressed.shift() ?? "q" },
      who: "ann",
      write: () => {},
    });
    expect(Object.fromEntries(counted(answers))).toEqual({ skipped: 1, normal: 1 });
  });
});

describe("smartlog review", () => {
  test("without a terminal is wrong use, and says what to do instead", async () => {
    const { code, stdout, stderr } = await smartlog(["review"], { env });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/no terminal.*review --list.*smartlog feedback/);
  });

  test("--list needs none", async () => {
    const listed = json<{ id: string }>((await smartlog(["review", "--list", "--json"], { env })).stdout);
    expect(listed.map(({ id }) => Number.parseInt(id, 16))).toEqual([1, 2, 3, 4]);
    expect((await smartlog(["review", "--list", "--limit", "1"], { env })).stdout).toMatch(/^0+1 /);
  });

  test("--list says when there is nothing to ask", async () => {
    await store.empty();
    const nothing = await smartlog(["review", "--list", "--days", "1"], { env });
    expect(nothing).toMatchObject({ code: 0, stdout: "" });
    expect(nothing.stderr).toMatch(/nothing to ask.*the last 1 days; --days/);
  });

  const hasScript = spawnSync("script", ["--version"]).status === 0;
  if (!hasScript) console.warn("SKIPPED: no `script` (util-linux): review is not tested in a real terminal");
  test.skipIf(!hasScript)("in a terminal takes single keys and leaves the terminal as it was", async () => {
    const command = `${process.execPath} ${CLI} review; stty -a | grep -o -e '-\\?icanon'`;
    const child = spawn("script", ["-qec", command, "/dev/null"], { env: { ...process.env, ...env } });
    const ended = result(child);
    for (const [after, key] of [
      ["[1/4]", "a"],
      ["[2/4]", "n"],
      ["[3/4]", "u"],
      ["[2/4]", "b"],
      ["[3/4]", "\u0003"],
    ] as const) {
      await shows(child, after);
      child.stdin.write(key);
    }
    const { stdout } = await ended;
    expect(stdout).toMatch(/1 attack, 1 bot\. The next/);
    expect(stdout.trim().split(/\s+/).at(-1)).toBe("icanon");
    expect((await said()).map(({ id, label }) => [id, label])).toEqual([
      [1, "attack"],
      [2, "bot"],
    ]);
  });
});

/** Waits until the program shows this anew. */
function shows(child: ReturnType<typeof spawn>, text: string): Promise<void> {
  let seen = "";
  return new Promise((resolve) => {
    const onData = (chunk: Buffer) => {
      seen += chunk;
      if (!seen.includes(`${text} `) || !seen.endsWith("> ")) return;
      child.stdout?.off("data", onData);
      resolve();
    };
    child.stdout?.on("data", onData);
  });
}

describe("smartlog feedback", () => {
  test("saves what is said of an event", async () => {
    const saved = await smartlog(
      ["feedback", "--id", "0000000000000002", "--label", "bot", "--note", "ours", "--at-once", "no"],
      { env },
    );
    expect(saved).toEqual({ code: 0, stderr: "", stdout: "Saved: 0000000000000002 is bot, says ann.\n" });
    expect(await said()).toEqual([{ id: 2, label: "bot", who: "ann", note: "ours" }]);
  });

  test.each([
    ["no such event", ["--id", "ff", "--label", "bot"], 1, /no event of this id.*16 hex digits/],
    [
      "no such label",
      ["--id", "02", "--label", "evil"],
      2,
      /Allowed choices are normal, bot, attack, anomaly/,
    ],
    ["no label", ["--id", "02"], 2, /required option '--label/],
  ])("%s is said", async (_, args, code, message) => {
    const { code: found, stderr } = await smartlog(["feedback", ...args], { env });
    expect([found, stderr]).toEqual([code, expect.stringMatching(message)]);
  });

  test("a role that may not write feedback is told so", async () => {
    const { code, stderr } = await smartlog(["feedback", "--id", "02", "--label", "bot"], {
      env: { ...env, DATABASE_URL: store.urlOf("train") },
    });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/this role may not do that/)]);
  });
});
