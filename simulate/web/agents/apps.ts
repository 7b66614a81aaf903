import { isbot } from "isbot";
import { fill } from "../../lib/fill.ts";
import type { Random } from "../../lib/random.ts";
import type { Agent } from "./agent.ts";
import { chromeVersion, drawYear } from "./eras.ts";
import { androidPlatform, iosEngine, iosPlatform } from "./mobile.ts";

/** Apps that show pages in a web view: what they append to the system's user agent. */
const ANDROID_APPS: readonly (readonly [name: string, tail: string])[] = [
  ["Facebook", "[FB_IAB/{FB4A|Orca-Android|MESSENGER};FBAV/{20..530}.{0..2}.0.{1..90}.{1..130};{|IABMV/1;}]"],
  [
    "Facebook",
    "[FBAN/EMA;FBLC/{en_US|pt_BR|es_LA|id_ID|hi_IN|th_TH};FBAV/{100..460}.0.0.{1..20}.{1..120};FBCX/modulariab;]",
  ],
  [
    "Instagram",
    "Instagram {10..400}.{0..2}.0.{1..50}.{60..140} Android ({21..36}/{5..16}{|.0|.1.1}; {240|320|420|480|560|640}dpi; {720|1080|1440}x{1280..3200}; {samsung|Xiaomi/xiaomi|HUAWEI|Google/google|OnePlus|realme|motorola|vivo|OPPO}; {az:6}; {az:5}; {qcom|exynos{850..2400}|mt{6735..6990}|kirin970}; {en_US|pt_BR|de_DE|es_ES|ru_RU|id_ID|tr_TR|hi_IN}; {digits:9})",
  ],
  ["Line", "Line/{4..15}.{0..20}.{0..5}{|/IAB}"],
  [
    "WeChat",
    "MMWEBID/{100..9999} MicroMessenger/{6|7|8}.{0..9}.{0..60}.{1000..3000}(0x{HEX:8}) {WeChat/arm64 Weixin |}{Process/tools |}NetType/{WIFI|4G|5G} Language/{zh_CN|en|zh_TW} ABI/arm64{| GPVersion/1}",
  ],
  [
    "Snapchat",
    "Snapchat{/| }{10..13}.{1..90}.0.{10..60} ({SM-G991B|Pixel 6|moto g power}; Android {9..15}#{digits:8}#{28..35}; gzip; )",
  ],
  [
    "TikTok",
    "{musical_ly|trill|aweme|BytedanceWebview}_{20..39}{10..99}{0..9}0 {JsSdk/1.0 NetType/{WIFI|4G|MOBILE} Channel/{googleplay|samsung_preload|xiaomi} AppName/{musical_ly|trill|aweme} app_version/{20..39}.{0..9}.{0..5} ByteLocale/{en|de-DE|pt-BR|id-ID} ByteFullLocale/{en|de-DE} Region/{US|DE|BR|ID|GB} |}BytedanceWebview/{hex:7}",
  ],
  ["Pinterest", "[Pinterest/Android]"],
  [
    "CamScanner",
    "{CamScanner|CSApp|com.intsig.camscanner}/{5|6|7}.{0..99}.{0..9}{|.{10..25}{01..12}{01..30}0000}{| ({en|de|zh}-{us|de|cn})}",
  ],
  ["Scanner app", "{{Noun}|{brand}|QR|Barcode|Doc|Tiny}{Scanner|Scan|QRScan}{|Pro}/{1..9}.{0..30}.{0..9}"],
  ["AI assistant", "{Gemini|GeminiApp|Copilot|{Noun}AI}{|Android}/{1..2}.{2023..2026}.{digits:7}{|.{0..9}}"],
  ["Twitter", "TwitterAndroid"],
  ["LinkedIn", "[LinkedInApp]/{4..9}.{1..1200}.{0..9}"],
  ["KakaoTalk", "KAKAOTALK/{2|9|10|24|25}{08..99}{100..900}{| (INAPP)};KAKAOTALK {9..25}.{0..9}.{0..9}"],
  ["Naver", "NAVER(inapp; search; {600..2000}; {8..12}.{0..30}.{0..9})"],
  ["Baidu", "baiduboxapp/{5..14}.{0..60}.{0..9}.{10..99} (Baidu; P1 {5..14}.{0..1}.{0..2})"],
  [
    "Alipay",
    "AlipayClient/{9..10}.{0..9}.{0..99}.{1000..9000} Nebula AlipayDefined(nt:WIFI,ws:{360..412}|0|3.0) UWS/3.{11..22}.{0..9}",
  ],
  [
    "DingTalk",
    "AliApp(DingTalk/{4..7}.{0..9}.{0..60}) com.alibaba.android.rimet/{digits:8} Channel/{digits:6} language/zh-CN",
  ],
  [
    "Taobao",
    "AliApp(TB/{7..10}.{0..50}.{0..40}) WindVane/{8..9}.{0..9}.{0..9} {720..1440}X{1280..3200} TTID/{digits:6}@taobao_android_{7..10}.{0..9}",
  ],
  [
    "Weibo",
    "Weibo ({Xiaomi-MI 8|HUAWEI-ELE-AL00|vivo-V1916A}__weibo__{9..14}.{1..12}.{0..9}__android__android{8..14})",
  ],
  ["Google app", "GSA/{5..16}.{0..50}.{1..50}.{20..30}.{arm64|arm}"],
  ["Viber", "Viber/{10..25}.{0..9}.{0..9}.{0..20}"],
  ["VK", "com.vkontakte.android {Noun}"],
  ["Shopee", "Beeshop locale/{id|th|vn|br} version={200..350}{10..60} appver={200..350}{10..60}"],
  ["Zalo", "Zalo android/{200..600}{10..99} ZaloTheme/light ZaloLanguage/{vi|en}"],
  ["Flipboard", "Flipboard/{3|4}.{0..3}.{0..99}/{1000..6000},{3|4}.{0..3}.{0..99}.{1000..6000}"],
  ["unknown app", "{com|org|net|io}.{brand}.{noun}/{1..40}.{0..9}.{0..30}"],
  ["unknown app", "{Class}App/{1..30}.{0..30}{|.{0..9}} {(Android; {brand})||NetType/WIFI}"],
  ["unknown app", "{brand}-android/{digits:5}"],
  [
    "unknown app",
    "{az:3}-{brand}-{flutter|android|app|webview|native|hybrid|shop|checkout}{| {az:3}-{noun}-{noun}}{| {noun}-{noun}-{supported|enabled|v{1..9}}}",
  ],
  [
    "unknown app",
    "{Class}{|App|Client|WebView}/{v.|}{1..30}.{0..30}{| {noun}/{1..40}}{| {noun}:{noun}}{| ({noun})}",
  ],
  ["web view", ""],
];

const IOS_APPS: readonly (readonly [name: string, tail: string])[] = [
  [
    "Facebook",
    "[FBAN/FBIOS;FBAV/{50..530}.0.0.{10..60}.{50..150};FBBV/{digits:9};FBDV/iPhone{8..18},{1..6};FBMD/iPhone;FBSN/{iOS|iPhone OS};FBSV/{10..18}.{0..7}{|.1};FBSS/{2|3};{FBCR/{|Vodafone.de|AT&T|Verizon|T-Mobile|Orange F};|}FBID/phone;FBLC/{en_US|de_DE|fr_FR|es_LA|pt_BR};FBOP/{5|80}{|;FBRV/{digits:9}}]",
  ],
  [
    "Messenger",
    "[FBAN/MessengerForiOS;FBAV/{100..500}.0.0.{10..60}.{50..150};FBBV/{digits:9};FBDV/iPhone{9..17},{1..5};FBMD/iPhone;FBSN/iOS;FBSV/{12..18}.{0..6};FBSS/3;FBID/phone;FBLC/en_US;FBOP/5]",
  ],
  [
    "Instagram",
    "Instagram {10..400}.0.0.{5..40}.{60..130} (iPhone{8..18},{1..6}; iOS {10..18}_{0..7}{|_1}; {en_US|de_DE|pt_BR|es_ES|ru_RU}; {en|de|pt|es|ru}{|-US|-DE|-BR}; scale={2|3}.00; {750|828|1080|1125|1170|1242|1284|1290}x{1334|1792|1920|2436|2532|2688|2778|2796}; {digits:9}{| NW/3})",
  ],
  ["WeChat", "MicroMessenger/{6|7|8}.0.{0..60}(0x{HEX:8}) NetType/{WIFI|4G} Language/{zh_CN|en}"],
  ["Line", "Safari Line/{7..15}.{0..20}.{0..3}"],
  [
    "Snapchat",
    "Snapchat/{10..13}.{1..90}.0.{10..60} (like Safari/8{600..620}.{1..3}.{1..20}.{1..20}.{1..20}, panda)",
  ],
  [
    "TikTok",
    "{musical_ly|trill|aweme}_{20..39}.{0..9}.{0..3} {JsSdk/2.0 NetType/{WIFI|4G} Channel/App Store ByteLocale/{en|de} Region/{US|DE|GB} |}BytedanceWebview/{hex:7} FalconTag/{HEX:8}-{HEX:4}-{HEX:4}-{HEX:4}-{HEX:12}",
  ],
  ["Twitter", "Twitter for iPhone/{7..11}.{0..99}{|.{1..5}}"],
  ["LinkedIn", "[LinkedInApp]/{9}.{1..30}.{1000..9999}"],
  ["Pinterest", "[Pinterest/iOS]"],
  ["CamScanner", "{CamScanner|CSApp}/{5|6|7}.{0..99}.{0..9}{|.{10..25}{01..12}{01..30}0000}"],
  [
    "AI assistant",
    "{Gemini|GeminiiOS|Copilot|{Noun}AI}{|App|iOS}/{1..2}.{2023..2026}.{digits:7}{|.{0..9}}{| Safari/604.1}",
  ],
  ["KakaoTalk", "KAKAOTALK {9..25}.{0..9}.{0..9}"],
  [
    "Baidu",
    "SP-engine/{2|3}.{10..99}.0 main/1.0 baiduboxapp/{11..14}.{0..60}.{0..5}.{10..12} (Baidu; P2 {12..17}.{0..7})",
  ],
  ["Gmail", "GSA/{100..390}.0.{digits:9} Safari/604.1"],
  ["Flipboard", "Flipboard/{4}.{1..3}.{0..99}"],
  [
    "unknown app",
    "{az:3}-{brand}-{ios|app|webview|native|hybrid|checkout}{| {az:3}-{noun}-{noun}}{| {noun}-{noun}-{supported|enabled}}",
  ],
  ["unknown app", "{Class}/{1..900} {CFNetwork/{700..3800}.{0..9} Darwin/{14..25}.{0..6}.0|}"],
  ["unknown app", "{brand}-ios/{1..30}.{0..20}.{0..5}"],
];

/** Apps that name themselves by their package, their device, or their library. */
const APP_IDS =
  "{com|org|net|de|ru|cn}.{brand}.{noun}{|.{noun}} {v.{100..999}|{1..9}.{0..20}.{0..9}|} ({OnePlus|samsung|Xiaomi|HUAWEI|Google|vivo|{Noun}} {1..12}{|{az:1}}, {Android {6..15}|HarmonyOS {2..5}}, {en_US|zh_CN|de_DE|ru_RU})|com.{brand}.{hmos.|}browser ({2in1|phone|tablet};OpenHarmony-{4..6}.0.{0..2}.{100..300};{HEX:3}-W{10..30}) NetworkSDK/{5..9}.{0..9}.{10..30}.{100..400}|Linux; U; Android {6..15}; {en|fa|de|ru}_{US|DE|RU}; {Noun}{|-{Noun}}; Build/{HEX:4}.{digits:6}.{digits:3}; Cronet/{80..130}.0.{3000..6900}.{0..99}|Android {4..12}.{0..4}{|.{1..2}};AppleWebKit/53{4|7}.{30|36};Build/{HEX:5};{NOUN} {TAB|PAD|Phone} {1..12}{|.{0..9}} Build/{HEX:5}|{Safari/60{0..5}.{1..3}.{1..9} |}{Mobile{Noun}|{Class}} ({Google Pixel {2..9}|samsung SM-{A|G}{100..999}{F|B}|iPhone{8..16},{1..4}|{Noun} {Noun}}; {android|iOS|Android} {8..18}{|.{0..6}}) {{brand}.{ch|com|de}|{Class}}/{1..20}.{0..40}.{0..9}{|-{digits:5}}{| (debug)| (release)}{| deviceId/{uuid}}|{Class}/{1..9}.{0..20}.{0..9} ({Java; Android|Android; {Noun}|iPad; iPhone OS {5..12}.{0..3}.1; en_US})|{Noun}Net/{1..5}.{0..9}.{0..9} (Java; Android)";

/** Programs of people that fetch by themselves: mail, music, podcasts, system services. People's, with little else to go by. */
const CLIENTS: readonly (readonly [name: string, userAgent: string])[] = [
  ["App by its id", `{${APP_IDS}}`],
  [
    "Facebook",
    "[FBAN/{FB4A|MessengerLite|Orca-Android|EMA};FBAV/{50..600}.{0..2}.0.{10..60}.{10..99};FBBV/{digits:9};{FBDM/{density={1|2|3}.{0|5|625},width={720|1080|1440},height={1280..3200}};|}FBLC/{en_US|nl_NL|de_DE|pt_BR|fr_FR};{FBRV/{digits:9|0};|}FBCR/{Vodafone|NL KPN|T-Mobile|Orange F|{Noun}};FBMF/{samsung|Xiaomi|HUAWEI|Google|OPPO};FBBD/{samsung|xiaomi|HUAWEI|google|OPPO};FBPN/com.facebook.{katana|orca|mlite};FBDV/SM-{A|G|S}{100..999}{B|F|U};FBSV/{5..16}{|.0};FBOP/{1|19};FBCA/{arm64-v8a|armeabi-v7a:armeabi}:{null|};]",
  ],
  [
    "Home device",
    "{Linux UPnP/1.0 Sonos/{20..90}.{0..9}-{10000..90000} ({ZP{S|}{1..120}|ACR_:{noun}:{az:8}:SM-{G|A}{100..990}{W|F}|MDCR_MacBookPro{10..18}%2C{1..4}|ICRU_iPhone{8..16}%2C{1..4}|WDCR:Microsoft Windows NT 10.0.{10240..22631} 64-bit})|{Noun}/{1..9}.{0..9} UPnP/1.{0|1} {DLNADOC/1.50 |}{Noun}/{1..9}.{0..9}|SEC_HHP_{[TV] |}{Noun}{|-{digits:3}}/1.0{| UPnP/1.0} DLNADOC/1.50|DLNADOC/1.50 SEC_HHP_[TV]UE{32..65}{HEX:5}/1.0|{bdmv|Panasonic MIL DLNA CP UPnP/1.0 DLNADOC/1.50|LG-BP{300..700} DLNADOC/1.50}|GoogleCast/1.{20..60}.{100000..300000} ({Noun}; {Noun})|Bose/{1..30}.{0..9}.{0..9}; ({Noun})|Spotify/{100..130}.{100..900} (Speaker; {noun}_{noun})}",
  ],
  [
    "Dalvik",
    "Dalvik/{1.6.0|2.1.0} (Linux; U; Android {4..16}{|.1|.0.2}; {SM-A{100..900}F|Redmi Note {5..14}|Pixel {3..9}|CPH{1800..2700}|moto g({6..9})|M2007J20CG|22101316G|vivo {1800..2100}} Build/{HEX:6})",
  ],
  [
    "CFNetwork",
    "{{Class}|{brand}|MobileSafari|com.apple.WebKit.Networking|NetworkingExtension|Podcasts|Stocks|News|Weather|{Noun}Widget|Safari|TestFlight|Reeder|{Noun}News}/{1..9000}{|.{0..20}{|.{0..9}}} CFNetwork/{454|520|609|672|711|758|808|811|889|893|897|901|974|976|978|1107|1120|1121|1125|1126|1206|1209|1220|1240|1325|1331|1333|1335|1390|1399|1402|1404|1406|1408|1410|1474|1485|1490|1492|1494|1496|1498|1568|3826|3860}{.{0..9}|.{0..9}.{0..9}|} Darwin/{10..25}.{0..6}.0{| (x86_64)}",
  ],
  [
    "AppleCoreMedia",
    "AppleCoreMedia/1.0.0.{10..22}{A|B|C|D|E|F|G|H}{10..600} ({iPhone|iPad|Macintosh|Apple TV|iPod|HomePod}; U; {CPU OS {9..18}_{0..7}{|_1} like Mac OS X|Intel Mac OS X 10_{9..15}_{1..7}}; {en_us|de_de|fr_fr|ja_jp|en_gb})",
  ],
  [
    "iTunes",
    "iTunes/{9..12}.{0..12}.{0..9} ({Windows; Microsoft Windows 7 x64 Home Premium Edition Service Pack 1 (Build 7601)|Macintosh; OS X 10.{6..15}.{1..6}|Macintosh; Intel Mac OS X 10.6.8}) AppleWebKit/{533|534|536|600|605|7600}.{1..60}{|.{1..20}}",
  ],
  [
    "Podcast app",
    "{Podcasts|AntennaPod|Overcast|PocketCasts|Podcast Addict|Castro|Castbox|gPodder|BeyondPod|Podkicker|Downcast|Breaker|RadioPublic|iCatcher!|Stitcher|Player FM|Deezer Podcasters|doubleTwist CloudPlayer}/{1..9}.{0..30}{|.{0..9}}{| (Linux;Android {6..15}) ExoPlayerLib/2.{9..19}.{0..3}| (+http://{domain}/; iOS podcast app)| CFNetwork/{1100..1500} Darwin/{19..24}.0.0|}",
  ],
  [
    "Media player",
    "{VLC/{2|3}.{0..2}.{0..21} LibVLC/{2|3}.{0..2}.{0..21}|NSPlayer/{7..12}.{0..20}.{2600..9600}.{0..1900}|Windows-Media-Player/{9..12}.{0..20}.{2600..9600}.{0..19000}|WMPlayer/{9..12}.00|Kodi/{15..21}.{0..5} (Linux; Android {6..14}; {Noun}) Android/{6..14} Sys_CPU/aarch64 App_Bitness/64 Version/{15..21}.{0..5}|mpv 0.{20..39}.0|foobar2000/1.{3..6}.{0..20}|Winamp/5.{5..7}|RealMedia Player {Version 6.0.9.1235 (linux-2.0-libc6-i386-gcc2.95)|HelixDNAClient/10.0.1.338 (win32)}|QuickTime/7.{6..7}.{0..9} (qtver=7.{6..7};os=Windows NT 6.1Service Pack 1)|MPlayer/1.{0..4}|ExoPlayerDemo/2.{9..19}.1 (Linux;Android {7..14}) ExoPlayerLib/2.{9..19}.1|stagefright/1.2 (Linux;Android {5..12})|Music Player Daemon 0.{20..23}.{0..9}|Clementine 1.3.1|Rhythmbox/3.4.{1..7}|Banshee 2.6|Spotify/8{8..9}{digits:5} {Android|iOS|OSX|Win32}/{0..35} ({Noun})}",
  ],
  [
    "Mail",
    "{Microsoft Office/{14|15|16}.0 (Windows NT {6.1|10.0}; Microsoft {Outlook|Word|Excel|PowerPoint} {14|15|16}.0.{4000..18000}; Pro{|; ms-office; MSOffice {14..16}})|Microsoft Office {Word|Excel|Outlook} 201{0|3|4|6}|Outlook-iOS/{700..730}.{1..5000000}.prod.iphone (4.{0..99}.0)|Outlook-Android/2.0|Mozilla/4.0 (compatible; ms-office; MSOffice {rmj|16|15})|MacOutlook/{14..16}.{10..99}.{0..9}.{180000..250000} (Intelx64 Mac OS X Version {10..14}.{0..15} (Build {17..23}{A|C|G}{10..900}))|Thunderbird/{45..140}.{0..9}.{0..3} Lightning/{4..7}.{0..9}|Apple-iPhone{8..15}C{1..4}/1{3..9}0{1..8}.{40..90}|Apple Mail/{2|3600}.{0..40}.{0..9}|Android-Mail/{2018..2025}.{1..12}.{1..30}.{digits:9}.release|YahooMobileMail/{1..7}.{0..40} (Android Mail; {4..6}.{0..40})|Evolution/3.{20..52}.{0..4}|Airmail {1..5}|eM Client/{7..10}.{0..3}.{30000..60000}}",
  ],
  [
    "okhttp app",
    "{okhttp/{2|3|4|5}.{0..14}.{0..9}|{com.{brand}.{noun}|{Class}}/{1..900}{|.{0..9}.{0..9}} (Linux; {U; |}Android {5..15}; {en_US|de_DE|ru_RU}; {Noun} {A|S|X}{1..50}; Build/{HEX:6}{|; Cronet/{80..130}.0.{3000..6900}.{0..99}})|{Class} {1..9}.{0..20} (Android {6..15}; {brand} {noun})|{brand}/{1..9}.{0..20}.{0..9} (Android; {5..15}; {phone|tablet})}",
  ],
  [
    "Desktop app",
    "{{Noun}Desktop/{1..9}.{0..9}.{0..9} ({Windows|macOS|Linux} {10|11|14.2|x64})|Microsoft-CryptoAPI/{6.1|6.3|10.0}|Microsoft BITS/7.{5..8}|Windows-Update-Agent/10.0.10011.16384 Client-Protocol/2.{0..70}|Microsoft-WNS/10.0|trustd (unknown version) CFNetwork/{1100..1500} Darwin/{19..24}.{0..6}.0|Valve/Steam HTTP Client 1.0 (0)|Valve/Steam HTTP Client 1.0 ({digits:6};{digits:8})|Battle.net Web Client|EpicGamesLauncher/{10..18}.{0..9}.{0..9}-{digits:8}+++Portal+Release-Live Windows/10.0.{10240..22631}.1.{256|768}.64bit|OneDrive/{19..25}.{1..200}|DropboxDesktopClient/{80..220}.4.{3000..6000} (Windows; 10; x64; en_US)|Nextcloud-android/3.{10..30}.{0..3}|Mozilla/5.0 (Windows) mirall/{2|3}.{0..13}.{0..5}stable-Win64 (build 20{19..25}{month}{dd}) (Nextcloud{|, windows-10.0.19045 ClientArchitecture: x86_64 OsArchitecture: x86_64})|Mozilla/5.0 (Linux) mirall/{2|3}.{0..13}.{0..5} (Nextcloud)|Mozilla/5.0 (Android) {ownCloud|Nextcloud}-android/{2|3}.{0..30}.{0..3}|DAVx5/4.{0..4}.{0..9}-{gplay|ose} (2024/{month}/{dd}; dav4jvm; okhttp/4.12.0) Android/{9..15}|iOS/{9..18}.{0..6} ({13..22}{A|B|C|E|F|G}{10..500}) {dataaccessd|accountsd|remindd}/1.0|macOS/{11..15}.{0..6} ({20..24}{A|B|C|E|F|G}{10..500}) CalendarAgent/{900..1200}|GNOME-{Calendar|Weather|Maps}/4{0..7}|gvfs/1.{20..56}.{0..3}|git/2.{7..49}.{0..3}{|.windows.1}|Microsoft-WebDAV-MiniRedir/10.0.{10240..26100}|KDE {Plasma|DAV groupware client}/5.{10..27}|Debian APT-HTTP/1.3 ({1.0.9|1.4.11|1.8.2.3|2.0.9|2.2.4|2.4.12|2.6.1|2.9.8}){| non-interactive}|libdnf ({Fedora Linux|Rocky Linux|AlmaLinux|CentOS Stream} {8..41}; {server|workstation|generic}; Linux.x86_64)|pacman/{5..7}.{0..2}.{0..2} (Linux x86_64) libalpm/{11..15}.0.{0..2}|Homebrew/{2..4}.{0..6}.{0..20} (Macintosh; Intel Mac OS X 10.15.7) curl/7.64.1|Transmission/{2|3|4}.{0..99}|qBittorrent/{3..5}.{1..6}.{0..9}|uTorrent/{2..3}{0..9}{0..9}0{|({digits:8})}|Azureus {4..5}.{0..9}.0.0;Windows 10;Java 1.8.0_66}",
  ],
];

/** A page shown inside an app, or an app's own fetch. */
export function inApp(rng: Random): Agent {
  const kind = rng.float();
  if (kind < 0.4) {
    const [name, tail] = rng.pick(ANDROID_APPS);
    const year = Math.max(2014.5, drawYear(rng));
    const base = `Mozilla/5.0 (${androidPlatform(rng, year, false, true)}) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/${chromeVersion(rng, year)} Mobile Safari/537.36`;
    return { name, userAgent: `${base} ${fill(rng, tail)}`.trimEnd(), family: "app" };
  }
  if (kind < 0.66) {
    const [name, tail] = rng.pick(IOS_APPS);
    const year = Math.max(2013, drawYear(rng));
    const { engine, mobile } = iosEngine(rng, year);
    return {
      name,
      userAgent:
        `Mozilla/5.0 (${iosPlatform(rng, year, rng.chance(0.08))}) AppleWebKit/${engine} (KHTML, like Gecko) Mobile/${mobile} ${fill(rng, tail)}`.trimEnd(),
      family: "app",
    };
  }
  return appClient(rng);
}

/**
 * A program of a person's that fetches by itself. What the package `isbot` takes for a robot is left out: whether a mail
 * program or a player is one depends on whom one asks.
 */
export function appClient(rng: Random): Agent {
  for (;;) {
    const [name, template] = rng.pick(CLIENTS);
    const userAgent = fill(rng, template);
    if (!isbot(userAgent)) return { name, userAgent, family: "client" };
  }
}
