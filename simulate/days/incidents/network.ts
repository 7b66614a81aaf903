/** Incidents at the shop's firewall and name server. */
import { query } from "../../dns/actors.ts";
import { BROWSING, nameFrom } from "../../dns/names.ts";
import { publicV4 } from "../../lib/address.ts";
import { chars, hex } from "../../lib/tokens.ts";
import { asked, dropped, officeMachine } from "../network.ts";
import { OFFICE_NETWORK } from "../shop.ts";
import type { Scenario } from "../types.ts";
import { timed, truthOf } from "./play.ts";

const MINUTE_SECONDS = 60;
const PLAIN_PORTS = 40;

/** One address knocks at five hundred ports within minutes. */
export const portScan: Scenario = (rng, at) => {
  const source = publicV4(rng);
  const sourcePort = rng.int(40_000, 60_000);
  const times = timed(rng, at, 500, 0.5);
  const marks = { label: "attack", threat: 1, bot: 1, type: "scan", actor: `scan-${source}` } as const;
  const lines = times.map((time) =>
    dropped(
      rng,
      { time, source, sourcePort, port: rng.chance(0.5) ? rng.int(1, 1_024) : rng.int(1, 65_535) },
      marks,
    ),
  );
  return {
    truth: truthOf("port-scan", ["port-scan"], lines, {
      sources: [source],
      subjects: ["gw1"],
      plain: times[PLAIN_PORTS] as number,
      told: "listed",
    }),
    lines,
  };
};

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
const PLAIN_QUERIES = 60;

/**
 * A machine of the office carries data out inside names of one domain, a question a second
 * (github.com/iagox86/dnscat2, doc/protocol.md).
 */
export const dnsTunnel: Scenario = (rng, at) => {
  const source = `${OFFICE_NETWORK}.41`;
  const home = `t.${chars(rng, 7, BASE32.slice(0, 26))}-status.net`;
  const times = timed(rng, at, 1_500, 1.1);
  const lines = times.flatMap((time) => {
    const data = rng.chance(0.6)
      ? hex(rng, 34)
      : `${chars(rng, 62, BASE32)}.${chars(rng, rng.int(20, 62), BASE32)}`;
    const marks = { bot: 1, threat: 1 } as const;
    return [
      ...asked(rng, [
        query(rng, source, time, `${data}.${home}`, rng.pick(["TXT", "CNAME", "MX"]), "tunnel", marks),
      ]),
    ];
  });
  return {
    truth: truthOf("dns-tunnel", ["dns-tunnel"], lines, {
      sources: [source],
      plain: times[PLAIN_QUERIES] as number,
      told: "message",
    }),
    lines,
  };
};

/** The resolver's upstream is away for a quarter of an hour: whatever is asked fails, and is asked again. */
export const dnsOutage: Scenario = (rng, at) => {
  const lines = timed(rng, at, 600, 1.5).flatMap((time) => {
    const ip = officeMachine(rng);
    const failed = { rcode: "SERVFAIL", anomaly: 1 } as const;
    return [
      ...asked(rng, [
        query(rng, ip, time, nameFrom(rng, BROWSING), rng.pick(["A", "AAAA"]), "servfail", failed),
      ]),
    ];
  });
  return {
    truth: truthOf("dns-outage", ["dns-failures", "unusual-rate"], lines, {
      subjects: ["ns1", "unbound"],
      plain: at + 2 * MINUTE_SECONDS,
      told: "message",
    }),
    lines,
  };
};
