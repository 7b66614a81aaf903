import { describe, expect, test } from "vitest";
import { readRule, type Way } from "../../rules/lib/rule.ts";
import type { CountRow } from "../../store/incidents/counts.ts";
import type { KnownIncident } from "../../store/incidents/known.ts";
import { sizeOf, together } from "../../watch/judge/sketch.ts";
import { spellsOf } from "../../watch/judge/spells.ts";
import { stepsOf } from "../../watch/judge/window.ts";

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 21, 12);

const wayOf = (more = "per: source\nleast: { events: 10 }\nquiet: 1h\nmatch: { kind: web }") =>
  readRule("r", `title: t\ndo: d\n${more}`).ways[0] as Way;

/** So many events in the minute that lies so far back. */
function row(back: number, events: number, more: Partial<CountRow> = {}): CountRow {
  const minute = NOW - back * MINUTE;
  return {
    id: String(back),
    class: "r",
    way: 0,
    key: "k",
    minute,
    ip: null,
    events,
    bytes: 0,
    succeeded: 0,
    grave: 0,
    total: 0,
    timed: 0,
    durationUs: 0,
    severity: 2,
    first: minute,
    last: minute + 30_000,
    targets: null,
    targetHashes: null,
    users: null,
    userHashes: null,
    sites: null,
    message: null,
    sampleTimes: null,
    sampleIds: null,
    added: null,
    ...more,
  };
}

const known = (more: Partial<KnownIncident> = {}) =>
  ({
    id: "1",
    class: "r",
    key: "k",
    state: "open",
    severity: "low",
    foundAt: NOW - 100 * MINUTE,
    first: NOW - 100 * MINUTE,
    last: NOW - 90 * MINUTE,
    closedAt: null,
    closedBy: null,
    mutedUntil: null,
    ...more,
  }) as KnownIncident;

const spells = (rows: CountRow[], before: KnownIncident[] = [], way = wayOf()) =>
  spellsOf(way, 0, stepsOf(rows), before, NOW).map(({ changes, isClosed, first, last, steps }) => ({
    changes,
    isClosed,
    from: (NOW - first) / MINUTE,
    to: (NOW - last) / MINUTE,
    minutes: steps.length,
  }));

describe("spells", () => {
  test("open when the window reaches the threshold, with all of the window", () => {
    expect(spells([row(9, 4), row(5, 4)])).toEqual([]);
    expect(spells([row(9, 4), row(5, 4), row(1, 2)])).toEqual([
      { changes: ["opened"], isClosed: false, from: 9, to: 0.5, minutes: 3 },
    ]);
    expect(spells([row(20, 4), row(10, 4), row(1, 2)])).toEqual([]);
  });

  test("go on below the threshold while no pause is longer than quiet", () => {
    expect(spells([row(200, 10), row(150, 1), row(100, 1)])).toMatchObject([
      { changes: ["opened"], from: 200, to: 99.5 },
    ]);
    expect(spells([row(200, 10), row(100, 1)])).toMatchObject([{ from: 200, to: 199.5 }]);
  });

  test("reopen within a day, at the threshold; beyond they are another", () => {
    expect(spells([row(300, 10), row(100, 10)])).toMatchObject([
      { changes: ["opened", "closed", "reopened"], from: 300, to: 99.5 },
    ]);
    expect(spells([row(2000, 10), row(100, 10)])).toMatchObject([
      { changes: ["opened", "closed"], isClosed: true },
      { changes: ["opened"], isClosed: false },
    ]);
  });

  test("found late, before one that goes on, are closed from the first", () => {
    expect(spells([row(4000, 10)], [known()])).toMatchObject([
      { changes: ["opened", "closed"], isClosed: true },
    ]);
  });

  test("of a muted one go on into it whatever the pause; of one closed by a person only for a pause", () => {
    const muted = known({ state: "muted", mutedUntil: NOW + MINUTE, last: NOW - 900 * MINUTE });
    expect(spells([row(1, 1)], [muted])).toMatchObject([{ changes: [], minutes: 1 }]);
    const closed = known({ state: "closed", closedAt: NOW - 89 * MINUTE, closedBy: "Ann" });
    expect(spells([row(80, 1)], [closed])).toMatchObject([{ changes: [], isClosed: true }]);
    expect(spells([row(80, 1), row(25, 10)], [closed])).toMatchObject([
      { changes: ["reopened"], isClosed: false },
    ]);
  });

  test("of one that fell quiet by the clock while its lines were late are open again", () => {
    const closed = known({ state: "closed", closedAt: NOW - 30 * MINUTE, closedBy: "quiet" });
    expect(spells([row(40, 1)], [closed])).toMatchObject([{ changes: ["reopened"] }]);
  });

  test("of answers go on only while the share is reached", () => {
    const way = wayOf(
      "from: answers\nper: site\nmatch: { status: 5xx }\nleast: { events: 10, share: 50% }\nwithin: 5m\nquiet: 10m",
    );
    const of = (back: number, errors: number, total: number) =>
      row(back, errors, { total, last: NOW - back * MINUTE + 59_000 });
    const many = [30, 29, 28].map((back) => of(back, 10, 10));
    const few = [20, 15, 10, 5, 1].map((back) => of(back, 1, 100));
    expect(spells([...many, ...few], [], way)).toMatchObject([
      { changes: ["opened"], from: 30, to: 28 - 59 / 60 },
    ]);
  });
});

test("least hashes tell a set's size exactly below 256, and to some per cent beyond, however they are put together", () => {
  const hash = (n: number) => (Math.imul(n ^ (n >>> 16), 0x45d9f3b) ^ Math.imul(n, 0x9e3779b1)) | 0;
  const set = (from: number, count: number) =>
    together(
      [],
      Array.from({ length: count }, (_, n) => hash(from + n)),
    );
  expect(sizeOf(set(0, 200))).toBe(200);
  const both = together(set(0, 30_000), set(20_000, 30_000));
  expect(both).toEqual(set(0, 50_000));
  expect(Math.abs(sizeOf(both) / 50_000 - 1)).toBeLessThan(0.2);
});
