/** The user's formats in a module: they read, and they survive other weights, another module and settings. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readFormat } from "../../formats/lib/format.ts";
import { Filter } from "../../host/filter.ts";
import { BUILT_MODULE } from "../../host/module.ts";
import { embedModel } from "../../trainer/model/embed.ts";
import { ownFormats, withFormats } from "../../trainer/model/formats.ts";
import { readModel, sameWeights, withWeights } from "../../trainer/model/read.ts";
import { changeSettings } from "../../trainer/model/settings.ts";

const built = readFileSync(BUILT_MODULE);
const LINE = "<<shop>> ada bought 3 from 203.0.113.7 in 12.5 s";
const SHOP = readFormat(`
name: shop
title: Our shop
kind: app
service: shop
patterns: ['<<shop>> {user:word} bought {:number} from {ip} in {ms:s} s']
examples: [{ line: '${LINE}', event: { kind: app, ip: 203.0.113.7 } }]
`);

function read(module: Uint8Array, log: string) {
  return Filter.load(module).event(JSON.stringify({ log }));
}

describe("a format of the user's", () => {
  const taught = withFormats(built, [SHOP]);

  test("reads its lines, and leaves the others", () => {
    expect(read(built, LINE)?.kind).toBe("unknown");
    expect(read(taught, LINE)).toMatchObject({
      kind: "app",
      user: "ada",
      ip: "203.0.113.7",
      ms: 12_500,
      service: "shop",
    });
    const other = '203.0.113.7 - - [21/Nov/2026:06:19:00 +0000] "GET / HTTP/1.1" 200 5 "-" "curl/8.0"';
    expect(read(taught, other)).toEqual({
      ...read(built, other),
      id: expect.anything(),
      ts: expect.anything(),
    });
    expect(sameWeights(readModel(taught).blob, readModel(built).blob)).toBe(true);
  });

  test("reads its lines where a text within them is all that tells them", () => {
    const inside = readFormat(`
name: inside
title: Text inside
kind: app
patterns: ['{ip} bought cheese for {ms:s} s']
examples: [{ line: a, event: { kind: app } }]
`);
    const found = read(withFormats(built, [inside]), "203.0.113.7 bought cheese for 2 s");
    expect(found).toMatchObject({ kind: "app", ip: "203.0.113.7", ms: 2000 });
  });

  test("comes before what is built in, even where its line looks like another's", () => {
    const strange = readFormat(`
name: strange
title: Referer first
kind: web
patterns: ['{ip} - {ref:word} [{time}] "{request:quoted} {status} {bytes}']
examples: [{ line: a, event: { kind: web } }]
`);
    const line = '203.0.113.7 - shop.example [21/Nov/2026:06:19:00 +0000] "GET / HTTP/1.1" 200 5';
    expect(read(withFormats(built, [strange]), line)).toMatchObject({
      kind: "web",
      ref: "shop.example",
      bytes: 5,
    });
  });

  test("is found by a text in the middle alone, and by nothing but its time", () => {
    const file = (name: string, pattern: string) =>
      readFormat(
        `name: ${name}\ntitle: T\nkind: app\npatterns: ['${pattern}']\nexamples: [{ line: a, event: { kind: app } }]`,
      );
    const middle = withFormats(built, [file("middle", "{user:word} has bought from {ip}")]);
    expect(read(middle, "ada has bought from 203.0.113.7")).toMatchObject({ user: "ada", ip: "203.0.113.7" });
    const timed = withFormats(built, [file("timed", "{time}~{user:word}~{ip}")]);
    expect(read(timed, "2026-11-21 06:19:00~ada~203.0.113.7")).toMatchObject({
      user: "ada",
      ip: "203.0.113.7",
    });
  });

  test("stays when settings change, when weights change, and in a module just built", () => {
    for (const module of [
      changeSettings(taught, { thresholds: { threat: 0.9 } }),
      withWeights(taught, readModel(built).blob),
      withWeights(built, readModel(taught).blob),
      embedModel(built, readModel(taught).blob),
      withFormats(taught),
    ]) {
      expect(ownFormats(module).map(({ text }) => text)).toEqual([SHOP.text]);
      expect(read(module, LINE)?.user).toBe("ada");
    }
  });

  test("goes when it is taken out, and does not come back with weights that were trained with it", () => {
    const without = withFormats(taught, []);
    expect(read(without, LINE)?.kind).toBe("unknown");
    expect(read(withWeights(without, readModel(taught).blob), LINE)?.kind).toBe("unknown");
  });
});
