import type { Random } from "../lib/random.ts";
import type { SimulatedLine } from "../lib/types.ts";
import type { Format } from "../web/format.ts";
import type { Hits } from "../web/hit.ts";

/** Hits as lines of a log, with what is true of each. */
export function* toLines(rng: Random, format: Format, hits: Hits): Generator<SimulatedLine, void> {
  for (const hit of hits) {
    const { time, bot, threat, type, actor } = hit;
    const label = threat ? "attack" : bot ? "bot" : "normal";
    yield { line: format(rng, hit), time, kind: "web", label, bot, threat, anomaly: 0, type, actor };
  }
}
