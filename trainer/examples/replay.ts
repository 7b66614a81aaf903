/** Labelled lines of the corpora, replayed through the filter as examples. */
import type { Features, Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { type ShipperTime, shipperTime } from "../../host/time.ts";
import type { LabelledLine } from "../corpus/lines.ts";
import type { Labels } from "../window/labels.ts";
import type { Dataset } from "./dataset.ts";

/** A line as a shipper hands it to the filter. */
export interface ShippedLine {
  line: LabelledLine;
  record: string;
  time: ShipperTime;
}

/** Lines as records, stamped with their whole seconds. */
export function* shipped(lines: Iterable<LabelledLine>): Generator<ShippedLine> {
  for (const line of lines)
    yield {
      line,
      record: recordOfLine(Buffer.from(line.line)),
      time: shipperTime(Math.floor(line.time)),
    };
}

/**
 * Adds a stream of lines, in order.
 *
 * @param filter an instance of the stream's own; records that it can't read are left out
 */
export function replay(filter: Filter, lines: Iterable<LabelledLine>, into: Dataset): void {
  for (const { line, record, time } of shipped(lines)) {
    const features = filter.features(record, time);
    if (features) into.add(features, knowableLabels(filter, features, line));
  }
}

/**
 * The line's labels without those that its features can't tell. The first requests of a robot that does not
 * name itself look like a person's: labelled `bot`, they would teach that every first visit is a robot's.
 */
export function knowableLabels(filter: Filter, features: Features, line: LabelledLine): Labels {
  const behaviour = filter.schema.dense.indexOf("source_events");
  const isFirst = line.fromSession && features.dense[behaviour] === -1;
  if (!isFirst || line.bot !== 1 || line.threat === 1) return line;
  const { bot: _, ...rest } = line;
  return rest;
}
