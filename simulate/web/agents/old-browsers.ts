/** Browsers of 2000 to 2015, when each had a form of its own. */
import { fill } from "../../lib/fill.ts";
import type { Random } from "../../lib/random.ts";
import type { Agent } from "./agent.ts";
import { desktopBrowser } from "./desktop.ts";
import { mobileBrowser } from "./mobile.ts";

const LOCALE =
  "{en-US|en-GB|de|de-DE|fr|fr-FR|es-ES|it|nl|pl|pt-BR|ru|ru-RU|ja|ja-JP|zh-CN|zh-TW|ko-KR|cs|sv-SE|tr|hu|fi|da|nb-NO}";
const WINDOWS =
  "{Windows 95|Windows 98|Windows 98; Win 9x 4.90|Windows ME|Windows NT 4.0|Windows NT 5.0|Windows NT 5.1|Windows NT 5.1|Windows NT 5.2|Windows NT 6.0|Windows NT 6.1}";
const CLR =
  "{; .NET CLR 1.{0|1}.{3705|4322}|}{; .NET CLR 2.0.50727|}{; .NET CLR 3.0.{04506.30|4506.2152|04506.648}|}{; .NET CLR 3.5.{21022|30729}|}{; InfoPath.{1..3}|}{; Media Center PC {3|4|5|6}.{0|1}|}{; Tablet PC {1.7|2.0}|}{; FDM|; MRA 5.{0..9} (build {1000..3999})|; MEGAUPLOAD {1..3}.0|; GTB{5..7}{|.{0..5}}|; chromeframe/{10..30}.0.{500..1500}.{0..90}|; SE 2.X MetaSr 1.0|; {TheWorld|Maxthon|{Noun} {Noun}}{| {1..8}.{0..9}}|}";

/** By the maker, with how many of them there were. */
const FORMS: readonly (readonly [name: string, template: string, weight: number])[] = [
  [
    "MSIE",
    `Mozilla/4.0 (compatible; MSIE {4.01|5.0|5.01|5.5|6.0|6.0|7.0|8.0}; ${WINDOWS}{; SV1|; {Q312461|T312461|DigExt|Hotbar {3|4}.{0..9}}|}${CLR})`,
    30,
  ],
  [
    "MSIE",
    `Mozilla/4.0 (compatible; MSIE {7|8}.0; Windows NT {5.1|6.0|6.1}{; WOW64|; Win64; x64|}; Trident/4.0{; SLCC{1|2}|}${CLR})`,
    16,
  ],
  [
    "MSIE",
    `Mozilla/5.0 (compatible; MSIE {9|10}.0; Windows NT 6.{0..2}{; WOW64|; Win64; x64|}; Trident/{5|6}.0{; SLCC2|}${CLR})`,
    12,
  ],
  ["MSIE for Mac", "Mozilla/4.0 (compatible; MSIE 5.{0|1|13|16|22|23}; Mac_PowerPC)", 2],
  [
    "AOL",
    `Mozilla/4.0 (compatible; MSIE {5.5|6.0|7.0}; {AOL|America Online Browser 1.1|MSN|CS 2000} {5|6|7|8|9}.{0|1}; ${WINDOWS}${CLR})`,
    4,
  ],
  [
    "Mozilla",
    `Mozilla/5.0 (Windows; U; ${WINDOWS}; ${LOCALE}; rv:{0.9.{1..9}|1.{0..7}.{1..13}|1.7{|.{1..13}}}) Gecko/200{1..5}{month}{dd}{| Netscape{6/6.2.{1..3}|/7.{0..2}|/8.{0..1}}}`,
    8,
  ],
  [
    "Firefox",
    `Mozilla/5.0 ({Windows; U; ${WINDOWS}|X11; U; Linux {i686|x86_64}|X11; U; {FreeBSD|OpenBSD|NetBSD} i386|X11; U; SunOS sun4u|Macintosh; U; {PPC|Intel} Mac OS X{| 10.{4..6}{|-mach-o}}|Macintosh; U; PPC Mac OS X Mach-O}; ${LOCALE}; rv:1.{7|8|8.1|9|9.1|9.2}{|.{0..28}}) Gecko/20{04..11}{month}{dd}{{10..23}|} {Firefox|Phoenix|Firebird|GranParadiso|BonEcho|Iceweasel}/{0|1|2|3}.{0..9}{|.{0..28}}{| (.NET CLR 3.5.30729)| (Debian-{version}-1)|{ |}(Ubuntu-{feisty|gutsy|edgy})}`,
    20,
  ],
  [
    "Firefox",
    "Mozilla/5.0 ({Windows NT {5.1|6.0|6.1|6.2}{; WOW64|}|X11; {Ubuntu; |}Linux {i686|x86_64}|Macintosh; Intel Mac OS X 10.{5..10}}; rv:{4..42}.0{|.{1..2}}) Gecko/20100101 Firefox/{4..42}.0{|.{1..2}}",
    14,
  ],
  [
    "Safari",
    `Mozilla/5.0 (Macintosh; U; {PPC|Intel} Mac OS X{| 10_{4..6}_{1..11}}; ${LOCALE}) AppleWebKit/{85.{5..8}|125.{1..5}|312.{1..9}|41{2..9}.{1..9}|5{23..33}.{1..22}{|.{1..9}}} (KHTML, like Gecko) {Version/{3|4|5}.{0..1}{|.{1..6}} |}Safari/{85.{5..8}|125.{1..12}|312.{1..6}|41{2..9}.{1..9}|5{23..33}.{1..22}{|.{1..9}}}`,
    9,
  ],
  ["Opera", `Opera{/|/|/| }{5|6|7|8|9}.{0..64}{| (${WINDOWS}; U{; ${LOCALE}|}){|  [{en|de|ru}]}}`, 6],
  [
    "Opera",
    `Opera/9.{00..64} ({X11; Linux {i686|x86_64}|Macintosh; {PPC|Intel} Mac OS X|${WINDOWS}}; U; ${LOCALE}){| Presto/2.{0..1}.{1..22}}`,
    5,
  ],
  [
    "Opera",
    `Opera/9.80 ({${WINDOWS}{; WOW64|}|X11; Linux {i686|x86_64}|Macintosh; Intel Mac OS X 10.{4..8}.{0..9}}{; U|}{; ${LOCALE}|}{; Edition {Next|Yx|Israel|Campaign {10..34}}|}) Presto/2.{2..12}.{10..388} Version/1{0..2}.{0..17}`,
    10,
  ],
  [
    "Opera",
    `Mozilla/{4.0 (compatible; MSIE {5.0|6.0}; ${WINDOWS}; ${LOCALE})|5.0 (${WINDOWS}; U; ${LOCALE}{|; rv:1.8.{0|1}})} {Gecko/20061208 Firefox/{1.5.0|2.0.0} |}Opera {5|6|7|8|9}.{0..64}{| [{en|de|ru}]}`,
    4,
  ],
  [
    "Konqueror",
    "Mozilla/5.0 (compatible; Konqueror/{2|3|4}.{0..5}{|.{1..10}|-rc{1..6}}; {Linux{| {2.4.{18..32}|2.6.{8..38}}{|-{generic|amd64|ARCH}}}|FreeBSD{| 7.{0..2}-RELEASE}|NetBSD|Linux{; X11|}; {i686|x86_64|ppc}{; {en_US|de|fr}|}}) {KHTML/{3|4}.{0..5}.{0..10} |}(like Gecko){| (Debian)| Fedora/4.{3..9}.{0..5}-1.fc1{0..7}| (Kubuntu)| SUSE}",
    5,
  ],
  [
    "Netscape",
    "Mozilla/4.{03..80} [{en|de|fr|ja}]{C-{CCK-MCD|SYMPA|AOLNSCP} {|{noun}}|} ({Win95|Win98|WinNT|Windows NT 5.0|X11|Macintosh}; {I|U}{; {Linux 2.{2|4}.{2..20}{| i686}|SunOS 5.{6..9} sun4u|PPC|Nav}|})",
    4,
  ],
  [
    "Chrome",
    `Mozilla/5.0 ({Windows; U; Windows NT {5.1|6.0|6.1}; ${LOCALE}|Windows NT {5.1|6.0|6.1|6.2}{; WOW64|}|Macintosh; {U; |}Intel Mac OS X 10_{5..9}_{0..8}{; en-US|}|X11; {U; |}Linux {i686|x86_64}{; en-US|}}) AppleWebKit/53{0..7}.{1..36} (KHTML, like Gecko) {Ubuntu{|/10.10} Chromium/{10..37}.0.{600..2100}.{0..125} |}{Chrome|Iron|RockMelt|Comodo_Dragon|Flock}/{1..46}.{0..3}.{150..2500}.{0..150} Safari/53{0..7}.{1..36}`,
    12,
  ],
  [
    "Galeon and kin",
    `Mozilla/5.0 (X11; U; Linux {i686|i586|ppc|x86_64}; ${LOCALE}; rv:1.{4..9}{|.{1..19}}) Gecko/200{3..9}{month}{dd} {Galeon/{1|2}.{2..3}.{5..25}|Epiphany/{1|2}.{0..26}{|.{0..3}}|Kazehakase/0.{4|5}.{0..9}|SeaMonkey/1.{0..1}.{1..19}|Camino/1.{0..6}{|.{1..9}}|K-Meleon/{0.9|1.{0..5}}{|.{1..4}}|Flock/{0|1|2}.{1..9}{|.{1..9}}|Netscape/{7.2|9.0.0.{1..6}}|Songbird/{1..2}.{0..8}.0|Minimo/0.0{16..20}}`,
    6,
  ],
  [
    "Palm, Psion and early phones",
    "{Mozilla/{1.22|2.0|4.76} (compatible; {MMEF2{0|8}; Cellphone; Sony CMD-{J5|Z5}|MSIE 3.02; Windows CE; 240x320{; PPC|}|Elaine/{1|2|3}.{0..1}}){ {Elaine/3.0|Blazer/2.0}|}|portalmmm/{1.0|2.0} {n{2|4}{10..30}i|m342i|P3{12..30}i|SI400i}(c{10|20|50};TB)|UP.Browser/{3.04|3.1|4.1}-{TS1{2..4}|ER01|HI11} UP.Link/{3|4|5}.{0..4}.{0..9}|Nokia{7110|6210|6310i|3330|7650|6600|N-Gage|6680}/{1.0|2.0|5.27.0} ({04|05|3.16}.{10..89}{ SymbianOS/{6.1|7.0s} Series60/{0.9|2.0}|}){ Profile/MIDP-{1|2}.0 Configuration/CLDC-1.0|}}",
    3,
  ],
];
const WEIGHTED = FORMS.map(([name, template, weight]) => [{ name, template }, weight] as const);

/** Share drawn from the general grammar of desktop browsers, at a year of then. */
const GRAMMAR_SHARE = 0.2;
const PHONE_SHARE = 0.12;

export function oldBrowser(rng: Random): Agent {
  const year = 2008 + rng.float() * 7.5;
  if (rng.chance(PHONE_SHARE)) return mobileBrowser(rng, year);
  if (rng.chance(GRAMMAR_SHARE)) return desktopBrowser(rng, year);
  const { name, template } = rng.weighted(WEIGHTED);
  return { name, userAgent: fill(rng, template), family: "old" };
}
