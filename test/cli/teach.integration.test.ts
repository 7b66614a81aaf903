/** Corrections that act at once, by the command: feedback, teach. */
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { teachAnswers } from "../../cli/review/at-once.ts";
import { review } from "../../cli/review/session.ts";
import { Filter } from "../../host/filter.ts";
import { questions } from "../../store/review.ts";
import { withTrainerLock } from "../../store/training-lock.ts";
import { taughtOf } from "../../trainer/model/taught.ts";
import { accessLine, storeLines } from "../store/scored.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { BUILT } from "../trainer/models.ts";
import { StandInShipper } from "../trainer/stand-in-shipper.ts";
import { json, result, smartlog } from "./command.ts";

const CLI = new URL("../../build/cli.js", import.meta.url).pathname;

let store: TestStore;
beforeAll(async () => {
  store = await testStore();
});
afterAll(() => store?.close());

let folder: string;
let module: string;
let shipper: StandInShipper;
let env: Record<string, string>;
/** Of a line that is called an attack, with three others like it. */
let id: string;
const PROBE = (n = 0) => accessLine("203.0.113.7", `GET /.env.bak?n=${n}`, 404, 60 + n);
beforeEach(async () => {
  await store.empty();
  await store.pool.query("truncate smartlog.feedback, smartlog.taught restart identity");
  folder = mkdtempSync(join(tmpdir(), "smartlog-teach-"));
  module = join(folder, "filter.wasm");
  writeFileSync(module, BUILT);
  shipper = new StandInShipper(store, module);
  shipper.manner = "quiet";
  const url = await shipper.start();
  env = {
    DATABASE_URL: store.url,
    SMARTLOG_WHO: "ann",
    SMARTLOG_MODULE: module,
    SMARTLOG_HTTP_PORT: new URL(url).port,
  };
  // The last one's source has done most.
  const last = (await storeLines(store.pool, [3, 2, 1, 0].map(PROBE))).at(-1);
  expect(last?.label).toBe("attack");
  id = last?.id as string;
});
afterEach(async () => {
  await shipper.stop();
  rmSync(folder, { recursive: true, force: true });
});

const run = (args: string[], others: Record<string, string | undefined> = {}) =>
  smartlog(args, { env: { ...env, ...others } });
const feedback = (...args: string[]) => run(["feedback", "--id", id, ...args]);
/** Label of the line by the module in place. */
const labelNow = () => Filter.load(readFileSync(module)).event(JSON.stringify({ log: PROBE(9) }))?.label;
const saved = async () => (await store.pool.query("select label, who from smartlog.feedback")).rows;

describe("feedback", () => {
  test("shows what would have changed, saves, and acts in the module that the shipper loads", async () => {
    const { code, stdout, stderr } = await feedback("--label", "normal");
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(
        /^smartlog: 1 taught entry acts in .*filter\.wasm \(Fluent Bit at .*it has reloaded \(1 times/,
      ),
    ]);
    expect(stdout).toMatch(
      /^client: 4 events of the last 7 days are alike; 4 would have become normal \(4 attack\), 0 stay/,
    );
    expect(stdout).toMatch(/GET \/\.env\.bak\?n=/);
    expect(stdout).toMatch(
      /Saved: \w{16} is normal, says ann\..*\nAt once: 203\.0\.113\.7 at GET \/\.env\.bak \(web\) is normal\. `smartlog teach undo 1` ends it\.\n$/,
    );
    expect(await saved()).toEqual([{ label: "normal", who: "ann" }]);
    expect([labelNow(), shipper.reloads]).toEqual(["normal", 1]);

    const undone = await run(["teach", "undo", "1", "--who", "bob"]);
    expect([undone.code, undone.stdout]).toEqual([0, expect.stringMatching(/^Undone: 1\./)]);
    expect(undone.stderr).toMatch(/0 taught entries act in/);
    expect([labelNow(), shipper.reloads]).toEqual(["attack", 2]);
    expect((await run(["teach", "undo", "1"])).stdout).toBe("1 had ended already.\n");
    expect((await run(["teach", "show", "1"])).stdout).toMatch(/state +undone by bob/);
  });

  test("with --at-once no teaches only the training; what is called so already changes nothing at once", async () => {
    const no = await feedback("--label", "normal", "--at-once", "no");
    expect([no.code, no.stderr]).toEqual([0, ""]);
    const same = await feedback("--label", "attack");
    expect([same.code, same.stderr]).toEqual([0, expect.stringMatching(/it is called attack already/)]);
    expect(await saved()).toHaveLength(2);
    expect([labelNow(), shipper.reloads]).toEqual(["attack", 0]);
  });

  test("says who else does it where no module is named, and where it can't be written", async () => {
    const unnamed = await run(["feedback", "--id", id, "--label", "normal"], { SMARTLOG_MODULE: undefined });
    expect([unnamed.code, unnamed.stderr]).toEqual([
      0,
      expect.stringMatching(/No module is named here .*teach sync/),
    ]);
    const empty = await run(["feedback", "--id", id, "--label", "normal"], { SMARTLOG_MODULE: "" });
    expect(empty.stderr).toBe(unnamed.stderr);
    expect(taughtOf(BUILT)).toEqual([]);
    // To root every folder is open.
    if (process.getuid?.() === 0) return;
    chmodSync(folder, 0o500);
    const closed = await feedback("--label", "normal", "--at-once", "template");
    chmodSync(folder, 0o700);
    expect([closed.code, closed.stderr]).toEqual([
      0,
      expect.stringMatching(/may not replace .*as one who may/),
    ]);
  });

  test("a shipper that does not load it is an error, and both are kept for the next sync", async () => {
    shipper.manner = "off";
    const { code, stderr } = await feedback("--label", "normal");
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/it is kept, and not in .* yet: hot reload is off/),
    ]);
    expect(await saved()).toHaveLength(1);
    expect(labelNow()).toBe("attack");
    shipper.manner = "well";
    expect((await run(["teach", "sync", "--quiet"])).code).toBe(0);
    expect(labelNow()).toBe("normal");
  });

  test("during a training it waits for its end", async () => {
    await withTrainerLock(store.pool, async () => {
      const { code, stderr } = await feedback("--label", "normal");
      expect([code, stderr]).toEqual([0, expect.stringMatching(/another training .*it then acts/)]);
      expect((await run(["teach", "sync", "--quiet"])).code).toBe(0);
    });
    expect(labelNow()).toBe("attack");
  });

  test("a label that outweighs nothing is for the training; asked for by name it is refused, and nothing saved twice", async () => {
    const bot = await feedback("--label", "bot");
    expect([bot.code, bot.stderr]).toEqual([0, expect.stringMatching(/becomes bot only by training/)]);
    const agent = await feedback("--label", "normal", "--at-once", "agent");
    expect([agent.code, agent.stderr]).toEqual([
      1,
      expect.stringMatching(/normal by agent can't act at once on this event\. These can: client, template/),
    ]);
    expect(await saved()).toHaveLength(2);
  });

  const hasScript = spawnSync("script", ["--version"]).status === 0;
  if (!hasScript)
    console.warn("SKIPPED: no `script` (util-linux): feedback is not tested in a real terminal");
  test.skipIf(!hasScript).each([
    ["n", []],
    ["", ["normal"]],
  ])("in a terminal it asks first; the answer %j", async (answer, acts) => {
    const command = `${process.execPath} ${CLI} feedback --id ${id} --label normal`;
    const child = spawn("script", ["-qec", command, "/dev/null"], { env: { ...process.env, ...env } });
    const ended = result(child);
    child.stdout.on("data", (chunk: Buffer) => {
      if (/Shall it act at once/.test(chunk.toString())) child.stdin.write(`${answer}\r`);
    });
    const { stdout } = await ended;
    expect(stdout).toMatch(/would have become normal[\s\S]*Shall it act at once[\s\S]*Saved: /);
    const { rows } = await store.pool.query("select label from smartlog.taught");
    expect(rows.map(({ label }) => label)).toEqual(acts);
  });

  test("who agrees with the filter contradicts the correction before, which then ends", async () => {
    await feedback("--label", "normal");
    expect(labelNow()).toBe("normal");
    const { stdout } = await feedback("--label", "attack", "--who", "bob");
    expect(stdout).toMatch(/At once: .* is attack/);
    expect(labelNow()).toBe("attack");
    expect((await run(["teach", "show", "1"])).stdout).toMatch(/replaced by bob/);
    expect((await run(["teach", "undo", "2"])).code).toBe(0);
    expect((await feedback("--label", "attack")).stderr).toMatch(/attack already, so nothing changes/);
  });

  test("wrong use is 2, an event that is not there 1", async () => {
    expect((await feedback("--label", "friend")).code).toBe(2);
    expect((await feedback("--label", "normal", "--at-once", "everything")).code).toBe(2);
    expect((await run(["feedback", "--id", "1234", "--label", "normal"])).code).toBe(1);
    expect(await saved()).toEqual([]);
  });
});

describe("teach", () => {
  test("lists and shows, as text and as JSON; nothing of a line reaches the terminal that it would obey", async () => {
    expect((await run(["teach", "list"])).stdout).toMatch(/^Nothing is taught/);
    const hostile = accessLine("203.0.113.9", "GET /.env\u001b[2J\u202e", 404);
    const [event] = await storeLines(store.pool, [hostile]);
    id = event?.id as string;
    const given = await feedback("--label", "normal", "--who", "e\u001b[31mve");
    const list = await run(["teach", "list"]);
    const show = await run(["teach", "show", "1"]);
    for (const { code, stdout, stderr } of [given, list, show]) {
      expect(code).toBe(0);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    }
    expect(list.stdout).toMatch(/1 {2}normal {2}client {2}203\.0\.113\.9 at GET/);
    const [entries] = json<Record<string, unknown>[]>((await run(["teach", "list", "--json"])).stdout);
    expect(entries).toMatchObject([{ id: 1, key: expect.stringMatching(/^[0-9a-f]{16}$/), endedBy: null }]);
  });

  test("previews without setting anything, each scope by which the correction can act", async () => {
    const { code, stdout } = await run(["teach", "preview", "--id", id, "--label", "normal"]);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^client: 4 events[\s\S]*\ntemplate: 4 events/),
    ]);
    const [previews] = json<object[]>(
      (await run(["teach", "preview", "--id", id, "--label", "normal", "--json"])).stdout,
    );
    expect(previews).toHaveLength(2);
    const same = await run(["teach", "preview", "--id", id, "--label", "attack", "--at-once", "client"]);
    expect(same.stdout).toBe(
      "client: 4 events of the last 7 days are alike; none would have changed, 4 stay as they are.\n",
    );
    expect((await run(["teach", "list"])).stdout).toMatch(/^Nothing is taught/);
  });

  test("sync is quiet and changes nothing where all is in step", async () => {
    await feedback("--label", "normal");
    expect(await run(["teach", "sync", "--quiet"])).toMatchObject({ code: 0, stdout: "", stderr: "" });
    expect((await run(["teach", "sync"])).stdout).toMatch(/is in step: 1 taught entry acts/);
    expect(shipper.reloads).toBe(1);
  });

  test.each([
    [["teach", "undo", "x"], 2],
    [["teach", "undo", "7"], 1],
    [["teach", "show", "7"], 1],
    [["teach", "preview", "--id", "1234", "--label", "normal"], 1],
    [["teach", "preview", "--label", "normal"], 2],
    [["teach", "sync", "--module", "/nowhere/filter.wasm"], 1],
    [["teach"], 2],
  ])("%s ends with %i", async (args, code) => {
    expect((await run(args)).code).toBe(code);
  });

  test("sync without a module is wrong use", async () => {
    const { code, stderr } = await run(["teach", "sync"], { SMARTLOG_MODULE: undefined });
    expect([code, stderr]).toEqual([2, expect.stringMatching(/no module is named/)]);
  });
});

describe("answers of a review", () => {
  const answered = async (keys: string) => {
    const asked = await questions(store.pool, { since: new Date(0), limit: keys.length });
    const pressed = [...keys];
    return review(store.pool, asked, {
      keys: { next: async () => pressed.shift() ?? "q" },
      who: "ann",
      write: () => {},
    });
  };
  const options = () => ({ who: "ann", module, reload: false });

  test("act at once where they contradict the filter", async () => {
    const said = await teachAnswers(store.pool, await answered("n"), options());
    expect(said[0]).toMatch(
      /^At once: 203\.0\.113\.7 at GET \/\.env\.bak \(web\) is normal\. `smartlog teach undo 1`/,
    );
    expect(said.at(-1)).toMatch(/^1 taught entry acts in /);
    expect(taughtOf(readFileSync(module))).toHaveLength(1);
  });

  test("change nothing where they agree, or nobody answered", async () => {
    expect(await teachAnswers(store.pool, await answered("a"), options())).toEqual([]);
    expect(await teachAnswers(store.pool, await answered("s"), options())).toEqual([]);
    expect(taughtOf(readFileSync(module))).toEqual([]);
  });

  test("that only training can learn say so", async () => {
    expect(await teachAnswers(store.pool, await answered("b"), options())).toEqual([
      expect.stringMatching(/^Not at once, \w{16}: an event called attack becomes bot only by training$/),
    ]);
  });

  test("contradict an entry where they agree with the filter", async () => {
    await feedback("--label", "normal");
    await store.pool.query("truncate smartlog.feedback");
    const said = await teachAnswers(store.pool, await answered("a"), options());
    expect(said[0]).toMatch(/^At once: .* is attack/);
    expect(labelNow()).toBe("attack");
  });

  test("are left to training where the event is gone", async () => {
    const answers = await answered("n");
    await store.empty();
    const [line, ...others] = await teachAnswers(store.pool, answers, options());
    expect(line).toMatch(/^Not at once, \w{16}: /);
    expect(others).toEqual([]);
  });
});
