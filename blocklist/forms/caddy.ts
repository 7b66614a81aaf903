/** Caddy 2: the matcher remote_ip. */
import { cidr, merged } from "../lib/network.ts";
import { type Form, head, text } from "./form.ts";

/** A matcher's line ends at the line's end: a backslash there makes it go on. */
const A_LINE = 8;

export const caddy: Form = {
  title: "Caddy 2: a matcher and its answer 403, to import in a site",
  write: ({ entries }) => {
    const networks = merged(entries.map(({ network }) => network)).map(cidr);
    // A matcher without a network is refused.
    if (networks.length === 0) return text(head("#", "Nothing is blocked."));
    const lines = networks.flatMap((_, i) =>
      i % A_LINE === 0 ? [networks.slice(i, i + A_LINE).join(" ")] : [],
    );
    return text([
      ...head("#"),
      "@smartlog_blocked {",
      ...lines.map((line) => `\tremote_ip ${line}`),
      "}",
      "respond @smartlog_blocked 403",
    ]);
  },
};
