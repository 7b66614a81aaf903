import { Command, InvalidArgumentError, Option } from "commander";
import { KINDS } from "../../host/event.ts";
import type { IncidentName } from "../../simulate/days/index.ts";
import { UsageError } from "../lib/errors.ts";
import { pointInTime, TIMES } from "../lib/time.ts";
import { wholeNumber } from "../lib/whole-number.ts";
import type { SimulateRun } from "../simulate/run.ts";
import { targetOf } from "../simulate/target.ts";

const EXAMPLES = `
Examples:
  smartlog simulate --kind web --lines 1000 | smartlog score
  smartlog simulate --kind mixed --lines 50000 --seed 7 > company.log
  smartlog simulate --kind web --lines 10 --labels | jq -c '[.label, .type, .line]'
  smartlog simulate --days 7 --to file:shop/ --truth shop.incidents
  smartlog simulate --days 1 --start now --speed 60 --to syslog://127.0.0.1:5140
  smartlog simulate --days 1 --incidents bad-deploy,crawl --rate 500 --to http://127.0.0.1:4180

The same kind, number, seed and start give the same bytes.

Days are those of a web shop and its office: nginx, five services, logins, mail, a name server, a firewall, a database.
Their incidents are scanner, crowd, credential-stuffing, spraying, login-after-failures, port-scan, dns-tunnel, dns-outage,
bad-deploy, slow-leak, disk-filling, silent-log and crawl, spread over the working hours. --truth says when each begins and
ends, who takes part, and from when on it is plain.

Targets: file:PATH adds to a file, file:FOLDER/ to a file for each log below the folder. syslog:// sends RFC 5424 over UDP,
syslog+tcp:// over TCP, each message ended by a line feed; gelf:// and gelf+tcp:// send GELF 1.1. An http:// address takes
records as NDJSON, by default at /v1/ingest as \`smartlog serve\` does, with SMARTLOG_TOKEN where there is one. What comes
faster than a receiver reads is lost over UDP: --rate keeps it slower.
`;

type Options = Omit<SimulateRun, "incidents"> & { incidents?: readonly IncidentName[] | "all" };

/** `smartlog simulate`. */
export function simulateCommand(): Command {
  return new Command("simulate")
    .summary("make log lines of ordinary traffic, robots, attacks and faults, for tests and demos")
    .description(
      "Writes simulated log lines in time order: the traffic of small servers, with robots, attacks and faults in it; or days of one shop, with incidents.",
    )
    .addOption(
      new Option(
        "--kind <kind>",
        "kind of log; mixed is all that a small company's servers write, formats a line of each form that is read",
      )
        .choices([...KINDS.filter((kind) => kind !== "unknown"), "mixed", "formats"])
        .default("mixed"),
    )
    .option("--lines <number>", "how many", wholeNumber(0), 1000)
    .addOption(
      new Option("--days <number>", "days of a web shop, instead of so many lines of a kind")
        .argParser(positive)
        .conflicts(["kind", "lines"]),
    )
    .option(
      "--incidents <names>",
      "of those days: names with commas between, all or none (default: all)",
      incidentNames,
    )
    .option("--truth <file>", "write what is true of the incidents, a JSON object a line")
    .option("--seed <number>", "which ones", wholeNumber(0), 1)
    .option(
      "--start <time>",
      `time of the first line at the earliest: now, ${TIMES} (default: fixed)`,
      startTime,
    )
    .option("--labels", "JSON objects with what is true of each line, instead of bare lines")
    .addOption(
      new Option(
        "--to <target>",
        "file:PATH, syslog://HOST:PORT, gelf://HOST:PORT, http://HOST:PORT, or stdout",
      )
        .argParser(targetOf)
        .default({ to: "stdout" }, "stdout"),
    )
    .addOption(
      new Option("--rate <number>", "lines a second at most (default: as fast as they are taken)").argParser(
        positive,
      ),
    )
    .addOption(
      new Option("--speed <number>", "by the lines' own times, so many times as fast as the clock")
        .argParser(positive)
        .conflicts("rate"),
    )
    .addHelpText("after", EXAMPLES)
    .action(async (options: Options) => {
      const { days, incidents } = options;
      for (const name of ["incidents", "truth"] as const)
        if (days === undefined && options[name] !== undefined)
          throw new UsageError(`--${name} is about the days that --days makes; say how many`);
      // Loaded here: its lists of user agents take longer than most commands.
      const [{ runSimulate }, { INCIDENTS }] = await Promise.all([
        import("../simulate/run.ts"),
        import("../../simulate/days/types.ts"),
      ]);
      const names = incidents === undefined || incidents === "all" ? INCIDENTS : incidents;
      const unknown = names.find((name) => !INCIDENTS.includes(name));
      if (unknown !== undefined)
        throw new UsageError(`there is no incident '${unknown}'; there are ${INCIDENTS.join(", ")}`);
      await runSimulate({ ...options, incidents: names });
    });
}

function positive(text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || !(value > 0))
    throw new InvalidArgumentError("It has to be a number above 0.");
  return value;
}

function startTime(text: string): number {
  return pointInTime(text).getTime() / 1000;
}

function incidentNames(text: string): Options["incidents"] {
  if (text === "all") return "all";
  return text === "none" ? [] : (text.split(",").map((name) => name.trim()) as IncidentName[]);
}
