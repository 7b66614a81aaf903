/**
 * Imports and the exported functions' types of a WebAssembly module, which JavaScript's own reflection leaves out.
 *
 * Source: WebAssembly core specification, section 5.5 (modules). Sections are `u8 id | u32 size | content`, numbers
 * are LEB128.
 */
import { ByteReader } from "./byte-reader.ts";

export interface ModuleShape {
  /** `module.name` of each import. */
  imports: string[];
  /** Type of each exported function, as `i32,i32->i32`. */
  functions: Map<string, string>;
  /** Names of exported memories. */
  memories: string[];
}

const HEADER_BYTES = 8;
const TYPES = 1;
const IMPORTS = 2;
const FUNCTIONS = 3;
const EXPORTS = 7;
const FUNCTION = 0;
const TABLE = 1;
const MEMORY = 2;
const GLOBAL = 3;

const VALUE_TYPES: Readonly<Record<number, string>> = {
  127: "i32",
  126: "i64",
  125: "f32",
  124: "f64",
  123: "v128",
  112: "funcref",
  111: "externref",
};

/** @param bytes a module that `WebAssembly.Module` took */
export function moduleShape(bytes: Uint8Array): ModuleShape {
  const shape: ModuleShape = { imports: [], functions: new Map(), memories: [] };
  let types: string[] = [];
  const functionTypes: number[] = [];
  const reader = new ByteReader(bytes, HEADER_BYTES);
  while (!reader.isAtEnd) {
    const id = reader.u8();
    const section = reader.part(reader.leb());
    if (id === TYPES) types = section.list(() => functionType(section));
    else if (id === IMPORTS) section.list(() => readImport(section, shape, functionTypes));
    else if (id === FUNCTIONS) functionTypes.push(...section.list(() => section.leb()));
    else if (id === EXPORTS)
      section.list(() => {
        const name = readName(section);
        const kind = section.u8();
        const index = section.leb();
        if (kind === FUNCTION) shape.functions.set(name, types[functionTypes[index] ?? -1] ?? "?");
        else if (kind === MEMORY) shape.memories.push(name);
      });
  }
  return shape;
}

function functionType(section: ByteReader): string {
  section.u8(); // 0x60, a function
  const values = () => section.list(() => VALUE_TYPES[section.u8()] ?? "?").join(",");
  const parameters = values();
  return `${parameters}->${values()}`;
}

function readImport(section: ByteReader, shape: ModuleShape, functionTypes: number[]): void {
  shape.imports.push(`${readName(section)}.${readName(section)}`);
  const kind = section.u8();
  if (kind === FUNCTION) functionTypes.push(section.leb());
  else if (kind === TABLE) {
    section.u8();
    skipLimits(section);
  } else if (kind === MEMORY) skipLimits(section);
  else if (kind === GLOBAL) section.skip(2);
}

function readName(section: ByteReader): string {
  return section.take(section.leb()).toString();
}

/** Flags, least, and where the flags say so most. */
function skipLimits(section: ByteReader): void {
  const hasMost = section.u8() & 1;
  section.leb();
  if (hasMost) section.leb();
}
