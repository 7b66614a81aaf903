import { privateV4 } from "../lib/address.ts";
import { drawHeader } from "../lib/header.ts";
import { hostName } from "../lib/names.ts";
import type { Random } from "../lib/random.ts";
import type { World } from "../lib/schedule.ts";
import type { SimulatedLine } from "../lib/types.ts";
import { banned, guessService, quietSigns } from "./guessing.ts";
import type { AuthEvents, AuthHost } from "./host.ts";
import { bruteForce, grabBanner, slowBruteForce, spray } from "./hostile.ts";
import { adminVisit, automation, housekeeping, mailUsers, suAndSudo } from "./ordinary.ts";
import { checkPort, expired, hesitate, jailKeeper, playbook, staleClient, timers } from "./services.ts";

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
    mail: rng.chance(0.4),
    own: privateV4(rng),
  };
  const bans = rng.chance(0.4);
  const hostile = Math.exp(rng.normal(-0.8, 1.2));
  const mix = [
    [adminVisit, 10],
    [automation, 6],
    [playbook, rng.chance(0.3) ? 4 : 0.3],
    [checkPort, rng.chance(0.2) ? 4 : 0],
    [hesitate, 2],
    [expired, 0.5],
    [timers, 16],
    [jailKeeper, bans ? 2 : 0],
    [staleClient, host.mail ? 1.5 : 0],
    [suAndSudo, 8],
    [housekeeping, 18],
    [mailUsers, host.mail ? 12 : 0],
    [bruteForce, 1 * hostile],
    [slowBruteForce, 10 * hostile],
    [spray, 1 * hostile],
    [grabBanner, 6 * hostile],
    [guessService, (host.mail ? 2.5 : 0.8) * hostile],
    [quietSigns, 9 * hostile],
    [banned, bans ? 3 * hostile : 0],
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
