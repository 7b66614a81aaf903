import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  CustomVariableBuilder,
  DatasourceVariableBuilder,
  IntervalVariableBuilder,
  QueryVariableBuilder,
  TextBoxVariableBuilder,
  VariableHide,
  type VariableModel,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { KINDS, LABELS, OWN_KINDS, SEVERITIES } from "../../host/event.ts";
import { ALL, DATASOURCE } from "./query.ts";

const ALL_OPTION = { text: "All", value: "$__all" };

/** Where the server with the pages for one event listens, unless told otherwise. */
const SERVER_URL = "http://localhost:8470";

function choice(name: string, label: string, values: readonly string[]): CustomVariableBuilder {
  return new CustomVariableBuilder(name)
    .label(label)
    .values(values.join(","))
    .multi(true)
    .includeAll(true)
    .allValue(ALL)
    .allowCustomValue(false)
    .current(ALL_OPTION);
}

/** A text that people type; nothing typed selects everything. */
export function typed(name: string, label: string, description: string): TextBoxVariableBuilder {
  return new TextBoxVariableBuilder(name)
    .label(label)
    .description(description)
    .defaultValue("")
    .current({ text: "", value: "" });
}

export const severity = () => choice("severity", "Severity", SEVERITIES);

/** Those on every dashboard. */
export function commonVariables(): Builder<VariableModel>[] {
  return [
    new DatasourceVariableBuilder("datasource")
      .label("Data source")
      .type(DATASOURCE.type)
      .description("The Postgres that the shippers write to"),
    new QueryVariableBuilder("site")
      .label("Site")
      .description("Host, else service, else tag of the shipper")
      .datasource(DATASOURCE)
      .query("select site from sites order by site")
      .refresh(VariableRefresh.OnDashboardLoad)
      .sort(VariableSort.AlphabeticalCaseInsensitiveAsc)
      .multi(true)
      .includeAll(true)
      .allValue(ALL)
      .allowCustomValue(false)
      .current(ALL_OPTION),
    choice("kind", "Kind", [...KINDS, ...OWN_KINDS]),
    choice("label", "Verdict", LABELS),
    new CustomVariableBuilder("muted")
      .label("Muted")
      .description("Events that raise no alarm because somebody muted them: left out, shown, or alone")
      .values("hide,show,only")
      .multi(false)
      .includeAll(false)
      .current({ text: "hide", value: "hide" }),
    new IntervalVariableBuilder("interval")
      .label("Step")
      .description("Of the time axes")
      .values("1m,5m,15m,1h,6h,1d")
      .auto(true)
      .stepCount(60)
      .minInterval("1m")
      .current({ text: "auto", value: "$__auto" }),
    new TextBoxVariableBuilder("server")
      .label("Server")
      .description("Where SmartLog's own server is reached, for the pages of single events")
      .defaultValue(SERVER_URL)
      .current({ text: SERVER_URL, value: SERVER_URL })
      .hide(VariableHide.HideVariable),
  ];
}
