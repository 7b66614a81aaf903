/** A parser that takes a line for the record. */
export const RECORD_PARSER = "smartlog-try-record";
/** In a record, its time in seconds. */
export const TIME_KEY = "smartlog-try-time";
/** A parsers file with it. */
export const RECORD_PARSERS = `[PARSER]
    Name         ${RECORD_PARSER}
    Format       json
    Time_Key     ${TIME_KEY}
    Time_Format  %s.%L
    Time_Keep    Off
`;
