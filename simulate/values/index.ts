/** Ordinary parameters: what people and applications send, and what merely looks hostile. */
import type { Random } from "../lib/random.ts";
import { hardValue } from "./hard.ts";
import { PEOPLE, PEOPLE_PARAMETERS } from "./people.ts";
import { PROSE, PROSE_PARAMETERS } from "./prose.ts";
import { richText } from "./richtext.ts";
import { TECHNICAL, TECHNICAL_PARAMETERS } from "./technical.ts";

/** A parameter's name and its value, raw, and which sort of value it is. */
export interface OrdinaryValue {
  name: string;
  value: string;
  sort: string;
}

const GENERATORS: Readonly<Record<string, (rng: Random) => string>> = {
  ...PEOPLE,
  ...PROSE,
  ...TECHNICAL,
  richText,
};

const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  ...PEOPLE_PARAMETERS,
  ...PROSE_PARAMETERS,
  ...TECHNICAL_PARAMETERS,
  richText: [
    "content",
    "body",
    "text",
    "description",
    "message",
    "html",
    "comment",
    "editor",
    "markdown",
    "post",
  ],
};

/** How often each sort is met; those that resemble attacks in some feature more often than in life. */
const WEIGHTS: Readonly<Record<string, number>> = {
  name: 8,
  address: 5,
  city: 3,
  company: 2,
  email: 4,
  phone: 2,
  postcode: 1.5,
  nationalId: 2,
  card: 1.5,
  password: 9,
  nickname: 3,
  word: 4,
  query: 14,
  foreign: 6,
  keyword: 4,
  message: 4,
  product: 5,
  number: 7,
  number2: 2,
  token: 12,
  date: 3,
  money: 2,
  file: 6,
  url: 9,
  json: 3,
  sort: 2,
  fields: 1.5,
  filter: 3,
  geo: 2,
  graphql: 1,
  analytics: 2,
  version: 1.5,
  misc: 6,
  richText: 2,
};

const WEIGHTED = Object.keys(GENERATORS).map((sort) => [sort, WEIGHTS[sort] ?? 1] as const);

/** The sorts of ordinary values. */
export const VALUE_SORTS: readonly string[] = Object.keys(GENERATORS);

/** A value that an ordinary request carries. */
export function ordinaryValue(rng: Random, sort: string = rng.weighted(WEIGHTED)): OrdinaryValue {
  const generator = GENERATORS[sort];
  if (generator === undefined)
    throw new RangeError(`no sort of value named ${sort}; known: ${VALUE_SORTS.join(", ")}`);
  return { name: rng.pick(PARAMETERS[sort] ?? ["q"]), value: generator(rng), sort };
}

const HARD_PARAMETERS = [
  ...PROSE_PARAMETERS.query,
  ...PROSE_PARAMETERS.message,
  "title",
  "q",
  "search",
  "name",
  "value",
  "text",
  ..."cmd exec url file path class style code sql table where script data template".split(" "),
];

/** An ordinary value that looks hostile. */
export function hardNegativeValue(rng: Random): OrdinaryValue {
  const { value, sort } = hardValue(rng);
  return { name: rng.pick(HARD_PARAMETERS), value, sort };
}
