/** Parts of channels' settings. */
import * as v from "valibot";

export const text = v.pipe(
  v.string("has to be a text"),
  v.minLength(1, "is empty"),
  v.maxLength(2_000, "is too long"),
);

export const httpAddress = v.pipe(
  text,
  v.check((value) => {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    return url !== undefined && /^https?:$/.test(url.protocol) && url.host !== "";
  }, "has to be an address that begins with https:// or http://"),
);

/** What goes into a header: no line break, no control character. */
export const headerText = v.pipe(text, v.regex(/^[\x20-\x7e]+$/, "has to be one line of ASCII"));

export const headers = v.record(
  v.pipe(v.string(), v.regex(/^[\w!#$%&'*+.^`|~-]+$/, "is no header's name")),
  headerText,
);
