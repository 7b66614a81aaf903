/** Links of dashboards into Grafana's Explore, as queries of the page that searches. */
import { literal } from "../../store/search/grammar/print.ts";
import type { Parameters } from "./query/request.ts";

/** Variables of the dashboards by the fields that they choose. */
const FIELDS: Readonly<Record<string, string>> = {
  site: "site",
  kind: "kind",
  label: "label",
  severity: "severity",
  source: "ip",
  template: "template",
};
const KEPT = ["from", "to"] as const;

/** @param parameters in the form of Grafana's addresses: `var-source=203.0.113.7` */
export function exploreOf(parameters: Parameters): string {
  const valuesOf = (name: string) =>
    [parameters[`var-${name}`] ?? []]
      .flat()
      .filter((value) => value !== "" && value !== "$__all" && value !== "All");
  const terms = Object.entries(FIELDS).flatMap(([name, field]) => {
    const values = valuesOf(name);
    return values.length === 0
      ? []
      : [`${field}:${values.map((value) => (field === "ip" ? network(value) : literal(value))).join(",")}`];
  });
  const [text] = valuesOf("search");
  if (text) terms.push(`"${text.replace(/["\\]/g, "\\$&")}"`);
  const [muted] = valuesOf("muted");
  if (muted === "only") terms.push("muted:true");
  const query = new URLSearchParams();
  if (terms.length > 0) query.set("q", terms.join(" "));
  for (const name of KEPT) {
    const value = [parameters[name] ?? []].flat()[0];
    if (value) query.set(name, value);
  }
  const all = query.toString();
  return all === "" ? "/explore" : `/explore?${all}`;
}

/** The first numbers of an address stand for all that begin so. */
function network(text: string): string {
  return /^\d{1,3}(\.\d{1,3}){0,2}\.?$/.test(text) ? `${text.replace(/\.$/, "")}.*` : literal(text);
}
