/** Patterns' operations in the section: those with the same end share it. */
import { JUMP_BYTES, jump } from "./program.ts";
import type { Section } from "./section.ts";

/** How far back a jump goes. */
const MAX_JUMP = 0xffff;

/**
 * The patterns' operations. One goes on, by a jump, in what another has at its end; the longest first, so that the most is
 * shared.
 *
 * @returns where each begins
 */
export function addPrograms(section: Section, programs: readonly Buffer[][]): number[] {
  const tails = new Map<string, number>();
  const places: number[] = [];
  const bytesOf = (program: readonly Buffer[]) => program.reduce((sum, { length }) => sum + length, 0);
  const order = programs.map((program, number) => ({ program, number, bytes: bytesOf(program) }));
  for (const { program, number } of order.sort((a, b) => b.bytes - a.bytes)) {
    const rests = program.map((_, i) => Buffer.concat(program.slice(i)).toString("latin1"));
    const at = section.length;
    let own = rests.findIndex((rest) => tails.has(rest));
    if (own < 0) own = program.length;
    const tail = tails.get(rests[own] ?? "") ?? 0;
    if (own === 0) {
      places[number] = tail;
      continue;
    }
    const head = Buffer.concat(program.slice(0, own));
    const back = at + head.length - tail;
    const isWhole = (rests[own]?.length ?? 0) <= JUMP_BYTES || back > MAX_JUMP;
    places[number] = section.add(
      Buffer.concat([head, isWhole ? Buffer.from(rests[own] ?? "", "latin1") : jump(back)]),
    );
    let place = at;
    for (const [i, operation] of program.entries()) {
      if (isWhole || i < own) tails.set(rests[i] as string, place);
      place += operation.length;
    }
  }
  return places;
}
