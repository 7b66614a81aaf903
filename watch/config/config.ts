/** watch.yaml: who is told, and how (docs/watch.md has it by example). */
import { readFileSync } from "node:fs";
import * as v from "valibot";
import type { Channel } from "../channels/channel.ts";
import { CHANNEL_TYPES } from "../channels/index.ts";
import { httpAddress, text } from "../channels/settings.ts";
import type { SmtpSettings } from "../channels/smtp.ts";
import { WatchError } from "../error.ts";
import { LEAST_SECRET_CHARACTERS, type Links, makeLinks } from "../links.ts";
import { type ConfigDocument, readDocument } from "./document.ts";
import { type Owner, ownerOf, ownerSettings } from "./owner.ts";

export interface WatchConfig {
  links: Links;
  /** Signs links that act; undefined where none is given. */
  secret: string | undefined;
  timeZone: string;
  /** Folders of a site's own rules. */
  rules: string[];
  channels: ReadonlyMap<string, Channel>;
  /** The settings of those of type smtp, for mails that are more than a message. */
  mail: ReadonlyMap<string, SmtpSettings>;
  owners: Owner[];
}

/** The owner where the file names none: told of everything, by every channel. */
const EVERYONE = "everyone";
const NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/;

const name = v.pipe(v.string(), v.regex(NAME, "is no name: small letters, digits, _ and -, 63 at most"));

const settings = v.strictObject({
  link: v.optional(httpAddress),
  secret: v.optional(
    v.pipe(
      text,
      v.minLength(
        LEAST_SECRET_CHARACTERS,
        `has to have ${LEAST_SECRET_CHARACTERS} characters at least: openssl rand -hex 32`,
      ),
    ),
  ),
  time_zone: v.optional(v.pipe(text, v.check(isTimeZone, "is no time zone, as Europe/Berlin"))),
  rules: v.optional(
    v.pipe(
      v.union([text, v.array(text)]),
      v.transform((folders) => [folders].flat()),
    ),
    [],
  ),
  channels: v.pipe(
    v.record(name, v.looseObject({ type: v.string("has to say the kind of channel") })),
    v.minEntries(1, "has no channel"),
  ),
  owners: v.optional(v.pipe(v.record(name, ownerSettings), v.minEntries(1, "has no owner"))),
});

/**
 * Reads the configuration.
 *
 * @throws WatchError that says file, line, setting and what it has to be
 */
export function loadConfig(file: string, env: NodeJS.ProcessEnv = process.env): WatchConfig {
  let content: string;
  try {
    content = readFileSync(file, "utf8");
  } catch (cause) {
    throw new WatchError(`${file} can't be read (${(cause as NodeJS.ErrnoException).code})`, {
      nextStep: "docs/watch.md shows one to begin with; name it with --watch.",
      cause,
    });
  }
  return readConfig(file, content, env);
}

/** The same of a text. */
export function readConfig(file: string, content: string, env: NodeJS.ProcessEnv): WatchConfig {
  const document = readDocument(file, content, env);
  const given = checked(settings, document.value, document, []);
  const links = makeLinks(given.link, given.secret);
  const timeZone = given.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const mail = new Map<string, SmtpSettings>();
  const channels = new Map(
    Object.entries(given.channels).map(([channel, value]) => {
      const path = ["channels", channel];
      const kind = CHANNEL_TYPES[value.type];
      if (!kind || !Object.hasOwn(CHANNEL_TYPES, value.type))
        throw new WatchError(
          `${document.where([...path, "type"])}: has to be one of ${Object.keys(CHANNEL_TYPES).join(", ")}`,
        );
      const own = checked(kind.settings, value, document, path);
      if (value.type === "smtp") mail.set(channel, own as SmtpSettings);
      return [channel, kind.make(channel, own, { links, timeZone })];
    }),
  );
  const owners = Object.entries(
    given.owners ?? { [EVERYONE]: v.parse(ownerSettings, { channels: [...channels.keys()] }) },
  ).map(([owner, value]) => ownerOf(owner, value));
  for (const owner of owners) checkChannels(owner, channels, document);
  return { links, secret: given.secret, timeZone, rules: given.rules, channels, mail, owners };
}

function checkChannels(
  { name: owner, channels: own, escalation }: Owner,
  channels: ReadonlyMap<string, Channel>,
  document: ConfigDocument,
): void {
  const named = [
    ...own.map((channel, i) => ({ channel, path: ["owners", owner, "channels", i] })),
    ...escalation.flatMap((step, n) =>
      step.channels.map((channel, i) => ({
        channel,
        path: ["owners", owner, "escalation", "steps", n, "channels", i],
      })),
    ),
  ];
  const wrong = named.find(({ channel }) => !channels.has(channel));
  if (wrong)
    throw new WatchError(
      `${document.where(wrong.path)}: there is no channel ${wrong.channel}; there are ${[...channels.keys()].join(", ")}`,
    );
}

function checked<Output>(
  schema: v.GenericSchema<unknown, Output>,
  value: unknown,
  document: ConfigDocument,
  path: readonly string[],
): Output {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  // A name that is written wrongly explains that another is missing.
  const issue = result.issues.find(({ expected }) => expected === "never") ?? result.issues[0];
  const within = (issue.path ?? []).map(({ key }) => key as string | number);
  throw new WatchError(`${document.where([...path, ...within])}: ${wordsOf(issue)}`);
}

function wordsOf(issue: v.BaseIssue<unknown>): string {
  if (issue.type !== "strict_object") return issue.message;
  return issue.expected === "never"
    ? "there is no such setting"
    : `has to be settings, one a line${issue.input === undefined ? "; it is missing" : ""}`;
}

function isTimeZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat("en", { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}
