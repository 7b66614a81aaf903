// biome-ignore-all lint/suspicious/noTemplateCurlyInString: payloads hold "${" by nature
/** Commands of a word or two behind a separator: what is tried first, and often all that is tried. */

import { grammar, lines } from "../lib/grammar.ts";
import { LEXICON } from "../lib/lexicon.ts";
import type { Random } from "../lib/random.ts";

const RULES = grammar({
  ...LEXICON,
  start: [
    ["«before»«sep»«tool»«after»", 40],
    ["«before»«sep» «tool»«after»", 8],
    ["«before»«bt»«tool»«bt»", 9],
    ["«before»$(«tool»)", 9],
    ["«before»«quote»«sep»«tool»«sep»«quote?»", 5],
    ["«before»«quote»«sep»«tool»«comment»", 3],
    ["«before»)«sep»«tool»«after»", 4],
    ["«before»«sep»«sep»«tool»", 2],
    ["«tool»«pipe»", 3],
    ["«bin»«tool»", 3],
    ["«before»«sep»«bin»«tool»«after»", 5],
    ["«before»«sep»«set»", 5],
    ["«before»«sep»«glob»", 5],
    ["«before»«sep»«split»", 5],
    ["«before»«sep»«blankless»", 5],
    ["<(«tool»)", 1],
    ["${«tool»}", 1],
    ["«before»%0a«tool»%0a", 2],
    ["«before»«bs»n«tool»«bs»n", 1],
    ["«before»\n«tool»", 3],
    ["«before»\r\n«tool»", 1],
  ],
  before: [
    "«»",
    "«»",
    "«»",
    "«int»",
    "«small»",
    "«letter»",
    "«rnd»",
    "«noun»",
    "127.0.0.1",
    "«ip»",
    "«Rnd»",
    "«rnd».«ext»",
  ],
  sep: [";", ";", ";", "|", "|", "|", "||", "&", "&&", "&&", "%0a", "\n"],
  after: [
    ["«»", 10],
    [";", 4],
    ["|", 4],
    ["||", 1],
    ["&", 2],
    ["&&", 1],
    ["#", 2],
    ["\n", 1],
    ["%0a", 1],
    ["||«letter»", 0.5],
    [";«rnd2»", 0.5],
    ["`", 0.3],
    ["'", 0.5],
  ],
  quote: ["'", '"'],
  comment: ["#", " #", ";#", " --", "//"],
  bin: ["/bin/", "/usr/bin/", "/sbin/", "/usr/sbin/", "/usr/local/bin/", "./"],
  /** What tells who and where one is: the first thing that is asked of a shell. */
  tool: [
    ["id", 18],
    ["whoami", 8],
    ["uname", 4],
    ["uname -«a|r|n|v»", 3],
    ["ls", 4],
    ["ls «-la|-l|/|/etc|/tmp|..|-al /»", 3],
    ["dir", 3],
    ["dir «C:«bs»|/b|..»", 1],
    ["cat «unixfile»", 4],
    ["type «winname»", 2],
    ["ping -«c|n|i» «small» «address»", 4],
    ["ping «address»", 2],
    ["sleep «secs»", 4],
    ["timeout «secs»", 1],
    ["echo «rnd»", 3],
    ["echo «int»", 1],
    ["expr «int» «+|*|-» «int»", 1.5],
    ["set /a «int»«*|+|-»«int»", 1.5],
    ["nslookup «host»", 3],
    ["curl «address»", 3],
    ["wget «address»", 3],
    ["curl «url»", 2],
    ["wget «url»", 2],
    ["«state»", 16],
    ["net «user|users|localgroup|view|start|share»", 1.5],
    ["ver", 1],
    ["reboot", 1],
    ["shutdown «-h now|/r|-r»", 0.5],
    ["touch /tmp/«rnd»", 1],
    ["rm -rf «/|*|/tmp/«rnd»»", 1],
    ["nc «ip» «port»", 1.5],
    ["perl -e «int»", 0.5],
    ["phpinfo()", 0.5],
    ["which «rnd»", 0.5],
    ["find / -name «rnd»", 0.5],
    ["ps «aux|-ef»", 2],
    ["netstat -«an|na|tlnp»", 1.5],
    ["ip «a|addr|r»", 1],
  ],
  state: lines`
    «w|who|ps|env|set|pwd|date|hostname|uptime|users|groups|logname|last|tty|arch|nproc|free|df|mount|dmesg|lscpu|lsblk|lsof|top|printenv|history|jobs|umask|locale|true|false»
    «ifconfig|ipconfig|ipconfig /all|netstat|route|arp -a|systeminfo|tasklist|getmac|quser|hostnamectl|printenv|sysctl -a|lsb_release -a|crontab -l|sudo -l»`,
  address: ["«ip»", "«host»", "127.0.0.1", "localhost", "«rndmix».«oastword»", "«ip»:«port»"],
  winname: ["«drive»windows«bs»win.ini", "«drive»boot.ini", "«rnd».txt", "%SYSTEMROOT%«bs»win.ini"],
  drive: ["C:«bs»", "c:/"],
  /** A set without blanks: the shell makes a command and its arguments of it. */
  set: [
    "{«rnd»,«tool1»}",
    "{«read»,«unixfile»}",
    "{«read»,«unixfile»}",
    "{ls,-la}",
    "{«curl|wget|ping|nslookup»,«address»}",
    "{«curl|wget»,-«letter»,«address»}",
    "{echo,«base64»}|{base64,-d}|«sh»",
  ],
  tool1: ["id", "whoami", "«int»", "-«letter»"],
  read: [
    "cat",
    "cat",
    "tac",
    "head",
    "tail",
    "more",
    "less",
    "nl",
    "od",
    "xxd",
    "rev",
    "strings",
    "sort",
    "base64",
  ],
  sh: ["sh", "bash", "dash"],
  /** Letters left to the shell, which finds the file. */
  glob: (rng) =>
    `${globbed(rng, rng.pick(["/bin/", "/usr/bin/"]) + rng.pick(READERS))} ${globbed(rng, rng.pick(FILES))}`,
  split: (rng) => {
    const reader = rng.pick(READERS);
    const at = rng.int(1, Math.max(1, reader.length - 1));
    const gap = rng.pick(["''", '""', "\\", "$@", "$*", "$()", "``", "${x}", "$u"]);
    return `${reader.slice(0, at)}${gap}${reader.slice(at)}${rng.chance(0.5) ? ` ${rng.pick(FILES)}` : ""}`;
  },
  blankless: [
    "«read»${IFS}«unixfile»",
    "«read»$IFS$«digit»«unixfile»",
    "«read»<«unixfile»",
    "«read»%09«unixfile»",
    "«read»«tab»«unixfile»",
    "ls${IFS}-la",
    "«curl|wget|ping|nslookup»${IFS}«address»",
    "uname${IFS}-a",
    "IFS=,;«bt»cat<<<uname,-a«bt»",
    "«read»$IFS«unixfile»",
  ],
});

const READERS = [
  "cat",
  "tac",
  "head",
  "tail",
  "more",
  "less",
  "id",
  "whoami",
  "uname",
  "ls",
  "wget",
  "curl",
  "nc",
  "sh",
];
const FILES = [
  "/etc/passwd",
  "/etc/shadow",
  "/etc/hosts",
  "/etc/group",
  "/etc/issue",
  "/proc/version",
  "/etc/fstab",
];

/** A path with some of its letters as `?`, `*` or a class of one. */
function globbed(rng: Random, path: string): string {
  const share = rng.pick([0.2, 0.4, 0.7, 1]);
  const open = path.replace(/[a-z]/g, (c) =>
    rng.chance(share) ? rng.pick(["?", "?", "?", "?", `[${c}]`]) : c,
  );
  return rng.chance(0.25) ? open.replace(/[^/]+$/, (name) => `${name.slice(0, 2)}*`) : open;
}

/** A command of a word or two, behind what separates it from the victim's. */
export const briefCommand = (rng: Random): string => RULES(rng);
