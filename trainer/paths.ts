/** Files that the build and the trainer share. */
import { join } from "node:path";
import { PACKAGE_ROOT } from "../host/module.ts";

/** What asc makes of filter/: a module without a model. */
export const UNWEIGHTED_MODULE = join(PACKAGE_ROOT, "build", "filter.unweighted.wasm");
/** The default model, as committed. */
export const DEFAULT_BLOB = join(PACKAGE_ROOT, "trainer", "default", "model.blob");
