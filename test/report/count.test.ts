/** Counting in bounded memory: exact while there is little, and true to its bounds when there is much. */
import { describe, expect, test } from "vitest";
import { Calendar } from "../../report/analyze/count/calendar.ts";
import { DistinctBudget, hashOf } from "../../report/analyze/count/distinct.ts";
import { COARSE, Durations } from "../../report/analyze/count/durations.ts";
import { type Counted, TopCounter } from "../../report/analyze/count/top.ts";

describe("a counter of names", () => {
  test("is exact while all names fit", () => {
    const counter = new TopCounter<Counted>(100, () => ({}));
    for (let i = 0; i < 5_000; i++) counter.add(`name ${i % 100}`);
    expect([counter.missed, counter.size]).toEqual([0, 100]);
    expect(counter.top(3).map(([name, { count, error }]) => [name, count, error])).toEqual([
      ["name 0", 50, 0],
      ["name 1", 50, 0],
      ["name 10", 50, 0],
    ]);
  });

  test("holds what is frequent among a hundred times as many names, and says how far it may be off", () => {
    const counter = new TopCounter<Counted>(100, () => ({}));
    const truth = new Map<string, number>();
    for (let i = 0; i < 50_000; i++) {
      const name = i % 5 === 0 ? `frequent ${i % 20}` : `rare ${(i * 7919) % 20_011}`;
      truth.set(name, (truth.get(name) ?? 0) + 1);
      counter.add(name);
    }
    expect(counter.size).toBeLessThanOrEqual(200);
    expect(counter.missed).toBeGreaterThan(0);
    expect(counter.missed).toBeLessThanOrEqual(50_000 / 100);
    for (const [name, { count, error }] of counter.entries()) {
      const right = truth.get(name) as number;
      expect(count, name).toBeLessThanOrEqual(right);
      expect(count + error, name).toBeGreaterThanOrEqual(right);
    }
    const held = new Set([...counter.entries()].map(([name]) => name));
    const frequent = [...truth].filter(([, count]) => count > counter.missed).map(([name]) => name);
    expect(frequent.length).toBeGreaterThanOrEqual(4);
    expect(frequent.filter((name) => !held.has(name))).toEqual([]);
  });

  test("tells of what it throws out, and cuts names that an attacker makes long", () => {
    const out: string[] = [];
    const counter = new TopCounter<Counted & { own: string }>(
      2,
      () => ({ own: "" }),
      ({ own }) => out.push(own),
    );
    for (const name of ["a", "b", "c", "d", "e"]) counter.add(name).own = name;
    expect(out).toEqual(["c", "d"]);
    const long = "x".repeat(10_000);
    counter.add(long);
    expect(counter.find(long)?.count).toBe(1);
    expect(Math.max(...[...counter.entries()].map(([name]) => name.length))).toBeLessThan(300);
  });
});

describe("a count of different ones", () => {
  test("is exact within the budget of all counters", () => {
    const counter = new DistinctBudget(10_000).counter();
    for (let i = 0; i < 20_000; i++) counter.add(hashOf(`visitor ${i % 9_999}`));
    expect([counter.count, counter.isEstimate]).toEqual([9_999, false]);
  });

  test("is an estimate within 3 % beyond it, of the largest first", () => {
    const budget = new DistinctBudget(10_000);
    const [small, large] = [budget.counter(), budget.counter()];
    for (let i = 0; i < 100; i++) small.add(hashOf(`s${i}`));
    for (let i = 0; i < 200_000; i++) large.add(hashOf(`l${i}`));
    expect([small.count, small.isEstimate, large.isEstimate]).toEqual([100, false, true]);
    expect(Math.abs(large.count - 200_000)).toBeLessThan(6_000);
  });

  test("gives back what a counter held that is thrown away", () => {
    const budget = new DistinctBudget(1_000);
    for (let round = 0; round < 20; round++) {
      const counter = budget.counter();
      for (let i = 0; i < 900; i++) counter.add(hashOf(`${round} ${i}`));
      expect(counter.isEstimate).toBe(false);
      budget.forget(counter);
    }
  });
});

describe("durations", () => {
  test.each([
    [undefined, 0.02],
    [COARSE, 0.08],
  ])("have percentiles that are right to within a share (growth %s)", (growth, share) => {
    const durations = new Durations(growth);
    for (let i = 1; i <= 10_000; i++) durations.add(i);
    for (const at of [0.5, 0.9, 0.95, 0.99])
      expect(Math.abs((durations.percentile(at) ?? 0) / (at * 10_000) - 1)).toBeLessThan(share);
    expect([durations.mean, durations.most]).toEqual([5000.5, 10_000]);
  });

  test("take nothing that is none, and the longest as it is", () => {
    const durations = new Durations();
    for (const ms of [Number.NaN, -1]) durations.add(ms);
    expect([durations.count, durations.percentile(0.5), durations.mean]).toEqual([0, null, null]);
    for (const ms of [0, 1e12]) durations.add(ms);
    expect(durations.most).toBe(1e12);
  });
});

test("a calendar holds 400 days, those with most lines, and counts the lines of others", () => {
  const calendar = new Calendar(new DistinctBudget());
  for (let day = 0; day < 1_000; day++)
    for (let i = 0; i < (day < 10 ? 50 : 1); i++) {
      const place = calendar.at(day * 86_400 + 43_200);
      place.day.add(place.hour, "lines");
    }
  const { days } = calendar;
  expect(days.length).toBeLessThanOrEqual(400);
  const held = days.reduce((sum, day) => sum + day.total("lines"), 0);
  expect(held + calendar.thrownOut).toBe(990 + 500);
  expect(days.filter((day) => day.total("lines") === 50)).toHaveLength(10);
});
