/**
 * Which new lines are looked at for places whose word varies (places.ts): few where all is new, as after a start, each
 * service's in turn, but all of one that has such a place. A service is known by the hash of what stands in front of its
 * messages.
 */

/**
 * How many lines there are for each of a service that is looked at for what it shows alone; one that had few new ones
 * before may have as many at once as fall on so many lines: what starts names all of its parts.
 */
const LINES_BETWEEN: u64 = 64;
const BURST_LINES: u64 = 1024;
const TURNS_LOG2: u32 = 6;
/** For each service the number of the line up to which its share is used (GCRA). */
const TURNS: usize = memory.data(8 << TURNS_LOG2, 8);
/** Number of the line at hand. */
let lines: u64 = 0;

/** A bit for each service: whether a place of its messages varies. */
const ROOTS_LOG2: u32 = 10;
const ROOTS: usize = memory.data((1 << ROOTS_LOG2) >> 3, 8);

/** Word of {@link ROOTS} that has the root's bit. @inline */
function rootsAt(root: u32): usize {
  return ROOTS + (((root & ((1 << ROOTS_LOG2) - 1)) >> 5) << 2);
}

/** Counts a line. @inline */
export function passLine(): void {
  lines++;
}

/** Whether a service's new line is looked at; its share is then used. */
export function isItsTurn(root: u32): bool {
  const turn = TURNS + ((root & ((1 << TURNS_LOG2) - 1)) << 3);
  const before = load<u64>(turn);
  if (lines < before + LINES_BETWEEN && !((load<u32>(rootsAt(root)) >> (root & 31)) & 1)) return false;
  store<u64>(turn, (lines > before + BURST_LINES ? lines - BURST_LINES : before) + LINES_BETWEEN);
  return true;
}

/** Notes that a place of a service's messages varies. */
export function noteVarying(root: u32): void {
  const roots = rootsAt(root);
  store<u32>(roots, load<u32>(roots) | (1 << (root & 31)));
}
