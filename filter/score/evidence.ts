/**
 * Evidence of an attack's category: markers in a text that belong to one technique and to hardly anything else. Only
 * requests that are labelled attacks are searched, so that a reason names what was found, never what a weight happened to
 * fire on; cost and ordinary text don't matter here.
 */
import { take } from "../memory/scratch";
import { Feature } from "../schema/features";
import { NO_REASON, Reason } from "../schema/reasons";
import { findByte, HIGHS } from "../text/ascii";
import { Char } from "../text/char";
import { Marked, markedIn } from "./attack-markers";
import { hit, Part } from "./hit";

const AT_SIGNS: u64 = 0x3f3f3f3f3f3f3f3f; // 0x80 - 'A'
const BRACKETS: u64 = 0x2525252525252525; // 0x80 - '[', which follows 'Z'
const LOWS: u64 = 0x7f7f7f7f7f7f7f7f;

/** Eight bytes, their capital letters in lower case. */
function lowered(word: u64): u64 {
  const low = word & LOWS;
  const capitals = (low + AT_SIGNS) & ~(low + BRACKETS) & ~word & HIGHS;
  return word | (capitals >> 2);
}

/** Of a longer text what stands around the hit is read. */
const MAX_BYTES: usize = 256;

/** What the text that the hit stands in is evidence of: a number in REASON_NAMES. */
function reasonOfHit(): u32 {
  const isWhole = hit.at == 0 || hit.textEnd - hit.textAt <= MAX_BYTES;
  const from = isWhole ? hit.textAt : hit.at;
  const stop = isWhole ? min<usize>(hit.textEnd, from + MAX_BYTES) : hit.end;
  const text = take(stop - from + 16);
  if (text == 0) return NO_REASON;
  memory.copy(text, from, stop - from);
  const end = text + (stop - from);
  for (let p = text; p < end; p += 8) store<u64>(p, lowered(load<u64>(p)));
  return reasonIn(text, end, isOfTarget());
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

/** Whether the text that the hit stands in is the target; it is where there is no hit. */
function isOfTarget(): bool {
  return hit.at == 0 || hit.part <= Part.Query;
}

/** Evidence in the request's target: a number in REASON_NAMES, or NO_REASON. */
export function evidenceInTarget(): u32 {
  return hit.textAt && isOfTarget() ? reasonOfHit() : NO_REASON;
}

/** Evidence in referer and user agent, likewise. */
export function evidenceInHeaders(): u32 {
  return hit.at && hit.part > Part.Query ? reasonOfHit() : NO_REASON;
}
