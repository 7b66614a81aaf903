/** Puts the default model into the compiled filter: the last step of `npm run build`. Makes build/filter.wasm. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { checkModel } from "./model/check.ts";
import { embedModel } from "./model/embed.ts";
import { BUILT_MODULE, DEFAULT_BLOB, UNWEIGHTED_MODULE } from "./paths.ts";

if (!existsSync(DEFAULT_BLOB))
  throw new Error("there is no default model: make it with npm run train:default");
const module = embedModel(readFileSync(UNWEIGHTED_MODULE), readFileSync(DEFAULT_BLOB));
checkModel(module);
// Whoever loads the module while it is written must find the old one or the new one.
writeFileSync(`${BUILT_MODULE}.tmp`, module);
renameSync(`${BUILT_MODULE}.tmp`, BUILT_MODULE);
