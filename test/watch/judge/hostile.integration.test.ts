import { describe, expect, test } from "vitest";
import { MOST_EVENTS } from "../../../store/incidents/rows.ts";
import { passState } from "../../../store/incidents/state.ts";
import { incidents, judgeAll } from "../judge-lines.ts";
import { begin, failure, Judging, rules, times } from "./judging.ts";

const judging = new Judging();

describe("hostile lines", () => {
  test("names are cut and cleaned in titles and keys, whatever they hold", async () => {
    const evil = `a'"\\<b>${"\u202e"}\n\u0001{source}%s$1${"x".repeat(400)}`;
    await judging.put(
      begin(),
      times(30).map((n) => failure(`203.0.113.${n}`, evil, { host: `h'"\\${n % 2}` })),
    );
    await judging.put(begin(), [
      failure("203.0.113.7", evil, { outcome: "success", severity: "critical", why: ["attack:break-in"] }),
    ]);
    await judgeAll(judging.pool, rules);
    const found = await incidents(judging.pool);
    expect(found.length).toBeGreaterThan(1);
    for (const { title, key } of found) {
      expect(title).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(title.length).toBeLessThan(500);
      expect(key.length).toBeLessThanOrEqual(600);
    }
  });

  test("a flood of sources and names leaves bounded rows, and says what is cut", async () => {
    await judging.pool.query(
      `insert into smartlog.events (time, id, v, kind, label, severity, score, threat, why, status, path, ip, ua, username, host, tag, record)
       select $1::timestamptz + n * interval '1 ms', n, 1, 'web', 'attack', 'high', 0.95, 0.95, '{probe:dotfile}', 404, '/probe/' || n,
         ('10.' || n % 11 || '.' || n / 11 % 250 || '.' || n / 2750)::inet, 'ua' || n % 3, 'u' || n, 'web1', 't', '{}'
       from generate_series(1, 55000) n`,
      [new Date(begin())],
    );
    const began = performance.now();
    await judgeAll(judging.pool, rules);
    const took = performance.now() - began;
    const { rows } = await judging.pool.query("select count(*)::int as n from smartlog.incident_counts");
    expect(rows[0].n).toBeLessThanOrEqual(5_000 * rules.flatMap(({ ways }) => ways).length);
    expect(await passState(judging.pool)).toMatchObject({ cut: 1 });
    expect(MOST_EVENTS).toBeLessThan(55_000);
    const crowd = (await incidents(judging.pool)).filter(
      (each) => each.class === "crowd" && each.parent === null,
    );
    expect(crowd.length).toBeGreaterThan(0);
    for (const each of crowd) expect(each.sources).toBeLessThanOrEqual(1_000);
    expect(took).toBeLessThan(20_000);
  });

  test("of one class 200 are open at most; the rest is counted as refused", async () => {
    const at = begin();
    for (let batch = 0; batch < 3; batch++)
      await judging.put(
        at,
        times(1_000).map((n) =>
          failure(`198.${batch}.${Math.floor(n / 10)}.1`, `guess${n}`, {
            ts: at / 1000 + n / 50,
            host: `h${batch}${Math.floor(n / 10)}`,
          }),
        ),
      );
    await judgeAll(judging.pool, rules);
    const open = (await incidents(judging.pool)).filter((each) => each.class === "brute-force");
    expect(open).toHaveLength(200);
    expect((await passState(judging.pool)).refused).toBe(100);
  });
});

test("closed incidents are kept for 400 days, open ones for as long as they are open", async () => {
  await judging.pool.query(
    `insert into smartlog.incidents (class, key, title, severity, state, first, last, closed_at, closed_by)
     select 'scan', key, 'A scan', 'low', case when key = 'open' then 'open' else 'closed' end, now() - days, now() - days,
       case when key <> 'open' then now() - days end, case when key <> 'open' then 'quiet' end
     from (values ('old', interval '401 days'), ('young', interval '399 days'), ('open', interval '500 days')) i (key, days)`,
  );
  await judging.pool.query("select smartlog.trim_incidents()");
  expect((await incidents(judging.pool)).map(({ key }) => key).sort()).toEqual(["open", "young"]);
});
