/** The robot that a user agent names, as the filter finds it (filter/features/robot.ts). */
import { type RobotClass, type RobotName, robotNames } from "./names.ts";

/** Of several names the hostile one counts; one of its own says more than the library that it is made with. */
const WEIGHT: Readonly<Record<RobotClass, number>> = { tool: 1, welcome: 2, hostile: 3 };

let byName: ReadonlyMap<string, RobotName> | undefined;

/**
 * The robot that a user agent names, wherever the name stands; of several a hostile one, else one of its own,
 * else the first.
 *
 * @returns undefined where it names none: a browser, or a robot that nobody knows
 */
export function robotOf(userAgent: string): RobotName | undefined {
  byName ??= new Map(robotNames().map((robot) => [robot.name, robot]));
  let found: RobotName | undefined;
  let before = "";
  for (const { 0: word, index } of userAgent.toLowerCase().matchAll(/[a-z0-9_]+/g)) {
    // Two words first: `Nmap-Scripting` says more than `Nmap`.
    for (const name of [`${before}-${word}`, word]) {
      const robot = byName.get(name);
      if (!robot || (robot.atStart && index > 0)) continue;
      if (!found || WEIGHT[robot.class] > WEIGHT[found.class]) found = robot;
    }
    before = word;
  }
  return found;
}
