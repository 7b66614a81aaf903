/** What a module does to a site's lines: false alarms on people, and what it finds of the hostile. */
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import type { SimulatedLine } from "../../simulate/lib/types.ts";
import { percent } from "../../trainer/evaluate/figures.ts";

export interface SiteFigures {
  people: number;
  /** Lines of people that are called attacks, and robots'. */
  peopleAttack: number;
  peopleBot: number;
  hostile: number;
  /** Hostile lines that are called attacks or robots'. */
  found: number;
  /** Hostile lines that are called attacks. */
  foundAttack: number;
  robots: number;
  /** Lines of robots that are called attacks. */
  robotsAttack: number;
}

/**
 * @param lines in order; all are scored, since behaviour counts
 * @param from time of the first line that counts, seconds since the epoch
 */
export function siteFigures(
  module: Uint8Array | WebAssembly.Module,
  lines: Iterable<SimulatedLine>,
  from: number,
): SiteFigures {
  const filter = Filter.load(module);
  const figures: SiteFigures = {
    people: 0,
    peopleAttack: 0,
    peopleBot: 0,
    hostile: 0,
    found: 0,
    foundAttack: 0,
    robots: 0,
    robotsAttack: 0,
  };
  for (const { line, time, bot, threat } of lines) {
    const at = { seconds: Math.floor(time), nanoseconds: 0 };
    const { label } = JSON.parse(filter.score(recordOfLine(Buffer.from(line)), at)).smartlog;
    if (time < from) continue;
    const isAttack = label === "attack";
    if (threat) {
      figures.hostile++;
      if (isAttack) figures.foundAttack++;
      if (isAttack || label === "bot") figures.found++;
    } else if (bot) {
      figures.robots++;
      if (isAttack) figures.robotsAttack++;
    } else {
      figures.people++;
      if (isAttack) figures.peopleAttack++;
      if (label === "bot") figures.peopleBot++;
    }
  }
  return figures;
}

/** `people called attack / bot; hostile found (as attacks)`, in percent. */
export function figuresText(f: SiteFigures): string {
  return (
    `${percent(f.peopleAttack / f.people)} / ${percent(f.peopleBot / f.people)} of ${f.people}; ` +
    `found ${percent(f.found / f.hostile)} (${percent(f.foundAttack / f.hostile)}) of ${f.hostile}; ` +
    `robots called attack ${percent(f.robotsAttack / f.robots)}`
  );
}
