import { fill } from "../../lib/fill.ts";
import type { Random } from "../../lib/random.ts";
import { chars } from "../../lib/tokens.ts";

/** Model names of Android devices by vendor, as templates. */
const PHONES: readonly (readonly [string, number])[] = [
  ["SM-{A|A|A|G|G|J|M|N|S|E|F}{0..9}{0..9}{0|5|6|7}{B|F|FN|G|U|U1|N|W|W8|V|A|P|T|T1|E|M|H|0|DL|FD|DS}", 22],
  ["SAMSUNG SM-{A|G|S|N}{100..999}{B|F|U|V|N}", 3],
  ["SAMSUNG-SM-{G|N|J}{100..999}{A|AZ|T}", 1],
  ["GT-{I|N|S|P}{1000..9999}{|B|L|M|N|T}", 3],
  ["SCH-I{100..999}", 0.5],
  ["SC-{0|5}{0..9}{A|B|C|D|E|F|G|H|J|K|L|M}", 0.5],
  ["SAMSUNG-SGH-I{100..999}", 0.5],
  ["Redmi {3S|4A|4X|5|5A|6|6A|7|7A|8|8A|9|9A|9C|10|10C|12|12C|13|13C|14C|A1|A2|A3}", 5],
  ["Redmi Note {3|4|5|5A|6 Pro|7|8|8 Pro|8T|9|9S|9 Pro|10|10 Pro|10S|11|11 Pro|12|13|13 Pro 5G|14}", 6],
  ["Redmi K{20|30|40|50|60}{| Pro|i|G}", 1],
  ["M20{03|04|06|07|10|11|12}{J|K|C}{1..22}{A|B|C|S|E}{C|G|Y|I|L}", 4],
  ["21{01|03|05|06|08|09|11|12}{06|16|19|11|12}{K|U|R|A|T}{A|C|G|P|I}", 3],
  ["2{2|3|4|5}{0|1}{1..9}{10..29}{digits:3}{A|R|P|C|K|E}{G|Y|I|N|C|L|A}", 5],
  [
    "{Mi|MI} {3|4|4i|5|5s|6|8|8 Lite|9|9T|9T Pro|9 SE|10|10 Pro|10T|10 Lite|11|MIX 2|MIX 3|MAX 2|A1|A2|A2 Lite|A3|NOTE LTE|PAD 4|CC 9}",
    4,
  ],
  ["POCO{ F1|PHONE F1| X3 NFC| X3 Pro| M3| F3| M4 Pro| X4 Pro 5G}", 2],
  [
    "{ELE|VOG|LYA|HMA|EML|CLT|ANE|FIG|POT|MAR|INE|JNY|YAL|JSN|STK|DUB|AMN|MRD|LIO|TAS|ANA|ELS|NOH|OCE|BLA|ALP|WAS|PRA|VTR|EVA|FRD|BND|AUM|ATU|DUA|COL|LLD|RNE|SNE|HRY|KSA|ART|AQM|MED|STF|DLI|TRT|CAN|NEM|VIE|LRA|PPA}-{L01|L02|L04|L09|L11|L21|L22|L23|L29|L31|LX1|LX1A|LX2|LX3|LX9|AL00|AL10|AL20|TL00|TL10|AN00|N29|L41}",
    7,
  ],
  [
    "{HUAWEI|Huawei} {GRA-L09|P7-L10|Y6|VNS-L31|CAN-L11|MT7-TL10|Y560-L01|G700-U10|NXT-AL10|RIO-L01|LUA-U22|TIT-AL00|SCL-U31|M2-801L}",
    1.5,
  ],
  ["HONOR {ALI-NX1|RMO-NX1|CRT-NX1|REA-NX9|ANY-NX1|TFY-LX1}", 0.5],
  ["CPH{1600..2800}", 6],
  ["{A|R|F|X|N}{11|15|17|31|33|37|51|53|57|59|71|77|83|7plus}{|f|m|w|t|s}", 1],
  ["OPPO {A|R|F|Reno}{1|3|5|7|9|11|33|37|57|59|83}{|s|m|t| Pro}", 1],
  ["P{A|B|C|D|E|F|G|H|J|K}{A|B|C|D|E|F|G|H}{M|T|Y}{00|10|20|30}", 2],
  ["vivo {15|16|17|18|19|20}{01..39}", 4],
  [
    "vivo {X|Y|V}{3|5|6|7|9|11|15|17|20|21|27|37|51|53|55|66|67|69|71|75|81|83|85|91|93|95}{|A|L|i|s| Pro| Plus}",
    2,
  ],
  ["V{18|19|20|21|22|23|24}{01..60}{|A|DA|CA|BA}", 4],
  ["RMX{1800..5100}", 6],
  ["ONEPLUS A{3|5|6}0{00|03|10|13}", 1],
  ["{GM|HD|IN|KB|LE|MT|NE|BE|DN|CPH|AC|EB|DE|GN|IV}{19|20|21|22|25}{01..25}", 2],
  ["OnePlus{5|6|7|8|9|10|Nord}{|T|Pro|TPro}", 0.5],
  ["moto {g|e|x|z|c}({4|5|6|7|8|9|10|20|30|40|50|60}){| plus| play| power| power lite| s plus}", 3],
  [
    "moto {g|e}{4|5|6|7|8|9|10|13|14|20|22|23|24|30|31|32|34|50|52|53|54|60|62|71|72|73|82|84|100|200} {5G|power|play|stylus|plus|(2021)|(2022)|(2023)}",
    3,
  ],
  ["Moto G ({4|5|5S}){| Plus}", 1],
  ["XT{1000..2500}{|-1|-2|-3|-7}", 2],
  ["motorola {edge|edge plus|edge 20|edge 30|edge 40|one|one action|one vision|one fusion|razr 5G}", 1],
  [
    "Nokia {1|2|2.1|2.2|2.3|2.4|3|3.1|3.2|3.4|4.2|5|5.1|5.3|5.4|6|6.1|6.2|7.1|7.2|7 plus|8|8.1|8.3 5G|C1|C2|C3|C20|C30|G10|G20|G21|X10|X20|XR20}",
    2,
  ],
  ["TA-{1000..1500}", 1],
  ["LM-{Q|K|X|G|V|F}{200..999}{|N|F|G|.FGN|(FGN)|.F}{|A|M|MW|EA|EMW|UM}", 2],
  ["LG-{H|D|K|M|P|E|X|V|F|LS|US|MS|SP|TP}{100..990}{|f|n|ar|h|p|k|d|g|TR|DS}", 2],
  ["LG{L|MS|LS|MP|SP|US}{10|20|22|25|32|45|57|75|99}{0..9}{|BL|DL}", 0.5],
  ["{C|D|E|F|G}{20|22|31|33|51|52|53|55|65|66|68|81|82|83|84}{0..9}{1..9}", 1.5],
  ["SO-{01..53}{B|C|D|E|F|G|H|J|K|L|M|A}", 1],
  ["SO{V|G}{31..48}", 0.5],
  ["XQ-{A|B|C|D|E}{C|D|E|H|Q|S|T|U|X}{42|51|52|54|62|72}", 1],
  [
    "Pixel{| 2| 2 XL| 3| 3a| 3 XL| 3a XL| 4| 4a| 4a (5G)| 4 XL| 5| 5a| 6| 6a| 6 Pro| 7| 7a| 7 Pro| 8| 8a| 8 Pro| 9| 9 Pro| 9 Pro XL| 9a| 10| Fold| Tablet| XL}",
    6,
  ],
  ["Nexus {One|S|4|5|5X|6|6P|7|9|10|Player}", 2],
  [
    "ASUS_{X00|X01|X017|X018|X008|Z01|Z017|I00|I01|I003|I005|AI220|T00|Z00}{A|B|D|K|L|M|Q|T|W}{|D|DA|DB|DC}",
    1.5,
  ],
  [
    "Z{B|C|E|S|A|D}{500|501|520|550|551|552|553|554|555|570|580|601|602|620|630|631|633|634|670|671}{KL|KG|CL|ML}",
    1,
  ],
  [
    "HTC{_| }{Desire|One|U11|U12+|One_M8|One M9|10|Desire 530|Desire 626|Desire HD A9191|Sensation Z710e|Wildfire|Wildfire S A510e|One X|EVO 3D|Butterfly}",
    2,
  ],
  [
    "ZTE {Blade|BLADE} {A3|A5|A7|A31|A51|A52|A71|L5|L8|V6|V7|V8|V9|V10|X3} {2019|2020|Lite|plus|Vita|RU}",
    1.5,
  ],
  ["{Z|N}{700..999}{|VL|BL|DL|G}", 0.5],
  ["{4|5|6|7|8|9}0{01..99}{A|D|F|H|J|K|N|T|U|X|Y}", 1],
  ["ALCATEL ONE TOUCH {4010X|5020X|6030D|7041D|8020D}", 0.5],
  ["T{4|5|6|7}{01..99}{D|H|K|M|P|S|V|W}", 0.5],
  [
    "TECNO {KA7|KB8|KC2|KC8|KD7|KE5|KF6|KG5|KI5|BB4|BC1|BD2|BE7|BF6|BG6|CC7|CD7|CE9|CF7|CG6|CH6|CI8|CK6|CL7|LA7|LC7|LD7|LE7|LG7|LH7|LI7|W2|W5|CA6|IN5}{|n|j|s|h|k}",
    3,
  ],
  ["Infinix X{500..700}{|B|C|D|F|L}{| PRO|_}", 2.5],
  [
    "itel {A16 Plus|A23|A25|A32F|A33|A36|A44|A46|A48|A52|A56|A58|A60|L5002|L5503|L6005|L6501|P33|P36|P37|P40|S11|S16|W5001|W5504|W6004|S661L}{||LP|L}",
    2,
  ],
  [
    "{Micromax|LAVA|KARBONN|Intex|XOLO|Panasonic|Gionee|CoolPad|Coolpad|Lenovo|Meizu|LeEco|WIKO|Wiko|Archos|BQ|Cubot|DOOGEE|Ulefone|UMIDIGI|OUKITEL|Blackview|HOMTOM|Leagoo|Elephone|VERTEX|Highscreen|Prestigio|DEXP|Fly|Vernee|Hisense|Symphony|Walton|QMobile|Qmobile|Mobicel|Vodafone|Orange|Tigo|KAZAM|Allview|Condor|General Mobile|Casper|Vestel|Reeder|Hyundai|Advan|Evercoss|Polytron|Cherry Mobile|MyPhone|Masstel|Mobiistar|BLU|Sky|NUU|Plum|Multilaser|Positivo} {adj|A|B|E|Q|S|X|Z|V|P|C}{1..200}{|0|i|s|x|m| Plus| Pro| Lite| Max|_LTE| 4G}",
    8,
  ],
  [
    "{Lenovo|lenovo} {A|K|P|S|Z}{3|5|6|7|8|10|33|50|53|60|90|100|300|319|390|536|820|850|1000|2010|6000|6010|7000}{|-a|-t|a40|a48| Note|c36}",
    1,
  ],
  ["L{1|3|5|7|8}{8|9}0{11|21|41|51|81|91}", 0.5],
  ["meizu {m3 note|M5|M5s|M6|M6 Note|PRO 6|15|16th|X8|note8}", 0.5],
  ["M5 Note|MX4|MX5|M{3|5|6}{|s|c|E| Note}", 0.3],
  // Phones whose names look like a robot's.
  ["{GM |General Mobile |}{Discovery|DISCOVERY}{| II| {1..3}| Pro| SE| Elite|_{1..3}{|_ME}}", 0.6],
  ["{X|{az:1} |{NOUN} |{Noun} }{Bot|bot|BOT}{| {1..60}{|+}| {500..599}| Junior}", 0.6],
  [
    "{CUBOT|Cubot|cubot}{ |_|-|}{NOTE{ |_}{S|7|9|20|Plus}|X{9..70}|P{20..60}|KING{ |_}KONG{| 5| MINI| CS}|MAX{| 2| 3}|DINOSAUR|ECHO|RAINBOW{| 2}|MANITO|MAGIC|POWER|CHEETAH{| 2}|J{3..20}{| PRO}|R{9..19}|S{200..600}|H3|NOVA}",
    3,
  ],
  [
    "{{Crosscall |}{Spider-{X1|X4|X5}|Trekker-{M1|S1|X4|X3}|Action-X{3|5}|Core-{M4|X4|X5|Z5}}|SPIDER {X|S}{1..9}|Scanner {HC|CT|MC}{10..90}|{iBot|RoboTab|Robin|FineBot|TurboX}{ |_}{A|S|X}{1..20}}",
    0.8,
  ],
  ["FP{2|3|4|5}", 0.5],
  ["SonyEricsson{LT|MT|ST|SK|WT|E|R|U|X|SO-0}{10..28}{|i|a|iv}", 1],
  [
    "{Dell|Acer|HTC|Huawei|HUAWEI|ZTE|Pantech|Sharp|Garminfone}{_| |/}{Noun}{|/{1..2}.{10..60}.{100..999}.{1..9}}",
    0.5,
  ],
  ["SHV{36..50}", 0.3],
  ["SH-{01..54}{A|B|C|D|E|F|G|H|J|K|L|M}", 1],
  [
    "{F|L|N|P|T|SCV|KYV|KYG|SHL|SHG|LGV|FJL|HTL|SOL}{-|}{01|02|03|04|05|06|21|22|23|31|32|33|41|43|48}{|A|B|C|D|E|F|G|H|J|K}",
    1,
  ],
  ["{5|6|7|8}01{HT|SH|SO|LG|KC|FJ|PM|ZT}", 0.3],
  [
    "{ASK|Lightning|Titan|Star|Hero|Rainbow|Nova|Fire|Smart|Power|Note|Ultra|Spark|Storm|Vega|Prime|Elite|Grand} {1..40}{|s| Plus| Pro| Max| 4G| 5G| LTE|X}",
    3,
  ],
  ["{brand} {A|K|S|X|M|P|N|Z}{1..90}{|s| Pro| Plus| Lite}", 3],
];

const TABLETS: readonly (readonly [string, number])[] = [
  ["SM-{T|P|X}{100..990}{|0|B|N|U}", 10],
  [
    "KF{TT|OT|JWI|SOWI|THWI|APWI|ARWI|ASWI|SAWI|MEWI|TBWI|GIWI|AUWI|DOWI|SUWI|KAWI|MUWI|MAWI|ONWI|TRWI|TRPWI|RAPWI|SNWI|TUWI|QUWI}",
    5,
  ],
  ["Lenovo {TB|YT|TB3|TB2}-{X|8|7|J|Y}{100..900}{F|L|M|N|X|I}", 4],
  ["{AGS|BAH|JDN|SHT|KOB|CMR|MON|VRD|SCM|BZT|AGR|BTV}{|2|3|4}-{W|L|AL}{09|00|19|10|29}", 3],
  ["{BG2|T1|MediaPad T1 8.0|MediaPad 10 FHD}-{W09|U01|701u}", 1],
  ["GT-P{1000|3100|3110|5100|5110|5200|5210|6800|7500|7510}", 2],
  [
    "{Nexus 7|Nexus 9|Nexus 10|Pixel C|Transformer TF101|K0{08|0E|11}|P0{1|2}{A|T|Y|Z}|ME{173X|301T|372CG}}",
    1,
  ],
  ["{A|B|Iconia }{1|3|10}-{A|7}{10|11|20|30|40|50|60}", 1],
  [
    "{TR10CS1|VersionTab|HP Slate 7|Dell Venue 8|Surface Duo|Onda V9{1..9}0|Teclast {P|M|T}{10..98}|CHUWI Hi9|ALLDOCUBE {T|M}{8..12}|Alldocube iPlay{10..60}|Vodafone Tab|MID{7..10}0{12..65}|rk3{066|188|288}|Archos {70|80|97|101} {Titanium|Neon|Oxygen}|Odys {Noun}|TrekStor {Noun}}",
    2,
  ],
];

/** An Android phone's model. */
export function phoneModel(rng: Random): string {
  // Vendors not in the table exist too.
  if (rng.chance(0.04))
    return `${chars(rng, rng.int(1, 4), "ABCDEFGHIJKLMNOPQRSTUVWXYZ")}${rng.pick(["-", "_", " ", ""])}${rng.int(1, 9999)}${rng.pick(["", "", "A", "L", "X", " Pro", "i"])}`;
  return fill(rng, rng.weighted(PHONES));
}

/** An Android tablet's model. */
export const tabletModel = (rng: Random) => fill(rng, rng.weighted(TABLETS));

/** The build id after the model: `RP1A.200720.011`, `MRA58K`, `KOT49H`. */
export function buildId(rng: Random, androidMajor: number): string {
  const letter =
    "CDEFGHIJKLMNOPQRSTUABCD"[Math.min(20, Math.max(0, Math.round(androidMajor * 1.05 + 4)))] ?? "R";
  if (androidMajor < 8)
    return fill(rng, `{L}{A|B|D|M|O|R|P|V|Z}{A|B|D|F|X|Y|P|T}{10..99}{A|B|C|D|E|F|G|H|I|J|K|L|M|Q|X|Y|Z}`, {
      L: letter,
    });
  return fill(
    rng,
    `{L}{P|Q|K|D|T|S|O}{1|2|3}A.{17|18|19|20|21|22|23|24}{01|02|03|04|05|06|07|08|09|10|11|12}{01|05|15|20|25}.0{10..30}{|.A1|.A2|.C1|.B2}`,
    { L: letter },
  );
}
