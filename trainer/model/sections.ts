/** The sections of a blob; its layout is drawn in filter/model/blob.ts. */
import type { Schema } from "../../host/filter.ts";
import { ModelError } from "./error.ts";

const MAGIC = 0x314d4c53;
const FORMAT_VERSION = 2;
export const VERSION_AT = 4;
export const SCHEMA_AT = 8;
const HEADER_BYTES = 24;
const SECTION_ENTRY_BYTES = 12;
/** Largest blob that the filter has room for. */
export const BLOB_MAX_BYTES = 262_144;

/** Bodies by name (four letters), in order. */
export type Sections = Map<string, Buffer>;

/** FNV-1a over words of four bytes. */
function checksum(bytes: Buffer): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < bytes.length; at += 4) hash = Math.imul(hash ^ bytes.readUInt32LE(at), 0x01000193);
  return hash >>> 0;
}

function roundUp(bytes: number): number {
  return (bytes + 7) & ~7;
}

/**
 * Makes a blob of sections.
 *
 * @param schemaHash of the module that the blob is for
 */
export function joinSections(sections: Sections, schemaHash: number): Buffer {
  const head = Buffer.alloc(roundUp(HEADER_BYTES + sections.size * SECTION_ENTRY_BYTES));
  const bodies: Buffer[] = [];
  let entry = HEADER_BYTES;
  let offset = head.length;
  for (const [name, body] of sections) {
    head.write(name, entry, "ascii");
    head.writeUInt32LE(offset, entry + 4);
    head.writeUInt32LE(body.length, entry + 8);
    entry += SECTION_ENTRY_BYTES;
    const padded = Buffer.alloc(roundUp(body.length));
    body.copy(padded);
    bodies.push(padded);
    offset += padded.length;
  }
  const blob = Buffer.concat([head, ...bodies]);
  blob.writeUInt32LE(MAGIC, 0);
  blob.writeUInt32LE(FORMAT_VERSION, VERSION_AT);
  blob.writeUInt32LE(schemaHash, SCHEMA_AT);
  blob.writeUInt32LE(blob.length, 12);
  blob.writeUInt32LE(sections.size, 20);
  blob.writeUInt32LE(checksum(blob.subarray(20)), 16);
  return blob;
}

/**
 * A model's sections as one blob.
 *
 * @throws ModelError where it is too large
 */
export function blobOf(sections: Sections, schema: Schema): Buffer {
  const blob = joinSections(sections, schema.hash);
  if (blob.length > BLOB_MAX_BYTES)
    throw new ModelError(`the model takes ${blob.length} bytes, ${BLOB_MAX_BYTES} is the most`);
  return blob;
}

/**
 * Takes a blob apart.
 *
 * @param region the bytes of a module's model region, or a blob
 * @param version the format that the blob has to be in
 * @throws ModelError where there is no model, or it is damaged or of another format
 */
export function splitSections(region: Uint8Array, version = FORMAT_VERSION): Sections {
  const bytes = Buffer.from(region);
  if (bytes.length < HEADER_BYTES || bytes.readUInt32LE(0) !== MAGIC)
    throw new ModelError("there is no model in this module: make it again with npm run build");
  const blob = bytes.subarray(0, bytes.readUInt32LE(12));
  if (blob.length < HEADER_BYTES || checksum(blob.subarray(20)) !== blob.readUInt32LE(16))
    throw new ModelError("the model is damaged: make it again with npm run build");
  if (blob.readUInt32LE(VERSION_AT) !== version)
    throw new ModelError(
      "the model has the form of another version of SmartLog: make the filter again with npm run build, then train it",
    );
  const sections: Sections = new Map();
  for (let i = 0; i < blob.readUInt32LE(20); i++) {
    const entry = HEADER_BYTES + i * SECTION_ENTRY_BYTES;
    const offset = blob.readUInt32LE(entry + 4);
    const body = blob.subarray(offset, offset + blob.readUInt32LE(entry + 8));
    sections.set(blob.toString("ascii", entry, entry + 4), body);
  }
  return sections;
}

/** Whether two models have the same sections, in whatever order. */
export function sameSections(a: Sections, b: Sections): boolean {
  return a.size === b.size && [...a].every(([name, body]) => b.get(name)?.equals(body));
}

/** Provenance for people, from the section `META`; empty where it says none. */
export function metaOf(sections: Sections): Record<string, unknown> {
  try {
    return JSON.parse(sections.get("META")?.toString() ?? "{}") as Record<string, unknown>;
  } catch {
    return {};
  }
}
