/** Packets as other firewalls than the kernel's log them: Cisco ASA, FortiGate, Windows. */
import { day, hour, rfc3164 } from "../lib/clock.ts";
import { noun } from "../lib/names.ts";
import type { Random } from "../lib/random.ts";
import { digits, hex } from "../lib/tokens.ts";
import type { PacketFormat } from "./format.ts";
import type { Packet } from "./packet.ts";

/** Draws a device. */
export function drawDeviceFormat(rng: Random): PacketFormat {
  return rng.weighted([
    [asa, 40],
    [windows, 35],
    [fortigate, 25],
  ])(rng);
}

const numberOf = ({ protocol }: Packet) => ({ TCP: 6, UDP: 17, ICMP: 1, "2": 2, "47": 47 })[protocol];

/** https://www.cisco.com/c/en/us/td/docs/security/asa/syslog/asa-syslog.html: 106100, 106023, 302013 and 302015. */
function asa(rng: Random): PacketFormat {
  const host = noun(rng);
  const list = rng.pick(["outside_access_in", "outside", "dmz", "OUTSIDE-IN", "inside_access_in"]);
  const style = rng.pick(["list", "group"]);
  return (own, packet) => {
    const { time, allowed, inbound, source, target, sourcePort, targetPort } = packet;
    const [from, to] = inbound ? ["outside", own.pick(["inside", "dmz"])] : ["inside", "outside"];
    const protocol = /^\d/.test(packet.protocol) ? "udp" : packet.protocol.toLowerCase();
    const head = `${rfc3164(time)} ${host} : %ASA-`;
    const code = `[0x${hex(own, 8)}, 0x${own.pick(["0", hex(own, 8)])}]`;
    if (style === "list")
      return `${head}6-106100: access-list ${list} ${allowed ? "permitted" : "denied"} ${protocol} ${from}/${source}(${sourcePort}) -> ${to}/${target}(${targetPort}) hit-cnt 1 ${own.pick(["first hit", "300-second interval"])} ${code}`;
    if (!allowed)
      return `${head}4-106023: Deny ${protocol} src ${from}:${source}/${sourcePort} dst ${to}:${target}/${targetPort} by access-group "${list}" ${code}`;
    const name = protocol === "tcp" ? ["302013", "TCP"] : ["302015", "UDP"];
    return `${head}6-${name[0]}: Built ${inbound ? "inbound" : "outbound"} ${name[1]} connection ${digits(own, 7)} for ${from}:${source}/${sourcePort} (${source}/${sourcePort}) to ${to}:${target}/${targetPort} (${target}/${targetPort})`;
  };
}

/** https://learn.microsoft.com/windows/security/operating-system-security/network-security/windows-firewall/ */
function windows(): PacketFormat {
  return (own, packet) => {
    const { time, allowed, inbound, source, target, protocol, sourcePort, targetPort } = packet;
    const size = allowed ? 0 : own.int(28, 200);
    const flags =
      protocol !== "TCP" || allowed
        ? "- - - -"
        : `${packet.type === "late" ? own.pick(["A", "AP", "R", "FA"]) : "S"} ${own.uint32()} 0 ${own.pick([64240, 8192, 65535, 1024])}`;
    const name = /^\d/.test(protocol) ? packet.protocol : protocol;
    return `${day(time)} ${hour(time)} ${allowed ? "ALLOW" : "DROP"} ${name} ${source} ${target} ${sourcePort} ${targetPort} ${size} ${flags} - - - ${inbound ? "RECEIVE" : "SEND"}`;
  };
}

/** https://docs.fortinet.com/document/fortigate/7.4.0/fortios-log-message-reference: traffic of policies. */
function fortigate(rng: Random): PacketFormat {
  const host = noun(rng).toUpperCase();
  const id = `FG${digits(rng, 3)}E${digits(rng, 10)}`;
  return (own, packet) => {
    const { time, allowed, inbound, source, target, sourcePort, targetPort } = packet;
    const [from, to] = inbound ? ["wan1", "lan"] : ["lan", "wan1"];
    return (
      `date=${day(time)} time=${hour(time)} devname="${host}" devid="${id}" logid="00000000${own.pick(["13", "14"])}" ` +
      `type="traffic" subtype="${own.pick(["forward", "local"])}" level="notice" vd="root" srcip=${source} srcport=${sourcePort} ` +
      `srcintf="${from}" dstip=${target} dstport=${targetPort} dstintf="${to}" sessionid=${digits(own, 8)} proto=${numberOf(packet)} ` +
      `action="${allowed ? own.pick(["accept", "close", "timeout"]) : "deny"}" policyid=${allowed ? own.int(1, 40) : 0} ` +
      `service="${own.pick(["HTTPS", "DNS", `tcp/${targetPort}`, "PING"])}" duration=${own.int(0, 200)} sentbyte=${allowed ? own.int(40, 90000) : 0} rcvdbyte=${allowed ? own.int(40, 90000) : 0}`
    );
  };
}
