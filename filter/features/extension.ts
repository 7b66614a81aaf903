/** Class of a path's extension. */
import { ascii, isDigit, isLetter } from "../text/ascii";
import { Char } from "../text/char";
import { FNV_OFFSET, FNV_PRIME } from "../text/hash";
import { addWords, SLOT_BYTES, valueOf } from "../text/hash-table";

/** No extension. */
export const NONE: u32 = 0;
/** What a page brings along. */
export const ASSET: u32 = 1;
export const PAGE: u32 = 2;
/** Programs that answer. */
const SCRIPT: u32 = 3;
const DATA: u32 = 4;
/** What should not lie there: backups, archives, databases, keys, settings. */
export const SECRET: u32 = 5;
const OTHER: u32 = 6;

const MAX_LETTERS: usize = 8;

const SLOTS: u32 = 256;
/** Class of each extension. */
const TABLE: usize = memory.data(SLOTS * SLOT_BYTES, 8);

learn(
  ASSET,
  ascii("css js mjs map png jpg jpeg gif svg ico webp avif woff woff2 ttf eot mp4 mp3 webm ogg ts m3u8 wasm"),
);
learn(PAGE, ascii("htm html xhtml shtml md"));
learn(
  SCRIPT,
  ascii("php php3 php5 php7 phtml asp aspx asmx ashx jsp jspx do action cgi pl py rb sh dll exe cfm"),
);
learn(DATA, ascii("json xml rss atom txt pdf csv xls xlsx doc docx ics rdf"));
learn(
  SECRET,
  ascii(
    `bak old orig save swp sql db sqlite zip gz tar tgz rar 7z bz2 log ini conf cfg config yml yaml toml env pem key 
    p12 lock dump mdb inc properties`,
  ),
);

function learn(kind: u32, words: usize): void {
  addWords(TABLE, SLOTS - 1, words, kind);
}

/** Class of the extension of the path in [at, end). */
export function extensionClass(at: usize, end: usize): u32 {
  let dot = end;
  while (dot > at && end - dot <= MAX_LETTERS) {
    const byte = <u32>load<u8>(dot - 1);
    if (byte == Char.Dot) break;
    if (!isLetter(byte) && !isDigit(byte))
      return byte == Char.Tilde ? SECRET : byte == Char.Slash ? NONE : OTHER;
    dot--;
  }
  if (dot == at || end - dot > MAX_LETTERS) return NONE;
  let hash = FNV_OFFSET;
  for (let p = dot; p < end; p++) {
    const byte = <u32>load<u8>(p);
    hash = (hash ^ (isDigit(byte) ? byte : byte | 0x20)) * FNV_PRIME;
  }
  const known = valueOf(TABLE, SLOTS - 1, hash);
  return known < 0 ? OTHER : known;
}

/** Whether a class is that of a known extension. @inline */
export function isKnownExtension(kind: u32): bool {
  return kind != NONE && kind != OTHER;
}
