/** The operator's settings in a model, read and changed; layouts in filter/model. */
import { Filter } from "../../host/filter.ts";
import { changeSections } from "./change.ts";
import { ModelError } from "./error.ts";
import { HEADS, isName, MAX_NAME_BYTES, type Settings } from "./model.ts";
import { splitSections } from "./sections.ts";

const SWITCHES_AT = 12;
const ZONE_AT = 16;
const KEY_AT = 20;

/**
 * A name's bytes, as the filter compares them with keys.
 *
 * @param what kind of name, for the message
 * @throws ModelError where the filter can't compare it
 */
export function nameBytes(name: string, what: string): Buffer {
  if (!isName(name))
    throw new ModelError(
      `${what} is 1 to ${MAX_NAME_BYTES} bytes without a backslash, ${JSON.stringify(name)} is not`,
    );
  return Buffer.from(name);
}

function timestampKeyBytes(key: string): Buffer {
  return nameBytes(key, "a timestamp key");
}

export function encodeSettings(settings: Settings): Buffer {
  const out = Buffer.alloc(KEY_AT);
  HEADS.forEach((head, i) => {
    out.writeFloatLE(settings.thresholds[head], i * 4);
  });
  out.writeUInt32LE(
    HEADS.reduce((bits, head, i) => bits | (settings.on[head] ? 1 << i : 0), 0),
    SWITCHES_AT,
  );
  out.writeInt32LE(settings.zoneMinutes, ZONE_AT);
  return Buffer.concat([out, timestampKeyBytes(settings.timestampKey)]);
}

export function encodeExempt(addresses: readonly string[]): Buffer {
  return Buffer.from(addresses.join("\n"));
}

/** Settings to change; absent ones stay. */
export interface SettingsChange {
  thresholds?: Partial<Settings["thresholds"]>;
  on?: Partial<Settings["on"]>;
  zoneMinutes?: number;
  timestampKey?: string;
  /** Replaces the whole list. */
  exempt?: readonly string[];
}

/** Settings of a module. */
export interface SettingsFound extends Settings {
  exempt: string[];
}

/** @throws ModelError where the module has no sound model */
export function readSettings(module: Uint8Array): SettingsFound {
  const sections = splitSections(Filter.load(module).modelBytes());
  const bytes = sections.get("SETT") as Buffer;
  const of = <T>(value: (i: number) => T) =>
    Object.fromEntries(HEADS.map((head, i) => [head, value(i)])) as Record<(typeof HEADS)[number], T>;
  return {
    thresholds: of((i) => bytes.readFloatLE(i * 4)),
    on: of((i) => ((bytes.readUInt32LE(SWITCHES_AT) >> i) & 1) === 1),
    zoneMinutes: bytes.readInt32LE(ZONE_AT),
    timestampKey: bytes.toString("utf8", KEY_AT),
    exempt: (sections.get("EXMP")?.toString() ?? "").split("\n").filter((address) => address !== ""),
  };
}

/** A section `SETT` with other thresholds. */
export function withThresholds(section: Buffer, thresholds: Partial<Settings["thresholds"]>): Buffer {
  const bytes = Buffer.from(section);
  HEADS.forEach((head, i) => {
    const threshold = thresholds[head];
    if (threshold !== undefined) bytes.writeFloatLE(threshold, i * 4);
  });
  return bytes;
}

/**
 * The module with other settings and the same weights.
 *
 * @throws ModelError where the module has no sound model
 */
export function changeSettings(module: Uint8Array, change: SettingsChange): Buffer {
  return changeSections(module, (sections) => {
    const bytes = withThresholds(sections.get("SETT") as Buffer, change.thresholds ?? {});
    HEADS.forEach((head, i) => {
      const isOn = change.on?.[head];
      if (isOn === undefined) return;
      const bit = 1 << i;
      const others = bytes.readUInt32LE(SWITCHES_AT) & ~bit;
      bytes.writeUInt32LE(isOn ? others | bit : others, SWITCHES_AT);
    });
    if (change.zoneMinutes !== undefined) bytes.writeInt32LE(change.zoneMinutes, ZONE_AT);
    const key =
      change.timestampKey === undefined ? bytes.subarray(KEY_AT) : timestampKeyBytes(change.timestampKey);
    sections.set("SETT", Buffer.concat([bytes.subarray(0, KEY_AT), key]));
    if (change.exempt) sections.set("EXMP", encodeExempt(change.exempt));
  });
}
