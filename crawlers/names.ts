/** Robots by their names (names.yaml), for the filter's model. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { PACKAGE_ROOT } from "../host/module.ts";
import { CrawlerError } from "./error.ts";

/** What a robot is to a site. */
export type RobotClass = "welcome" | "tool" | "hostile";

/** A name that no person's program has. */
export interface RobotName {
  /** In lower case; of two words with `-` between. */
  name: string;
  class: RobotClass;
  /** Whether the name counts at the start of a user agent only. */
  atStart: boolean;
}

const FILE = join(PACKAGE_ROOT, "crawlers", "names.yaml");
const FORM = /^(?:\^?[a-z0-9_]{2,24}|[a-z0-9_]{1,24}-[a-z0-9_]{1,24})$/;

/**
 * All names.
 *
 * @throws CrawlerError where a name is none, or stands twice
 */
export function robotNames(): RobotName[] {
  const { welcome, tool, hostile } = parse(readFileSync(FILE, "utf8")) as {
    welcome: Record<string, string>;
    tool: string;
    hostile: string;
  };
  const names = [
    ...Object.values(welcome).flatMap((list) => namesIn(list, "welcome")),
    ...namesIn(tool, "tool"),
    ...namesIn(hostile, "hostile"),
  ];
  const met = new Set<string>();
  for (const { name } of names) {
    if (met.has(name)) throw new CrawlerError(`${FILE}: ${name} stands twice`);
    met.add(name);
  }
  return names;
}

function namesIn(list: string, robotClass: RobotClass): RobotName[] {
  return list.split(/\s+/).map((written) => {
    const text = written.toLowerCase();
    if (!FORM.test(text)) throw new CrawlerError(`${FILE}: ${written} is not one word, or two joined by -`);
    return { name: text.replace("^", ""), class: robotClass, atStart: text.startsWith("^") };
  });
}
