/**
 * Keys of records: which member of a record is which field.
 *
 * Section `NAME`: a table of hash-table.ts; of a key, a path with dots, the rest is where its text is, in bytes from the
 * first slot: `{ u8 rank, u8 length, bytes }`. The value's low byte is the field, {@link NO_ALIAS} where the key is only
 * formats'. Where a record has several aliases of one field, the lowest rank wins. Of a key that formats have (value bit 8)
 * `u8 number of telling uses, u8 count, Use …` follows, the telling ones first: of each format's markers the one that fewest records have. Behind a use with a value stand its bytes. The text is compared where a hash is found: a
 * client may choose keys, and with them hashes.
 */
import { FIELD_COUNT } from "../schema/fields";
import { sameBytes } from "../text/ascii";
import { FNV_OFFSET, fnv } from "../text/hash";
import { findSlot, Slot, slotAt } from "../text/hash-table";
import { sectionLength, sectionName } from "./blob";
import { checkTable, maskOf, slotsOf } from "./hash-table";

/** Longest alias, and longest key that the shipper may claim. */
export const MAX_NAME_BYTES: u32 = 64;
/** From this rank on a key of the line may hold something else: it counts where the record says nothing else. */
export const WEAK_RANK: u32 = 128;
/** In a field's place: the key is only formats'. */
export const NO_ALIAS: u32 = 0xff;
/** Set in the value of a key that formats have. */
const HAS_USES: u32 = 0x100;
const FIELD_MASK: u32 = 0xff;

/** A key; its text follows. */
@unmanaged
export class Alias {
  rank: u8;
  length: u8;
}

/** What a key is to a format: a field's, or one that tells its records. */
@unmanaged
export class Use {
  format: u8;
  /** A field, or {@link MARKER}. */
  field: u8;
  /** A type of parse/formats/operations.ts. */
  type: u8;
  /** Of a format's keys of one field the lowest rank counts. */
  rank: u8;
  /** Bytes of the value that a marker has to have; 0 where any will do. */
  length: u8;
}

/** In a field's place: the key tells the format's records. */
export const MARKER: u32 = 0xfe;

let slots: usize = 0;
let mask: u32 = 0;

/** @inline */
export function aliasOf(slot: Slot): Alias {
  return changetype<Alias>(slots + slot.more);
}

/** @inline */
export function textOf(alias: Alias): usize {
  return changetype<usize>(alias) + offsetof<Alias>();
}

/** The field that the key is an alias of, or {@link NO_ALIAS}. @inline */
export function fieldOf(slot: Slot): u32 {
  return slot.value & FIELD_MASK;
}

/** Address of the formats' uses of the key, or 0. @inline */
export function usesOfSlot(slot: Slot): usize {
  return slot.value & HAS_USES ? textOf(aliasOf(slot)) + aliasOf(slot).length : 0;
}

/** Address behind a use. */
export function behindUse(use: Use): usize {
  return changetype<usize>(use) + offsetof<Use>() + use.length;
}

/** Address of the formats' uses of the key in [at, end), or 0. */
export function usesOf(hash: u32, at: usize, end: usize): usize {
  const slot = findSlot(slots, mask, hash);
  if (!slot) return 0;
  const alias = aliasOf(slot);
  if (alias.length != <u32>(end - at) || !sameBytes(at, textOf(alias), end - at)) return 0;
  return usesOfSlot(slot);
}

/** The first of a key's uses. @inline */
export function firstUse(uses: usize): usize {
  return uses + 2;
}

/** How many uses a key has. @inline */
export function useCount(uses: usize): u32 {
  return load<u8>(uses, 1);
}

/** How many of them are a format's most telling marker; they come first. @inline */
export function tellingCount(uses: usize): u32 {
  return load<u8>(uses);
}

/** The format's use of a key as a field, or null. */
export function useOfFormat(uses: usize, format: u32): Use | null {
  let p = firstUse(uses);
  for (let count = useCount(uses); count > 0; count--) {
    const use = changetype<Use>(p);
    if (use.format == format && use.field != MARKER) return use;
    p = behindUse(use);
  }
  return null;
}

/** Whether the uses at `at` lie before `end`. */
function checkUses(at: usize, end: usize): bool {
  if (firstUse(at) > end || tellingCount(at) > useCount(at)) return false;
  let p = firstUse(at);
  for (let count = useCount(at); count > 0; count--) {
    if (p + offsetof<Use>() > end) return false;
    p = behindUse(changetype<Use>(p));
  }
  return p <= end;
}

export function loadAliases(): bool {
  const table = checkTable(sectionName("NAME"), HAS_USES << 1);
  if (table == 0) return false;
  const end = table + sectionLength();
  slots = slotsOf(table);
  mask = maskOf(table);
  for (let i: u32 = 0; i <= mask; i++) {
    const slot = slotAt(slots, i);
    if (slot.hash == 0) continue;
    if (fieldOf(slot) >= FIELD_COUNT && fieldOf(slot) != NO_ALIAS) return false;
    const alias = aliasOf(slot);
    const text = textOf(alias);
    if (text > end) return false;
    const length = <u32>alias.length;
    if (length == 0 || length > MAX_NAME_BYTES || text + length > end) return false;
    if (fnv(text, text + length, FNV_OFFSET) != slot.hash) return false;
    const uses = usesOfSlot(slot);
    if (uses && !checkUses(uses, end)) return false;
  }
  return true;
}

/** The slot of the key in [at, end), which has no escapes, or null. */
export function findKey(at: usize, end: usize): Slot | null {
  const slot = findSlot(slots, mask, fnv(at, end, FNV_OFFSET));
  if (!slot) return null;
  const alias = aliasOf(slot);
  return alias.length == <u32>(end - at) && sameBytes(at, textOf(alias), end - at) ? slot : null;
}

/** The slot of the alias with this hash, or null; whether it is that alias its text decides. */
export function findAlias(hash: u32): Slot | null {
  return findSlot(slots, mask, hash);
}
