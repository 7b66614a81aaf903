/** A format that was guessed, as a file: what is unsure stands in comments. */
import { Document, Scalar, type YAMLMap } from "yaml";
import type { Example, FormatKind } from "../../../formats/lib/format.ts";

export interface Draft {
  name: string;
  title: string;
  kind: FormatKind;
  documentation?: string;
  programs?: string[];
  patterns: string[];
  /** Keys that tell a record. */
  when: string[];
  keys: Record<string, string>;
  examples: Example[];
  /** What a person should look at. */
  notes: string[];
}

const NAME_CHARACTERS = 40;

/** A name that a format may have. */
export function draftName(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, NAME_CHARACTERS)
    .replace(/^-+|-+$/g, "");
  return name === "" ? "own" : name;
}

/** The file of a draft, in the language of formats/README.md. */
export function draftText({ patterns, when, keys, notes, examples, ...head }: Draft): string {
  const isJson = when.length > 0;
  const document = new Document({
    ...head,
    ...(isJson ? { when } : { patterns: patterns.map(quoted) }),
    ...(Object.keys(keys).length > 0 && { keys }),
    examples: examples.map(({ line, record, event }) =>
      record ? { record, event } : { line: quoted(line ?? ""), event },
    ),
  });
  const members = document.contents as YAMLMap;
  if (isJson) (members.get("when") as YAMLMap).flow = true;
  for (const example of (members.get("examples") as YAMLMap).items as unknown as YAMLMap[])
    (example.get("event") as YAMLMap).flow = true;
  if (notes.length) document.commentBefore = notes.map((note) => ` Look: ${note}.`).join("\n");
  return document.toString({ lineWidth: 0 });
}

/** In single quotes, where no character has a meaning; YAML's escapes are for control characters alone. */
function quoted(text: string): Scalar {
  const scalar = new Scalar(text);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  scalar.type = /[\u0000-\u001f\u007f-\u009f]/.test(text) ? "QUOTE_DOUBLE" : "QUOTE_SINGLE";
  return scalar;
}
