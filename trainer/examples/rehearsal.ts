/** The packaged corpora as an anchor: a smaller mix of them, so that a site with one kind of traffic forgets nothing. */
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { type ShipperTime, shipperTime } from "../../host/time.ts";
import { Random } from "../../simulate/lib/random.ts";
import { type CorpusSize, corpusStreams, type LabelledLine } from "../corpus/lines.ts";
import { withoutUntold } from "./dataset.ts";
import type { Rows } from "./rows.ts";

/** Shares of the mix; web is most of it, since that is where most that is hostile comes from. */
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

export interface AnchorLine {
  /** Part of the corpus. */
  part: string;
  line: LabelledLine;
  record: string;
  time: ShipperTime;
}

/** The parts of the anchor one after the other, each to be replayed by an instance of its own; seeded. */
export function* anchorParts(
  lines: number,
  seed: number,
): Generator<[part: string, lines: Iterable<AnchorLine>]> {
  const rng = new Random(seed);
  for (const [part, stream] of corpusStreams(sizes(lines), rng.uint32())) yield [part, records(part, stream)];
}

function* records(part: string, stream: Iterable<LabelledLine>): Generator<AnchorLine> {
  for (const line of stream)
    yield {
      part,
      line,
      record: recordOfLine(Buffer.from(line.line)),
      time: shipperTime(Math.floor(line.time)),
    };
}

/** Adds the anchor's examples, with their features under the module in service. */
export function addAnchor(
  module: WebAssembly.Module,
  lines: number,
  seed: number,
  into: Rows,
  onLine: (done: number) => void,
): void {
  let done = 0;
  for (const [, part] of anchorParts(lines, seed)) {
    const filter = Filter.load(module);
    for (const { line, record, time } of part) {
      onLine(++done);
      const features = filter.features(record, time);
      if (!features || into.size === into.capacity) continue;
      const { threat, bot, anomaly } = withoutUntold(filter, features, line);
      into.add(features, {
        labels: {
          ...(threat === undefined ? {} : { threat }),
          ...(bot === undefined ? {} : { bot }),
          ...(anomaly === undefined ? {} : { anomaly }),
        },
        from: "corpus",
        weight: 1,
        stands: 1,
        isOrdinary: threat !== 1 && anomaly !== 1,
      });
    }
  }
}
