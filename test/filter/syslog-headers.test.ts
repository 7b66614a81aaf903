/** However a syslog daemon or journalctl writes its header, host, program, level and time are read, and the message. */
import { describe, expect, it, test } from "vitest";
import { eventOf } from "./kinds-event.ts";

const SIX_NINETEEN = 1795241940;
const SAID = "Failed password for ada from 203.0.113.7 port 40022 ssh2";
const FAILURE = { kind: "auth", ip: "203.0.113.7", sport: 40022, user: "ada", outcome: "failure" };

const HEADERS: [header: string, fields: object][] = [
  // journalctl: short, short-precise, short-iso (old and new), short-full, short-unix
  ["Nov 21 06:19:00 bastion sshd[8]: ", { host: "bastion", ts: SIX_NINETEEN }],
  ["Nov 21 06:19:00.123456 bastion sshd[8]: ", { host: "bastion", ts: SIX_NINETEEN + 0.123 }],
  ["2026-11-21T07:19:00+0100 bastion sshd[8]: ", { host: "bastion", ts: SIX_NINETEEN }],
  ["2026-11-21T07:19:00.123456+01:00 bastion sshd[8]: ", { host: "bastion", ts: SIX_NINETEEN + 0.123 }],
  ["Sat 2026-11-21 06:19:00 UTC bastion sshd[8]: ", { host: "bastion", ts: SIX_NINETEEN }],
  ["Sat 2026-11-21 01:19:00 EST bastion sshd[8]: ", { host: "bastion", ts: SIX_NINETEEN }],
  ["Sat 2026-11-21 08:19:00 CEST bastion sshd[8]: ", { host: "bastion", ts: SIX_NINETEEN }],
  ["Sat 2026-11-21 09:19:00 +03 bastion sshd[8]: ", { host: "bastion", ts: SIX_NINETEEN }],
  ["1795241940.123456 bastion sshd[8]: ", { host: "bastion", ts: SIX_NINETEEN + 0.123 }],
  // with-unit
  ["Sat 2026-11-21 06:19:00 UTC bastion sshd.service[8]: ", { service: "sshd", ts: SIX_NINETEEN }],
  ["Sat 2026-11-21 06:19:00 UTC bastion ssh.service[8]: ", { service: "ssh", ts: SIX_NINETEEN }],
  // short-monotonic, short-delta
  ["[12345.678901] bastion sshd[8]: ", { host: "bastion", service: "sshd" }],
  ["[    5.678901 <    0.000012 >] bastion sshd[8]: ", { host: "bastion", service: "sshd" }],
  // --no-hostname
  ["Nov 21 06:19:00 sshd[8]: ", { service: "sshd", ts: SIX_NINETEEN }],
  // BusyBox
  ["Nov 21 06:19:00 bastion auth.info sshd[8]: ", { host: "bastion", service: "sshd", level: "info" }],
  ["Nov 21 06:19:00 bastion authpriv.warn sshd[8]: ", { host: "bastion", level: "warn" }],
  ["Nov 21 06:19:00 bastion local7.err sshd[8]: ", { host: "bastion", level: "err" }],
  ["Nov 21 06:19:00 bastion <38> sshd[8]: ", { host: "bastion", service: "sshd" }],
  // OpenWrt
  ["Sat Nov 21 06:19:00 2026 auth.info sshd[8]: ", { service: "sshd", level: "info", ts: SIX_NINETEEN }],
  ["Sat Nov 21 07:19:00 2026 [1795241940.123] auth.info sshd[8]: ", { ts: SIX_NINETEEN + 0.123 }],
  // FreeBSD's syslogd -v, -vv
  ["Nov 21 06:19:00 <4.6> bastion sshd[8]: ", { host: "bastion", service: "sshd" }],
  ["Nov 21 06:19:00 <auth.info> bastion sshd[8]: ", { host: "bastion", service: "sshd", level: "info" }],
  // macOS
  ["Nov 21 06:19:00 bastion sshd[8] <Notice>: ", { host: "bastion", service: "sshd" }],
  ["Nov 21 06:19:00 bastion sshd[8] (com.openssh.sshd): ", { host: "bastion", service: "sshd" }],
  // the year in front of the clock, and behind
  ["Nov 21 2025 06:19:00 bastion sshd[8]: ", { host: "bastion", ts: SIX_NINETEEN - 365 * 86_400 }],
  ["Nov 21 06:19:00 2025 bastion sshd[8]: ", { host: "bastion", ts: SIX_NINETEEN - 365 * 86_400 }],
  // priorities
  ["<38>Nov 21 06:19:00 bastion sshd[8]: ", { host: "bastion", ts: SIX_NINETEEN }],
  ["<38> Nov 21 06:19:00 bastion sshd[8]: ", { host: "bastion", ts: SIX_NINETEEN }],
  ["<38>Nov 21 06:19:00 sshd[8]: ", { service: "sshd", ts: SIX_NINETEEN }],
  ["<38>sshd[8]: ", { service: "sshd" }],
  ["<38>2026-11-21T06:19:00Z bastion sshd[8]: ", { host: "bastion", ts: SIX_NINETEEN }],
  // RFC 5424
  ["<38>1 2026-11-21T06:19:00Z bastion sshd 8 - - ", { host: "bastion", service: "sshd", ts: SIX_NINETEEN }],
  ["<38>1 2026-11-21T06:19:00Z bastion - - - - sshd[8]: ", { host: "bastion", service: "sshd" }],
  ["<38>1 - bastion sshd 8 - - ", { host: "bastion", service: "sshd" }],
  ['<38>1 2026-11-21T06:19:00Z bastion sshd 8 ID [a@1 x="y\\] \\"z"][b@1 c="d"] ', { host: "bastion" }],
  ['<38>1 2026-11-21T06:19:00Z bastion sshd 8 - [a@1 x="] from 6.6.6.6 ["] ', { host: "bastion" }],
  // hosts with an address, and what relays add
  ["Nov 21 06:19:00 192.0.2.1 sshd[8]: ", { host: "192.0.2.1" }],
  ["Nov 21 06:19:00 2001:db8::1 sshd[8]: ", { host: "2001:db8::1" }],
  ["Nov 21 06:19:00 [192.0.2.1] sshd[8]: ", { host: "192.0.2.1" }],
  ["Nov 21 06:19:00 [2001:db8::1] sshd[8]: ", { host: "2001:db8::1" }],
  ["Nov 21 06:19:00 bastion[192.0.2.1] sshd[8]: ", { host: "bastion" }],
  ["Nov 21 06:19:00 bastion(192.0.2.1) sshd[8]: ", { host: "bastion" }],
  ["Nov 21 06:19:00 bastion/192.0.2.1 sshd[8]: ", { host: "bastion" }],
  ["Nov 21 06:19:00 s_net@bastion/relay sshd[8]: ", { host: "bastion" }],
];

describe("a message of sshd behind", () => {
  it.each(HEADERS)("%s", (header, fields) => {
    expect(eventOf(header + SAID)).toMatchObject({ service: "sshd", ...FAILURE, ...fields });
  });
});

test.each([
  ["Nov 21 06:19:00 bastion Plex Media Server[12]: hello", "Plex Media Server"],
  [`Nov 21 06:19:00 bastion ${"long-name-".repeat(8)}x[12]: hello`, `${"long-name-".repeat(8)}x`],
  ["Sat 2026-11-21 06:19:00 UTC bastion user@1000.service/app.service[1]: hello", "user@1000.service/app"],
  ["[    5.123456] bastion kernel: Linux version 7", "kernel"],
])("a program's name: %s", (line, service) => {
  expect(eventOf(line)).toMatchObject({ kind: "syslog", host: "bastion", service });
});

test("util-linux' login has the user behind its name", () => {
  expect(eventOf("Nov 21 06:19:00 bastion login -- root[12]: ROOT LOGIN ON tty2")).toMatchObject({
    kind: "auth",
    service: "login",
  });
});

describe("no syslog header:", () => {
  test.each([
    ["the kernel's own time", "[    5.123456] usb 1-1: new high-speed USB device"],
    ["ctime(3) without facility and level", "Sat Nov 21 06:19:00 2026 hello there"],
    ["seconds with three decimals", "1795241940.123   9307 192.0.2.1: hello"],
    ["an ISO time and two words", "2026-11-21T06:19:00Z main Some Thing[12]: hello"],
  ])("%s", (_what, line) => {
    expect(eventOf(line)).not.toHaveProperty("host");
    expect(eventOf(line).kind).not.toBe("syslog");
  });

  test.each([
    "Nov 21 06:19:00 bastion mail.info is down",
    "Nov 21 06:19:00 bastion no.info sshd[8]: hello",
    "Nov 21 06:19:00 bastion x said a[12]b: hello",
  ])("what is no facility or program is message: %s", (line) => {
    expect(eventOf(line)).toMatchObject({ kind: "syslog", host: "bastion" });
    expect(eventOf(line)).not.toHaveProperty("service");
  });
});
