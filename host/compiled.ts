/**
 * A filter that was compiled ahead of time, with what it was made of. The model is a data segment, and the machine code
 * does not depend on it: so a compiled filter has room for the largest model, and takes another one in place, without a
 * compiler.
 *
 * What it was made of stands in a custom section of its own, `smartlog`, as JSON: the {@link Origin}.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type AotFile, isAot, readAot, withCustom } from "./aot.ts";
import { FilterError } from "./error.ts";
import { BUILT_MODULE } from "./module.ts";
import { codeHash, withData } from "./wasm.ts";

const SECTION = "smartlog";
/** What the shipper calls. */
const CALLED = ["smartlog", "malloc", "free"];
const COMPILE = "make it anew with `smartlog model compile`";

/** What a compiled filter was made of. */
export interface Origin {
  /** SHA-256, in hex, of the filter.wasm that was compiled, without its model. */
  code: string;
  /** Where the model lies in memory, and how many bytes may. */
  region: { address: number; capacity: number };
  /** What it was compiled for. */
  target: string;
  cpu: string;
  /** What compiled it, as `wamrc 2.4.1`. */
  compiler: string;
}

/** A compiled filter, checked. */
export interface Compiled {
  file: AotFile;
  origin: Origin;
  /** Where the model lies in the file. */
  modelAt: number;
}

/**
 * Notes in a compiled filter what it was made of.
 *
 * @throws FilterError where it has not exactly one place for the model
 */
export function withOrigin(aot: Uint8Array, origin: Origin): Buffer {
  const modelAt = placeOfModel(readAot(aot), origin);
  // As it lies in front of the section.
  const padded = Buffer.concat([aot, Buffer.alloc(-aot.length & 3)]);
  const sha256 = hashAround(padded, padded.length, modelAt, origin.region.capacity);
  return withCustom(padded, SECTION, Buffer.from(JSON.stringify({ ...origin, sha256 })));
}

/**
 * Checks a compiled filter: that `smartlog model compile` made it, and that nothing but its model was changed since.
 *
 * @throws FilterError where that is not so
 */
export function readCompiled(aot: Uint8Array): Compiled {
  const file = readAot(aot);
  const notes = file.custom.filter(({ name }) => name === SECTION);
  const [note] = notes;
  if (note === undefined || notes.length > 1)
    throw new FilterError(
      `it was not made by \`smartlog model compile\`, and what it was made of is not known: ${COMPILE}`,
    );
  const { sha256, ...origin } = parse(note.content);
  const modelAt = placeOfModel(file, origin);
  if (hashAround(aot, note.at, modelAt, origin.region.capacity) !== sha256)
    throw new FilterError(`it is damaged (checksum): ${COMPILE}`);
  return { file, origin, modelAt };
}

/**
 * The compiled filter with another model in its place.
 *
 * @param blob at most as many bytes as there is room for
 * @throws FilterError where the filter is none that can be used, or the blob does not fit
 */
export function withModel(aot: Uint8Array, blob: Uint8Array): Buffer {
  const { origin, modelAt } = readCompiled(aot);
  const { capacity } = origin.region;
  if (blob.length > capacity)
    throw new FilterError(
      `the model takes ${blob.length} bytes, the compiled filter has room for ${capacity}`,
    );
  const changed = Buffer.from(aot);
  changed.fill(0, modelAt, modelAt + capacity);
  changed.set(blob, modelAt);
  return changed;
}

/** The bytes at the place of a compiled filter's model. @throws FilterError where it can't be used */
export function modelIn(aot: Uint8Array): Buffer {
  const { origin, modelAt } = readCompiled(aot);
  return Buffer.from(aot.subarray(modelAt, modelAt + origin.region.capacity));
}

/**
 * The module as Node can run it: a `.wasm` as it is; of a compiled filter the code that it was made of, which is this
 * SmartLog's, with its model.
 *
 * @throws FilterError where it was compiled from other code, or can't be used
 */
export function runnable(module: Uint8Array): Uint8Array {
  if (!isAot(module)) return module;
  const { origin } = readCompiled(module);
  const built = readFileSync(BUILT_MODULE);
  if (!isOfCode(origin, built))
    throw new FilterError(
      `it was compiled from the filter of another version of SmartLog: ${COMPILE}, which keeps its model`,
    );
  return withData(built, origin.region.address, trimmed(modelIn(module)));
}

/** Whether a compiled filter was made of this module, whatever the model. */
export function isOfCode({ code, region }: Origin, wasm: Buffer): boolean {
  return codeHash(wasm, region.address) === code;
}

/** What the shipper calls and a compiled module does not export; none of a sound one. */
export function missingExports({ functions }: AotFile): string[] {
  return CALLED.filter((name) => !functions.includes(name));
}

/** Without the zeros at its end, which memory has anyway. */
export function trimmed(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.subarray(0, end);
}

function parse(content: Buffer): Origin & { sha256: string } {
  try {
    const note = JSON.parse(content.toString()) as Origin & { sha256: string };
    const { code, target, cpu, compiler, region, sha256 } = note;
    const areTexts = [code, target, cpu, compiler, sha256].every((value) => typeof value === "string");
    if (areTexts && Number.isInteger(region.address) && Number.isInteger(region.capacity)) return note;
  } catch {
    // Said below.
  }
  throw new FilterError(`what it was made of can't be read in it: ${COMPILE}`);
}

function placeOfModel({ segments }: AotFile, { region }: Pick<Origin, "region">): number {
  const [place, ...more] = segments.filter(({ address }) => address === region.address);
  if (place === undefined || place.length !== region.capacity)
    throw new FilterError(`it has no place for the largest model: ${COMPILE}`);
  if (more.length > 0) throw new FilterError(`it has more than one place for a model: ${COMPILE}`);
  return place.at;
}

/** SHA-256, in hex, of a file's first bytes, up to `end`, without the model's. */
function hashAround(file: Uint8Array, end: number, modelAt: number, capacity: number): string {
  return createHash("sha256")
    .update(file.subarray(0, modelAt))
    .update(file.subarray(modelAt + capacity, end))
    .digest("hex");
}
