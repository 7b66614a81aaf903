/** The parameters that a family is tried under: what an application names a file, a host, a page to go on to. */
import { words } from "../lib/grammar.ts";
import type { Random } from "../lib/random.ts";
import { ordinaryValue } from "../values/index.ts";

const FILES = words`
  file page path dir folder doc document filename name template tpl theme lang language locale view layout include inc
  require content module controller option pg p s img image src load read show display download attachment style root
  conf config site mod action cat section menu body main target class func type item data log report pdf preview`;
const INCLUDES = words`
  page file inc include path template tpl url src dir basepath base_path root root_path rootpath document_root
  mosConfig_absolute_path phpbb_root_path abs_path absolute_path GLOBALS[mosConfig_absolute_path] _REQUEST[root]
  _SERVER[DOCUMENT_ROOT] INC_DIR CONFIG_PATH config conf lang language theme skin layout content body main module mod
  action view show open load library lib class plugin header footer menu section site pagina seite sayfa cmd go x`;
const ADDRESSES = words`
  url uri u link target dest destination host domain site feed callback webhook proxy fetch src image img image_url
  avatar load remote endpoint api server address to from next redirect return go path ref out view preview page file
  import source data xml wsdl rss upload picture icon logo`;
const WAYS = words`
  next url redirect redirect_uri redirect_url redirectUrl return returnUrl return_url returnTo return_to r u goto go
  dest destination continue back ref link out rurl target view forward to success callback checkout_url login jump
  logout service location forwardTo image_url`;
const HOSTS = words`
  ip host hostname cmd exec command ping target domain addr address query daemon upload dir log jump code arg option
  port email file name id dest server ipaddr pingIpAddress diag_ip ntp dns mac interface iface country user username
  page search q s url path action func run do process step read feature payload print`;

/** Names that speak for a family's use of the value; other families come under any name. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  traversal: FILES,
  rfi: INCLUDES,
  ssrf: ADDRESSES,
  redirect: WAYS,
  cmdi: HOSTS,
  brief: HOSTS,
};

/** Share of payloads that come under such a name. */
const SHARE: Readonly<Record<string, number>> = { rfi: 0.85, redirect: 0.8, ssrf: 0.6 };
const SHARE_OTHER = 0.4;

/** The name of a parameter for a payload of a family. */
export function parameterOf(rng: Random, family: string): string {
  const names = NAMES[family];
  return names !== undefined && rng.chance(SHARE[family] ?? SHARE_OTHER)
    ? rng.pick(names)
    : ordinaryValue(rng).name;
}
