/**
 * The pattern of a path: its segments, those that vary masked, hashed to 32 bits.
 *
 * `*` stands for a segment that has a digit (but `v2`), a byte that names of pages and programs have not, many words,
 * nothing but hex digits, or a place where the model knows that names vary; and for the name of a file that a page brings
 * along, whose extension stays: `/static/*.js`.
 * A path that the site has not is the client's own words, so no name of it stays: `/*.php`. `/**` stands for
 * whatever lies deeper.
 */
import { isMaskedPlace } from "../model/mask";
import { findByte, isDigit } from "../text/ascii";
import { CASE_BIT, Char } from "../text/char";
import { FNV_OFFSET, FNV_PRIME, fnv } from "../text/hash";
import { ASSET, extensionClass, isKnownExtension, NONE } from "./extension";
import { notePlace } from "./noted-places";
import { classOf, DIGIT, ODD, SEPARATOR } from "./path-bytes";
import { noteByte, noteBytes } from "./pattern-text";
import { beginPlaces, doesVary, isNewWord, meetWord, noteFollower } from "./places";

/** Segments of a path that are told apart, and of one that the site has not. */
const MOST_SEGMENTS: u32 = 8;
const MOST_MISSING: u32 = 3;
/** Bytes of a name beyond which it is a title or an id. */
const LONG_NAME: usize = 24;
/** Separators of a name from which on it is a title: `how-to-bake-a-loaf`. */
const MANY_SEPARATORS: u32 = 4;
/** Letters of a name that is a number in hex, where it has no others. */
const LEAST_HEX: usize = 8;

/** The path at hand. */
@unmanaged
class Walk {
  /** Hash of the pattern so far. */
  hash: u32;
  /** Whether names are masked that vary by what was seen (places.ts), and whether one was. */
  masksWords: bool;
  hasVaried: bool;
  end: usize;
}

const walk: Walk = changetype<Walk>(memory.data(offsetof<Walk>(), 8));

function add(byte: u32): void {
  walk.hash = (walk.hash ^ byte) * FNV_PRIME;
  noteByte(byte);
}

/** Whether a segment is the version of an interface, `v2`. */
function isVersion(at: usize, end: usize): bool {
  const length = end - at;
  return (
    (<u32>load<u8>(at) | CASE_BIT) == Char.v &&
    (length == 2 || length == 3) &&
    isDigit(load<u8>(at, 1)) &&
    isDigit(load<u8>(end - 1))
  );
}

/** Hash of what follows a name that ends at `at`: its extension, and the next segment. */
function follower(at: usize): u32 {
  const next = min<usize>(findByte(at, walk.end, Char.Slash) + 1, walk.end);
  const stop = findByte(next, walk.end, Char.Slash);
  let hash = FNV_OFFSET;
  for (let p = at; p < stop; p++) {
    const byte = <u32>load<u8>(p);
    if (p >= next && classOf(byte) & (DIGIT | ODD)) return fnv(at, next, FNV_OFFSET);
    hash = (hash ^ byte) * FNV_PRIME;
  }
  return hash;
}

/** Whether the name with this hash, which ends at `end`, varies at its place by what was seen. */
function varies(sum: u32, end: usize): bool {
  if (!walk.masksWords) return false;
  walk.masksWords = meetWord(walk.hash, sum);
  if (isNewWord()) noteFollower(follower(end));
  if (!doesVary()) return false;
  walk.hasVaried = true;
  return true;
}

/** Adds the name in [at, end), or `*` where it varies. */
function name(at: usize, end: usize): void {
  let sum = walk.hash;
  let met: u32 = ODD;
  let separators: u32 = 0;
  if (end - at <= LONG_NAME) {
    met = 0;
    for (let p = at; p < end; p++) {
      const byte = <u32>load<u8>(p);
      const marks = classOf(byte);
      sum = (sum ^ byte) * FNV_PRIME;
      met |= marks;
      separators += marks & SEPARATOR;
    }
  }
  if (
    met & ODD ||
    (met & DIGIT && !isVersion(at, end)) ||
    (met == 0 && end - at >= LEAST_HEX) ||
    separators >= MANY_SEPARATORS * SEPARATOR ||
    varies(sum, end)
  )
    add(Char.Asterisk);
  else if (isMaskedPlace(walk.hash)) {
    notePlace(walk.hash, at, end);
    add(Char.Asterisk);
  } else {
    walk.hash = sum;
    noteBytes(at, end);
  }
}

/** Where the extension in [at, end) begins, with its dot; `end` where it has none that is known. */
function extensionAt(at: usize, end: usize, kind: u32): usize {
  if (!isKnownExtension(kind)) return end;
  let dot = end - 1;
  while (dot > at && load<u8>(dot) != Char.Dot) dot--;
  // The whole of `.env` is its name, and of `notes~`.
  return dot == at ? end : dot;
}

/** Adds the segment in [at, end), which is not empty. */
function segment(at: usize, end: usize, isLast: bool, isMissing: bool): void {
  const kind = isLast ? extensionClass(at, end) : NONE;
  const stop = extensionAt(at, end, kind);
  if (isMissing || (kind == ASSET && stop < end)) {
    if (load<u8>(at) == Char.Dot) add(Char.Dot);
    add(Char.Asterisk);
  } else name(at, stop);
  for (let p = stop; p < end; p++) add(load<u8>(p));
}

/**
 * Hash of the pattern of the path in [at, end), which begins with a slash.
 *
 * @param isMissing whether the site has no such path
 */
export function pathPattern(at: usize, end: usize, isMissing: bool): u32 {
  const most = isMissing ? MOST_MISSING : MOST_SEGMENTS;
  walk.hash = FNV_OFFSET;
  walk.end = end;
  for (let count: u32 = 1; at < end; count++) {
    add(Char.Slash);
    at++;
    const stop = findByte(at, end, Char.Slash);
    if (count > most) {
      add(Char.Asterisk);
      add(Char.Asterisk);
      break;
    }
    if (stop > at) segment(at, stop, stop == end, isMissing);
    at = stop;
  }
  return walk.hash;
}

/**
 * The same with the names masked that vary by what was seen (places.ts), in which the path is counted; 0 where none does.
 */
export function widenedPath(at: usize, end: usize): u32 {
  if (!beginPlaces(FNV_OFFSET)) return 0;
  walk.masksWords = true;
  walk.hasVaried = false;
  const pattern = pathPattern(at, end, false);
  walk.masksWords = false;
  return walk.hasVaried ? pattern : 0;
}
