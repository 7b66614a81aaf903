import { UsageError } from "../../lib/errors.ts";
import { checkReadable } from "../../lib/readable.ts";
import type { SafePipeline } from "./copy/index.ts";
import { settingOf } from "./copy/section.ts";

/**
 * The files that were given for inputs, by the input's place.
 *
 * @param samples each `INPUT=FILE`; an input by its alias, its name in Fluent Bit (`tail.0`), its tag, or its plugin
 * @throws UsageError
 */
export function givenSamples(
  samples: readonly string[],
  { inputs }: SafePipeline,
): ReadonlyMap<number, string> {
  const given = new Map<number, string>();
  for (const sample of samples) {
    const [, name = "", file = ""] = /^([^=]+)=(.+)$/s.exec(sample) ?? [];
    if (file === "") throw new UsageError(`--sample ${sample}: say INPUT=FILE`);
    checkReadable(file);
    const places = inputs.flatMap((input, i) => (namesOf(input, i).includes(name) ? [i] : []));
    if (places.length === 0) {
      const known = inputs.map((input, i) => namesOf(input, i)[0]).join(", ");
      throw new UsageError(`--sample ${sample}: no input ${name}; there are ${known || "none"}`);
    }
    for (const place of places) given.set(place, file);
  }
  return given;
}

function namesOf({ name, section }: SafePipeline["inputs"][number], i: number): string[] {
  return [name, `${section.plugin}.${i}`, settingOf(section, "tag") ?? "", section.plugin];
}
