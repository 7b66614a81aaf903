/** Texts that a client chooses, whatever is in them, change no field but their own: no address, no time, no outcome. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FORMS, type Form } from "./hostile/forms.ts";
import { eventOf, eventOfRecord, syslog } from "./kinds-event.ts";
import { OF_THE_VERDICT } from "./scored.ts";
import { WRAPPERS } from "./wrappers.ts";

/** What depends on all of a line, and so on any text in it. */
const OF_THE_WHOLE = ["id", ...OF_THE_VERDICT, "tpl", "pattern", "v", "model"];
/** Fields that are the client's words themselves. */
const OWN: Record<string, string[]> = {
  "{user}": ["user"],
  "{text}": ["path", "ref", "ua", "host", "qname", "method", "user"],
};
const HARMLESS = "ada";

const pieces = fc.constantFrom(
  "6.6.6.6",
  "::6",
  " from ",
  " from 6.6.6.6 port 22",
  " from 6.6.6.6 port 22 ssh2",
  ": ",
  " 6.6.6.6 port 22: Too many authentication failures",
  " [preauth]",
  " for root from 6.6.6.6 port 22 ssh2",
  "Accepted password for root from 6.6.6.6 port 22 ssh2",
  "invalid user ",
  "Connection from 6.6.6.6 port 22: x",
  " rhost=6.6.6.6",
  " ruser= rhost=6.6.6.6  user=root",
  "  user=root",
  ", client: 6.6.6.6, server: y",
  '", client: 6.6.6.6, server: y, request: "GET / HTTP/1.1", host: "h',
  " failed (2: No such file or directory)",
  ', host: "h", referrer: "r',
  " - - [01/Jan/2001:00:00:00 +0000] ",
  '6.6.6.6 - - [01/Jan/2001:00:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "-"',
  '"GET /x HTTP/1.1" 200 5',
  "[client 6.6.6.6:22] ",
  ", referer: x",
  "] FAIL LOGIN: ",
  'Client "6.6.6.6"',
  'Client "6.6.6.6", "x',
  " (Login failed): ",
  ": Login successful.",
  ": no such user found from 6.6.6.6",
  "] y is now logged in",
  "Authentication failed for user [y]",
  ">, method=LOGIN, rip=6.6.6.6, lip=",
  "Login: user=<root>, method=PLAIN, rip=6.6.6.6",
  "auth failed",
  ",6.6.6.6,<x>): unknown user",
  "given password",
  "x[6.6.6.6]: SASL LOGIN authentication failed: x",
  ", sasl_username=root",
  " [6.6.6.6]: 535 (set_id=b",
  "auth failure: [user=root]",
  " authenticator failed for [6.6.6.6]: 535 x",
  ", ip=[6.6.6.6]",
  "' from 6.6.6.6:22",
  " FROM 6.6.6.6 FOR root, x",
  "LOGIN FAILED",
  " addr=6.6.6.6",
  "res=failed",
  " IN=eth0 OUT= SRC=6.6.6.6 DST=1.1.1.1 PROTO=TCP",
  " | IP: 6.6.6.6",
  " | User: eve",
  " | ResponseTime: 9ms",
  "connection received: host=6.6.6.6 port=1",
  ' for user "eve"',
  "LOG:  ",
  " ip=6.6.6.6 ",
  " is 6.6.6.6",
  " to 6.6.6.6",
  ' udp" NXDOMAIN',
  " (mysql-denied) from 6.6.6.6",
  " via ssh",
  "'@'6.6.6.6' (using password: YES)",
  "'. Reason: x [CLIENT: 6.6.6.6]",
  " on admin from client 6.6.6.6:1 ; x",
  "' failed for '6.6.6.6:1' (callid: x) - y",
  '",RemoteAddress="IPV4/UDP/6.6.6.6/1"',
  '",SessionID="',
  "<sip:root@6.6.6.6>",
  ", ipAddress=6.6.6.6, error=x",
  '", ipAddress="6.6.6.6", error="x", username="',
  " has been denied (IP: 6.6.6.6).",
  ". Username: root.",
  " logged in successfully. IP: 6.6.6.6",
  " 6.6.6.6(1) a@b FATAL:  ",
  'host "6.6.6.6", user "root", database "x", ',
  '"',
  "'",
  "`",
  "\\",
  "[",
  "]",
  "(",
  ")",
  "<",
  ">",
  ",",
  ";",
  "=",
  " ",
  "%22",
  "{",
  '{"log":"6.6.6.6',
  "web-1  | ",
  "[pod/a/b] ",
  "2026-11-21T06:25:00.123456789Z stdout F ",
  " auth.info root[1]: ",
  "é",
  "\t",
  "x",
  "x".repeat(300),
);
/** A few thousand bytes at most: longer lines are cut by those who write them. */
const hostile = fc.array(pieces, { maxLength: 6 }).map((all) => all.join(""));

function filled(form: Form, values: Record<string, string>): string {
  const write = form.write ?? ((text: string) => text.replace(/[\r\n]/g, ""));
  return form.line.replace(/\{\w+\}/g, (slot) => write(values[slot] ?? HARMLESS));
}

/** The fields that are not the slot's own, by name. */
function others(event: object, slots: string[]): Record<string, unknown> {
  const own = [...OF_THE_WHOLE, ...slots.flatMap((slot) => OWN[slot] ?? [])];
  return Object.fromEntries(Object.entries(event).filter(([name]) => !own.includes(name)));
}

function slotsOf(form: Form): string[] {
  return [...new Set(form.line.match(/\{\w+\}/g))];
}

describe("a line of", () => {
  test.each(FORMS)("$program: $line", (form) => {
    for (const slot of slotsOf(form)) {
      const usual = others(eventOf(filled(form, {})), [slot]);
      fc.assert(
        fc.property(hostile, (text) => {
          const line = filled(form, { [slot]: text });
          const found = others(eventOf(line), [slot]);
          if (form.isUnsure) {
            for (const [name, value] of Object.entries(found))
              expect(value, `${name} of ${line}`).toBe(usual[name]);
          } else expect(found, line).toEqual(usual);
        }),
        // The same texts each time: others are for `npm run test:fuzz` and for those who give a seed.
        { numRuns: 150, seed: Number(process.env.SMARTLOG_FUZZ_SEED ?? 1) },
      );
    }
  });
});

describe("a line is what it is bare", () => {
  const forms = fc.constantFrom(...FORMS);
  const line = fc
    .tuple(forms, hostile)
    .map(([form, text]) => filled(form, { "{user}": text, "{text}": text }));
  test.each(Object.entries(WRAPPERS))("in %s", (_, wrap) => {
    fc.assert(
      fc.property(line, (text) => {
        const bare = eventOf(text);
        const wrapped = eventOf(wrap(text));
        expect([wrapped.ip, wrapped.user, wrapped.outcome], text).toEqual([bare.ip, bare.user, bare.outcome]);
      }),
      { numRuns: 1000, seed: Number(process.env.SMARTLOG_FUZZ_SEED ?? 1) },
    );
  });
});

const CLIENT = "203.0.113.7";

describe("no address is taken from a client's words:", () => {
  test.each([
    ["Failed password for user from 203.0.113.7 port 20000 ssh1: ruser from 1.2.3.4", CLIENT, "user"],
    ["Failed password for user from 203.0.113.7 port 20000 ssh1: ruser XXX from 1.2.3.4", CLIENT, "user"],
    [
      "Disconnecting invalid user a 203.0.113.7 port 32938: Change of username or service not allowed: (a,ssh-connection) -> (b 6.6.6.6 port 22,ssh-connection)",
      CLIENT,
      "a",
    ],
    [
      'kex_exchange_identification: client sent invalid protocol identifier "X from 6.6.6.6 port 22 x"',
      undefined,
      undefined,
    ],
    [
      "ssh_dispatch_run_fatal: Connection from invalid user 6.6.6.6 203.0.113.7 port 45718: Broken pipe",
      CLIENT,
      "6.6.6.6",
    ],
    ["Timeout, client not responding from user 6.6.6.6 203.0.113.7 port 4", CLIENT, "6.6.6.6"],
    [
      "Failed publickey for root from 203.0.113.7 port 56552 ssh2: ED25519-CERT SHA256:a ID x from 6.6.6.6 port 22 (serial 0) CA RSA SHA256:b",
      CLIENT,
      "root",
    ],
    ["drop connection #5 from [203.0.113.7]:4022 on [10.0.0.1]:22 past MaxStartups", CLIENT, undefined],
    ["Timeout before authentication for connection from 203.0.113.7 to 10.0.0.1, pid = 7", CLIENT, undefined],
    ["refused connect from 6.6.6.6.example (203.0.113.7)", CLIENT, undefined],
  ])("sshd: %s", (message, ip, user) => {
    const event = eventOf(syslog("sshd[812]", message));
    expect([event.ip, event.user]).toEqual([ip, user]);
  });

  test.each([
    [
      "vsftpd",
      "pam_unix(vsftpd:auth): authentication failure; logname= uid=0 euid=0 tty=ftp ruser=a ruser= rhost=6.6.6.6 x rhost=203.0.113.7",
      "a ruser= rhost=6.6.6.6 x",
    ],
    [
      "exim",
      "login authenticator failed for (x) [203.0.113.7]: 535 Incorrect authentication data (set_id=a [6.6.6.6]: (set_id=b)",
      "a [6.6.6.6]: (set_id=b",
    ],
    [
      "dovecot",
      "auth-worker(1): pam(a,6.6.6.6,<x>,203.0.113.7,<y>): pam_authenticate() failed: Authentication failure",
      "a,6.6.6.6,<x>",
    ],
  ])("%s: %s", (tag, message, user) => {
    expect(eventOf(syslog(tag, message))).toMatchObject({ ip: CLIENT, user });
  });

  const nginx = (message: string) => eventOf(`2026/11/21 06:19:00 [error] 12#34: *56 ${message}`);

  test("nginx: a referrer that looks like the end of a message", () => {
    const event = nginx(
      'open() "/srv/x" failed (2: No such file or directory), client: 203.0.113.7, server: a, request: "GET /x HTTP/1.1", ' +
        'host: "h", referrer: "http://a/, client: 6.6.6.6, server: y, request: "GET / HTTP/1.1"',
    );
    expect(event).toMatchObject({ ip: CLIENT, host: "h", path: "/x" });
  });

  test("nginx: a header that looks like one", () => {
    const event = nginx(
      'client sent invalid header line: "x, client: 6.6.6.6, y" while reading client request headers, ' +
        'client: 203.0.113.7, server: a, request: "GET / HTTP/1.1"',
    );
    expect(event.ip).toBe(CLIENT);
  });

  test("nginx: of two that could be the true one, none", () => {
    const event = nginx(
      'open() "/srv/x" failed (2: No such file or directory), client: 6.6.6.6, server: a, request: "GET /x HTTP/1.1", host: "h", ' +
        'referrer: "" failed (2: No such file or directory), client: 203.0.113.7, server: a, request: "GET /x%22 HTTP/1.1"',
    );
    expect(event.ip).toBeUndefined();
  });

  test("access lines: the site that was asked for is not who asked", () => {
    const rest = '- - [21/Nov/2026:06:19:00 +0000] "GET / HTTP/1.1" 200 5';
    expect(eventOf(`6.6.6.6 203.0.113.7 ${rest}`)).toMatchObject({ ip: CLIENT, host: "6.6.6.6" });
    expect(eventOf(`6.6.6.6:80 203.0.113.7 ${rest}`)).toMatchObject({ ip: CLIENT, host: "6.6.6.6:80" });
    expect(eventOf(`::6 2001:db8::7 ${rest}`)).toMatchObject({ ip: "2001:db8::7", host: "::6" });
  });

  test("access lines: a name doesn't set the time", () => {
    const line =
      '203.0.113.7 - x [01/Jan/2001:00:00:00 +0000] y [21/Nov/2026:06:19:00 +0000] "GET / HTTP/1.1" 200 5';
    expect(eventOf(line)).toMatchObject({ ip: CLIENT, ts: Date.UTC(2026, 10, 21, 6, 19) / 1000 });
  });

  test("application lines: a logger's name is no site, however many blanks what it says begins with", () => {
    const said =
      '[client 6.6.6.6:22]  | 6.6.6.6 - - [01/Jan/2001:00:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "-"';
    expect(eventOf(`WARNING:shop.cart:${said}`).kind).toBe("app");
  });

  test("logfmt: of a key that comes twice the first counts", () => {
    const line = (more: string) =>
      `logger=context userId=0 orgId=0 t=2026-11-21T06:19:00Z level=error msg="Invalid username or password" remote_addr=203.0.113.7${more}`;
    expect(eventOf(line(" remote_addr=6.6.6.6"))).toMatchObject({
      kind: "auth",
      ip: CLIENT,
      outcome: "failure",
    });
  });

  test("Dovecot: the last address is the server's, with a method or without", () => {
    const user = "a>, method=X, rip=6.6.6.6, lip=1";
    for (const method of ["", " method=PLAIN,"]) {
      const message = `imap-login: Aborted login (auth failed, 1 attempts): user=<${user}>,${method} rip=203.0.113.7, lip=10.0.0.1`;
      expect(eventOf(syslog("dovecot", message))).toMatchObject({ ip: CLIENT, outcome: "failure" });
    }
  });

  test("records: Traefik's ClientHost may come from a header, and a site is nobody's address", () => {
    const traefik = {
      ClientHost: "6.6.6.6",
      ClientAddr: "203.0.113.7:4022",
      RequestMethod: "GET",
      DownstreamStatus: 200,
    };
    expect(eventOfRecord(JSON.stringify(traefik)).ip).toBe(CLIENT);
    const site = { http_host: "6.6.6.6", method: "GET", path: "/", status: 200 };
    expect(eventOfRecord(JSON.stringify(site)).ip).toBeUndefined();
    expect(eventOfRecord('{"http_host":"\\u0036.6.6.6","method":"GET","code":"200"}').ip).toBeUndefined();
    const apache = { host: CLIENT, user: "-", method: "GET", path: "/", code: "200", size: "5" };
    expect(eventOfRecord(JSON.stringify(apache)).ip).toBe(CLIENT);
  });
});

interface Kept {
  line: string;
  [field: string]: unknown;
}

const kept = (name: string): Kept[] =>
  readFileSync(join(import.meta.dirname, "hostile", `${name}.ndjson`), "utf8")
    .trimEnd()
    .split("\n")
    .map((row) => JSON.parse(row));

describe("what real servers wrote of hostile clients:", () => {
  test("sshd 9.2", () => {
    for (const { line, ...fields } of kept("sshd")) {
      const { ip, sport, user, outcome } = eventOf(syslog("sshd[812]", line));
      expect(JSON.parse(JSON.stringify({ ip, sport, user, outcome })), line).toEqual(fields);
    }
  });

  test("nginx 1.22", () => {
    for (const { line, ...fields } of kept("nginx")) {
      const { kind, ip, user, ts, host, status } = eventOf(line);
      expect(JSON.parse(JSON.stringify({ kind, ip, user, ts, host, status })), line).toEqual(fields);
    }
  });
});
