/** Formats of web servers that tell neither referer nor user agent, besides the common log format. */
import { clf, spaced, three, zone } from "../lib/clock.ts";
import type { Random } from "../lib/random.ts";
import type { Hit } from "./hit.ts";

/** A line of the request as it is quoted, of a server at this offset from UTC in minutes. */
type Bare = (rng: Random, hit: Hit, request: string, offset: number) => string;

const REASONS: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  204: "No Content",
  301: "Moved Permanently",
  302: "Found",
  304: "Not Modified",
  307: "Temporary Redirect",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  422: "Unprocessable Entity",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
};

const port = (rng: Random) => rng.int(1024, 65535);

/** It speaks no other version. */
const uvicorn: Bare = (rng, { ip, status }, request) =>
  `INFO:     ${ip}:${port(rng)} - "${request.replace(/HTTP\/[\d.]+$/, "HTTP/1.1")}" ${status} ${REASONS[status] ?? ""}`;

/** `05/Jan/2026:08:00:00 +0000` without its zone, and a blank between day and hour. */
const werkzeug: Bare = (_, { ip, time, status }, request, offset) =>
  `${ip} - - [${clf(time, offset).slice(0, 20).replace(":", " ")}] "${request}" ${status} -`;

const haproxy: Bare = (rng, { ip, time, status, bytes, ms }, request, offset) => {
  const at = `${clf(time, offset).slice(0, 20)}.${three(Math.floor((time % 1) * 1000))}`;
  const total = Math.round(ms);
  return `${ip}:${port(rng)} [${at}] web~ app/srv${rng.int(1, 4)} 0/0/1/${Math.max(0, total - 2)}/${total} ${status} ${bytes} - - ---- ${rng.int(1, 90)}/${rng.int(1, 60)}/0/0/0 0/0 "${request}"`;
};

/** What Rails does not see, the server in front of it logs. */
const rails: Bare = (rng, hit, request, offset) =>
  hit.raw === undefined
    ? `Started ${hit.method} "${hit.target}" for ${hit.ip} at ${spaced(hit.time, "", offset)} ${zone(offset)}`
    : werkzeug(rng, hit, request, offset);

export const BARE_FORMATS: readonly Bare[] = [uvicorn, werkzeug, haproxy, rails];
