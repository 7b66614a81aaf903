/**
 * Whether a host that stands in request lines (`GET http://www.example.com/x HTTP/1.1`) is the site's own: a proxy in front of the
 * server may write it so, and so does who seeks an open proxy. No field of the line tells, since the client names both hosts. What
 * tells is what is asked of it: of the own host many paths, mostly with success; of another one's the same few.
 *
 * A client that gets a foreign host to count as own hides no more than that it is foreign.
 */
import { findByte } from "../text/ascii";
import { Char } from "../text/char";
import { FNV_OFFSET, fnv, GOLDEN_32 } from "../text/hash";

@unmanaged
class Host {
  /** FNV-1a of the name; 0 in a free entry. */
  hash: u32;
  lines: u32;
  /** Lines that were answered with 2xx or 3xx. */
  answered: u32;
  /** Bit map of paths, by hash. */
  paths: u64;
}

const HOST_BYTES: usize = offsetof<Host>();
const MAX_HOSTS: usize = 8;
const HOSTS: usize = memory.data(<i32>(HOST_BYTES * MAX_HOSTS), 8);
const LEAST_PATHS: i64 = 16;
/** Lines of a host from which on both of its counts are halved, so that what was long ago counts less. */
const MANY_LINES: u32 = 1 << 16;

/** Share of the last requests whose target names a host. A proxy in front that writes them so does it to all. */
let absoluteShare: f32 = 0.5;
const MOST_ABSOLUTE: f32 = 0.45;
/** What one request adds to the share. */
const STEP: f32 = 0.0078125;
/** Lines of a host up to which it may be another site's, where as many hosts are named. */
const FEW_LINES: u32 = 64;
const MANY_HOSTS: u32 = 4;

/** Counts a request by whether its target names a host. */
export function countAbsolute(isAbsolute: bool): void {
  absoluteShare += ((isAbsolute ? 1 : 0) - absoluteShare) * STEP;
}

/** The host's entry, or the one with the fewest lines, which it takes. */
function entryOf(hash: u32): Host {
  let least = changetype<Host>(HOSTS);
  for (let i: usize = 0; i < MAX_HOSTS; i++) {
    const host = changetype<Host>(HOSTS + i * HOST_BYTES);
    if (host.hash == hash) return host;
    if (host.lines < least.lines) least = host;
  }
  memory.fill(changetype<usize>(least), 0, HOST_BYTES);
  least.hash = hash;
  return least;
}

/** Whether many hosts were named. */
function areMany(): bool {
  let hosts: u32 = 0;
  for (let i: usize = 0; i < MAX_HOSTS; i++) hosts += changetype<Host>(HOSTS + i * HOST_BYTES).hash ? 1 : 0;
  return hosts >= MANY_HOSTS;
}

/** Whether the host counted last is another site's. */
export let isForeign: bool = false;

/**
 * Counts a request whose target names a host, and tells whether it is the site's own.
 *
 * @param at behind the target's scheme
 * @param path FNV-1a of the target without its query
 */
export function isOwnHost(at: usize, end: usize, path: u32, isAnswered: bool): bool {
  const host = entryOf(fnv(at, findByte(at, end, Char.Slash), FNV_OFFSET) | 1);
  if (host.lines >= MANY_LINES) {
    host.lines >>= 1;
    host.answered >>= 1;
  }
  host.lines++;
  if (isAnswered) host.answered++;
  host.paths |= (<u64>1) << (<u64>((path * GOLDEN_32) >> 26));
  const isOwn = <i64>popcnt<u64>(host.paths) >= LEAST_PATHS && host.answered * 2 >= host.lines;
  isForeign = !isOwn && absoluteShare < MOST_ABSOLUTE && host.lines <= FEW_LINES && areMany();
  return isOwn;
}
