/**
 * BLAKE2s-256 (RFC 7693), of which the first eight bytes count. For what no client may pass for: hash.ts has hashes that are
 * quicker, and that anybody can find a second text for.
 */

const BLOCK_BYTES: usize = 64;
const ROUNDS: u32 = 10;
/** A digest of 32 bytes, no key. */
const PARAMETERS: u32 = 0x01010020;
const STATE_BYTES: i32 = 32;

/** RFC 7693, section 2.6. */
const IV: usize = memory.data<u32>([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);
/** A byte for each mixing of each round: the two words that it takes, the first in the low half (section 2.7). */
const SIGMA: usize = memory.data<u8>([
  0x10, 0x32, 0x54, 0x76, 0x98, 0xba, 0xdc, 0xfe, 0xae, 0x84, 0xf9, 0x6d, 0xc1, 0x20, 0x7b, 0x35, 0x8b, 0x0c,
  0x25, 0xdf, 0xea, 0x63, 0x17, 0x49, 0x97, 0x13, 0xcd, 0xeb, 0x62, 0xa5, 0x04, 0x8f, 0x09, 0x75, 0x42, 0xfa,
  0x1e, 0xcb, 0x86, 0xd3, 0xc2, 0xa6, 0xb0, 0x38, 0xd4, 0x57, 0xef, 0x91, 0x5c, 0xf1, 0xde, 0xa4, 0x70, 0x36,
  0x29, 0xb8, 0xbd, 0xe7, 0x1c, 0x93, 0x05, 0x4f, 0x68, 0xa2, 0xf6, 0x9e, 0x3b, 0x80, 0x2c, 0x7d, 0x41, 0x5a,
  0x2a, 0x48, 0x67, 0x51, 0xbf, 0xe9, 0xc3, 0x0d,
]);

/** The state, eight words. */
const STATE: usize = memory.data(STATE_BYTES, 8);
/** Sixteen words that a block is mixed into. */
const WORDS: usize = memory.data(2 * STATE_BYTES, 8);
const BLOCK: usize = memory.data(<i32>BLOCK_BYTES, 8);
/** Bytes in the block, and in all blocks before. */
let filled: usize = 0;
let before: u32 = 0;

/** Begins a text. */
export function beginDigest(): void {
  memory.copy(STATE, IV, STATE_BYTES);
  store<u32>(STATE, load<u32>(STATE) ^ PARAMETERS);
  filled = 0;
  before = 0;
}

/** Adds [at, end) to the text. */
export function addToDigest(at: usize, end: usize): void {
  while (at < end) {
    // A full block waits for what follows: the last one is another matter.
    if (filled == BLOCK_BYTES) compress(0);
    const bytes = min<usize>(end - at, BLOCK_BYTES - filled);
    memory.copy(BLOCK + filled, at, bytes);
    filled += bytes;
    at += bytes;
  }
}

/** Ends the text: the first eight bytes of its digest. */
export function endDigest(): u64 {
  memory.fill(BLOCK + filled, 0, BLOCK_BYTES - filled);
  compress(u32.MAX_VALUE);
  return load<u64>(STATE);
}

/** @inline */
function word(index: u32): usize {
  return WORDS + (index << 2);
}

function compress(last: u32): void {
  before += <u32>filled;
  filled = 0;
  memory.copy(WORDS, STATE, STATE_BYTES);
  memory.copy(WORDS + STATE_BYTES, IV, STATE_BYTES);
  store<u32>(word(12), load<u32>(word(12)) ^ before);
  store<u32>(word(14), load<u32>(word(14)) ^ last);
  for (let step: u32 = 0; step < ROUNDS << 3; step++) {
    // Four columns, then four diagonals.
    const slant = (step >> 2) & 1;
    const pair = <u32>load<u8>(SIGMA + step);
    mix(
      word(step & 3),
      word(4 + ((step + slant) & 3)),
      word(8 + ((step + 2 * slant) & 3)),
      word(12 + ((step + 3 * slant) & 3)),
      load<u32>(BLOCK + ((pair & 15) << 2)),
      load<u32>(BLOCK + ((pair >> 4) << 2)),
    );
  }
  for (let i: u32 = 0; i < 8; i++) {
    const half = word(i);
    store<u32>(
      STATE + (i << 2),
      load<u32>(STATE + (i << 2)) ^ load<u32>(half) ^ load<u32>(half, STATE_BYTES),
    );
  }
}

function mix(at: usize, bt: usize, ct: usize, dt: usize, x: u32, y: u32): void {
  let a = load<u32>(at);
  let b = load<u32>(bt);
  let c = load<u32>(ct);
  let d = load<u32>(dt);
  a += b + x;
  d = rotr(d ^ a, 16);
  c += d;
  b = rotr(b ^ c, 12);
  a += b + y;
  d = rotr(d ^ a, 8);
  c += d;
  store<u32>(at, a);
  store<u32>(bt, rotr(b ^ c, 7));
  store<u32>(ct, c);
  store<u32>(dt, d);
}
