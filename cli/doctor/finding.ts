/**
 * `error`: events are lost, doubled or never scored. `warning`: it works, but less well or less safely than it could.
 * `note`: what can't be known here, or is worth knowing.
 */
export type Level = "ok" | "note" | "warning" | "error";

export type Area = "configuration" | "module" | "logs" | "database" | "shipper" | "trial";

export interface Finding {
  /** A stable word for programs: `pgsql-retries`. */
  code: string;
  level: Level;
  area: Area;
  /** What was found. */
  message: string;
  /** What is lost or wrong if it is ignored; empty where all is well. */
  breaks: string;
  /** What to do about it; empty where all is well. */
  remedy: string;
  /** The section: `FILE:LINE`. */
  at?: string;
}

/** What a finding says beside its message. */
export interface Advice {
  breaks: string;
  remedy: string;
  at?: string | undefined;
}

/** Collects the findings of one area. */
export class Findings {
  readonly list: Finding[] = [];
  readonly #area: Area;

  constructor(area: Area) {
    this.#area = area;
  }

  ok(code: string, message: string, at?: string): void {
    this.add("ok", code, message, { breaks: "", remedy: "", at });
  }

  note(code: string, message: string, advice: Advice): void {
    this.add("note", code, message, advice);
  }

  warning(code: string, message: string, advice: Advice): void {
    this.add("warning", code, message, advice);
  }

  error(code: string, message: string, advice: Advice): void {
    this.add("error", code, message, advice);
  }

  add(level: Level, code: string, message: string, { breaks, remedy, at }: Advice): void {
    this.list.push({ code, level, area: this.#area, message, breaks, remedy, ...(at ? { at } : {}) });
  }

  /** One of two: all is well, or an error. @returns whether it is well */
  check(code: string, isWell: boolean, well: string, error: string, advice: Advice): boolean {
    if (isWell) this.ok(code, well, advice.at);
    else this.error(code, error, advice);
    return isWell;
  }
}
