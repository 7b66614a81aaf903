import { describe, expect, test } from "vitest";
import { readFormat } from "../../formats/lib/format.ts";
import { parsePattern } from "../../formats/lib/pattern.ts";

describe("a pattern", () => {
  test("is text, fields with types, optional parts and choices", () => {
    expect(parsePattern("{time} {user:last} at {ip}{?, by {:word}}{ }{outcome=ok|no}{}")).toEqual([
      { is: "typed", field: "time", type: "time" },
      { is: "literal", text: " " },
      { is: "text", field: "user", type: "last" },
      { is: "literal", text: " at " },
      { is: "typed", field: "ip", type: "address" },
      {
        is: "optional",
        items: [
          { is: "literal", text: ", by " },
          { is: "text", field: null, type: "word" },
        ],
      },
      { is: "blanks" },
      { is: "choice", field: "outcome", words: ["ok", "no"] },
      { is: "text", field: null, type: "text" },
    ]);
  });

  test("writes braces twice, in optional parts too", () => {
    expect(parsePattern("{{{user}}}")).toEqual([
      { is: "literal", text: "{" },
      { is: "text", field: "user", type: "text" },
      { is: "literal", text: "}" },
    ]);
    expect(parsePattern("a{? {{{}}}}b")).toEqual([
      { is: "literal", text: "a" },
      {
        is: "optional",
        items: [
          { is: "literal", text: " {" },
          { is: "text", field: null, type: "text" },
          { is: "literal", text: "}" },
        ],
      },
      { is: "literal", text: "b" },
    ]);
  });

  test("takes an address, a colon and a port as one", () => {
    expect(parsePattern("{ip}:{sport} x")[0]).toEqual({ is: "typed", field: "ip", type: "address-port" });
  });

  test.each([
    ["", "it is empty"],
    ["a{user", "column 2: a { without its }"],
    ["a}b", "a } without its {"],
    ["{usr}", "there is no field usr"],
    ["{ip:text}", "ip can't be any text"],
    ["{user:time}", "user can't be time"],
    ["{user}{ip}", "a text ends where literal text stands"],
    ["{?{ip}}", "an optional part begins with literal text"],
    ["a{?b{?c{?d}}}", "nest 2 deep"],
    ["{user:last}", "a text at the end has no last place"],
    ["{pairs} x", "{pairs} stands last"],
    ["{outcome=a||b}", "an empty word"],
    ["{}a{:last}b{:last}c{:only}d{:last}e{:last}f", "at most 4"],
  ])("%j is refused: %s", (source, why) => {
    expect(() => parsePattern(source)).toThrow(why);
  });
});

describe("a format", () => {
  const file = (more: string) => `name: x\ntitle: X\nkind: app\n${more}`;
  const EXAMPLES = "examples: [{ line: a, event: { kind: app } }]";

  test.each([
    ["[", "it is no YAML"],
    [file("pattern: [a]"), "there is no member pattern"],
    [file("patterns: [a]"), "examples is missing"],
    [file(EXAMPLES), "neither patterns, headers nor keys"],
    [file(`patterns: ['{usr}']\n${EXAMPLES}`), "patterns, entry 1: pattern, column 1: there is no field usr"],
    [file(`headers: ['{time} x']\n${EXAMPLES}`), "a header needs a {message}"],
    [file(`keys: { a: ip }\n${EXAMPLES}`), "keys need `when`"],
    [file(`patterns: ['{line}']\n${EXAMPLES}`), "a wrapper, and nothing else"],
    [file(`patterns: [a]\nvalues: { outcome: { good: ok } }\n${EXAMPLES}`), "one of success, failure"],
    [`name: X\ntitle: X\nkind: app\npatterns: [a]\n${EXAMPLES}`, "small letters"],
  ])("%j is refused: %s", (text, why) => {
    expect(() => readFormat(text)).toThrow(why);
  });
});
