/** Formats that are guessed from logs: what their lines have in common. */
import { describe, expect, test } from "vitest";
import { guessFromLog } from "../../../cli/formats/guess/guess.ts";

const times = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i));
const clock = (i: number) => `06:${String(i % 60).padStart(2, "0")}:${String(i % 7).padStart(2, "0")}`;

interface Log {
  lines: string[];
  /** Fields of its first line. */
  event: Record<string, unknown>;
}

const LOGS: Readonly<Record<string, Log>> = {
  "an access log of its own order": {
    lines: times(
      200,
      (i) =>
        `[1795241942.${i}] shop.example 203.0.113.${i}:4${String(i).padStart(4, "0")} GET /orders/${i} -> ${i % 3 ? 200 : 404} ${i * 3} bytes in 0.${i + 100} s agent="curl/8.5.${i % 10}"`,
    ),
    event: {
      kind: "web",
      ts: 1795241942,
      host: "shop.example",
      ip: "203.0.113.0",
      sport: 40000,
      method: "GET",
      path: "/orders/0",
      status: 404,
      bytes: 0,
      ms: 100,
      ua: "curl/8.5.0",
    },
  },
  "the combined format with more behind": {
    lines: times(
      100,
      (i) =>
        `203.0.113.${i} - ${i % 5 ? "-" : "ada"} [21/Nov/2026:${clock(i)} +0000] "${i % 9 ? `GET /a/${i} HTTP/1.1` : ""}" ${i % 9 ? 200 : 400} ${i % 4 ? i : "-"} "-" "${i % 4 ? "Mozilla/5.0 (X11; Linux)" : "-"}" "10.0.0.${i}" 0.0${i + 10}`,
    ),
    event: { kind: "web", ip: "203.0.113.0", user: "ada", status: 400, ms: 10 },
  },
  "an application's lines with messages of several forms": {
    lines: times(300, (i) =>
      i % 4
        ? `2026-11-21 ${clock(i)},${100 + i} [worker-${i % 7}] INFO  c.e.shop.Orders - order ${i} of user u${i % 13} from 203.0.113.${i % 250} done in ${i % 90}ms`
        : `2026-11-21 ${clock(i)},${100 + i} [worker-${i % 7}] ERROR c.e.shop.Cart - cannot load cart ${i}: timeout`,
    ),
    event: { kind: "app", level: "ERROR", service: "c.e.shop.Cart" },
  },
  "JSON of own names, nested": {
    lines: times(120, (i) =>
      JSON.stringify({
        when: `2026-11-21T${clock(i)}Z`,
        lvl: "info",
        req: {
          verb: "GET",
          uri: `/a/${i}`,
          headers: { "User-Agent": ["curl/8.5.0"], "X-Forwarded-For": ["6.6.6.6"] },
        },
        peer: `203.0.113.${i}:40${String(i).padStart(3, "0")}`,
        resp: { status: 200, size: i },
        took_ms: i + 0.5,
      }),
    ),
    event: {
      kind: "web",
      level: "info",
      ip: "203.0.113.0",
      sport: 40000,
      method: "GET",
      path: "/a/0",
      status: 200,
      bytes: 0,
      ua: "curl/8.5.0",
      ms: 0.5,
    },
  },
  logfmt: {
    lines: times(
      50,
      (i) => `at=2026-11-21T${clock(i)}Z sev=warn text="slow request" peer=203.0.113.${i} took_ms=${i + 7}`,
    ),
    event: { kind: "app", level: "warn", ip: "203.0.113.0", ms: 7 },
  },
  "messages behind syslog's header": {
    lines: times(
      80,
      (i) =>
        `Nov 21 ${clock(i)} web1 shopd[${i + 7}]: refused account u${i} at 203.0.113.${i} port ${i + 4000}`,
    ),
    event: { host: "web1", service: "shopd", ip: "203.0.113.0" },
  },
};

describe.each(Object.entries(LOGS))("%s", (_, { lines, event }) => {
  test("is read as it was guessed", () => {
    const { format, share } = guessFromLog(lines, { name: "own" });
    expect([format.name, share?.of("own"), share?.lines]).toEqual(["own", lines.length, lines.length]);
    expect(format.examples[0]?.line).toBe(lines[0]);
    const { ts: _ts, ...fields } = event;
    expect(format.examples[0]?.event).toMatchObject(fields);
  });
});

test("what a unit may be is said", () => {
  const lines = times(20, (i) => `203.0.113.${i} "GET /a/${i} HTTP/1.1" 200 5 0.${i + 10}`);
  const { format } = guessFromLog(lines, {});
  expect(format.text).toContain("# Look: a number with a fraction is taken for seconds");
});

test("an address that came through proxies is a client's own word", () => {
  const lines = times(20, (i) =>
    JSON.stringify({ status: 200, "x-forwarded-for": `203.0.113.${i}`, uri: "/a", method: "GET" }),
  );
  expect(guessFromLog(lines, {}).format.text).not.toMatch(/: ip/);
});

test.each([
  [
    "words without form",
    times(20, (i) =>
      "lorem ipsum dolor sit amet"
        .split(" ")
        .slice(0, 1 + (i % 5))
        .reverse()
        .join(" "),
    ),
  ],
  [
    "random text",
    times(20, (i) =>
      Buffer.from(String(i * 7919))
        .toString("base64")
        .repeat(1 + (i % 4)),
    ),
  ],
])("%s makes no format", (_, lines) => {
  expect(() => guessFromLog(lines, {})).toThrow("nothing in common");
});
