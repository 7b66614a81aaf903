import { neighbour, privatePrefix, privateV4, publicAddress, publicV4 } from "../lib/address.ts";
import type { Random } from "../lib/random.ts";
import type { World } from "../lib/schedule.ts";
import type { SimulatedLine } from "../lib/types.ts";
import { drawDeviceFormat } from "./devices.ts";
import { drawPacketFormat, type PacketFormat } from "./format.ts";
import type { Packet, Packets } from "./packet.ts";

interface Wall {
  own: string;
  prefix: string;
  broadcasts: boolean;
  /** Whether what passes is logged as well. */
  permits: boolean;
  /** A port that strangers' programs still know: of a file-sharing program, a game, a call. */
  peerPort: number;
}

/** A machine or router whose firewall logs to the kernel's log. */
export function firewall(rng: Random, sessions?: number): World {
  const prefix = privatePrefix(rng);
  const wall: Wall = {
    own: rng.chance(0.6) ? publicV4(rng) : privateV4(rng, prefix),
    prefix,
    broadcasts: rng.chance(0.4),
    permits: rng.chance(0.5),
    peerPort: rng.int(1024, 65535),
  };
  const format = rng.chance(0.3) ? drawDeviceFormat(rng) : drawPacketFormat(rng);
  const hostile = Math.exp(rng.normal(0, 1));
  const mix = [
    [stray, 14],
    [allowed, wall.permits ? 30 : 2],
    [broadcast, wall.broadcasts ? 20 : 1],
    [late, 15],
    [delivery, 1.5],
    [discovery, 4],
    [serviceClient, wall.permits ? 8 : 0.5],
    [knock, 50 * hostile],
    [sweep, 0.9 * hostile],
    [vertical, 0.6 * hostile],
    [worm, 1.5 * hostile],
  ] as const;
  const gap = 2 ** rng.normal(3.5, 1.5);
  return {
    gap: () => gap,
    session: (start) => {
      const own = rng.fork("session");
      return lines(own, format, own.weighted(mix)(own, wall, start));
    },
    ...(sessions === undefined ? {} : { sessions }),
  };
}

function packet(
  rng: Random,
  time: number,
  type: string,
  source: string,
  target: string,
  targetPort: number,
  change: Partial<Packet> = {},
): Packet {
  return {
    time,
    allowed: false,
    inbound: true,
    source,
    target,
    protocol: "TCP",
    sourcePort: rng.int(1024, 65535),
    targetPort,
    threat: 0,
    bot: 0,
    type,
    actor: `${type}-${source}`,
    ...change,
  };
}

const WATCHED_PORTS = [
  23, 22, 445, 3389, 8080, 80, 443, 1433, 3306, 5060, 6379, 2323, 8443, 5900, 25, 21, 110, 5555, 7547, 8728,
  9200, 27017, 2375, 11211, 1900, 123, 53, 161, 389, 5432, 8291, 37215, 52869, 81, 8000, 8888, 10000, 4444,
  5038, 1723, 500, 4500, 137, 139, 111, 69, 17, 19, 502, 1883, 2222, 8545, 9100, 6443, 10250,
] as const;

/** Harmless noise: what strangers still send to a port that a program of this network had, and errors of the network. */
function* stray(rng: Random, wall: Wall, start: number): Packets {
  const source = publicAddress(rng, 0.05);
  const target = source.includes(":") ? "2001:db8::10" : wall.own;
  const protocol = rng.weighted([
    ["UDP", 60],
    ["ICMP", 40],
  ] as const);
  const count = rng.int(1, 3);
  let time = start;
  for (let i = 0; i < count; i++) {
    yield packet(rng, time, "stray", source, target, wall.peerPort, { protocol });
    time += rng.exponential(3);
  }
}

/** A great provider's mail servers, at a port 25 that is closed: they try for days. */
function* delivery(rng: Random, wall: Wall, start: number): Packets {
  const source = publicV4(rng);
  const count = rng.int(1, 4);
  for (let i = 0; i < count; i++)
    yield packet(
      rng,
      start + i * rng.pick([3, 900, 3600]),
      "delivery",
      i ? neighbour(rng, source) : source,
      wall.own,
      25,
    );
}

/** Devices that look for their router, printer or neighbour, and are refused. */
function* discovery(rng: Random, wall: Wall, start: number): Packets {
  const source = privateV4(rng, wall.prefix);
  const [target, port, protocol] = rng.pick([
    [`${wall.prefix}.1`, 5351, "UDP"],
    [`${wall.prefix}.1`, 1900, "UDP"],
    [`${wall.prefix}.1`, 5000, "TCP"],
    [`${wall.prefix}.1`, 49152, "TCP"],
    [`${wall.prefix}.1`, 53, "UDP"],
    [`${wall.prefix}.1`, 4949, "TCP"],
    [`${wall.prefix}.255`, 9956, "UDP"],
    ["224.0.0.251", 5353, "UDP"],
    ["239.255.255.250", 1900, "UDP"],
    ["224.0.0.1", 0, "2"],
    ["224.0.0.22", 0, "2"],
    ["224.0.0.106", 0, "2"],
    [`${wall.prefix}.1`, 161, "UDP"],
    [`${wall.prefix}.255`, 21027, "UDP"],
    ["255.255.255.255", 6667, "UDP"],
  ] as const);
  const count = rng.int(1, 12);
  const every = rng.pick([1, 5, 30, 60, 300]);
  for (let i = 0; i < count; i++)
    yield packet(rng, start + i * every, "discovery", source, target, port, {
      protocol,
      inbound: true,
      sourcePort: rng.chance(0.4) ? Math.max(port, 1) : rng.int(1024, 65535),
    });
}

/** One program, one server, one port: again and again, by its own network's machine. */
function* serviceClient(rng: Random, wall: Wall, start: number): Packets {
  const source = privateV4(rng, wall.prefix);
  const target = rng.chance(0.6) ? privateV4(rng, wall.prefix) : publicV4(rng);
  const port = rng.pick([
    443,
    1433,
    5432,
    3306,
    8080,
    8443,
    22,
    21,
    389,
    445,
    4949,
    5060,
    9100,
    10050,
    rng.int(1024, 65535),
  ]);
  const isAllowed = rng.chance(0.95);
  const count = rng.int(3, 15);
  const every = rng.pick([0.5, 2, 5, 30, 60]);
  for (let i = 0; i < count; i++)
    yield packet(rng, start + i * every, "service", source, target, port, {
      allowed: isAllowed,
      inbound: rng.chance(0.5),
    });
}

/** Connections that the rules let through, and log. */
function* allowed(rng: Random, wall: Wall, start: number): Packets {
  const inbound = rng.chance(0.5);
  const port = rng.pick([443, 443, 80, 53, 22, 25, 993, 123, 8080, 5432, 51820]);
  const udp = port === 53 || port === 123 || port === 51820;
  const count = rng.int(1, 8);
  let time = start;
  for (let i = 0; i < count; i++) {
    const [source, target] = inbound
      ? [publicV4(rng), wall.own]
      : [privateV4(rng, wall.prefix), publicV4(rng)];
    yield packet(rng, time, "allowed", source, target, port, {
      allowed: true,
      inbound,
      protocol: udp ? "UDP" : "TCP",
    });
    time += rng.exponential(5);
  }
}

/** Broadcasts of the local network. */
function* broadcast(rng: Random, wall: Wall, start: number): Packets {
  const source = privateV4(rng, wall.prefix);
  const [target, port, protocol] = rng.pick([
    [`${wall.prefix}.255`, 137, "UDP"],
    [`${wall.prefix}.255`, 138, "UDP"],
    ["255.255.255.255", 67, "UDP"],
    ["224.0.0.251", 5353, "UDP"],
    ["239.255.255.250", 1900, "UDP"],
    ["255.255.255.255", 17500, "UDP"],
    ["224.0.0.1", 0, "2"],
    ["224.0.0.252", 5355, "UDP"],
    ["239.255.255.250", 3702, "UDP"],
    ["255.255.255.255", 10001, "UDP"],
  ] as const);
  const count = rng.int(1, 10);
  const every = rng.pick([2, 10, 30, 60, 125]);
  for (let i = 0; i < count; i++)
    yield packet(rng, start + i * every, "broadcast", source, target, port, {
      protocol,
      sourcePort: rng.chance(0.7) ? port : rng.int(1024, 65535),
    });
}

/** Packets of connections that are over already: a server's late answers, a client's last words. */
function* late(rng: Random, wall: Wall, start: number): Packets {
  const source = rng.chance(0.85) ? publicV4(rng) : privateV4(rng, wall.prefix);
  const count = rng.int(1, 5);
  if (rng.chance(0.25)) {
    const served = rng.pick([22, 80, 443, 443, 993, 8080]);
    for (let i = 0; i < count; i++) yield packet(rng, start + i, "late", source, wall.own, served);
    return;
  }
  const port = rng.int(1024, 65000);
  let time = start;
  for (let i = 0; i < count; i++) {
    yield packet(rng, time, "late", source, wall.own, port, {
      sourcePort: rng.pick([443, 443, 80, 993, 53]),
      protocol: "TCP",
    });
    time += rng.exponential(1);
  }
}

const scan = { threat: 1, bot: 1 } as const;

/** A port that is scanned: of a known service, or any. */
const scannedPort = (rng: Random) =>
  rng.weighted([
    [rng.pick(WATCHED_PORTS), 50],
    [rng.int(1, 65535), 35],
    [rng.int(32768, 65535), 15],
  ]);

const UDP_PORTS: readonly number[] = [
  5060, 1900, 123, 53, 161, 389, 69, 17, 19, 500, 4500, 11211, 137, 3702, 5683,
];

/** One source tries one service, once or a few times. */
function* knock(rng: Random, wall: Wall, start: number): Packets {
  const source = publicAddress(rng, 0.01);
  const target = source.includes(":") ? "2001:db8::10" : wall.own;
  const port = scannedPort(rng);
  const isUdp = UDP_PORTS.includes(port) ? rng.chance(0.8) : rng.chance(0.2);
  const count = rng.weighted([
    [1, 75],
    [2, 15],
    [rng.int(3, 8), 10],
  ]);
  let time = start;
  for (let i = 0; i < count; i++) {
    yield packet(rng, time, "scan", source, target, port, {
      ...scan,
      protocol: isUdp ? "UDP" : "TCP",
    });
    time += rng.chance(0.6) ? rng.exponential(1) : rng.exponential(600);
  }
}

/** One port over a whole range of addresses, whether the rules let it pass or not. */
function* sweep(rng: Random, wall: Wall, start: number): Packets {
  const isInside = rng.chance(0.25);
  const source = isInside ? privateV4(rng, wall.prefix) : publicV4(rng);
  const port = scannedPort(rng);
  const allowed = wall.permits && rng.chance(0.4);
  const sourcePort = rng.int(30000, 62000);
  const count = rng.int(10, 60);
  let time = start;
  for (let i = 0; i < count; i++) {
    yield packet(rng, time, "scan", source, neighbour(rng, wall.own), port, { ...scan, sourcePort, allowed });
    time += rng.exponential(0.5);
  }
}

/** All ports of one address, one after the other or in any order, fast or slowly. */
function* vertical(rng: Random, wall: Wall, start: number): Packets {
  const source = rng.chance(0.9) ? publicV4(rng) : privateV4(rng, wall.prefix);
  const ordered = rng.chance(0.3);
  const sourcePort = rng.int(30000, 62000);
  const pace = rng.pick([0.01, 0.1, 1, 15]);
  const udp = rng.chance(0.12);
  const allowed = wall.permits && rng.chance(0.3);
  const count = rng.int(20, 100);
  let port = rng.int(1, 1000);
  let time = start;
  for (let i = 0; i < count; i++) {
    port = ordered ? port + 1 : rng.chance(0.5) ? rng.int(1, 1024) : rng.int(1, 65535);
    yield packet(rng, time, "scan", source, wall.own, port, {
      ...scan,
      sourcePort,
      allowed,
      protocol: udp ? "UDP" : "TCP",
    });
    time += rng.exponential(pace);
  }
}

/** An infected device looking for more of its kind. */
function* worm(rng: Random, wall: Wall, start: number): Packets {
  const ports = rng.pick([
    [23, 2323],
    [22, 2222],
    [445],
    [5555],
    [8080, 81, 8081],
    [37215, 52869],
    [3389],
    [7547],
    [1433],
  ]);
  const count = rng.int(3, 40);
  let time = start;
  for (let i = 0; i < count; i++) {
    const source = publicV4(rng);
    yield packet(rng, time, "worm", source, wall.own, rng.pick(ports), scan);
    time += rng.exponential(20);
  }
}

function* lines(rng: Random, format: PacketFormat, packets: Packets): Generator<SimulatedLine, void> {
  for (const item of packets) {
    const { time, threat, bot, type, actor } = item;
    yield {
      line: format(rng, item),
      time,
      kind: "firewall",
      label: threat ? "attack" : "normal",
      bot,
      threat,
      anomaly: 0,
      type,
      actor,
    };
  }
}
