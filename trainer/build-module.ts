/** Puts the default model into the compiled filter: the last step of `npm run build`. Makes build/filter.wasm. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { BUILT_MODULE } from "../host/module.ts";
import { checkModel } from "./model/check.ts";
import { embedModel } from "./model/embed.ts";
import { DEFAULT_BLOB, UNWEIGHTED_MODULE } from "./paths.ts";

if (!existsSync(DEFAULT_BLOB))
  throw new Error("there is no default model: make it with npm run train:default");
const module = embedModel(readFileSync(UNWEIGHTED_MODULE), readFileSync(DEFAULT_BLOB));
checkModel(module);
// Renamed into place: a reader finds the old module or the new one, never half of one.
writeFileSync(`${BUILT_MODULE}.tmp`, module);
renameSync(`${BUILT_MODULE}.tmp`, BUILT_MODULE);
