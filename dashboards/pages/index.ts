import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import access from "./access.ts";
import anomalies from "./anomalies.ts";
import explore from "./explore.ts";
import incidents from "./incidents.ts";
import model from "./model.ts";
import overview from "./overview.ts";
import pipeline from "./pipeline.ts";
import relations from "./relations.ts";
import web from "./web.ts";

/** Each dashboard by the name of its file, in the order of the viewer's menu. */
export const DASHBOARDS: Readonly<Record<string, Dashboard>> = {
  overview,
  incidents,
  web,
  access,
  anomalies,
  relations,
  model,
  pipeline,
  explore,
};
