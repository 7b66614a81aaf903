/** Where the server listens unless told otherwise; apart, since commands name it that don't run the server. */
export const DEFAULT_PORT = 8470;
