/** Markers of attacks: pieces of text that belong to one technique and to hardly anything else. */
import { allocateStatic } from "../memory/heap";
import { ascii, bytesOf, lengthOf } from "../text/ascii";
import { GOLDEN_32 } from "../text/hash";
import { itemEnd, itemStart, list, literalOf } from "../text/list";

/** Markers of each technique. All in lower case. */
const JNDI: usize = list(ascii("jndi:,${::-,${lower:,${upper:,${env:,${sys:,${base64:,${date:"));
const CODE: usize = list(
  ascii(
    `<?php,<?=,phpinfo(,eval(,assert(,base64_decode(,call_user_func,invokefunction,auto_prepend_file,allow_url_include,
    php://input,classloader,getruntime(,processbuilder,system(,passthru(,shell_exec(,proc_open(,popen(,__import__,ognl.,__proto__,<!--#`,
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
    ;sh,|sh,;ps,|ps,nslookup,ifconfig,ipconfig,netstat,{cat,/???/`,
  ),
);
/** Filters of directories, paths into documents, operators of document stores. */
const LDAP: usize = list(ascii("*)(,)(|,)(&,)(uid=,)(cn=,(|(,(&("));
const XPATH: usize = list(ascii("count(/,//*,name(/,/text(),position()=,]|/, | //"));
const NOSQL: usize = list(ascii(`[$n,[$g,[$r,[$w,"$ne",'$ne',"$gt,"$lt,"$regex","$where,$where:`));
/** What begins a header; only behind a line break. */
const HEADER: usize = list(ascii("set-cookie,location:,content-,http/1.,bcc:"));
const XML: usize = list(ascii("<!doctype,<!entity,xi:include"));
/** Objects as PHP, Java, .NET and Python write them down. */
const OBJECT: usize = list(ascii(`:{s:,:{i:,ro0ab,aaeaaad/,gasv,!!python/,"@type":,java.util.`));
const FORMAT: usize = list(ascii("%n%n,%s%s%s,%x%x,%p%p,%p.%p,%x.%x"));
/** The end of an address that a script is to be taken from. */
const SCRIPT: usize = list(ascii(".txt,.php?,.gif?,.jpg?,.inc,c99,=\\\\"));
/** An address without its scheme: only a browser that is sent there reads it as one. */
const AWAY: usize = list(ascii("=//,=/\\,=\\/,=/\t/"));
const SCHEMA: usize = list(ascii("__schema,__type("));
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
  ascii("169.254.169.254,metadata.google,=http://,=https://,=ftp://,=gopher://,=dict://,=ldap://,=file://"),
);

/** A bit for each of the lists above. */
export const enum Marked {
  Jndi = 1,
  Code = 2,
  Xss = 4,
  Template = 8,
  Sql = 16,
  Command = 32,
  Climb = 64,
  Files = 128,
  Ssrf = 256,
  Shells = 512,
  Known = 1024,
  Ldap = 2048,
  Xpath = 4096,
  Nosql = 8192,
  Header = 16384,
  Xml = 32768,
  Object = 65536,
  Format = 131072,
  Script = 262144,
  Away = 524288,
  Schema = 1048576,
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

/** u32 first marker of each chain. */
const CHAINS: u32 = 256;
const FIRST: usize = memory.data(CHAINS << 2, 4);

/** Where the chain of these two bytes begins. @inline */
function chainOf(two: u32): usize {
  return FIRST + ((<usize>((two * GOLDEN_32) >> 24)) << 2);
}

learn(JNDI, Marked.Jndi);
learn(CODE, Marked.Code);
learn(XSS, Marked.Xss);
learn(TEMPLATE, Marked.Template);
learn(SQL, Marked.Sql);
learn(COMMAND, Marked.Command);
learn(CLIMB, Marked.Climb);
learn(FILES, Marked.Files);
learn(SSRF, Marked.Ssrf);
learn(SHELLS, Marked.Shells);
learn(KNOWN, Marked.Known);
learn(LDAP, Marked.Ldap);
learn(XPATH, Marked.Xpath);
learn(NOSQL, Marked.Nosql);
learn(HEADER, Marked.Header);
learn(XML, Marked.Xml);
learn(OBJECT, Marked.Object);
learn(FORMAT, Marked.Format);
learn(SCRIPT, Marked.Script);
learn(AWAY, Marked.Away);
learn(SCHEMA, Marked.Schema);

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
export function markedIn(at: usize, end: usize): u32 {
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
