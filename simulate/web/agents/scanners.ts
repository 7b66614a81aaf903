import { fill } from "../../lib/fill.ts";
import type { Random } from "../../lib/random.ts";
import { botOfFamily } from "./bots.ts";
import { browserAgent } from "./index.ts";
import { listedBrowsers } from "./listed.ts";

/** Browsers' names that scanners carry for years: often outdated, often with a full build number, mostly desktop. */
const DISGUISES = [
  "Mozilla/5.0 (Windows NT {10.0; Win64; x64|6.1; WOW64|6.1; Win64; x64|10.0; WOW64|6.3; WOW64}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{40..138}.0.{2200..7200}.{10..200} Safari/537.36",
  "Mozilla/5.0 ({Windows NT 10.0; Win64; x64|X11; Linux x86_64|Macintosh; Intel Mac OS X 10_15_7}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{78..140}.0.0.0 Safari/537.36",
  "Mozilla/5.0 (X11; {Linux x86_64|Ubuntu; Linux x86_64|Linux i686}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{40..138}.0.{2200..7200}.{10..200} Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_{9..15}_{0..7}) AppleWebKit/{537.36 (KHTML, like Gecko) Chrome/{50..138}.0.{2700..7200}.{10..200} Safari/537.36|605.1.15 (KHTML, like Gecko) Version/{12..18}.{0..4} Safari/605.1.15}",
  "Mozilla/5.0 ({Windows NT 10.0; Win64; x64|X11; Ubuntu; Linux x86_64|X11; Linux x86_64|Windows NT 6.1; WOW64|Macintosh; Intel Mac OS X 10.15}; rv:{40..138}.0) Gecko/20100101 Firefox/{40..138}.0",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{90..138}.0.{0..7200}.{0..200} Safari/537.36 {Edg/{90..138}.0.{0..3300}.{0..200}|Edge/{12..18}.{10240..18363}|OPR/{60..110}.0.{3000..5300}.{10..200}}",
  "Mozilla/5.0 (iPhone; CPU iPhone OS {9..18}_{0..6}{|_1|_3} like Mac OS X) AppleWebKit/{601.1.46|604.1.38|605.1.15} (KHTML, like Gecko) Version/{9..18}.{0..4} Mobile/{13B143|15A372|15E148} Safari/{601.1|604.1}",
  "Mozilla/5.0 (Linux; Android {5.0|6.0|7.0|8.0.0|10|11|13}; {SM-G900P Build/LRX21T|Nexus 5 Build/MRA58N|SM-G960F|Pixel 3|K}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{46..135}.0.{0..7000}.{0..200} Mobile Safari/537.36",
];
/** Those of before 2015: few, since people's old browsers have the same names and only what a client does tells them apart. */
const OLD_DISGUISES = [
  "Mozilla/{4.0 (compatible; MSIE {6|7|8}.0; Windows NT 5.{0|1|2}{|; SV1}{|; .NET CLR 1.1.4322})|5.0 (compatible; MSIE {9|10}.0; Windows NT 6.{1|2}; Trident/{5|6}.0)|5.0 (Windows NT 6.{1|3}; {WOW64; |}Trident/7.0; rv:11.0) like Gecko}",
  "Mozilla/5.0 (Windows; U; Windows NT {5.1|6.0|6.1}; {en-US|zh-CN|en-us}; rv:1.9.{0..2}.{1..20}) Gecko/20{08|09|10}{month}{dd} Firefox/3.{0|5|6}.{1..20}",
  "Opera/9.{60|80} ({Windows NT 6.1|X11; Linux x86_64}; U; {en|ru|fr}) Presto/2.{1|8|9|10}.{1..190} Version/{10|11}.{10..60}",
];
const OLD_SHARE = 0.07;

/** A browser's name that a program has taken. */
function disguise(rng: Random): string {
  return fill(rng, rng.pick(rng.chance(OLD_SHARE) ? OLD_DISGUISES : DISGUISES));
}

/** What a scanner of the Internet calls itself: mostly a browser, else a tool, a library, or nothing. */
export function scannerAgent(rng: Random): string {
  return rng.weighted([
    [() => disguise(rng), 52],
    [() => listedBrowsers.draw(rng).userAgent, 8],
    [() => browserAgent(rng).userAgent, 3],
    [() => "", 9],
    [() => botOfFamily(rng, "library").userAgent, 10],
    [() => botOfFamily(rng, "scanner").userAgent, 12],
    [() => botOfFamily(rng, "nameless").userAgent, 6],
  ])();
}

/** A program that looks like an ordinary desktop browser: scrapers, stuffers, driven browsers. */
export function disguisedAgent(rng: Random): string {
  return rng.chance(0.5) ? disguise(rng) : listedBrowsers.draw(rng).userAgent;
}

/** How guessers of paths and parameters call themselves: their own name, their library's, or a browser's. */
export function toolAgent(rng: Random): string {
  return rng.weighted([
    [() => botOfFamily(rng, "scanner").userAgent, 30],
    [
      () =>
        fill(
          rng,
          "{gobuster/3.{0..8}{|.{0..2}}|Fuzz Faster U Fool v{1|2}.{0..1}.{0..3}{|-dev}|feroxbuster/2.{0..11}.{0..4}|Wfuzz/{2|3}.{0..4}.{0..7}|Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)|dirsearch/0.{3..4}|DirBuster-1.0-RC1 (http://www.owasp.org/index.php/Category:OWASP_DirBuster_Project)|sqlmap/1.{2..9}.{1..12}#{stable|dev} (https://sqlmap.org)|Mozilla/5.0 (compatible; Nmap Scripting Engine; https://nmap.org/book/nse.html)}",
        ),
      22,
    ],
    [() => botOfFamily(rng, "library").userAgent, 8],
    [() => disguisedAgent(rng), 36],
    [() => "", 4],
  ])();
}
