/** Forms of one address or network a line. */
import { cidr, merged, shortest } from "../lib/network.ts";
import { type Form, head, text } from "./form.ts";

export const plain: Form = {
  title: "an address a line, of IPv6 a /64; nothing else",
  write: ({ entries }) => text(entries.map(({ network }) => shortest(network))),
};

export const cidrs: Form = {
  title: "networks with their length, sorted, neighbours as one; nothing else",
  write: ({ entries }) => text(merged(entries.map(({ network }) => network)).map(cidr)),
};

/** Lines that begin with # and empty ones are skipped (HAProxy's configuration manual, 7.1: patterns of a file). */
export const haproxy: Form = {
  title: "HAProxy: a file of patterns for `acl … src -f`",
  write: ({ entries }) =>
    text([
      ...head("#", "acl smartlog_blocked src -f FILE", "http-request deny if smartlog_blocked"),
      ...merged(entries.map(({ network }) => network)).map(cidr),
    ]),
};
