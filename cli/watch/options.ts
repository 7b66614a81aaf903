/** What `smartlog watch` and its sub-commands are given. */
import type { StoreChoice } from "../lib/store.ts";

export interface WatchOptions extends StoreChoice {
  config?: string;
  once?: boolean;
  dryRun?: boolean;
  quiet?: boolean;
  every: number;
}

export interface WatchStatusOptions extends StoreChoice {
  json?: boolean;
}

export interface WatchDigestOptions extends StoreChoice {
  config?: string;
  owner?: string;
  send?: boolean;
}
