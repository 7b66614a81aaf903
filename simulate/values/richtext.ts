/** Text with markup that editors produce, in moderation: Markdown, BBCode, the HTML of a rich-text field. */
import { grammar, lines } from "../lib/grammar.ts";
import type { Random } from "../lib/random.ts";
import { noun, PROSE } from "./prose.ts";
import { TECHNICAL } from "./technical.ts";

const RULES = grammar({
  text: (rng) => PROSE.message(rng),
  phrase: (rng) => PROSE.query(rng),
  thing: (rng) => noun(rng),
  url: (rng) => TECHNICAL.url(rng),
  n: (rng) => String(rng.int(1, 400)),
  nl: ["\n", "\r\n"],
  start: [
    ["«markdown»", 6],
    ["«html»", 4],
    ["«bbcode»", 1],
    ["«wiki»", 1],
  ],
  markdown: lines`
    # «phrase»«nl»«nl»«text»
    **«phrase»** «text»
    * «phrase»«nl»* «phrase»«nl»* «phrase»
    1. «phrase»«nl»2. «phrase»
    [«phrase»](«url»)
    ![«thing»](«url»)
    > «text»«nl»«nl»«text»
    \`«thing»\` is «phrase»
    _«phrase»_ – «text»
    | «thing» | «thing» |«nl»|---|---|«nl»| «n» | «n» |
    ## «thing»«nl»---«nl»«text»
    ~~«phrase»~~ «text»
    - [x] «phrase»«nl»- [ ] «phrase»
    «text»«nl»«nl»--«nl»Sent from my «thing»`,
  html: lines`
    <p>«text»</p>
    <p>«phrase»</p><p>&nbsp;</p>
    <p><strong>«phrase»</strong></p>
    «phrase»<br>«phrase»<br/>
    <b>«phrase»</b>
    <em>«thing»</em> «phrase»
    <p>«phrase» <a href="«url»">«thing»</a></p>
    <ul><li>«phrase»</li><li>«phrase»</li></ul>
    <h2>«phrase»</h2><p>«text»</p>
    <p style="text-align: center;">«phrase»</p>
    <span style="color: #ff0000">«phrase»</span>
    <div>«phrase»</div>
    <blockquote>«text»</blockquote>
    <p><img src="«url»" alt="«thing»" width="«n»" height="«n»" /></p>
    <table><tbody><tr><td>«thing»</td><td>«n»</td></tr></tbody></table>
    &lt;«thing»&gt; &amp; «phrase»
    «phrase» &copy; «thing» &euro;«n»`,
  bbcode: [
    "[b]«phrase»[/b]",
    "[url=«url»]«thing»[/url]",
    "[quote=«thing»]«text»[/quote]",
    "[img]«url»[/img]",
    "[color=red]«phrase»[/color] :)",
    "[*]«phrase»[*]«phrase»",
  ],
  wiki: [
    "== «phrase» ==",
    "'''«phrase»''' ''«thing»''",
    "[[«thing»|«phrase»]]",
    "{{Infobox «thing»}}",
    "* «phrase» <ref>«phrase»</ref>",
    '{| class="wikitable"«nl»! «thing»«nl»|}',
    "«phrase» ~~~~",
  ],
});

/** A piece of marked-up text. */
export const richText = (rng: Random) => RULES(rng);
