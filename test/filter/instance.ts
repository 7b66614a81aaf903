import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultModulePath, PACKAGE_ROOT } from "../../host/module.ts";

/** The module with its model; before a model has been built in, the one without. */
export function modulePath(): string {
  const weighted = defaultModulePath();
  return existsSync(weighted) ? weighted : join(PACKAGE_ROOT, "build", "filter.unweighted.wasm");
}

export interface RawExports {
  memory: WebAssembly.Memory;
  malloc(size: number): number;
  free(address: number): void;
  smartlog(tag: number, tagLength: number, s: number, ns: number, record: number, length: number): number;
  explain: RawExports["smartlog"];
  features: RawExports["smartlog"];
}

/** The module without host/ between it and the test: bytes in, bytes out. */
export class RawInstance {
  readonly exports: RawExports;

  constructor(path = modulePath()) {
    this.exports = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(path)), {})
      .exports as unknown as RawExports;
  }

  get memoryBytes(): number {
    return this.exports.memory.buffer.byteLength;
  }

  /** Copies bytes and a NUL in, as the shipper does. */
  put(bytes: Uint8Array): number {
    const address = this.exports.malloc(bytes.length + 1) >>> 0;
    const memory = new Uint8Array(this.exports.memory.buffer);
    memory.set(bytes, address);
    memory[address + bytes.length] = 0;
    return address;
  }

  /** The C string at an address. */
  cString(address: number): Buffer {
    const memory = Buffer.from(this.exports.memory.buffer);
    const from = address >>> 0;
    return Buffer.from(memory.subarray(from, memory.indexOf(0, from)));
  }

  smartlog(record: Uint8Array, seconds = 1_763_720_000, nanoseconds = 123_456_789): Buffer {
    const tag = this.put(Buffer.from("test"));
    const address = this.put(record);
    const pointer = this.exports.smartlog(tag, 4, seconds, nanoseconds, address, record.length);
    if (pointer === 0) throw new Error("NULL: the shipper would drop the record");
    const answer = this.cString(pointer);
    this.exports.free(tag);
    this.exports.free(address);
    return answer;
  }
}
