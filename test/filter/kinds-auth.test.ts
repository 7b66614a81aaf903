/** Logins: who, from where, by what means, and whether it worked. */
import { describe, expect, it } from "vitest";
import { eventOf, eventOfRecord, syslog } from "./kinds-event.ts";

const ssh = (message: string) => eventOf(syslog("sshd[812]", message));

describe("an sshd line", () => {
  it.each([
    [
      "Failed password for root from 203.0.113.7 port 40022 ssh2",
      { user: "root", ip: "203.0.113.7", sport: 40022, method: "password", outcome: "failure" },
    ],
    [
      "Failed password for invalid user oracle from 2001:db8::7 port 40022 ssh2",
      { user: "oracle", ip: "2001:db8::7", method: "password", outcome: "failure" },
    ],
    [
      "Failed password for illegal user oracle from 203.0.113.7 port 40022 ssh2",
      { user: "oracle", ip: "203.0.113.7", outcome: "failure" },
    ],
    [
      "Failed keyboard-interactive/pam for invalid user Änne Ü from 203.0.113.7 port 40022 ssh2",
      { user: "Änne Ü", ip: "203.0.113.7", method: "keyboard-interactive/pam", outcome: "failure" },
    ],
    [
      "Failed none for invalid user 0 from 203.0.113.7 port 40022 ssh2",
      { user: "0", method: "none", outcome: "failure" },
    ],
    [
      "Accepted publickey for deploy from 203.0.113.7 port 50122 ssh2: ED25519 SHA256:9qz7Zm",
      { user: "deploy", ip: "203.0.113.7", sport: 50122, method: "publickey", outcome: "success" },
    ],
    [
      "message repeated 3 times: [ Failed password for root from 203.0.113.7 port 40022 ssh2]",
      { user: "root", ip: "203.0.113.7", outcome: "failure" },
    ],
    [
      "Invalid user ftp user from 203.0.113.7 port 40022",
      { user: "ftp user", ip: "203.0.113.7", sport: 40022, outcome: "failure" },
    ],
    ["Invalid user admin from 203.0.113.7", { user: "admin", ip: "203.0.113.7", outcome: "failure" }],
    ["input_userauth_request: invalid user admin [preauth]", { user: "admin" }],
    [
      "error: maximum authentication attempts exceeded for invalid user admin from 203.0.113.7 port 4 ssh2 [preauth]",
      { user: "admin", ip: "203.0.113.7", sport: 4, outcome: "failure" },
    ],
    [
      "Connection closed by authenticating user root 203.0.113.7 port 40022 [preauth]",
      { user: "root", ip: "203.0.113.7", sport: 40022 },
    ],
    ["Connection reset by 203.0.113.7 port 40022 [preauth]", { ip: "203.0.113.7", sport: 40022 }],
    [
      "Disconnected from invalid user web master 203.0.113.7 port 40022 [preauth]",
      { user: "web master", ip: "203.0.113.7" },
    ],
    [
      "Disconnecting authenticating user root 203.0.113.7 port 40022: Too many authentication failures [preauth]",
      { user: "root", ip: "203.0.113.7", outcome: "failure" },
    ],
    [
      "PAM 2 more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.7  user=root",
      { user: "root", ip: "203.0.113.7", outcome: "failure" },
    ],
    [
      "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.7  user=root",
      { user: "root", ip: "203.0.113.7", outcome: "failure" },
    ],
    [
      "pam_unix(sshd:session): session opened for user ada(uid=1000) by (uid=0)",
      { user: "ada", outcome: "success" },
    ],
    ["pam_unix(sshd:session): session closed for user ada", { user: "ada" }],
    [
      "User ada from 203.0.113.7 not allowed because not listed in AllowUsers",
      { user: "ada", ip: "203.0.113.7", outcome: "failure" },
    ],
    [
      "Did not receive identification string from 203.0.113.7 port 40022",
      { ip: "203.0.113.7", sport: 40022 },
    ],
    [
      "error: Received disconnect from 203.0.113.7: 14: No more user authentication methods available. [preauth]",
      { ip: "203.0.113.7" },
    ],
    ["Server listening on 0.0.0.0 port 22.", { dst: "0.0.0.0", dport: 22 }],
  ])("%s", (message, fields) => {
    expect(ssh(message)).toMatchObject({ kind: "auth", service: "sshd", host: "bastion", ...fields });
  });

  it("has no user where the client named none", () => {
    const event = ssh("Failed password for invalid user  from 203.0.113.7 port 40022 ssh2");
    expect(event).toMatchObject({ ip: "203.0.113.7", sport: 40022, outcome: "failure" });
    expect(event.user).toBeUndefined();
  });

  it("keeps a user called `user`", () => {
    expect(ssh("Failed password for user from 203.0.113.7 port 4 ssh2").user).toBe("user");
  });

  it.each([
    "Failed password for invalid user x from 198.51.100.1 port 22 ssh2 from 203.0.113.7 port 40022 ssh2",
    "Invalid user x from 198.51.100.1 port 22 from 203.0.113.7 port 40022",
    "Connection closed by invalid user x 198.51.100.1 port 22 203.0.113.7 port 40022 [preauth]",
    "Received disconnect from 203.0.113.7 port 40022:11: from 198.51.100.1 port 22 [preauth]",
    "Bad protocol version identification 'GET / from 198.51.100.1 port 22' from 203.0.113.7 port 40022",
    "reverse mapping checking getaddrinfo for [198.51.100.1] failed.example [203.0.113.7] failed - POSSIBLE BREAK-IN ATTEMPT!",
    "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.7  user=x rhost=198.51.100.1",
  ])("takes no address that its client made up: %s", (message) => {
    expect(ssh(message).ip).toBe("203.0.113.7");
  });

  it("has one template, whatever the names", () => {
    const template = (user: string, ip: string) =>
      ssh(`Failed password for invalid user ${user} from ${ip} port 40022 ssh2`).tpl;
    const first = template("ada", "203.0.113.7");
    for (const name of ["grace", "Änne Ü", "a.b@example.org", "x/y", "root toor"]) {
      expect(template(name, "2001:db8::7")).toBe(first);
    }
    expect(ssh("Failed none for invalid user ada from 203.0.113.7 port 40022 ssh2").tpl).not.toBe(first);
  });
});

describe("a login elsewhere", () => {
  it.each([
    [
      "sshd(pam_unix)[199]",
      "authentication failure; logname= uid=0 euid=0 tty=NODEVssh ruser= rhost=203.0.113.7  user=root",
      { service: "sshd", user: "root", ip: "203.0.113.7", outcome: "failure" },
    ],
    [
      "gdm(pam_unix)[280]",
      "session opened for user ada by (uid=0)",
      { service: "gdm", user: "ada", outcome: "success" },
    ],
    [
      "CRON[28]",
      "pam_unix(cron:session): session opened for user root by (uid=0)",
      { service: "CRON", user: "root" },
    ],
    [
      "sshd(pam_unix)[199]",
      "2 more authentication failures; logname= uid=0 euid=0 tty=NODEVssh ruser= rhost=203.0.113.7  user=root",
      { user: "root", ip: "203.0.113.7", outcome: "failure" },
    ],
    [
      "ftpd[8]",
      "ANONYMOUS FTP LOGIN FROM 203.0.113.7,  (anonymous)",
      { user: "anonymous", ip: "203.0.113.7" },
    ],
    ["su[1]", "Successful su for root by ada", { user: "root", outcome: "success" }],
    ["su[1]", "FAILED SU (to root) ada on pts/0", { user: "root", outcome: "failure" }],
    ["su", "(to root) ada on pts/0", { user: "root", outcome: "success" }],
    ["su[1]", "- /dev/pts/0 ada:root", { user: "root", outcome: "failure" }],
    [
      "sudo",
      "     ada : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls",
      { user: "ada", outcome: "success" },
    ],
    [
      "sudo",
      "     ada : 3 incorrect password attempts ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls",
      { user: "ada", outcome: "failure" },
    ],
    [
      "sudo",
      "eve : user NOT in sudoers ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls",
      { user: "eve", outcome: "failure" },
    ],
    [
      "sudo[1]",
      "pam_unix(sudo:auth): auth could not identify password for [eve]",
      { user: "eve", outcome: "failure" },
    ],
    ["systemd-logind[6]", "New session 12 of user ada.", { user: "ada" }],
    ["useradd[7]", "new user: name=eve, UID=1002, GID=1002, home=/home/eve, shell=/bin/sh", { user: "eve" }],
    ["passwd[7]", "pam_unix(passwd:chauthtok): password changed for eve", { user: "eve" }],
    [
      "login[1]",
      "FAILED LOGIN (1) on '/dev/tty1' FOR 'ada', Authentication failure",
      { user: "ada", outcome: "failure" },
    ],
    [
      "login",
      "FAILED LOGIN 2 FROM 203.0.113.7 FOR ada, Authentication failure",
      { user: "ada", ip: "203.0.113.7", outcome: "failure" },
    ],
    [
      "ftpd[8]",
      "connection from 203.0.113.7 (host.example.net) at Sat Nov 21 06:19:00 2026",
      { ip: "203.0.113.7" },
    ],
    [
      "dropbear[1]",
      "Bad password attempt for 'root' from 203.0.113.7:5678",
      { user: "root", ip: "203.0.113.7", sport: 5678, outcome: "failure" },
    ],
    [
      "vsftpd[2]",
      '[ada] FAIL LOGIN: Client "203.0.113.7"',
      { user: "ada", ip: "203.0.113.7", outcome: "failure" },
    ],
    [
      "proftpd[2]",
      "ftp (host.example[203.0.113.7]) - USER ada (Login failed): Incorrect password.",
      { user: "ada", ip: "203.0.113.7", outcome: "failure" },
    ],
    [
      "pure-ftpd",
      "(?@203.0.113.7) [WARNING] Authentication failed for user [ada]",
      { user: "ada", ip: "203.0.113.7", outcome: "failure" },
    ],
    [
      "dovecot",
      "imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<ada>, method=PLAIN, rip=203.0.113.7, lip=10.0.0.1, TLS",
      { user: "ada", ip: "203.0.113.7", method: "PLAIN", outcome: "failure" },
    ],
    [
      "dovecot",
      "imap-login: Login: user=<ada>, method=PLAIN, rip=203.0.113.7, lip=10.0.0.1",
      { user: "ada", outcome: "success" },
    ],
    [
      "postfix/smtpd[3]",
      "warning: unknown[203.0.113.7]: SASL LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username=ada",
      { user: "ada", ip: "203.0.113.7", method: "LOGIN", outcome: "failure" },
    ],
  ])("%s: %s", (tag, message, fields) => {
    expect(eventOf(syslog(tag, message))).toMatchObject({ kind: "auth", ...fields });
  });

  it("is known in an audit record", () => {
    const line =
      "type=USER_LOGIN msg=audit(1795241940.123:456): pid=1 uid=0 ses=1 " +
      `msg='op=login acct="ada" exe="/usr/sbin/sshd" hostname=? addr=203.0.113.7 terminal=ssh res=failed'`;
    expect(eventOf(line)).toMatchObject({
      kind: "auth",
      user: "ada",
      ip: "203.0.113.7",
      outcome: "failure",
      ts: 1795241940.123,
    });
  });

  it("is known in a journal record and in a parsed syslog record", () => {
    const said = "Failed password for root from 203.0.113.7 port 4 ssh2";
    const fields = { kind: "auth", service: "sshd", user: "root", ip: "203.0.113.7", outcome: "failure" };
    expect(eventOfRecord(JSON.stringify({ SYSLOG_IDENTIFIER: "sshd", MESSAGE: said }))).toMatchObject(fields);
    expect(eventOfRecord(JSON.stringify({ ident: "sshd", pid: "1", message: said }))).toMatchObject(fields);
  });

  it("is not what cron runs or mail servers do", () => {
    expect(eventOf(syslog("CRON[28]", "(root) CMD (run-parts /etc/cron.hourly)")).kind).toBe("syslog");
    expect(eventOf(syslog("postfix/smtpd[3]", "connect from unknown[203.0.113.7]")).kind).toBe("syslog");
  });
});
