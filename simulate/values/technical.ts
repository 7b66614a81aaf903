/** What applications put into parameters: numbers, ids, tokens, filters, JSON, URLs, file names, dates. */
import { grammar, lines, words } from "../lib/grammar.ts";
import { LEXICON, randomText } from "../lib/lexicon.ts";
import type { Random } from "../lib/random.ts";
import { PEOPLE } from "./people.ts";
import { noun, PROSE } from "./prose.ts";

const HEX = "0123456789abcdef";
const ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const URL_SAFE = `${ALNUM}-_`;

const hex = (rng: Random, length: number) => randomText(rng, HEX, length, length);

function uuid(rng: Random): string {
  const id = `${hex(rng, 8)}-${hex(rng, 4)}-4${hex(rng, 3)}-${rng.pick(["8", "9", "a", "b"])}${hex(rng, 3)}-${hex(rng, 12)}`;
  return rng.weighted([
    [id, 8],
    [id.toUpperCase(), 1],
    [`{${id}}`, 0.4],
    [id.replaceAll("-", ""), 1],
  ]);
}

function base64(rng: Random, text: string): string {
  const encoded = Buffer.from(text).toString("base64");
  return rng.chance(0.5) ? encoded : encoded.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function jwt(rng: Random): string {
  const header = base64(rng, JSON.stringify({ alg: rng.pick(["HS256", "RS256", "ES256"]), typ: "JWT" }));
  const body = base64(
    rng,
    JSON.stringify({
      sub: String(rng.int(1, 1e9)),
      name: PEOPLE.name(rng),
      iat: rng.int(1.6e9, 1.8e9),
      exp: rng.int(1.6e9, 1.8e9),
    }),
  );
  return [header, body, randomText(rng, URL_SAFE, 43, 86)].map((part) => part.replaceAll("=", "")).join(".");
}

function token(rng: Random): string {
  return rng.pick([
    () => hex(rng, rng.pick([8, 16, 32, 40, 64])),
    () => hex(rng, 32).toUpperCase(),
    () => uuid(rng),
    () => uuid(rng),
    () => jwt(rng),
    () => base64(rng, PROSE.query(rng)),
    () => base64(rng, `{"id":${rng.int(1, 1e6)},"cursor":"${hex(rng, 8)}"}`),
    () =>
      Buffer.from(Array.from({ length: rng.int(9, 60) }, () => rng.int(0, 255))).toString(
        rng.pick(["base64", "base64url"]),
      ),
    () => randomText(rng, URL_SAFE, 11, 43),
    () => randomText(rng, ALNUM, 6, 32),
    () => randomText(rng, "abcdefghijklmnopqrstuvwxyz", 2, 9),
    () => randomText(rng, "abcdefghijklmnopqrstuvwxyz0123456789", 4, 12),
    () => randomText(rng, `${ALNUM}+/`, 8, 90) + rng.pick(["", "=", "=="]),
    () =>
      `${rng.pick(["sk_live_", "pk_test_", "ghp_", "xoxb-", "SG.", "ya29.", "EAA", "cus_", "pi_", "sess_", "AKIA", "v1.", "1//0", "CfDJ8"])}${randomText(rng, URL_SAFE, 16, 60)}`,
    () => `W/"${hex(rng, 5)}-${randomText(rng, ALNUM, 27, 27)}"`,
    () => `"${hex(rng, 13)}"`,
    () => `sha${rng.pick(["256", "384", "512"])}-${randomText(rng, `${ALNUM}+/`, 43, 64)}=`,
    () => randomText(rng, "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 26, 26),
    () => randomText(rng, HEX, 24, 24),
    () => `${rng.int(1, 9)}.${rng.int(1e9, 2e9)}.${rng.int(1e9, 2e9)}`,
    () => `IwAR${randomText(rng, URL_SAFE, 57, 57)}`,
    () => `__cf_chl_${randomText(rng, URL_SAFE, 20, 40)}`,
    () => `${randomText(rng, ALNUM, 22, 22)}==`,
  ])();
}

function number(rng: Random): string {
  return rng.pick([
    () => String(rng.int(0, 9)),
    () => String(rng.int(1, 100)),
    () => String(rng.int(1, 100)),
    () => String(rng.int(1, 10 ** rng.int(2, 9))),
    () => String(rng.int(1, 10 ** rng.int(2, 9))),
    () => String(-rng.int(1, 999)),
    () => (rng.float() * 10 ** rng.int(0, 4)).toFixed(rng.int(1, 6)),
    () => String(rng.int(1.5e9, 1.8e9)),
    () => String(rng.int(1.5e12, 1.8e12)),
    () => `${rng.int(1, 999)},${rng.int(1, 999)},${rng.int(1, 999)}`,
    () => `${rng.int(1, 99)}-${rng.int(100, 999)}`,
    () => `0${rng.int(1, 99)}`,
    () => `+${rng.int(1, 20)}`,
    () => `${rng.int(1, 100)}%`,
    () => `${rng.int(1, 30)}px`,
    () => `${rng.int(1, 9)}e${rng.int(1, 9)}`,
    () => `${rng.int(100, 2000)}x${rng.int(100, 2000)}`,
    () => `${rng.int(1, 9)}:${rng.int(1, 9)}`,
    () => `#${rng.int(1, 99999)}`,
    () => `${rng.int(1, 9)}/${rng.int(1, 9)}`,
    () =>
      rng.pick([
        "true",
        "false",
        "1",
        "0",
        "yes",
        "no",
        "on",
        "off",
        "null",
        "none",
        "undefined",
        "all",
        "any",
        "auto",
        "NaN",
        "",
        "-1",
        "*",
        "en",
        "es",
        "de-DE",
        "en-US",
        "fr_FR",
        "asc",
        "desc",
      ]),
  ])();
}

function money(rng: Random): string {
  const n = rng.int(0, 9999);
  const cents = String(rng.int(0, 99)).padStart(2, "0");
  return rng.pick([
    `$${n}.${cents}`,
    `${n},${cents} €`,
    `€${n}`,
    `£${n}.${cents}`,
    `${n}.${cents} USD`,
    `${n} kr`,
    `R$ ${n},${cents}`,
    `${n},-`,
    `1.${String(n).padStart(4, "0").slice(0, 3)},${cents}€`,
    `¥${n}`,
    `${n}-${n + rng.int(1, 900)}`,
    `<${n}`,
    `>=${n}`,
    `${n}+`,
    `CHF ${n}'000.--`,
    `₹${n}`,
  ]);
}

function date(rng: Random): string {
  const y = rng.int(1940, 2030);
  const two = (low: number, high: number) => String(rng.int(low, high)).padStart(2, "0");
  const [m, d, h, min, s] = [two(1, 12), two(1, 28), two(0, 23), two(0, 59), two(0, 59)];
  return rng.pick([
    `${y}-${m}-${d}`,
    `${y}-${m}-${d}`,
    `${d}/${m}/${y}`,
    `${m}/${d}/${y}`,
    `${d}.${m}.${y}`,
    `${y}-${m}-${d}T${h}:${min}:${s}Z`,
    `${y}-${m}-${d}T${h}:${min}:${s}.${rng.int(100, 999)}+02:00`,
    `${y}-${m}-${d} ${h}:${min}:${s}`,
    `${y}${m}${d}`,
    `${h}:${min}`,
    `${y}-W${two(1, 52)}`,
    `${y}-${m}`,
    `${d} ${rng.pick(["Jan", "Mar", "Aug", "Dec", "enero", "März", "août"])} ${y}`,
    `${y}-${m}-${d}..${y + 1}-${m}-${d}`,
    `${y}-${m}-${d}/P1M`,
    `now-${rng.int(1, 48)}h`,
    `now/d`,
    `-${rng.int(1, 30)} days`,
    `last ${rng.pick(["week", "7 days", "month"])}`,
    `P${rng.int(1, 9)}DT${rng.int(1, 23)}H`,
    `Mon, ${d} Aug ${y} ${h}:${min}:${s} GMT`,
    `[${y}-${m}-${d},${y + 1}-${m}-${d})`,
    `>${y}-${m}-${d}`,
    `Sat Nov ${d} ${y} ${h}:${min}:${s} GMT+0100 (Central European Standard Time)`,
  ]);
}

const EXTENSIONS = words`pdf pdf txt txt jpg png jpeg docx xlsx pptx txt csv zip mp3 mp4 gif svg html xml json js css webp odt epub md log tar.gz ics vcf ttf woff2 map exe apk dmg iso php bak sql py sh yml ini`;

function fileName(rng: Random): string {
  const base = rng.pick([
    () => noun(rng),
    () => `${noun(rng)}_${noun(rng)}`,
    () => `${noun(rng)}-${rng.int(1, 999)}`,
    () => `${PROSE.keyword(rng)} (${rng.int(1, 9)})`,
    () => `IMG_${rng.int(1, 9999)}`,
    () => `DSC${rng.int(10000, 99999)}`,
    () =>
      `Screenshot ${rng.int(2015, 2026)}-0${rng.int(1, 9)}-1${rng.int(0, 9)} at ${rng.int(1, 12)}.${rng.int(10, 59)}.${rng.int(10, 59)} PM`,
    () => `${noun(rng)}-v${rng.int(1, 20)}.${rng.int(0, 30)}.${rng.int(0, 9)}`,
    () => `Copy of ${PROSE.query(rng)}`,
    () => `[${noun(rng)}] ${PROSE.keyword(rng)}`,
    () => `${PEOPLE.name(rng)} - CV`,
    () => `${noun(rng)}.${hex(rng, 8)}`,
    () => `${noun(rng)}.min`,
    () => `${rng.int(1, 1e6)}`,
    () => hex(rng, 32),
    () => `Rechnung_${rng.int(2000, 2026)}-${rng.int(1, 999)}`,
    () => `informe ${noun(rng)} año ${rng.int(2000, 2026)}`,
    () => `O'${noun(rng)}'s ${noun(rng)}`,
    () => `${noun(rng)} & ${noun(rng)}`,
    () => `${noun(rng)}__${noun(rng)}--final_FINAL(${rng.int(1, 4)})`,
    () => `~$${noun(rng)}`,
    () => `#${rng.int(1, 99)} ${noun(rng)}`,
  ])();
  const name = `${base}.${rng.pick(EXTENSIONS)}`;
  return rng.weighted([
    [name, 8],
    [`${rng.pick(["/", "", "./", "images/", "docs/", "/uploads/", "public/"])}${noun(rng)}/${name}`, 3],
    [`${noun(rng)}/${noun(rng)}/${noun(rng)}/${name}`, 1.5],
    [`/${noun(rng)}/${noun(rng)}`, 1.5],
    [`C:\\Users\\${PEOPLE.nickname(rng)}\\Documents\\${name}`, 0.5],
    [`/home/${PEOPLE.word(rng)}/${noun(rng)}/${name}`, 0.4],
    [`s3://${noun(rng)}-bucket/${noun(rng)}/${name}`, 0.3],
    [`file_${name}`, 0.5],
    [`/var/lib/${noun(rng)}/${name}`, 0.1],
  ]);
}

const SITES = words`example.com www.example.org shop.example.net cdn.jsdelivr.net fonts.googleapis.com www.youtube.com en.wikipedia.org github.com maps.google.com www.facebook.com twitter.com accounts.google.com login.microsoftonline.com m.media-amazon.com images.unsplash.com
  api.stripe.com www.instagram.com t.co bit.ly www.linkedin.com news.ycombinator.com www.bbc.co.uk elpais.com www.spiegel.de lemonde.fr staging.example.com ec.europa.eu www.gov.uk t.me vk.com www.baidu.com amzn.to youtu.be drive.google.com dropbox.com s3.amazonaws.com raw.githubusercontent.com pastebin.com`;

function url(rng: Random, depth = 0): string {
  const host = rng.chance(0.6)
    ? rng.pick(SITES)
    : `${rng.pick(["www.", "", "blog.", "app.", "m.", "static."])}${PEOPLE.word(rng)}.${rng.pick(["com", "com", "com", "de", "es", "net", "org", "io", "co.uk", "fr", "it", "nl", "ru", "cn", "info", "me", "xyz", "dev", "app", "tv", "co", "us", "biz", "site", "online", "shop", "pl", "com.br", "club", "top", "in", "live", "pro"])}`;
  const path = Array.from(
    {
      length: rng.weighted([
        [0, 3],
        [1, 3],
        [2, 2],
        [3, 1],
        [4, 1],
      ]),
    },
    () =>
      rng.pick([
        noun(rng),
        PEOPLE.word(rng),
        String(rng.int(1, 9999)),
        `${noun(rng)}-${noun(rng)}-${noun(rng)}`,
      ]),
  ).join("/");
  const query = Array.from(
    { length: rng.chance(0.5) ? 0 : rng.int(1, 4) },
    () =>
      `${rng.pick(["id", "q", "utm_source", "page", "v", "ref", "lang", "return", "t"])}=${encodeURIComponent(rng.chance(0.12) && depth < 2 ? url(rng, depth + 1) : rng.pick([PEOPLE.word(rng), String(rng.int(1, 999)), PROSE.keyword(rng)]))}`,
  ).join("&");
  const tail = `/${path}${path !== "" && rng.chance(0.2) ? rng.pick([".html", ".php", "/", ".jpg", ".aspx", ".pdf", ".txt", ".gif", ".js", ".png", ".xml"]) : ""}${query === "" ? "" : `?${query}`}${rng.chance(0.1) ? `#${noun(rng)}` : ""}`;
  return rng.weighted([
    [`https://${host}${tail}`, 6],
    [`http://${host}${tail}`, 3],
    [tail, 6],
    [`//${host}${tail}`, 0.4],
    [host, 1],
    [`../${noun(rng)}.html`, 0.2],
    [`/${noun(rng)}`, 2],
    [`android-app://${PEOPLE.word(rng)}.${PEOPLE.word(rng)}/`, 0.2],
    [`${PEOPLE.word(rng)}app://${noun(rng)}/${rng.int(1, 99)}`, 0.2],
  ]);
}

function json(rng: Random, depth = 0): unknown {
  const kind = depth > 2 ? rng.int(0, 4) : rng.int(0, 7);
  if (kind === 0) return rng.int(0, 9999);
  if (kind === 1) return rng.chance(0.5);
  if (kind === 2) return PROSE.keyword(rng);
  if (kind === 3) return PEOPLE.name(rng);
  if (kind === 4) return rng.pick([null, date(rng), uuid(rng), [], rng.float()]);
  if (kind === 5) return Array.from({ length: rng.int(0, 4) }, () => json(rng, depth + 1));
  const object: Record<string, unknown> = {};
  for (let i = rng.int(1, 4); i > 0; i--) object[rng.pick(JSON_KEYS)] = json(rng, depth + 1);
  return object;
}

const JSON_KEYS = words`id name type value page limit sort order filter fields from to query match_all range gte lte field direction items tags title active user email date lat lng zoom bounds columns options
  where select include skip take and or not operator op key data attributes relationships price currency quantity sku label color size status created_at updatedAt isPublic $schema @type _id`;

function object(rng: Random): string {
  let value = json(rng);
  while (typeof value !== "object" || value === null) value = { [rng.pick(JSON_KEYS)]: value };
  return JSON.stringify(value, null, rng.chance(0.1) ? 2 : undefined);
}

const RULES = grammar({
  ...LEXICON,
  thing: (rng) => noun(rng),
  word: (rng) => PEOPLE.word(rng),
  date,
  lat: (rng) => (rng.float() * 180 - 90).toFixed(rng.int(2, 7)),
  lng: (rng) => (rng.float() * 360 - 180).toFixed(rng.int(2, 7)),
  field: words`id name price date title created_at updated_at rating popularity email status author relevance size count score lastName user.name address.city stock.quantity position views likes modified`,
  sort: lines`
    «field»
    -«field»
    +«field»
    «field»,«asc|desc|ASC|DESC»
    «field»:«asc|desc»
    «field» «asc|desc|ASC»
    «field».«asc|desc»
    «field»,-«field»
    «field»_«asc|desc|high|low»
    «field»-«asc|desc»
    «field» desc, «field» asc
    «asc|desc|newest|oldest|price_low|best-selling|relevance|random|menu_order|date_desc»
    «field»|«asc|desc»
    [["«field»","«ASC|DESC»"]]
    {"«field»":«1|-1»}
    «field»~«asc|desc»`,
  fields: [
    "«field»,«field»",
    "«field»,«field»,«field»",
    "*",
    "«field»",
    "«field»(«field»,«field»)",
    "items(id,«field»),nextPageToken",
    "«field»:«word»",
    "«field» «field» «field»",
    "+«field»,-«field»",
    "all",
    "«field»;«field»",
  ],
  filter: lines`
    «field»:«word»
    «field»:>«int»
    «field»>=«int»
    «field»<«int»
    «field»!=«word»
    «field»=«word»
    «field» eq '«word»'
    «field» gt «int» and «field» lt «int»
    startswith(«field»,'«word»')
    contains(tolower(«field»),'«word»')
    «field» eq null or «field» ne '«word»'
    «field»==«word»;«field»=gt=«int»
    «field»=in=(«word»,«word»)
    «field»:[«int» TO «int»]
    «field»:"«thing» «thing»" AND «field»:«word»
    («field»:«word» OR «field»:«word») AND NOT «field»:«word»
    «field»:«word»*
    is:open is:issue label:bug «thing»
    assignee = currentUser() AND status != Done ORDER BY «field» DESC
    project = «Letter»«Letter»«Letter» AND status in (Open, "In Progress") order by «field»
    «int»..«int»
    gte.«int»
    eq.«word»
    in.(«int»,«int»,«int»)
    like.*«word»*
    «word»|«word»|«word»
    «word»,«word»,«word»
    «field»~«word»
    from:«word» to:«word» has:attachment
    site:«word».com «thing»
    rate(http_requests_total{job="«word»"}[5m])
    sum by (instance) (rate(node_cpu_seconds_total{mode!="idle"}[«small»m]))
    {app="«word»"} |= "error" | json | line_format "{{.msg}}"
    up{instance=~"«word».*"} == 0
    avg_over_time(«word»_bytes[1h]) / 1024 / 1024
    histogram_quantile(0.99, sum(rate(«word»_bucket[5m])) by (le))`,
  geo: [
    "«lat»,«lng»",
    "«lat», «lng»",
    "«lat»",
    "«lng»",
    "«lng»,«lat»,«lng»,«lat»",
    "point(«lat» «lng»)",
    "POLYGON((«lng» «lat»,«lng» «lat»,«lng» «lat»))",
    "@«lat»,«lng»,«digit»«digit»z",
    "«lat»|«lng»",
    "geo:«lat»,«lng»",
    "40°26'46\"N 79°58'56\"W",
    "EPSG:«int4»",
    "«digit»/«int»/«int»",
    "[[«lng»,«lat»],[«lng»,«lat»]]",
  ],
  graphql: lines`
    {«thing»(id:«int»){id name «field»}}
    query{«thing»s(first:«small»){edges{node{id «field»}}pageInfo{hasNextPage endCursor}}}
    query Get«Rnd»($id: ID!) { «thing»(id: $id) { id «field» «field» } }
    { «thing»s(filter: {«field»: {gt: «int»}}, orderBy: «field»_DESC) { totalCount nodes { «field» } } }
    mutation Update«Rnd»($input: «Rnd»Input!) { update«Rnd»(input: $input) { id } }
    {"operationName":"«Rnd»","variables":{"id":«int»},"query":"query «Rnd»($id: Int!) { «thing»(id: $id) { «field» } }"}
    {"persistedQuery":{"version":1,"sha256Hash":"«hex32»«hex32»"}}
    query «Rnd» { viewer { login «thing» { «field» } } }
    fragment «Rnd» on «Rnd» { id «field» }`,
  analytics: lines`
    GA1.«small».«big».«big»
    GTM-«Letter»«Letter»«digit»«Letter»«digit»«Letter»
    UA-«big»-«small»
    G-«Letter»«digit»«Letter»«digit»«Letter»«Letter»
    «google|facebook|newsletter|bing|twitter|instagram|linkedin»
    «cpc|email|organic|social|referral|display|affiliate|push»
    «spring|summer|black_friday|xmas|brand|retargeting»«_|-|+»«thing»«_|-»20«digit»«digit»
    Feed: «thing»/«thing» («Rnd».com - «Rnd» «Rnd»)
    Feed: «Rnd» («thing» «thing»)
    «Rnd»: «thing» «int» («thing»)
    (not set)
    (direct)
    «int4»x«int»
    «int»x«int»
    24-bit
    fb.1.«big».«big»
    ecommerce~«field»~«int»
    {event_category:«thing»}
    en-us
    «word».«word».«word»
    page_view
    e=pv&page=«word»&tv=js-3.«digit».0
    ~~«int»!«int»~«rndmix»
    !1m18!1m12!1m3!1d«int4».«int»!2d«lng»!3d«lat»!2m3!1f0!2f0!3f0!3m2!1i1024!2i768!4f13.1`,
  version: [
    "«small».«digit».«digit»",
    "v«small».«digit»",
    "«small».«digit»«digit».«int»",
    "«small».«digit».0-«alpha|beta|rc».«small»",
    "^«small».«digit».«digit»",
    "~«small».«digit»",
    ">=«small».«digit» <«small».0",
    "«int4».«int».«int»",
    "20«digit»«digit».«digit»",
    "«hex8»«hex8»",
    "«small».«digit».«digit»+build.«int»",
    "1:«small».«digit»-«digit»ubuntu«digit»",
    "«small».x",
    "release/«small».«digit»",
    "refs/heads/«word»",
    "feature/«word»-«int»",
    "ver=«small».«digit».«digit»",
    "«small».«digit».«digit»;«small»",
  ],
  misc: lines`
    «text|application|image|video|multipart»/«html|json|png|svg+xml|vnd.api+json|mp4|form-data|plain; charset=utf-8|xml;q=0.9,*/*;q=0.8|x-www-form-urlencoded»
    «Europe|America|Asia|Africa»/«Madrid|New_York|Berlin|Sao_Paulo|Kolkata|Argentina/Buenos_Aires|Ho_Chi_Minh»
    (UTC+01:00) Brussels, Copenhagen, Madrid, Paris
    Etc/GMT«+|-»«small»
    Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/«int».0.0.0 Safari/537.36
    Mozilla/5.0 (iPhone; CPU iPhone OS 1«digit»_«digit» like Mac OS X) AppleWebKit/605.1.15
    «small» «digit» * * «1-5|*|mon|0»
    */«small» * * * *
    0 0 «small» 1/1 * ? *
    @daily
    ^[a-z0-9_-]{«small»,«int»}$
    ^\d{«small»}(-\d{«small»})?$
    (?i)«word»|«word»
    [A-Za-z]+@[a-z.]+
    .*\.«jpg|png|js»$
    «word»*
    *.«word».com
    #«hex2»«hex2»«hex2»
    rgb(«int»,«int»,«int»)
    rgba(0, 0, 0, 0.«digit»)
    Open+Sans:wght@400;700&family=Roboto
    Roboto:300,400,500,700|Material+Icons
    c_fill,w_«int»,h_«int»,q_auto
    resize:fit:«int»:«int»
    format=webp&width=«int»
    fit=crop&w=«int»&q=80
    jquery-core,jquery-migrate,wp-polyfill,«word»
    /«word»/«word».css,/«word»/«word».js
    {{«word»}}
    {«word»}
    %7B«word»%7D
    «word»::«word»
    «Rnd».«Rnd».«rnd»
    com.«word».«word».«Rnd»Activity
    arn:aws:s3:::«word»-«word»
    urn:isbn:978«big»
    doi:10.«int4»/«word».«int»
    ISBN 978-«digit»-«int»-«int»-«digit»
    tt«big»
    «Letter»«Letter»-«int»-«int»
    SKU_«int»/«Letter»
    «Letter»«Letter»«Letter»-«int»
    «word»[«digit»]
    «word»[]=«int»
    j_idt«int»:«word»
    ctl00$MainContent$«Rnd»
    __doPostBack('«word»','')
    «word»;jsessionid=«hex32»
    c:«int»;d:«int»
    «int»,«int»;«int»,«int»
    «word»=«int»&«word»=«int»
    id:«int»|name:«word»
    a:«small»:{i:0;s:«small»:"«word»";}
    «thing»|«thing»|«thing»
    «Add to cart|Añadir al carrito|Confirmar|Entrar|Registrar|Submit|Enviar|Pasar por caja|Vaciar carrito|Suchen|Weiter|OK|Go!|Continue >>|<< Back|Log in|Save & Close|In den Warenkorb|Ajouter au panier»
    «insertar|entrar|registro|consultar|borrar|login|logout|add|update|delete|edit|view|list|export|checkout|create|select|search»
    AES/CBC/PKCS5Padding
    TLS_AES_128_GCM_SHA256
    00:1«hex1»:«hex2»:«hex2»:«hex2»:«hex2»
    «ip»
    «ip»
    «ip»:«port»
    2001:db8::«hex4»
    fe80::«hex4»:«hex4»%eth0
    «int»MB
    «small»d«small»h
    «digit»+«digit»=?
    ~«word»
    !important
    «word»!
    $«int»
    @«word»
    _«word»
    -«word»
    [object Object]
    [0,«int»]
    (none)
    --Select--
    -- Please select --
    - any -
    N/A
    ???
    ...
    n/d
    «hex8»«hex8»,«hex8»«hex8»
    en,es;q=0.8,de;q=0.5
    «word».«word»@«word»
    «word»/«word»#«int»`,
});

export const TECHNICAL = {
  number,
  number2: number,
  token,
  date,
  money,
  file: fileName,
  url: (rng: Random) => url(rng),
  json: object,
  sort: (rng: Random) => RULES(rng, "sort"),
  fields: (rng: Random) => RULES(rng, "fields"),
  filter: (rng: Random) => RULES(rng, "filter"),
  geo: (rng: Random) => RULES(rng, "geo"),
  graphql: (rng: Random) => RULES(rng, "graphql"),
  analytics: (rng: Random) => RULES(rng, "analytics"),
  version: (rng: Random) => RULES(rng, "version"),
  misc: (rng: Random) => RULES(rng, "misc"),
} as const;

export const TECHNICAL_PARAMETERS: Readonly<Record<keyof typeof TECHNICAL, readonly string[]>> = {
  number: words`id page p limit offset size count n num start end year month day item product_id cat user_id uid pid postid article thread t f v w h width height qty quantity cantidad per_page rows from to max min level step tab type status lang enabled debug active index pos seq rev _ ts timestamp nonce`,
  number2: words`page[number] page[size] filter[price][gte] items[0][qty] order_id cid aid sid gid bid mid tid rid category_id product itemId pageNo pageSize pageIndex currentPage show ids[] ids value rating score age price precio dpr zoom angle scale version_id post parent`,
  token: words`token key sid session state code nonce csrf csrf_token _token hash sig signature id uuid guid etag cursor after before continuation apikey api_key access_token id_token s k h auth ticket ref fbclid gclid msclkid v cid client_id request_id trace_id wpnonce sessionid integrity next_page_token`,
  date: words`date from to start end since until start_date end_date checkin checkout fecha datum birthday dob created_after timestamp time month year departure return begin range valid day t published`,
  money: words`price amount total min_price max_price budget precio importe cost value sum range salary bid fee price_range`,
  file: words`file filename path name doc document src image img attachment download f page template dir folder key object upload asset resource load media photo download_name`,
  url: words`url redirect return next continue return_to redirect_uri callback ref referrer referer u link target dest dl dr from source href site image src uri returnUrl goto path r back forward to domain origin service RelayState feed`,
  json: words`data json filter query options params payload state variables where filters q settings body extensions config input order search meta columns batch input`,
  sort: words`sort order sort_by orderby order_by sortBy ordering sortOrder orden o s sidx sort[] sortField dir`,
  fields: words`fields include select expand columns $select only attributes $expand props with embed _fields field`,
  filter: words`filter q $filter where query fq jql search criteria cond expr filters f match range rql term predicate`,
  geo: words`lat lng lon ll center bbox location coords latitude longitude geo near point bounds origin destination pos q polygon geometry markers`,
  graphql: words`query q operation body doc graphql variables`,
  analytics: words`_ga utm_source utm_medium utm_campaign utm_content utm_term utm_id tid cid sr vp sd ul en ep dt ec ea el ev mc_cid _gl gtm campaign source medium channel _hsenc pb event`,
  version: words`v ver version rev build release api-version tag ref branch _v app_version since min_version`,
  misc: words`type value format mode action accept tz timezone ua cron pattern regex mask color font family transform load key name id code B1 modo cmd op view lang param x y z data text label option choice s a b c style class target __EVENTTARGET ip host mac`,
};
