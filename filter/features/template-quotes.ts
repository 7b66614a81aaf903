/** What stands in quotes in a message: a value, but for text, methods, and keys of JSON. */
import { Char } from "../text/char";
import { fnv } from "../text/hash";
import { isNoted, noteByte, noteBytes, noteSeparator } from "./pattern-text";
import { quotedKeyEnd, quotedWordEnd, quoteEnd } from "./template-parts";
import { kept, masked, template } from "./template-state";
import { TemplateWord, templateWord } from "./template-words";

/** Adds the quote at `at`; returns the address behind what was read of it. */
export function quoted(at: usize, end: usize): usize {
  if (!template.isPlain) {
    // What begins with a quote, and what a pair says that is an event's, is text.
    const isText = template.isQuoted || at == template.from || load<u8>(at - 1) == Char.Equals;
    if (isText) {
      template.isQuoted = !template.isQuoted;
      if (isNoted()) noteSeparator(Char.Quote);
      return at + 1;
    }
    const key = quotedKeyEnd(at + 1);
    if (key > at + 1) return member(at + 1, key);
    const stop = quotedWordEnd(at + 1, end);
    if (stop > at + 1) {
      noteByte(Char.Quote);
      kept(at + 1, stop, fnv(at + 1, stop, template.hash));
      if (load<u8>(stop) != Char.Quote) {
        noteByte(Char.Space);
        masked();
      }
      noteByte(Char.Quote);
      return quoteEnd(at, end);
    }
  }
  masked();
  return quoteEnd(at, end);
}

/** Adds the key of a member of JSON in [at, end); returns the address behind what was read of the member. */
function member(at: usize, end: usize): usize {
  noteByte(Char.Quote);
  kept(at, end, fnv(at, end, template.hash));
  noteBytes(end, end + 2);
  let value = end + 2;
  if (templateWord(at, end) != TemplateWord.EventKey) return value;
  while (load<u8>(value) == Char.Space) value++;
  template.isQuoted = load<u8>(value) == Char.Quote;
  if (!template.isQuoted) return value;
  noteByte(Char.Quote);
  return value + 1;
}
