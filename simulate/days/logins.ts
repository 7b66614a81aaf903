/** Logins at the shop's machines and its mail server, and the guessing that every machine on the Internet hears. */

import type { AuthEvents, AuthHost } from "../auth/host.ts";
import { bruteForce, grabBanner, slowBruteForce, spray } from "../auth/hostile.ts";
import { type Connection, failedPassword, pam, says } from "../auth/ssh.ts";
import { publicAddress } from "../lib/address.ts";
import type { Random } from "../lib/random.ts";
import { base64, base64url } from "../lib/tokens.ts";
import { GUESSED_ACCOUNTS } from "../lib/words/people.ts";
import { type Cycle, customers, office, steady } from "./cycle.ts";
import { ADMINS, MAIL_USERS, type Machine, OFFICE_ADDRESS, SERVER_NETWORK } from "./shop.ts";
import type { DayLine, DayLines } from "./types.ts";
import { syslog } from "./write.ts";

type Visit = (rng: Random, start: number) => DayLines;

/** Visits, by how many there are on a mean day. */
export const LOGINS: readonly (readonly [visit: Visit, perDay: number, when: Cycle])[] = [
  [administers, 9, office],
  [backsUp, 24, steady],
  [readsMail, 110, office],
  [readsMailAbroad, 25, customers],
  [(rng, at) => guessing(rng, at, bruteForce), 5, steady],
  [(rng, at) => guessing(rng, at, slowBruteForce), 25, steady],
  [(rng, at) => guessing(rng, at, spray), 4, steady],
  [(rng, at) => guessing(rng, at, grabBanner), 16, steady],
  [guessesMail, 8, steady],
];

/** What sshd knows of a machine: names that exist there. */
export const sshHost = (name: Machine): AuthHost => ({
  name,
  header: () => "",
  oldPam: false,
  sshd: "sshd",
  admins: ["root", "backup", ...ADMINS.map(([user]) => user)],
  mail: false,
  own: `${SERVER_NETWORK}.9`,
});

export const connection = (
  rng: Random,
  time: number,
  ip: string,
  type: string,
  isHostile: boolean,
): Connection => ({
  time,
  pid: rng.int(1_000, 90_000),
  ip,
  port: rng.int(20_000, 65_000),
  actor: `${type}-${ip}`,
  threat: isHostile ? 1 : 0,
  bot: isHostile ? 1 : 0,
  type,
});

/** sshd's events as lines of a machine's auth.log. */
export function* authLines(machine: Machine, events: AuthEvents): DayLines {
  for (const { threat, bot, type, actor, ...event } of events)
    yield syslog(machine, "auth.log", "auth", event, {
      label: threat ? "attack" : "normal",
      threat,
      bot,
      type,
      actor,
    });
}

/** A login that succeeds, and what it does until it ends. */
export function* session(
  rng: Random,
  host: AuthHost,
  from: Connection,
  user: string,
  method: string,
): AuthEvents {
  const { ip, port } = from;
  const key = method === "publickey" ? `: ED25519 SHA256:${base64(rng, 32).replace(/=+$/, "")}` : "";
  const number = rng.int(100, 9_999);
  yield says(host, from, `Accepted ${method} for ${user} from ${ip} port ${port} ssh2${key}`);
  yield pam(
    host,
    from,
    "session",
    `session opened for user ${user}(uid=${user === "root" ? 0 : 1000}) by (uid=0)`,
  );
  yield { ...says(host, from, `New session ${number} of user ${user}.`, "systemd-logind"), pid: 612 };
  from.time += 5 + rng.exponential(user === "backup" ? 40 : 900);
  yield says(host, from, `Received disconnect from ${ip} port ${port}:11: disconnected by user`);
  yield says(host, from, `Disconnected from user ${user} ${ip} port ${port}`);
  yield pam(host, from, "session", `session closed for user ${user}`);
  yield { ...says(host, from, `Removed session ${number}.`, "systemd-logind"), pid: 612 };
}

/** An administrator, by key; by password from home now and then, with a mistake or two. */
function* administers(rng: Random, start: number): DayLines {
  const [user, addresses] = rng.pick(ADMINS);
  const machine: Machine = rng.pick(["bastion", "bastion", "web1", "app1", "db1"]);
  const host = sshHost(machine);
  const from = connection(rng, start, rng.chance(0.8) ? OFFICE_ADDRESS : rng.pick(addresses), "admin", false);
  const usesPassword = machine === "bastion" && rng.chance(0.3);
  const mistakes = usesPassword && rng.chance(0.25) ? rng.int(1, 3) : 0;
  yield* authLines(
    machine,
    (function* (): AuthEvents {
      for (let i = 0; i < mistakes; i++) {
        yield* failedPassword(rng, host, from, user, true);
        from.time += 3 + rng.exponential(5);
      }
      yield* session(rng, host, from, user, usesPassword ? "password" : "publickey");
    })(),
  );
}

function* backsUp(rng: Random, start: number): DayLines {
  const from = connection(rng, start, `${SERVER_NETWORK}.30`, "backup", false);
  const machine: Machine = rng.pick(["web1", "db1", "mail1"]);
  yield* authLines(machine, session(rng, sshHost(machine), from, "backup", "publickey"));
}

/** A guesser's session without luck: what gets in is an incident, and scripted. */
function* guessing(
  rng: Random,
  start: number,
  guess: (rng: Random, host: AuthHost, at: number) => AuthEvents,
): DayLines {
  const machine: Machine = rng.chance(0.8) ? "bastion" : "web1";
  for (const line of authLines(machine, guess(rng, sshHost(machine), start)))
    if (!line.message.startsWith("Accepted")) yield line;
}

const mailLine = (rng: Random, time: number, message: string): DayLine =>
  syslog("mail1", "mail.log", "auth", {
    time,
    program: "dovecot",
    pid: undefined,
    message: `${message}, session=<${base64url(rng, 16)}>`,
  });

const mailLogin = (rng: Random, user: string, ip: string, time: number, succeeds: boolean): DayLine =>
  mailLine(
    rng,
    time,
    succeeds
      ? `imap-login: Login: user=<${user}>, method=PLAIN, rip=${ip}, lip=${SERVER_NETWORK}.25, mpid=${rng.int(2_000, 60_000)}, TLS`
      : `imap-login: Disconnected: Connection closed (auth failed, 1 attempts in 2 secs): user=<${user}>, method=PLAIN, rip=${ip}, lip=${SERVER_NETWORK}.25, TLS`,
  );

function* readsMail(rng: Random, start: number): DayLines {
  yield mailLogin(rng, rng.pick(MAIL_USERS), OFFICE_ADDRESS, start, true);
}

/** By telephone; one in forty has last year's password, and tries for an hour or two. */
function* readsMailAbroad(rng: Random, start: number): DayLines {
  const user = rng.pick(MAIL_USERS);
  const ip = `80.187.${rng.int(96, 111)}.${rng.int(1, 254)}`;
  if (!rng.chance(0.025)) return yield mailLogin(rng, user, ip, start, true);
  for (let i = 0; i < rng.int(4, 9); i++) yield mailLogin(rng, user, ip, start + i * 900, false);
}

function* guessesMail(rng: Random, start: number): DayLines {
  const ip = publicAddress(rng, 0);
  const pace = rng.pick([2, 15, 120]);
  let time = start;
  for (let i = rng.int(2, 14); i > 0; i--) {
    const user = rng.chance(0.3) ? rng.pick(MAIL_USERS) : rng.pick(GUESSED_ACCOUNTS);
    const line = mailLogin(rng, user, ip, time, false);
    yield { ...line, label: "attack", threat: 1, bot: 1, type: "service-bruteforce", actor: `mail-${ip}` };
    time += rng.exponential(pace);
  }
}
