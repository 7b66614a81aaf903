import type { Filter } from "../../../host/filter.ts";
import type { ShipperConfig } from "../config/shipper-config.ts";
import { type Finding, Findings } from "../finding.ts";
import { pipelineOf } from "../pipeline/pipeline.ts";
import { checkFilters } from "./filters.ts";
import { checkInputs } from "./inputs.ts";
import { checkLineKeys } from "./line-key.ts";
import { checkOutputs } from "./outputs.ts";
import { checkReading } from "./reading.ts";
import { checkRoutes } from "./routes.ts";
import { checkService } from "./service.ts";

/**
 * What can be said of a configuration without running anything.
 *
 * @param filter shows under which keys it finds a line; undefined where it can't be run
 */
export function checkConfig(config: ShipperConfig, filter: Filter | undefined): Finding[] {
  const findings = new Findings("configuration");
  const pipeline = pipelineOf(config);
  checkReading(config, findings);
  checkService(config, findings);
  checkInputs(pipeline, findings);
  checkFilters(config, pipeline, findings);
  checkOutputs(config, findings);
  checkRoutes(config, pipeline, findings);
  if (filter) checkLineKeys(pipeline, filter, findings);
  return findings.list;
}
