import type { Random } from "../lib/random.ts";
import type { Hit } from "./hit.ts";
import type { Site } from "./site.ts";

/** Who asks: what stays the same over the requests of one client. */
export interface Client {
  actor: string;
  ip: string;
  agent: string;
  protocol: string;
  user?: string;
  bot: 0 | 1;
  threat: 0 | 1;
  type: string;
  forwarded?: string;
}

/** A hit of this client, answered as the site answers unless `change` says otherwise. */
export function ask(
  client: Client,
  site: Site,
  time: number,
  method: string,
  target: string,
  status: number,
  change?: Partial<Hit>,
): Hit {
  const answer = site.answer(target);
  const empty = status === 304 || status === 204 || method === "HEAD";
  const redirect = status >= 300 && status < 400;
  const bytes = empty
    ? 0
    : redirect
      ? 145 + (answer.bytes % 60)
      : status >= 400
        ? errorBody(site, status)
        : answer.bytes;
  return {
    time,
    ip: client.ip,
    user: client.user ?? "-",
    method,
    target,
    protocol: client.protocol,
    status,
    bytes,
    referer: "",
    agent: client.agent,
    ms: status >= 300 ? answer.ms / 4 : answer.ms,
    bot: client.bot,
    threat: client.threat,
    type: client.type,
    actor: client.actor,
    ...(client.forwarded === undefined ? {} : { forwarded: client.forwarded }),
    ...change,
  };
}

/** A server's error pages have the same size each time. */
function errorBody(site: Site, status: number): number {
  const seed = site.answer(`error ${status}`).bytes;
  return site.kind.calls ? 20 + (seed % 180) : seed % 3 === 0 ? 146 + (seed % 430) : 500 + (seed % 9000);
}

/** HTTP version of a person's browser at this site. */
export function browserProtocol(rng: Random, site: Site): string {
  if (!site.facts.tls) return rng.chance(0.985) ? "HTTP/1.1" : "HTTP/1.0";
  return rng.weighted([
    ["HTTP/2.0", 60],
    ["HTTP/1.1", 38],
    ["HTTP/3.0", 8],
  ]);
}

/** HTTP version of a program: few speak anything but 1.1. */
export function toolProtocol(rng: Random): string {
  return rng.weighted([
    ["HTTP/1.1", 88],
    ["HTTP/1.0", 6],
    ["HTTP/2.0", 6],
  ]);
}
