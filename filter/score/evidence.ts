/**
 * Evidence of an attack's category: markers in a text that belong to one technique and to hardly anything else. Only
 * requests that are labelled attacks are searched, so that a reason names what was found, never what a weight happened to
 * fire on; cost and ordinary text don't matter here.
 */

import { decodeTarget } from "../features/decode";
import { target } from "../features/target";
import { allocateStatic } from "../memory/heap";
import { take } from "../memory/scratch";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Feature } from "../schema/features";
import { Field } from "../schema/fields";
import { NO_REASON } from "../schema/reasons";
import { ascii, bytesOf, findByte, HIGHS, lengthOf } from "../text/ascii";
import { Char } from "../text/char";
import { GOLDEN_32 } from "../text/hash";
import { itemEnd, itemStart, list, literalOf } from "../text/list";

/** Names in the order in which they are looked for: what contains another comes first. All in lower case. */
const JNDI: usize = list(ascii("jndi:,${::-,${lower:,${upper:,${env:,${sys:,${base64:,${date:"));
const CODE: usize = list(
  ascii(
    `<?php,<?=,phpinfo(,eval(,assert(,base64_decode(,call_user_func,invokefunction,auto_prepend_file,allow_url_include,
    php://input,classloader,getruntime(,processbuilder,system(,passthru(,shell_exec(,proc_open(,popen(,__import__,ognl.`,
  ),
);
const XSS: usize = list(
  ascii(
    `<script,</script,<svg,<img,<iframe,<body,<details,<video,<audio,<input,<marquee,<object,<embed,<a href,<math,
    javascript:,vbscript:,onerror=,onload=,onmouseover=,ontoggle=,onfocus=,onclick=,onstart=,alert(,document.cookie,
    document.domain,string.fromcharcode`,
  ),
);
const TEMPLATE: usize = list(ascii("{{,${,#{,<%,*{,{%,@(,__class__,__globals__"));
const SQL: usize = list(
  ascii(
    `union all,union select,union/**/,union(,select ,select(,' or," or,) or,' and,or 1=1,and 1=,or '1,sleep(,benchmark(,waitfor ,
    order by ,group by , having ,information_schema,'--,' --,"--,drop table,extractvalue(,updatexml(,convert(int,'=',
    '||',xp_cmdshell,load_file(,into outfile,/**/,/*!,sysdate(,dbms_pipe,';`,
  ),
);
const COMMAND: usize = list(
  ascii(
    `() {,$(,&&,wget ,curl ,/bin/sh,/bin/bash,/bin/cat,cmd=,exec=,;id,|id,;ls,|ls,; ls,| ls,;cat,|cat,; cat,| cat,;nc,|nc,
    nc -e,ping -c,ping -n,uname,whoami,powershell,chmod ,rm -rf,cmd.exe,busybox,$ifs,\${ifs},;sleep,|sleep,; sleep,;echo,|echo,
    ;sh,|sh`,
  ),
);
const CLIMB: usize = list(ascii("../,..\\,..;/"));
const FILES: usize = list(
  ascii(
    `/etc/,/proc/self,/proc/1/,win.ini,boot.ini,system32,c:\\,c:/,php://filter,php://,expect://,zip://,phar://,web-inf,
    /var/log`,
  ),
);
/** Scripts that others left, and pages that tell of a server, by their whole names. */
const SHELLS: usize = list(ascii("/cmd.php,/shell.php,/wso.php,/c99.php,/r57.php"));
const KNOWN: usize = list(ascii("/phpinfo,/info.php,/test.php,/administrator/,/admin.php"));
/** A parameter that is an address elsewhere, or the addresses that clouds give themselves. */
const SSRF: usize = list(
  ascii(
    "169.254.169.254,metadata.google,=http://,=https://,=ftp://,=gopher://,=dict://,=ldap://,=file://,=//",
  ),
);

/** A bit for each of the lists above. */
enum Found {
  JNDI = 1,
  CODE = 2,
  XSS = 4,
  TEMPLATE = 8,
  SQL = 16,
  COMMAND = 32,
  CLIMB = 64,
  FILES = 128,
  SSRF = 256,
  SHELLS = 512,
  KNOWN = 1024,
}

/** A piece of a list; those whose first two bytes have one hash are chained: a text is passed once for all lists. */
@unmanaged
class Marker {
  at: usize;
  length: usize;
  /** Its first two bytes: what most texts that begin alike differ in. */
  two: u32;
  found: u32;
  next: Marker | null;
}

const LOUD: usize = ascii("%$<'{`\"");
/** u32 first marker of each chain. */
const CHAINS: u32 = 256;
const FIRST: usize = memory.data(CHAINS << 2, 4);

/** Where the chain of these two bytes begins. @inline */
function chainOf(two: u32): usize {
  return FIRST + ((<usize>((two * GOLDEN_32) >> 24)) << 2);
}

learn(JNDI, Found.JNDI);
learn(CODE, Found.CODE);
learn(XSS, Found.XSS);
learn(TEMPLATE, Found.TEMPLATE);
learn(SQL, Found.SQL);
learn(COMMAND, Found.COMMAND);
learn(CLIMB, Found.CLIMB);
learn(FILES, Found.FILES);
learn(SSRF, Found.SSRF);
learn(SHELLS, Found.SHELLS);
learn(KNOWN, Found.KNOWN);

function learn(markers: usize, found: u32): void {
  const stop = bytesOf(literalOf(markers)) + lengthOf(literalOf(markers));
  for (let i: u32 = 0; itemStart(markers, i) < stop; i++) {
    const marker = changetype<Marker>(allocateStatic(offsetof<Marker>()));
    marker.at = itemStart(markers, i);
    marker.length = itemEnd(markers, i) - marker.at;
    marker.two = load<u16>(marker.at);
    marker.found = found;
    const first = chainOf(marker.two);
    marker.next = changetype<Marker | null>(<usize>load<u32>(first));
    store<u32>(first, <u32>changetype<usize>(marker));
  }
}

/** Which lists the text in [at, end), in lower case, has something of. */
function foundIn(at: usize, end: usize): u32 {
  let found: u32 = 0;
  for (; at < end; at++) {
    const two = <u32>load<u16>(at);
    let marker = changetype<Marker | null>(<usize>load<u32>(chainOf(two)));
    while (marker) {
      if (marker.two == two && at + marker.length <= end && memory.compare(at, marker.at, marker.length) == 0)
        found |= marker.found;
      marker = marker.next;
    }
  }
  return found;
}

const AT_SIGNS: u64 = 0x3f3f3f3f3f3f3f3f; // 0x80 - 'A'
const BRACKETS: u64 = 0x2525252525252525; // 0x80 - '[', which follows 'Z'
const LOWS: u64 = 0x7f7f7f7f7f7f7f7f;

/** Eight bytes, their capital letters in lower case. */
function lowered(word: u64): u64 {
  const low = word & LOWS;
  const capitals = (low + AT_SIGNS) & ~(low + BRACKETS) & ~word & HIGHS;
  return word | (capitals >> 2);
}

/** Of a longer text the beginning is read; of a target, the stretch that stands for it (features/stretch.ts). */
const MAX_BYTES: usize = 1024;

/** What the text of a field is evidence of: a number in REASON_NAMES. */
function kindOf(field: u32, isTarget: bool): u32 {
  if (!hasField(field)) return NO_REASON;
  const stretch: usize = isTarget ? target.stretchAt : 0;
  const from = stretch ? stretch : fieldAt(field);
  const stop = stretch ? target.stretchEnd : min<usize>(fieldEnd(field), from + MAX_BYTES);
  const text = take(stop - from + 16);
  if (text == 0) return NO_REASON;
  let end = text + (stop - from);
  if (stretch) memory.copy(text, from, stop - from);
  else end = decodeTarget(from, stop, text);
  for (let p = text; p < end; p += 8) store<u64>(p, lowered(load<u64>(p)));
  return kindIn(text, end, isTarget);
}

function kindIn(text: usize, end: usize, isTarget: bool): u32 {
  let found = foundIn(text, end);
  if (findByte(text, end, Char.Backtick) < end) found |= Found.COMMAND;
  if (found & Found.JNDI) return Feature.WordsJndi;
  if (found & Found.CODE) return Feature.WordsCode;
  if (found & Found.XSS) return Feature.WordsXss;
  if (found & Found.TEMPLATE && !(found & Found.COMMAND)) return Feature.WordsTemplate;
  if (found & Found.SQL) return Feature.WordsSqli;
  if (found & Found.COMMAND) return Feature.WordsCommand;
  // The rest is an attack in a target alone.
  if (!isTarget) return NO_REASON;
  if (found & Found.CLIMB) return Feature.Climbs;
  if (found & Found.FILES) return Feature.WordsFiles;
  if (found & Found.SSRF) return Feature.WordsSsrf;
  if (found & Found.SHELLS) return Feature.WordsWebshell;
  return found & Found.KNOWN ? Feature.WordsProbe : NO_REASON;
}

/** Evidence in the request's target: a number in REASON_NAMES, or NO_REASON. */
export function evidenceInTarget(): u32 {
  return kindOf(Field.Path, true);
}

/** Evidence in referer and user agent, likewise. */
export function evidenceInHeaders(): u32 {
  const referer = isPlain(Field.Ref) ? NO_REASON : kindOf(Field.Ref, false);
  return referer != NO_REASON || isPlain(Field.Ua) ? referer : kindOf(Field.Ua, false);
}

/** Whether a header has none of the characters that every attack in a header has some of; most headers are so. */
function isPlain(field: u32): bool {
  const at = fieldAt(field);
  const end = hasField(field) ? fieldEnd(field) : at;
  for (let i = bytesOf(LOUD); i < bytesOf(LOUD) + lengthOf(LOUD); i++)
    if (findByte(at, end, load<u8>(i)) < end) return false;
  return true;
}
