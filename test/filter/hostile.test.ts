/** Texts that a client chooses, whatever is in them, change no field but their own: no address, no time, no outcome. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FORMS, type Form } from "./hostile/forms.ts";
import { eventOf, syslog } from "./kinds-event.ts";

/** What depends on all of a line, and so on any text in it. */
const OF_THE_WHOLE = [
  "id",
  "label",
  "severity",
  "score",
  "bot",
  "threat",
  "anomaly",
  "why",
  "tpl",
  "v",
  "model",
];
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
        { numRuns: 150 },
      );
    }
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
