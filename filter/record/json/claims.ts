/**
 * The keys that no record may keep for itself at the top level: the event's, `smartlog`, and the shipper's own, `date`.
 */
import { FNV_OFFSET, fnv } from "../../text/hash";
import { bitOf, isKey } from "./keys";

/** Addresses of the event's key and the shipper's, as the model names them. */
let ours: usize = 0;
let oursEnd: usize = 0;
let shippers: usize = 0;
let shippersEnd: usize = 0;
/** {@link bitOf} of both keys. */
let bits: u64 = 0;

/** Claims two keys; the texts must stay where they are. */
export function claimKeys(ourKey: usize, ourKeyEnd: usize, shippersKey: usize, shippersKeyEnd: usize): void {
  ours = ourKey;
  oursEnd = ourKeyEnd;
  shippers = shippersKey;
  shippersEnd = shippersKeyEnd;
  bits = bitOf(fnv(ours, oursEnd, FNV_OFFSET)) | bitOf(fnv(shippers, shippersEnd, FNV_OFFSET));
}

/** {@link bitOf} of the claimed keys. */
export function claimedBits(): u64 {
  return bits;
}

/** Whether the key in [at, end) is claimed. */
export function isClaimed(at: usize, end: usize): bool {
  return isKey(at, end, ours, oursEnd) || isKey(at, end, shippers, shippersEnd);
}
