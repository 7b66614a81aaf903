import { privateV4, publicAddress } from "../lib/address.ts";
import { fill } from "../lib/fill.ts";
import { processId } from "../lib/header.ts";
import { email, login } from "../lib/names.ts";
import type { Random } from "../lib/random.ts";
import { SERVICE_ACCOUNTS } from "../lib/words/people.ts";
import type { AuthEvent, AuthEvents, AuthHost } from "./host.ts";
import { type Connection, failedPassword, fingerprint, pam, says } from "./ssh.ts";

const person = (rng: Random, host: AuthHost) => (rng.chance(0.6) ? rng.pick(host.admins) : login(rng));

export function connect(rng: Random, time: number, actor: string, type: string): Connection {
  return {
    time,
    pid: processId(rng),
    ip: rng.chance(0.5) ? privateV4(rng) : publicAddress(rng, 0.06),
    port: rng.int(1024, 65535),
    actor,
    threat: 0,
    bot: 0,
    type,
  };
}

export function* opened(
  rng: Random,
  host: AuthHost,
  connection: Connection,
  user: string,
  method: string,
  quiet = false,
): AuthEvents {
  const { ip, port } = connection;
  if (rng.chance(0.1))
    yield says(
      host,
      connection,
      `Connection from ${ip} port ${port} on ${privateV4(rng)} port 22${rng.chance(0.5) ? ' rdomain ""' : ""}`,
    );
  yield says(
    host,
    connection,
    `Accepted ${method} for ${user} from ${ip} port ${port} ssh2${method === "publickey" && rng.chance(0.85) ? `: ${fingerprint(rng)}` : ""}`,
  );
  yield pam(
    host,
    connection,
    "session",
    `session opened for user ${user}${rng.chance(0.5) ? `(uid=${user === "root" ? 0 : rng.int(1000, 1020)})` : ""} by ${rng.pick(["(uid=0)", `${user}(uid=0)`, ""])}`.trimEnd(),
  );
  if (!quiet && rng.chance(0.6)) {
    const id = rng.int(1, 90000);
    yield {
      ...says(host, connection, `New session ${id} of user ${user}.`, "systemd-logind"),
      pid: rng.int(400, 1200),
    };
    if (rng.chance(0.3))
      yield {
        ...says(
          host,
          connection,
          `pam_unix(systemd-user:session): session opened for user ${user}(uid=${rng.int(1000, 1010)}) by (uid=0)`,
          "systemd",
        ),
      };
  }
}

export function* closed(rng: Random, host: AuthHost, connection: Connection, user: string): AuthEvents {
  const { ip, port } = connection;
  if (rng.chance(0.8))
    yield says(host, connection, `Received disconnect from ${ip} port ${port}:11: disconnected by user`);
  if (rng.chance(0.7)) yield says(host, connection, `Disconnected from user ${user} ${ip} port ${port}`);
  yield pam(host, connection, "session", `session closed for user ${user}`);
  if (rng.chance(0.5)) {
    const id = rng.int(1, 90000);
    yield {
      ...says(host, connection, `Session ${id} logged out. Waiting for processes to exit.`, "systemd-logind"),
      pid: rng.int(400, 1200),
    };
    yield { ...says(host, connection, `Removed session ${id}.`, "systemd-logind"), pid: rng.int(400, 1200) };
  }
}

/** An administrator logs in, works, maybe with sudo, and leaves; mistypes now and then. */
export function* adminVisit(rng: Random, host: AuthHost, start: number): AuthEvents {
  const user = person(rng, host);
  const connection = connect(rng, start, `admin-${user}`, "login");
  const method = rng.weighted([
    ["publickey", 60],
    ["password", 35],
    ["keyboard-interactive/pam", 5],
    ["gssapi-with-mic", 1],
  ]);
  const mistakes =
    method === "publickey"
      ? 0
      : rng.weighted([
          [0, 76],
          [1, 17],
          [2, 6],
        ]);
  for (let i = 0; i < mistakes; i++) {
    yield* failedPassword(rng, host, connection, user, true);
    connection.time += 2 + rng.exponential(5);
  }
  yield* opened(rng, host, connection, user, method);
  const commands = rng.chance(0.5) ? rng.int(1, 6) : 0;
  for (let i = 0; i < commands; i++) {
    connection.time += rng.exponential(120) + 3;
    yield* sudo(rng, user, connection);
  }
  connection.time += rng.exponential(900) + 5;
  yield* closed(rng, host, connection, user);
}

/** Backup, deployment, monitoring: keys, short sessions, regular. */
export function* automation(rng: Random, host: AuthHost, start: number): AuthEvents {
  const user = rng.pick(SERVICE_ACCOUNTS);
  const connection = connect(rng, start, `automation-${user}`, "automation");
  const rounds = rng.int(1, 6);
  const every = rng.pick([60, 300, 600, 3600]);
  for (let i = 0; i < rounds; i++) {
    connection.time = Math.max(connection.time, start + i * every);
    connection.pid = processId(rng);
    connection.port = rng.int(1024, 65535);
    yield* opened(rng, host, connection, user, "publickey", true);
    if (rng.chance(0.2)) yield says(host, connection, `subsystem request for sftp by user ${user}`);
    connection.time += 0.2 + rng.exponential(5);
    yield* closed(rng, host, connection, user);
  }
}

const COMMANDS = [
  "/usr/bin/apt{|-get} {update|upgrade -y|install {noun}}",
  "/bin/systemctl {restart|status|reload|stop|start} {noun}{|.service}",
  "/usr/bin/docker {ps|logs {noun}|compose up -d|exec -it {noun} bash}",
  "/bin/su -",
  "/bin/bash",
  "/usr/bin/vim /etc/{noun}/{noun}.conf",
  "/usr/bin/tail -f /var/log/{noun}.log",
  "/bin/cat /var/log/{syslog|auth.log|{noun}.log}",
  "/usr/bin/journalctl -u {noun} -n {n}00",
  "/usr/sbin/{nginx -t|ufw status|iptables -L -n|visudo|fdisk -l}",
  "/bin/chown -R {login}:{login} /srv/{noun}",
  "/bin/chmod {644|755|600} /etc/{noun}",
  "/usr/bin/{htop|less /var/log/messages|certbot renew|crontab -l|rsync -a /srv/{noun} /backup/}",
  "/usr/local/bin/{noun}-{backup|deploy|sync}.sh{| --{noun}={id}}",
  "/bin/mount /dev/sd{a|b}{n} /mnt",
  "/usr/bin/snap refresh",
  "/sbin/reboot",
  "list",
];

function* sudo(rng: Random, user: string, connection: Connection): AuthEvents {
  const pid = processId(rng);
  const event = (message: string, withPid: boolean): AuthEvent => ({
    time: connection.time,
    program: "sudo",
    pid: withPid ? pid : undefined,
    message,
    threat: 0,
    bot: connection.bot,
    type: "sudo",
    actor: connection.actor,
  });
  const hasPid = rng.chance(0.3);
  const root = rng.chance(0.9) ? "root" : rng.pick(SERVICE_ACCOUNTS);
  if (rng.chance(0.05))
    yield event(
      `pam_unix(sudo:auth): authentication failure; logname=${user} uid=${rng.int(1000, 1010)} euid=0 tty=/dev/pts/${rng.int(0, 9)} ruser=${user} rhost=  user=${user}`,
      hasPid,
    );
  const tty = rng.chance(0.85) ? `TTY=pts/${rng.int(0, 9)} ; ` : "TTY=unknown ; ";
  const wrong = rng.chance(0.03)
    ? rng.pick([
        "1 incorrect password attempt ; ",
        "3 incorrect password attempts ; ",
        "user NOT in sudoers ; ",
        "command not allowed ; ",
      ])
    : "";
  yield event(
    `${user.padStart(rng.chance(0.7) ? 8 : 0)} : ${wrong}${tty}PWD=${fill(rng, "{/home/{login}|/root|/etc|/var/log|/srv/{noun}|/opt/{noun}|/}")} ; USER=${root} ; COMMAND=${fill(rng, rng.pick(COMMANDS))}`,
    hasPid,
  );
  if (wrong) return;
  yield event(
    `pam_unix(sudo:session): session opened for user ${root}${rng.chance(0.5) ? "(uid=0)" : ""} by ${rng.pick([`${user}(uid=${rng.int(0, 1010)})`, "(uid=0)", `(uid=${rng.int(1000, 1010)})`])}`,
    hasPid,
  );
  connection.time += rng.exponential(3);
  yield event(`pam_unix(sudo:session): session closed for user ${root}`, hasPid);
}

/** su and sudo by people who are there already, mistakes included. */
export function* suAndSudo(rng: Random, host: AuthHost, start: number): AuthEvents {
  const user = person(rng, host);
  const connection = connect(rng, start, `local-${user}`, "sudo");
  if (rng.chance(0.65)) return yield* sudo(rng, user, connection);
  const target = rng.pick(["root", ...SERVICE_ACCOUNTS]);
  const pid = processId(rng);
  const tty = rng.chance(0.7) ? `/dev/pts/${rng.int(0, 9)}` : `pts/${rng.int(0, 9)}`;
  const event = (message: string, program = "su"): AuthEvent => ({
    time: connection.time,
    program,
    pid,
    message,
    threat: 0,
    bot: 0,
    type: "su",
    actor: connection.actor,
  });
  if (rng.chance(0.15)) {
    yield event(
      `pam_unix(su:auth): authentication failure; logname=${user} uid=${rng.int(1000, 1010)} euid=0 tty=${tty} ruser=${user} rhost=  user=${target}`,
    );
    yield event(
      rng.pick([`FAILED SU (to ${target}) ${user} on ${tty}`, `FAILED su for ${target} by ${user}`]),
    );
    return;
  }
  yield event(
    rng.pick([
      `(to ${target}) ${user} on ${tty}`,
      `Successful su for ${target} by ${user}`,
      `+ ${tty} ${user}:${target}`,
    ]),
  );
  const opening = `session opened for user ${target} by ${rng.pick([`${user}(uid=${rng.int(0, 1010)})`, "(uid=0)", `(uid=${rng.int(0, 1010)})`])}`;
  yield host.oldPam
    ? event(opening, "su(pam_unix)")
    : event(`pam_unix(su${rng.chance(0.3) ? "-l" : ""}:session): ${opening}`);
  connection.time += rng.exponential(60);
  const ending = `session closed for user ${target}`;
  yield host.oldPam ? event(ending, "su(pam_unix)") : event(`pam_unix(su:session): ${ending}`);
}

/** `[program, message]`: what else ends up in an authentication log. */
const HOUSEKEEPING: readonly (readonly [string, string])[] = [
  [
    "systemd-logind",
    "{New seat seat0.|Watching system buttons on /dev/input/event{n} (Power Button)|Removed session {id}.|New session c{n} of user {user}.|System is powering down.|Session {id} logged out. Waiting for processes to exit.}",
  ],
  [
    "useradd",
    "new {user|group}: name={login}, {UID={1000..1100}, |}GID={1000..1100}{, home=/home/{login}, shell=/bin/bash|}",
  ],
  ["useradd", "add '{login}' to {shadow |}group '{sudo|docker|wheel|adm}'"],
  ["groupadd", "group added to /etc/{group|gshadow}: name={noun}{, GID={100..1100}|}"],
  [
    "usermod",
    "{add '{login}' to group '{docker|sudo|www-data}'|change user '{login}' {shell|password|expiration}{| from '/bin/sh' to '/bin/bash'}|lock user '{login}' password}",
  ],
  ["userdel", "delete user '{login}'"],
  ["passwd", "pam_unix(passwd:chauthtok): password changed for {login}"],
  ["chage", "changed password expiry for {user}"],
  ["chpasswd", "pam_unix(chpasswd:chauthtok): password changed for {login}"],
  ["sshd", "Server listening on {0.0.0.0|::} port {22|2222}."],
  ["sshd", "Received signal 15; terminating."],
  [
    "sshd",
    "{Received SIGHUP; restarting.|error: Could not load host key: /etc/ssh/ssh_host_ecdsa_key|Exiting on signal 15}",
  ],
  [
    "login",
    "{pam_unix(login:session): session {opened|closed} for user {login}{ by LOGIN(uid=0)|}|ROOT LOGIN  on '{/dev/|}tty1'|FAILED LOGIN ({n}) on '/dev/tty1' FOR '{login}', Authentication failure|LOGIN ON tty{n} BY {login}}",
  ],
  [
    "polkitd(authority=local)",
    "Registered Authentication Agent for unix-process:{pid}:{big} (system bus name :1.{id} [/usr/bin/pkttyagent --notify-fd 5 --fallback], object path /org/freedesktop/PolicyKit1/AuthenticationAgent, locale en_US.UTF-8)",
  ],
  [
    "polkitd",
    "{Unregistered Authentication Agent for unix-process:{pid}:{big} (system bus name :1.{id}, object path /org/freedesktop/PolicyKit1/AuthenticationAgent, locale C.UTF-8){ (disconnected from bus)|}|Loading rules from directory /etc/polkit-1/rules.d|Finished loading, compiling and executing {n} rules|Acquired the name org.freedesktop.PolicyKit1 on the system bus}",
  ],
  [
    "pkexec",
    "{pam_unix(polkit-1:session): session opened for user root(uid=0) by (uid={1000..1005})|{login}: Executing command [USER=root] [TTY=unknown] [CWD=/home/{login}] [COMMAND=/usr/lib/update-notifier/package-system-locked]}",
  ],
  [
    "gdm-password]",
    "{gkr-pam: unlocked login keyring|pam_unix(gdm-password:session): session opened for user {login}(uid=1000) by (uid=0)|gkr-pam: unable to locate daemon control file}",
  ],
  [
    "dbus-daemon",
    "[system] Failed to activate service 'org.bluez': timed out (service_start_timeout=25000ms)",
  ],
  ["gnome-keyring-daemon", "The {PKCS#11|SSH agent|Secret Service} was already initialized"],
  ["vsftpd", "pam_unix(vsftpd:session): session opened for user {login} by (uid=0)"],
  [
    "xrdp-sesman",
    "{pam_unix(xrdp-sesman:session): session opened for user {login}(uid=1001) by (uid=0)|[INFO ] login successful for user {login} on display {10..20}}",
  ],
  [
    "systemd",
    "pam_unix(systemd-user:session): session {opened|closed} for user {user}{(uid={0..1010}) by (uid=0)| by (uid=0)|}",
  ],
];

/** Cron's sessions, mostly; accounts that are made; the daemons' own words. */
export function* housekeeping(rng: Random, host: AuthHost, start: number): AuthEvents {
  const pid = processId(rng);
  const base = { threat: 0 as const, bot: 0 as const, actor: host.name };
  if (rng.chance(0.65)) {
    const user = rng.weighted([
      ["root", 70],
      [rng.pick(SERVICE_ACCOUNTS), 30],
    ]);
    const program = rng.pick(["CRON", "CRON", "CRON", "crond", "atd"]);
    const rounds = rng.int(1, 4);
    for (let i = 0; i < rounds; i++) {
      const time = start + i * 3600;
      yield {
        ...base,
        time,
        program: host.oldPam ? "crond(pam_unix)" : program,
        pid: pid + i,
        type: "cron",
        message: `${host.oldPam ? "" : `pam_unix(${program === "CRON" ? "cron" : program}:session): `}session opened for user ${user}${rng.chance(0.5) ? "(uid=0)" : ""} by (uid=0)`,
      };
      yield {
        ...base,
        time: time + rng.exponential(1),
        program: host.oldPam ? "crond(pam_unix)" : program,
        pid: pid + i,
        type: "cron",
        message: `${host.oldPam ? "" : `pam_unix(${program === "CRON" ? "cron" : program}:session): `}session closed for user ${user}`,
      };
    }
    return;
  }
  const [program, message] = rng.pick(HOUSEKEEPING);
  yield {
    ...base,
    time: start,
    program: program === "sshd" ? host.sshd : program,
    pid,
    type: "system",
    message: fill(rng, message),
  };
}

/** People's mail and file programs: IMAP, SMTP and FTP logins, sometimes with a wrong password. */
export function* mailUsers(rng: Random, _host: AuthHost, start: number): AuthEvents {
  const user = rng.chance(0.6) ? email(rng) : login(rng);
  const ip = publicAddress(rng, 0.06);
  const own = privateV4(rng);
  const base = { threat: 0 as const, bot: 0 as const, actor: `mail-${user}`, type: "mail" };
  const gaps = { user: user, ip, own };
  const wrong = rng.chance(0.06);
  const messages: readonly (readonly [string, string])[] = wrong
    ? [
        [
          "dovecot",
          "{imap|pop3}-login: {Disconnected|Aborted login} (auth failed, {1|2|3} attempts in {2..20} secs): user=<{user}>, method=PLAIN, rip={ip}, lip={own}, TLS, session=<{b64u:16}>",
        ],
        [
          "auth",
          "pam_unix(dovecot:auth): authentication failure; logname= uid=0 euid=0 tty=dovecot ruser={user} rhost={ip}",
        ],
      ]
    : [
        [
          "dovecot",
          "{imap|pop3|imap|managesieve}-login: Login: user=<{user}>, method={PLAIN|LOGIN|CRAM-MD5}, rip={ip}, lip={own}, mpid={pid}, TLS{|, TLSv1.3}, session=<{b64u:16}>",
        ],
        ["postfix/smtpd", "{HEX:10}: client=unknown[{ip}], sasl_method={PLAIN|LOGIN}, sasl_username={user}"],
        ["proftpd", "{own} ({ip}[{ip}]) - USER {user}: Login successful."],
        ["vsftpd", '[{user}] OK LOGIN: Client "{ip}"'],
        ["pure-ftpd", "(?@{ip}) [INFO] {user} is now logged in"],
        [
          "dovecot",
          "imap({user}){|<{pid}><{b64u:16}>}: {Logged out|Connection closed} in={10..9000} out={100..900000}{| deleted=0 expunged=0 trashed=0 hdr_count=0 hdr_bytes=0 body_count=0 body_bytes=0}",
        ],
      ];
  const count = rng.int(1, 4);
  let time = start;
  for (let i = 0; i < count; i++) {
    const [program, template] = rng.pick(messages);
    yield {
      ...base,
      time,
      program,
      pid: program === "dovecot" ? undefined : processId(rng),
      message: fill(rng, template, gaps),
    };
    time += rng.exponential(120);
  }
}
