/** What people say of themselves in forms: names, addresses, contacts, numbers of papers, passwords. */
import { grammar, words } from "../lib/grammar.ts";
import { randomText } from "../lib/lexicon.ts";
import type { Random } from "../lib/random.ts";
import { CITIES, COMPANIES, GIVEN_NAMES, STREETS, SURNAMES } from "./words-people.ts";

const ASCII_FOLD: Readonly<Record<string, string>> = {
  ß: "ss",
  ø: "o",
  æ: "ae",
  ł: "l",
  đ: "d",
  ı: "i",
  ð: "d",
  þ: "th",
};

/** As in a log-in or an address: lower case, no accents. */
function plainAscii(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[ßøæłđıðþ]/g, (c) => ASCII_FOLD[c] ?? c)
    .replace(/[^a-z0-9]/g, "");
}

const login = (rng: Random, table: readonly string[]) => plainAscii(rng.pick(table)) || "user";

const SYLLABLES = words`ba be bi bo ca ce co da de di do fa fe ga go la le li lo ma me mi mo na ne ni no pa pe po ra re ri ro sa se si so ta te ti to va ve vi za ar er ir or al el an en in on as es is os
  bra cre dri fla gle pri tro cha lle que gui ment cion dad ist oso ura tion ness ful ing er ant ive`;

const LEET: Readonly<Record<string, string>> = {
  a: "4",
  e: "3",
  i: "1",
  o: "0",
  s: "5",
  t: "7",
  l: "1",
  b: "8",
  g: "9",
  z: "2",
};

function pseudoWord(rng: Random, low = 2, high = 4): string {
  let word = "";
  for (let i = rng.int(low, high); i > 0; i--) word += rng.pick(SYLLABLES);
  return word;
}

/** Passwords as people and generators make them. */
function password(rng: Random): string {
  const symbols = "!@#$%^&*()-_=+[]{};:,.<>/?|~\\'\"`";
  switch (rng.int(0, 9)) {
    case 0:
    case 1:
      return pseudoWord(rng, 2, 5).replace(/[a-z]/g, (c) =>
        rng.chance(0.35) ? (LEET[c] ?? c.toUpperCase()) : rng.chance(0.3) ? c.toUpperCase() : c,
      );
    case 2:
      return login(rng, GIVEN_NAMES) + rng.int(1, 2026);
    case 3:
      return (
        rng.pick([
          "password",
          "qwerty",
          "letmein",
          "iloveyou",
          "dragon",
          "monkey",
          "contraseña",
          "passw0rd",
          "Passwort",
          "azerty",
          "hunter2",
          "welcome",
          "Summer",
          "Winter",
          "Madrid",
          "admin",
          "changeme",
          "secret",
        ]) + rng.pick(["", "1", "123", "!", "2024", "2025!", "@123", "#1", "$", "12345"])
      );
    case 4:
      return randomText(
        rng,
        `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789${symbols}`,
        8,
        20,
      );
    case 5:
      return randomText(rng, "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789", 8, 16);
    case 6:
      return (
        [pseudoWord(rng), pseudoWord(rng), pseudoWord(rng)].join(rng.pick(["-", ".", " ", "_", ""])) +
        rng.pick(["", "1", "!", "?"])
      );
    case 7:
      return (
        login(rng, GIVEN_NAMES).replace(/^./, (c) => c.toUpperCase()) +
        rng.pick(["!", "@", "#", "$", "&", "*", "%"]) +
        rng.int(10, 9999)
      );
    case 8:
      return `${rng.pick(["I", "my", "We", "the", "No"])}${rng.pick(["<3", "'m", "&", "=", "+", "%", "love", "$"])}${pseudoWord(rng)}${rng.int(1, 99)}`;
    default:
      return (
        randomText(rng, symbols, 1, 3) + pseudoWord(rng) + randomText(rng, symbols, 1, 3) + rng.int(0, 99)
      );
  }
}

const DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";

function digits(rng: Random, count: number): string {
  return randomText(rng, "0123456789", count, count);
}

function nationalId(rng: Random): string {
  const number = rng.int(1_000_000, 99_999_999);
  return rng.pick([
    () => String(number).padStart(8, "0") + DNI_LETTERS[number % 23],
    () => `${String(number).padStart(8, "0")}-${DNI_LETTERS[number % 23]}`,
    () => `${rng.pick(["X", "Y", "Z"])}${digits(rng, 7)}${DNI_LETTERS[rng.int(0, 22)]}`,
    () => `${rng.pick(["A", "B", "G", "Q"])}${digits(rng, 8)}`,
    () => `${digits(rng, 3)}-${digits(rng, 2)}-${digits(rng, 4)}`,
    () => `${rng.pick(["AB", "JK", "QQ"])}${digits(rng, 6)}${rng.pick(["A", "B", "C"])}`,
    () => `${digits(rng, 3)}.${digits(rng, 3)}.${digits(rng, 3)}-${digits(rng, 2)}`,
    () => `${rng.pick(["DE", "ES", "FR", "NL", "GB"])}${digits(rng, 9)}`,
    () => `${digits(rng, 6)}-${digits(rng, 4)}`,
    () => digits(rng, 11),
  ])();
}

function card(rng: Random): string {
  const number = rng.pick(["4", "51", "55", "34", "6011"]) + digits(rng, 15);
  const sixteen = number.slice(0, 16);
  return rng.weighted([
    [sixteen, 5],
    [sixteen.replace(/(\d{4})(?=\d)/g, "$1 "), 2],
    [sixteen.replace(/(\d{4})(?=\d)/g, "$1-"), 1],
    [`${rng.pick(["ES", "DE", "GB", "FR"])}${digits(rng, 22)}`, 1],
    [`ES${digits(rng, 2)} ${digits(rng, 4)} ${digits(rng, 4)} ${digits(rng, 2)} ${digits(rng, 10)}`, 1],
  ]);
}

function birthName(rng: Random): string {
  const given = rng.pick(GIVEN_NAMES);
  const surname = rng.pick(SURNAMES);
  return rng.weighted([
    [`${given} ${surname}`, 10],
    [given, 5],
    [surname, 5],
    [`${given} ${surname} ${rng.pick(SURNAMES)}`, 5],
    [`${surname}, ${given}`, 2],
    [`${given} ${given.charAt(0)}. ${surname}`, 1.5],
    [
      `${rng.pick(["Mr", "Mrs.", "Dr.", "Prof. Dr.", "D.", "Doña", "Sr.", "Mme", "Herr", "Ms", "Sir", "Rev."])} ${given} ${surname}`,
      1,
    ],
    [`${given} ${surname} ${rng.pick(["Jr.", "Sr.", "III", "Ph.D.", "(Team Lead)", "MD", "& family"])}`, 0.8],
    [`${given} ${surname}`.toUpperCase(), 1],
    [`${given} ${surname}`.toLowerCase(), 1.5],
    [
      `${given} "${rng.pick(["Bud", "The Rock", "Chief", "Pepe", "Kiko", "Ace", "Big Al", "Magic"])}" ${surname}`,
      0.5,
    ],
    [`${given} ${rng.pick(["y", "&", "and", "+", "und", "et", "e"])} ${rng.pick(GIVEN_NAMES)}`, 0.7],
    [`${surname} ${rng.pick(SURNAMES)}`, 4],
  ]);
}

const STREET = grammar({
  start: STREETS,
  surname: SURNAMES,
  num: (rng) => String(rng.int(1, rng.chance(0.7) ? 200 : 9999)),
  d: (rng) => String(rng.int(1, 9)),
  ord: (rng) => rng.pick(["1st", "2nd", "3rd", "4th", "5th", "21st", "42nd", "116th"]),
  L: (rng) => rng.pick(["A", "B", "C", "D", "E"]),
  l: (rng) => rng.pick(["a", "b", "c", "d"]),
  _: [" "],
});

const COMPANY = grammar({ start: COMPANIES, surname: SURNAMES });

function email(rng: Random): string {
  const given = login(rng, GIVEN_NAMES);
  const surname = login(rng, SURNAMES);
  const host = rng.weighted([
    [
      rng.pick([
        "gmail.com",
        "hotmail.com",
        "yahoo.es",
        "outlook.com",
        "web.de",
        "gmx.de",
        "orange.fr",
        "libero.it",
        "mail.ru",
        "qq.com",
        "icloud.com",
        "proton.me",
        "yahoo.co.uk",
        "live.com",
        "telefonica.net",
        "163.com",
        "naver.com",
        "uol.com.br",
        "free.fr",
        "t-online.de",
      ]),
      7,
    ],
    [`${surname}.${rng.pick(["com", "net", "de", "es", "co.uk", "org", "io", "fr"])}`, 3],
    [
      `${pseudoWord(rng)}${rng.pick(["-", ".", ""])}${pseudoWord(rng)}.${rng.pick(["com", "edu", "ac.uk", "gov", "info", "com.ar", "tv", "museum", "st", "ad", "va"])}`,
      4,
    ],
  ]);
  const user = rng.pick([
    given,
    `${given}.${surname}`,
    given.charAt(0) + surname,
    `${given}${rng.int(1, 99)}`,
    `${given}_${surname}`,
    `${surname}.${given}`,
    `${given}+${pseudoWord(rng)}`,
    `${given}-${surname}`,
    `${rng.pick(["info", "sales", "contact", "no-reply", "webmaster", "soporte", "admin", "kontakt"])}`,
    `${given}.o'${surname}`,
    pseudoWord(rng, 3, 4),
  ]);
  return `${user}@${host}`;
}

function phone(rng: Random): string {
  return rng.pick([
    `+${rng.int(1, 99)} ${digits(rng, 3)} ${digits(rng, 3)} ${digits(rng, 3)}`,
    digits(rng, 9),
    `(${digits(rng, 3)}) ${digits(rng, 3)}-${digits(rng, 4)}`,
    `+1-${digits(rng, 3)}-${digits(rng, 3)}-${digits(rng, 4)}`,
    `0${digits(rng, 4)} ${digits(rng, 6)}`,
    `+34${digits(rng, 9)}`,
    `${digits(rng, 2)}-${digits(rng, 2)}-${digits(rng, 2)}-${digits(rng, 2)}-${digits(rng, 2)}`,
    `00${digits(rng, 11)}`,
    `${digits(rng, 3)}.${digits(rng, 3)}.${digits(rng, 4)} x${rng.int(1, 999)}`,
    `0${digits(rng, 3)}/${digits(rng, 7)}`,
    `6${digits(rng, 8)}`,
  ]);
}

function postcode(rng: Random): string {
  return rng.pick([
    digits(rng, 5),
    `0${digits(rng, 4)}`,
    digits(rng, 5),
    `${digits(rng, 5)}-${digits(rng, 4)}`,
    `${rng.pick(["SW1A", "EC1Y", "M1", "B33", "CR2", "DN55"])} ${rng.int(1, 9)}${rng.pick(["AA", "BH", "XY"])}`,
    `${rng.pick(["K", "H", "V"])}${rng.int(1, 9)}${rng.pick(["A", "B"])} ${rng.int(1, 9)}${rng.pick(["B", "C"])}${rng.int(1, 9)}`,
    `${digits(rng, 4)} ${rng.pick(["AB", "ZX"])}`,
    `${digits(rng, 2)}-${digits(rng, 3)}`,
    digits(rng, 4),
    `${digits(rng, 3)} ${digits(rng, 2)}`,
  ]);
}

function nickname(rng: Random): string {
  const word = pseudoWord(rng, 2, 4);
  return rng.pick([
    word,
    `${word}${rng.int(0, 9999)}`,
    `${login(rng, GIVEN_NAMES)}${rng.int(1, 2010)}`,
    `xX_${word}_Xx`,
    `${word}_${login(rng, SURNAMES)}`,
    `${word}.${pseudoWord(rng)}`,
    `~${word}~`,
    `*${word}*`,
    `-=${word}=-`,
    `[${word.slice(0, 3).toUpperCase()}]${pseudoWord(rng)}`,
    word.toUpperCase(),
    `the${word}`,
    `${word}-${rng.int(1, 99)}`,
    `@${word}`,
    `=^.^=${word}`,
    `.${word}.`,
  ]);
}

export const PEOPLE = {
  name: birthName,
  address: (rng: Random) =>
    rng.chance(0.7) ? STREET(rng) : `${STREET(rng)}, ${postcode(rng)} ${rng.pick(CITIES)}`,
  city: (rng: Random) =>
    rng.weighted([
      [rng.pick(CITIES), 8],
      [
        `${rng.pick(CITIES)} (${rng.pick(["Madrid", "Cataluña", "Bayern", "CA", "UK", "Île-de-France", "NRW", "Lombardia"])})`,
        1,
      ],
      [`${rng.pick(CITIES)}, ${rng.pick(["TX", "Spain", "France", "USA", "México", "Deutschland"])}`, 1],
    ]),
  company: (rng: Random) => COMPANY(rng),
  email,
  phone,
  postcode,
  nationalId,
  card,
  password,
  nickname,
  word: (rng: Random) => pseudoWord(rng, 1, 5),
} as const;

/** The parameter names that each of these comes under. */
export const PEOPLE_PARAMETERS: Readonly<Record<keyof typeof PEOPLE, readonly string[]>> = {
  name: words`name nombre apellidos first_name last_name firstname lastname fullname surname vorname nachname nom prenom nome cognome contact customer author q user[name] billing[first_name] shipping_name recipient holder titular owner search query artist actor to from`,
  address: words`address direccion street addr address1 address_1 strasse adresse indirizzo endereco shipping[address] billing_address location ubicacion domicilio line1 delivery q`,
  city: words`city ciudad town ort ville localidad provincia municipio place from to origin destination location state region billing[city] q where near`,
  company: words`company empresa organization org brand firma employer q search supplier vendor razon_social`,
  email: words`email mail e-mail correo user username login contact newsletter_email from to cc recipient userEmail em EMAIL`,
  phone: words`phone tel telefono telefon mobile movil fax cell contact whatsapp telephone phone_number tlf`,
  postcode: words`zip cp postcode plz codigo_postal postal_code zipcode cap cep postal`,
  nationalId: words`dni nif cif id_number ssn vat documento passport tax_id nie cpf identificacion national_id`,
  card: words`card cc ntc card_number number tarjeta iban account pan ccnum numero_tarjeta cardnumber`,
  password: words`password pwd pass passwd clave contrasena contraseña passwort new_password confirm old_pwd passwordA pin secret mot_de_passe senha`,
  nickname: words`user username login nick nickname usuario alias handle author profile member player account u uname screen_name`,
  word: words`q tag keyword category slug name title value text term type key code ref word s label`,
};
