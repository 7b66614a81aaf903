/**
 * The rehearsal set (experience replay; Robins 1995): a small mix of the packaged corpora, learnt along with a site's own
 * events, so that a site with one kind of traffic forgets nothing of the others.
 */
import { Filter } from "../../host/filter.ts";
import { collectGarbage } from "../../host/memory.ts";
import { Random } from "../../simulate/lib/random.ts";
import { type CorpusSize, corpusStreams } from "../corpus/lines.ts";
import { knowableLabels, type ShippedLine, shipped } from "./replay.ts";
import type { Rows } from "./rows.ts";

/** Parts after which garbage is collected: what was read of them, and their instances of the filter. */
const PARTS_PER_COLLECTION = 5;

/** Shares of the mix; most is web, the kind with most attacks. */
const MIX: CorpusSize = {
  web: 0.24,
  auth: 0.05,
  dns: 0.05,
  firewall: 0.04,
  app: 0.06,
  syslog: 0.05,
  unknown: 0.06,
  mixed: 0.05,
  requests: 0.21,
  agents: 0.19,
};

function sizes(lines: number): CorpusSize {
  return Object.fromEntries(
    Object.entries(MIX).map(([part, share]) => [part, Math.round(share * lines)]),
  ) as CorpusSize;
}

/**
 * The parts of a rehearsal set, one after the other; each is a stream for an instance of the filter of its own.
 *
 * @param lines of all parts together
 * @param seed the same seed gives the same lines
 */
export function* rehearsalParts(
  lines: number,
  seed: number,
): Generator<[part: string, lines: Iterable<ShippedLine>]> {
  const rng = new Random(seed);
  let parts = 0;
  for (const [part, stream] of corpusStreams(sizes(lines), rng.uint32())) {
    yield [part, shipped(stream)];
    if (++parts % PARTS_PER_COLLECTION === 0) collectGarbage();
  }
}

/**
 * Adds a rehearsal set, as far as there is room, with its features under the module in service.
 *
 * @param onLine told how many lines are done
 */
export function addRehearsal(
  module: WebAssembly.Module,
  lines: number,
  seed: number,
  into: Rows,
  onLine: (done: number) => void,
): void {
  let done = 0;
  for (const [, part] of rehearsalParts(lines, seed)) {
    const filter = Filter.load(module);
    for (const { line, record, time } of part) {
      onLine(++done);
      const features = filter.features(record, time);
      if (!features || into.size === into.capacity) continue;
      const labels = knowableLabels(filter, features, line);
      into.add(features, {
        labels,
        from: "corpus",
        weight: 1,
        stands: 1,
        isOrdinary: labels.threat !== 1 && labels.anomaly !== 1,
      });
    }
  }
}
