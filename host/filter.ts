/**
 * Loads `filter.wasm` in Node and calls it exactly as Fluent Bit does: allocate tag and record with their NUL, call,
 * read the C string, free both (flb_wasm_call_function_format_json in Fluent Bit's flb_wasm.c).
 */
import { readFileSync } from "node:fs";
import { instantiateSync } from "@assemblyscript/loader";
import { eventOf } from "./answer.ts";
import { runnable } from "./compiled.ts";
import { FilterError } from "./error.ts";
import type { SmartlogEvent } from "./event.ts";
import { defaultModulePath } from "./module.ts";
import { type CutFeatures, shortened } from "./pieces.ts";
import { now, type ShipperTime } from "./time.ts";

/** What the module exports; every pointer is an address in its memory. */
interface Exports extends Record<string, unknown> {
  memory: WebAssembly.Memory;
  malloc(size: number): number;
  free(address: number): void;
  smartlog: RecordCall;
  features: RecordCall;
  explain: RecordCall;
  /** Absent in a module of an earlier build. */
  places?(): number;
  schema(): number;
  model_address(): number;
  model_capacity(): number;
  abi_version(): number;
}

type RecordCall = (
  tag: number,
  tagLength: number,
  seconds: number,
  nanoseconds: number,
  record: number,
  length: number,
) => number;

/** Of what `features` answers (filter/output/features.ts). */
const FEATURES_HEADER_BYTES = 32;
/** Bits of a 64-bit hash's upper half that a number holds beside the lower one. */
const HIGH_MASK = 0x1fffff;

const MAKE = "Make it with: npm run build";

/** The interface that this host speaks. */
const ABI_VERSION = 2;

/** The names that a module's model has to be made for. */
export interface Schema {
  /** FNV-1a of all names. */
  hash: number;
  kinds: string[];
  dense: string[];
  /** What each dense feature is called as a reason, empty where it is none; then reasons that stand for several. */
  reasons: string[];
  fields: string[];
}

/** The numbers that the learners see, of one record. */
export interface Features extends CutFeatures {
  kind: number;
  template: number;
  /** The session: its class, and a hash of its key; absent where the record has none. */
  session?: { class: number; key: number };
  /** One value for each name of the schema's `dense`; -1 where it does not apply. */
  dense: Float32Array;
  /** Bin of each dense value under the model in service. */
  bins: Uint8Array;
}

function cannotLoad(module: unknown, cause: unknown): FilterError {
  const name = typeof module === "string" ? module : "the module";
  const { message } = cause as Error;
  const nextStep = cause instanceof FilterError ? cause.nextStep : MAKE;
  return new FilterError(`cannot load ${name}: ${message}`, { nextStep, cause });
}

/** One instance of the filter: one for each stream, since it remembers what went by. */
export class Filter {
  readonly #exports: Exports;
  /** Names of features, kinds and fields. */
  readonly schema: Schema;

  private constructor(exports: Exports) {
    this.#exports = exports;
    const names = JSON.parse(this.#cString(exports.schema())) as Record<string, string | number>;
    const list = (key: string) => String(names[key]).split(",");
    this.schema = {
      hash: Number(names.schema),
      kinds: list("kinds"),
      dense: list("dense"),
      reasons: list("reasons"),
      fields: list("fields"),
    };
  }

  /**
   * @param module path of a `filter.wasm`, its bytes, or what {@link compile} made; by default the one that the build
   *   made. Of a `filter.aot` the code that it was compiled from runs, with its model
   * @throws FilterError where it can't be read or is no SmartLog filter of this version
   */
  static load(module: string | Uint8Array | WebAssembly.Module = defaultModulePath()): Filter {
    const compiled = module instanceof WebAssembly.Module ? module : Filter.compile(module);
    let exports: Exports;
    try {
      exports = instantiateSync<Exports>(compiled, {}).exports as Exports;
    } catch (cause) {
      throw cannotLoad(module, cause);
    }
    if (typeof exports.abi_version !== "function" || exports.abi_version() !== ABI_VERSION)
      throw new FilterError("the module is no SmartLog filter of this version", { nextStep: MAKE });
    return new Filter(exports);
  }

  /**
   * A module for many instances: each compilation takes megabytes.
   *
   * @throws FilterError where it can't be read or is no module
   */
  static compile(module: string | Uint8Array = defaultModulePath()): WebAssembly.Module {
    try {
      const source = typeof module === "string" ? readFileSync(module) : module;
      return new WebAssembly.Module(Uint8Array.from(runnable(source)));
    } catch (cause) {
      throw cannotLoad(module, cause);
    }
  }

  /** Bytes of memory that the instance has grown to. */
  get memoryBytes(): number {
    return this.#exports.memory.buffer.byteLength;
  }

  /** Where the module keeps its model. */
  get modelRegion(): { address: number; capacity: number } {
    return { address: this.#exports.model_address(), capacity: this.#exports.model_capacity() };
  }

  /** The bytes of the model region, as they are in memory. */
  modelBytes(): Uint8Array {
    const { address, capacity } = this.modelRegion;
    return new Uint8Array(this.#exports.memory.buffer, address, capacity).slice();
  }

  /**
   * Scores one record.
   *
   * @param record JSON, as text or UTF-8 bytes
   * @param time the shipper's time of it
   * @returns the record with the event as its last key, JSON
   */
  score(record: string | Uint8Array, time: ShipperTime = now(), tag = "smartlog"): string {
    return this.#call(this.#exports.smartlog, record, time, tag, (address) => this.#cString(address));
  }

  /** Scores one record as {@link score} does, and returns its event; undefined where there was no memory for one. */
  event(record: string | Uint8Array, time: ShipperTime = now(), tag = "smartlog"): SmartlogEvent | undefined {
    return eventOf(this.score(record, time, tag));
  }

  /** Everything about one record, by name, as JSON (see filter/output/explain.ts). */
  explain(record: string | Uint8Array, time: ShipperTime = now(), tag = "smartlog"): string {
    return this.#call(this.#exports.explain, record, time, tag, (address) => this.#cString(address));
  }

  /**
   * The learners' numbers of one record; advances the instance's state as {@link score} does.
   *
   * @returns null where the record is not one JSON object, or the module has no model
   */
  features(record: string | Uint8Array, time: ShipperTime = now(), tag = "smartlog"): Features | null {
    return this.#call(this.#exports.features, record, time, tag, (address) => this.#features(address));
  }

  /** Places in templates whose word varied, by what the instance saw (filter/features/places.ts). */
  variablePlaces(): number[] {
    const address = (this.#exports.places?.() ?? 0) >>> 0;
    if (address === 0) return [];
    const { buffer } = this.#exports.memory;
    const [count = 0] = new Uint32Array(buffer, address, 1);
    return [...new Uint32Array(buffer, address + 4, count)];
  }

  #call<T>(
    call: RecordCall,
    record: string | Uint8Array,
    time: ShipperTime,
    tag: string,
    read: (address: number) => T,
  ): T {
    const tagBytes = Buffer.from(tag);
    const recordBytes = typeof record === "string" ? Buffer.from(record) : record;
    const tagAddress = this.#duplicate(tagBytes);
    const recordAddress = this.#duplicate(recordBytes);
    try {
      return read(
        call(tagAddress, tagBytes.length, time.seconds, time.nanoseconds, recordAddress, recordBytes.length),
      );
    } finally {
      if (tagAddress) this.#exports.free(tagAddress);
      if (recordAddress) this.#exports.free(recordAddress);
    }
  }

  /** Copies bytes and a NUL into the module; 0 where it has no memory, as WAMR's wasm_runtime_module_dup_data. */
  #duplicate(bytes: Uint8Array): number {
    const address = this.#exports.malloc(bytes.length + 1) >>> 0;
    if (address === 0) return 0;
    const memory = new Uint8Array(this.#exports.memory.buffer);
    memory.set(bytes, address);
    memory[address + bytes.length] = 0;
    return address;
  }

  #cString(address: number): string {
    const memory = Buffer.from(this.#exports.memory.buffer);
    return memory.toString("utf8", address >>> 0, memory.indexOf(0, address >>> 0));
  }

  #features(pointer: number): Features | null {
    const address = pointer >>> 0;
    if (address === 0) return null;
    const { buffer } = this.#exports.memory;
    const header = new Uint32Array(buffer, address, FEATURES_HEADER_BYTES / 4);
    const [kind = 0, template = 0, dense = 0, sparse = 0, cuts = 0, sessionClass = 0, low = 0, high = 0] =
      header;
    const denseAt = address + FEATURES_HEADER_BYTES;
    const binsAt = denseAt + dense * 4;
    const sparseAt = binsAt + ((dense + 3) & ~3);
    // Copies: the next call writes over them.
    return {
      kind,
      template,
      ...(sessionClass ? { session: { class: sessionClass, key: low + (high & HIGH_MASK) * 2 ** 32 } } : {}),
      dense: new Float32Array(buffer, denseAt, dense).slice(),
      bins: new Uint8Array(buffer, binsAt, dense).slice(),
      ...shortened(
        new Uint32Array(buffer, sparseAt, sparse).slice(),
        new Uint32Array(buffer, sparseAt + 4 * sparse, cuts),
      ),
    };
  }
}
