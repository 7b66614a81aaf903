/** Errors as clients read them: problem details (RFC 9457). */
import { STATUS_CODES } from "node:http";

export const PROBLEM_TYPE = "application/problem+json";
const MAX_PATH_CHARACTERS = 500;

/** A place in a query line: UTF-16 units, as JavaScript counts, from 0. */
export interface ProblemPlace {
  position: number;
  length: number;
}

export interface Problem extends Partial<ProblemPlace> {
  /** Nothing says more than the status: the title is its phrase. */
  type: "about:blank";
  title: string;
  status: number;
  /** What is wrong. */
  detail: string;
  /** Path of the request. */
  instance: string;
  /** What helps; left out where the detail says it. */
  next?: string;
}

/** @param url of the request, with its query */
export function problemOf(
  status: number,
  detail: string,
  next: string,
  url: string,
  place?: ProblemPlace,
): Problem {
  const instance = (url.split("?")[0] ?? "").slice(0, MAX_PATH_CHARACTERS);
  const title = STATUS_CODES[status] ?? "Error";
  return { type: "about:blank", title, status, detail, instance, ...(next ? { next } : {}), ...place };
}
