#!/bin/bash
# A clean Debian for the commands of a page: the folders that they name are overlays over the machine's own, the network
# is a loopback of its own, processes are a group that ends with this one. Arguments: a folder for what is written, the
# checkout, Fluent Bit and Vector (or nothing), and the folder of this script.
set -euo pipefail
above=$1 checkout=$2 fluent_bit=$3 vector=$4 here=$5

# What is written can't lie on an overlay, as in a container.
if [[ $(stat -f -c %T "$above") == overlayfs ]]; then mount -t tmpfs tmpfs "$above"; fi
# overlay NAME LOWER TARGET
overlay() {
  mkdir -p "$above/$1/upper" "$above/$1/work" "$3"
  mount -t overlay overlay -o "lowerdir=$2,upperdir=$above/$1/upper,workdir=$above/$1/work" "$3"
}
overlay opt /opt /opt
# Before the folder that it may lie in: overlays over overlays are few.
rm -rf /opt/smartlog
overlay checkout "$checkout" /opt/smartlog
for folder in etc usr var root; do overlay "$folder" "/$folder" "/$folder"; done
mount -t tmpfs tmpfs /run
mkdir -p /run/lock /run/log /run/postgresql
chown postgres: /run/postgresql
ip link set lo up

# Nothing of SmartLog or of a shipper is there yet, and Postgres is as its package leaves it.
rm -rf /etc/smartlog /var/lib/smartlog /usr/local/bin/smartlog /etc/fluent-bit /var/lib/fluent-bit /etc/vector \
  /var/lib/vector /etc/grafana /var/log/nginx /etc/postgresql/* /var/lib/postgresql/*
for user in smartlog vector; do userdel "$user" 2>/dev/null || true; done
pg_createcluster "$(ls -v /usr/lib/postgresql | tail -n 1)" main -o fsync=off >/dev/null

# The shippers as their packages install them: Fluent Bit is on no PATH, Vector has a user.
if [[ -n $fluent_bit ]]; then
  install -D "$fluent_bit" /opt/fluent-bit/bin/fluent-bit
  rm -f /usr/bin/fluent-bit /usr/local/bin/fluent-bit
fi
if [[ -n $vector && ! $vector -ef /usr/bin/vector ]]; then ln -sf "$vector" /usr/bin/vector; fi
useradd --system --user-group --groups adm,systemd-journal --home-dir /var/lib/vector vector
install -d -o vector -g vector /var/lib/vector
cp "$here"/*.service /usr/lib/systemd/system/
ln -sf "$here/systemctl.mjs" /usr/local/bin/systemctl
ln -sf "$here/systemctl.mjs" /usr/local/bin/journalctl
systemctl start postgresql

# A Grafana that is in use.
for kind in datasources dashboards alerting; do
  install -d "/etc/grafana/provisioning/$kind"
  echo '# own' >"/etc/grafana/provisioning/$kind/own.yaml"
done

# Logs that the configurations name.
mkdir -p /var/log/nginx /var/log/application
cat >/var/log/application/shop.log <<'END'
2026-11-21 06:19:00,120 INFO shop started
2026-11-21 06:19:02,481 ERROR order 1 failed
Traceback (most recent call last):
  File "/srv/shop/order.py", line 12, in <module>
ValueError: no price
END
node /opt/smartlog/build/cli.js simulate --kind web --lines 300 --seed 11 --start "$(date -u +%FT%TZ -d "-1 hour")" >/var/log/nginx/access.log
chown -R root:adm /var/log/nginx
chmod 640 /var/log/nginx/access.log

echo booted
# It ends with the test, however that ends. Not exec: the first process has to take up the children that others leave.
cat >/dev/null
