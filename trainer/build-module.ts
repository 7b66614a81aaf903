/** Puts the default model and the formats into the compiled filter: the last step of `npm run build`. Makes build/filter.wasm. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { BUILT_MODULE } from "../host/module.ts";
import { checkModel } from "./model/check.ts";
import { embedModel } from "./model/embed.ts";
import { ModelError } from "./model/error.ts";
import { withFormats } from "./model/formats.ts";
import { DEFAULT_BLOB, UNWEIGHTED_MODULE } from "./paths.ts";

try {
  if (!existsSync(DEFAULT_BLOB)) throw new ModelError("there is no default model");
  const module = withFormats(embedModel(readFileSync(UNWEIGHTED_MODULE), readFileSync(DEFAULT_BLOB)));
  checkModel(module);
  // Renamed into place: a reader finds the old module or the new one, never half of one.
  writeFileSync(`${BUILT_MODULE}.tmp`, module);
  renameSync(`${BUILT_MODULE}.tmp`, BUILT_MODULE);
} catch (error) {
  if (!(error instanceof ModelError)) throw error;
  process.stderr.write(
    `${DEFAULT_BLOB}: ${error.message}. After a change of features, fields or log types: npm run train:default\n`,
  );
  process.exitCode = 1;
}
