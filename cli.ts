#!/usr/bin/env node
/** The command `smartlog`: its sub-commands, and what its exit code means (0 well, 1 failed, 2 wrong use). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { asCalled } from "./cli/lib/called.ts";
import { describeError, UsageError } from "./cli/lib/errors.ts";
import { say } from "./cli/lib/output.ts";
import { PACKAGE_ROOT } from "./host/module.ts";

const EXIT_FAILED = 1;
const EXIT_WRONG_USE = 2;

const EXAMPLES = `
Examples:
  smartlog start                          try it: a sample log, scored and stored in a Postgres of its own
  smartlog start /var/log/nginx/access.log    the same with your own logs, followed as they grow
  smartlog analyze access.log --rotated   what a log says, without a database
  smartlog score access.log | less        only scores, nothing stored
  smartlog explain 'LINE'                 why a line is scored as it is
  smartlog doctor --config fluent-bit.yaml    check a shipper before it goes live

Exit codes: 0 all went well, 1 it failed, 2 it was called wrongly. SMARTLOG_DEBUG=1 shows where an error came from.
\`smartlog COMMAND --help\` says more about each command.
`;

function version(): string {
  const { version } = JSON.parse(readFileSync(join(PACKAGE_ROOT, "package.json"), "utf8"));
  return String(version);
}

/** The commands in the order of the help. Each is loaded when it is called: together they load many packages. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import("./cli/commands/start.ts")).startCommand(),
  analyze: async () => (await import("./cli/commands/analyze.ts")).analyzeCommand(),
  score: async () => (await import("./cli/commands/score.ts")).scoreCommand(),
  explain: async () => (await import("./cli/commands/explain.ts")).explainCommand(),
  doctor: async () => (await import("./cli/commands/doctor.ts")).doctorCommand(),
  formats: async () => (await import("./cli/commands/formats.ts")).formatsCommand(),
  configure: async () => (await import("./cli/commands/configure.ts")).configureCommand(),
  serve: async () => (await import("./cli/commands/serve.ts")).serveCommand(),
  watch: async () => (await import("./cli/commands/watch.ts")).watchCommand(),
  train: async () => (await import("./cli/commands/train.ts")).trainCommand(),
  feedback: async () => (await import("./cli/commands/feedback.ts")).feedbackCommand(),
  review: async () => (await import("./cli/commands/review.ts")).reviewCommand(),
  teach: async () => (await import("./cli/commands/teach.ts")).teachCommand(),
  report: async () => (await import("./cli/commands/report.ts")).reportCommand(),
  rates: async () => (await import("./cli/commands/rates.ts")).ratesCommand(),
  sessions: async () => (await import("./cli/commands/sessions.ts")).sessionsCommand(),
  incidents: async () => (await import("./cli/commands/incidents.ts")).incidentsCommand(),
  rules: async () => (await import("./cli/commands/rules.ts")).rulesCommand(),
  mute: async () => (await import("./cli/commands/mute.ts")).muteCommand(),
  "verify-bots": async () => (await import("./cli/commands/verify-bots.ts")).verifyBotsCommand(),
  blocklist: async () => (await import("./cli/commands/blocklist.ts")).blocklistCommand(),
  user: async () => (await import("./cli/commands/user.ts")).userCommand(),
  token: async () => (await import("./cli/commands/token.ts")).tokenCommand(),
  audit: async () => (await import("./cli/commands/audit.ts")).auditCommand(),
  model: async () => (await import("./cli/commands/model.ts")).modelCommand(),
  db: async () => (await import("./cli/commands/db.ts")).dbCommand(),
  simulate: async () => (await import("./cli/commands/simulate.ts")).simulateCommand(),
};

/** The command that is called; all of them for the help, and where none of their names is given. */
async function calledCommands(name = ""): Promise<Command[]> {
  const called = Object.entries(COMMANDS).filter(([each]) => each === name);
  return Promise.all((called.length > 0 ? called : Object.entries(COMMANDS)).map(([, load]) => load()));
}

const program = new Command("smartlog")
  .description("Scores log lines for robots, attacks and anomalies, in the shipper or here.")
  .version(version(), "-V, --version", "show the version")
  .addHelpText("after", EXAMPLES);
for (const command of await calledCommands(process.argv[2])) program.addCommand(command);

/** Commander would exit by itself, with 1 where the use was wrong. */
function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  command.helpOption("-h, --help", "show this help");
  command.configureOutput({
    writeOut: (text) => process.stdout.write(asCalled(text)),
    writeErr: (text) => process.stderr.write(asCalled(text)),
    outputError: (text, write) => write(asCalled(text.replace(/^error: /, "smartlog: "))),
  });
  command.showHelpAfterError(`Try: ${nameOf(command)} --help`);
  for (const child of command.commands) throwInsteadOfExit(child);
}

function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) {
    // Its message is written already. Help that was asked for is no error; help for want of a command is.
    return error.exitCode === 0 ? 0 : EXIT_WRONG_USE;
  }
  say(describeError(error));
  return error instanceof UsageError || (error as { code?: unknown }).code === "BAD_ARGUMENT"
    ? EXIT_WRONG_USE
    : EXIT_FAILED;
}

// EPIPE: the reader of the output ended (`| head`). That is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? 0 : EXIT_FAILED);
});

throwInsteadOfExit(program);
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}
