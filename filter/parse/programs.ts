/** Programs by the name under which they stand in syslog or the journal: which parser reads a message. */
import { ascii, findByte } from "../text/ascii";
import { Char } from "../text/char";
import { FNV_OFFSET, FNV_PRIME } from "../text/hash";
import { addWords, findSlot, SLOT_BYTES } from "../text/hash-table";

/** Programs, and families of programs whose messages one parser reads. */
export const enum Program {
  Unknown,
  Sshd,
  Su,
  Sudo,
  /** Accounts and sessions. */
  Account,
  /** Logins at a terminal, a desktop, a file server or over an old protocol. */
  Login,
  Dovecot,
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
/** Hash table (text/hash-table.ts): a program's name to its {@link Program}. */
const TABLE: usize = memory.data(SLOTS * SLOT_BYTES, 8);

learn(Program.Sshd, ascii("sshd sshd-session sshd-auth ssh"));
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
    sddm-helper kdm kdm_greet xdm xrdp-sesman vsftpd proftpd pure-ftpd`,
  ),
);
learn(Program.Dovecot, ascii("dovecot dovecot-auth auth auth-worker"));
learn(Program.Named, ascii("named named-pkcs11 bind9"));
learn(Program.Dnsmasq, ascii("dnsmasq pihole-FTL"));
learn(Program.Unbound, ascii("unbound"));
learn(Program.Coredns, ascii("coredns"));
learn(Program.Kernel, ascii("kernel ulogd firewalld nftables iptables klogd shorewall"));
learn(Program.WebServer, ascii("nginx apache apache2 httpd haproxy lighttpd caddy"));
learn(Program.Audit, ascii("audit auditd audispd audisp-syslog"));

function learn(program: Program, names: usize): void {
  addWords(TABLE, SLOT_MASK, names, program);
}

/** Hash of the name looked up last. */
let nameHash: u32 = 0;

/** Hash of the name that {@link programOf} looked up last, without path and module: the context of its formats. */
export function programHash(): u32 {
  return nameHash;
}

/** Hash of a program's name; a path before the name and a module behind (`su(pam_unix)`) don't count. */
export function hashOfProgram(at: usize, end: usize): u32 {
  end = findByte(at, end, Char.OpenParen);
  let hash = FNV_OFFSET;
  for (; at < end; at++) {
    const byte = <u32>load<u8>(at);
    hash = byte == Char.Slash ? FNV_OFFSET : (hash ^ byte) * FNV_PRIME;
  }
  return hash;
}

/** The program of this name, as {@link hashOfProgram} takes it. */
export function programOf(at: usize, end: usize): Program {
  nameHash = hashOfProgram(at, end);
  const slot = findSlot(TABLE, SLOT_MASK, nameHash);
  return slot ? slot.value : Program.Unknown;
}
