import { fill } from "../../lib/fill.ts";
import type { Random } from "../../lib/random.ts";
import type { Agent } from "./agent.ts";
import { buildId, phoneModel, tabletModel } from "./devices.ts";
import { androidVersion, chromeVersion, drawYear, firefoxVersion, iosVersion } from "./eras.ts";

/** Share of devices of little-known makers: there are thousands. */
const NEW_MODEL_SHARE = 0.12;

function newModel(rng: Random): string {
  return fill(
    rng,
    "{{Noun} {Noun}|{Noun}|{Noun} {az:1}{1..99}|{NOUN}_{HEX:3}|{NOUN} {NOUN}|{brand} {1..20}{|s|Pro| Pro| Plus|_plus|X| Max}|{HEX:5}|{HEX:3}-{HEX:4}|{Noun}{1..9}{10..50}|{Noun}_{1..9}|{az:4}{1..9}|{Noun}_{Noun}|{NOUN}_{Noun}_{1..9}|{NOUN} {NOUN}{HEX:2}({NOUN} {az:1})|{Noun} {Noun}({HEX:2})|{NOUN} {NOUN} #{1..90}|{Noun} {Discovery|Explorer|Scout|Radar|Hunter|Insight|Tracker|Ranger|Spider|Virtuoso|Catch|Capture|Detect|Proxy|News}|{Discovery|Explorer|Radar|Insight|Inspire|Google TV|Server} {1..9}{|Pro|_ME|-DG{100..900}}|{NOUN} {BOT|SCAN|PAD|TAB|MAX} {1..50}|CU{BOT|BE}{ |_}{Note|P|X|R|Max|Power}{| {1..50}}|{az:2}{digits:4}{|{az:1}}}",
  );
}

/** Yandex's browsers tell the processor. */
const PROCESSORS = ["arm_64; ", "arm_64; ", "arm_64; ", "arm; ", "x86_64; "];

/** `Linux; Android 10; SM-G960F`, and with the build where the browser is old or a web view. */
export function androidPlatform(rng: Random, year: number, tablet: boolean, webview = false): string {
  const version = androidVersion(rng, year);
  // Chrome froze model and version in 2023.
  if (year > 2023.2 && !webview && rng.chance(0.6)) return "Linux; Android 10; K";
  const model = rng.chance(NEW_MODEL_SHARE) ? newModel(rng) : tablet ? tabletModel(rng) : phoneModel(rng);
  const build =
    webview || year < 2018 || rng.chance(0.2) ? ` Build/${buildId(rng, Number.parseInt(version, 10))}` : "";
  const locale =
    year < 2014
      ? fill(
          rng,
          "; {en-us|en-gb|de-de|fr-fr|es-es|it-it|pt-br|ru-ru|zh-cn|zh-tw|ja-jp|ko-kr|tr-tr|pl-pl|nl-nl}",
        )
      : "";
  return `Linux; ${locale || (webview && rng.chance(0.1)) ? "U; " : ""}Android ${version}${locale}; ${model}${build}${webview && year > 2014 ? "; wv" : ""}`;
}

/** `iPhone; CPU iPhone OS 17_4_1 like Mac OS X`. */
export function iosPlatform(rng: Random, year: number, tablet: boolean): string {
  const [major, minor, patch] = iosVersion(rng, year);
  const os = `${major}_${minor}${patch ? `_${patch}` : ""}`;
  if (tablet) return `iPad; ${major < 4 && rng.chance(0.5) ? "U; " : ""}CPU OS ${os} like Mac OS X`;
  if (rng.chance(0.02)) return `iPod${rng.chance(0.5) ? " touch" : ""}; CPU iPhone OS ${os} like Mac OS X`;
  return `iPhone; CPU iPhone OS ${os} like Mac OS X`;
}

/** iOS WebKit's part up to and including `Mobile/15E148`. */
export function iosEngine(rng: Random, year: number): { engine: string; mobile: string; version: string } {
  const [major, minor, patch] = iosVersion(rng, year);
  const engine =
    year > 2018.2
      ? "605.1.15"
      : `${532 + Math.round((year - 2009) * 8)}.${rng.int(1, 60)}${rng.chance(0.6) ? `.${rng.int(1, 20)}` : ""}`;
  return {
    engine,
    mobile:
      year > 2018 && rng.chance(0.8)
        ? "15E148"
        : fill(rng, "{7|8|9|10|11|12|13|14|15|16|17|18|20|21|22}{A|B|C|D|E|F|G|H}{50..500}{|a|b}"),
    version: `${major}.${minor}${patch ? `.${patch}` : ""}`,
  };
}

const ANDROID_BROWSERS: readonly (readonly [{ name: string; tail: string }, number])[] = [
  [{ name: "Samsung Internet", tail: "SamsungBrowser/{2..29}.{0..4} Chrome/{CHROME}{M} Safari/537.36" }, 14],
  [
    {
      name: "Opera Mobile",
      tail: "Chrome/{CHROME}{M} Safari/537.36 OPR/{15..92}.{0..9}.{1000..5500}.{10000..90000}",
    },
    6,
  ],
  [{ name: "Opera Touch", tail: "Chrome/{CHROME}{M} Safari/537.36 OPT/{1..4}.{0..9}{|.{1..60}}" }, 1],
  [{ name: "Edge", tail: "Chrome/{CHROME}{M} Safari/537.36 EdgA/{41..145}.0.{0..3500}.{0..120}" }, 5],
  [
    {
      name: "Yandex",
      tail: "Chrome/{CHROME} YaBrowser/{14..26}.{1..12}.{0..9}.{10..900}.00 {SA/3 |}Mobile Safari/537.36",
    },
    4,
  ],
  [
    {
      name: "Yandex app",
      tail: "Version/4.0 Chrome/{CHROME}{M} Safari/537.36 YandexSearch/{7..24}.{10..90} YandexSearchBrowser/{7..24}.{10..90}",
    },
    1,
  ],
  [
    {
      name: "Yandex with Alice",
      tail: "Chrome/{CHROME} {YaApp_Android/{20..26}.{10..130}{|.1}{|/apad} |}YaSearchBrowser/{20..26}.{10..130}{|.1}{|/apad} BroPP/1.0 {YaSearchApp/{20..26}.{10..130}{|.1}{|/apad} |}{webOmni |webOmni (beta) |}SA/3{M} Safari/537.36",
    },
    4,
  ],
  [
    {
      name: "UC Browser",
      tail: "Version/4.0 Chrome/{CHROME} UCBrowser/{9..15}.{0..9}.{0..9}.{100..1400} {Mobile Safari/537.36|U3/0.8.0 Mobile Safari/534.30}",
    },
    5,
  ],
  [
    {
      name: "MIUI Browser",
      tail: "Version/4.0 Chrome/{CHROME}{M} Safari/537.36 XiaoMi/MiuiBrowser/{8..19}.{0..9}.{0..30}{|-gn}",
    },
    5,
  ],
  [
    {
      name: "QQ Browser",
      tail: "Version/4.0 Chrome/{CHROME} MQQBrowser/{5..15}.{0..9} {TBS/04{3..6}{100..900} |}Mobile Safari/537.36{| COVC/04{5..6}{100..900}}",
    },
    3,
  ],
  [
    {
      name: "Huawei Browser",
      tail: "Chrome/{CHROME} HuaweiBrowser/{9..16}.{0..1}.{0..9}.{300..320} Mobile Safari/537.36",
    },
    3,
  ],
  [
    {
      name: "HeyTap",
      tail: "Version/4.0 Chrome/{CHROME}{M} Safari/537.36 HeyTapBrowser/{30..46}.{7..10}.{0..40}.{1..9}",
    },
    3,
  ],
  [
    {
      name: "OppoBrowser",
      tail: "Version/4.0 Chrome/{CHROME}{M} Safari/537.36 OppoBrowser/{10..25}.{1..7}.{0..9}.{0..9}",
    },
    1,
  ],
  [
    {
      name: "Vivo Browser",
      tail: "Version/4.0 Chrome/{CHROME}{M} Safari/537.36 VivoBrowser/{5..20}.{0..9}.{0..60}.{0..9}",
    },
    3,
  ],
  [
    { name: "Vivaldi", tail: "Chrome/{CHROME}{M} Safari/537.36 Vivaldi/{2..7}.{0..9}.{1000..3600}.{10..90}" },
    0.5,
  ],
  [
    {
      name: "DuckDuckGo",
      tail: "Version/4.0 Chrome/{CHROME}{M} {DuckDuckGo/5 |}Safari/537.36{| DuckDuckGo/5| Ddg/13.6}",
    },
    3,
  ],
  [
    {
      name: "Ecosia",
      tail: "Chrome/{CHROME}{M} Safari/537.36 (Ecosia android@{60..140}.0.{3000..7000}.{10..200})",
    },
    1,
  ],
  [{ name: "Brave", tail: "{Brave Chrome|Chrome}/{CHROME}{M} Safari/537.36" }, 0.5],
  [
    {
      name: "Puffin",
      tail: "Chrome/{CHROME}{M} Safari/537.36 Puffin/{4..10}.{0..9}.{0..5}.{10000..60000}A{P|T}",
    },
    1,
  ],
  [{ name: "Silk", tail: "Silk/{1..140}.{0..9}.{0..60} like Chrome/{CHROME}{M} Safari/537.36" }, 3],
  [
    {
      name: "Whale",
      tail: "Chrome/{CHROME} Whale/{1..3}.{0..30}.{0..9}.{0..9} Crosswalk/{20..28}.{60..120}.0.{1..20} Mobile Safari/537.36",
    },
    1,
  ],
  [{ name: "Coc Coc", tail: "Chrome/{CHROME} coc_coc_browser/{70..140} Mobile Safari/537.36" }, 0.5],
  [
    {
      name: "Quark",
      tail: "Version/4.0 Chrome/{CHROME} Quark/{3..7}.{0..9}.{0..9}.{100..400} Mobile Safari/537.36",
    },
    1,
  ],
  [
    {
      name: "Sogou",
      tail: "Version/4.0 Chrome/{CHROME}{M} Safari/537.36 SogouMSE,SogouMobileBrowser/{5..12}.{0..30}.{0..9}",
    },
    1,
  ],
  [
    { name: "Aloha", tail: "Version/4.0 Chrome/{CHROME}{M} Safari/537.36 AlohaBrowser/{2..6}.{0..9}.{0..9}" },
    0.5,
  ],
  [{ name: "Phoenix", tail: "Version/4.0 Chrome/{CHROME}{M} Safari/537.36 PHX/{4..15}.{0..9}" }, 1],
  [
    {
      name: "Mint",
      tail: "Version/4.0 Chrome/{CHROME}{M} Safari/537.36 XiaoMi/Mint Browser/{1..4}.{0..9}.{0..9}",
    },
    0.5,
  ],
  [{ name: "Kiwi", tail: "Chrome/{CHROME}{M} Safari/537.36 Kiwi/{80..130}.0" }, 0.2],
  [
    {
      name: "Lenovo",
      tail: "Version/4.0 Chrome/{CHROME}{M} Safari/537.36 {SLBrowser|LBBROWSER|MZBrowser|Mb2345Browser|baidubrowser|baiduboxapp}/{5..13}.{0..20}.{0..9}",
    },
    1,
  ],
  [
    { name: "unknown", tail: "Version/4.0 Chrome/{CHROME}{M} Safari/537.36 {Class}/{1..90}.{0..9}.{0..200}" },
    3,
  ],
  [{ name: "Chrome", tail: "Chrome/{CHROME}{M} Safari/537.36" }, 32],
];

/** What the makers of systems and of browsers put behind the old browser of Android. */
const OLD_TAILS = [
  " CyanogenMod/{7|9|10|11}.{0..2}{|.{0..2}}/{az:6}{|plus|2}",
  "; 360browser(securitypay,securityinstalled); 360(android,uppayplugin); 360 Aphone Browser ({4..6}.{0..9}.{0..9})",
  "; 360browser(securitypay){|; 360(android)}; 360 Aphone Browser ({4..6}.{0..9}.{0..9}beta)",
  " Id/{HEX:32} RV/{3..5}.{0..9}.{0..9}{| GNBR/{1..3}.{0..9}.{0..9}.{az:2}} ({securitypay,securityinstalled|securityinstalled})",
  " {az:4}/{noun}",
  " {Noun}/{1..9}.{0..9}{|.{0..30}}",
  " MicroMessenger/{4..6}.{0..5}.{0..9}.{10..99}",
  " MQQBrowser/{3..5}.{0..9}",
  " baidubrowser/{3..5}.{0..9}.{0..20}.{0..9} (Baidu; P1 {4.0.4|4.1.2|4.2.2})",
  " Maxthon/{4}.{0..4}.{1..9}.{1000..3000}",
  " LieBaoFast/{2|3}.{0..30}.{0..9}",
  " OPR/{10..14}.0.{1000..1100}.{10000..60000}",
  " T5/2.0 baiduboxapp/{5..6}.{0..5} (Baidu; P1 {4.0.4|4.1.2|4.4.2})",
  " {GoBrowser|Dolfin|DolphinHDCN|Boat Browser|NineSky|TencentTraveler|Oupeng|UCBrowser}/{1..9}.{0..9}.{0..9}",
];
const OLD_TAIL_SHARE = 0.15;

function androidBrowser(rng: Random, year: number, tablet: boolean): readonly [string, string] {
  if (year < 2013.2) {
    const engine = rng.pick(["525.10+", "528.5+", "530.17", "533.1", "534.13", "534.30"]);
    const system = `Mozilla/5.0 (${androidPlatform(rng, year, tablet)}) AppleWebKit/${engine} (KHTML, like Gecko) Version/${rng.pick(["3.0.4", "4.0", "4.0", "4.0"])}${tablet && rng.chance(0.6) ? "" : " Mobile"} Safari/${engine}`;
    return ["Android Browser", rng.chance(OLD_TAIL_SHARE) ? system + fill(rng, rng.pick(OLD_TAILS)) : system];
  }
  const { name, tail } = rng.weighted(ANDROID_BROWSERS);
  const filled = fill(rng, tail, { CHROME: chromeVersion(rng, year), M: tablet ? "" : " Mobile" });
  const platform = androidPlatform(rng, year, tablet, filled.startsWith("Version/4.0") && rng.chance(0.4));
  const isYandex = name.startsWith("Yandex") && rng.chance(0.8);
  return [
    name,
    `Mozilla/5.0 (${isYandex ? platform.replace("Linux; ", `Linux; ${rng.pick(PROCESSORS)}`) : platform}) AppleWebKit/537.36 (KHTML, like Gecko) ${filled}`,
  ];
}

function firefoxMobile(rng: Random, year: number, tablet: boolean): readonly [string, string] {
  const version = firefoxVersion(rng, Math.max(2012, year));
  const platform = year < 2015 ? "Android" : `Android ${androidVersion(rng, year)}`;
  const model = rng.chance(0.08) ? `; ${phoneModel(rng)}` : "";
  return [
    "Firefox",
    `Mozilla/5.0 (${platform}; ${tablet ? "Tablet" : "Mobile"}${model}; rv:${version}.0) Gecko/${version}.0 Firefox/${version}.0${rng.chance(0.05) ? ` Focus/${version}.0` : ""}`,
  ];
}

const IOS_BROWSERS: readonly (readonly [{ name: string; tail: string }, number])[] = [
  [
    {
      name: "Safari",
      tail: "Version/{V} Mobile/{MOB} Safari/{604.1|601.1|8536.25|7534.48.3|6533.18.5|9537.53|602.1}",
    },
    55,
  ],
  [
    { name: "Chrome", tail: "CriOS/{19..145}.0.{1000..7600}.{10..200} Mobile/{MOB} Safari/{604.1|602.1}" },
    16,
  ],
  [{ name: "Firefox", tail: "FxiOS/{1..145}.{0..9}{|b10520} Mobile/{MOB} Safari/{605.1.15|604.1}" }, 6],
  [
    {
      name: "Edge",
      tail: "Version/{V} EdgiOS/{41..145}.{0..3}.{0..3500}.{0..120} Mobile/{MOB} Safari/{605.1.15|604.1}",
    },
    5,
  ],
  [
    {
      name: "Google app",
      tail: "GSA/{3..390}.{0..3}.{100000000..800000000} Mobile/{MOB} Safari/{604.1|600.1.4}",
    },
    8,
  ],
  [
    {
      name: "Opera",
      tail: "{OPiOS|OPT|OPX}/{1..16}.{0..9}.{0..9}{|.{10000..130000}} {Mobile/{MOB} Safari/9537.53|Version/{V} Mobile/{MOB} Safari/604.1}",
    },
    2,
  ],
  [
    {
      name: "DuckDuckGo",
      tail: "Version/{V} Mobile/{MOB} {DuckDuckGo/7 Safari/605.1.15|Safari/604.1 Ddg/{15..18}.{0..6}}",
    },
    3,
  ],
  [
    {
      name: "Yandex",
      tail: "Version/{V} YaBrowser/{15..26}.{1..12}.{0..9}.{10..900}.{10|11|00} {SA/3 |}Mobile/{MOB} Safari/604.1",
    },
    3,
  ],
  [{ name: "UC Browser", tail: "Mobile/{MOB} Safari/600.1.4 UCBrowser/{9..13}.{0..9}.{0..9}.{100..900}" }, 1],
  [{ name: "Brave", tail: "Version/{V} {Brave/1 |}Mobile/{MOB} Safari/604.1" }, 1],
  [{ name: "Focus", tail: "{Focus|Klar}/{4..140}.0 {FxiOS/8.{1..9}.{0..9} |}Mobile/{MOB}" }, 0.7],
  [
    {
      name: "Ecosia",
      tail: "Version/{V} Mobile/{MOB} Safari/604.1 (Ecosia ios@{5..11}.{0..9}.{0..9}.{1000..1900})",
    },
    0.6,
  ],
  [{ name: "Aloha", tail: "Version/{V} Mobile/{MOB} Safari/604.1 AlohaBrowser/{2..6}.{0..9}.{0..9}" }, 0.4],
  [{ name: "home screen", tail: "Mobile/{MOB}" }, 6],
];

function iosBrowser(rng: Random, year: number, tablet: boolean): readonly [string, string] {
  const { engine, mobile, version } = iosEngine(rng, year);
  const { name, tail } = rng.weighted(IOS_BROWSERS);
  const own = { V: version, MOB: mobile };
  return [
    name,
    `Mozilla/5.0 (${iosPlatform(rng, year, tablet)}) AppleWebKit/${engine} (KHTML, like Gecko) ${fill(rng, tail, own)}`,
  ];
}

/** A browser on a phone or tablet. */
export function mobileBrowser(rng: Random, year = Math.max(2009, drawYear(rng))): Agent {
  const tablet = rng.chance(0.14);
  const make = rng.weighted([
    [androidBrowser, 58],
    [iosBrowser, 34],
    [firefoxMobile, 6],
  ]);
  const [name, userAgent] = make(rng, year, tablet);
  return { name, userAgent, family: tablet ? "tablet" : "mobile" };
}
