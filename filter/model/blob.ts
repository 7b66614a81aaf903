/**
 * The model blob: weights, thresholds, settings and provenance in one region of the module's memory, which the
 * exporter fills with a data segment of its own.
 *
 * ```
 *  0  u32 magic "SLM1"          all numbers little-endian
 *  4  u32 format version
 *  8  u32 feature-schema hash   FNV-1a of the names of all features and fields (schema.ts)
 * 12  u32 length of the blob, this header included
 * 16  u32 checksum              FNV-1a of everything from byte 20 on, in u32 words
 * 20  u32 number of sections
 * 24  { u32 name, u32 offset, u32 length } for each section; offsets are from the blob's start, multiples of 8
 *     section bodies
 * ```
 *
 * | section | content |
 * |---|---|
 * | `MDID` | id of the model, ASCII |
 * | `META` | provenance as JSON, for people; the module does not read it |
 * | `SETT` | settings.ts |
 * | `NAME` | names.ts: which members of a record are which field |
 * | `DICT` | dictionary.ts: words that tell a family |
 * | `FRAG` | fragments.ts: pieces of robots' names |
 * | `BINS` | linear.ts: edges that cut the dense features into bins |
 * | `LINW` | linear.ts: weights of bins and of hashed features |
 * | `IFOR` | forest.ts: isolation forest |
 * | `TPLS` | novelty.ts: templates that are known from the start; may be absent |
 * | `EXMP` | exempt.ts: sources whose behaviour does not count; may be absent |
 * | `KMNS` | neighbours.ts: centres of k-means |
 * | `PCAR` | subspace.ts: principal components |
 * | `CALI` | calibrate.ts: from raw scores to probabilities |
 */
import { ascii } from "../text/ascii";
import { FNV_OFFSET, FNV_PRIME } from "../text/hash";

export const BLOB_MAX_BYTES: u32 = 131072;
export const FORMAT_VERSION: u32 = 2;
const MAGIC: u32 = 0x314d4c53;
const HEADER_BYTES: u32 = 24;
const SECTION_ENTRY_BYTES: u32 = 12;
const MAX_SECTIONS: u32 = 32;

/** The region. Empty in a module that has no model yet. */
export const REGION: usize = memory.data(131072, 16);

let sectionBytes: u32 = 0;

/** FNV-1a over whole words: quick enough to check 128 KiB at every start. */
function checksum(at: usize, end: usize): u32 {
  let hash = FNV_OFFSET;
  for (; at < end; at += 4) hash = (hash ^ load<u32>(at)) * FNV_PRIME;
  return hash;
}

/**
 * Checks the blob's frame.
 *
 * @param schema hash that the blob's own has to equal
 * @returns 0 where it is sound, else a literal that says what is wrong and what to do
 */
export function checkFrame(schema: u32): usize {
  if (load<u32>(REGION) == 0)
    return ascii("no model in this module: run npm run build, or smartlog model promote");
  if (load<u32>(REGION) != MAGIC) return ascii("model refused: not a SmartLog model (magic)");
  if (load<u32>(REGION, 4) != FORMAT_VERSION)
    return ascii("model refused: another format version; train it again");
  if (load<u32>(REGION, 8) != schema)
    return ascii("model refused: made for other features (schema); train it again with this version");
  const length = load<u32>(REGION, 12);
  if (length < HEADER_BYTES || length > BLOB_MAX_BYTES || length & 3)
    return ascii("model refused: bad length");
  const sections = load<u32>(REGION, 20);
  if (sections > MAX_SECTIONS || HEADER_BYTES + sections * SECTION_ENTRY_BYTES > length)
    return ascii("model refused: bad section table");
  if (checksum(REGION + 20, REGION + length) != load<u32>(REGION, 16))
    return ascii("model refused: damaged (checksum); publish it again");
  for (let i: u32 = 0; i < sections; i++) {
    const entry = REGION + HEADER_BYTES + i * SECTION_ENTRY_BYTES;
    const offset = load<u32>(entry, 4);
    const bytes = load<u32>(entry, 8);
    if (offset & 7 || offset > length || bytes > length - offset)
      return ascii("model refused: bad section table");
  }
  return 0;
}

/** Four letters as the number that names a section. */
export function sectionName(text: string): u32 {
  return (
    text.charCodeAt(0) | (text.charCodeAt(1) << 8) | (text.charCodeAt(2) << 16) | (text.charCodeAt(3) << 24)
  );
}

/** Address of a section, or 0; its length is then {@link sectionLength}. Only after {@link checkFrame}. */
export function section(name: u32): usize {
  const count = load<u32>(REGION, 20);
  for (let i: u32 = 0; i < count; i++) {
    const entry = REGION + HEADER_BYTES + i * SECTION_ENTRY_BYTES;
    if (load<u32>(entry) == name) {
      sectionBytes = load<u32>(entry, 8);
      return REGION + load<u32>(entry, 4);
    }
  }
  sectionBytes = 0;
  return 0;
}

export function sectionLength(): u32 {
  return sectionBytes;
}
