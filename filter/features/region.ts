/** Which text of a record a feature is from; the number is also the mark that stands before the text's first byte. */
export const enum Region {
  Target = 1,
  Referer = 2,
  Agent = 3,
  Message = 4,
  /** What a user agent has in parentheses: system and device, an open set, and what robots tell of themselves. */
  Comment = 6,
}

/** Whether the text belongs to a request's address, and not to the client or a message. @inline */
export function isOfRequest(region: u32): bool {
  return region < <u32>Region.Agent;
}
