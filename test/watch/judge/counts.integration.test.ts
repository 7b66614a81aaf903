import { describe, expect, test } from "vitest";
import { readRule } from "../../../rules/lib/rule.ts";
import { incidents, judgeAll } from "../judge-lines.ts";
import { attack, begin, Judging, MINUTE, rules, times } from "./judging.ts";

const judging = new Judging();

describe("counts and times", () => {
  test("a page that a site gives for whatever is asked is no success", async () => {
    await judging.put(
      begin(),
      times(30).map((n) => attack("203.0.113.7", n, { status: 200, bytes: 1433, why: ["attack:webshell"] })),
    );
    await judgeAll(judging.pool, rules);
    expect(await incidents(judging.pool)).toMatchObject([
      { severity: "low", title: expect.stringContaining("none was answered 2xx") },
    ]);
  });

  test("the page that people get, whatever is asked beside it, is no success", async () => {
    const page = { status: 200, bytes: 1433, path: "/?id=1" };
    await judging.put(begin(), [{ kind: "web", label: "normal", severity: "none", method: "GET", ...page }]);
    const payload = (n: number, more = {}) =>
      attack("203.0.113.7", n, { ...page, path: `/?id=${n}`, why: ["attack:command-injection"], ...more });
    await judging.put(begin(), [payload(1), payload(2)]);
    await judgeAll(judging.pool, rules);
    expect(await incidents(judging.pool)).toEqual([]);
    await judging.put(begin(), [payload(1, { bytes: 9000 }), payload(2, { bytes: 40_000 })]);
    await judgeAll(judging.pool, rules);
    expect(await incidents(judging.pool)).toMatchObject([{ class: "scan", severity: "medium" }]);
  });

  test("a site that answers ten times slower than in the week before is slow", async () => {
    const day = 86_400_000;
    const sites = times(20).map((n) => new Date(Math.floor(Date.now() / day) * day - (n + 4) * (day / 4)));
    await judging.pool.query(
      `insert into smartlog.rollups (at, site, kind, label, severity, status_class, step_minutes, events, bytes, timed, duration_us, score)
       select at, 'web1', 'web', 'normal', 'none', 2, 360, 1000, 0, 1000, 1000 * 100000::bigint, 0 from unnest($1::timestamptz[]) at`,
      [sites],
    );
    const page = { kind: "web", label: "normal", severity: "none", status: 200, ms: 1500, why: [] };
    await judging.pool.query(
      "insert into smartlog.sites (site, named) values ('web1', true) on conflict do nothing",
    );
    await judging.put(
      begin(),
      times(59).map(() => ({ ...page, ms: 90 })),
    );
    await judgeAll(judging.pool, rules);
    expect(await incidents(judging.pool)).toEqual([]);
    await judging.put(
      begin() + MINUTE,
      times(59).map(() => page),
    );
    await judging.put(
      begin() + 2 * MINUTE,
      times(59).map(() => page),
    );
    await judgeAll(judging.pool, rules);
    expect(await incidents(judging.pool)).toMatchObject([
      { class: "slow-service", key: "web1", severity: "medium" },
    ]);
  });

  test("what counts tell is an incident until they are as usual again", async () => {
    await judging.pool.query(
      `insert into smartlog.rate_alarms (series, dimension, name, change, since, raised_at, current, usual, bound, last_at, event_time, event_id)
       values (1, 'service', 'postfix', 'silence', now(), now(), 0, 80, 40, now(), now(), 1)`,
    );
    await judging.pool.query(
      `select smartlog.write_own_event('rate', 'service postfix', now(), 'medium', 0.95, '{rate:silence}', 'mail1', null,
         'Silence: no lines of service postfix', '{"rate": {"of": "service", "name": "postfix", "usual": 80}}')`,
    );
    await judgeAll(judging.pool, rules);
    expect(await incidents(judging.pool)).toMatchObject([
      {
        class: "silent-log",
        key: "service postfix",
        severity: "medium",
        state: "open",
        title: "Silence: no lines of service postfix",
      },
    ]);
    await judgeAll(judging.pool, rules, new Date(Date.now() + 5 * 3_600_000));
    expect(await incidents(judging.pool)).toMatchObject([{ state: "open" }]);
    await judging.pool.query("update smartlog.rate_alarms set ended_at = now()");
    await judgeAll(judging.pool, rules, new Date(Date.now() + 5 * 3_600_000 + 1000));
    const { rows } = await judging.pool.query("select state, closed_by from smartlog.incidents");
    expect(rows).toEqual([{ state: "closed", closed_by: "ended" }]);
  });

  test("own rules count by any field, also of ordinary lines", async () => {
    const rule = readRule(
      "checkout",
      `title: Checkout fails\ndo: See the payment's log.\nmatch: { kind: web, method: POST, path: '/checkout*', status: '>= 400' }\nper: site\nleast: { events: 5 }\nwithin: 60s\nseverity: high\nowner: ann\n`,
    );
    await judging.put(
      begin(),
      times(6).map(() => ({
        kind: "web",
        label: "normal",
        method: "POST",
        path: "/checkout/pay?x=1",
        status: 402,
      })),
    );
    await judging.put(
      begin(),
      times(6).map(() => ({ kind: "web", label: "normal", method: "POST", path: "/other", status: 402 })),
    );
    await judgeAll(judging.pool, [...rules, rule]);
    expect(await incidents(judging.pool)).toMatchObject([
      {
        class: "checkout",
        severity: "high",
        events: 6,
        title: "Checkout fails: 6 events in 5 seconds, web1",
      },
    ]);
    expect((await judging.pool.query("select owner from smartlog.incidents")).rows).toEqual([
      { owner: "ann" },
    ]);
  });
});
