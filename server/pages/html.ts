export { Html, html } from "../../host/html.ts";
