/** Places whose word varies travel in the model, and are kept from model to model. */
import { describe, expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { embedModel } from "../../trainer/model/embed.ts";
import { fnv } from "../../trainer/model/hash.ts";
import { joinPlaces, MAX_PLACES, maskOf, withMask } from "../../trainer/model/mask.ts";
import { readModel, sameWeights, withWeights } from "../../trainer/model/read.ts";
import { joinSections, splitSections } from "../../trainer/model/sections.ts";
import { changeSettings } from "../../trainer/model/settings.ts";
import { withTaught } from "../../trainer/model/taught.ts";
import { templateMap, templateNow } from "../../trainer/model/template-map.ts";
import { ARRIVAL } from "../filter/scored.ts";
import { built, entryOf } from "../filter/taught/entries.ts";
import { compiledFilter } from "../host/aot-file.ts";

const job = (name: string) => `Nov 21 06:00:00 db1 backup: job ${name} finished in 3 s`;
const JOB = fnv("job ");
const masked = withMask(built, [JOB]);

const recordOf = (line: string) => JSON.stringify({ log: line });
const template = (module: Uint8Array, line: string) =>
  JSON.parse(Filter.load(module).explain(recordOf(line), ARRIVAL)).template as string;
const tpl = (module: Uint8Array, line: string) => Filter.load(module).event(recordOf(line), ARRIVAL)?.tpl;

describe("a place whose word varies", () => {
  test("is masked in the template, and nothing else is", () => {
    expect(template(built, job("nightly"))).toBe("job nightly finished in *");
    expect(template(masked, job("nightly"))).toBe("job * finished in *");
    expect(tpl(masked, job("nightly"))).toBe(tpl(masked, job("weekly")));
    expect(tpl(masked, job("3"))).toBe(tpl(built, job("3")));
    const other = "Nov 21 06:00:00 db1 backup: volume nightly finished in 3 s";
    expect(tpl(masked, other)).toBe(tpl(built, other));
  });

  test("is found among as many as there may be", () => {
    const others = Array.from({ length: MAX_PLACES - 1 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 0);
    const full = withMask(built, [...others, JOB]);
    expect(template(full, job("nightly"))).toBe("job * finished in *");
    expect(maskOf(full)).toHaveLength(MAX_PLACES);
    expect(() => withMask(built, [...others, JOB, 1])).toThrow(/513 places/);
  });

  test("comes out and goes in again byte for byte, and out without a trace", () => {
    expect(maskOf(built)).toEqual([]);
    expect(maskOf(masked)).toEqual([JOB]);
    expect(withMask(built, maskOf(masked)).equals(masked)).toBe(true);
    expect(withMask(masked, []).equals(built)).toBe(true);
  });

  test("outlives settings, taught entries and other weights, and comes with those that were trained with it", () => {
    const changed = changeSettings(withTaught(masked, [entryOf(job("x"), "template", "anomaly")]), {
      zoneMinutes: 60,
    });
    expect(maskOf(changed)).toEqual([JOB]);
    expect(maskOf(withWeights(masked, readModel(built).blob))).toEqual([JOB]);
    expect(maskOf(withWeights(built, readModel(masked).blob))).toEqual([JOB]);
    const another = withMask(built, [1]);
    expect(maskOf(withWeights(another, readModel(masked).blob))).toEqual([1, JOB].sort((a, b) => a - b));
    expect(sameWeights(readModel(built).blob, readModel(masked).blob)).toBe(true);
  });

  test("finds no room behind those that a module has", () => {
    const full = Array.from({ length: MAX_PLACES }, (_, i) => i + 1);
    expect(joinPlaces(full, [9999])).toEqual(full);
    expect(joinPlaces([3], [3, 4])).toEqual([3, 4]);
  });

  test("is masked in a compiled filter, which is changed in place", () => {
    const compiled = withMask(compiledFilter(), [JOB]);
    expect(maskOf(compiled)).toEqual([JOB]);
    expect(template(compiled, job("nightly"))).toBe("job * finished in *");
  });

  test.each([
    ["out of order", [2, 1]],
    ["twice", [2, 2]],
    ["too many", Array.from({ length: MAX_PLACES + 1 }, (_, i) => i)],
  ])("refuses a model whose places are %s", (_what, places) => {
    const sections = splitSections(Filter.load(built).modelBytes());
    sections.set("MASK", Buffer.from(Uint32Array.from(places).buffer));
    const module = embedModel(built, joinSections(sections, Filter.load(built).schema.hash));
    expect(Filter.load(module).event(recordOf(job("x")), ARRIVAL)?.error).toMatch(/places whose word varies/);
  });
});

test("templates that a module masks more of are found again by their records", () => {
  const records = ["nightly", "weekly", "3"].map((name) => ({ record: recordOf(job(name)), time: ARRIVAL }));
  const map = templateMap(Filter.load(built), Filter.load(masked), records);
  const number = (module: Uint8Array, name: string) => Number.parseInt(tpl(module, job(name)) as string, 16);
  const now = number(masked, "nightly");
  expect([...map]).toEqual([
    [number(built, "nightly"), now],
    [number(built, "weekly"), now],
  ]);
  expect(templateNow(map, number(built, "weekly"))).toBe(now);
  expect(templateNow(map, number(built, "3"))).toBe(number(built, "3"));
});

test("explain shows the words that are masked by their place, and the places", () => {
  const places = (module: Uint8Array, name: string) =>
    JSON.parse(Filter.load(module).explain(recordOf(job(name)), ARRIVAL)).places;
  expect(places(masked, "nightly")).toEqual([{ place: JOB.toString(16).padStart(8, "0"), word: "nightly" }]);
  expect(places(built, "nightly")).toBeUndefined();
  expect(places(masked, "3")).toBeUndefined();
});
