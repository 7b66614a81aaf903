/** The user's keys of the line travel in the model, and outlive new weights, new formats and a new module. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { defaultModulePath } from "../../host/module.ts";
import { lineKeys, withFormats, withLineKeys } from "../../trainer/model/formats.ts";
import { MAX_LINE_KEYS } from "../../trainer/model/line-keys.ts";
import { readModel, sameWeights, withWeights } from "../../trainer/model/read.ts";
import { changeSettings } from "../../trainer/model/settings.ts";
import { LINES } from "../filter/records/record.ts";

const built = readFileSync(defaultModulePath());
const KEYS = ["shop.output", "comment"];
const keyed = withLineKeys(built, KEYS);

const eventOf = (module: Uint8Array, record: object) =>
  JSON.parse(Filter.load(module).score(JSON.stringify(record))).smartlog;

describe("a key that the user names", () => {
  const record = { shop: { output: LINES.web }, comment: LINES.auth, message: LINES.app };

  test("comes before known ones, in the order given", () => {
    expect(eventOf(built, record).kind).toBe("app");
    expect(eventOf(keyed, record)).toMatchObject({ kind: "web", label: "attack", ip: "203.0.113.7" });
    expect(eventOf(keyed, { ...record, shop: {} }).kind).toBe("auth");
    expect(eventOf(keyed, { message: LINES.app }).kind).toBe("app");
    expect(eventOf(keyed, record)).not.toHaveProperty("line_key");
  });

  test("comes before what the other members say, and before their format", () => {
    const request = { method: "GET", path: "/a", status: 200, shop: { output: LINES.auth } };
    expect(eventOf(built, request).kind).toBe("web");
    expect(eventOf(keyed, request)).toMatchObject({ kind: "auth", user: "admin", ip: "203.0.113.99" });
    const otel = { body: "hello", severity_text: "INFO", shop: { output: LINES.auth } };
    expect(eventOf(keyed, otel)).toMatchObject({ kind: "auth", user: "admin" });
  });

  test("may be one that means something else elsewhere", () => {
    const path = withLineKeys(built, ["path"]);
    expect(eventOf(path, { path: LINES.web })).toMatchObject({
      kind: "web",
      path: expect.stringMatching("^/p"),
    });
  });
});

describe("the keys", () => {
  test("outlive new settings, formats and weights", () => {
    const changed = withFormats(changeSettings(keyed, { zoneMinutes: 60 }));
    expect(lineKeys(changed)).toEqual(KEYS);
    const promoted = withWeights(keyed, readModel(built).blob);
    expect(lineKeys(promoted)).toEqual(KEYS);
    expect(eventOf(promoted, { shop: { output: LINES.auth } }).kind).toBe("auth");
  });

  test("come along into a module that was just built", () => {
    const upgraded = withWeights(built, readModel(keyed).blob);
    expect(lineKeys(upgraded)).toEqual(KEYS);
    expect(eventOf(upgraded, { message: LINES.app, comment: LINES.auth }).kind).toBe("auth");
  });

  test("can be taken away, and are no part of the weights", () => {
    expect(sameWeights(readModel(built).blob, readModel(keyed).blob)).toBe(true);
    const none = withLineKeys(keyed, []);
    expect(lineKeys(none)).toEqual([]);
    expect(eventOf(none, { comment: LINES.auth, message: LINES.app }).kind).toBe("app");
    expect(lineKeys(withWeights(none, readModel(keyed).blob))).toEqual([]);
  });

  test.each([
    ["longer than the filter compares", ["k".repeat(65)]],
    ["empty", [""]],
    ["with a backslash", ["a\\b"]],
    ["of two lines", ["a\nb"]],
    ["named twice", ["a", "a"]],
    ["too many", Array.from({ length: MAX_LINE_KEYS + 1 }, (_, i) => `k${i}`)],
  ])("are refused where one is %s", (_what, keys) => {
    expect(() => withLineKeys(built, keys)).toThrow(/key/);
  });
});
