/** Passwords of the roles that log in, each with what a URL or a statement might trip over. */
export const PASSWORDS = {
  SMARTLOG_INGEST_PASSWORD: "ingest:/@ pass",
  SMARTLOG_READ_PASSWORD: "read'; drop table smartlog.events; --",
  SMARTLOG_TRAIN_PASSWORD: "träin\\",
};
