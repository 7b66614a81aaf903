/** Which address of a list is the client's, and that no client is believed. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Filter } from "../../../host/filter.ts";
import { scored } from "../scored.ts";
import {
  built,
  CLIENT,
  caddy,
  FORGED,
  json,
  line,
  nginx,
  own,
  PROXY,
  REQUEST,
  syslog,
  TIME,
} from "./records.ts";

describe("the list is walked from the right", () => {
  test.each<[string, string, string | undefined]>([
    [CLIENT, CLIENT, PROXY],
    [`${FORGED}, ${CLIENT}`, CLIENT, PROXY],
    [`${FORGED},${CLIENT}`, CLIENT, PROXY],
    [`${CLIENT}, 192.168.1.7`, CLIENT, PROXY],
    [`${FORGED}, ${CLIENT}, 127.0.0.1, 192.168.1.7`, CLIENT, PROXY],
    // ports, brackets, notations of the same address
    [`${CLIENT}:51234`, CLIENT, PROXY],
    ["2001:db8::7", "2001:db8::7", PROXY],
    ["[2001:db8::7]", "2001:db8::7", PROXY],
    ["[2001:db8::7]:4711", "2001:db8::7", PROXY],
    ["fe80::1%eth0", "fe80::1", PROXY],
    [`::ffff:${CLIENT}`, `::ffff:${CLIENT}`, PROXY],
    [`${CLIENT}, ::ffff:10.0.0.7`, CLIENT, PROXY],
    // Forwarded
    [`for=${CLIENT}`, CLIENT, PROXY],
    [`For="${CLIENT}:4711";proto=https`, CLIENT, PROXY],
    ['proto=https;for="[2001:db8::7]:4711"', "2001:db8::7", PROXY],
    [`for=${FORGED}, FOR=${CLIENT}; by=10.0.0.7`, CLIENT, PROXY],
    // all of one's own: the first of them
    ["10.1.2.3", "10.1.2.3", PROXY],
    ["172.16.9.9, 192.168.1.7", "172.16.9.9", PROXY],
    // what is no address ends the walk
    ["", PROXY, undefined],
    ["-", PROXY, undefined],
    ["unknown", PROXY, undefined],
    ["for=unknown", PROXY, undefined],
    [`for=${CLIENT}, for=_hidden`, PROXY, undefined],
    [`${CLIENT}, unknown`, PROXY, undefined],
    [`${CLIENT}, unknown, 192.168.1.7`, "192.168.1.7", PROXY],
    [`${CLIENT},`, PROXY, undefined],
    [`${CLIENT}, , 192.168.1.7`, "192.168.1.7", PROXY],
    [`${CLIENT}.`, PROXY, undefined],
    ["203.0.113.256", PROXY, undefined],
    [`${CLIENT} ${CLIENT}`, PROXY, undefined],
    [`${CLIENT};`, PROXY, undefined],
    [`${CLIENT}:80x`, PROXY, undefined],
    [`[${CLIENT}]:`, PROXY, undefined],
    ["' OR 1=1 --", PROXY, undefined],
    [`$\{jndi:ldap://${CLIENT}/a}`, PROXY, undefined],
    // the proxy itself, and a server's own address
    [PROXY, PROXY, undefined],
    ["10.0.0.7:8080", PROXY, undefined],
  ])("%j", (list, ip, peer) => {
    const found = scored(json(PROXY, list));
    expect([found.ip, found.peer]).toEqual([ip, peer]);
  });

  test("and not without end", () => {
    const many = (hops: number) => [CLIENT, ...Array.from({ length: hops }, () => "10.0.0.7")].join(", ");
    expect(scored(json(PROXY, many(10))).ip).toBe(CLIENT);
    expect(scored(json(PROXY, many(20_000)))).toMatchObject({ ip: "10.0.0.7", peer: PROXY });
    expect(scored(json(PROXY, `${"x".repeat(100_000)}`)).ip).toBe(PROXY);
  });
});

describe("no client is believed", () => {
  test.each<[string, object]>([
    ["who connects from elsewhere: nginx", nginx(CLIENT, FORGED)],
    ["JSON", json(CLIENT, FORGED)],
    ["X-Real-IP", { remote_addr: CLIENT, x_real_ip: FORGED, method: "GET", path: "/", status: 200 }],
    [
      "CF-Connecting-IP",
      { remote_addr: CLIENT, cf_connecting_ip: FORGED, method: "GET", path: "/", status: 200 },
    ],
    ["client_ip", { remote_addr: CLIENT, client_ip: FORGED, method: "GET", path: "/", status: 200 }],
    [
      "Caddy",
      caddy({
        remote_ip: CLIENT,
        client_ip: CLIENT,
        headers: { "X-Forwarded-For": [FORGED], "X-Real-Ip": [FORGED] },
      }),
    ],
    ["a CDN's address that is not trusted", json("104.16.3.4", FORGED)],
    ["a shared address (RFC 6598)", json("100.64.0.9", FORGED)],
    ["in the other header", { ...json(PROXY, CLIENT), http_x_real_ip: FORGED, cf_connecting_ip: FORGED }],
    ["in the other header, where the list is none", { ...json(PROXY, "unknown"), http_x_real_ip: FORGED }],
    ["with a name for a peer", { ...json("proxy.example", FORGED) }],
    [
      "HAProxy, in another captured header",
      syslog(
        `${PROXY}:33317 [14/Nov/2026:06:19:00.655] in b/s 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {${FORGED}|${CLIENT}} "GET / HTTP/1.1"`,
      ),
    ],
    [
      "in parentheses, with one in the list",
      line(`${PROXY} (${FORGED}) x, ${CLIENT}) - - ${TIME} ${REQUEST} "-" "curl/8"`),
    ],
    ["in parentheses, in the account", line(`${PROXY} (${CLIENT}) - x, ${FORGED}) y ${TIME} ${REQUEST}`)],
    [
      "in quotes, with one in the list",
      line(`"${FORGED}" x, ${CLIENT}" - - ${TIME} ${REQUEST} "-" "curl/8"`),
    ],
    [
      "in quotes, with one that is escaped",
      line(`"${FORGED}\\" x, ${CLIENT}" ${PROXY} - - ${TIME} ${REQUEST} "-" "curl/8"`),
    ],
    [
      "ingress-nginx, with brackets in the list",
      line(
        `${PROXY} - [${FORGED}] - x [, ${CLIENT}, ${PROXY}] - - ${TIME} ${REQUEST} "-" "curl/8" 117 0.774 [prod-shop-80] [] 10.2.0.7:80 - 0.774 200 5f54`,
      ),
    ],
    [
      "ingress-nginx, in the account",
      line(
        `${PROXY} - [${CLIENT}, ${PROXY}] - x, ${FORGED}] - - ${TIME} ${REQUEST} "-" "curl/8" 117 0.774 [prod-shop-80] [] 10.2.0.7:80 - 0.774 200 5f54`,
      ),
    ],
    [
      "by Vector's or Fluent Bit's own address",
      { log: `${CLIENT} - - ${TIME} ${REQUEST} "-" "curl/8"`, client_ip: FORGED, x_forwarded_for: FORGED },
    ],
    [
      "by members around a line of a login",
      {
        log: `Nov 14 06:19:00 web1 sshd[1]: Failed password for root from ${PROXY} port 22 ssh2`,
        x_forwarded_for: FORGED,
      },
    ],
  ])("%s", (_way, record) => {
    const event = scored(record);
    expect(event.ip).not.toBe(FORGED);
    expect(event.peer).not.toBe(FORGED);
  });

  test("in an agent with quotes, by a server that escapes none", () => {
    const filter = Filter.load(built);
    const of = (agent: string) =>
      own({ log: `${PROXY} - - ${TIME} ${REQUEST} "-" "${agent}"`, file: "/var/log/app/out.log" }, filter).ip;
    expect(of("curl/8")).toBe(PROXY);
    expect(of(`x" "${FORGED}`)).toBe(PROXY);
  });

  test("whatever is sent, behind a proxy that appends", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.ipV4(), fc.constantFrom("127.0.0.1", ",", "for=1.2.3.4")),
        (sent) => {
          expect(scored(json(PROXY, `${sent}, ${CLIENT}`))).toMatchObject({ ip: CLIENT, peer: PROXY });
          expect(scored(caddy({ remote_ip: PROXY, headers: { "X-Forwarded-For": [sent, CLIENT] } })).ip).toBe(
            CLIENT,
          );
          expect(scored(json(CLIENT, sent)).ip).toBe(CLIENT);
        },
      ),
      { numRuns: 500 },
    );
  });
});
