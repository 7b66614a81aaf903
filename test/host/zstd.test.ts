/** What zstd packed comes out as it went in, in pieces of any size, and takes no more memory than is given. */
import { describe, expect, test } from "vitest";
import { headOfZstd, unzstd } from "../../host/zstd.ts";

/** Forty lines, by `zstd -19`, version 1.5.4; with a checksum. */
const PACKED = Buffer.from(
  `KLUv/WSZDhUKAFbUMx1gTdIGQAiqIozsDySnSfaCRpZW7pRJ2lrWBCKD8jcALAAmAAdyFPNS5XKUmhwwGASlSYTEwgRDA+Ih
KQyBgaMkVFUFlKtFbYG1QJcTioZBUiMUpCCl9JaKXg7Zs1qb72vmuqasbctUq//PwZN5zhjbiJd3aWZtfzM2wFF0iYKDQ0NF
o+AoAecYGxvR6PM5nzPN5t59W9O2janrsnL5ZU5PEbPZYzQ19cFi767XaTUjs/5U1p/w/envT8f96dyf7P6U7U/W/tT2J1O1
6dV0OnaoEQDN3v870DvVARJ4BIFhfAKF4FOFnx/KDnnhj11/2Zh+fKv53y3LxzaPP90KfnPb75XN3cvbas/emr3iZRJdcRcY
lMolpqxKqZhLo0tB6osEIbMTXeQka1ICv08CnGjckQFIscwieXO4sJAEkCqqceW3`,
  "base64",
);
const LINES = Array.from(
  { length: 40 },
  (_, i) =>
    `203.0.113.${i + 1} - - [21/Nov/2026:06:41:05 +0000] "GET /products/${i + 1} HTTP/1.1" 200 ${(i + 1) * 37} "-" "Mozilla/5.0"\n`,
).join("");

const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const BLOCK_BYTES = 128 * 1024;

/** A frame of one byte, repeated: four bytes for each 128 KiB. @param window descriptor, RFC 8878 3.1.1.1.2 */
function bomb(blocks: number, window: number): Buffer {
  const header = Buffer.concat([MAGIC, Buffer.from([0, window])]);
  const body = Array.from({ length: blocks }, (_, i) => {
    const block = Buffer.alloc(4);
    block.writeUIntLE((BLOCK_BYTES << 3) | (1 << 1) | Number(i === blocks - 1), 0, 3);
    block[3] = 0x61;
    return block;
  });
  return Buffer.concat([header, ...body]);
}

async function unpacked(packed: Buffer, pieceBytes = packed.length): Promise<string> {
  async function* pieces() {
    for (let at = 0; at < packed.length; at += pieceBytes) yield packed.subarray(at, at + pieceBytes);
  }
  const out: Buffer[] = [];
  for await (const part of unzstd(pieces())) out.push(Buffer.from(part));
  return Buffer.concat(out).toString();
}

describe("what zstd packed", () => {
  test.each([1, 7, 100_000])("comes out as it went in, read %i bytes at a time", async (bytes) => {
    expect(await unpacked(PACKED, bytes)).toBe(LINES);
  });

  test("may be several frames, and frames to be skipped", async () => {
    const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 5, 0, 0, 0, 1, 2, 3, 4, 5]);
    expect(await unpacked(Buffer.concat([PACKED, skipped, PACKED]), 50)).toBe(LINES + LINES);
  });

  test("is told to be damaged where it is cut off, with what stands before given", async () => {
    const parts: Buffer[] = [];
    const cut = Buffer.concat([PACKED, PACKED.subarray(0, -40)]);
    const reading = (async () => {
      for await (const part of unzstd([cut] as unknown as AsyncIterable<Buffer>)) parts.push(part);
    })();
    await expect(reading).rejects.toMatchObject({ code: "Z_DATA_ERROR" });
    expect(Buffer.concat(parts).toString()).toContain(LINES);
  });

  test("begins with what its head holds", () => {
    expect(headOfZstd(PACKED, 50).toString()).toBe(LINES.slice(0, 50));
  });

  test("is handed on in small parts, however much it stands for", async () => {
    let [bytes, most] = [0, 0];
    for await (const part of unzstd([bomb(2_000, 0x38)] as unknown as AsyncIterable<Buffer>)) {
      bytes += part.length;
      most = Math.max(most, part.length);
    }
    expect([bytes, most]).toEqual([2_000 * BLOCK_BYTES, BLOCK_BYTES]);
  });

  test("is refused where a frame, the first or a later one, asks for more than 8 MiB", async () => {
    expect((await unpacked(bomb(20, 0x68))).length).toBe(20 * BLOCK_BYTES);
    for (const packed of [bomb(20, 0x88), Buffer.concat([PACKED, bomb(20, 0x88)])])
      await expect(unpacked(packed)).rejects.toThrow(/takes 128 MiB to unpack, more than the 8 MiB/);
  });
});
