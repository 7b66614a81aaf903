/** Applications' lines, web servers' error logs, syslog's variants, and what stays unknown. */
import { describe, expect, it } from "vitest";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { eventOf, eventOfRecord, NOW, syslog } from "./kinds-event.ts";

const SIX_NINETEEN = 1795241940;

describe("an error log of a web server", () => {
  it("is known as nginx's", () => {
    const line =
      '2026/11/21 06:19:00 [error] 12#34: *45 open() "/var/www/x" failed (2: No such file or directory), ' +
      'client: 203.0.113.7, server: example.com, request: "GET /x?y=1 HTTP/1.1", host: "www.example.com", ' +
      'referrer: "https://example.org/"';
    expect(eventOf(line)).toMatchObject({
      kind: "app",
      service: "nginx",
      level: "error",
      ip: "203.0.113.7",
      method: "GET",
      path: "/x?y=1",
      host: "www.example.com",
      ref: "https://example.org/",
      ts: SIX_NINETEEN,
    });
    expect(eventOf("2026/11/21 06:19:00 [notice] 1#1: start worker process 12")).toMatchObject({
      kind: "app",
      service: "nginx",
      level: "notice",
    });
  });

  it("takes no client that a request made up", () => {
    const path =
      '2026/11/21 06:19:00 [error] 12#34: *45 open() "/x, client: 198.51.100.1, server: s" failed (2: No such file), client: 203.0.113.7, server: s, request: "GET /x HTTP/1.1"';
    const request =
      '2026/11/21 06:19:00 [info] 12#34: *45 client sent invalid request while reading client request line, client: 203.0.113.7, server: s, request: "GET /, client: 198.51.100.1"';
    expect(eventOf(path).ip).toBe("203.0.113.7");
    expect(eventOf(request).ip).toBe("203.0.113.7");
  });

  it("is known as Apache's, old and new", () => {
    expect(
      eventOf("[Sat Nov 21 06:19:00 2026] [error] [client 203.0.113.7] File does not exist: /var/www/x"),
    ).toMatchObject({ kind: "app", service: "apache", level: "error", ip: "203.0.113.7", ts: SIX_NINETEEN });
    expect(eventOf("[Sat Nov 21 06:19:00 2026] [notice] caught SIGTERM, shutting down")).toMatchObject({
      kind: "app",
      service: "apache",
      level: "notice",
    });
    const line =
      "[Sat Nov 21 06:19:00.123456 2026] [authz_core:error] [pid 1:tid 2] (13)Permission denied: " +
      "[client 2001:db8::7:4022] AH00035: access to /secret denied, referer: https://example.org/";
    expect(eventOf(line)).toMatchObject({
      kind: "app",
      level: "error",
      ip: "2001:db8::7",
      sport: 4022,
      path: "/secret",
      ref: "https://example.org/",
      ts: SIX_NINETEEN + 0.123,
    });
  });
});

describe("a logger's line", () => {
  it.each([
    [
      "2026-11-21 06:19:00,123 [ERROR] payments - refused | IP: 203.0.113.7 | User: ada | ResponseTime: 12.5ms",
      {
        level: "ERROR",
        service: "payments",
        ip: "203.0.113.7",
        user: "ada",
        ms: 12.5,
        ts: SIX_NINETEEN + 0.123,
      },
    ],
    ["2026-11-21 06:19:00,123 INFO  [http-1] c.e.Shop - paid", { level: "INFO", service: "c.e.Shop" }],
    ["2026-11-21 06:19:00.123 [http-1] WARN  c.e.Shop - paid", { level: "WARN", service: "c.e.Shop" }],
    [
      "2026-11-21 06:19:00.123  INFO 12345 --- [           main] c.e.App                  : Started",
      { level: "INFO", service: "c.e.App" },
    ],
    [
      "2026-11-21 06:19:00,123 - shop.pay - WARNING - card refused",
      { level: "WARNING", service: "shop.pay" },
    ],
    ["2026-11-21 06:19:00,123 INFO org.example.Node: hello", { level: "INFO", service: "org.example.Node" }],
    [
      "2026-11-21 06:19:00.008 25746 INFO nova.osapi.server [req-1] hello",
      { level: "INFO", service: "nova.osapi.server" },
    ],
    ["[2026-11-21 06:19:00 +0000] [7] [INFO] Booting worker", { level: "INFO", ts: SIX_NINETEEN }],
    [
      "[2026-11-21T06:19:00,123][WARN ][o.e.n.Node               ] [node-1] started",
      { level: "WARN", service: "o.e.n.Node" },
    ],
    ["[2026-11-21T06:19:00Z INFO  shop::pay] paid", { level: "INFO", service: "shop::pay" }],
    ["2026-11-21T06:19:00.123Z\tERROR\tserver/main.go:12\tfailed", { level: "ERROR" }],
    ["06:19:00.123 [main] DEBUG c.e.Shop - x", { level: "DEBUG", service: "c.e.Shop" }],
    ["WARNING:shop.pay:card refused", { level: "WARNING", service: "shop.pay" }],
    [
      "E1121 06:19:00.123456       1 main.go:12] failed",
      { level: "E", service: "main.go", ts: SIX_NINETEEN + 0.123 },
    ],
    [
      "261121 061900 148 INFO dfs.DataNode$PacketResponder: done",
      { level: "INFO", service: "dfs.DataNode$PacketResponder", ts: SIX_NINETEEN },
    ],
    [
      "26/11/21 06:19:00 INFO executor.Executor: done",
      { level: "INFO", service: "executor.Executor", ts: SIX_NINETEEN },
    ],
    [
      '2026-11-21 06:19:00.123 UTC [123] ada@shop ERROR:  relation "x" does not exist',
      { level: "ERROR", service: "postgres", user: "ada" },
    ],
    [
      "2026-11-21 06:19:00.123 UTC [123] LOG:  connection received: host=203.0.113.7 port=4022",
      { level: "LOG", service: "postgres", ip: "203.0.113.7", sport: 4022 },
    ],
    ["12:M 21 Nov 2026 06:19:00.123 # Out of memory", { service: "redis", ts: SIX_NINETEEN + 0.123 }],
    [
      "fail: Microsoft.AspNetCore.Server.Kestrel[13]",
      { level: "fail", service: "Microsoft.AspNetCore.Server.Kestrel" },
    ],
    ["[WARN] something odd", { level: "WARN" }],
    [
      'time=2026-11-21T06:19:00Z level=error msg="it \\"broke\\"" user=ada duration_ms=12.5 service=shop',
      { level: "error", user: "ada", ms: 12.5, service: "shop", ts: SIX_NINETEEN },
    ],
  ])("%s", (line, fields) => {
    expect(eventOf(line)).toMatchObject({ kind: "app", ...fields });
  });

  it("is a web request where its pairs are those of one", () => {
    expect(eventOf('at=info method=GET path="/a b" host=shop.example status=200 bytes=12')).toMatchObject({
      kind: "web",
      method: "GET",
      path: "/a b",
      status: 200,
      host: "shop.example",
    });
  });
});

describe("a syslog line", () => {
  it.each([
    ["Nov 21 06:19:00 bastion prog[1]: hello", { service: "prog", host: "bastion", ts: SIX_NINETEEN }],
    ["Nov  7 06:19:00 bastion prog: hello", { service: "prog" }],
    ["Nov 7 06:19:00 bastion prog: hello", { service: "prog" }],
    ["Nov 21 2026 06:19:00 bastion prog: hello", { service: "prog", ts: SIX_NINETEEN }],
    ["Nov 21 06:19:00 prog[1]: hello", { service: "prog", ts: SIX_NINETEEN }],
    ["Nov 21 06:19:00 bastion last message repeated 5 times", { host: "bastion" }],
    ["Nov 21 06:19:00 bastion kernel: [12345.678901] eth0: link up", { service: "kernel" }],
    ["2026-11-21T07:19:00+01:00 bastion prog[1]: hello", { service: "prog", ts: SIX_NINETEEN }],
    ["<13>Nov 21 06:19:00 bastion prog: hello", { service: "prog", host: "bastion" }],
    [
      '<34>1 2026-11-21T06:19:00.000Z bastion prog 12 ID47 [x@1 a="b\\]c"][y@1] hello',
      { service: "prog", ts: SIX_NINETEEN },
    ],
    ["<34>1 2026-11-21T06:19:00.000Z bastion prog - - - hello", { service: "prog" }],
  ])("%s", (line, fields) => {
    expect(eventOf(line)).toMatchObject({ kind: "syslog", ...fields });
  });

  it("hides no other kind", () => {
    const access = '203.0.113.7 - - [21/Nov/2026:06:19:00 +0000] "GET / HTTP/1.1" 200 12 "-" "curl/8"';
    expect(eventOf(`<190>${syslog("nginx", access)}`)).toMatchObject({
      kind: "web",
      ip: "203.0.113.7",
      path: "/",
    });
    const said = "Failed password for root from 203.0.113.7 port 4 ssh2";
    const structured = `<34>1 2026-11-21T06:19:00Z bastion sshd 12 - [x@1 a="b"] ${said}`;
    for (const line of [
      `2026-11-21T06:19:00+00:00 bastion sshd[1]: ${said}`,
      structured,
      syslog("sshd[1]", `[ID 800047 auth.info] ${said}`),
    ])
      expect(eventOf(line)).toMatchObject({ kind: "auth", user: "root", ip: "203.0.113.7" });
  });
});

describe("Redis before version 5", () => {
  it("has no year", () => {
    expect(eventOf("5320:M 14 Feb 19:16:08.140 # message")).toMatchObject({
      kind: "app",
      ts: Date.UTC(2026, 1, 14, 19, 16, 8, 140) / 1000,
      service: "redis",
    });
  });
});

describe("what no recogniser knows", () => {
  it.each([
    "Hello world, this is nothing",
    "1117838570 2005.06.03 R00 RAS KERNEL FATAL torus failure",
    "a=1 b=2",
    "[ERROR",
    "2026-11-21 06:19:00",
    "Nov 21",
    "",
  ])("stays unknown: %j", (line) => {
    expect(eventOf(line).kind).toBe("unknown");
  });

  it("keeps the level that it carries in capitals", () => {
    const filter = Filter.load();
    const level = filter.schema.dense.indexOf("level");
    const rank = (line: string) => filter.features(recordOfLine(Buffer.from(line)), NOW)?.dense[level];
    expect(rank("1117838570 2005.06.03 R00 RAS KERNEL INFO generating core")).toBe(2);
    expect(rank("1117838570 2005.06.03 R00 RAS KERNEL FATAL torus failure")).toBe(6);
    expect(rank("we had an error here")).toBe(-1);
  });

  it("survives every line cut anywhere", () => {
    const lines = [
      syslog("sshd[1]", "Failed password for invalid user x from 203.0.113.7 port 4 ssh2"),
      '<34>1 2026-11-21T06:19:00Z bastion sshd 12 - [x@1 a="b"] Accepted password for x from ::1 port 4 ssh2',
      syslog("named[1]", "client @0x7f 192.0.2.10#5353 (a.example): query: a.example IN A +E(0)K (10.0.0.1)"),
      '[INFO] 192.0.2.10:4567 - 1234 "A IN example.com. udp 41 false 512" NOERROR qr,rd,ra 104 0.003s',
      syslog("kernel", "[UFW BLOCK] IN=eth0 OUT= SRC=203.0.113.7 DST=192.0.2.1 PROTO=TCP SPT=4022 DPT=22"),
      '2026/11/21 06:19:00 [error] 12#34: *45 x, client: 203.0.113.7, server: s, request: "GET / HTTP/1.1", host: "h"',
      "[Sat Nov 21 06:19:00.123456 2026] [core:error] [pid 1:tid 2] [client 203.0.113.7:4022] AH00037: x",
      'time=2026-11-21T06:19:00Z level=error msg="it \\"broke\\" \\u00e4" user=ada',
      "12:M 21 Nov 2026 06:19:00.123 # Out of memory",
    ];
    for (const line of lines)
      for (let length = 0; length <= line.length; length++) expect(eventOf(line.slice(0, length)).v).toBe(1);
  });
});

it("is an application's where a parsed record has a level and a message", () => {
  expect(eventOfRecord('{"message":"hello","level":"info"}').kind).toBe("app");
});
