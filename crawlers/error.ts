import { SmartLogError } from "../host/error.ts";

/** A file of crawlers that can't be used: names.yaml, crawlers.yaml, or a list of address ranges. */
export class CrawlerError extends SmartLogError {
  override name = "CrawlerError";
  readonly code = "CRAWLERS_UNUSABLE";
}
