/** Whatever record a line comes in, its kind, its label and its source are those that it has bare. */
import { describe, expect, test } from "vitest";
import { Filter } from "../../../host/filter.ts";
import { ARRIVAL } from "../scored.ts";
import { CASES } from "./cases.ts";
import { LINES } from "./record.ts";

/** The event of one record, by a filter that has seen no other. */
function eventOf(record: object) {
  return JSON.parse(Filter.load().score(JSON.stringify(record), ARRIVAL)).smartlog;
}

const bare = Object.fromEntries(Object.entries(LINES).map(([name, log]) => [name, eventOf({ log })]));

test("the lines are told apart", () => {
  expect(bare.web).toMatchObject({ kind: "web", label: "attack", ip: "203.0.113.7" });
  expect(bare.auth).toMatchObject({ kind: "auth", label: "attack", ip: "203.0.113.99", user: "admin" });
  expect(bare.app).toMatchObject({ kind: "app" });
});

test.each(CASES)("$name", ({ line, record, host, service }) => {
  const known = bare[line];
  const event = eventOf(record);
  // Whether a message is an anomaly rests on its level, which Windows' own records tell by a number of theirs.
  const isWithoutLevel = known.level !== undefined && event.level === undefined;
  for (const field of [
    "kind",
    ...(isWithoutLevel ? [] : ["label"]),
    "ip",
    "user",
    "path",
    "status",
    "outcome",
  ])
    expect(event[field], field).toBe(known[field]);
  for (const [field, value] of Object.entries({
    host: host ?? known.host,
    service: service ?? known.service,
  }))
    if (value !== undefined) expect(event[field], field).toBe(value);
});

describe("the record", () => {
  test.each(CASES)("keeps its bytes: $name", ({ record }) => {
    const text = JSON.stringify(record);
    const answer = Filter.load().score(text, ARRIVAL);
    expect(answer.startsWith(`${text.slice(0, -1)},"smartlog":{`)).toBe(true);
  });
});

describe("a line that was guessed", () => {
  test("is scored, and the event says which key it had", () => {
    const event = eventOf({ shop_output: LINES.web, env: "prod" });
    expect(event).toMatchObject({ kind: "web", label: "attack", ip: "203.0.113.7", line_key: "shop_output" });
    expect(eventOf({ a: { b: { shop_output: LINES.web } } }).line_key).toBe("a.b.shop_output");
    expect(eventOf({ 'the "line"': LINES.web }).line_key).toBe('the "line"');
  });

  test("is none where a known key is there, however long another string is", () => {
    const long = `${LINES.auth} ${"x".repeat(4000)}`;
    const known = [
      "log",
      "message",
      "MESSAGE",
      "msg",
      "short_message",
      "textPayload",
      "exec",
      "_raw",
      "event",
    ];
    for (const key of known) {
      const event = eventOf({ a: long, [key]: LINES.web, z: { log: long } });
      expect(event, key).toMatchObject({ kind: "web", label: "attack", ip: "203.0.113.7" });
      expect(event, key).not.toHaveProperty("line_key");
      expect(event, key).not.toHaveProperty("user");
    }
  });

  test("blames nobody where the record has other strings, or says itself who it was", () => {
    const client = LINES.auth;
    for (const record of [
      { note: "hello there", comment: client },
      { host: "box7", ip: "198.51.100.4", comment: client },
      { host: "box7", level: "info", text: client },
      { host: "box7", user: "ada", body: client },
      { host: "box7", method: "POST", url: "/x", body: client },
    ]) {
      const event = eventOf(record);
      expect(event.ip, JSON.stringify(record)).toBe((record as { ip?: string }).ip);
      expect(event.user, JSON.stringify(record)).toBe((record as { user?: string }).user);
      expect(event.host, JSON.stringify(record)).toBe((record as { host?: string }).host);
    }
  });

  test("is none of what clients, or those who deploy, call things", () => {
    for (const key of ["headers", "query", "params", "cookies", "labels", "annotations"]) {
      const event = eventOf({ id: 7, [key]: { message: LINES.auth } });
      expect(event.kind, key).toBe("unknown");
      expect(event, key).not.toHaveProperty("ip");
      expect(event, key).not.toHaveProperty("line_key");
    }
  });

  test("is no word, number, time or unit", () => {
    for (const record of [{ unit: "C", temperature: 21.5 }, { cpu: 1 }, {}, { a: "2026-11-21" }])
      expect(eventOf(record)).not.toHaveProperty("line_key");
  });
});

test("a journal's host is journald's own, whatever a program calls one", () => {
  const record = (key: string) => ({
    host: "evil",
    HOST: "evil",
    hostname: "evil",
    [key]: "web1",
    MESSAGE: "hello",
  });
  for (const key of ["_HOSTNAME", "_hostname"]) expect(eventOf(record(key)).host, key).toBe("web1");
});

test("a line of JSON keeps its own meaning: no member of an unknown name is its line", () => {
  const line = JSON.stringify({ id: 7, text: LINES.auth, note: LINES.auth, inner: { log: LINES.auth } });
  const event = eventOf({ log: line });
  expect(event).not.toHaveProperty("ip");
  expect(event).not.toHaveProperty("line_key");
  expect(event.kind).toBe("unknown");
});
