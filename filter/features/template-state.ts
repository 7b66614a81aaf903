/** The template of a message while it is made (template.ts): its hash, and what is known of the text so far. */
import { Char } from "../text/char";
import { FNV_PRIME } from "../text/hash";
import { cutNotes, isNoted, noteByte, noteBytes, notedBytes } from "./pattern-text";

/** The template that is being made. */
@unmanaged
class Template {
  hash: u32;
  /** Words so far. */
  words: u32;
  /** The byte behind the text at hand, where a zero stands meanwhile. */
  behind: u32;
  /** Where the text at hand begins, without context. */
  from: usize;
  /** Bytes noted of the pattern up to the last `*`. */
  notedBytes: usize;
  /** Whether the last part is a `*`. */
  isBehindValue: bool;
  /** Whether names are masked. */
  masksNames: bool;
  /** Whether only numbers and quotes are values. */
  isPlain: bool;
  /** Whether a quote is open whose text counts. */
  isQuoted: bool;
  /** Whether words that vary by what was seen are asked to be masked, and are in the text at hand. */
  isWidened: bool;
  masksWords: bool;
  /** Whether one was. */
  hasVaried: bool;
}

export const template: Template = changetype<Template>(memory.data(offsetof<Template>(), 4));

/** @inline */
export function byteIn(byte: u32): void {
  template.hash = (template.hash ^ byte) * FNV_PRIME;
}

/** Adds a value. */
export function masked(): void {
  if (template.isBehindValue) {
    if (isNoted()) {
      cutNotes(template.notedBytes);
      template.notedBytes = notedBytes();
    }
    return;
  }
  byteIn(Char.Asterisk);
  byteIn(Char.Space);
  noteByte(Char.Asterisk);
  template.notedBytes = notedBytes();
  template.isBehindValue = true;
}

/** Adds a word as it is; with it the hash is `sum`. @inline */
export function kept(at: usize, end: usize, sum: u32): void {
  template.hash = (sum ^ Char.Space) * FNV_PRIME;
  template.words++;
  template.isBehindValue = false;
  if (isNoted()) noteBytes(at, end);
}
