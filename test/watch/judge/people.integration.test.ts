import { describe, expect, test } from "vitest";
import { acknowledge, close, mute, unmute } from "../../../store/incidents/actions.ts";
import { incidents, judgeAll } from "../judge-lines.ts";
import { attack, begin, Judging, MINUTE, rules, times } from "./judging.ts";

const judging = new Judging();

describe("what people say", () => {
  let asked = 0;
  const scan = (n: number, at = begin(), more = {}) =>
    judging.put(
      at,
      times(n).map(() => attack("203.0.113.7", asked++, more)),
    );

  test("muted lines, muted sources and verified crawlers count for nothing", async () => {
    await judging.put(
      begin(),
      times(20).map((n) => attack("203.0.113.7", n, { muted: true })),
    );
    await judging.pool.query(
      "insert into smartlog.mutes (source, label, who, until) values ('203.0.113.8', 'attack', 'Ann', now() + interval '1 day')",
    );
    await judging.put(
      begin(),
      times(20).map((n) => attack("203.0.113.8", n)),
    );
    await judging.pool.query(
      "insert into smartlog.crawlers (ip, crawler, status, method, host) values ('203.0.113.9', 'Googlebot', 'verified', 'reverse-dns', 'crawl.example')",
    );
    await judging.put(
      begin(),
      times(20).map((n) => attack("203.0.113.9", n)),
    );
    await judgeAll(judging.pool, rules);
    expect(await incidents(judging.pool)).toEqual([]);
    await judging.pool.query("delete from smartlog.mutes");
  });

  test("what is acknowledged or muted is open again when it gets graver, not when it only goes on", async () => {
    await scan(12);
    await judgeAll(judging.pool, rules);
    await judging.pool.query(
      "update smartlog.incidents set state = 'acknowledged', acknowledged_at = now(), acknowledged_by = 'Ann'",
    );
    await scan(12, begin() + MINUTE);
    await judgeAll(judging.pool, rules);
    expect(await incidents(judging.pool)).toMatchObject([{ state: "acknowledged", events: 24 }]);
    await scan(2, begin() + 2 * MINUTE, { status: 200, bytes: 99, why: ["attack:webshell"] });
    await judgeAll(judging.pool, rules);
    expect(await incidents(judging.pool)).toMatchObject([{ state: "open", severity: "medium" }]);
    expect(await judging.history()).toEqual(["opened low", "raised medium"]);
  });

  test("a muted one stays so until then; then it opens if it goes on, and closes if not", async () => {
    const at = begin();
    await scan(12, at);
    await judgeAll(judging.pool, rules);
    await judging.pool.query(
      "update smartlog.incidents set state = 'muted', muted_until = $1, muted_by = 'Ann'",
      [new Date(at + 180 * MINUTE)],
    );
    await judgeAll(judging.pool, rules, new Date(at + 120 * MINUTE));
    expect(await incidents(judging.pool)).toMatchObject([{ state: "muted" }]);
    await scan(12, at + 4 * MINUTE);
    await judgeAll(judging.pool, rules, new Date(at + 121 * MINUTE));
    expect(await incidents(judging.pool)).toMatchObject([{ state: "muted", events: 24 }]);
    await judging.pool.query("update smartlog.incidents set muted_until = $1", [new Date(at + 10 * MINUTE)]);
    await judgeAll(judging.pool, rules, new Date(at + 30 * MINUTE));
    expect(await incidents(judging.pool)).toMatchObject([{ state: "open" }]);
    expect(await judging.history()).toEqual(["opened low", "unmuted low"]);
  });

  test("what a person closed stays closed while the same goes on, and comes back when it does so for longer than a pause", async () => {
    const at = begin() - 200 * MINUTE;
    await scan(12, at);
    await judgeAll(judging.pool, rules, new Date(at + MINUTE));
    await judging.pool.query(
      "update smartlog.incidents set state = 'closed', closed_at = $1, closed_by = 'Ann'",
      [new Date(at + 2 * MINUTE)],
    );
    await scan(12, at + 10 * MINUTE);
    await judgeAll(judging.pool, rules, new Date(at + 11 * MINUTE));
    expect(await incidents(judging.pool)).toMatchObject([{ state: "closed", events: 24 }]);
    await scan(12, at + 65 * MINUTE);
    await judgeAll(judging.pool, rules, new Date(at + 66 * MINUTE));
    expect(await incidents(judging.pool)).toMatchObject([{ state: "open", events: 36 }]);
  });

  test("what comes back within a day is opened again; later it is another", async () => {
    const at = begin() - 3 * 86_400_000;
    for (const hours of [0, 5, 50]) await scan(12, at + hours * 3_600_000);
    await judgeAll(judging.pool, rules);
    await judgeAll(judging.pool, rules, new Date(Date.now() + 61_000));
    expect(await incidents(judging.pool)).toMatchObject([
      { events: 24, state: "closed" },
      { events: 12, state: "closed" },
    ]);
    expect(await judging.history()).toEqual([
      "opened low",
      "closed low",
      "reopened low",
      "closed low",
      "opened low",
      "closed low",
    ]);
  });

  test("passes and people's actions on the same incidents get in each other's way, and come to their end", async () => {
    const networks = times(6).map((n) => `198.51.${n}`);
    const round = (nth: number) =>
      judging.put(
        begin() + nth * 1000,
        networks.flatMap((network) =>
          times(60).map((n) => attack(`${network}.${n % 6}`, asked++, { ts: begin() / 1000 + nth })),
        ),
      );
    await round(0);
    await judgeAll(judging.pool, rules);
    const ids = (await incidents(judging.pool)).map(({ id }) => id).sort((a, b) => Number(a) - Number(b));
    expect(ids.length).toBeGreaterThan(30);
    for (const nth of times(6)) {
      await round(nth + 1);
      const said = { who: "Ann" };
      await Promise.all([
        judgeAll(judging.pool, rules, new Date(Date.now() + nth)),
        acknowledge(judging.pool, ids, said),
        close(judging.pool, [...ids].reverse(), said),
        mute(judging.pool, ids, new Date(Date.now() + 3_600_000), said),
      ]);
      await unmute(judging.pool, ids, said);
    }
    await judgeAll(judging.pool, rules);
    const crowds = (await incidents(judging.pool)).filter(({ key }) => key.startsWith("network "));
    expect(crowds.map(({ events }) => events)).toEqual(networks.map(() => 7 * 60));
  });
});
