import { describe, expect, test } from "vitest";
import { passState } from "../../../store/incidents/state.ts";
import { judgeIncidents } from "../../../watch/judge/index.ts";
import { incidents, judgeAll } from "../judge-lines.ts";
import { attack, begin, Judging, MINUTE, rules, times } from "./judging.ts";

const judging = new Judging();

describe("the past", () => {
  test("is found and closed within a minute of its lines' arrival, as one incident, whatever batches it came in", async () => {
    const at = Date.now() - 300 * 86_400_000;
    for (const n of times(6)) {
      await judging.put(
        at + n * MINUTE,
        times(5).map((each) => attack("203.0.113.7", 10 * n + each)),
      );
      await judgeAll(judging.pool, rules);
    }
    expect(await incidents(judging.pool)).toMatchObject([{ state: "open", events: 30 }]);
    await judgeAll(judging.pool, rules, new Date(Date.now() + 61_000));
    expect(await incidents(judging.pool)).toMatchObject([{ state: "closed", events: 30 }]);
    expect(await judging.history()).toEqual(["opened low", "closed low"]);
  });

  test("late lines go into the incident of their time", async () => {
    const at = begin() - 20 * MINUTE;
    await judging.put(
      at,
      times(12).map((n) => attack("203.0.113.7", n)),
    );
    await judging.put(
      at + 10 * MINUTE,
      times(12).map((n) => attack("203.0.113.7", 20 + n)),
    );
    await judgeAll(judging.pool, rules);
    await judging.put(
      at + 5 * MINUTE,
      times(12).map((n) => attack("203.0.113.7", 40 + n)),
    );
    await judging.put(at - 2 * MINUTE, [attack("203.0.113.7", 60)]);
    await judgeAll(judging.pool, rules);
    const found = await incidents(judging.pool);
    expect(found).toMatchObject([{ events: 37 }]);
    const { rows } = await judging.pool.query("select first from smartlog.incidents");
    expect(rows[0].first.getTime()).toBe(at - 2 * MINUTE);
  });

  test("an hour of many minutes is judged in several passes, the oldest first", async () => {
    const at = begin() - 40 * 86_400_000;
    const lines = times(1500).map((n) => ({ kind: "web", label: "normal", ts: at / 1000 + n * 60 }));
    await judging.put(at, lines);
    expect(await judgeIncidents(judging.pool, rules)).toMatchObject({ behind: true });
    await judgeAll(judging.pool, rules);
    expect(await passState(judging.pool)).toMatchObject({ waiting: 0, cut: 0 });
  });
});
