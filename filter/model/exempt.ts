/**
 * Sources whose behaviour is not held against them: health checks, one's own monitors.
 *
 * Section `EXMP` (optional): addresses, one a line; one that ends in `.` or `:` stands for all that begin so.
 */
import { findByte } from "../text/ascii";
import { section, sectionLength, sectionName } from "./blob";

const MAX_BYTES: u32 = 4096;
const LINE_FEED: u32 = 0x0a;

let list: usize = 0;
let listEnd: usize = 0;

/** False where the section is larger than can be searched for every event. */
export function loadExempt(): bool {
  const at = section(sectionName("EXMP"));
  if (at == 0) return true;
  if (sectionLength() > MAX_BYTES) return false;
  list = at;
  listEnd = at + sectionLength();
  return true;
}

/** Whether the address in [at, end) is on the list. */
export function isExempt(at: usize, end: usize): bool {
  const length = end - at;
  let entry = list;
  while (entry < listEnd) {
    const entryEnd = findByte(entry, listEnd, LINE_FEED);
    const size = entryEnd - entry;
    const last = size ? <u32>load<u8>(entryEnd - 1) : 0;
    const isPrefix = last == 0x2e || last == 0x3a;
    if (size && (size == length || (isPrefix && size < length)) && memory.compare(entry, at, size) == 0)
      return true;
    entry = entryEnd + 1;
  }
  return false;
}
