/** What the options and the files that they name say of the list. */
import { allowFile, policyFile } from "../../blocklist/lib/files.ts";
import { type Network, networkOf } from "../../blocklist/lib/network.ts";
import { ownNetworks, type Place } from "../../blocklist/lib/never.ts";
import {
  allowedOf,
  classOf,
  DEFAULT_POLICY,
  durationMs,
  mostOf,
  type Policy,
} from "../../blocklist/lib/policy.ts";
import { defaultModulePath } from "../../host/module.ts";
import { CDNS } from "../../trainer/model/cdn-ranges.ts";
import { trustedProxies } from "../../trainer/model/proxies.ts";
import { readModule } from "../lib/publishing.ts";

export interface PolicyOptions {
  policy?: string;
  class?: string[];
  expiry?: string;
  allow?: string[];
  allowFile?: string[];
  most?: string;
}

/** The environment's file, then the options. @throws BlocklistError */
export function policyOf(options: PolicyOptions): Policy {
  const file = options.policy ?? (process.env.SMARTLOG_BLOCKLIST || undefined);
  const policy = file === undefined ? DEFAULT_POLICY : policyFile(file);
  const { class: classes, expiry, allow = [], allowFile: files = [], most } = options;
  return {
    classes: classes ? Object.fromEntries(classes.map(classOf)) : policy.classes,
    expiryMs: expiry === undefined ? policy.expiryMs : durationMs(expiry),
    allow: [...policy.allow, ...allow.map(allowedOf), ...files.flatMap(allowFile)],
    most: most === undefined ? policy.most : mostOf(most),
  };
}

/** This machine, the proxies that its module trusts, and the networks of CDNs. */
export function placeOf(module?: string): Place {
  const { proxies } = trustedProxies(readModule(module ?? defaultModulePath()));
  const cdns = Object.values(CDNS).flatMap(({ ranges }) => ranges);
  return { own: ownNetworks(), proxies: networks([...proxies, ...cdns]) };
}

function networks(texts: readonly string[]): Network[] {
  return texts.flatMap((text) => networkOf(text) ?? []);
}
