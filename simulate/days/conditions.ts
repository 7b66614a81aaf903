/** What an incident or a deployment does to what the shop does anyway. */
export interface Conditions {
  /** Share of a service's requests that fail, 0..1. */
  failing(service: string, time: number): number;
  /** How many times as long as usual a service takes. */
  slowness(service: string, time: number): number;
  /** Whether a program's lines are lost. */
  isSilent(program: string, time: number): boolean;
}

/** The worst of all. */
export function together(all: readonly Partial<Conditions>[]): Conditions {
  return {
    failing: (service, time) => Math.max(0, ...all.map((each) => each.failing?.(service, time) ?? 0)),
    slowness: (service, time) => Math.max(1, ...all.map((each) => each.slowness?.(service, time) ?? 1)),
    isSilent: (program, time) => all.some((each) => each.isSilent?.(program, time) ?? false),
  };
}
