import { expect, test } from "vitest";
import { markedLine, placeOf } from "../../server/rows/marked-line.ts";

test.each([
  ["GET /?q=<script> HTTP", "query:<script>", "GET /?q=<mark>&lt;script&gt;</mark> HTTP"],
  ["GET /?q=%3CScript%3e HTTP", "query:<script>", "GET /?q=<mark>%3CScript%3e</mark> HTTP"],
  ["GET /%2e./x", "path:../x", "GET /<mark>%2e./x</mark>"],
  ["GET /a%", "path:a%", "GET /<mark>a%</mark>"],
  ["nothing like it", "ua:sqlmap", "nothing like it"],
  ["İ GET /x", "path:/x", "İ GET <mark>/x</mark>"],
  ["x", "path:", "x"],
  ["", "path:x", ""],
])("of %j the hit %j is marked", (line, hit, expected) => {
  expect(markedLine(line, hit).text).toBe(expected);
});

test("of a long line the part around the hit is shown", () => {
  const { text } = markedLine(`${"a".repeat(5_000)}/.env${"b".repeat(5_000)}`, "path:/.env");
  expect(text).toMatch(/^…a{300}<mark>\/\.env<\/mark>b+…$/);
  expect(text.length).toBeLessThan(1_100);
  expect(markedLine("a".repeat(5_000), null).text).toBe(`${"a".repeat(1_000)}…`);
  expect(markedLine("a".repeat(5_000), `path:${"a".repeat(3_000)}`).text).toMatch(/^<mark>a+<\/mark>…$/);
});

test("a line of nothing but signs of percent is looked through at once", () => {
  expect(placeOf("%".repeat(100_000), "x")).toEqual([-1, -1]);
});
