/** What is learnt of a window's sessions, and what is not. */
import { expect, test } from "vitest";
import type { Features } from "../../host/filter.ts";
import { setOf } from "../../trainer/model/session-set.ts";
import { KnownSessions } from "../../trainer/model/sessions.ts";
import { learnSessions } from "../../trainer/train/sessions.ts";
import type { Correction } from "../../trainer/window/annotations.ts";
import { MOST_SETS_OF_ALL, Sessions } from "../../trainer/window/sessions.ts";
import { BUILT } from "./models.ts";

const [OPEN, WRITE, SYNC, CLOSE, FAIL] = [11, 22, 33, 44, 55];
const USUAL = [OPEN, WRITE, SYNC, CLOSE];
const FILES = 4711;
const DAY = 86_400;
const RECORD = '{"log":"2026-11-21 06:19:00,000 INFO store.Writer - opened for writing: file_123456"}';

/** Bytes of the section, at most. */
const ROOM = 12_288;

/** A window of a week, whose last fifth is held out. */
class Window {
  readonly #seen = new Sessions(5.6 * DAY);
  #session = 0;
  #event = 0;

  /** A session that begins at a time; ids of its events. */
  session(time: number, steps: readonly number[], corrected = false, ofClass = FILES): string[] {
    const key = ++this.#session;
    return steps.map((template, i) => {
      const id = String(++this.#event);
      const event = { id, time: time + i, record: RECORD };
      this.#seen.count(event, { template, session: { class: ofClass, key } } as Features, corrected);
      return id;
    });
  }

  /** Sessions spread over the week, in the order of time; `others` say at which of them another one is put in. */
  fill(count: number, others: Readonly<Record<number, readonly number[]>> = {}, steps = USUAL): void {
    for (let i = 0; i < count; i++) {
      const time = (i / count) * 7 * DAY;
      this.session(time, steps);
      const other = others[i];
      if (other) this.session(time + 60, other);
    }
  }

  learn(
    before = new KnownSessions(),
    corrections: readonly Correction[] = [],
    templates = new Map<number, number>(),
  ) {
    const corrected = new Map(corrections.map((correction) => [correction.id, correction]));
    const learnt = learnSessions({ seen: this.#seen.take(), before, module: BUILT, corrected, templates });
    return { ...learnt, known: learnt.within(ROOM) };
  }
}

const said = (ids: readonly string[], label: "anomaly" | "normal"): Correction[] =>
  ids.map((id) => ({
    id,
    labels: { threat: 0, bot: 0, anomaly: label === "anomaly" ? 1 : 0 },
    reliability: 1,
  }));

const steps = (known: KnownSessions) =>
  [OPEN, WRITE, SYNC, CLOSE, FAIL].filter((step) => known.hasStep(FILES, step));

test("steps, sets and ends of a class with many sessions, those held out as well", () => {
  const window = new Window();
  window.fill(400, { 100: [OPEN, WRITE, FAIL], 390: [OPEN, SYNC, WRITE, CLOSE] });
  const { known, classes } = window.learn();
  expect(classes).toEqual([
    { name: "file_*", sessions: 321, sets: 6, heldOut: 81, called: 0, isJudged: true },
  ]);
  expect(known.judges(FILES)).toBe(true);
  expect(steps(known)).toEqual([OPEN, WRITE, SYNC, CLOSE, FAIL]);
  const passed = [[OPEN], [OPEN, WRITE], [WRITE], [OPEN, SYNC], [OPEN, CLOSE]].map((set) =>
    known.passes(FILES, setOf(set)),
  );
  expect(passed).toEqual([true, true, false, true, false]);
  expect([USUAL, [OPEN, WRITE, FAIL], [OPEN, WRITE]].map((set) => known.ends(FILES, setOf(set)))).toEqual([
    true,
    true,
    false,
  ]);
});

test("no class with few sessions, or with few steps", () => {
  const few = new Window();
  few.fill(200);
  expect(few.learn().classes).toEqual([]);
  const short = new Window();
  short.fill(800, {}, [OPEN, CLOSE]);
  expect(short.learn()).toMatchObject({ known: new KnownSessions(), classes: [] });
});

test("no class of whose held-out sessions many would be called", () => {
  const window = new Window();
  window.fill(400, Object.fromEntries([330, 340, 350, 360, 370].map((i) => [i, [OPEN, FAIL + i]])));
  const { known, classes } = window.learn();
  expect(classes).toMatchObject([{ heldOut: 85, called: 5, isJudged: false }]);
  expect(known).toEqual(new KnownSessions());
});

test("nothing of a session that people called an anomaly", () => {
  const window = new Window();
  const bad = window.session(0, [OPEN, FAIL], true);
  window.fill(400);
  expect(steps(window.learn(undefined, said(bad, "anomaly")).known)).not.toContain(FAIL);
});

function inService(): KnownSessions {
  const window = new Window();
  window.fill(400);
  return window.learn().known;
}

test("what was found in service is not learnt, unless it came day after day or people called it ordinary", () => {
  const before = inService();
  const once = new Window();
  once.fill(400, { 50: [OPEN, FAIL], 51: [OPEN, FAIL], 52: [OPEN, FAIL] });
  expect(steps(once.learn(before).known)).not.toContain(FAIL);

  const daily = new Window();
  daily.fill(400, Object.fromEntries([5, 60, 120, 180, 240, 300].map((i) => [i, [OPEN, FAIL]])));
  expect(steps(daily.learn(before).known)).not.toContain(FAIL);

  const ordinary = new Window();
  const ids = ordinary.session(0, [OPEN, FAIL], true);
  ordinary.fill(400);
  expect(steps(ordinary.learn(before, said(ids, "normal")).known)).toContain(FAIL);
});

test("what was known stays, whatever the week had", () => {
  const before = inService();
  const { known } = new Window().learn(before);
  expect(known).toEqual(before);
});

test("templates as the candidate has them", () => {
  const window = new Window();
  window.fill(400);
  const { known } = window.learn(undefined, [], new Map([[WRITE, FAIL]]));
  expect(steps(known)).toEqual([OPEN, SYNC, CLOSE, FAIL]);
  expect(known.passes(FILES, setOf([OPEN, FAIL]))).toBe(true);
});

test("of a class all that is known, or nothing where there is no room", () => {
  const window = new Window();
  window.fill(400);
  const { within, known } = window.learn();
  expect(within(known.bytes)).toEqual(known);
  expect(within(known.bytes - 1)).toEqual(new KnownSessions());
});

test("no class with more sets than the filter has room for", () => {
  const window = new Window();
  const names = Array.from({ length: 12 }, (_, i) => 100 + i);
  for (let i = 0; i < 4000; i++) {
    // As many sets as there are numbers: each session has the steps of its bits.
    const ofBits = names.filter((_, bit) => (i >> bit) & 1);
    window.session(i, [...ofBits, ...USUAL], false, FILES + 1);
  }
  window.fill(400);
  for (let i = 0; i < 40; i++) window.session(7 * DAY + i, USUAL, false, FILES + 1);
  const { known, classes } = window.learn();
  expect(classes.map(({ isJudged }) => isJudged)).toEqual([true, true]);
  expect([...known.classes]).toEqual([FILES]);
});

test("a window keeps so many sets at most, however many classes log", () => {
  const seen = new Sessions(7 * DAY);
  for (let i = 0; i < MOST_SETS_OF_ALL * 1.25; i++) {
    const event = { id: String(i), time: i / 4, record: RECORD };
    seen.count(event, { template: i, session: { class: i % 20, key: i } } as Features, false);
  }
  const sets = seen.take().reduce((sum, of) => sum + of.sets.size, 0);
  expect(sets).toBe(MOST_SETS_OF_ALL);
});
