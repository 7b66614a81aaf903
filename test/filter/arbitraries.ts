import fc from "fast-check";

/** Text that finds the corners: quotes, escapes, controls, any plane, and names that the filter looks for. */
const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: "grapheme", maxLength: 20 }) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "date",
      "smartlog",
      "_date",
      "log",
      "message",
      "msg",
      "level",
      "status",
      "code",
      "time",
      "file",
      "offset",
      "path",
      "method",
      "remote",
      "host",
      "user",
      "ip",
      "request",
      "http",
      "source",
      "-",
      "",
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(...LINES()) },
);

function LINES(): string[] {
  return [
    '203.0.113.7 - - [17/May/2015:10:05:43 +0000] "GET /a?b=c HTTP/1.1" 200 512 "-" "curl/8.0"',
    "May 17 10:05:43 host sshd[123]: Failed password for root from 203.0.113.7 port 22 ssh2",
    '<34>1 2015-05-17T10:05:43Z host su 123 ID47 [a b="]"] failed',
    "2026-11-21 06:19:00,123 [ERROR] payments - refused | IP: 203.0.113.7 | ResponseTime: 12.5ms",
    '{"level":30,"time":1763720000123,"msg":"hello","req":{"method":"GET","url":"/"}}',
    '{"log":"{\\"log\\":1}"',
  ];
}

/** One character of a JSON string, written one of the ways that JSON allows, and some that Postgres doesn't. */
function escaped(value: string, choose: number): string {
  let out = "";
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i);
    const hex = unit.toString(16).padStart(4, "0");
    const mustEscape = unit < 0x20 || unit === 0x22 || unit === 0x5c || (unit & 0xf800) === 0xd800;
    if (mustEscape || (choose >> (i & 15)) & 1) out += `\\u${(choose >> 3) & 1 ? hex.toUpperCase() : hex}`;
    else out += value[i];
  }
  return `"${out}"`;
}

const jsonString = fc.tuple(text, fc.nat(0xffff)).map(([value, choose]) => escaped(value, choose));
const strange = fc.constantFrom(
  '"\\u0000"',
  '"a\\u0000b"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\ud83d\\ude00"',
  '"\\/\\b\\f\\n\\r\\t\\"\\\\"',
);
const number = fc.oneof(
  fc.double().filter(Number.isFinite).map(String),
  fc.bigInt().map(String),
  fc.stringMatching(/^-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?([eE][-+]?[0-9]{1,4})?$/),
  fc.constantFrom(
    "1e400",
    "-1e309",
    "1.797693134862316e+308",
    "1.7976931348623157e308",
    "0e9999",
    "-0",
    "1e-9999",
  ),
);
const space = fc.stringMatching(/^[ \t\n\r]{0,3}$/);

const { value } = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    jsonString,
    strange,
    number,
    fc.constantFrom("true", "false", "null", "{}", "[]", "[ ]", "{\n}"),
    tie("object"),
    fc
      .tuple(fc.array(tie("value"), { maxLength: 5 }), space)
      .map(([all, s]) => `[${s}${all.join(`${s},${s}`)}${s}]`),
  ),
  object: members(tie("value")),
}));

function members(of: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(fc.array(fc.tuple(fc.oneof(jsonString, strange), of), { maxLength: 8 }), space)
    .map(([all, s]) => `${s}{${s}${all.map(([k, v]) => `${k}${s}:${s}${v}`).join(`${s},${s}`)}${s}}${s}`);
}

/** Well-formed records in any dress: keys twice, keys with escapes, odd white space, every form of number. */
export const record: fc.Arbitrary<string> = members(value);

/** Names that the filter reads, and those around them, so few that keys come twice. */
const repeatingKey = fc.constantFrom(
  '"log"',
  '"l\\u006fg"',
  '"msg"',
  '"level"',
  '"status"',
  '"code"',
  '"method"',
  '"path"',
  '"remote_addr"',
  '"client"',
  '"source"',
  '"ip"',
  '"http"',
  '"request"',
  '"response"',
  '"status_code"',
  '"host"',
  '"name"',
  '"user"',
  '"x"',
);
const repeatingValue = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: "repeats" },
    fc.constantFrom('"203.0.113.7"', '"2001:db8::7"', '"GET"', '"/a"', '"error"', '"ada"', '"a \\"b\\""'),
    fc.constantFrom("200", "404", "1", "null", "true", "[]", '[{"ip":"6.6.6.6"}]'),
    fc.constantFrom(...LINES()).map((line) => JSON.stringify(line)),
    tie("object"),
  ),
  object: fc
    .array(fc.tuple(repeatingKey, tie("value")), { maxLength: 8 })
    .map((all) => `{${all.map(([key, value]) => `${key}:${value}`).join()}}`),
}));

/** Records with keys twice, objects and their members too. */
export const repeating: fc.Arbitrary<string> = repeatingValue.object;

/** Arrays and objects inside each other around the limit of 256. */
export const deepRecord: fc.Arbitrary<string> = fc
  .tuple(fc.oneof(fc.integer({ min: 250, max: 260 }), fc.integer({ min: 1, max: 2000 })), fc.boolean())
  .map(([depth, arrays]) =>
    arrays
      ? `{"a":${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}}`
      : `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`,
  );

/** Records with a few bytes overwritten, taken out or put in: nearly JSON, or JSON with bytes that are not UTF-8. */
export const damagedRecord: fc.Arbitrary<Buffer> = fc
  .tuple(
    record,
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0x22, 0x5c, 0x7b, 0x7d, 0xff)),
        fc.nat(2),
      ),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([text, damage]) => {
    const bytes = [...Buffer.from(text)];
    for (const [where, byte, how] of damage) {
      const at = where % (bytes.length + 1);
      if (how === 0) bytes[at] = byte;
      else if (how === 1) bytes.splice(at, 1);
      else bytes.splice(at, 0, byte);
    }
    return Buffer.from(bytes);
  });

/** What stands where Fluent Bit prints a record that JSON can't say: `nan`, `inf`, `\xNN`, keys that are no strings. */
export const notQuiteJson: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(
      "nan",
      "-nan",
      "inf",
      "-inf",
      '"\\x00\\xff"',
      "NaN",
      "Infinity",
      "01",
      "1.",
      ".5",
      "+1",
      "'a'",
      "\u00a0",
    ),
    fc.constantFrom(
      '{"log":"x","v":?}',
      '{"v":[1,?,2]}',
      '{1:"x","v":"?"}',
      "{?:1}",
      '{"log":"x"}?',
      '?{"log":"x"}',
    ),
  )
  .map(([what, where]) => where.replace("?", what));

/** Any bytes at all. */
export const anyBytes: fc.Arbitrary<Buffer> = fc
  .uint8Array({ maxLength: 3000, size: "max" })
  .map((bytes) => Buffer.from(bytes));
