/**
 * From where CDNs connect to the sites behind them, as their makers publish it; `asOf` is the day of the copy. Ranges change:
 * a site whose CDN has newer ones names these with `--trusted-proxy`. Akamai publishes none but to its customers, and
 * Bunny's are some nine hundred single addresses that change within days.
 */
export interface Cdn {
  /** Where the maker publishes the ranges. */
  source: string;
  asOf: string;
  ranges: readonly string[];
}

const words = (text: string) => text.trim().split(/\s+/);

export const CDNS: Readonly<Record<string, Cdn>> = {
  cloudflare: {
    source: "https://www.cloudflare.com/ips/",
    asOf: "2026-02-11",
    ranges: words(`
      173.245.48.0/20 103.21.244.0/22 103.22.200.0/22 103.31.4.0/22 141.101.64.0/18 108.162.192.0/18 190.93.240.0/20
      188.114.96.0/20 197.234.240.0/22 198.41.128.0/17 162.158.0.0/15 104.16.0.0/13 104.24.0.0/14 172.64.0.0/13
      131.0.72.0/22 2400:cb00::/32 2606:4700::/32 2803:f800::/32 2405:b500::/32 2405:8100::/32 2a06:98c0::/29
      2c0f:f248::/32`),
  },
  // CLOUDFRONT_ORIGIN_FACING: what connects to origins; visitors' side has other addresses.
  cloudfront: {
    source: "https://ip-ranges.amazonaws.com/ip-ranges.json",
    asOf: "2026-07-12",
    ranges: words(`
      3.29.57.0/26 3.172.0.0/17 13.124.199.0/24 15.158.0.0/16 18.68.0.0/16 24.110.128.0/17 52.46.0.0/18 52.82.128.0/23
      52.82.134.0/23 54.182.128.0/20 54.182.144.0/21 54.182.154.0/23 54.182.156.0/22 54.182.160.0/21 54.182.172.0/22
      54.182.176.0/21 54.182.184.0/22 54.182.188.0/23 54.182.224.0/21 54.182.240.0/21 54.182.248.0/22 54.239.134.0/23
      54.239.170.0/23 54.239.204.0/22 54.239.208.0/21 64.252.64.0/18 64.252.128.0/18 70.132.0.0/18 130.176.0.0/18
      130.176.64.0/21 130.176.72.0/22 130.176.76.0/24 130.176.78.0/23 130.176.80.0/22 130.176.86.0/23 130.176.88.0/21
      130.176.96.0/19 130.176.128.0/21 130.176.136.0/23 130.176.140.0/22 130.176.144.0/20 130.176.160.0/19
      130.176.192.0/19 204.246.166.0/24 205.251.218.0/24
      2406:da10:847f:a100::/56 2406:da11:438:2300::/56 2406:da12:8b2e:9c00::/56 2406:da14:17bd:2f00::/56
      2406:da14:80bb:ea00::/56 2406:da19:e19:4a00::/56 2406:da1b:e7c:ad00::/56 2406:da1c:8d8c:4600::/56
      2406:da1e:705:1600::/56 2406:da1f:396:9100::/56 2600:1f13:417:4d00::/56 2600:1f17:4356:f100::/56
      2600:1f18:7530:7200::/56 2600:1f1a:4568:b500::/56 2600:9000:1000::/36 2600:9000:5200::/40 2600:9000:6000::/36
      2a05:d011:531:1800::/56 2a05:d019:80b:e300::/56 2a05:d01a:8a9:be00::/56 2a05:d025:e59:fb00::/56`),
  },
  fastly: {
    source: "https://api.fastly.com/public-ip-list",
    asOf: "2026-02-11",
    ranges: words(`
      23.235.32.0/20 43.249.72.0/22 103.244.50.0/24 103.245.222.0/23 103.245.224.0/24 104.156.80.0/20 140.248.64.0/18
      140.248.128.0/17 146.75.0.0/17 151.101.0.0/16 157.52.64.0/18 167.82.0.0/17 167.82.128.0/20 167.82.160.0/20
      167.82.224.0/20 172.111.64.0/18 185.31.16.0/22 199.27.72.0/21 199.232.0.0/16 2a04:4e40::/32 2a04:4e42::/32`),
  },
  // The last address of its X-Forwarded-For is the load balancer's own: it has to be named beside.
  google: {
    source: "https://cloud.google.com/load-balancing/docs/firewall-rules",
    asOf: "2026-11-30",
    ranges: words("35.191.0.0/16 130.211.0.0/22 2600:2d00:1:b029::/64 2600:2d00:1:1::/64"),
  },
  imperva: {
    source: "https://my.imperva.com/api/integration/v1/ips",
    asOf: "2026-10-14",
    ranges: words(`
      45.60.0.0/16 45.64.64.0/22 45.223.0.0/16 103.28.248.0/22 107.154.0.0/16 131.125.128.0/17 149.126.72.0/21
      185.11.124.0/22 192.230.64.0/18 198.143.32.0/19 199.83.128.0/21 2a02:e980::/29`),
  },
  sucuri: {
    source: "https://docs.sucuri.net/website-firewall/sucuri-firewall-troubleshooting-guide/",
    asOf: "2026-10-14",
    ranges: words("66.248.200.0/22 185.93.228.0/22 192.88.134.0/23 208.109.0.0/22 2a02:fe80::/29"),
  },
};
