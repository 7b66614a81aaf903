/**
 * What programs write about their clients, with a place for each text that a client chooses: `{user}` for its name, and
 * `{text}` for what else it says. How a program writes such a text is part of the form.
 */
import { syslog } from "../kinds-event.ts";

export interface Form {
  /** What it is of. */
  program: string;
  line: string;
  /** How the program writes a client's text; as it is, but for line breaks, where nothing is said. */
  write?: (text: string) => string;
  /** Whether a client can make a line of which two readings are right: then fields may be missing, but never be others. */
  isUnsure?: true;
}

const printable = (text: string) => text.replace(/\p{Cc}/gu, "?");
/** sshd's names end at the first colon, where the style of the login begins. */
const sshdName = (text: string) => printable(text).split(":")[0] ?? "";
/** nginx's way, and Apache's. */
const hexEscaped = (text: string) =>
  printable(text).replace(/["\\]/g, (c) => `\\x${c.charCodeAt(0).toString(16)}`);
const slashEscaped = (text: string) => printable(text).replace(/["\\]/g, "\\$&");
/** A name in DNS, as BIND prints it. */
const dnsName = (text: string) =>
  printable(text)
    .replace(/[\\"();@$.]/g, "\\$&")
    .replace(/ /g, "\\032") || "x";
const named = (text: string) => printable(text) || "x";
const word = (text: string) => printable(text).replace(/\s/g, "_") || "x";
/** auditd prints a name with blanks, quotes or controls in hex. */
const audited = (text: string) =>
  /^[!#-~]+$/.test(text) ? `"${text}"` : Buffer.from(text || "?").toString("hex");

const of =
  (tag: string, write = printable, isUnsure?: true) =>
  (message: string): Form => ({
    program: tag,
    line: syslog(tag, message),
    write,
    ...(isUnsure && { isUnsure }),
  });

const FROM = "203.0.113.7 port 40022";
const PAM = "authentication failure; logname= uid=0 euid=0";

export const FORMS: Form[] = [
  ...[
    `Failed password for invalid user {user} from ${FROM} ssh2`,
    `Failed publickey for invalid user {user} from ${FROM} ssh2: ED25519-CERT SHA256:a ID {text} (serial 0) CA RSA SHA256:b`,
    `message repeated 3 times: [ Failed password for invalid user {user} from ${FROM} ssh2]`,
    `Invalid user {user} from ${FROM}`,
    `error: maximum authentication attempts exceeded for invalid user {user} from ${FROM} ssh2 [preauth]`,
    `Connection closed by invalid user {user} ${FROM} [preauth]`,
    `Connection reset by authenticating user {user} ${FROM} [preauth]`,
    `Disconnected from invalid user {user} ${FROM} [preauth]`,
    `Disconnecting invalid user {user} ${FROM}: Change of username or service not allowed: ({user},{text}) -> ({text} [preauth]`,
    `Disconnecting invalid user {user} ${FROM}: Too many authentication failures [preauth]`,
    `ssh_dispatch_run_fatal: Connection from invalid user {user} ${FROM}: Broken pipe [preauth]`,
    `Connection from invalid user {user} ${FROM} timed out [preauth]`,
    `Timeout, client not responding from user {user} ${FROM}`,
    "error: PAM: Authentication failure for illegal user {user} from 203.0.113.7",
    `error: public key RSA SHA256:a signature for invalid user {user} from ${FROM} rejected: user presence required`,
    `pam_unix(sshd:auth): ${PAM} tty=ssh ruser= rhost=203.0.113.7  user={user}`,
    `PAM 2 more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.7  user={user}`,
  ].map(of("sshd[812]", sshdName)),
  ...[
    `Failed publickey for root from ${FROM} ssh2: ED25519-CERT SHA256:a ID {text} (serial 0) CA RSA SHA256:b`,
    `Accepted publickey for root from ${FROM} ssh2: ED25519-CERT SHA256:a ID {text} (serial 0) CA RSA SHA256:b`,
    'Accepted certificate ID "{text}" (serial 0) signed by RSA CA SHA256:b via /etc/ssh/ca.pub',
    'error: Refusing certificate ID "{text}" serial=0 signed by RSA CA SHA256:b: expired',
    "Failed password for ada from 203.0.113.7 port 20000 ssh1: ruser {text}",
    `Received disconnect from ${FROM}:11: {text} [preauth]`,
    `Bad protocol version identification '{text}' from ${FROM}`,
    'kex_exchange_identification: client sent invalid protocol identifier "{text}"',
    "error: Bad remote protocol version identification: '{text}'",
    `Protocol major versions differ for ${FROM}: SSH-2.0-x vs. {text}`,
    `Unable to negotiate with ${FROM}: no matching cipher found. Their offer: {text} [preauth]`,
    "userauth_pubkey: unsupported public key algorithm: {text} [preauth]",
    "userauth_hostbased mismatch: client sends {text}, but we resolve 203.0.113.7 to host.example",
    `Failed hostbased for root from ${FROM} ssh2: RSA SHA256:a, client user "{text}", client host "{text}"`,
    "subsystem request for {text} by user ada failed, subsystem not found",
    "refused local port forward: originator {text} port 22, target {text} port 80",
    `Starting session: subsystem '{text}' for ada from ${FROM} id 0`,
  ].map(of("sshd-session[812]")),

  of("vsftpd")(`pam_unix(vsftpd:auth): ${PAM} tty=ftp ruser={user} rhost=203.0.113.7  user={user}`),
  of("vsftpd", printable, true)(`pam_unix(vsftpd:auth): ${PAM} tty=ftp ruser={user} rhost=203.0.113.7`),
  of("vsftpd", printable, true)('[pid 2] [{user}] FAIL LOGIN: Client "203.0.113.7"'),
  of("vsftpd", printable, true)('[ada] OK MKDIR: Client "203.0.113.7", "/{text}"'),
  of("vsftpd")('[pid 2] FTP command: Client "203.0.113.7", "USER {text}"'),
  of("proftpd")("ftp (host.example[203.0.113.7]) - USER {user} (Login failed): Incorrect password."),
  of("proftpd")(
    "ftp (host.example[203.0.113.7]) - USER {user}: no such user found from a [203.0.113.7] to 10.0.0.1:21",
  ),
  of("pure-ftpd")("(?@203.0.113.7) [WARNING] Authentication failed for user [{user}]"),
  of("pure-ftpd")("(ada@203.0.113.7) [NOTICE] /home/{text} uploaded (3 bytes, 1.00KB/sec)"),

  of("dovecot")(
    "imap-login: Disconnected (auth failed, 1 attempts): user=<{user}>, method=PLAIN, rip=203.0.113.7, lip=10.0.0.1",
  ),
  of("dovecot")("imap-login: ID sent: name={text}: user=<>, rip=203.0.113.7, lip=10.0.0.1"),
  of("dovecot")("imap(ada)<1><x>: ID sent: name={text}"),
  of(
    "dovecot",
    printable,
    true,
  )("auth-worker(7): pam({user},203.0.113.7,<x>): pam_authenticate() failed: Authentication failure"),
  of(
    "dovecot",
    printable,
    true,
  )("auth: sql({user},203.0.113.7,<x>): Password mismatch (given password: {text})"),
  of("postfix/smtpd[3]")(
    "warning: unknown[203.0.113.7]: SASL LOGIN authentication failed: x, sasl_username={user}",
  ),
  of("postfix/smtpd[3]")("warning: non-SMTP command from unknown[203.0.113.7]: {text}"),
  of("postfix/smtpd[3]")(
    "NOQUEUE: reject: RCPT from unknown[203.0.113.7]: 554 5.7.1 <{text}>: from=<{text}> helo=<{text}>",
  ),
  of(
    "exim",
    word,
  )(
    "login authenticator failed for H=host.example ({text}) [203.0.113.7]:9 I=[10.0.0.1]:25: 535 Incorrect authentication data (set_id=x)",
  ),
  of("exim")(
    "login authenticator failed for (x) [203.0.113.7]: 535 Incorrect authentication data (set_id={user})",
  ),
  of("saslauthd")("do_auth         : auth failure: [user={user}] [service=smtp] [realm={text}] [mech=pam]"),
  of("imapd")("LOGIN FAILED, user={user}, ip=[::ffff:203.0.113.7]"),

  ...[
    "auth-worker({user},203.0.113.7)<77><x>: request [3]: Info: sql: Password mismatch",
    "auth({user},203.0.113.7,sasl:plain)<x>: Info: pam: Password mismatch (given password: {text})",
  ].map(
    (message): Form => ({
      program: "Dovecot's own log",
      line: `Nov 21 06:19:00 ${message}`,
      write: printable,
      isUnsure: true,
    }),
  ),
  ...[
    "authentication failure; rhost=203.0.113.7 user={user} msg=no such user ('{user}')",
    "<root@pam> successful auth for user '{user}'",
  ].map(of("pvedaemon[7]")),
  of("phpMyAdmin[7]")("user denied: {user} (mysql-denied) from 203.0.113.7"),
  of("wp(shop.example)[7]")("Authentication attempt for unknown user {user} from 203.0.113.7"),
  of("postfix/smtpd[3]")(
    "warning: unknown[203.0.113.7]:55729: SASL LOGIN authentication failed: x, sasl_username={user}",
  ),
  of("openvpn[7]")("203.0.113.7:4022 TLS: Username/Password authentication succeeded for username '{user}' "),

  of("dropbear")("Bad password attempt for '{user}' from 203.0.113.7:5678"),
  of("dropbear")("Exit before auth (user '{user}', 3 fails): Max auth tries reached - user '{user}'"),
  of("login")("FAILED LOGIN 2 FROM 203.0.113.7 FOR {user}, Authentication failure"),
  of("login")("FAILED LOGIN (1) on '/dev/tty1' FOR '{user}', Authentication failure"),
  of("ftpd")("ANONYMOUS FTP LOGIN FROM 203.0.113.7, {user}"),
  of("pam")("pam_access(x:account): access denied for user `{user}' from `203.0.113.7'"),
  of("x")("pam_listfile(x:auth): Refused user {user} for service x"),
  of("sudo")("ada : TTY=pts/0 ; PWD=/{text} ; USER=root ; COMMAND=/bin/ls {text}"),
  of("su[1]")("FAILED SU (to {user}) ada on pts/0"),
  of("su[1]")("FAILED su for {user} by ada"),
  of("app[7]")("user said: {text}"),
  {
    program: "auditd",
    line: "type=USER_LOGIN msg=audit(1795241940.123:4): pid=1 uid=0 msg='op=login acct={user} exe=\"/x\" hostname=? addr=203.0.113.7 terminal=ssh res=success'",
    write: audited,
  },

  ...[
    [
      "Exim",
      "2026-11-21 06:19:00 login authenticator failed for (x) [203.0.113.7]:9 I=[10.0.0.1]:25: 535 Incorrect authentication data (set_id={user})",
    ],
    ["vsftpd", 'Sat Nov 21 06:19:00 2026 [pid 2] FTP command: Client "203.0.113.7", "USER {text}"'],
    [
      "ProFTPD",
      "2026-11-21 06:19:00,123 web1 proftpd[2] ftp (host.example[203.0.113.7]): USER {user} (Login failed): Incorrect password.",
    ],
    ["MikroTik", "system,error,critical login failure for user {user} from 203.0.113.7 via ssh"],
    [
      "MariaDB",
      "2026-11-21 06:19:00 4 [Warning] Access denied for user '{user}'@'203.0.113.7' (using password: YES)",
    ],
    [
      "SQL Server",
      "2026-11-21 06:19:00.83 Logon       Login failed for user '{user}'. Reason: Failed to open the explicitly specified database '{text}'. [CLIENT: 203.0.113.7]",
    ],
    [
      "Home Assistant",
      "2026-11-21 06:19:00.123 WARNING (MainThread) [homeassistant.components.http.ban] Login attempt or request with invalid authentication from host.example (203.0.113.7). Requested URL: '/x'. ({text})",
    ],
    [
      "Vaultwarden",
      "[2026-11-21 06:19:00.123][vaultwarden::api::identity][ERROR] Username or password is incorrect. Try again. IP: 203.0.113.7. Username: {user}.",
    ],
    [
      "Jellyfin",
      "[06:19:00] [INF] [28] Jellyfin.Server.Implementations.Users.UserManager: Authentication request for {user} has been denied (IP: 203.0.113.7).",
    ],
    [
      "Asterisk",
      "[Nov 21 06:19:00] NOTICE[3606] chan_sip.c: Registration from '{text}' failed for '203.0.113.7:5060' - Wrong password",
    ],
  ].map(([program = "", line = ""]): Form => ({ program, line, write: printable })),
  ...[
    ["vsftpd", 'Sat Nov 21 06:19:00 2026 [pid 2] [{user}] FAIL LOGIN: Client "203.0.113.7"'],
    [
      "Gitea",
      "2026/11/21 06:19:00 web/auth/auth.go:206:SignInPost() [I] Failed authentication attempt for {user} from 203.0.113.7:4022: user does not exist [uid: 0, name: {user}, keyid: 0]",
    ],
    [
      "Asterisk",
      "[Nov 21 06:19:00] NOTICE[3606] res_pjsip/pjsip_distributor.c: Request 'REGISTER' from '{text}' failed for '203.0.113.7:5062' (callid: {text}) - Failed to authenticate",
    ],
    [
      "Asterisk",
      '[2026-11-21 06:19:00] SECURITY[78] res_security_log.c: SecurityEvent="InvalidPassword",EventTV="2026-11-21T06:19:00.000+0000",Severity="Error",Service="PJSIP",EventVersion="2",AccountID="{user}",SessionID="{text}",LocalAddress="IPV4/UDP/198.51.100.4/5060",RemoteAddress="IPV4/UDP/203.0.113.7/5061",Challenge="{text}"',
    ],
    [
      "MongoDB",
      "2026-11-21T06:19:00.202+0000 I ACCESS   [conn65] SASL SCRAM-SHA-1 authentication failed for {user} on admin from client 203.0.113.7:43212 ; UserNotFound: Could not find user {user}@admin",
    ],
    [
      "Keycloak",
      "2026-11-21 06:19:00,123 WARN  [org.keycloak.events] (default task-3) type=LOGIN_ERROR, realmId=7512, clientId={text}, userId=null, ipAddress=203.0.113.7, error=user_not_found, username={user}",
    ],
    [
      "PostgreSQL",
      '2026-11-21 06:19:00.123 UTC [12] ada@shop FATAL:  password authentication failed for user "{user}"',
    ],
    [
      "PostgreSQL",
      '2026-11-21 06:19:00.123 UTC [12] FATAL:  no pg_hba.conf entry for host "203.0.113.7", user "{user}", database "{text}", no encryption',
    ],
  ].map(([program = "", line = ""]): Form => ({ program, line, write: printable, isUnsure: true })),
  {
    program: "Keycloak",
    line: '2026-11-21 06:19:00,123 WARN  [org.keycloak.events] (default task-3) type="LOGIN_ERROR", realmId="7512", realmName="shop", clientId="{text}", userId="null", ipAddress="203.0.113.7", error="user_not_found", redirect_uri="{text}", username="{user}"',
    write: slashEscaped,
  },
  {
    program: "nginx",
    line: '203.0.113.7 - {user} [21/Nov/2026:06:19:00 +0000] "GET /{text} HTTP/1.1" 200 5 "{text}" "{text}"',
    write: hexEscaped,
  },
  {
    program: "nginx behind a proxy",
    line: '10.0.0.2 - {user} [21/Nov/2026:06:19:00 +0000] "GET /{text} HTTP/1.1" 200 5 "{text}" "{text}" "{text}, 203.0.113.7"',
    write: hexEscaped,
  },
  {
    program: "Apache",
    line: '203.0.113.7 - {user} [21/Nov/2026:06:19:00 +0000] "GET /{text} HTTP/1.1" 200 5 "{text}" "{text}"',
    write: slashEscaped,
  },
  ...[
    '203.0.113.7 - - [21/Nov/2026:06:19:00 +0000] "GET /{text} HTTP/1.1" 200 5 "-" "x"',
    '203.0.113.7, 198.51.100.4 - - [21/Nov/2026:06:19:00 +0000] "GET /{text} HTTP/1.1" 200 5 "-" "x"',
    '203.0.113.7 - - [21/Nov/2026:06:19:00 +0000] "a.example" "GET /{text} HTTP/1.1" 200 5 "-" "x"',
  ].map((line): Form => ({ program: "a server that escapes no quotes", line, write: word })),
  {
    program: "a server that escapes no quotes",
    line: '203.0.113.7 - - [21/Nov/2026:06:19:00 +0000] "GET /x HTTP/1.1" 200 5 "-" "{text}"',
  },
  {
    program: "nginx with $host",
    line: '6.6.6.6 203.0.113.7 - {user} [21/Nov/2026:06:19:00 +0000] "{text}" 400 5 "{text}" "{text}"',
    write: hexEscaped,
  },
  {
    program: "Apache with %v:%p",
    line: '6.6.6.6:80 203.0.113.7 - {user} [21/Nov/2026:06:19:00 +0000] "{text}" 400 5 "{text}" "{text}"',
    write: slashEscaped,
  },
  ...[
    'open() "/srv/{text}" failed (2: No such file or directory), client: 203.0.113.7, server: a, request: "GET /{text} HTTP/1.1", host: "{text}", referrer: "{text}"',
    'client sent invalid header line: "{text}" while reading client request headers, client: 203.0.113.7, server: a, request: "GET / HTTP/1.1"',
  ].map(
    (message): Form => ({
      program: "nginx",
      line: `2026/11/21 06:19:00 [error] 12#34: *56 ${message}`,
      isUnsure: true,
    }),
  ),
  ...[
    'access forbidden by rule, client: 203.0.113.7, server: a, request: "GET /{text} HTTP/1.1", host: "{text}", referrer: "{text}"',
    'open() "/srv/x" failed (2: No such file or directory), client: 203.0.113.7, server: a, request: "GET /x HTTP/1.1", referrer: "http://{text}',
  ].map(
    (message): Form => ({
      program: "nginx",
      line: `2026/11/21 06:19:00 [error] 12#34: *56 ${message}`,
      isUnsure: true,
    }),
  ),
  {
    program: "Apache",
    line: "[Sat Nov 21 06:19:00.123456 2026] [core:error] [pid 12:tid 34] [client 203.0.113.7:40022] AH00037: {text}, referer: {text}",
  },

  ...[
    "[auth_basic:error] [pid 12:tid 34] [client 203.0.113.7:40022] AH01618: user ada not found: /{text}, referer: {text}",
    '[auth_basic:error] [pid 12:tid 34] [client 203.0.113.7:40022] AH01617: user ada: authentication failure for "/{text}": Password Mismatch, referer: {text}',
    "[auth_digest:error] [pid 12:tid 34] [client 203.0.113.7:40022] AH01790: user `{user}' in realm `r' not found: /x",
    '[security2:error] [pid 12:tid 34] [client 203.0.113.7:40022] [client 203.0.113.7] ModSecurity: Access denied with code 403 (phase 2). x [file "f"] [data "{text}"] [hostname "{text}"] [uri "/{text}"] [unique_id "X"], referer: {text}',
  ].map((message): Form => ({ program: "Apache", line: `[Sat Nov 21 06:19:00.123456 2026] ${message}` })),
  {
    program: "nginx",
    line: '2026/11/21 06:19:00 [error] 12#34: *56 [client 203.0.113.7] ModSecurity: Access denied with code 403 (phase 2). x [file "f"] [data "{text}"] [hostname "{text}"] [uri "/{text}"] [unique_id "X"] [ref "x"], client: 203.0.113.7, server: a, request: "GET /{text} HTTP/1.1", host: "{text}", referrer: "{text}"',
  },
  ...['user "{user}" was not found in "/srv/names"', 'user "{user}": password mismatch'].map(
    (message): Form => ({
      program: "nginx",
      line: `2026/11/21 06:19:00 [error] 12#34: *56 ${message}, client: 203.0.113.7, server: a, request: "GET /x HTTP/1.1", host: "a"`,
      // RFC 7617, section 2: a name ends at the first colon.
      write: sshdName,
    }),
  ),

  {
    program: "named",
    line: syslog("named[1]", "client @0x7f 203.0.113.7#5353 ({text}): query: {text} IN A +E(0)K (10.0.0.1)"),
    write: dnsName,
  },
  {
    program: "named",
    line: syslog("named[1]", "client 203.0.113.7#5353: query (cache) '{text}/A/IN' denied"),
    write: word,
  },
  { program: "dnsmasq", line: syslog("dnsmasq[1]", "query[A] {text} from 203.0.113.7"), write: named },
  { program: "dnsmasq", line: syslog("dnsmasq[1]", "forwarded {text} to 198.51.100.7"), write: named },
  {
    program: "unbound",
    line: syslog("unbound[1]", "[1:0] info: 203.0.113.7 {text}. A IN NOERROR 0.000123 0 45"),
    write: word,
  },
  {
    program: "CoreDNS",
    line: '[INFO] 203.0.113.7:4567 - 1234 "A IN {text}. udp 41 false 512" NOERROR qr,rd,ra 104 0.003s',
    write: dnsName,
  },

  ...[
    "2026-11-21 06:19:00 said: {text}",
    "E1121 06:19:00.123456 7 cart.go:12] {text}",
    "12:M 21 Nov 2026 06:19:00.123 # {text}",
    "WARNING:shop.cart:{text}",
    "[ERROR] {text}",
  ].map((line) => ({ program: "an application", line })),
  {
    program: "PostgreSQL",
    line: '2026-11-21 06:19:00.123 UTC [12] FATAL:  password authentication failed for user "{user}"',
  },
  {
    program: "PostgreSQL",
    line: "2026-11-21 06:19:00.123 UTC [12] ada@shop LOG:  statement: select '{text}'",
  },
  {
    program: "PostgreSQL",
    line: "2026-11-21 06:19:00.123 UTC [12] ada@shop LOG:  connection authorized: user=ada database=shop application_name={text}",
  },
  {
    program: "an application",
    line: "2026-11-21 06:19:00,123 [ERROR] payments - {text} | IP: 203.0.113.7 | User: {user} | ResponseTime: 12.5ms",
    isUnsure: true,
  },
  {
    program: "an application",
    line: 'time=2026-11-21T06:19:00Z level=info msg="{text}" ip=203.0.113.7 user="{user}"',
    write: slashEscaped,
  },
];
