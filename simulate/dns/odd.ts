/** Ordinary look-ups that don't look it: of mail filters, antivirus programs, clusters, browsers that feel for the network. */
import { publicV4 } from "../lib/address.ts";
import { fill } from "../lib/fill.ts";
import { domain, noun } from "../lib/names.ts";
import type { Random } from "../lib/random.ts";
import { hex, letters } from "../lib/tokens.ts";
import { client, type Network, query } from "./actors.ts";
import { BROWSING, nameFrom, TRACKING } from "./names.ts";
import type { Queries } from "./query.ts";

/**
 * Chromium asks for three names by chance, to see whether the network redirects what doesn't exist
 * (https://blog.verisign.com/domain-names/chromiums-impact-on-root-dns-traffic/); then for what tells of the network.
 */
export function* feelForNetwork(rng: Random, network: Network, start: number): Queries {
  const ip = client(rng, network);
  const suffix = rng.chance(0.4)
    ? rng.pick([`.${network.zone}`, ".lan", ".home", ".fritz.box", ".localdomain"])
    : "";
  for (let i = 0; i < 3; i++)
    yield query(
      rng,
      ip,
      start,
      `${letters(rng, rng.int(7, 15))}${suffix}`,
      rng.pick(["A", "A", "AAAA"]),
      "intranet",
      {
        rcode: "NXDOMAIN",
      },
    );
  const others = rng.int(0, 4);
  for (let i = 0; i < others; i++)
    yield query(
      rng,
      ip,
      start + rng.float(),
      rng.pick([
        "use-application-dns.net",
        "mask.icloud.com",
        "mask-h2.icloud.com",
        "dns.google",
        "one.one.one.one",
        "_dns.resolver.arpa",
        "connectivitycheck.gstatic.com",
        "captive.apple.com",
        "detectportal.firefox.com",
        "www.msftconnecttest.com",
        "dns.msftncsi.com",
        "wpad",
        `wpad.${network.zone}`,
      ]),
      rng.pick(["A", "AAAA", "HTTPS"]),
      "intranet",
      { rcode: rng.chance(0.7) ? "NOERROR" : "NXDOMAIN" },
    );
}

const BLOCKLISTS = [
  "zen.spamhaus.org",
  "bl.spamcop.net",
  "b.barracudacentral.org",
  "psbl.surriel.com",
  "dnsbl-1.uceprotect.net",
  "list.dnswl.org",
  "ix.dnsbl.manitu.net",
  "bl.mailspike.net",
  "sip.invaluement.com",
  "score.senderscore.com",
] as const;

/** A mail server asks of each sender: is it listed, who is it, may it send? Most answers are no. */
export function* filterMail(rng: Random, network: Network, start: number): Queries {
  const ip = client(rng, network);
  const lists = rng.shuffle([...BLOCKLISTS]).slice(0, rng.int(1, 5));
  const mails = rng.int(1, 10);
  let time = start;
  for (let i = 0; i < mails; i++) {
    const reversed = publicV4(rng).split(".").reverse().join(".");
    const sender = domain(rng);
    for (const list of lists)
      yield query(rng, ip, time, `${reversed}.${list}`, "A", "blocklist", {
        rcode: rng.chance(0.9) ? "NXDOMAIN" : "NOERROR",
      });
    yield query(rng, ip, time, `${reversed}.in-addr.arpa`, "PTR", "server", {
      rcode: rng.chance(0.7) ? "NOERROR" : "NXDOMAIN",
    });
    const policy = fill(
      rng,
      rng.pick([
        "{s}",
        "_dmarc.{s}",
        "{az:8}._domainkey.{s}",
        "{az:4}{hex:28}._domainkey.{s}",
        "s{1..2048}._domainkey.{s}",
        "selector1._domainkey.{s}",
        "_mta-sts.{s}",
        "_smtp._tls.{s}",
        "default._bimi.{s}",
        "{s}.dbl.spamhaus.org",
        "{s}.multi.uribl.com",
        "{s}.multi.surbl.org",
        "_adsp._domainkey.{s}",
        "_25._tcp.mx.{s}",
        "{b64u:30}._email.hbl.dq.spamhaus.net",
      ]),
      { s: sender },
    ).toLowerCase();
    yield query(rng, ip, time, policy, policy.startsWith("_25") ? "TLSA" : "TXT", "server", {
      rcode: rng.chance(0.6) ? "NOERROR" : "NXDOMAIN",
    });
    time += rng.exponential(3);
  }
}

/** Look-ups that have the shape of a tunnel: all new names, below a maker's domain. */
const BY_DIGEST: readonly string[] = [
  "{az:1}{b64u:25}.avqs.mcafee.com",
  "{az:1}-{hex:2}.{hex:4}.{hex:8}.{hex:4}.{hex:4}.{hex:12}.avts.mcafee.com",
  "{b64u:40}.{b64u:12}.sophosxl.net",
  "{hex:4}.{hex:10}.{b64u:22}.i.00.s.sophosxl.net",
  "{hex:32}.{hex:8}.e5.sk",
  "{b64u:24}.a.e5.sk",
  "{b64u:50}.{b64u:30}.a.e5.sk",
  "{hex:6}.{hex:12}.avscan.eset.com",
  "{hex:32}.malware.hash.cymru.com",
  "{hex:40}.hash.cymru.com",
  "{hex:32}.webcfs00.com",
  "{hex:24}.url.trendmicro.com",
  "{b64u:32}.nimbus.bitdefender.net",
  "{hex:16}.{hex:16}.ksn.kaspersky-labs.com",
];

/** Antivirus programs and appliances ask their makers by digest. */
export function* askByDigest(rng: Random, network: Network, start: number): Queries {
  const ip = client(rng, network);
  const form = rng.pick(BY_DIGEST);
  const type = rng.pick(["A", "A", "TXT"]);
  const count = rng.int(3, 60);
  const pace = 2 ** rng.normal(0, 2);
  let time = start;
  for (let i = 0; i < count; i++) {
    yield query(rng, ip, time, fill(rng, form).toLowerCase(), type, "digest", {
      rcode: rng.chance(0.7) ? "NOERROR" : "NXDOMAIN",
    });
    time += rng.exponential(pace);
  }
}

/** A pod asks for a name behind each suffix of its search list first (`ndots:5`). */
export function* searchList(rng: Random, network: Network, start: number): Queries {
  const ip = client(rng, network);
  const suffixes = [`${noun(rng)}.svc.cluster.local`, "svc.cluster.local", "cluster.local"];
  if (rng.chance(0.6))
    suffixes.push(
      rng.pick(["ec2.internal", "eu-west-1.compute.internal", "c.project.internal", network.zone]),
    );
  const names = rng.int(1, 5);
  let time = start;
  for (let i = 0; i < names; i++) {
    const name = nameFrom(rng, BROWSING);
    for (const suffix of [...suffixes, ""])
      for (const type of ["A", "AAAA"])
        yield query(rng, ip, time, suffix ? `${name}.${suffix}` : name, type, "cluster", {
          rcode: suffix ? "NXDOMAIN" : "NOERROR",
        });
    time += rng.exponential(5);
  }
}

/** A log server, router or monitor asks who addresses are. */
export function* whoIs(rng: Random, network: Network, start: number): Queries {
  const ip = client(rng, network);
  const isIpv6 = rng.chance(0.4);
  const count = rng.int(2, 40);
  let time = start;
  for (let i = 0; i < count; i++) {
    const name = isIpv6
      ? `${hex(rng, 32).split("").join(".")}.ip6.arpa`
      : `${publicV4(rng).split(".").reverse().join(".")}.in-addr.arpa`;
    yield query(rng, ip, time, name, "PTR", "reverse", { rcode: rng.chance(0.6) ? "NOERROR" : "NXDOMAIN" });
    time += rng.exponential(1);
  }
}

/** Pages with dozens of names of advertising and measurement, all within two seconds; some are every page's. */
export function* heavyPage(rng: Random, network: Network, start: number): Queries {
  const ip = client(rng, network);
  const types = rng.pick([["A"], ["A", "AAAA"], ["A", "AAAA", "HTTPS"]]);
  const pages = rng.weighted([
    [1, 60],
    [rng.int(2, 8), 40],
  ]);
  const everywhere = Array.from({ length: rng.int(1, 6) }, () => nameFrom(rng, TRACKING));
  let time = start;
  for (let page = 0; page < pages; page++) {
    const count = rng.int(10, 80);
    for (let i = 0; i < count; i++) {
      const name = rng.chance(0.15)
        ? rng.pick(everywhere)
        : nameFrom(rng, rng.chance(0.3) ? TRACKING : BROWSING);
      for (const type of types) yield query(rng, ip, time, name, type, "browsing");
      time += rng.exponential(0.04);
    }
    time += rng.exponential(8);
  }
}
