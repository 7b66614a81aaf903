/** Lines drawn from the formats' examples are read as those are, whoever the client is. */
import { expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { simulate } from "../../simulate/index.ts";

const made = [...simulate({ kind: "formats", lines: 8000, seed: 5 })];

test("lines of all formats come up", () => {
  expect(new Set(made.map(({ type }) => type)).size).toBeGreaterThan(80);
});

test("are read with their log type and their client", () => {
  const compiled = Filter.compile();
  const wrong = made.flatMap(({ line, kind, type, actor }) => {
    const event = Filter.load(compiled).event(JSON.stringify({ log: line }));
    const isRead = event?.kind === kind && (actor === type || event?.ip === actor);
    return isRead ? [] : [`${type}: ${line}: ${event?.kind} ${event?.ip}`];
  });
  expect(wrong).toEqual([]);
});
