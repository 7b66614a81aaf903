/** A model that does not fit is refused with the reason, and records pass; one that fits can be changed and put back. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { Filter } from "../../host/filter.ts";
import { BUILT_MODULE } from "../../host/module.ts";
import { recordOfLine } from "../../host/record.ts";
import { baseModel } from "../../trainer/default/base.ts";
import { checkModel, MODULE_MAX_BYTES } from "../../trainer/model/check.ts";
import { embedModel } from "../../trainer/model/embed.ts";
import { encodeModel } from "../../trainer/model/encode.ts";
import type { Model } from "../../trainer/model/model.ts";
import { readModel } from "../../trainer/model/read.ts";
import { BLOB_MAX_BYTES, joinSections, splitSections, VERSION_AT } from "../../trainer/model/sections.ts";
import { changeSettings, readSettings } from "../../trainer/model/settings.ts";
import { DEFAULT_BLOB, UNWEIGHTED_MODULE } from "../../trainer/paths.ts";

const RECORD = '{"log":"x","n":1}';
const ATTACK = recordOfLine(
  Buffer.from(
    '203.0.113.7 - - [21/Nov/2026:06:19:00 +0000] "GET /p?id=1%27%20UNION%20SELECT%20a,b%20FROM%20users--%20- HTTP/1.1" 200 5 "-" "-"',
  ),
);

let unweighted: Buffer;
let built: Buffer;
let blob: Buffer;
let schemaHash: number;

beforeAll(() => {
  unweighted = readFileSync(UNWEIGHTED_MODULE);
  built = readFileSync(BUILT_MODULE);
  blob = readFileSync(DEFAULT_BLOB);
  schemaHash = Filter.load(unweighted).schema.hash;
});

/** What the filter says of a module with these bytes for a model. */
function errorOf(bytes: Uint8Array): string | undefined {
  const answer = JSON.parse(Filter.load(embedModel(unweighted, bytes)).score(RECORD));
  expect(answer).toMatchObject({ log: "x", n: 1 });
  return answer.smartlog.error;
}

/** The bytes after something was written into them. */
function written(body: Buffer, write: () => void): Buffer {
  write();
  return body;
}

/** The default blob with one section's body changed, checksum and all in order. */
function withSection(name: string, change: (body: Buffer) => Buffer): Buffer {
  const sections = splitSections(blob);
  sections.set(name, change(Buffer.from(sections.get(name) as Buffer)));
  return joinSections(sections, schemaHash);
}

describe("the model that is in service", () => {
  it("is the committed blob with the formats, within the budgets", () => {
    const inService = splitSections(Filter.load(built).modelBytes());
    expect(inService.has("FMTS")).toBe(true);
    for (const name of ["NAME", "FMTS", "FALT"]) inService.delete(name);
    const committed = splitSections(blob);
    committed.delete("NAME");
    expect([...inService]).toEqual([...committed]);
    expect(blob.length).toBeLessThanOrEqual(BLOB_MAX_BYTES);
    expect(built.length).toBeLessThanOrEqual(MODULE_MAX_BYTES);
    expect(WebAssembly.Module.imports(new WebAssembly.Module(Uint8Array.from(built)))).toEqual([]);
    checkModel(built);
  });

  it("has the field names, settings, words and names of robots that every model begins with: npm run names:default puts them in", () => {
    const { schema } = Filter.load(unweighted);
    const base = splitSections(encodeModel(baseModel(schema), schema));
    const sections = splitSections(blob);
    expect([...sections.keys()]).toEqual([...base.keys()]);
    for (const name of ["SETT", "NAME", "DICT", "ROBO"])
      expect(sections.get(name), name).toEqual(base.get(name));
  });

  it("survives being taken apart and put together", () => {
    expect(joinSections(splitSections(blob), schemaHash).equals(blob)).toBe(true);
  });

  it("may be put into a module that has one already", () => {
    expect(embedModel(built, readModel(built).blob).equals(built)).toBe(true);
  });
});

describe("a model that does not fit", () => {
  it("is refused when any byte of it is damaged", () => {
    fc.assert(
      fc.property(fc.nat(blob.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = Buffer.from(blob);
        damaged[at] = (damaged[at] as number) ^ flip;
        expect(errorOf(damaged)).toMatch(/^model refused: |^no model in this module/);
      }),
      { numRuns: 60 },
    );
  });

  it("is refused when it is for other features", () => {
    expect(errorOf(joinSections(splitSections(blob), (schemaHash ^ 1) >>> 0))).toContain("schema");
  });

  it.each([
    ["a threshold above 1", (body: Buffer) => written(body, () => body.writeFloatLE(1.5, 0))],
    [
      "a threshold that is no number",
      (body: Buffer) => written(body, () => body.writeFloatLE(Number.NaN, 4)),
    ],
    ["a head that does not exist", (body: Buffer) => written(body, () => body.writeUInt32LE(8, 12))],
    ["a zone of more than a day", (body: Buffer) => written(body, () => body.writeInt32LE(1440, 16))],
    ["settings that are cut off", (body: Buffer) => body.subarray(0, 20)],
    ["a timestamp key that is too long", (body: Buffer) => Buffer.concat([body, Buffer.alloc(61, "x")])],
  ])("is refused for bad settings: %s", (_, change) => {
    expect(errorOf(withSection("SETT", change))).toContain("bad settings");
  });

  it.each(["NAME", "DICT", "FRAG", "ROBO", "BINS", "LINW", "IFOR", "KMNS", "PCAR", "CALI"])(
    "is refused when %s is cut off",
    (name) => {
      expect(errorOf(withSection(name, (body) => body.subarray(0, body.length - 4)))).toMatch(
        /^model refused: bad/,
      );
    },
  );

  it("is refused when it has the form of another version", () => {
    const other = Buffer.from(blob);
    other.writeUInt32LE(1, VERSION_AT);
    expect(errorOf(other)).toContain("another format version");
    expect(() => splitSections(other)).toThrow("another version of SmartLog");
    expect(splitSections(other, 1).get("NAME")).toEqual(splitSections(blob).get("NAME"));
  });

  it("is refused when a name's text is not what its hash is of, or has no end", () => {
    for (const [text, byte] of [
      ["remote_addr", 0],
      ["remote_addr", -1],
    ] as const)
      expect(
        errorOf(
          withSection("NAME", (body) =>
            written(body, () => body.writeUInt8(0xff, body.indexOf(text) + byte)),
          ),
        ),
      ).toContain("bad field names");
  });

  it("is refused when bins, calibration or centres hold no numbers", () => {
    const poison = (body: Buffer) => body.fill(0xff, body.length - 8);
    expect(errorOf(withSection("BINS", poison))).toContain("bins");
    expect(errorOf(withSection("CALI", poison))).toContain("calibration");
  });
});

describe("a model of the trainer's", () => {
  const encode = (change: Partial<Model>) => {
    const { schema } = Filter.load(unweighted);
    return encodeModel({ ...baseModel(schema), ...change }, schema);
  };

  it("is taken by the filter, and marks events with its id", () => {
    const filter = Filter.load(embedModel(unweighted, encode({ id: "2026-11-21.7" })));
    expect(JSON.parse(filter.score(RECORD)).smartlog).toMatchObject({ model: "2026-11-21.7" });
  });

  it("says what it can't be: unknown fields, unknown families, a name twice", () => {
    expect(() => encode({ fieldAliases: [{ name: "x", field: "nonsense", rank: 0 }] })).toThrow(
      "unknown field",
    );
    expect(() => encode({ dictionary: { nonsense: ["x"] } })).toThrow("unknown family");
    const twice = { name: "x", field: "ip", rank: 0 };
    expect(() => encode({ fieldAliases: [twice, twice] })).toThrow("twice");
    for (const name of ["", "x".repeat(65), "a\\b"])
      expect(() => encode({ fieldAliases: [{ name, field: "ip", rank: 0 }] })).toThrow("1 to 64 bytes");
  });
});

describe("settings", () => {
  const labelOf = (module: Uint8Array) => JSON.parse(Filter.load(module).score(ATTACK)).smartlog;

  it("can be read, and changed without training", () => {
    const changed = changeSettings(built, {
      thresholds: { threat: 1 },
      on: { anomaly: false },
      zoneMinutes: 60,
    });
    const { thresholds, on, zoneMinutes, timestampKey } = readSettings(changed);
    expect(thresholds).toMatchObject({ threat: 1, bot: 0.5 });
    expect(on).toEqual({ threat: true, bot: true, anomaly: false });
    expect(zoneMinutes).toBe(60);
    expect(timestampKey).toBe("date");
  });

  it("decide the label by the threshold, and leave out a head that is off", () => {
    expect(labelOf(built)).toMatchObject({ label: "attack" });
    expect(labelOf(changeSettings(built, { thresholds: { threat: 1 } })).label).not.toBe("attack");
    expect(labelOf(changeSettings(built, { on: { threat: false } }))).toMatchObject({ threat: 0 });
  });

  it("claim the shipper's own timestamp key", () => {
    const changed = changeSettings(built, { timestampKey: "stamp" });
    expect(readSettings(changed).timestampKey).toBe("stamp");
    expect(readSettings(changeSettings(changed, { zoneMinutes: 60 })).timestampKey).toBe("stamp");
    expect(() => changeSettings(built, { timestampKey: "x".repeat(65) })).toThrow("1 to 64 bytes");
    const filter = Filter.load(changed);
    expect(Object.keys(JSON.parse(filter.score('{"stamp":1,"date":2}')))).toEqual([
      "_stamp",
      "date",
      "smartlog",
    ]);
  });
});

describe("an exempt source", () => {
  const line = (ip: string, i: number) =>
    recordOfLine(
      Buffer.from(
        `${ip} - - [21/Nov/2026:06:19:${String(i % 60).padStart(2, "0")} +0000] "GET /missing-${i} HTTP/1.1" 404 5 "-" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"`,
      ),
    );
  const sourceEvents = (module: Uint8Array, ip: string) => {
    const filter = Filter.load(module);
    for (let i = 0; i < 20; i++) filter.score(line(ip, i));
    const { features } = JSON.parse(filter.explain(line(ip, 20))) as {
      features: { name: string; value: number }[];
    };
    return features.find(({ name }) => name === "source_events")?.value;
  };

  it("has no behaviour held against it, by its address or by the beginning of it", () => {
    const exempting = changeSettings(built, { exempt: ["10.0.0.5", "192.168.1."] });
    expect(sourceEvents(exempting, "10.0.0.5")).toBe(-1);
    expect(sourceEvents(exempting, "192.168.1.77")).toBe(-1);
    expect(sourceEvents(exempting, "10.0.0.50")).toBeGreaterThan(15);
    expect(sourceEvents(exempting, "203.0.113.7")).toBeGreaterThan(15);
  });
});
