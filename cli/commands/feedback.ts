import { userInfo } from "node:os";
import { Command, Option } from "commander";
import { LABELS, type Label } from "../../host/event.ts";
import { saveAnnotation } from "../../store/annotations.ts";
import { addStoreOptions, type StoreChoice, withStore } from "../lib/store.ts";

const EXAMPLES = `
Examples:
  smartlog feedback --id b458ab30c8074a23 --label normal --note "our own health check"
  smartlog feedback --id b458ab30c8074a23 --label attack --who ann

The id is the event's, smartlog.id. What was said last by one person counts. The next \`smartlog train\` learns from it.
\`smartlog review\` asks about the events that would teach most; the viewer has buttons on each event's page.
`;

/** `smartlog feedback`. */
export function feedbackCommand(): Command {
  return addStoreOptions(new Command("feedback"))
    .summary("say what an event really is")
    .description("Corrects or confirms the label of an event; the next training learns from it.")
    .requiredOption("--id <hex>", "the event's id")
    .addOption(new Option("--label <label>", "what it really is").choices(LABELS).makeOptionMandatory())
    .option("--note <text>", "why, for whoever reads it later")
    .option("--who <name>", "who says so (default: SMARTLOG_WHO, then the user's name)")
    .addHelpText("after", EXAMPLES)
    .action((options: StoreChoice & { id: string; label: Label; note?: string; who?: string }) =>
      withStore(options, async ({ pool }) => {
        const { id, label, note = "" } = options;
        const who = options.who ?? defaultWho();
        await saveAnnotation(pool, id.toLowerCase(), { label, annotator: who, note });
        process.stdout.write(`Saved: ${id.toLowerCase()} is ${label}, says ${who}.\n`);
      }),
    );
}

/** The annotator, where none is named. */
export function defaultWho(): string {
  if (process.env.SMARTLOG_WHO) return process.env.SMARTLOG_WHO;
  try {
    return userInfo().username;
  } catch {
    // A process id without an entry in passwd, as in containers.
    return "somebody";
  }
}
