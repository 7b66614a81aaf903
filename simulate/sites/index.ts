/**
 * Sites as there are real ones, each with software of its own that no table of the simulators knows, for measuring what
 * training on a site does. The default model never learns from them.
 */
import { daylight } from "../lib/clock.ts";
import { Random } from "../lib/random.ts";
import { interleave, type Session, type World } from "../lib/schedule.ts";
import type { SimulatedLine } from "../lib/types.ts";
import type { Format } from "../web/format.ts";
import { depot } from "./depot.ts";
import { combinedFormat, commonFormat } from "./formats.ts";
import { toLines } from "./lines.ts";
import type { News, RealSite, RealSiteOptions } from "./types.ts";
import { works } from "./works.ts";

export { NEWS, type News, type RealSiteOptions } from "./types.ts";

const SITES: Readonly<Record<string, { make: (news: ReadonlySet<News>) => RealSite; format: Format }>> = {
  /** A factory: a public site, a console of its own with queries in parameters, devices that post, a tab that fails. */
  works: { make: works, format: combinedFormat },
  /** Couriers with an app of their own, all behind one proxy; a log without agents and referers. */
  depot: { make: depot, format: commonFormat },
};

export type RealSiteName = "works" | "depot";

const DAY_SECONDS = 86_400;

/** Lines of a site in time order, at its natural rates, with what is true of each. */
export function* realSite(name: RealSiteName, options: RealSiteOptions): Generator<SimulatedLine, void> {
  const { seed, start, end, news = ["failing"], scale = 1 } = options;
  const { make, format } = SITES[name] as (typeof SITES)[string];
  const site = make(new Set(news));
  const rng = new Random(seed).fork(name);
  const programs = site.programs.map((program) => program(rng.fork("program"), start, end));
  const gap = DAY_SECONDS / (scale * site.visits.reduce((sum, [, perDay]) => sum + perDay, 0));
  const world: World = {
    gap: (time) => (programs.length > 0 ? 0 : gap / daylight(time)),
    session: (at): Session => {
      const own = rng.fork("session");
      return toLines(own, format, programs.pop() ?? own.weighted(site.visits)(own, at));
    },
  };
  for (const line of interleave(rng.fork("arrivals"), () => world, { lines: Infinity, start })) {
    if (line.time >= end) return;
    yield line;
  }
}
