/** DNS servers' logs: who asked what, and what came of it. */
import { describe, expect, it } from "vitest";
import { eventOf, syslog } from "./kinds-event.ts";

describe("a DNS line", () => {
  it.each([
    [
      "21-Nov-2026 06:19:00.123 queries: info: client @0x7f8a 192.0.2.10#5353 (www.example.com): view in: query: www.example.com IN A +E(0)TK (10.0.0.1)",
      {
        ip: "192.0.2.10",
        sport: 5353,
        qname: "www.example.com",
        qtype: "A",
        proto: "TCP",
        dst: "10.0.0.1",
        ts: 1795241940.123,
      },
    ],
    [
      syslog(
        "named[1]",
        "client 2001:db8::7#5353 (www.example.com): query: www.example.com IN AAAA +ED (10.0.0.1)",
      ),
      { ip: "2001:db8::7", qname: "www.example.com", qtype: "AAAA", proto: "UDP" },
    ],
    [
      syslog("named[1]", "client 192.0.2.10#5353: query: example.com IN MX +"),
      { ip: "192.0.2.10", qname: "example.com", qtype: "MX" },
    ],
    [
      syslog(
        "named[1]",
        "client @0x7f 192.0.2.10#5353 (example.com): response: example.com IN A NXDOMAIN +E(0)K (10.0.0.1)",
      ),
      { qname: "example.com", qtype: "A", rcode: "NXDOMAIN" },
    ],
    [
      syslog("named[1]", "client 192.0.2.10#5353 (example.com): query (cache) 'example.com/ANY/IN' denied"),
      { ip: "192.0.2.10", qname: "example.com", qtype: "ANY", rcode: "REFUSED" },
    ],
    [
      syslog(
        "named[1]",
        "client 192.0.2.10#5353 (example.com): query failed (SERVFAIL) for example.com/IN/A at query.c:5460",
      ),
      { qname: "example.com", qtype: "A", rcode: "SERVFAIL" },
    ],
    [
      syslog(
        "named[1]",
        "error (unexpected RCODE REFUSED) resolving '1.0/25.2.0.192.in-addr.arpa/PTR/IN': 198.51.100.7#53",
      ),
      {
        qname: "1.0/25.2.0.192.in-addr.arpa",
        qtype: "PTR",
        rcode: "REFUSED",
        dst: "198.51.100.7",
        dport: 53,
      },
    ],
    [
      syslog(
        "named[1]",
        "lame-servers: info: error (connection refused) resolving 'a.example/AAAA/IN': 2001:db8::1#53",
      ),
      { qname: "a.example", qtype: "AAAA", dst: "2001:db8::1", dport: 53 },
    ],
    [
      "Nov 21 06:19:00 dnsmasq[1]: query[A] www.example.com from 192.0.2.10",
      { service: "dnsmasq", ip: "192.0.2.10", qname: "www.example.com", qtype: "A" },
    ],
    [
      syslog("dnsmasq[1]", "7 192.0.2.10/4567 forwarded www.example.com to 198.51.100.7"),
      { ip: "192.0.2.10", sport: 4567, qname: "www.example.com", dst: "198.51.100.7" },
    ],
    [
      syslog("dnsmasq[1]", "reply nope.example.com is NXDOMAIN"),
      { qname: "nope.example.com", rcode: "NXDOMAIN" },
    ],
    [
      syslog("dnsmasq[1]", "cached www.example.com is NODATA-IPv6"),
      { qname: "www.example.com", rcode: "NODATA" },
    ],
    [
      syslog("dnsmasq[1]", "config www.example.com is 192.0.2.1"),
      { qname: "www.example.com", rcode: "NOERROR" },
    ],
    [
      "[1795241940] unbound[12:0] info: 192.0.2.10 www.example.com. A IN",
      { ip: "192.0.2.10", qname: "www.example.com", qtype: "A", ts: 1795241940 },
    ],
    [
      syslog("unbound", "[12:0] info: 192.0.2.10 www.example.com. AAAA IN NOERROR 0.012345 0 45"),
      { ip: "192.0.2.10", qname: "www.example.com", qtype: "AAAA", rcode: "NOERROR", ms: 12.345 },
    ],
    [
      '[INFO] 192.0.2.10:4567 - 1234 "A IN example.com. udp 41 false 512" NOERROR qr,rd,ra 104 0.003s',
      {
        ip: "192.0.2.10",
        sport: 4567,
        qname: "example.com",
        qtype: "A",
        rcode: "NOERROR",
        proto: "UDP",
        ms: 3,
      },
    ],
    [
      '2026-11-21T06:19:00.123456789Z stdout F [INFO] [2001:db8::7]:4567 - 1 "AAAA IN example.com. tcp 41 false 512" NXDOMAIN qr,rd 104 0.000123s',
      { ip: "2001:db8::7", qname: "example.com", rcode: "NXDOMAIN", proto: "TCP", ms: 0.123 },
    ],
    [
      "[ERROR] plugin/errors: 2 example.com. A: read udp 192.0.2.1:4->198.51.100.7:53: i/o timeout",
      { qname: "example.com", qtype: "A", level: "ERROR" },
    ],
  ])("%s", (line, fields) => {
    expect(eventOf(line)).toMatchObject({ kind: "dns", ...fields });
  });

  it("has one template, whatever the name asked for", () => {
    const template = (name: string) =>
      eventOf(syslog("named[1]", `client 192.0.2.10#5353 (${name}): query: ${name} IN A + (10.0.0.1)`)).tpl;
    expect(template("xn--bcher-kva.example")).toBe(template("localhost"));
  });

  it("is none where a DNS server speaks of itself", () => {
    expect(eventOf(syslog("named[1]", "zone example.com/IN: loaded serial 5")).kind).toBe("syslog");
    expect(eventOf(syslog("dnsmasq[1]", "started, version 2.90 cachesize 150")).kind).toBe("syslog");
    expect(eventOf(syslog("dnsmasq-dhcp[1]", "DHCPACK(br0) 192.168.1.7 00:53:00:00:00:07 phone")).kind).toBe(
      "syslog",
    );
  });
});
