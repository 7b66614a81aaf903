import { drawHeader } from "../lib/header.ts";
import { hostName } from "../lib/names.ts";
import type { Random } from "../lib/random.ts";
import type { World } from "../lib/schedule.ts";
import type { SimulatedLine } from "../lib/types.ts";
import type { AuthEvents, AuthHost } from "./host.ts";
import { bruteForce, grabBanner, mailBruteForce, slowBruteForce, spray } from "./hostile.ts";
import { adminVisit, automation, housekeeping, mailUsers, suAndSudo } from "./ordinary.ts";

/** A machine that people and attackers log in to. */
export function authMachine(rng: Random, sessions?: number): World {
  const name = hostName(rng);
  const host: AuthHost = {
    name,
    header: drawHeader(rng, name),
    oldPam: rng.chance(0.1),
    sshd: rng.chance(0.12) ? "sshd-session" : "sshd",
    admins: Array.from({ length: rng.int(1, 8) }, () =>
      rng.pick(["root", "ubuntu", "admin", "deploy", "ec2-user"]),
    ),
    mail: rng.chance(0.3),
  };
  const hostile = Math.exp(rng.normal(-0.8, 1.2));
  const mix = [
    [adminVisit, 10],
    [automation, 6],
    [suAndSudo, 8],
    [housekeeping, 25],
    [mailUsers, host.mail ? 12 : 0],
    [bruteForce, 1 * hostile],
    [slowBruteForce, 10 * hostile],
    [spray, 1 * hostile],
    [grabBanner, 6 * hostile],
    [mailBruteForce, host.mail ? 1.5 * hostile : 0],
  ] as const;
  const gap = 2 ** rng.normal(5, 1.5);
  return {
    gap: () => gap,
    session: (start) => {
      const own = rng.fork("session");
      return lines(host, own.weighted(mix)(own, host, start));
    },
    ...(sessions === undefined ? {} : { sessions }),
  };
}

function* lines(host: AuthHost, events: AuthEvents): Generator<SimulatedLine, void> {
  for (const { time, program, pid, message, threat, bot, type, actor } of events) {
    yield {
      line: `${host.header(time, program, pid)} ${message}`,
      time,
      kind: "auth",
      label: threat ? "attack" : bot ? "bot" : "normal",
      bot,
      threat,
      anomaly: 0,
      type,
      actor,
    };
  }
}
