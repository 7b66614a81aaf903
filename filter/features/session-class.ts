/**
 * Classes of sessions, in a table of fixed size: whether enough is known of a class to judge its sessions by.
 *
 * A class is learnt until {@link LEAST_SESSIONS} of its sessions began and of the last hundred or so hardly any had something
 * new. It is learnt anew where most of them have: then the system has changed, not the sessions. Where they have fewer than
 * {@link LEAST_STEPS} steps on average there is no order that could tell anything.
 */

@unmanaged
export class SessionClass {
  /** Hash of the class' name; 0 in a free place. */
  hash: u32;
  /** Sessions so far. */
  sessions: u32;
  /** Steps of all of them. */
  steps: u32;
  /** Share of the last sessions that had something new. */
  unusual: f32;
  /** Whether its sessions are judged. */
  isJudged: bool;

  /** Counts a session that begins. */
  begin(): void {
    this.sessions++;
    this.unusual -= this.unusual * this.share();
    if (this.isJudged) this.isJudged = this.unusual <= MOST_UNUSUAL;
    else
      this.isJudged =
        this.sessions >= LEAST_SESSIONS &&
        this.unusual <= FEW_UNUSUAL &&
        // This one has no steps yet.
        this.steps >= (this.sessions - 1) * LEAST_STEPS;
    if (this.sessions < MOST_SESSIONS) return;
    this.sessions >>= 1;
    this.steps >>= 1;
  }

  /** Counts that a session had something new. */
  countUnusual(): void {
    this.unusual += this.share();
  }

  /** How much of the share each session makes up. */
  private share(): f32 {
    return 1 / <f32>min<u32>(this.sessions, MEMORY);
  }
}

const CLASSES: u32 = 64;
const PROBES: u32 = 8;
const CLASS_BYTES: u32 = offsetof<SessionClass>();
const TABLE: usize = memory.data(<i32>(CLASSES * CLASS_BYTES), 8);
/** Sessions that the share of unusual ones is of. */
const MEMORY: u32 = 128;
const LEAST_SESSIONS: u32 = 200;
const LEAST_STEPS: u32 = 3;
/** Counts are halved here: what sessions became counts, not what they were. */
const MOST_SESSIONS: u32 = 4096;
const FEW_UNUSUAL: f32 = 0.01;
const MOST_UNUSUAL: f32 = 0.6;

/** The class of a hash; a new one displaces one that is still learnt and has the fewest sessions. */
export function classOf(hash: u32): SessionClass {
  let victim = classAt(hash);
  let least: u64 = u64.MAX_VALUE;
  for (let probe: u32 = 0; probe < PROBES; probe++) {
    const found = classAt(hash + probe);
    if (found.hash == hash) return found;
    const worth = <u64>found.sessions | ((<u64>found.isJudged) << 32);
    if (worth < least) {
      least = worth;
      victim = found;
    }
  }
  memory.fill(changetype<usize>(victim), 0, CLASS_BYTES);
  victim.hash = hash;
  return victim;
}

/** @inline */
function classAt(index: u32): SessionClass {
  return changetype<SessionClass>(TABLE + (index & (CLASSES - 1)) * CLASS_BYTES);
}

/** Judges a class from the start. */
export function knowClass(hash: u32): void {
  const known = classOf(hash);
  known.sessions = LEAST_SESSIONS;
  known.steps = LEAST_SESSIONS * LEAST_STEPS;
  known.isJudged = true;
}
