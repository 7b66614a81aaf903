/** Which reader understands what a program says: by the program's name, as it stands in syslog or the journal. */
import { ascii, bytesOf, findByte, lengthOf } from "../text/ascii";
import { Char } from "../text/char";
import { FNV_OFFSET, FNV_PRIME } from "../text/hash";

export const NO_READER: u32 = 0;
export const SSHD: u32 = 1;
export const SU: u32 = 2;
export const SUDO: u32 = 3;
export const ACCOUNT: u32 = 4;
export const LOGIN: u32 = 5;
export const FTP: u32 = 6;
export const MAIL: u32 = 7;
export const NAMED: u32 = 8;
export const DNSMASQ: u32 = 9;
export const UNBOUND: u32 = 10;
export const COREDNS: u32 = 11;
export const KERNEL: u32 = 12;
export const WEB_SERVER: u32 = 13;
export const AUDIT: u32 = 14;

/** Slots of the hash table: a power of two, and twice the number of names at least. */
const SLOTS: u32 = 256;
const SLOT_MASK: u32 = SLOTS - 1;
/** Hash table, open addressing with linear probing: u32 FNV-1a of the name | u32 reader. */
const TABLE: usize = memory.data(SLOTS << 3, 8);

learn(SSHD, ascii("sshd sshd-session sshd-auth"));
learn(SU, ascii("su su-l runuser runuser-l"));
learn(SUDO, ascii("sudo sudo-i doas"));
learn(
  ACCOUNT,
  ascii(
    `systemd-logind elogind passwd chpasswd chage chfn chsh useradd userdel usermod adduser deluser groupadd groupdel 
    groupmod gpasswd newgrp unix_chkpwd unix2_chkpwd polkitd polkit-agent-helper-1 pkexec accounts-daemon 
    vipw newusers pwck`,
  ),
);
learn(
  LOGIN,
  ascii(
    `login remote agetty getty telnetd in.telnetd rlogind in.rlogind rshd in.rshd rexecd in.rexecd klogind kshd ftpd 
    in.ftpd wu-ftpd dropbear gdm gdm-password gdm-session-worker gdm-binary gdm-launch-environment lightdm sddm 
    sddm-helper kdm kdm_greet xdm xrdp-sesman`,
  ),
);
learn(FTP, ascii("vsftpd proftpd pure-ftpd"));
learn(
  MAIL,
  ascii(
    `dovecot dovecot-auth imap-login pop3-login submission-login managesieve-login smtpd submission smtps exim exim4 
    saslauthd imapd pop3d imapd-ssl pop3d-ssl cyrus auth`,
  ),
);
learn(NAMED, ascii("named named-pkcs11 bind9"));
learn(DNSMASQ, ascii("dnsmasq pihole-FTL"));
learn(UNBOUND, ascii("unbound"));
learn(COREDNS, ascii("coredns"));
learn(KERNEL, ascii("kernel ulogd firewalld nftables iptables klogd shorewall"));
learn(WEB_SERVER, ascii("nginx apache apache2 httpd haproxy lighttpd caddy"));
learn(AUDIT, ascii("audit auditd audispd audisp-syslog"));

function learn(reader: u32, list: usize): void {
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
    store<u32>(TABLE + (slot << 3), reader, 4);
    hash = FNV_OFFSET;
  }
}

/** The reader for the program of this name; a path before it and a module behind it (`su(pam_unix)`) don't count. */
export function readerOf(at: usize, end: usize): u32 {
  end = findByte(at, end, Char.OpenParen);
  let hash = FNV_OFFSET;
  for (; at < end; at++) {
    const byte = <u32>load<u8>(at);
    hash = byte == Char.Slash ? FNV_OFFSET : (hash ^ byte) * FNV_PRIME;
  }
  let slot = hash & SLOT_MASK;
  while (true) {
    const found = load<u32>(TABLE + (slot << 3));
    if (found == hash) return load<u32>(TABLE + (slot << 3), 4);
    if (found == 0) return NO_READER;
    slot = (slot + 1) & SLOT_MASK;
  }
}
