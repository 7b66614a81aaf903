/** Access lines that are not quite in common or combined log format, and requests that are none. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { SmartlogEvent } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { defaultModulePath } from "../../host/module.ts";
import { withTrustedProxies } from "../../trainer/model/proxies.ts";
import { eventOf } from "./kinds-event.ts";

const TIME = "[21/Nov/2026:06:19:00 +0000]";
const line = (request: string, rest = '200 5 "-" "curl/8"', who = "203.0.113.7 - -") =>
  `${who} ${TIME} "${request}" ${rest}`;
const common = { kind: "web", ip: "203.0.113.7", ts: 1795241940 };

describe("a quote that is not escaped", () => {
  it.each([
    [line('GET /a"b HTTP/1.1'), { path: '/a"b', status: 200, bytes: 5, ua: "curl/8" }],
    [line('GET /a"404 HTTP/1.1'), { path: '/a"404', status: 200, ua: "curl/8" }],
    [
      line('GET /?q="><script>alert(1)</script> HTTP/1.1'),
      { path: '/?q="><script>alert(1)</script>', status: 200 },
    ],
    [line("GET / HTTP/1.1", '200 5 "-" "my "own" agent"'), { path: "/", ua: 'my "own" agent' }],
    [line('a"b', "400 0"), { path: 'a"b', status: 400 }],
  ])("hides no line: %s", (text, fields) => {
    expect(eventOf(text)).toMatchObject({ ...common, ...fields });
  });

  it("is no end of the request where no status follows", () => {
    expect(eventOf(line('GET /x"200 HTTP/1.1', "404 5")).status).toBe(404);
  });
});

describe("a broken request", () => {
  it.each([
    ["-", 408],
    ["", 400],
    ["\\x16\\x03\\x01\\x02\\x00\\x01\\x00", 400],
    ["\u0016\u0003\u0001", 400],
    ["SSH-2.0-Go", 400],
    ["\\x03\\x00\\x00/*\\xE0\\x00\\x00\\x00\\x00\\x00Cookie: mstshash=Administr", 400],
    ["GET", 400],
    ["GET /a b", 400],
  ])("is a web line still: %j", (request, status) => {
    expect(eventOf(line(request, `${status} 150 "-" "-"`))).toMatchObject({ ...common, status, bytes: 150 });
    expect(eventOf(line(request, `${status} -`))).toMatchObject({ ...common, status });
  });

  it("may have no answer", () => {
    const event = eventOf(line("GET /x HTTP/1.1", '- - "-" "curl/8"'));
    expect(event).toMatchObject({ ...common, path: "/x", ua: "curl/8" });
    expect(event.status).toBeUndefined();
  });
});

describe("what stands in front", () => {
  const trusting = Filter.load(
    withTrustedProxies(readFileSync(defaultModulePath()), { proxies: ["198.51.100.4", "192.0.2.1"] }),
  );
  const behindProxies = (log: string) =>
    (JSON.parse(trusting.score(JSON.stringify({ log }))) as { smartlog: SmartlogEvent }).smartlog;

  it.each([
    ["203.0.113.7, 198.51.100.4 - -", undefined],
    ["203.0.113.7, 198.51.100.4, 192.0.2.1 - ada", "ada"],
    ["2001:db8::7, 198.51.100.4 - ada", "ada"],
    ["203.0.113.7 (198.51.100.4) - -", undefined],
    ["203.0.113.7 (-) - ada", "ada"],
    ["203.0.113.7 - [203.0.113.7] - admin", "admin"],
    ["203.0.113.7 - [203.0.113.7] - -", undefined],
    ["203.0.113.7 - [x] y", "[x] y"],
  ])("is no user's name: %s", (who, user) => {
    const event = behindProxies(line("GET / HTTP/1.1", undefined, who));
    expect(event).toMatchObject({ ...common, ip: who.split(/[ ,]/)[0], status: 200 });
    expect(event.user).toBe(user);
  });

  it.each([
    ["203.0.113.7, 198.51.100.4 - -", "198.51.100.4"],
    ["203.0.113.7, 198.51.100.4, 192.0.2.1 - ada", "192.0.2.1"],
    ["unknown, 198.51.100.4 - -", "198.51.100.4"],
  ])("may be a client's own word, but for the last address: %s", (who, ip) => {
    const event = eventOf(line("GET / HTTP/1.1", undefined, who));
    expect([event.kind, event.ip]).toEqual(["web", ip]);
  });

  it("may be the site, in quotes before the request", () => {
    expect(eventOf(`203.0.113.7 - - ${TIME} "a.example" "GET /x HTTP/1.1" 400 204 "-" "-"`)).toMatchObject({
      ...common,
      method: "GET",
      path: "/x",
      status: 400,
    });
  });
});

it("a referer that is missing without quotes shifts no agent", () => {
  expect(eventOf(line("GET / HTTP/1.1", '200 5 - "curl/8"'))).toMatchObject({ ...common, ua: "curl/8" });
});

it("a request time right behind the user agent is none of its words", () => {
  const named = line("GET / HTTP/1.1", '200 5 "-" "curl/8"rt=0.041 urt="0.040"');
  expect(eventOf(named)).toMatchObject({ ...common, ua: "curl/8", ms: 41 });
});

it("a program that quotes an access line is no web server", () => {
  expect(eventOf(`the request was ${line("GET / HTTP/1.1")}`).kind).not.toBe("web");
});
