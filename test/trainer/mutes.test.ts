/** Mutes in a module: put in, kept by what changes the module otherwise, and refused where they are damaged. */
import { describe, expect, test } from "vitest";
import { runnable } from "../../host/compiled.ts";
import { Filter } from "../../host/filter.ts";
import { withAtOnce } from "../../trainer/model/at-once.ts";
import { MODULE_MAX_BYTES } from "../../trainer/model/check.ts";
import { decodeModule } from "../../trainer/model/decode.ts";
import { embedModel } from "../../trainer/model/embed.ts";
import { MAX_MUTES, mutesOf } from "../../trainer/model/mutes.ts";
import { readModel, sameWeights, withWeights } from "../../trainer/model/read.ts";
import { joinSections, splitSections } from "../../trainer/model/sections.ts";
import { changeSettings } from "../../trainer/model/settings.ts";
import { withTaught } from "../../trainer/model/taught.ts";
import { buildCandidate } from "../../trainer/train/candidate.ts";
import { mute } from "../filter/mute/mutes.ts";
import { access, built, entryOf, eventIn } from "../filter/taught/entries.ts";
import { compiledFilter } from "../host/aot-file.ts";

const ROBOT = access({ path: "/health", agent: "MyProbe/1.0" });
const ofSource = mute({ id: 3, source: "203.0.113.0/24", label: "bot" });
const others = (n: number) =>
  Array.from({ length: n }, (_, i) => mute({ id: i + 100, template: "0badcafe" }));
const muted = withAtOnce(built, { mutes: [ofSource, ...others(2)] });

describe("mutes in a module", () => {
  test("come back by their ids, and none is none", () => {
    expect(mutesOf(built)).toEqual([]);
    expect(mutesOf(muted)).toEqual([3, 100, 101]);
    expect(eventIn(muted, ROBOT).mute).toBe(3);
  });

  test("the same ones are the same bytes, in whatever order; without any the module is as it was", () => {
    expect(withAtOnce(muted, { mutes: [...others(2), ofSource] }).equals(muted)).toBe(true);
    expect(withAtOnce(muted, { mutes: [] }).equals(built)).toBe(true);
  });

  test("settings, taught entries and a new model's weights leave them; they are none of the weights", () => {
    const line = access({ path: "/console/api?cmd=ls+-la+/var/log" });
    const changed = withTaught(changeSettings(muted, { thresholds: { bot: 0.6 } }), [
      entryOf(line, "client", "normal"),
    ]);
    expect(mutesOf(changed)).toEqual([3, 100, 101]);
    expect(eventIn(changed, ROBOT).mute).toBe(3);
    expect(mutesOf(withWeights(muted, readModel(built).blob))).toEqual([3, 100, 101]);
    expect(mutesOf(withWeights(built, readModel(muted).blob))).toEqual([]);
    expect(sameWeights(readModel(muted).blob, readModel(built).blob)).toBe(true);
  });

  test("as many as there may be fit, and no more", () => {
    const full = withAtOnce(built, { mutes: others(MAX_MUTES) });
    expect(mutesOf(full)).toHaveLength(MAX_MUTES);
    expect(Filter.load(runnable(full)).event('{"log":"check"}')).not.toHaveProperty("error");
    expect(() => withAtOnce(built, { mutes: others(MAX_MUTES + 1) })).toThrow(/65 mutes, 64 is the most/);
  });

  test("outlive a training, and find room behind it however many templates the site has", () => {
    const incumbent = decodeModule(muted);
    const templates = { frequent: (most: number) => Array.from({ length: most }, (_, i) => i + 1) };
    const { module } = buildCandidate(incumbent, muted, {
      id: "2026-01-01.1",
      meta: {},
      learnt: incumbent.learnt,
      templates,
    });
    expect(mutesOf(module)).toEqual([3, 100, 101]);
    const full = withAtOnce(module, { mutes: [ofSource, ...others(MAX_MUTES - 1)] });
    expect(full.length).toBeLessThanOrEqual(MODULE_MAX_BYTES);
    expect(eventIn(full, ROBOT).mute).toBe(3);
  });

  test("act in a compiled filter, which is changed in place", () => {
    const compiled = compiledFilter();
    const module = withAtOnce(compiled, { mutes: [ofSource] });
    expect(module.length).toBe(compiled.length);
    expect(eventIn(compiled, ROBOT)).not.toHaveProperty("muted");
    expect(eventIn(module, ROBOT)).toMatchObject({ muted: true, mute: 3 });
    expect(withAtOnce(module, { mutes: [] }).equals(compiled)).toBe(true);
  });

  test("one that names nothing, or no address, is refused", () => {
    expect(() => withAtOnce(built, { mutes: [mute({ site: "shop" })] })).toThrow(/names neither/);
    expect(() => withAtOnce(built, { mutes: [mute({ source: "203.0.113" })] })).toThrow(
      /no address and no network/,
    );
  });
});

describe("a damaged section is refused, and the record passes unscored", () => {
  const sections = splitSections(readModel(muted).blob);
  const sound = sections.get("MUTE") as Buffer;
  const { schema } = Filter.load(built);
  const errorWith = (body: Buffer) => {
    const module = embedModel(built, joinSections(new Map(sections).set("MUTE", body), schema.hash));
    return Filter.load(module).event('{"log":"a line"}')?.error;
  };
  const changed = (at: number, value: number) => {
    const body = Buffer.from(sound);
    body.writeUInt8(value, at);
    return body;
  };
  test.each([
    ["half an entry", sound.subarray(0, 60)],
    ["too many", Buffer.concat(Array.from({ length: MAX_MUTES + 1 }, () => sound.subarray(0, 40)))],
    ["one that names nothing", changed(36, 0)],
    ["one that names a site alone", changed(36, 8)],
    ["one that names what is unknown", changed(36, 20)],
    ["one of ordinary lines", changed(37, 0)],
    ["one of no label", changed(37, 4)],
    ["a network of 129 bits", changed(38, 129)],
  ])("%s", (_, body) => expect(errorWith(body)).toMatch(/bad mutes/));
  test("the sound one is not", () => expect(errorWith(sound)).toBeUndefined());
});
