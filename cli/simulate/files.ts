/** Lines to a file, or each log to its own in a folder. They are added to what is there. */
import { createWriteStream, mkdirSync, statSync, type WriteStream } from "node:fs";
import { dirname, join } from "node:path";
import { finished } from "node:stream/promises";
import { LineOutput } from "../lib/output.ts";
import { fileError } from "../lib/readable.ts";
import type { Message, Sink } from "./sink.ts";

/** @param path a folder where it is one, or ends in a slash */
export function fileSink(path: string): Sink {
  const isFolder = path.endsWith("/") || (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false);
  const open = new Map<string, { stream: WriteStream; output: LineOutput }>();
  let failure: Error | undefined;
  const outputOf = ({ log }: Message): LineOutput => {
    const name = isFolder ? join(path, log) : path;
    const known = open.get(name);
    if (known) return known.output;
    mkdirSync(dirname(name), { recursive: true });
    const stream = createWriteStream(name, { flags: "a" });
    stream.on("error", (error) => {
      failure ??= fileError(name, error);
    });
    const made = { stream, output: new LineOutput(stream) };
    open.set(name, made);
    return made.output;
  };
  const check = () => {
    if (failure) throw failure;
  };
  const flush = async () => {
    check();
    for (const { output } of open.values()) await output.flush();
  };
  return {
    send(message) {
      check();
      return outputOf(message).write(message.line);
    },
    flush,
    async close() {
      await flush();
      for (const { stream } of open.values()) {
        stream.end();
        await finished(stream).catch(check);
      }
      check();
    },
  };
}
