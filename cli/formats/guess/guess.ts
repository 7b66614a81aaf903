/** What `smartlog formats guess` does: a draft of a configuration's or a log's format, tried on the log. */
import { FormatError } from "../../../formats/lib/error.ts";
import { type Format, readFormat } from "../../../formats/lib/format.ts";
import { CommandError, UsageError } from "../../lib/errors.ts";
import { Reader } from "../reader.ts";
import { Share } from "../share.ts";
import { aloneFormat, configuredFormats, type MakersFormat } from "./dialects/index.ts";
import { type Draft, draftText } from "./draft.ts";
import { draftOf } from "./from-configuration.ts";
import { draftOfLog } from "./from-log.ts";

export interface Guess {
  format: Format;
  /** Lines of the log and which format read them; none without a log. */
  share?: Share;
  /** Other formats of the configuration, by name. */
  others: string[];
}

export interface GuessOptions {
  /** Which of a configuration's formats. */
  pick?: string;
  name?: string;
  module?: string;
}

/** Examples in a file. */
const EXAMPLES = 3;
/** Fields of an example that say nothing of the format. */
const NOT_OF_A_LINE: readonly string[] = [
  "v",
  "id",
  "ts",
  "label",
  "severity",
  "score",
  "bot",
  "threat",
  "anomaly",
  "why",
  "tpl",
  "model",
  "error",
];

/** The formats that a text configures; none where it is a log. */
export function formatsIn(text: string): MakersFormat[] {
  const found = configuredFormats(text);
  const alone = found.length === 0 ? aloneFormat(text) : undefined;
  return alone ? [alone] : found;
}

/**
 * The format of a configuration, and, where a log is given, of several the one that reads most of it.
 *
 * @param log its lines; none where there is no log
 */
export function guessFromConfiguration(
  found: readonly MakersFormat[],
  log: readonly string[],
  { pick, name, module }: GuessOptions,
): Guess {
  const wanted = found.filter((each) => pick === undefined || each.name === pick);
  const names = [...new Set(found.map((each) => each.name))];
  if (wanted.length === 0) throw new UsageError(`there is no format ${pick}; there are ${names.join(", ")}`);
  const used = wanted.filter(({ isUsed }) => isUsed);
  const candidates = log.length > 0 ? wanted : [(used[0] ?? wanted[0]) as MakersFormat];
  const drafts = candidates.flatMap((each) => {
    const draft = draftOf(each);
    // A log shows whether syslog's header stands before its lines.
    return draft.programs && log.length > 0
      ? [
          { each, draft },
          { each, draft: draftOf(each, false) },
        ]
      : [{ each, draft }];
  });
  const tried = drafts.map(({ each, draft: found }) => {
    const draft = renamed(found, name);
    const guess = log.length > 0 ? withLog(draft, log, module) : { format: formatOf(draft) };
    return { guess, name: each.name, read: guess.share?.of(guess.format.name) ?? 0 };
  });
  const best = tried.reduce((a, b) => (b.read > a.read ? b : a));
  return { ...best.guess, others: names.filter((each) => each !== best.name) };
}

/** @throws CommandError where the lines have nothing in common */
export function guessFromLog(log: readonly string[], { name = "own", module }: GuessOptions): Guess {
  const draft = draftOfLog(log, name);
  if (!draft)
    throw new CommandError(
      "the lines have nothing in common that a pattern could hold: give the log_format or LogFormat of the program that wrote them",
    );
  return { ...withLog({ ...draft, examples: [] }, log, module), others: [] };
}

function renamed(draft: Draft, name: string | undefined): Draft {
  return name === undefined ? draft : { ...draft, name };
}

/** The draft read as a file: what is written has to be one. */
function formatOf(draft: Draft): Format {
  const text = draftText(draft);
  try {
    return readFormat(text);
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new CommandError(`what was found makes no format (${cause.message}); begin with:\n${text}`, {
      cause,
    });
  }
}

/** The draft tried on the log; examples are lines that it read. */
function withLog(
  draft: Draft,
  log: readonly string[],
  module: string | undefined,
): Pick<Guess, "format" | "share"> {
  const first = log.find((line) => line.trim() !== "") ?? "";
  const examples =
    draft.examples.length > 0 ? draft.examples : [{ line: first, event: { kind: draft.kind } }];
  const reader = new Reader(module, [formatOf({ ...draft, examples })]);
  const share = new Share();
  const found: Draft["examples"] = [];
  const shapes = new Set<string>();
  for (const line of log) {
    const reading = reader.readLine(line);
    share.add(line, reading);
    if (reading.format !== draft.name || found.length === EXAMPLES) continue;
    const event = Object.fromEntries(
      Object.entries(reading.event).filter(([field]) => !NOT_OF_A_LINE.includes(field)),
    );
    // Lines with other fields show more than others of the same.
    const shape = Object.keys(event).join();
    if (shapes.has(shape)) continue;
    shapes.add(shape);
    found.push({ line, event });
  }
  return { format: formatOf({ ...draft, examples: found.length > 0 ? found : examples }), share };
}
