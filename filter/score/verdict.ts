/** The verdict on the record at hand: what label.ts and reasons.ts decide, and output/ writes. */
import { Label, Severity } from "../schema/labels";

@unmanaged
class Verdict {
  label: Label;
  severity: Severity;
  /** The head whose score decided. */
  head: u32;
  /** That score, 0..1. */
  score: f32;
  /** Number of reasons (reasons.ts). */
  reasons: u32;
  /** Id of the mute that hides it (mute.ts); 0 for none. */
  mute: u32;
}

/** Of the record at hand. */
export const verdict: Verdict = changetype<Verdict>(memory.data(offsetof<Verdict>(), 4));
