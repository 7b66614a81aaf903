/** `npm run dashboards`: writes the JSON and YAML that Grafana reads beside the TypeScript that it is made of. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE_ROOT } from "../host/module.ts";
import { generatedFiles } from "./files.ts";

for (const [path, text] of Object.entries(generatedFiles())) {
  writeFileSync(join(PACKAGE_ROOT, path), text);
  process.stdout.write(`${path}\n`);
}
