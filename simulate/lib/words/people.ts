/** Names of people and accounts. */
const split = (text: string): readonly string[] => text.trim().split(/\s+/);

export const FIRST_NAMES = split(`
adam aisha alan alex ali alice amir amy ana andrea andrei andrew anna anton aria arjun ben bianca bob boris brian bruno
carla carlos carol cem chen chloe chris claire daniel david deniz diana diego dmitri elena eli elias elif emil emma eric
eva fatima felix finn frank gabriel george giulia grace hana hannah hans hassan helen henry hugo ian ines ingrid irina
isabel ivan jack jakob james jan jana jane javier jean jenny jin joao joe john jonas jorge jose julia jun kai karim karl
kate kemal kenji kim klaus lars laura lee lena leo li liam lin linda lisa luca lucas lucia luis magda maria marie mario
mark marta martin mary mateo max mei mia michael miguel mika milan min mohamed nadia nina noah nora olga oliver olivia
omar oscar pablo paul pedro peter petra pierre priya rachel rafael rahul ravi rita robert rosa ryan sam samir sandra sara
sean sergei simon sofia stefan steve sven tamara tariq thomas tim tina tom tomas uma vera victor wei will yan yuki yusuf
zoe`);

export const LAST_NAMES = split(`
adams ahmed ali almeida andersen bauer becker berg bianchi brown bruno chan chen clark costa cruz davis demir diaz dubois
evans fernandez fischer garcia gomez gonzalez gupta hansen harris hoffmann hughes ivanov jackson jansen jensen johnson
jones kaya khan kim king klein kowalski kumar larsen lee lefebvre lewis li lin liu lopez martin martinez meyer miller
moore moreau muller murphy nguyen nielsen novak olsen park patel perez petrov popov ricci richter rossi sato schmidt
schneider silva singh smirnov smith sousa suzuki svensson tanaka taylor thomas tran turner vargas wagner walker wang weber
white williams wilson wolf wong wright yamamoto yang yilmaz young zhang zhao zimmermann`);

/** Accounts of services, as `/etc/passwd` has them. */
export const SERVICE_ACCOUNTS = split(
  "root www-data nginx apache postgres mysql redis git jenkins deploy backup ansible nagios zabbix prometheus grafana elastic rabbitmq hadoop tomcat ubuntu debian centos ec2-user admin vagrant pi oracle ftp mail postfix dovecot nobody daemon gitlab-runner docker node kafka solr svc_backup app ci",
);

/** What attackers of SSH, mail and web logins guess. */
export const GUESSED_ACCOUNTS = split(`
root admin test user guest oracle postgres mysql ubuntu ftpuser git pi support nagios hadoop tomcat minecraft steam
jenkins www www-data webmaster info web administrator deploy server student teamspeak ts3 backup demo testuser user1
test1 test2 dev developer ansible vagrant centos ec2-user debian odoo zabbix redis mongo elastic es kafka spark solr
weblogic jboss nexus sonar gitlab docker kube sysadmin operator manager service ftp anonymous default ubnt cisco
usuario utilisateur prueba alex john mike david uucp lp mail news nobody bin daemon sync games proxy sshd tester qwerty
a abc adm app apps auto bot cacti cod csgo csserver cs data db2inst1 dbadmin dspace factory fax file games0 gpadmin
hdfs hive huawei iptv jack k8s kodi linuxadmin localadmin max mc media monitor musicbot named netadmin nginx nvidia
osmc pos plex postmaster rust sa samba sales scan sinusbot squid svn sysop system telecomadmin temp toor tunnel username
vbox video virtual vnc vpn web1 webadmin wordpress worker wp xbmc yarn zimbra solana validator eth node miner bitcoin
trader ethereum`);
