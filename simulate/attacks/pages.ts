/** Paths of ordinary pages, for requests of either label. */

import { grammar, words } from "../lib/grammar.ts";
import { LEXICON } from "../lib/lexicon.ts";
import type { Random } from "../lib/random.ts";
import { noun } from "../values/prose.ts";

const RULES = grammar({
  ...LEXICON,
  thing: (rng) => noun(rng),
  start: [
    ["/", 14],
    ["/«page»", 10],
    ["/«page».«ext»", 12],
    ["/index.«ext»", 5],
    ["/«section»/«page»", 8],
    ["/«section»/«page».«ext»", 6],
    ["/«api»/«resource»", 9],
    ["/«api»/«resource»/«int»", 4],
    ["/«section»/", 4],
    ["/«thing»/«thing»", 3],
    ["/«lang»/«page»", 2.5],
    ["/«section»/«section»/«page»", 2.5],
    ["/«thing»", 2],
    ["/«section»/«int»", 2],
    ["/«section»/«publico|auth|common|ajax|shared»/«page».«ext»", 1.5],
    ["/20«digit»«digit»/0«small»/«thing»-«thing»", 1],
    ["/cgi-bin/«page».«cgi|pl»", 0.6],
    // Folders that scanners ask for, too.
    ["/«area»/«page»", 3],
    ["/«area»/«resource»", 2],
    ["/«area»/«page».«ext»", 1.5],
    ["/wp-content/plugins/«thing»/«page».php", 1.5],
    ["/wp-admin/«admin-ajax|admin-post|post|edit|upload».php", 1],
    ["/«section»/«area»/«page».«ext»", 1],
    ["/«rnd»/«rnd»/«page».«ext»", 1.5],
    ["/«rnd»«small»/«section»/«page».«jsp|php|do|action|aspx»", 1.5],
    ["/«rnd».«ext»", 1],
  ],
  area: words`admin administrator backend manage manager dashboard panel internal private account console setup staff services rest api/admin system config static public assets vendor upload uploads webmail portal`,
  page: words`search login index product products item items view list detail details show page article post category cat news blog contact about register signup profile account user users cart checkout order orders payment
    download upload file files image images gallery comment comments forum topic thread message messages help faq support feedback submit process ajax api data get find query filter browse report export import print preview
    edit update delete add new save settings preferences dashboard home main default start welcome event events calendar map location stores shop store catalog compare wishlist review reviews rating poll vote subscribe newsletter
    unsubscribe redirect go out link track click ping status lookup validate confirm reset activate logout session token callback autocomplete suggest geocode translate convert calc test form buscar anadir pagar autenticar registro carrito producto suche artikel recherche produit`,
  section: words`shop blog news docs app portal members public content forum wiki support account store catalog tienda1 user media services web site main pages common modules components search help en de es v2 client intranet school library events gallery`,
  resource: words`users products items orders search posts comments articles customers invoices events sessions messages files images categories tags reviews accounts projects tasks tickets reports metrics notifications devices query autocomplete suggestions locations rates quotes datasources annotations dashboards`,
  api: [
    "api",
    "api/v1",
    "api/v2",
    "api/v3",
    "rest",
    "rest/api/2",
    "services",
    "graphql",
    "v1",
    "api/«section»",
    "ajax",
    "json",
    "odata",
    "wp-json/wp/v2",
    "api/public",
  ],
  ext: words`php php php html asp aspx jsp do action cgi htm json jspx cfm`,
  lang: words`en de es fr it pt nl pl en-us es-es zh ja ru`,
});

/** The path of some page or endpoint. */
export const pagePath = (rng: Random): string => RULES(rng);
