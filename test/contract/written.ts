/** What a real Fluent Bit writes of a file that it tails. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FluentBit } from "./fluent-bit.ts";
import { type Line, linesOf } from "./lines.ts";
import type { Site } from "./shipped.ts";

export interface Written {
  /** The file that was tailed, and its lines. */
  file: string;
  lines: Line[];
  /** One for each line, JSON. */
  records: string[];
}

/**
 * Tails a file of this content to its end.
 *
 * @param filters of the pipeline, as Fluent Bit's configuration has them
 */
export async function writtenBy(
  fluentBit: string,
  at: Site,
  content: Buffer,
  filters: readonly object[] = [],
): Promise<Written> {
  const file = join(at.logs, "tailed.log");
  writeFileSync(file, content);
  const lines = linesOf(file);
  const config = join(at.folder, "fluent-bit.yaml");
  writeFileSync(
    config,
    JSON.stringify({
      service: { flush: 0.2, grace: 5 },
      pipeline: {
        inputs: [
          {
            name: "tail",
            tag: "t",
            path: file,
            path_key: "file",
            offset_key: "offset",
            read_from_head: true,
            buffer_max_size: "4M",
          },
        ],
        filters,
        outputs: [{ name: "file", match: "*", path: at.folder, file: "out.txt", format: "plain" }],
      },
    }),
  );
  const records = () => {
    try {
      return readFileSync(join(at.folder, "out.txt"), "utf8").split("\n").filter(Boolean);
    } catch {
      return [];
    }
  };
  const shipper = new FluentBit(fluentBit, ["-c", config]);
  try {
    await shipper.until(() => records().length >= lines.length, 120);
  } finally {
    await shipper.stop();
  }
  return { file, lines, records: records() };
}
