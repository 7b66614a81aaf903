/**
 * Ordinary paths: files, articles, projects and folders with names of every make, so that a name which is merely strange
 * does not look like a scanner's guess.
 */
import { adjective, brand, city, noun, slug, verb, worldWord } from "../../simulate/lib/names.ts";
import type { Random } from "../../simulate/lib/random.ts";
import { digits, hex, letters, version } from "../../simulate/lib/tokens.ts";

/** Terms of sites about computers: languages, programs, protocols. In a path they are names, not commands. */
const TECHNICAL =
  `java python perl ruby php bash shell sh awk sed grep vim emacs git svn linux unix windows ubuntu debian freebsd solaris
  docker kubernetes nginx apache tomcat mysql postgres oracle sqlite redis mongodb ldap kerberos ssh ssl tls ftp sftp smtp
  dns dhcp dhcpd bind proxy squid iptables firewall vpn ping telnet curl wget netcat tcpdump wireshark cron passwd hosts
  fstab syslog logstash xml json yaml html css javascript jquery node npm eval exec select union cookie script alert
  console debug config env backup dump shadow proc etc dev tmp root admin system kernel driver boot cmd powershell eclipse
  maven gradle rails django flask spring hibernate struts velocity freemarker jinja log4j rmi jndi tcp udp ipv6 http
  headers request response session token hash base64 regex sleep thread process memory cpu disk raid lvm rpm deb apt yum
  gem pip cpan make gcc gdb strace xargs find cat ls tail head sort uniq cut tr tee chmod chown sudo su cgi fastcgi soap
  security exploit injection overflow hacking password login user group id`.split(/\s+/);

const CONSONANTS = [
  "b",
  "c",
  "d",
  "f",
  "g",
  "gr",
  "h",
  "j",
  "k",
  "kl",
  "l",
  "m",
  "n",
  "p",
  "pr",
  "qu",
  "r",
  "s",
  "sh",
  "st",
  "t",
  "th",
  "tr",
  "v",
  "w",
  "x",
  "z",
];
const VOWELS = ["a", "e", "i", "o", "u", "ee", "oo", "ou", "ia", "y"];
const ENDS = [
  "",
  "",
  "n",
  "r",
  "x",
  "l",
  "sh",
  "tool",
  "ctl",
  "d",
  "fs",
  "db",
  "lib",
  "kit",
  "js",
  "py",
  "ly",
  "ify",
  "rc",
  "conf",
  "con",
];
const FOLDERS =
  `blog posts articles projects files docs doc images img pics photos media assets static css js fonts scripts
  presentations slides talks papers misc about team people events news archive archives tags category categories topics
  products items shop store catalog collections brands support help faq guides tutorials learn wiki pages downloads
  releases software code src examples demo demos test tests lab labs research data datasets reports statistics download
  themes plugins modules components packages vendor lib libs dist build public uploads content articles style styles
  en de fr es pt it ru ja zh m mobile api v1 v2 rest`.split(/\s+/);
const ASSETS = [
  "png",
  "jpg",
  "jpeg",
  "gif",
  "svg",
  "css",
  "js",
  "ico",
  "woff2",
  "webp",
  "mp4",
  "pdf",
  "ttf",
  "map",
];
const PAGES = [
  "html",
  "htm",
  "xhtml",
  "php",
  "aspx",
  "jsp",
  "txt",
  "xml",
  "json",
  "md",
  "rss",
  "tar.gz",
  "zip",
  "gz",
  "py",
  "sh",
  "c",
  "h",
  "pl",
  "rb",
  "conf",
  "pyc",
  "deb",
  "rpm",
  "csv",
];

/** A name as projects and programs have: syllables of no language. */
function coined(rng: Random): string {
  const syllables = Array.from({ length: rng.int(1, 3) }, () => rng.pick(CONSONANTS) + rng.pick(VOWELS));
  return syllables.join("") + rng.pick(ENDS);
}

function technical(rng: Random): string {
  const word = () => rng.pick(TECHNICAL);
  return rng.weighted<() => string>([
    [word, 4],
    [() => `${word()}-${word()}`, 3],
    [() => `${word()}-${noun(rng)}-${word()}`, 2],
    [() => `${verb(rng)}-${word()}-${rng.pick(["in", "with", "and", "for", "on", "over"])}-${word()}`, 3],
    [() => `${word()}${word()}`, 2],
    [() => `${letters(rng, rng.int(1, 3))}${word()}`, 1],
    [() => `${word()}_${word()}`, 1],
    [() => `${word()}-${version(rng)}`, 1],
    [() => `${word()}${rng.int(1, 20)}`, 1],
    [() => `${rng.int(1, 99)}-${slug(rng)}`, 1],
  ])();
}

/** Pages that generators of documentation and of news make. */
function documentation(rng: Random): string {
  const name = () => (rng.chance(0.5) ? coined(rng) : rng.pick(TECHNICAL));
  const capital = () => {
    const text = name();
    return text.charAt(0).toUpperCase() + text.slice(1);
  };
  return rng.weighted<() => string>([
    [() => `${name()}_8${rng.pick(["h", "c", "cpp"])}${rng.pick(["", "_source", "-source"])}.html`, 2],
    [
      () =>
        `${rng.pick(["functions", "globals"])}_${rng.pick(["vars", "func", "type", "defs", "enum", "0x61"])}.html`,
      2,
    ],
    [() => `class${capital()}${rng.pick(["", "-members", "_1_1Type"])}.html`, 1],
    [() => `struct${name()}__${name()}.html`, 1],
    [
      () =>
        `${rng.pick(["annotated", "files", "globals", "functions", "hierarchy", "genindex", "py-modindex", "allclasses-frame", "overview-summary"])}.html`,
      1,
    ],
    [() => `${capital()}${capital()}.html`, 1],
    [() => `${name()}.${rng.int(1, 8)}.html`, 1],
    [() => `${name()}.conf${rng.pick(["", ".5.html", ".txt", ".example", ".sample"])}`, 1],
    [() => `article_${rng.int(1, 200)}.php`, 1],
    [() => `README${rng.pick(["", ".md", ".txt", ".html"])}`, 0.5],
  ])();
}

const NAMES: readonly ((rng: Random) => string)[] = [
  (rng) => slug(rng),
  (rng) => technical(rng),
  (rng) => technical(rng),
  (rng) => documentation(rng),
  coined,
  (rng) => `${coined(rng)}-${coined(rng)}`,
  (rng) => `${coined(rng)}-${version(rng)}`,
  (rng) => `${noun(rng)}_${noun(rng)}`,
  (rng) => `${verb(rng)}-${adjective(rng)}-${noun(rng)}`,
  (rng) => `${noun(rng)}${rng.int(1, 2026)}`,
  (rng) => `${brand(rng)}-${rng.int(1998, 2026)}`,
  (rng) => noun(rng),
  (rng) => encodeURIComponent(worldWord(rng)),
  (rng) => city(rng).replace(/\s/g, "-"),
  (rng) => digits(rng, rng.int(1, 9)),
  (rng) => `${letters(rng, rng.int(2, 5))}${rng.int(1, 99)}`,
  (rng) => `~${rng.chance(0.5) ? letters(rng, rng.int(3, 8)) : noun(rng)}`,
  (rng) => `${noun(rng)}.${hex(rng, 8)}`,
  (rng) =>
    `${rng.int(2000, 2026)}${String(rng.int(1, 12)).padStart(2, "0")}${String(rng.int(1, 28)).padStart(2, "0")}`,
];

/** A path without a query; half of them name a file. */
export function ordinaryPath(rng: Random): string {
  const folders = Array.from({ length: rng.int(0, 4) }, () =>
    rng.chance(0.5) ? rng.pick(FOLDERS) : rng.pick(NAMES)(rng),
  );
  const name = rng.pick(NAMES)(rng);
  const path = `/${[...folders, name].join("/")}`;
  if (rng.chance(0.35)) return `${path}.${rng.pick(ASSETS)}`;
  if (rng.chance(0.25)) return `${path}.${rng.pick(PAGES)}`;
  return rng.chance(0.3) ? `${path}/` : path;
}
