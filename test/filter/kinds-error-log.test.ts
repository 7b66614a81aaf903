/** Web servers' error logs: logins, refusals, and the request that a message is about. */
import { describe, expect, it } from "vitest";
import { eventOf, syslog } from "./kinds-event.ts";

const nginx = (message: string) => `2026/11/21 06:19:00 [error] 12#34: *56 ${message}`;
const tail = (request: string) =>
  `client: 203.0.113.7, server: a, request: "${request}", host: "shop.example"`;
const apache = (message: string, module = "core") =>
  `[Sat Nov 21 06:19:00.123456 2026] [${module}:error] [pid 12:tid 34] [client 203.0.113.7:40022] ${message}`;

describe("a refused login", () => {
  const common = { kind: "auth", outcome: "failure", ip: "203.0.113.7" };

  it.each([
    ['user "ada" was not found in "/srv/names"', { user: "ada" }],
    ['user "ada": password mismatch', { user: "ada" }],
    ['user "a" was not found in "b" was not found in "/srv/names"', { user: 'a" was not found in "b' }],
    ["no user/password was provided for basic authentication", {}],
  ])("of nginx: %s", (message, fields) => {
    expect(eventOf(nginx(`${message}, ${tail("GET /admin HTTP/1.1")}`))).toMatchObject({
      ...common,
      ...fields,
      service: "nginx",
      method: "GET",
      path: "/admin",
      host: "shop.example",
    });
  });

  it.each([
    ["AH01618: user ada not found: /admin", { user: "ada", path: "/admin" }],
    ["user ada not found: /admin", { user: "ada", path: "/admin" }],
    [
      'AH01617: user ada: authentication failure for "/admin": Password Mismatch, referer: http://a.example/',
      { user: "ada", path: "/admin", ref: "http://a.example/" },
    ],
    ["AH01790: user `ada' in realm `r' not found: /admin", { user: "ada", path: "/admin" }],
    [
      "Digest: user `a, referer: b' in realm `r' not found: /admin",
      { user: "a, referer: b", path: "/admin" },
    ],
    ["AH01794: user ada: password mismatch: /admin", { user: "ada", path: "/admin" }],
    ['AH01631: user ada: authorization failure for "/admin":', { user: "ada", path: "/admin" }],
    ["AH01788: realm mismatch - got `x' but expected `r'", {}],
  ])("of Apache: %s", (message, fields) => {
    expect(eventOf(apache(message, "auth_basic"))).toMatchObject({ ...common, ...fields, sport: 40022 });
  });

  it("is no script's word", () => {
    const said = eventOf(apache("AH01215: user eve not found: /x", "cgi"));
    expect([said.kind, said.user, said.outcome]).toEqual(["app", undefined, undefined]);
  });
});

describe("a request that an error log is about", () => {
  it.each([
    [nginx(`access forbidden by rule, ${tail("GET /.git/config HTTP/1.1")}`), "/.git/config"],
    [apache("AH10244: invalid URI path (/cgi-bin/.%2e/.%2e/bin/sh)"), "/cgi-bin/.%2e/.%2e/bin/sh"],
    [apache("AH00126: Invalid URI in request GET /../../etc/passwd HTTP/1.1"), "/../../etc/passwd"],
    [
      syslog(
        "apache2[7]",
        "[core:error] [pid 12] [client 203.0.113.7:4] AH10244: invalid URI path (/%2e%2e/etc/passwd)",
      ),
      "/%2e%2e/etc/passwd",
    ],
  ])("is judged as a request, and stays an application's message: %s", (line, path) => {
    const event = eventOf(line);
    expect(event).toMatchObject({ kind: "app", label: "attack", ip: "203.0.113.7", path });
    expect(event.why?.join()).not.toContain("ua:");
  });

  it.each([
    nginx(`open() "/srv/x" failed (2: No such file or directory), ${tail("GET /x HTTP/1.1")}`),
    nginx(
      `open() "/srv/favicon.ico" failed (2: No such file or directory), ${tail("GET /favicon.ico HTTP/1.1")}`,
    ),
    nginx(
      `client intended to send too large body: 9 bytes, ${tail("POST /upload?album=12&size=large HTTP/2.0")}`,
    ),
    apache("AH01630: client denied by server configuration: /srv/www/server-status"),
  ])("is no attack by being there: %s", (line) => {
    expect(eventOf(line)).toMatchObject({ kind: "app", label: "normal", ip: "203.0.113.7" });
  });

  it("was refused", () => {
    expect(eventOf(apache("AH01630: client denied by server configuration: /srv/x"))).toMatchObject({
      outcome: "failure",
      action: "deny",
    });
    expect(eventOf(nginx(`access forbidden by rule, ${tail("GET /x HTTP/1.1")}`))).toMatchObject({
      outcome: "failure",
      action: "deny",
    });
  });
});

describe("a message of ModSecurity", () => {
  const rule = (verdict: string, severity: string, uri = "/shop") =>
    `ModSecurity: ${verdict} MATCH [file "/etc/crs/REQUEST-942.conf"] [line "66"] [id "942100"] [msg "SQL Injection"] ` +
    `[data "x"] [severity "${severity}"] [hostname "shop.example"] [uri "${uri}"] [unique_id "X"]`;
  const denied = "Access denied with code 403 (phase 2).";

  it("is an attack where the request was refused, or matched a critical rule", () => {
    const fields = { kind: "app", ip: "203.0.113.7", host: "shop.example", path: "/shop", label: "attack" };
    const refused = { ...fields, status: 403, action: "deny", outcome: "failure" };
    for (const line of [
      apache(`[client 203.0.113.7] ${rule(denied, "CRITICAL")}`, "security2"),
      apache(`${rule(denied, "NOTICE")}, referer: http://a.example/`, ""),
      nginx(`[client 203.0.113.7] ${rule(denied, "2")}`),
      nginx(`[client 203.0.113.7] ${rule(denied, "2")} [ref "o0"], ${tail("GET /shop HTTP/1.1")}`),
    ]) {
      const event = eventOf(line);
      expect(event, line).toMatchObject(refused);
      expect(event.why?.[0]).toBe("attack:sql-injection");
    }
    for (const line of [
      apache(rule("Warning.", "CRITICAL"), "security2"),
      nginx(`${rule("Warning.", "2")}, ${tail("GET /shop HTTP/1.1")}`),
    ])
      expect(eventOf(line), line).toMatchObject({ kind: "app", label: "attack" });
    expect(eventOf(apache(rule("Warning.", "NOTICE"), "security2")).label).toBe("normal");
  });

  it("has the server's client, whatever the request holds", () => {
    const forged = 'a"] [client 6.6.6.6] ModSecurity: x, client: 6.6.6.6, server: a, request: "GET /';
    for (const line of [
      apache(rule(denied, "CRITICAL", forged), "security2"),
      nginx(`[client 203.0.113.7] ${rule(denied, "2", forged)} [ref "o0"], ${tail("GET /shop HTTP/1.1")}`),
    ])
      expect(eventOf(line).ip, line).toBe("203.0.113.7");
  });
});
