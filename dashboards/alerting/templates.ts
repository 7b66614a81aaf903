/**
 * Messages, in Grafana's template language: what, who, how many, a line, and where to look.
 *
 * What an attacker may have written (lines, names of users and sites) goes through `plain`: in Slack, `<…>` is a link or
 * calls everybody.
 */
const plain = (value: string) => `{{ ${value} | reReplaceAll "<" "‹" | reReplaceAll ">" "›" }}`;

export const TEMPLATES = [
  {
    orgId: 1,
    name: "smartlog.title",
    template: `{{ define "smartlog.title" -}}
[{{ if eq .Status "firing" }}{{ len .Alerts.Firing }} firing{{ else }}resolved{{ end }}] {{ .CommonLabels.alertname }}
{{- if .CommonLabels.source }} from ${plain(".CommonLabels.source")}{{ end }}
{{- if .CommonLabels.site }} on ${plain(".CommonLabels.site")}{{ end }}
{{- end }}`,
  },
  {
    orgId: 1,
    name: "smartlog.text",
    template: `{{ define "smartlog.alert" -}}
{{ if .Annotations.summary }}${plain(".Annotations.summary")}{{ else }}{{ .Labels.alertname }} {{ .Labels.rulename }}{{ end }}
{{ if .Labels.source }}Source: ${plain(".Labels.source")}{{ if .Labels.country }} ({{ .Labels.country }}){{ end }}
{{ end }}{{ if .Annotations.count }}Count: {{ .Annotations.count }}
{{ end }}{{ if .Labels.sample }}First line:
${plain(".Labels.sample")}
{{ end }}{{ if .Annotations.description }}What to do: {{ .Annotations.description }}
{{ end }}{{ if .Annotations.events }}Events: {{ .Annotations.events }}
{{ end }}{{ if .PanelURL }}Panel: {{ .PanelURL }}
{{ else if .DashboardURL }}Dashboard: {{ .DashboardURL }}
{{ else if .GeneratorURL }}Rule: {{ .GeneratorURL }}
{{ end }}{{ end }}
{{ define "smartlog.text" -}}
{{ range .Alerts.Firing }}{{ template "smartlog.alert" . }}
{{ end }}{{ if .Alerts.Resolved }}Resolved:
{{ range .Alerts.Resolved }}- ${plain(".Annotations.summary")}
{{ end }}{{ end }}
{{- end }}`,
  },
];
