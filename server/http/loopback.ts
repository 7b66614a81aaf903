import { isIPv4 } from "node:net";

/** Whether an address or name can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  return /^(localhost|\[::1\]|::1)$/i.test(host) || (isIPv4(host) && host.startsWith("127."));
}
