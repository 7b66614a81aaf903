import { mac } from "../lib/address.ts";
import { drawHeader } from "../lib/header.ts";
import { hostName, noun } from "../lib/names.ts";
import type { Random } from "../lib/random.ts";
import type { Packet } from "./packet.ts";

export type PacketFormat = (rng: Random, packet: Packet) => string;

/** The prefixes of rules, for denied and allowed packets. */
const PREFIXES: readonly (readonly [deny: string, allow: string])[] = [
  ["[UFW BLOCK] ", "[UFW ALLOW] "],
  ["[UFW BLOCK] ", "[UFW AUDIT] "],
  ["[UFW LIMIT BLOCK] ", "[UFW ALLOW] "],
  ["IPTables-Dropped: ", "IPTables-Accepted: "],
  ["iptables denied: ", "iptables accepted: "],
  ["FINAL_REJECT: ", "FORWARD_ACCEPT: "],
  ["filter_IN_public_REJECT: ", "filter_IN_public_ACCEPT: "],
  ["STATE_INVALID_DROP: ", "ACCEPT "],
  ["nft drop: ", "nft accept: "],
  ["[nftables] Denied: ", "[nftables] Accepted: "],
  ["DROP IN: ", "ACCEPT IN: "],
  ["DROP ", "ACCEPT "],
  ["Shorewall:net2fw:DROP:", "Shorewall:net2fw:ACCEPT:"],
  ["Shorewall:net-fw:REJECT:", "Shorewall:loc-net:ACCEPT:"],
  ["Firewall: *TCP_IN Blocked* ", "Firewall: *TCP_OUT Allowed* "],
  ["[WAN_LOCAL-default-D]", "[WAN_IN-10-A]"],
  ["[WAN_IN-4000-D]", "[LAN_IN-2000-A]"],
  ["BLOCKED: ", "ALLOWED: "],
  ["SRC-BAN ", "PASS "],
  ["reject input: ", "input accept: "],
  ["kernel: DROPPED ", "kernel: PASSED "],
  // Prefixes that don't say what became of the packet.
  ["iptables: ", "iptables: "],
  ["Iptables: ", "Iptables: "],
  ["IPT: ", "IPT: "],
  ["fw-log ", "fw-log "],
];

/** Draws a firewall: its rules' prefixes, its interfaces, its kernel's clock. */
export function drawPacketFormat(rng: Random): PacketFormat {
  const header = drawHeader(rng, rng.chance(0.8) ? hostName(rng) : noun(rng), [4, 5, 6, 12]);
  const [deny, allow] = rng.pick(PREFIXES);
  const outside = rng.pick([
    "eth0",
    "ens3",
    "enp1s0",
    "ppp0",
    "wan",
    "eth1",
    "venet0",
    "bond0",
    "vmbr0",
    "pppoe-wan",
    "ens18",
  ]);
  const inside = rng.pick(["eth1", "br0", "br-lan", "docker0", "lan", "wlan0", "ens4", "virbr0", "wg0"]);
  const uptime = rng.chance(0.75) ? rng.int(100, 40_000_000) : undefined;
  const ownMac = mac(rng);
  const gateway = mac(rng);
  const verbose = rng.chance(0.15);
  const bridged = rng.chance(0.1);
  const isForwarded = rng.chance(0.2);
  let first: number | undefined;
  return (lineRng, packet) => {
    first ??= packet.time;
    const stamp = uptime === undefined ? "" : `[${(uptime + packet.time - first).toFixed(6).padStart(12)}] `;
    const { inbound } = packet;
    const hardware = lineRng.chance(0.03)
      ? ""
      : `${ownMac}:${packet.target.endsWith(".255") ? mac(lineRng) : gateway}:${packet.source.includes(":") ? "86:dd" : "08:00"}`;
    const port = bridged && inbound ? ` PHYSIN=${outside}` : "";
    const interfaces = inbound
      ? `IN=${outside} OUT=${isForwarded && lineRng.chance(0.5) ? lineRng.pick([outside, inside]) : ""}${port}${hardware ? ` MAC=${hardware}` : " MAC="}`
      : lineRng.chance(0.5)
        ? `IN= OUT=${outside}`
        : `IN=${inside} OUT=${outside}${hardware ? ` MAC=${hardware}` : ""}`;
    return `${header(packet.time, "kernel", undefined)} ${stamp}${packet.allowed ? allow : deny}${interfaces} ${body(lineRng, packet, verbose)}`;
  };
}

function body(rng: Random, packet: Packet, verbose: boolean): string {
  const { protocol, source, target } = packet;
  const v6 = source.includes(":");
  const length =
    protocol === "TCP"
      ? rng.pick([40, 44, 48, 52, 60])
      : protocol === "UDP"
        ? rng.int(28, 1300)
        : rng.pick([28, 32, 36, 60, 84]);
  const network = v6
    ? `SRC=${expand(source)} DST=${expand(target)} LEN=${length + 20} TC=0 HOPLIMIT=${rng.pick([1, 64, 255, rng.int(40, 64)])} FLOWLBL=${rng.int(0, 1048575)} `
    : `SRC=${source} DST=${target} LEN=${length} TOS=0x${rng.pick(["00", "00", "00", "08", "10", "28"])} PREC=0x${rng.pick(["00", "00", "20", "40"])} TTL=${rng.pick([rng.int(30, 64), rng.int(100, 128), rng.int(225, 255), 1])} ID=${rng.pick([0, 54321, rng.int(1, 65535)])} ${rng.chance(0.4) ? "DF " : ""}`;
  if (protocol === "TCP") {
    const flags = packet.threat
      ? rng.weighted([
          ["SYN", 86],
          ["FIN", 3],
          ["", 3],
          ["URG PSH FIN", 3],
          ["SYN FIN", 1],
          ["ACK", 4],
        ])
      : packet.type === "late"
        ? rng.weighted([
            ["RST", 30],
            ["ACK FIN", 22],
            ["ACK", 18],
            ["ACK PSH", 12],
            ["ACK RST", 10],
            ["ACK PSH FIN", 5],
            ["ACK SYN", 3],
          ])
        : "SYN";
    const numbers = verbose ? `SEQ=${rng.uint32()} ACK=${flags.includes("ACK") ? rng.uint32() : 0} ` : "";
    return (
      `${network}PROTO=TCP SPT=${packet.sourcePort} DPT=${packet.targetPort} ${numbers}WINDOW=${window(rng, packet)} RES=0x00 ${flags}${flags ? " " : ""}URGP=0${verbose && rng.chance(0.5) ? " OPT (020405B40402080A)" : ""} `.trimEnd() +
      (rng.chance(0.5) ? " " : "")
    );
  }
  if (protocol === "UDP")
    return `${network}PROTO=UDP SPT=${packet.sourcePort} DPT=${packet.targetPort} LEN=${Math.max(8, length - 20)}${rng.chance(0.4) ? " " : ""}`;
  if (protocol === "ICMP")
    return `${network}PROTO=${v6 ? "ICMPv6" : "ICMP"} TYPE=${rng.pick([8, 8, 3, 11, 0, 13, 134, 135])} CODE=${rng.pick([0, 0, 1, 3])}${rng.chance(0.7) ? ` ID=${rng.int(1, 65535)} SEQ=${rng.int(0, 900)}` : ""}${rng.chance(0.4) ? " " : ""}`;
  return `${network}PROTO=${protocol}${rng.chance(0.4) ? " " : ""}`;
}

/** Of a scanner's packets mostly 1024, of a system's whatever it begins with. */
function window(rng: Random, packet: Packet): number {
  const usual = [65535, 64240, 29200, 14600, 8192, 42340, 26883];
  return packet.threat
    ? rng.pick([1024, 1024, 1024, 512, 0, ...usual, rng.int(1, 65535)])
    : rng.pick([...usual, 502, rng.int(1, 65535)]);
}

/** The kernel writes all eight groups. */
function expand(address: string): string {
  const [left = "", right] = address.split("::");
  const before = left ? left.split(":") : [];
  const after = right ? right.split(":") : [];
  const middle =
    right === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => "0");
  return [...before, ...middle, ...after].map((group) => group.padStart(4, "0")).join(":");
}
