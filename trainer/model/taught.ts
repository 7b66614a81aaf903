/** Taught entries in a module: section `TGHT`, drawn in filter/model/taught.ts. */
import { LABELS } from "../../host/event.ts";
import { Filter } from "../../host/filter.ts";
import { CEILING_UNIT, SCOPES, type TaughtEntry } from "../../host/taught.ts";
import { changeSections } from "./change.ts";
import { ModelError } from "./error.ts";
import { fnv } from "./hash.ts";
import { HEADS, type Head } from "./model.ts";
import { type Sections, splitSections } from "./sections.ts";

export const MAX_TAUGHT = 256;
const ENTRY_BYTES = 24;
/** Of as many entries as there may be. */
export const MAX_TAUGHT_BYTES = MAX_TAUGHT * ENTRY_BYTES;
const AT = { key: 0, id: 8, hit: 12, threat: 16, bot: 18, anomaly: 20, label: 22, scope: 23 };
/** Where a technique is seen, in the order of `Part` in filter/score/hit.ts. */
const PARTS = ["", "path", "query", "referer", "ua", "message"];

/** A hit as it comes out of a module: by its hash alone. */
const HASHED = /^#([0-9a-f]{8})$/;
const HIT = /^([^/]*)(?:\/([a-z]+)(?::([0-9a-f]{8}))?)?$/;

/** FNV-1a of the technique's name, plus the number of its place and the digest of the text there (filter/score/taught.ts). */
function hashOfHit(hit: string): number {
  const hashed = HASHED.exec(hit)?.[1];
  if (hashed !== undefined) return Number.parseInt(hashed, 16);
  const [, technique = "", part = "", text = "0"] = HIT.exec(hit) ?? [];
  return (fnv(technique) + PARTS.indexOf(part) + Number.parseInt(text, 16)) >>> 0;
}

function decode(body: Buffer): TaughtEntry[] {
  return Array.from({ length: body.length / ENTRY_BYTES }, (_, i) => {
    const entry = body.subarray(i * ENTRY_BYTES, (i + 1) * ENTRY_BYTES);
    const ceiling = (head: Head) => entry.readUInt16LE(AT[head]) / CEILING_UNIT;
    return {
      id: entry.readUInt32LE(AT.id),
      key: entry.readBigUInt64LE(AT.key),
      scope: SCOPES[entry.readUInt8(AT.scope)] as TaughtEntry["scope"],
      label: LABELS[entry.readUInt8(AT.label)] as TaughtEntry["label"],
      ceilings: { threat: ceiling("threat"), bot: ceiling("bot"), anomaly: ceiling("anomaly") },
      hit: `#${entry.readUInt32LE(AT.hit).toString(16).padStart(8, "0")}`,
    };
  });
}

function encodeEntry({ id, key, scope, label, ceilings, hit }: TaughtEntry): Buffer {
  const out = Buffer.alloc(ENTRY_BYTES);
  out.writeBigUInt64LE(key, AT.key);
  out.writeUInt32LE(id, AT.id);
  out.writeUInt32LE(hashOfHit(hit), AT.hit);
  for (const head of HEADS) out.writeUInt16LE(Math.round(ceilings[head] * CEILING_UNIT), AT[head]);
  out.writeUInt8(LABELS.indexOf(label), AT.label);
  out.writeUInt8(SCOPES.indexOf(scope), AT.scope);
  return out;
}

/** The newest entry of each key, by key. */
function encode(entries: readonly TaughtEntry[]): Buffer {
  const byKey = new Map<bigint, TaughtEntry>();
  for (const entry of entries) if (entry.id > (byKey.get(entry.key)?.id ?? -1)) byKey.set(entry.key, entry);
  if (byKey.size > MAX_TAUGHT)
    throw new ModelError(`there are ${byKey.size} taught entries, ${MAX_TAUGHT} is the most`);
  const inOrder = [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  return Buffer.concat(inOrder.map(encodeEntry));
}

/**
 * The taught entries in a module, by key; their hits by hash alone, `#0e60062f`, which {@link withTaught} takes, too.
 *
 * @throws ModelError where the module has no sound model
 */
export function taughtOf(module: Uint8Array): TaughtEntry[] {
  return decode(splitSections(Filter.load(module).modelBytes()).get("TGHT") ?? Buffer.alloc(0));
}

/** Puts taught entries into a model's sections; without any there is no section. */
export function putTaught(sections: Sections, entries: readonly TaughtEntry[]): void {
  const body = encode(entries);
  if (body.length > 0) sections.set("TGHT", body);
  else sections.delete("TGHT");
}

/**
 * The module with these taught entries in the place of its own; the same bytes where they are its own.
 *
 * @param entries of several with one key the newest counts
 * @throws ModelError where there are too many, or the module has no sound model
 */
export function withTaught(module: Uint8Array, entries: readonly TaughtEntry[]): Buffer {
  return changeSections(module, (sections) => putTaught(sections, entries));
}
