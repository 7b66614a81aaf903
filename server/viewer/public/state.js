/** The page's state, which the address bar holds: time range and variables. */

export const state = {
  uid: decodeURIComponent(location.pathname.split("/").at(-1)),
  from: "",
  to: "",
  dashboard: undefined,
  values: new Map(),

  /** Reads the URL, with the dashboard's own values as defaults. */
  load(dashboard) {
    const url = new URLSearchParams(location.search);
    // The server has chosen a range where the address has none.
    const chosen = document.getElementById("panels").dataset;
    this.dashboard = dashboard;
    this.from = url.get("from") ?? chosen.from ?? dashboard.time.from;
    this.to = url.get("to") ?? chosen.to ?? dashboard.time.to;
    this.values = new Map();
    for (const { name } of dashboard.templating.list) {
      const values = url.getAll(`var-${name}`);
      // Grafana's spellings of an unrestricted variable.
      const isAll = values.includes("$__all") || values.join() === "All";
      if (values.length > 0 && !isAll) this.values.set(name, values);
    }
  },

  /** Of all variables for which something is chosen, or of one of them. */
  variableParameters(only) {
    const parameters = new URLSearchParams();
    for (const [name, values] of this.values)
      for (const value of values)
        if (only === undefined || only === name) parameters.append(`var-${name}`, value);
    return parameters;
  },

  parameters() {
    const parameters = new URLSearchParams({ from: this.from, to: this.to });
    for (const [name, value] of this.variableParameters()) parameters.append(name, value);
    return parameters;
  },

  /** Adds the state to the address bar and the history. */
  save() {
    const parameters = this.parameters();
    const refresh = new URLSearchParams(location.search).get("refresh");
    if (refresh) parameters.set("refresh", refresh);
    history.pushState(null, "", `?${parameters}`);
  },
};

/** @throws Error whose `passes` is true where the server or its database is unavailable for now */
export async function getJson(path) {
  const response = await fetch(path, { headers: { accept: "application/json" } }).catch(() => {
    throw Object.assign(new Error("the server does not answer"), { passes: true });
  });
  if (response.status === 401)
    location.assign(`/login?to=${encodeURIComponent(location.pathname + location.search)}`);
  const body = await response.json();
  if (!response.ok)
    throw Object.assign(new Error(body.next ? `${body.detail}. ${body.next}` : body.detail), {
      passes: response.status === 503,
    });
  return body;
}
