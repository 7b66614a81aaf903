/** `npm run commands:docs`: writes docs/commands.md. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE_ROOT } from "../host/module.ts";
import { loadCommands } from "./commands/index.ts";
import { commandsDocument } from "./config/document.ts";
import { makeProgram } from "./program.ts";

writeFileSync(join(PACKAGE_ROOT, "docs", "commands.md"), commandsDocument(makeProgram(await loadCommands())));
process.stdout.write("docs/commands.md\n");
