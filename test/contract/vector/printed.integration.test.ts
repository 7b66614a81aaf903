/** Vector's sources of lines that a program prints: standard input, and a command's output. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { canRead, example, Pipeline, vector } from "./pipeline.ts";
import { expectSame, LINES } from "./raw-lines.ts";

describe.skipIf(!vector)("What a program prints, by Vector:", { timeout: 120_000 }, () => {
  let pipeline: Pipeline;
  let file: string;
  beforeEach(async () => {
    pipeline = await Pipeline.open();
    file = join(pipeline.at.folder, "printed.txt");
    writeFileSync(file, LINES.map((line) => `${line}\n`).join(""));
    return () => pipeline.close();
  });
  const isOf = ({ message }: Record<string, unknown>, line: string) => message === line;

  test.skipIf(!canRead("stdin"))("standard input: as the bare lines", async () => {
    const shipper = pipeline.ship(
      { stdin: example("stdin") },
      {},
      { within: ["sh", "-c", `exec "$0" "$@" < '${file}'`] },
    );
    try {
      await pipeline.arrived(shipper, LINES.length);
      expectSame(await pipeline.events(), LINES, isOf);
    } finally {
      await shipper.stop();
    }
  });

  test.skipIf(!canRead("exec"))("a command: as the bare lines", async () => {
    const config = example("exec");
    config.sources.exec.command = ["tail", "-n", "+1", "-f", file];
    const shipper = pipeline.ship({ exec: config });
    try {
      await pipeline.arrived(shipper, LINES.length);
      expectSame(await pipeline.events(), LINES, isOf);
    } finally {
      await shipper.stop();
    }
  });

  test.skipIf(!canRead("demo_logs"))("lines that Vector makes up are read as web requests", async () => {
    const shipper = pipeline.ship({ demo: example("demo_logs") });
    try {
      await pipeline.arrived(shipper, 2);
      expect((await pipeline.events()).map(({ event }) => event.kind)).toEqual(
        expect.arrayContaining(["web", "web"]),
      );
    } finally {
      await shipper.stop();
    }
  });
});
