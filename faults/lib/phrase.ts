/** Phrases: words that stand in a message one behind the other. */
import { FaultError } from "./error.ts";

export interface Phrase {
  /** As it is written in the file. */
  source: string;
  /** Words in lower case, digits as they are; null for a gap of any words. */
  words: (string | null)[];
  /** Words that the message must not have. */
  refused: string[];
  /** Whether the message has to begin with it, but for numbers. */
  isFirst: boolean;
  /** Place of the word that it is to be found by; undefined where nobody said. */
  key?: number;
}

const GAP = "*";
/** The most that the filter has room for, wherever the key stands. */
const MAX_WORDS = 16;
const MAX_REFUSED = 7;

/** Words of a text as the filter tells them apart: letters, digits, underscores, all that is not ASCII. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9_\u0080-\u{10ffff}]+/gu) ?? [];
}

/**
 * Reads a phrase: `*` is a gap of any words, `!word` refuses a message with that word, `^` in front asks for the message's beginning,
 * `+word` says that it is found by this word: one that its programs' ordinary messages have least.
 *
 * @throws FaultError where it begins or ends with a gap, or is too long
 */
export function parsePhrase(source: string): Phrase {
  const isFirst = source.startsWith("^");
  const words: (string | null)[] = [];
  const refused: string[] = [];
  let key: number | undefined;
  for (const part of source.replace("^", "").split(/\s+/)) {
    if (part === GAP) words.push(null);
    else if (part.startsWith("!")) refused.push(...wordsOf(part));
    else {
      if (part.startsWith("+")) key = words.length;
      words.push(...wordsOf(part));
    }
  }
  if (words.length === 0 || words[0] === null || words.at(-1) === null)
    throw new FaultError(`the phrase '${source}' has to begin and end with a word`);
  if (words.length > MAX_WORDS || refused.length > MAX_REFUSED)
    throw new FaultError(
      `the phrase '${source}' has over ${MAX_WORDS} words, or refuses over ${MAX_REFUSED}`,
    );
  return { source, words, refused, isFirst, ...(key === undefined ? {} : { key }) };
}
