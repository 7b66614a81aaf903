/** Keys of taught entries: which lines are as the corrected one, made again here from Node's own BLAKE2s. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KINDS } from "../../../host/event.ts";
import { fnv } from "../../../trainer/model/hash.ts";
import { access, BROWSER, keysOf, taughtModule } from "./entries.ts";

const MARK_BITS = 15n;

/** The digest's bits of a key: RFC 7693's BLAKE2s-256, first eight bytes. */
function digest(words: readonly bigint[], texts: readonly string[]): bigint {
  const word = (value: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(value);
    return bytes;
  };
  const parts = texts.flatMap((text) => [word(BigInt(Buffer.byteLength(text))), Buffer.from(text)]);
  const hash = createHash("blake2s256").update(Buffer.concat([...words.map(word), ...parts]));
  return hash.digest().readBigUInt64LE(0) >> MARK_BITS;
}

const WEB = BigInt(KINDS.indexOf("web"));
const NO_TARGET = ["", "", "", ""];
const ipv4 = (address: string) =>
  (0xffffn << 32n) | BigInt(address.split(".").reduce((value, octet) => value * 256 + Number(octet), 0));

describe("a key", () => {
  test("of a client is a digest of source and target, however long they are", () => {
    // Texts about the ends of one and of several blocks of 64 bytes.
    for (const length of [1, 20, 21, 22, 63, 64, 65, 84, 85, 86, 149, 150, 1000]) {
      const path = `/${"p".repeat(length)}`;
      const line = access({ path: `${path}?q=1` });
      const { client } = keysOf(line).keys;
      const form = BigInt(fnv(`GET ${path}?q`));
      const words = [(WEB << 8n) | (1n << 24n) | (form << 32n), 0n, ipv4("203.0.113.9"), 0n];
      expect((client as bigint) >> MARK_BITS, `${length}`).toBe(
        digest(words, ["", "GET", path, ...NO_TARGET]),
      );
    }
  });

  test("of a template is one of kind, template and network; of a request its form is what counts", () => {
    const line = access({ path: "/orders/17?page=2&sort=a" });
    const form = BigInt(fnv("GET /orders/*?page&sort"));
    const words = [1n | (WEB << 8n) | (1n << 24n) | (form << 32n), 0n, ipv4("203.0.113.0"), 0n];
    expect((keysOf(line).keys.template as bigint) >> MARK_BITS).toBe(digest(words, [""]));
  });

  test("of an agent is one of its text", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9 ./;()-]{2,300}$/), (agent) => {
        fc.pre(agent.trim() === agent && agent !== "-");
        const record = { remote: "203.0.113.9", method: "GET", path: "/", status: 200, agent };
        const { keys } = keysOf(record);
        expect((keys.agent as bigint) >> MARK_BITS).toBe(digest([2n | (WEB << 8n)], [agent]));
      }),
      { numRuns: 50, seed: 1 },
    );
  });
});

const SSH = (address: string, user = "admin") =>
  `Nov 21 06:19:05 web1 sshd[812]: Failed password for ${user} from ${address} port 40022 ssh2`;
const PACKET = (port: number, more = "SYN") =>
  `Nov 21 06:19:05 fw kernel: [UFW BLOCK] IN=eth0 OUT= SRC=203.0.113.5 DST=10.0.0.1 LEN=40 PROTO=TCP SPT=44444 DPT=${port} WINDOW=1024 RES=0x00 ${more} URGP=0`;
const QUERY = (name: string) =>
  `Nov 21 06:19:05 ns named[1]: client @0x1 10.0.0.5#3333 (${name}): query: ${name} IN A + (10.0.0.1)`;
const nginxError = (request: string) =>
  `2026/11/21 06:19:00 [error] 12#34: *56 open() "/srv/x" failed (2: No such file or directory), client: 203.0.113.7, server: a, request: "${request} HTTP/1.1", host: "h"`;

describe("lines have one key of a client", () => {
  test.each<[string, string | object, string | object]>([
    ["whatever the query's values", access({ path: "/a?x=1" }), access({ path: "/a?x=b" })],
    [
      "whatever status, agent and referer",
      access({}),
      access({ status: 500, agent: "x/1", referer: "http://a/" }),
    ],
    ["however the address is written", access({}), access({ ip: "::ffff:203.0.113.9" })],
    [
      "all over an IPv6 customer's /64",
      access({ ip: "2001:db8:0:7::1" }),
      access({ ip: "2001:db8:0:7:8:9:a:b" }),
    ],
    ["whatever the port", SSH("203.0.113.9"), SSH("203.0.113.9").replace("40022", "50022")],
    ["whatever was answered", access({ path: "/a" }), access({ path: "/a", status: 404 })],
  ])("%s", (_, line, other) => {
    expect(keysOf(line).keys.client).toBeDefined();
    expect(keysOf(other).keys.client).toBe(keysOf(line).keys.client);
  });
});

test("a request has one key of its template, whatever was answered and whoever asks", () => {
  const keyOf = (status: number, agent = BROWSER) =>
    keysOf(access({ path: "/a/7?x=1", status, agent })).keys.template;
  expect(new Set([keyOf(200), keyOf(304), keyOf(500), keyOf(200, "curl/8.5.0"), keyOf(200, "-")]).size).toBe(
    1,
  );
  // A page that is not there is another matter.
  expect(keyOf(404)).not.toBe(keyOf(200));
});

describe("lines have different keys", () => {
  test.each<[string, "client" | "template" | "agent", string | object, string | object]>([
    ["of another address", "client", access({}), access({ ip: "203.0.113.10" })],
    ["of another /64", "client", access({ ip: "2001:db8:0:7::1" }), access({ ip: "2001:db8:0:8::1" })],
    ["for another path", "client", access({ path: "/a" }), access({ path: "/b" })],
    ["for one in other letters", "client", access({ path: "/a" }), access({ path: "/A" })],
    ["for one with another encoding", "client", access({ path: "/a" }), access({ path: "/%61" })],
    ["with another parameter", "client", access({ path: "/a?x=1" }), access({ path: "/a?y=1" })],
    ["with a parameter more", "client", access({ path: "/a?x=1" }), access({ path: "/a?x=1&y=1" })],
    ["by another method", "client", access({}), access({ method: "POST" })],
    ["for another account", "client", SSH("203.0.113.9"), SSH("203.0.113.9", "root")],
    ["that went through", "client", SSH("203.0.113.9"), SSH("203.0.113.9").replace("Failed", "Accepted")],
    ["to another port", "client", PACKET(3389), PACKET(22)],
    ["with other flags", "client", PACKET(3389), PACKET(3389, "ACK")],
    ["for another name", "client", QUERY("a.example"), QUERY("b.example")],
    ["about another request", "client", nginxError("GET /a"), nginxError("GET /b")],
    ["of another log type", "client", access({ path: "/a" }), nginxError("GET /a")],
    ["of another /24", "template", access({}), access({ ip: "203.0.112.9" })],
    ["of another /48", "template", access({ ip: "2001:db8:1::1" }), access({ ip: "2001:db8:2::1" })],
    ["of another template", "template", access({ path: "/a" }), access({ path: "/b" })],
    ["with a parameter more", "template", access({ path: "/a?x=1" }), access({ path: "/a?x=1&cmd=ls" })],
    [
      "of another program",
      "template",
      "Nov 21 06:19:00 web1 backup[7]: the job is done",
      "Nov 21 06:19:00 web1 report[7]: the job is done",
    ],
    ["about a request of another template", "template", nginxError("GET /a"), nginxError("GET /b")],
    [
      "with and without a source",
      "template",
      "2026-11-21T06:19:00Z ERROR worker crashed",
      "2026-11-21T06:19:00Z ERROR worker crashed client=203.0.113.9",
    ],
    ["with an agent longer by one byte", "agent", access({}), access({ agent: `${BROWSER} ` })],
    ["with an agent in other letters", "agent", access({ agent: "Probe/1" }), access({ agent: "probe/1" })],
  ])("%s", (_, scope, line, other) => {
    const [key, otherKey] = [keysOf(line).keys[scope], keysOf(other).keys[scope]];
    expect(key).toBeDefined();
    expect(otherKey).not.toBe(key);
  });
});

test("a key needs what it is made of: no source, no agent, no message", () => {
  expect(Object.keys(keysOf("2026-11-21T06:19:00Z ERROR worker crashed").keys)).toEqual(["template"]);
  expect(Object.keys(keysOf(access({ agent: "-" })).keys)).toEqual(["client", "template"]);
  expect(Object.keys(keysOf(SSH("203.0.113.9")).keys)).toEqual(["client", "template"]);
  expect(Object.keys(keysOf({ a: 1 }).keys)).toEqual([]);
});

test("keys and technique don't depend on what came before, nor on what was taught", () => {
  const line = access({ path: "/console/api?cmd=ls+-la+/var/log" });
  const { entry: _, ...before } = keysOf(line);
  expect(keysOf(line, taughtModule(line, "client", "normal"))).toEqual({ entry: 1, ...before });
});
