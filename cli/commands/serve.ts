import { Command } from "commander";
import { DEFAULT_PORT } from "../../server/default-port.ts";
import { UsageError } from "../lib/errors.ts";
import { checkWritable } from "../lib/folder.ts";
import { httpUrl } from "../lib/publishing.ts";
import { DATA_DEFAULT, DATABASE_URL_HELP, dataOf, sampleOption } from "../lib/store.ts";
import { MOST_PORT, positive, wholeNumber } from "../lib/whole-number.ts";
import type { ServeOptions } from "../serve/run.ts";

const EXAMPLES = `
Examples:
  smartlog serve                                     the viewer of what \`smartlog start\` stored
  smartlog serve --sample                            of the sample, which \`start\` without files stores
  DATABASE_URL=postgres://… smartlog serve           of another Postgres; Vector may send to /v1/ingest
  smartlog user add ann --role admin && smartlog serve --host 0.0.0.0    for other machines: a login is asked for
  SMARTLOG_TOKEN=… smartlog serve --host 0.0.0.0     the same with one token for everything
  smartlog serve --public-dashboards overview,web    two dashboards for everybody, without addresses and lines

A token in the environment is in no process list; one that is given as an option is. SIGHUP (or SIGUSR2,
in a terminal) makes it load the filter anew, between two requests.

Corrections and mutes act within a minute where --module or SMARTLOG_MODULE names the module that the shipper loads, and this user may
replace it; elsewhere \`smartlog teach sync\` has to run beside the shipper.
`;

type Given = Omit<ServeOptions, "token"> & { token?: string; sample?: boolean };

/** `smartlog serve`. */
export function serveCommand(): Command {
  return new Command("serve")
    .summary("show the dashboards, take records over HTTP, take corrections")
    .description(
      "Runs SmartLog's server: dashboards without a Grafana, POST /v1/ingest and /v1/score, a page for each event, /metrics.",
    )
    .option("--data <dir>", `data folder of the Postgres of its own (${DATA_DEFAULT})`)
    .addOption(sampleOption().conflicts("databaseUrl"))
    .option("--database-url <url>", DATABASE_URL_HELP)
    .option(
      "--host <address>",
      "address to listen on; any but this machine's own needs a user or a token",
      "127.0.0.1",
    )
    .option(
      "--port <number>",
      "port to listen on; 0 for any free one",
      wholeNumber(0, MOST_PORT),
      DEFAULT_PORT,
    )
    .option("--open", "show the dashboards in a browser")
    .option("--token <text>", "a token that may do everything (default: SMARTLOG_TOKEN)")
    .option(
      "--open-loopback",
      "ask no login of this machine's own requests, also where there are users; not behind a proxy on this machine",
    )
    .option("--public-dashboards <names>", "dashboards that everybody may see, as overview,web", names)
    .option("--module <path>", "the filter to use (default: SMARTLOG_MODULE, then the one that was built)")
    .option(
      "--verify-bots <hours>",
      "check clients that claim to be a crawler, every so many hours",
      positive,
    )
    .option("--ranges <name=file...>", "a crawler's published addresses, for --verify-bots", [])
    .option(
      "--reload <url>",
      "Fluent Bit's HTTP server, which loads the module when something was taught or muted (default: this machine's, at SMARTLOG_HTTP_PORT or 2020)",
      httpUrl,
    )
    .option("--no-reload", "Fluent Bit is not told")
    .option("--no-teach", "never put taught entries or mutes into the module")
    .option(
      "--bouncer-key <text>",
      "what CrowdSec's bouncers send to /v1/decisions, which is off without (default: SMARTLOG_BOUNCER_KEY)",
    )
    .option(
      "--policy <file>",
      "who is on the list for them, as for `smartlog blocklist` (default: SMARTLOG_BLOCKLIST)",
    )
    .option(
      "--no-reverse-dns",
      "never look up an address' name, which a source's page offers by a button and does at no other time",
    )
    .option(
      "--watch <file>",
      "watch.yaml: who is told of incidents, and how (default: SMARTLOG_WATCH; without one they are found and listed only)",
    )
    .option(
      "--grafana-url <url>",
      "where Grafana shows the same dashboards: the home page leads there, too (default: SMARTLOG_GRAFANA_URL)",
    )
    .option("--pid-file <path>", "where its process id goes, for whoever makes it load a new filter")
    .addHelpText("after", EXAMPLES)
    .action(async ({ sample, ...given }: Given) => {
      const options = {
        ...given,
        token: given.token ?? process.env.SMARTLOG_TOKEN ?? "",
        bouncerKey: given.bouncerKey ?? process.env.SMARTLOG_BOUNCER_KEY ?? "",
        grafanaUrl: given.grafanaUrl ?? process.env.SMARTLOG_GRAFANA_URL ?? "",
      };
      if (options.ranges.length > 0 && options.verifyBots === undefined)
        throw new UsageError("--ranges is for --verify-bots, which is not there");
      if (options.pidFile) checkWritable(options.pidFile);
      // Loaded here: what other commands don't need.
      const { serve } = await import("../serve/run.ts");
      const data = dataOf({ ...given, sample }, true);
      await serve({ ...options, ...(data === undefined ? {} : { data }) });
    });
}

function names(text: string): string[] {
  return text
    .split(",")
    .map((each) => each.trim())
    .filter(Boolean);
}
