import { SmartLogError } from "../host/error.ts";

/** The configuration of `smartlog watch` can't be used; the message says where in the file, and why. */
export class WatchError extends SmartLogError {
  override name = "WatchError";
  readonly code = "WATCH_UNUSABLE";
}
