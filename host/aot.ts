/**
 * The format of a module that was compiled ahead of time (`.aot`), which WAMR's compiler `wamrc` writes and Fluent Bit
 * loads. All numbers are little-endian; sections, and what is marked with *, begin at multiples of 4 of the file.
 *
 * ```
 * u32 magic "\0aot", u32 version
 * { u32 type, u32 length, body }     0 to 5 in this order, then custom ones
 *
 *   0 target       u16 kind of file, ABI, type, machine | u32 version, flags | u64 features, reserved | char[16] arch
 *   1 first data   u32 imported memories (0) | u32 memories, { u32 flags, page bytes, first pages, most pages }
 *                  u32 segments, { *u32 passive, memory, expression, address; u32 length; bytes }
 *                  tables, types, globals: not read here
 *   2 text, 3 functions, 5 relocations: the machine code; not read here
 *   4 exports      u32 count, { *u32 index, u8 kind, u8 0, name }
 * 100 custom       u32 kind (0: raw), name, content
 *
 *   name           u16 length with its NUL, bytes
 * ```
 *
 * Source: WAMR 2.4.1, core/iwasm/aot/aot_loader.c and core/iwasm/compilation/aot_emit_aot_file.c.
 */
import { ByteReader, cutOff } from "./byte-reader.ts";
import { FilterError } from "./error.ts";

const MAGIC = 0x746f6100;
/** AOT_CURRENT_VERSION of WAMR 2.4.1, which Fluent Bit has had since 4.2; the runtime takes no other. */
export const AOT_VERSION = 5;
const HEADER_BYTES = 8;
const ALIGNMENT = 4;
const TARGET = 0;
const FIRST_DATA = 1;
const EXPORTS = 4;
const LAST_OF_CODE = 5;
const CUSTOM = 100;
const RAW = 0;
const ARCH_AT = 32;
const ARCH_BYTES = 16;
const MEMORY_BYTES = 16;
const NO_EXPRESSION = 0;
const I32_CONST = 0x41;
const GLOBAL_GET = 0x23;
const FUNCTION = 0;

/** Data that the module has in memory when it starts. */
export interface AotSegment {
  /** Where in memory; undefined where that is not a constant, or the segment is passive. */
  address: number | undefined;
  /** Where in the file, and how many bytes. */
  at: number;
  length: number;
}

/** What stands in a compiled module besides its machine code. */
export interface AotFile {
  /** What it was compiled for, as WAMR calls it: `x86_64`, `aarch64v8`. */
  arch: string;
  /** Names of the exported functions. */
  functions: string[];
  segments: AotSegment[];
  /** Raw custom sections, in order; `at`: where each begins in the file. */
  custom: { name: string; at: number; content: Buffer }[];
}

/** Whether these bytes say that they were compiled ahead of time. */
export function isAot(bytes: Uint8Array): boolean {
  return (
    bytes.length >= HEADER_BYTES && Buffer.from(bytes.buffer, bytes.byteOffset).readUInt32LE(0) === MAGIC
  );
}

/**
 * Takes a compiled module apart.
 *
 * @throws FilterError where it is none, of another version, or cut off
 */
export function readAot(bytes: Uint8Array): AotFile {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (!isAot(file)) throw new FilterError("this is no module that was compiled ahead of time");
  const version = file.readUInt32LE(4);
  if (version !== AOT_VERSION)
    throw new FilterError(
      `it was compiled into format ${version} of WAMR's compiled modules; Fluent Bit from 4.2 on takes ${AOT_VERSION}: ` +
        "compile it with the wamrc of WAMR 2.4.1",
    );
  const found: AotFile = { arch: "", functions: [], segments: [], custom: [] };
  let expected = TARGET;
  for (let begin = HEADER_BYTES; begin < file.length; ) {
    const header = new ByteReader(file, begin);
    const type = header.u32();
    const body = header.part(header.u32());
    if (type === CUSTOM && expected > LAST_OF_CODE) readCustom(body, begin, found);
    else if (type !== expected++) throw new FilterError("its sections are not in order: it is damaged");
    else if (type === TARGET) found.arch = readArch(body);
    else if (type === FIRST_DATA) found.segments = readSegments(body);
    else if (type === EXPORTS) found.functions = readExports(body);
    begin = aligned(body.end);
  }
  if (expected <= LAST_OF_CODE) throw cutOff();
  return found;
}

/** The file with one more raw custom section at its end; WAMR skips those. */
export function withCustom(bytes: Uint8Array, name: string, content: Uint8Array): Buffer {
  const begin = aligned(bytes.length);
  const title = Buffer.from(`${name}\0`);
  const head = Buffer.alloc(14);
  head.writeUInt32LE(CUSTOM, 0);
  head.writeUInt32LE(6 + title.length + content.length, 4);
  head.writeUInt32LE(RAW, 8);
  head.writeUInt16LE(title.length, 12);
  return Buffer.concat([bytes, Buffer.alloc(begin - bytes.length), head, title, content]);
}

function aligned(at: number): number {
  return Math.ceil(at / ALIGNMENT) * ALIGNMENT;
}

/** Up to its NUL. */
function textOf(bytes: Buffer): string {
  return bytes.toString("latin1").split("\0", 1)[0] as string;
}

function readName(body: ByteReader): string {
  return textOf(body.take(body.u16()));
}

function readArch(body: ByteReader): string {
  body.skip(ARCH_AT);
  return textOf(body.take(ARCH_BYTES));
}

function readSegments(body: ByteReader): AotSegment[] {
  if (body.u32() !== 0) throw new FilterError("it imports a memory: it is no SmartLog filter");
  body.skip(body.u32() * MEMORY_BYTES);
  const segments: AotSegment[] = [];
  for (let count = body.u32(); count > 0; count--) {
    body.align(ALIGNMENT);
    const isPassive = body.u32() !== 0;
    body.skip(4);
    const expression = body.u32();
    if (![NO_EXPRESSION, I32_CONST, GLOBAL_GET].includes(expression))
      throw new FilterError("it has data of an unknown form");
    const value = expression === NO_EXPRESSION ? 0 : body.u32();
    const length = body.u32();
    const address = expression === I32_CONST && !isPassive ? value : undefined;
    segments.push({ address, at: body.skip(length), length });
  }
  return segments;
}

function readExports(body: ByteReader): string[] {
  const functions: string[] = [];
  for (let count = body.u32(); count > 0; count--) {
    body.align(ALIGNMENT);
    body.skip(4);
    const kind = body.u8();
    body.skip(1);
    const name = readName(body);
    if (kind === FUNCTION) functions.push(name);
  }
  return functions;
}

function readCustom(body: ByteReader, at: number, found: AotFile): void {
  if (body.u32() !== RAW) return;
  const name = readName(body);
  found.custom.push({ name, at, content: body.take(body.end - body.at) });
}
