/** As much of MessagePack as tests need to say what JSON can't: keys of any type, ext, bin, nan, each width of number. */

export type Packed = Buffer;

function head(byte: number, size: number, value: number): Buffer {
  const out = Buffer.alloc(1 + size);
  out[0] = byte;
  out.writeUIntBE(value, 1, size);
  return out;
}

export function str(value: string | Buffer): Packed {
  const bytes = Buffer.from(value as string);
  return Buffer.concat([head(0xdb, 4, bytes.length), bytes]);
}

export function bin(bytes: Buffer): Packed {
  return Buffer.concat([head(0xc6, 4, bytes.length), bytes]);
}

export function ext(type: number, bytes: Buffer): Packed {
  return Buffer.concat([head(0xc9, 4, bytes.length), Buffer.from([type]), bytes]);
}

export function float64(value: number): Packed {
  const out = Buffer.alloc(9, 0xcb);
  out.writeDoubleBE(value, 1);
  return out;
}

export function float32(value: number): Packed {
  const out = Buffer.alloc(5, 0xca);
  out.writeFloatBE(value, 1);
  return out;
}

export function uint64(value: bigint): Packed {
  const out = Buffer.alloc(9, 0xcf);
  out.writeBigUInt64BE(value, 1);
  return out;
}

export function int64(value: bigint): Packed {
  const out = Buffer.alloc(9, 0xd3);
  out.writeBigInt64BE(value, 1);
  return out;
}

export const nil: Packed = Buffer.from([0xc0]);
export const yes: Packed = Buffer.from([0xc3]);

export function array(...items: Packed[]): Packed {
  return Buffer.concat([head(0xdd, 4, items.length), ...items]);
}

export function map(...members: [key: Packed, value: Packed][]): Packed {
  return Buffer.concat([head(0xdf, 4, members.length), ...members.flat()]);
}

/** A message of the forward protocol with many records: `[tag, [[time, record], …]]`. */
export function forwardMessage(tag: string, seconds: number, records: Packed[]): Packed {
  return array(str(tag), array(...records.map((record) => array(uint64(BigInt(seconds)), record))));
}
