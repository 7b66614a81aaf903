/** A member is a field by its name, nested or dotted, escaped or not; and by nothing else, whatever hash its key has. */

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FIELD_ALIASES } from "../../formats/lib/field-aliases.ts";
import type { SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { fnv } from "../../trainer/model/hash.ts";
import { changeSettings } from "../../trainer/model/settings.ts";
import { colliding } from "./collide.ts";
import { modulePath } from "./instance.ts";
import { eventOf, eventOfRecord } from "./kinds-event.ts";

const NAMES = FIELD_ALIASES.map(({ name }) => name);
/** Where loggers put keys that a client chooses, and how they begin there. */
const PREFIXES = ["", "request_X-", "http_", "labels.", "request.headers.X-", "a.b.c.d."];
const WEB = '"remote":"203.0.113.7","method":"GET","path":"/a","code":200,"size":5,"agent":"curl/8.5"';

/** What is read out of a record; scores and the id depend on more. */
function fieldsOf(record: string): Partial<SmartlogEvent> {
  const { id, label, severity, score, bot, threat, anomaly, why, tpl, pattern, ...fields } =
    eventOfRecord(record);
  return fields;
}

/** A key as JSON has it, the characters that `choose` has a bit for as escapes. */
function written(key: string, choose: number): string {
  const coded = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return `"${[...key].map((char, i) => ((choose >> (i % 16)) & 1 ? coded(char) : char)).join("")}"`;
}

/** A member with this path, in an object for each of its dots that `choose` has a bit for. */
function member(path: string, value: string, nest: number, choose: number): string {
  const keys = [""];
  path.split(".").forEach((part, i) => {
    if (i > 0 && (nest >> i) & 1) keys.push(part);
    else keys[keys.length - 1] += i > 0 ? `.${part}` : part;
  });
  return keys.reduceRight((inner, key, i) => {
    const pair = `${written(key, choose)}:${inner}`;
    return i > 0 ? `{${pair}}` : pair;
  }, value);
}

const value = fc.constantFrom('"6.6.6.6"', '"x"', "500", "null", "{}", "[]", '{"ip":"6.6.6.6"}', "true");

describe("a key with the hash of a name, and another text, is no field:", () => {
  test("Traefik's log with a header that a client made up", () => {
    expect(fnv("request_X-OHtbmM")).toBe(fnv("remote"));
    const record = (key: string) =>
      JSON.stringify({
        ClientAddr: "203.0.113.7:5000",
        ClientHost: "203.0.113.7",
        RequestMethod: "GET",
        RequestPath: "/a",
        DownstreamStatus: 200,
        [key]: "6.6.6.6",
      });
    expect(eventOfRecord(record("request_X-OHtbmM")).ip).toBe("203.0.113.7");
    expect(eventOfRecord(record("remote")).ip).toBe("6.6.6.6");
  });

  test("any name's, at any depth, escaped or not, before or behind the others", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...NAMES),
        fc.constantFrom(...PREFIXES),
        value,
        fc.nat(0xffff),
        fc.nat(0xffff),
        fc.boolean(),
        (name, prefix, value, nest, choose, isFirst) => {
          const record = (key: string) => {
            const other = member(key, value, nest, choose);
            return `{${isFirst ? `${other},${WEB}` : `${WEB},${other}`}}`;
          };
          const key = colliding(name, prefix);
          expect(fnv(key)).toBe(fnv(name));
          const harmless = `${prefix}${"x".repeat(key.length - prefix.length)}`;
          expect(fieldsOf(record(key))).toEqual(fieldsOf(record(harmless)));
        },
      ),
      { numRuns: 60 },
    );
  });

  test("nor in a line of JSON, nor in logfmt", () => {
    const key = colliding("ip", "user_");
    const logfmt = (key: string) => eventOf(`level=info msg="hello there" ip=203.0.113.7 ${key}=6.6.6.6`);
    expect(logfmt(key)).toMatchObject({ kind: "app", ip: "203.0.113.7" });
    expect(logfmt("remote_addr").ip).toBe("6.6.6.6");
    const best = colliding("remote", "user_");
    expect(logfmt(best).ip).toBe("203.0.113.7");
    expect(eventOf(`{${WEB},"${best}":"6.6.6.6"}`).ip).toBe("203.0.113.7");
  });
});

describe("a key with the hash of an object's", () => {
  const event = (more: string) =>
    eventOfRecord(`{"source":{"ip":"203.0.113.7"},"status":200,"method":"GET",${more}}`);

  test("does not take what the object held", () => {
    const key = colliding("source", "request_X-");
    for (const value of ['"x"', "null", "{}", '{"ip":"6.6.6.6"}'])
      expect(event(`"${key}":${value}`).ip).toBe("203.0.113.7");
    expect(event('"s\\u006furce":null').ip).toBeUndefined();
    expect(event('"source":{"ip":"203.0.113.9"}').ip).toBe("203.0.113.9");
  });

  test("holds none of its members", () => {
    const inner = colliding("http.request.method", "http.headers.").slice("http.headers.".length);
    const record = `{"http":{"request":{"method":"GET"},"headers":{"${inner}":"POST"}},"url":"/a","status":200}`;
    expect(eventOfRecord(record)).toMatchObject({ method: "GET", path: "/a" });
  });

  test("does not take what an object of it held", () => {
    const twin = colliding("http", "labels_");
    const record = (more: string) =>
      `{"http":{"request":{"method":"GET"}},"url":"/a","status":200,"${twin}":{"request":${more}}}`;
    for (const more of ["null", "{}", '{"method":"POST"}'])
      expect(eventOfRecord(record(more))).toMatchObject({ kind: "web", method: "GET" });
  });
});

describe("a key with the hash of one that is claimed", () => {
  test.each(["smartlog", "date"])("%s goes out under its own name", (claimed) => {
    const key = colliding(claimed, "request_X-");
    const keysOf = (record: string) =>
      Object.keys(JSON.parse(Filter.load(readFileSync(modulePath())).score(record)));
    expect(keysOf(`{"${key}":1,"a":"\\u0000"}`)).toEqual([key, "a", "smartlog"]);
    expect(keysOf(`{"${claimed}":1,"${key}":2}`)).toEqual([`_${claimed}`, key, "smartlog"]);
    expect(keysOf(`{${written(claimed, 0xffff)}:1}`)).toEqual([`_${claimed}`, "smartlog"]);
  });

  test("by the settings, too, however long and however escaped", () => {
    const claimed = "observed.at.the.shipper.on.its.own.clock.in.nanoseconds.since.the";
    const filter = Filter.load(
      changeSettings(readFileSync(modulePath()), { timestampKey: claimed.slice(1) }),
    );
    const keysOf = (record: string) => Object.keys(JSON.parse(filter.score(record)));
    const key = claimed.slice(1);
    expect(key.length).toBe(64);
    expect(keysOf(`{${written(key, 0xffff)}:1,"date":2}`)).toEqual([`_${key}`, "date", "smartlog"]);
    expect(keysOf(`{"${colliding(key, "X-")}":1}`)[0]).toMatch(/^X-/);
  });
});

test("a name is found however it is nested and escaped", () => {
  const addresses = FIELD_ALIASES.filter(({ field }) => field === "ip" || field === "ua");
  fc.assert(
    fc.property(
      fc.constantFrom(...addresses),
      fc.nat(0xffff),
      fc.nat(0xffff),
      ({ name, field }, nest, choose) => {
        const text = field === "ip" ? "203.0.113.7" : "curl/8.5";
        const record = `{"status":200,${member(name, `"${text}"`, nest, choose)},"path":"/a"}`;
        expect(eventOfRecord(record)).toMatchObject({ kind: "web", [field]: text });
      },
    ),
    { numRuns: 500 },
  );
});
