import { Command, InvalidArgumentError } from "commander";
import { isRight, RIGHTS, type Right } from "../../store/access/rights.ts";
import { DEFAULT_TOKEN_DAYS, MOST_TOKEN_DAYS } from "../../store/access/tokens.ts";
import { addStoreOptions, print, type StoreChoice, withStore } from "../lib/store.ts";
import { wholeNumber } from "../lib/whole-number.ts";

const EXAMPLES = `
Examples:
  smartlog token create web1 --scope ingest                  for a shipper; the token is shown this once
  smartlog token create prometheus --scope read --days 90    for /metrics
  smartlog token list
  smartlog token revoke web1

A token is sent as \`Authorization: Bearer TOKEN\`. Only its hash is stored. What each scope may:
  ingest  POST /v1/ingest, /v1/score      read    everything that is shown, /metrics
  review  read; labels, mutes, incidents  admin   everything, also users and tokens
`;

type Common = StoreChoice & { json?: boolean };

/** `smartlog token`. */
export function tokenCommand(): Command {
  return new Command("token")
    .summary("tokens of programs: create, list, revoke")
    .description("Looks after the tokens by which shippers and other programs use the server.")
    .addHelpText("after", EXAMPLES)
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand());
}

function createCommand(): Command {
  return common("create")
    .summary("make a token, and print it")
    .argument("<name>", "who uses it, as web1-fluent-bit")
    .requiredOption("--scope <scope...>", `what it may: ${RIGHTS.join(", ")}`, scopes)
    .option(
      "--days <number>",
      `it expires after so many (default: ${DEFAULT_TOKEN_DAYS})`,
      wholeNumber(1, MOST_TOKEN_DAYS),
    )
    .option("--never-expires", "it acts until it is revoked")
    .action(async (name: string, options: Common & CreateOptions) => {
      const { create } = await import("../access/tokens.ts");
      const until = options.neverExpires ? null : (options.days ?? DEFAULT_TOKEN_DAYS);
      await withStore({ ...options, create: true }, async (store) => {
        const made = await create(store, { name, scopes: options.scope, days: until });
        // The token alone on standard output: for $(…).
        print(options, { name, scopes: options.scope, ...made }, made.token);
      });
    });
}

interface CreateOptions {
  scope: Right[];
  days?: number;
  neverExpires?: boolean;
}

function listCommand(): Command {
  return common("list")
    .summary("all tokens, their scopes, ends and last uses")
    .action((options: Common) =>
      withStore(options, async ({ pool }) => {
        const { listTokens } = await import("../../store/access/tokens.ts");
        const { tokenTable } = await import("../access/show.ts");
        const tokens = await listTokens(pool);
        print(options, tokens, tokenTable(tokens));
      }),
    );
}

function revokeCommand(): Command {
  return common("revoke")
    .summary("end a token, by its name or id")
    .argument("<token>", "name or id")
    .action(async (token: string, options: Common) => {
      const { revoke } = await import("../access/tokens.ts");
      await withStore(options, async ({ pool }) => {
        const { id, name } = await revoke(pool, token);
        print(options, { id, name }, `The token ${name} (${id}) opens nothing any more.`);
      });
    });
}

function common(name: string): Command {
  return addStoreOptions(new Command(name)).option("--json", "as JSON");
}

function scopes(text: string, before: Right[] = []): Right[] {
  const given = text.split(",").map((each) => each.trim());
  const wrong = given.find((each) => !isRight(each));
  if (wrong !== undefined) throw new InvalidArgumentError(`It has to be one of ${RIGHTS.join(", ")}.`);
  return [...before, ...given.filter(isRight)];
}
