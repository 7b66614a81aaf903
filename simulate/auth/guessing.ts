/** Guessing at mail, FTP and other services, and its quiet signs: connections that come to no login. */
import { publicAddress } from "../lib/address.ts";
import { fill } from "../lib/fill.ts";
import { processId } from "../lib/header.ts";
import { domain, login } from "../lib/names.ts";
import type { Random } from "../lib/random.ts";
import { GUESSED_ACCOUNTS } from "../lib/words/people.ts";
import type { AuthEvents, AuthHost } from "./host.ts";

/** `[program, message]` of a refused login, as each service writes it; the first of a family's forms is the most usual. */
type Said = readonly [program: string, message: string];

/** Services of hosts with mail. */
const MAIL_SERVICES: readonly (readonly Said[])[] = [
  [
    [
      "postfix/smtpd",
      "warning: {unknown|{slug}.{domain}}[{ip}]: SASL {LOGIN|PLAIN|CRAM-MD5} authentication failed: {UGFzc3dvcmQ6|VXNlcm5hbWU6|authentication failure|Invalid authentication mechanism|(reason unavailable), sasl_username={guess}}",
    ],
    [
      "postfix/{submission|smtps}/smtpd",
      "warning: unknown[{ip}]: SASL LOGIN authentication failed: UGFzc3dvcmQ6",
    ],
    ["postfix/smtpd", "lost connection after AUTH from {unknown|{slug}.{domain}}[{ip}]"],
    ["postfix/smtpd", "disconnect from unknown[{ip}] ehlo=1 auth=0/1 {quit=1 |rset=1 |}commands={1|2}/3"],
    ["postfix/smtpd", "too many errors after AUTH from unknown[{ip}]"],
  ],
  [
    [
      "dovecot",
      "{imap|pop3}-login: {Disconnected|Aborted login|Disconnected: Inactivity|Disconnected: Connection closed|Login aborted: Connection closed} (auth failed, {1|2|3} attempts in {2..60} secs){| (auth_failed)}: user=<{guess}>, method={PLAIN|LOGIN}, rip={ip}, lip={priv}{|, TLS|, TLS: Disconnected}, session=<{b64u:16}>",
    ],
    [
      "dovecot",
      "auth: {passwd-file|pam|sql|ldap}({guess},{ip}{|,<{b64u:16}>}): {unknown user|Password mismatch}",
    ],
    [
      "dovecot",
      "auth-worker({pid}): {|conn unix:auth-worker (pid={pid},uid=107): auth-worker<{id}>: }{sql|pam}({guess},{ip}): {unknown user|Password mismatch|pam_authenticate() failed: Authentication failure (password mismatch?)}",
    ],
    [
      "auth",
      "pam_unix(dovecot:auth): authentication failure; logname= uid=0 euid=0 tty=dovecot ruser={guess} rhost={ip}{|  user={guess}}",
    ],
    ["auth", "pam_unix(dovecot:auth): check pass; user unknown"],
  ],
  [
    [
      "exim",
      "{dovecot_login|dovecot_plain|login|plain|auth_login|fixed_login} authenticator failed for {|H=}{({az:6}) |(User) |([{ip}]) |(localhost) |{slug}.{domain} ({az:4}) |}[{ip}]{|:{port}}: 535 Incorrect authentication data{ (set_id={guess})|}",
    ],
    [
      "exim",
      'SMTP call from [{ip}]{|:{port}} dropped: too many {syntax or protocol errors|unrecognized commands} (last command was "AUTH LOGIN", C=EHLO,AUTH)',
    ],
  ],
  [
    ["imapd", "LOGIN FAILED, {user={guess}|method=PLAIN}, ip=[{|::ffff:}{ip}]"],
    ["pop3d", "LOGIN FAILED, user={guess}, ip=[::ffff:{ip}]{|, port=[{port}]}"],
  ],
  [
    [
      "imap",
      "badlogin: {slug}.{domain} [{ip}] {plaintext|LOGIN} {guess} SASL(-13): authentication failure: checkpass failed",
    ],
  ],
  [
    [
      "saslauthd",
      "pam_unix(smtp:auth): authentication failure; logname= uid=0 euid=0 tty= ruser= rhost={|{ip}}{|  user={guess}}",
    ],
  ],
];

/** Services that any host may have. */
const SERVICES: readonly (readonly Said[])[] = [
  [
    ["dropbear", "Bad password attempt for '{root|root|admin|{guess}}' from {ip}:{port}"],
    ["dropbear", "Login attempt for nonexistent user{| '{guess}'} from {ip}:{port}"],
    [
      "dropbear",
      "Exit before auth from <{ip}:{port}>: (user '{root|admin}', {1..10} fails): {Max auth tries reached - user 'root'|Exited normally|Disconnect received}",
    ],
    ["dropbear", "Exit before auth from <{ip}:{port}>: Max auth tries reached - user 'is invalid'"],
  ],
  [
    [
      "vsftpd",
      "pam_unix(vsftpd:auth): authentication failure; logname= uid=0 euid=0 tty=ftp ruser={guess} rhost={ip}{|  user={guess}}",
    ],
    ["vsftpd", '[{guess}] FAIL LOGIN: Client "{|::ffff:}{ip}"'],
    ["vsftpd", "pam_unix(vsftpd:auth): check pass; user unknown"],
  ],
  [
    ["proftpd", "{priv} ({ip}[{ip}]) - USER {guess}: no such user found from {ip} [{ip}] to {priv}:21"],
    ["proftpd", "{priv} ({ip}[{ip}]) - USER {guess} (Login failed): {Incorrect password|No such user found}"],
    ["proftpd", "{priv} ({ip}[{ip}]) - Maximum login attempts (3) exceeded, connection refused"],
  ],
  [["pure-ftpd", "(?@{ip}) [WARNING] Authentication failed for user [{guess}]"]],
  [
    ["ftpd", "FTP LOGIN REFUSED (username in /etc/ftpusers) FROM {ip}, {guess}"],
    [
      "login",
      "FAILED LOGIN {1..4} FROM {ip} FOR {guess}, {Authentication failure|User not known to the underlying authentication module}",
    ],
  ],
];

function guess(rng: Random): string {
  const name = rng.chance(0.8) ? rng.pick(GUESSED_ACCOUNTS) : login(rng);
  return rng.chance(0.45) ? `${name}@${domain(rng)}` : name;
}

/** Guessing of the passwords of one service, or of two. */
export function* guessService(rng: Random, host: AuthHost, start: number): AuthEvents {
  const service = rng.pick(host.mail ? [...MAIL_SERVICES, ...SERVICES] : SERVICES);
  const usual = service[0] as Said;
  const account = rng.chance(0.4) ? guess(rng) : undefined;
  // Spraying: each guess from another address.
  const isSpread = rng.chance(0.2);
  let ip = publicAddress(rng, 0.02);
  const count = rng.int(2, 30);
  const pace = 2 ** rng.normal(3, 2);
  let time = start;
  for (let i = 0; i < count; i++) {
    if (isSpread) ip = publicAddress(rng, 0.02);
    const [program, template] = rng.chance(0.6) ? usual : rng.pick(service);
    yield {
      time,
      program: fill(rng, program),
      pid: program === "dovecot" ? undefined : processId(rng),
      message: fill(rng, template, { ip, guess: account ?? guess(rng) }),
      threat: 1,
      bot: 1,
      type: "service-bruteforce",
      actor: `service-bruteforce-${ip}`,
    };
    time += rng.exponential(pace);
  }
}

/** Connections that come to no login: of scanners, and of guessers who find no password asked for. */
const QUIET: readonly Said[] = [
  ["sshd", "Did not receive identification string from {ip}{ port {port}|}"],
  ["sshd", "Did not receive identification string from {ip}{ port {port}|}"],
  [
    "sshd",
    "Bad protocol version identification '{GET / HTTP/1.1|\\\\026\\\\003\\\\001|MGLNDD_{ip}_22|\\\\003|help|}' from {ip}{ port {port}|}",
  ],
  [
    "sshd",
    "banner exchange: Connection from {ip} port {port}: {invalid format|could not read protocol version}",
  ],
  [
    "sshd",
    "{|fatal: }Unable to negotiate with {ip}{ port {port}|}: no matching {key exchange method|host key type|cipher|MAC} found. Their offer: {diffie-hellman-group1-sha1,diffie-hellman-group-exchange-sha1|ssh-rsa,ssh-dss|aes128-cbc,3des-cbc} [preauth]",
  ],
  ["sshd", "Connection {closed|reset} by {ip}{ port {port}|} [preauth]"],
  ["sshd", "Connection closed by {invalid|authenticating} user {guess} {ip} port {port} [preauth]"],
  ["sshd", "Disconnected from {invalid user {guess} |authenticating user root |}{ip} port {port} [preauth]"],
  [
    "sshd",
    "Received disconnect from {ip}{ port {port}:|: }11: {Bye Bye|Normal Shutdown, Thank you for playing|ok|disconnected by user|Client disconnecting normally} [preauth]",
  ],
  [
    "sshd",
    "error: Received disconnect from {ip}{ port {port}:|: }{3: com.jcraft.jsch.JSchException: Auth fail|14: No supported authentication methods available|13: User request} [preauth]",
  ],
  ["sshd", "PAM service(sshd) ignoring max retries; {4..6} > 3"],
  ["sshd", "PAM service(sshd) ignoring max retries; {4..6} > 3"],
  [
    "sshd",
    "PAM {1..5} more authentication failure{s|}; logname= uid=0 euid=0 tty=ssh ruser= rhost={ip}{|  user=root}",
  ],
  [
    "sshd",
    "error: maximum authentication attempts exceeded for {root|invalid user {guess}} from {ip} port {port} ssh2 [preauth]",
  ],
  [
    "sshd",
    "refused connect from {{ip}|{slug}.{domain}|ip-{1..250}-{1..250}-{1..250}-{1..250}.{domain}} ({ip})",
  ],
  [
    "sshd",
    "drop connection #{5..30} from [{ip}]:{port} on [{priv}]:22 {past MaxStartups|penalty: failed authentication|penalty: exceeded LoginGraceTime}",
  ],
  ["sshd", "fatal: Timeout before authentication for {|connection from }{ip} port {port}"],
  [
    "sshd",
    'error: kex_exchange_identification: {Connection closed by remote host|client sent invalid protocol identifier "GET / HTTP/1.1"|read: Connection reset by peer|banner line contains invalid characters}',
  ],
  ["postfix/smtpd", "lost connection after {AUTH|AUTH|UNKNOWN|EHLO} from {unknown|{slug}.{domain}}[{ip}]"],
  ["postfix/smtpd", "warning: non-SMTP command from unknown[{ip}]: {GET / HTTP/1.1|Accept: */*}"],
  [
    "postfix/smtpd",
    "improper command pipelining after {CONNECT|EHLO} from unknown[{ip}]: {GET / HTTP/1.1|\\026\\003\\001}",
  ],
  [
    "dropbear",
    "Exit before auth from <{ip}:{port}>: {Exited normally|Exited normally|Failed to get remote version|Didn't receive ident}",
  ],
];

/** One to a dozen quiet signs of one source, of one kind mostly. */
export function* quietSigns(rng: Random, host: AuthHost, start: number): AuthEvents {
  const ip = publicAddress(rng, 0.02);
  const usual = rng.pick(QUIET);
  const count = rng.weighted([
    [1, 45],
    [2, 25],
    [rng.int(3, 14), 30],
  ]);
  const pace = 2 ** rng.normal(3, 3);
  let time = start;
  for (let i = 0; i < count; i++) {
    const [program, template] = rng.chance(0.8) ? usual : rng.pick(QUIET);
    yield {
      time,
      program: program === "sshd" ? host.sshd : program,
      pid: processId(rng),
      message: fill(rng, template, { ip, guess: rng.pick(GUESSED_ACCOUNTS) }),
      threat: 1,
      bot: 1,
      type: "probe",
      actor: `probe-${ip}`,
    };
    time += rng.exponential(pace);
  }
}

/** fail2ban tells whom it found and banned. */
export function* banned(rng: Random, _host: AuthHost, start: number): AuthEvents {
  const ip = publicAddress(rng, 0.05);
  const jail = rng.pick([
    "sshd",
    "sshd",
    "ssh-iptables",
    "postfix",
    "postfix-sasl",
    "dovecot",
    "exim",
    "recidive",
    "proftpd",
  ]);
  const said = [
    ...Array.from(
      { length: rng.int(1, 5) },
      () => ["fail2ban.filter", `INFO [${jail}] Found ${ip}`] as const,
    ),
    ["fail2ban.actions", `NOTICE [${jail}] Ban ${ip}`] as const,
    ...(rng.chance(0.15) ? [["fail2ban.actions", `WARNING [${jail}] ${ip} already banned`] as const] : []),
  ];
  const pid = processId(rng);
  let time = start;
  for (const [program, message] of said) {
    yield { time, program, pid, message, threat: 1, bot: 1, type: "ban", actor: `ban-${ip}` };
    time += rng.exponential(4);
  }
}
