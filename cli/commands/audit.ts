import { Command } from "commander";
import { AUDIT_DAYS, MOST_AUDIT_A_PAGE, REFUSED_DAYS } from "../../store/access/audit.ts";
import { addStoreOptions, print, type StoreChoice, withStore } from "../lib/store.ts";
import { positive } from "../lib/whole-number.ts";

const EXAMPLES = `
Examples:
  smartlog audit                     the newest 50
  smartlog audit --who ann --json    what ann did, as JSON

What was done is kept for ${AUDIT_DAYS} days, what was refused for ${REFUSED_DAYS}. The server can only add to it.
`;

/** `smartlog audit`. */
export function auditCommand(): Command {
  return addStoreOptions(new Command("audit"))
    .summary("who did what on the server, and who was refused")
    .description(
      "Shows the audit log: logins, tokens, users, rules, mutes, labels, and refusals; the newest first.",
    )
    .option("--limit <number>", `how many, ${MOST_AUDIT_A_PAGE} at most`, positive, 50)
    .option("--who <name>", "only of this user, or token:NAME")
    .option("--json", "as JSON")
    .addHelpText("after", EXAMPLES)
    .action((options: StoreChoice & { limit: number; who?: string; json?: boolean }) =>
      withStore(options, async ({ pool }) => {
        const { readAudit } = await import("../../store/access/audit.ts");
        const { auditTable } = await import("../access/show.ts");
        const entries = await readAudit(pool, { limit: Math.ceil(options.limit), who: options.who });
        print(options, entries, auditTable(entries));
      }),
    );
}
