import { clf, iso } from "../lib/clock.ts";
import type { Random } from "../lib/random.ts";
import { digits, hex } from "../lib/tokens.ts";
import { BARE_FORMATS } from "./bare-formats.ts";
import type { Hit } from "./hit.ts";

/** Turns a hit into a line of one server's log. */
export type Format = (rng: Random, hit: Hit) => string;

/** What the server is called and where its clock is. */
export interface ServerFacts {
  host: string;
  /** Minutes from UTC. */
  offset: number;
  tls: boolean;
}

type Escape = (text: string, bytes: boolean) => string;

/** Bytes of a request as one character each: text goes through UTF-8, raw requests are bytes already. */
const asBytes = (text: string, bytes: boolean) =>
  bytes ? text : Buffer.from(text, "utf8").toString("latin1");

/** nginx: `"`, `\` and everything outside printable ASCII as `\xHH`, upper case. */
const nginxEscape: Escape = (text, bytes) =>
  /^[ !#-[\]-~]*$/.test(text)
    ? text
    : asBytes(text, bytes).replace(/[^ !#-[\]-~]/g, (c) => `\\x${hexByte(c).toUpperCase()}`);

/** Apache: `\"`, `\\`, C escapes, the rest as `\xhh`, lower case. */
const apacheEscape: Escape = (text, bytes) =>
  /^[ !#-[\]-~]*$/.test(text)
    ? text
    : asBytes(text, bytes).replace(/[^ !#-[\]-~]/g, (c) => {
        if (c === '"' || c === "\\") return `\\${c}`;
        const named = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\v": "\\v" }[c];
        return named ?? `\\x${hexByte(c)}`;
      });

const hexByte = (c: string) => c.charCodeAt(0).toString(16).padStart(2, "0");

function request(hit: Hit, quote: Escape): string {
  if (hit.raw !== undefined) return quote(hit.raw, true);
  return quote(`${hit.method} ${hit.target}${hit.protocol ? ` ${hit.protocol}` : ""}`, false);
}

const seconds = (ms: number) => (ms / 1000).toFixed(3);
const orDash = (text: string) => text || "-";

/** Number of the request, router, server and milliseconds (https://doc.traefik.io/traefik/observability/access-logs/). */
const traefik = (rng: Random, hit: Hit) =>
  ` ${digits(rng, 4)} "web@docker" "http://172.18.0.${rng.int(2, 9)}:80" ${Math.round(hit.ms)}ms`;
/** Share of Traefik's logs without headers, which is what it does unless told to keep them. */
const HEADERLESS_SHARE = 0.7;

/** What a server adds after the combined format. */
const TAILS: readonly (readonly [
  ((rng: Random, hit: Hit, facts: ServerFacts) => string) | undefined,
  number,
])[] = [
  [undefined, 50],
  [(_, hit) => ` ${seconds(hit.ms)}`, 5],
  [(_, hit) => ` ${seconds(hit.ms)} ${seconds(hit.ms * 0.9)}`, 3],
  [(_, hit) => ` ${seconds(hit.ms)} ${seconds(hit.ms)} .`, 1],
  [(_, hit) => ` rt=${seconds(hit.ms)} uct="0.000" uht="${seconds(hit.ms)}" urt="${seconds(hit.ms)}"`, 3],
  [(_, hit) => ` rt=${seconds(hit.ms)}`, 2],
  [(_, hit) => ` "${orDash(hit.forwarded ?? "")}"`, 6],
  [(_, hit) => ` "${orDash(hit.forwarded ?? "")}" ${seconds(hit.ms)}`, 3],
  [(_, hit, facts) => ` "${facts.host}" "${orDash(hit.forwarded ?? "")}"`, 2],
  [(_, hit) => ` ${Math.round(hit.ms * 1000)}`, 3],
  [(_, hit) => ` ${Math.floor(hit.ms / 1000)}/${Math.round(hit.ms * 1000)}`, 1],
  [
    (rng, hit) =>
      ` ${rng.int(80, 900)} ${seconds(hit.ms)} [default-web-80] [] 10.42.${rng.int(0, 3)}.${rng.int(2, 250)}:8080 ${hit.bytes} ${seconds(hit.ms)} ${hit.status} ${hex(rng, 32)}`,
    4,
  ],
  [traefik, 2],
  [(_, __, facts) => ` "${facts.tls ? "TLSv1.3" : "-"}" "${facts.tls ? "TLS_AES_256_GCM_SHA384" : "-"}"`, 1],
  [(_, hit) => ` ${hit.status === 200 ? "HIT" : "MISS"}`, 1],
];

/** Draws a server's log format. */
export function drawFormat(rng: Random, facts: ServerFacts): Format {
  const nginx = rng.chance(0.6);
  const quote = nginx ? nginxEscape : apacheEscape;
  const shape = rng.weighted([
    ["combined", 62],
    ["common", 10],
    ["bare", 5],
    ["apache-vhost", 8],
    ["nginx-host", 6],
    ["json", 11],
  ]);
  if (shape === "json") return jsonFormat(rng, facts);
  if (shape === "bare") {
    const bare = rng.pick(BARE_FORMATS);
    return (lineRng, hit) => bare(lineRng, hit, request(hit, quote), facts.offset);
  }

  const tail = shape === "combined" || shape === "nginx-host" ? rng.weighted(TAILS) : undefined;
  // Apache's %b writes "-" for no body; nginx writes 0.
  const noBody = nginx ? "0" : rng.chance(0.8) ? "-" : "0";
  const prefix =
    shape === "apache-vhost"
      ? `${facts.host}:${facts.tls ? 443 : 80} `
      : shape === "nginx-host"
        ? `${facts.host} `
        : "";
  const isHeaderless = tail === traefik && rng.chance(HEADERLESS_SHARE);
  return (lineRng, hit) => {
    const head = `${prefix}${hit.ip} - ${hit.user || "-"} [${clf(hit.time, facts.offset)}] "${request(hit, quote)}" ${hit.status} ${hit.bytes > 0 ? hit.bytes : noBody}`;
    if (shape === "common") return head;
    const combined = `${head} "${quote(orDash(isHeaderless ? "" : hit.referer), false)}" "${quote(orDash(isHeaderless ? "" : hit.agent), false)}"`;
    return tail ? combined + tail(lineRng, hit, facts) : combined;
  };
}

/** nginx `escape=json` logs, with the key names that people choose. */
function jsonFormat(rng: Random, facts: ServerFacts): Format {
  const style = rng.int(0, 3);
  const numbers = rng.chance(0.6);
  const value = (n: number | string) => (numbers ? Number(n) : `${n}`);
  return (_, hit) => {
    // The log's bytes are no valid UTF-8 there; a reader puts replacement characters.
    const raw = hit.raw?.replace(/[\x7f-\xff]/g, "\ufffd");
    const line = raw ?? `${hit.method} ${hit.target}${hit.protocol ? ` ${hit.protocol}` : ""}`;
    const [path = "", args = ""] = split(hit.target);
    const time = iso(hit.time, 0, facts.offset, false);
    switch (style) {
      case 0:
        return JSON.stringify({
          time_local: clf(hit.time, facts.offset),
          remote_addr: hit.ip,
          remote_user: hit.user === "-" ? "" : hit.user,
          request: line,
          status: `${hit.status}`,
          body_bytes_sent: `${hit.bytes}`,
          request_time: seconds(hit.ms),
          http_referrer: hit.referer,
          http_user_agent: hit.agent,
        });
      case 1:
        return JSON.stringify({
          time: time,
          remote_addr: hit.ip,
          x_forwarded_for: hit.forwarded ?? "",
          host: facts.host,
          request_method: raw === undefined ? hit.method : "",
          request_uri: raw === undefined ? hit.target : "",
          server_protocol: hit.protocol,
          status: value(hit.status),
          bytes_sent: value(hit.bytes),
          request_time: value(seconds(hit.ms)),
          http_referer: hit.referer,
          http_user_agent: hit.agent,
        });
      case 2:
        return JSON.stringify({
          "@timestamp": time,
          clientip: hit.ip,
          verb: raw === undefined ? hit.method : "",
          request: raw ?? path,
          args: raw === undefined ? args : "",
          response: value(hit.status),
          bytes: value(hit.bytes),
          referrer: hit.referer,
          agent: hit.agent,
          vhost: facts.host,
          responsetime: value(seconds(hit.ms)),
        });
      default:
        return JSON.stringify({
          msec: hit.time.toFixed(3),
          remote_addr: hit.ip,
          request: line,
          request_uri: raw === undefined ? hit.target : "",
          status: value(hit.status),
          body_bytes_sent: value(hit.bytes),
          http_referer: hit.referer,
          http_user_agent: hit.agent,
          http_host: facts.host,
          server_name: facts.host,
          request_time: value(seconds(hit.ms)),
          upstream_response_time: seconds(hit.ms * 0.95),
          scheme: facts.tls ? "https" : "http",
        });
    }
  };
}

function split(target: string): [string, string] {
  const mark = target.indexOf("?");
  return mark < 0 ? [target, ""] : [target.slice(0, mark), target.slice(mark + 1)];
}
