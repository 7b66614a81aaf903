import type { RawSetting } from "./raw.ts";

/** One line of a section, variables resolved. */
export type Setting = RawSetting;

/** A section's settings in their order; a name may stand several times (`rule`, `record`, `rename`). */
export class Settings {
  readonly list: readonly Setting[];
  readonly #last: ReadonlyMap<string, Setting>;

  constructor(list: readonly Setting[]) {
    this.list = list;
    this.#last = new Map(list.map((setting) => [setting.name, setting]));
  }

  /** The value that counts, the last one; by a name in lower case. */
  get(name: string): string | undefined {
    return this.#last.get(name)?.value;
  }

  has(name: string): boolean {
    return this.#last.has(name);
  }

  /** All values of a name that may be repeated. */
  all(name: string): string[] {
    return this.list.filter((setting) => setting.name === name).map(({ value }) => value);
  }

  /** Where a setting stands: `FILE:LINE`. */
  at(name: string): string | undefined {
    return this.#last.get(name)?.at;
  }
}

/** Whether a switch is on, as Fluent Bit reads it. */
export function isOn(value: string | undefined): boolean {
  return ["on", "true", "yes"].includes((value ?? "").toLowerCase());
}

/** A size such as `64K`, in bytes. */
export function sizeOf(value: string): number {
  const [, number = "", unit = ""] = /^\s*([\d.]+)\s*([kmg]?)b?\s*$/i.exec(value) ?? [];
  return Number(number || "NaN") * 1024 ** ["", "k", "m", "g"].indexOf(unit.toLowerCase());
}

/** Values with commas between them. */
export function listOf(value = ""): string[] {
  return value
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
}
