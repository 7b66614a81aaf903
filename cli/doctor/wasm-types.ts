/**
 * Imports and the exported functions' types of a WebAssembly module, which JavaScript's own reflection leaves out.
 *
 * Source: WebAssembly core specification, section 5.5 (modules). Sections are `u8 id | u32 size | content`, numbers
 * are LEB128.
 */
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

/** Reads numbers, names and bytes, one after the other. */
class Reader {
  #at: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  byte(): number {
    return this.#bytes[this.#at++] ?? 0;
  }

  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  take(length: number): Uint8Array {
    const from = this.#at;
    this.#at += length;
    return this.#bytes.subarray(from, this.#at);
  }

  name(): string {
    return Buffer.from(this.take(this.number())).toString();
  }

  list<T>(item: () => T): T[] {
    return Array.from({ length: this.number() }, item);
  }

  /** Flags, least, and where the flags say so most. */
  limits(): void {
    const hasMost = this.byte() & 1;
    this.number();
    if (hasMost) this.number();
  }
}

/** @param bytes a module that `WebAssembly.Module` took */
export function moduleShape(bytes: Uint8Array): ModuleShape {
  const shape: ModuleShape = { imports: [], functions: new Map(), memories: [] };
  let types: string[] = [];
  const functionTypes: number[] = [];
  const reader = new Reader(bytes, HEADER_BYTES);
  while (!reader.isAtEnd) {
    const id = reader.byte();
    const section = new Reader(reader.take(reader.number()));
    if (id === TYPES) types = section.list(() => functionType(section));
    else if (id === IMPORTS) section.list(() => readImport(section, shape, functionTypes));
    else if (id === FUNCTIONS) functionTypes.push(...section.list(() => section.number()));
    else if (id === EXPORTS)
      section.list(() => {
        const name = section.name();
        const kind = section.byte();
        const index = section.number();
        if (kind === FUNCTION) shape.functions.set(name, types[functionTypes[index] ?? -1] ?? "?");
        else if (kind === MEMORY) shape.memories.push(name);
      });
  }
  return shape;
}

function functionType(section: Reader): string {
  section.byte(); // 0x60, a function
  const values = () => section.list(() => VALUE_TYPES[section.byte()] ?? "?").join(",");
  const parameters = values();
  return `${parameters}->${values()}`;
}

function readImport(section: Reader, shape: ModuleShape, functionTypes: number[]): void {
  shape.imports.push(`${section.name()}.${section.name()}`);
  const kind = section.byte();
  if (kind === FUNCTION) functionTypes.push(section.number());
  else if (kind === TABLE) {
    section.byte();
    section.limits();
  } else if (kind === MEMORY) section.limits();
  else if (kind === GLOBAL) section.take(2);
}
