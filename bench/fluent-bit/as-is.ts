/** The least that a Wasm filter can do: gives each record back as it came. Compiled by least.ts. */

const PAGE_BITS: u32 = 16;
let top: usize = __heap_base;

/** Blocks are stacked: the shipper makes two for a record and frees them before the next. */
export function malloc(size: i32): usize {
  const at = top;
  top = (at + size + 15) & ~15;
  const pages = <i32>((top + 65535) >> PAGE_BITS);
  if (pages > memory.size()) memory.grow(pages - memory.size());
  return at;
}

export function free(address: usize): void {
  if (address < top) top = address;
}

export function smartlog(
  _tag: usize,
  _tagLength: i32,
  _seconds: u32,
  _nanoseconds: u32,
  record: usize,
  _length: i32,
): usize {
  return record;
}
