/**
 * The names of everything that the learners see, in the order of their numbers. Their hash is the feature-schema hash:
 * a model made for other names is refused.
 */

import { ascii, bytesOf, lengthOf } from "../text/ascii";
import { FNV_OFFSET, fnv } from "../text/hash";
import { list, literalOf } from "../text/list";
import { FEATURE_NAMES } from "./features";

/** Kinds, numbered. */
export const WEB: u32 = 0;
export const AUTH: u32 = 1;
export const DNS: u32 = 2;
export const FIREWALL: u32 = 3;
export const APP: u32 = 4;
export const SYSLOG: u32 = 5;
export const UNKNOWN: u32 = 6;
export const KIND_COUNT: u32 = 7;
export const KIND_NAMES: usize = list(ascii("web,auth,dns,firewall,app,syslog,unknown"));

/** Field names of the event contract, in the order of fields.ts. */
export const FIELD_NAMES: usize = list(
  ascii(
    `ip,method,path,status,bytes,ua,ref,host,service,level,ms,user,outcome,qname,qtype,rcode,action,proto,dst,sport,
    dport,iface,line,file,offset,request,query,version,time,seconds,priority,message,nanoseconds,ident`,
  ),
);

/** FNV-1a of a list's names, continued from `hash`. */
function hashNames(names: usize, hash: u32): u32 {
  const literal = literalOf(names);
  return fnv(bytesOf(literal), bytesOf(literal) + lengthOf(literal), hash);
}

/** The feature-schema hash of blob.ts. */
export function schemaHash(): u32 {
  return hashNames(KIND_NAMES, hashNames(FIELD_NAMES, hashNames(FEATURE_NAMES, FNV_OFFSET)));
}
