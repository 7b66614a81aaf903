/**
 * The module's own heap: what the host allocates for tag and record, and the scratch space above it.
 *
 * ```
 * 0      staticTop        blocks of the host, by address              heapTop()
 * | data | literals ...   | header|tag | header|record | (gaps reused) | scratch: decoded line, answer ... |
 * ```
 *
 * The host makes two blocks for a record and frees them after it has read the answer, so scratch space is simply
 * what lies above the last block: no bookkeeping, no fragmentation, and the instance is never larger than its
 * largest record explains.
 */

/** A block's header; what the host asked for follows. */
@unmanaged
class Block {
  /** Bytes that the host asked for. */
  size: u32;
  previous: u32;
  next: u32;
  unused: u32;
}

const HEADER_BYTES: usize = offsetof<Block>();
const PAGE_BYTES: usize = 65536;
/** Loads of eight bytes may start at the last byte of a buffer. */
const SLACK_BYTES: usize = 16;

let staticTop: usize = (__heap_base + 15) & ~15;
let first: usize = 0;
let last: usize = 0;

/** Space that is never given back; for start-up only, before the host has allocated anything. */
export function allocateStatic(bytes: usize): usize {
  const address = staticTop;
  staticTop = (staticTop + bytes + 15) & ~15;
  ensureMemory(staticTop);
  return address;
}

/** End of the memory that is surely there, less {@link SLACK_BYTES}. */
let reach: usize = 0;

/** Whether `end` is inside the memory; false where that has to be asked of {@link ensureMemory}. @inline */
export function isInMemory(end: usize): bool {
  return end <= reach;
}

/** Grows the memory until `end` is inside it. False where the host has no more to give. */
export function ensureMemory(end: usize): bool {
  const have = <usize>memory.size() * PAGE_BYTES;
  const need = end + SLACK_BYTES;
  reach = have - SLACK_BYTES;
  if (need <= have) return true;
  if (need < end) return false;
  return memory.grow(<i32>((need - have + PAGE_BYTES - 1) / PAGE_BYTES)) >= 0;
}

function blockEnd(block: usize): usize {
  return block + HEADER_BYTES + ((<usize>changetype<Block>(block).size + 15) & ~15);
}

/** Where scratch space begins: the first free byte above every block. */
export function heapTop(): usize {
  return last ? blockEnd(last) : staticTop;
}

/** First fit between the blocks that are there, else on top. 0 where memory is at its end. */
export function allocate(size: i32): usize {
  if (size < 0) return 0;
  const need = HEADER_BYTES + ((<usize>size + 15) & ~15);
  let before: usize = 0;
  let at = staticTop;
  let next = first;
  while (next != 0 && next - at < need) {
    before = next;
    at = blockEnd(next);
    next = changetype<Block>(next).next;
  }
  if (!ensureMemory(at + need)) return 0;
  const block = changetype<Block>(at);
  block.size = size;
  block.previous = <u32>before;
  block.next = <u32>next;
  if (before) changetype<Block>(before).next = <u32>at;
  else first = at;
  if (next) changetype<Block>(next).previous = <u32>at;
  else last = at;
  return at + HEADER_BYTES;
}

/**
 * Gives a block back. An address that is no block's is ignored: a host's mistake must not become a trap. So blocks are
 * searched from the first on (there are two at a time) and not marked: a record could hold the mark as well.
 */
export function release(address: usize): void {
  let block = first;
  while (block != 0 && block + HEADER_BYTES != address) block = changetype<Block>(block).next;
  if (block == 0) return;
  const before: usize = changetype<Block>(block).previous;
  const next: usize = changetype<Block>(block).next;
  if (before) changetype<Block>(before).next = <u32>next;
  else first = next;
  if (next) changetype<Block>(next).previous = <u32>before;
  else last = before;
}
