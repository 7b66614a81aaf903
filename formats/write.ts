/** `npm run formats:docs`: writes docs/formats.md. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE_ROOT } from "../host/module.ts";
import { formatsDocument } from "./lib/document.ts";
import { builtInFormats } from "./lib/load.ts";

writeFileSync(join(PACKAGE_ROOT, "docs", "formats.md"), formatsDocument(builtInFormats()));
process.stdout.write("docs/formats.md\n");
