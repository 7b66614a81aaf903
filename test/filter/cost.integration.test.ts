/**
 * What a line may cost: operations that the shipper's interpreter executes, counted (bench/node), so exact on any
 * machine. `cost/*.log` are simulated lines; `cost/ceilings.json` has what each kind's cost when it was written.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { costOf, countedModule, PATTERN_STAGE } from "../../bench/node/count.ts";
import { LABELS, type Label } from "../../host/event.ts";
import { SCOPES, type Scope } from "../../host/taught.ts";
import { withAtOnce } from "../../trainer/model/at-once.ts";
import { MAX_MUTES } from "../../trainer/model/mutes.ts";
import { MAX_TAUGHT, withTaught } from "../../trainer/model/taught.ts";

const FOLDER = join(import.meta.dirname, "cost");
/** A model with other weights gives other labels, and with them other reasons to look for. */
const TOLERANCE = 1.03;

const ceilings = JSON.parse(readFileSync(join(FOLDER, "ceilings.json"), "utf8")) as Record<string, number>;
const kinds = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".log.txt"))
  .map((file) => file.replace(".log.txt", ""));

let module: WebAssembly.Module;

beforeAll(() => {
  module = countedModule();
});

function linesOf(kind: string): Buffer[] {
  const lines = readFileSync(join(FOLDER, `${kind}.log.txt`), "latin1")
    .trimEnd()
    .split("\n");
  return lines.map((line) => Buffer.from(line, "latin1"));
}

test("every kind has lines and a ceiling", () => {
  expect(kinds.sort()).toEqual(Object.keys(ceilings).sort());
});

test.each(kinds)("%s: a line costs no more operations than it did", (kind) => {
  const cost = costOf(module, linesOf(kind));
  // Nearly every line of these has a template of its own, as lines of real logs have not.
  const operations = cost.operations - (cost.stages[PATTERN_STAGE] ?? 0);
  expect(
    operations,
    `${Math.round(operations)} operations a line; node build/bench/node/run.js shows where they go. ` +
      "If it is worth that much, write the new figure into test/filter/cost/ceilings.json",
  ).toBeLessThanOrEqual((ceilings[kind] ?? 0) * TOLERANCE);
});

/** Operations. */
const MOST_OF_A_PATTERN = 6_000;

test("a template's pattern costs little, and only with its first event", () => {
  for (const kind of kinds) {
    const lines = linesOf(kind);
    const once = costOf(module, lines).stages[PATTERN_STAGE] ?? 0;
    expect(once, kind).toBeGreaterThan(0);
    expect(once, kind).toBeLessThan(MOST_OF_A_PATTERN);
    expect(costOf(module, [...lines, ...lines]).stages[PATTERN_STAGE], kind).toBeCloseTo(once / 2, 5);
  }
});

const words = (bytes: number) => "time+year,people%20way/day=thing&life;".repeat(bytes / 38);
const prose = (bytes: number) => "the order of the day was packed ".repeat(bytes / 32);
const access = (request: string) => `192.0.2.1 - - [21/Nov/2026:06:00:00 +0000] "${request}"`;

/** Each with the most operations that a byte may cost. A user agent is read twice, by windows that overlap. */
test.each<[string, number, (bytes: number) => string]>([
  ["target", 130, (bytes) => access(`GET /s?q=${words(bytes)} HTTP/1.1" 200 5 "-" "-`)],
  ["referer", 130, (bytes) => access(`GET / HTTP/1.1" 200 5 "https://a.example/?q=${words(bytes)}" "-`)],
  ["user agent", 400, (bytes) => access(`GET / HTTP/1.1" 200 5 "-" "${prose(bytes)}`)],
  ["message", 130, prose],
])("a %s costs at most %i operations a byte, however long it is", (_text, most, line) => {
  const costs = [8_000, 64_000, 1_000_000].map((bytes) => {
    const text = Buffer.from(line(bytes));
    return costOf(module, [text]).operations / text.length;
  });
  expect(Math.max(...costs), costs.join(" ")).toBeLessThan(most);
  // Nor does it grow with the length.
  expect(Math.max(...costs), costs.join(" ")).toBeLessThan(Math.min(...costs) * 1.25);
});

/** Of all kinds together; a chance hit on a frequent source's mark costs one kind more. */
const TAUGHT_SHARE = 1.015;

test("as many taught entries as there may be cost little, where no line has one", () => {
  const entries = Array.from({ length: MAX_TAUGHT }, (_, i) => ({
    id: i + 1,
    key: (BigInt(i + 1) * 0x9e3779b97f4a7c15n) & 0xffffffffffffffffn,
    scope: SCOPES[i % SCOPES.length] as Scope,
    label: LABELS[i % LABELS.length] as Label,
    ceilings: { threat: 1, bot: 1, anomaly: 1 },
    hit: "",
  }));
  const full = countedModule((built) => withTaught(built, entries));
  const sum = (of: WebAssembly.Module) =>
    kinds.reduce((operations, kind) => operations + costOf(of, linesOf(kind)).operations, 0);
  expect(sum(full) / sum(module)).toBeLessThan(TAUGHT_SHARE);
});

/** Of all kinds together; half of these lines aren't normal. */
const MUTED_SHARE = 1.01;

test("as many mutes as there may be cost little, where no line has one", () => {
  const mutes = Array.from({ length: MAX_MUTES }, (_, i) => ({
    id: i + 1,
    template: i % 3 === 0 ? "0badcafe" : null,
    reason: i % 3 === 1 ? "attack:never" : null,
    source: i % 3 === 2 ? "198.18.0.0/24" : null,
    site: null,
    label: "attack" as const,
    until: new Date("2027-01-01"),
  }));
  const full = countedModule((built) => withAtOnce(built, { mutes }));
  const sum = (of: WebAssembly.Module) =>
    kinds.reduce((operations, kind) => operations + costOf(of, linesOf(kind)).operations, 0);
  expect(sum(full) / sum(module)).toBeLessThan(MUTED_SHARE);
});

test("the same lines cost the same every time", () => {
  const lines = linesOf("web").slice(0, 20);
  expect(costOf(module, lines)).toEqual(costOf(module, lines));
});
