import { neighbour, publicAddress } from "../lib/address.ts";
import { fill } from "../lib/fill.ts";
import { processId } from "../lib/header.ts";
import { domain, login } from "../lib/names.ts";
import { bytes } from "../lib/noise.ts";
import type { Random } from "../lib/random.ts";
import { GUESSED_ACCOUNTS } from "../lib/words/people.ts";
import type { AuthEvents, AuthHost } from "./host.ts";
import { type Connection, closing, failedPassword, says } from "./ssh.ts";

function connection(rng: Random, time: number, type: string, ip = publicAddress(rng, 0.02)): Connection {
  return {
    time,
    pid: processId(rng),
    ip,
    port: rng.int(1024, 65535),
    actor: `${type}-${ip}`,
    threat: 1,
    bot: 1,
    type,
  };
}

const guessed = (rng: Random) => (rng.chance(0.85) ? rng.pick(GUESSED_ACCOUNTS) : login(rng));

/** Every attempt is a connection of its own: a new process and port. */
function* attempt(rng: Random, host: AuthHost, from: Connection, user: string): AuthEvents {
  from.pid += rng.int(1, 6);
  from.port = rng.int(1024, 65535);
  const exists = user === "root" || host.admins.includes(user);
  if (rng.chance(0.04))
    yield says(
      host,
      from,
      rng.pick([
        `reverse mapping checking getaddrinfo for ${fill(rng, "{slug}")}.${domain(rng)} [${from.ip}] failed - POSSIBLE BREAK-IN ATTEMPT!`,
        `Address ${from.ip} maps to ${domain(rng)}, but this does not map back to the address - POSSIBLE BREAK-IN ATTEMPT!`,
      ]),
    );
  if (rng.chance(0.05))
    yield says(
      host,
      from,
      `User ${user} from ${from.ip} not allowed because ${rng.pick(["not listed in AllowUsers", "none of user's groups are listed in AllowGroups", "shell /bin/false does not exist", "listed in DenyUsers", "account is locked"])}`,
    );
  yield* failedPassword(rng, host, from, user, exists);
  if (exists && rng.chance(0.06))
    yield says(
      host,
      from,
      `message repeated ${rng.int(2, 5)} times: [ Failed password for ${user} from ${from.ip} port ${from.port} ssh2]`,
    );
  if (rng.chance(0.12))
    yield says(host, from, `PAM service(sshd) ignoring max retries; ${rng.int(4, 6)} > 3`);
  if (rng.chance(0.85)) yield says(host, from, closing(rng, user, exists, from.ip, from.port));
}

/** One user, many passwords, one source, seconds apart. */
export function* bruteForce(rng: Random, host: AuthHost, start: number): AuthEvents {
  const from = connection(rng, start, "bruteforce");
  const user = rng.chance(0.75) ? "root" : guessed(rng);
  const count = rng.int(5, 40);
  const pace = 2 ** rng.normal(1, 1.3);
  for (let i = 0; i < count; i++) {
    yield* attempt(rng, host, from, user);
    from.time += rng.exponential(pace);
  }
  if (rng.chance(0.08))
    yield says(host, from, `Accepted password for ${user} from ${from.ip} port ${from.port} ssh2`);
}

/** The same, minutes to hours apart, from a botnet that shares the work. */
export function* slowBruteForce(rng: Random, host: AuthHost, start: number): AuthEvents {
  const from = connection(rng, start, "slow-bruteforce");
  const count = rng.int(1, 10);
  const pace = rng.pick([120, 600, 1800]);
  const moves = rng.chance(0.3);
  for (let i = 0; i < count; i++) {
    if (moves) from.ip = neighbour(rng, from.ip);
    yield* attempt(rng, host, from, rng.chance(0.4) ? "root" : guessed(rng));
    from.time += rng.exponential(pace);
  }
}

/** Many users, a password or two each. */
export function* spray(rng: Random, host: AuthHost, start: number): AuthEvents {
  const from = connection(rng, start, "spray");
  const count = rng.int(6, 40);
  const pace = 2 ** rng.normal(1.5, 1.3);
  for (let i = 0; i < count; i++) {
    yield* attempt(rng, host, from, guessed(rng));
    from.time += rng.exponential(pace);
  }
}

/** Connects, reads the banner, speaks something else or asks for old algorithms, and leaves. */
export function* grabBanner(rng: Random, host: AuthHost, start: number): AuthEvents {
  const from = connection(rng, start, "banner");
  const { ip, port } = from;
  const garbage = rng.pick([
    "GET / HTTP/1.1",
    "\\026\\003\\001",
    "MGLNDD_22",
    "OPTIONS / HTTP/1.0",
    "\\003",
    "",
    "help",
    `'${bytes(rng, 4).replace(/[^!-~]/g, "?")}'`,
  ]);
  const messages = [
    `Did not receive identification string from ${ip}${rng.chance(0.7) ? ` port ${port}` : ""}`,
    `Bad protocol version identification '${garbage}' from ${ip} port ${port}`,
    `banner exchange: Connection from ${ip} port ${port}: ${rng.pick(["invalid format", "could not read protocol version"])}`,
    `error: kex_exchange_identification: ${rng.pick(["Connection closed by remote host", `client sent invalid protocol identifier "${garbage}"`, "read: Connection reset by peer", "banner line contains invalid characters"])}`,
    `Unable to negotiate with ${ip} port ${port}: no matching ${rng.pick(["key exchange method", "host key type", "cipher", "MAC"])} found. Their offer: ${rng.pick(["diffie-hellman-group1-sha1,diffie-hellman-group-exchange-sha1", "ssh-rsa,ssh-dss", "aes128-cbc,3des-cbc", "ecdsa-sha2-nistp384", "hmac-md5,hmac-sha1"])} [preauth]`,
    `Connection closed by ${ip} port ${port}${rng.chance(0.6) ? " [preauth]" : ""}`,
    `Connection reset by ${ip} port ${port}${rng.chance(0.6) ? " [preauth]" : ""}`,
    `Protocol major versions differ for ${ip} port ${port}: SSH-2.0-OpenSSH_8.9 vs. SSH-1.5-Server`,
    `fatal: ${rng.pick([`Unable to negotiate with ${ip}: no matching host key type found.`, "ssh_dispatch_run_fatal: Connection from %: incomplete message".replace("%", `${ip} port ${port}`), `Timeout before authentication for ${ip} port ${port}`])}`,
    `refused connect from ${ip} (${ip})`,
    `drop connection #${rng.int(5, 30)} from [${ip}]:${port} on [10.0.0.${rng.int(2, 250)}]:22 past MaxStartups`,
    `ssh_dispatch_run_fatal: Connection from ${ip} port ${port}: ${rng.pick(["message authentication code incorrect", "Broken pipe", "invalid format"])} [preauth]`,
  ];
  const count = rng.weighted([
    [1, 70],
    [2, 20],
    [rng.int(3, 12), 10],
  ]);
  for (let i = 0; i < count; i++) {
    yield says(host, from, rng.pick(messages));
    from.time += rng.exponential(2);
    from.pid += 1;
  }
}
