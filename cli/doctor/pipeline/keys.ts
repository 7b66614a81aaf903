/** What filters and processors do to a record's keys: to the line's before it is scored, to the event's afterwards. */
import { isOn, type Settings } from "../config/settings.ts";
import type { Section } from "../config/shipper-config.ts";
import { expression } from "./expression.ts";

/** The event's key. */
export const EVENT = "smartlog";

/** What became of one key of a record. */
export type Fate =
  | { is: "kept" }
  /** Under another name, or within another key: `fields.log`. */
  | { is: "moved"; to: string }
  | { is: "removed"; setting: string }
  /** Code of the user's, or a condition: it depends on the record. */
  | { is: "unknown" };

const KEPT: Fate = { is: "kept" };
const UNKNOWN: Fate = { is: "unknown" };

/** What a filter, or a processor of that name, makes of a key. */
export function fateOf(section: Section, key: string): Fate {
  const { plugin, settings } = section;
  if (plugin === "record_modifier") return byRecordModifier(settings, key);
  if (plugin === "modify") return byModify(settings, key);
  if (plugin === "nest") return byNest(settings, key);
  if (plugin === "parser") return byParser(settings, key);
  if (plugin === "kubernetes") return key === EVENT ? KEPT : byKubernetes(settings, key);
  if (plugin === "content_modifier") return byContentModifier(settings, key);
  if (plugin === "sql") return bySql(settings, key);
  return ["lua", "wasm", "tensorflow"].includes(plugin) ? UNKNOWN : KEPT;
}

/** Names of any case; a `*` at the end stands for the rest. */
function isNamed(name: string, key: string): boolean {
  const [wanted, actual] = [name.toLowerCase(), key.toLowerCase()];
  return wanted.endsWith("*") ? actual.startsWith(wanted.slice(0, -1)) : wanted === actual;
}

function byRecordModifier(settings: Settings, key: string): Fate {
  const allowed = [...settings.all("allowlist_key"), ...settings.all("whitelist_key")];
  if (allowed.length > 0)
    return allowed.some((name) => isNamed(name, key))
      ? KEPT
      : { is: "removed", setting: settings.has("allowlist_key") ? "allowlist_key" : "whitelist_key" };
  const isRemoved = settings.all("remove_key").some((name) => isNamed(name, key));
  return isRemoved ? { is: "removed", setting: "remove_key" } : KEPT;
}

function byModify(settings: Settings, key: string): Fate {
  const rules = settings.list.filter(({ name }) => name !== "name" && name !== "match");
  const isConditional = rules.some(({ name }) => name === "condition");
  let current = key;
  for (const { name, value } of rules) {
    const [first = "", second = ""] = value.split(/\s+/);
    const isGone =
      (name === "remove" && first === current) ||
      (name === "remove_wildcard" && current.startsWith(first.replace(/\*$/, ""))) ||
      (name === "remove_regex" && (expression(first)?.test(current) ?? false)) ||
      (name === "hard_rename" && second === current && first !== current) ||
      (name === "set" && first === EVENT && current === EVENT);
    if (isGone) return isConditional ? UNKNOWN : { is: "removed", setting: name };
    if ((name === "rename" || name === "hard_rename") && first === current) current = second;
  }
  if (current === key) return KEPT;
  return isConditional ? UNKNOWN : { is: "moved", to: current };
}

function byNest(settings: Settings, key: string): Fate {
  const isNamedHere = settings
    .all("wildcard")
    .some((name) => (name.endsWith("*") ? key.startsWith(name.slice(0, -1)) : name === key));
  const operation = (settings.get("operation") ?? "nest").toLowerCase();
  if (operation === "nest") {
    const removed = settings.get("remove_prefix") ?? "";
    const inner = removed !== "" && key.startsWith(removed) ? key.slice(removed.length) : key;
    const into = settings.get("nest_under") ?? settings.get("nested_under") ?? "nested";
    return isNamedHere ? { is: "moved", to: `${into}.${settings.get("add_prefix") ?? ""}${inner}` } : KEPT;
  }
  const under = settings.get("nested_under") ?? "";
  const [outer, ...inner] = key.split(".");
  if (outer !== under || under === "") return KEPT;
  // What is lifted goes to the top, and nothing stays where it was.
  if (inner.length === 0) return { is: "removed", setting: "nested_under" };
  return { is: "moved", to: `${settings.get("add_prefix") ?? ""}${inner.join(".")}` };
}

/** A line that the parser reads leaves nothing else of the record, without reserve_data. */
function byParser(settings: Settings, key: string): Fate {
  const isParsed = settings.get("key_name") === key;
  if (isParsed) return isOn(settings.get("preserve_key")) ? KEPT : UNKNOWN;
  return isOn(settings.get("reserve_data")) ? KEPT : { is: "removed", setting: "reserve_data" };
}

function byKubernetes(settings: Settings, key: string): Fate {
  const isMerged = isOn(settings.get("merge_log")) && key === "log";
  return isMerged && settings.has("keep_log") && !isOn(settings.get("keep_log")) ? UNKNOWN : KEPT;
}

function byContentModifier(settings: Settings, key: string): Fate {
  const action = (settings.get("action") ?? "").toLowerCase();
  if (settings.get("key") !== key || settings.has("condition")) return KEPT;
  if (action === "delete") return { is: "removed", setting: "action delete" };
  if (action === "rename") return { is: "moved", to: settings.get("value") ?? "" };
  return KEPT;
}

function bySql(settings: Settings, key: string): Fate {
  const query = settings.get("query") ?? "";
  const [, selected = "*"] = /^\s*select\s+(.*?)\s+from\b/is.exec(query) ?? [];
  const names = selected.split(",").map((each) => each.trim().toLowerCase());
  return names.some((name) => name === "*" || name === key.toLowerCase())
    ? KEPT
    : { is: "removed", setting: "query" };
}
