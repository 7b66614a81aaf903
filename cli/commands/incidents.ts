import { Command, InvalidArgumentError, Option } from "commander";
import {
  INCIDENT_SEVERITIES,
  INCIDENT_STATES,
  type IncidentFilter,
  isIncidentId,
} from "../../store/incidents/find.ts";
import type { IncidentSeverity, IncidentState } from "../../store/incidents/incident.ts";
import { MOST_MUTE_DAYS } from "../../store/mutes/mutes.ts";
import { CommandError } from "../lib/errors.ts";
import { addRowOptions, type RowChoice } from "../lib/rows.ts";
import { addStoreOptions, print, type StoreChoice, withStore } from "../lib/store.ts";
import { addTimeOptions, checkRange, sayRange, type TimeRange, timeToCome } from "../lib/time.ts";
import { defaultWho } from "../lib/who.ts";
import { wholeNumber } from "../lib/whole-number.ts";

const EXAMPLES = `
Examples:
  smartlog incidents list                          what isn't closed, what is open and gravest first
  smartlog incidents list --state all --since 7d --severity high
  smartlog incidents show 42                       its lines, sources, history, and others like it
  smartlog incidents ack 42 43 --note "on it"
  smartlog incidents mute 42 --days 7              nobody is told of its class and key until then
  smartlog incidents note 42 "it was our own scan"

An action changes only what it can: an incident that closed meanwhile isn't opened by an acknowledgement. What was left as it
is, and why, is said; where nothing changed, the exit code is 1.
`;

const DEFAULT_MUTE_DAYS = 7;
const DAY_MS = 86_400_000;

type Common = StoreChoice & { json?: boolean };
type Said = Common & { who?: string; note?: string };
interface ListOptions extends Common, RowChoice, TimeRange {
  state?: IncidentState | "all";
  severity?: IncidentSeverity;
  class?: string;
  source?: string;
  site?: string;
  owner?: string;
  words?: string;
  parts?: boolean;
  limit: number;
}

/** `smartlog incidents`. */
export function incidentsCommand(): Command {
  return new Command("incidents")
    .summary("what happened, out of many events: list, show, ack, mute, unmute, close, note")
    .description("Lists incidents and does what people do about them.")
    .addHelpText("after", EXAMPLES)
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(actionCommand("ack", "somebody looks after them", "acknowledged"))
    .addCommand(muteCommand())
    .addCommand(actionCommand("unmute", "end mutes", "unmuted"))
    .addCommand(actionCommand("close", "say that they are over; what goes on opens them again", "closed"))
    .addCommand(noteCommand());
}

function listCommand(): Command {
  const command = addRowOptions(addStoreOptions(new Command("list")))
    .summary("incidents, those that are open and gravest first")
    .addOption(
      new Option("--state <state>", "in this state (default: all but closed)").choices([
        ...INCIDENT_STATES,
        "all",
      ]),
    )
    .addOption(
      new Option("--severity <severity>", "of this severity or a higher one").choices(INCIDENT_SEVERITIES),
    )
    .option("--class <name>", "of this class, a rule's name")
    .option("--source <address>", "that an address or a network took part in")
    .option("--site <name>", "at this host or service")
    .option("--owner <name>", "of this owner")
    .option("--words <text>", "whose title has these words")
    .option("--parts", "those that are part of another, too")
    .option("--limit <number>", "as many at most", wholeNumber(1, 500), 50);
  return addTimeOptions(command, "active").action((options: ListOptions) => {
    checkRange(options);
    sayRange(options);
    return withStore(options, async ({ pool }) => {
      const { findIncidents } = await import("../../store/incidents/find.ts");
      const { incidentTable } = await import("../incidents/show.ts");
      const page = await findIncidents(pool, filterOf(options), { order: "urgent", limit: options.limit });
      print(options, page.incidents, incidentTable(page.incidents, page.next !== null), page.incidents);
    });
  });
}

function filterOf({
  state,
  severity,
  class: name,
  source,
  site,
  owner,
  words,
  since,
  until,
  parts,
}: ListOptions): IncidentFilter {
  return {
    states: state === undefined ? ["open", "acknowledged", "muted"] : state === "all" ? undefined : [state],
    least: severity,
    classes: name === undefined ? undefined : [name],
    source,
    site,
    owner,
    text: words,
    since,
    until,
    withParts: parts,
  };
}

function showCommand(): Command {
  return common("show")
    .summary("one incident: lines, sources, history, others like it, what to do")
    .argument("<id>", "the incident's number", incidentId)
    .action((id: string, options: Common) =>
      withStore(options, async ({ pool }) => {
        const { readIncident } = await import("../../store/incidents/find.ts");
        const { historyOf, membersOf, samplesOf, similarTo, sourcesOf } = await import(
          "../../store/incidents/parts.ts"
        );
        const { rulesOf } = await import("../rules/all.ts");
        const { incidentText } = await import("../incidents/show.ts");
        const incident = await readIncident(pool, id);
        if (!incident)
          throw new CommandError(
            `there is no incident ${id}: \`smartlog incidents list --state all\` shows them`,
          );
        const whole = {
          incident,
          sources: await sourcesOf(pool, id),
          samples: await samplesOf(pool, id),
          history: await historyOf(pool, id),
          members: await membersOf(pool, id),
          similar: await similarTo(pool, incident),
        };
        const { rules } = await rulesOf(pool);
        print(options, whole, incidentText(whole, rules.find((rule) => rule.class === incident.class)?.do));
      }),
    );
}

function actionCommand(name: "ack" | "unmute" | "close", summary: string, done: string): Command {
  return acting(name)
    .summary(summary)
    .option("--note <text>", "why, for whoever reads it later")
    .action((ids: string[], options: Said) =>
      withStore(options, async ({ pool }) => {
        const { acknowledge, close, unmute } = await import("../../store/incidents/actions.ts");
        const act = { ack: acknowledge, close, unmute }[name];
        await report(
          options,
          await act(pool, ids, { who: options.who ?? defaultWho(), note: options.note }),
          done,
        );
      }),
    );
}

function muteCommand(): Command {
  return acting("mute")
    .summary("nobody is told of their classes and keys for a time, after showing what that would have hidden")
    .option("--note <text>", "why, for whoever reads it later")
    .option(
      "--days <number>",
      `for so many days (default: ${DEFAULT_MUTE_DAYS})`,
      wholeNumber(1, MOST_MUTE_DAYS),
    )
    .addOption(
      new Option("--until <time>", "until then, as 2026-12-24 or 2026-12-24T06:00Z, or 12h from now")
        .argParser(timeToCome)
        .conflicts("days"),
    )
    .option("--yes", "ask nothing, in a terminal either")
    .action((ids: string[], options: Said & { days?: number; until?: Date; yes?: boolean }) =>
      withStore(options, async ({ pool }) => {
        const { mute } = await import("../../store/incidents/actions.ts");
        const { incidentMuteText, previewIncidentMute } = await import(
          "../../store/incidents/mute-preview.ts"
        );
        const { checkedEnd } = await import("../../store/mutes/what.ts");
        const { isConfirmed } = await import("../lib/confirm.ts");
        const { say } = await import("../lib/output.ts");
        const until = checkedEnd(
          options.until ?? new Date(Date.now() + (options.days ?? DEFAULT_MUTE_DAYS) * DAY_MS),
        );
        say(incidentMuteText(await previewIncidentMute(pool, ids)));
        if (!(await isConfirmed("Shall they be muted? [Y/n] ", options.yes || options.json))) return;
        const acted = await mute(pool, ids, until, { who: options.who ?? defaultWho(), note: options.note });
        await report(options, acted, `muted until ${until.toISOString()}`);
      }),
    );
}

function noteCommand(): Command {
  return common("note")
    .summary("add a note to an incident")
    .argument("<id>", "the incident's number", incidentId)
    .argument("<text>", "the note")
    .option("--who <name>", "who says so (default: SMARTLOG_WHO, then the user's name)")
    .action((id: string, text: string, options: Said) =>
      withStore(options, async ({ pool }) => {
        const { note } = await import("../../store/incidents/actions.ts");
        await note(pool, id, { who: options.who ?? defaultWho(), note: text });
        print(options, { id, noted: true }, `noted: ${id}`);
      }),
    );
}

async function report(
  options: Common,
  acted: import("../../store/incidents/actions.ts").Acted,
  done: string,
): Promise<void> {
  const { actedText } = await import("../incidents/show.ts");
  if (acted.changed.length === 0 && !options.json)
    throw new CommandError(actedText(acted, done).replaceAll("\n", "; "));
  print(options, acted, actedText(acted, done));
  if (acted.changed.length === 0) process.exitCode = 1;
}

function common(name: string): Command {
  return addStoreOptions(new Command(name)).option("--json", "the result as JSON");
}

function acting(name: string): Command {
  return common(name)
    .argument("<ids...>", "the incidents' numbers", (text: string, before: string[] = []) => [
      ...before,
      incidentId(text),
    ])
    .option("--who <name>", "who says so (default: SMARTLOG_WHO, then the user's name)");
}

function incidentId(text: string): string {
  if (!isIncidentId(text)) throw new InvalidArgumentError("It has to be an incident's number.");
  return text;
}
