/** Where one can go: the rail of every page. */
import { type Html, html } from "../../host/html.ts";
import type { Principal } from "../http/principal.ts";
import { icon } from "./icon.ts";

export interface Place {
  /** As pages name where they are ({@link Page.here}). */
  name: string;
  path: string;
  text: string;
  icon: string;
  /** Whether only an administrator may go there: others are not offered it. */
  isForAdmins?: boolean;
}

export interface PlaceGroup {
  /** Empty for the first, which needs none. */
  title: string;
  places: readonly Place[];
}

export const PLACES: readonly PlaceGroup[] = [
  {
    title: "",
    places: [
      { name: "home", path: "/", text: "Home", icon: "house" },
      { name: "incidents", path: "/incidents", text: "Incidents", icon: "siren" },
      { name: "explore", path: "/explore", text: "Explore", icon: "search" },
      { name: "live", path: "/live", text: "Live", icon: "radio" },
      { name: "sources", path: "/sources", text: "Sources", icon: "network" },
    ],
  },
  {
    title: "Dashboards",
    places: [
      { name: "smartlog-overview", path: "/d/smartlog-overview", text: "Overview", icon: "layout-dashboard" },
      { name: "smartlog-web", path: "/d/smartlog-web", text: "Web", icon: "globe" },
      { name: "smartlog-access", path: "/d/smartlog-access", text: "Access", icon: "key-round" },
      { name: "smartlog-anomalies", path: "/d/smartlog-anomalies", text: "Anomalies", icon: "activity" },
      { name: "smartlog-relations", path: "/d/smartlog-relations", text: "Relations", icon: "share-2" },
      {
        name: "smartlog-incidents",
        path: "/d/smartlog-incidents",
        text: "Incidents over time",
        icon: "history",
      },
      { name: "smartlog-model", path: "/d/smartlog-model", text: "Model", icon: "brain" },
      { name: "smartlog-pipeline", path: "/d/smartlog-pipeline", text: "Pipeline", icon: "workflow" },
    ],
  },
  {
    title: "Teach and tune",
    places: [
      { name: "review", path: "/review", text: "Review", icon: "message-square-text" },
      { name: "taught", path: "/taught", text: "Taught", icon: "book-open" },
      { name: "mutes", path: "/mutes", text: "Mutes", icon: "bell-off" },
      { name: "rules", path: "/rules", text: "Rules", icon: "list-filter" },
      {
        name: "visitor-feedback",
        path: "/visitor-feedback",
        text: "Visitors say",
        icon: "user",
        isForAdmins: true,
      },
      { name: "settings", path: "/settings/account", text: "Settings", icon: "settings" },
    ],
  },
  { title: "For programs", places: [{ name: "api", path: "/api", text: "API", icon: "link" }] },
];

/** Of who isn't logged in and sees a public dashboard. */
const PUBLIC: readonly PlaceGroup[] = [
  { title: "", places: [{ name: "login", path: "/login", text: "Log in", icon: "user" }] },
];

/** Always there on a wide window; on a narrow one a drawer that a button of the bar opens, without a script. */
export function rail(here: string | undefined, { kind, rights }: Principal): Html {
  return html`<nav id="rail" class="rail" aria-label="Main" popover>
${(kind === "public" ? PUBLIC : PLACES).map(
  ({ title, places }) => html`${title === "" ? "" : html`<h2>${title}</h2>`}
<ul>${places
    .filter(({ isForAdmins }) => !isForAdmins || rights.has("admin"))
    .map(
      ({ name, path, text, icon: symbol }) =>
        html`<li><a href="${path}" data-place="${name}"${name === here ? html` aria-current="page"` : ""}>${icon(symbol)}<span>${text}</span></a></li>`,
    )}</ul>`,
)}
</nav>`;
}
