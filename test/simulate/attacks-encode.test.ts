import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { grammar, lines, words } from "../../simulate/lib/grammar.ts";
import { Random } from "../../simulate/lib/random.ts";
import { LOSSLESS_STYLES, percentEncode } from "../../simulate/values/percent.ts";

const text = fc.string({ unit: "grapheme", maxLength: 60 });

describe("percentEncode", () => {
  it.each(LOSSLESS_STYLES)("%s: decoding gives the text back", (style) => {
    fc.assert(
      fc.property(text, fc.integer(), (value, seed) => {
        const encoded = percentEncode(value, style, new Random(seed));
        expect(encoded).toMatch(/^[A-Za-z0-9\-._~%+]*$/);
        const plain = style === "form" ? encoded.replaceAll("+", " ") : encoded;
        const once = decodeURIComponent(plain);
        expect(style === "double" ? decodeURIComponent(once) : once).toBe(value);
      }),
    );
  });

  it.each(["minimal", "none", "latin1"] as const)("%s: fits a log line", (style) => {
    fc.assert(fc.property(text, (value) => !/[^\x21\x23-\x7e]/.test(percentEncode(value, style))));
  });

  it("writes the styles as they are known", () => {
    expect(percentEncode("a b/ñ'", "full")).toBe("a%20b%2f%c3%b1%27");
    expect(percentEncode("a b/ñ'", "upper")).toBe("a%20b%2F%C3%B1%27");
    expect(percentEncode("a b/ñ'", "form")).toBe("a+b%2F%C3%B1%27");
    expect(percentEncode("a b/ñ'", "latin1")).toBe("a%20b%2F%F1%27");
    expect(percentEncode("a b/ñ'", "minimal")).toBe("a%20b/%C3%B1'");
    expect(percentEncode("'", "double")).toBe("%2527");
  });
});

describe("the grammar kit", () => {
  const rng = new Random(4);

  it("expands references, choices, options, repetitions and memories", () => {
    const make = grammar({
      start: ["«v=name»-«$v»-«x|«name»»«name?»«name*2-3»«»"],
      name: ["b"],
    });
    for (let i = 0; i < 50; i++) expect(make(rng)).toMatch(/^b-b-[xb]b{2,4}$/);
  });

  it("ends however deep its rules call themselves", () => {
    const make = grammar({ start: ["(«start»«start»)", "(«start»«start»«start»)", "."] });
    expect(make(rng)).toMatch(/^[(.)]+$/);
  });

  it("refuses a reference to a rule that is not there, when it is made", () => {
    expect(() => grammar({ start: ["«nobody»"] })).toThrow(/start refers to «nobody»/);
    expect(() => grammar({ start: ["«open"] })).toThrow(/without/);
  });

  it("reads tables with back-ticks and dollars in them", () => {
    expect(lines`
      a \`b\`

      \${c} \n`).toEqual(["a `b`", `\${c} \\n`]);
    expect(words`x y
      z`).toEqual(["x", "y", "z"]);
  });
});
