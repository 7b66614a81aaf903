/** Fields of a record. Those of the event contract come first, in the order in which they are written. */
import { ascii } from "../text/ascii";
import { list } from "../text/list";

export const enum Field {
  Ip,
  Method,
  Path,
  Status,
  Bytes,
  Ua,
  Ref,
  Host,
  Service,
  Level,
  Ms,
  User,
  Outcome,
  Qname,
  Qtype,
  Rcode,
  Action,
  Proto,
  Dst,
  Sport,
  Dport,
  Iface,
  /** Address of who connected, where {@link Field.Ip} is out of a header (parse/client.ts). */
  Peer,

  // From here on: read by the filter, and not written.
  /** The line itself (`log`, `message`, …). */
  Line,
  /** File and offset in it, which make an event's id. */
  File,
  Offset,
  /** A whole request line, `GET /x HTTP/1.1`. */
  Request,
  /** Query string, where it comes apart from the path. */
  Query,
  /** HTTP version. */
  Version,
  /** Time of the event in any form that text/time.ts reads. */
  Time,
  /** A duration in seconds; {@link Field.Ms} has it in milliseconds. */
  Seconds,
  /** A severity number of syslog (RFC 5424). */
  Priority,
  /** Message of a service, where the record has it apart from the line. */
  Message,
  /** A duration in nanoseconds (ECS `event.duration`). */
  Nanoseconds,
  /** Name of the program in a parsed syslog or journal record. */
  Ident,
  /** A list of addresses that proxies wrote, each behind the others: `X-Forwarded-For`, `Forwarded` (RFC 7239). */
  Forwarded,
  /** One address that a proxy wrote: `X-Real-IP`, `CF-Connecting-IP`. */
  Client,
}

/** How many fields the event contract has: those in front of the line itself. */
export const CONTRACT_FIELDS: u32 = Field.Line;
export const FIELD_COUNT: u32 = Field.Client + 1;

/** Names of the fields, in the order of {@link Field}; those of the contract are the event's keys. */
export const FIELD_NAMES: usize = list(
  ascii(
    `ip,method,path,status,bytes,ua,ref,host,service,level,ms,user,outcome,qname,qtype,rcode,action,proto,dst,sport,
    dport,iface,peer,line,file,offset,request,query,version,time,seconds,priority,message,nanoseconds,ident,forwarded,
    client`,
  ),
);
