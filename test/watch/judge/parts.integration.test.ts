import { describe, expect, test } from "vitest";
import { incidents, judgeAll } from "../judge-lines.ts";
import { attack, begin, failure, Judging, MINUTE, rules, times } from "./judging.ts";

const judging = new Judging();

describe("parts of others", () => {
  test("a login after many failures takes the brute force that led to it", async () => {
    const at = begin();
    await judging.put(
      at,
      times(15).map(() => failure("203.0.113.7", "alice")),
    );
    await judgeAll(judging.pool, rules);
    await judging.put(at + 30_000, [
      failure("203.0.113.7", "alice", { outcome: "success", severity: "critical", why: ["attack:break-in"] }),
    ]);
    await judgeAll(judging.pool, rules);
    const [guessing, login] = await incidents(judging.pool);
    expect(login).toMatchObject({
      class: "login-after-failures",
      severity: "critical",
      parent: null,
      title: "alice logged in on web1 from 203.0.113.7, after many failures",
    });
    expect(guessing).toMatchObject({ class: "brute-force", parent: login?.id });
    expect(await judging.history()).toEqual(expect.arrayContaining(["opened critical", "joined high"]));
  });

  test("a login whose name others guess at from elsewhere is listed, and nobody is called", async () => {
    await judging.put(begin(), [
      failure("203.0.113.7", "alice", { outcome: "success", severity: "critical", why: ["attack:break-in"] }),
    ]);
    await judgeAll(judging.pool, rules);
    expect(await incidents(judging.pool)).toMatchObject([{ class: "login-after-failures", severity: "low" }]);
  });

  /** That lines of `site web1` surged just now, and by how many. */
  const surge = async (current: number, ended = "null") => {
    await judging.pool.query(
      `insert into smartlog.rate_alarms (series, dimension, name, change, since, raised_at, current, usual, bound, last_at, event_time, event_id, ended_at)
       values (1, 'site', 'web1', 'surge', now() - interval '6 minutes', now(), $1, 10, 40, now(), now(), 1, ${ended})`,
      [current],
    );
    await judging.pool.query(
      `select smartlog.write_own_event('rate', 'site web1', now(), 'high', 0.95, '{rate:surge}', 'web1', null, 'Surge: lines of site web1',
         '{"rate": {"of": "site", "name": "web1", "usual": 10}}')`,
    );
  };

  test.each([
    [60, true],
    [600, false],
  ])("a surge of %i lines beside a scan of forty is part of it: %s", async (current, isPart) => {
    await judging.put(
      begin(),
      times(40).map((n) => attack("203.0.113.7", n)),
    );
    await surge(current);
    await judgeAll(judging.pool, rules);
    const found = await incidents(judging.pool);
    const scan = found.find((each) => each.class === "scan");
    expect(found.find((each) => each.class === "unusual-rate")).toMatchObject({
      severity: "medium",
      parent: isPart ? scan?.id : null,
    });
    expect(scan).toMatchObject({ severity: isPart ? "medium" : "low" });
  });

  test("that counts of a site are as usual again ends no incident that has the site's name", async () => {
    await judging.put(
      begin(),
      times(60).map((n) => failure(`203.0.113.${n % 20}`, `guess${n}`, { no_account: true })),
    );
    await surge(600, "now() + interval '30 s'");
    await judgeAll(judging.pool, rules, new Date(Date.now() + 60_000));
    expect((await incidents(judging.pool)).filter(({ key }) => key === "site web1")).toMatchObject([
      { class: "spraying", state: "open" },
      { class: "unusual-rate", state: "closed" },
    ]);
  });

  test("a crowd takes its single sources, and becomes as grave as one of them", async () => {
    const at = begin();
    for (const n of times(8))
      await judging.put(
        at,
        times(12).map((each) =>
          attack(`203.0.113.${n}`, 20 * n + each, { ts: at / 1000 + n * 3 + each / 10 }),
        ),
      );
    await judgeAll(judging.pool, rules);
    const found = await incidents(judging.pool);
    expect(found.filter(({ parent }) => parent === null)).toMatchObject([
      { class: "crowd", sources: 8, events: 96, severity: "low" },
    ]);
    expect(found.filter((each) => each.class === "scan")).toHaveLength(8);
    await judging.put(
      at + MINUTE,
      times(2).map((n) =>
        attack("203.0.113.3", 900 + n, { status: 200, bytes: 77, why: ["attack:webshell"] }),
      ),
    );
    await judgeAll(judging.pool, rules);
    expect((await incidents(judging.pool)).find((each) => each.class === "crowd")).toMatchObject({
      severity: "medium",
    });
  });
});
