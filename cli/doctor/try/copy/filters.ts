/** Filters and processors in the copy: as they are, so long as nothing of them leaves the machine or writes to it. */
import type { Change } from "../report.ts";
import { safeLua } from "./lua.ts";
import { type CopySection, settingOf, without, withSettings } from "./section.ts";

const MOST_FLUSH_MS = 500;

/** Run as they are. */
const SELF_CONTAINED = new Set([
  ...["alter_size", "checklist", "expect", "geoip2", "grep", "log_to_metrics", "lua", "modify", "multiline"],
  ...["nest", "parser", "record_modifier", "rewrite_tag", "stdout", "sysinfo", "type_converter", "wasm"],
  ...["kubernetes", "content_modifier", "labels", "metrics_selector", "sampling", "sql", "tda"],
  ...["cumulative_to_delta", "opentelemetry_envelope"],
]);
const LEFT_OUT: Readonly<Record<string, string>> = {
  aws: "left out: it asks for metadata over the network",
  ecs: "left out: it asks for metadata over the network",
  gcp_metadata: "left out: it asks for metadata over the network",
  azure_metadata: "left out: it asks for metadata over the network",
  nightfall: "left out: it sends the lines over the network",
  throttle: "left out: the sample comes all at once",
  throttle_size: "left out: the sample comes all at once",
};
/** Settings that name a file. */
const PATHS: Readonly<Record<string, string>> = { checklist: "file", geoip2: "database", wasm: "wasm_path" };
const OF_THE_API = [
  ...["kube_url", "kube_ca_", "kube_token_", "kube_meta_", "kubelet_", "use_kubelet", "tls", "tls.", "dns_"],
  ...["aws_", "namespace_labels", "namespace_annotations", "namespace_metadata_only", "use_tag_for_meta"],
];

/** What the filters of a copy are made with. */
export interface Surroundings {
  /** A folder for scripts. */
  folder: string;
  /** The full path of a file that the configuration names. */
  pathOf: (path: string) => string;
  tell: (change: Change) => void;
}

/** A section of the configuration and where it stands. */
export interface Placed {
  section: CopySection;
  where: string;
  at?: string | undefined;
}

/** The filter as it can be tried; undefined where it is left out, which is told. */
export function safeFilter(
  { section, where, at }: Placed,
  name: string,
  { folder, pathOf, tell }: Surroundings,
): CopySection | undefined {
  const { plugin } = section;
  const change = (why: string) => tell({ where, ...(at === undefined ? {} : { at }), why });
  if (!SELF_CONTAINED.has(plugin)) {
    change(LEFT_OUT[plugin] ?? "left out: what it does is not known here");
    return undefined;
  }
  const file = PATHS[plugin];
  const path = file && settingOf(section, file);
  const placed = file && path ? withSettings(section, { [file]: pathOf(path) }) : section;
  switch (plugin) {
    case "lua": {
      const lua = safeLua(placed, folder, name, pathOf);
      if (typeof lua !== "string") return lua;
      change(lua);
      return undefined;
    }
    case "wasm":
      return without(placed, ["accessible_paths"]);
    case "kubernetes":
      change("asks no API server: metadata are those of the tag, without labels and annotations");
      return withSettings(without(placed, OF_THE_API), { use_tag_for_meta: "on" });
    case "multiline":
    case "rewrite_tag":
      return buffered(placed);
    default:
      return placed;
  }
}

/** A filter that hands records to an input of its own: without files, and soon. */
function buffered(section: CopySection): CopySection {
  const filter = without(section, ["emitter_storage."]);
  if (section.plugin !== "multiline") return filter;
  const flush = Number(settingOf(section, "flush_ms"));
  return withSettings(filter, {
    flush_ms: String(flush > 0 ? Math.min(flush, MOST_FLUSH_MS) : MOST_FLUSH_MS),
  });
}
