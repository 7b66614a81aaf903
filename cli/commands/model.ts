import { writeFileSync } from "node:fs";
import { Command, Option } from "commander";
import { defaultModulePath } from "../../host/module.ts";
import { checkWritable } from "../lib/folder.ts";
import { addPublishingOptions, CONFIRM_HELP, type PublishingOptions, readModule } from "../lib/publishing.ts";
import { addRowOptions, type RowChoice } from "../lib/rows.ts";
import { addStoreOptions, print, type StoreChoice, withStore } from "../lib/store.ts";
import { positive } from "../lib/whole-number.ts";
import type { CompileOptions } from "../model/compile.ts";
import { modelTable, modelText } from "../model/print.ts";

const EXAMPLES = `
Examples:
  smartlog model list
  smartlog model show 2026-11-21.1
  smartlog model rollback                          the model before, in service within seconds
  smartlog model promote 2026-11-14.1              any other
  smartlog model export default-1 filter.wasm      as a module, for other machines
  smartlog model import filter.wasm
  smartlog model compile --module filter.wasm      filter.aot: the same in machine code, for Fluent Bit alone

Wherever a module is asked for, a compiled one does as well. Postgres is the one that DATABASE_URL names; without it, or with --data, the one that \`smartlog start\` runs.
`;

type Common = StoreChoice & { json?: boolean };

/** `smartlog model`. */
export function modelCommand(): Command {
  return new Command("model")
    .summary("the models that were made: list, show, promote, rollback, export, import, compile")
    .description("Looks after the models: which there are, which serves, and which shall.")
    .addHelpText("after", EXAMPLES)
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(promoteCommand())
    .addCommand(rollbackCommand())
    .addCommand(exportCommand())
    .addCommand(importCommand())
    .addCommand(compileCommand());
}

function listCommand(): Command {
  return addRowOptions(addStoreOptions(new Command("list")))
    .summary("all models, the newest first")
    .option("--limit <number>", "at most so many", positive, 50)
    .option("--module <path>", "the module that serves where no model was made yet", defaultModulePath())
    .action((options: StoreChoice & RowChoice & { limit: number; module: string }) =>
      withStore(options, async ({ pool }) => {
        const { listModels } = await import("../../store/models.ts");
        const { readModel } = await import("../../trainer/model/read.ts");
        const models = await listModels(pool, options.limit);
        const isServing = models.some(({ status }) => status === "serving");
        const shipped = isServing ? undefined : readModel(readModule(options.module)).id;
        print(options, models, modelTable(models, shipped), models);
      }),
    );
}

function showCommand(): Command {
  return common("show")
    .summary("one model: window, counts, metrics, what decided")
    .argument("<id>", "the model's id")
    .action((id: string, options: Common) =>
      withStore(options, async ({ pool }) => {
        const { findModel } = await import("../../store/models.ts");
        const found = await findModel(pool, id);
        print(options, found, modelText(found));
      }),
    );
}

function promoteCommand(): Command {
  return addPublishingOptions(common("promote"))
    .summary("put a model in service")
    .argument("<id>", "the model's id")
    .option("--force", "also one that was refused or failed")
    .addHelpText("after", CONFIRM_HELP)
    .action(async (id: string, options: Promote) => change(options, { id }));
}

function rollbackCommand(): Command {
  return addPublishingOptions(common("rollback"))
    .summary("put the model before in service")
    .description("Puts the model in service that the present one was made from, or that served before it.")
    .addHelpText("after", CONFIRM_HELP)
    .action(async (options: Promote) => change(options, "before"));
}

function exportCommand(): Command {
  return common("export")
    .summary("write a model to a file, as a module")
    .argument("<id>", "the model's id")
    .argument("<file>", "where the module goes")
    .option("--module <path>", "the module whose code and settings it gets", defaultModulePath())
    .action((id: string, file: string, options: Common & { module: string }) => {
      checkWritable(file);
      return withStore(options, async ({ pool }) => {
        const { exportModel } = await import("../../trainer/registry/file.ts");
        const module = await exportModel(pool, id, readModule(options.module));
        writeFileSync(file, module);
        print(options, { id, file, bytes: module.length }, `${id} is in ${file}.`);
      });
    });
}

function importCommand(): Command {
  return common("import")
    .summary("take a module's model into the registry")
    .argument("<file>", "the module")
    .action((file: string, options: Common) =>
      withStore(options, async ({ pool }) => {
        const { importModel } = await import("../../trainer/registry/file.ts");
        const result = await importModel(pool, readModule(file), file);
        const text = result.isNew
          ? `${result.id} is in the registry. \`smartlog model promote ${result.id}\` puts it in service.`
          : `${result.id} was there already.`;
        print(options, result, text);
      }),
    );
}

function compileCommand(): Command {
  return new Command("compile")
    .summary("compile the filter ahead of time, so that Fluent Bit need not interpret it")
    .description(
      "Makes an .aot file of this SmartLog's filter with a module's model and settings. Later models are put into it without a compiler; a new version of SmartLog needs it made anew.",
    )
    .option(
      "--module <path>",
      "the module whose model and settings it gets, .wasm or .aot",
      defaultModulePath(),
    )
    .addOption(
      new Option("--target <arch>", "what it is for (default: this machine)").choices(["x86_64", "aarch64"]),
    )
    .option("--cpu <name>", "a processor by LLVM's name (default: what every machine of the kind has)")
    .option("--wamrc <path>", "WAMR's compiler (default: SMARTLOG_WAMRC, then flb-wamrc or wamrc on PATH)")
    .option("-o, --out <file>", "where it goes (default: beside the module, as .aot)")
    .option("--json", "the result as one JSON object")
    .addHelpText("after", COMPILE_HELP)
    .action(async (options: CompileOptions & { json?: boolean }) => {
      const { compile, compileText } = await import("../model/compile.ts");
      if (options.out) checkWritable(options.out);
      const result = compile(options);
      print(options, result, compileText(result));
    });
}

const COMPILE_HELP = `
Fluent Bit 4.2 or newer loads the file as it loads filter.wasm. Where it is found here (SMARTLOG_FLUENT_BIT, PATH), the
file is put in place only after it has answered lines there as it should. How to get wamrc: deploy/fluent-bit/speed.md.
`;

type Promote = Common & PublishingOptions & { force?: boolean };

async function change(options: Promote, which: { id: string } | "before"): Promise<void> {
  const { promote } = await import("../model/promote.ts");
  const { id, text, was } = await promote(options, which);
  print(options, { id, was, reason: text }, `${id} serves. ${was === id ? "It did already." : text}`);
}

function common(name: string): Command {
  return addStoreOptions(new Command(name)).option("--json", "the result as one JSON object");
}
