import { Command, Option } from "commander";
import { ROLES, type Role } from "../../store/access/rights.ts";
import { UsageError } from "../lib/errors.ts";
import { addStoreOptions, print, type StoreChoice, withStore } from "../lib/store.ts";

const EXAMPLES = `
Examples:
  smartlog user add ann --role admin         the first administrator; asks for the password
  pwgen -s 20 1 | smartlog user add bob      a viewer, with the password from standard input
  smartlog user role bob editor              who labels, mutes, acts on incidents
  smartlog user passwd ann                   another password, which ends ann's sessions
  smartlog user list
  smartlog user remove bob

Once there is a user (or a token), \`smartlog serve\` and the pages of \`smartlog start\` ask for a login.
`;

type Common = StoreChoice & { json?: boolean };

/** `smartlog user`. */
export function userCommand(): Command {
  return new Command("user")
    .summary("who may log in: add, list, passwd, role, remove")
    .description("Looks after the people who log in to the server's pages, and their roles.")
    .addHelpText("after", EXAMPLES)
    .addCommand(addCommand())
    .addCommand(listCommand())
    .addCommand(passwdCommand())
    .addCommand(roleCommand())
    .addCommand(removeCommand());
}

function addCommand(): Command {
  return common("add")
    .summary("add a user; the password is asked for, or read from standard input")
    .argument("<name>", "letters a to z, digits, and . _ @ -")
    .addOption(new Option("--role <role>", "what the user may do").choices(ROLES).default("viewer"))
    .action(async (name: string, options: Common & { role: Role }) => {
      const { add } = await import("../access/users.ts");
      await withStore({ ...options, create: true }, async (store) => {
        print(options, { name, role: options.role }, await add(store, name, options.role));
      });
    });
}

function listCommand(): Command {
  return common("list")
    .summary("all users, their roles and last logins")
    .action((options: Common) =>
      withStore(options, async ({ pool }) => {
        const { listUsers } = await import("../../store/access/users.ts");
        const { userTable } = await import("../access/show.ts");
        const users = await listUsers(pool);
        print(options, users, userTable(users));
      }),
    );
}

function passwdCommand(): Command {
  return common("passwd")
    .summary("give a user another password, which ends the user's sessions")
    .argument("<name>", "the user")
    .action(async (name: string, options: Common) => {
      const { changePassword } = await import("../access/users.ts");
      await withStore(options, async ({ pool }) =>
        print(options, { name }, await changePassword(pool, name)),
      );
    });
}

function roleCommand(): Command {
  return common("role")
    .summary("give a user another role, which ends the user's sessions")
    .argument("<name>", "the user")
    .argument("<role>", ROLES.join(", "))
    .option("--force", "also where no administrator is left")
    .action(async (name: string, role: string, options: Common & { force?: boolean }) => {
      const found = ROLES.find((each) => each === role);
      if (!found) throw new UsageError(`a role is one of ${ROLES.join(", ")}, not ${role}`);
      const { changeRole } = await import("../access/users.ts");
      await withStore(options, async ({ pool }) =>
        print(options, { name, role }, await changeRole(pool, name, found, options.force)),
      );
    });
}

function removeCommand(): Command {
  return common("remove")
    .summary("remove a user, with the user's sessions")
    .argument("<name>", "the user")
    .option("--force", "also the last administrator")
    .action(async (name: string, options: Common & { force?: boolean }) => {
      const { remove } = await import("../access/users.ts");
      await withStore(options, async ({ pool }) =>
        print(options, { name }, await remove(pool, name, options.force)),
      );
    });
}

function common(name: string): Command {
  return addStoreOptions(new Command(name)).option("--json", "as JSON");
}
