import { Filter } from "../../host/filter.ts";
import { asCalled } from "../lib/called.ts";
import { nearestFormat } from "../lib/nearest-format.ts";
import { printable } from "../lib/output.ts";
import { type UnreadLog, unreadText } from "../lib/unread-lines.ts";
import type { Source } from "./source.ts";

const MAX_FILES_SHOWN = 5;
const MAX_LINE_CHARACTERS = 160;

/** A file with lines in no known format. */
export interface UnreadFile extends UnreadLog {
  /** One of these lines. */
  example: string | undefined;
}

/**
 * Files with lines in no known format, those with most of them first.
 *
 * @param isSample whoever tries the sample has no format to teach
 */
export function unreadFiles(
  streams: readonly Source[],
  module: string | undefined,
  isSample: boolean,
): UnreadFile[] {
  const found = streams.filter(({ unread }) => unread.unread > 0);
  if (found.length === 0) return [];
  const filter = Filter.load(module);
  return found
    .sort((a, b) => b.unread.unread - a.unread.unread)
    .map(({ tag: name, path, unread: { lines, unread, samples } }) => ({
      name,
      path: isSample ? undefined : path,
      lines,
      unread,
      nearest: nearestFormat(filter, samples),
      example: samples.at(-1),
    }));
}

/** For programs. */
export function unreadJson({ name, path, lines, unread, nearest, example }: UnreadFile): object {
  return {
    file: path ?? name,
    lines,
    unread,
    share: Number((unread / lines).toFixed(4)),
    nearest: nearest?.format,
    stops_at: nearest?.stopsAt,
    example,
  };
}

/** For people: a paragraph. */
export function unreadParagraph(files: readonly UnreadFile[]): string[] {
  const out = ["Lines in no known format (they have no fields, and a verdict of their words alone)"];
  for (const { example, ...log } of files.slice(0, MAX_FILES_SHOWN)) {
    out.push(`  ${asCalled(unreadText(log))}`);
    if (example !== undefined) out.push(`    ${printable(example, MAX_LINE_CHARACTERS)}`);
  }
  if (files.length > MAX_FILES_SHOWN) out.push(`  … and in ${files.length - MAX_FILES_SHOWN} more files`);
  return out;
}
