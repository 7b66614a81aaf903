/** Checks the model once, at start, and keeps what is wrong with it. */

import { loadTemplates } from "../features/template-frequency";
import { claimKeys } from "../json/claims";
import { schemaHash } from "../schema";
import { prepareStates } from "../score/incremental";
import { ascii, bytesOf, lengthOf } from "../text/ascii";
import { loadExempt } from "./allowlist";
import { checkFrame, section, sectionLength, sectionName } from "./blob";
import { loadSubstrings } from "./bot-substrings";
import { loadCalibration } from "./calibration";
import { loadDictionary } from "./dictionary";
import { loadAliases } from "./field-aliases";
import { loadForest } from "./isolation-forest";
import { loadCentroids } from "./kmeans";
import { loadLinear } from "./linear";
import { loadComponents } from "./pca";
import { ANOMALY, isOn, loadSettings, timestampKey, timestampKeyEnd } from "./settings";

const MAX_ID_BYTES: u32 = 64;
/** The key under which the event is added. */
const OUR_KEY: usize = ascii("smartlog");
const DEFAULT_TIMESTAMP_KEY: usize = ascii("date");

let id: usize = 0;
let idEnd: usize = 0;

/** Where the id of the model in service begins. */
export function modelId(): usize {
  return id;
}

export function modelIdEnd(): usize {
  return idEnd;
}

function claim(shippersKey: usize, shippersKeyEnd: usize): void {
  claimKeys(bytesOf(OUR_KEY), bytesOf(OUR_KEY) + lengthOf(OUR_KEY), shippersKey, shippersKeyEnd);
}

function check(): usize {
  const frame = checkFrame(schemaHash());
  if (frame) return frame;
  id = section(sectionName("MDID"));
  if (id == 0 || sectionLength() == 0 || sectionLength() > MAX_ID_BYTES)
    return ascii("model refused: it has no id");
  idEnd = id + sectionLength();
  if (!loadSettings())
    return ascii(
      "model refused: bad settings (thresholds are 0..1, zone within a day, timestamp key 1..64 bytes)",
    );
  if (!loadAliases()) return ascii("model refused: bad field names");
  if (!loadDictionary()) return ascii("model refused: bad dictionary");
  if (!loadSubstrings()) return ascii("model refused: bad list of fragments");
  if (!loadLinear()) return ascii("model refused: bad bins or weights");
  if (!loadForest()) return ascii("model refused: bad isolation forest");
  if (!loadCentroids()) return ascii("model refused: bad centres of k-means");
  if (!loadComponents()) return ascii("model refused: bad principal components");
  if (!loadCalibration()) return ascii("model refused: bad calibration (it has to rise)");
  if (!loadTemplates()) return ascii("model refused: bad list of templates");
  if (!loadExempt()) return ascii("model refused: the list of exempt sources is over 4096 bytes");
  claim(timestampKey(), timestampKeyEnd());
  prepareStates(isOn(ANOMALY));
  return 0;
}

claim(bytesOf(DEFAULT_TIMESTAMP_KEY), bytesOf(DEFAULT_TIMESTAMP_KEY) + lengthOf(DEFAULT_TIMESTAMP_KEY));
const refusal: usize = check();

/** Why the model was refused, or 0 where it is in service. */
export function modelRefusal(): usize {
  return refusal;
}
