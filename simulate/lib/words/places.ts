/** Places, organisations, domains. */
const split = (text: string): readonly string[] => text.trim().split(/\s+/);

export const CITIES = split(`
amsterdam ankara athens auckland austin bangkok barcelona basel beirut bergen berlin bogota boston brussels bucharest
budapest cairo calgary cardiff chicago cologne copenhagen dakar dallas delhi denver dubai dublin edinburgh florence
frankfurt geneva genoa ghent glasgow hamburg hanoi helsinki houston istanbul izmir jakarta kyiv kyoto lagos leeds leipzig
lima lisbon ljubljana london lyon madrid malaga manila marseille melbourne miami milan montreal munich nairobi naples
oakland osaka oslo ottawa palermo paris perth porto prague quito riga rome rotterdam salzburg santiago seattle seoul
seville shanghai singapore sofia stockholm stuttgart sydney taipei tallinn tokyo toronto torino tunis utrecht valencia
vancouver venice vienna vilnius warsaw zagreb zurich`);

export const COUNTRIES = split(
  "de fr es it nl be at ch uk us ca au nz jp kr cn in br mx ar cl tr gr pl cz sk hu ro bg ru ua se no dk fi ie pt il ae sa eg za ng ke th vn id my sg ph",
);

export const LANGUAGES = split(
  "en de fr es it nl pt pt-br ru pl tr ja ko zh zh-cn zh-tw ar he el cs sv da fi no uk ro hu vi th id hi fa bg en-us en-gb de-de fr-fr es-mx",
);

export const TLDS: readonly (readonly [string, number])[] = [
  ["com", 40],
  ["org", 9],
  ["net", 9],
  ["io", 5],
  ["de", 5],
  ["co.uk", 3],
  ["fr", 3],
  ["nl", 2],
  ["it", 2],
  ["es", 2],
  ["ru", 2],
  ["pl", 2],
  ["eu", 2],
  ["com.br", 2],
  ["com.au", 1],
  ["jp", 2],
  ["co.jp", 1],
  ["cn", 2],
  ["in", 1],
  ["dev", 2],
  ["app", 2],
  ["cloud", 1],
  ["info", 2],
  ["edu", 1],
  ["gov", 1],
  ["ai", 2],
  ["tech", 1],
  ["shop", 1],
  ["xyz", 1],
  ["me", 1],
  ["tv", 1],
  ["com.tr", 1],
  ["ch", 1],
  ["at", 1],
  ["se", 1],
  ["cz", 1],
  ["gr", 1],
  ["co.kr", 1],
];

/** Halves of invented company names. */
export const BRAND_STARTS = split(`
acu aero alpha alti amber aqua arc astro atom aura axi azur baro bio blue bolt brio cala cata cella ceno civi clari cobalt
codo cora corvo crys cyber dato delta digi dyna echo eco elo ember envi equi evo falco ferro fini flexi flux forti gala
gemi geo giga globo grano graph gravi halo helio hexa hydro icon ikon indi infra inno inter iso juno kali kine kodo kora
lumi luna lyra macro magna mari meta micro mira mono nano nebu neo nexo nimbus nord nova novo octo omni onyx opti orbi
orion pali para penta petro pico pixel pluto poly prima prism proto pulse quanti quar rapi rava reli rivo robo sana sato
senti sigma sili sol sona spectra stella strato sumi syn tacti tango tele tera terra titan trans tri turbo ultra umbra uni
vali vecto vega velo veri vero vita vivo volta xeno zen zeta ziro`);

export const BRAND_ENDS = split(`
base bit bloom box cast cloud code com core craft crest data desk dex dyne edge fab field flow forge form gate gen grid
guard hub ia ics ify ion ity labs lab lane lens line link lio list logic loop lux ly mark mart mesh metric mind mix nest
net node nova on ora ox pack path pay peak pilot plex point port press pro quest rise ry scan scape sense set shift shop
smith soft sonic space spark spot stack stream sync sys tech tek tix tone trace track tron trust vault verse via view
vine vista wave ware wise works yard zen`);
