/** Apache 2.4: mod_authz_core, mod_authz_host. */
import { shortest } from "../lib/network.ts";
import { type Form, head, text } from "./form.ts";

export const apache: Form = {
  title: "Apache 2.4: `Require not ip` lines, to include in a Directory or Location",
  write: ({ entries }) =>
    text([
      ...head("#", "Where other Require lines stand: AuthMerging And"),
      "<RequireAll>",
      "  Require all granted",
      ...entries.map(({ network }) => `  Require not ip ${shortest(network)}`),
      "</RequireAll>",
    ]),
};
