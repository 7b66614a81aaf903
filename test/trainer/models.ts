/** Models to publish: the built one under other names, with a little more or less bias. */
import { readFileSync } from "node:fs";
import { Filter } from "../../host/filter.ts";
import { defaultModulePath } from "../../host/module.ts";
import { embedModel } from "../../trainer/model/embed.ts";
import { readModel } from "../../trainer/model/read.ts";
import { joinSections, splitSections } from "../../trainer/model/sections.ts";

export const BUILT = readFileSync(defaultModulePath());
export const BUILT_ID = readModel(BUILT).id;

/** The built module with a model of another name. */
export function moduleNamed(id: string): Buffer {
  const sections = splitSections(Filter.load(BUILT).modelBytes());
  sections.set("MDID", Buffer.from(id, "ascii"));
  return embedModel(BUILT, joinSections(sections, Filter.load(BUILT).schema.hash));
}

export function blobNamed(id: string): Buffer {
  return readModel(moduleNamed(id)).blob;
}
