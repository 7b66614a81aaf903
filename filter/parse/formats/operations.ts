/**
 * Operations of a pattern, run one after the other over a line or message. A cursor moves on and never back; where an
 * operation does not fit, the pattern does not. `text` is its length in one byte, then its bytes.
 *
 * ```
 * End
 * Literal   text                                   stands at the cursor
 * Blanks                                           one or more blanks or tabs
 * Text      field, search, count, text …           up to the next place of one of the texts
 * Rest      field, search                          up to the end
 * Take      field, type                            a value that shows by itself where it ends
 * Optional  u16 bytes of what follows, text        what follows counts where the text stands at the cursor
 * Choice    field, count, text …                   one of the texts stands at the cursor
 * Set       field, text                            behind the first End: a constant
 * Pairs     style                                  the rest is pairs of keys and values
 * Quoted    field                                  up to the quote that no backslash escapes
 * Jump      u16 bytes                              the pattern goes on so many bytes before this operation, in another's
 * ```
 */
export const enum Op {
  End,
  Literal,
  Blanks,
  Text,
  Rest,
  Take,
  Optional,
  Choice,
  Set,
  Pairs,
  Quoted,
  Jump,
}

/** How a text's end is searched: bits. */
export const enum Search {
  /** The last place counts. */
  Last = 1,
  /** There is one place. */
  Only = 2,
  /** The text has no blanks. */
  Word = 4,
  /** The cursor goes behind the place. */
  TakesLiteral = 8,
  /** Without a place the text goes on to the end. */
  MayEnd = 16,
}

/** How pairs of keys and values are written, numbered as formats/lib/types.ts has them. */
export const enum PairStyle {
  /** `key=value key="quoted value"`. */
  Logfmt,
  /** A value has blanks, and ends before the next ` key=`. */
  Cef,
  /** A value ends at a byte that stands in front of the pairs, or at a tab. */
  Leef,
}

/** Types of values, numbered as formats/lib/types.ts has them. */
export const enum Type {
  Address,
  Endpoint,
  AddressPort,
  Host,
  Number,
  Decimal,
  Port,
  Status,
  Milliseconds,
  Seconds,
  Microseconds,
  Nanoseconds,
  Duration,
  Time,
  Level,
  /** The first address of a list with commas. */
  Forwarded,
  /** A word with its blanks encoded. */
  Encoded,
  /** A URL. */
  Url,
  /** A word that begins with a letter. */
  Name,
  /** Any text. */
  Text,
}

/** In a field's place: what is read is forgotten. */
export const NO_FIELD: u32 = 255;
