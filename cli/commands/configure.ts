import { Command, InvalidArgumentError, Option } from "commander";
import { defaultModulePath } from "../../host/module.ts";
import { MOST_ALARMS } from "../../trainer/model/alarm-budget.ts";
import { CDNS } from "../../trainer/model/cdn-ranges.ts";
import { HEADS, type Head, isName, MAX_NAME_BYTES } from "../../trainer/model/model.ts";
import { readModule } from "../formats/module.ts";
import { DEFAULT_ALARMS } from "../lib/default-alarms.ts";
import { UsageError } from "../lib/errors.ts";
import { checkWritable } from "../lib/folder.ts";
import { say } from "../lib/output.ts";
import { wholeNumber } from "../lib/whole-number.ts";

const EXAMPLES = `
Examples:
  smartlog configure                                          show the settings of the module
  smartlog configure --threshold threat=0.8 --out filter.wasm    label fewer lines as attacks
  smartlog configure --exempt 10.0.0.5,192.168.1. --out filter.wasm
                                                              health checks and the monitors' network
  smartlog configure --alarms-a-day 20 --out filter.wasm      at most 20 alarms a day, by the next training
  smartlog configure --off anomaly --out filter.wasm          a head less: cheaper
  smartlog configure --line-key event.text --out filter.wasm  your records have the line there
  smartlog configure --trusted-cdn cloudflare --out filter.wasm
                                                              the site is behind Cloudflare: take the client from its headers
  smartlog configure --formats my-formats/ --out filter.wasm  read what the format files there describe, too

The shipper hands no settings to a Wasm filter, so they travel inside the module. Write the new module beside the old
one, move it into place, and let Fluent Bit reload (deploy/fluent-bit/README.md).
`;

interface Options {
  module: string;
  out?: string;
  threshold?: [Head, number][];
  /** False for none. */
  alarmsADay?: number | false;
  on?: Head[];
  off?: Head[];
  exempt?: string[];
  zone?: number;
  timestampKey?: string;
  lineKey?: string[] | false;
  trustedProxy?: string[] | false;
  trustedCdn?: string[] | false;
  /** Undefined where neither option is given. */
  trustOwn?: boolean;
  /** A folder of format files, or one; false for none. */
  formats?: string | false;
}

/** `smartlog configure`. */
export function configureCommand(): Command {
  return new Command("configure")
    .summary("show or change a module's settings: thresholds, heads, exempt sources")
    .description(
      "Shows the settings in a module or, with --out, writes a module with other ones and the same weights.",
    )
    .option("--module <path>", "the module to begin with", defaultModulePath())
    .option("--out <path>", "where the changed module goes")
    .option(
      "--threshold <head=value>",
      "from which score on a head labels, 0 to 1; again for others",
      threshold,
      [],
    )
    .option(
      "--alarms-a-day <number>",
      "how many alarms you want a day at most, an alarm being the anomalies of one template within an hour: each training sets the threshold of anomaly by your own events",
      wholeNumber(1, MOST_ALARMS),
    )
    .option("--no-alarms-a-day", "no such budget; the threshold stays as it is")
    .option("--on <heads>", "heads to run, with commas: threat, bot, anomaly", heads)
    .option("--off <heads>", "heads not to run", heads)
    .option(
      "--exempt <addresses>",
      "sources whose behaviour does not count, with commas, however they are written; one that ends in . or : stands for all that begin so, in :: for the /64; replaces the list",
      commas,
    )
    .option("--zone <minutes>", "zone of times that name none, minutes east of UTC", minutes)
    .option("--timestamp-key <key>", "the shipper's own timestamp key (pgsql's timestamp_key)", memberName)
    .option(
      "--line-key <key>",
      "the key of the line in your records, a path with dots; again for others, the first choice first; replaces the list",
      lineKey,
    )
    .option("--no-line-key", "no keys of the line of your own")
    .option(
      "--trusted-proxy <address>",
      "a proxy, or a network of them (10.1.0.0/16), whose word on the client counts; again for others; replaces the list",
      another,
    )
    .option("--no-trusted-proxy", "no proxies of your own")
    .addOption(
      new Option("--trusted-cdn <name>", "the same for a CDN's networks; again for others; replaces the list")
        .choices(Object.keys(CDNS))
        .argParser((name: string, before: string[] | boolean | undefined) => another(cdn(name), before)),
    )
    .option("--no-trusted-cdn", "no CDN")
    .option("--trust-own", "trust proxies with private, loopback and link-local addresses (the default)")
    .option("--no-trust-own", "trust none of these: clients in your own network send headers, too")
    .option("--formats <path>", "your formats: a folder of files, or one file; replaces those in the module")
    .option("--no-formats", "no formats of your own")
    .addHelpText("after", EXAMPLES)
    .action(run);
}

async function run(options: Options): Promise<void> {
  const { changeSettings, readSettings } = await import("../../trainer/model/settings.ts");
  const { lineKeys, ownFormats, withLineKeys } = await import("../../trainer/model/formats.ts");
  const { trustedProxies, withTrustedProxies } = await import("../../trainer/model/proxies.ts");
  const { alarmBudget, withAlarmBudget } = await import("../../trainer/model/alarm-budget.ts");
  const { checkModel } = await import("../../trainer/model/check.ts");
  const { replaceFile } = await import("../../trainer/publish/files.ts");
  const module = readModule(options.module);
  const given = {
    ...(options.threshold?.length ? { thresholds: Object.fromEntries(options.threshold) } : {}),
    ...(options.on || options.off ? { on: switches(options) } : {}),
    ...(options.exempt ? { exempt: options.exempt } : {}),
    ...(options.zone === undefined ? {} : { zoneMinutes: options.zone }),
    ...(options.timestampKey === undefined ? {} : { timestampKey: options.timestampKey }),
  };
  const proxies = {
    ...(options.trustedProxy === undefined ? {} : { proxies: options.trustedProxy || [] }),
    ...(options.trustedCdn === undefined ? {} : { cdns: options.trustedCdn || [] }),
    ...(options.trustOwn === undefined ? {} : { own: options.trustOwn }),
  };
  const isChange =
    Object.keys(given).length > 0 || Object.keys(proxies).length > 0 || options.alarmsADay !== undefined;
  if (options.out === undefined) {
    if (isChange || options.formats !== undefined || options.lineKey !== undefined)
      throw new UsageError("say with --out where the changed module goes");
    const formats = ownFormats(module).map(({ name }) => name);
    const settings = {
      ...readSettings(module),
      alarms: alarmBudget(module) ?? null,
      lineKeys: lineKeys(module),
      trusted: trustedProxies(module),
      formats,
    };
    console.log(JSON.stringify(settings, null, 2));
    return;
  }
  const isBudgeted = options.alarmsADay ?? alarmBudget(module);
  if (isBudgeted && options.threshold?.some(([head]) => head === "anomaly"))
    throw new UsageError(
      "a budget of alarms sets the threshold of anomaly: take the budget away (--no-alarms-a-day) to set it yourself",
    );
  checkWritable(options.out);
  const { putOwnFormats } = await import("../formats/own.ts");
  const settled = changeSettings(module, given);
  const budgeted =
    options.alarmsADay === undefined ? settled : withAlarmBudget(settled, options.alarmsADay || undefined);
  const keyed = options.lineKey === undefined ? budgeted : withLineKeys(budgeted, options.lineKey || []);
  const trusting = Object.keys(proxies).length > 0 ? withTrustedProxies(keyed, proxies) : keyed;
  const changed = putOwnFormats(trusting, options);
  checkModel(changed);
  replaceFile(options.out, changed);
  if (options.alarmsADay)
    say(
      `at most ${options.alarmsADay} alarms a day, once a training has seen your own events and this module is in service (smartlog train); until then ${DEFAULT_ALARMS}`,
    );
}

function switches({ on = [], off = [] }: Options): Partial<Record<Head, boolean>> {
  return Object.fromEntries([...on.map((head) => [head, true]), ...off.map((head) => [head, false])]);
}

function isHead(text: string): text is Head {
  return (HEADS as readonly string[]).includes(text);
}

function threshold(text: string, before: [Head, number][]): [Head, number][] {
  const [head = "", value = ""] = text.split("=");
  const number = Number(value);
  if (!isHead(head) || value === "" || !(number >= 0 && number <= 1))
    throw new InvalidArgumentError(`It has to be ${HEADS.join("|")}=VALUE with a value from 0 to 1.`);
  return [...before, [head, number]];
}

function commas(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function heads(text: string): Head[] {
  const list = commas(text);
  if (!list.every(isHead)) throw new InvalidArgumentError(`Heads are ${HEADS.join(", ")}.`);
  return list as Head[];
}

function memberName(text: string): string {
  if (!isName(text))
    throw new InvalidArgumentError(`It has to be 1 to ${MAX_NAME_BYTES} bytes without a backslash.`);
  return text;
}

function lineKey(text: string, before: string[] | boolean | undefined): string[] {
  return another(memberName(text), before);
}

function another(text: string, before: string[] | boolean | undefined): string[] {
  return [...(Array.isArray(before) ? before : []), text];
}

function cdn(name: string): string {
  if (!(name in CDNS))
    throw new InvalidArgumentError(
      `Known are ${Object.keys(CDNS).join(", ")}; name another's networks with --trusted-proxy.`,
    );
  return name;
}

function minutes(text: string): number {
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || Math.abs(value) >= 1440)
    throw new InvalidArgumentError("It has to be whole minutes within a day.");
  return value;
}
