/** What is remembered in tables of fixed size can't be flushed out of them. */
import { describe, expect, it, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { feature, START, score, web } from "./traffic.ts";

const STEPS = 60;
const STEP_SECONDS = 10;
const WORDS = ["admin", "backup", "test", "old", "login", "api", "data", "conf", "shell", "x"];

/** Another IPv4 address for each number up to 2^22. */
const address = (i: number) => `${20 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}.${1 + ((i * 7) & 127)}`;
const probe = (step: number) =>
  web("203.0.113.7", `/${WORDS[step % WORDS.length]}${step}`, START + step * STEP_SECONDS);

interface Flood {
  /** Sources between two events of the scanner. */
  sources: number;
  /** How often each of them comes, all of them before any comes again. */
  times: number;
}

/** How often a scanner is called while others flood the table, each of them suspicious. */
function called({ sources, times }: Flood): number {
  const filter = Filter.load();
  let count = 0;
  for (let step = 0; step < STEPS; step++) {
    if (score(filter, probe(step)).label !== "normal") count++;
    for (let time = 0; time < times; time++)
      for (let i = 0; i < sources; i++) {
        const line = web(address(step * sources + i), "/.env", START + step * STEP_SECONDS + 5);
        filter.score(recordOfLine(Buffer.from(line)));
      }
  }
  return count;
}

describe("a scanner stays known", () => {
  const alone = called({ sources: 0, times: 1 });

  it.each([
    [{ sources: 500, times: 1 }, 0],
    [{ sources: 5000, times: 1 }, 3],
    [{ sources: 500, times: 2 }, 10],
    [{ sources: 1000, times: 2 }, 20],
  ])("through %o between two of its requests", { timeout: 60_000 }, (flood, mostLost) => {
    expect(called(flood)).toBeGreaterThanOrEqual(alone - mostLost);
  });
});

test("visitors are remembered through a flood of suspicious sources", () => {
  const filter = Filter.load();
  const visitors = Array.from({ length: 200 }, (_, i) => `198.51.${i >> 7}.${1 + (i & 127)}`);
  for (let visit = 0; visit < 3; visit++)
    for (const ip of visitors) score(filter, web(ip, "/", START + visit, 200));
  for (let i = 0; i < 20_000; i++)
    filter.score(recordOfLine(Buffer.from(web(address(i), "/.env", START + 3 + i / 1000))));
  const known = visitors.filter((ip) => feature(filter, web(ip, "/", START + 30, 200), "source_events") > 3);
  // At most one of a set's places is taken for those that come once.
  expect(known.length).toBeGreaterThan(150);
});

test("templates that were seen stay known through a flood of others", () => {
  const filter = Filter.load();
  const ordinary = (i: number) =>
    `2026-11-21 06:00:00 [INFO] shop - order accepted by desk ${"abcdefghij"[i]}`;
  for (let round = 0; round < 4; round++) for (let i = 0; i < 10; i++) score(filter, ordinary(i));
  const seen = (line: string) => feature(filter, line, "template_seen");
  const before = Array.from({ length: 10 }, (_, i) => seen(ordinary(i)));
  const letters = (i: number) =>
    i.toString(26).replace(/[0-9]/g, (digit) => "qrstuvwxyz"[Number(digit)] as string);
  for (let i = 0; i < 40_000; i++)
    filter.score(
      recordOfLine(Buffer.from(`2026-11-21 06:00:01 [INFO] shop - made up ${letters(i)} ${letters(i * 7)}`)),
    );
  for (let i = 0; i < 10; i++) expect(seen(ordinary(i))).toBeGreaterThanOrEqual(before[i] as number);
});
