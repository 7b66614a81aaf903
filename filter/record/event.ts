/** The record at hand, and what the stages find of it; parsers leave the rest in fields.ts and parse/parsed.ts. */
import { RecordFlag } from "./json/scan";

@unmanaged
export class Event {
  /** The record's bytes. */
  at: usize;
  end: usize;
  /** Its closing brace; 0 where it is not one JSON object. */
  close: usize;
  flags: RecordFlag;
  id: u64;
  /** The shipper's time, milliseconds since the epoch. */
  arrival: i64;
  /** The line's own time, else the shipper's; milliseconds since the epoch. */
  time: i64;
  /** Log type. */
  kind: u32;
  template: u32;
}

/** There is one at a time. */
export const event: Event = changetype<Event>(memory.data(offsetof<Event>(), 8));
