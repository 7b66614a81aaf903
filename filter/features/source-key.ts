/** The source of an event, as a hash: an address, a network, or a name. */
import { isAllowed, isAllowedName } from "../model/allowlist";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Field } from "../schema/fields";
import { Kind } from "../schema/kinds";
import { addressHigh, addressLow, isIpv4, readAddress } from "../text/address-value";
import { FNV_OFFSET, fnv, mix64 } from "../text/hash";

/** Bits of the first half of an IPv6 address that name the network of one customer, a /48. */
export const CUSTOMER_MASK: u64 = 0xffffffffffff0000;
/** Bits of an IPv4 address that name the network of one provider's hosts, a /24. */
const HOSTS_MASK: u64 = 0xffffff00;
const NETWORK_SALT: u64 = 0x2545f4914f6cdd1d;
const CLIENT_SALT: u64 = 0x9fb21c651e98df25;

/** Hash of kind and address, never 0. */
function keyOf(kind: u32, high: u64, low: u64): u32 {
  const hash = mix64(mix64(kind + 1, high), low);
  const key = <u32>hash ^ <u32>(hash >> 32);
  return key ? key : 1;
}

/** Hash of kind and name, never 0. */
function nameKey(kind: u32, at: usize, end: usize): u32 {
  const key = fnv(at, end, FNV_OFFSET ^ (kind + 1));
  return key ? key : 1;
}

/** What tells a source. */
export const enum SourceType {
  None,
  Address,
  Name,
}

/** The keys under which an event is counted; 0 for none. */
@unmanaged
class SourceKeys {
  /** The address, IPv6 by its /64, also of a source that is on the allowlist; of a name 0 and its hash. */
  high: u64;
  low: u64;
  type: SourceType;
  /** Hash of kind and source; IPv6 counts by the /64. */
  source: u32;
  /** Hash of kind and /48, where the source is IPv6. */
  network: u32;
  /** The /24, where the source is IPv4. */
  hosts: u32;
}

/** Of the record at hand. */
export const sourceKeys: SourceKeys = changetype<SourceKeys>(memory.data(offsetof<SourceKeys>(), 8));

/** Finds the {@link sourceKeys} of the record at hand. */
export function findSourceKeys(kind: u32): void {
  sourceKeys.network = 0;
  sourceKeys.hosts = 0;
  sourceKeys.type = SourceType.None;
  sourceKeys.high = 0;
  sourceKeys.low = 0;
  sourceKeys.source = sourceKey(kind);
}

/** Hash of kind and source; 0 where the event names none, or one that is on the allowlist. IPv6 counts by the /64. */
function sourceKey(kind: u32): u32 {
  const field = hasField(Field.Ip) ? Field.Ip : Field.User;
  if (!hasField(field)) return 0;
  const at = fieldAt(field);
  const end = fieldEnd(field);
  if (field == Field.User || !readAddress(at, end)) {
    sourceKeys.type = SourceType.Name;
    const key = nameKey(kind, at, end);
    sourceKeys.low = key;
    return field == Field.Ip && isAllowedName(at, end) ? 0 : key;
  }
  sourceKeys.type = SourceType.Address;
  sourceKeys.high = addressHigh();
  if (isIpv4()) sourceKeys.low = addressLow();
  if (isAllowed()) return 0;
  if (isIpv4()) {
    sourceKeys.hosts = <u32>(addressLow() & HOSTS_MASK);
    return keyOf(kind, 0, addressLow());
  }
  // One's own clients ask a resolver; their networks are one's own.
  if (kind != Kind.Dns) sourceKeys.network = keyOf(kind, addressHigh() & CUSTOMER_MASK, NETWORK_SALT);
  return keyOf(kind, addressHigh(), 0);
}

/** Hash of the source and of what one of its clients calls itself. */
export function clientKey(client: u32): u32 {
  return keyOf(Kind.Web, mix64(sourceKeys.source, CLIENT_SALT), client);
}

/** Hash of the source's neighbourhood, a /24 or /48; 0 where the source is no address. */
export function neighbourhood(kind: u32): u32 {
  return sourceKeys.hosts ? keyOf(kind, sourceKeys.hosts, NETWORK_SALT) : sourceKeys.network;
}
