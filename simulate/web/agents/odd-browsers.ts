import { fill } from "../../lib/fill.ts";
import type { Random } from "../../lib/random.ts";
import type { Agent } from "./agent.ts";

/** Browsers of televisions, consoles, readers, cars, phones with keys and systems that are gone. */
const ODD: readonly (readonly [family: string, templates: readonly string[]])[] = [
  [
    "console",
    [
      "Mozilla/5.0 (PlayStation {Vita |Portable |}{1|2|3}.{10..99}) {AppleWebKit/{531.22.8|536.26} (KHTML, like Gecko) Silk/3.2|AppleWebKit/531.22.8 (KHTML, like Gecko)}",
      "Mozilla/5.0 (PLAYSTATION 3; {1..3}.00)",
      "Mozilla/5.0 (PLAYSTATION 3 {4}.{10..92}) AppleWebKit/531.22.8 (KHTML, like Gecko)",
      "Mozilla/5.0 (PlayStation{; PlayStation| } {4|5}{/| }{1..12}.{00|01|02|50|51|70}) AppleWebKit/{536.26|537.73|601.2|605.1.15} (KHTML, like Gecko){| Version/{13..17}.{0..5} Safari/605.1.15}",
      "Mozilla/5.0 (Nintendo {Switch; {WebApplet|WifiWebAuthApplet|ShareApplet|LoginApplet}|WiiU|3DS; U; ; en}) AppleWebKit/{601.6|606.4|609.4|613.0|536.30} (KHTML, like Gecko) {NF/{4..6}.{0..1}.{0..3}.{10..23}.{1..13} NintendoBrowser/{5|4}.1.0.{13000..23000}|NX/3.0.4.2.12 NintendoBrowser/4.3.1.11264.EU}",
      "Mozilla/5.0 (New Nintendo 3DS like iPhone) AppleWebKit/536.30 (KHTML, like Gecko) NX/3.0.0.5.{1..23} Mobile NintendoBrowser/1.{0..10}.{9500..10200}.{EU|US|JP}",
      "Opera/9.30 (Nintendo Wii; U; ; {2047-7|3642|1309-9|2071}; {en|de|fr|es})",
      "Opera/9.50 (Nintendo DSi; Opera/507; U; {en-US|de|ja})",
      "Mozilla/5.0 (PSP (PlayStation Portable); 2.00)",
      "Mozilla/4.0 (PSP (PlayStation Portable); {2|6}.{00|60|61})",
      "Mozilla/5.0 (compatible; MSIE {9|10}.0; Windows NT 6.{1|2}; Trident/{5|6}.0; Xbox{|; Xbox One})",
    ],
  ],
  [
    "tv",
    [
      "Mozilla/5.0 (SMART-TV; {Linux; |}Tizen {2.3|2.4.0|3.0|4.0|5.0|5.5|6.0|6.5|7.0|8.0}) AppleWebKit/{537.36|538.1} (KHTML, like Gecko) {SamsungBrowser/{1|2|3}.{0..1} |}{Chrome/{47|56|63|69|76|85|94|108}.0.{2526..5359}.{0..200} |Version/{2.3|3.0|4.0|5.0} |}TV Safari/{537.36|538.1}",
      "Mozilla/5.0 (Linux; Tizen 2.3; SmartHub; SMART-TV; SmartTV; U; Maple2012) AppleWebKit/538.1+ (KHTML, like Gecko) TV Safari/538.1+",
      "Mozilla/5.0 (SmartHub; SMART-TV; U; Linux/SmartTV{|+2013|+2014}{|; Maple2012}) AppleWebKit/{531.2|534.7|537.42}+ (KHTML, like Gecko) {WebBrowser/1.0 SmartTV |}Safari/{531.2|534.7|537.42}+",
      "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/{537.36|538.2} (KHTML, like Gecko) {Chrome/{38|53|68|79|87|94|108|120}.0.{2125..6099}.{122|34|211} |Large Screen }Safari/{537.36|538.2} {WebAppManager|LG Browser/{6|7|8}.00.00(LGE; {43|55|65|OLED55}{UM7300PLB|LF6300-UA|C9PLA|UJ620V}; {03|04|05}.{10..90}.{10..50}; 1; {DTV_W15U|W17H|W19O});|DMOST/2.0.0 (; LGE; webOSTV; WEBOS{4|5|6|22|23}.{0..9}.{0..9} {03|04|05}.{10..50}.{10..90}; {W60|W20|W4_lm18a}_DTV)|webOS.TV-20{14..24}}",
      "Mozilla/5.0 ({Linux|{|X11; }Linux armv{7|8}l|Linux mipsel|Linux; U; Android 4.2.2}) AppleWebKit/{534.24|535.20|537.36} (KHTML, like Gecko) {Chrome/{20..80}.0.{1000..4000}.{0..200} |}{Safari/537.36 |}{HbbTV/1.{1|2|3|4|5}.1 ({{+| |}DRM|+PVR+DL|; |+TVPLUS+DRM+PVR}; {Philips|Sony|Panasonic|VESTEL|Hisense|TCL|LGE|TechniSat|Metz|Loewe|Grundig|Sharp|TOSHIBA}; {{HEX:6}|VIERA 20{11..19}|{brand} {noun}}; {0..9}.{0..90}.{0..9}; {sw|{noun}}; {en|de|fr}{|_TV}){| smarttv| CE-HTML/1.0 NETTV/4.{0..9}.{0..9}| FVC/2.0}}",
      "Opera/9.80 (Linux {armv7l|mips|sh4|mipsel}; {U; HbbTV/1.{1..2}.1 ({+PVR|+DRM|}; {Loewe|{Noun}}; {az:2}{100..400}; LOH/{1..4}.{10..90};;) CE-HTML/1.0 Config(L:{deu|slv|eng|fra},CC:{DEU|AUT|FRA|ITA}); |HbbTV/1.{1..2}.1 ({; |+DRM}{Sony|Philips|LOEWE|TPVision|Vestel|ARRIS}; {HEX:5}; {1..4}.{0..90}; ; {|CE-HTML/1.0} ) |U; Philips, {40PFL{4000..9000}|SL32x|MT5561}, {wireless|wired}; |}{en|de|U; en}) Presto/2.{9..12}.{160..410} Version/{11|12}.{10..60}{| Model/Opera-Webkit}",
      "Mozilla/5.0 (Linux; {U; |}Android {5.1.1|6.0|7.0|7.1.2|8.0.0|9|10|11|12}; {BRAVIA {4K GB|4K 2015|VH1|4K UR2|4K VH2}|AFT{B|N|M|MM|S|T|SS|KA|KM|R|EUFF014}|MIBOX{3|4|S}|SHIELD Android TV|{Chromecast|Chromecast HD|Google TV Streamer}|{TPM171E|QM163E|TPM191E}|{Smart TV Pro|SmartTV 4K|HISENSE {noun}}|H96 {Max|Pro}|X96{mini|max|Q}|TX{3|6|9}{ mini|s|}} Build/{HEX:6}{|; wv}) AppleWebKit/537.36 (KHTML, like Gecko) {Version/4.0 |}Chrome/{50..130}.0.{2600..6700}.{0..200} Safari/537.36{| OPR/{30..50}.0.{2000..3000}.0 OMI/4.{8..23}.{0..3}.{0..300}.{Noun}.{1..300}| tv.{brand}.player}",
      "Mozilla/5.0 (X11; Linux armv7l) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{30..110}.0.{1600..5500}.{0..200} {Safari/537.36 |}{CrKey/1.{4..56}.{15000..500000}{| DeviceType/{Chromecast|SmartSpeaker|AndroidTV}}|OPR/{20..50}.0.{1000..3000}.0 OMI/4.{5..20}.{0..9}.{0..99}.{VIDAA|Sharp|Vestel}{.{1..99}|} {VIDAA/{4..8}.0 (Hisense;SmartTV;{43|50|55}A{6|7}{G|H|K}{EUV|};MTK9602/V0000.06.12A.N0511;UHD;HU50A6GEV|)|}|Model/{Noun}-{hex:4} Large Screen}",
      "{Zeasn/2.0 |}{NETTV/4.{0..6}.0 |}Mozilla/5.0 (Linux;{ |}CE-HTML/1.0;{ |}U;{ |}en){,|} {AppleWebKit/537.36 (KHTML, like Gecko) |}Chrome/{38..80}.0.{2100..3990}.{10..150} Safari/537.36 {AppleWebKit 537.36 (KHTML, like Gecko) |}{Tbrowser/2.0{,|} |}_TV_{|nt|UNKNOWN|MT}{|{100..999}}/{brand}-{HEX:6}-LF1V{100..300} ({Noun},{24..75}{HEX:5},{wired|wireless})",
      "Opera/9.80 (X11;{ |}Linux armv7{i|l};{ |}{NETRANGEMMH;{ |}|}HbbTV/1.{1..4}.1;{ |}CE-HTML/1.0;{ |}Vendor/{Noun};{ |}SW-Version/{HEX:8}-LF1V{100..400};{ |}Cnt/{GBR|DEU|ITA|ESP};{ |}Lan/{eng|ger|ita};{ |}U;{ |}{en|de}) {AppleWebKit/534.24 (KHTML, like Gecko) Safari/534.24|Presto/2.{10..12}.{200..420} Version/12.{10..51}}{, Digital-TV/{HEX:8}-LF1V{100..400} ({Noun},{HEX:6},{wired|wireless})|}",
      "HbbTV/1.{1..7}.1 ({{+DRM|+PVR|};{ |}{Samsung|Panasonic|Philips|Vestel|{Noun}};{ |}{SmartTV20{15..24}|{HEX:5}{|mid|pro}};{ |}{T-{az:6}-{1000..1999}.{0..9}|{0..9}.{digits:3}|};{ |}{|{digits:4} {digits:3}-{digits:4}};{ |}{|com.{brand}.tv;}|;;;;|;{az:3};{HEX:6};;;}){|+TVPLUS+SmartHubLink{| Chrome}| {FVC|Freetime}/{1..9}.0 ({Noun}; {az:6};) Mozilla/5.0 (Linux; U; SmartTV; {en-GB|de-DE}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{60..110}.0.{3000..5500}.{0..99} Safari/537.36| ANTGalio/3.{0..3}.{0..3}.{0..40}.{HEX:3}| Mozilla/5.0 (compatible; ANTGalio/3.0.{0..9}.1.{10..30}; Linux2.6.{10..30}-{1..9}.{0..9}/{hex:6})| CE-HTML/1.0 {Noun}/{1..5}.{0..9}}",
      "Mozilla/5.0 (Linux{|;|; armv7l|; U}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{40..90}.0.{2200..4500}.{10..150} Safari/537.36 {SRAF/{3|4}.{0..5} |}({|; }{{NOUN}|{Noun}}; {Noun}; v{1..9}.{0..9}; v{1..4}.0;{ |}); CE-HTML/1.0 {hbbtv|HbbTV/1.{1..5}.1} {Noun}/{HEX:8} {DeviceID/{hex:12} |}{NETRANGEMMH |}{SMART-TV|SmartTV}",
      "{smarttv|firetv|androidtv|tvbox}_{AFT{A|B|KA|SS|MM}|{Noun}{10..99}}_{Build|build}_{digits:10}{|_Chromium_{60..120}.0.{3000..6100}.{0..200}}",
      "Mozilla/5.0 (Linux armv7l) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{60..100}.0.{3000..5000}.{10..150} Safari/537.36 OPR/46.0.2207.0 OMI/4.{18..24}.{0..9}.{1..120}.Catcher{2..4}.{10..200} Model/{Noun}-{HEX:6} {VIDAA/{4..8}.0({Noun};{Noun};{HEX:8})|TV Store/4.{18..22}}",
      "{TV Bro/1.0 |TVBro |BrowseHere/{1..9}.{0..9} |JioPages/{1..4}.0 |}Mozilla/5.0 (Linux; Android {5.1.1|7.1.2|9|10|11|12}; {Formuler|MECOOL|Vontar|Tanix|Ugoos|Homatics|Dune|Zidoo|Minix|{Noun}} {Z|K|H|X|T|B}{1..96}{| Pro|max|mini|S} Build/{HEX:5}{|; wv}) AppleWebKit/537.36 (KHTML, like Gecko) {Version/4.0 |}Chrome/{60..150}.0.{3000..7900}.{0..200} Safari/537.36",
      "Mozilla/5.0 ({Linux|Linux |Linux armv7l|Linux aarch64}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{60..120}.0.{3000..6100}.{0..200} Safari/537.36 OPR/{40..60}.0.{2000..4000}.0 OMI/4.{18..30}.{0..9}.{1..120}.{Noun}{2..5}.{10..200} Model/{Noun}-{HEX:5} {VSTVB MB{100..300} |}{{Noun}OS/{1..4}.0.0 |}({{Noun} {HEX:5} {NOUN}|{Noun};{Noun};{HEX:6}}){| SmartTvA/{3|5}.0.0}",
      "Mozilla/5.0 (QtEmbedded; U; {Linux; |}{C|de-DE|en-US}) AppleWebKit/{533.3|534.34|538.1} (KHTML, like Gecko) {MAG200 stbapp ver: {2|4} rev: {200..2800} |{Noun}/{0|1}.{0..9} |}Safari/{533.3|534.34|538.1}{|; {Noun}digital/{Noun}20{08..14}/Gen{1..3}-{1..3}.{00..20}.{00..20}}",
      "Mozilla/5.0{ |}(compatible; U; {InfiNet 0.1|NETRANGEMMH}; {Viera|{Noun}}) AppleWebKit/{420|534|537.11}{ |  |}(KHTML, like Gecko){ |}{(avdn/Panasonic.tv.{high|low|mid}.20{11..16}) |}Viera/{1|3}.{0..20}.{0..20} Chrome/{14|23}.0.{835..1271}.{10..200} Safari/{535.1|537.11}{|; Freetime/1.0 (ctv); ({Noun}, 20{11..16}, {idtv|stb}, {medium|low}, {wired|wireless}); ({HEX:4}, {1000..9999});}",
      "Roku/DVP-{4..14}.{0..5} ({0|2|5|9}{0..9}{4..9}.{0..9}{0..9}E{0..9}{4..9}{0..9}{0..9}{0..9}A)",
      "Roku{4640X|3900X|4660X}/DVP-{7..12}.{0..70} ({1..14}.{0..5}.{0..4}.{2000..5000}-{10|46})",
      "AppleTV{2|3|5|6|11|14},{1..3}/{9..18}.{0..6}{|.1}",
      "Mozilla/5.0 (DTV) AppleWebKit/531.2+ (KHTML, like Gecko) Espial/6.{0..1}.{4..13} AQUOSBrowser/2.0 (US{00|01}DTV;V;0001;0001)",
      "Mozilla/5.0 (FreeBSD; U; Viera; {en-GB|de-DE|ja-JP}) AppleWebKit/{535.1|537.11} (KHTML, like Gecko) Viera/{1|3}.{2..10}.{0..22} {Chrome/23.0.1271.97 Safari/537.11|Chrome/14.0.835.202 Safari/535.1}",
      "Mozilla/5.0 (GoogleTV; {3.2|4.2.2}; {NSZ-GS7/GX70|VAP430|LG Google TV}; {64160|LMY47D}) AppleWebKit/534.24 (KHTML, like Gecko) Chrome/11.0.696.77 Safari/534.24",
    ],
  ],
  [
    "reader",
    [
      "Mozilla/5.0 (Linux; U; {en-US|de-DE|fr-FR}) AppleWebKit/{528.5+|531.2+|533.2+} (KHTML, like Gecko, Safari/{528.5+|531.2+|533.2+}) Version/{4|5}.0 Kindle/3.{0..4}{| (screen {600x800|824x1200|758x1024|1072x1448}; rotate)}",
      "Mozilla/5.0 (X11; U; Linux armv7l like Android; {en-us|de-de}) AppleWebKit/531.2+ (KHTML, like Gecko) Version/5.0 Safari/533.2+ Kindle/3.0+",
      "Mozilla/5.0 (Linux; U; Android 2.0; en-us;) AppleWebKit/{533.1|538.1} (KHTML, like Gecko) Version/4.0 Mobile Safari/{533.1|538.1} (Kobo {Touch|eReader} {0372|0376|0373}/{3|4}.{1..38}.{10000..23000})",
      "Mozilla/5.0 (Linux; U; Android 2.1; en-us; nook Browser/1.0) AppleWebKit/530.17 (KHTML, like Gecko) Version/4.0 Mobile Safari/530.17",
      "Mozilla/5.0 (Linux; Android {4.4.2|8.1.0|10|11}; {tolino {shine|vision|epos} {2|3|4}{| HD}|PocketBook{ {611|613|622|626|631}|Pro {901|902|920}}|BOOX{ {Note|Nova|Leaf|Max|Poke}{2|3|4}|{Note Air}{2|3}}|{eReader|Onyx|inkPalm} {plus|5}} Build/{HEX:6}) AppleWebKit/537.36 (KHTML, like Gecko) {Version/4.0 |}Chrome/{30..110}.0.{1500..5500}.{0..150} Safari/537.36",
      "Mozilla/5.0 (PocketBook/{611|612|622|623|626|640}/{0|4|5|6}.{10..19}.{100..2000}) {AppleWebKit/534.34 (KHTML, like Gecko) Version/5.0 Safari/534.34|}",
      "EBRD1101; EXT20; Mozilla/5.0 (Linux; U; en-us; EBRD1{101|201|301}; EXT) AppleWebKit/533.1 (KHTML, like Gecko) Version/4.0 Mobile Safari/533.1",
    ],
  ],
  [
    "feature phone",
    [
      "{NOUN}{10..90}{|M|C|D}_{11C|35B|6261}_HW {|(}MRE/3.1.00{|.}{|900|(64)|(65536)};MAUI/_{HEX:6}_{NOUN}_{az:4}_V{digits:2}_{digits:6}{|_MP};BDATE/20{12..19}/{month}/{dd} {10..23}:{10..59};LCD/{128160|240320|320240};CHIP/MT62{50..76}{|A|DA};KEY/{Normal|Qwerty};TOUCH/{0|1};CAMERA/{0|1};SENSOR/{0|1};DEV/{NOUN}{10..90}_HW;WAP Browser/MAUI ;GMOBI/001;MBOUNCE/002;MOMAGIC/003;INDEX/004;{NOUN}/005;{NOUN}/006{|)}",
      "Mozilla/4.0 ({Brew MP|BREW} 1.0.{1..5}; U; {en-us|es-us}; {Sanyo|Kyocera|LG|Samsung|{Noun}}; NetFront/3.{4..5}.{0..2}/{AMB|WAP}) {Boost|Sprint|Virgin|{Noun}} {SCP|LN|S}{1000..9999}",
      "{HTC_{Touch|Diamond|HD2|{Noun}}{|_{Pro|3G|2}}_{T|P}{1000..9999}|{Noun}_{HEX:4}|{az:4}/{1..3}.0} Mozilla/4.0 (compatible; MSIE {4.01|6.0}; Windows CE; IEMobile {6.12|7.11|8.12})",
      "Mozilla/4.0 (compatible; MSIE 6.0; Windows CE; IEMobile {6.12|7.11|8.12}) {T-Mobile_{Noun}|{Noun}|TMO-US_{az:3}|Vodafone/1.0/{HEX:5}|{brand}_{HEX:4}}",
      "Opera/9.{50|70} (Windows NT 5.1; U; {en|de|ru}) {TMO-US_{az:3}|{Noun}|{HEX:6}}",
      "{iPhone|iPad|iPod|Pixel|Galaxy|Redmi|{Noun}}{|{4..17}|SE|XR|XS|11}{|Pro|Plus|Mini|ProMax|Max|Ultra|2ndGen|3rdGen|Air}",
      "{iBrowser|uZard|Jasmine|Bolt|Polaris|Dorado|ObigoInternetBrowser|TeaShark|Skyfire|{Noun}Browser}/{Mini|}{1..4}.{0..9} ({Nokia|Samsung|LG|{Noun}}{1000..9999}{c-2|i|}/{digits:2}.{digits:2})",
      "{Palmscape|Blazer|EudoraWeb|Xiino|WebPro}/{1..5}.{0..3}{J|i|} [{ja|en}] (v. {1..4}.{0..5}{|.{1..9}H}; {153x130|160x160|320x320}; c{4|8|16})",
      "Nokia{2700c-2|5130|6300|C3-00|X2-01|Asha200|200|201|302|311|5310|6120c|6230i|N70|E63|208|220|225}/{2.0|05.00|1.0} ({03|04|05|07|09|10|11}.{10..99}) Profile/MIDP-2.{0|1} Configuration/CLDC-1.1 {UCWEB/2.0 (Java; U; MIDP-2.0; {en-US|ru|id}; {nokia{c3-00|5130|200}}) U2/1.0.0 UCBrowser/{8..9}.{0..9}.{0..9}.{100..400} U2/1.0.0 Mobile UNTRUSTED/1.0|Mozilla/5.0 (Series40; Nokia{C3-00|200|201|311}/{10..14}.{10..90}; Profile/MIDP-2.1 Configuration/CLDC-1.1) Gecko/20100401 S40OviBrowser/{1..5}.{0..9}.{0..9}.{10..99}.{1..20}|AppleWebKit/420+ (KHTML, like Gecko) Safari/420+|}",
      "Mozilla/5.0 (Series40; Nokia{200|201|203|300|302|303|305|308|309|311|501|C2-03|X2-02|X3-02}/{03|05|07|11|14}.{10..99}; Profile/MIDP-2.1 Configuration/CLDC-1.1) Gecko/20100401 S40OviBrowser/{1|2|3|5}.{0..9}.{0..9}.{10..99}.{1..20}",
      "Mozilla/5.0 (SymbianOS/9.{1..4}; {U; |}Series60/{3|5}.{0..2} Nokia{N95|E71|E72|5800d-1|N97-1|5230|E63|E5-00|C5-03|X6-00|N8-00|6120c}/{10..111}.{0..91}.{0..99}; Profile/MIDP-2.{0|1} Configuration/CLDC-1.1{ |}) AppleWebKit/{413|525|533.4} (KHTML, like Gecko) {BrowserNG/7.{1..3}.{0..9}{| 3gpp-gba}|NokiaBrowser/{7|8}.{2..3}.{0..9}.{1..30}{| 3gpp-gba}|Safari/413}",
      "Mozilla/5.0 (Symbian/3; Series60/5.{2..5} Nokia{N8-00|E7-00|C7-00|808 PureView|701|603|E6-00}/{011|012|013|111|113}.{0..99}; Profile/MIDP-2.1 Configuration/CLDC-1.1) AppleWebKit/{525|533.4|535.1} (KHTML, like Gecko) {Version/3.0 BrowserNG/7.2.{0..9}|NokiaBrowser/{7.4|8.3}.{1..2}.{4..14}} {Mobile Safari/533.4 |}3gpp-gba",
      "SonyEricsson{W{200|300|580|595|705|810|890|910|995}i|K{310|550|750|800|850}i|C{510|702|902|905}|J{105|108|20}i|T303|U5i|X10i|W995|Z610i}/R{1..9}{A|B|C|D|E|F|G|H}{A|B|C|D|E|F}{001..099} {Browser/NetFront/3.{3..5}|Browser/OpenWave/1.0|SEMC-Browser/4.{0..2}.{1..3}} Profile/MIDP-2.{0|1} Configuration/CLDC-1.1{| JavaPlatform/JP-8.4.{1..4}| UNTRUSTED/1.0}",
      "{SAMSUNG|SEC}-{SGH|GT|SCH}-{E250|C3053|S5230|C3300K|B3310|S3650|S5620|E1200|J700|U900|C3312|S5611|M300}{|i|/{az:6}}/{C3053|S5230|J7}{XE|XX|DD|JI|BW}{H|I|J|K|L}{A|B|C|D|E|F|G|H|I|J|K|L}{1..9} {SHP/VPP/R5 |}{Jasmine/{0|1}.{0..9} |Dolfin/{1|2}.{0..5} |NetFront/3.{4..5} |Nextreaming |}{Qtv5.3 |}SMM-MMS/1.2.0 {profile/MIDP-2.1 configuration/CLDC-1.1|Profile/MIDP-2.0 Configuration/CLDC-1.1}{| UP.Link/6.3.0.0.0}",
      "Mozilla/5.0 (SAMSUNG; SAMSUNG-GT-S{5250|5253|5330|5380D|7230E|7250D|8500|8530|8600}/S{5|7|8}{250|230|530|600}{XX|JP|DX}{J|K|L}{A|E|F|J|K|L}{1..9}; U; Bada/{1|2}.{0..2}; {en-us|de-de|fr-fr|ru-ru}) AppleWebKit/{533.1|534.20} (KHTML, like Gecko) Dolfin/{2|3}.{0..2} Mobile {WVGA|WQVGA} SMM-MMS/1.2.0 {OPN-{B|N}|NexPlayer/3.0 profile/MIDP-2.1 configuration/CLDC-1.1 OPN-B}",
      "LG-{KP500|KU990i|GS290|T385|T300|KM900|GD510|KP265|C305|A200|KG800}/V{10|100|1}{a|b|c|i|j|} {Obigo/{WAP2.0|Q7.3|Q05A|Q03C} |Teleca/WAP2.0 |Browser/Obigo-Q7.3 |NetFront/3.5 |Phantom.Browser/V{1|2}.0 |}{MMS/LG-MMS-V1.0/1.2 |}{Java/ASVM/1.1 |Media/LG-Player/1.1 |}Profile/MIDP-2.{0|1} Configuration/CLDC-1.1{| UNTRUSTED/1.0}",
      "MOT-{V3|V3i|V3r|RAZRV3|K1|L7|E398|W375|EM30|V9mm|Z6w|C975}{|e|x}/{08|0E|R374_G|06}.{10..99}.{0..99}{R|} {MIB/{2.2.1|BER2.2} |}Profile/MIDP-2.0 Configuration/CLDC-1.{0|1}{| EGE/1.0| UP.Link/{5|6}.{1..5}.{0..2}.{0..2}.0}",
      "{UP.Browser|OPWV-SDK|KDDI-{CA3{1..9}|SN3{1..9}|TS3{A|B|C|1}|KC3{1..9}|SA3{1..9}|HI3{1..9}|SH3{1..9}}} UP.Browser/{6.2|6.0|7.2}{.{0..7}|_}{7.3.{1..22}|K.{1..9}.{1..9}|.{0..9}.{1..500}}.{1..300} (GUI) MMP/2.0{| Push/PO| KXE/1.0.{1..9}}",
      "DoCoMo/2.0 {N|P|F|SH|D|SO|L|T|M|CA}{01|02|03|04|05|06|07|08|09|10}{A|B|C|D|E}{|3}(c{100|500};TB;W{20..30}H{10..20}{|;ser{digits:15};icc{digits:19}f})",
      "DoCoMo/2.0 {N|P|F|SH|D|SO}{70|90}{0..9}i{|S|TV}({c100;TB;W{20..30}H{10..20}|c10;TB})",
      "SoftBank/{1.0|2.0}/{9|8|0|7}{10..45}{SH|P|T|N|CA|SC|NK|PM}{|s|II|u}/{SHJ|PJP|TJ|NJ|CAJ|SJ}{001..010}/SN{digits:15} Browser/NetFront/3.{4..5} Profile/MIDP-2.0 Configuration/CLDC-1.1",
      "Vodafone/1.0/V{70|80|90}{2..5}{SH|T|N|SE}/{SHJ|TJ|NJ}{001|002} Browser/{VF-NetFront/3.3|UP.Browser/7.0.2.1} Profile/MIDP-2.0 Configuration/CLDC-1.1{| Ext-J-Profile/JSCL-1.3.2 Ext-V-Profile/VSCL-2.0.0}",
      "J-PHONE/{4.3|5.0}/V{401|601|603}{D|T|SH|N} SN{digits:15} {TS|SH}/{2.10|0003aa}",
      "BlackBerry{8100|8300|8310|8320|8520|8530|8700|8900|9000|9300|9330|9360|9500|9530|9550|9630|9700}/{4|5}.{0..7}.{0..2}.{10..1100} Profile/MIDP-2.{0|1} Configuration/CLDC-1.1 VendorID/{100..600}{| UP.Link/6.3.1.20.0}",
      "Mozilla/5.0 (BlackBerry; U; BlackBerry {9100|9220|9300|9320|9360|9380|9650|9700|9780|9790|9800|9810|9860|9900|9930}; {en|en-US|en-GB|fr|es|id|de}) AppleWebKit/534.{1..11}+ (KHTML, like Gecko) Version/{6|7}.{0..1}.0.{100..1100} Mobile Safari/534.{1..11}+",
      "Mozilla/5.0 (BB10; {Touch|Kbd}) AppleWebKit/537.{3|10|35}+ (KHTML, like Gecko) Version/10.{0..3}.{0..4}.{100..3300} Mobile Safari/537.{3|10|35}+",
      "Mozilla/5.0 (PlayBook; U; RIM Tablet OS {1|2}.{0..1}.{0..1}; {en-US|de-DE|en-GB}) AppleWebKit/53{4|5|6}.{2..11}+ (KHTML, like Gecko) Version/{7}.{1..2}.{0..1}.{0..9} Safari/53{4|5|6}.{2..11}+",
      "Mozilla/4.0 (compatible; MSIE {4.01|6.0|7.0}; Windows {CE; {PPC|Smartphone|IEMobile {6.12|7.11|8.12}}{|; 240x320|; 480x640}|Phone OS 7.0; Trident/3.1; IEMobile/7.0; {SAMSUNG; SGH-i917|HTC; 7 Mozart|LG; GW910|DELL; Venue Pro|NOKIA; Lumia 800}})",
      "Mozilla/5.0 (compatible; MSIE {9|10}.0; Windows Phone {OS 7.5|8.0}; Trident/{5|6}.0; IEMobile/{9|10}.0; {ARM; Touch; |}{NOKIA; Lumia {510|520|610|620|625|630|710|720|800|820|900|920|925|1020|1320|1520}|HTC; {Windows Phone 8X by HTC|Radar C110e|HD7 T9292|A620e}|SAMSUNG; {SGH-i917|GT-I8750|OMNIA7}|HUAWEI; W1-U00|ZTE; V965W|LG; LG-E900}{|; Vodafone|; Orange|; T-Mobile})",
      "Mozilla/5.0 ({Mobile; |}Windows Phone {8.1|10.0}; Android {4.0|4.2.1|6.0.1}; {ARM; Trident/7.0; Touch; rv:11.0; IEMobile/11.0; |}{NOKIA|Microsoft|HTC|Xbox}; {Lumia {430|435|520|530|532|535|540|550|630|635|640|640 XL|650|730|735|830|925|930|950|950 XL|1020|1320|1520}|RM-{800..1200}{|_{1000..1100}}|HTC6995LVW}) {like iPhone OS 7_0_3 Mac OS X AppleWebKit/537 (KHTML, like Gecko) Mobile Safari/537|AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{46|51|52}.0.{2486|2704|2743}.{0|79|116} Mobile Safari/537.36 Edge/{13|14|15}.{10586|14393|15063|15254}}",
      "Mozilla/5.0 (Mobile; {Nokia{_8110_4G|_2720_Flip|800|6300_4G|_2780_Flip}|ALCATEL 4044{T|V|O}|{JioPhone|LYF/F{10|30|41|90|120|220|320}{B|C|M|T|Y|Z}/LYF{-|_}F{10..320}{B|C}-{000|001}-{01..15}-{10..31}-{digits:6}}|Alcatel_4052{R|C|W}|CAT_B35|Energizer_Energy_E241s|Doro_7060|Sigma_X-Style_{S3500_sKai|35_screen}|{GoFlip{2|3|4}}|MTN_Smart_S-mobile|Orange_Sanza_{XL|2}}; rv:{48|84}.0) Gecko/{48|84}.0 Firefox/{48|84}.0 KAIOS/{2.5{|.{1..4}}{|.{1..3}}|3.{0..1}}",
      "Opera/9.80 ({J2ME/MIDP|BlackBerry|Android|iPhone|Series 60|Windows Mobile|MAUI Runtime|SpreadTrum|Bada|KaiOS}; Opera Mini/{4|5|6|7|8|9|36|44}.{0..9}.{10000..39999}{|/{18..191}.{10..270}}; U; {en|ru|id|es|de|fr|vi|ar|tr|pl|hi}) Presto/2.{5|8|12}.{25|119|423} Version/{10.54|11.10|12.16}",
      "Opera/9.{50|60|80} (J2ME/MIDP; Opera Mini/{3|4}.{0..5}.{1000..30000}/{500..1300}; U; {en|ru|pl|de}) {Presto/2.2.0|}",
      "Mozilla/5.0 (Linux; U; Android {4.1.2|4.4.2|5.1.1|6.0|7.0|8.1.0|9|10}; {en-US|id-ID|hi-IN|pt-BR|en-GB}; {GT-S7392|Redmi 6A|SM-J200G|Infinix X5{06..70}|TECNO W3|vivo 1606}{| Build/{HEX:6}}) AppleWebKit/{528.5+|534.30} (KHTML, like Gecko) Version/{3.1.2|4.0} {U2/1.0.0 |}UCBrowser/{8..13}.{0..9}.{0..9}.{100..1400} U3/{0|1}.8.0 Mobile Safari/534.30",
      "{{az:8}{10..99}_{az:2}{1..9}_{az:2}|{NOUN}-{HEX:4}_TD/{S100|1.0}|{Noun} {Noun} {Noun} {1..9}/V{1..9}|{Noun}-{HEX:4}} Linux/{2.6.35|3.0.13|3.4.{0..70}|3.10.{49..72}} Android/{2.3.5|4.0.4|4.1.1|4.2|4.2.2|4.4.2|5.1} Release/{01..12}.{01..28}.20{11..16} Browser/{WAP2.0 appleWebkit/534.30|AppleWebKit{533.1|534.30|537.36}} {Profile/MIDP-2.0 Configuration/CLDC-1.1 |Chrome/{30..40}.0.0.0 |}Mobile Safari/{533.1|534.30|537.36}{ MBBMS/2.2|} {System/|}Android {4.0.1|4.2.2|4.4.2|5.1}{;|}",
      "{LAVA|INTEX|KARBONN|MICROMAX|SPICE|{NOUN}}{.|_| |}{K|X|M|A}{1..400}{|+}{|.{NOUN}{10..90}D_{HEX:3}_HW} (MAUI/{HEX:5}_S{100..199}_20{12..16}{month}{dd};BDATE/20{12..16}/{month}/{dd} {10..23}:{10..59};LCD/{128160|240320|320240};CHIP/MT62{50..76};KEY/{Normal|Qwerty};TOUCH/{0|1};CAMERA/{0|1};SENSOR/{0|1};DEV/{NOUN}_HW;WAP Browser/MAUI (HTTP{S|})) {NOUN}_{HEX:5} Release/20{12..16}.{month}.{dd} WAP Browser/MAUI (HTTP{S|}) Profile/{| MIDP-2.0}  Q0{3|5}C1-2.40 {en-US|ru-RU}",
      "{HUAWEI|ZTE|{Noun}|LENOVO}-{M|G|U|T}{100..9999}/{001|1}.{00|0|10} WAP/{OBIGO/Q0{3|5}{A|C}|OpenWave|TELECA}{| Profile/MIDP-2.0 Configuration/CLDC-1.1}",
      "{OneBrowser|Teashark|Bolt|{Noun}Browser}/for {Blackberry|Java|Symbian|Android}{1..9}.{0..9}.{0..9} ({BlackBerry{8500..9900}/{5..7}.{0..1}.0.{100..900}|Nokia{N|E|C}{1..9}{0..9}/{0..5}.{0..99}})",
      "UCWEB/2.0 ({Windows; U; wds {7.10|8.0|8.10|10.0}; {en-US|ru-RU|id-ID}; {NOKIA|Microsoft|HTC}; RM-{800..1200}_{az:2}_{az:4}{1..3}_{100..999}|Linux; U; Adr {4.1.2|4.2.2|4.4.4|5.1|6.0}; {zh-CN|en-US|id}; {H{10..60}-T{10..20}|{Noun} {1..9}|SM-{A|G|J}{100..900}F|{NOUN}_{HEX:4}}}) U2/1.0.0 UCBrowser/{4|9|10|11}.{0..9}.{0..9}.{100..600} U2/1.0.0 Mobile",
      "UCWEB/2.0 ({Java; U; MIDP-2.0; {en-US|id|vi|ru}; {nokia|samsung|sonyericsson|lg}-{c3-00|gt-c3322|x2-01|t375}|Linux; U; Adr {2.3.6|4.0.4|4.2.2}; {en-US|id|zh-CN}; {GT-S5360|Micromax_A27|Lenovo_A369i}|MIDP-2.0; U; Adr 4.0.4; en-US; ZTE_U795}) U2/1.0.0 UCBrowser/{8..10}.{0..9}.{0..9}.{100..600} U2/1.0.0 Mobile{| UNTRUSTED/1.0}",
      "{Mozilla/4.0 (compatible; MSIE 6.0; {Windows CE; |}Palm{OS|Source}; {Blazer 4.{0..5}|PalmOS 5.4.9}) 16;{320x320|160x160}|Mozilla/5.0 (webOS/{1|2}.{0..4}.{0..5}; U; {en-US|de-DE}) AppleWebKit/53{2|4}.{2|6} (KHTML, like Gecko) {Version/1.0 Safari/532.2 Pre/1.{0..1}|webOSBrowser/2{21..24}.{4..30} Safari/534.6 P160UNA/1.0}|Mozilla/5.0 (hp-tablet; Linux; hpwOS/3.0.{0..5}; U; {en-US|de-DE}) AppleWebKit/534.6 (KHTML, like Gecko) wOSBrowser/23{3..4}.{40..83} Safari/534.6 TouchPad/1.0}",
      "Mozilla/5.0 (MeeGo; NokiaN9) AppleWebKit/534.13 (KHTML, like Gecko) NokiaBrowser/8.5.0 Mobile Safari/534.13",
      "Mozilla/5.0 (Maemo; Linux armv7l; rv:{2..10}.0{|.1}) Gecko/{20100101|10.0} Firefox/{4|10}.0{|.1} Fennec/{2|10}.0{|.1}",
      "Mozilla/5.0 ({Maemo; Linux; U; Jolla; Sailfish; Mobile; rv:{26|31|38|45}.0|Sailfish 4.0; Mobile; rv:{60|78|91}.0|Android 9; Mobile; rv:102.0}) Gecko/{26|31|38|45|60|78|91|102}.0 Firefox/{26|31|38|45|60|78|91|102}.0 {SailfishBrowser/1.0{| like Safari/538.1}|}",
      "Mozilla/5.0 ({Ubuntu; Mobile|Linux; Ubuntu 14.04 like Android 9|Linux; Ubuntu 20.04 like Android 9; {Noun}}) {like Android 4.4) |}AppleWebKit/{537.36|604.1} {Chromium/{35..87}.0.{1800..4300}.{0..140} |(KHTML, like Gecko) Chrome/{35..112}.0.{1800..5600}.{0..140} |}Mobile Safari/537.36{| Ubuntu/16.04 (3.8) {Morph Browser|webbrowser-app}}",
      "Mozilla/5.0 ({Mobile; rv:{15..48}.0|Mobile; {ALCATELOneTouch4012X|ZTEOPEN|Open C|LYF/F90M|hamachi}; rv:{18..37}.0|Tablet; rv:{26..44}.0}) Gecko/{15..48}.0 Firefox/{15..48}.0",
      "Mozilla/5.0 (Linux; Tizen {2.1|2.2|2.3|2.4|3.0}; {SAMSUNG |}SM-{Z130H|Z200F|Z300H|Z400F|R{600..900}}) AppleWebKit/53{7.3|7.36|8.1} (KHTML, like Gecko) {SamsungBrowser/{1|2}.{0..2} {Chrome/{43..63}.0.{2357..3239}.{0..140} |}|Version/2.{1..4} }Mobile Safari/53{7.3|7.36|8.1}",
      "{Jasmine|Mozilla/4.1 (compatible; Teleca Q7; Brew 3.{1..2}.5; U; en) {240x320|240x400} {LG VX9200|Samsung SCH-{U450|R500}|PCD {Noun}}|Mozilla/5.0 (compatible; Teleca Q7; BREW 3.1.5; U; en) {240X320 |}{Sanyo|LG|Samsung}{SCP-6760|LN510|SPH-M570}|{Huawei|HUAWEI}-{U8150|G2800S|G6600}/{1|001}.0 {MTK|Obigo}/{Release|Q03C} {05.21.2010|} {Browser/Maui|Browser/AppleWebKit533.1} Profile/MIDP-2.0 Configuration/CLDC-1.1|Alcatel-{OT-{C701|708|800|606A}|OH5}/1.0 {ObigoInternetBrowser/Q0{3|5}C{| UP.Link/1.1}|Profile/MIDP-2.0 Configuration/CLDC-1.1 ObigoInternetBrowser/Q05A}|{ZTE|Zte}-{G{R230|S202}|T-Mobile_Vairy_Touch_II}/1.0 {Openwave/6.2|Dorado WAP-Browser/1.0.0} UP.Browser/6.2|SIE-{S65|C65|CX65|S75|M75|SL65}/{12|25|58} UP.Browser/7.0.{0..2}.{1..3} (GUI) MMP/2.0 Profile/MIDP-2.0 Configuration/CLDC-1.1|SAGEM-my{X5-2|501C|700X}/1.0 Profile/MIDP-2.0 Configuration/CLDC-1.1 UP.Browser/6.2|PantechP{2000|7040}/JEUS05132008 Browser/Obigo/Q05A Profile/MIDP-2.0 Configuration/CLDC-1.1|{Spice|Micromax|Karbonn|Lava|Fly|Nokia|MyPhone|Maxx}{_| |-}{X{1..90}|M{100..700}|Q{5|7}|K{1..30}}/{1.0|MTK} {MTK/|Release/}{2.0|09.01.2012} Browser/{MAUI|Dorado|UCWEB7.{0..9}} Profile/MIDP-2.0 Configuration/CLDC-1.1}",
    ],
  ],
  [
    "device's name",
    [
      "{iPhone{SE{|2ndGen|3rdGen}|X|XR|XS|XSMax|{6..8}{|s|Plus}|{11..17}{|Pro|ProMax|Plus|mini}}|iPad{|Air|Pro|Mini}{|{2..9}|{5..9}thGen}}",
    ],
  ],
  [
    "car and glasses",
    [
      "Mozilla/5.0 (X11; {GNU/|}Linux{| x86_64}) AppleWebKit/{534.34|537.36|601.1} (KHTML, like Gecko) {QtCarBrowser|Tesla QtCarBrowser|QtCarBrowser/{1..5}|Chromium/{79..120}.0.{3900..6100}.{0..140} Chrome/{79..120}.0.{3900..6100}.{0..140}} Safari/{534.34|537.36|601.1}{| Tesla/{2019..2025}.{1..45}{|.{1..30}}{|-feature-{az:6}}-{hex:12}}",
      "Mozilla/5.0 (X11; Linux x86_64; Quest{| 2| 3| Pro}) AppleWebKit/537.36 (KHTML, like Gecko) OculusBrowser/{7..36}.{0..3}.0.{0..5}.{20..60}{|.{digits:9}} {SamsungBrowser/4.0 |}Chrome/{77..140}.0.{0..3900}.{0..120} {VR |}Safari/537.36",
      "Mozilla/5.0 (Linux; Android {7.1.1|10}; {Pacific|Quest|Pico A8110|VIVE Focus 3} Build/{HEX:6}) AppleWebKit/537.36 (KHTML, like Gecko) {OculusBrowser|Wolvic|PicoBrowser|Firefox Reality}/{1..14}.{0..9} {SamsungBrowser/4.0 |}Chrome/{60..110}.0.{3000..5500}.{0..120} Mobile VR Safari/537.36",
      "Mozilla/5.0 (Android {7.1.1|8.1.0|10}; Mobile VR; rv:{60..102}.0) Gecko/{60..102}.0 Firefox/{60..102}.0",
      "Mozilla/5.0 (Linux; Android {8.1.0|9|10|12}; {MIB3 {OI|High}|{Honda|Toyota|Geely|BYD|NIO} {IVI|AUTO|DiLink}|Automotive{|_{Noun}}} Build/{HEX:6}; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/{60..120}.0.{3000..6100}.{0..120} Safari/537.36",
      "Mozilla/5.0 (Linux; Android {7.1.1|8.0.0|9|11}; SM-R{800..980}{|F|U} Build/{HEX:6}; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/{60..120}.0.{3000..6100}.{0..120} Mobile Safari/537.36",
      "atc/1.0 watchOS/{4..11}.{0..6} model/Watch{3..7},{1..12} hwp/t800{4..6|2} build/{15..22}{R|S|T|U}{10..900} (6; dt:{140..230})",
    ],
  ],
];

/** How many templates a family has is how often it is drawn, evened out a little. */
const FAMILIES = ODD.map(
  ([family, templates]) => [{ family, templates }, Math.sqrt(templates.length)] as const,
);

/** A browser off the beaten track, all of them people's. */
export function oddBrowser(rng: Random): Agent {
  const { family, templates } = rng.weighted(FAMILIES);
  return { name: family, userAgent: fill(rng, rng.pick(templates)), family };
}
