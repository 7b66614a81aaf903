/** Formats in a module: those that SmartLog brings, and the user's own; layouts in filter/model. */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { encodeFormats } from "../../formats/lib/encode.ts";
import { aliasesWith } from "../../formats/lib/field-aliases.ts";
import { type Format, readFormat } from "../../formats/lib/format.ts";
import { builtInFormats } from "../../formats/lib/load.ts";
import { Filter, type Schema } from "../../host/filter.ts";
import { changeSections } from "./change.ts";
import { encodeFieldAliases } from "./encode-tables.ts";
import { ModelError } from "./error.ts";
import { putFaults } from "./faults.ts";
import { lineKeysOf, packLineKeys } from "./line-keys.ts";
import { type Sections, splitSections } from "./sections.ts";

/** Of the user's files, deflated. */
const MAX_OWN_BYTES = 16_384;

/** The user's formats in a model's sections; undefined where it was never given any. */
export function ownOf(sections: Sections): Format[] | undefined {
  const packed = sections.get("FMTU");
  if (!packed) return undefined;
  const texts = JSON.parse(inflateRawSync(packed).toString()) as string[];
  return texts.map(readFormat);
}

/**
 * The user's formats in a module.
 *
 * @throws ModelError where the module has no sound model
 */
export function ownFormats(module: Uint8Array): Format[] {
  return ownOf(splitSections(Filter.load(module).modelBytes())) ?? [];
}

/** The user's files, as a section. */
function pack(own: readonly Format[]): Buffer {
  const packed = deflateRawSync(Buffer.from(JSON.stringify(own.map(({ text }) => text))));
  if (packed.length > MAX_OWN_BYTES)
    throw new ModelError(
      `the formats take ${packed.length} bytes compressed, ${MAX_OWN_BYTES} is the most: leave some out`,
    );
  return packed;
}

/**
 * Puts today's built-in formats, field aliases and faults into a model's sections; the user's keys of the line stay.
 *
 * @param own the user's formats, none where the list is empty; by default those in the sections. One with a built-in's
 *   name replaces that
 * @throws FormatError or ModelError where they don't fit
 */
export function putFormats(sections: Sections, schema: Schema, own = ownOf(sections)): void {
  const names = new Set(own?.map(({ name }) => name));
  const builtIn = builtInFormats().filter(({ name }) => !names.has(name));
  sections.set(
    "NAME",
    encodeFieldAliases(aliasesWith(lineKeysOf(sections) ?? []), schema, [...(own ?? []), ...builtIn]),
  );
  sections.set("FMTS", encodeFormats(builtIn, own ?? [], schema));
  if (own) sections.set("FMTU", pack(own));
  putFaults(sections, schema);
}

/**
 * The module with other formats of the user's, and today's built-in ones.
 *
 * @throws FormatError or ModelError where they don't fit
 */
export function withFormats(module: Uint8Array, own?: Format[]): Buffer {
  return changeSections(module, (sections, schema) => putFormats(sections, schema, own));
}

/**
 * The module with other keys of the line of the user's, the first choice first, and today's built-in formats.
 *
 * @throws ModelError where they don't fit
 */
export function withLineKeys(module: Uint8Array, keys: readonly string[]): Buffer {
  return changeSections(module, (sections, schema) => {
    sections.set("LKEY", packLineKeys(keys));
    putFormats(sections, schema);
  });
}

/**
 * The user's keys of the line in a module.
 *
 * @throws ModelError where the module has no sound model
 */
export function lineKeys(module: Uint8Array): string[] {
  return lineKeysOf(splitSections(Filter.load(module).modelBytes())) ?? [];
}
