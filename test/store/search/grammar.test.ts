import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Match, Query } from "../../../store/search/grammar/ast.ts";
import { SearchError } from "../../../store/search/grammar/error.ts";
import { FIELD_NAMES, FIELDS, fieldOf, knownNames } from "../../../store/search/grammar/fields.ts";
import { parse } from "../../../store/search/grammar/parse.ts";
import { print } from "../../../store/search/grammar/print.ts";

const text = (...pattern: string[]): Query => ({ type: "text", pattern });

describe("a query says", () => {
  test.each<[string, Query]>([
    ["", { type: "all" }],
    [" \t ", { type: "all" }],
    ["wp-login", text("wp-login")],
    ["wp-*.php", text("wp-", ".php")],
    ['"GET /"', text("GET /")],
    ['"a \\"b\\" \\\\ *"', text('a "b" \\ *')],
    ["a\\ b\\*", text("a b*")],
    ["10:41:05", text("10:41:05")],
    ["http://example.org/x", text("http://example.org/x")],
    ["std::bad_alloc", text("std::bad_alloc")],
    ["status=500", text("status=500")],
    ["not found or lost", { type: "and", members: ["not", "found", "or", "lost"].map((each) => text(each)) }],
    ["a - b", { type: "and", members: [text("a"), text("-"), text("b")] }],
    ["a OR b c", { type: "or", members: [text("a"), { type: "and", members: [text("b"), text("c")] }] }],
    [
      "(a OR b) AND c",
      { type: "and", members: [{ type: "or", members: [text("a"), text("b")] }, text("c")] },
    ],
    ["(a (b c))", { type: "and", members: [text("a"), text("b"), text("c")] }],
    ["-a", { type: "not", member: text("a") }],
    ["NOT (a OR b)", { type: "not", member: { type: "or", members: [text("a"), text("b")] } }],
    ["ORDER", text("ORDER")],
  ])("%j", (line, query) => {
    expect(parse(line)).toEqual(query);
  });

  test.each<[string, string, Match[]]>([
    ["kind:web", "kind", [{ is: "text", pattern: ["web"] }]],
    [
      "Kind:WEB,auth",
      "kind",
      [
        { is: "text", pattern: ["web"] },
        { is: "text", pattern: ["auth"] },
      ],
    ],
    ["severity:>=high", "severity", [{ is: "ranked", by: ">=", value: "high" }]],
    ["status:>=500", "status", [{ is: "compared", by: ">=", value: 500 }]],
    ["status:500..599", "status", [{ is: "range", low: 500, high: 599 }]],
    [
      "status:5xx,404",
      "status",
      [
        { is: "range", low: 500, high: 599 },
        { is: "number", value: 404 },
      ],
    ],
    ["status:5*", "status", [{ is: "range", low: 500, high: 599 }]],
    ["status_code:50*", "status", [{ is: "range", low: 500, high: 509 }]],
    ["status:400..", "status", [{ is: "compared", by: ">=", value: 400 }]],
    ["status:*..399", "status", [{ is: "compared", by: "<=", value: 399 }]],
    ["bytes:>1mb", "bytes", [{ is: "compared", by: ">", value: 1_048_576 }]],
    ["duration:>1.5s", "duration", [{ is: "compared", by: ">", value: 1500 }]],
    ["score:.9", "score", []],
    ["ip:203.0.113.0/24", "ip", [{ is: "network", network: "203.0.113.0/24" }]],
    ["source:203.0.113", "ip", [{ is: "network", network: "203.0.113.0/24" }]],
    ["ip:203.0.*", "ip", [{ is: "network", network: "203.0.0.0/16" }]],
    [
      "ip:2001:DB8::/32,::1",
      "ip",
      [
        { is: "network", network: "2001:db8::/32" },
        { is: "network", network: "::1" },
      ],
    ],
    ["path:/wp-*", "path", [{ is: "text", pattern: ["/wp-", ""] }]],
    ["path:/../etc", "path", [{ is: "text", pattern: ["/../etc"] }]],
    [
      'host:"a b","c,d"',
      "host",
      [
        { is: "text", pattern: ["a b"] },
        { is: "text", pattern: ["c,d"] },
      ],
    ],
    ["user:*", "user", [{ is: "any" }]],
    ['user:"*"', "user", [{ is: "text", pattern: ["*"] }]],
    ["reason:attack:sql-injection", "reason", [{ is: "text", pattern: ["attack:sql-injection"] }]],
    ["tpl:5F0C2A11", "template", [{ is: "text", pattern: ["5f0c2a11"] }]],
  ])("%s", (line, field, matches) => {
    if (matches.length === 0) expect(() => parse(line)).toThrow(SearchError);
    else expect(parse(line)).toEqual({ type: "field", field, matches });
  });

  test("members of the record, by the names that lead to them", () => {
    expect(parse('record.a."b.c":>=5,x')).toEqual({
      type: "record",
      path: ["a", "b.c"],
      matches: [
        { is: "compared", by: ">=", value: 5 },
        { is: "text", pattern: ["x"] },
      ],
    });
    expect(parse('record.a."b.c":"5..6"')).toMatchObject({ matches: [{ is: "text", pattern: ["5..6"] }] });
  });
});

describe("what can't be read is told, with the place and what to write", () => {
  test.each<[string, number, RegExp]>([
    ["statsu:500", 0, /Did you mean status:/],
    ["kind:web lable:bot", 9, /Did you mean label:/],
    ["frobnicate:1", 0, /record\.frobnicate:/],
    ["Error: disk", 0, /in quotes/],
    ["label:bto", 6, /label:bot/],
    ["kind:>web", 5, /Write kind:/],
    ["status:many", 7, /status:>=500/],
    ["status:599..500", 7, /status:500\.\.599/],
    ["status:", 0, /status:\*/],
    ["status:500,", 0, /behind the colon or comma/],
    ["status:(500 OR 502)", 7, /status:a,b/],
    ["ip:300.1.1.1", 3, /203\.0\.113\.0\/24/],
    ["ip:1.2.3.4/33", 3, /network/],
    ["ip:fe80::1%eth0", 3, /network/],
    ["host:>a", 5, /host:">a"/],
    ["tpl:xyz", 4, /hex/],
    ['a "b', 2, /Close it/],
    ['a="b c"', 2, /Put all of it in quotes/],
    ['"a"b', 3, /blank/],
    ["a\\", 1, /\\\\/],
    ["(a", 0, /Close it/],
    ["a)", 1, /Leave it out/],
    ["()", 1, /Write a word/],
    ["NOT", 2, /Write a word/],
    ["a OR", 3, /Write a word/],
    ["OR a", 0, /both sides/],
    ["a OR OR b", 5, /both sides/],
    ["--help", 0, /"--help"/],
    ["kind:web or kind:auth", 9, /Write OR/],
    ["status>=500", 0, /status:>=500/],
    ["a && b", 2, /Leave it out/],
    ["a || b", 2, /Write OR/],
    ['""', 0, /nothing at all/],
    ["*", 0, /nothing at all/],
    ["path:a(b)", 6, /quotes/],
    ["a\0b", 1, /leave it out/],
    ["x".repeat(2_001), 2_000, /not needed/],
    ["(".repeat(50), 21, /more simply/],
    ["x ".repeat(101), 200, /more simply/],
  ])("%.40j at %d", (line, position, next) => {
    const error = errorOf(line);
    expect(`${error.message}. ${error.nextStep}`).toMatch(next);
    expect(error.position).toBe(position);
    expect(error.position + error.length).toBeLessThanOrEqual(Math.max(line.length, 1));
    expect(error.length).toBeGreaterThan(0);
  });
});

function errorOf(line: string): SearchError {
  try {
    parse(line);
  } catch (error) {
    if (error instanceof SearchError) return error;
    throw error;
  }
  throw new Error(`${line} was read`);
}

const stretch = fc.oneof(
  fc.stringMatching(/^[a-z/.-]{1,8}$/),
  fc.string({ minLength: 1, maxLength: 8, unit: "grapheme" }).filter((each) => !each.includes("\0")),
  fc.constantFrom(
    "AND",
    "or",
    "-",
    "..",
    ">=5",
    "(",
    ")",
    '"',
    "\\",
    "*",
    ",",
    ":",
    " ",
    "a:b",
    "%_",
    "'; drop--",
  ),
);
const pattern = fc.oneof(
  fc.tuple(stretch),
  fc
    .tuple(
      fc.option(stretch, { nil: "" }),
      fc.array(stretch, { maxLength: 2 }),
      fc.option(stretch, { nil: "" }),
    )
    .map(([first, middle, last]) => [first, ...middle, last])
    .filter((each) => each.some((part) => part !== "")),
);
const number = fc.oneof(
  fc.integer({ min: -1000, max: 100_000 }),
  fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000),
);
const range = fc
  .tuple(number, number)
  .map(([a, b]) => ({ is: "range" as const, low: Math.min(a, b), high: Math.max(a, b) }));
const by = fc.constantFrom(">", ">=", "<", "<=" as const);
const numeric = (of: typeof number): fc.Arbitrary<Match> =>
  fc.oneof(
    of.map((value) => ({ is: "number" as const, value })),
    fc.record({ is: fc.constant("compared" as const), by, value: of }),
  );
const any = fc.constant<Match>({ is: "any" });
const textMatch = fc.oneof(pattern, fc.constant([""])).map((each): Match => ({ is: "text", pattern: each }));

const matchOf = (name: (typeof FIELD_NAMES)[number]): fc.Arbitrary<Match> => {
  const field = FIELDS[name];
  switch (field.type) {
    case "words": {
      const word = fc.constantFrom(...(field.words ?? []));
      const plain = word.map((each): Match => ({ is: "text", pattern: [each] }));
      return field.ordered
        ? fc.oneof(any, plain, fc.record({ is: fc.constant("ranked" as const), by, value: word }))
        : fc.oneof(any, plain);
    }
    case "number":
      return field.whole
        ? fc.oneof(any, numeric(fc.integer({ min: 0, max: 1e9 })))
        : fc.oneof(any, numeric(number), range);
    case "address":
      return fc.oneof(
        any,
        fc.ipV4().map((network): Match => ({ is: "network", network })),
        fc
          .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
          .map(([ip, n]): Match => ({ is: "network", network: `${ip}/${n}` })),
        fc.constantFrom<Match>({ is: "network", network: "2001:db8::/32" }),
      );
    case "code":
      return fc.oneof(
        any,
        fc.stringMatching(/^[0-9a-f]{1,8}$/).map((each): Match => ({ is: "text", pattern: [each] })),
      );
    default:
      return fc.oneof(any, textMatch);
  }
};
const term: fc.Arbitrary<Query> = fc.oneof(
  pattern.map((each): Query => ({ type: "text", pattern: each })),
  fc
    .constantFrom(...FIELD_NAMES)
    .chain((field) =>
      fc
        .array(matchOf(field), { minLength: 1, maxLength: 3 })
        .map((matches): Query => ({ type: "field", field, matches })),
    ),
  fc.record({
    type: fc.constant("record" as const),
    path: fc.array(stretch, { minLength: 1, maxLength: 3 }),
    matches: fc.array(
      fc.oneof(
        any,
        textMatch,
        numeric(number).filter(({ is }) => is !== "number"),
        range,
      ),
      {
        minLength: 1,
        maxLength: 2,
      },
    ),
  }),
);
const query: fc.Arbitrary<Query> = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    term,
    tie("query").map((member): Query => ({ type: "not", member })),
    fc
      .tuple(
        fc.constantFrom("and" as const, "or" as const),
        fc.array(tie("query"), { minLength: 2, maxLength: 3 }),
      )
      .map(
        ([type, members]): Query => ({
          type,
          members: members.flatMap((each) => (each.type === type ? each.members : [each])),
        }),
      ),
  ),
})).query;

test("a query that is printed reads back as itself", () => {
  fc.assert(
    fc.property(query, (each) => {
      const line = print(each);
      fc.pre(line.length <= 2_000);
      expect(parse(line)).toEqual(each);
    }),
    { numRuns: 2_000 },
  );
});

const piece = fc.constantFrom(
  ...'status: >= 500 .. , ( ) - NOT OR AND or " \\ * kind:web record. a.b: ip: 1.2.3.4/ \0 : label: xx é \ud800'.split(
    " ",
  ),
  " ",
  "  ",
);

test("whatever is typed is read, or told to be wrong at a place of it", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(piece, { maxLength: 12 }).map((each) => each.join("")),
        fc.string({ unit: "binary" }),
      ),
      (line) => {
        try {
          const read = parse(line);
          expect(parse(print(read))).toEqual(read);
        } catch (error) {
          expect(error).toBeInstanceOf(SearchError);
          const { position, message, nextStep } = error as SearchError;
          expect(position).toBeGreaterThanOrEqual(0);
          expect(position).toBeLessThanOrEqual(line.length);
          expect(`${message} ${nextStep}`).not.toMatch(/undefined|NaN/);
        }
      },
    ),
    { numRuns: 5_000 },
  );
});

test("each name means one field, in any case", () => {
  const names = FIELD_NAMES.flatMap((name) => [name, ...(FIELDS[name].aliases ?? [])]);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(knownNames())).toEqual(new Set([...names, "record"]));
  for (const name of names) expect(fieldOf(name.toUpperCase())).toBeDefined();
});
