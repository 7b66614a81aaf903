/** How many visitors came: a HyperLogLog of each day (migrations/0030_reports.sql). */
import type { ClientBase, Pool } from "pg";
import type { DayRange } from "./range.ts";

export interface Visitors {
  /** Of all days together; null where some day's were not counted, as before an upgrade. */
  all: number | null;
  days: { day: Date; visitors: number }[];
}

const REGISTERS = 1024;
/** Bias of the harmonic mean for 128 registers and more (Flajolet and others, 2007). */
const ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);
/** Up to here empty registers tell it more closely than the mean does. */
const MOST_BY_EMPTY = 2.5 * REGISTERS;

/** Visitors by day and of all days: different addresses with their user agents, of normal web requests. */
export async function visitors(db: Pool | ClientBase, { from, to }: DayRange): Promise<Visitors> {
  const { rows } = await db.query<{ day: Date; registers: number[]; ranks: number[] }>(
    `select at as day, array_agg(register::int) as registers, array_agg(rank::int) as ranks
     from smartlog.visitor_days where at >= $1 and at < $2 group by at order by at`,
    [from, to],
  );
  const all = new Uint8Array(REGISTERS);
  const days = rows.map(({ day, registers, ranks }) => {
    const ofDay = new Uint8Array(REGISTERS);
    for (const [i, register] of registers.entries()) {
      const rank = ranks[i] ?? 0;
      ofDay[register] = rank;
      all[register] = Math.max(all[register] ?? 0, rank);
    }
    return { day, visitors: estimate(ofDay) };
  });
  return { all: estimate(all), days };
}

/**
 * How many different values a HyperLogLog has seen.
 *
 * @param ranks of 1,024 registers; 0 where nothing came
 */
export function estimate(ranks: Uint8Array): number {
  let sum = 0;
  let empty = 0;
  for (const rank of ranks) {
    sum += 2 ** -rank;
    if (rank === 0) empty++;
  }
  const mean = (ALPHA * REGISTERS ** 2) / sum;
  return Math.round(mean <= MOST_BY_EMPTY && empty > 0 ? REGISTERS * Math.log(REGISTERS / empty) : mean);
}
