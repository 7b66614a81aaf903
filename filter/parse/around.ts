/**
 * What stands around a line: the members beside it in a record or a JSON line, and wrappers (wrapper.ts). Host, service,
 * level and time are laid aside while the line is read, and fill what it doesn't say itself.
 */
import {
  fieldSet,
  hasField,
  moveFields,
  restoreField,
  SLOT_LOG2,
  setText,
  unsetField,
} from "../record/fields";
import { Field } from "../schema/fields";
import { NO_TIME } from "../text/clock";
import { LogLevel } from "./level";
import { parsed } from "./parsed";

/** Host, service and level follow each other in {@link Field}. */
const FIRST: u32 = Field.Host;
const COUNT: u32 = Field.Level - FIRST + 1;
const BITS: u64 = (((<u64>1) << (<u64>COUNT)) - 1) << (<u64>FIRST);
/** Slots of those fields (record/fields.ts) that lie aside; and of those that stand further in. */
const ASIDE: usize = memory.data(COUNT << SLOT_LOG2, 16);
const INNER: usize = memory.data(COUNT << SLOT_LOG2, 16);

@unmanaged
class Around {
  /** Whether anything lies aside. */
  isUsed: bool;
  /** Milliseconds since the epoch, or {@link NO_TIME}. */
  time: i64;
  level: LogLevel;
}

const around: Around = changetype<Around>(memory.data(offsetof<Around>(), 8));

/** @inline */
function slotIn(slots: usize, field: u32): usize {
  return slots + ((field - FIRST) << SLOT_LOG2);
}

/** Forgets the record before. */
export function clearAround(): void {
  around.isUsed = false;
}

function use(): void {
  if (around.isUsed) return;
  around.isUsed = true;
  around.time = NO_TIME;
  around.level = LogLevel.None;
  memory.fill(ASIDE, 0, COUNT << SLOT_LOG2);
}

/** Lays aside what was read so far; where that comes twice, the inner one counts. */
export function layAside(): void {
  const hasFields = (fieldSet() & BITS) != 0;
  if (!hasFields && parsed.time == NO_TIME && parsed.level == LogLevel.None) return;
  const isSecond = around.isUsed;
  use();
  if (parsed.time != NO_TIME) {
    around.time = parsed.time;
    parsed.time = NO_TIME;
    unsetField(Field.Time);
  }
  if (parsed.level != LogLevel.None) {
    around.level = parsed.level;
    parsed.level = LogLevel.None;
    unsetField(Field.Priority);
  }
  if (!hasFields) return;
  if (!isSecond) {
    moveFields(FIRST, COUNT, ASIDE);
    return;
  }
  moveFields(FIRST, COUNT, INNER);
  for (let field = FIRST; field < FIRST + COUNT; field++) {
    if (!restoreField(field, slotIn(INNER, field))) restoreField(field, slotIn(ASIDE, field));
  }
  moveFields(FIRST, COUNT, ASIDE);
}

/** Whether a field lies aside. */
export function isAside(field: u32): bool {
  return around.isUsed && load<u64>(slotIn(ASIDE, field)) != 0;
}

/** Lays a wrapper's text aside. */
export function layTextAside(field: u32, at: usize, end: usize): void {
  use();
  setText(field, at, end);
  moveFields(field, 1, slotIn(ASIDE, field));
}

/** Lays a wrapper's time aside. */
export function layTimeAside(time: i64): void {
  use();
  around.time = time;
}

/** Fills in what the line doesn't say itself. */
export function fillIn(): void {
  if (!around.isUsed) return;
  around.isUsed = false;
  if (parsed.time == NO_TIME) parsed.time = around.time;
  if (!hasField(Field.Host)) restoreField(Field.Host, slotIn(ASIDE, Field.Host));
  if (!hasField(Field.Service)) restoreField(Field.Service, slotIn(ASIDE, Field.Service));
  if (hasField(Field.Level) || parsed.level != LogLevel.None) return;
  parsed.level = around.level;
  restoreField(Field.Level, slotIn(ASIDE, Field.Level));
}
