/** Forms of events: which requests one judgement holds for. */
import { expect, test } from "vitest";
import { formOf, formOfLine } from "../../trainer/window/form.ts";

const form = (method: string, path: string) => formOf(true, 7, method, path);

test.each([
  ["another number in the path", "/orders/17", "/orders/18"],
  ["another value of a parameter", "/a?x=1", "/a?x=2"],
  ["another id that has digits", "/a/b7c", "/a/c8d9"],
])("one with %s is the same", (_, path, other) => {
  expect(form("GET", path)).toBe(form("GET", other));
});

test.each([
  ["another path", "/a", "/b"],
  ["another parameter", "/a?x=1", "/a?y=1"],
  ["a parameter more", "/a?x=1", "/a?x=1&cmd=ls"],
  ["a second question mark", "/a?x=1", "/a?x?=1"],
])("one with %s is another", (_, path, other) => {
  expect(form("GET", path)).not.toBe(form("GET", other));
});

test("methods differ, and a message's form is its template", () => {
  expect(form("GET", "/a")).not.toBe(form("POST", "/a"));
  expect(formOf(false, 7, "", "")).toBe(7);
});

test("a line's request line has the form; of other lines the template is all there is", () => {
  const line = '203.0.113.7 - - [21/Nov/2026:06:19:00 +0000] "GET /a/17?x=1 HTTP/1.1" 200 5';
  expect(formOfLine(true, 7, line)).toBe(form("GET", "/a/17?x=1"));
  expect(formOfLine(true, 7, '{"verb":"GET","path":"/a"}')).toBe(7);
  expect(formOfLine(false, 7, line)).toBe(7);
});
