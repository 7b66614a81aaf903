/**
 * The model blob: weights, thresholds, settings and provenance in one region of the module's memory, which the
 * exporter fills with a data segment of its own.
 *
 * ```
 *  0  u32 magic "SLM1"          all numbers little-endian
 *  4  u32 format version
 *  8  u32 feature-schema hash   FNV-1a of the names of all features, fields and kinds (schema/hash.ts)
 * 12  u32 length of the blob, this header included
 * 16  u32 checksum              FNV-1a of everything from byte 20 on, in u32 words
 * 20  u32 number of sections
 * 24  { u32 name, u32 offset, u32 length } for each section; offsets are from the blob's start, multiples of 8
 *     section bodies
 * ```
 *
 * | section | content |
 * |---|---|
 * | `MDID` | identity.ts: id of the model |
 * | `META` | provenance as JSON, for people; the module does not read it |
 * | `SETT` | settings.ts |
 * | `NAME` | field-aliases.ts: which members of a record are which field |
 * | `FMTS` | formats.ts: patterns of lines and messages; may be absent |
 * | `FMTU` | the user's own format files, for people and upgrades; the module does not read them; may be absent |
 * | `DICT` | dictionary.ts: words that tell a family |
 * | `FALT` | faults.ts: phrases that tell of a fault; may be absent |
 * | `FRAG` | bot-substrings.ts: pieces of robots' names |
 * | `ROBO` | robot-names.ts: names of robots, and what each is to a site |
 * | `BINS` | linear.ts: edges that cut the dense features into bins |
 * | `LINW` | linear.ts: weights of bins and of hashed features |
 * | `IFOR` | isolation-forest.ts: isolation forest |
 * | `TPLS` | features/template-frequency.ts: templates that are known from the start; may be absent |
 * | `SESS` | features/known-sessions.ts: steps and sets of ordinary sessions; may be absent |
 * | `MASK` | mask.ts: places in templates whose word varies; may be absent |
 * | `PRXY` | proxies.ts: trusted proxies; may be absent |
 * | `PRXN` | the same as the user named them, for people and upgrades; the module does not read it; may be absent |
 * | `BDGT` | how many alarms a day people want at most; the module does not read it; may be absent |
 * | `EXMP` | allowlist.ts: sources that are never counted; may be absent |
 * | `TGHT` | taught.ts: what people said of lines; may be absent |
 * | `MUTE` | mutes.ts: which events raise no alarm; may be absent |
 * | `KMNS` | kmeans.ts: centroids |
 * | `PCAR` | pca.ts: principal components |
 * | `CALI` | calibration.ts: from raw scores to probabilities |
 */
import { ascii } from "../text/ascii";
import { FNV_OFFSET, FNV_PRIME } from "../text/hash";

export const BLOB_MAX_BYTES: u32 = 262144;
const FORMAT_VERSION: u32 = 2;
const MAGIC: u32 = 0x314d4c53;
const MAX_SECTIONS: u32 = 32;

@unmanaged
class Header {
  magic: u32;
  version: u32;
  schema: u32;
  length: u32;
  checksum: u32;
  sections: u32;
}

@unmanaged
class Section {
  name: u32;
  offset: u32;
  length: u32;
}

const HEADER_BYTES: u32 = offsetof<Header>();
const SECTION_BYTES: u32 = offsetof<Section>();
/** First byte that the checksum covers: the number of sections. */
const CHECKED_AT: u32 = offsetof<Header>("sections");

/** The region. Empty in a module that has no model yet. */
export const REGION: usize = memory.data(BLOB_MAX_BYTES, 16);

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
  const header = changetype<Header>(REGION);
  if (header.magic == 0)
    return ascii("no model in this module: run npm run build, or smartlog model promote");
  if (header.magic != MAGIC) return ascii("model refused: not a SmartLog model (magic)");
  if (header.version != FORMAT_VERSION) return ascii("model refused: another format version; train it again");
  if (header.schema != schema)
    return ascii("model refused: made for other features (schema); train it again with this version");
  const length = header.length;
  if (length < HEADER_BYTES || length > BLOB_MAX_BYTES || length & 3)
    return ascii("model refused: bad length");
  const sections = header.sections;
  if (sections > MAX_SECTIONS || HEADER_BYTES + sections * SECTION_BYTES > length)
    return ascii("model refused: bad section table");
  if (checksum(REGION + CHECKED_AT, REGION + length) != header.checksum)
    return ascii("model refused: damaged (checksum); publish it again");
  for (let i: u32 = 0; i < sections; i++) {
    const offset = entryAt(i).offset;
    const bytes = entryAt(i).length;
    if (offset & 7 || offset > length || bytes > length - offset)
      return ascii("model refused: bad section table");
  }
  return 0;
}

function entryAt(index: u32): Section {
  return changetype<Section>(REGION + HEADER_BYTES + index * SECTION_BYTES);
}

/** Four letters as the number that names a section. */
export function sectionName(text: string): u32 {
  return (
    text.charCodeAt(0) | (text.charCodeAt(1) << 8) | (text.charCodeAt(2) << 16) | (text.charCodeAt(3) << 24)
  );
}

/** Address of a section, or 0; its length is then {@link sectionLength}. Only after {@link checkFrame}. */
export function section(name: u32): usize {
  const count = changetype<Header>(REGION).sections;
  for (let i: u32 = 0; i < count; i++) {
    const entry = entryAt(i);
    if (entry.name == name) {
      sectionBytes = entry.length;
      return REGION + entry.offset;
    }
  }
  sectionBytes = 0;
  return 0;
}

export function sectionLength(): u32 {
  return sectionBytes;
}
