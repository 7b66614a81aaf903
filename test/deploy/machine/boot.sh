#!/bin/bash
# A clean Debian for the commands of a page: the folders that they name are overlays over the machine's own, the network
# is a loopback of its own, processes are a group that ends with this one. Arguments: a folder for what is written, the
# checkout, Fluent Bit and Vector (or nothing), and the folder of this script.
set -euo pipefail
above=$1 checkout=$2 fluent_bit=$3 vector=$4 here=$5

for folder in etc usr var opt root; do
  mkdir -p "$above/$folder/upper" "$above/$folder/work"
  mount -t overlay overlay -o "lowerdir=/$folder,upperdir=$above/$folder/upper,workdir=$above/$folder/work" "/$folder"
done
mount -t tmpfs tmpfs /run
mkdir -p /run/lock /run/log /run/postgresql
chown postgres: /run/postgresql
ip link set lo up

# Nothing of SmartLog or of a shipper is there yet, and Postgres is as its package leaves it.
rm -rf /opt/smartlog /etc/smartlog /var/lib/smartlog /etc/fluent-bit /var/lib/fluent-bit /etc/vector /var/lib/vector \
  /etc/postgresql/* /var/lib/postgresql/* /usr/local/bin/smartlog /usr/lib/systemd/system/fluent-bit.service
userdel smartlog 2>/dev/null || true
pg_createcluster "$(ls -v /usr/lib/postgresql | tail -n 1)" main -o fsync=off >/dev/null

# The checkout, where the pages have it; and the shippers as their packages install them.
mkdir -p /opt/smartlog /opt/fluent-bit/bin "$above/checkout/upper" "$above/checkout/work"
mount -t overlay overlay \
  -o "lowerdir=$checkout,upperdir=$above/checkout/upper,workdir=$above/checkout/work" /opt/smartlog
if [[ -n $fluent_bit ]]; then ln -sf "$fluent_bit" /opt/fluent-bit/bin/fluent-bit; fi
if [[ -n $vector ]]; then ln -sf "$vector" /usr/bin/vector; fi
userdel vector 2>/dev/null || true
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
node /opt/smartlog/build/cli.js simulate --kind web --lines 300 --start "$(date -u +%FT%TZ -d "-1 hour")" >/var/log/nginx/access.log
chown -R root:adm /var/log/nginx
chmod 640 /var/log/nginx/access.log

echo booted
# Not exec: the first process has to take up the children that others leave.
sleep infinity
