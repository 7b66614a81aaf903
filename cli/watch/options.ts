/** What `smartlog watch` and its sub-commands are given. */
import type { StoreChoice } from "../lib/store.ts";

export interface WatchOptions extends StoreChoice {
  watch?: string;
  once?: boolean;
  dryRun?: boolean;
  quiet?: boolean;
  every: number;
}

export interface WatchStatusOptions extends StoreChoice {
  json?: boolean;
}

export interface WatchDigestOptions extends StoreChoice {
  watch?: string;
  owner?: string;
  send?: boolean;
}
