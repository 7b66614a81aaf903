/** When the shipper read a record, as Fluent Bit hands it to a Wasm filter. */
export interface ShipperTime {
  /** Seconds since the epoch. */
  seconds: number;
  /** Nanoseconds of that second. */
  nanoseconds: number;
}

/** Now, as a shipper would stamp a record. */
export function now(): ShipperTime {
  return shipperTime(Date.now() / 1000);
}

/** @param seconds since the epoch, rounded to milliseconds, which is what the store keeps */
export function shipperTime(seconds: number): ShipperTime {
  const milliseconds = Math.round(seconds * 1000);
  const whole = Math.floor(milliseconds / 1000);
  return { seconds: whole, nanoseconds: (milliseconds - whole * 1000) * 1_000_000 };
}
