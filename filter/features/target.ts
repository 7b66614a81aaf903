/** The features of a request's target, and its template; what was found for a target is kept in the text cache. */
import { take } from "../memory/scratch";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Feature } from "../schema/features";
import { Field } from "../schema/fields";
import { ascii, find, findByte } from "../text/ascii";
import { Char } from "../text/char";
import { FNV_OFFSET, fnv } from "../text/hash";
import { composition } from "./composition";
import { decoded, decodeTarget } from "./decode";
import { extensionClass } from "./extension";
import { climbs, parameters, pathShape } from "./path-shape";
import { PIECE_BYTES } from "./pieces";
import { Region } from "./region";
import { answer, readAnswer, targetPattern, templateOf } from "./request-template";
import { addStretch, HEAD_PIECES, stretch } from "./stretch";
import { beginPart } from "./sums";
import {
  CachedText,
  findText,
  keep,
  keepPattern,
  keptPattern,
  placeFound,
  recallDense,
  recallSums,
} from "./text-cache";
import { bits, set } from "./values";

const SCHEME: usize = ascii("://");
const ROBOTS: usize = ascii("/robots.txt");

/** What is known of the target at hand. */
@unmanaged
class Target {
  /** The cache's entry of the target, and the one to keep it in. */
  known: CachedText | null;
  place: CachedText | null;
  /** Hash of its pattern. */
  pattern: u32;
  /** FNV-1a of the path. */
  pathHash: u32;
  /** Whether the path is robots.txt. */
  isRobots: bool;
  /** Words of attacks in the target, halves; a word of a known target counts as two. */
  attackWords: u32;
}

/** Of the record at hand. */
export const target: Target = changetype<Target>(memory.data(offsetof<Target>(), 8));

/** Template of the web request that was parsed; has to be found before its features. */
export function requestTemplate(): u32 {
  const at = fieldAt(Field.Path);
  const end = hasField(Field.Path) ? fieldEnd(Field.Path) : at;
  const known = findText(at, end, Region.Target);
  target.known = known;
  target.place = placeFound();
  readAnswer();
  let pattern = known ? keptPattern(known, answer.isMissing) : 0;
  if (pattern == 0) {
    pattern = targetPattern(at, end);
    if (known) keepPattern(known, answer.isMissing, pattern);
  }
  target.pattern = pattern;
  return templateOf(pattern);
}

/** Sets the dense features of the target, and adds its part to the sums. */
export function targetFeatures(): void {
  if (!hasField(Field.Path)) {
    set(Feature.TargetLength, 0);
    return;
  }
  const known = target.known;
  if (known) {
    recallSums(known);
    recallDense(known);
    target.pathHash = known.pathHash;
    target.isRobots = known.isRobots;
    return;
  }
  const at = fieldAt(Field.Path);
  const end = fieldEnd(Field.Path);
  const place = target.place;
  if (place) beginPart();
  readTarget(at, end);
  const path = findByte(at, end, Char.Question);
  target.pathHash = fnv(at, path, FNV_OFFSET);
  target.isRobots = find(at, path, ROBOTS) != 0;
  if (!place) return;
  keep(place, at, end, Region.Target);
  place.pathHash = target.pathHash;
  place.isRobots = target.isRobots;
  keepPattern(place, answer.isMissing, target.pattern);
}

function readTarget(at: usize, end: usize): void {
  const text = take(end - at + 8);
  if (text == 0) return;
  const stop = decodeTarget(at, end, text);
  addStretch(text, stop, Region.Target, HEAD_PIECES);
  set(Feature.TargetLength, bits(end - at));
  set(Feature.Encoded, bits(decoded.once));
  set(Feature.DoubleEncoded, bits(decoded.twice));
  // A quote may stand in the next piece.
  const from = max<usize>(text, stretch.at - PIECE_BYTES);
  const to = min<usize>(stop, stretch.end + PIECE_BYTES);
  composition(from, to);
  const mark = findByte(at, end, Char.Question);
  pathShape(text, findByte(text, stop, Char.Question));
  set(Feature.Climbs, <f32>climbs(text, stop));
  set(Feature.Extension, <f32>extensionClass(at, mark));
  set(Feature.AbsoluteTarget, load<u8>(at) == Char.Slash ? 0 : find(at, mark, SCHEME) ? 1 : 2);
  set(Feature.QueryLength, mark < end ? bits(end - mark) : 0);
  set(Feature.Parameters, mark < end ? parameters(mark, end) : 0);
}
