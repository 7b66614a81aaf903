/** The last lines of a tail input's files, read by the same input from copies. */
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { messageOf } from "../../../lib/errors.ts";
import { isOn, listOf } from "../../config/settings.ts";
import { filesAt, fitsWildcard } from "../../config/wildcard.ts";
import { type CopySection, copySection, settingOf, without, withSettings } from "../copy/section.ts";
import { lastLines, linesOf } from "./last-lines.ts";
import type { Delivery, NoSample, Place, Sample, Wish } from "./sample.ts";

/** A node of a cluster has hundreds, most of a few programs. */
const MOST_FILES = 20;
/** Where files are and from where they are read, which the copy decides; and what would be written. */
const REPLACED = [
  ...["path", "exclude_path", "db", "db.", "exit_on_eof", "read_from_head"],
  ...["ignore_older", "ignore_active_older_files", "read_newly_discovered_files_from_head"],
];
/** The folder of copies where the tag is cut out of the path by a pattern, which then may begin with a slash. */
const ROOT = "root";

interface LogFile {
  /** Its full path. */
  path: string;
  bytes: Buffer;
}

export function sampleFiles({ input, lines, given }: Wish): Sample | NoSample {
  const patterns = listOf(settingOf(input, "path"));
  const notes: string[] = [];
  const files: LogFile[] = [];
  let count = 0;
  const skipsEmpty = isOn(settingOf(input, "skip_empty_lines"));
  const read = (path: string, from: string) => {
    try {
      const last = lastLines(from, lines);
      if (last.count > 0) files.push({ path, bytes: last.bytes });
      count += skipsEmpty ? linesOf(last.bytes).length : last.count;
    } catch (error) {
      notes.push(messageOf(error));
    }
  };
  if (given !== undefined) read(resolve((patterns[0] ?? basename(given)).replace(/[*?]/g, "sample")), given);
  else {
    const excluded = listOf(settingOf(input, "exclude_path"));
    const all = [...new Set(patterns.flatMap(filesAt))].filter(
      (file) => !excluded.some((pattern) => fitsWildcard(pattern, file)),
    );
    // A path of several words or with a comma can't be given to Fluent Bit in a list, nor to its filter modify.
    const found = all.filter((file) => !/[\s,]/.test(file));
    const odd = all.length - found.length;
    if (odd > 0) notes.push(`${odd} files with blanks or commas in their path were left out`);
    for (const file of found.slice(0, MOST_FILES)) read(file, file);
    if (found.length > MOST_FILES) notes.push(`${MOST_FILES} of ${found.length} files were taken`);
  }
  if (count === 0)
    return { notTried: [`no whole line in ${patterns.join(", ") || "no path"}`, ...notes].join("; ") };
  return {
    source: given === undefined ? "own lines" : "given sample",
    count,
    notes,
    deliver: (place) => deliver(input, files, place),
  };
}

/**
 * Copies the files below the folder in which Fluent Bit is started, and names them from there. So the paths that it has
 * lack the slash in front only, which a tag that expands (`kube.*`) lacks anyway.
 */
function deliver(input: CopySection, files: readonly LogFile[], { folder }: Place): Delivery {
  const tagRegex = settingOf(input, "tag_regex");
  const root = tagRegex === undefined ? "" : ROOT;
  const names = files.map(({ path, bytes }) => {
    const name = join(root, path.slice(1));
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
    return name;
  });
  const tail = withSettings(without(input, REPLACED), {
    // A character that a pattern would take for its own is any character.
    path: names.map((name) => name.replace(/[[\]*?\\]/g, "?")).join(","),
    read_from_head: "on",
    ...(tagRegex === undefined ? {} : { tag_regex: tagRegex.replace(/^\^(?=\\?\/)/, `^${ROOT}`) }),
  });
  const pathKey = settingOf(input, "path_key");
  const named = (put: typeof pathByFilter): CopySection[] =>
    pathKey ? files.map(({ path }, i) => put(pathKey, names[i] as string, path)) : [];
  const processors = tail.processors.length > 0 ? [...named(pathByProcessor), ...tail.processors] : [];
  return { inputs: [{ ...tail, processors }], first: named(pathByFilter) };
}

/** Puts the log's own path where the copy's is. */
function pathByFilter(key: string, name: string, path: string): CopySection {
  return copySection("modify", {
    match: "*",
    condition: `Key_value_equals ${key} ${name}`,
    set: `${key} ${path}`,
  });
}

/** The same before the input's own processors: a processor has its condition in a form of its own. */
function pathByProcessor(key: string, name: string, path: string): CopySection {
  const rules = [{ field: `$${key}`, op: "eq", value: name }];
  return copySection("content_modifier", {
    ...{ action: "upsert", key, value: path },
    condition: JSON.stringify({ op: "and", rules }),
  });
}
