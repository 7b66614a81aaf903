/** Hashed features, each added to the sums of both heads as it is met; and words, counted by family. */
import { meaningOfWord, NO_FAMILY, NO_MEANING, SETS_LOG2 } from "../model/dictionary";
import { clientIndex, clientWeightsAt, requestBotAt, requestIndex, requestThreatAt } from "../model/linear";
import { FAMILY_COUNT, Feature, FIRST_CLIENT_FAMILY, FIRST_FAMILY } from "../schema/features";
import { noteFaultWord } from "./fault-words";
import { metWordOf } from "./pieces";
import { isRecording, recordFeature } from "./recording";
import { isOfRequest, Region } from "./region";
import { addSums, metFamily, metFaultSets } from "./sums";

/** Letters of a run that is a token rather than a word: it counts once, and its trigrams not at all. */
export const LONG_WORD: u32 = 24;
/** Hash of every such token. */
export const LONG_WORD_HASH: u32 = 0x10f00d;
/** What tells hashes of words and of pairs of words apart. */
export const WORD_SALT: u32 = 0x5bd1e995;
export const PAIR_SALT: u32 = 0x165667b1;

/** Adds a feature that stands for the text in [at, end), with the weights of requests or of clients and messages. @inline */
export function addHashed(hash: u32, at: usize, end: usize, ofRequest: bool): void {
  if (ofRequest) addSums(load<i8>(requestThreatAt(hash)), load<i8>(requestBotAt(hash)));
  else {
    const weights = clientWeightsAt(hash);
    addSums(load<i8>(weights), load<i8>(weights, 1));
  }
  if (isRecording()) recordHashed(hash, at, end, ofRequest);
}

/** Writes down a feature that stands for the text in [at, end). */
export function recordHashed(hash: u32, at: usize, end: usize, ofRequest: bool): void {
  recordFeature(ofRequest ? requestIndex(hash) : clientIndex(hash), at, end);
}

/** Adds one feature of its own, which stands for the text in [at, end) of a region. */
export function addFeature(hash: u32, at: usize, end: usize, region: u32): void {
  addHashed(hash, at, end, isOfRequest(region));
}

/** Counts the word with this hash where a family has it. @inline */
export function countFamily(word: u32, region: u32): void {
  const meaning = meaningOfWord(word);
  if (meaning != NO_MEANING) countWord(meaning & NO_FAMILY, region);
}

/** The same of a message's word in [at, end), by which a fault may be found. @inline */
export function countMessageWord(word: u32, at: usize, end: usize): void {
  const meaning = meaningOfWord(word);
  if (meaning != NO_MEANING) countMeaning(meaning, word, at, end);
}

function countMeaning(meaning: u32, word: u32, at: usize, end: usize): void {
  const sets = meaning >> SETS_LOG2;
  if (sets) {
    metFaultSets(sets);
    noteFaultWord(word, at, end);
  }
  countWord(meaning & NO_FAMILY, Region.Message);
}

/** Counts a word of a family where it means something: `curl` in a user agent is a client, in a query a command. */
function countWord(family: u32, region: u32): void {
  if (family >= FAMILY_COUNT) return;
  const feature = FIRST_FAMILY + family;
  const fits =
    family >= FIRST_CLIENT_FAMILY
      ? region == Region.Agent || region == Region.Comment
      : feature == Feature.WordsFault
        ? region == Region.Message
        : feature == Feature.WordsProbe || feature == Feature.WordsWebshell
          ? region == Region.Target
          : isOfRequest(region);
  if (!fits) return;
  if (family >= FIRST_CLIENT_FAMILY) metFamily(family);
  else metWordOf(family);
}
