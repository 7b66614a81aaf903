/** Incidents at the shop's machines: names and passwords that are guessed. */
import type { AuthEvents } from "../../auth/host.ts";
import { closing, failedPassword } from "../../auth/ssh.ts";
import { publicV4 } from "../../lib/address.ts";
import type { Random } from "../../lib/random.ts";
import { GUESSED_ACCOUNTS } from "../../lib/words/people.ts";
import { authLines, connection, session, sshHost } from "../logins.ts";
import type { Machine } from "../shop.ts";
import type { DayLine, Scenario } from "../types.ts";
import { syslog } from "../write.ts";
import { timed, truthOf } from "./play.ts";

const MINUTE_SECONDS = 60;

function* attempt(rng: Random, machine: Machine, ip: string, user: string, time: number): AuthEvents {
  const host = sshHost(machine);
  const from = connection(rng, time, ip, "guessing", true);
  const exists = host.admins.includes(user);
  yield* failedPassword(rng, host, from, user, exists);
  yield { ...from, program: "sshd", message: closing(rng, user, exists, ip, from.port) };
}

/**
 * A botnet shares the work: a try every twenty seconds, each from another address, which comes back once or twice
 * (bsdly.net's Hail Mary Cloud: never two in a minute from one).
 */
export const spraying: Scenario = (rng, at) => {
  const botnet = Array.from({ length: 140 }, () => publicV4(rng));
  const sources = new Set<string>();
  const lines = timed(rng, at, 190, 20).flatMap((time) => {
    const user = rng.chance(0.4) ? "root" : rng.pick(GUESSED_ACCOUNTS);
    const ip = rng.pick(botnet);
    sources.add(ip);
    return [...authLines("bastion", attempt(rng, "bastion", ip, user, time))];
  });
  return {
    truth: truthOf("spraying", ["spraying"], inOrder(lines), {
      sources: [...sources],
      subjects: ["bastion"],
      plain: at + 10 * MINUTE_SECONDS,
      told: "either",
    }),
    lines: inOrder(lines),
  };
};

const TAKEN = "backup";

/** One address guesses the password of an account, gets in, and looks around as root. */
export const loginAfterFailures: Scenario = (rng, at) => {
  const ip = publicV4(rng);
  const times = timed(rng, at, 48, 7);
  const failures = times.flatMap((time) => [
    ...authLines("bastion", attempt(rng, "bastion", ip, TAKEN, time)),
  ]);
  const entry = (times.at(-1) as number) + 8;
  const from = connection(rng, entry, ip, "intruder", true);
  const inside = [...authLines("bastion", session(rng, sshHost("bastion"), from, TAKEN, "password"))];
  const command = (after: number, text: string) =>
    syslog(
      "bastion",
      "auth.log",
      "auth",
      {
        time: entry + after,
        program: "sudo",
        pid: undefined,
        message: `  backup : TTY=pts/1 ; PWD=/home/backup ; USER=root ; COMMAND=${text}`,
      },
      { label: "attack", threat: 1, type: "intruder", actor: `intruder-${ip}` },
    );
  const lines = inOrder([
    ...failures,
    ...inside,
    command(20, "/usr/bin/cat /etc/shadow"),
    command(41, "/usr/bin/crontab -e"),
  ]);
  return {
    truth: truthOf("login-after-failures", ["login-after-failures", "brute-force"], lines, {
      sources: [ip],
      subjects: ["bastion", TAKEN],
      plain: entry,
      told: "message",
    }),
    lines,
  };
};

/** A failed password takes a second or two: the next attempt's first line may come before. */
const inOrder = (lines: readonly DayLine[]) => [...lines].sort((a, b) => a.time - b.time);
