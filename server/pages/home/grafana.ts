import { StartError } from "../../start-error.ts";

/** Without the slash at its end. @throws StartError where it is no address of http or https */
export function checkedGrafanaUrl(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "")
    return url.href.replace(/\/+$/, "");
  throw new StartError("SMARTLOG_GRAFANA_URL is no address", {
    nextStep: "Give Grafana's, as https://grafana.example or https://example.org/grafana.",
  });
}
