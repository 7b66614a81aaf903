/** Ordinary sessions of a busy host: machines by key, checks of the port, timers' and services' sessions. */
import { privateV4 } from "../lib/address.ts";
import { fill } from "../lib/fill.ts";
import { processId } from "../lib/header.ts";
import { login, noun } from "../lib/names.ts";
import type { Random } from "../lib/random.ts";
import { SERVICE_ACCOUNTS } from "../lib/words/people.ts";
import type { AuthEvents, AuthHost } from "./host.ts";
import { closed, connect, opened } from "./ordinary.ts";
import { pam, says } from "./ssh.ts";

/** Ansible and its like: connections one upon the other, each with a command by sudo. */
export function* playbook(rng: Random, host: AuthHost, start: number): AuthEvents {
  const user = rng.pick(["ansible", "deploy", "root", "salt", "puppet", "ubuntu", "admin"]);
  const connection = connect(rng, start, `playbook-${user}`, "automation");
  connection.ip = rng.chance(0.8) ? privateV4(rng) : connection.ip;
  const tasks = rng.int(2, 12);
  for (let i = 0; i < tasks; i++) {
    connection.pid = processId(rng);
    connection.port = rng.int(1024, 65535);
    yield* opened(rng, host, connection, user, "publickey", rng.chance(0.5));
    if (rng.chance(0.4)) yield says(host, connection, `subsystem request for sftp by user ${user}`);
    if (user !== "root")
      yield {
        ...says(
          host,
          connection,
          `${user.padStart(8)} : TTY=pts/${rng.int(0, 9)} ; PWD=/home/${user} ; USER=root ; COMMAND=/bin/sh -c echo BECOME-SUCCESS-${fill(rng, "{az:32}")} ; /usr/bin/python3 ${rng.chance(0.6) ? `/home/${user}/.ansible/tmp/ansible-tmp-${fill(rng, "{epoch}.{digits:7}-{pid}-{digits:14}")}/AnsiballZ_${rng.pick(["setup", "apt", "copy", "file", "systemd", "command"])}.py` : ""}`.trimEnd(),
          "sudo",
        ),
        pid: undefined,
      };
    connection.time += 0.2 + rng.exponential(1);
    yield* closed(rng, host, connection, user);
  }
}

/** A monitor or load balancer looks whether the port answers, at a steady pace. */
export function* checkPort(rng: Random, host: AuthHost, start: number): AuthEvents {
  const connection = connect(rng, start, "check", "check");
  connection.ip = privateV4(rng);
  const { ip } = connection;
  const form = rng.pick([
    (port: number) => `Connection closed by ${ip} port ${port}`,
    (port: number) => `Connection reset by ${ip} port ${port}`,
    (port: number) => `Connection from ${ip} port ${port} on ${host.own} port 22`,
  ]);
  const rounds = rng.int(2, 5);
  const every = rng.pick([5, 10, 30, 60, 300]);
  for (let i = 0; i < rounds; i++) {
    connection.time = start + i * every;
    connection.pid = processId(rng);
    yield says(host, connection, form(rng.int(1024, 65535)));
  }
}

/** A key that is tried before the right one; a person who gives up at the prompt. */
export function* hesitate(rng: Random, host: AuthHost, start: number): AuthEvents {
  const user = rng.pick([...host.admins, login(rng)]);
  const connection = connect(rng, start, `admin-${user}`, "login");
  const { ip, port } = connection;
  if (rng.chance(0.5)) {
    const keys = rng.int(1, 3);
    for (let i = 0; i < keys; i++)
      yield says(
        host,
        connection,
        `Failed publickey for ${user} from ${ip} port ${port} ssh2: ${fill(rng, "{RSA|ED25519|ECDSA} SHA256:{b64:43}")}`,
      );
    connection.time += 0.3;
    yield* opened(rng, host, connection, user, "publickey");
    connection.time += rng.exponential(300);
    yield* closed(rng, host, connection, user);
    return;
  }
  connection.time += rng.exponential(15);
  yield says(
    host,
    connection,
    `Connection ${rng.pick(["closed", "reset"])} by authenticating user ${user} ${ip} port ${port} [preauth]`,
  );
}

/** `[program, message]` of sessions that timers and services open, and close. */
const SESSIONS: readonly (readonly [string, string, string])[] = [
  [
    "CRON",
    "pam_unix(cron:session): session opened for user {u}{(uid={0..999})|} by {(uid=0)|{u}(uid=0)}",
    "pam_unix(cron:session): session closed for user {u}",
  ],
  [
    "CRON",
    "pam_unix(cron:session): session opened for user {u} by (uid=0)",
    "pam_unix(cron:session): session closed for user {u}",
  ],
  [
    "crond",
    "pam_unix(crond:session): session opened for user {u} by (uid=0)",
    "pam_unix(crond:session): session closed for user {u}",
  ],
  [
    "su",
    "pam_unix(su{|-l}:session): session opened for user {u}{(uid={0..999})|} by (uid=0)",
    "pam_unix(su{|-l}:session): session closed for user {u}",
  ],
  [
    "runuser",
    "pam_unix(runuser{|-l}:session): session opened for user {u} by (uid=0)",
    "pam_unix(runuser{|-l}:session): session closed for user {u}",
  ],
  [
    "sudo",
    "pam_unix(sudo:session): session opened for user root{(uid=0)|} by {u}(uid={100..999})",
    "pam_unix(sudo:session): session closed for user root",
  ],
  ["systemd-logind", "New session {id} of user {u}.", "Removed session {id}."],
  [
    "systemd-logind",
    "New session c{n} of user {u}.",
    "Session c{n} logged out. Waiting for processes to exit.",
  ],
  [
    "systemd",
    "pam_unix(systemd-user:session): session opened for user {u}{(uid={0..999})|} by {(uid=0)|{u}(uid=0)}",
    "pam_unix(systemd-user:session): session closed for user {u}",
  ],
  [
    "pkexec",
    "pam_unix(polkit-1:session): session opened for user root{(uid=0)|} by {|{login}}(uid={1000..1005})",
    "{login}: Executing command [USER=root] [TTY=unknown] [CWD=/home/{login}] [COMMAND=/usr/{lib|sbin|libexec}/{noun}/{noun}{| --{noun}}]",
  ],
  [
    "atd",
    "pam_unix(atd:session): session opened for user {u} by (uid=0)",
    "pam_unix(atd:session): session closed for user {u}",
  ],
  [
    "gdm-launch-environment]",
    "pam_unix(gdm-launch-environment:session): session opened for user gdm(uid={100..130}) by (uid=0)",
    "pam_unix(gdm-launch-environment:session): session closed for user gdm",
  ],
  [
    "lightdm",
    "pam_unix(lightdm-greeter:session): session opened for user lightdm by (uid=0)",
    "pam_unix(lightdm-greeter:session): session closed for user lightdm",
  ],
  [
    "smbd",
    "pam_unix(samba:session): session opened for user {u} by (uid=0)",
    "pam_unix(samba:session): session closed for user {u}",
  ],
  [
    "audit",
    'USER_ACCT pid={pid} uid=0 auid=4294967295 ses=4294967295 msg=\'op=PAM:accounting acct="{u}" exe="/usr/sbin/crond" hostname=? addr=? terminal=cron res=success\'',
    'CRED_DISP pid={pid} uid=0 auid=0 ses={id} msg=\'op=PAM:setcred acct="{u}" exe="/usr/sbin/crond" hostname=? addr=? terminal=cron res=success\'',
  ],
];

/** A session that a timer or service opens, every few minutes. */
export function* timers(rng: Random, host: AuthHost, start: number): AuthEvents {
  const [program, open, close] = rng.pick(SESSIONS);
  const u = rng.weighted([
    ["root", 60],
    [rng.pick(SERVICE_ACCOUNTS), 35],
    [noun(rng), 5],
  ]);
  const every = rng.pick([60, 60, 300, 300, 600, 3600]);
  const rounds = rng.int(2, 8);
  for (let i = 0; i < rounds; i++) {
    const base = {
      program,
      pid: processId(rng),
      threat: 0 as const,
      bot: 0 as const,
      type: "cron",
      actor: host.name,
    };
    const time = start + i * every;
    yield { ...base, time, message: fill(rng, open, { u }) };
    yield { ...base, time: time + rng.exponential(1), message: fill(rng, close, { u }) };
  }
}

/** What fail2ban says of itself. */
const BANNING: readonly string[] = [
  "Jail '{sshd|postfix|dovecot|nginx-http-auth|recidive}' {started|stopped|uses systemd {{|}}}",
  "Creating new jail '{sshd|postfix|dovecot}'",
  "Connected to fail2ban persistent database '/var/lib/fail2ban/fail2ban.sqlite3'",
  "rollover performed on /var/log/fail2ban.log",
  "  {maxRetry|findtime|banTime|encoding}: {{3..10}|600|3600|UTF-8}",
  "Added logfile: '/var/log/{auth.log|mail.log|nginx/error.log}' (pos = {big}, hash = {hex:40})",
  "[{sshd|postfix|dovecot}] Unban {ip}",
  "Shutdown in progress...",
];

/** fail2ban starts, stops, forgets whom it banned. */
export function* jailKeeper(rng: Random, host: AuthHost, start: number): AuthEvents {
  const part = rng.pick(["fail2ban.jail", "fail2ban.server", "fail2ban.actions", "fail2ban.filter"]);
  const count = rng.int(1, 5);
  for (let i = 0; i < count; i++)
    yield {
      time: start + i,
      program: part,
      pid: processId(rng),
      threat: 0,
      bot: 0,
      type: "system",
      actor: host.name,
      message: `${rng.pick(["INFO", "NOTICE"])} ${fill(rng, rng.pick(BANNING))}`,
    };
}

/** A person's mail program with the password of last year: each few minutes, on one account. */
export function* staleClient(rng: Random, host: AuthHost, start: number): AuthEvents {
  const user = host.mail ? `${login(rng)}@${host.name.replace(/^[^.]*\./, "")}` : login(rng);
  const connection = connect(rng, start, `mail-${user}`, "mail");
  connection.ip = privateV4(rng);
  const every = rng.pick([300, 600, 900]);
  const rounds = rng.int(2, 6);
  for (let i = 0; i < rounds; i++) {
    connection.time = start + i * every;
    yield {
      ...says(
        host,
        connection,
        fill(
          rng,
          "{imap|pop3}-login: {Disconnected|Disconnected: Connection closed|Aborted login} (auth failed, 1 attempts in 2 secs): user=<{u}>, method=PLAIN, rip={ip}, lip={own}, TLS, session=<{b64u:16}>",
          { u: user, ip: connection.ip, own: host.own },
        ),
        "dovecot",
      ),
      pid: undefined,
    };
  }
}

/** A password that is too old, an account that is locked: PAM says so of an honest login. */
export function* expired(rng: Random, host: AuthHost, start: number): AuthEvents {
  const user = login(rng);
  const connection = connect(rng, start, `admin-${user}`, "login");
  yield pam(
    host,
    connection,
    "session",
    rng.pick([
      `expired password for user ${user} (password aged)`,
      `account ${user} has expired (account expired)`,
      `password for user ${user} will expire in ${rng.int(1, 7)} days`,
    ]),
  );
}
