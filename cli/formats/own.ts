/** The user's formats on their way into a module: each is tried with all the others beside it. */
import type { Format } from "../../formats/lib/format.ts";
import { withFormats } from "../../trainer/model/formats.ts";
import { CommandError, UsageError } from "../lib/errors.ts";
import { exampleFaults } from "./check-examples.ts";
import { Reader } from "./reader.ts";
import { formatsOf } from "./sources.ts";

interface Options {
  /** A folder of format files, or one; false for none. */
  formats?: string | false;
  /** Path of the module. */
  module: string;
}

/**
 * The module with the formats that the options name; as it is where they name none.
 *
 * @throws FormatError where a file is wrong; ModelError where all are too large
 * @throws CommandError where an example gives another event than its file says, or a second format reads it
 */
export function putOwnFormats(module: Buffer, { formats, module: path }: Options): Buffer {
  if (formats === undefined) return module;
  if (formats === false) return withFormats(module, []);
  const own = formatsOf(formats);
  if (own.length === 0) throw new UsageError(`there is no format file (.yaml) in ${formats}`);
  const together = new Reader(path, own);
  for (const format of own) {
    const [place, fault] = exampleFaults(format, together);
    if (place) refuse(format, `${place}: ${fault?.trim()}`);
    for (const other of own) if (other !== format) checkApart(format, new Reader(path, [other]), other);
  }
  return withFormats(module, own);
}

/** Two formats for one line: which one reads it would depend on how many letters their patterns have. */
function checkApart(format: Format, alone: Reader, other: Format): void {
  format.examples.forEach(({ line, record }, i) => {
    const reading = record ? alone.readRecord(record) : alone.readLine(line ?? "");
    if (reading.format === other.name)
      refuse(
        format,
        `example ${i + 1} is read by ${other.name}.yaml, too; leave one out, or say more in its pattern`,
      );
  });
}

function refuse({ name }: Format, why: string): never {
  throw new CommandError(`${name}.yaml, ${why}. \`smartlog formats test\` says more`);
}
