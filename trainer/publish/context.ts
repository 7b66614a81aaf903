/** What a publication works with, its steps and its result. */
import type { ClientBase } from "pg";
import { SmartLogError } from "../../host/error.ts";
import type { Confirm } from "./confirm.ts";
import type { Runner } from "./reload.ts";

export const PUBLISH_STEPS = [
  "validated",
  "recorded",
  "placed",
  "reloaded",
  "confirmed",
  "registered",
  "put back",
  "put back and reloaded",
  "marked as failed",
] as const;
/** The step that has just been done. */
export type PublishStep = (typeof PUBLISH_STEPS)[number];

export interface PublishContext {
  /** Session of the holder of the trainer's lock. */
  client: ClientBase;
  /** Path of the module that the shipper loads; there is one. */
  target: string;
  /** Programs that load the module. */
  runners: readonly Runner[];
  confirm: Confirm;
  /** Longest wait for events. */
  confirmSeconds: number;
  /** Called after each step. */
  onStep?: (step: PublishStep) => void;
}

export interface PublishResult {
  published: boolean;
  /** One line: the evidence, or what failed and what was done about it. */
  reason: string;
}

/** A module can't be put in service, or taken out of it: the message says why. */
export class PublishError extends SmartLogError {
  override name = "PublishError";
  readonly code = "PUBLISH_FAILED";
}
