/**
 * Just enough of the WebAssembly binary format (Core Specification 2.0, section 5.5) to change a module's data: a
 * header, then sections `{ u8 id, u32 length, body }`; numbers are LEB128.
 */
import { createHash } from "node:crypto";
import { ByteReader, cutOff } from "./byte-reader.ts";
import { FilterError } from "./error.ts";

const HEADER_BYTES = 8;
const MAGIC = 0x6d736100;
const SECTION_DATA = 11;
const SECTION_DATA_COUNT = 12;
const ACTIVE = 0;
const PASSIVE = 1;
const ACTIVE_OF_MEMORY = 2;
const I32_CONST = 0x41;
const END = 0x0b;

interface Section {
  id: number;
  body: Buffer;
}

/** A data segment: where it goes when the module starts (undefined of one that is passive), and its bytes as they lie. */
interface Segment {
  address: number | undefined;
  encoded: Buffer;
}

/** Whether these bytes begin as a WebAssembly module does. */
function isWasm(module: Buffer): boolean {
  return module.length >= HEADER_BYTES && module.readUInt32LE(0) === MAGIC;
}

/** Unsigned LEB128. */
function leb(value: number): Buffer {
  const bytes: number[] = [];
  do {
    const low = value % 128;
    value = Math.floor(value / 128);
    bytes.push(value ? low | 128 : low);
  } while (value);
  return Buffer.from(bytes);
}

/** Signed LEB128. */
function signedLeb(value: number): Buffer {
  const bytes: number[] = [];
  while (true) {
    const low = value & 127;
    value >>= 7;
    const isLast = (value === 0 && (low & 64) === 0) || (value === -1 && (low & 64) !== 0);
    bytes.push(isLast ? low : low | 128);
    if (isLast) return Buffer.from(bytes);
  }
}

function readSections(module: Buffer): Section[] {
  if (!isWasm(module)) throw new FilterError("this is no WebAssembly module");
  const sections: Section[] = [];
  for (const reader = new ByteReader(module, HEADER_BYTES); !reader.isAtEnd; )
    sections.push({ id: reader.u8(), body: reader.take(reader.leb()) });
  return sections;
}

function readSegments(data: Buffer): Segment[] {
  const reader = new ByteReader(data);
  return reader.list(() => {
    const from = reader.at;
    const address = readPlace(reader);
    reader.skip(reader.leb());
    return { address, encoded: data.subarray(from, reader.at) };
  });
}

/** Where a segment goes; undefined of one that is passive. */
function readPlace(reader: ByteReader): number | undefined {
  const mode = reader.u8();
  if (mode === PASSIVE) return undefined;
  if (mode === ACTIVE_OF_MEMORY) reader.leb();
  else if (mode !== ACTIVE) throw new FilterError("the module has data of an unknown form");
  if (reader.u8() !== I32_CONST)
    throw new FilterError("the module has data at an address that is not constant");
  // Addresses here are below 2^31, where signed and unsigned differ only in the last byte's sign.
  const address = reader.leb();
  if (reader.u8() !== END) throw cutOff();
  return address;
}

/** The module with `bytes` at `address` when it starts, in place of any segment that begins there already. */
export function withData(module: Buffer, address: number, bytes: Uint8Array): Buffer {
  const encoded = Buffer.concat([
    Buffer.from([ACTIVE, I32_CONST]),
    signedLeb(address),
    Buffer.from([END]),
    leb(bytes.length),
    bytes,
  ]);
  return changeSegments(module, (segments) => [
    ...segments.filter((segment) => segment.address !== address),
    { address, encoded },
  ]);
}

/** SHA-256, in hex, of a module without the data at an address: of a filter without its model. */
export function codeHash(module: Buffer, address: number): string {
  const code = changeSegments(module, (segments) =>
    segments.filter((segment) => segment.address !== address),
  );
  return createHash("sha256").update(code).digest("hex");
}

/** The module with other data segments, written anew: lengths take as few bytes as they can. */
function changeSegments(module: Buffer, change: (segments: Segment[]) => Segment[]): Buffer {
  const sections = readSections(module);
  let data = sections.find((section) => section.id === SECTION_DATA);
  if (data === undefined) {
    data = { id: SECTION_DATA, body: leb(0) };
    sections.push(data);
  }
  const segments = change(readSegments(data.body));
  data.body = Buffer.concat([leb(segments.length), ...segments.map((segment) => segment.encoded)]);
  const counter = sections.find((section) => section.id === SECTION_DATA_COUNT);
  if (counter) counter.body = leb(segments.length);
  const out = sections.flatMap(({ id, body }) => [Buffer.from([id]), leb(body.length), body]);
  return Buffer.concat([module.subarray(0, HEADER_BYTES), ...out]);
}
