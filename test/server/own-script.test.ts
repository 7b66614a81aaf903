/** How much script of SmartLog's own pages load: each file as the server sends it, packed by itself, with its comments. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const MOST_BYTES = 60_000;
const SERVER = new URL("../../server/", import.meta.url).pathname;
const PUBLIC = join(SERVER, "viewer", "public");

const scripts = new Map(
  readdirSync(PUBLIC)
    .filter((name) => name.endsWith(".js"))
    .map((name) => [name, readFileSync(join(PUBLIC, name), "utf8")]),
);

/** What a page names in its head; the frame's is on all of them. */
const entries = new Set(
  readdirSync(SERVER, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .flatMap((path) => [...readFileSync(join(SERVER, path), "utf8").matchAll(/\/public\/([\w-]+\.js)"/g)])
    .map(([, name]) => name as string),
);

/** A page's scripts with all that they import, at once or later. */
function loaded(...names: string[]): Set<string> {
  const found = new Set<string>();
  const add = (name: string) => {
    const text = scripts.get(name);
    if (text === undefined || found.has(name)) return;
    found.add(name);
    for (const [, next] of text.matchAll(/(?:from|import)\s*\(?\s*"\.\/([\w-]+\.js)"/g)) add(next as string);
  };
  for (const name of names) add(name);
  return found;
}

const sizeOf = (names: Iterable<string>, size: (text: string) => number) =>
  [...names].reduce((sum, name) => sum + size(scripts.get(name) as string), 0);
const asSent = (text: string) => gzipSync(text).length;
const asWritten = (text: string) => Buffer.byteLength(text);

test("all files together are at most 60 KB as they are sent", () => {
  expect(sizeOf(scripts.keys(), asSent)).toBeGreaterThan(10_000);
  expect(sizeOf(scripts.keys(), asSent)).toBeLessThanOrEqual(MOST_BYTES);
});

test.each([...entries].filter((name) => name !== "app.js"))(
  "a page with %s loads at most 60 KB as they are written",
  (entry) => {
    const page = loaded("frame.js", entry);
    expect(page.has(entry)).toBe(true);
    expect(sizeOf(page, asWritten)).toBeLessThanOrEqual(MOST_BYTES);
  },
);

test("no file is there that no page loads", () => {
  expect([...scripts.keys()].filter((name) => !loaded(...entries).has(name))).toEqual([]);
});
