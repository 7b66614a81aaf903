import { describe, expect, it } from "vitest";
import { attackPayload, FAMILIES, probePath, wordlistPath } from "../../simulate/attacks/index.ts";
import { attackRequest, ordinaryRequestTarget } from "../../simulate/attacks/request.ts";
import { Random } from "../../simulate/lib/random.ts";
import { hardNegativeValue, ordinaryValue, VALUE_SORTS } from "../../simulate/values/index.ts";

/** What a log line's request field can't hold unescaped. */
const ILLEGAL = /[^\x21\x23-\x7e]/;

function distinct(count: number, make: (rng: Random) => string, seed = 1): Set<string> {
  const rng = new Random(seed);
  return new Set(Array.from({ length: count }, () => make(rng)));
}

describe("attack payloads", () => {
  it("are the same for the same seed", () => {
    const run = () => {
      const rng = new Random(77);
      return Array.from({ length: 300 }, () => [
        attackPayload(rng),
        attackRequest(rng),
        probePath(rng),
        wordlistPath(rng),
      ]);
    };
    expect(run()).toEqual(run());
  });

  it.each(FAMILIES)("%s: at least 500 of 1,000 differ, and none is empty", (family) => {
    const payloads = distinct(1000, (rng) => attackPayload(rng, family).payload);
    expect(payloads.size).toBeGreaterThanOrEqual(500);
    for (const payload of payloads) {
      expect(payload.trim()).not.toBe("");
      expect(payload).not.toMatch(/[«»]/);
    }
  });

  it("covers every family without being asked for one", () => {
    const rng = new Random(3);
    const met = new Set(Array.from({ length: 5000 }, () => attackPayload(rng).family));
    expect([...met].sort()).toEqual([...FAMILIES].sort());
  });

  it.each([
    ["cmdi", /\b(?:bcdedit|rundll32|regsvr32|certutil|schtasks)\b/i],
    ["cmdi", /\bfor \/[lfdr] %/i],
    ["code", /\b(?:array|posix|stream|session)_\w+/i],
    ["ssrf", /0x[0-9a-f]{6,}|::ffff:/i],
    ["ssrf", /localhost6|docker\.internal|ip6-/],
    ["sqli", /\b(?:lo_get|pg_\w+|json_\w+|dbms_\w+)/i],
    ["crlf", /%0d%0a\w+=/i],
  ])("%s: the vocabulary reaches %s", (family, mark) => {
    const payloads = distinct(4000, (rng) => attackPayload(rng, family).payload, 21);
    expect([...payloads].filter((payload) => mark.test(payload)).length).toBeGreaterThan(5);
  });

  it("refuses a family that it doesn't know", () => {
    expect(() => attackPayload(new Random(1), "telepathy")).toThrow(/sqli/);
  });
});

describe("request targets", () => {
  it("hold nothing that a log line can't", () => {
    const rng = new Random(5);
    for (let i = 0; i < 4000; i++) {
      expect(attackRequest(rng).target).not.toMatch(ILLEGAL);
      expect(ordinaryRequestTarget(rng)).not.toMatch(ILLEGAL);
      expect(probePath(rng).target).not.toMatch(ILLEGAL);
      expect(wordlistPath(rng)).not.toMatch(ILLEGAL);
    }
  });

  it("keep headers on one line", () => {
    const rng = new Random(6);
    for (let i = 0; i < 4000; i++) {
      const { userAgent, referer } = attackRequest(rng);
      expect(`${userAgent}${referer}`).not.toMatch(/[\r\n]/);
    }
  });

  it("look alike outside the value: places and paths come in the same shares for both labels", () => {
    const rng = new Random(8);
    const share = (make: () => string, test: RegExp) => {
      let hits = 0;
      for (let i = 0; i < 4000; i++) if (test.test(make())) hits++;
      return hits / 4000;
    };
    const attack = () => {
      let request = attackRequest(rng);
      while (request.userAgent !== undefined || request.referer !== undefined) request = attackRequest(rng);
      return request.target;
    };
    for (const shape of [/^\/\?/, /^[^?]*\.php/, /^[^?]*\?[^?]*=/]) {
      expect(Math.abs(share(attack, shape) - share(() => ordinaryRequestTarget(rng), shape))).toBeLessThan(
        0.05,
      );
    }
  });

  it("probes and word lists vary", () => {
    expect(distinct(3000, (rng) => probePath(rng).target).size).toBeGreaterThan(2000);
    expect(distinct(3000, wordlistPath).size).toBeGreaterThan(2000);
  });
});

describe("ordinary values", () => {
  it("vary within every sort", () => {
    for (const sort of VALUE_SORTS) {
      const seen = distinct(1000, (rng) => ordinaryValue(rng, sort).value);
      expect(seen.size, sort).toBeGreaterThan(180);
    }
    expect(distinct(10_000, (rng) => ordinaryValue(rng).value).size).toBeGreaterThan(8000);
    expect(distinct(1000, (rng) => hardNegativeValue(rng).value).size).toBeGreaterThan(600);
  });

  it("never equal an attack", () => {
    const attacks = distinct(40_000, (rng) => attackPayload(rng).payload, 11);
    const ordinary = distinct(40_000, (rng) => ordinaryValue(rng).value, 12);
    const hard = distinct(20_000, (rng) => hardNegativeValue(rng).value, 13);
    const shared = [...ordinary, ...hard].filter((value) => attacks.has(value));
    expect(shared).toEqual([]);
  });
});
