/** Reports: untrusted text, and figures. */
import { describe, expect, it } from "vitest";
import { figure, percent, signed } from "../../trainer/evaluate/figures.ts";
import { calibrationChart } from "../../trainer/report/charts.ts";
import { code, plain } from "../../trainer/report/markdown.ts";

describe("the report", () => {
  it("shows what strangers wrote as text and nothing else", () => {
    expect(plain("a <img src=x> | *b* [c](d)\n# e")).toBe("a &lt;img src=x&gt; \\| \\*b\\* \\[c\\](d) \\# e");
    expect(code("x ``` y", "  ")).toBe("  ````\n  x ``` y\n  ````");
  });
});

describe("figures", () => {
  it("are dashes where there is nothing to divide by", () => {
    expect([figure(Number.NaN), percent(0 / 0), figure(0.5), percent(0.1234), percent(0.1234, 1)]).toEqual([
      "–",
      "–",
      "0.500",
      "12.34 %",
      "12.3 %",
    ]);
  });

  it("have their sign", () => {
    expect([signed(0.5, 2), signed(-0.5, 2), signed(0, 2)]).toEqual(["+0.50", "-0.50", "0.00"]);
  });
});

describe("a reliability diagram", () => {
  it("has a dot for each bin that has events, and its title as text", () => {
    const bins = [
      { score: 0.1, share: 0.2, count: 10 },
      { score: Number.NaN, share: Number.NaN, count: 0 },
      { score: 0.9, share: 0.8, count: 1 },
    ];
    const svg = calibrationChart("a < b", bins);
    expect(svg.match(/<circle/g)).toHaveLength(2);
    expect(svg).toContain("<title>a &lt; b</title>");
    expect(svg).not.toContain("NaN");
  });
});
