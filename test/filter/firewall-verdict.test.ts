/** Which packets are a scan, whatever their digits are: the rule of score/firewall.ts, under the default model. */
import { beforeEach, describe, expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";
import { START, score } from "./traffic.ts";

const STRANGER = "45.83.64.11";
const OWN = "198.51.100.7";

let filter: Filter;
let now = START;

beforeEach(() => {
  filter = Filter.load();
  now = START;
});

interface Packet {
  prefix?: string;
  source?: string;
  target?: string;
  port?: number;
  sourcePort?: number;
  protocol?: "TCP" | "UDP";
  flags?: string;
  interfaces?: string;
}

function netfilter({
  prefix = "[UFW BLOCK] ",
  source = STRANGER,
  target = OWN,
  port = 30211,
  sourcePort = 51000,
  protocol = "TCP",
  flags = "SYN",
  interfaces = "IN=eth0 OUT= MAC=aa",
}: Packet): string {
  const rest = protocol === "TCP" ? `WINDOW=1024 RES=0x00 ${flags} URGP=0` : "LEN=20";
  return `Nov 21 06:00:00 gw kernel: [17.000001] ${prefix}${interfaces} SRC=${source} DST=${target} LEN=44 TOS=0x00 PREC=0x00 TTL=240 ID=1 PROTO=${protocol} SPT=${sourcePort} DPT=${port} ${rest}`;
}

/** The label of the next line, some seconds after the one before. */
function label(line: string, pause = 10): string | undefined {
  now += pause;
  return score(filter, line, { seconds: now, nanoseconds: 0 }).label;
}
const labelOf = (packet: Packet) => label(netfilter(packet));
/** What labels a packet's like gets when it comes again and again. */
const labels = (count: number, packet: (i: number) => Packet) =>
  new Set(Array.from({ length: count }, (_, i) => labelOf(packet(i))));

describe("a stranger's packet that is refused", () => {
  test.each<[string, Packet]>([
    ["at a data store", { port: 6379 }],
    ["at Docker's port", { port: 2375 }],
    ["at a remote desktop", { port: 3389 }],
    ["at telnet", { port: 23 }],
    ["at any other port", { port: 26501 }],
    ["at a low port, over UDP", { port: 123, protocol: "UDP" }],
    ["from a port that servers have", { port: 6379, sourcePort: 53, protocol: "UDP" }],
    ["that begins a connection from there", { sourcePort: 80 }],
    ["with what ECN sets before SYN", { flags: "CWR ECE SYN" }],
  ])("is an attack %s", (_, packet) => {
    expect(labelOf(packet)).toBe("attack");
  });

  test("is no attack at a mail server's port that is closed: senders try again", () => {
    expect(labels(12, () => ({ port: 25 }))).toEqual(new Set(["normal"]));
  });

  test("is an attack at the same port of several hosts", () => {
    labels(5, (i) => ({ port: 25, target: `198.51.100.${i + 7}` }));
    expect(labelOf({ port: 25, target: "198.51.100.40" })).toBe("attack");
  });

  test.each(["RST", "ACK FIN", "ACK", "ACK PSH", "FIN", "ACK SYN"])("is late with %s", (flags) => {
    expect(labels(6, () => ({ flags, sourcePort: 8080 }))).toEqual(new Set(["normal"]));
  });

  test("is late with what Windows writes", () => {
    const line = (flags: string) =>
      `2026-11-21 06:00:00 DROP TCP ${STRANGER} ${OWN} 8080 50211 40 ${flags} 1640769051 0 65535 - - - RECEIVE`;
    expect(label(line("A"))).toBe("normal");
    expect(label(line("RA"))).toBe("normal");
    expect(label(line("S"))).toBe("attack");
  });
});

test("a stranger at a data store is an attack where the prefix says nothing of what became of it", () => {
  expect(labelOf({ prefix: "Iptables: ", port: 445 })).toBe("attack");
  expect(labelOf({ prefix: "Iptables: ", port: 443, source: "45.83.65.11" })).toBe("normal");
});

test("what a flood is refused for is an attack", () => {
  const line =
    `date=2026-11-21 time=06:00:00 logid="0720018432" type="utm" subtype="anomaly" level="alert" srcip=${STRANGER} ` +
    `dstip=192.168.1.9 sessionid=0 action="clear_session" proto=6 service="tcp/50211" count=1 attack="tcp_syn_flood" srcport=4648 dstport=50211`;
  expect(label(line)).toBe("attack");
});

describe("never an attack or a bot is", () => {
  test.each<[string, (i: number) => Packet]>([
    [
      "one service's client on one's own network",
      () => ({ prefix: "[UFW ALLOW] ", source: "10.0.0.9", target: "10.0.0.81", port: 2022 }),
    ],
    ["the same, refused", () => ({ source: "10.0.0.9", target: "10.0.0.81", protocol: "UDP" })],
    [
      "a device that looks for others",
      () => ({ source: "10.0.0.9", target: "224.0.0.252", port: 5355, protocol: "UDP" }),
    ],
    [
      "a host that asks a whole network, by broadcast",
      (i) => ({ source: "10.0.0.9", target: `10.0.${i}.255`, port: 137, protocol: "UDP" }),
    ],
    [
      "a client that goes to many sites",
      (i) => ({ prefix: "[UFW ALLOW] ", source: "10.0.0.9", target: `203.0.${i}.9`, port: 443 }),
    ],
    ["a stranger whom a rule lets in", () => ({ prefix: "[UFW ALLOW] ", port: 9993, protocol: "UDP" })],
    ["a monitor at the same provider", () => ({ source: "198.51.100.8", port: 4949 })],
    [
      "a packet that the host itself sends",
      () => ({ source: OWN, target: STRANGER, interfaces: "IN= OUT=eth0" }),
    ],
    ["an answer", () => ({ sourcePort: 443, protocol: "UDP", port: 50211 })],
  ])("%s", (_, packet) => {
    expect([...labels(40, packet)].filter((each) => each === "attack" || each === "bot")).toEqual([]);
  });
});

test("addresses that are none judge nothing", () => {
  for (const source of ["", "x", "255.255.255.255", "::", "fe80::1"])
    for (const target of ["", "x", "::", "ff02::fb"])
      expect(typeof labelOf({ source, target, port: 0, sourcePort: 0, flags: "" })).toBe("string");
});
