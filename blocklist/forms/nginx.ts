/** nginx: ngx_http_access_module; ngx_http_geo_module and ngx_http_map_module. */
import { cidr, shortest } from "../lib/network.ts";
import { type Form, head, text } from "./form.ts";

export const nginxDeny: Form = {
  title: "nginx: `deny` lines, to include in http, server or location",
  write: ({ entries }) => text([...head("#"), ...entries.map(({ network }) => `deny ${shortest(network)};`)]),
};

/** A map alone knows no networks: geo finds the class of the incident, map says whether it is one. */
export const nginxMap: Form = {
  title: "nginx: $smartlog_blocked (0, 1) and $smartlog_class by `geo` and `map`, to include in http",
  write: ({ entries }) =>
    text([
      ...head("#", "In a server or location: if ($smartlog_blocked) { return 403; }"),
      "geo $smartlog_class {",
      '  default "";',
      ...entries.map((entry) => `  ${cidr(entry.network)} ${entry.class};`),
      "}",
      "map $smartlog_class $smartlog_blocked {",
      "  default 1;",
      '  "" 0;',
      "}",
    ]),
};
