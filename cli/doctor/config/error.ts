import { SmartLogError } from "../../../host/error.ts";

/** The file is no configuration that Fluent Bit could read. */
export class ConfigError extends SmartLogError {
  override name = "ConfigError";
  readonly code = "CONFIG_UNREADABLE";
}
