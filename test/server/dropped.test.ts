/** What reading a dropped log is bounded by, and what limits count. */
import { expect, test, vi } from "vitest";
import type { SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { LeftOut } from "../../host/log/left-out.ts";
import { RateLimit } from "../../server/http/rate-limit.ts";
import { TimeSlices } from "../../server/http/time-slices.ts";
import { FlaggedLines } from "../../server/pages/dropped/flagged.ts";
import { MOST_FLAGGED } from "../../server/pages/dropped/limits.ts";
import { scoredLines } from "../../server/pages/dropped/read.ts";
import { tagOf } from "../../server/pages/dropped/routes.ts";
import { checkedGrafanaUrl } from "../../server/pages/home/grafana.ts";
import { quoted } from "../../server/pages/home/lines-path.ts";
import { stepOf } from "../../store/home/traffic.ts";

const eventOf = (given: Partial<SmartlogEvent>) =>
  ({ label: "attack", severity: "low", score: 0.5, why: ["attack:x"], tpl: "0", ...given }) as SmartlogEvent;

test("a million lines of one attack hide no other, and the gravest come first", () => {
  const flagged = new FlaggedLines();
  const add = (given: Partial<SmartlogEvent>, text: string) =>
    flagged.add({ event: eventOf(given), text: () => text });
  for (let i = 0; i < 20_000; i++) add({ score: i / 40_000 }, "flood");
  add({ tpl: "1", severity: "critical" }, "grave");
  add({ tpl: "2", label: "normal" }, "ordinary");
  const [first, second, ...others] = flagged.worst;
  expect([first?.text, second?.text, second?.alike, others]).toEqual(["grave", "flood", 20_000, []]);
});

test("of any number of patterns so many lines are kept, the gravest", () => {
  const flagged = new FlaggedLines();
  let held = 0;
  for (let i = 0; i < 50_000; i++)
    flagged.add({
      event: eventOf({ tpl: String(i), score: (i % 1_000) / 1_000 }),
      text: () => {
        held++;
        return String(i);
      },
    });
  expect(flagged.worst).toHaveLength(MOST_FLAGGED);
  expect(Math.min(...flagged.worst.map(({ event }) => event.score))).toBeGreaterThan(0.9);
  expect(held).toBeLessThan(5_001);
});

test.each([
  ["takes too long", { deadline: 0, isGone: () => false }, 413],
  ["is waited for by nobody", { deadline: Number.POSITIVE_INFINITY, isGone: () => true }, 400],
])("a log that %s is read no further", async (_what, given, statusCode) => {
  async function* bytes() {
    for (;;) yield Buffer.from("a line of a log\n".repeat(1_000));
  }
  const reading = { filter: Filter.load(), name: "x", slices: new TimeSlices(), ...given };
  const read = async () => {
    for await (const _ of scoredLines(bytes(), new LeftOut(), reading));
  };
  await expect(read()).rejects.toMatchObject({ statusCode });
});

test("so many are taken of one network in a span of time", () => {
  vi.useFakeTimers();
  try {
    const limit = new RateLimit(2, 60_000);
    const taken = (address: string) => limit.take(address);
    expect([taken("192.0.2.1"), taken("192.0.2.1"), taken("192.0.2.1")]).toEqual([0, 0, 60]);
    // Another address; the same /64; another /64.
    expect([taken("192.0.2.2"), taken("2001:db8::1"), taken("2001:db8::2"), taken("2001:db8::3")]).toEqual([
      0, 0, 0, 60,
    ]);
    expect(taken("2001:db8:0:1::1")).toBe(0);
    vi.advanceTimersByTime(60_000);
    expect(taken("192.0.2.1")).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test("a tag is made of a file's name, whatever that is", () => {
  expect(["access.log.1.gz", "my shop/é.log", "\u0000<>", "x".repeat(200)].map(tagOf)).toEqual([
    "access.log.1",
    "my-shop-é.log",
    "-",
    "x".repeat(80),
  ]);
});

test("Grafana's address is one of http, without what would follow it", () => {
  expect(checkedGrafanaUrl("https://a.example/g/")).toBe("https://a.example/g");
  for (const bad of ["a.example", "javascript:alert(1)", "https://a.example/?x", "file:///etc/passwd"])
    expect(() => checkedGrafanaUrl(bad), bad).toThrow(/is no address/);
});

test("a name is quoted as the query language asks", () => {
  expect(quoted('a "b" \\c')).toBe('"a \\"b\\" \\\\c"');
});

test("a range has 60 steps at most, of a length that people know", () => {
  const of = (minutes: number) => stepOf({ from: new Date(0), to: new Date(minutes * 60_000) }) / 60_000;
  expect([1, 60, 61, 360, 1_440, 7 * 1_440, 31 * 1_440, 365 * 1_440].map(of)).toEqual([
    1,
    1,
    2,
    10,
    60,
    180,
    1_440,
    7 * 1_440,
  ]);
});
