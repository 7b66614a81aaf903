/** Everything about a record, by name, as JSON: for people and for tests, not for the hot path. */
import { clearNotedPlaces, notedPlace, notedPlaces } from "../features/noted-places";
import { recordedAt, recordedCount } from "../features/recording";
import { botSum, threatSum } from "../features/sums";
import { keyOf, markOf, NO_MARK } from "../features/taught-keys";
import { DENSE } from "../features/values";
import { BINS } from "../model/isolation-forest";
import { biasOf, binWeight, hashedBot, hashedThreat, scaleOf } from "../model/linear";
import { isOn, threshold } from "../model/settings";
import { SCOPE_COUNT } from "../model/taught";
import { formatName, nearestAt, nearestName } from "../parse/formats/find";
import { parsed } from "../parse/parsed";
import { Event } from "../record/event";
import { putFloat, putHex8, putUnsigned } from "../record/json/write-number";
import { putText } from "../record/json/write-text";
import { put, putByte, putItem, reserve } from "../record/json/writer";
import { DENSE_COUNT, FEATURE_NAMES } from "../schema/features";
import { HEAD_COUNT, HEAD_NAMES, Head } from "../schema/heads";
import { NO_REASON, REASON_NAMES } from "../schema/reasons";
import { rawScore, score } from "../score/heads";
import { PART_NAMES, Part } from "../score/hit";
import { taught } from "../score/taught";
import { ascii } from "../text/ascii";
import { Char } from "../text/char";
import { list } from "../text/list";
import { beginAnswer, lostAnswer } from "./answer";
import { putScored, reserveFrame } from "./event";
import { putPattern } from "./pattern";
import { putSessionExplained } from "./session";

const PLACES: u32 = 6;
const HEADS: usize = ascii(',"heads":{');
const BIAS: usize = ascii('":{"bias":');
const TERMS_SUM: usize = ascii(',"terms":');
const RAW: usize = ascii(',"raw":');
const SCORE: usize = ascii(',"score":');
const THRESHOLD: usize = ascii(',"threshold":');
const ON: usize = ascii(',"on":true}');
const OFF: usize = ascii(',"on":false}');
const FEATURES: usize = ascii('},"features":[');
const NAME: usize = ascii('{"name":"');
const VALUE: usize = ascii('","value":');
const BIN: usize = ascii(',"bin":');
const THREAT_KEY: usize = ascii(',"threat":');
const ANOMALY_KEY: usize = ascii(',"anomaly":');
const BOT_KEY: usize = ascii(',"bot":');
const TERMS: usize = ascii('],"terms":[');
const TEXT: usize = ascii('{"text":"');
const TEMPLATE_KEY: usize = ascii(',"template":"');
const PLACES_KEY: usize = ascii(',"places":[{"place":"');
const NEXT_PLACE: usize = ascii(',{"place":"');
const WORD: usize = ascii('","word":"');
const FORMAT: usize = ascii(',"format":"');
const NEAREST: usize = ascii(',"nearest":"');
const STOPPED: usize = ascii(',"stopped":"');
/** Bytes that are shown of the text at which the nearest format's pattern stopped. */
const MAX_REST_BYTES: usize = 48;
const TAUGHT: usize = ascii(',"taught":{"entry":');
const NULL: usize = ascii("null");
const HIT: usize = ascii(',"hit":"');
const KEYS: usize = ascii('","keys":{');
/** In the order of `Scope` in model/taught.ts. */
const SCOPE_KEYS: usize = list(ascii('"client":","template":","agent":"'));
const TEXT_THREAT: usize = ascii('","threat":');

function putHeads(): void {
  put(HEADS);
  for (let head: u32 = 0; head < HEAD_COUNT; head++) {
    putByte(head ? Char.Comma : Char.Space);
    putByte(Char.Quote);
    putItem(HEAD_NAMES, head);
    put(BIAS);
    putFloat(biasOf(head), PLACES);
    put(TERMS_SUM);
    const terms = head == Head.Threat ? threatSum() : head == Head.Bot ? botSum() : 0;
    putFloat(scaleOf(head) * <f32>terms, PLACES);
    put(RAW);
    putFloat(rawScore(head), PLACES);
    put(SCORE);
    putFloat(score(head), PLACES);
    put(THRESHOLD);
    putFloat(threshold(head), PLACES);
    put(isOn(head) ? ON : OFF);
  }
}

function putFeatures(): void {
  put(FEATURES);
  for (let feature: u32 = 0; feature < DENSE_COUNT; feature++) {
    if (feature) putByte(Char.Comma);
    put(NAME);
    putItem(FEATURE_NAMES, feature);
    put(VALUE);
    putFloat(load<f32>(DENSE + (feature << 2)), PLACES);
    put(BIN);
    const bin = <u32>load<u8>(BINS + feature);
    putFloat(bin, 0);
    put(THREAT_KEY);
    putFloat(scaleOf(Head.Threat) * <f32>binWeight(Head.Threat, feature, bin), PLACES);
    put(BOT_KEY);
    putFloat(scaleOf(Head.Bot) * <f32>binWeight(Head.Bot, feature, bin), PLACES);
    put(ANOMALY_KEY);
    putFloat(scaleOf(Head.Anomaly) * <f32>binWeight(Head.Anomaly, feature, bin), PLACES);
    putByte(Char.CloseBrace);
  }
}

/** Hashed features with any weight, in the order of the text; the same one may stand several times. */
function putTerms(): void {
  put(TERMS);
  let first = true;
  for (let i: u32 = 0; i < recordedCount(); i++) {
    const entry = recordedAt(i);
    const index = entry.index;
    const threat = entry.isOfThreat ? hashedThreat(index) : 0;
    const bot = entry.isOfBot ? hashedBot(index) : 0;
    if (threat == 0 && bot == 0) continue;
    const at: usize = entry.text;
    const length = entry.length;
    if (!reserve(length * 6 + 128)) break;
    if (!first) putByte(Char.Comma);
    first = false;
    put(TEXT);
    putText(at, at + length);
    put(TEXT_THREAT);
    putFloat(scaleOf(Head.Threat) * <f32>threat, PLACES);
    put(BOT_KEY);
    putFloat(scaleOf(Head.Bot) * <f32>bot, PLACES);
    putByte(Char.CloseBrace);
  }
  putByte(Char.CloseBracket);
}

/** The format that read the record, or the one whose pattern went furthest and what stood where it stopped. */
function putFormat(): void {
  const name = formatName();
  const nearest = name ? name : nearestName();
  if (nearest == 0 || !reserve(MAX_REST_BYTES * 6 + 256)) return;
  put(name ? FORMAT : NEAREST);
  putText(nearest + 1, nearest + 1 + load<u8>(nearest));
  putByte(Char.Quote);
  if (name) return;
  put(STOPPED);
  const end = max(parsed.messageEnd, nearestAt());
  putText(nearestAt(), min(nearestAt() + MAX_REST_BYTES, end));
  putByte(Char.Quote);
}

/** Words that the model masks by their place, in the order of the line. */
function putPlaces(): void {
  let i: u32 = 0;
  for (; i < notedPlaces(); i++) {
    const noted = notedPlace(i);
    if (!reserve((noted.end - noted.at) * 6 + 64)) break;
    put(i ? NEXT_PLACE : PLACES_KEY);
    putHex8(noted.place);
    put(WORD);
    putText(noted.at, noted.end);
    putByte(Char.Quote);
    putByte(Char.CloseBrace);
  }
  if (i) putByte(Char.CloseBracket);
}

/** What a taught entry would find the record by, what its attack would be seen by, and the entry that holds. */
function putTaught(): void {
  put(TAUGHT);
  if (taught.entry) putUnsigned(taught.entry);
  else put(NULL);
  put(HIT);
  if (taught.technique != NO_REASON) putItem(REASON_NAMES, taught.technique);
  if (taught.part != Part.None) {
    putByte(Char.Slash);
    putItem(PART_NAMES, taught.part);
  }
  if (taught.text) {
    putByte(Char.Colon);
    putHex8(taught.text);
  }
  put(KEYS);
  let isFirst = true;
  for (let scope: u32 = 0; scope < SCOPE_COUNT; scope++) {
    const mark = markOf(scope);
    if (mark == NO_MARK) continue;
    const key = keyOf(scope, mark);
    if (!isFirst) putByte(Char.Comma);
    isFirst = false;
    putItem(SCOPE_KEYS, scope);
    putHex8(<u32>(key >> 32));
    putHex8(<u32>key);
    putByte(Char.Quote);
  }
  putByte(Char.CloseBrace);
  putByte(Char.CloseBrace);
}

/**
 * An explanation: `smartlog` as in the event, `template`, `places` (where words are masked that vary at their place), `format` (or `nearest` and `stopped`), `session`, `taught`, `heads`, `features` (each with
 * what it adds to each head's logit) and `terms`, the same for words and trigrams.
 */
export function explanation(event: Event): usize {
  const answer = beginAnswer();
  if (!reserveFrame()) return lostAnswer();
  putByte(Char.OpenBrace);
  putScored(event);
  putByte(Char.CloseBrace);
  if (!reserveFrame()) return lostAnswer();
  put(TEMPLATE_KEY);
  clearNotedPlaces();
  putPattern(event);
  putByte(Char.Quote);
  putPlaces();
  putFormat();
  if (reserve(2048 + DENSE_COUNT * 192)) {
    putSessionExplained();
    putTaught();
    putHeads();
    putFeatures();
    putTerms();
  }
  putByte(Char.CloseBrace);
  putByte(0);
  return answer;
}
