/** How programs carry data inside names of one domain: what iodine, dnscat2, dns2tcp and their like ask for. */
import { domain, noun } from "../lib/names.ts";
import type { Random } from "../lib/random.ts";
import { base64url, chars, hex } from "../lib/tokens.ts";

/** One question of a tunnel, and the seconds to the next. */
export interface Carried {
  name: string;
  type: string;
  pause: number;
}

export type Tunnel = () => Carried;

/** https://github.com/yarrick/iodine: doc/proto_00000502.txt. */
const IODINE = "abcdefghijklmnopqrstuvwxyz012345";
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
const MOST_LABEL = 63;

/** In labels of the most letters that a tool fills. */
function inLabels(data: string, most: number): string {
  return (data.match(new RegExp(`.{1,${most}}`, "g")) ?? []).join(".");
}

function home(rng: Random): string {
  const own = domain(rng);
  return rng.chance(0.5) ? `${rng.pick(["t", "t1", "ns", "d", "tun", noun(rng).slice(0, 3)])}.${own}` : own;
}

/** Asks at once while it carries something, else keeps the line open. */
function iodine(rng: Random, top: string): Tunnel {
  const type = rng.pick(["NULL", "NULL", "TXT", "CNAME", "MX", "SRV", "A"]);
  const most = rng.pick([100, 150, 200, 220]);
  return () => {
    if (rng.chance(0.4))
      return { name: `p${chars(rng, rng.int(5, 8), IODINE)}.${top}`, type, pause: rng.pick([1, 4]) };
    const data = `${hex(rng, 1)}${chars(rng, rng.int(30, most), IODINE)}`;
    return { name: `${inLabels(data, 57)}.${top}`, type, pause: rng.exponential(0.05) };
  };
}

/** https://github.com/iagox86/dnscat2: doc/protocol.md; a question a second, with something to say or not. */
function dnscat(rng: Random, top: string): Tunnel {
  const lead = rng.chance(0.3) ? "dnscat." : "";
  const end = lead ? "" : `.${top}`;
  const types = rng.pick([["TXT", "CNAME", "MX"], ["TXT"], ["A", "AAAA"]]);
  return () => {
    const letters = rng.chance(0.7) ? rng.int(9, 17) * 2 : rng.int(30, 110) * 2;
    return { name: `${lead}${inLabels(hex(rng, letters), 62)}${end}`, type: rng.pick(types), pause: 1 };
  };
}

function dns2tcp(rng: Random, top: string): Tunnel {
  const type = rng.pick(["TXT", "TXT", "KEY"]);
  return () => {
    const verb = rng.chance(0.1) ? rng.pick([".=auth", ".=connect", ".=resource"]) : "";
    return {
      name: `${inLabels(base64url(rng, rng.int(8, 120)), MOST_LABEL)}${verb}.${top}`,
      type,
      pause: rng.exponential(0.3),
    };
  };
}

/** A beacon: seldom, short, its work behind a word. */
function beacon(rng: Random, top: string): Tunnel {
  const lead = rng.pick(["www", "api", "post", "cdn", "aaa.stage"]);
  const sleep = rng.pick([5, 30, 60]);
  const id = hex(rng, 8);
  return () => ({
    name: `${lead}.${hex(rng, rng.int(8, 56))}.${id}.${top}`,
    type: rng.pick(["A", "TXT", "A", "AAAA"]),
    pause: sleep * (0.7 + 0.6 * rng.float()),
  });
}

/** A file, piece by piece, each with its number. */
function pieces(rng: Random, top: string): Tunnel {
  const alphabet = rng.pick([BASE32, "0123456789abcdef", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"]);
  const size = rng.int(18, 62);
  const labels = rng.int(1, 4);
  const session = hex(rng, rng.int(2, 8));
  const pace = 2 ** rng.normal(-1, 2);
  const type = rng.pick(["A", "A", "TXT", "CNAME", "AAAA"]);
  let serial = 0;
  return () => {
    const parts = Array.from({ length: labels }, () =>
      chars(rng, Math.max(8, size - rng.int(0, 6)), alphabet),
    );
    const number = `${(serial++).toString(16).padStart(4, "0")}.${session}`;
    return {
      name: `${number}.${parts.join(".")}.${top}`.slice(-250).replace(/^\./, ""),
      type,
      pause: rng.exponential(pace),
    };
  };
}

/** Labels of the most letters, base32, by polls that grow rarer. */
function full(rng: Random, top: string): Tunnel {
  return () => ({
    name: `${inLabels(chars(rng, rng.int(60, 180), BASE32), MOST_LABEL)}.${top}`,
    type: "TXT",
    pause: rng.pick([0.1, 0.5, 2, 8]),
  });
}

/** Draws a tunnel's program and domain. */
export function drawTunnel(rng: Random): Tunnel {
  const top = home(rng);
  return rng.weighted([
    [iodine, 24],
    [dnscat, 22],
    [dns2tcp, 12],
    [beacon, 12],
    [pieces, 20],
    [full, 10],
  ])(rng.fork("tunnel"), top);
}
