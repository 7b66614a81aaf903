/** Name servers and firewalls: what was asked for and turned away. */
import type { SmartlogEvent } from "../../host/event.ts";
import { type Counted, TopCounter } from "./count/top.ts";

export interface Asked extends Counted {
  failed: number;
}

const NAMES = 2_000;
const PORTS = 500;

export class NetworkFigures {
  queries = 0;
  failedQueries = 0;
  allowed = 0;
  denied = 0;
  readonly names = new TopCounter<Asked>(NAMES, () => ({ failed: 0 }));
  readonly clients = new TopCounter<Asked>(NAMES, () => ({ failed: 0 }));
  /** Of packets that were turned away. */
  readonly ports = new TopCounter<Counted>(PORTS, () => ({}));
  readonly sources = new TopCounter<Counted>(NAMES, () => ({}));

  add({ kind, qname, ip, rcode, action, proto, dport }: SmartlogEvent): void {
    if (kind === "dns") {
      this.queries++;
      const isFailed = rcode !== undefined && rcode !== "NOERROR";
      if (isFailed) this.failedQueries++;
      if (qname) this.names.add(qname).failed += Number(isFailed);
      if (ip) this.clients.add(ip).failed += Number(isFailed);
    } else if (kind === "firewall") {
      if (action !== "deny") this.allowed++;
      else {
        this.denied++;
        if (dport !== undefined) this.ports.add(`${dport}/${(proto ?? "").toLowerCase()}`);
        if (ip) this.sources.add(ip);
      }
    }
  }
}
