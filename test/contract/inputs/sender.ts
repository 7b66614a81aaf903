/** A second Fluent Bit that hands lines of a file on to the one under test, by one of its outputs. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FluentBit } from "../fluent-bit.ts";
import type { Site } from "../shipped.ts";

/** @param output as Fluent Bit's configuration has it; the line is under `log` */
export function startSender(binary: string, at: Site, lines: readonly string[], output: object): FluentBit {
  const folder = join(at.folder, "sender");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "sent.log"), lines.map((line) => `${line}\n`).join(""));
  const config = join(folder, "sender.yaml");
  const input = { name: "tail", tag: "app.sent", path: join(folder, "sent.log"), read_from_head: true };
  writeFileSync(
    config,
    JSON.stringify({
      service: { flush: 0.2, grace: 2 },
      pipeline: {
        inputs: [{ ...input, buffer_max_size: "4M" }],
        outputs: [{ match: "*", retry_limit: 1, ...output }],
      },
    }),
  );
  return new FluentBit(binary, ["-c", config]);
}
