/** Lines as a shipper stores them, scored by a real filter. */
import type { Pool } from "pg";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { shipperTime } from "../../host/time.ts";
import { ingest } from "../../store/ingest.ts";

export interface StoredLine {
  id: string;
  label: string;
}

/**
 * A line of an access log a minute ago, or so many seconds.
 *
 * @param target method and path
 */
export function accessLine(
  ip: string,
  target: string,
  status = 404,
  ago = 60,
  agent = "Mozilla/5.0",
): string {
  const time = new Date(Date.now() - ago * 1000);
  const [day, month, year, clock] = time.toUTCString().slice(5, 25).split(" ");
  return `${ip} - - [${day}/${month}/${year}:${clock} +0000] "${target} HTTP/1.1" ${status} 153 "-" "${agent}"`;
}

/** Scores lines by one filter, in order, and stores them; each at a place of its own in a file. */
export async function storeLines(
  db: Pool,
  lines: readonly string[],
  filter = Filter.load(),
): Promise<StoredLine[]> {
  const file = `/var/log/${process.pid}-${stored++}.log`;
  const data = lines.map((line, offset) => {
    const { log } = JSON.parse(recordOfLine(Buffer.from(line))) as { log: string };
    return filter.score(JSON.stringify({ file, offset, log }), shipperTime(Date.now() / 1000), "web");
  });
  await ingest(
    db,
    "web",
    data.map((each) => ({ time: Date.now() / 1000, data: each })),
  );
  return data.map((each) => (JSON.parse(each) as { smartlog: StoredLine }).smartlog);
}

let stored = 0;
