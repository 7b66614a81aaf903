/** Each format's examples through the filter: what a file says is read is read. */
import { describe, expect, test } from "vitest";
import { builtInFormats } from "../../formats/lib/load.ts";
import { Filter } from "../../host/filter.ts";

const compiled = Filter.compile();

/** Seconds since the epoch of a time that an example gives as ISO 8601 or as seconds. */
function secondsOf(value: unknown): number {
  return typeof value === "number" ? value : Date.parse(String(value)) / 1000;
}

describe.each(builtInFormats().map((format) => [format.name, format] as const))("%s", (_, format) => {
  test.each(format.examples.map((example, i) => [i + 1, example] as const))("example %i", (_, example) => {
    const record = JSON.stringify(example.record ?? { log: example.line });
    const event = Filter.load(compiled).event(record) as unknown as Record<string, unknown>;
    const wanted: Record<string, unknown> = { ...example.event };
    const found = Object.fromEntries(Object.keys(wanted).map((key) => [key, event[key] ?? null]));
    if ("ts" in wanted) wanted.ts = secondsOf(wanted.ts);
    expect(found).toEqual(wanted);
  });
});
