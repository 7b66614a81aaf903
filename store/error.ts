import { SmartLogError } from "../host/error.ts";

export type StoreErrorCode =
  | "DATABASE_UNREACHABLE"
  | "DATABASE_TOO_OLD"
  | "NOT_MIGRATED"
  | "MIGRATION_FAILED"
  | "SCHEMA_OTHER"
  | "ROLES_NOT_ALLOWED"
  | "DATA_OTHER_VERSION"
  | "DATA_NOT_YOURS"
  | "DATA_NOT_SAFE"
  | "DATA_NOT_REACHED"
  | "DATA_FOREIGN"
  | "DATA_DAMAGED"
  | "NO_DATA"
  | "DISK_FULL"
  | "DATA_IN_USE"
  | "PORT_TAKEN"
  | "PLATFORM_UNSUPPORTED"
  | "BINARIES_UNUSABLE"
  | "SERVER_FAILED"
  | "NO_SUCH_EVENT"
  | "OWN_EVENT"
  | "NO_SUCH_ENTRY"
  | "TAUGHT_FULL"
  | "NOT_TAUGHT"
  | "MUTES_FULL"
  | "INCIDENT_FULL"
  | "RULES_FULL"
  | "NOT_MUTED"
  | "USER_EXISTS"
  | "LAST_ADMIN"
  | "ACCESS_FULL"
  | "MERGE_FAILED"
  | "RETAINS_TOO_LITTLE"
  | "EVENTS_IN_USE"
  | "BAD_ARGUMENT";

/** What went wrong with the store, by code, and what to do about it. */
export class StoreError extends SmartLogError {
  override name = "StoreError";
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, nextStep: string, cause?: unknown) {
    super(message, { nextStep, cause });
    this.code = code;
  }
}
