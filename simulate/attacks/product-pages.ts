/**
 * What the products that products.ts attacks serve to their own people, clients and monitors: the same folders and file
 * names, without the hole. Which of the two a request is must not be told by the product's name.
 */

import { grammar, lines } from "../lib/grammar.ts";
import { LEXICON } from "../lib/lexicon.ts";
import type { Random } from "../lib/random.ts";
import { ordinaryValue } from "../values/index.ts";
import { percentEncode } from "../values/percent.ts";

const encoded = (sort: string) => (rng: Random) => percentEncode(ordinaryValue(rng, sort).value, "upper");

const RULES = grammar({
  ...LEXICON,
  mail: encoded("email"),
  words: encoded("query"),
  place: encoded("city"),
  guid: ["«hex8»-«hex4»-4«hex1»«hex2»-8«hex1»«hex2»-«hex8»«hex4»"],
  device: ["«Rnd»«big»", "«hex32»", "ApplDN«rndmix»"],
  client: ["iPhone", "Android", "SAMSUNGSM«int4»", "Outlook", "WindowsMail", "iPad", "MacOutlook"],
  value: (rng) => percentEncode(ordinaryValue(rng).value, rng.pick(["upper", "form", "full"])),
  asked: [
    "«»",
    "«»",
    "?page=«int»",
    "?«noun»=«value»",
    "?«noun»=«value»&«noun»=«value»",
    "?q=«words»&sort=«noun»",
    "?name=«value»",
    "?email=«mail»",
  ],
  area: [
    "admin",
    "admin",
    "administrator",
    "backend",
    "manage",
    "manager",
    "dashboard",
    "panel",
    "internal",
    "private",
    "account",
    "api/admin",
    "api/internal",
    "rest",
    "services",
    "user",
    "setup",
    "console",
    "staff",
    "intranet",
  ],
  managed: [
    "users",
    "user",
    "users/«int»",
    "users/«int»/edit",
    "user/list",
    "config",
    "settings",
    "orders",
    "products/new",
    "reports/«noun»",
    "export",
    "login",
    "logs",
    "roles",
    "groups",
    "«noun»",
    "«noun»/«int»",
    "«noun»/«noun»",
    "«noun»/search",
    "index.jsp",
    "«noun».«do|action|jsp|xhtml|aspx|php»",
  ],
  /** Pages behind a login, files and plugins of any site. */
  site: lines`
    GET /«area»/«managed»«asked»
    GET /«area»/«managed»«asked»
    GET /«area»/«managed»«asked»
    GET /«area»/«managed»«asked»
    GET /«area»/«managed»;jsessionid=«hex32»«asked»
    GET /«noun»/«managed»«asked»
    GET /«noun»/«noun»;«noun»=«int»«asked»
    POST /«area»/«managed»
    POST /«noun»/«managed»
    PUT /«area»/«noun»/«int»
    GET /«public|static|assets|images|css|js|fonts|media»/«noun»/«noun».«png|css|js|jpg|svg|woff2»
    GET /«public|static|assets|images|css|js»/«noun».«css|js»?v=«hex8»
    GET /wp-content/plugins/«rnd»/«show|view|index|ajax|feed|«rnd»».php?«noun»=«value»
    GET /wp-content/plugins/«rnd»-«rnd»/«assets|public|includes|dist»/«js|css|images»/«rnd».«js|css|png»?ver=«digit».«digit».«digit»
    GET /wp-content/«uploads/20«digit»«digit»/0«small»/«rnd»-«rnd».«jpg|pdf|png|webp»|themes/«rnd»/«style.css?ver=«digit».«digit»|assets/«rnd».js|images/«rnd».png»|cache/«rnd»/«hex32».css»
    GET /cgi-bin/«noun».«cgi|pl»«asked»
    GET /vendor/«rnd»/«rnd»/dist/«rnd».min.«js|css»
    GET /«noun»/«noun»/«noun».«jsp|php|do|action|aspx|cfm»«asked»
    GET /«rnd»«small»/«rnd»/«rnd».«jsp|php|do|action|aspx»?«noun»=«value»
    GET /wp-content/plugins/«noun»/«noun».php?«noun»=«value»
    GET /«area»/«managed»?«noun»=«value»
    GET /bin/«rnd»/«rnd».js`,

  product: lines`
    GET /ssl-vpn/prelogin.esp?clientVer=4100&kerberos-support=yes&tmp=tmp&ipv6-support=yes
    POST /ssl-vpn/«login.esp|getconfig.esp|hipreportcheck.esp|logout.esp|agentmessage.esp»
    GET /global-protect/«prelogin.esp?kerberos-support=yes&clientVer=4100&clientos=Windows|getmsi.esp?version=64&platform=windows|portal/images/favicon.ico|portal/css/login.css|login.esp»
    GET /remote/«login?lang=en|login?redir=%2F|fgt_lang?lang=en|info|portal|fortisslvpn_xml|sslvpn_support.js|error?msg=«digit»»
    POST /remote/«logincheck|logout|saml/start»
    GET /dana-na/auth/url_default/welcome.cgi
    GET /dana/«home/index.cgi|home/starter.cgi?startpageonly=1|js/«rnd».js?«hex32»|fb/smb/wfb.cgi»
    POST /dana-na/auth/url_default/login.cgi
    POST /dana-ws/namedusers
    GET /vpn/«index.html|js/rdx.js?v=«hex32»|images/«rnd».png»
    GET /logon/LogonPoint/«index.html|receiver/js/ctxs.core.min.js|tmindex.html|custom/strings.en.js»
    POST /cgi/«login|logout|dlge»
    POST /p/u/«doAuthentication.do|getAuthenticationRequirements.do|setClient.do»
    GET /oauth/idp/.well-known/openid-configuration
    GET /oauth/idp/«certs|login?client_id=«rnd»&redirect_uri=https%3A%2F%2F«rnd».example.com%2Fcallback&response_type=code&scope=openid»
    GET /+CSCOE+/«logon.html#form_title_text|logon.html|portal.css|saml/sp/metadata/«rnd»|win.js»
    POST /+webvpn+/index.html
    GET /CACHE/stc/profiles/«rnd».xml
    GET /«webui/|webui/dashboard|webui/images/«rnd».png|webui/js/«rnd».js|webui/index.html#/dashboard»
    POST /webui_wsma_http
    GET /tmui/«login.jsp|tmui/login/welcome.jsp|skins/Default/general.css|Control/form?__handler=/tmui/«rnd»/«rnd»&__source=list»
    GET /api/v2/monitor/«system/status|firewall/policy?vdom=root|router/ipv4|vpn/ssl»
    GET /owa/«|auth/logon.aspx?replaceCurrent=1&url=https%3A%2F%2Fmail.«rnd».example%2Fowa%2F|prem/15.«digit».«int4».«int»/scripts/boot.worldwide.0.mouse.js|service.svc?action=FindItem&EP=1&ID=-«int»&AC=1|ev.owa2?ns=PendingRequest&ev=PendingNotificationRequest&UA=0&cid=«guid»|auth/«digit»«digit».«digit».«int4»/themes/resources/«rnd».«css|png|gif»|auth/errorFE.aspx?httpCode=«404|500»»
    POST /owa/«service.svc?action=«GetItem|FindConversation|GetFolder|SyncFolderHierarchy|CreateItem»&EP=1&ID=-«int»&AC=1|auth.owa|sessiondata.ashx?appcacheclient=0»
    GET /autodiscover/autodiscover.json?Email=«mail»&Protocol=«ActiveSync|AutodiscoverV1|EWS|REST»&RedirectCount=«digit»
    GET /autodiscover/autodiscover.json/v1.0/«mail»?Protocol=«Autodiscoverv1|ActiveSync»
    «POST|GET» /«autodiscover/autodiscover.xml|Autodiscover/Autodiscover.xml|AutoDiscover/AutoDiscover.xml»
    POST /Microsoft-Server-ActiveSync?«Cmd=«Ping|Sync|FolderSync|ItemOperations|Settings»&User=«mail»&DeviceId=«device»&DeviceType=«client»|User=«mail»&DeviceId=«device»&DeviceType=«client»&Cmd=«Ping|Sync|FolderSync|GetItemEstimate»|«base64»»
    POST /«EWS/Exchange.asmx|ews/exchange.asmx|mapi/emsmdb/?MailboxId=«guid»@«rnd».example|mapi/nspi/?MailboxId=«guid»@«rnd».example|OAB/«guid»/oab.xml|rpc/rpcproxy.dll?«guid»@«rnd».example:6001»
    GET /ecp/«?rfr=owa&owaparam=modurl%3D0|default.aspx|15.«digit».«int4».«int»/scripts/«rnd».js|UsersGroups/Mailboxes.slab|PersonalSettings/HomePage.aspx»
    GET /geoserver/«wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=«rnd»:«rnd»&outputFormat=application%2Fjson&srsName=EPSG:«int4»&bbox=«int»,«int»,«int»,«int»|wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=«rnd»:«rnd»&cql_filter=name%3D%27«place»%27%20AND%20«rnd»%3E«int»|«rnd»/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&FORMAT=image%2Fpng&TRANSPARENT=true&LAYERS=«rnd»%3A«rnd»&WIDTH=256&HEIGHT=256&CRS=EPSG%3A3857&BBOX=«int».«int»%2C«int».«int»%2C«int».«int»%2C«int».«int»|ows?service=WMS&request=GetCapabilities|gwc/service/wmts?layer=«rnd»&tilematrixset=EPSG%3A900913&Service=WMTS&Request=GetTile&TileCol=«int»&TileRow=«int»|web/|wms?service=WMS&request=GetLegendGraphic&format=image/png&layer=«rnd»»
    GET /«confluence/||wiki/»«display/«Rnd»/«Rnd»+«rnd»|pages/viewpage.action?pageId=«big»|pages/resumedraft.action?draftId=«big»|rest/tinymce/1/content/«big».json|pages/editpage.action?pageId=«big»|dologin.action|login.action?os_destination=%2Findex.action|server-info.action|rest/mywork/latest/status/notification/count?pageid=«big»|dosearchsite.action?queryString=«words»|download/attachments/«big»/«rnd».pdf?version=1&modificationDate=«big»|labels/autocompletelabel.action?query=«rnd»|plugins/servlet/notifications-miniview»
    POST /«confluence/||wiki/»«dologin.action|pages/doeditpage.action?pageId=«big»|rest/webResources/1.0/resources|rest/analytics/1.0/publish/bulk|pages/docreatepage.action»
    GET /s/«rndmix»-CDN/«rnd»/«int»/«rndmix»/«digit».«digit»/_/download/«batch/com.atlassian.auiplugin:«rnd»/com.atlassian.auiplugin:«rnd».js|contextbatch/js/_super/batch.js?locale=en-UK|superbatch/css/batch.css|resources/com.atlassian.«rnd»/«rnd».png»
    GET /«jira/|»«browse/«Rnd»-«int»|secure/Dashboard.jspa|rest/api/2/issue/«Rnd»-«int»|rest/api/2/search?jql=project%20%3D%20«Rnd»%20AND%20status%20%3D%20Open%20ORDER%20BY%20created%20DESC|secure/RapidBoard.jspa?rapidView=«int»&projectKey=«Rnd»|rest/issueNav/1/issueTable|secure/QuickSearch.jspa?searchString=«words»|plugins/servlet/gadgets/ifr?container=atlassian&mid=«int»&url=https%3A%2F%2Fjira.«rnd».example%2Frest%2Fgadgets%2F1.0%2Fg%2F«rnd»»
    GET /rest/api/latest/projects/«rnd»/repos/«rnd»/«archive?format=zip|archive?at=refs%2Fheads%2Fmain&format=tgz&prefix=«rnd»|browse?at=main|commits?limit=25|pull-requests?state=OPEN»
    GET /_layouts/«15|16»/«start.aspx|viewlsts.aspx|images/«rnd».png?rev=«int»|init.js?rev=«rndmix»%3D%3D|userphoto.aspx?size=S&accountname=«mail»|AppRedirect.aspx?client_id=«guid»|ToolPane.aspx|download.aspx?SourceUrl=%2Fsites%2F«rnd»%2F«rnd».docx»
    GET /_api/web/«lists/getbytitle('«Rnd»')/items?$select=Id,Title&$filter=Id%20gt%20«int»&$orderby=Created%20desc&$top=«int»|currentuser|GetFolderByServerRelativeUrl('/sites/«rnd»/Shared%20Documents')/Files»
    POST /_vti_bin/client.svc/ProcessQuery
    GET /Telerik.Web.UI.WebResource.axd?_TSM_HiddenField_=«rnd»_TSM&compress=1&_TSM_CombinedScripts_=%3b%3bSystem.Web.Extensions%2c+Version%3d4.0.0.0%2c+Culture%3dneutral%3aen%3a«guid»%3a«hex8»
    GET /«WebResource|ScriptResource».axd?d=«base64»&t=«hex8»
    GET /«human.aspx?r=«big»|human.aspx|guestaccess.aspx»
    POST /moveitisapi/moveitisapi.dll?action=upload
    GET /goanywhere/«auth/Login.xhtml|images/logo.png|wizard/Welcome.xhtml|javax.faces.resource/«rnd».js.xhtml?ln=primefaces&v=«digit».«digit»»
    GET /WebInterface/«login.html|new-ui/assets/«rnd».js|function/?command=getUserInfo&c2f=«rnd»|jQuery/index.html»
    POST /WebInterface/function/
    GET /app?service=page/«Home|UserSummary|Dashboard|UserWebPrint|UserTransactions»
    POST /app«|?service=direct/1/UserSummary/$Form»
    GET /console/«login/LoginForm.jsp|console.portal?_nfpb=true&_pageLabel=HomePage1|framework/skins/wlsconsole/css/general.css|images/«rnd».gif»
    GET /OA_HTML/«AppsLogin|AppsLocalLogin.jsp|RF.jsp?function_id=«int»&resp_id=«int»&resp_appl_id=«int»&security_group_id=0&lang_code=US|cabo/images/«rnd».gif|OA.jsp?page=/oracle/apps/fnd/framework/navigate/webui/HomePG&homePage=Y»
    GET /ui/«|app/«rnd»|login|resources/«rnd».js»
    GET /websso/SAML2/SSO/vsphere.local?SAMLRequest=«base64»&SigAlg=http%3A%2F%2Fwww.w3.org%2F2001%2F04%2Fxmldsig-more%23rsa-sha256&Signature=«base64»
    GET /?_task=mail&«_mbox=INBOX&_action=list&_refresh=1&_remote=1&_unlock=loading«big»|_action=show&_uid=«int»&_mbox=INBOX|_action=getunread&_page=1&_remote=1|_action=refresh&_list=1&_quota=1&_remote=1|_caps=pdf%3D1%2Cflash%3D0&_uid=«int»&_mbox=INBOX&_framed=1&_action=preview»
    POST /?_task=settings&«_action=save-identity|_framed=1&_remote=1&_from=edit-identity&_id=&_uploadid=upload«big»&_action=upload»
    POST /service/soap/«AuthRequest|SearchRequest|NoOpRequest|BatchRequest|GetMsgRequest|SendMsgRequest»
    GET /«res/I18nMsg,AjxMsg,ZMsg,ZmMsg,AjxKeys,ZmKeys,ZdMsg,AjxTemplateMsg.js?v=«big»&lang=en_US|service/home/~/?auth=co&loc=en_US&id=«int»&part=2|js/Ajax_all.js.zgz?v=«big»|h/search?st=message»
    GET /api/v1/«mail/messages|auth/refresh-token|calendars/events?start=«big»|settings/current-user|users/me|folders/list-email-folders»
    GET /public/plugins/«grafana-piechart-panel|grafana-clock-panel|alexanderzobnin-zabbix-app|grafana-lokiexplore-app»/«module.js|img/logo.svg|plugin.json|module.js?_cache=«big»»
    GET /api/«datasources/proxy/«digit»/api/v1/query_range?query=sum(rate(«rnd»_total%5B5m%5D))%20by%20(job)%20%3E%200.5&start=«big»&end=«big»&step=15|dashboards/uid/«rndmix»|search?query=«words»|annotations?from=«big»&to=«big»&dashboardId=«int»|live/ws|health|prometheus/grafana/api/v1/rules»
    POST /api/«ds/query|frontend-metrics|timelion/run|saved_objects/_bulk_get|console/proxy?path=_cat%2Findices&method=GET»
    GET /solr/«rnd»/«select?q=*%3A*&wt=json&fq=price%3A%5B«int»%20TO%20*%5D&rows=«int»|select?q=title%3A«words»&defType=edismax&wt=json|suggest?q=«rnd»&wt=json|update?commit=true|admin/ping?wt=json»
    GET /«cluster/health|_cat/health?h=status|_cluster/health?timeout=5s|«rnd»-20«digit»«digit».0«small»/_search|«rnd»/_count»
    GET /securityRealm/user/«rnd»/«configure|descriptorByName/jenkins.security.ApiTokenProperty/checkName?value=«rnd»|api/json»
    GET /job/«rnd»/«int»/«console|consoleText|api/json?tree=result,number|logText/progressiveText?start=«big»|testReport/»
    POST /job/«rnd»/«build?delay=0sec|buildWithParameters|configSubmit|descriptorByName/«rnd»/checkName?value=«rnd»»
    GET /users/password/«new|edit?reset_password_token=«rndmix»-«rndmix»»
    POST /users/«password|sign_in|confirmation»
    GET /app/rest/«builds?locator=buildType:«rnd»,count:1|server|projects/id:«rnd»|users/current»
    GET /repository/«maven-public|npm-proxy|docker-hosted|«rnd»»/«com/«rnd»/«rnd»/«digit».«digit»/«rnd»-«digit».«digit».jar|«rnd»/-/«rnd»-«digit».0.0.tgz|v2/«rnd»/manifests/latest»
    GET /service/rest/«v1/status|v1/search?repository=«rnd»&name=«rnd»|v1/components?repository=«rnd»»
    GET /api/«session/properties|user/current|card/«int»|dashboard/«int»|database?include=tables»
    POST /api/«session|card/«int»/query|dataset|dashboard/«int»/dashcard/«int»/card/«int»/query»
    GET /«login.jsp|login.jsp?url=%2Findex.jsp|index.jsp|style/global.css|user-summary.jsp|session-summary.jsp»
    GET /actuator/«health|health/liveness|health/readiness|prometheus|info|metrics|metrics/jvm.memory.used»
    GET /cgi-bin/luci/«|;stok=«hex32»/admin/«status/overview|network/wireless|system/system|network/iface_status/lan?_=«big»»|admin/status/overview|admin/network/network|api/xqsystem/init_info»
    POST /cgi-bin/luci/«|;stok=«hex32»/«admin/network?form=status|admin/wireless?form=statistics|login?form=login|ds»»
    GET /webman/«index.cgi?launchApp=SYNO.SDS.«Rnd»|login.cgi?enable_syno_token=yes|3rdparty/«rnd»/images/«rnd».png»
    POST /webapi/entry.cgi«|?api=SYNO.«Core.System|FotoTeam.Browse.Item|FileStation.List»&version=1&method=list»
    GET /webapi/«query.cgi?api=SYNO.API.Info&version=1&method=query|entry.cgi?api=SYNO.FileStation.Thumb&version=2&method=get&path=%2Fphoto%2F«rnd».jpg»
    GET /cgi-bin/«authLogin.cgi|filemanager/utilRequest.cgi?func=get_thumb&path=%2FMultimedia&name=«rnd».jpg&size=80|sysinfoReq.cgi?_dc=«big»|QTS.cgi?count=«int»|userConfig.cgi»
    GET /cmd,/ck6fup6/portal_main/«pkg_init_cloudconnect|sys_get_info»
    GET /ISAPI/«System/deviceInfo|Streaming/channels/101/picture|Event/notification/alertStream|ContentMgmt/search|Security/userCheck»
    GET /axis-cgi/«jpg/image.cgi?resolution=640x480|mjpg/video.cgi?fps=5»
    POST /«onvif/device_service|RPC2|RPC2_Login|onvif/Media»
    GET /phpmyadmin/«index.php?route=/sql&db=«rnd»&table=«rnd»&pos=0|index.php?route=/database/structure&db=«rnd»|js/dist/«rnd».js?v=5.2.«digit»|themes/pmahomme/css/theme.css?v=5.2.1&nocache=«big»&server=1|index.php?route=/table/change&db=«rnd»&table=«rnd»»
    POST /phpmyadmin/index.php?route=/«sql|navigation&ajax_request=1|import|table/replace»
    GET /adminer.php?«server=db&username=«rnd»&db=«rnd»&select=«rnd»|server=localhost&username=«rnd»&db=«rnd»&edit=«rnd»&where%5Bid%5D=«int»|file=default.css&version=4.8.1»
    GET /wp-admin/«admin-ajax.php?action=«heartbeat|rest-nonce|wc_get_cart|woocommerce_get_refreshed_fragments|load_more&page=«digit»|query-attachments»|load-scripts.php?c=0&load%5Bchunk_0%5D=jquery-core,jquery-migrate,utils&ver=6.«digit»|post.php?post=«int»&action=edit|edit.php?post_type=«page|product»|upload.php?item=«int»|options-general.php?page=«rnd»»
    POST /wp-admin/«admin-ajax.php|async-upload.php|post.php|admin-post.php»
    GET /wp-json/«wp/v2/users/me?context=edit|wp/v2/posts?per_page=10&_embed|wc/store/v1/cart|contact-form-7/v1/contact-forms/«int»/feedback/schema|oembed/1.0/embed?url=https%3A%2F%2Fblog.«rnd».example%2F«rnd»%2F|yoast/v1/get_head?url=https%3A%2F%2F«rnd».example»
    POST /wp-json/«wp/v2/posts/«int»?_locale=user|contact-form-7/v1/contact-forms/«int»/feedback|wc/store/v1/batch|elementor/v1/form-submissions|bricks/v1/render_element»
    GET /«@vite/client|@fs/home/«rnd»/«rnd»/node_modules/vite/dist/client/env.mjs|@id/__x00__plugin-vue:export-helper|src/main.ts?t=«big»|node_modules/.vite/deps/vue.js?v=«hex8»|@react-refresh»
    GET /_next/«image?url=%2Fimg%2F«rnd».«jpg|png»&w=«640|828|1080|1920»&q=75|static/chunks/«rnd»-«hex8»«hex8».js|data/«rndmix»/«rnd».json|image?url=https%3A%2F%2Fcdn.«rnd».example%2F«rnd».jpg&w=750&q=75»
    GET /v2/«_catalog?n=100|«rnd»/«rnd»/manifests/latest|«rnd»/tags/list|»
    GET /user/register?element_parents=field_image/widget/0&ajax_form=1&_wrapper_format=drupal_ajax
    GET /«node/«int»?_format=hal_json|index.php?option=com_content&view=article&id=«int»:«rnd»-«rnd»&catid=«int»|api/index.php/v1/content/articles?page%5Blimit%5D=20|index.php?option=com_ajax&module=«rnd»&format=json»
    GET /druid/«index.html|coordinator/v1/datasources?simple|v2/sql»
    GET /nacos/v1/«ns/instance/list?serviceName=«rnd»&namespaceId=public&clientIP=10.0.«int».«digit»|cs/configs?dataId=«rnd».yaml&group=DEFAULT_GROUP&tenant=»
    PUT /nacos/v1/ns/instance/beat?serviceName=DEFAULT_GROUP%40%40«rnd»&namespaceId=public
    GET /xwiki/bin/«view/Main/WebHome|get/Main/SolrSearch?media=rss&text=«words»|view/«Rnd»/«Rnd»?viewer=history|edit/Main/«Rnd»?editor=wysiwyg»
    GET /graphql?query=query%20«Rnd»%7B«noun»(first%3A«int»)%7Bid%20name%7D%7D
    GET /«ReportServer|Reports»«|/Pages/ReportViewer.aspx?%2F«Rnd»%2F«Rnd»&rs:Command=Render|/browse/«Rnd»|/api/v2.0/folders»
    POST /ReportingWebService/ReportingWebService.asmx
    POST /«ClientWebService/client.asmx|SimpleAuthWebService/SimpleAuth.asmx»
    GET /«remote.php/dav/files/«rnd»/«Rnd»/«rnd».pdf|ocs/v2.php/cloud/user?format=json|ocs/v2.php/apps/notifications/api/v2/notifications|index.php/apps/files/?dir=/«Rnd»&fileid=«int»|status.php|ocs/v1.php/cloud/capabilities|apps/files_sharing/ajax/«rnd».php»
    GET /bitrix/«js/main/core/core.js?«big»|redirect.php?event1=click&event2=«rnd»&goto=/«rnd»/|cache/css/«rnd»/template_«hex32»/template_«hex32».css?«big»|tools/autosave.php?bxsender=core_autosave»
    GET /hudson/«|job/«rnd»/»
    GET /manager/status?XML=true
    GET /portal/«|login|sharing/rest/portals/self?f=json|home/»
    GET /api/v1/«namespaces/«rnd»/pods?limit=500|namespaces/«rnd»/services/«rnd»/proxy/|nodes?watch=true&resourceVersion=«big»|flows/|monitor/messages?flow_id=«guid»»
    POST /api/v1/«build/«guid»/flow|validate/code|process/«guid»|auth/authenticate-user»
    GET /«info/refs?service=git-upload-pack|«rnd»/«rnd».git/info/refs?service=git-upload-pack|«rnd»/«rnd»/src/branch/main/.env.example|«rnd»/«rnd»/-/blob/main/.gitlab-ci.yml|«rnd»/«rnd»/raw/main/.github/workflows/ci.yml»`,
});

/** Share of pages that a site of any make has. */
const SITE_SHARE = 0.5;

/** A request that a product's own people, apps or monitors send. */
export function productPage(rng: Random): { method: string; target: string } {
  const line = RULES(rng, rng.chance(SITE_SHARE) ? "site" : "product");
  const blank = line.indexOf(" ");
  return { method: line.slice(0, blank), target: line.slice(blank + 1).replaceAll("#", "%23") };
}
