/** Mutes in a module: section `MUTE`, drawn in filter/model/mutes.ts. */
import { LABELS } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import type { Mute } from "../../host/mute.ts";
import { ModelError } from "./error.ts";
import { fnv } from "./hash.ts";
import { networkOf } from "./network.ts";
import { type Sections, splitSections } from "./sections.ts";

export const MAX_MUTES = 64;
const MUTE_BYTES = 40;
/** Of as many mutes as there may be. */
export const MAX_MUTES_BYTES = MAX_MUTES * MUTE_BYTES;
const AT = {
  high: 0,
  low: 8,
  id: 16,
  until: 20,
  template: 24,
  reason: 28,
  site: 32,
  by: 36,
  label: 37,
  bits: 38,
};
/** Bits of `By`. */
const BY = { template: 1, reason: 2, source: 4, site: 8 };
const HALF = (1n << 64n) - 1n;

/** @throws ModelError where it names nothing but a site, or its source is no address */
function encodeMute({ id, until, template, reason, source, site, label }: Mute): Buffer {
  if (template === null && reason === null && source === null)
    throw new ModelError(`mute ${id} names neither a template nor a reason nor a source`);
  const out = Buffer.alloc(MUTE_BYTES);
  let by = 0;
  out.writeUInt32LE(id, AT.id);
  out.writeUInt32LE(Math.min(Math.floor(until.getTime() / 1000), 2 ** 32 - 1), AT.until);
  out.writeUInt8(LABELS.indexOf(label), AT.label);
  if (template !== null) {
    by |= BY.template;
    out.writeUInt32LE(Number.parseInt(template, 16), AT.template);
  }
  if (reason !== null) {
    by |= BY.reason;
    out.writeUInt32LE(fnv(reason), AT.reason);
  }
  if (site !== null) {
    by |= BY.site;
    out.writeUInt32LE(fnv(site), AT.site);
  }
  if (source !== null) {
    by |= BY.source;
    const { first, bits } = networkOf(source);
    out.writeBigUInt64LE(first >> 64n, AT.high);
    out.writeBigUInt64LE(first & HALF, AT.low);
    out.writeUInt8(bits, AT.bits);
  }
  out.writeUInt8(by, AT.by);
  return out;
}

/** The mutes by id: the same ones are the same bytes. */
function encode(mutes: readonly Mute[]): Buffer {
  if (mutes.length > MAX_MUTES)
    throw new ModelError(`there are ${mutes.length} mutes, ${MAX_MUTES} is the most`);
  return Buffer.concat([...mutes].sort((a, b) => a.id - b.id).map(encodeMute));
}

/**
 * Ids of the mutes in a module. What they name is hashed there, and can't be read back.
 *
 * @throws ModelError where the module has no sound model
 */
export function mutesOf(module: Uint8Array): number[] {
  const body = splitSections(Filter.load(module).modelBytes()).get("MUTE") ?? Buffer.alloc(0);
  return Array.from({ length: body.length / MUTE_BYTES }, (_, i) =>
    body.readUInt32LE(i * MUTE_BYTES + AT.id),
  );
}

/**
 * Puts mutes into a model's sections; without any there is no section.
 *
 * @throws ModelError where there are too many, or one names nothing
 */
export function putMutes(sections: Sections, mutes: readonly Mute[]): void {
  const body = encode(mutes);
  if (body.length > 0) sections.set("MUTE", body);
  else sections.delete("MUTE");
}
