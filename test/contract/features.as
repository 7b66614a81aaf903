// AssemblyScript (not .ts, so that TypeScript leaves it alone): the filter with one export more, through which a shipper
// hands out the learners' numbers of a record, every bit of them.
export * from "./filter/index";
import { features } from "./filter/index";
import { scratchTop } from "./filter/memory/scratch";
import { putHex8 } from "./filter/record/json/write-number";
import { put, putByte, reserve, startWriting } from "./filter/record/json/writer";
import { ascii } from "./filter/text/ascii";

const NONE: usize = ascii('{"bits":"none"}\0');
const OPEN: usize = ascii('{"bits":"');

/** As `smartlog`, but the answer is `{"bits":"…"}`: what `features` returns, byte for byte, in hex. */
export function bits(
  tag: usize,
  tagLength: i32,
  seconds: u32,
  nanoseconds: u32,
  record: usize,
  length: i32,
): usize {
  const from = features(tag, tagLength, seconds, nanoseconds, record, length);
  const answer = scratchTop();
  startWriting(answer);
  if (from == 0) {
    reserve(32);
    put(NONE);
    return answer;
  }
  const dense = load<u32>(from, 8);
  const bytes: u32 =
    32 + dense * 4 + ((dense + 3) & ~3) + (load<u32>(from, 12) + load<u32>(from, 16)) * 4;
  reserve(bytes * 2 + 32);
  put(OPEN);
  for (let i: u32 = 0; i < bytes; i += 4) putHex8(bswap(load<u32>(from + i)));
  putByte(0x22);
  putByte(0x7d);
  putByte(0);
  return answer;
}
