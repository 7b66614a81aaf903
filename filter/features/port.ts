/** Ports, by what lives there. */

/** 0 ephemeral, 1 web, 2 mail and names, 3 remote control, 4 data stores, 5 any other below 1024, 6 any other. */
export function portClass(port: i64): f32 {
  if (port == 80 || port == 443 || port == 8080 || port == 8443) return 1;
  if (port == 25 || port == 53 || port == 110 || port == 143 || port == 587 || port == 993 || port == 123)
    return 2;
  if (
    port == 22 ||
    port == 23 ||
    port == 2323 ||
    port == 3389 ||
    port == 5900 ||
    port == 5555 ||
    port == 5060
  )
    return 3;
  if (port == 445 || port == 139 || port == 1433 || port == 3306 || port == 5432 || port == 6379) return 4;
  if (port == 27017 || port == 9200 || port == 11211 || port == 2375 || port == 8545) return 4;
  return port >= 32768 ? 0 : port < 1024 ? 5 : 6;
}
