/** All commands. Each is loaded when it is called: together they load many packages. */
import type { Command } from "commander";
import { COMMAND_NAMES, type CommandName } from "../lib/command-names.ts";

const LOADERS: Readonly<Record<CommandName, () => Promise<Command>>> = {
  start: async () => (await import("./start.ts")).startCommand(),
  analyze: async () => (await import("./analyze.ts")).analyzeCommand(),
  score: async () => (await import("./score.ts")).scoreCommand(),
  explain: async () => (await import("./explain.ts")).explainCommand(),
  doctor: async () => (await import("./doctor.ts")).doctorCommand(),
  formats: async () => (await import("./formats.ts")).formatsCommand(),
  configure: async () => (await import("./configure.ts")).configureCommand(),
  serve: async () => (await import("./serve.ts")).serveCommand(),
  watch: async () => (await import("./watch.ts")).watchCommand(),
  train: async () => (await import("./train.ts")).trainCommand(),
  feedback: async () => (await import("./feedback.ts")).feedbackCommand(),
  review: async () => (await import("./review.ts")).reviewCommand(),
  teach: async () => (await import("./teach.ts")).teachCommand(),
  report: async () => (await import("./report.ts")).reportCommand(),
  search: async () => (await import("./search.ts")).searchCommand(),
  rates: async () => (await import("./rates.ts")).ratesCommand(),
  sessions: async () => (await import("./sessions.ts")).sessionsCommand(),
  incidents: async () => (await import("./incidents.ts")).incidentsCommand(),
  rules: async () => (await import("./rules.ts")).rulesCommand(),
  mute: async () => (await import("./mute.ts")).muteCommand(),
  "verify-bots": async () => (await import("./verify-bots.ts")).verifyBotsCommand(),
  blocklist: async () => (await import("./blocklist.ts")).blocklistCommand(),
  user: async () => (await import("./user.ts")).userCommand(),
  token: async () => (await import("./token.ts")).tokenCommand(),
  audit: async () => (await import("./audit.ts")).auditCommand(),
  model: async () => (await import("./model.ts")).modelCommand(),
  db: async () => (await import("./db.ts")).dbCommand(),
  sample: async () => (await import("./sample.ts")).sampleCommand(),
  simulate: async () => (await import("./simulate.ts")).simulateCommand(),
  config: async () => (await import("./config.ts")).configCommand(),
  completion: async () => (await import("./completion.ts")).completionCommand(),
};

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(LOADERS, name);
}

/** One command, or all of them where its name is none. */
export async function loadCommands(name = ""): Promise<Command[]> {
  return Promise.all((isCommand(name) ? [name] : COMMAND_NAMES).map((each) => LOADERS[each]()));
}
