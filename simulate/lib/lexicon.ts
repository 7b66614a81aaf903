/** Terminals that most families share: numbers, identifiers, hosts, files. */

import { lines, type Rules, words } from "./grammar.ts";
import type { Random } from "./random.ts";

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const MIXED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ALNUM = `${MIXED}0123456789`;
const HEX = "0123456789abcdef";

/** A random string of `low` to `high` characters of an alphabet. */
export function randomText(rng: Random, alphabet: string, low: number, high: number): string {
  const length = rng.int(low, high);
  let text = "";
  for (let i = 0; i < length; i++) text += alphabet[rng.int(0, alphabet.length - 1)];
  return text;
}

const octet = (rng: Random) => rng.int(0, 255);

const CONSONANTS = "bcdfghjklmnprstvwz";
const VOWELS = "aeiou";

/** A word that can be said: attackers name things too, and pure noise would be learnt as their mark. */
function syllables(rng: Random): string {
  let word = "";
  for (let i = rng.int(1, 3); i > 0; i--)
    word += randomText(rng, CONSONANTS, 1, 1) + randomText(rng, VOWELS, 1, 1);
  return word + randomText(rng, rng.chance(0.5) ? CONSONANTS : VOWELS, 1, 1);
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

export const LEXICON: Rules = {
  _: [" "],
  nl: ["\n"],
  cr: ["\r"],
  tab: ["\t"],
  q: ["'"],
  qq: ['"'],
  bt: ["`"],
  bs: ["\\"],
  pipe: ["|"],
  digit: (rng) => String(rng.int(0, 9)),
  small: (rng) => String(rng.int(1, 9)),
  secs: (rng) =>
    String(
      rng.weighted([
        [5, 8],
        [10, 4],
        [rng.int(1, 9), 3],
        [rng.int(11, 30), 2],
        [0, 1],
      ]),
    ),
  int: (rng) => String(rng.int(0, 10 ** rng.int(1, 4))),
  int4: (rng) => String(rng.int(1000, 9999)),
  big: (rng) => String(rng.int(10_000, 999_999_999)),
  rnd: (rng) => (rng.chance(0.5) ? randomText(rng, LOWER, 3, 8) : syllables(rng)),
  rnd2: (rng) => randomText(rng, LOWER, 1, 3),
  Rnd: (rng) => (rng.chance(0.6) ? randomText(rng, MIXED, 3, 6) : capital(syllables(rng))),
  rndmix: (rng) => randomText(rng, ALNUM, 4, 12),
  letter: (rng) => randomText(rng, LOWER, 1, 1),
  Letter: (rng) => randomText(rng, LOWER, 1, 1).toUpperCase(),
  hex1: (rng) => randomText(rng, HEX, 1, 1),
  hex2: (rng) => randomText(rng, HEX, 2, 2),
  hex4: (rng) => randomText(rng, HEX, 4, 4),
  hex8: (rng) => randomText(rng, HEX, 8, 8),
  hex32: (rng) => randomText(rng, HEX, 32, 32),
  hexlong: (rng) =>
    randomText(rng, HEX, 2, 2) + randomText(rng, HEX, 1, 12).replace(/./g, (c) => `${rng.int(2, 7)}${c}`),
  base64: (rng) => randomText(rng, ALNUM, 12, 60) + rng.pick(["", "=", "=="]),
  ident: ["«rnd»", "«Rnd»", "«rnd2»«int»", "«rnd»_«rnd»", "«noun»", "«noun»_«noun»"],
  noun: words`
    id user users name admin account accounts member members login email pass password data item items product
    products page post posts news article category order orders customer customers session config settings table
    test demo key token secret role group file image comment message profile search report invoice payment card
    flag staff employee student country city cart stock log logs record client`,
  ip: (rng) => `${rng.int(1, 223)}.${octet(rng)}.${octet(rng)}.${rng.int(1, 254)}`,
  privip: (rng) =>
    rng.pick([
      `10.${octet(rng)}.${octet(rng)}.${rng.int(1, 254)}`,
      `192.168.${octet(rng)}.${rng.int(1, 254)}`,
      `172.${rng.int(16, 31)}.${octet(rng)}.${rng.int(1, 254)}`,
      "127.0.0.1",
    ]),
  port: (rng) => String(rng.pick([80, 443, 8080, 8000, 8443, 1337, 4444, 9001, 1234, rng.int(1024, 65535)])),
  tld: words`com net org info xyz io ru cn top me site online pw tk ml cc su biz club co in fun live pro`,
  evilword: words`evil attacker hacker malicious bad pwn exploit payload xss attack h4x malware callback collab exfil c2`,
  oastword: words`
    oast.fun oast.pro oast.live oast.site oast.online oast.me interact.sh burpcollaborator.net oastify.com
    dnslog.cn ceye.io requestbin.net webhook.site bxss.me dnslog.link eyes.sh canarytokens.com pipedream.net r87.me
    tupsr.com vulnweb.example`,
  host: [
    "«evilword».«tld»",
    "«evilword»-«rnd».«tld»",
    "«rnd».«tld»",
    "«rnd»«small».«tld»",
    "«rnd».«rnd».«tld»",
    "«rndmix».«oastword»",
    "«rnd».example.«com|org|net»",
    "«ip»",
    "«ip»:«port»",
  ],
  scheme: ["http", "https", "http", "https", "ftp"],
  url: [
    "«scheme»://«host»/«rnd».«txt|php|js|html|sh|jpg»",
    "«scheme»://«host»/«rnd»",
    "«scheme»://«host»/",
    "«scheme»://«host»",
    "«scheme»://«host»/«rnd»/«rnd».«ext»",
    "«scheme»://«host»/«rnd»?«rnd2»=«int»",
  ],
  ext: words`php txt html js asp aspx jsp cgi sh exe dat gif png jpg pl py dll bin zip xml svg dtd class jar`,
  email: ["«rnd»@«host»", "«noun»@«rnd».«tld»", "«rnd».«rnd»@«rnd».com"],
  unixfile: lines`
    /etc/passwd
    /etc/passwd
    /etc/passwd
    /etc/shadow
    /etc/«unixetc»
    /etc/«unixetc»
    /proc/«procfile»
    /proc/«procfile»
    /var/log/«logfile»
    /var/log/«logfile»
    /root/«homefile»
    /home/«unixuser»/«homefile»
    /var/www/«html/||htdocs/|«rnd»/»«webfile»
    /var/lib/«mysql/mysql/user.MYD|mlocate/mlocate.db|dpkg/status|docker/overlay2|php/sessions/sess_«hex32»|cloud/instance/user-data.txt|kubelet/config.yaml»
    /usr/local/«apache2/conf/httpd.conf|apache/conf/extra/httpd-vhosts.conf|etc/php.ini|nginx/conf/nginx.conf|tomcat/conf/tomcat-users.xml|bin/«rnd»|lib/php.ini|mysql/data/mysql.log»
    /opt/«lampp/etc/httpd.conf|xampp/logs/access_log|tomcat/conf/server.xml|splunk/etc/passwd|jboss/server/default/conf/users.properties|«rnd»/.env|«rnd»/config.«yml|json|ini|php»»
    /usr/share/«tomcat«small»/conf/tomcat-users.xml|adduser/adduser.conf|«rnd»»
    /var/run/secrets/kubernetes.io/serviceaccount/«token|ca.crt|namespace»
    /run/secrets/«rnd»
    /tmp/sess_«hex32»
    /dev/«null|random|urandom|zero|tcp/«ip»/«port»|stdin|fd/«small»»
    /boot/«grub/grub.cfg|grub2/grub.cfg|config-«small».«int»»
    /bin/«sh|bash|ls|cat|id|nc|netcat|zsh|dash|ksh|csh|tcsh|busybox»
    /usr/bin/«id|perl|python|python3|php|ruby|wget|curl|nc|env|whoami|gcc|awk|find»
    /Library/WebServer/Documents/«rnd».«php|html»
    /System/Library/CoreServices/SystemVersion.plist`,
  unixetc: words`
    passwd passwd- shadow shadow- group gshadow hosts hostname issue motd fstab crontab sudoers profile bashrc
    bash.bashrc resolv.conf host.conf nsswitch.conf ssh/sshd_config ssh/ssh_config ssh/ssh_host_rsa_key inetd.conf
    mysql/my.cnf my.cnf php.ini php/php.ini php5/apache2/php.ini apache2/apache2.conf apache2/envvars
    apache2/sites-enabled/000-default.conf apache2/sites-available/default httpd/conf/httpd.conf httpd/logs/access_log
    nginx/nginx.conf nginx/sites-enabled/default nginx/conf.d/default.conf redhat-release debian_version os-release
    lsb-release networks network/interfaces exports services protocols rc.local syslog.conf rsyslog.conf logrotate.conf
    ftpusers proftpd.conf vsftpd.conf pure-ftpd.conf samba/smb.conf postfix/main.cf aliases mtab anacrontab
    cron.d/root cron.daily security/passwd master.passwd pam.d/common-auth ldap/ldap.conf tomcat/tomcat-users.xml
    kubernetes/admin.conf docker/daemon.json machine-id sysctl.conf timezone openvpn/server.conf ppp/chap-secrets
    wpa_supplicant.conf environment shells skel/.bashrc localtime grafana/grafana.ini phpmyadmin/config.inc.php`,
  procfile: words`
    self/environ self/cmdline self/status self/maps self/fd/0 self/fd/1 self/fd/2 self/fd/5 self/fd/10 self/mounts
    self/stat self/cwd/index.php self/cwd/.env self/exe self/root/etc/passwd version cpuinfo meminfo mounts net/tcp net/arp
    net/route net/fib_trie sched_debug 1/cmdline 1/environ 1/cgroup modules cmdline uptime filesystems`,
  logfile: words`
    apache2/access.log apache2/error.log apache/access.log apache/error.log httpd/access_log httpd/error_log
    httpd-access.log access.log access_log error.log error_log nginx/access.log nginx/error.log auth.log syslog messages
    secure mail.log maillog mail vsftpd.log xferlog lastlog wtmp btmp dmesg dpkg.log yum.log cron faillog mysql.log
    mysql/error.log mysqld.log proftpd.log daemon.log kern.log debug user.log lighttpd/access.log exim/mainlog
    sshd.log tomcat/catalina.out postgresql/postgresql.log`,
  homefile: words`
    .bash_history .ssh/id_rsa .ssh/authorized_keys .ssh/id_ed25519 .ssh/id_dsa .ssh/known_hosts .ssh/config .bashrc
    .profile .mysql_history .psql_history .my.cnf .netrc .aws/credentials .aws/config .docker/config.json .kube/config
    .git-credentials .gitconfig .npmrc .pgpass .viminfo .zsh_history .bash_profile .rhosts .gnupg/secring.gpg
    .config/gcloud/credentials.db .azure/accessTokens.json .python_history .lesshst anaconda-ks.cfg`,
  unixuser: [
    "root",
    "admin",
    "ubuntu",
    "user",
    "www-data",
    "ec2-user",
    "deploy",
    "git",
    "postgres",
    "tomcat",
    "«rnd»",
  ],
  webfile: words`
    index.php config.php wp-config.php .htaccess .htpasswd configuration.php db.php settings.php .env settings.py
    web.config database.yml connect.php config.inc.php app.py main.py composer.json package.json
    .git/config includes/config.php admin/config.php application/config/database.php config/database.php storage/logs/laravel.log`,
  winfile: lines`
    windows«s»win.ini
    windows«s»win.ini
    winnt«s»«win.ini|system32«s»cmd.exe|repair«s»sam»
    boot.ini
    boot.ini
    windows«s»system32«s»drivers«s»etc«s»«hosts|networks|services|lmhosts.sam»
    windows«s»system32«s»«cmd.exe|calc.exe|config«s»sam|config«s»system|config«s»AppEvent.Evt|inetsrv«s»config«s»applicationHost.config|license.rtf|eula.txt|config«s»RegBack«s»SAM»
    windows«s»«system.ini|repair«s»sam|repair«s»system|php.ini|my.ini|iis«small».log|debug«s»NetSetup.log|panther«s»unattend.xml|panther«s»sysprep.inf|System32«s»LogFiles«s»W3SVC1«s»ex«int4».log|Microsoft.NET«s»Framework«s»v4.0.30319«s»config«s»web.config|explorer.exe|notepad.exe»
    inetpub«s»«wwwroot«s»web.config|wwwroot«s»index.asp|wwwroot«s»global.asa|logs«s»LogFiles|wwwroot«s»«rnd».aspx»
    xampp«s»«apache«s»conf«s»httpd.conf|apache«s»logs«s»access.log|apache«s»logs«s»error.log|mysql«s»bin«s»my.ini|php«s»php.ini|htdocs«s»«rnd».php|FileZillaFTP«s»FileZilla Server.xml»
    Program Files«s»«Apache Group«s»Apache2«s»conf«s»httpd.conf|MySQL«s»MySQL Server «small».«digit»«s»my.ini|«rnd»«s»«rnd».exe|Microsoft SQL Server«s»MSSQL.1»
    Users«s»«Administrator|Public|«rnd»»«s»«Desktop«s»«rnd».txt|NTUser.dat|.ssh«s»id_rsa|Documents|AppData«s»Roaming«s»«rnd»»
    Documents and Settings«s»Administrator«s»«Desktop|ntuser.dat|NTUser.Dat»
    WEB-INF«s»«web.xml|classes|applicationContext.xml»
    autoexec.bat
    config.sys
    pagefile.sys
    sysprep.inf
    unattend.xml
    global.asa
    web.config`,
  drive: ["C:\\", "c:\\", "c:/", "C:/", "/c:/", "d:\\", "«letter»:\\", "c:\\\\", "/C:\\", "C|/", "c%3A%5C"],
  s: ["\\", "\\", "/"],
};
