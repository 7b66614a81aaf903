/** Access lines that tell little of a request: no status, referer or user agent, or none that is read. */
import { brand, noun } from "../../simulate/lib/names.ts";
import type { Random } from "../../simulate/lib/random.ts";

export interface BareRequest {
  method: string;
  /** As the log quotes it. */
  target: string;
  agent: string;
  status: number;
  protocol: string;
  address: string;
  /** `17/May/2015:10:05:43 +0000`. */
  at: string;
}

const host = (rng: Random) => `${brand(rng).replace(/\W/g, "").toLowerCase() || "site"}.example`;
const seconds = (rng: Random) => (rng.float() * 0.4).toFixed(3);

const FORMS: readonly ((rng: Random, request: BareRequest) => string)[] = [
  (rng, { method, target, agent, status, protocol, address, at }) =>
    `[${at}] ${seconds(rng)} ${seconds(rng)} ${status} ${address} ${host(rng)} ${method} ${target} ${protocol} "${agent}" "-" ${rng.int(100, 9000)} 10.0.0.${rng.int(2, 90)} ${noun(rng)}`,
  (rng, { method, target, protocol, address, at }) =>
    `[${at}] ${address} ${host(rng)} ${method} ${target} ${protocol}`,
  // Rails and what follows it (ActionDispatch's logger).
  (_, { method, target, address, at }) =>
    `Started ${method} "${target}" for ${address} at ${at.slice(7, 11)}-01-${at.slice(0, 2)} ${at.slice(12)}`,
];

/** Such a line. */
export const bareLine = (rng: Random, request: BareRequest): string => rng.pick(FORMS)(rng, request);
