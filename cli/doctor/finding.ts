/** `problem`: events get lost, doubled, or go unscored. `warning`: it works, but less well than it could. */
type State = "ok" | "warning" | "problem";

export interface Finding {
  area: "configuration" | "module" | "logs" | "database" | "shipper";
  state: State;
  /** What was found. */
  message: string;
  /** What to do about it; every warning and problem has one. */
  remedy?: string;
}

/** Collects the findings of one area. */
export class Findings {
  readonly list: Finding[] = [];
  readonly #area: Finding["area"];

  constructor(area: Finding["area"]) {
    this.#area = area;
  }

  ok(message: string): void {
    this.list.push({ area: this.#area, state: "ok", message });
  }

  warning(message: string, remedy: string): void {
    this.list.push({ area: this.#area, state: "warning", message, remedy });
  }

  problem(message: string, remedy: string): void {
    this.list.push({ area: this.#area, state: "problem", message, remedy });
  }

  /** One of two: all is well, or a problem with its remedy. */
  check(isWell: boolean, well: string, problem: string, remedy: string): boolean {
    if (isWell) this.ok(well);
    else this.problem(problem, remedy);
    return isWell;
  }
}
