/** What the address bar says: time range, variables, refresh. */

export const state = {
  uid: decodeURIComponent(location.pathname.split("/").at(-1)),
  from: "",
  to: "",
  refresh: "",
  dashboard: undefined,

  /** Reads the URL; what it doesn't say is the dashboard's own. */
  load(dashboard) {
    const url = new URLSearchParams(location.search);
    this.dashboard = dashboard;
    this.from = url.get("from") ?? dashboard.time.from;
    this.to = url.get("to") ?? dashboard.time.to;
    this.refresh = url.get("refresh") ?? dashboard.refresh ?? "";
    this.values = new Map();
    for (const { name } of dashboard.templating.list) {
      const values = url.getAll(`var-${name}`);
      // As Grafana's links write that nothing in particular is chosen.
      const isAll = values.includes("$__all") || values.join() === "All";
      if (values.length > 0 && !isAll) this.values.set(name, values);
    }
  },

  variableParameters() {
    const parameters = new URLSearchParams();
    for (const [name, values] of this.values)
      for (const value of values) parameters.append(`var-${name}`, value);
    return parameters;
  },

  parameters() {
    const parameters = new URLSearchParams({ from: this.from, to: this.to });
    for (const [name, value] of this.variableParameters()) parameters.append(name, value);
    return parameters;
  },

  /** Puts it all into the address bar, so that it can be sent to somebody and gone back from. */
  save() {
    const parameters = this.parameters();
    if (this.refresh !== (this.dashboard.refresh ?? "")) parameters.set("refresh", this.refresh);
    history.pushState(null, "", `?${parameters}`);
  },
};

/** An error whose `passes` is true is one of the moment: the server or its database is away. */
export async function getJson(path) {
  const response = await fetch(path, { headers: { accept: "application/json" } }).catch(() => {
    throw Object.assign(new Error("the server does not answer"), { passes: true });
  });
  if (response.status === 401)
    location.assign(`/login?to=${encodeURIComponent(location.pathname + location.search)}`);
  const body = await response.json();
  if (!response.ok)
    throw Object.assign(new Error(body.next ? `${body.error}. ${body.next}` : body.error), {
      passes: response.status === 503,
    });
  return body;
}
