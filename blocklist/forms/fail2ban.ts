/** fail2ban: commands that feed a jail without a log (deploy/blocklist/fail2ban), whose action is the site's (fail2ban-client(1)). */
import { shortest } from "../lib/network.ts";
import { type Form, head, text } from "./form.ts";

const JAIL = "smartlog";
/** Addresses of one command, so that it stays a short message. */
const A_COMMAND = 100;

/** The jail's bantime ends a ban; one that is repeated before goes on. */
export const fail2ban: Form = {
  title: `fail2ban: commands that ban in the jail ${JAIL}, for \`sh\``,
  write: ({ entries }) => {
    const all = entries.map(({ network }) => shortest(network));
    const commands = all.flatMap((_, i) => (i % A_COMMAND === 0 ? [all.slice(i, i + A_COMMAND)] : []));
    return text([
      ...head("#"),
      "set -e",
      ...commands.map((some) => `fail2ban-client set ${JAIL} banip ${some.join(" ")}`),
    ]);
  },
};
