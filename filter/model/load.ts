/** Checks the model once, at start, and keeps what is wrong with it. */
import { claimKeys } from "../json/scan";
import { prepareMeasures } from "../measure";
import { loadTemplates } from "../novelty";
import { schemaHash } from "../schema";
import { ascii, bytesOf, lengthOf } from "../text/ascii";
import { FNV_OFFSET, fnv } from "../text/hash";
import { checkFrame, section, sectionLength, sectionName } from "./blob";
import { loadCalibration } from "./calibrate";
import { loadDictionary } from "./dictionary";
import { loadExempt } from "./exempt";
import { loadForest } from "./forest";
import { loadFragments } from "./fragments";
import { loadLinear } from "./linear";
import { loadNames } from "./names";
import { loadNeighbours } from "./neighbours";
import { ANOMALY, isOn, loadSettings, timestampKeyHash } from "./settings";
import { loadSubspace } from "./subspace";

const MAX_ID_BYTES: u32 = 64;
const OUR_KEY: usize = ascii("smartlog");
const DEFAULT_TIMESTAMP_KEY: usize = ascii("date");

function hashOf(literal: usize): u32 {
  return fnv(bytesOf(literal), bytesOf(literal) + lengthOf(literal), FNV_OFFSET);
}

/** Hash of the key under which the event is added. */
export const OUR_KEY_HASH: u32 = hashOf(OUR_KEY);
let shipperKeyHash: u32 = hashOf(DEFAULT_TIMESTAMP_KEY);

/** Hash of the shipper's own timestamp key. */
export function shipperKey(): u32 {
  return shipperKeyHash;
}

let id: usize = 0;
let idEnd: usize = 0;

/** Where the id of the model in service begins. */
export function modelId(): usize {
  return id;
}

export function modelIdEnd(): usize {
  return idEnd;
}

function check(): usize {
  const frame = checkFrame(schemaHash());
  if (frame) return frame;
  id = section(sectionName("MDID"));
  if (id == 0 || sectionLength() == 0 || sectionLength() > MAX_ID_BYTES)
    return ascii("model refused: it has no id");
  idEnd = id + sectionLength();
  if (!loadSettings()) return ascii("model refused: bad settings (thresholds are 0..1, zone within a day)");
  if (!loadNames()) return ascii("model refused: bad field names");
  if (!loadDictionary()) return ascii("model refused: bad dictionary");
  if (!loadFragments()) return ascii("model refused: bad list of fragments");
  if (!loadLinear()) return ascii("model refused: bad bins or weights");
  if (!loadForest()) return ascii("model refused: bad isolation forest");
  if (!loadNeighbours()) return ascii("model refused: bad centres of k-means");
  if (!loadSubspace()) return ascii("model refused: bad principal components");
  if (!loadCalibration()) return ascii("model refused: bad calibration (it has to rise)");
  if (!loadTemplates()) return ascii("model refused: bad list of templates");
  if (!loadExempt()) return ascii("model refused: the list of exempt sources is over 4096 bytes");
  shipperKeyHash = timestampKeyHash();
  prepareMeasures(isOn(ANOMALY));
  return 0;
}

const refusal: usize = check();
claimKeys(OUR_KEY_HASH, shipperKeyHash);

/** Why the model was refused, or 0 where it is in service. */
export function modelRefusal(): usize {
  return refusal;
}
