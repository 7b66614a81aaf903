import { LineSplitter } from "../../host/log/lines.ts";
import { openInput } from "../lib/input.ts";
import { fileError } from "../lib/readable.ts";

/** A log's lines. Each is valid until the next is asked for. */
export async function* linesOf(name: string): AsyncGenerator<Buffer, void> {
  const splitter = new LineSplitter();
  try {
    for await (const chunk of openInput(name).chunks)
      for (const { bytes } of splitter.push(chunk)) yield bytes;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === "read") throw fileError(name, error);
    throw error;
  }
  const last = splitter.end();
  if (last) yield last.bytes;
}

/** The first lines of a log, as text. */
export async function firstLines(name: string, most: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const bytes of linesOf(name)) {
    lines.push(bytes.toString());
    if (lines.length === most) break;
  }
  return lines;
}
