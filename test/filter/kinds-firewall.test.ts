/** Packets that Netfilter logs, under whatever prefix. */
import { describe, expect, it } from "vitest";
import { eventOf, syslog } from "./kinds-event.ts";

const PACKET =
  "IN=eth0 OUT= MAC=00:53:00:00:00:01:00:53:00:00:00:02:08:00 SRC=203.0.113.7 DST=192.0.2.1 LEN=60 TOS=0x00 TTL=49 " +
  "ID=1 DF PROTO=TCP SPT=4022 DPT=22 WINDOW=1024 RES=0x00 SYN URGP=0";
const FIELDS = {
  kind: "firewall",
  ip: "203.0.113.7",
  dst: "192.0.2.1",
  proto: "TCP",
  sport: 4022,
  dport: 22,
  iface: "eth0",
};

describe("a logged packet", () => {
  it.each([
    ["[UFW BLOCK] ", "deny"],
    ["[UFW ALLOW] ", "allow"],
    ["[12345.678901] [UFW LIMIT BLOCK] ", "deny"],
    ["filter_IN_public_REJECT: ", "deny"],
    ["FINAL_REJECT: ", "deny"],
    ["Shorewall:net2fw:DROP:", "deny"],
    ["iptables denied: ", "deny"],
    ["nft accept ", "allow"],
    ["DROP", "deny"],
  ])("says what became of it: %s", (prefix, action) => {
    expect(eventOf(syslog("kernel", prefix + PACKET))).toMatchObject({ ...FIELDS, action });
  });

  it.each(["", "[UFW AUDIT] ", "input: "])("has no action where its prefix names none: %j", (prefix) => {
    const event = eventOf(syslog("kernel", prefix + PACKET));
    expect(event).toMatchObject(FIELDS);
    expect(event.action).toBeUndefined();
  });

  it("is known without a header, and by the interface that it leaves by", () => {
    const line =
      "[  12.345678] [UFW BLOCK] IN= OUT=wg0 SRC=192.0.2.1 DST=203.0.113.7 LEN=60 PROTO=UDP SPT=53 DPT=4022";
    expect(eventOf(line)).toMatchObject({
      kind: "firewall",
      iface: "wg0",
      proto: "UDP",
      dport: 4022,
      action: "deny",
    });
  });

  it("keeps apart what an ICMP error quotes", () => {
    const event = eventOf(
      syslog(
        "kernel",
        "DROP: IN=eth0 OUT= SRC=203.0.113.7 DST=192.0.2.1 PROTO=ICMP TYPE=3 CODE=1 [SRC=192.0.2.1 DST=203.0.113.7 PROTO=TCP SPT=80 DPT=1 ]",
      ),
    );
    expect(event).toMatchObject({ ip: "203.0.113.7", proto: "ICMP" });
    expect(event.sport).toBeUndefined();
  });

  it("is no other message of the kernel", () => {
    expect(eventOf(syslog("kernel", "[12345.678901] eth0: link up")).kind).toBe("syslog");
  });
});
