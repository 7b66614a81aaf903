import { privateV4, publicV4, publicV6 } from "../lib/address.ts";
import { bind, rfc3164, spaced } from "../lib/clock.ts";
import { drawHeader, processId } from "../lib/header.ts";
import type { Random } from "../lib/random.ts";
import { hex } from "../lib/tokens.ts";
import type { Query } from "./query.ts";

/** A resolver's log: the lines that one query leaves. */
export type DnsFormat = (rng: Random, query: Query) => string[];

/** Draws a name server's program and style. */
export function drawDnsFormat(rng: Random): DnsFormat {
  return rng.weighted([
    [bindQueries, 34],
    [bindSyslog, 8],
    [dnsmasq, 24],
    [unbound, 15],
    [coreDns, 19],
  ])(rng);
}

const DAEMON = [30, 27, 28] as const;

function bindText(rng: Random, own: string, view: string, old: boolean, query: Query): string {
  const flags = rng.weighted([
    ["+", 30],
    ["+E(0)K", 14],
    ["+E(0)", 14],
    ["-E(0)DC", 6],
    ["+ED", 4],
    ["-EDC", 4],
    ["+T", 2],
    ["-", 3],
    ["+E(0)DCV", 2],
    ["+EV", 1],
    ["-E(0)D", 2],
  ]);
  const id = old ? "" : `@0x${hex(rng, 12)} `;
  return `client ${id}${query.client}#${query.port} (${query.name}): ${view}query: ${query.name} IN ${query.type} ${flags} (${own})`;
}

/** What named says about failures, beside its query log. */
function bindFailure(rng: Random, old: boolean, query: Query): string | undefined {
  const id = old ? "" : `@0x${hex(rng, 12)} `;
  if (query.rcode === "REFUSED")
    return `security: info: client ${id}${query.client}#${query.port} (${query.name}): query (cache) '${query.name}/${query.type}/IN' denied`;
  if (query.rcode === "SERVFAIL")
    return `${rng.pick(["query-errors: info: ", "query-errors: debug 1: "])}client ${id}${query.client}#${query.port} (${query.name}): query failed (${rng.pick(["SERVFAIL", "timed out", "broken trust chain", "failure"])}) for ${query.name}/IN/${query.type} at ${rng.pick(["query.c:7837", "query.c:5540", "query.c:7376", "../../../bin/named/query.c:6763"])}`;
  return undefined;
}

function bindQueries(rng: Random): DnsFormat {
  const own = privateV4(rng);
  const view = rng.chance(0.2) ? `view ${rng.pick(["internal", "external", "default", "lan"])}: ` : "";
  const old = rng.chance(0.25);
  const category = rng.chance(0.7) ? "queries: info: " : rng.chance(0.5) ? "info: " : "";
  return (lineRng, query) => {
    const failure = category.startsWith("queries") ? bindFailure(lineRng, old, query) : undefined;
    const lines =
      query.rcode === "REFUSED" && failure
        ? []
        : [`${bind(query.time)} ${category}${bindText(lineRng, own, view, old, query)}`];
    if (failure) lines.push(`${bind(query.time)} ${failure}`);
    return lines;
  };
}

function bindSyslog(rng: Random): DnsFormat {
  const header = drawHeader(rng, undefined, DAEMON);
  const pid = processId(rng);
  const own = privateV4(rng);
  const old = rng.chance(0.4);
  return (lineRng, query) => {
    const failure = bindFailure(lineRng, old, query)?.replace(/^[\w-]+: [\w ]+: /, "");
    const head = header(query.time, "named", pid);
    return failure && query.rcode === "REFUSED"
      ? [`${head} ${failure}`]
      : [`${head} ${bindText(lineRng, own, "", old, query)}`, ...(failure ? [`${head} ${failure}`] : [])];
  };
}

function answer(rng: Random, query: Query): string {
  if (query.rcode === "NXDOMAIN") return "NXDOMAIN";
  if (query.type === "AAAA") return rng.chance(0.4) ? "NODATA-IPv6" : publicV6(rng);
  if (query.type === "A") return publicV4(rng);
  if (query.type === "PTR")
    return `host-${hex(rng, 6)}.${query.name.split(".").slice(-3, -2).join("") || "lan"}.net`;
  return rng.pick([`<${query.type}>`, "NODATA"]);
}

function dnsmasq(rng: Random): DnsFormat {
  const pid = processId(rng);
  const header = rng.chance(0.5) ? drawHeader(rng, undefined, DAEMON) : undefined;
  const head = (time: number) => header?.(time, "dnsmasq", pid) ?? `${rfc3164(time)} dnsmasq[${pid}]:`;
  const upstream = rng.pick(["1.1.1.1", "8.8.8.8", "9.9.9.9", privateV4(rng), "8.8.4.4", "127.0.0.1#5335"]);
  const extra = rng.chance(0.2);
  const blocks = rng.chance(0.3);
  // Many keep the questions alone.
  const isQueriesOnly = rng.chance(0.35);
  let serial = rng.int(1, 9000);
  return (lineRng, query) => {
    serial++;
    const mark = extra ? `${serial} ${query.client}/${query.port} ` : "";
    const lines = [
      `${mark}query[${query.type === "HTTPS" ? "type=65" : query.type}] ${query.name} from ${query.client}`,
    ];
    if (isQueriesOnly) return lines.map((line) => `${head(query.time)} ${line}`);
    if (blocks && query.sort === "tracking" && lineRng.chance(0.6))
      lines.push(
        `${mark}${lineRng.pick(["gravity blocked", "config", "/etc/pihole/gravity.list"])} ${query.name} is ${lineRng.pick(["0.0.0.0", "::", "NXDOMAIN"])}`,
      );
    else if (lineRng.chance(0.3) && query.rcode === "NOERROR")
      lines.push(`${mark}cached ${query.name} is ${answer(lineRng, query)}`);
    else {
      lines.push(`${mark}forwarded ${query.name} to ${upstream}`);
      if (query.rcode === "SERVFAIL" || query.rcode === "REFUSED")
        lines.push(`${mark}reply error is ${query.rcode}`);
      else lines.push(`${mark}reply ${query.name} is ${answer(lineRng, query)}`);
    }
    return lines.map((line) => `${head(query.time)} ${line}`);
  };
}

function unbound(rng: Random): DnsFormat {
  const pid = processId(rng);
  const replies = rng.chance(0.5);
  const header = rng.chance(0.5) ? drawHeader(rng, undefined, DAEMON) : undefined;
  const thread = () => rng.int(0, 3);
  return (lineRng, query) => {
    const head = header
      ? `${header(query.time, "unbound", pid)} [${pid}:${thread()}]`
      : `[${Math.floor(query.time)}] unbound[${pid}:${thread()}]`;
    const lines = [`${head} ${replies ? "query" : "info"}: ${query.client} ${query.name}. ${query.type} IN`];
    if (replies)
      lines.push(
        `${head} reply: ${query.client} ${query.name}. ${query.type} IN ${query.rcode} ${(lineRng.float() ** 4).toFixed(6)} ${lineRng.pick([0, 0, 1])} ${lineRng.int(28, 512)}`,
      );
    else if (query.rcode === "SERVFAIL")
      lines.push(
        `${head} error: SERVFAIL <${query.name}. ${query.type} IN>: ${lineRng.pick(["all servers for this domain failed, at zone .", "exceeded the maximum number of sends", "all the configured stub or forward servers failed, at zone ."])}`,
      );
    return lines;
  };
}

function coreDns(rng: Random): DnsFormat {
  const stamped = rng.chance(0.3);
  return (lineRng, query) => {
    const size = lineRng.int(25, 120);
    const protocol = lineRng.chance(0.93) ? "udp" : "tcp";
    const head = stamped ? `${spaced(query.time, ".").replace(" ", "T")}Z ` : "";
    const client = query.client.includes(":") ? `[${query.client}]` : query.client;
    const lines = [
      `${head}[INFO] ${client}:${query.port} - ${lineRng.int(0, 65535)} "${query.type} IN ${query.name}. ${protocol} ${size} ${lineRng.chance(0.7) ? "false" : "true"} ${lineRng.pick([512, 512, 1232, 4096])}" ${query.rcode} ${lineRng.pick(["qr,rd,ra", "qr,aa,rd", "qr,aa,rd,ra", "qr,rd", "qr,aa,rd,ra,ad"])} ${size + lineRng.int(0, 200)} ${(lineRng.float() ** 3 * 0.3).toFixed(9)}s`,
    ];
    if (query.rcode === "SERVFAIL" && lineRng.chance(0.6))
      lines.push(
        `${head}[ERROR] plugin/errors: 2 ${query.name}. ${query.type}: ${lineRng.pick([`read udp ${privateV4(lineRng)}:${query.port}->1.1.1.1:53: i/o timeout`, "unreachable backend: no upstream host", "dial tcp 8.8.8.8:53: connect: network is unreachable"])}`,
      );
    return lines;
  };
}
