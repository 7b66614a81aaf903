/** `smartlog formats test`: a file's examples, or a log. */
import { loadFormat } from "../../formats/lib/load.ts";
import { CommandError } from "../lib/errors.ts";
import { count, say } from "../lib/output.ts";
import { exampleFaults } from "./check-examples.ts";
import { linesOf } from "./lines-of.ts";
import { Reader } from "./reader.ts";
import { Share } from "./share.ts";
import { type Source, userFormats } from "./sources.ts";

export async function testFile(file: string, source: Source): Promise<void> {
  if (/\.ya?ml$/.test(file)) testFormat(file, source);
  else await testLog(file, source);
}

/** @throws CommandError where an example gives another event than the file says */
function testFormat(file: string, source: Source): void {
  const format = loadFormat(file);
  const others = userFormats(source).filter(({ name }) => name !== format.name);
  const reader = new Reader(source.module, [format, ...others]);
  const faults = exampleFaults(format, reader);
  for (const line of faults) console.log(line);
  if (faults.length > 0) throw new CommandError(`${file}: examples give other events than the file says`);
  say(
    `${file}: ${count(format.examples.length)} ${format.examples.length === 1 ? "example is" : "examples are"} read as the file says`,
  );
}

async function testLog(file: string, source: Source): Promise<void> {
  const reader = new Reader(source.module, source.dir === undefined ? undefined : userFormats(source));
  const share = new Share();
  for await (const line of linesOf(file)) share.add(line.toString(), reader.readLine(line));
  for (const line of share.report()) console.log(line);
}
