/**
 * Evidence of an attack's category: markers in a text that belong to one technique and to hardly anything else. Only
 * requests that are labelled attacks are searched, so that a reason names what was found, never what a weight happened to
 * fire on; cost and ordinary text don't matter here.
 */
import { decodeTarget } from "../features/decode";
import { target } from "../features/target";
import { take } from "../memory/scratch";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Feature } from "../schema/features";
import { Field } from "../schema/fields";
import { NO_REASON, Reason } from "../schema/reasons";
import { ascii, bytesOf, findByte, HIGHS, lengthOf } from "../text/ascii";
import { Char } from "../text/char";
import { Marked, markedIn } from "./attack-markers";

/** Of these characters every attack in a header has some. */
const LOUD: usize = ascii("%$<'{`\"");
const AT_SIGNS: u64 = 0x3f3f3f3f3f3f3f3f; // 0x80 - 'A'
const BRACKETS: u64 = 0x2525252525252525; // 0x80 - '[', which follows 'Z'
const LOWS: u64 = 0x7f7f7f7f7f7f7f7f;

/** Eight bytes, their capital letters in lower case. */
function lowered(word: u64): u64 {
  const low = word & LOWS;
  const capitals = (low + AT_SIGNS) & ~(low + BRACKETS) & ~word & HIGHS;
  return word | (capitals >> 2);
}

/** Of a longer text the beginning is read; of a target, the stretch that stands for it (features/stretch.ts). */
const MAX_BYTES: usize = 1024;

/** What the text of a field is evidence of: a number in REASON_NAMES. */
function reasonOf(field: u32, isTarget: bool): u32 {
  if (!hasField(field)) return NO_REASON;
  const stretch: usize = isTarget ? target.stretchAt : 0;
  const from = stretch ? stretch : fieldAt(field);
  const stop = stretch ? target.stretchEnd : min<usize>(fieldEnd(field), from + MAX_BYTES);
  const text = take(stop - from + 16);
  if (text == 0) return NO_REASON;
  let end = text + (stop - from);
  if (stretch) memory.copy(text, from, stop - from);
  else end = decodeTarget(from, stop, text);
  for (let p = text; p < end; p += 8) store<u64>(p, lowered(load<u64>(p)));
  return reasonIn(text, end, isTarget);
}

/**
 * The technique that the markers prove, as a number in REASON_NAMES; a feature stands for its reason (WordsSqli is
 * `attack:sql-injection`). The first that matches wins.
 */
function reasonIn(text: usize, end: usize, isTarget: bool): u32 {
  let found = markedIn(text, end);
  if (findByte(text, end, Char.Backtick) < end) found |= Marked.Command;
  if (found & Marked.Jndi) return Feature.WordsJndi;
  if (found & Marked.Header && findByte(text, end, Char.LineFeed) < end) return Reason.HeaderInjection;
  if (found & Marked.Nosql) return Reason.NosqlInjection;
  if (found & Marked.Xpath) return Reason.XpathInjection;
  if (found & Marked.Code) return Feature.WordsCode;
  if (found & Marked.Xss) return Feature.WordsXss;
  if (found & Marked.Template && !(found & Marked.Command)) return Feature.WordsTemplate;
  if (found & Marked.Xml) return Reason.XmlEntity;
  if (found & Marked.Object) return Reason.Deserialization;
  if (found & Marked.Ldap) return Reason.LdapInjection;
  if (found & Marked.Sql) return Feature.WordsSqli;
  if (found & Marked.Command) return Feature.WordsCommand;
  if (found & Marked.Format) return Reason.FormatString;
  // The rest is an attack in a target alone.
  if (!isTarget) return NO_REASON;
  if (found & Marked.Climb) return Feature.Climbs;
  if (found & Marked.Files) return Feature.WordsFiles;
  if (found & Marked.Script && found & (Marked.Ssrf | Marked.Away)) return Reason.FileInclusion;
  if (found & Marked.Ssrf) return Feature.WordsSsrf;
  if (found & Marked.Away) return Reason.OpenRedirect;
  if (found & Marked.Schema) return Reason.Introspection;
  if (found & Marked.Shells) return Feature.WordsWebshell;
  return found & Marked.Known ? Feature.WordsProbe : NO_REASON;
}

/** Evidence in the request's target: a number in REASON_NAMES, or NO_REASON. */
export function evidenceInTarget(): u32 {
  return reasonOf(Field.Path, true);
}

/** Evidence in referer and user agent, likewise. */
export function evidenceInHeaders(): u32 {
  const referer = isPlain(Field.Ref) ? NO_REASON : reasonOf(Field.Ref, false);
  return referer != NO_REASON || isPlain(Field.Ua) ? referer : reasonOf(Field.Ua, false);
}

/** Whether a header has none of the characters that every attack in a header has some of; most headers are so. */
function isPlain(field: u32): bool {
  const at = fieldAt(field);
  const end = hasField(field) ? fieldEnd(field) : at;
  for (let i = bytesOf(LOUD); i < bytesOf(LOUD) + lengthOf(LOUD); i++)
    if (findByte(at, end, load<u8>(i)) < end) return false;
  return true;
}
