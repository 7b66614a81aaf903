/**
 * Places whose word varies, as training found them: names of users, hosts, jobs, files. A token at one becomes `*` in the
 * template (features/template.ts), which so is the same in every process that has the model.
 *
 * Section `MASK` (optional): u32 place after place, rising. A place is the hash of the template in front of its token.
 */
import { section, sectionLength, sectionName } from "./blob";

const MAX_PLACES: u32 = 512;
const PLACE_LOG2: u32 = 2;
/** Lowest bits of a place: nearly all tokens stand at a place whose mark no listed one has. */
const MARKS: u32 = 1 << 14;
/** A byte for each mark, since every token is looked up: whether a listed place has it. */
const MARKED: usize = memory.data(MARKS, 8);

let places: usize = 0;
let count: u32 = 0;

/** False where the section is damaged. */
export function loadMask(): bool {
  places = section(sectionName("MASK"));
  count = sectionLength() >> PLACE_LOG2;
  if (count > MAX_PLACES || (sectionLength() & 3) != 0) return false;
  for (let i: u32 = 0; i < count; i++) {
    const place = placeAt(i);
    if (i > 0 && placeAt(i - 1) >= place) return false;
    store<u8>(<usize>(place & (MARKS - 1)), 1, MARKED);
  }
  return true;
}

/** @inline */
function placeAt(index: u32): u32 {
  return load<u32>(places + (index << PLACE_LOG2));
}

/** Whether the word at a place varies. @inline */
export function isMaskedPlace(place: u32): bool {
  return load<u8>(<usize>(place & (MARKS - 1)), MARKED) != 0 && isListed(place);
}

function isListed(place: u32): bool {
  let from: u32 = 0;
  let to = count;
  while (from < to) {
    const middle = (from + to) >> 1;
    const found = placeAt(middle);
    if (found == place) return true;
    if (found < place) from = middle + 1;
    else to = middle;
  }
  return false;
}
