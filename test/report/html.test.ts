/** A report's page holds what attackers wrote as text, whatever it is. */
import { describe, expect, test } from "vitest";
import { described } from "../../report/document/described.ts";
import type { Chart } from "../../report/document/report.ts";
import { page } from "../../report/html/page.ts";
import { hostileReport } from "./sample.ts";

const html = await page(hostileReport());

/** Elements of a page, without its texts and the values of its attributes. */
function tagsOf(text: string): string[] {
  return Array.from(text.matchAll(/<\/?([a-z!][\w-]*)/gi), ([, name]) => (name as string).toLowerCase());
}

describe("a page of hostile texts", () => {
  test("has no element that the page itself has not", () => {
    const own =
      "!doctype html head meta title link style body header h1 h2 h3 p main ol ul li nav a section div table caption thead tbody tr th td code span footer figure figcaption svg rect path text g";
    const others = new Set(tagsOf(html).filter((name) => !own.split(" ").includes(name)));
    expect([...others]).toEqual([]);
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(html.match(/<style/g)).toHaveLength(1);
  });

  test("has no attribute that runs something, and lets nothing run or load", () => {
    expect(html.replace(/"[^"]*"/g, '""')).not.toMatch(/<[a-z][^>]*\son\w+=/i);
    expect(html).toContain("default-src &#39;none&#39;");
    expect(html).not.toMatch(/(?:src|href)="(?!#|data:,")/);
  });

  test("has no character that turns text around or moves a cursor", () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e\u2066-\u2069\u2028]/);
  });

  test("is the same each time: names in it count nothing that was drawn before", async () => {
    expect(await page(hostileReport())).toBe(html);
  });
});

test("charts take their colours from the page, and are said in words", () => {
  expect(html).toContain('fill="var(--people)"');
  expect(html.match(/<svg role="img" aria-label="/g)).toHaveLength(3);
  expect(html).not.toMatch(/#[0-9a-f]{6}"/i);
});

test("values stand in their units", () => {
  for (const text of ["1,234,567", "1.5 MB", "12 %", "12.3 ms", "2026-11-2"]) expect(html).toContain(text);
});

test("a chart in words says how far it goes and where each series is highest", () => {
  const chart: Chart = {
    kind: "chart",
    title: "Requests a day",
    shape: "columns",
    unit: "count",
    labels: ["May 1", "May 2", "May 3"],
    series: [
      { name: "people", colour: "people", values: [1, 5000, null] },
      { name: "robots", colour: "robots", values: [null, null, null] },
    ],
  };
  expect(described(chart)).toBe(
    "Requests a day. Columns, May 1 to May 3. people: at most 5,000 (May 2); robots: none.",
  );
});
