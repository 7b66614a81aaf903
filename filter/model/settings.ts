/**
 * Settings that travel in the model, since the shipper hands none to the module.
 *
 * Section `SETT`: {@link Settings}, then the shipper's own timestamp key, to the section's end.
 */
import { HEAD_COUNT } from "../schema/heads";
import { setLocalZone } from "../text/clock";
import { section, sectionLength, sectionName } from "./blob";
import { MAX_NAME_BYTES } from "./field-aliases";

@unmanaged
class Settings {
  /** Threshold of each head, 0..1: from there on it labels. */
  threat: f32;
  bot: f32;
  anomaly: f32;
  /** A bit for each head that runs. */
  switches: u32;
  /** Minutes east of UTC, for times without a zone. */
  zone: i32;
}

const DAY_MINUTES: i32 = 1440;
const ALL_HEADS: u32 = (1 << HEAD_COUNT) - 1;
const KEY_AT: u32 = offsetof<Settings>();

let settings: usize = 0;
let settingsEnd: usize = 0;

export function loadSettings(): bool {
  const at = section(sectionName("SETT"));
  if (at == 0 || sectionLength() <= KEY_AT || sectionLength() > KEY_AT + MAX_NAME_BYTES) return false;
  for (let head: u32 = 0; head < HEAD_COUNT; head++) {
    const threshold = load<f32>(at + (head << 2));
    if (!(threshold >= 0 && threshold <= 1)) return false;
  }
  if (changetype<Settings>(at).switches > ALL_HEADS) return false;
  const zone = changetype<Settings>(at).zone;
  if (zone <= -DAY_MINUTES || zone >= DAY_MINUTES) return false;
  settings = at;
  settingsEnd = at + sectionLength();
  setLocalZone(zone);
  return true;
}

/** @inline */
export function threshold(head: u32): f32 {
  return load<f32>(settings + (head << 2));
}

/** @inline */
export function isOn(head: u32): bool {
  return (changetype<Settings>(settings).switches & (1 << head)) != 0;
}

/** Where the shipper's own timestamp key begins. */
export function timestampKey(): usize {
  return settings + KEY_AT;
}

export function timestampKeyEnd(): usize {
  return settingsEnd;
}
