/**
 * What the services of a Linux machine say: `[tag, message]`. A tag ending in [] carries a process id; {up} is the
 * kernel's own clock in brackets, {klog} the time as Kubernetes writes it, {dev} a disk, {nic} a network interface, {unit} a systemd unit.
 */
export type Message = readonly [tag: string, message: string];

export const ORDINARY: readonly Message[] = [
  [
    "systemd[1]",
    "{Started|Starting|Stopping|Stopped|Reloading|Finished} {Noun} {Noun}{ Service| Daemon|}{.|...}",
  ],
  [
    "systemd[1]",
    "{unit}: {Succeeded.|Deactivated successfully.|Consumed {n}.{digits:3}s CPU time.|Scheduled restart job, restart counter is at {n}.|Main process exited, code=exited, status=0/SUCCESS|Unit cannot be reloaded because it is inactive.}",
  ],
  ["systemd[1]", "{Created slice|Removed slice} User Slice of {UID {1000..1020}|{login}}."],
  [
    "systemd[1]",
    "{Reached|Stopped} target {Multi-User System|Network|Timers|Basic System|Sockets|Paths|Graphical Interface}.",
  ],
  [
    "systemd[1]",
    "{Started|Starting} {Daily apt download activities|Daily apt upgrade and clean activities|Rotate log files|Cleanup of Temporary Directories|Message of the Day|Discard unused blocks on filesystems from /etc/fstab|Daily man-db regeneration|Session {id} of user {user}|User Manager for UID {1000..1020}|Certbot|Network Manager Script Dispatcher Service|Hostname Service|Fingerprint Authentication Daemon|Locale Service|PackageKit Daemon}{.|...}",
  ],
  [
    "systemd[]",
    "{Reached target|Stopped target|Listening on|Closed} {Timers|Default|Exit the Session|D-Bus User Message Bus Socket|GnuPG cryptographic agent and passphrase cache|REST API socket for snapd user session agent}.",
  ],
  [
    "CRON[]",
    "({user}) CMD ({{path}|   cd / && run-parts --report /etc/cron.hourly|command -v debian-sa1 > /dev/null && debian-sa1 1 1|[ -x /usr/lib/php/sessionclean ] && if [ ! -d /run/systemd/system ]; then /usr/lib/php/sessionclean; fi|/usr/local/bin/{noun}.sh >/dev/null 2>&1|/usr/bin/php /var/www/{noun}/cron.php|test -e /run/systemd/system \\|\\| SERVICE_MODE=1 /sbin/e2scrub_all -A -r|/usr/bin/flock -n /tmp/{noun}.lock /opt/{noun}/{verb}.sh})",
  ],
  ["crond[]", "({user}) CMD ({/usr/lib64/sa/sa1 1 1|run-parts /etc/cron.hourly|{path}})"],
  ["run-parts(/etc/cron.hourly)[]", "{starting|finished} {0anacron|mcelog.cron|logrotate}"],
  [
    "anacron[]",
    "{Job `cron.{daily|weekly|monthly}' {started|terminated}|Anacron 2.3 started on {date}|Normal exit ({n} jobs run)|Will run job `cron.daily' in {n} min.}",
  ],
  [
    "kernel",
    "{up}{nic}: {link up, {100|1000|10000}Mbps, full-duplex, lpa 0x{hex:4}|Link is up - {1|10}Gbps/Full - flow control {off|rx/tx}|renamed from {eth0|veth{hex:7}}|entered promiscuous mode|NIC Link is Up {1000|10000} Mbps, Flow Control: RX/TX}",
  ],
  [
    "kernel",
    "{up}{docker0|br-{hex:12}}: port {n}(veth{hex:7}) entered {blocking|disabled|forwarding|learning} state",
  ],
  ["kernel", "{up}device veth{hex:7} {entered|left} promiscuous mode"],
  ["kernel", "{up}IPv6: ADDRCONF(NETDEV_CHANGE): {veth{hex:7}|{nic}}: link becomes ready"],
  [
    "kernel",
    "{up}usb {1..4}-{1..6}: {new {high|full|low|SuperSpeed} {|USB }device number {n} using {xhci_hcd|ehci-pci|uhci_hcd}|New USB device found, idVendor={hex:4}, idProduct={hex:4}{|, bcdDevice={n}.00}|Product: {Noun} {Noun}|Manufacturer: {Noun}|SerialNumber: {HEX:12}|USB disconnect, device number {n}}",
  ],
  [
    "kernel",
    "{up}{sd {0..6}:0:0:0: [{dev}] {Write Protect is off|Attached SCSI {disk|removable disk}|{big} 512-byte logical blocks: ({n} GB/{n} GiB)|Mode Sense: {hex:2} 00 00 08}|EXT4-fs ({dev}{1..5}): {mounted filesystem with ordered data mode. Opts: {(null)|errors=remount-ro}|re-mounted. Opts: errors=remount-ro|recovery complete}|XFS ({dm-{0..5}|{dev}1}): {Mounting V5 Filesystem|Ending clean mount}|Adding {kib}k swap on /dev/{dev}{n}.  Priority:-2 extents:1 across:{kib}k SSFS}",
  ],
  [
    "kernel",
    '{up}{audit: type={1400..1420} audit({epoch}.{digits:3}:{id}): apparmor="{STATUS|ALLOWED|DENIED}" operation="{profile_load|open|profile_replace}" profile="{unconfined|snap.{noun}.{noun}|/usr/sbin/{noun}}" name="{path}" pid={pid} comm="{apparmor_parser|{noun}}"|Linux version {3|4|5|6}.{0..19}.0-{10..200}-{generic|amd64|azure|aws} (buildd@lcy02-amd64-{100}) (gcc (Ubuntu {9|11|13}.{2..4}.0-{n}ubuntu1) {9|11|13}.{2..4}.0) #{n}-Ubuntu SMP|Command line: BOOT_IMAGE=/boot/vmlinuz-{5|6}.{0..15}.0-{10..200}-generic root=UUID={uuid} ro quiet splash|BIOS-provided physical RAM map:|BIOS-e820: [mem 0x{hex:16}-0x{hex:16}] {usable|reserved|ACPI data|ACPI NVS}|ACPI: {FACP|HPET|APIC|MCFG|SSDT} 0x{hex:16} {hex:6} (v{02|04} {NOUN}   {NOUN} {hex:8} {BOCH|AMI} {hex:8})|PCI: Using configuration type 1 for base access|pci 0000:{hex:2}:{hex:2}.0: [{hex:4}:{hex:4}] type 00 class 0x{hex:6}|clocksource: Switched to clocksource {tsc|kvm-clock|hyperv_clocksource_tsc_page}|Freeing unused kernel {|image (initmem) }memory: {kib}K{| freed}|random: crng init done|NET: Registered {protocol family {n}|PF_INET6 protocol family}|TCP: Hash tables configured (established {count} bind {count})|CPU{0..15}: Core temperature/speed normal|perf: interrupt took too long ({2500..6000} > {2500..6000}), lowering kernel.perf_event_max_sample_rate to {20..60}000|hrtimer: interrupt took {count} ns|TCP: request_sock_TCP: Possible SYN flooding on port {port}. Sending cookies.|nf_conntrack: default automatic helper assignment has been turned off|Bluetooth: hci0: {BCM|Intel}: {features 0x{hex:2}|firmware revision {n}.{n}}|wlan0: {authenticate with {hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2}|associated|RX AssocResp from {hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2} (capab=0x{hex:4} status=0 aid={n})}|input: {Noun} Keyboard as /devices/pci0000:00/0000:00:14.0/usb1/input/input{n}|loop{0..30}: detected capacity change from 0 to {count}|SELinux:  {policy capability open_perms=1|Initializing.|Class {noun} not defined in policy.}|FAT-fs ({dev}1): Volume was not properly unmounted. Some data may be corrupt. Please run fsck.|martian source {ip} from {priv}, on dev {nic}|ll header: 00000000: ff ff ff ff ff ff {hex:2} {hex:2} {hex:2} {hex:2} {hex:2} {hex:2} 08 06}',
  ],
  [
    "dhclient[]",
    "{DHCPREQUEST on {nic} to {priv} port 67 (xid=0x{hex:8})|DHCPACK from {priv} (xid=0x{hex:8})|bound to {priv} -- renewal in {count} seconds.|DHCPDISCOVER on {nic} to 255.255.255.255 port 67 interval {n}|XMT: Renew on {nic}, interval {count}ms.}",
  ],
  [
    "dhcpd[]",
    "{DHCPDISCOVER from {hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2} {({host}) |}via {nic}|DHCPOFFER on {priv} to {hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2} via {nic}|DHCPACK on {priv} to {hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2} ({host}) via {nic}|DHCPREQUEST for {priv} from {hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2} via {nic}|Wrote {n} leases to leases file.}",
  ],
  [
    "dnsmasq-dhcp[]",
    "{DHCPDISCOVER|DHCPOFFER|DHCPREQUEST|DHCPACK}({nic}) {priv} {hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2} {host}",
  ],
  [
    "NetworkManager[]",
    "<info>  [{epoch}.{digits:4}] {dhcp4 ({nic}): {state changed {unknown|bound|extended} -> {bound|extended}{|, address={priv}}|option {domain_name_servers|expiry|routers}  => '{priv}'|activation: beginning transaction (timeout in 45 seconds)}|device ({nic}): {state change: {disconnected|prepare|config|ip-config|ip-check|secondaries} -> {prepare|config|ip-config|ip-check|activated} (reason 'none', sys-iface-state: 'managed')|carrier: link connected|Activation: successful, device activated.|link connected}|manager: {NetworkManager state is now CONNECTED_{GLOBAL|SITE|LOCAL}|startup complete}|policy: set '{Noun}' ({nic}) as default for IPv4 routing and DNS}",
  ],
  [
    "postfix/smtpd[]",
    "{connect from {unknown|{domain}|mail.{domain}}[{ip}]|disconnect from {unknown|{domain}}[{ip}]{| ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5| ehlo=2 starttls=1 quit=1 commands=4}|{HEX:11}: client={domain}[{ip}]|NOQUEUE: reject: RCPT from {unknown|{domain}}[{ip}]: {554 5.7.1 <{email}>: Relay access denied|450 4.7.1 Client host rejected: cannot find your hostname, [{ip}]|550 5.1.1 <{email}>: Recipient address rejected: User unknown in local recipient table|554 5.7.1 Service unavailable; Client host [{ip}] blocked using zen.spamhaus.org}; from=<{email}> to=<{email}> proto=ESMTP helo=<{domain}>|lost connection after {CONNECT|EHLO|AUTH|STARTTLS|RCPT|DATA} from {unknown|{domain}}[{ip}]|Anonymous TLS connection established from {domain}[{ip}]: TLSv1.{2|3} with cipher {TLS_AES_256_GCM_SHA384 (256/256 bits)|ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)}|warning: hostname {domain} does not resolve to address {ip}{|: Name or service not known}|timeout after {END-OF-MESSAGE|DATA|RCPT} from {domain}[{ip}]}",
  ],
  [
    "postfix/{qmgr|cleanup|smtp|local|pickup|bounce|anvil|scache|virtual|lmtp}[]",
    "{{HEX:11}: {removed|from=<{email}>, size={count}, nrcpt=1 (queue active)|message-id=<{cdate}{digits:6}.{HEX:10}@{domain}>|uid={0..1010} from=<{user}>|to=<{email}>, relay={mail.{domain}[{ip}]:25|local|dovecot}, delay={n}.{0..9}, delays={n}/0/{n}/{n}, dsn=2.0.0, status=sent (250 2.0.0 {OK|Ok: queued as {HEX:10}|delivered to mailbox})|to=<{email}>, relay=none, delay={count}, delays={count}/0/30/0, dsn=4.4.1, status=deferred (connect to {domain}[{ip}]:25: Connection timed out)|sender non-delivery notification: {HEX:11}}|statistics: {max connection rate {n}/60s for (smtp:{ip}) at {clock}|max cache size {n} at {clock}|max connection count 1 for (smtp:{ip}) at {clock}}}",
  ],
  [
    "dovecot",
    "{imap({email}){|<{pid}><{b64u:16}>}: {Logged out|Disconnected: Logged out|Connection closed} in={count} out={big}|imap-login: Disconnected{: Inactivity|} (no auth attempts in {n} secs): user=<>, rip={ip}, lip={priv}, TLS handshaking|lmtp({pid}, {login}): msgid=<{b64u:20}@{domain}>: saved mail to INBOX}",
  ],
  [
    "sendmail[]",
    "{az:1}{digits:2}{b64u:3}{digits:6}: {from={user}, size={count}, class=0, nrcpts=1, msgid=<{cdate}{digits:4}.{az:10}@{domain}>, relay={user}@localhost|to={email}, ctladdr={user} ({0..500}/{0..500}), delay=00:00:{10..59}, xdelay=00:00:{10..59}, mailer={relay|esmtp|local}, pri={count}, relay=[127.0.0.1] [127.0.0.1], dsn=2.0.0, stat=Sent ({az:14} Message accepted for delivery)}",
  ],
  [
    "{dockerd|containerd}[]",
    'time="{date}T{clock}.{digits:9}{Z|+02:00}" level={info|info|info|warning} msg="{Container failed to exit within 10s of signal 15 - using the force|ignoring event|shim disconnected|cleaning up dead shim|Loading containers: done.|API listen on /run/docker.sock|starting signal loop|No non-localhost DNS nameservers are left in resolv.conf. Using default external servers|loading plugin \\"io.containerd.{snapshotter|service|grpc}.v1.{noun}\\"...|Layer sha256:{hex:64} cleaned up}"{| module=libcontainerd namespace=moby topic=/tasks/delete type="*events.TaskDelete"| container={hex:64}}',
  ],
  [
    "kubelet[]",
    '{I|I|I|W}{klog}    {pid} {kubelet|reconciler|kuberuntime_manager|operation_generator|pod_container_deletor|status_manager}{|_common}.go:{100..2000}] "{{Adj} {noun} {noun}|MountVolume.SetUp succeeded for volume|SyncLoop ({PLEG|UPDATE|ADD|DELETE})|Pod does not exist|Observed pod startup duration|RemoveContainer}" pod="{default|kube-system|monitoring}/{slug}-{hex:10}-{az:5}"',
  ],
  [
    "snapd[]",
    '{storehelpers.go:{300..900}: {cannot refresh snap "{noun}": snap has no updates available|all snaps are up-to-date}|{daemon|overlord|stateengine}.go:{100..500}: {gracefully waiting for running hooks|started snapd/2.{40..70} (series 16; classic) ubuntu/{20|22|24}.04 (amd64) linux/5.{4..19}.0-{10..200}-generic.|adjusting startup timeout by {20..60}s (pessimistic estimate of 30s plus 5s per snap)}|autorefresh.go:{300..700}: auto-refresh: all snaps are up-to-date}',
  ],
  [
    "{ntpd|ntpdate|chronyd|systemd-timesyncd}[]",
    "{Listen normally on {n} {nic} {priv}:123|synchronized to {ip}, stratum {1..4}|kernel time sync {enabled|status} {0001|2001|4001}|Selected source {ip}{| ({n}.pool.ntp.org)}|Can't synchronise: no {majority|selectable sources}|System clock wrong by {float} seconds, adjustment started|Source {ip} replaced with {ip}|Synchronized to time server {ip}:123 (ntp.ubuntu.com).|time reset {+|-}{float} s|frequency initialized {float} PPM from /var/lib/ntp/ntp.drift|adjust time server {ip} offset {+|-|}0.{digits:6} sec|Initial synchronization to time server {ip}:123 (ntp.ubuntu.com).|Soliciting pool server {ip}}",
  ],
  [
    "rsyslogd",
    '{[origin software="rsyslogd" swVersion="8.{16..2412}.0" x-pid="{pid}" x-info="{http|https}://www.rsyslog.com"] {rsyslogd was HUPed|start|exiting on signal 15.}|action \'action-{n}-builtin:omfile\' resumed (module \'builtin:omfile\') [v8.{2000..2412}.0 try https://www.rsyslog.com/e/2359 ]|imuxsock: Acquired UNIX socket \'/run/systemd/journal/syslog\' (fd 3) from systemd.  [v8.{2000..2412}.0]|rsyslogd\'s {userid|groupid} changed to {100..120}|-- MARK --}',
  ],
  ["syslogd", "{restart{.| (remote reception).}|1.4.1: restart.|exiting on signal 15|-- MARK --}"],
  ["logrotate", "{ALERT exited abnormally with [1]|rotating pattern: {path}  weekly ({n} rotations)}"],
  [
    "{named|unbound}[]",
    "{managed-keys-zone: Key {digits:5} for zone . is now trusted (acceptance timer complete)|zone {domain}/IN: {loaded serial {cdate}{10..99}|sending notifies (serial {cdate}{10..99})|transferred serial {cdate}{10..99}}|resolver priming query complete|all zones loaded|running|received control channel command '{reload|stats|flush}'|client {priv}#{port}: transfer of '{domain}/IN': AXFR {started|ended}|listening on IPv4 interface {nic}, {priv}#53|lame server resolving '{domain}' (in '{domain}'?): {ip}#53|error (network unreachable) resolving '{domain}/A/IN': 2001:{hex:3}::{hex:2}#53}",
  ],
  [
    "{smartd|hddtemp}[]",
    'Device: /dev/{dev} [SAT], {SMART Usage Attribute: 194 Temperature_Celsius changed from {100..130} to {100..130}|{starting scheduled Short Self-Test.|previous self-test completed without error|is SMART capable. Adding to "monitor" list.|opened}|SMART Prefailure Attribute: {1 Raw_Read_Error_Rate|8 Seek_Time_Performance} changed from {100..200} to {100..200}}',
  ],
  [
    "{dbus|dbus-daemon|avahi-daemon|cups|colord|gdm|accounts-daemon|rtkit-daemon|udisksd|ModemManager|bluetoothd|thermald|upowerd|packagekitd|fwupd|gnome-shell|tracker-miner-fs|pulseaudio|Xorg}[]",
    "{[system] {Activating|Successfully activated} {via systemd: |}service {name=|}'org.freedesktop.{hostname1|nm_dispatcher|PackageKit|timedate1|UPower}'{ unit='dbus-org.freedesktop.{hostname1|nm-dispatcher}.service' requested by ':1.{n}' (uid={0..1000} pid={pid} comm=\"/usr/{bin|lib}/{noun}\")|}|{Joining mDNS multicast group on interface {nic}.IPv4 with address {priv}.|Registering new address record for {priv} on {nic}.IPv4.|Host name conflict, retrying with {noun}-{n}|New relevant interface {nic}.IPv4 for mDNS.|Withdrawing address record for {priv} on {nic}.}|{REQUEST localhost - - \"POST / HTTP/1.1\" 200 {count} {Renew-Subscription|CUPS-Add-Modify-Printer} successful-ok|{Noun} {noun} {loaded|registered|initialised}|daemon {start|shutting down|started} {sentence}|Supervising {n} threads of {n} processes of {n} users.|{Loading|Unloading} {noun}|{sentence}}|Unhandled {noun} {noun}: {sentence}|{noun}: {sentence}}",
  ],
  [
    "{ansible-{command|setup|apt|copy|stat|systemd}|puppet-agent|chef-client|salt-minion|cloud-init|amazon-ssm-agent|google_guest_agent|waagent|oslogin}[]",
    "{Invoked with {name={noun} state=present|_raw_params={path} _uses_shell=False warn=True|src=None path={path} mode=0644}|Applied catalog in {float} seconds|(/Stage[main]/{Noun}/File[{path}]/content) content changed 'md5:{hex:32}' to 'md5:{hex:32}'|Cloud-init v. {18..25}.{1..4}{|-{n}-g{hex:8}-0ubuntu1~22.04.1} {running|finished} '{init|modules:config|modules:final}' at {Mon|Tue|Wed}, {dd} {Jan|May|Sep} {year} {clock} +0000.{| Up {float} seconds.}|INFO [{HealthCheck|ssm-agent-worker|MessagingDeliveryService|StartupProcessor}] {sentence}|Updating keys for user {login}.|ExtHandler {sentence}|Converged {noun} in {ms} ms}",
  ],
  [
    "{zabbix_agentd|nagios|nrpe|collectd|telegraf|snmpd|munin-node|monit|node_exporter|icinga2|prometheus}[]",
    '{active check "{noun}.{noun}[{noun}]" is not supported: {sentence}|SERVICE ALERT: {host};{HTTP|PING|Disk Space|Load|SSH};{OK|WARNING|CRITICAL|UNKNOWN};{SOFT|HARD};{1..4};{sentence}|{Connection from UDP: [{priv}]:{port}->[{priv}]:161|Received SNMP packet(s) from UDP: [{priv}]:{port}->[{priv}]:161}|\'{noun}\' {process is running with pid {pid}|{mem|cpu|loadavg(5min)} usage of {pct}% matches resource limit [cpu usage>{pct}%]}|Host {priv} is not allowed to talk to us!|I! {[agent] Hostname:"{host}", Flush Interval:10s|Loaded inputs: cpu disk mem}|Auto-save of retention data completed successfully.|wrote {count} metrics in {ms}ms}',
  ],
  [
    "{libvirtd|qemu-kvm|vboxdrv|pvedaemon|pvestatd|pveproxy|vzdump|corosync|pacemakerd|drbd|keepalived_vrrp|Keepalived|haproxy|ipsec|charon|openvpn|ovpn-{noun}|wg-quick|xl2tpd|pppd|racoon}[]",
    "{<{login}@pam> {starting|end} task UPID:{noun}:{HEX:8}:{HEX:8}:{HEX:8}:vzdump:{100..199}:root@pam:{| OK}|successful auth for user '{login}@pam'|[TOTEM ] {A new membership ({priv}:{id}) was formed. Members{| joined: {n}}|Retransmit List: {hex:2} {hex:2}}|VRRP_Instance(VI_{n}) {Entering {BACKUP|MASTER} STATE|Transition to MASTER STATE|Received lower prio advert, forcing new election}|(VI_{n}) {Entering BACKUP STATE|Received advert from {priv} with lower priority {100}, ours 101, forcing new election}|Connect from {ip}:{port} to {priv}:443 ({noun}/HTTP)|{ip}:{port} [{dd}/Jan/{year}:{clock}.{digits:3}] {noun} {noun}/{noun}{n} 0/0/{n}/{ms}/{ms} 200 {count} - - ---- {n}/{n}/{n}/{n}/0 0/0 \"GET /{slug} HTTP/1.1\"|{login}/{ip}:{port} {TLS: soft reset sec=0 bytes={count}/-1 pkts={count}/0|MULTI: Learn: {priv} -> {login}/{ip}:{port}|Control Channel: TLSv1.3, cipher TLSv1.3 TLS_AES_256_GCM_SHA384, peer certificate: 2048 bit RSA, signature: RSA-SHA256|[{login}] Inactivity timeout (--ping-restart), restarting}|{dd}[IKE] {sending keep alive to {ip}[4500]|IKE_SA {noun}[{n}] established between {priv}[{domain}]...{ip}[{domain}]|CHILD_SA {noun}{{n}} closed}|{dd}[CFG] {selected proposal|received proposals|configured proposals}: {ESP|IKE}:AES_{CBC|CTR|GCM_16}_{128|192|256}/HMAC_{SHA1_96|MD5_96|SHA2_256_128|SHA2_512_256}/{|AES_XCBC_96/|PRF_HMAC_SHA2_256/}{MODP_{1024|2048|4096}|ECP_{256|384}|CURVE_25519}{|/NO_EXT_SEQ|/MODP_2048/ECP_521}{|, {ESP|IKE}:AES_{CBC|CTR|GCM_16}_{128|192|256}/HMAC_{SHA1_96|MD5_96|SHA2_256_128|SHA2_512_256}/{|AES_XCBC_96/|PRF_HMAC_SHA2_256/}{MODP_{1024|2048|4096}|ECP_{256|384}|CURVE_25519}{|/NO_EXT_SEQ|/MODP_2048/ECP_521}}|Data Channel: cipher 'AES-{128|256}-{GCM|CBC}'{|, auth 'SHA{1|256|512}'}|local  IP address {priv}|rcvd [LCP EchoReq id=0x{hex:1} magic=0x{hex:8}]|internal error: End of file while reading data: Input/output error}",
  ],
  [
    "{gitlab-runner|nginx|apache2|httpd|mysqld|mariadbd|postgres|redis-server|mongod|elasticsearch|php-fpm{7.4|8.1|8.3|}|uwsgi|gunicorn|java|node|rabbitmq-server|memcached|tomcat9|jenkins|grafana-server|minio|vault|consul|etcd|nomad}[]",
    "{{date} {clock} {0|{n}} [Note] {InnoDB: {Buffer pool(s) load completed at {cdate} {clock}|page_cleaner: 1000ms intended loop took {count}ms.}|/usr/sbin/mysqld: ready for connections.|Aborted connection {id} to db: '{noun}' user: '{noun}' host: '{priv}' (Got timeout reading communication packets)}|LOG:  {checkpoint {starting: time|complete: wrote {count} buffers ({float}%); 0 WAL file(s) added, {n} removed, {n} recycled; write={float} s}|database system is ready to accept connections|autovacuum launcher started|automatic vacuum of table \"{noun}.public.{snake}\": index scans: {n}}|{pid}:M {dd} Jan {year} {clock}.{digits:3} * {{n} changes in {60|300|900} seconds. Saving...|Background saving {started by pid {pid}|terminated with success}|DB saved on disk|Fork CoW for RDB: current {n} MB, peak {n} MB, average {n} MB}|NOTICE: {fpm is running, pid {pid}|ready to handle connections|[pool www] child {pid} exited with code 0 after {float} seconds from start}|[{date} {clock} +0000] [{pid}] [INFO] {Booting worker with pid: {pid}|Listening at: http://127.0.0.1:8000 ({pid})|Worker exiting (pid: {pid})}|logger={noun}.{noun} t={date}T{clock}.{digits:9}Z level=info msg=\"{sentence}\"|{date}T{clock}.{digits:3}Z [INFO]  {agent|core|raft|memberlist}: {sentence}: {noun}={priv}:{port}|{sentence}|{Server|Listener|Worker|Cluster} {noun} {started|ready|stopped|joined} on {priv}:{port}}",
  ],
  [
    "{usb-storage|udevd|systemd-udevd|multipathd|iscsid|lvm|mdadm|zed|zfs|btrfs|nfsd|rpc.mountd|automount|smbd|nmbd|winbindd|rpcbind|lpd|xinetd|in.tftpd|ftpd|portmap|rpc.statd|hald|irqbalance|acpid|gpm|sdpd|cpuspeed|hcid|network|rc|init|ifup|modprobe|mount|apmd|auditd|kdump|tuned|firewalld|iptables|ip6tables}[]",
    "{{Noun} {noun} {startup|shutdown|start} succeeded|{noun} startup succeeded|{noun} shutdown {succeeded|failed}|authenticated {mount|unmount} request from {priv}:{port} for /export/{noun} (/export/{noun})|connection from {ip} ({domain}) at {Mon|Tue|Thu} Jan {dd} {clock} {year}|Version {version} {Starting|starting}|START: {ftp|tftp|auth} pid={pid} from={ip}|{nic}: Process '/lib/udev/{noun}' failed with exit code 1.|Entering runlevel: {3|5}|Switching to runlevel: {0|3|6}|mpath{az:1}: {sdb - readsector0 checker reports path is up|remaining active paths: {1..4}}|connection{n}:0 is operational after recovery ({n} attempts)|RebuildFinished event detected on md device /dev/md{0..3}|eid={n} class=scrub_finish pool='{noun}'|Audit daemon rotating log files|Starting {noun}:{ succeeded|  [  OK  ]}|Got request for {noun} from {priv}|{Noun} is already running}",
  ],
  [
    "{sudo|su|login|gdm|sshd}(pam_unix)[]",
    "session {opened|closed} for user {user}{ by (uid=0)| by {login}(uid={500..520})|}",
  ],
  [
    "{com.apple.xpc.launchd|WindowServer|mds|kernel|sandboxd|bluetoothd|airportd|configd|loginwindow|Dock|Safari|corecaptured|CalendarAgent|networkd|symptomsd|cloudd|QuickLookSatellite|com.apple.cts|hidd|UserEventAgent|locationd|coreaudiod}[]",
    "{({com.apple.{noun}.{noun}|com.{brand}.{noun}}[{pid}]): {Service exited with abnormal code: 1|Service only ran for 0 seconds. Pushing respawn out by 10 seconds.|Endpoint has been activated through legacy launch(3) APIs. Please switch to XPC or bootstrap_check_in(): com.apple.{noun}}|{en0|awdl0}: {channel changed to {n}|BSSID changed to {hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2}|Received EAPOL packet (length = {100..200})}|CGXDisplay{Did|Will}Wake: {noun} {n}|{Class} {sentence}|_{Class}{Class}: {sentence} ({id})|network changed: v4(en0{|+|-|!}:{priv}) DNS{|+|!} Proxy SMB|PM response took {count} ms ({pid}, {noun})|full wake promotion (reason {n}) {ms} ms|tcp_connection_tls_session_error_callback_imp {id} __tcp_connection_tls_session_callback_write_block_invoke.{n} error {n}|IOThunderboltSwitch<0>(0x0)::listenerCallback - Thunderbolt HPD packet for route = 0x0 port = {n} unplug = 0}",
  ],
  [
    "{hostapd|wpa_supplicant|miniupnpd|odhcpd|dropbear|uhttpd|netifd|procd|pppoe|igmpproxy|mosquitto|homeassistant|pihole-FTL}[]",
    "{{nic}|wlan0}: {STA {hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2} {IEEE 802.11: {authenticated|associated (aid {n})|disassociated due to inactivity}|WPA: {pairwise key handshake completed (RSN)|group key handshake completed (RSN)}|RADIUS: starting accounting session {HEX:16}}|CTRL-EVENT-{CONNECTED - Connection to {hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2}:{hex:2} completed [id=0 id_str=]|SCAN-STARTED|SIGNAL-CHANGE above=1 signal=-{30..80} noise=9999 txrate={count}|REGDOM-CHANGE init=CORE type=WORLD}|Interface '{wan|lan|wan6}' is {now up|now down|setting up now|enabled}|New client connected from {priv}:{port} as {noun}-{hex:6} (p2, c1, k60).|Client {noun}-{hex:6} closed its connection.}",
  ],
];

/** Faults: of the hardware, of memory and disks, of programs that die. */
export const FAULTS: readonly Message[] = [
  [
    "kernel",
    "{up}{Out of memory: Kill{|ed} process {pid} ({noun}) {score {100..990} or sacrifice child|total-vm:{big}kB, anon-rss:{big}kB, file-rss:{n}kB, shmem-rss:0kB{|, UID:0 pgtables:{count}kB oom_score_adj:0}}|{noun} invoked oom-killer: gfp_mask=0x{hex:6}{(GFP_HIGHUSER_MOVABLE|__GFP_ZERO)|}, order=0{|, oom_score_adj=0}|oom-kill:constraint=CONSTRAINT_{NONE|MEMCG},nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/system.slice/{noun}.service,task={noun},pid={pid},uid={0..1000}|oom_reaper: reaped process {pid} ({noun}), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB|Memory cgroup out of memory: Killed process {pid} ({noun}) total-vm:{big}kB, anon-rss:{big}kB|Killed process {pid} ({noun}) total-vm:{big}kB, anon-rss:{big}kB, file-rss:0kB}",
  ],
  [
    "kernel",
    "{up}{{blk_update_request|end_request|print_req_error}: {I/O error|critical medium error|critical target error}, dev {dev}, sector {big}{| op 0x0:(READ) flags 0x80700 phys_seg {n} prio class 0}|Buffer I/O error on dev{|ice} {dev}{n}, logical block {big}{, async page read|, lost async page write|}|{dev}: rw=0, want={big}, limit={big}: attempt to access beyond end of device|ata{1..8}{|.00}: {exception Emask 0x{hex:1} SAct 0x{hex:1} SErr 0x{hex:5} action 0x{hex:1}{| frozen}|failed command: {READ FPDMA QUEUED|WRITE FPDMA QUEUED|FLUSH CACHE EXT}|status: { DRDY ERR }|error: { UNC }|SATA link down (SStatus 0 SControl 300)|hard resetting link|COMRESET failed (errno=-16)}|sd {0..6}:0:0:0: [{dev}] {tag#{n} FAILED Result: hostbyte=DID_{OK|BAD_TARGET|TIME_OUT} driverbyte=DRIVER_{SENSE|OK}|Sense Key : {Medium Error|Hardware Error|Aborted Command} [current]{| [descriptor]}|Add. Sense: {Unrecovered read error|Internal target failure}|Unhandled error code}|nvme nvme{0..3}: {I/O {n} QID {n} timeout, aborting|controller is down; will reset: CSTS=0xffffffff, PCI_STATUS=0x{hex:4}|Removing after probe failure status: -19}}",
  ],
  [
    "kernel",
    "{up}{EXT4-fs error (device {dev}{n}): {ext4_{find_entry|lookup|journal_check_start|wait_block_bitmap|validate_block_bitmap}:{1..2000}: {inode #{id}: comm {noun}: reading directory lblock 0|comm {noun}: deleted inode referenced: {id}|Detected aborted journal|bg {n}: bad block bitmap checksum}}|EXT4-fs ({dev}{n}): Remounting filesystem read-only|Aborting journal on device {dev}{n}-8.|JBD2: Error -5 detected when updating journal superblock for {dev}{n}-8.|XFS ({dm-{n}|{dev}1}): {Metadata corruption detected at xfs_{noun}_{verb}+0x{hex:2}/0x{hex:3}|Internal error {noun} at line {count} of file fs/xfs/{snake}.c|log I/O error -5|Filesystem has been shut down due to log error (0x2).|Corruption of in-memory data detected.  Shutting down filesystem}|BTRFS {error|critical} (device {dev}{n}): {bdev /dev/{dev}{n} errs: wr {n}, rd {n}, flush 0, corrupt {n}, gen 0|corrupt leaf: root={n} block={big} slot={n}}|md/raid{1|5|6|10}:md{0..3}: Disk failure on {dev}{n}, disabling device.|md: md{0..3}: {recovery|resync} interrupted.|device-mapper: {multipath: Failing path {8..65}:{0..250}.|raid: Device {n} read error}|NFS: nfs4_reclaim_open_state: {Lock reclaim failed|unhandled error -{n}}|nfs: server {host} not responding, {still trying|timed out}|CIFS: VFS: \\\\\\\\{host}\\\\{noun} Send error in SessSetup = -{n}}",
  ],
  [
    "kernel",
    "{up}{{noun}[{pid}]: segfault at {hex:1}{hex:11} ip {hex:16} sp {hex:16} error {4|6|14|15} in {lib{noun}.so.{n}{|.{n}}|{noun}}[{hex:12}+{hex:6}]{| likely on CPU {0..31} (core {0..15}, socket 0)}|traps: {noun}[{pid}] {general protection{| fault}|trap invalid opcode|trap divide error} ip:{hex:12} sp:{hex:12} error:0 in lib{noun}.so.{n}[{hex:12}+{hex:6}]|BUG: {unable to handle {kernel NULL pointer dereference at {hex:16}|page fault for address: {hex:16}}|soft lockup - CPU#{0..31} stuck for {20..90}s! [{noun}:{pid}]|Bad page state in process {noun}  pfn:{hex:6}|scheduling while atomic: {noun}/{pid}/0x{hex:8}}|general protection fault: 0000 [#{n}] SMP {PTI|NOPTI}|Oops: {000{0..4}} [#{n}] SMP|Kernel panic - not syncing: {Fatal exception{| in interrupt}|VFS: Unable to mount root fs on unknown-block(0,0)|Attempted to kill init! exitcode=0x{hex:8}|hung_task: blocked tasks|Out of memory and no killable processes...}|Call Trace:|RIP: 0010:{snake}+0x{hex:2}/0x{hex:3}{| [{noun}]}|Code: {hex:2} {hex:2} {hex:2} {hex:2} {hex:2} {hex:2} {hex:2} {hex:2} <{hex:2}> {hex:2} {hex:2}|---[ end {trace {hex:16}|Kernel panic - not syncing: Fatal exception} ]---|INFO: {task {noun}:{pid} blocked for more than {120..900} seconds.|rcu_sched {self-detected stall on CPU|detected stalls on CPUs/tasks: { {n}}}}|NMI watchdog: {BUG: soft lockup - CPU#{0..31} stuck for {20..90}s! [{noun}:{pid}]|Watchdog detected hard LOCKUP on cpu {0..31}}|WARNING: CPU: {0..31} PID: {pid} at {net|fs|mm|kernel|drivers}/{noun}/{snake}.c:{count} {snake}+0x{hex:2}/0x{hex:3}|watchdog: BUG: soft lockup - CPU#{0..31} stuck for {20..90}s! [{noun}:{pid}]}",
  ],
  [
    "kernel",
    "{up}{[Hardware Error]: {Machine check events logged|CPU {0..63}: Machine Check Exception: {n} Bank {n}: {hex:16}|TSC {hex:12} {ADDR {hex:12} |}{MISC {hex:12}|}|PROCESSOR {0|2}:{hex:5} TIME {epoch} SOCKET {0..3} APIC {hex:1} microcode {hex:6}|Run the above through 'mcelog --ascii'|event severity: {corrected|fatal|recoverable}}|mce: {[Hardware Error]: Machine check events logged|CPU{0..31}: Core temperature above threshold, cpu clock throttled (total events = {count})|Uncorrected hardware memory error in user-access at {hex:9}}|EDAC {MC{0..3}|sbridge MC{0..3}}: {{n} {CE|UE} {memory {read|scrubbing} error on|on} {CPU_SrcID#{0..1}_Ha#0_Chan#{0..3}_DIMM#{0..2}|mc#{0..3}csrow#{0..7}channel#{0..1}} (channel:{0..3} slot:{0..2} page:0x{hex:6} offset:0x{hex:3} grain:32 syndrome:0x0){| -  area:DRAM err_code:0001:0091 socket:0 ha:0}|HANDLING MCE MEMORY ERROR}|pcieport 0000:{hex:2}:{hex:2}.{0..3}: {AER: {Corrected|Uncorrected (Fatal)|Multiple Corrected} error received: {|id=}{hex:4}|PCIe Bus Error: severity={Corrected|Uncorrected (Non-Fatal)}, type={Physical Layer|Data Link Layer|Transaction Layer}, (Receiver ID)}|ACPI Error: {AE_NOT_FOUND|AE_TIME|AE_AML_INFINITE_LOOP}, {Evaluating _STA|Method parse/execution failed [\\_SB.{NOUN}]} ({year}{month}{dd}/{noun}-{count})|CPU{0..31}: {Temperature|Core temperature} above threshold, cpu clock throttled (total events = {count})|Thermal: critical temperature reached ({95..115} C), shutting down|Uhhuh. NMI received for unknown reason {hex:2} on CPU {0..31}.|NVRM: Xid (PCI:0000:{hex:2}:00): {13|31|43|48|62|63|74|79|94|119}, {pid={pid}, |}{GPU has fallen off the bus.|MMU Fault: ENGINE GRAPHICS GPCCLIENT_T1_{n} faulted @ 0x{hex:4}_{hex:8}.|A GPU reset is required}}",
  ],
  [
    "kernel",
    "{up}{{nic}: {link down|NIC Link is Down|Link is down|{transmit queue 0 timed out|Reset adapter{| unexpectedly}}|Detected Hardware Unit Hang:|Fatal Error, shutting down}|NETDEV WATCHDOG: {nic} ({e1000e|igb|ixgbe|r8169|bnx2|virtio_net}): transmit queue {0..7} timed out|bonding: bond0: link status definitely down for interface {nic}, disabling it|bond0: Warning: No 802.3ad response from the link partner for any adapters in the bond|nf_conntrack: {table full, dropping packet{|.}|nf_conntrack: table full, dropping packet}|neighbour: arp_cache: neighbor table overflow!|{Neighbour|neighbor} table overflow.|TCP: out of memory -- consider tuning tcp_mem|IPv4: martian source 255.255.255.255 from {ip}, on dev {nic}|usb {1..4}-{n}: {device descriptor read/64, error -{32|71|110}|device not accepting address {n}, error -{32|71}|reset high-speed USB device number {n} using xhci_hcd}|xhci_hcd 0000:00:14.0: {xHCI host controller not responding, assume dead|HC died; cleaning up}|swap_free: Bad swap {file|offset} entry {hex:8}|page allocation failure. order:{n}, mode:0x{hex:4}|{noun}: page allocation failure: order:{0..5}, mode:0x{hex:6}(GFP_ATOMIC), nodemask=(null)}",
  ],
  [
    "systemd[1]",
    "{{unit}: {Main process exited, code={exited, status={1/FAILURE|2/INVALIDARGUMENT|127/n/a|203/EXEC|217/USER}|killed, status={9/KILL|11/SEGV|6/ABRT}|dumped, status={11/SEGV|6/ABRT}}|Failed with result '{exit-code|signal|core-dump|timeout|oom-kill|start-limit-hit|watchdog|resources}'.|Start request repeated too quickly.|{Start|State 'stop-sigterm'|start-pre} operation timed out. {Terminating|Killing}.|A process of this unit has been killed by the OOM killer.|Watchdog timeout (limit {1..5}min)!|Unit entered failed state.|Control process exited, code=exited{,| status=}{status=1/FAILURE|1}}|Failed to start {Noun} {Noun}{| Service}.|Dependency failed for {/{noun}|Local File Systems|Remote File Systems|{Noun} {Noun}}.|Timed out waiting for device {/dev/disk/by-uuid/{uuid}|dev-{dev}{n}.device}.|{Emergency Mode|You are in emergency mode}|Freezing execution.|Caught <{SEGV|ABRT|BUS}>, dumped core as pid {pid}.}",
  ],
  [
    "{systemd-journald|rsyslogd|auditd|crond|dhclient|dbus-daemon|postfix/{master|smtpd|qmgr}|mysqld|dockerd|kubelet|named|smbd|ntpd|java}[]",
    "{{Failed to write entry ({n} items, {count} bytes), ignoring|Failed to {open|create|rotate} {path}|write error on {path}|cannot write to file '{path}'|error writing {path}|Unable to write to {path}}: {No space left on device|Input/output error|Read-only file system|Disk quota exceeded|Cannot allocate memory|Too many open files|Stale file handle|Structure needs cleaning}|{fatal|panic|FATAL|emerg}: {cannot fork|fork: Cannot allocate memory|out of memory|can't allocate {noun} memory|the database system is {shutting down|in recovery mode}|lost connection to {noun}|file {path}: No space left on device|unable to create {noun} thread|too many open files}|Audit daemon {is low on disk space for logging|has no space left on logging partition|is suspending logging due to low disk space.}|can't fork{| child}: Cannot allocate memory|PLEG is not healthy: pleg was last seen active {3..9}m{n}.{digits:9}s ago; threshold is 3m0s|node \"{host}\" not {found|ready}|eviction manager: {attempting to reclaim|must evict pod(s) to reclaim} {ephemeral-storage|memory}|No DHCPOFFERS received.|No working leases in persistent database - sleeping.}",
  ],
  [
    "{smartd|mdadm|zed|multipathd|mcelog|rasdaemon|ipmievd|hpasmd|omsad|snmptrapd|upsmon|apcupsd|sensord|storcli|megaraidsas-status}[]",
    "{Device: /dev/{dev} [SAT], {{n} Currently unreadable (pending) sectors{| (changed +{n})}|{n} Offline uncorrectable sectors|FAILED SMART self-check. BACK UP DATA NOW!|Failed SMART usage Attribute: {5 Reallocated_Sector_Ct|184 End-to-End_Error|187 Reported_Uncorrect}.|Self-Test Log error count increased from {0..3} to {4..9}|ATA error count increased from {0..30} to {31..90}|unable to open device: No such device}|{DegradedArray|Fail|FailSpare|DeviceDisappeared} event detected on md device /dev/md{0..3}{|, component device /dev/{dev}{n}}|eid={n} class={statechange|vdev.bad|checksum|io_failure|data} pool='{noun}' vdev={dev}{| vdev_state={FAULTED|DEGRADED|UNAVAIL}}|mpath{az:1}: {remaining active paths: 0|Fail all paths|{dev}: mark as failed}|Hardware event. This is not a software error.|{Fan|Power Supply|Temperature|Voltage|Memory} sensor {Inlet Temp|PS{1|2} Status|Fan{1..6}|P{1|2} DIMM {1..12}} {- Lower Critical going low|Failure detected|- Upper Critical going high|Uncorrectable ECC|asserted}|UPS {login}@localhost {on battery|is low|is unavailable}|{Power failure.|Running on UPS batteries.|Battery power exhausted.|Initiating system shutdown!}|Adapter {0..1}: {VD {n} is now {DEGRADED|OFFLINE}|PD {hex:2}(e0x{hex:2}/s{0..11}) {Predictive failure|Failed|Medium error}}}",
  ],
];
