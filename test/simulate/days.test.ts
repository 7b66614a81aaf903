import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { defaultModulePath } from "../../host/module.ts";
import { recordOfLine } from "../../host/record.ts";
import { type DayLine, INCIDENTS, simulateDays, spread } from "../../simulate/days/index.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;
/** A Monday. */
const START = Date.UTC(2026, 10, 2) / 1000;

const take = (hours: number, seed = 1, from = START) => [
  ...simulateDays({ seed, start: from, end: from + hours * HOUR }).lines,
];
const texts = (lines: readonly DayLine[]) => lines.map(({ line }) => line);

describe("days", () => {
  test("the same seed gives the same bytes, another seed others", () => {
    const hour = texts(take(1));
    expect(hour.length).toBeGreaterThan(300);
    expect(texts(take(1))).toEqual(hour);
    expect(texts(take(1, 2))).not.toEqual(hour);
  });

  test("lines come in order of time, within the window, whenever it begins", () => {
    for (const from of [START, Date.UTC(2031, 0, 1, 17, 30) / 1000]) {
      const times = take(3, 1, from).map(({ time }) => time);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(times[0]).toBeGreaterThanOrEqual(from);
      expect(times.at(-1)).toBeLessThan(from + 3 * HOUR);
    }
  });

  test("there is less to do at night and on Sundays", () => {
    const people = (from: number) =>
      take(2, 1, from).filter(({ kind, bot, threat }) => kind === "web" && !bot && !threat).length;
    const [noon, night] = [people(START + 11 * HOUR), people(START + 2 * HOUR)];
    expect(noon).toBeGreaterThan(2 * night);
    const look = (from: number) => take(2, 1, from).filter(({ kind }) => kind === "dns").length;
    expect(look(START + 11 * HOUR)).toBeGreaterThan(3 * look(START + 6 * DAY + 11 * HOUR));
  });

  test("the filter reads each line as what it is, with its own time", () => {
    const filter = Filter.load(readFileSync(defaultModulePath()));
    const misread = take(4, 1, START + 9 * HOUR).flatMap(({ line, time, kind, log }) => {
      const at = { seconds: Math.floor(time), nanoseconds: 0 };
      const event = JSON.parse(filter.score(recordOfLine(Buffer.from(line)), at)).smartlog;
      // A session whose next line is earlier is moved behind the one before; its text is not.
      return event.kind === kind && Math.abs(event.ts - time) < 5 ? [] : [`${log}: ${event.kind} ${line}`];
    });
    expect(misread).toEqual([]);
  });
});

describe("scripted incidents", () => {
  const end = START + 3 * DAY;
  const script = spread(INCIDENTS, START, end);
  const { truths, lines } = simulateDays({ seed: 1, start: START, end, incidents: script });
  const all = [...lines];
  const of = (name: string) => all.filter(({ incident }) => incident === name);

  test("are spread over the days in the script's order, each within the days", () => {
    expect(truths.map(({ name }) => name)).toEqual(INCIDENTS);
    const firsts = truths.map(({ first }) => first);
    expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
    for (const { first, plain, last } of truths) {
      expect(first).toBeLessThan(plain);
      expect(plain).toBeLessThan(last);
      expect(last).toBeLessThan(end);
    }
  });

  test.each(INCIDENTS)("%s: its lines are its sources', between its first and its last", (name) => {
    const truth = truths.find((each) => each.name === name);
    const own = of(name);
    if (name !== "silent-log") expect(own.length).toBeGreaterThan(3);
    for (const { time } of own) {
      expect(time).toBeGreaterThanOrEqual((truth?.first ?? 0) - 10);
      expect(time).toBeLessThanOrEqual((truth?.last ?? 0) + 10);
    }
    for (const source of (truth?.sources ?? []).slice(0, 20))
      expect(own.some(({ line }) => line.includes(source))).toBe(true);
  });

  test("what is ordinary is the same with and without them", () => {
    const from = START + 8 * HOUR;
    const options = { seed: 1, start: from, end: from + 2 * HOUR };
    const scan = { name: "port-scan", at: from + HOUR } as const;
    const without = texts([...simulateDays(options).lines]);
    const among = [...simulateDays({ ...options, incidents: [scan] }).lines];
    expect(texts(among.filter(({ incident }) => !incident))).toEqual(without);
    expect(among.length).toBe(without.length + 500);
  });

  const during = (name: string, keep: (line: DayLine) => boolean) => {
    const { first = 0, last = 0 } = truths.find((each) => each.name === name) ?? {};
    return all.filter((line) => line.time >= first && line.time < last && keep(line));
  };

  test("a bad release fails most of what is asked of its service", () => {
    const answers = during("bad-deploy", ({ log }) => log === "web1/nginx/access.log");
    const failed = answers.filter(({ line }) => /" 50[02] /.test(line));
    expect(failed.length).toBeGreaterThan(20);
    const outside = all.filter(({ line, incident }) => !incident && /" 50[02] /.test(line)).length;
    expect(failed.length).toBeGreaterThan(outside / 2);
  });

  test("a leak shows in what answers take, later more than first", () => {
    const took = during(
      "slow-leak",
      ({ program, message }) => program === "catalog" && message.includes("Loaded"),
    );
    const times = took.map(({ message }) => Number(/ResponseTime: (\d+)ms/.exec(message)?.[1]));
    const mean = (values: number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
    const third = Math.floor(times.length / 3);
    expect(mean(times.slice(-third))).toBeGreaterThan(6 * mean(times.slice(0, third)));
  });

  test("a silent log has no line, though its service is asked", () => {
    expect(during("silent-log", ({ program }) => program === "search")).toEqual([]);
    expect(during("silent-log", ({ line }) => line.includes('"GET /search?')).length).toBeGreaterThan(3);
  });
});
