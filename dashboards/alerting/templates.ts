/**
 * Messages, in Grafana's template language: what, who, how many, three lines, and where to look. Without any `$`, which
 * provisioning takes for an environment variable.
 */
export const TEMPLATES = [
  {
    orgId: 1,
    name: "smartlog.title",
    template: `{{ define "smartlog.title" -}}
[{{ if eq .Status "firing" }}{{ len .Alerts.Firing }} firing{{ else }}resolved{{ end }}] {{ .CommonLabels.alertname }}
{{- if .CommonLabels.source }} from {{ .CommonLabels.source }}{{ end }}
{{- if .CommonLabels.site }} on {{ .CommonLabels.site }}{{ end }}
{{- end }}`,
  },
  {
    orgId: 1,
    name: "smartlog.text",
    template: `{{ define "smartlog.alert" -}}
{{ .Annotations.summary }}
{{ if .Labels.source }}Source: {{ .Labels.source }}{{ if .Labels.country }} ({{ .Labels.country }}){{ end }}
{{ end }}Count: {{ with index .Values "A" }}{{ printf "%.4g" . }}{{ end }} {{ .Annotations.unit }}
{{ if .Labels.sample }}First lines today:
{{ .Labels.sample }}
{{ end }}What to do: {{ .Annotations.description }}
{{ if .DashboardURL }}Look: {{ .DashboardURL }}{{ else if .GeneratorURL }}Look: {{ .GeneratorURL }}{{ end }}
{{ end }}
{{ define "smartlog.text" -}}
{{ range .Alerts.Firing }}{{ template "smartlog.alert" . }}
{{ end }}{{ if .Alerts.Resolved }}Resolved:
{{ range .Alerts.Resolved }}- {{ .Annotations.summary }}
{{ end }}{{ end }}
{{- end }}`,
  },
];
