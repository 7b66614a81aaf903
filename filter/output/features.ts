/** The numbers that the learners see of an event, as `features` answers them. */
import { cutAt, recordedAt, recordedCount, recordedCuts } from "../features/recording";
import { sessionVerdict } from "../features/session";
import { DENSE } from "../features/values";
import { take } from "../memory/scratch";
import { BINS } from "../model/isolation-forest";
import { Event } from "../record/event";
import { DENSE_COUNT } from "../schema/features";

/**
 * Behind it: f32 dense features | u8 their bins, padded to 4 | u32 hashed features | u32 numbers that tell of the texts that
 * were cut (features/recording.ts).
 */
@unmanaged
class FeaturesHeader {
  kind: u32;
  template: u32;
  /** Numbers of dense and of hashed features. */
  dense: u32;
  hashed: u32;
  /** How many numbers tell of the texts that were cut. */
  cuts: u32;
  /** Class of the session, and hash of its key; 0 where the record has none. */
  class: u32;
  session: u64;
}

const DENSE_BYTES: u32 = DENSE_COUNT << 2;
const BINS_BYTES: u32 = (DENSE_COUNT + 3) & ~3;

/** Address of the {@link FeaturesHeader}; 0 where memory is at its end. */
export function featuresAnswer(event: Event): usize {
  const count = recordedCount();
  const cuts = recordedCuts();
  const answer = take(offsetof<FeaturesHeader>() + DENSE_BYTES + BINS_BYTES + ((count + cuts) << 2));
  if (answer == 0) return 0;
  const header = changetype<FeaturesHeader>(answer);
  header.kind = event.kind;
  header.template = event.template;
  header.dense = DENSE_COUNT;
  header.hashed = count;
  header.cuts = cuts;
  header.class = sessionVerdict.class;
  header.session = sessionVerdict.key;
  const dense = answer + offsetof<FeaturesHeader>();
  memory.copy(dense, DENSE, DENSE_BYTES);
  memory.copy(dense + DENSE_BYTES, BINS, DENSE_COUNT);
  const hashed = dense + DENSE_BYTES + BINS_BYTES;
  for (let i: u32 = 0; i < count; i++) store<u32>(hashed + (i << 2), recordedAt(i).index);
  for (let i: u32 = 0; i < cuts; i++) store<u32>(hashed + ((count + i) << 2), cutAt(i));
  return answer;
}
