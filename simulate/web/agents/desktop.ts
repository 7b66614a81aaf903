import { fill } from "../../lib/fill.ts";
import type { Random } from "../../lib/random.ts";
import { digits } from "../../lib/tokens.ts";
import { LANGUAGES } from "../../lib/words/places.ts";
import type { Agent } from "./agent.ts";
import {
  chromeVersion,
  drawYear,
  firefoxVersion,
  linuxPlatform,
  macVersion,
  windowsVersion,
} from "./eras.ts";

type Make = (rng: Random, year: number) => readonly [name: string, userAgent: string];

/** What is in a desktop browser's brackets. */
function platform(rng: Random, year: number): string {
  return rng.weighted([
    [windowsVersion(rng, year), 62],
    [`Macintosh; Intel Mac OS X ${macVersion(rng, year)}`, 26],
    [linuxPlatform(rng), 12],
  ]);
}

/** WebKit's version before Chrome froze it. */
function webkit(year: number): string {
  if (year > 2013.4) return "537.36";
  return `${Math.round(525 + (year - 2008) * 2.2)}.${Math.round(((year * 100) % 30) + 1)}`;
}

const chrome: Make = (rng, year) => {
  const engine = webkit(year);
  return [
    "Chrome",
    `Mozilla/5.0 (${platform(rng, year)}) AppleWebKit/${engine} (KHTML, like Gecko) Chrome/${chromeVersion(rng, year)} Safari/${engine}`,
  ];
};

/** Browsers built on Chromium, by what they append. */
const CHROMIUM_TAILS: readonly (readonly [name: string, tail: string, weight: number])[] = [
  ["Edge", " Edg/{90..150}.0.{800..4000}.{10..120}", 16],
  ["Edge", " Edg/{110..150}.0.0.0", 10],
  ["Edge", " Edge/1{2|3|4|5|6|7|8}.{10240|14393|15063|16299|17134|17763|18362}", 5],
  ["Opera", " OPR/{15..125}.0.{1147..5500}.{10..300}", 9],
  ["Opera", " OPR/{90..125}.0.0.0", 5],
  ["Opera GX", " OPR/{60..125}.0.{3000..5500}.{10..300} (Edition {Yx GX|Yx|std-1|std-2|Campaign 34|GX})", 1],
  ["Vivaldi", " Vivaldi/{1..7}.{0..12}.{1000..3800}.{2..60}", 4],
  ["Yandex", " YaBrowser/{14..26}.{1..12}.{0..5}.{100..2400} {Yowser/2.5 |(beta) |Yowser/2.5 Yptp/1.23 }", 5],
  ["Brave", " Brave/{70..100}", 0.4],
  ["Coc Coc", " coc_coc_browser/{40..140}.0.{100..300}", 1],
  ["Whale", " Whale/{1..4}.{0..30}.{100..300}.{10..30}", 1.5],
  ["360SE", " QIHU 360{SE|EE}", 1],
  ["Sogou", " SE 2.X MetaSr 1.0", 1],
  ["QQBrowser", " QQBrowser/{9..13}.{0..9}.{2000..9000}.400", 1.5],
  ["Maxthon", " Maxthon/{4|5|6|7}.{0..4}.{1..9}.{100..3000}", 1],
  ["Liebao", " LBBROWSER", 0.6],
  ["Avast", " Avast/{80..140}.0.{1000..30000}.{10..200}", 1],
  ["AVG", " AVG/{80..140}.0.{1000..30000}.{10..200}", 0.6],
  ["CCleaner", " CCleaner/{80..140}.0.{1000..30000}.{10..200}", 0.4],
  ["Avira", " Avira/{100..140}.0.{1000..30000}.{10..200}", 0.3],
  ["Norton", " Norton/{100..140}.0.{1000..30000}.{10..200}", 0.3],
  ["Iron", " Iron/{10..70}.0.{1000..3000}.0", 0.4],
  ["Iridium", " Iridium/{2016..2023}.{1..12}", 0.3],
  ["Comodo Dragon", " Comodo_Dragon/{10..80}.{0..4}.0.{0..9}", 0.4],
  ["DuckDuckGo", " Ddg/{15..19}.{0..6}", 1],
  ["Ecosia", " Ecosia {ios|macOS|Windows}@{80..140}.0.{1000..7000}.{10..200}", 0.3],
  ["UCBrowser", " UBrowser/{5|6|7}.{0..9}.{1000..9000}.{10..200}", 0.6],
  ["Sleipnir", " Sleipnir/{4|6}.{1..5}.{1..12}", 0.4],
  ["Kinza", " Kinza/{3..6}.{0..9}.{0..3}", 0.2],
  ["Atom", " Atom/{8..30}.0.0.{10..90}", 0.3],
  ["Sputnik", " SputnikBrowser/{1..5}.{0..9}.{1000..6000}.0", 0.3],
  ["Amigo", " Amigo/{28..61}.0.{1000..3200}.{10..200} MRCHROME SOC", 0.3],
  [
    "Electron app",
    " {Slack|Discord|Teams|Signal|Postbox|Notion|Figma|Station|Rambox|Ferdium|Franz|Obsidian|GitHubDesktop|WhatsApp}/{1..24}.{0..30}.{0..20} Electron/{8..38}.{0..5}.{0..9}",
    2,
  ],
  ["Teams", " Teams/1.{2..8}.00.{10000..36000} Electron/{10|19|20}.{0..4}.{0..9}", 0.6],
  ["Chromium", "", 0.2],
  ["unknown", " {Class}/{1..120}.{0..9}.{0..4000}.{0..200}", 2.5],
  ["Arc", " Arc/{1..2}.{0..80}.{0..3}", 0.2],
  ["Ulaa", " Ulaa/{1..3}.{0..20}.{0..3}", 0.1],
  [
    "OculusBrowser",
    " OculusBrowser/{5..36}.{0..4}.0.{0..9}.{10..70}.{100000000..600000000} SamsungBrowser/4.0",
    0.2,
  ],
];
const CHROMIUM = CHROMIUM_TAILS.map(([name, tail, weight]) => [{ name, tail }, weight] as const);

const chromium: Make = (rng, year) => {
  const { name, tail } = rng.weighted(CHROMIUM);
  const [, base] = chrome(rng, Math.max(2012.5, year));
  const added = fill(rng, tail).trimEnd();
  // Some put themselves between Chrome and Safari.
  if (/coc_coc|Whale|YaBrowser|Iron|Electron|Avast|Class|Maxthon|Amigo/.test(added) && rng.chance(0.7))
    return [name, base.replace(" Safari/", `${added} Safari/`)];
  return [name, base + added];
};

const firefox: Make = (rng, year) => {
  if (year < 2011.2) {
    const lang = rng.pick(LANGUAGES).replace(/-(\w+)$/, (m) => m.toUpperCase());
    const gecko = rng.pick([
      ["1.8.1", "2.0.0"],
      ["1.9", "3.0"],
      ["1.9.0", "3.0"],
      ["1.9.1", "3.5"],
      ["1.9.2", "3.6"],
    ]);
    return [
      "Firefox",
      fill(
        rng,
        `Mozilla/5.0 ({Windows; U; Windows NT 5.1|Windows; U; Windows NT 6.0|Windows; U; Windows NT 6.1|X11; U; Linux i686|X11; U; Linux x86_64|Macintosh; U; Intel Mac OS X 10.5|Macintosh; U; PPC Mac OS X 10.4}; {LANG}; rv:{RV}.{1..24}) Gecko/20{08|09|10|11}{month}{dd}{|05|14} {|Ubuntu/9.10 (karmic) |Ubuntu/10.04 (lucid) |Fedora/3.6.13-1.fc13 }Firefox/{FF}.{1..24}{| (.NET CLR 3.5.30729)|| GTB7.1}`,
        { LANG: lang, RV: gecko[0] as string, FF: gecko[1] as string },
      ),
    ];
  }
  const version = firefoxVersion(rng, year);
  const where = platform(rng, year).replace(/(Mac OS X \d+)_(\d+)\S*/, "$1.$2");
  const rv = version > 109 && version < 120 ? 109 : version;
  const minor = rng.chance(0.06) ? `.${rng.int(1, 3)}` : "";
  return ["Firefox", `Mozilla/5.0 (${where}; rv:${rv}.0) Gecko/20100101 Firefox/${version}.0${minor}`];
};

const GECKO_TAILS = [
  "SeaMonkey/2.{1..53}.{0..20}",
  "PaleMoon/{20..33}.{0..9}.{0..4}",
  "Waterfox/{40..56}.{0..4}",
  "Iceweasel/{3..38}.{0..9}.{0..4}",
  "IceCat/{10..115}.{0..9}.0",
  "Basilisk/20{18..24}{month}{dd}",
  "K-Meleon/{1|74|75|76}.{0..9}",
  "Camino/{1|2}.{0..6}",
  "Cyberfox/{20..52}.{0..9}",
  "LibreWolf/{90..140}.0",
  "Conkeror/1.0.{1..4}",
  "Lightning/{1..6}.{0..9}",
  "Epiphany/2.{20..30}",
  "Galeon/2.0.{1..7}",
  "Swiftfox/3.{0..6}.{0..9}",
  "Flock/2.{0..6}.{0..2}",
  "Minefield/4.0b{1..12}pre",
  "Namoroka/3.6.{1..16}",
  "Shiretoko/3.5.{1..9}",
  "Fennec/10.0.{1..5}",
  "Kazehakase/0.5.{0..8}",
  "Light/{20..52}.0",
  "Goanna/{2..6}.{0..9} PaleMoon/{26..33}.{0..9}.0",
];

/** Gecko of before 2011: its own builds under other names, and what others made of it. */
const OLD_GECKO =
  "Mozilla/5.0 ({Windows; U; {Windows NT 5.0|Windows NT 5.1|Windows NT 5.2{| x64}|Win98|Windows NT 6.0}|X11; U; {Linux i686|Linux x86_64|FreeBSD i386|SunOS sun4u|OpenBSD i386}|Macintosh; U; {PPC|Intel} Mac OS X{| 10.{4|5}| Mach-O}}; {en-US|de|de-DE|fr|ru|zh-CN|ja-JP|es-ES}; rv:{0.9.{4..9}|1.{0..7}{|.{1..13}}|1.8{|.0|.1}{|.{1..24}}|1.9{|a1|b{1..5}|.0|.1|.2}{|.{1..24}}|2.0{|b{1..12}}}) Gecko/200{1..9}{month}{dd}{|05|14} {{Minefield|GranParadiso|BonEcho|Firebird|Phoenix|Namoroka|Shiretoko|Netscape|Netscape6|Navigator|Camino|Epiphany|Galeon|K-Meleon|SeaMonkey|Iceape|IceWeasel|Iceweasel|Songbird|Flock|Swiftfox|Mozilla|MultiZilla|Orca|Sylera|Beonex|Chimera|CometBird|Wyzo|lolifox|Madfox|{Noun}|{Noun}{Noun}}/{0..9}.{0..9}{|.{0..9}|a1|pre}|Firefox/{1|2|3}.{0|5}.{0..9}.{0..20}{ {Noun}/{1..9}.{0..9}|{ }({Noun}{|/{noun}})| {Noun}-{Noun}/{unknown|{1..9}.{0..9}}|}|{Noun}/20{06..12}{month}{dd} {Noun} {Navigator|Browser}/{1..4}.{0..9}|{Noun}/{8..10}.{0..9} (GNU) {Noun}/{1..4}.{0..9}.{0..9}{| ({Noun})}}";
const OLD_GECKO_SHARE = 0.45;

const gecko: Make = (rng, year) => {
  if (rng.chance(OLD_GECKO_SHARE)) return ["Gecko", fill(rng, OLD_GECKO)];
  const [, base] = firefox(rng, Math.max(2011.5, year));
  const tail = fill(rng, rng.pick(GECKO_TAILS));
  const name = tail.slice(0, tail.indexOf("/"));
  return [name, rng.chance(0.5) ? `${base} ${tail}` : base.replace(/Firefox\/\S+/, tail)];
};

const safari: Make = (rng, year) => {
  const version = year > 2026.2 ? 26 : Math.max(3, Math.min(18, Math.round(3.4 + (year - 2008) * 0.86)));
  const engine =
    year > 2018 ? "605.1.15" : `${525 + Math.round((year - 2008) * 8)}.${rng.int(1, 60)}.${rng.int(1, 30)}`;
  if (year < 2012.6 && rng.chance(0.2))
    return [
      "Safari",
      fill(
        rng,
        `Mozilla/5.0 (Windows; U; {WIN}; {en-US|de-DE|fr-FR|ja-JP}) AppleWebKit/{ENGINE} (KHTML, like Gecko) Version/{3|4|5}.{0..1}.{1..7} Safari/{ENGINE}`,
        { WIN: windowsVersion(rng, year), ENGINE: engine },
      ),
    ];
  return [
    "Safari",
    `Mozilla/5.0 (Macintosh; Intel Mac OS X ${macVersion(rng, year)}) AppleWebKit/${engine} (KHTML, like Gecko) Version/${version}.${rng.int(0, 6)}${rng.chance(0.4) ? `.${rng.int(1, 4)}` : ""} Safari/${engine}`,
  ];
};

const CLR = [
  "; SV1",
  "; .NET CLR 1.1.4322",
  "; .NET CLR 2.0.50727",
  "; .NET CLR 3.0.30729",
  "; .NET CLR 3.5.30729",
  "; InfoPath.2",
  "; InfoPath.3",
  "; Media Center PC 6.0",
  "; SLCC1",
  "; SLCC2",
  "; .NET4.0C",
  "; .NET4.0E",
  "; GTB7.4",
  "; MS-RTC LM 8",
  "; Tablet PC 2.0",
  "; BRI/2",
  "; FunWebProducts",
  "; AskTbORJ/5.15.9.29495",
  "; MAARJS",
  "; Touch",
  "; 360SE",
  "; TencentTraveler 4.0",
  "; Maxthon",
  "; QQBrowser/7.{0..9}.{1000..9999}.400",
  "; AOL 9.{0..7}; AOLBuild 4334.{1000..5300}",
  "; Zune 4.7",
  "; chromeframe/{10..30}.0.{500..1500}.0",
  "; Avant Browser",
  "; Lunascape 6.{0..8}.{0..9}",
  "; Sleipnir/2.9.{1..9}",
  "; WOW64",
  "; MDDR",
  "; HPNTDF",
  "; LCJB",
  // Marks of makers of computers, of three letters and what they count.
  "; {M|A|L|N|C|B|E|H|D|T|S}{A|S|D|P|N|M|L}{A|C|D|E|J|L|N|M|P|R|S|T|U|2|3|6|8|9}{B|C|N|P|S|M|U|R|F|JS|JB|DF}",
  "; {EIE10|BOIE9|BOIE8};{ENUS|DEDE|ENUSMSN|ENGB|ENUSWOL}{|MSN|MSE|SEM}",
  "; AVPersonalSerial {hex:40}",
  "; {TheWorld|MyIE2|SE 2.X MetaSr 1.0|Crazy Browser {1|2|3}.0.{0..5}|GreenBrowser|Deepnet Explorer 1.{3..5}|Acoo Browser|iebar|CIBA|Hotbar {4|10}.{0..9}.{0..9}|Foxy/1|yie8|Alexa Toolbar|KB974488|{Noun}{|Bar| {1..9}.{0..9}}}",
  "; MRA {4|5}.{0..9} (build {02000..03900}); MRSPUTNIK {1|2}, {0..4}, {0..9}, {10..300}",
  "; SIMBAR={{HEX:8}-{HEX:4}-{HEX:4}-{HEX:4}-{HEX:12}}",
  "; {QQDownload {600..800}|Embedded Web Browser from: http://bsalsa.com/|OfficeLiveConnector.1.{3..5}|OfficeLivePatch.{0|1}.{0..4}|Creative AutoUpdate v1.{10..40}.{01..20}|WebMoney Advisor|Dealio Deskball 3.0|eSobiSubscriber 2.{0..1}.{0..9}.{1..30}|PeoplePal {3..7}.{0..3}|SpamBlockerUtility 4.{7..8}.{1..4}}",
];

const explorer: Make = (rng, year) => {
  const version =
    year < 2009.3
      ? rng.pick([6, 7])
      : year < 2011.3
        ? rng.pick([6, 7, 8, 8])
        : year < 2013
          ? rng.pick([7, 8, 9, 9])
          : year < 2013.9
            ? rng.pick([8, 9, 10])
            : rng.pick([8, 9, 10, 11, 11, 11]);
  const windows = windowsVersion(rng, Math.min(year, 2018));
  const trident = version >= 8 ? `; Trident/${version - 4}.0` : "";
  let extras = "";
  for (const extra of CLR) if (rng.chance(0.12)) extras += fill(rng, extra);
  if (version === 11) return ["IE 11", `Mozilla/5.0 (${windows}${trident}${extras}; rv:11.0) like Gecko`];
  // Programs around its engine sometimes name themselves behind.
  const behind = rng.chance(0.04)
    ? fill(rng, " {Noun} {Noun|Browser|Explorer}{ |  |/}{1..9}.{0..9}{|:}")
    : "";
  return [
    `IE ${version}`,
    `Mozilla/${version >= 9 ? 5 : 4}.0 (compatible; MSIE ${version}.0; ${windows}${trident}${extras})${behind}`,
  ];
};

const opera: Make = (rng, year) => {
  const lang = rng.pick(LANGUAGES).slice(0, 2);
  const platformText = rng.pick([
    windowsVersion(rng, Math.min(2014, year)),
    "X11; Linux i686",
    "X11; Linux x86_64",
    `Macintosh; Intel Mac OS X 10.${rng.int(4, 8)}.${rng.int(0, 8)}`,
  ]);
  if (year < 2009.7) return ["Opera", `Opera/9.${rng.int(0, 64)} (${platformText}; U; ${lang}) Presto/2.1.1`];
  return [
    "Opera",
    `Opera/9.80 (${platformText}${rng.chance(0.5) ? `; U; ${lang}` : ""}${rng.chance(0.1) ? "; Edition Yx" : ""}) Presto/2.${rng.int(2, 12)}.${rng.int(15, 390)} Version/1${rng.int(0, 2)}.${digits(rng, 2)}`,
  ];
};

/** Browsers of free desktops and of Macs long ago. */
const UNUSUAL = [
  "Mozilla/5.0 ({X11; U; U; Linux x86_64|X11; U; Linux x86_64|X11; U; Linux armv7l}; {en-us|de-de|ru-ru|id-id}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{30..90}.0.{1600..4500}.{10..150} Safari/537.36 Puffin/{2..9}.{0..9}.{0..5}.{1000..60000}{AP|AT|IP|IT|M|}",
  "Mozilla/5.0 ({Macintosh; U; Intel Mac OS X 10_6_3; en-us; Silk/1.{0|1}.{10..200}.{1..9}-Gen4_{digits:8}|Linux; U; en-us; KF{TT|OT|JWI|SOWI|THWI|APWI|ARWI|ASWI} Build/{IML74K|JDQ39|KTU84M}|Linux; U; Android 4.0.3; en-us; KF{TT|OT|JWI} Build/IML74K}) AppleWebKit/{533.16|535.19|537.36} (KHTML, like Gecko) {Version/5.0|Silk/{2|3}.{1..70}{| like Chrome/{20..45}.0.{1000..2500}.{10..150}}} Safari/{533.16|535.19|537.36} Silk-Accelerated={true|false}",
  "Mozilla/5{|.0} (X11; Linux {x86_64|i686}) AppleWebKit/53{4|7}.{1..36} (KHTML like Gecko) {Arch Linux|Gentoo|Debian|{Noun}} {Firefox|Chromium|Iceweasel}/{10..60}.{0..9} {Xfce|KDE|Gnome|{Noun}}",
  "Mozilla/5.0 (compatible; Konqueror/{3|4}.{0..14}{|.4}; Linux{| x86_64| 2.6.32}) KHTML/{3|4}.{0..14}.{0..5} (like Gecko){| (Debian)| Fedora/4.9.5-1.fc17| SUSE}",
  "Mozilla/5.0 (X11; Linux x86_64) KHTML/{4|5}.{0..110}.0 (like Gecko) Konqueror/{4|5}",
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/{534.34|538.1|605.1.15} (KHTML, like Gecko) rekonq/{1|2}.{0..4} Safari/{534.34|538.1}",
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{11..18}.{0..4} Safari/605.1.15 Epiphany/605.1.15",
  "Mozilla/5.0 (X11; {Linux x86_64|Ubuntu; Linux x86_64|Fedora; Linux x86_64}) AppleWebKit/{602.1|604.1|605.1.15} (KHTML, like Gecko) Version/{9..18}.0 Safari/{602.1|605.1.15}{| Ubuntu/18.04 (3.28.1-1ubuntu1) Epiphany/3.28.1}",
  "Mozilla/5.0 (X11; U; Linux {i686|x86_64}; {en-us|de-de|fr-fr}) AppleWebKit/531.2+ (KHTML, like Gecko) {Version/5.0 |}Safari/531.2+ {Epiphany/2.{28..30}.{0..6}|Midori/0.{1..5}|Debian/squeeze (2.30.6-1) Epiphany/2.30.6}",
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/{534.34|537.21|538.1} (KHTML, like Gecko) {QupZilla|Arora|Midori|Otter|surf|uzbl|luakit|dwb|Vimprobable}/{0|1|2}.{0..9}.{0..9} Safari/{534.34|537.21|538.1}",
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) {qutebrowser/{1..3}.{0..9}.{0..3}|Falkon/3.{0..2}.0|Angelfish/{1..24}.{0..12}|konqueror/{17..24}.{4|8|12}.{0..3}|Otter/1.0.{1..3}} Chrome/{65..120}.0.{3300..6100}.{10..220} Safari/537.36",
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) QtWebEngine/{5|6}.{2..15}.{0..9} Chrome/{65..120}.0.{3300..6100}.{10..220} Safari/537.36{| Konqueror (WebEnginePart)| GreenBrowser}",
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Ubuntu Chromium/{20..80}.0.{1000..4000}.{10..220} Chrome/{20..80}.0.{1000..4000}.{10..220} Safari/537.36",
  "Mozilla/5.0 (Macintosh; U; {PPC|Intel} Mac OS X 10_{4|5|6}_{1..11}; {en-us|ja-jp|fr-fr}) AppleWebKit/{523|525|528|530|531|533}.{10..22} (KHTML, like Gecko) {Version/{3|4|5}.{0..1}.{1..6} Safari/{523|525|533}.{10..22}|OmniWeb/v622.{8..18}|Shiira Safari/125|Sunrise/2.{0..2}|Stainless/0.8}",
  "iCab/{4|5}.{0..9} (Macintosh; U; {PPC|Intel} Mac OS X)",
  "Mozilla/5.0 (compatible; {NetPositive|IBrowse|AmigaVoyager}/{2|3}.{0..4}; {BeOS|AmigaOS3.9|MorphOS})",
  "Mozilla/5.0 (X11; U; Haiku{|; x86_64}) AppleWebKit/{536|602|615}.{1..20} (KHTML, like Gecko) {WebPositive/1.{1..3}|Version/10.0 HaikuWebKit/1.{6..9}.{0..9}} Safari/{536|602|615}.1",
  "Dillo/{2|3}.{0..2}{|.5}",
  "Mozilla/4.0 (compatible; Dillo {2.2|3.0})",
  "NetSurf/{1|2|3}.{0..11} ({Linux|RISC OS|NetBSD|AmigaOS|Haiku; x86_64|Linux; x86_64|Linux; armv7l})",
  "Lynx/2.{8}.{5..9}{rel|dev|pre}.{1..12} libwww-FM/2.14 SSL-MM/1.4.1 {OpenSSL|GNUTLS}/{0.9.8o|1.0.1t|1.1.1k|3.0.2|3.5.17}",
  "Lynx/2.8.{5..9}rel.{1..9} libwww-FM/2.14",
  "Links ({0.99|1.0|2.{1..29}}; {Linux 2.6.32-5-amd64|Linux 5.10.0-8-amd64|Linux 6.1.0-18-amd64|Darwin 19.6.0|FreeBSD 13.1-RELEASE amd64} {x86_64|i686}; {GNU C 10.2|x|80x25|text|198x55})",
  "ELinks/0.{11..17}.{0..9}{|rc6|pre5} (textmode; {Debian; |}Linux{| 4.19.0-6-amd64 x86_64}; {80x24|190x50|211x58|154x47}-{2|3})",
  "w3m/0.5.{1..3}{|+git20{180125|190105|210102|230121}|+debian-19}",
  "Mozilla/5.0 (X11; Linux x86_64; rv:{60..140}.0) Gecko/20100101 {Thunderbird|Icedove}/{60..140}.{0..12}.{0..3}",
  "Mozilla/4.5 (compatible; iCab 3.0x; Windows 98)",
  "Mozilla/4.{0..8} [{en|de|fr}] ({Win98|WinNT|X11|Windows NT 5.0|Macintosh}; {I|U|PPC})",
  "Mozilla/3.0 ({Win95|WinNT|X11; I; AIX 4.3; 000|Macintosh; PPC}; {I|U})",
  "amaya/{9|11}.{1..5} libwww/5.4.{0..1}",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; Trident/7.0; rv:11.0) like Gecko {/|}",
  "Mozilla/5.0 (Windows NT {6.1|10.0}; {WOW64|Win64; x64}; Trident/7.0; Touch; MALCJS; rv:11.0) like Gecko",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{60..100}.0.{3000..5000}.{10..200} Safari/537.36 Edge/{15..44}.{16000..19000}",
  "Mozilla/5.0 (Windows NT 6.2; ARM; Trident/7.0; Touch; rv:11.0; WPDesktop; Lumia {520..1520}) like Gecko",
];
const unusual: Make = (rng) => {
  const userAgent = fill(rng, rng.pick(UNUSUAL));
  return [userAgent.slice(0, userAgent.search(/[/ ]/)), userAgent];
};

/** A browser on a desktop machine. */
export function desktopBrowser(rng: Random, year = drawYear(rng)): Agent {
  const make = rng.weighted<Make>([
    [chrome, 28],
    [chromium, 24],
    [firefox, 20],
    [gecko, 6],
    [safari, 12],
    [explorer, year < 2016 ? 22 : 3],
    [opera, year < 2014 ? 8 : 0.6],
    [unusual, 7],
  ]);
  const [name, userAgent] = make(rng, year);
  return { name, userAgent, family: "desktop" };
}
