import type { Random } from "../lib/random.ts";
import { base64, hex } from "../lib/tokens.ts";
import type { AuthEvent, AuthHost } from "./host.ts";

/** One connection to sshd, whose lines share process, address and port. */
export interface Connection {
  time: number;
  pid: number;
  ip: string;
  port: number;
  actor: string;
  threat: 0 | 1;
  bot: 0 | 1;
  type: string;
}

/** A line of sshd about this connection. */
export function says(
  host: AuthHost,
  connection: Connection,
  message: string,
  program = host.sshd,
): AuthEvent {
  const { time, pid, threat, bot, type, actor } = connection;
  return { time, program, pid, message, threat, bot, type, actor };
}

/** A PAM message, in the way of this machine's PAM. */
export function pam(
  host: AuthHost,
  connection: Connection,
  step: "auth" | "session",
  message: string,
): AuthEvent {
  if (host.oldPam) return says(host, connection, message, "sshd(pam_unix)");
  return says(host, connection, `pam_unix(sshd:${step}): ${message}`);
}

/** The lines of one failed password, whose user exists or doesn't. */
export function* failedPassword(
  rng: Random,
  host: AuthHost,
  connection: Connection,
  user: string,
  exists: boolean,
): Generator<AuthEvent, void> {
  const { ip, port } = connection;
  const known = exists ? "" : "invalid user ";
  if (!exists) {
    yield says(host, connection, `Invalid user ${user} from ${ip}${rng.chance(0.8) ? ` port ${port}` : ""}`);
    if (rng.chance(0.3))
      yield says(host, connection, `input_userauth_request: invalid user ${user} [preauth]`);
    if (rng.chance(0.7)) yield pam(host, connection, "auth", "check pass; user unknown");
  }
  if (rng.chance(0.75))
    yield pam(
      host,
      connection,
      "auth",
      `authentication failure; logname= uid=0 euid=0 tty=${host.oldPam ? "NODEVssh" : "ssh"} ruser= rhost=${ip}${exists ? `  user=${user}` : " "}`,
    );
  connection.time += 1.5 + rng.float();
  yield says(
    host,
    connection,
    `Failed ${rng.weighted([
      ["password", 92],
      ["none", 3],
      ["keyboard-interactive/pam", 4],
      ["publickey", 1],
    ])} for ${known}${user} from ${ip} port ${port} ssh2`,
  );
}

/** How a connection ends that never got in. */
export function closing(rng: Random, user: string, exists: boolean, ip: string, port: number): string {
  const who = `${exists ? "authenticating" : "invalid"} user ${user}`;
  return rng.weighted([
    [`Received disconnect from ${ip} port ${port}:11: Bye Bye [preauth]`, 30],
    [
      `Received disconnect from ${ip}: 11: ${rng.pick(["Bye Bye", "Normal Shutdown, Thank you for playing", "ok", "disconnected by user", "The user canceled authentication."])} [preauth]`,
      12,
    ],
    [`Disconnected from ${ip} port ${port} [preauth]`, 8],
    [`Disconnected from ${who} ${ip} port ${port} [preauth]`, 25],
    [`Connection closed by ${ip} port ${port} [preauth]`, 10],
    [`Connection closed by ${who} ${ip} port ${port} [preauth]`, 12],
    [`Connection reset by ${who} ${ip} port ${port} [preauth]`, 4],
    [
      `error: maximum authentication attempts exceeded for ${exists ? "" : "invalid user "}${user} from ${ip} port ${port} ssh2 [preauth]`,
      4,
    ],
    [`Disconnecting ${who} ${ip} port ${port}: Too many authentication failures [preauth]`, 5],
    [
      `Disconnecting: Too many authentication failures for ${exists ? "" : "invalid user "}${user} [preauth]`,
      3,
    ],
    [
      `PAM ${rng.int(1, 5)} more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost=${ip}${exists ? `  user=${user}` : ""}`,
      6,
    ],
    [`fatal: Timeout before authentication for ${ip} port ${port}`, 2],
  ]);
}

/** A public key's fingerprint as sshd logs it. */
export function fingerprint(rng: Random): string {
  const kind = rng.pick(["RSA", "RSA", "ED25519", "ED25519", "ECDSA", "DSA"]);
  if (rng.chance(0.15)) return `${kind} ${Array.from({ length: 16 }, () => hex(rng, 2)).join(":")}`;
  return `${kind} SHA256:${base64(rng, 32).replace(/=+$/, "")}`;
}
