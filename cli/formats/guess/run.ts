/** `smartlog formats guess`: reads the files, writes the format, says what it is worth. */
import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { UsageError } from "../../lib/errors.ts";
import { checkWritable } from "../../lib/folder.ts";
import { count, say } from "../../lib/output.ts";
import { firstLines } from "../lines-of.ts";
import { Reader } from "../reader.ts";
import { Share } from "../share.ts";
import { draftName } from "./draft.ts";
import { formatsIn, type Guess, type GuessOptions, guessFromConfiguration, guessFromLog } from "./guess.ts";

/** Of a log: enough for rare forms, little enough to be held. */
const MOST_LINES = 10_000;
/** A configuration may be long; a log of so many lines with a format string in one is still a log. */
const MOST_CONFIGURATION_LINES = 5_000;

interface Options extends GuessOptions {
  out?: string;
}

export async function runGuess(file: string, log: string | undefined, options: Options): Promise<void> {
  if (options.name !== undefined && draftName(options.name) !== options.name)
    throw new UsageError("a format's name has small letters, digits and dashes, 40 at most");
  const lines = await firstLines(file, MOST_LINES);
  if (lines.every((line) => line.trim() === "")) throw new UsageError(`${file} is empty`);
  const found = lines.length <= MOST_CONFIGURATION_LINES ? formatsIn(lines.join("\n")) : [];
  if (log !== undefined && found.length === 0)
    throw new UsageError(
      `${file} configures no format of a log; \`smartlog formats guess ${log}\` looks at the log alone`,
    );
  const name =
    options.name ??
    (file === "-" || found.length > 0 ? undefined : draftName(basename(file).split(".")[0] ?? ""));
  const guess =
    found.length > 0
      ? guessFromConfiguration(found, log === undefined ? [] : await firstLines(log, MOST_LINES), options)
      : guessFromLog(lines, { ...options, ...(name && { name }) });
  write(guess, options.out);
  report(guess);
  if (found.length === 0) await reportWithout(lines, options.module);
}

/** Of a log: what is read of it without the format, which then may be of no use. */
async function reportWithout(lines: readonly string[], module: string | undefined): Promise<void> {
  const share = new Share();
  const reader = new Reader(module);
  for (const line of lines) share.add(line, reader.readLine(line));
  if (share.read > 0)
    say(
      `without it, ${count(share.read)} of ${count(share.lines)} lines are read, with these fields or others`,
    );
}

function write({ format }: Guess, out: string | undefined): void {
  if (out === undefined) {
    process.stdout.write(format.text);
    return;
  }
  const isFolder = /[/\\]$/.test(out) || (existsSync(out) && statSync(out).isDirectory());
  if (isFolder) mkdirSync(out, { recursive: true });
  const path = isFolder ? join(out, `${format.name}.yaml`) : out;
  if (basename(path) !== `${format.name}.yaml`)
    throw new UsageError(
      `the file has to be called ${format.name}.yaml, as its format; --name gives it another`,
    );
  checkWritable(path);
  writeFileSync(path, format.text);
  say(
    `${path} is written; \`smartlog formats test ${path}\` tries it, \`smartlog configure --formats\` puts it into a module`,
  );
}

function report({ format, share, others }: Guess): void {
  if (others.length > 0) say(`the configuration has other formats, too (--pick): ${others.join(", ")}`);
  for (const line of format.text.split("\n")) if (line.startsWith("# Look: ")) say(line.slice(2));
  if (!share) return;
  say(`${format.name} read ${count(share.of(format.name))} of ${count(share.lines)} lines`);
  if (share.of(format.name) < share.lines)
    for (const line of share.report().slice(1)) process.stderr.write(`  ${line}\n`);
}
