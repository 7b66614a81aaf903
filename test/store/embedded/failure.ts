import { expect } from "vitest";
import { StoreError } from "../../../store/error.ts";

/** The error that the work fails with, which has a code and says what to do. */
export async function failure(work: () => unknown): Promise<StoreError> {
  let error: unknown;
  try {
    await work();
  } catch (reason) {
    error = reason;
  }
  expect(error).toBeInstanceOf(StoreError);
  expect((error as StoreError).nextStep).not.toBe("");
  return error as StoreError;
}
