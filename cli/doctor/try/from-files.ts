/** A try as the command asks for it: of a file, with what is installed here. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Filter } from "../../../host/filter.ts";
import { UsageError } from "../../lib/errors.ts";
import { findFluentBit } from "../../lib/fluent-bit.ts";
import { checkReadable } from "../../lib/readable.ts";
import { ConfigError } from "../config/error.ts";
import { readConfig, type ShipperConfig } from "../config/shipper-config.ts";
import { pipelineOf } from "../pipeline/pipeline.ts";
import { tryPipeline } from "./index.ts";
import type { TryReport } from "./report.ts";

export interface TryWish {
  config?: string;
  module?: string;
  databaseUrl?: string;
  lines: number;
  /** `INPUT=FILE` */
  sample?: string[];
}

/**
 * @throws UsageError where there is nothing to try, or a sample is for no input
 */
export async function tryFile(wish: TryWish, environment: NodeJS.ProcessEnv): Promise<TryReport> {
  if (wish.config === undefined) throw new UsageError("--try needs a configuration: --config FILE");
  checkReadable(wish.config);
  const program = findFluentBit(environment) ?? "";
  const failed = (why: string): TryReport => ({ program, seconds: 0, inputs: [], changed: [], failed: why });
  if (!existsSync(program))
    return failed("Fluent Bit was not found here; SMARTLOG_FLUENT_BIT can name its program");
  let config: ShipperConfig;
  try {
    config = readConfig(wish.config, environment);
  } catch (error) {
    if (error instanceof ConfigError) return failed(error.message);
    throw error;
  }
  return tryPipeline(config, {
    ...{ program, environment, lines: wish.lines, samples: wish.sample ?? [] },
    ...{ module: wish.module, databaseUrl: wish.databaseUrl },
    newFilter: filters(wish.module ?? pipelineOf(config).scorers[0]?.settings.get("wasm_path")),
  });
}

/** Instances of the module; undefined where it can't be run here. */
function filters(module: string | undefined): (() => Filter) | undefined {
  if (module === undefined) return undefined;
  try {
    const compiled = Filter.compile(resolve(module));
    return () => Filter.load(compiled);
  } catch {
    return undefined;
  }
}
