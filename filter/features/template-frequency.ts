/**
 * Template frequency: how often a template was seen, in a table of fixed size that starts with the model's templates.
 *
 * Section `TPLS` (optional): u32 number, then the templates' fingerprints, u32 each.
 *
 * A template that finds its eight slots taken displaces the rarest of them, so what is common stays known whatever else
 * comes by.
 */
import { section, sectionLength, sectionName } from "../model/blob";
import { KIND_COUNT } from "../schema/kinds";

@unmanaged
class Slot {
  /** Fingerprint of a template; 0 in a free slot. */
  template: u32;
  count: u32;
}

const SLOTS: u32 = 4096;
const SLOT_LOG2: u32 = 3;
const PROBES: u32 = 8;
const TABLE: usize = memory.data(SLOTS << SLOT_LOG2, 8);
/** Count that a template of the model starts with. */
const KNOWN_COUNT: u32 = 64;

/** The slot that was found last. */
let latest: Slot = slotAt(0);

/** The slot of a template; one that it takes begins at 0. */
function find(template: u32): Slot {
  if (latest.template == template) return latest;
  const first = template & (SLOTS - 1);
  let rarest = slotAt(first);
  let least: u32 = u32.MAX_VALUE;
  for (let probe: u32 = 0; probe < PROBES; probe++) {
    const slot = slotAt((first + probe) & (SLOTS - 1));
    const found = slot.template;
    if (found == template) return slot;
    const count = found ? slot.count : 0;
    if (count < least) {
      least = count;
      rarest = slot;
    }
  }
  rarest.template = template;
  rarest.count = 0;
  return rarest;
}

/** @inline */
function slotAt(index: u32): Slot {
  return changetype<Slot>(TABLE + (index << SLOT_LOG2));
}

/** What is usual in a kind. */
@unmanaged
class Usual {
  /** Events so far. */
  events: f32;
  /** Mean surprisal of the last few hundred, bits. */
  mean: f32;
}

const USUAL: usize = memory.data(KIND_COUNT * offsetof<Usual>(), 8);
/** How much of the mean each event replaces. */
const MEAN_SHARE: f32 = 0.005;
/** An f32 can't count further. */
const MOST_EVENTS: f32 = 16_777_216;

/** What counting a template told. */
@unmanaged
class Frequency {
  /** How often the template was seen before. */
  seen: u32;
  /** Surprisal (self-information), bits. */
  surprisal: f32;
  /** Surprisal beyond the mean of the kind's last events: where all is new, a new template tells nothing. */
  excess: f32;
}

/** Of the template counted last. */
export const frequency: Frequency = changetype<Frequency>(memory.data(offsetof<Frequency>(), 4));

/** log2, between whole steps a straight line: exact at powers of two, and the same on every engine. */
function log2(value: f32): f32 {
  const bits = reinterpret<u32>(value);
  const exponent = <i32>((bits >> 23) & 255) - 127;
  return <f32>exponent + reinterpret<f32>((bits & 0x7fffff) | 0x3f800000) - 1;
}

/** Whether a template is among those that are counted. */
export function isCounted(template: u32): bool {
  const sought = template | (template == 0 ? 1 : 0);
  for (let probe: u32 = 0; probe < PROBES; probe++) {
    const slot = slotAt((sought + probe) & (SLOTS - 1));
    if (slot.template != sought) continue;
    latest = slot;
    return true;
  }
  return false;
}

/** Counts one event of a template; what that tells is then in {@link frequency}. */
export function countTemplate(kind: u32, template: u32): void {
  const slot = find(template | (template == 0 ? 1 : 0));
  const seen = slot.count;
  if (seen < u32.MAX_VALUE) slot.count = seen + 1;
  const usual = changetype<Usual>(USUAL + kind * offsetof<Usual>());
  const events = usual.events + 1;
  if (events < MOST_EVENTS) usual.events = events;
  const surprisal = max<f32>(log2((events + 1) / (<f32>seen + 1)), 0);
  const mean = usual.mean;
  const share: f32 = events * MEAN_SHARE < 1 ? 1 / events : MEAN_SHARE;
  usual.mean = mean + (surprisal - mean) * share;
  frequency.seen = seen;
  frequency.surprisal = surprisal;
  frequency.excess = surprisal - mean;
}

/** Learns the model's templates; false where their section is damaged. */
export function loadTemplates(): bool {
  const at = section(sectionName("TPLS"));
  if (at == 0) return true;
  const count = load<u32>(at);
  if (sectionLength() < 4 || count > SLOTS || sectionLength() != 4 + count * 4) return false;
  for (let i: u32 = 0; i < count; i++) {
    const template = load<u32>(at + (i << 2), 4);
    if (template) find(template).count = KNOWN_COUNT;
  }
  return true;
}
