/**
 * Settings that travel in the model, since the shipper hands none to the module.
 *
 * Section `SETT`: f32 thresholds of threat, bot, anomaly (0..1; a head labels from there on) | u32 switches (bit 0
 * threat, 1 bot, 2 anomaly: the head runs) | i32 minutes east of UTC for times without a zone | u32 FNV-1a of the
 * shipper's own timestamp key.
 */
import { setLocalZone } from "../text/time";
import { section, sectionLength, sectionName } from "./blob";

export const THREAT: u32 = 0;
export const BOT: u32 = 1;
export const ANOMALY: u32 = 2;
export const HEAD_COUNT: u32 = 3;

const DAY_MINUTES: i32 = 1440;
const ALL_HEADS: u32 = 7;

let settings: usize = 0;

export function loadSettings(): bool {
  const at = section(sectionName("SETT"));
  if (at == 0 || sectionLength() != 24) return false;
  for (let head: u32 = 0; head < HEAD_COUNT; head++) {
    const threshold = load<f32>(at + (head << 2));
    if (!(threshold >= 0 && threshold <= 1)) return false;
  }
  if (load<u32>(at, 12) > ALL_HEADS) return false;
  const zone = load<i32>(at, 16);
  if (zone <= -DAY_MINUTES || zone >= DAY_MINUTES) return false;
  settings = at;
  setLocalZone(zone);
  return true;
}

/** @inline */
export function threshold(head: u32): f32 {
  return load<f32>(settings + (head << 2));
}

/** @inline */
export function isOn(head: u32): bool {
  return (load<u32>(settings, 12) & (1 << head)) != 0;
}

export function timestampKeyHash(): u32 {
  return load<u32>(settings, 20);
}
