import { listOf, type Settings } from "../config/settings.ts";
import type { Section } from "../config/shipper-config.ts";
import { filesAt } from "../config/wildcard.ts";
import { fixedTag, type Tag } from "./tag.ts";

/** A node of a cluster has hundreds. */
const MOST_EXAMPLES = 50;
/** Without `tag` these take the tag that a record or a request's path brings. */
const TAGGED_BY_SENDER = new Set(["forward", "http", "opentelemetry"]);

/**
 * The tags that an input gives its records.
 *
 * @param index its place among all inputs, which is in its default tag
 */
export function tagsOf(input: Section, index: number): Tag[] {
  const { plugin, settings } = input;
  const given = settings.get("tag") || undefined;
  const tag = given ?? `${plugin}.${index}`;
  if (plugin === "forward") {
    const prefix = settings.get("tag_prefix");
    if (prefix) return [unknownTag(`${prefix}*`, `${prefix}…`)];
  }
  if (settings.has("tag_key")) return [unknownTag("*", `the tag in ${settings.get("tag_key")}`)];
  if (given === undefined && TAGGED_BY_SENDER.has(plugin)) return [unknownTag("*", `${plugin}'s own tags`)];
  if (plugin === "tail" && settings.has("tag_regex")) return [expanding(tag.replace(/<[^<>]*>/g, "*"), tag)];
  if (!tag.includes("*")) return [fixedTag(tag)];
  if (plugin === "tail") return tailTags(tag, settings);
  if (plugin === "systemd") return [expanding(tag, tag)];
  return [fixedTag(tag)];
}

function unknownTag(pattern: string, shown: string): Tag {
  return { pattern, kind: "unknown", examples: [], shown };
}

function expanding(pattern: string, shown: string, examples: readonly string[] = []): Tag {
  return { pattern: pattern.replace(/\*+/g, "*"), kind: "expands", examples, shown };
}

/** Tail puts the file's path, with dots for slashes, in place of the first `*`. */
function tailTags(tag: string, settings: Settings): Tag[] {
  const paths = listOf(settings.get("path"));
  if (paths.length === 0) return [expanding(tag, tag)];
  return paths.map((path) => {
    if (!/[*?[]/.test(path)) return { ...fixedTag(expandedTag(tag, path)), shown: tag };
    const files = filesAt(path).slice(0, MOST_EXAMPLES);
    const pattern = expandedTag(tag, path.replace(/\?|\[[^\]]*\]/g, "*"));
    return expanding(
      pattern,
      tag,
      files.map((file) => expandedTag(tag, file)),
    );
  });
}

/** As `tag_compose` of Fluent Bit's in_tail: dots for slashes, backslashes and colons, never two in a row or at the end. */
function expandedTag(tag: string, path: string): string {
  const [prefix = "", ...rest] = tag.split("*");
  const whole = `${prefix}${path}${rest.join("*")}`;
  return whole
    .replace(/^[/\\:]+/, "")
    .replace(/[/\\:]/g, ".")
    .replace(/\.{2,}/g, ".")
    .replace(/\.$/, "");
}
