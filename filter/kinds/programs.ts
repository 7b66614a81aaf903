/** Programs by the name under which they stand in syslog or the journal: which parser reads a message. */
import { ascii, bytesOf, findByte, lengthOf } from "../text/ascii";
import { Char } from "../text/char";
import { FNV_OFFSET, FNV_PRIME } from "../text/hash";

/** Programs, and families of programs whose messages one parser reads. */
export const enum Program {
  Unknown,
  Sshd,
  Su,
  Sudo,
  /** Accounts and sessions. */
  Account,
  /** Logins at a terminal, a desktop or over an old protocol. */
  Login,
  Ftp,
  Mail,
  /** BIND. */
  Named,
  Dnsmasq,
  Unbound,
  Coredns,
  /** The kernel and those that pass on what Netfilter logs. */
  Kernel,
  WebServer,
  /** Linux audit. */
  Audit,
}

/** Slots of the hash table: a power of two, and twice the number of names at least. */
const SLOTS: u32 = 256;
const SLOT_MASK: u32 = SLOTS - 1;
/** Hash table, open addressing with linear probing: u32 FNV-1a of the name | u32 program. */
const TABLE: usize = memory.data(SLOTS << 3, 8);

learn(Program.Sshd, ascii("sshd sshd-session sshd-auth"));
learn(Program.Su, ascii("su su-l runuser runuser-l"));
learn(Program.Sudo, ascii("sudo sudo-i doas"));
learn(
  Program.Account,
  ascii(
    `systemd-logind elogind passwd chpasswd chage chfn chsh useradd userdel usermod adduser deluser groupadd groupdel 
    groupmod gpasswd newgrp unix_chkpwd unix2_chkpwd polkitd polkit-agent-helper-1 pkexec accounts-daemon 
    vipw newusers pwck`,
  ),
);
learn(
  Program.Login,
  ascii(
    `login remote agetty getty telnetd in.telnetd rlogind in.rlogind rshd in.rshd rexecd in.rexecd klogind kshd ftpd 
    in.ftpd wu-ftpd dropbear gdm gdm-password gdm-session-worker gdm-binary gdm-launch-environment lightdm sddm 
    sddm-helper kdm kdm_greet xdm xrdp-sesman`,
  ),
);
learn(Program.Ftp, ascii("vsftpd proftpd pure-ftpd"));
learn(
  Program.Mail,
  ascii(
    `dovecot dovecot-auth imap-login pop3-login submission-login managesieve-login smtpd submission smtps exim exim4 
    saslauthd imapd pop3d imapd-ssl pop3d-ssl cyrus auth`,
  ),
);
learn(Program.Named, ascii("named named-pkcs11 bind9"));
learn(Program.Dnsmasq, ascii("dnsmasq pihole-FTL"));
learn(Program.Unbound, ascii("unbound"));
learn(Program.Coredns, ascii("coredns"));
learn(Program.Kernel, ascii("kernel ulogd firewalld nftables iptables klogd shorewall"));
learn(Program.WebServer, ascii("nginx apache apache2 httpd haproxy lighttpd caddy"));
learn(Program.Audit, ascii("audit auditd audispd audisp-syslog"));

function learn(program: Program, list: usize): void {
  const end = bytesOf(list) + lengthOf(list);
  let hash = FNV_OFFSET;
  for (let at = bytesOf(list); at <= end; at++) {
    if (at < end && load<u8>(at) != Char.Space) {
      hash = (hash ^ load<u8>(at)) * FNV_PRIME;
      continue;
    }
    let slot = hash & SLOT_MASK;
    while (load<u32>(TABLE + (slot << 3))) slot = (slot + 1) & SLOT_MASK;
    store<u32>(TABLE + (slot << 3), hash);
    store<u32>(TABLE + (slot << 3), program, 4);
    hash = FNV_OFFSET;
  }
}

/** The program of this name; a path before the name and a module behind (`su(pam_unix)`) don't count. */
export function programOf(at: usize, end: usize): Program {
  end = findByte(at, end, Char.OpenParen);
  let hash = FNV_OFFSET;
  for (; at < end; at++) {
    const byte = <u32>load<u8>(at);
    hash = byte == Char.Slash ? FNV_OFFSET : (hash ^ byte) * FNV_PRIME;
  }
  let slot = hash & SLOT_MASK;
  while (true) {
    const found = load<u32>(TABLE + (slot << 3));
    if (found == hash) return load<i32>(TABLE + (slot << 3), 4);
    if (found == 0) return Program.Unknown;
    slot = (slot + 1) & SLOT_MASK;
  }
}
