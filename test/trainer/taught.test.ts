/** Taught entries travel in the model, and outlive new weights, new settings and a training. */
import { describe, expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { hexOfKey, type TaughtEntry } from "../../host/taught.ts";
import { MODULE_MAX_BYTES } from "../../trainer/model/check.ts";
import { decodeModule } from "../../trainer/model/decode.ts";
import { embedModel } from "../../trainer/model/embed.ts";
import { withFormats, withLineKeys } from "../../trainer/model/formats.ts";
import { withTrustedProxies } from "../../trainer/model/proxies.ts";
import { readModel, sameWeights, withWeights } from "../../trainer/model/read.ts";
import { joinSections, splitSections } from "../../trainer/model/sections.ts";
import { changeSettings } from "../../trainer/model/settings.ts";
import { MAX_TAUGHT, taughtOf, withTaught } from "../../trainer/model/taught.ts";
import { buildCandidate } from "../../trainer/train/candidate.ts";
import { access, built, entryOf, eventIn } from "../filter/taught/entries.ts";
import { compiledFilter } from "../host/aot-file.ts";

const ADMIN = access({ path: "/phpinfo.php", status: 404 });
const HEALTH = access({ path: "/health", agent: "MyProbe/1.0" });
const entries = [entryOf(ADMIN, "client", "normal", 7), entryOf(HEALTH, "agent", "attack", 9)];
const taught = withTaught(built, entries);

/** What the entries make of their lines. */
const labels = (module: Uint8Array) => [ADMIN, HEALTH].map((line) => eventIn(module, line).label);
const BEFORE = ["attack", "bot"];
const AFTER = ["normal", "attack"];

const withoutHits = (list: readonly TaughtEntry[]) =>
  list
    .map(({ hit: _, key, ...entry }) => ({ ...entry, key: hexOfKey(key) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));

/** As many entries as asked for, none of which any line has. */
const others = (count: number): TaughtEntry[] =>
  Array.from({ length: count }, (_, i) => ({
    id: 100 + i,
    key: (BigInt(i + 1) * 0x9e3779b97f4a7c15n) & 0xffffffffffffffffn,
    scope: "client",
    label: "normal",
    ceilings: { threat: 1, bot: 1, anomaly: 1 },
    hit: "",
  }));

describe("taught entries", () => {
  test("are read as they were put in, and act", () => {
    expect(taughtOf(built)).toEqual([]);
    expect(labels(built)).toEqual(BEFORE);
    expect(withoutHits(taughtOf(taught))).toEqual(withoutHits(entries));
    expect(labels(taught)).toEqual(AFTER);
  });

  test("come out and go in again byte for byte, and out without a trace", () => {
    expect(withTaught(taught, taughtOf(taught)).equals(taught)).toBe(true);
    expect(withTaught(built, taughtOf(taught)).equals(taught)).toBe(true);
    expect(withTaught(taught, [...entries].reverse()).equals(taught)).toBe(true);
    expect(withTaught(taught, []).equals(built)).toBe(true);
  });

  test("outlive new settings, formats, keys of the line, trusted proxies and weights", () => {
    const changed = withTrustedProxies(
      withLineKeys(withFormats(changeSettings(taught, { zoneMinutes: 60 })), ["shop"]),
      { proxies: ["198.51.100.4"] },
    );
    expect(taughtOf(changed)).toEqual(taughtOf(taught));
    expect(labels(changed)).toEqual(AFTER);
    const promoted = withWeights(taught, readModel(built).blob);
    expect(taughtOf(promoted)).toEqual(taughtOf(taught));
    expect(labels(promoted)).toEqual(AFTER);
  });

  test("are no part of the weights: the module's own count", () => {
    expect(sameWeights(readModel(built).blob, readModel(taught).blob)).toBe(true);
    expect(taughtOf(withWeights(built, readModel(taught).blob))).toEqual([]);
  });

  test("outlive a training, and find room behind it however many templates the site has", () => {
    const incumbent = decodeModule(taught);
    const templates = { frequent: (most: number) => Array.from({ length: most }, (_, i) => i + 1) };
    const { module } = buildCandidate(incumbent, taught, {
      id: "2026-01-01.1",
      meta: {},
      learnt: incumbent.learnt,
      templates,
    });
    expect(taughtOf(module)).toEqual(taughtOf(taught));
    expect(labels(module)).toEqual(AFTER);
    const full = withTaught(module, [...entries, ...others(MAX_TAUGHT - entries.length)]);
    expect(taughtOf(full)).toHaveLength(MAX_TAUGHT);
    expect(full.length).toBeLessThanOrEqual(MODULE_MAX_BYTES);
    expect(labels(full)).toEqual(AFTER);
  });

  test("act in a compiled filter, which is changed in place", () => {
    const compiled = compiledFilter();
    const module = withTaught(compiled, entries);
    expect(module.length).toBe(compiled.length);
    expect(taughtOf(module)).toEqual(taughtOf(taught));
    expect(labels(compiled)).toEqual(BEFORE);
    expect(labels(module)).toEqual(AFTER);
    expect(withTaught(module, []).equals(compiled)).toBe(true);
  });

  test("are 256 at most; of one key the newest counts", () => {
    expect(() => withTaught(built, others(MAX_TAUGHT + 1))).toThrow(/257 taught entries, 256 is the most/);
    const [first] = entries as [TaughtEntry];
    const module = withTaught(built, [{ ...first, id: 8, label: "attack" }, first]);
    expect(taughtOf(module).map(({ id }) => id)).toEqual([8]);
    expect(eventIn(module, ADMIN).label).toBe("attack");
  });
});

describe("a module is refused whose taught entries are damaged:", () => {
  const sections = splitSections(Filter.load(taught).modelBytes());
  const sound = sections.get("TGHT") as Buffer;
  const damaged = (change: (body: Buffer) => Buffer): string | undefined => {
    const blob = joinSections(
      new Map(sections).set("TGHT", change(Buffer.from(sound))),
      Filter.load(built).schema.hash,
    );
    return eventIn(embedModel(built, blob), ADMIN).error;
  };
  const REFUSED = "model refused: bad taught entries";

  test.each<[string, (body: Buffer) => Buffer]>([
    ["cut", (body) => body.subarray(0, body.length - 8)],
    ["out of order", (body) => Buffer.concat([body.subarray(24), body.subarray(0, 24)])],
    ["twice the same", (body) => Buffer.concat([body.subarray(0, 24), body.subarray(0, 24)])],
    ["of no label", (body) => Buffer.from(body.fill(4, 22, 23))],
    ["of no scope", (body) => Buffer.from(body.fill(3, 23, 24))],
    ["too many", (body) => Buffer.alloc(24 * (MAX_TAUGHT + 1), body)],
  ])("%s", (_, change) => {
    expect(damaged(change)).toBe(REFUSED);
  });

  test("none that is sound", () => {
    expect(damaged((body) => body)).toBeUndefined();
  });
});
