import { printable } from "../../lib/output.ts";
import type { ShipperConfig } from "../config/shipper-config.ts";
import type { Findings } from "../finding.ts";

/** What Fluent Bit reads otherwise than its reader expects. */
export function checkReading(config: ShipperConfig, findings: Findings): void {
  for (const { name, at } of config.unset)
    findings.error("variable-unset", `\${${printable(name)}} is used and has no value here`, {
      breaks: "Fluent Bit reads nothing in its place.",
      remedy: `Set ${printable(name)} in the environment.`,
      at,
    });
  for (const { name, at } of config.duplicates)
    findings.note("duplicate-key", `${printable(name)} stands twice in one section`, {
      breaks: "Fluent Bit takes the last of match, tag and their like; a plugin's own setting it may refuse.",
      remedy: "Leave one of them; what may be repeated is a list.",
      at,
    });
  for (const { title, at } of config.unknown)
    findings.warning("section-unknown", `[${printable(title)}] is no section of Fluent Bit's`, {
      breaks: "Fluent Bit leaves it out without a word.",
      remedy: "Write [INPUT], [FILTER], [OUTPUT] or [SERVICE], without blanks inside.",
      at,
    });
  for (const { pattern, at } of config.wildcards.filter(({ files }) => files.length === 0))
    findings.warning("include-empty", `${printable(pattern)} stands for no file`, {
      breaks: "What should be there is missing, and Fluent Bit says nothing.",
      remedy: "Correct the path; it counts from the file that includes it.",
      at,
    });
  for (const { pattern, at, files } of config.wildcards.filter(({ files }) => files.length > 1))
    findings.note("include-unsorted", `${printable(pattern)} stands for ${files.length} files`, {
      breaks: "Fluent Bit reads them as the folder lists them, so the order of their filters may change.",
      remedy: "Keep all filters in one file.",
      at,
    });
  for (const message of config.unreadable)
    findings.error("config-unreadable", `parsers_file: ${printable(message)}`, {
      breaks: "Fluent Bit does not start.",
      remedy: "Correct the path; it counts from the main file.",
      at: config.service.at("parsers_file"),
    });
}
