/**
 * Templates whose pattern this process has written: each is written with its first event, and read from the store after.
 *
 * {@link SETS} sets of {@link WAYS} fingerprints; one that finds its set full takes the place of another, whose pattern is
 * then written once more.
 */

const WAYS: u32 = 4;
const SETS: u32 = 1024;
/** u32 each; 0 in a free place. */
const TABLE: usize = memory.data(SETS * WAYS * 4, 16);
/** The way that gives way next. */
let next: u32 = 0;

/** Whether the template comes for the first time; it is known from then on. */
export function isFirst(template: u32): bool {
  const sought = template | (template == 0 ? 1 : 0);
  const set = TABLE + (((sought >> 12) ^ sought) & (SETS - 1)) * (WAYS << 2);
  for (let way: usize = 0; way < WAYS << 2; way += 4) {
    const found = load<u32>(set + way);
    if (found == sought) return false;
    if (found == 0) {
      store<u32>(set + way, sought);
      return true;
    }
  }
  store<u32>(set + (next++ & (WAYS - 1)) * 4, sought);
  return true;
}
