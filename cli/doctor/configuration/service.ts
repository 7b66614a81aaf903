import { printable } from "../../lib/output.ts";
import { isOn } from "../config/settings.ts";
import type { ShipperConfig } from "../config/shipper-config.ts";
import type { Findings } from "../finding.ts";

/** Fluent Bit's own default. */
const EVERYWHERE = "0.0.0.0";
const LOOPBACK = /^(?:127\.|localhost$|::1$|\[::1\]$)/;

/** What holds for all plugins: reload, buffers on disk, the control port. */
export function checkService({ service, inputs }: ShipperConfig, findings: Findings): void {
  const isReloadable = isOn(service.get("hot_reload"));
  if (isReloadable) findings.ok("hot-reload-off", "hot_reload is on: a new model is taken without a restart");
  else
    findings.warning("hot-reload-off", "hot_reload is off: a new model is taken only by a restart", {
      breaks: "After each training the old weights stay in service.",
      remedy: "Set hot_reload: on under service.",
    });
  const onDisk = inputs.find(({ settings }) => settings.get("storage.type")?.toLowerCase() === "filesystem");
  if (onDisk)
    findings.check(
      "storage-no-path",
      Boolean(service.get("storage.path")),
      `chunks are kept in ${printable(service.get("storage.path") ?? "")}`,
      "inputs ask for storage.type filesystem, but the service has no storage.path",
      {
        breaks: "Fluent Bit does not start, or keeps what is not delivered in memory only.",
        remedy: "Set storage.path under service to a folder that Fluent Bit may write to.",
        at: onDisk.at,
      },
    );
  if (isOn(service.get("storage.checksum")))
    findings.error("storage-checksum", "storage.checksum is on", {
      breaks: "After a kill the chunk that was being written is thrown away, with all events in it.",
      remedy: "Leave storage.checksum out.",
      at: service.at("storage.checksum"),
    });
  checkControlPort({ isReloadable }, service, findings);
}

function checkControlPort(
  { isReloadable }: { isReloadable: boolean },
  service: ShipperConfig["service"],
  findings: Findings,
): void {
  if (!isOn(service.get("http_server"))) return;
  const listen = service.get("http_listen") || EVERYWHERE;
  const at = service.at("http_server");
  const remedy = "Set http_listen: 127.0.0.1 under service.";
  if (LOOPBACK.test(listen))
    findings.ok("control-port-open", `its HTTP server listens on ${listen} only`, at);
  else if (isReloadable)
    findings.error(
      "control-port-open",
      `its HTTP server listens on ${printable(listen)}, and takes reloads`,
      {
        breaks: "Whoever reaches the port can reload the shipper again and again, and read its metrics.",
        remedy,
        at,
      },
    );
  else
    findings.warning("control-port-open", `its HTTP server listens on ${printable(listen)}`, {
      breaks: "Whoever reaches the port can read the shipper's configuration and metrics.",
      remedy,
      at,
    });
}
