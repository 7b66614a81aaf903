/** Hashes. FNV-1a (draft-eastlake-fnv) for names and words, a 64-bit multiply-mix for event ids. */

export const FNV_OFFSET: u32 = 0x811c9dc5;
export const FNV_PRIME: u32 = 0x01000193;

/** FNV-1a, 32 bits, continued from `hash`. @inline */
export function fnv(at: usize, end: usize, hash: u32): u32 {
  for (; at < end; at++) hash = (hash ^ load<u8>(at)) * FNV_PRIME;
  return hash;
}

/** 2^32 and 2^64 divided by the golden ratio: multipliers that spread a hash over its high bits (Knuth, TAOCP 6.4). */
export const GOLDEN_32: u32 = 0x9e3779b1;
export const GOLDEN_64: u64 = 0x9e3779b97f4a7c15;
const MIX_B: u64 = 0xd6e8feb86659fd93;

/** One step of the 64-bit hash: xor, multiply, fold (after Ettinger's rrmxmx and Steele's SplitMix). @inline */
export function mix64(hash: u64, word: u64): u64 {
  hash = (hash ^ word) * MIX_B;
  return hash ^ (hash >> 32);
}

/** 64-bit hash of [at, end), eight bytes at a time; the length takes part. */
export function hash64(at: usize, end: usize, seed: u64): u64 {
  let hash = mix64(seed ^ GOLDEN_64, end - at);
  for (; at + 16 <= end; at += 16) hash = mix64(mix64(hash, load<u64>(at)), load<u64>(at, 8));
  if (at + 8 <= end) {
    hash = mix64(hash, load<u64>(at));
    at += 8;
  }
  let tail: u64 = 0;
  let shift: u64 = 0;
  for (; at < end; at++) {
    tail |= (<u64>load<u8>(at)) << shift;
    shift += 8;
  }
  hash = mix64(hash, tail);
  return mix64(hash, GOLDEN_64);
}
