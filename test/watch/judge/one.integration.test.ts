import { describe, expect, test } from "vitest";
import { makePool } from "../../../store/pool.ts";
import { serveUrl } from "../../../store/roles.ts";
import { judgeIncidents } from "../../../watch/judge/index.ts";
import { tryRule } from "../../../watch/judge/try.ts";
import { incidents, judgeAll } from "../judge-lines.ts";
import { attack, begin, failure, Judging, MINUTE, rules, times } from "./judging.ts";

const judging = new Judging();

describe("one incident", () => {
  test("opens when the window reaches the threshold, grows with what comes, and is closed when it is quiet", async () => {
    const at = begin();
    await judging.put(
      at,
      times(9).map((n) => attack("203.0.113.7", n)),
    );
    await judgeAll(judging.pool, rules);
    expect(await incidents(judging.pool)).toEqual([]);
    await judging.put(at + 20_000, [attack("203.0.113.7", 10)]);
    await judgeAll(judging.pool, rules);
    await judging.put(
      at + MINUTE,
      times(5).map((n) => attack("203.0.113.7", 20 + n)),
    );
    await judgeAll(judging.pool, rules);
    expect(await incidents(judging.pool)).toMatchObject([
      {
        class: "scan",
        key: "203.0.113.7",
        state: "open",
        severity: "low",
        events: 15,
        sources: 1,
        title:
          "15 suspicious requests of 203.0.113.7 to web1 in 64 seconds, 15 targets; none was answered 2xx",
      },
    ]);
    expect(await judgeIncidents(judging.pool, rules, { now: new Date(at + 62 * MINUTE) })).toMatchObject({
      closed: 1,
    });
    expect(await judging.history()).toEqual(["opened low", "closed low"]);
    const { rows } = await judging.pool.query("select line from smartlog.incident_samples order by nth");
    expect(rows).toHaveLength(3);
  });

  test("the window slides: ten in half an hour are none", async () => {
    const at = begin() - 30 * MINUTE;
    for (const n of times(10)) await judging.put(at + 3 * n * MINUTE, [attack("203.0.113.7", n)]);
    await judgeAll(judging.pool, rules);
    expect(await incidents(judging.pool)).toEqual([]);
  });

  test("comes out the same in many small batches with a pass behind each, and when batches come twice", async () => {
    const at = begin();
    const lines = times(60).map((n) =>
      failure(`203.0.113.${n % 3}`, `user${n % 7}`, { ts: at / 1000 + n * 3, id: (5000 + n).toString(16) }),
    );
    await judging.put(at, lines);
    await judgeAll(judging.pool, rules);
    const atOnce = await judging.numbers();
    expect(atOnce).toHaveLength(3);
    await judging.store.empty();
    for (const n of times(20)) {
      await judging.put(at, lines.slice(3 * n, 3 * n + 3));
      await judgeAll(judging.pool, rules);
      await judging.put(at, lines.slice(0, 3 * n + 3));
      await judgeAll(judging.pool, rules);
    }
    expect(await judging.numbers()).toEqual(atOnce);
  });

  test("a pass that is killed leaves nothing half: the next one makes of it what an undisturbed one does", async () => {
    const at = begin();
    const lines = times(400).map((n) =>
      failure(`203.0.113.${n % 20}`, `user${n % 9}`, { ts: at / 1000 + n / 4, id: (9000 + n).toString(16) }),
    );
    await judging.put(at, lines);
    await judgeAll(judging.pool, rules);
    const undisturbed = await judging.numbers();
    await judging.store.empty();
    let killed = 0;
    for (let round = 0; round < 20; round++) {
      await judging.put(at, lines.slice(20 * round, 20 * round + 20));
      const pass = judgeAll(judging.pool, rules).then(
        () => false,
        () => true,
      );
      await new Promise((resolve) => setTimeout(resolve, round * 2));
      await judging.pool.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'",
      );
      if (await pass) killed++;
    }
    expect(killed).toBeGreaterThan(3);
    await judgeAll(judging.pool, rules);
    expect(await judging.numbers()).toEqual(undisturbed);
    const opened = (await judging.history()).filter((each) => each.startsWith("opened"));
    expect(opened).toHaveLength(undisturbed.length);
  });

  test("of two passes at once, one does nothing", async () => {
    const client = await judging.pool.connect();
    try {
      await client.query("begin; lock table smartlog.incident_state in exclusive mode");
      await judging.put(
        begin(),
        times(20).map((n) => attack("203.0.113.7", n)),
      );
      expect(await judgeIncidents(judging.pool, rules)).toEqual({
        opened: 0,
        changed: 0,
        closed: 0,
        behind: false,
      });
      await client.query("commit");
    } finally {
      client.release();
    }
    expect(await judgeIncidents(judging.pool, rules)).toMatchObject({ opened: 1 });
  });

  test("the server's role may judge", async () => {
    await judging.put(
      begin(),
      times(20).map((n) => attack("203.0.113.7", n)),
    );
    const pool = makePool({ connectionString: await serveUrl(judging.store) });
    try {
      expect(await judgeIncidents(pool, rules)).toMatchObject({ opened: 1 });
      expect(
        await tryRule(pool, rules.find((each) => each.class === "scan") as (typeof rules)[number], {
          from: new Date(begin() - 3_600_000),
          to: new Date(),
        }),
      ).toMatchObject({ found: 1, isCut: false });
    } finally {
      await pool.end();
    }
    expect(await incidents(judging.pool)).toHaveLength(1);
    expect(
      (await judging.pool.query("select from smartlog.incident_counts where class like 'try-%'")).rowCount,
    ).toBe(0);
  });
});
