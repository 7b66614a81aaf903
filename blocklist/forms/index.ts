/** All forms, by the name that the command has for them. */
import { apache } from "./apache.ts";
import { caddy } from "./caddy.ts";
import { fail2ban } from "./fail2ban.ts";
import type { Form } from "./form.ts";
import { ipset } from "./ipset.ts";
import { json } from "./json.ts";
import { cidrs, haproxy, plain } from "./lines.ts";
import { nftables } from "./nftables.ts";
import { nginxDeny, nginxMap } from "./nginx.ts";

export const FORMS = {
  plain,
  cidr: cidrs,
  "nginx-deny": nginxDeny,
  "nginx-map": nginxMap,
  apache,
  caddy,
  haproxy,
  nftables,
  ipset,
  fail2ban,
  json,
} as const satisfies Readonly<Record<string, Form>>;

export type FormName = keyof typeof FORMS;
export const FORM_NAMES = Object.keys(FORMS) as FormName[];
