/** Programs that are a browser of their own (Electron, CEF, Qt WebEngine): the page's user agent names the program and the engine. */
import { fill } from "../../lib/fill.ts";
import type { Random } from "../../lib/random.ts";
import type { Agent } from "./agent.ts";
import { chromeVersion } from "./eras.ts";

/** As their `package.json` names them; what Electron writes is `NAME/VERSION Chrome/… Electron/…`. */
const NAMES =
  `Slack Discord Code VSCodium Obsidian Signal WhatsApp Teams Notion Figma Postman Insomnia GitHubDesktop Element
  Riot Rocket.Chat Mattermost Mattermost-Desktop zulip Wire Keybase Skype Trello Asana ClickUp Todoist Evernote Joplin
  logseq Logseq StandardNotes Typora Zettlr MarkText Bitwarden 1Password KeeWeb Spotify TIDAL Deezer YouTubeMusicDesktopApp
  Cider Plexamp Stremio Twitch streamlabs-obs Loom Linear Miro Lens MongoDB-Compass pgAdmin4 dbeaver Beekeeper-Studio Hyper
  Tabby balenaEtcher GitKraken Atom Cursor Windsurf Ferdium Franz Rambox Station Beeper Mailspring Tutanota ProtonMail
  Threema Session Jitsi-Meet Nextcloud-Talk drawio Camunda-Modeler Arduino-IDE Unity-Hub Heroic LegendaryLauncher itch
  Overwolf Bluestacks Ledger-Live Exodus Atomic Sparrow Trezor-Suite Dropbox Vivid Pocket TradingView MetaTrader WebTorrent
  Popcorn-Time Kap Motrix PicGo WeChat DingTalk Feishu Lark Tencent QQ Line KakaoTalk Zoom Webex`.split(
    /\s+/,
  );

const SYSTEMS = [
  "Windows NT 10.0; Win64; x64",
  "Windows NT 10.0; WOW64",
  "Windows NT 6.1; WOW64",
  "Macintosh; Intel Mac OS X 10_15_7",
  "Macintosh; Intel Mac OS X 10_{11|12|13|14}_{1..6}",
  "X11; Linux x86_64",
];

/** The program and the engine, in one of the orders that builders use. */
const SHAPES: readonly (readonly [string, number])[] = [
  ["{NAME}/{VERSION} Chrome/{CHROME} Electron/{2..40}.{0..4}.{0..14} Safari/537.36", 60],
  ["Chrome/{CHROME} {NAME}/{VERSION} Electron/{2..40}.{0..4}.{0..14} Safari/537.36", 8],
  ["{NAME}/{VERSION} Chrome/{CHROME} Safari/537.36", 10],
  ["Chrome/{CHROME} Electron/{2..40}.{0..4}.{0..14} Safari/537.36 {NAME}/{VERSION}", 6],
  ["Chrome/{CHROME} Safari/537.36 {NAME}/{VERSION}", 6],
  ["QtWebEngine/{5|6}.{2..15}.{0..9} Chrome/{CHROME} Safari/537.36 {NAME}/{VERSION}", 4],
  [
    "Chrome/{CHROME} Safari/537.36 {NAME} ({stable|beta|release}; {VERSION}; {win32|darwin|linux}; {x64|arm64})",
    2,
  ],
];

/** A program's page view. Names that nobody knows are as many as known ones. */
export function electronApp(rng: Random): Agent {
  const name = rng.chance(0.5)
    ? rng.pick(NAMES)
    : fill(rng, "{{Noun}|{brand}|{Noun}{Noun}|{brand}-{desktop|app}|{noun}-{noun}|{Noun} {Noun}}");
  const gaps = {
    NAME: name,
    VERSION: fill(rng, "{0..30}.{0..30}.{0..20}{||-{beta|alpha|rc|stable}.{0..12}}"),
    CHROME: chromeVersion(rng, 2016 + rng.float() * 10.8),
  };
  const tail = fill(rng, rng.weighted(SHAPES), gaps);
  const system = fill(rng, rng.pick(SYSTEMS));
  return {
    name,
    userAgent: `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) ${tail}`,
    family: "electron",
  };
}
