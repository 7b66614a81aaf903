import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changingSite } from "../../simulate/sites/changing.ts";
import { servingModel } from "../../store/models.ts";
import { readModel } from "../../trainer/model/read.ts";
import { DEPLOYED_CONFIG, findFluentBit } from "../contract/fluent-bit.ts";
import { type Site, shipperEnvironment, site } from "../contract/shipped.ts";
import { runsOfModels } from "../contract/stored.ts";
import { type OwnStore, ownStore } from "../store/test-store.ts";
import { BUILT_ID } from "../trainer/models.ts";
import { fillSite } from "../trainer/site.ts";
import { Supervised } from "./supervised.ts";
import { LogWriter } from "./writer.ts";

const LINES_PER_SECOND = Number(process.env.SMARTLOG_FAULT_RATE ?? 2_000);
/** What is learnt from: the week before the shipper starts, of a site that has changed, so that there is something to gain. */
const WEEK_LINES = 14_000;
const WEEK_MS = 7 * 86_400_000;
const START_MS = 60_000;
const SETTLE_MS = 600_000;
const CLI = new URL("../../build/cli.js", import.meta.url).pathname;

const fluentBit = findFluentBit();

describe.skipIf(!fluentBit)("trained and published while Fluent Bit ships:", () => {
  let store: OwnStore;
  let at: Site;
  let shipper: Supervised;
  let writer: LogWriter;
  let env: Record<string, string>;
  const to = new Date();
  const from = new Date(to.getTime() - WEEK_MS);
  const reports = mkdtempSync(join(tmpdir(), "smartlog-reports-"));
  beforeAll(async () => {
    store = await ownStore();
    at = site();
    const week = { lines: WEEK_LINES, seed: 2, start: from.getTime() / 1000, end: to.getTime() / 1000 };
    await fillSite(store, readFileSync(at.module), changingSite({ ...week, changed: true }));
    env = await shipperEnvironment(store, at);
    shipper = new Supervised(fluentBit as string, ["-c", DEPLOYED_CONFIG], env);
    writer = new LogWriter(at.logs, LINES_PER_SECOND);
    writer.start();
    // What the model in service scores has to be there before another is: a shipper looks for new files now and then.
    const deadline = Date.now() + START_MS;
    while ((await shipped()) === 0) {
      if (Date.now() > deadline) throw new Error(`nothing came through in ${START_MS / 1000} s`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  });

  async function shipped(): Promise<number> {
    const { rows } = await store.pool.query(
      "select count(*)::int as n from smartlog.events where path like '/n/%'",
    );
    return rows[0].n;
  }

  afterAll(async () => {
    writer?.stop();
    await shipper?.stop();
    at?.remove();
    await store?.close();
    rmSync(reports, { recursive: true, force: true });
  });

  /** The command as a timer would run it: as the trainer's role, with the shipper's own settings. */
  function smartlog(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const child = spawn(process.execPath, [CLI, ...args], {
      env: { ...process.env, ...env, DATABASE_URL: store.urlOf("train") },
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    return new Promise((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
  }

  test("no line is lost or doubled, and from the reload on each has the new model", async ({ task }) => {
    const trained = await smartlog(
      "train",
      "--quiet",
      "--report",
      reports,
      "--since",
      from.toISOString(),
      "--until",
      to.toISOString(),
    );
    console.log(trained.stdout || trained.stderr);
    expect(trained).toMatchObject({ code: 0, stdout: expect.stringMatching(/^published [^\n]*\n$/) });
    const [, id = ""] = /^published (\S+) in place of .*: events carry its id/.exec(trained.stdout) ?? [];
    expect((await servingModel(store.pool))?.id).toBe(id);
    const writtenBefore = writer.written;
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    const back = await smartlog("model", "rollback");
    console.log(back.stdout || back.stderr);
    expect(back.code).toBe(0);
    expect((await servingModel(store.pool))?.id).toBe(BUILT_ID);
    expect(readModel(readFileSync(at.module)).id).toBe(BUILT_ID);
    writer.stop();

    // Cheap to ask while much is still coming in; duplicates would end it early, and are found below.
    const arrived = "select coalesce(sum(stored), 0)::int as n from smartlog.intake";
    const deadline = Date.now() + SETTLE_MS;
    while ((await store.pool.query(arrived)).rows[0].n < WEEK_LINES + writer.written && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    const [found] = (
      await store.pool.query(
        "select count(*)::int as rows, count(distinct path)::int as paths from smartlog.events where path like '/n/%'",
      )
    ).rows;
    task.meta.faults = {
      rounds: 2,
      written: writer.written,
      stored: found.rows,
      lost: writer.written - found.paths,
      doubled: found.rows - found.paths,
    };
    expect(task.meta.faults).toMatchObject({ lost: 0, doubled: 0 });
    // The lines in the order in which they were written: one run of each model, without a gap or a straggler.
    const runs = await runsOfModels(store.pool);
    console.log(runs);
    expect(runs.map(({ model }) => model)).toEqual([BUILT_ID, id, BUILT_ID]);
    expect(runs[1]?.first).toBeLessThan(writtenBefore);
    expect((await store.pool.query("select reason, data from smartlog.rejected")).rows).toEqual([]);
  });
});
