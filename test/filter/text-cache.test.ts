import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type RawExports, RawInstance } from "./instance.ts";
import { assertStrictJson } from "./rfc8259.ts";

const FOLDER = join(import.meta.dirname, "cost");
const lines = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".log.txt"))
  .flatMap((file) => readFileSync(join(FOLDER, file), "latin1").trimEnd().split("\n"));

/** What an export answers to a record, parsed. */
function answer(
  instance: RawInstance,
  call: "smartlog" | "explain",
  record: string,
): Record<string, unknown> {
  const bytes = Buffer.from(record);
  const address = instance.put(bytes);
  const score: RawExports["smartlog"] = instance.exports[call];
  const text = instance.cString(score(0, 0, 1_763_720_000, 0, address, bytes.length));
  instance.exports.free(address);
  assertStrictJson(text);
  return JSON.parse(text.toString()).smartlog;
}

test("a text that came before is scored as if it had not: `explain` remembers none", () => {
  const [remembering, forgetting] = [new RawInstance(), new RawInstance()];
  // Each line again soon, and again after all the others.
  const sequence = [...lines, ...lines].flatMap((line, i) => [
    line,
    lines[(i * 7) % lines.length] ?? line,
    line,
  ]);
  for (const line of sequence) {
    const record = JSON.stringify({ log: line });
    expect(answer(remembering, "smartlog", record), line).toEqual(answer(forgetting, "explain", record));
  }
});

/** Ever other pieces that change what is found in a text. */
const pieces = ["'", "<", "a", "7", "(", "Z", "%", "~"];
const piecesOf = (i: number) => `${pieces[i % 8]}${pieces[(i >> 3) % 8]}${pieces[(i >> 6) % 8]}`;

test.each([
  ["at its end", (piece: string) => `/shop/item.php?id=17&name=aaaaaaaaaa${piece}`],
  ["between", (piece: string) => `/shop/item${piece}php?id=17&name=aaaaaaaaaaaaaa`],
])("another byte %s makes it another text, wherever it is kept", (_where, targetOf) => {
  const [remembering, forgetting] = [new RawInstance(), new RawInstance()];
  // More than there are places, so that each finds others of its length there.
  for (let i = 0; i < 2048; i++) {
    const target = targetOf(piecesOf(i * 37));
    const line = `192.0.2.7 - - [17/May/2015:10:05:43 +0000] "GET ${target} HTTP/1.1" 200 512 "-" "${target}"`;
    const record = JSON.stringify({ log: line });
    expect(answer(remembering, "smartlog", record)).toEqual(answer(forgetting, "explain", record));
  }
});

/** JSON of a string with every character as an escape: more than the scanner notes. */
function escaped(text: string): string {
  const units = Array.from({ length: text.length }, (_, i) =>
    text.charCodeAt(i).toString(16).padStart(4, "0"),
  );
  return `"${units.map((unit) => `\\u${unit}`).join("")}"`;
}

test("however a line is written in JSON, its event is the same", () => {
  const odd = fc.constantFrom(
    '"',
    "\\",
    '\\"',
    "\n",
    "\t",
    "é",
    "😀",
    "/",
    "\x01",
    ' msg="a \\"b\\" c" ',
    "{",
    "}",
  );
  const line = fc
    .tuple(fc.constantFrom(...lines), fc.array(fc.tuple(fc.nat(300), odd), { maxLength: 6 }))
    .map(([text, pieces]) =>
      pieces.reduce((out, [at, piece]) => out.slice(0, at) + piece + out.slice(at), text),
    );
  const shape = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => JSON.stringify({ level: "info", msg: text, path: '/a"b' }),
    (text) => `level=warn status=200 method=GET path=/a"b\\c user=x"y msg=${text}`,
    (text) => `ts=1 level=warn msg=${text.replaceAll(" ", "")}`,
    (text) => `time="2026-01-02T03:04:05Z" level=info msg=${JSON.stringify(text)} user=a`,
  );
  fc.assert(
    fc.property(line, shape, (text, wrap) => {
      const [one, other] = [new RawInstance(), new RawInstance()];
      // `explain` writes the template too.
      for (const call of ["smartlog", "explain"] as const) {
        const { id: _one, ...event } = answer(one, call, `{"log":${JSON.stringify(wrap(text))}}`);
        const { id: _other, ...same } = answer(other, call, `{"log":${escaped(wrap(text))}}`);
        expect(event).toEqual(same);
      }
    }),
    { numRuns: 600 },
  );
});
