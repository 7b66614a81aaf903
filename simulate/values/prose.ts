/** Text that people type: searches in several languages, product titles, messages. */
import { grammar, lines, words } from "../lib/grammar.ts";
import type { Random } from "../lib/random.ts";
import { CITIES, GIVEN_NAMES, SURNAMES } from "./words-people.ts";
import { ADJECTIVES, FOREIGN, NOUNS, QUERIES, SENTENCES, VERBS } from "./words-prose.ts";

const RULES = grammar({
  noun: NOUNS,
  adj: ADJECTIVES,
  verb: VERBS,
  a: ["a", "the", "my", "an", "your", "this", "«»"],
  n: (rng) => String(rng.int(1, rng.chance(0.7) ? 99 : 9999)),
  year: (rng) => String(rng.int(1990, 2027)),
  month: words`January February March April May June July August September October November December`,
  city: CITIES,
  given: GIVEN_NAMES,
  surname: SURNAMES,
  query: QUERIES,
  foreign: FOREIGN,
  sentence: SENTENCES,
  message: [
    ["«sentence»", 5],
    ["«sentence» «sentence»", 3],
    ["«sentence»\r\n«sentence»", 1],
    ["«sentence»\n\n«sentence» «sentence»", 1],
  ],
  product: lines`
    «Brand» «Model» «adj» «noun»
    «Brand» «Model» «n»" «noun», «adj»
    «Brand» «noun» «n»x«n»cm - «adj» & «adj»
    «adj» «noun» («n»-pack)
    «Brand» «noun» «n»GB/«n»GB «adj» - «Black|White|Space Grey|Midnight Blue|Rosé»
    «noun» 12" x 8' («adj»)
    «noun» «n»'«n»" «adj»
    «Brand»® «noun»™ «n».0
    «noun» w/ «noun», «n» pcs.
    «n»/«n» «noun» + «noun» (Set of «n»)
    «Brand» «Model»/«n» 'Limited Edition' «year»
    M«small»x«n» «noun» DIN «n»
    R«n»/«n»ZR«small» «noun»
    #«n» «noun» -- «adj»
    «noun» <«n»kg
    «noun», size «XS|S|M|L|XL|XXL», 100% cotton
    AC/DC - «adj» «noun» (CD)
    Harry «surname» & the «adj» «noun»
    The «noun»'s «noun»: A «noun» of «noun» and «noun»
    "«adj» «noun»" by «given» «surname»
    Guns N' «noun»s
    «noun» [«adj» Edition] {PC}
    USB-C->HDMI «noun»
    «noun» @ 50% OFF!
    1/2" NPT «noun»
    «Brand»+ «noun» (Blu-ray + DVD)`,
  Brand: words`Samsung Sony Bosch Philips Nikon Canon Lenovo Dell HP Asus Apple LG Makita DeWalt Stihl Adidas Nike Puma Lego Playmobil Brother Epson Logitech Razer JBL Bose Miele Siemens Braun Tefal Moulinex De'Longhi Levi's L'Oréal Nestlé Dr.Oetker Moët&Chandon`,
  Model: [
    "X«n»",
    "«n»-S",
    "Pro «n»",
    "GT«n»",
    "A«n» Plus",
    "Z«n»/«n»",
    "Mk.«small»",
    "«n»E",
    "T«n»i",
    "No. «n»",
  ],
  small: (rng) => String(rng.int(1, 9)),
});

/** The words of a query as phones type them: lower case, or with a capital, seldom shouted. */
function typed(rng: Random, text: string): string {
  const how = rng.int(0, 9);
  if (how < 4) return text.toLowerCase();
  if (how === 4) return text.charAt(0).toUpperCase() + text.slice(1);
  if (how === 5 && rng.chance(0.4)) return text.toUpperCase();
  return text;
}

export const PROSE = {
  query: (rng: Random) => typed(rng, RULES(rng, "query")),
  foreign: (rng: Random) => typed(rng, RULES(rng, "foreign")),
  keyword: (rng: Random) =>
    typed(
      rng,
      rng.weighted([
        [rng.pick(NOUNS), 4],
        [rng.pick(ADJECTIVES), 1],
        [`${rng.pick(ADJECTIVES)} ${rng.pick(NOUNS)}`, 3],
        [`${rng.pick(NOUNS)} ${rng.pick(NOUNS)}`, 2],
        [rng.pick(VERBS), 1],
      ]),
    ),
  message: (rng: Random) => RULES(rng, "message"),
  product: (rng: Random) => RULES(rng, "product"),
} as const;

export const PROSE_PARAMETERS: Readonly<Record<keyof typeof PROSE, readonly string[]>> = {
  query: words`q query search s keywords keyword term text searchTerm search_query p question find k w wd suche buscar recherche utm_term filter title subject oq`,
  foreign: words`q query search s buscar busqueda suche suchbegriff recherche cerca ricerca busca szukaj ara keyword palabra texto nombre titulo`,
  keyword: words`q tag category keyword search cat topic type section name term label sort filter mode action view option color style`,
  message: words`message comment text body description content mensaje comentario nachricht note msg remarks bio about feedback review reason observaciones details`,
  product: words`product title name item q search producto artikel description article desc item_name products[] model`,
};

/** One of the nouns, for names of things. */
export const noun = (rng: Random) => rng.pick(NOUNS);
