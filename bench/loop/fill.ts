/** A site's lines, scored as a shipper would and stored. */
import type { Pool } from "pg";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import type { SimulatedLine } from "../../simulate/lib/types.ts";
import { storedId } from "../../store/events/find.ts";
import { ingest } from "../../store/ingest.ts";

const BATCH = 2000;

/** What is true of a stored event. */
export interface Truth extends SimulatedLine {
  /** Event id as the store has it, in decimal. */
  id: string;
  /** Label that the filter gave. */
  given: string;
}

/** Scores lines in order as a shipper would, and stores them; returns what is true of each. */
export async function fillSite(
  pool: Pool,
  module: Uint8Array | WebAssembly.Module,
  lines: Iterable<SimulatedLine>,
  file = "/var/log/site.log",
): Promise<Truth[]> {
  const filter = Filter.load(module);
  const truths: Truth[] = [];
  let batch: { time: number; data: string }[] = [];
  let offset = 0;
  const flush = async () => {
    if (batch.length) await ingest(pool, "site", batch);
    batch = [];
  };
  for (const simulated of lines) {
    const line = Buffer.from(simulated.line);
    const time = { seconds: Math.floor(simulated.time), nanoseconds: 0 };
    const data = filter.score(recordOfLine(line, { file, offset }), time);
    offset += line.length + 1;
    const { smartlog } = JSON.parse(data);
    truths.push({
      ...simulated,
      id: storedId(smartlog.id),
      given: smartlog.label,
    });
    batch.push({ time: time.seconds, data });
    if (batch.length === BATCH) await flush();
  }
  await flush();
  return truths;
}
