/** Requests in lines and messages of no known format. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventOf, eventOfRecord, syslog } from "./kinds-event.ts";

describe("a line in no known format", () => {
  it.each([
    [
      "203.0.113.7 | GET /x?y=1 HTTP/1.1 | 404",
      { ip: "203.0.113.7", method: "GET", path: "/x?y=1", status: 404 },
    ],
    [
      '2026-11-21T06:19:00Z 203.0.113.7:4022 "GET /x HTTP/2" 404 0.003',
      { ts: 1795241940, ip: "203.0.113.7", sport: 4022, path: "/x", status: 404 },
    ],
    [
      "[21/Nov/2026:06:19:00 +0000] [2001:db8::7]:443 POST /x HTTP/1.0 500",
      { ts: 1795241940, ip: "2001:db8::7", sport: 443, method: "POST", path: "/x", status: 500 },
    ],
    ['edge-1 "PROPFIND /dav HTTP/1.1" 207', { method: "PROPFIND", path: "/dav", status: 207 }],
    ['edge-1 "GET /a b HTTP/1.1" 400', { method: "GET", path: "/a b", status: 400 }],
    ["GET /x HTTP/1.1", { method: "GET", path: "/x" }],
    [
      syslog("caddy[7]", '203.0.113.7 "GET /x HTTP/1.1" 200'),
      { ip: "203.0.113.7", service: "caddy", status: 200 },
    ],
  ])("is an access line by the request in it: %s", (line, fields) => {
    expect(eventOf(line)).toMatchObject({ kind: "web", ...fields });
  });

  it.each([
    ["203.0.113.7 | GET /index.php?id=1%27%20UNION%20SELECT%201,2--%20- HTTP/1.1 | 200", "web"],
    ["proxy error for GET /.git/config HTTP/1.1: timeout", "unknown"],
    [syslog("caddy[7]", "proxy error for GET /.git/config HTTP/1.1: timeout"), "syslog"],
  ])("is judged by the request in it: %s", (line, kind) => {
    expect(eventOf(line)).toMatchObject({ kind, label: "attack" });
  });

  it.each([
    "the client asked for GET /x HTTP/1.1 and went away",
    'worker said: 203.0.113.7 "GET /x HTTP/1.1" 200',
    syslog("edge[7]", '203.0.113.7 "GET /x HTTP/1.1" 200'),
    syslog("edge[7]", "the client asked for GET /x HTTP/1.1 and went away"),
    "2026-11-21 06:19:00,123 INFO shop - GET /x HTTP/1.1",
    'api.log 2026-11-21 06:19:00.123 7 INFO api.server [-] 203.0.113.7 "GET /x HTTP/1.1" status: 200',
  ])("is no access line where a request is only mentioned: %s", (line) => {
    expect(eventOf(line)).toMatchObject({ label: "normal" });
    expect(eventOf(line).kind).not.toBe("web");
  });

  it("keeps what its members say it is", () => {
    expect(eventOfRecord('{"level":"info","message":"asked for GET /x HTTP/1.1 200"}').kind).toBe("app");
  });

  it.each([
    "HTTP/1.1",
    "GET  HTTP/1.1",
    "get /x HTTP/1.1",
    "GET /x HTTP/x",
    "xGET /x HTTP/1.1",
    "GET /x HTTP/1.1x",
  ])("has no request in %j", (line) => {
    expect(eventOf(`203.0.113.7 ${line}`)).not.toHaveProperty("path");
  });
});

describe("no client's word is taken for the server's:", () => {
  it.each([
    '6.6.6.6 203.0.113.7 "GET / HTTP/1.1" 200',
    'a.example 6.6.6.6 "GET / HTTP/1.1" 200',
    'edge-1 "GET /6.6.6.6 HTTP/1.1" 200 "6.6.6.6"',
  ])("no address in %s", (line) => {
    expect(eventOf(line)).toMatchObject({ kind: "web", status: 200 });
    expect(eventOf(line)).not.toHaveProperty("ip");
  });

  it("of two requests, neither has a status", () => {
    const event = eventOf('203.0.113.7 "GET / HTTP/1.1" 200 "GET /x HTTP/1.1" 500');
    expect(event).toMatchObject({ kind: "web", ip: "203.0.113.7" });
    expect(event).not.toHaveProperty("status");
  });

  it("whatever stands behind the request changes address and status no more", () => {
    const piece = fc.constantFrom(
      "6.6.6.6",
      " ",
      '"',
      "GET /y HTTP/1.1",
      " 500",
      "|",
      "[",
      "HTTP/1.1",
      "x",
      ":",
    );
    const property = fc.property(fc.array(piece, { maxLength: 8 }), (all) => {
      const event = eventOf(`203.0.113.7 | GET /x HTTP/1.1 | 200 | ${all.join("")}`);
      expect([event.ip, event.path]).toEqual(["203.0.113.7", "/x"]);
      expect([200, undefined]).toContain(event.status);
    });
    fc.assert(property, { numRuns: 300, seed: 1 });
  });
});
