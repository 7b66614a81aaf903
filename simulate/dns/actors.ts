import { neighbour, privatePrefix, privateV4, publicAddress, publicV4 } from "../lib/address.ts";
import { domain, noun } from "../lib/names.ts";
import type { Random } from "../lib/random.ts";
import { hex, letters } from "../lib/tokens.ts";
import { drawFamily } from "./generated.ts";
import { BROWSING, LOCAL, nameFrom, TRACKING } from "./names.ts";
import type { Queries, Query } from "./query.ts";
import { drawTunnel } from "./tunnels.ts";

/** Who asks a resolver: its network's machines, some of them infected. */
export interface Network {
  prefix: string;
  /** Answers for the Internet too, as an authoritative or open server does. */
  open: boolean;
  zone: string;
  /** The only machine that asks: the resolver's own, or the one person's at home. */
  lone?: string;
}

export function drawNetwork(rng: Random): Network {
  const network = { prefix: privatePrefix(rng), open: rng.chance(0.3), zone: domain(rng) };
  const own = rng.fork("lone");
  if (network.open || !own.chance(0.12)) return network;
  return { ...network, lone: own.pick(["127.0.0.1", "127.0.0.1", "::1", `${network.prefix}.2`]) };
}

/** Who asks: one of the network's, or anyone where the server is open. */
export const client = (rng: Random, network: Network) =>
  network.lone ??
  (network.open && rng.chance(0.4) ? publicAddress(rng, 0.1) : privateV4(rng, network.prefix));

/** A query of a client, ordinary and answered but for `change`. */
export function query(
  rng: Random,
  ip: string,
  time: number,
  name: string,
  type: string,
  sort: string,
  change: Partial<Query> = {},
): Query {
  return {
    time,
    client: ip,
    port: rng.int(1024, 65535),
    name,
    type,
    rcode: "NOERROR",
    bot: 0,
    threat: 0,
    anomaly: 0,
    sort,
    actor: `${sort}-${ip}`,
    ...change,
  };
}

/** A person opens pages: a burst of names, A and AAAA (and HTTPS) together, some that don't exist. */
export function* browse(rng: Random, network: Network, start: number): Queries {
  const ip = client(rng, network);
  const both = rng.chance(0.7);
  const https = rng.chance(0.3);
  const pages = rng.int(1, 6);
  let time = start;
  for (let p = 0; p < pages; p++) {
    const names = rng.chance(0.15) ? rng.int(10, 60) : rng.int(1, 9);
    for (let i = 0; i < names; i++) {
      const tracking = rng.chance(0.28);
      const name = nameFrom(rng, tracking ? TRACKING : rng.chance(0.1) ? LOCAL : BROWSING);
      const sort = tracking ? "tracking" : "browsing";
      const rcode = rng.weighted([
        ["NOERROR", 93],
        ["NXDOMAIN", 6],
        ["SERVFAIL", 0.7],
      ]);
      const type =
        name.startsWith("_dmarc") || name.includes("_domainkey") ? "TXT" : name.startsWith("_") ? "SRV" : "A";
      yield query(rng, ip, time, name, type, sort, { rcode });
      if (both && type === "A") yield query(rng, ip, time, name, "AAAA", sort, { rcode });
      if (https && type === "A" && rng.chance(0.7))
        yield query(rng, ip, time, name, "HTTPS", sort, { rcode });
      time += rng.exponential(0.2);
    }
    time += rng.exponential(60);
  }
}

/** Mail and other servers: reverse names, MX, TXT, SRV, DNSSEC types. */
export function* serve(rng: Random, network: Network, start: number): Queries {
  const ip = client(rng, network);
  const count = rng.int(1, 12);
  let time = start;
  for (let i = 0; i < count; i++) {
    const type = rng.weighted([
      ["PTR", 34],
      ["MX", 14],
      ["TXT", 16],
      ["NS", 6],
      ["SOA", 7],
      ["SRV", 6],
      ["CNAME", 3],
      ["DS", 4],
      ["DNSKEY", 4],
      ["NAPTR", 1],
      ["CAA", 2],
      ["SPF", 1],
      ["TLSA", 1],
      ["SVCB", 1],
      ["NSEC3PARAM", 0.5],
      ["ANY", 0.5],
      ["A", 6],
    ]);
    const name =
      type === "PTR"
        ? rng.chance(0.9)
          ? `${publicV4(rng).split(".").reverse().join(".")}.in-addr.arpa`
          : `${hex(rng, 32).split("").join(".")}.ip6.arpa`
        : rng.chance(0.3)
          ? network.zone
          : type === "SRV"
            ? nameFrom(rng, LOCAL)
            : rng.chance(0.3)
              ? nameFrom(rng, TRACKING)
              : domain(rng);
    yield query(rng, ip, time, name, type, "server", {
      rcode: rng.weighted([
        ["NOERROR", 80],
        ["NXDOMAIN", type === "PTR" ? 30 : 6],
        ["SERVFAIL", 2],
      ]),
    });
    time += rng.exponential(2);
  }
}

/** One name, again and again, by a program or a device. */
export function* poll(rng: Random, network: Network, start: number): Queries {
  const ip = client(rng, network);
  const name = nameFrom(rng, rng.pick([BROWSING, LOCAL, TRACKING]));
  const every = rng.pick([5, 10, 30, 60, 300]);
  const rcode = rng.weighted([
    ["NOERROR", 90],
    ["NXDOMAIN", 10],
  ]);
  const count = rng.int(2, 20);
  for (let i = 0; i < count; i++)
    yield query(rng, ip, start + i * every, name, rng.chance(0.6) ? "A" : "AAAA", "device", { rcode });
}

/** Share of an infected machine's queries that its people make. */
const HONEST_SHARE = 0.25;

const infected = { bot: 1, threat: 1 } as const;

/** What an infected machine asks besides, as any other does. */
function* honest(rng: Random, ip: string, time: number): Queries {
  const names = rng.int(1, 4);
  for (let i = 0; i < names; i++)
    yield query(
      rng,
      ip,
      time,
      nameFrom(rng, rng.chance(0.3) ? TRACKING : BROWSING),
      rng.pick(["A", "AAAA"]),
      "browsing",
      {
        rcode: rng.chance(0.95) ? "NOERROR" : "NXDOMAIN",
      },
    );
}

/** Data carried out inside names of one domain (tunnels.ts), by a machine that its people go on working at. */
export function* tunnel(rng: Random, network: Network, start: number): Queries {
  const ip = privateV4(rng, network.prefix);
  const carry = drawTunnel(rng);
  const count = rng.int(12, 40);
  let time = start;
  for (let i = 0; i < count; i++) {
    const { name, type, pause } = carry();
    yield query(rng, ip, time, name, type, "tunnel", {
      ...infected,
      rcode: rng.chance(0.95) ? "NOERROR" : "SERVFAIL",
    });
    if (rng.chance(HONEST_SHARE)) yield* honest(rng, ip, time);
    time += pause;
  }
}

/** A malware's list of generated domains (generated.ts), nearly all of which don't exist. */
export function* generatedDomains(rng: Random, network: Network, start: number): Queries {
  const ip = privateV4(rng, network.prefix);
  const make = drawFamily(rng);
  const count = rng.int(8, 30);
  const pace = 2 ** rng.normal(-1, 1.5);
  let time = start;
  for (let i = 0; i < count; i++) {
    yield query(rng, ip, time, make(), rng.chance(0.92) ? "A" : "AAAA", "dga", {
      ...infected,
      rcode: rng.weighted([
        ["NXDOMAIN", 95],
        ["NOERROR", 3],
        ["SERVFAIL", 2],
      ]),
    });
    if (rng.chance(HONEST_SHARE)) yield* honest(rng, ip, time);
    time += rng.exponential(pace);
  }
}

/** A resolver's upstream is gone: whatever is asked fails. */
export function* failures(rng: Random, network: Network, start: number): Queries {
  const count = rng.int(15, 80);
  let time = start;
  for (let i = 0; i < count; i++) {
    yield query(
      rng,
      client(rng, network),
      time,
      nameFrom(rng, BROWSING),
      rng.pick(["A", "A", "AAAA"]),
      "servfail",
      { anomaly: 1, rcode: "SERVFAIL" },
    );
    time += rng.exponential(0.4);
  }
}

/** Strangers look for open resolvers and amplifiers, or take a zone's names one by one. */
export function* probeResolver(rng: Random, network: Network, start: number): Queries {
  let ip = publicAddress(rng, 0.02);
  const guesses = rng.chance(0.4);
  const victim = rng.pick([
    ".",
    "isc.org",
    "ripe.net",
    "cisco.com",
    "sl",
    "pizzaseo.com",
    "atlassian.com",
    "version.bind",
    network.zone,
    `${letters(rng, 10)}.${domain(rng)}`,
  ]);
  const count = guesses ? rng.int(20, 120) : rng.int(1, 40);
  let time = start;
  for (let i = 0; i < count; i++) {
    if (!guesses && rng.chance(0.3)) ip = neighbour(rng, ip);
    const name = guesses
      ? `${rng.chance(0.7) ? noun(rng) : rng.pick(["www", "mail", "vpn", "dev", "test", "admin", "ftp", "ns1", "owa", "remote", "staging", "api", "git", "jenkins"])}.${network.zone}`
      : victim;
    yield query(
      rng,
      ip,
      time,
      name,
      guesses ? "A" : rng.pick(["ANY", "TXT", "ANY", "RRSIG", "AXFR", "A"]),
      guesses ? "enumeration" : "amplification",
      { bot: 1, threat: 1, rcode: guesses ? (rng.chance(0.9) ? "NXDOMAIN" : "NOERROR") : "REFUSED" },
    );
    time += rng.exponential(guesses ? 0.1 : 5);
  }
}
