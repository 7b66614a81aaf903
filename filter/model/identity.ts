/** Section `MDID`: the id of the model, ASCII. */
import { section, sectionLength, sectionName } from "./blob";

const MAX_ID_BYTES: u32 = 64;

let id: usize = 0;
let idEnd: usize = 0;

export function loadIdentity(): bool {
  id = section(sectionName("MDID"));
  idEnd = id + sectionLength();
  return id != 0 && sectionLength() > 0 && sectionLength() <= MAX_ID_BYTES;
}

/** Where the id of the model in service begins. */
export function modelId(): usize {
  return id;
}

export function modelIdEnd(): usize {
  return idEnd;
}
