/**
 * Paths that a front and a servlet container read differently: parameters of a segment (`;x`), dots and slashes in other
 * spellings, ends that a rule for another file matches. What stands behind the trick was to be kept from outside.
 */

import { grammar, lines } from "../lib/grammar.ts";
import { LEXICON } from "../lib/lexicon.ts";
import type { Random } from "../lib/random.ts";
import { FOLDERS } from "./probe-words.ts";
import { spelledSteps } from "./spellings.ts";

const RULES = grammar({
  ...LEXICON,
  folder: FOLDERS,
  start: [
    ["/«open»/«step*1-5»«private»", 14],
    ["/«step*1-6»«private»", 8],
    ["/«open»/«open»/«step*1-4»«private»", 4],
    ["/«page»/«step*1-3»«private»", 4],
    ["/«private»;««letter»|«rnd».«css|js|jpg»|v=«digit».jsp|%2e%2e|%2f..%2f|..|«digit»»", 4],
    ["/«private»;/«asset»", 3],
    ["/«private»;.«css|js|png|ico|html|jsp|wadl|json»", 4],
    ["/;/«private»", 4],
    ["/;«parameter»/«private»", 3],
    ["/«open»;/«private»", 4],
    ["/«open»;/..;/«private»", 3],
    ["/«open»;«parameter»/../«private»", 2],
    ["/./«private»", 1.5],
    ["//«private»", 1],
    ["/%2e/«private»", 3],
    ["/%2f/«private»", 1.5],
    ["/«private»%2f", 0.7],
    ["/«private»/%2e«%2e|»«/|»", 1],
    ["/«private»«%20|%09|%00|%0a|%0d|%23|%3f|%5c|..;|/..;/|/;/|/./|/.|;|~|..»", 4],
    ["/«private»«%00|%0a|%23|%3f».«css|js|png|ico|html|json»", 2],
    ["/«open»/%2e%2e%2f«private»", 2],
    ["/«open»«%2f|%5c|%252f|%255c»..«%2f|%5c|%252f|%255c»«private»", 2],
    ["/«open»..%2f«private»", 1],
    ["/«open»../«private»", 1.5],
    ["/«open»/../«private»", 5],
    ["/«open»/../../«private»", 3],
    ["/«private».«css|js|json|html|png|ico|xml|svc»?«|«letter»=«int»»", 0.5],
    ["/«private»/«rnd».«css|js|png|ico»", 0.5],
  ],
  step: [
    "..;/",
    "..;/",
    "..;/",
    "..;«letter»/",
    "..;«rnd»=«int»/",
    "/..;/",
    ".;/",
    ";/",
    "..%3b/",
    "%2e%2e;/",
    "..;%2f",
    "%2e%2e%3b/",
    "../",
    "..%2f",
  ],
  parameter: [
    "«letter»",
    "«rnd»",
    "«rnd»=«int»",
    "jsessionid=«letter»",
    "«letter».«css|js|jpg»",
    "v=«digit».jsp",
    "«ext»",
    "%2e%2e",
    "%2f..%2f",
  ],
  open: lines`
    «folder»
    «images|static|public|assets|css|js|img|theme|resources|error|login|docs|help|health|favicon.ico|index.html|api|app|portal|web|vpn|console|rest|services|webjars|common|media|fonts|npm-pwg|open|guest|unauth|setup|account»
    «noun»`,
  page: [
    "«login|index|home|error|about|default|forgotPassword|main|status|view|welcome».«jsp|do|action|html|php|aspx|xhtml»",
    "«rnd».«jsp|do|action|html»",
  ],
  asset: ["«rnd».«css|js|png|jpg|ico|woff»", "style.css", "app.js", "favicon.ico"],
  private: lines`
    «admin|manager/html|manager/status|host-manager/html|manager/text/list|console|console.portal|actuator|actuator/env|actuator/heapdump|actuator/gateway/routes|env|heapdump|jolokia/list|druid/index.html|swagger-ui.html|v2/api-docs|h2-console|metrics|trace»
    «WEB-INF/web.xml|WEB-INF/classes/application.properties|WEB-INF/applicationContext.xml|META-INF/MANIFEST.MF|META-INF/context.xml|web.config|WEB-INF/«rnd».«xml|properties|jsp»|server-status|.env|.git/config|config.json»
    «admin/«users|user/list|config|login|index.jsp|export|api|settings|«rnd»»|api/«admin|config|internal»|internal/«rnd»|private/«rnd»|rest/«users|config|«rnd»»|services/«rnd»|setup/«setupadministrator.action|index.jsp|«rnd».jsp»|user/create»
    «wizard/«Rnd».xhtml|«noun»/«Rnd».«do|jsp|action|xhtml|cgi|jspx»|«Rnd»Export|«Rnd»Servlet|«rnd».«jsp|do|action|cgi|jspx»|usp/«rnd»«Rnd».do|tmui/«rnd».jsp|hsqldb|jmx-console|invoker/JMXInvokerServlet|axis2/services/listServices|webadmin/«rnd».jsp|vpns/«rnd».«pl|conf»|cfg/«rnd».conf»`,
});

/** A path in which the way to a private page is disguised. */
export function pathTrick(rng: Random): string {
  const path = RULES(rng);
  // The dots and slashes themselves in a spelling that only a decoder undoes.
  return rng.chance(0.18) ? spelledSteps(rng, path) : path;
}
