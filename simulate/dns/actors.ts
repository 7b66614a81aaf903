import { neighbour, privatePrefix, privateV4, publicAddress, publicV4 } from "../lib/address.ts";
import { domain, noun } from "../lib/names.ts";
import type { Random } from "../lib/random.ts";
import { base32, chars, hex, letters } from "../lib/tokens.ts";
import { BROWSING, LOCAL, nameFrom, TRACKING } from "./names.ts";
import type { Queries, Query } from "./query.ts";

/** Who asks a resolver: its network's machines, some of them infected. */
export interface Network {
  prefix: string;
  /** Answers for the Internet too, as an authoritative or open server does. */
  open: boolean;
  zone: string;
}

export const drawNetwork = (rng: Random): Network => ({
  prefix: privatePrefix(rng),
  open: rng.chance(0.3),
  zone: domain(rng),
});

const client = (rng: Random, network: Network) =>
  network.open && rng.chance(0.4) ? publicAddress(rng, 0.1) : privateV4(rng, network.prefix);

function query(
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
    const names = rng.int(1, 9);
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
      bot: 1,
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
    yield query(rng, ip, start + i * every, name, rng.chance(0.6) ? "A" : "AAAA", "device", {
      bot: 1,
      rcode,
    });
}

/** Data carried out inside names of one domain: long labels in base32 or hex, TXT and NULL. */
export function* tunnel(rng: Random, network: Network, start: number): Queries {
  const ip = privateV4(rng, network.prefix);
  const home = rng.chance(0.5) ? `${noun(rng).slice(0, 3)}.${domain(rng)}` : domain(rng);
  const alphabet = rng.weighted<(length: number) => string>([
    [(length) => base32(rng, length), 45],
    [(length) => hex(rng, length), 35],
    [(length) => chars(rng, length, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"), 20],
  ]);
  const types = rng.pick([
    ["TXT"],
    ["NULL"],
    ["TXT", "CNAME"],
    ["A"],
    ["A", "AAAA"],
    ["MX", "TXT", "CNAME"],
    ["CNAME"],
  ]);
  const labels = rng.int(1, 4);
  const length = rng.int(18, 62);
  const pace = 2 ** rng.normal(-1, 2);
  const count = rng.int(20, 200);
  const session = hex(rng, rng.int(2, 8));
  let time = start;
  for (let i = 0; i < count; i++) {
    const parts = Array.from({ length: labels }, () => alphabet(Math.max(8, length - rng.int(0, 6))));
    const counter = rng.chance(0.5) ? `${i.toString(16).padStart(4, "0")}.${session}.` : "";
    const name = `${counter}${parts.join(".")}.${home}`.slice(-250).replace(/^\./, "");
    yield query(rng, ip, time, name, rng.pick(types), "tunnel", {
      bot: 1,
      threat: 1,
      rcode: rng.chance(0.95) ? "NOERROR" : "SERVFAIL",
    });
    time += rng.exponential(pace);
  }
}

/** A malware's list of generated domains, nearly all of which don't exist. */
export function* generatedDomains(rng: Random, network: Network, start: number): Queries {
  const ip = privateV4(rng, network.prefix);
  const endings = rng.pick([
    ["com"],
    ["com", "net", "org"],
    ["ru", "su", "cc"],
    ["top", "xyz", "pw"],
    ["biz", "info", "com"],
    ["ddns.net", "duckdns.org"],
  ]);
  const style = rng.int(0, 4);
  const length = rng.int(9, 24);
  const make = () => {
    if (style === 0) return letters(rng, length + rng.int(-2, 2));
    if (style === 1) return hex(rng, length);
    if (style === 2) return chars(rng, length, "abcdefghijklmnopqrstuvwxyz0123456789");
    if (style === 3)
      return Array.from(
        { length: Math.ceil(length / 2) },
        () => rng.pick([..."bcdfghjklmnpqrstvwxz"]) + rng.pick([..."aeiouy"]),
      ).join("");
    return noun(rng) + noun(rng) + rng.pick(["", rng.pick([..."0123456789"])]);
  };
  const count = rng.int(15, 120);
  const pace = 2 ** rng.normal(-1, 1.5);
  let time = start;
  for (let i = 0; i < count; i++) {
    yield query(rng, ip, time, `${make()}.${rng.pick(endings)}`, rng.chance(0.92) ? "A" : "AAAA", "dga", {
      bot: 1,
      threat: 1,
      rcode: rng.weighted([
        ["NXDOMAIN", 95],
        ["NOERROR", 3],
        ["SERVFAIL", 2],
      ]),
    });
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
