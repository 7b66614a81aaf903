import { Command, Option } from "commander";
import { LABELS } from "../../host/event.ts";
import { SCOPES } from "../../host/taught.ts";
import { addReloadOptions } from "../lib/publishing.ts";
import { addStoreOptions, type StoreChoice, withStore } from "../lib/store.ts";
import { defaultWho } from "../lib/who.ts";
import type { Feedback } from "../teach/feedback.ts";

const EXAMPLES = `
Examples:
  smartlog feedback --id b458ab30c8074a23 --label normal --note "our own health check"
  smartlog feedback --id b458ab30c8074a23 --label attack --who ann
  smartlog feedback --id b458ab30c8074a23 --label bot --at-once agent     all of this user agent
  smartlog feedback --id b458ab30c8074a23 --label normal --at-once no     only for the next training

The id is the event's, smartlog.id. What was said last by one person counts. The next \`smartlog train\` learns from it.

A correction acts at once, too: on the machine of the shipper within seconds, elsewhere as soon as the module there is brought
in step (\`smartlog teach\`). What it is about (--at-once):
  client     this source on this target; the narrowest
  template   lines of this form from this network (/24, of IPv6 /48)
  agent      this exact user agent; never makes an attack ordinary
It makes ordinary no line that scores clearly higher than this one did, or that shows another exploit. What it would have
changed last week is shown first, and asked about in a terminal.

\`smartlog review\` asks about the events that would teach most; the viewer has buttons on each event's page.
`;

type Options = StoreChoice & Omit<Feedback, "who"> & Partial<Pick<Feedback, "who">>;

/** `smartlog feedback`. */
export function feedbackCommand(): Command {
  const command = addStoreOptions(new Command("feedback"))
    .summary("say what an event really is")
    .description(
      "Corrects or confirms the label of an event: at once for lines like it, and for the next training.",
    )
    .requiredOption("--id <hex>", "the event's id")
    .addOption(new Option("--label <label>", "what it really is").choices(LABELS).makeOptionMandatory())
    .option("--note <text>", "why, for whoever reads it later")
    .option("--who <name>", "who says so (default: SMARTLOG_WHO, then the user's name)")
    .addOption(
      new Option("--at-once <scope>", "what it is about at once (default: client)").choices([
        ...SCOPES,
        "no",
      ]),
    )
    .option("--yes", "ask nothing, in a terminal either")
    .option("--module <path>", "the module in service, which learns it at once (default: SMARTLOG_MODULE)");
  return addReloadOptions(command)
    .addHelpText("after", EXAMPLES)
    .action((options: Options) =>
      withStore(options, async ({ pool }) => {
        // Loaded here: what other commands don't need.
        const { giveFeedback } = await import("../teach/feedback.ts");
        await giveFeedback(pool, {
          ...options,
          id: options.id.toLowerCase(),
          who: options.who ?? defaultWho(),
        });
      }),
    );
}
