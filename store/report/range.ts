/** A range of whole UTC days, as the store counts them: [from, to). */
export interface DayRange {
  from: Date;
  to: Date;
}

export const DAY_MS = 86_400_000;

/** How many days a range has. */
export function daysOf({ from, to }: DayRange): number {
  return Math.round((to.getTime() - from.getTime()) / DAY_MS);
}

/** As many days, just before. */
export function before({ from, to }: DayRange): DayRange {
  return { from: new Date(2 * from.getTime() - to.getTime()), to: from };
}
