import { describe, expect, test } from "vitest";
import { ingest } from "../../../store/ingest.ts";
import { migrate } from "../../../store/migrate.ts";
import { openStore } from "../../../store/open.ts";
import { maintain } from "../../../store/partitions/retain.ts";
import { makeDays } from "../../store/days.ts";
import { foreignServer } from "../../store/foreign.ts";
import { NOON, row } from "../../store/record.ts";
import { Machine, PASSWORD, YAML } from "./machine.ts";

const machine = new Machine();

describe("smartlog doctor, of a database", () => {
  test("finds a table where the view should be, rights that are missing, and a schema that is behind", async () => {
    const { rows } = await machine.store.pool.query(
      "select name from smartlog.migrations order by name desc limit 1",
    );
    await machine.store.pool.query(`
      create table public.ingest (tag varchar, time timestamp, data jsonb);
      revoke create on schema smartlog_ingest from smartlog_ingest;
      revoke insert on smartlog_ingest.ingest from smartlog_ingest;
    `);
    await machine.store.pool.query("delete from smartlog.migrations where name = $1", [rows[0].name]);
    const asAdmin = async () => (await machine.findingsOf(machine.store.url)).map(({ message }) => message);
    const said = await asAdmin();
    expect(said).toContain("smartlog_ingest may not insert into it");
    expect(said).toContainEqual(expect.stringMatching(/no CREATE on schema smartlog_ingest/));
    expect(said).toContainEqual(expect.stringContaining(`${rows[0].name} not applied`));
    const elsewhere = await machine.examine(YAML, (text) =>
      text.replace("search_path=smartlog_ingest", "search_path=public"),
    );
    expect(elsewhere.said).toContainEqual(expect.stringMatching(/public\.ingest is no view/));
    await machine.store.pool.query(`
      drop table public.ingest;
      grant create on schema smartlog_ingest to smartlog_ingest;
      grant insert on smartlog_ingest.ingest to smartlog_ingest;
    `);
    await machine.store.pool.query("insert into smartlog.migrations (name, run_on) values ($1, now())", [
      rows[0].name,
    ]);
    expect((await asAdmin()).filter((message) => / not /.test(message))).toEqual([]);
  });

  test("says that trainings bring no model, and whether the promised alarms a day are kept", async () => {
    const { pool } = machine.store;
    const told = async () =>
      (await machine.findingsOf(machine.store.url))
        .filter(({ code }) => /^(trainings|alarms)-/.test(code))
        .map(({ code, level, message }) => `${code} ${level}: ${message}`);
    try {
      expect(await told()).toEqual([
        expect.stringMatching(
          /^alarms-unpromised note: .*; the default threshold calls about \d+ of 10,000 lines/,
        ),
      ]);
      const model =
        "insert into smartlog.models (id, status, made_at, reason) values ($1, 'refused', $2, 'Scores shift.')";
      await pool.query(model, ["2026-11-22.1", "2026-11-22T04:00Z"]);
      await pool.query(
        "insert into smartlog.alarm_promises (since, alarms_a_day, threshold, model) values (now() - interval '9 days', 1, 0.5, 'm')",
      );
      expect(await told()).toEqual([
        "trainings-vain note: the last training brought no model: Scores shift.",
        "alarms-promised ok: at most 1 alarms a day are promised; of the last 8 days that had a promise 0 had more",
      ]);
      await pool.query(model, ["2026-11-29.1", "2026-11-29T04:00Z"]);
      const anomalies = [1, 2, 3].flatMap((day) =>
        ["aaaaaaaa", "bbbbbbbb"].map((tpl, i) =>
          row(day * 10 + i, { label: "anomaly", severity: "low", tpl, why: [], ts: NOON - day * 86_400 + i }),
        ),
      );
      await ingest(pool, "t", anomalies);
      expect(await told()).toEqual([
        "trainings-vain warning: the last 2 trainings brought no model: Scores shift.",
        "alarms-promised warning: at most 1 alarms a day are promised; of the last 8 days that had a promise 3 had more",
      ]);
    } finally {
      await pool.query("truncate smartlog.models, smartlog.alarm_promises");
    }
  });

  test("finds a server with room for too few locks, readers without limits, and days that are final too early", async () => {
    const foreign = await foreignServer(["max_connections = 20", "max_locks_per_transaction = 64"]);
    const other = await openStore({ databaseUrl: foreign.url });
    try {
      await migrate(other.url, { env: { SMARTLOG_INGEST_PASSWORD: PASSWORD } });
      await other.pool.query(`
        alter role smartlog_read in database logs reset all;
        alter role smartlog_read connection limit -1;
        update smartlog.settings set rollups_final_before = now() + interval '40 days'`);
      const findings = async () =>
        (await machine.findingsOf(foreign.url)).filter(
          ({ area, level }) => area === "database" && level !== "ok",
        );
      const bad = await findings();
      for (const [level, message] of [
        ["warning", /room for 1280 locks: enough for now, not for ten years/],
        ["warning", /may fill the disk with temporary files/],
        ["warning", /no statement_timeout and no idle_in_transaction/],
        ["warning", /may take all connections/],
        ["warning", /may make temporary tables/],
        ["error", /days to come are taken for dropped/],
      ] as const)
        expect(bad).toContainEqual(
          expect.objectContaining({ level, message: expect.stringMatching(message) }),
        );
      await makeDays(other.pool, 90);
      expect(await findings()).toContainEqual(
        expect.objectContaining({ level: "error", message: expect.stringMatching(/leave ingest none/) }),
      );
      await migrate(other.url, { env: {} });
      await maintain(other.pool);
      await other.pool.query("revoke temporary on database logs from public");
      expect((await findings()).map(({ message }) => message)).toEqual([
        expect.stringMatching(/locks/),
        expect.stringMatching(/no number of alarms a day was promised/),
      ]);
    } finally {
      await other.close();
      await foreign.close();
    }
  });
});
