/** The model at start: checked once, section by section; each stage is handed what it needs. */
import { loadSessions } from "./features/known-sessions";
import { loadTemplates } from "./features/template-frequency";
import { loadAllowlist } from "./model/allowlist";
import { checkFrame } from "./model/blob";
import { loadSubstrings } from "./model/bot-substrings";
import { loadCalibration } from "./model/calibration";
import { loadDictionary } from "./model/dictionary";
import { loadFaults } from "./model/faults";
import { loadAliases } from "./model/field-aliases";
import { loadFormats } from "./model/formats";
import { loadIdentity } from "./model/identity";
import { loadForest } from "./model/isolation-forest";
import { loadCentroids } from "./model/kmeans";
import { loadLineKeys } from "./model/line-keys";
import { loadLinear } from "./model/linear";
import { loadMask } from "./model/mask";
import { loadMutes } from "./model/mutes";
import { loadComponents } from "./model/pca";
import { loadProxies } from "./model/proxies";
import { loadRobotNames } from "./model/robot-names";
import { isOn, loadSettings, timestampKey, timestampKeyEnd } from "./model/settings";
import { loadTaught } from "./model/taught";
import { claimKeys } from "./record/json/claims";
import { schemaHash } from "./schema/hash";
import { Head } from "./schema/heads";
import { prepareStates } from "./score/incremental";
import { ascii, bytesOf, lengthOf } from "./text/ascii";

/** The key under which the event is added. */
const OUR_KEY: usize = ascii("smartlog");
const DEFAULT_TIMESTAMP_KEY: usize = ascii("date");

function claim(shippersKey: usize, shippersKeyEnd: usize): void {
  claimKeys(bytesOf(OUR_KEY), bytesOf(OUR_KEY) + lengthOf(OUR_KEY), shippersKey, shippersKeyEnd);
}

function check(): usize {
  const frame = checkFrame(schemaHash());
  if (frame) return frame;
  if (!loadIdentity()) return ascii("model refused: it has no id");
  if (!loadSettings())
    return ascii(
      "model refused: bad settings (thresholds are 0..1, zone within a day, timestamp key 1..64 bytes)",
    );
  if (!loadAliases()) return ascii("model refused: bad field names");
  loadLineKeys();
  if (!loadDictionary()) return ascii("model refused: bad dictionary");
  if (!loadFaults()) return ascii("model refused: bad list of faults; make the module again");
  if (!loadSubstrings()) return ascii("model refused: bad bot-name substrings");
  if (!loadRobotNames()) return ascii("model refused: bad names of robots");
  if (!loadLinear()) return ascii("model refused: bad bins or weights");
  if (!loadForest()) return ascii("model refused: bad isolation forest");
  if (!loadCentroids()) return ascii("model refused: bad centroids of k-means");
  if (!loadComponents()) return ascii("model refused: bad principal components");
  if (!loadCalibration()) return ascii("model refused: bad calibration (it has to rise)");
  if (!loadTemplates()) return ascii("model refused: bad list of templates");
  if (!loadSessions()) return ascii("model refused: bad list of sessions");
  if (!loadMask()) return ascii("model refused: bad list of places whose word varies");
  if (!loadFormats()) return ascii("model refused: bad formats; make the module again");
  if (!loadAllowlist()) return ascii("model refused: the list of exempt sources is over 4096 bytes");
  if (!loadProxies()) return ascii("model refused: bad list of trusted proxies; set it again");
  if (!loadTaught()) return ascii("model refused: bad taught entries");
  if (!loadMutes()) return ascii("model refused: bad mutes");
  claim(timestampKey(), timestampKeyEnd());
  prepareStates(isOn(Head.Anomaly));
  return 0;
}

claim(bytesOf(DEFAULT_TIMESTAMP_KEY), bytesOf(DEFAULT_TIMESTAMP_KEY) + lengthOf(DEFAULT_TIMESTAMP_KEY));
const refusal: usize = check();

/** Why the model was refused, or 0 where it is in service. */
export function modelRefusal(): usize {
  return refusal;
}
