/** A report in a terminal and as Markdown: what attackers wrote moves no cursor and makes no markup. */
import { describe, expect, test } from "vitest";
import { markdown } from "../../report/document/markdown.ts";
import { spark } from "../../report/document/spark.ts";
import { text } from "../../report/document/text.ts";
import { formatted } from "../../report/document/value.ts";
import { hostileReport } from "./sample.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028]/;

describe("in a terminal", () => {
  test("nothing of a log moves the cursor, and no line is wider than the terminal but those of prose", () => {
    const shown = text(hostileReport(), { width: 100 });
    expect(shown).not.toMatch(UNSAFE);
    const rows = shown.split("\n").filter((line) => line.includes("1,234,567"));
    expect(rows).toHaveLength(8);
    expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(230);
  });

  test("colours are there only where they are asked for", () => {
    const esc = String.fromCharCode(27);
    expect(text(hostileReport())).not.toContain(esc);
    expect(text(hostileReport(), { isColoured: true })).toContain(`${esc}[31m`);
  });

  test("a narrow terminal cuts texts, not numbers", () => {
    const table = {
      kind: "table" as const,
      title: "T",
      columns: [
        { title: "Name", unit: "code" as const },
        { title: "Count", unit: "count" as const },
      ],
      rows: [["x".repeat(200), 1234567]],
    };
    const report = {
      title: "",
      subtitle: "",
      lines: [],
      notes: [],
      sections: [{ id: "s", title: "S", parts: [table] }],
    };
    const row = text(report, { width: 60 }).split("\n").at(-1) as string;
    expect(row).toHaveLength(60);
    expect(row).toMatch(/…\s+1,234,567$/);
  });
});

describe("as Markdown", () => {
  const shown = markdown(hostileReport());

  test("no HTML, link, image or heading of a log comes through", () => {
    const outside = shown.replace(/(?<!\\)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "");
    expect(outside).not.toMatch(UNSAFE);
    expect(outside).not.toMatch(/(?<!\\)[<>]/);
    expect(outside).not.toMatch(/(?<!\\)\]\(/);
    expect(outside.match(/^#+ /gm)).toHaveLength(3);
    expect(outside).not.toMatch(/https?:\/\//);
  });

  test("each row of a table has as many cells as its head", () => {
    const rows = shown.split("\n").filter((line) => line.startsWith("| "));
    expect(rows.length).toBeGreaterThan(10);
    const cells = (row: string) => row.split(/(?<!\\)(?:\\\\)*\|/).length;
    for (const row of rows) expect(cells(row), row).toBe(cells(rows[0] as string));
  });
});

test("a line of blocks has the highest value full, and holes where nothing is known", () => {
  expect(spark([0, 1, 8, null], 10)).toBe("▁▂█ ");
  expect(spark([0, 9, 0, 0, 3, 0], 3)).toBe("█▁▃");
  expect(spark([], 5)).toBe("");
});

test.each([
  [999, "bytes", "999 B"],
  [1_000, "bytes", "1 kB"],
  [240_678_228, "bytes", "241 MB"],
  [0.0004, "share", "< 0.1 %"],
  [0.056, "share", "5.6 %"],
  [12_345, "ms", "12.3 s"],
  [2.34567, "ms", "2.35 ms"],
  [null, "count", "–"],
  ["a\x1b[2J", "text", "a\\x1b[2J"],
] as const)("%s %s is written %s", (value, unit, written) => {
  expect(formatted(value, unit)).toBe(written);
});
