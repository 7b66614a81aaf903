import type { IncidentName, Scenario } from "../types.ts";
import { loginAfterFailures, spraying } from "./logins.ts";
import { dnsOutage, dnsTunnel, portScan } from "./network.ts";
import { badDeploy, diskFilling, silentLog, slowLeak } from "./service.ts";
import { crawl, credentialStuffing, crowd, scanner } from "./web.ts";

export const SCENARIOS: Readonly<Record<IncidentName, Scenario>> = {
  scanner,
  crowd,
  "credential-stuffing": credentialStuffing,
  spraying,
  "login-after-failures": loginAfterFailures,
  "port-scan": portScan,
  "dns-tunnel": dnsTunnel,
  "dns-outage": dnsOutage,
  "bad-deploy": badDeploy,
  "slow-leak": slowLeak,
  "disk-filling": diskFilling,
  "silent-log": silentLog,
  crawl,
};
