/** Robots by their names (names.yaml), for the filter's model and for reports. */
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
  /** As its maker writes it. */
  written: string;
  class: RobotClass;
  /** What it comes for: search, ai, preview, …; tool and hostile are their own. */
  group: string;
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
    ...Object.entries(welcome).flatMap(([group, list]) => namesIn(list, "welcome", group)),
    ...namesIn(tool, "tool", "tool"),
    ...namesIn(hostile, "hostile", "hostile"),
  ];
  const met = new Set<string>();
  for (const { name } of names) {
    if (met.has(name)) throw new CrawlerError(`${FILE}: ${name} stands twice`);
    met.add(name);
  }
  return names;
}

function namesIn(list: string, robotClass: RobotClass, group: string): RobotName[] {
  return list.split(/\s+/).map((entry) => {
    const text = entry.toLowerCase();
    if (!FORM.test(text)) throw new CrawlerError(`${FILE}: ${entry} is not one word, or two joined by -`);
    const written = entry.replace("^", "");
    return { name: written.toLowerCase(), written, class: robotClass, group, atStart: text.startsWith("^") };
  });
}
