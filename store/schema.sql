create table smartlog.alarm_promises (
  since timestamp with time zone not null default now(),
  alarms_a_day integer,
  threshold double precision not null,
  days smallint,
  model text not null,
  constraint alarm_promises_alarms_a_day_check CHECK (((alarms_a_day >= 1) AND (alarms_a_day <= 100000))),
  constraint alarm_promises_threshold_check CHECK (((threshold >= (0)::double precision) AND (threshold <= (1)::double precision))),
  constraint alarm_promises_pkey PRIMARY KEY (since)
);
comment on table smartlog.alarm_promises is 'What each training promised: at most so many alarms a day, and the threshold of `anomaly` for that. The newest holds.';
comment on column smartlog.alarm_promises.alarms_a_day is 'Null where there is no budget any more.';
comment on column smartlog.alarm_promises.days is 'Days of events that the threshold was found on.';
grant select on smartlog.alarm_promises to smartlog_read;
grant insert, select on smartlog.alarm_promises to smartlog_train;

create table smartlog.attack_answers (
  site text not null,
  size smallint not null,
  targets integer[] not null,
  is_page boolean not null,
  last_at timestamp with time zone not null,
  constraint attack_answers_pkey PRIMARY KEY (site, size)
) with (fillfactor=50);
comment on table smartlog.attack_answers is 'Sizes of answers 2xx to attacks: one that three different requests got is a page for whatever is asked. Of the last 30 days, 5,000 at most.';
comment on column smartlog.attack_answers.size is 'smartlog.size_step(bytes).';
comment on column smartlog.attack_answers.targets is 'Hashes of up to four requests.';
comment on column smartlog.attack_answers.is_page is 'People got it as well, from the path of one of these: what the request asked for beside it was not heeded.';
grant select on smartlog.attack_answers to smartlog_read;
grant insert, update on smartlog.attack_answers to smartlog_serve;
grant select on smartlog.attack_answers to smartlog_train;

create table smartlog.audit (
  id bigint not null generated always as identity,
  at timestamp with time zone not null default now(),
  who text not null,
  via text not null,
  address text not null,
  what text not null,
  ok boolean not null,
  times integer not null default 1,
  about jsonb not null default '{}'::jsonb,
  constraint audit_about_check CHECK ((length((about)::text) <= 4000)),
  constraint audit_address_check CHECK ((length(address) <= 64)),
  constraint audit_times_check CHECK ((times > 0)),
  constraint audit_via_check CHECK ((via = ANY (ARRAY['user'::text, 'token'::text, 'open'::text, 'nobody'::text, 'command'::text]))),
  constraint audit_what_check CHECK ((what ~ '^[a-z]+[.][a-z-]+$'::text)),
  constraint audit_who_check CHECK ((length(who) <= 100)),
  constraint audit_pkey PRIMARY KEY (id)
);
comment on table smartlog.audit is 'What people and programs did, and what they were refused; smartlog_serve only adds.';
comment on column smartlog.audit.via is 'How who is known: logged in, by a token, not at all (the server is open or they were refused), or by the command.';
comment on column smartlog.audit.times is 'Refusals of one kind from one network in a minute are one entry.';
CREATE INDEX audit_at_idx ON smartlog.audit USING btree (at);
CREATE INDEX audit_ok_id_idx ON smartlog.audit USING btree (ok, id);
CREATE TRIGGER trim_audit AFTER INSERT ON smartlog.audit FOR EACH ROW WHEN ((new.id % 16::bigint) = 0) EXECUTE FUNCTION smartlog.trim_audit();
grant insert, select on smartlog.audit to smartlog_serve;

create table smartlog.browser_sessions (
  id bytea not null,
  user_name text,
  token text,
  proof bytea,
  created_at timestamp with time zone not null default now(),
  seen_at timestamp with time zone not null default now(),
  ends_at timestamp with time zone not null,
  address text not null,
  agent text not null,
  constraint browser_sessions_address_check CHECK ((length(address) <= 64)),
  constraint browser_sessions_agent_check CHECK ((length(agent) <= 200)),
  constraint browser_sessions_check CHECK ((num_nonnulls(user_name, token, proof) = 1)),
  constraint browser_sessions_id_check CHECK ((length(id) = 32)),
  constraint browser_sessions_proof_check CHECK ((length(proof) = 32)),
  constraint browser_sessions_token_fkey FOREIGN KEY (token) REFERENCES smartlog.tokens(id) ON DELETE CASCADE,
  constraint browser_sessions_user_name_fkey FOREIGN KEY (user_name) REFERENCES smartlog.users(name) ON DELETE CASCADE,
  constraint browser_sessions_pkey PRIMARY KEY (id)
);
comment on table smartlog.browser_sessions is 'Browsers that are logged in.';
comment on column smartlog.browser_sessions.id is 'SHA-256 of the cookie.';
comment on column smartlog.browser_sessions.proof is 'Logged in by SMARTLOG_TOKEN: SHA-256 of cookie and token, so that another token ends the session.';
comment on column smartlog.browser_sessions.seen_at is 'To a minute.';
CREATE INDEX browser_sessions_ends_at_idx ON smartlog.browser_sessions USING btree (ends_at);
CREATE INDEX browser_sessions_user_name_idx ON smartlog.browser_sessions USING btree (user_name);
grant delete, insert, select, update on smartlog.browser_sessions to smartlog_serve;

create table smartlog.channels (
  channel text not null,
  type text not null,
  failures integer not null default 0,
  failing_since timestamp with time zone,
  next_at timestamp with time zone not null default now(),
  sent bigint not null default 0,
  failed bigint not null default 0,
  sent_at timestamp with time zone,
  error text,
  constraint channels_channel_check CHECK (((length(channel) >= 1) AND (length(channel) <= 63))),
  constraint channels_error_check CHECK ((length(error) <= 500)),
  constraint channels_pkey PRIMARY KEY (channel)
);
comment on table smartlog.channels is 'How each channel does. sent and failed count deliveries for ever.';
comment on column smartlog.channels.failures is 'In a row; 0 where the last try went well.';
comment on column smartlog.channels.next_at is 'A channel that fails is left alone until then.';
grant select on smartlog.channels to smartlog_read;
grant delete, insert, update on smartlog.channels to smartlog_serve;
grant select on smartlog.channels to smartlog_train;

create table smartlog.counting_lock ();
comment on table smartlog.counting_lock is 'Always empty. Locked while a batch is counted.';

create table smartlog.crawlers (
  ip inet not null,
  crawler text not null,
  status text not null,
  method text not null,
  host text not null,
  checked_at timestamp with time zone not null default now(),
  constraint crawlers_method_check CHECK ((method = ANY (ARRAY['reverse-dns'::text, 'ranges'::text, 'none'::text]))),
  constraint crawlers_status_check CHECK ((status = ANY (ARRAY['verified'::text, 'claimed'::text, 'impostor'::text]))),
  constraint crawlers_pkey PRIMARY KEY (ip, crawler)
);
comment on table smartlog.crawlers is 'Of each address and crawler that it claims to be: verified, impostor, or claimed (it can''t be told, or the resolver gave no answer).';
comment on column smartlog.crawlers.crawler is 'A name in crawlers/crawlers.yaml; it stands in the user agent.';
comment on column smartlog.crawlers.host is 'The address'' name by reverse DNS, cut at 255 characters; empty where it has none.';
CREATE INDEX crawlers_checked_at ON smartlog.crawlers USING btree (checked_at);
grant select on smartlog.crawlers to smartlog_read;
grant delete, insert, update on smartlog.crawlers to smartlog_serve;
grant select on smartlog.crawlers to smartlog_train;

create table smartlog.deliveries (
  message bigint not null,
  channel text not null,
  state text not null default 'waiting'::text,
  attempts integer not null default 0,
  next_at timestamp with time zone not null default now(),
  sent_at timestamp with time zone,
  error text,
  constraint deliveries_channel_check CHECK (((length(channel) >= 1) AND (length(channel) <= 63))),
  constraint deliveries_error_check CHECK ((length(error) <= 500)),
  constraint deliveries_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sending'::text, 'sent'::text, 'failed'::text]))),
  constraint deliveries_message_fkey FOREIGN KEY (message) REFERENCES smartlog.messages(id) ON DELETE CASCADE,
  constraint deliveries_pkey PRIMARY KEY (message, channel)
);
comment on table smartlog.deliveries is 'Each message by each of its channels.';
comment on column smartlog.deliveries.state is 'sending: somebody has claimed it until next_at, and may have been killed meanwhile.';
comment on column smartlog.deliveries.next_at is 'Not tried before; while it is being sent, not by anybody else.';
CREATE INDEX deliveries_open ON smartlog.deliveries USING btree (channel, message) WHERE (state = ANY (ARRAY['waiting'::text, 'sending'::text]));
grant select on smartlog.deliveries to smartlog_read;
grant delete, insert, update on smartlog.deliveries to smartlog_serve;
grant select on smartlog.deliveries to smartlog_train;

create table smartlog.duration_bins (
  at timestamp with time zone not null,
  site text not null,
  bin smallint not null,
  step_minutes smallint not null,
  events bigint not null,
  constraint duration_bins_bin_check CHECK (((bin >= 0) AND (bin <= 160))),
  constraint duration_bins_pkey PRIMARY KEY (step_minutes, at, site, bin)
) with (fillfactor=70, autovacuum_vacuum_scale_factor=0.02);
comment on table smartlog.duration_bins is 'Web requests by how long the answer took, in steps of ten minutes and of a day (UTC). site: as in rollups.';
comment on column smartlog.duration_bins.bin is 'Four times the binary logarithm of the microseconds, rounded down: the middle of a bin is at most 9 % off.';
grant select on smartlog.duration_bins to smartlog_read;
grant select on smartlog.duration_bins to smartlog_train;

create table smartlog.events (
  "time" timestamp with time zone not null,
  id bigint not null,
  bytes bigint,
  score real,
  bot real,
  threat real,
  anomaly real,
  ms real,
  sport integer,
  dport integer,
  status smallint,
  v smallint,
  kind text storage main not null,
  label text storage main not null,
  severity text storage main not null,
  tpl text storage main,
  model text storage main,
  tag text storage main,
  ip inet,
  dst inet,
  method text storage main,
  path text storage main,
  ua text storage main,
  ref text storage main,
  host text storage main,
  service text storage main,
  level text storage main,
  username text storage main,
  outcome text storage main,
  qname text storage main,
  qtype text storage main,
  rcode text storage main,
  action text storage main,
  proto text storage main,
  iface text storage main,
  why text[] storage main,
  error text storage main,
  record jsonb storage main not null,
  hit text storage main,
  peer inet,
  line_key text storage main,
  session text storage main,
  pattern text storage main,
  muted boolean,
  mute bigint,
  constraint events_pkey PRIMARY KEY ("time", id)
) partition by RANGE ("time");
comment on table smartlog.events is 'One row an event; the fields of smartlog.* as columns (user is username: user is a reserved word). By UTC day.';
comment on column smartlog.events."time" is 'The line''s own time where it has a plausible one, else its arrival at the shipper.';
comment on column smartlog.events.id is 'smartlog.id as a number: smartlog.event_id() and smartlog.event_hex() convert.';
comment on column smartlog.events.ip is 'The client; behind trusted proxies the address that they name.';
comment on column smartlog.events.record is 'The record as it came to the filter, without smartlog.';
comment on column smartlog.events.hit is 'What an attack is seen by: part of the request, colon, text.';
comment on column smartlog.events.peer is 'Who connected, where ip is out of a header.';
comment on column smartlog.events.session is 'Key of the session that the line belongs to, where its lines name one: a block, an instance, a request, a process.';
comment on column smartlog.events.pattern is 'The template in words, on the first event of it that a process of the filter met; else null (smartlog.templates has it).';
comment on column smartlog.events.muted is 'Somebody has muted such events: true, else null. What lists leave out by default.';
comment on column smartlog.events.mute is 'The mute that hides it, in smartlog.mutes.';
CREATE INDEX events_id_idx ON ONLY smartlog.events USING btree (id);
CREATE INDEX events_ip_time_idx ON ONLY smartlog.events USING btree (ip, "time");
CREATE INDEX events_label_time_idx ON ONLY smartlog.events USING btree (label, "time") WHERE (label <> 'normal'::text);
CREATE INDEX events_lower_time_idx ON ONLY smartlog.events USING btree (lower(username), "time") WHERE (username IS NOT NULL);
CREATE INDEX events_session_time_idx ON ONLY smartlog.events USING btree (session, "time") WHERE (session IS NOT NULL);
CREATE INDEX events_time_ip_dst_dport_proto_action_label_severity_idx ON ONLY smartlog.events USING btree ("time") INCLUDE (ip, dst, dport, proto, action, label, severity) WHERE (kind = 'firewall'::text);
CREATE INDEX events_time_ip_username_host_service_tag_kind_label_severit_idx ON ONLY smartlog.events USING btree ("time") INCLUDE (ip, username, host, service, tag, kind, label, severity, score, tpl) WHERE (label <> 'normal'::text);
CREATE INDEX events_time_ip_username_outcome_host_label_severity_idx ON ONLY smartlog.events USING btree ("time") INCLUDE (ip, username, outcome, host, label, severity) WHERE (kind = 'auth'::text);
CREATE INDEX events_time_qname_rcode_ip_label_idx ON ONLY smartlog.events USING btree ("time") INCLUDE (qname, rcode, ip, label) WHERE (kind = 'dns'::text);
CREATE INDEX events_tpl_time_idx ON ONLY smartlog.events USING btree (tpl, "time");
CREATE TRIGGER count_rates AFTER INSERT ON smartlog.events REFERENCING NEW TABLE AS batch FOR EACH STATEMENT EXECUTE FUNCTION smartlog.count_rates();
CREATE TRIGGER count_rollups AFTER INSERT ON smartlog.events REFERENCING NEW TABLE AS batch FOR EACH STATEMENT EXECUTE FUNCTION smartlog.count_rollups();
CREATE TRIGGER count_rollups_muted AFTER INSERT ON smartlog.events REFERENCING NEW TABLE AS batch FOR EACH STATEMENT EXECUTE FUNCTION smartlog.count_muted();
CREATE TRIGGER count_scores AFTER INSERT ON smartlog.events REFERENCING NEW TABLE AS batch FOR EACH STATEMENT EXECUTE FUNCTION smartlog.count_scores();
CREATE TRIGGER count_sessions AFTER INSERT ON smartlog.events REFERENCING NEW TABLE AS batch FOR EACH STATEMENT EXECUTE FUNCTION smartlog.count_sessions();
CREATE TRIGGER count_top AFTER INSERT ON smartlog.events REFERENCING NEW TABLE AS batch FOR EACH STATEMENT EXECUTE FUNCTION smartlog.count_top();
CREATE TRIGGER count_unread AFTER INSERT ON smartlog.events REFERENCING NEW TABLE AS batch FOR EACH STATEMENT EXECUTE FUNCTION smartlog.count_unread();
CREATE TRIGGER count_visitors AFTER INSERT ON smartlog.events REFERENCING NEW TABLE AS batch FOR EACH STATEMENT EXECUTE FUNCTION smartlog.count_visitors();
CREATE TRIGGER count_web AFTER INSERT ON smartlog.events REFERENCING NEW TABLE AS batch FOR EACH STATEMENT EXECUTE FUNCTION smartlog.count_web();
CREATE TRIGGER mark_minutes AFTER INSERT ON smartlog.events REFERENCING NEW TABLE AS batch FOR EACH STATEMENT EXECUTE FUNCTION smartlog.mark_minutes();
grant select on smartlog.events to smartlog_read;
grant select on smartlog.events to smartlog_train;

create table smartlog.feedback (
  id bigint not null generated always as identity,
  event_time timestamp with time zone not null,
  event_id bigint not null,
  label text not null,
  who text not null,
  at timestamp with time zone not null default now(),
  note text not null default ''::text,
  kind text not null,
  was text not null,
  score real,
  tpl text,
  model text,
  tag text,
  record jsonb not null,
  constraint feedback_label_check CHECK ((label = ANY (ARRAY['normal'::text, 'bot'::text, 'attack'::text, 'anomaly'::text]))),
  constraint feedback_pkey PRIMARY KEY (id)
);
comment on table smartlog.feedback is 'Annotations of events, a row each; the newest of one annotator about one event counts.';
comment on column smartlog.feedback.was is 'The label that the filter gave.';
comment on column smartlog.feedback.record is 'A copy, so that an annotation outlives its event.';
CREATE INDEX feedback_at_idx ON smartlog.feedback USING btree (at);
CREATE INDEX feedback_event_id_event_time_idx ON smartlog.feedback USING btree (event_id, event_time);
grant select on smartlog.feedback to smartlog_read;
grant insert on smartlog.feedback to smartlog_serve;
grant select on smartlog.feedback to smartlog_train;

create table smartlog.geo (
  first inet not null,
  last inet not null,
  country character(2) not null,
  constraint geo_pkey PRIMARY KEY (first)
);
comment on table smartlog.geo is 'Address ranges, both ends included, that don''t overlap; country: ISO 3166-1 alpha-2.';
grant select on smartlog.geo to smartlog_read;
grant select on smartlog.geo to smartlog_train;

create table smartlog.geo_source (
  only_row boolean not null default true,
  name text not null,
  licence text not null,
  ranges bigint not null,
  imported_at timestamp with time zone not null default now(),
  constraint geo_source_only_row_check CHECK (only_row),
  constraint geo_source_pkey PRIMARY KEY (only_row)
);
grant select on smartlog.geo_source to smartlog_read;
grant select on smartlog.geo_source to smartlog_train;

create table smartlog.incident_changes (
  class text not null,
  what text not null,
  changes bigint not null,
  constraint incident_changes_pkey PRIMARY KEY (class, what)
);
comment on table smartlog.incident_changes is 'Changes of incidents, counted for ever.';
comment on column smartlog.incident_changes.what is 'As in incident_history.';
grant select on smartlog.incident_changes to smartlog_read;
grant select on smartlog.incident_changes to smartlog_train;

create table smartlog.incident_counts (
  id bigint not null generated always as identity,
  class text not null,
  way smallint not null,
  key text not null,
  minute timestamp with time zone not null,
  ip inet,
  events bigint not null,
  bytes bigint not null,
  succeeded bigint not null,
  grave bigint not null,
  total bigint not null default 0,
  timed bigint not null default 0,
  duration_us bigint not null default 0,
  severity smallint not null,
  first timestamp with time zone not null,
  last timestamp with time zone not null,
  targets text[],
  target_hashes integer[],
  users text[],
  user_hashes integer[],
  sites text[],
  message text,
  sample_times timestamp with time zone[],
  sample_ids bigint[],
  added bigint[],
  counted_at timestamp with time zone not null
) with (fillfactor=70, autovacuum_vacuum_scale_factor=0.02);
comment on table smartlog.incident_counts is 'Events of a minute by rule, key and source: counted anew as a whole when the minute gets more. At most 2,000 rows of a way and count.';
comment on column smartlog.incident_counts.way is 'Which of the rule''s ways.';
comment on column smartlog.incident_counts.total is 'Of answers: all requests of the site; timed and duration_us as in rollups.';
comment on column smartlog.incident_counts.added is 'events, bytes, succeeded and grave as an incident has them already; null: none has.';
CREATE INDEX incident_counts_class_key_minute_idx ON smartlog.incident_counts USING btree (class, key, minute);
CREATE INDEX incident_counts_id_idx ON smartlog.incident_counts USING btree (id);
CREATE INDEX incident_counts_minute_idx ON smartlog.incident_counts USING btree (minute);
grant select on smartlog.incident_counts to smartlog_read;
grant delete, insert, update on smartlog.incident_counts to smartlog_serve;
grant select on smartlog.incident_counts to smartlog_train;

create table smartlog.incident_history (
  id bigint not null generated always as identity,
  incident bigint not null,
  at timestamp with time zone not null default now(),
  what text not null,
  severity text not null,
  who text,
  note text not null default ''::text,
  constraint incident_history_note_check CHECK ((length(note) <= 4000)),
  constraint incident_history_severity_check CHECK ((severity = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text, 'critical'::text]))),
  constraint incident_history_what_check CHECK ((what = ANY (ARRAY['opened'::text, 'raised'::text, 'reopened'::text, 'closed'::text, 'acknowledged'::text, 'muted'::text, 'unmuted'::text, 'noted'::text, 'joined'::text]))),
  constraint incident_history_incident_fkey FOREIGN KEY (incident) REFERENCES smartlog.incidents(id) ON DELETE CASCADE,
  constraint incident_history_pkey PRIMARY KEY (id)
);
comment on table smartlog.incident_history is 'What became of incidents, in order: messages are made out of new rows.';
comment on column smartlog.incident_history.who is 'Null where SmartLog did it itself.';
comment on column smartlog.incident_history.note is 'joined: became part of another (incidents.parent).';
CREATE INDEX incident_history_incident_id_idx ON smartlog.incident_history USING btree (incident, id);
CREATE TRIGGER count_incident_changes AFTER INSERT ON smartlog.incident_history REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION smartlog.count_incident_changes();
grant select on smartlog.incident_history to smartlog_read;
grant insert on smartlog.incident_history to smartlog_serve;
grant select on smartlog.incident_history to smartlog_train;

create table smartlog.incident_minutes (
  minute timestamp with time zone not null,
  events bigint not null,
  batch xid8 not null,
  constraint incident_minutes_pkey PRIMARY KEY (minute)
) with (fillfactor=50, autovacuum_vacuum_scale_factor=0.02);
comment on table smartlog.incident_minutes is 'Minutes that got events since they were judged.';
comment on column smartlog.incident_minutes.batch is 'Transaction of the last batch: a minute that changed while it was judged is judged again.';
grant select on smartlog.incident_minutes to smartlog_read;
grant delete on smartlog.incident_minutes to smartlog_serve;
grant select on smartlog.incident_minutes to smartlog_train;

create table smartlog.incident_samples (
  incident bigint not null,
  nth smallint not null,
  event_time timestamp with time zone not null,
  event_id bigint not null,
  line text not null,
  hit text,
  why text[],
  constraint incident_samples_nth_check CHECK (((nth >= 1) AND (nth <= 3))),
  constraint incident_samples_incident_fkey FOREIGN KEY (incident) REFERENCES smartlog.incidents(id) ON DELETE CASCADE,
  constraint incident_samples_pkey PRIMARY KEY (incident, nth)
);
comment on table smartlog.incident_samples is 'Three lines of an incident, copied, so that they outlive their events.';
grant select on smartlog.incident_samples to smartlog_read;
grant delete, insert, update on smartlog.incident_samples to smartlog_serve;
grant select on smartlog.incident_samples to smartlog_train;

create table smartlog.incident_sources (
  incident bigint not null,
  ip inet not null,
  events bigint not null,
  succeeded bigint not null default 0,
  first timestamp with time zone not null,
  last timestamp with time zone not null,
  constraint incident_sources_incident_fkey FOREIGN KEY (incident) REFERENCES smartlog.incidents(id) ON DELETE CASCADE,
  constraint incident_sources_pkey PRIMARY KEY (incident, ip)
);
comment on table smartlog.incident_sources is 'Who took part in an incident, 1,000 addresses at most.';
CREATE INDEX incident_sources_ip_idx ON smartlog.incident_sources USING btree (ip);
grant select on smartlog.incident_sources to smartlog_read;
grant delete, insert, update on smartlog.incident_sources to smartlog_serve;
grant select on smartlog.incident_sources to smartlog_train;

create table smartlog.incident_state (
  only_row boolean not null default true,
  judged_at timestamp with time zone not null default '-infinity'::timestamp with time zone,
  trimmed_at timestamp with time zone not null default '-infinity'::timestamp with time zone,
  cut bigint not null default 0,
  refused bigint not null default 0,
  constraint incident_state_only_row_check CHECK (only_row),
  constraint incident_state_pkey PRIMARY KEY (only_row)
);
comment on table smartlog.incident_state is 'The last pass; locked while one runs.';
comment on column smartlog.incident_state.cut is 'Passes in which a minute had more events than are counted (20,000 of a kind).';
comment on column smartlog.incident_state.refused is 'Incidents that were not opened because 200 of their class were open.';
grant select on smartlog.incident_state to smartlog_read;
grant update on smartlog.incident_state to smartlog_serve;
grant select on smartlog.incident_state to smartlog_train;

create table smartlog.incidents (
  id bigint not null generated always as identity,
  class text not null,
  key text not null,
  title text not null,
  severity text not null,
  state text not null default 'open'::text,
  parent bigint,
  owner text,
  found_at timestamp with time zone not null default now(),
  first timestamp with time zone not null,
  last timestamp with time zone not null,
  reopened smallint not null default 0,
  closed_at timestamp with time zone,
  closed_by text,
  acknowledged_at timestamp with time zone,
  acknowledged_by text,
  muted_until timestamp with time zone,
  muted_by text,
  updated_at timestamp with time zone not null default now(),
  over_at timestamp with time zone not null default 'infinity'::timestamp with time zone,
  source inet,
  network cidr,
  agent text,
  username text,
  site text,
  service text,
  tpl text,
  reason text,
  events bigint not null default 0,
  bytes bigint not null default 0,
  succeeded bigint not null default 0,
  grave bigint not null default 0,
  message text,
  share real,
  slower real,
  source_count integer not null default 0,
  target_count integer not null default 0,
  targets text[] not null default '{}'::text[],
  user_count integer not null default 0,
  users text[] not null default '{}'::text[],
  site_count integer not null default 0,
  sites text[] not null default '{}'::text[],
  target_hashes integer[] not null default '{}'::integer[],
  user_hashes integer[] not null default '{}'::integer[],
  constraint incidents_check CHECK ((parent <> id)),
  constraint incidents_check1 CHECK ((last >= first)),
  constraint incidents_check2 CHECK (((state = 'closed'::text) = (closed_at IS NOT NULL))),
  constraint incidents_check3 CHECK (((closed_at IS NULL) = (closed_by IS NULL))),
  constraint incidents_check4 CHECK (((state <> 'muted'::text) OR (muted_until IS NOT NULL))),
  constraint incidents_class_check CHECK ((class ~ '^[a-z][a-z0-9-]{0,63}$'::text)),
  constraint incidents_key_check CHECK ((length(key) <= 600)),
  constraint incidents_severity_check CHECK ((severity = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text, 'critical'::text]))),
  constraint incidents_state_check CHECK ((state = ANY (ARRAY['open'::text, 'acknowledged'::text, 'muted'::text, 'closed'::text]))),
  constraint incidents_title_check CHECK (((length(title) >= 1) AND (length(title) <= 1000))),
  constraint incidents_parent_fkey FOREIGN KEY (parent) REFERENCES smartlog.incidents(id) ON DELETE SET NULL,
  constraint incidents_pkey PRIMARY KEY (id)
);
comment on table smartlog.incidents is 'One thing that happened, out of many events.';
comment on column smartlog.incidents.class is 'The rule''s name: rules/CLASS.yaml, or one of the site''s own.';
comment on column smartlog.incidents.key is 'The values of what the rule groups by; one of a class and key is open at most.';
comment on column smartlog.incidents.title is 'What happened, in words.';
comment on column smartlog.incidents.parent is 'The incident that this one is part of, as one source of a crowd: nobody is told of it alone.';
comment on column smartlog.incidents.found_at is 'By the clock; first and last are event times.';
comment on column smartlog.incidents.closed_by is 'quiet: nothing more came; ended: what it told of is over; else a person.';
comment on column smartlog.incidents.over_at is 'When it is over if nothing more comes: last, and its rule''s pause.';
comment on column smartlog.incidents.reason is 'The first reason of its events, where its rule groups by it.';
comment on column smartlog.incidents.succeeded is 'Events that got what they wanted: answers 2xx to an attack, logins that succeeded.';
comment on column smartlog.incidents.grave is 'Events that are worse than others, as the rule says.';
comment on column smartlog.incidents.message is 'What the latest anomaly or event of SmartLog''s own says.';
comment on column smartlog.incidents.share is 'Of all requests at its worst, 0..1, where the rule asks for a share.';
comment on column smartlog.incidents.slower is 'Times the usual response time at its worst, where the rule asks for it.';
comment on column smartlog.incidents.targets is 'Up to 20 of what was aimed at: paths, ports, names looked up.';
comment on column smartlog.incidents.target_hashes is 'The 256 least hashes of all targets (as user_hashes of all accounts), by which they are counted: exactly below 256, else estimated.';
CREATE INDEX incidents_class_key_last_idx ON smartlog.incidents USING btree (class, key, last);
CREATE INDEX incidents_last_idx ON smartlog.incidents USING btree (last);
CREATE INDEX incidents_over_at_idx ON smartlog.incidents USING btree (over_at) WHERE (state <> 'closed'::text);
CREATE INDEX incidents_parent_idx ON smartlog.incidents USING btree (parent) WHERE (parent IS NOT NULL);
CREATE UNIQUE INDEX incidents_open ON smartlog.incidents USING btree (class, key) WHERE (state <> 'closed'::text);
grant select on smartlog.incidents to smartlog_read;
grant insert, update on smartlog.incidents to smartlog_serve;
grant select on smartlog.incidents to smartlog_train;

create table smartlog.intake (
  at timestamp with time zone not null,
  batches bigint not null,
  stored bigint not null,
  duplicates bigint not null,
  rejected bigint not null,
  waited_s real not null,
  constraint intake_pkey PRIMARY KEY (at)
) with (fillfactor=50);
comment on table smartlog.intake is 'What arrived, by minute of arrival.';
comment on column smartlog.intake.waited_s is 'The longest time that a record was on its way from its arrival at the shipper.';
grant select on smartlog.intake to smartlog_read;
grant select on smartlog.intake to smartlog_train;

create table smartlog.merged_templates (
  old text not null,
  tpl text not null,
  at timestamp with time zone not null default now(),
  constraint merged_templates_pkey PRIMARY KEY (old)
);
comment on table smartlog.merged_templates is 'Templates of former models and what they are in the one in service; the 20,000 newest.';
CREATE INDEX merged_templates_tpl_idx ON smartlog.merged_templates USING btree (tpl);
CREATE TRIGGER merge_rate_series AFTER INSERT OR UPDATE OF tpl ON smartlog.merged_templates FOR EACH ROW EXECUTE FUNCTION smartlog.merge_rate_series();
grant select on smartlog.merged_templates to smartlog_read;
grant select on smartlog.merged_templates to smartlog_train;

create table smartlog.messages (
  id bigint not null generated always as identity,
  owner text not null,
  kind text not null,
  severity text not null,
  made_at timestamp with time zone not null default now(),
  content jsonb not null,
  constraint messages_content_check CHECK ((pg_column_size(content) <= 262144)),
  constraint messages_kind_check CHECK ((kind = ANY (ARRAY['told'::text, 'escalated'::text, 'digest'::text]))),
  constraint messages_severity_check CHECK ((severity = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text, 'critical'::text]))),
  constraint messages_pkey PRIMARY KEY (id)
);
comment on table smartlog.messages is 'What people are told. The content never changes: a message that is sent again is the same.';
CREATE INDEX messages_made_at_idx ON smartlog.messages USING btree (made_at);
grant select on smartlog.messages to smartlog_read;
grant delete, insert, update on smartlog.messages to smartlog_serve;
grant select on smartlog.messages to smartlog_train;

create table smartlog.migration_lock ();
comment on table smartlog.migration_lock is 'Always empty. Locked while migrations run.';

create table smartlog.migrations (
  id integer not null default nextval('smartlog.migrations_id_seq'::regclass),
  name character varying(255) not null,
  run_on timestamp without time zone not null,
  constraint migrations_pkey PRIMARY KEY (id)
);
grant select on smartlog.migrations to smartlog_read;

create table smartlog.models (
  id text not null,
  parent text,
  made_at timestamp with time zone not null default now(),
  window_from timestamp with time zone,
  window_to timestamp with time zone,
  counts jsonb not null default '{}'::jsonb,
  metrics jsonb not null default '{}'::jsonb,
  origin text not null default 'trained'::text,
  status text not null default 'candidate'::text,
  status_at timestamp with time zone not null default now(),
  served_from timestamp with time zone,
  reason text not null default ''::text,
  blob_sha256 text,
  blob bytea,
  constraint models_origin_check CHECK ((origin = ANY (ARRAY['default'::text, 'trained'::text, 'imported'::text]))),
  constraint models_status_check CHECK ((status = ANY (ARRAY['candidate'::text, 'serving'::text, 'retired'::text, 'refused'::text, 'failed'::text]))),
  constraint models_pkey PRIMARY KEY (id)
);
comment on table smartlog.models is 'Every model that was made, whether it served or not, with what decided.';
comment on column smartlog.models.counts is 'Events that it learnt from: {"<kind>": n}.';
comment on column smartlog.models.metrics is 'On held-out events: {"<head>": {"precision": p, "recall": r, "f1": f, "auc": a}, "psi": {"<feature>": x}}.';
comment on column smartlog.models.origin is 'default: came with the filter; trained: here; imported: from a file, or found in place.';
comment on column smartlog.models.blob is 'The weights and settings, as they lie in a module; null of a model of which only the name is known.';
CREATE UNIQUE INDEX models_one_serves ON smartlog.models USING btree ((true)) WHERE (status = 'serving'::text);
grant select on smartlog.models to smartlog_read;
grant insert, select, update (status, status_at, served_from, reason) on smartlog.models to smartlog_train;

create table smartlog.muted_days (
  mute bigint not null,
  at timestamp with time zone not null,
  events bigint not null,
  newest timestamp with time zone not null,
  constraint muted_days_pkey PRIMARY KEY (mute, at)
) with (fillfactor=70);
comment on table smartlog.muted_days is 'Events that each mute has hidden, by UTC day.';
grant select on smartlog.muted_days to smartlog_read;
grant select on smartlog.muted_days to smartlog_train;

create table smartlog.muted_rollups (
  at timestamp with time zone not null,
  site text not null,
  kind text not null,
  label text not null,
  severity text not null,
  status_class smallint not null,
  step_minutes smallint not null,
  events bigint not null,
  bytes numeric not null,
  timed bigint not null,
  duration_us bigint not null,
  score real not null,
  constraint muted_rollups_pkey PRIMARY KEY (step_minutes, at, site, kind, label, severity, status_class)
) with (fillfactor=70, autovacuum_vacuum_scale_factor=0.02);
comment on table smartlog.muted_rollups is 'Of smartlog.rollups the part that is muted.';
grant select on smartlog.muted_rollups to smartlog_read;
grant select on smartlog.muted_rollups to smartlog_train;

create table smartlog.mutes (
  id bigint not null generated always as identity,
  template text,
  reason text,
  source cidr,
  site text,
  label text not null,
  note text not null default ''::text,
  who text not null,
  at timestamp with time zone not null default now(),
  until timestamp with time zone not null,
  event_time timestamp with time zone,
  event_id bigint,
  ended_at timestamp with time zone,
  ended_by text,
  ended_who text,
  constraint mutes_check CHECK ((num_nonnulls(template, reason, source) > 0)),
  constraint mutes_check1 CHECK (((label <> 'attack'::text) OR (num_nonnulls(reason, source) > 0))),
  constraint mutes_check2 CHECK ((until <= (at + '366 days'::interval))),
  constraint mutes_check3 CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  constraint mutes_ended_by_check CHECK ((ended_by = ANY (ARRAY['undone'::text, 'replaced'::text, 'expired'::text]))),
  constraint mutes_id_check CHECK ((id < '4294967296'::bigint)),
  constraint mutes_label_check CHECK ((label = ANY (ARRAY['anomaly'::text, 'bot'::text, 'attack'::text]))),
  constraint mutes_reason_check CHECK ((reason ~ '^[a-z]+:[a-z0-9-]+$'::text)),
  constraint mutes_site_check CHECK (((length(site) >= 1) AND (length(site) <= 255))),
  constraint mutes_source_check CHECK ((masklen((source)::inet) >=
CASE family((source)::inet)
    WHEN 4 THEN 8
    ELSE 7
END)),
  constraint mutes_template_check CHECK ((template ~ '^[0-9a-f]{8}$'::text)),
  constraint mutes_pkey PRIMARY KEY (id)
);
comment on table smartlog.mutes is 'Events that raise no alarm until a time. All that a mute names has to fit; it acts until then, or until it has ended.';
comment on column smartlog.mutes.template is 'tpl of the events.';
comment on column smartlog.mutes.reason is 'The reason that stands first in why of the events.';
comment on column smartlog.mutes.source is 'A network that ip of the events is in.';
comment on column smartlog.mutes.site is 'host of the events, else service.';
comment on column smartlog.mutes.label is 'The heaviest label that is hidden: anomaly, bot (and anomaly), attack (and both).';
comment on column smartlog.mutes.event_id is 'The event that it was made from, if any.';
comment on column smartlog.mutes.ended_by is 'undone: by a person; replaced: by a newer one of the same; expired: until is over.';
CREATE INDEX mutes_ended_at_idx ON smartlog.mutes USING btree (ended_at);
CREATE TRIGGER bound_mutes BEFORE INSERT ON smartlog.mutes FOR EACH ROW EXECUTE FUNCTION smartlog.bound_mutes();
grant select on smartlog.mutes to smartlog_read;
grant insert, update (ended_at, ended_by, ended_who) on smartlog.mutes to smartlog_serve;
grant select, update (template, ended_at, ended_by, ended_who) on smartlog.mutes to smartlog_train;

create table smartlog.mutes_lock ();
comment on table smartlog.mutes_lock is 'Always empty. Locked while a mute is added.';

create table smartlog.own_rules (
  name text not null,
  rule text,
  is_on boolean not null default true,
  who text not null,
  changed_at timestamp with time zone not null default now(),
  owner text,
  constraint own_rules_check CHECK (((rule IS NOT NULL) OR (NOT is_on))),
  constraint own_rules_name_check CHECK ((name ~ '^[a-z][a-z0-9-]{0,63}$'::text)),
  constraint own_rules_owner_check CHECK ((length(owner) <= 100)),
  constraint own_rules_rule_check CHECK (((length(rule) >= 1) AND (length(rule) <= 16384))),
  constraint own_rules_who_check CHECK (((length(who) >= 1) AND (length(who) <= 100))),
  constraint own_rules_pkey PRIMARY KEY (name)
);
comment on table smartlog.own_rules is 'Rules of incidents besides rules/*.yaml, or in their place.';
comment on column smartlog.own_rules.rule is 'YAML as rules/README.md has it; null: the rule of this name in rules/ is switched off.';
comment on column smartlog.own_rules.owner is 'The user whose rule it is, who may change it besides administrators; null: nobody''s in particular.';
CREATE TRIGGER bound_own_rules BEFORE INSERT ON smartlog.own_rules FOR EACH ROW EXECUTE FUNCTION smartlog.bound_own_rules();
grant select on smartlog.own_rules to smartlog_read;
grant delete, insert, update on smartlog.own_rules to smartlog_serve;
grant select on smartlog.own_rules to smartlog_train;

create table smartlog.own_rules_lock ();
comment on table smartlog.own_rules_lock is 'Always empty. Locked while a rule is added.';

create table smartlog.owners (
  owner text not null,
  since timestamp with time zone not null default now(),
  digest_at timestamp with time zone,
  report_at timestamp with time zone,
  told_at timestamp with time zone,
  day date,
  day_count integer not null default 0,
  constraint owners_owner_check CHECK (((length(owner) >= 1) AND (length(owner) <= 63))),
  constraint owners_pkey PRIMARY KEY (owner)
);
comment on table smartlog.owners is 'Who is told of incidents, and what of their budget is used.';
comment on column smartlog.owners.since is 'Incidents that were over before are no news to them.';
comment on column smartlog.owners.digest_at is 'The last digest that was due.';
comment on column smartlog.owners.report_at is 'The last weekly report that was due.';
comment on column smartlog.owners.told_at is 'The last message that was not critical: the next ones wait a moment, and come together.';
comment on column smartlog.owners.day_count is 'Messages on that day that count against the budget.';
grant select on smartlog.owners to smartlog_read;
grant delete, insert, update on smartlog.owners to smartlog_serve;
grant select on smartlog.owners to smartlog_train;

create table smartlog.partitions_lock ();
comment on table smartlog.partitions_lock is 'Always empty. Locked while partitions are made, or merged into another.';

create table smartlog.rate_alarms (
  id bigint not null generated always as identity,
  series integer not null,
  dimension text not null,
  name text not null,
  change text not null,
  since timestamp with time zone not null,
  raised_at timestamp with time zone,
  current real not null,
  usual real not null,
  bound real not null,
  per interval not null default '00:10:00'::interval,
  held interval not null default '00:00:00'::interval,
  over_steps smallint not null default 0,
  calm_steps smallint not null default 0,
  last_at timestamp with time zone not null,
  last_count integer not null default 0,
  event_time timestamp with time zone,
  event_id bigint,
  ended_at timestamp with time zone,
  peak real not null default 0,
  severity text not null default smartlog.rate_severity(dimension, name, change, current, usual, peak),
  constraint rate_alarms_change_check CHECK ((change = ANY (ARRAY['surge'::text, 'drop'::text, 'silence'::text, 'shift'::text, 'new-pattern'::text]))),
  constraint rate_alarms_pkey PRIMARY KEY (id)
);
comment on table smartlog.rate_alarms is 'Counts that left their bounds, and until when. Not raised yet: it has not lasted long enough to be told.';
comment on column smartlog.rate_alarms.current is 'Lines in `per`, as `usual` and `bound`.';
comment on column smartlog.rate_alarms.held is 'For how long the count has grown faster than its bound.';
comment on column smartlog.rate_alarms.event_id is 'The event that tells of it; several that began together share one.';
comment on column smartlog.rate_alarms.peak is 'Of a surge: the fourth highest ten minutes of the week before.';
CREATE INDEX rate_alarms_ended_at_idx ON smartlog.rate_alarms USING btree (ended_at);
CREATE UNIQUE INDEX rate_alarms_open ON smartlog.rate_alarms USING btree (series, change) WHERE (ended_at IS NULL);
grant select on smartlog.rate_alarms to smartlog_read;
grant select on smartlog.rate_alarms to smartlog_train;

create table smartlog.rate_hours (
  series integer not null,
  at timestamp with time zone not null,
  events integer not null,
  constraint rate_hours_pkey PRIMARY KEY (series, at)
) with (fillfactor=70, autovacuum_vacuum_scale_factor=0.02);
comment on table smartlog.rate_hours is 'The same by hour.';
grant select on smartlog.rate_hours to smartlog_read;
grant select on smartlog.rate_hours to smartlog_train;

create table smartlog.rate_series (
  id integer not null generated always as identity,
  dimension text not null,
  name text not null,
  first_seen timestamp with time zone not null,
  last_seen timestamp with time zone not null,
  usual_from timestamp with time zone not null default '-infinity'::timestamp with time zone,
  bounds_of timestamp with time zone,
  days smallint,
  usual real,
  upper real,
  lower real,
  tenth real,
  dispersion real,
  constraint rate_series_dimension_check CHECK ((dimension = ANY (ARRAY['all'::text, 'kind'::text, 'site'::text, 'service'::text, 'status'::text, 'template'::text, 'strangers'::text]))),
  constraint rate_series_pkey PRIMARY KEY (id),
  constraint rate_series_dimension_name_key UNIQUE (dimension, name)
) with (fillfactor=50, autovacuum_vacuum_scale_factor=0.02);
comment on table smartlog.rate_series is 'What is counted. status: lines by the class of a web answer, as 5xx; all: every line; strangers: of a site, addresses instead of lines.';
comment on column smartlog.rate_series.last_seen is 'By event time, to a quarter of a minute.';
comment on column smartlog.rate_series.usual_from is 'Earlier counts tell nothing any more: a change that lasted became usual.';
comment on column smartlog.rate_series.bounds_of is 'Start of the ten minutes that the next columns are about: days compared with, usual count, what is a surge and a drop, and the least that nine of ten days had (tenth).';
comment on column smartlog.rate_series.dispersion is 'Variance over mean of counts that follow each other, at least 1; of the days compared with all but the worst fifth.';
grant select on smartlog.rate_series to smartlog_read;
grant select on smartlog.rate_series to smartlog_train;

create table smartlog.rate_steps (
  at timestamp with time zone not null,
  series integer not null,
  events integer not null,
  constraint rate_steps_pkey PRIMARY KEY (at, series)
) with (fillfactor=70, autovacuum_vacuum_scale_factor=0.02);
comment on table smartlog.rate_steps is 'Lines of a series in ten minutes from at on; kept for 35 days.';
grant select on smartlog.rate_steps to smartlog_read;
grant select on smartlog.rate_steps to smartlog_train;

create table smartlog.rates_state (
  only_row boolean not null default true,
  judged_at timestamp with time zone not null default '-infinity'::timestamp with time zone,
  step timestamp with time zone not null default '-infinity'::timestamp with time zone,
  hour timestamp with time zone not null default '-infinity'::timestamp with time zone,
  constraint rates_state_only_row_check CHECK (only_row),
  constraint rates_state_pkey PRIMARY KEY (only_row)
);
comment on table smartlog.rates_state is 'How far the counts were judged; locked while they are.';
grant select on smartlog.rates_state to smartlog_read;
grant select on smartlog.rates_state to smartlog_train;

create table smartlog.recount (
  "time" timestamp with time zone not null,
  id bigint not null,
  bytes bigint,
  score real,
  bot real,
  threat real,
  anomaly real,
  ms real,
  sport integer,
  dport integer,
  status smallint,
  v smallint,
  kind text not null,
  label text not null,
  severity text not null,
  tpl text,
  model text,
  tag text,
  ip inet,
  dst inet,
  method text,
  path text,
  ua text,
  ref text,
  host text,
  service text,
  level text,
  username text,
  outcome text,
  qname text,
  qtype text,
  rcode text,
  action text,
  proto text,
  iface text,
  why text[],
  error text,
  record jsonb,
  pattern text,
  muted boolean,
  mute bigint
);
CREATE TRIGGER count_rollups AFTER INSERT ON smartlog.recount REFERENCING NEW TABLE AS batch FOR EACH STATEMENT EXECUTE FUNCTION smartlog.count_rollups();
CREATE TRIGGER count_rollups_muted AFTER INSERT ON smartlog.recount REFERENCING NEW TABLE AS batch FOR EACH STATEMENT EXECUTE FUNCTION smartlog.count_muted();
CREATE TRIGGER count_top AFTER INSERT ON smartlog.recount REFERENCING NEW TABLE AS batch FOR EACH STATEMENT EXECUTE FUNCTION smartlog.count_top();
CREATE TRIGGER count_unread AFTER INSERT ON smartlog.recount REFERENCING NEW TABLE AS batch FOR EACH STATEMENT EXECUTE FUNCTION smartlog.count_unread();
CREATE TRIGGER count_visitors AFTER INSERT ON smartlog.recount REFERENCING NEW TABLE AS batch FOR EACH STATEMENT EXECUTE FUNCTION smartlog.count_visitors();
CREATE TRIGGER count_web AFTER INSERT ON smartlog.recount REFERENCING NEW TABLE AS batch FOR EACH STATEMENT EXECUTE FUNCTION smartlog.count_web();

create table smartlog.rejected (
  "time" timestamp with time zone not null,
  id bigint not null,
  at timestamp with time zone not null default now(),
  tag text,
  reason text not null,
  data text not null,
  constraint rejected_pkey PRIMARY KEY ("time", id)
);
comment on table smartlog.rejected is 'Rows that can''t be an event, with the reason; each once, however often it came.';
comment on column smartlog.rejected.id is 'Hash of tag and data, so that a redelivered batch adds nothing.';
comment on column smartlog.rejected.data is 'As it came; at most 64 KB of it.';
CREATE INDEX rejected_at_idx ON smartlog.rejected USING btree (at);
grant select on smartlog.rejected to smartlog_read;
grant select on smartlog.rejected to smartlog_train;

create table smartlog.retain_lock ();
comment on table smartlog.retain_lock is 'Always empty. Locked while old partitions are dropped or merged.';

create table smartlog.rollup_6h partition of smartlog.rollups FOR VALUES IN ('360') with (fillfactor=70, autovacuum_vacuum_scale_factor=0.02, autovacuum_analyze_scale_factor=0.05);
comment on table smartlog.rollup_6h is 'What a month is drawn from.';
grant select on smartlog.rollup_6h to smartlog_read;
grant select on smartlog.rollup_6h to smartlog_train;

create table smartlog.rollup_day partition of smartlog.rollups FOR VALUES IN ('1440') with (fillfactor=70, autovacuum_vacuum_scale_factor=0.02, autovacuum_analyze_scale_factor=0.05);
grant select on smartlog.rollup_day to smartlog_read;
grant select on smartlog.rollup_day to smartlog_train;

create table smartlog.rollup_hour partition of smartlog.rollups FOR VALUES IN ('60') with (fillfactor=70, autovacuum_vacuum_scale_factor=0.02, autovacuum_analyze_scale_factor=0.05);
grant select on smartlog.rollup_hour to smartlog_read;
grant select on smartlog.rollup_hour to smartlog_train;

create table smartlog.rollup_minute partition of smartlog.rollups FOR VALUES IN ('1') with (fillfactor=70, autovacuum_vacuum_scale_factor=0.02, autovacuum_analyze_scale_factor=0.05);
grant select on smartlog.rollup_minute to smartlog_read;
grant select on smartlog.rollup_minute to smartlog_train;

create table smartlog.rollups (
  at timestamp with time zone not null,
  site text not null,
  kind text not null,
  label text not null,
  severity text not null,
  status_class smallint not null,
  step_minutes smallint not null,
  events bigint not null,
  bytes numeric not null,
  timed bigint not null,
  duration_us bigint not null,
  score real not null,
  constraint rollups_pkey PRIMARY KEY (at, site, kind, label, severity, status_class, step_minutes)
) partition by LIST (step_minutes);
comment on table smartlog.rollups is 'Events by steps from midnight (UTC). site: host, else service, else tag. status_class: 2 for 2xx; 0 for none.';
comment on column smartlog.rollups.timed is 'Events that have a duration; duration_us is the sum of their durations.';
comment on column smartlog.rollups.score is 'The highest.';
grant select on smartlog.rollups to smartlog_read;
grant select on smartlog.rollups to smartlog_train;

create table smartlog.saved_views (
  id bigint not null generated always as identity,
  owner text not null,
  page text not null,
  name text not null,
  query text not null,
  shared boolean not null default false,
  changed_at timestamp with time zone not null default now(),
  constraint saved_views_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint saved_views_owner_check CHECK ((length(owner) <= 100)),
  constraint saved_views_page_check CHECK ((page ~ '^[a-z][a-z0-9-]{0,63}$'::text)),
  constraint saved_views_query_check CHECK ((length(query) <= 4000)),
  constraint saved_views_pkey PRIMARY KEY (id),
  constraint saved_views_owner_page_name_key UNIQUE (owner, page, name)
);
comment on table smartlog.saved_views is 'Views of pages that people keep: the query string of each.';
comment on column smartlog.saved_views.owner is 'Name of the user; empty where the server is open and asks for none.';
grant delete, insert, select, update on smartlog.saved_views to smartlog_serve;

create table smartlog.score_bins (
  at timestamp with time zone not null,
  kind text not null,
  model text not null,
  bin smallint not null,
  bot bigint not null,
  threat bigint not null,
  anomaly bigint not null,
  constraint score_bins_pkey PRIMARY KEY (at, kind, model, bin)
) with (fillfactor=70, autovacuum_vacuum_scale_factor=0.02);
comment on column smartlog.score_bins.bin is '0..19: score in [bin / 20, (bin + 1) / 20); 1 counts to the last.';
comment on column smartlog.score_bins.bot is 'Events whose bot score is in the bin; likewise threat and anomaly.';
grant select on smartlog.score_bins to smartlog_read;
grant select on smartlog.score_bins to smartlog_train;

create table smartlog.session_classes (
  class bigint not null,
  name text not null,
  sessions bigint not null default 0,
  steps bigint not null default 0,
  recent bigint[] not null default '{}'::bigint[],
  gaps real[] not null default '{}'::real[],
  repeats jsonb not null default '{}'::jsonb,
  judges boolean not null default false,
  last_at timestamp with time zone not null default now(),
  constraint session_classes_pkey PRIMARY KEY (class)
);
comment on table smartlog.session_classes is 'Sessions of one kind of key, by which what is usual is known.';
comment on column smartlog.session_classes.steps is 'Of all its sessions together.';
comment on column smartlog.session_classes.recent is 'Of the last 200: 0 where it ended as usual, else its set.';
comment on column smartlog.session_classes.gaps is 'The longest wait between two lines of each of the last 200, seconds.';
comment on column smartlog.session_classes.repeats is 'By step: how often one session had it at most (most), and how many had it more often since it was told (over, since).';
comment on column smartlog.session_classes.judges is 'New ends have become so rare that one is worth telling.';
grant select on smartlog.session_classes to smartlog_read;
grant insert, update on smartlog.session_classes to smartlog_serve;
grant insert, select, update on smartlog.session_classes to smartlog_train;

create table smartlog.session_ends (
  class bigint not null,
  set bigint not null,
  steps text[] not null,
  sessions bigint not null default 0,
  known boolean not null,
  first_seen timestamp with time zone not null,
  last_seen timestamp with time zone not null,
  constraint session_ends_class_fkey FOREIGN KEY (class) REFERENCES smartlog.session_classes(class) ON DELETE CASCADE,
  constraint session_ends_pkey PRIMARY KEY (class, set)
);
comment on table smartlog.session_ends is 'Sets of steps (templates) that sessions ended with.';
comment on column smartlog.session_ends.known is 'Counts as usual.';
grant select on smartlog.session_ends to smartlog_read;
grant insert, update on smartlog.session_ends to smartlog_serve;
grant insert, select, update on smartlog.session_ends to smartlog_train;

create table smartlog.sessions (
  key text not null,
  host text not null,
  service text not null,
  first_seen timestamp with time zone not null,
  last_seen timestamp with time zone not null,
  arrived_at timestamp with time zone not null default now(),
  due timestamp with time zone not null,
  idle interval not null default '00:10:00'::interval,
  judged_at timestamp with time zone,
  constraint sessions_pkey PRIMARY KEY (key, host)
) with (fillfactor=60, autovacuum_vacuum_scale_factor=0.02);
comment on table smartlog.sessions is 'Sessions that go on, and those judged in the last day, so that a late line is not taken for a session of its own.';
comment on column smartlog.sessions.host is 'Of a process, whose number other machines have, too; else empty.';
comment on column smartlog.sessions.service is 'Of the first line.';
comment on column smartlog.sessions.due is 'When it is idle, if nothing comes: idle after its last line.';
CREATE INDEX sessions_due_idx ON smartlog.sessions USING btree (due) WHERE (judged_at IS NULL);
CREATE INDEX sessions_last_seen_idx ON smartlog.sessions USING btree (last_seen);
grant select on smartlog.sessions to smartlog_read;
grant update (due, idle, judged_at) on smartlog.sessions to smartlog_serve;
grant select, update (due, idle, judged_at) on smartlog.sessions to smartlog_train;

create table smartlog.settings (
  only_row boolean not null default true,
  rollups_final_before timestamp with time zone not null default '-infinity'::timestamp with time zone,
  sites_halved_at timestamp with time zone not null default now(),
  sites_named_hour timestamp with time zone not null default '-infinity'::timestamp with time zone,
  sites_named smallint not null default 0,
  index_words boolean not null default true,
  constraint settings_only_row_check CHECK (only_row),
  constraint settings_pkey PRIMARY KEY (only_row)
);
comment on column smartlog.settings.rollups_final_before is 'Retention has dropped events before this time: their counts are final, and late events change nothing.';
comment on column smartlog.settings.sites_halved_at is 'When the weights of sites were last halved.';
comment on column smartlog.settings.sites_named is 'Sites that took the place of others in the hour sites_named_hour.';
comment on column smartlog.settings.index_words is 'Whether upkeep indexes the words of closed days; where false, it drops these indexes. They take half of what the events do.';
grant select on smartlog.settings to smartlog_read;
grant select on smartlog.settings to smartlog_train;

create table smartlog.sites (
  site text not null,
  first_seen timestamp with time zone not null default now(),
  events bigint not null default 0,
  last_seen timestamp with time zone not null default now(),
  named boolean not null default false,
  constraint sites_pkey PRIMARY KEY (site)
) with (fillfactor=50);
comment on table smartlog.sites is 'Sites that were seen lately. A host header is the client''s to choose: only the heaviest are counted by name.';
comment on column smartlog.sites.events is 'The weight: events that were stored, halved once a day.';
comment on column smartlog.sites.named is 'Counted by this name from now on, not as (other). Earlier counts stay as they are.';
grant select on smartlog.sites to smartlog_read;
grant select on smartlog.sites to smartlog_train;

create table smartlog.taught (
  id bigint not null generated always as identity,
  key text not null,
  scope text not null,
  label text not null,
  threat real not null,
  bot real not null,
  anomaly real not null,
  hit text not null default ''::text,
  event_time timestamp with time zone not null,
  event_id bigint not null,
  tag text not null,
  was text not null,
  describes text not null,
  who text not null,
  at timestamp with time zone not null default now(),
  expires timestamp with time zone not null default (now() + '60 days'::interval),
  ended_at timestamp with time zone,
  ended_by text,
  ended_who text,
  constraint taught_anomaly_check CHECK (((anomaly >= (0)::double precision) AND (anomaly <= (1)::double precision))),
  constraint taught_bot_check CHECK (((bot >= (0)::double precision) AND (bot <= (1)::double precision))),
  constraint taught_check CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  constraint taught_check1 CHECK ((expires <= (at + '366 days'::interval))),
  constraint taught_ended_by_check CHECK ((ended_by = ANY (ARRAY['undone'::text, 'replaced'::text, 'learnt'::text, 'expired'::text, 'distrusted'::text]))),
  constraint taught_id_check CHECK ((id < '4294967296'::bigint)),
  constraint taught_key_check CHECK ((key ~ '^[0-9a-f]{16}$'::text)),
  constraint taught_label_check CHECK ((label = ANY (ARRAY['normal'::text, 'bot'::text, 'attack'::text, 'anomaly'::text]))),
  constraint taught_scope_check CHECK ((scope = ANY (ARRAY['client'::text, 'template'::text, 'agent'::text]))),
  constraint taught_threat_check CHECK (((threat >= (0)::double precision) AND (threat <= (1)::double precision))),
  constraint taught_pkey PRIMARY KEY (id)
);
comment on table smartlog.taught is 'Corrections that act in the filter at once. An entry acts until it expires or has ended; one for each scope and key.';
comment on column smartlog.taught.key is 'What lines it is about: a hash that the filter alone computes (smartlog explain).';
comment on column smartlog.taught.scope is 'client: one source on one target; template: one template from one network; agent: one exact user agent.';
comment on column smartlog.taught.threat is 'Ceiling of this head''s score, as of bot and anomaly: the entry does not act on a line above it.';
comment on column smartlog.taught.hit is 'Class of the hit of the corrected event; empty where it had none.';
comment on column smartlog.taught.was is 'The label that the filter had given.';
comment on column smartlog.taught.describes is 'What it is about, for people; out of the line.';
comment on column smartlog.taught.ended_by is 'undone: by a person; replaced: by a newer correction; learnt: the model says so itself now; distrusted: the annotator is not believed.';
CREATE INDEX taught_ended_at_idx ON smartlog.taught USING btree (ended_at);
CREATE UNIQUE INDEX taught_one_acts ON smartlog.taught USING btree (scope, key) WHERE (ended_at IS NULL);
CREATE TRIGGER bound_taught BEFORE INSERT ON smartlog.taught FOR EACH ROW EXECUTE FUNCTION smartlog.bound_taught();
grant select on smartlog.taught to smartlog_read;
grant insert, update (ended_at, ended_by, ended_who) on smartlog.taught to smartlog_serve;
grant select, update (ended_at, ended_by, ended_who) on smartlog.taught to smartlog_train;

create table smartlog.taught_lock ();
comment on table smartlog.taught_lock is 'Always empty. Locked while a taught entry is added.';

create table smartlog.templates (
  tpl text not null,
  kind text not null,
  text text not null,
  events bigint not null,
  first_seen timestamp with time zone not null,
  last_seen timestamp with time zone not null,
  known_since timestamp with time zone not null default now(),
  example_time timestamp with time zone not null,
  example_id bigint not null,
  constraint templates_pkey PRIMARY KEY (tpl)
) with (fillfactor=70);
comment on table smartlog.templates is 'Log templates, the 10,000 to 20,000 most frequent; a new one is here as soon as its first event is.';
comment on column smartlog.templates.text is 'The template in words, as the filter writes it; of a filter that wrote none, a line with what varies masked.';
comment on column smartlog.templates.known_since is 'When it was first stored; first_seen and last_seen are by event time.';
CREATE INDEX templates_known_since_idx ON smartlog.templates USING btree (known_since);
grant select on smartlog.templates to smartlog_read;
grant select on smartlog.templates to smartlog_train;

create table smartlog.tokens (
  id text not null,
  name text not null,
  hash bytea not null,
  scopes text[] not null,
  created_at timestamp with time zone not null default now(),
  created_by text not null,
  expires_at timestamp with time zone,
  used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  revoked_by text,
  constraint tokens_created_by_check CHECK (((length(created_by) >= 1) AND (length(created_by) <= 100))),
  constraint tokens_hash_check CHECK ((length(hash) = 32)),
  constraint tokens_id_check CHECK ((id ~ '^[0-9a-z]{8}$'::text)),
  constraint tokens_name_check CHECK ((name ~ '^[a-zA-Z0-9][a-zA-Z0-9._@ -]{0,63}$'::text)),
  constraint tokens_scopes_check CHECK ((((cardinality(scopes) >= 1) AND (cardinality(scopes) <= 4)) AND (scopes <@ ARRAY['ingest'::text, 'read'::text, 'review'::text, 'admin'::text]))),
  constraint tokens_pkey PRIMARY KEY (id)
);
comment on table smartlog.tokens is 'Tokens of programs: smartlog_<id>_<secret>.';
comment on column smartlog.tokens.hash is 'SHA-256 of the whole token, whose secret has 256 random bits.';
comment on column smartlog.tokens.used_at is 'To a minute.';
CREATE UNIQUE INDEX tokens_name_idx ON smartlog.tokens USING btree (name) WHERE (revoked_at IS NULL);
grant insert, select, update (used_at, revoked_at, revoked_by) on smartlog.tokens to smartlog_serve;

create table smartlog.told (
  incident bigint not null,
  owner text not null,
  severity text not null,
  reopened smallint not null,
  closed boolean not null default false,
  by_digest boolean not null default false,
  escalated smallint not null default 0,
  since timestamp with time zone not null,
  last_at timestamp with time zone not null,
  message bigint,
  constraint told_severity_check CHECK ((severity = ANY (ARRAY['low'::text, 'medium'::text, 'high'::text, 'critical'::text]))),
  constraint told_incident_fkey FOREIGN KEY (incident) REFERENCES smartlog.incidents(id) ON DELETE CASCADE,
  constraint told_message_fkey FOREIGN KEY (message) REFERENCES smartlog.messages(id) ON DELETE SET NULL,
  constraint told_pkey PRIMARY KEY (incident, owner)
);
comment on table smartlog.told is 'What each owner knows of each incident: the plan compares it with what the incident is now.';
comment on column smartlog.told.since is 'When it was told as it is now: opened, raised or reopened. Escalation counts from here.';
comment on column smartlog.told.message is 'The first, which later ones answer to (mail threads).';
CREATE INDEX told_message_idx ON smartlog.told USING btree (message);
CREATE INDEX told_owner_idx ON smartlog.told USING btree (owner) WHERE (NOT closed);
grant select on smartlog.told to smartlog_read;
grant delete, insert, update on smartlog.told to smartlog_serve;
grant select on smartlog.told to smartlog_train;

create table smartlog.top_day (
  at timestamp with time zone not null,
  dimension text not null,
  name text not null,
  events bigint not null,
  suspicious bigint not null,
  errors bigint not null,
  score real not null,
  bytes numeric,
  constraint top_day_pkey PRIMARY KEY (dimension, at, name)
) with (fillfactor=70, autovacuum_vacuum_scale_factor=0.02, autovacuum_analyze_scale_factor=0.05);
comment on table smartlog.top_day is 'As top_hour, by day, of the hours'' names.';
comment on column smartlog.top_day.suspicious is 'Events that aren''t normal; score is their highest.';
comment on column smartlog.top_day.bytes is 'As in top_hour.';
grant select on smartlog.top_day to smartlog_read;
grant select on smartlog.top_day to smartlog_train;

create table smartlog.top_hour (
  at timestamp with time zone not null,
  dimension text not null,
  name text not null,
  events bigint not null,
  suspicious bigint not null,
  errors bigint not null,
  score real not null,
  bytes numeric,
  constraint top_hour_pkey PRIMARY KEY (dimension, at, name)
) with (fillfactor=70, autovacuum_vacuum_scale_factor=0.02, autovacuum_analyze_scale_factor=0.05);
comment on table smartlog.top_hour is 'The most frequent names by hour; dimension: source, path, ua, template; of web requests page (people''s, without what pages are made of), missing (404), referrer (the host that led people there). Of each batch the 100 of most weight an hour are counted (a suspicious event weighs ten); above 1,000 names an hour the lightest are cut.';
comment on column smartlog.top_hour.suspicious is 'Events that aren''t normal, and not muted; score is their highest.';
comment on column smartlog.top_hour.bytes is 'Sum over its events; null where some were stored before bytes were counted (db rollup-rebuild counts them), and of templates.';
grant select on smartlog.top_hour to smartlog_read;
grant select on smartlog.top_hour to smartlog_train;

create table smartlog.training_lock ();
comment on table smartlog.training_lock is 'Always empty. Locked while a model is trained or put in service.';
grant update on smartlog.training_lock to smartlog_serve;
grant update on smartlog.training_lock to smartlog_train;

create table smartlog.unread_hour (
  at timestamp with time zone not null,
  tag text not null,
  events bigint not null,
  unread bigint not null,
  example_time timestamp with time zone,
  example_id bigint,
  constraint unread_hour_pkey PRIMARY KEY (at, tag)
) with (fillfactor=70, autovacuum_vacuum_scale_factor=0.02, autovacuum_analyze_scale_factor=0.05);
comment on table smartlog.unread_hour is 'Events by hour and tag, and how many of them are of lines that were not read (kind unknown). Exact.';
comment on column smartlog.unread_hour.tag is 'Of the first 500 an hour; the others count as (other).';
comment on column smartlog.unread_hour.example_id is 'The newest event of the hour that was not read.';
grant select on smartlog.unread_hour to smartlog_read;
grant select on smartlog.unread_hour to smartlog_train;

create table smartlog.users (
  name text not null,
  role text not null,
  password text,
  issuer text,
  subject text,
  created_at timestamp with time zone not null default now(),
  changed_at timestamp with time zone not null default now(),
  seen_at timestamp with time zone,
  constraint users_check CHECK (((issuer IS NULL) = (subject IS NULL))),
  constraint users_issuer_check CHECK ((length(issuer) <= 500)),
  constraint users_name_check CHECK ((name ~ '^[a-z0-9][a-z0-9._@-]{0,63}$'::text)),
  constraint users_password_check CHECK (((length(password) >= 1) AND (length(password) <= 300))),
  constraint users_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'editor'::text, 'admin'::text]))),
  constraint users_subject_check CHECK ((length(subject) <= 255)),
  constraint users_pkey PRIMARY KEY (name),
  constraint users_issuer_subject_key UNIQUE (issuer, subject)
);
comment on table smartlog.users is 'People who log in.';
comment on column smartlog.users.password is 'Argon2id in the PHC form; null: logs in through the OpenID provider alone.';
comment on column smartlog.users.subject is 'Who it is at the OpenID provider "issuer".';
CREATE TRIGGER end_browser_sessions AFTER UPDATE OF role, password ON smartlog.users FOR EACH ROW WHEN (old.role IS DISTINCT FROM new.role OR old.password IS DISTINCT FROM new.password) EXECUTE FUNCTION smartlog.end_browser_sessions();
grant delete, insert, select, update on smartlog.users to smartlog_serve;

create table smartlog.visitor_days (
  at timestamp with time zone not null,
  register smallint not null,
  rank smallint not null,
  constraint visitor_days_rank_check CHECK (((rank >= 1) AND (rank <= 55))),
  constraint visitor_days_register_check CHECK (((register >= 0) AND (register <= 1023))),
  constraint visitor_days_pkey PRIMARY KEY (at, register)
) with (fillfactor=70);
comment on table smartlog.visitor_days is 'Visitors by UTC day, as a HyperLogLog of 1,024 registers: address (of IPv6 the /64) and user agent of normal web requests.';
grant select on smartlog.visitor_days to smartlog_read;
grant select on smartlog.visitor_days to smartlog_train;

create table smartlog.visitor_feedback (
  id bigint not null generated always as identity,
  at timestamp with time zone not null default now(),
  name text not null default ''::text,
  network text not null default ''::text,
  device text not null default ''::text,
  message text not null,
  constraint visitor_feedback_device_check CHECK ((device = ANY (ARRAY[''::text, 'desktop'::text, 'laptop'::text, 'phone'::text, 'tablet'::text, 'other'::text]))),
  constraint visitor_feedback_message_check CHECK (((length(message) >= 1) AND (length(message) <= 4000))),
  constraint visitor_feedback_name_check CHECK ((length(name) <= 80)),
  constraint visitor_feedback_network_check CHECK ((network = ANY (ARRAY[''::text, 'company'::text, 'data-centre'::text, 'home'::text, 'public-body'::text, 'school'::text, 'other'::text]))),
  constraint visitor_feedback_pkey PRIMARY KEY (id)
);
comment on table smartlog.visitor_feedback is 'What visitors say about SmartLog by the form of the home page. No address is kept. Kept for 400 days.';
comment on column smartlog.visitor_feedback.network is 'Kind of network that they run or sit in; empty where they don''t say.';
CREATE INDEX visitor_feedback_at ON smartlog.visitor_feedback USING btree (at);
grant select on smartlog.visitor_feedback to smartlog_read;
grant select on smartlog.visitor_feedback to smartlog_train;

create table smartlog.watch_state (
  only_one boolean not null default true,
  planned_at timestamp with time zone,
  plan_ms integer,
  constraint watch_state_only_one_check CHECK (only_one),
  constraint watch_state_pkey PRIMARY KEY (only_one)
);
comment on table smartlog.watch_state is 'One row: when messages were last planned.';
grant select on smartlog.watch_state to smartlog_read;
grant update on smartlog.watch_state to smartlog_serve;
grant select on smartlog.watch_state to smartlog_train;

create view smartlog.batch as
 SELECT NULL::text[] AS tags,
    NULL::timestamp with time zone[] AS times,
    NULL::json[] AS records,
    NULL::bigint AS stored,
    NULL::bigint AS duplicates,
    NULL::bigint AS rejected
  WHERE false;
CREATE TRIGGER receive_batch INSTEAD OF INSERT ON smartlog.batch FOR EACH ROW EXECUTE FUNCTION smartlog.receive_batch();

create view smartlog.score_hour as
 SELECT score_bins.at,
    score_bins.kind,
    score_bins.model,
    by_head.head,
    score_bins.bin,
    by_head.events
   FROM smartlog.score_bins
     CROSS JOIN LATERAL ( VALUES ('bot'::text,score_bins.bot), ('threat'::text,score_bins.threat), ('anomaly'::text,score_bins.anomaly)) by_head(head, events)
  WHERE by_head.events > 0;
grant select on smartlog.score_hour to smartlog_read;
grant select on smartlog.score_hour to smartlog_train;

create view smartlog_ingest.ingest as
 SELECT NULL::character varying AS tag,
    NULL::timestamp with time zone AS "time",
    NULL::json AS data
  WHERE false;
comment on view smartlog_ingest.ingest is 'Shippers insert (tag, time, data) here. Always empty; RETURNING data gives the batch''s counts, in one row.';
CREATE RULE ingest AS
    ON INSERT TO smartlog_ingest.ingest DO INSTEAD  INSERT INTO smartlog.batch (tags, times, records)  SELECT array_agg(new.tag) AS array_agg,
            array_agg(new."time") AS array_agg,
            array_agg(new.data) AS array_agg
  RETURNING NULL::character varying AS "varchar",
    NULL::timestamp with time zone AS timestamptz,
    json_build_object('stored', batch.stored, 'duplicates', batch.duplicates, 'rejected', batch.rejected) AS json_build_object;
grant insert, select on smartlog_ingest.ingest to smartlog_ingest;

CREATE OR REPLACE FUNCTION smartlog.alarms_by_day(low timestamp with time zone, high timestamp with time zone)
 RETURNS TABLE(day timestamp with time zone, promised integer, alarms bigint, anomalies bigint, faults bigint)
 LANGUAGE sql
 STABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
  with confirmed as (
    -- By both names, where a training put the template into another since.
    select unnest(array_remove(array[said.tpl, m.tpl], null)) as tpl from (
      select distinct on (event_id, event_time, who) tpl, label from feedback
      order by event_id, event_time, who, at desc, id desc
    ) said
    left join merged_templates m on m.old = said.tpl
    where label = 'anomaly'
  ), anomaly as (
    select date_bin('1 day', time, 'epoch') as day, date_bin('1 hour', time, 'epoch') as hour, coalesce(tpl, '') as tpl,
      is_alarm(why) and muted is not true and coalesce(tpl, '') <> all (select tpl from confirmed) as counts,
      exists (select from unnest(why) reason where reason like 'fault:%') as is_fault
    from events
    where label = 'anomaly' and muted is not true and time >= date_bin('1 day', low, 'epoch') and time < high and not is_own(kind)
  ), counted as (
    select day, count(distinct (hour, tpl)) filter (where counts) as alarms, count(*) as anomalies,
      count(distinct (hour, tpl)) filter (where is_fault) as faults
    from anomaly group by day
  )
  select each.day, (select alarms_a_day from alarm_promises where since <= each.day order by since desc limit 1),
    coalesce(alarms, 0), coalesce(anomalies, 0), coalesce(faults, 0)
  from generate_series(date_bin('1 day', low, 'epoch'), high - interval '1 microsecond', '1 day') as each (day)
  left join counted using (day)
  order by 1
$function$;
comment on function smartlog.alarms_by_day(timestamp with time zone,timestamp with time zone) is 'day (UTC), alarms promised when it began, alarms, anomalies (events), known faults (by template and hour, as alarms are).';
grant execute on function smartlog.alarms_by_day(timestamp with time zone,timestamp with time zone) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.arrival_time(arrived timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN CASE WHEN ((arrived >= '1970-01-01 00:00:00+00'::timestamp with time zone) AND (arrived <= (now() + '1 day'::interval))) THEN arrived ELSE now() END;

CREATE OR REPLACE FUNCTION smartlog.bound_mutes()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
declare
  most constant integer := 64;
begin
  lock table mutes_lock in exclusive mode;
  -- A time to come would let it act beyond what is allowed.
  new.at := least(new.at, now());
  update mutes set ended_at = until, ended_by = 'expired' where ended_at is null and until <= now();
  update mutes set ended_at = now(), ended_by = 'replaced', ended_who = new.who
  where ended_at is null and (template, reason, source, site) is not distinct from (new.template, new.reason, new.source, new.site);
  if (select count(*) from mutes where ended_at is null) >= most then
    raise exception 'there are % mutes already', most using errcode = 'configuration_limit_exceeded';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.bound_own_rules()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
declare
  most constant integer := 50;
begin
  lock table own_rules_lock in exclusive mode;
  if not exists (select from own_rules where name = new.name) and (select count(*) from own_rules) >= most then
    raise exception 'there are % own rules already', most using errcode = 'configuration_limit_exceeded';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.bound_taught()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
declare
  most constant integer := 256;
  most_of_one constant integer := 64;
begin
  lock table taught_lock in exclusive mode;
  -- A time to come would let it act beyond what is allowed.
  new.at := least(new.at, now());
  update taught set ended_at = expires, ended_by = 'expired' where ended_at is null and expires <= now();
  update taught set ended_at = now(), ended_by = 'replaced', ended_who = new.who
  where ended_at is null and (scope, key) = (new.scope, new.key);
  if (select count(*) from taught where ended_at is null) >= most then
    raise exception 'there are % taught entries already', most using errcode = 'configuration_limit_exceeded';
  end if;
  if (select count(*) from taught where ended_at is null and who = new.who) >= most_of_one then
    raise exception '% has % taught entries already', new.who, most_of_one using errcode = 'configuration_limit_exceeded';
  end if;
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.build_ingest()
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  -- Columns with their types, as events_of() returns them.
  columns text;
  -- Their values. An explicit cast to varchar cuts a text.
  expressions text;
  -- Fields that are read from a record's `smartlog`, with their types.
  fields text;
  -- Types of the fields that not every text can be cast to.
  types jsonb;
begin
  with event_column as (
    select attname as name, attnum, case attname when 'username' then 'user' else attname end as field,
      format_type(atttypid, null) as type,
      attname in ('time', 'id', 'tag', 'record') as is_own
    from pg_attribute where attrelid = 'smartlog.events'::regclass and attnum > 0 and not attisdropped
  )
  select
    string_agg(format('%I %s', name, type), ', ' order by attnum),
    string_agg(case
        when expression is not null then expression
        when type = 'text' then format('%I::varchar(%s)', field, smartlog.column_characters(name))
        else quote_ident(field)
      end, ', ' order by attnum),
    string_agg(format('%I %s', field, type), ', ' order by attnum) filter (where not is_own),
    jsonb_object_agg(field, type order by attnum) filter (where not is_own and type not in ('text', 'text[]'))
  into strict columns, expressions, fields, types
  from event_column
  left join (values
    ('time', 'at'),
    ('id', 'smartlog.event_id(id)'),
    ('record', $$record - 'smartlog'$$),
    ('kind', $$case when kind in ('web', 'auth', 'dns', 'firewall', 'app', 'syslog') then kind else 'unknown' end$$),
    ('label', $$case when label in ('bot', 'attack', 'anomaly') then label else 'normal' end$$),
    ('severity', $$case when severity in ('low', 'medium', 'high', 'critical') then severity else 'none' end$$)
  ) special (name, expression) using (name);

  drop function if exists smartlog.events_of;
  -- Each record is parsed once: `offset 0` keeps the planner from repeating it.
  execute format($definition$
create function smartlog.events_of(tags text[], times timestamptz[], records json[], lenient boolean)
returns table (%s, has_own_time boolean)
language sql stable as $body$
  select %s,
    not at between arrived - interval '2 ms' and arrived + interval '2 ms'
  from (
    select b.tag, b.arrived, b.record, e.*, smartlog.event_time(e.ts, b.arrived) as at
    from (
      select tag, smartlog.arrival_time(time) as arrived, data::jsonb as record
      from unnest(tags, times, records) as batch (tag, time, data)
      offset 0
    ) b
    cross join lateral (select b.record -> 'smartlog' as event offset 0) s
    cross join lateral jsonb_to_record(
      case
        when jsonb_typeof(s.event) is distinct from 'object' then '{}'
        when lenient then smartlog.sanitised(s.event, %L)
        else s.event
      end
    ) as e (id text, ts double precision, %s)
    where length(e.id) between 1 and 16
    offset 0
  ) event
$body$
  $definition$, columns, expressions, types || '{"ts": "double precision"}', fields);
  comment on function smartlog.events_of is
    'The events that a batch''s records make; a record without a usable id makes none. lenient: fields that don''t fit '
    'their column are left out, instead of failing the batch. has_own_time: not filed under its arrival.';

  -- A plpgsql statement with its columns written out is planned once a session.
  execute format($definition$
create or replace function smartlog.insert_new_events(
  tags text[], times timestamptz[], records json[], out stored bigint)
language plpgsql as $body$
#variable_conflict use_column
begin
  insert into smartlog.events (%1$s)
  select %1$s from smartlog.events_of(tags, times, records, false)
  where has_own_time
  order by time, id;
  get diagnostics stored = row_count;
exception when unique_violation then
  stored := 0;
end
$body$
  $definition$, smartlog.event_columns());
  comment on function smartlog.insert_new_events is
    'Stores a batch as most are: new events, each with a time of its own. No row looks for known ones before it goes in. '
    'Where one is known after all, nothing is stored. Rows go in sorted by key: so two batches with events in common (a '
    'redelivery while the first delivery still runs) wait for each other instead of deadlocking.';
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.castable(value text, type text)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
begin
  execute format('select %L::%s', value, type);
  return true;
exception when others then
  return false;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.column_characters(name text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (name = 'path'::text) THEN 4096 WHEN (name = 'ref'::text) THEN 2048 WHEN (name = ANY (ARRAY['ua'::text, 'error'::text])) THEN 1024 WHEN (name = ANY (ARRAY['model'::text, 'tag'::text, 'host'::text, 'service'::text, 'username'::text, 'qname'::text, 'hit'::text, 'line_key'::text, 'pattern'::text])) THEN 255 ELSE 64 END;

CREATE OR REPLACE FUNCTION smartlog.copy_to_month()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op <> 'INSERT' then
    raise exception using errcode = 'object_in_use',
      message = format('%I is being merged into its month: events can''t be changed until that is done', tg_table_name);
  end if;
  execute format('insert into smartlog.%1$I (%2$s) select %2$s from (select ($1).*) event', tg_argv[0], smartlog.event_columns())
    using new;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.count_incident_changes()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
begin
  insert into incident_changes as counted (class, what, changes)
  -- In one order, so that two transactions never wait for each other.
  select class, what, count(*) from added join incidents on incidents.id = added.incident group by class, what order by class, what
  on conflict (class, what) do update set changes = counted.changes + excluded.changes;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.count_muted()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
declare
  final_before timestamptz := '-infinity';
begin
  if not exists (select from batch where muted) then
    return null;
  end if;
  lock table counting_lock in exclusive mode;
  if tg_table_name = 'events' then
    final_before := smartlog.final_before();
  end if;

  with minute as materialized (
    select date_bin('1 minute', time, 'epoch') as at, coalesce(s.site, '(other)') as site, kind, label, severity,
      (coalesce(status, 0) / 100)::smallint as status_class, count(*) as events, coalesce(sum(bytes), 0) as bytes,
      count(ms) as timed, coalesce(sum((least(greatest(ms, 0), 1e9) * 1000)::bigint), 0)::bigint as duration_us,
      coalesce(max(score), 0) as score
    from batch b left join (select site from sites where named) s on s.site = coalesce(b.host, b.service, b.tag, '')
    where time >= final_before and muted
    group by 1, 2, 3, 4, 5, 6
  )
  insert into muted_rollups as r (at, site, kind, label, severity, status_class, step_minutes, events, bytes, timed, duration_us, score)
  select date_bin(step, at, 'epoch'), site, kind, label, severity, status_class, extract(epoch from step) / 60,
    sum(events), sum(bytes), sum(timed), sum(duration_us), max(score)
  from minute
  cross join unnest(array['1 minute', '1 hour', '6 hours', '1 day']::interval[]) step
  group by 1, 2, 3, 4, 5, 6, 7
  on conflict (at, site, kind, label, severity, status_class, step_minutes) do update set
    events = r.events + excluded.events, bytes = r.bytes + excluded.bytes, timed = r.timed + excluded.timed,
    duration_us = r.duration_us + excluded.duration_us, score = greatest(r.score, excluded.score);

  insert into muted_days as d (mute, at, events, newest)
  select mute, date_bin('1 day', time, 'epoch'), count(*), max(time)
  from batch where time >= final_before and muted and mute is not null
  group by 1, 2
  on conflict (mute, at) do update set events = d.events + excluded.events, newest = greatest(d.newest, excluded.newest);
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.count_rates()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
declare
  oldest constant timestamptz := date_bin('1 hour', now() - interval '35 days', 'epoch');
begin
  lock table counting_lock in exclusive mode;
  with counted as materialized (
    select date_bin('10 minutes', time, 'epoch') as at, tpl, service, coalesce(host, service, tag, '') as site, kind,
      case when kind = 'web' and status between 100 and 599 then status / 100 end as class, count(*) as events, min(time) as first_seen, max(time) as last_seen
    from batch
    where time >= oldest and not smartlog.is_own(kind)
    group by 1, 2, 3, 4, 5, 6
  ), named as materialized (
    select at, dimension, name, sum(events) as events, min(first_seen) as first_seen, max(last_seen) as last_seen
    from counted
    cross join lateral (values ('all', ''), ('kind', kind), ('site', site), ('service', service),
      ('status', class::text || 'xx'), ('template', tpl)) by_dimension (dimension, name)
    where name is not null
    group by 1, 2, 3
  ), series as (
    select dimension, name, sum(events) as events, min(first_seen) as first_seen, max(last_seen) as last_seen
    from named group by 1, 2
  ), fresh as (
    select *, row_number() over (partition by dimension order by events desc, name) as nth
    from series s
    where not exists (select from rate_series r where (r.dimension, r.name) = (s.dimension, s.name))
  ), seen as (
    update rate_series r set first_seen = least(r.first_seen, s.first_seen), last_seen = greatest(r.last_seen, s.last_seen)
    from series s
    where (r.dimension, r.name) = (s.dimension, s.name)
      and (s.last_seen >= r.last_seen + interval '15 s' or s.first_seen < r.first_seen)
  ), added as (
    insert into rate_series (dimension, name, first_seen, last_seen)
    select dimension, name, first_seen, last_seen from fresh
    where nth <= 2 * smartlog.most_series(dimension) - (select count(*) from rate_series r where r.dimension = fresh.dimension)
    returning id, dimension, name
  ), known as (
    select id, dimension, name from rate_series union all select id, dimension, name from added
  ), stepped as materialized (
    select at, id as series, events from named join known using (dimension, name)
  ), into_hours as (
    insert into rate_hours as h (series, at, events)
    select series, date_bin('1 hour', at, 'epoch'), sum(events) from stepped group by 1, 2
    on conflict (series, at) do update set events = h.events + excluded.events
  )
  insert into rate_steps as s (at, series, events)
  select at, series, events from stepped
  on conflict (at, series) do update set events = s.events + excluded.events;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.count_rollups()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
declare
  final_before timestamptz := '-infinity';
begin
  lock table counting_lock in exclusive mode;
  if tg_table_name = 'events' then
    final_before := smartlog.final_before();
    insert into sites as s (site, events)
    select coalesce(host, service, tag, '') as site, count(*) as events
    from batch where time >= final_before
    group by 1 order by 2 desc, 1 limit 1000
    on conflict (site) do update set events = s.events + excluded.events, last_seen = now();
    perform smartlog.name_sites();
  end if;

  with by_site as materialized (
    select date_bin('1 minute', time, 'epoch') as at, coalesce(host, service, tag, '') as site, kind, label, severity,
      (coalesce(status, 0) / 100)::smallint as status_class,
      count(*) as events, coalesce(sum(bytes), 0) as bytes, count(ms) as timed,
      coalesce(sum((least(greatest(ms, 0), 1e9) * 1000)::bigint), 0)::bigint as duration_us,
      coalesce(max(score), 0) as score
    from batch
    where time >= final_before
    group by 1, 2, 3, 4, 5, 6
  ), minute as materialized (
    select b.at, coalesce(s.site, '(other)') as site, kind, label, severity, status_class, sum(b.events)::bigint as events,
      sum(b.bytes) as bytes, sum(b.timed)::bigint as timed, sum(b.duration_us)::bigint as duration_us,
      max(b.score) as score
    from by_site b
    left join (select site from sites where named) s using (site)
    group by 1, 2, 3, 4, 5, 6
  )
  insert into rollups as r (at, site, kind, label, severity, status_class, step_minutes, events, bytes, timed, duration_us, score)
  select date_bin(step, at, 'epoch'), site, kind, label, severity, status_class, extract(epoch from step) / 60,
    sum(events), sum(bytes), sum(timed), sum(duration_us), max(score)
  from minute
  cross join unnest(array['1 minute', '1 hour', '6 hours', '1 day']::interval[]) step
  group by 1, 2, 3, 4, 5, 6, 7
  on conflict (at, site, kind, label, severity, status_class, step_minutes) do update set
    events = r.events + excluded.events, bytes = r.bytes + excluded.bytes, timed = r.timed + excluded.timed,
    duration_us = r.duration_us + excluded.duration_us, score = greatest(r.score, excluded.score);
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.count_scores()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
begin
  lock table counting_lock in exclusive mode;
  -- Events of the same three bins first: a few dozen groups, of which each head is then counted.
  insert into score_bins as s (at, kind, model, bin, bot, threat, anomaly)
  select at, kind, model, bin,
    coalesce(sum(events) filter (where head = 1), 0), coalesce(sum(events) filter (where head = 2), 0),
    coalesce(sum(events) filter (where head = 3), 0)
  from (
    select date_bin('1 hour', time, 'epoch') as at, kind, coalesce(model, '') as model,
      smartlog.score_bin(bot) as bot, smartlog.score_bin(threat) as threat, smartlog.score_bin(anomaly) as anomaly,
      count(*) as events
    from batch
    group by 1, 2, 3, 4, 5, 6
  ) alike
  cross join lateral (values (1, bot), (2, threat), (3, anomaly)) by_head (head, bin)
  where bin is not null
  group by at, kind, model, bin
  on conflict (at, kind, model, bin) do update set bot = s.bot + excluded.bot, threat = s.threat + excluded.threat,
    anomaly = s.anomaly + excluded.anomaly;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.count_sessions()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
begin
  if not exists (select from batch where session is not null and not smartlog.is_own(kind)) then
    return null;
  end if;
  lock table counting_lock in exclusive mode;
  insert into sessions as s (key, host, service, first_seen, last_seen, due)
  select key, host, service, first_seen, last_seen, last_seen + interval '10 minutes'
  from (
    select session as key, case when session ~ '\[[0-9]+\]$' then coalesce(host, '') else '' end as host,
      (array_agg(coalesce(service, '') order by time, id))[1] as service, min(time) as first_seen, max(time) as last_seen
    from batch
    where session is not null and not smartlog.is_own(kind) and time > now() - interval '30 days'
    group by 1, 2
    order by max(time) desc, 1 limit 5000
  ) seen
  on conflict (key, host) do update set
    -- After a long silence a process has another's number.
    first_seen = case when s.judged_at is not null and excluded.first_seen > s.last_seen + 10 * s.idle then excluded.first_seen
      else least(s.first_seen, excluded.first_seen) end,
    service = case when excluded.first_seen < s.first_seen or s.judged_at is not null and excluded.first_seen > s.last_seen + 10 * s.idle
      then excluded.service else s.service end,
    last_seen = greatest(s.last_seen, excluded.last_seen), due = greatest(s.last_seen, excluded.last_seen) + s.idle,
    arrived_at = now(), judged_at = null;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.count_strangers(step timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
#variable_conflict use_variable
declare
  most constant integer := 100000;
  web_lines integer;
begin
  select c.events into web_lines from rate_series r join rate_steps c on c.series = r.id and c.at = step
  where r.dimension = 'kind' and r.name = 'web';
  if web_lines is null or web_lines > most then
    return;
  end if;
  -- Planned with the very times.
  execute format($count$
    with stranger as materialized (
      select site, max(time) as last_seen from (
        select coalesce(host, service, tag, '') as site, ip, time, label, path, status from smartlog.events
        where time >= %1$L and time < %2$L and kind = 'web' and ip is not null and muted is not true
      ) request
      group by site, ip
      having count(*) <= 2 and bool_and(label = 'normal' and status between 200 and 399
        and split_part(path, '?', 1) !~* '[.](css|m?js|map|json|xml|txt|png|jpe?g|gif|webp|avif|svg|ico|woff2?|ttf|mp[34]|webm)$')
    ), counted as (
      select site, count(*)::integer as events, max(last_seen) as last_seen from stranger group by site
    ), seen as (
      update rate_series r set last_seen = greatest(r.last_seen, c.last_seen) from counted c where (r.dimension, r.name) = ('strangers', c.site)
    ), added as (
      insert into rate_series (dimension, name, first_seen, last_seen)
      select 'strangers', site, last_seen, last_seen from (select *, row_number() over (order by events desc, site) as nth from counted c
        where not exists (select from rate_series r where (r.dimension, r.name) = ('strangers', c.site))) fresh
      where nth <= smartlog.most_series('strangers') - (select count(*) from rate_series where dimension = 'strangers')
      returning id, name
    ), known as (
      select id, name from rate_series where dimension = 'strangers' union all select id, name from added
    ), into_steps as (
      insert into rate_steps as s (at, series, events) select %1$L, id, events from counted join known on known.name = site
      on conflict (at, series) do update set events = excluded.events where s.events <> excluded.events
    )
    select 1
  $count$, step, step + interval '10 minutes');
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.count_top()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
declare
  is_stored constant boolean := tg_table_name = 'events';
  final_before timestamptz := '-infinity';
  hours timestamptz[];
  new_templates text[];
begin
  lock table counting_lock in exclusive mode;
  if is_stored then
    final_before := smartlog.final_before();
  end if;

  with named as materialized (
    select at, grouping(ip, path, ua, tpl) as by, ip, path, ua, tpl, count(*) as events,
      sum(greatest(bytes, 0)) as bytes,
      count(*) filter (where is_suspicious) as suspicious, count(*) filter (where status >= 400) as errors,
      coalesce(max(score) filter (where is_suspicious), 0) as score,
      count(*) + 9 * count(*) filter (where is_suspicious) as weight,
      min(time) as first_seen, max(time) as last_seen, max(pattern) as pattern
    from (
      select date_bin('1 hour', time, 'epoch') as at, ip, split_part(path::varchar(300), '?', 1) as path,
        ua::varchar(300) as ua, tpl, label <> 'normal' and muted is not true as is_suspicious, status, score, time,
        pattern, bytes
      from batch
      where time >= final_before
    ) event
    group by grouping sets ((at, ip), (at, path), (at, ua), (at, tpl))
  ), hour as materialized (
    select at from named group by at
  ), most as materialized (
    select at, d.dimension, d.name, events, suspicious, errors, score, d.bytes
    from (values (7), (11), (13), (14)) dimensions (by)
    cross join lateral (
      select * from named n where n.by = dimensions.by and num_nonnulls(ip, path, ua, tpl) > 0
      order by weight desc, ip, path, ua, tpl
      limit 100 * (select count(*) from hour)
    ) n
    cross join lateral (
      select * from (values ('source', host(ip)), ('path', path), ('ua', ua), ('template', tpl)) v (dimension, name)
      cross join lateral (select case when dimension <> 'template' then coalesce(n.bytes, 0) end as bytes) b
    ) d
    where d.name is not null
  ), into_hour as (
    insert into top_hour as t (at, dimension, name, events, suspicious, errors, score, bytes)
    select at, dimension, name, events, suspicious, errors, score, bytes from most
    on conflict (dimension, at, name) do update set
      events = t.events + excluded.events, suspicious = t.suspicious + excluded.suspicious,
      errors = t.errors + excluded.errors, score = greatest(t.score, excluded.score), bytes = t.bytes + excluded.bytes
  ), into_day as (
    insert into top_day as t (at, dimension, name, events, suspicious, errors, score, bytes)
    select date_bin('1 day', at, 'epoch'), dimension, name, sum(events), sum(suspicious), sum(errors), max(score), sum(bytes)
    from most group by 1, 2, 3
    on conflict (dimension, at, name) do update set
      events = t.events + excluded.events, suspicious = t.suspicious + excluded.suspicious,
      errors = t.errors + excluded.errors, score = greatest(t.score, excluded.score), bytes = t.bytes + excluded.bytes
  ), template as (
    select tpl, sum(events)::bigint as events, min(first_seen) as first_seen,
      max(last_seen) as last_seen, max(pattern) as pattern
    from named where is_stored and by = 14 and tpl is not null group by tpl
  ), known as (
    update templates t set events = t.events + b.events, first_seen = least(t.first_seen, b.first_seen),
      last_seen = greatest(t.last_seen, b.last_seen), text = coalesce(b.pattern, t.text)
    from template b where t.tpl = b.tpl
  )
  select (select array_agg(at) from hour),
    array(select b.tpl from template b where not exists (select from templates t where t.tpl = b.tpl)
      order by events desc, tpl limit 500)
  into hours, new_templates;

  if cardinality(new_templates) > 0 then
    insert into templates (tpl, kind, text, events, first_seen, last_seen, example_time, example_id)
    select tpl, kind, coalesce(pattern_of_all, smartlog.masked_line(kind, method, path, status, record)),
      events, first_seen, last_seen, time, id
    from (
      select *, row_number() over (partition by tpl order by time, id) as nth, count(*) over same as events,
        min(time) over same as first_seen, max(time) over same as last_seen, max(pattern) over same as pattern_of_all
      from batch
      where tpl = any (new_templates)
      window same as (partition by tpl)
    ) event
    where nth = 1;
    -- Random words in a line make templates without end.
    if (select count(*) from templates) > 20000 then
      delete from templates
      where tpl in (select tpl from templates order by events desc, last_seen desc, tpl offset 10000);
    end if;
  end if;
  perform smartlog.trim_top(hours);
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.count_unread()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
declare
  most_tags constant integer := 500;
  final_before timestamptz := '-infinity';
begin
  lock table counting_lock in exclusive mode;
  if tg_table_name = 'events' then
    final_before := smartlog.final_before();
  end if;

  -- The newest one apart: an ordered aggregate would sort the whole batch.
  with newest as (
    select distinct on (at, tag) date_bin('1 hour', time, 'epoch') as at, coalesce(tag, '') as tag, time as example_time,
      id as example_id
    from batch
    where time >= final_before and kind = 'unknown'
    order by at, tag, time desc, id desc
  ), by_tag as (
    select date_bin('1 hour', time, 'epoch') as at, coalesce(tag, '') as tag, count(*) as events,
      count(*) filter (where kind = 'unknown') as unread
    from batch
    where time >= final_before and not smartlog.is_own(kind)
    group by 1, 2
  ), counted as materialized (
    select * from by_tag left join newest using (at, tag)
  ), fresh as (
    select at, tag, row_number() over (partition by at order by events desc, tag) as nth
    from counted c
    where not exists (select from unread_hour u where (u.at, u.tag) = (c.at, c.tag))
  ), beyond as (
    select at, tag from fresh
    where nth > most_tags - (select count(*) from unread_hour u where u.at = fresh.at and u.tag <> '(other)')
  )
  insert into unread_hour as u (at, tag, events, unread, example_time, example_id)
  select at, case when b.tag is null then c.tag else '(other)' end, sum(events), sum(unread), max(example_time),
    (array_agg(example_id order by example_time desc nulls last, example_id desc))[1]
  from counted c left join beyond b using (at, tag)
  group by 1, 2
  on conflict (at, tag) do update set events = u.events + excluded.events, unread = u.unread + excluded.unread,
    (example_time, example_id) = (
      select * from (values (u.example_time, u.example_id), (excluded.example_time, excluded.example_id)) e (time, id)
      order by time desc nulls last, id desc limit 1);
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.count_visitors()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
declare
  final_before timestamptz := '-infinity';
begin
  if not exists (select from batch where kind = 'web' and label = 'normal') then
    return null;
  end if;
  lock table counting_lock in exclusive mode;
  if tg_table_name = 'events' then
    final_before := smartlog.final_before();
  end if;

  with visitor as (
    select distinct date_bin('1 day', time, 'epoch') as at,
      hashtextextended(concat(network(set_masklen(ip, case family(ip) when 4 then 32 else 64 end)), ' ', ua), 0) as hash
    from batch
    where kind = 'web' and label = 'normal' and ip is not null and time >= final_before
  ), seen as (
    select at, (hash & 1023)::smallint as register,
      max(coalesce(nullif(position('1' in (hash >> 10)::bit(54)::text), 0), 55))::smallint as rank
    from visitor group by 1, 2
  )
  insert into visitor_days as v (at, register, rank)
  select at, register, rank from seen s
  -- A day's registers are full soon: then a batch writes hardly any.
  where not exists (select from visitor_days d where (d.at, d.register) = (s.at, s.register) and d.rank >= s.rank)
  on conflict (at, register) do update set rank = excluded.rank;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.count_web()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
declare
  final_before timestamptz := '-infinity';
  hours timestamptz[];
begin
  if not exists (select from batch where kind = 'web') then
    return null;
  end if;
  lock table counting_lock in exclusive mode;
  if tg_table_name = 'events' then
    final_before := smartlog.final_before();
  end if;

  if exists (select from batch where kind = 'web' and ms is not null) then
    insert into duration_bins as d (at, site, bin, step_minutes, events)
    select date_bin(make_interval(mins => step), b.at, 'epoch'), coalesce(s.site, '(other)'), bin, step, sum(events)
    from (
      select date_bin('10 minutes', time, 'epoch') as at, coalesce(host, service, tag, '') as site,
        floor(4 * ln(greatest(least(ms, 1e9) * 1000, 1)::float8) / ln(2::float8))::smallint as bin, count(*) as events
      from batch
      where kind = 'web' and ms is not null and time >= final_before
      group by 1, 2, 3
    ) b
    left join (select site from sites where named) s using (site)
    cross join unnest(array[10, 1440]) step
    group by 1, 2, 3, 4
    on conflict (step_minutes, at, site, bin) do update set events = d.events + excluded.events;
  end if;

  with request as materialized (
    select date_bin('1 hour', time, 'epoch') as at, status, bytes, label <> 'normal' and muted is not true as is_suspicious, score,
      case when label = 'normal' and coalesce(status, 200) < 400 and not smartlog.is_asset(path) then path end as page,
      case when status = 404 then path end as missing,
      case when label = 'normal' then referrer end as referrer
    from (
      select time, status, bytes, label, muted, score, split_part(path::varchar(300), '?', 1) as path,
        nullif(lower(substring(ref from '^https?://([^/?#:]{1,255})')), lower(host)) as referrer
      from batch
      where kind = 'web' and time >= final_before
    ) asked
  ), named as materialized (
    select at, case grouping(page, missing, referrer) when 3 then 'page' when 5 then 'missing' else 'referrer' end as dimension,
      coalesce(page, missing, referrer) as name, count(*) as events, sum(greatest(bytes, 0)) as bytes,
      count(*) filter (where is_suspicious) as suspicious, count(*) filter (where status >= 400) as errors,
      coalesce(max(score) filter (where is_suspicious), 0) as score
    from request
    where num_nonnulls(page, missing, referrer) > 0
    group by grouping sets ((at, page), (at, missing), (at, referrer))
    having coalesce(page, missing, referrer) is not null
  ), most as materialized (
    select at, dimension, name, events, suspicious, errors, score, coalesce(bytes, 0) as bytes
    from (
      select *, row_number() over (partition by dimension order by events desc, name) as nth from named
    ) ranked
    where nth <= 100 * (select count(distinct at) from named)
  ), into_hour as (
    insert into top_hour as t (at, dimension, name, events, suspicious, errors, score, bytes)
    select at, dimension, name, events, suspicious, errors, score, bytes from most
    on conflict (dimension, at, name) do update set
      events = t.events + excluded.events, suspicious = t.suspicious + excluded.suspicious,
      errors = t.errors + excluded.errors, score = greatest(t.score, excluded.score), bytes = t.bytes + excluded.bytes
  ), into_day as (
    insert into top_day as t (at, dimension, name, events, suspicious, errors, score, bytes)
    select date_bin('1 day', at, 'epoch'), dimension, name, sum(events), sum(suspicious), sum(errors), max(score), sum(bytes)
    from most group by 1, 2, 3
    on conflict (dimension, at, name) do update set
      events = t.events + excluded.events, suspicious = t.suspicious + excluded.suspicious,
      errors = t.errors + excluded.errors, score = greatest(t.score, excluded.score), bytes = t.bytes + excluded.bytes
  )
  select array_agg(distinct at) into hours from most;
  perform smartlog.trim_top(hours);
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.country(ip inet)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN CASE WHEN (ip IS NULL) THEN 'unknown'::bpchar WHEN smartlog.is_private(ip) THEN 'private'::bpchar ELSE COALESCE((SELECT CASE WHEN ((g.last >= country.ip) AND (family(g.first) = family(country.ip))) THEN g.country ELSE NULL::bpchar END AS "case" FROM smartlog.geo g WHERE (g.first <= set_masklen(country.ip, CASE family(country.ip) WHEN 4 THEN 32 ELSE 128 END)) ORDER BY g.first DESC LIMIT 1), 'unknown'::bpchar) END;
grant execute on function smartlog.country(inet) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.crawler_status(client inet, agent text)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (SELECT c.status FROM smartlog.crawlers c WHERE ((c.ip = crawler_status.client) AND (strpos(lower(crawler_status.agent), lower(c.crawler)) > 0)) ORDER BY c.checked_at DESC LIMIT 1);
grant execute on function smartlog.crawler_status(inet,text) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.durations(step interval, low timestamp with time zone, high timestamp with time zone, sites text[])
 RETURNS TABLE(at timestamp with time zone, timed bigint, p50 double precision, p95 double precision, p99 double precision)
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  with counted as (
    select date_bin(greatest(step, '10 minutes'), d.at, 'epoch') as at, bin, sum(events) as events
    from smartlog.duration_bins d
    where step_minutes = case when step >= '1 day' then 1440 else 10 end
      and d.at >= date_bin(greatest(step, '10 minutes'), low, 'epoch') and d.at <= high and ('*' = any (sites) or site = any (sites))
    group by 1, 2
  ), upto as (
    select at, (2 ^ ((bin + 0.5) / 4) / 1000)::float8 as ms, sum(events) over so_far as events, sum(events) over (partition by at) as timed
    from counted window so_far as (partition by at order by bin)
  )
  select steps.at, coalesce(max(timed), 0)::bigint, min(ms) filter (where events >= 0.5 * timed), min(ms) filter (where events >= 0.95 * timed),
    min(ms) filter (where events >= 0.99 * timed)
  from generate_series(date_bin(greatest(step, '10 minutes'), low, 'epoch'), high, greatest(step, '10 minutes')) steps (at)
  left join upto using (at)
  group by steps.at
$function$;
grant execute on function smartlog.durations(interval,timestamp with time zone,timestamp with time zone,text[]) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.end_browser_sessions()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
begin
  delete from browser_sessions where user_name = new.name;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.event_columns()
 RETURNS text
 LANGUAGE sql
 STABLE
RETURN (SELECT string_agg(quote_ident((pg_attribute.attname)::text), ', '::text ORDER BY pg_attribute.attnum) AS string_agg FROM pg_attribute WHERE ((pg_attribute.attrelid = ('smartlog.events'::regclass)::oid) AND (pg_attribute.attnum > 0) AND (NOT pg_attribute.attisdropped)));

CREATE OR REPLACE FUNCTION smartlog.event_hex(id bigint)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN lpad(to_hex(id), 16, '0'::text);
grant execute on function smartlog.event_hex(bigint) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.event_id(hex text)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN ((('x'::text || lpad(hex, 16, '0'::text)))::bit(64))::bigint;
grant execute on function smartlog.event_id(text) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.event_partitions()
 RETURNS TABLE(oid oid, name text, low timestamp with time zone, high timestamp with time zone)
 LANGUAGE sql
 STABLE
 SET "DateStyle" TO 'ISO'
 SET "TimeZone" TO 'UTC'
AS $function$
  select c.oid, c.relname::text,
    coalesce(substring(b.bound from $re$FROM \('([^']+)'\)$re$)::timestamptz, '-infinity'),
    coalesce(substring(b.bound from $re$TO \('([^']+)'\)$re$)::timestamptz, 'infinity')
  from pg_inherits i
  join pg_class c on c.oid = i.inhrelid
  cross join lateral (select pg_get_expr(c.relpartbound, c.oid) as bound) b
  where i.inhparent = 'smartlog.events'::regclass and not i.inhdetachpending and b.bound is not null
  order by 3
$function$;
grant execute on function smartlog.event_partitions() to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.event_time(claimed double precision, arrived timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN CASE WHEN ((claimed >= (0)::double precision) AND (claimed <= (date_part('epoch'::text, arrived) + (86400)::double precision))) THEN to_timestamp(claimed) ELSE arrived END;

CREATE OR REPLACE FUNCTION smartlog.events_of(tags text[], times timestamp with time zone[], records json[], lenient boolean)
 RETURNS TABLE("time" timestamp with time zone, id bigint, bytes bigint, score real, bot real, threat real, anomaly real, ms real, sport integer, dport integer, status smallint, v smallint, kind text, label text, severity text, tpl text, model text, tag text, ip inet, dst inet, method text, path text, ua text, ref text, host text, service text, level text, username text, outcome text, qname text, qtype text, rcode text, action text, proto text, iface text, why text[], error text, record jsonb, hit text, peer inet, line_key text, session text, pattern text, muted boolean, mute bigint, has_own_time boolean)
 LANGUAGE sql
 STABLE
AS $function$
  select at, smartlog.event_id(id), bytes, score, bot, threat, anomaly, ms, sport, dport, status, v, case when kind in ('web', 'auth', 'dns', 'firewall', 'app', 'syslog') then kind else 'unknown' end, case when label in ('bot', 'attack', 'anomaly') then label else 'normal' end, case when severity in ('low', 'medium', 'high', 'critical') then severity else 'none' end, tpl::varchar(64), model::varchar(255), tag::varchar(255), ip, dst, method::varchar(64), path::varchar(4096), ua::varchar(1024), ref::varchar(2048), host::varchar(255), service::varchar(255), level::varchar(64), "user"::varchar(255), outcome::varchar(64), qname::varchar(255), qtype::varchar(64), rcode::varchar(64), action::varchar(64), proto::varchar(64), iface::varchar(64), why, error::varchar(1024), record - 'smartlog', hit::varchar(255), peer, line_key::varchar(255), session::varchar(64), pattern::varchar(255), muted, mute,
    not at between arrived - interval '2 ms' and arrived + interval '2 ms'
  from (
    select b.tag, b.arrived, b.record, e.*, smartlog.event_time(e.ts, b.arrived) as at
    from (
      select tag, smartlog.arrival_time(time) as arrived, data::jsonb as record
      from unnest(tags, times, records) as batch (tag, time, data)
      offset 0
    ) b
    cross join lateral (select b.record -> 'smartlog' as event offset 0) s
    cross join lateral jsonb_to_record(
      case
        when jsonb_typeof(s.event) is distinct from 'object' then '{}'
        when lenient then smartlog.sanitised(s.event, '{"v": "smallint", "ip": "inet", "ms": "real", "ts": "double precision", "bot": "real", "dst": "inet", "mute": "bigint", "peer": "inet", "bytes": "bigint", "dport": "integer", "muted": "boolean", "score": "real", "sport": "integer", "status": "smallint", "threat": "real", "anomaly": "real"}')
        else s.event
      end
    ) as e (id text, ts double precision, bytes bigint, score real, bot real, threat real, anomaly real, ms real, sport integer, dport integer, status smallint, v smallint, kind text, label text, severity text, tpl text, model text, ip inet, dst inet, method text, path text, ua text, ref text, host text, service text, level text, "user" text, outcome text, qname text, qtype text, rcode text, action text, proto text, iface text, why text[], error text, hit text, peer inet, line_key text, session text, pattern text, muted boolean, mute bigint)
    where length(e.id) between 1 and 16
    offset 0
  ) event
$function$;
comment on function smartlog.events_of(text[],timestamp with time zone[],json[],boolean) is 'The events that a batch''s records make; a record without a usable id makes none. lenient: fields that don''t fit their column are left out, instead of failing the batch. has_own_time: not filed under its arrival.';

CREATE OR REPLACE FUNCTION smartlog.final_before()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
RETURN (SELECT LEAST(settings.rollups_final_before, date_trunc('day'::text, now(), 'UTC'::text)) AS "least" FROM smartlog.settings);

CREATE OR REPLACE FUNCTION smartlog.ingest_batch(tags text[], times timestamp with time zone[], records json[], lenient boolean, OUT stored bigint, OUT rejected bigint)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
declare
  size integer := coalesce(cardinality(records), 0);
  half integer := size / 2;
  partitions_made boolean := false;
  reason text;
  detail text;
  part record;
begin
  stored := 0;
  rejected := 0;
  if size = 0 then
    return;
  end if;
  loop
    begin
      select b.stored, b.rejected into stored, rejected
        from smartlog.insert_events(tags, times, records, lenient) b;
      return;
    exception
      when check_violation then -- no partition for some row
        reason := sqlerrm;
      when data_exception or integrity_constraint_violation or program_limit_exceeded then
        get stacked diagnostics detail = pg_exception_detail;
        reason := concat_ws(': ', sqlerrm, nullif(detail, ''));
        exit;
    end;
    if partitions_made then
      -- Retention is dropping this very partition. The shipper comes again.
      raise exception using errcode = 'serialization_failure', message = reason;
    end if;
    begin
      perform smartlog.make_partitions(array(
        select smartlog.event_time(
          case when smartlog.castable(data -> 'smartlog' ->> 'ts', 'double precision')
            then (data -> 'smartlog' ->> 'ts')::double precision end,
          smartlog.arrival_time(time))
        from unnest(times, records) as batch (time, data)));
    exception when data_exception or program_limit_exceeded then
      exit;
    end;
    partitions_made := true;
  end loop;

  if size > 1 then
    for part in
      select b.* from (values (1, half), (half + 1, size)) r (low, high),
        smartlog.ingest_batch(tags[low:high], times[low:high], records[low:high], lenient) b
    loop
      stored := stored + part.stored;
      rejected := rejected + part.rejected;
    end loop;
  elsif not lenient then
    select b.stored, b.rejected into stored, rejected from smartlog.ingest_batch(tags, times, records, true) b;
  else
    insert into smartlog.rejected (time, id, tag, reason, data)
    values (coalesce(times[1], '-infinity'), hashtextextended(coalesce(tags[1], '') || records[1]::text, 0),
      left(tags[1], 255), reason, left(records[1]::text, 65536))
    on conflict (time, id) do nothing;
    get diagnostics rejected = row_count;
  end if;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.insert_events(tags text[], times timestamp with time zone[], records json[], lenient boolean, OUT stored bigint, OUT rejected bigint)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
declare
  size constant integer := cardinality(records);
begin
  stored := 0;
  rejected := 0;
  -- A few rows cost the same either way.
  if size >= 20 and not lenient and smartlog.sample_has_own_times(tags, times, records) then
    stored := smartlog.insert_new_events(tags, times, records);
  end if;
  if stored < size then
    stored := stored + smartlog.insert_unknown_events(tags, times, records, lenient);
  end if;
  if stored < size then
    rejected := smartlog.reject_malformed(tags, times, records);
  end if;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.insert_new_events(tags text[], times timestamp with time zone[], records json[], OUT stored bigint)
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
#variable_conflict use_column
begin
  insert into smartlog.events ("time", id, bytes, score, bot, threat, anomaly, ms, sport, dport, status, v, kind, label, severity, tpl, model, tag, ip, dst, method, path, ua, ref, host, service, level, username, outcome, qname, qtype, rcode, action, proto, iface, why, error, record, hit, peer, line_key, session, pattern, muted, mute)
  select "time", id, bytes, score, bot, threat, anomaly, ms, sport, dport, status, v, kind, label, severity, tpl, model, tag, ip, dst, method, path, ua, ref, host, service, level, username, outcome, qname, qtype, rcode, action, proto, iface, why, error, record, hit, peer, line_key, session, pattern, muted, mute from smartlog.events_of(tags, times, records, false)
  where has_own_time
  order by time, id;
  get diagnostics stored = row_count;
exception when unique_violation then
  stored := 0;
end
$function$;
comment on function smartlog.insert_new_events(text[],timestamp with time zone[],json[]) is 'Stores a batch as most are: new events, each with a time of its own. No row looks for known ones before it goes in. Where one is known after all, nothing is stored. Rows go in sorted by key: so two batches with events in common (a redelivery while the first delivery still runs) wait for each other instead of deadlocking.';

CREATE OR REPLACE FUNCTION smartlog.insert_unknown_events(tags text[], times timestamp with time zone[], records json[], lenient boolean, OUT stored bigint)
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
declare
  -- An event without a time of its own is within two milliseconds of its arrival.
  oldest constant timestamptz :=
    (select min(smartlog.arrival_time(t)) from unnest(times) t) - interval '12 hours 1 second';
  newest constant timestamptz :=
    (select max(smartlog.arrival_time(t)) from unnest(times) t) + interval '12 hours 1 second';
begin
  execute format($insert$
    insert into smartlog.events (%1$s)
    select distinct on (case when has_own_time then time end, id) %1$s
    from smartlog.events_of($1, $2, $3, $4) event
    where has_own_time or not exists (
      select from smartlog.events known
      where known.id = event.id and known.time between $5 and $6
        and known.time between event.time - interval '12 hours' and event.time + interval '12 hours'
      offset 0
    )
    order by case when has_own_time then time end, id, time
    on conflict (time, id) do nothing
  $insert$, smartlog.event_columns()) using tags, times, records, lenient, oldest, newest;
  get diagnostics stored = row_count;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.is_alarm(why text[])
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (NOT (EXISTS (SELECT FROM unnest(is_alarm.why) reason(reason) WHERE ((reason.reason ~~ 'fault:%'::text) OR (reason.reason = 'taught:anomaly'::text)))));
grant execute on function smartlog.is_alarm(text[]) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.is_asset(path text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (path ~* '[.](css|js|mjs|map|json|xml|txt|png|jpe?g|gif|svg|webp|avif|ico|bmp|woff2?|ttf|otf|eot|mp[34]|m4[av]|webm|ogg|wasm)$'::text);
grant execute on function smartlog.is_asset(text) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.is_muted_source(client inet)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (EXISTS (SELECT FROM smartlog.mutes WHERE ((mutes.ended_at IS NULL) AND (mutes.until > now()) AND (is_muted_source.client <<= (mutes.source)::inet) AND (mutes.template IS NULL) AND (mutes.reason IS NULL) AND (mutes.site IS NULL) AND (mutes.label = 'attack'::text))));
grant execute on function smartlog.is_muted_source(inet) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.is_own(kind text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (kind = ANY (ARRAY['rate'::text, 'session'::text]));
comment on function smartlog.is_own(text) is 'Whether events of this kind are written by SmartLog itself, not out of a line.';
grant execute on function smartlog.is_own(text) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.is_private(ip inet)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE family(ip) WHEN 4 THEN ((ip <<= '10.0.0.0/8'::inet) OR (ip <<= '172.16.0.0/12'::inet) OR (ip <<= '192.168.0.0/16'::inet) OR (ip <<= '127.0.0.0/8'::inet) OR (ip <<= '169.254.0.0/16'::inet) OR (ip <<= '100.64.0.0/10'::inet)) ELSE ((ip <<= '::1'::inet) OR (ip <<= 'fc00::/7'::inet) OR (ip <<= 'fe80::/10'::inet)) END;
grant execute on function smartlog.is_private(inet) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.judge_hour(at timestamp with time zone, hour timestamp with time zone, zone text, is_late boolean)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
#variable_conflict use_variable
declare
  most constant integer := 300;
  silence interval;
begin
  with moved as (
    select w.*, r.dimension, r.name,
      case when w.current > w.usual then greatest(w.usual + 6 * w.sigma, 1.4 * w.second_highest)
        else least(w.usual - 6 * w.sigma, w.tenth / 1.4) end as bound
    from smartlog.rate_windows(hour, '6 hours', zone, array(
      select h.series from rate_hours h join rate_series s on s.id = h.series
      where h.at >= hour - interval '30 hours' and h.at < hour
      group by 1 having sum(h.events) >= 100 order by sum(h.events) desc, 1 limit most
    )) w join rate_series r on r.id = w.series
    where w.days >= 7 and w.usual >= 60
  ), beyond as (
    select * from moved m
    where (m.current > m.usual and m.current > m.bound or m.current < m.usual and m.current < m.bound and m.bound > 0
        and m.current > 0 and not is_late and not (m.dimension = 'status' and m.name in ('4xx', '5xx')))
      -- A surge of this morning is no shift of the level in the evening.
      and not exists (select from rate_alarms a where a.series = m.series and a.raised_at is not null and a.change <> 'shift'
        and coalesce(a.ended_at, 'infinity') > hour - interval '7 hours')
  ), back as (
    update rate_alarms a set
      calm_steps = case when abs(m.current - m.usual) < abs(a.bound - a.usual) / 2 then a.calm_steps + 1 else 0 end,
      ended_at = case when a.calm_steps >= 2 and abs(m.current - m.usual) < abs(a.bound - a.usual) / 2 then judge_hour.at end
    from moved m
    where a.series = m.series and a.change = 'shift' and a.ended_at is null and a.raised_at is not null
  ), gone as (
    delete from rate_alarms a where a.change = 'shift' and a.raised_at is null and a.ended_at is null
      and a.series not in (select b.series from beyond b)
  )
  insert into rate_alarms as a (series, dimension, name, change, since, current, usual, bound, per, last_at, over_steps)
  select b.series, b.dimension, b.name, 'shift', hour - interval '6 hours', b.current, b.usual, b.bound, interval '6 hours', judge_hour.at, 1
  from beyond b
  on conflict (series, change) where ended_at is null do update set over_steps = a.over_steps + 1, current = excluded.current,
    raised_at = case when a.raised_at is null and a.over_steps >= 1 then excluded.last_at else a.raised_at end
    where a.raised_at is null;

  if is_late or exists (
    select from rate_series r where r.dimension = 'all' and r.last_seen < judge_hour.at - interval '10 minutes')
  then
    return;
  end if;
  foreach silence in array array['2 hours', '6 hours', '26 hours']::interval[] loop
    -- Either many, or as regular as a job: random ones stay away now and then.
    insert into rate_alarms (series, dimension, name, change, since, raised_at, current, usual, bound, per, last_at)
    select w.series, r.dimension, r.name, 'silence', r.last_seen, judge_hour.at, 0, w.usual, w.tenth, silence, judge_hour.at
    from smartlog.rate_windows(hour, silence, zone, array(
      select r.id from rate_series r
      where r.last_seen < hour - silence and r.last_seen >= hour - silence - interval '1 hour' and r.last_seen >= r.usual_from
        and not (r.dimension = 'status' and r.name in ('4xx', '5xx'))
      order by r.id limit 50
    )) w join rate_series r on r.id = w.series
    where w.days >= 14 and w.current = 0 and (w.lowest >= 5 and w.tenth >= 8 or w.lowest >= 1 and w.variance <= 0.3 * w.usual)
    on conflict (series, change) where ended_at is null do nothing;
  end loop;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.judge_minute(at timestamp with time zone, step timestamp with time zone, is_late boolean)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
#variable_conflict use_variable
declare
  is_all_silent boolean;
begin
  if judge_minute.at < step + interval '3 minutes' then
    perform smartlog.count_strangers(step - interval '10 minutes');
  end if;
  perform smartlog.count_strangers(step);
  update rate_alarms a set last_at = judge_minute.at, last_count = g.so_far, current = greatest(a.current, g.so_far),
    held = greatest(a.held + case when g.grown >= a.bound * extract(epoch from g.elapsed) / 600 then g.elapsed else -g.elapsed end,
      interval '0')
  from (
    select o.id, coalesce(c.events, 0) as so_far, least(judge_minute.at - o.last_at, interval '10 minutes') as elapsed,
      case when o.last_at >= step then coalesce(c.events, 0) - o.last_count
        else coalesce(c.events, 0) + greatest(coalesce(p.events, 0) - o.last_count, 0) end as grown
    from rate_alarms o
    left join rate_steps c on c.series = o.series and c.at = step
    left join rate_steps p on p.series = o.series and p.at = step - interval '10 minutes'
    where o.change = 'surge' and o.raised_at is null and o.ended_at is null
  ) g
  where a.id = g.id;

  insert into rate_alarms (series, dimension, name, change, since, current, usual, bound, last_at, last_count)
  select r.id, r.dimension, r.name, 'surge', step, c.events, r.usual, r.upper, judge_minute.at, c.events
  from rate_series r join rate_steps c on c.series = r.id and c.at = step
  where r.bounds_of = step and c.events > r.upper
  on conflict (series, change) where ended_at is null do nothing;

  update rate_alarms a set raised_at = judge_minute.at, peak = coalesce((
    select c.events from generate_series(a.since - interval '7 days', a.since - interval '10 minutes', interval '10 minutes') s (at)
    join rate_steps c on (c.at, c.series) = (s.at, a.series)
    order by c.events desc offset 3 limit 1), 0)
  where a.change = 'surge' and a.raised_at is null and a.ended_at is null and (a.held >= interval '5 minutes' or a.over_steps >= 2);

  if is_late then
    return;
  end if;
  select coalesce(bool_or(r.last_seen < judge_minute.at - interval '10 minutes'), false) into is_all_silent
    from rate_series r where r.dimension = 'all';
  -- That fewer errors come is no fault.
  insert into rate_alarms (series, dimension, name, change, since, raised_at, current, usual, bound, last_at)
  select r.id, r.dimension, r.name, 'silence', r.last_seen, judge_minute.at, 0, r.usual, r.tenth, judge_minute.at
  from rate_series r
  where r.bounds_of = step and r.days >= 3 and r.tenth >= 2
    and r.last_seen < judge_minute.at - interval '10 minutes' and r.last_seen >= r.usual_from
    -- By what even a quiet day brings: as unlikely as that of ten lines, each by itself, none came.
    and r.tenth / 600 * extract(epoch from least(judge_minute.at - r.last_seen, judge_minute.at - step + interval '10 minutes'))
      * case when r.dispersion > 1.001 then ln(r.dispersion) / (r.dispersion - 1) else 1 end >= 10
    -- In the first week neither nights nor weekends are known: then only what comes at all hours alike.
    and (r.days >= 7 or (select count(*) >= 70 and 4 * min(h.events) >= avg(h.events) from rate_hours h
      where h.series = r.id and h.at >= step - interval '72 hours' and h.at < date_bin('1 hour', r.last_seen, 'epoch')))
    and (r.dimension = 'all' or not is_all_silent) and not (r.dimension = 'status' and r.name in ('4xx', '5xx'))
  on conflict (series, change) where ended_at is null do nothing;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.judge_rates(at timestamp with time zone DEFAULT now(), zone text DEFAULT 'UTC'::text)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
#variable_conflict use_variable
declare
  -- What is over may still come for so long; where shippers are later, nothing is said to be missing.
  grace constant interval := '2 minutes';
  step constant timestamptz := date_bin('10 minutes', at, 'epoch');
  hour constant timestamptz := date_bin('1 hour', at, 'epoch');
  state rates_state;
  is_late boolean;
begin
  begin
    lock table rates_state in share update exclusive mode nowait;
  exception when lock_not_available then
    return 0;
  end;
  select * into state from rates_state;
  if at <= state.judged_at then
    return 0;
  end if;
  select coalesce(max(i.waited_s) > extract(epoch from grace), false) into is_late
    from intake i where i.at > judge_rates.at - interval '10 minutes';
  if step > state.step and at >= step + grace then
    perform smartlog.judge_step(at, step - interval '10 minutes', is_late);
    perform smartlog.set_rate_bounds(step, zone);
  end if;
  perform smartlog.judge_minute(at, step, is_late);
  if hour > state.hour and at >= hour + grace then
    perform smartlog.judge_hour(at, hour, zone, is_late);
  end if;
  update rates_state set judged_at = judge_rates.at,
    step = case when judge_rates.at >= step + grace then step else state.step end,
    hour = case when judge_rates.at >= hour + grace then hour else state.hour end;
  return smartlog.tell_rates(at);
end
$function$;
grant execute on function smartlog.judge_rates(timestamp with time zone,text) to smartlog_serve, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.judge_step(at timestamp with time zone, step timestamp with time zone, is_late boolean)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
#variable_conflict use_variable
begin
  update rate_alarms a set
    over_steps = case when a.change = 'surge' and a.raised_at is null and o.events > o.upper then a.over_steps + 1 else a.over_steps end,
    calm_steps = case
      when a.change = 'surge' and o.events < (a.usual + a.bound) / 2 then a.calm_steps + 1
      when a.change = 'drop' and o.events > (a.usual + a.bound) / 2 then a.calm_steps + 1
      when a.change = 'silence' and o.events > 0 then a.calm_steps + 1
      else 0
    end
  from (
    select o.id, coalesce(c.events, 0) as events, coalesce(r.upper, 'infinity') as upper
    from rate_alarms o
    left join rate_series r on r.id = o.series and r.bounds_of = step
    left join rate_steps c on c.series = o.series and c.at = step
    where o.ended_at is null and o.change in ('surge', 'drop', 'silence')
  ) o
  where a.id = o.id;

  delete from rate_alarms a where a.raised_at is null and a.ended_at is null and a.change = 'surge'
    and a.held = interval '0' and a.calm_steps > 0;
  update rate_alarms a set ended_at = judge_step.at
  where a.raised_at is not null and a.ended_at is null and a.change in ('surge', 'drop', 'silence') and a.calm_steps >= 3;
  -- What lasts a day has become usual.
  with lasting as (
    update rate_alarms a set ended_at = judge_step.at
    where a.raised_at < judge_step.at - case a.change when 'shift' then interval '7 days' else interval '1 day' end and a.ended_at is null
    returning a.series, a.change, a.since
  )
  update rate_series r set usual_from = l.since from lasting l where r.id = l.series and l.change <> 'silence';

  if not is_late then
    with below as (
      select r.id, r.dimension, r.name, coalesce(c.events, 0) as events, r.usual, r.lower
      from rate_series r left join rate_steps c on c.series = r.id and c.at = step
      where r.bounds_of = step and r.lower > 0 and c.events < r.lower
        and not (r.dimension = 'status' and r.name in ('4xx', '5xx'))
    ), gone as (
      delete from rate_alarms a where a.change = 'drop' and a.raised_at is null and a.ended_at is null
        and a.series not in (select id from below)
    )
    insert into rate_alarms as a (series, dimension, name, change, since, current, usual, bound, last_at, over_steps)
    select id, dimension, name, 'drop', step, events, usual, lower, judge_step.at, 1 from below
    on conflict (series, change) where ended_at is null do update set over_steps = a.over_steps + 1,
      current = least(a.current, excluded.current),
      raised_at = case when a.raised_at is null and a.over_steps >= 1 then excluded.last_at else a.raised_at end;
  end if;

  -- A pattern that has come in four of these ten minutes, twenty times in all, and still comes, in a store that knows what is usual.
  insert into rate_alarms (series, dimension, name, change, since, raised_at, current, usual, bound, last_at, ended_at)
  select r.id, r.dimension, r.name, 'new-pattern', r.first_seen, judge_step.at, sum(c.events) / count(*), 0, 20, judge_step.at, judge_step.at
  from rate_series r
  join rate_steps c on c.series = r.id and c.at > judge_step.at - interval '1 day'
  left join templates t on t.tpl = r.name
  where r.dimension = 'template' and r.first_seen between judge_step.at - interval '1 day' and judge_step.at - interval '30 minutes'
    and coalesce(t.first_seen, r.first_seen) > judge_step.at - interval '1 day' and r.last_seen > judge_step.at - interval '20 minutes'
    and exists (select from rate_series a where a.dimension = 'all' and a.first_seen < judge_step.at - interval '3 days')
    and not exists (select from rate_alarms a where a.series = r.id and a.change = 'new-pattern')
  group by r.id having count(*) >= 4 and sum(c.events) >= 20;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.line(record jsonb)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN "left"(COALESCE(smartlog.message(record), (record)::text), 4000);
grant execute on function smartlog.line(jsonb) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.make_partitions(times timestamp with time zone[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  at timestamptz;
  day date;
  first date;
  last date;
  name text;
begin
  lock table smartlog.partitions_lock in exclusive mode;
  for at in select distinct date_trunc('day', t, 'UTC') from unnest(times) t order by 1 loop
    continue when not smartlog.partition_missing(at);
    day := at at time zone 'UTC';
    first := date_trunc('month', day);
    last := first + interval '1 month';
    name := to_char(day, '"events_"YYYYMM');
    if day >= (now() at time zone 'UTC')::date - 62
      or exists (select from pg_inherits i join pg_class c on c.oid = i.inhrelid
                 where i.inhparent = 'smartlog.events'::regclass and c.relname like name || '__')
    then
      first := day;
      last := day + 1;
      name := to_char(day, '"events_"YYYYMMDD');
    end if;
    execute format('create table smartlog.%I (like smartlog.events including all)', name);
    execute format('alter table smartlog.events attach partition smartlog.%I for values from (%L) to (%L)',
      name, to_char(first, 'YYYY-MM-DD" 00:00:00+00"'), to_char(last, 'YYYY-MM-DD" 00:00:00+00"'));
  end loop;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.mark_minutes()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
begin
  lock table counting_lock in exclusive mode;
  insert into incident_minutes as m (minute, events, batch)
  select date_bin('1 minute', time, 'epoch'), count(*), pg_current_xact_id() from batch group by 1
  on conflict (minute) do update set events = m.events + excluded.events, batch = excluded.batch;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.mask(line text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN "left"(regexp_replace(regexp_replace(regexp_replace("left"(line, 2000), '"[^"]*"'::text, '"*"'::text, 'g'::text), '\m([0-9a-fA-F]{1,4}:){2,7}[0-9a-fA-F:.]*[0-9a-fA-F]\M|\m[0-9a-fA-F]{16,}\M|\m[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\M'::text, '*'::text, 'g'::text), '[0-9]+([.:,/-][0-9]+)*'::text, '*'::text, 'g'::text), 500);

CREATE OR REPLACE FUNCTION smartlog.masked_line(kind text, method text, path text, status smallint, record jsonb)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN ((kind = 'web'::text) AND (path IS NOT NULL)) THEN concat_ws(' '::text, method, smartlog.mask(split_part(path, '?'::text, 1)), (((status / 100))::text || 'xx'::text)) ELSE smartlog.mask(COALESCE(smartlog.message(record), path, (record)::text)) END;

CREATE OR REPLACE FUNCTION smartlog.merge_rate_series()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
declare
  gone record;
  kept integer;
begin
  select * into gone from rate_series where dimension = 'template' and name = new.old;
  if gone.id is null then
    return null;
  end if;
  insert into rate_series as r (dimension, name, first_seen, last_seen) values ('template', new.tpl, gone.first_seen, gone.last_seen)
  on conflict (dimension, name) do update set first_seen = least(r.first_seen, gone.first_seen), last_seen = greatest(r.last_seen, gone.last_seen)
  returning id into kept;
  -- By the hours that it has: steps are found by their time.
  insert into rate_steps as s (at, series, events)
  select o.at, kept, o.events
  from rate_hours h cross join generate_series(h.at, h.at + interval '50 minutes', '10 minutes') step (at)
  join rate_steps o on o.at = step.at and o.series = gone.id
  where h.series = gone.id
  on conflict (at, series) do update set events = s.events + excluded.events;
  insert into rate_hours as h (series, at, events) select kept, at, events from rate_hours where series = gone.id
  on conflict (series, at) do update set events = h.events + excluded.events;
  delete from rate_hours where series = gone.id;
  update rate_alarms set ended_at = now() where series = gone.id and ended_at is null;
  delete from rate_series where id = gone.id;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.merge_templates(templates text[], into_templates text[])
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
declare
  olds text[];
  news text[];
  merged integer;
begin
  lock table counting_lock in exclusive mode;
  -- One that goes into another that goes into a third goes there at once.
  with pair as (
    select distinct on (o) o, n from unnest(templates, into_templates) as given (o, n) where o is not null and n is not null
  ), last as (
    select p.o, coalesce(q.n, p.n) as n from pair p left join pair q on q.o = p.n
  )
  select array_agg(o), array_agg(n) into olds, news from last where not exists (select from pair where pair.o = last.n);

  insert into merged_templates as m (old, tpl) select o, n from unnest(olds, news) as pair (o, n)
    on conflict (old) do update set tpl = excluded.tpl, at = now();
  update merged_templates m set tpl = n from unnest(olds, news) as pair (o, n) where m.tpl = o;
  -- A template that came back is none of a former model.
  delete from merged_templates m where m.old = any (news);
  delete from merged_templates m where m.old in (select old from merged_templates order by at desc, old offset 20000);

  with gone as (
    delete from smartlog.templates t using unnest(olds, news) as pair (o, n) where t.tpl = o returning t.*, n
  ), newest as (
    select distinct on (n) * from gone order by n, last_seen desc, tpl
  ), added as (
    insert into smartlog.templates as t (tpl, kind, text, events, first_seen, last_seen, known_since, example_time, example_id)
    select g.n, e.kind, e.text, sum(g.events), min(g.first_seen), max(g.last_seen), min(g.known_since), e.example_time, e.example_id
    from gone g join newest e using (n) group by g.n, e.kind, e.text, e.example_time, e.example_id
    on conflict (tpl) do update set events = t.events + excluded.events,
      first_seen = least(t.first_seen, excluded.first_seen), last_seen = greatest(t.last_seen, excluded.last_seen),
      known_since = least(t.known_since, excluded.known_since)
  )
  select count(*)::integer from gone into merged;

  with gone as (
    delete from top_hour t using unnest(olds, news) as pair (o, n)
    where t.dimension = 'template' and t.name = o returning t.*, n
  )
  insert into top_hour as t (at, dimension, name, events, suspicious, errors, score)
  select at, dimension, n, sum(events), sum(suspicious), sum(errors), max(score) from gone group by at, dimension, n
  on conflict (dimension, at, name) do update set events = t.events + excluded.events,
    suspicious = t.suspicious + excluded.suspicious, errors = t.errors + excluded.errors,
    score = greatest(t.score, excluded.score);
  with gone as (
    delete from top_day t using unnest(olds, news) as pair (o, n)
    where t.dimension = 'template' and t.name = o returning t.*, n
  )
  insert into top_day as t (at, dimension, name, events, suspicious, errors, score)
  select at, dimension, n, sum(events), sum(suspicious), sum(errors), max(score) from gone group by at, dimension, n
  on conflict (dimension, at, name) do update set events = t.events + excluded.events,
    suspicious = t.suspicious + excluded.suspicious, errors = t.errors + excluded.errors,
    score = greatest(t.score, excluded.score);
  return merged;
end
$function$;
grant execute on function smartlog.merge_templates(text[],text[]) to smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.message(record jsonb)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN COALESCE((record ->> 'log'::text), (record ->> 'message'::text), (record ->> 'MESSAGE'::text), (record ->> 'msg'::text), (record ->> 'short_message'::text));
grant execute on function smartlog.message(jsonb) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.most_series(dimension text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE dimension WHEN 'template'::text THEN 1000 WHEN 'service'::text THEN 300 WHEN 'site'::text THEN 200 WHEN 'strangers'::text THEN 200 ELSE 20 END;

CREATE OR REPLACE FUNCTION smartlog.mute_of(event_label text, tpl text, why text[], ip inet, site text)
 RETURNS bigint
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (SELECT m.id FROM smartlog.mutes m WHERE ((m.ended_at IS NULL) AND (m.until > now()) AND ((m.template IS NULL) OR (m.template = mute_of.tpl)) AND ((m.reason IS NULL) OR (m.reason = (mute_of.why)[1])) AND ((m.source IS NULL) OR (mute_of.ip <<= (m.source)::inet)) AND ((m.site IS NULL) OR (m.site = mute_of.site)) AND (array_position(ARRAY['anomaly'::text, 'bot'::text, 'attack'::text], mute_of.event_label) <= array_position(ARRAY['anomaly'::text, 'bot'::text, 'attack'::text], m.label)) AND ((m.reason IS NOT NULL) OR (NOT COALESCE(('attack:break-in'::text = ANY (mute_of.why)), false)))) ORDER BY m.id LIMIT 1);
grant execute on function smartlog.mute_of(text,text,text[],inet,text) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.muted_differences(low timestamp with time zone, high timestamp with time zone)
 RETURNS TABLE(at timestamp with time zone, site text, rolled_up bigint, counted bigint)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
begin
  return query execute $query$
    select at, '(muted)', coalesce(r.events, 0)::bigint, coalesce(c.events, 0)::bigint
    from (
      select step_minutes, at, kind, label, severity, status_class, sum(events) as events
      from muted_rollups where at >= $1 and at < $2 group by 1, 2, 3, 4, 5, 6
    ) r
    full join (
      select step_minutes, date_bin(make_interval(mins => step_minutes), time, 'epoch') as at, kind, label, severity,
        coalesce(status, 0) / 100 as status_class, count(*) as events
      from events cross join unnest(array[1, 60, 360, 1440]) step (step_minutes)
      where time >= $1 and time < $2 and muted group by 1, 2, 3, 4, 5, 6
    ) c using (step_minutes, at, kind, label, severity, status_class)
    where r.events is distinct from c.events
    union all
    select at, '(muted)', coalesce(r.events, 0)::bigint, coalesce(c.events, 0)::bigint
    from (select mute, at, events from muted_days where at >= $1 and at < $2) r
    full join (
      select mute, date_bin('1 day', time, 'epoch') as at, count(*) as events
      from events where time >= $1 and time < $2 and muted and mute is not null group by 1, 2
    ) c using (mute, at)
    where r.events is distinct from c.events
  $query$ using low, high;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.name_sites()
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
declare
  most constant integer := 200;
  most_watched constant integer := 1000;
  most_an_hour constant integer := 60;
  this_hour constant timestamptz := date_trunc('hour', now(), 'UTC');
  named_now integer;
  watched integer;
  changes integer;
  heaviest record;
  lightest record;
begin
  if exists (select from settings where sites_halved_at < now() - interval '1 day') then
    update sites set events = events / 2 where events > 0;
    update settings set sites_halved_at = now();
  end if;
  select count(*) filter (where named), count(*) filter (where not named) into named_now, watched from sites;
  if watched = 0 then
    return;
  end if;
  if named_now < most then
    update sites set named = true where site in (
      select site from sites where not named order by events desc, site limit most - named_now);
    watched := greatest(watched - (most - named_now), 0);
  end if;
  select case when sites_named_hour = this_hour then sites_named else 0 end into changes from settings;
  while watched > 0 and changes < most_an_hour loop
    select site, events into heaviest from sites where not named order by events desc, last_seen desc, site limit 1;
    select site, events into lightest from sites where named order by events, last_seen, site limit 1;
    exit when heaviest.events <= lightest.events;
    update sites set named = not named where site in (heaviest.site, lightest.site);
    changes := changes + 1;
    update settings set sites_named_hour = this_hour, sites_named = changes;
  end loop;
  if watched > most_watched then
    delete from sites where site in (
      select site from sites where not named order by events desc, last_seen desc, site offset most_watched / 2);
  end if;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.network(typed text)
 RETURNS inet
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
declare
  given text := rtrim(btrim(typed), '.');
  numbers integer := cardinality(string_to_array(given, '.'));
begin
  if given ~ '^\d{1,3}(\.\d{1,3}){0,2}$' then
    return set_masklen((given || repeat('.0', 4 - numbers))::inet, 8 * numbers);
  end if;
  return given::inet;
exception when data_exception then
  return null;
end
$function$;
grant execute on function smartlog.network(text) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.partition_missing(at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
RETURN ((at >= '2000-01-01 00:00:00+00'::timestamp with time zone) AND (to_regclass(to_char((at AT TIME ZONE 'UTC'::text), '"smartlog.events_"YYYYMMDD'::text)) IS NULL) AND (to_regclass(to_char((at AT TIME ZONE 'UTC'::text), '"smartlog.events_"YYYYMM'::text)) IS NULL));

CREATE OR REPLACE FUNCTION smartlog.patterns(low timestamp with time zone, high timestamp with time zone, kinds text[], sorted text, most integer)
 RETURNS TABLE(tpl text, kind text, pattern text, events bigint, unusual bigint, first_seen timestamp with time zone, last_seen timestamp with time zone, example_time timestamp with time zone, example_id bigint)
 LANGUAGE plpgsql
 STABLE PARALLEL RESTRICTED
AS $function$
#variable_conflict use_column
begin
  if sorted = 'frequent' then
    return query
      select t.tpl, t.kind, t.text, c.events, c.unusual, t.first_seen, t.last_seen, t.example_time, t.example_id
      from (
        select name, sum(n.events)::bigint as events, sum(n.suspicious)::bigint as unusual
        from smartlog.top(low, high) n where dimension = 'template' group by name
      ) c
      join smartlog.templates t on t.tpl = c.name
      where '*' = any (kinds) or t.kind = any (kinds)
      order by c.events desc, t.tpl
      limit most;
    return;
  end if;
  -- Written out, so that the plan touches the partitions of the range and locks no other.
  return query execute format(
    $query$
      select t.tpl, t.kind, t.text, c.events, c.unusual, t.first_seen, t.last_seen, t.example_time, t.example_id
      from (
        select * from smartlog.templates
        where last_seen >= %1$L and first_seen <= %2$L and ('*' = any ($1) or kind = any ($1))
          and case when $2 = 'new' then first_seen >= %1$L else events <= 3 end
        order by case when $2 = 'new' then first_seen else last_seen end desc, tpl
        limit $3
      ) t
      cross join lateral (
        select count(*) as events, count(*) filter (where label <> 'normal') as unusual
        from (
          select label from smartlog.events
          where tpl = any (array(select old from smartlog.merged_templates m where m.tpl = t.tpl) || t.tpl)
            and time >= %1$L and time <= %2$L
          limit 1000
        ) e
      ) c
      where c.events > 0
      order by case when $2 = 'new' then t.first_seen end desc, c.events, t.last_seen desc, t.tpl
    $query$, low, high)
  using kinds, sorted, most;
end
$function$;
grant execute on function smartlog.patterns(timestamp with time zone,timestamp with time zone,text[],text,integer) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.rate_direction(dimension text, change text, current real, usual real)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (dimension = 'strangers'::text) THEN dimension WHEN (change = 'new-pattern'::text) THEN 'new'::text WHEN ((change = 'surge'::text) OR ((change = 'shift'::text) AND (current > usual))) THEN 'up'::text ELSE 'down'::text END;

CREATE OR REPLACE FUNCTION smartlog.rate_example(dimension text, name text, low timestamp with time zone, high timestamp with time zone, OUT event_time timestamp with time zone, OUT event_id bigint, OUT site text, OUT line text)
 RETURNS record
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
begin
  execute format($find$
    select time, id, coalesce(host, service, tag, ''), left(smartlog.line(record), 300) from smartlog.events
    where time >= $1 and time <= $2 and not smartlog.is_own(kind) and %s
    order by time desc, id desc limit 1
  $find$, case dimension
    when 'all' then 'true'
    when 'kind' then format('kind = %L', name)
    when 'site' then format($$coalesce(host, service, tag, '') = %L$$, name)
    when 'strangers' then format($$kind = 'web' and label = 'normal' and coalesce(host, service, tag, '') = %L$$, name)
    when 'service' then format('service = %L', name)
    when 'status' then format($$kind = 'web' and status between %1$s00 and %1$s99$$, left(name, 1))
    else format('tpl = %L', name)
  end) into event_time, event_id, site, line using low, high;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.rate_message(change text, subject text, current real, usual real, per interval, since timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE change WHEN 'silence'::text THEN format('Silence: no %s since %s UTC, usually %s in %s minutes'::text, subject, to_char((since AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD HH24:MI'::text), round((usual)::numeric, CASE WHEN (usual < (10)::double precision) THEN 1 ELSE 0 END), ((EXTRACT(epoch FROM per))::integer / 60)) WHEN 'new-pattern'::text THEN format('New: %s, first seen at %s UTC, keep coming, about %s in ten minutes'::text, subject, to_char((since AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD HH24:MI'::text), round((current)::numeric)) ELSE format('%s: %s %s in %s minutes since %s UTC, usually %s'::text, CASE change WHEN 'surge'::text THEN 'Surge'::text WHEN 'drop'::text THEN 'Drop'::text ELSE 'Level shift'::text END, round((current)::numeric), subject, ((EXTRACT(epoch FROM per))::integer / 60), to_char((since AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD HH24:MI'::text), round((usual)::numeric, CASE WHEN (usual < (10)::double precision) THEN 1 ELSE 0 END)) END;

CREATE OR REPLACE FUNCTION smartlog.rate_severity(dimension text, name text, change text, current real, usual real, peak real)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (change = ANY (ARRAY['shift'::text, 'new-pattern'::text])) THEN 'low'::text WHEN (change = 'silence'::text) THEN CASE WHEN (dimension = ANY (ARRAY['all'::text, 'kind'::text, 'site'::text])) THEN 'high'::text WHEN (dimension = 'service'::text) THEN 'medium'::text ELSE 'low'::text END WHEN (change = 'drop'::text) THEN CASE WHEN (dimension = ANY (ARRAY['all'::text, 'kind'::text, 'site'::text])) THEN 'medium'::text ELSE 'low'::text END WHEN (current < ((1.5)::double precision * peak)) THEN 'low'::text WHEN ((dimension = 'status'::text) AND (name = '5xx'::text)) THEN 'high'::text WHEN (dimension = 'template'::text) THEN CASE WHEN (current >= ((10)::double precision * GREATEST(usual, (1)::real))) THEN 'medium'::text ELSE 'low'::text END WHEN (current >= ((10)::double precision * GREATEST(usual, (1)::real))) THEN 'high'::text ELSE 'medium'::text END;
grant execute on function smartlog.rate_severity(text,text,text,real,real,real) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.rate_subject(dimension text, name text)
 RETURNS text
 LANGUAGE sql
 STABLE
RETURN CASE dimension WHEN 'all'::text THEN 'lines in all'::text WHEN 'kind'::text THEN (name || ' lines'::text) WHEN 'site'::text THEN ('lines of site '::text || name) WHEN 'service'::text THEN ('lines of service '::text || name) WHEN 'status'::text THEN ('answers '::text || name) WHEN 'strangers'::text THEN ('addresses that take a page or two of site '::text || name) ELSE (('lines of pattern '::text || name) || COALESCE(((' ('::text || (SELECT "left"(templates.text, 120) AS "left" FROM smartlog.templates WHERE (templates.tpl = rate_subject.name))) || ')'::text), ''::text)) END;
grant execute on function smartlog.rate_subject(text,text) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.rate_windows(hour timestamp with time zone, width interval, zone text, wanted integer[])
 RETURNS TABLE(series integer, days bigint, current double precision, usual double precision, sigma double precision, second_highest double precision, tenth double precision, lowest double precision, variance double precision)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
  with day as materialized (
    select n, (local - n * interval '1 day') at time zone zone as at,
      (extract(isodow from local - n * interval '1 day') >= 6) = (extract(isodow from local) >= 6) as alike
    from (select hour at time zone zone as local) l, generate_series(0, 28) n
  ), running as materialized (
    select day.* from day where exists (
      select from rate_hours h join rate_series a on a.id = h.series and a.dimension = 'all'
      where h.at >= day.at - width and h.at < day.at)
  ), counted as materialized (
    select s.id, r.n, r.alike, coalesce(c.events, 0)::float8 as events
    from rate_series s
    join running r on r.n = 0 or r.at - width >= greatest(s.first_seen, s.usual_from) - interval '1 hour'
    left join lateral (
      select sum(h.events) as events from rate_hours h where h.series = s.id and h.at >= r.at - width and h.at < r.at
    ) c on true
    where s.id = any (wanted)
  ), middle as materialized (
    select id, count(*) as days, count(*) filter (where alike) >= 6 as by_day,
      percentile_cont(0.5) within group (order by events) as of_all,
      percentile_cont(0.5) within group (order by events) filter (where alike) as of_alike,
      (array_agg(events order by events))[1 + count(*) / 10] as tenth, min(events) as lowest, var_samp(events) as variance
    from counted where n > 0 group by id
  )
  select id, days, max(events) filter (where n = 0), usual,
    greatest(1.4826 * percentile_cont(0.5) within group (order by abs(events - usual)) filter (where n > 0 and (alike or not by_day)),
      sqrt(greatest(usual, 1)), 0.08 * usual),
    (array_agg(events order by events desc) filter (where n > 0 and (alike or not by_day)))[2], tenth, lowest, variance
  from counted
  join (select *, case when by_day then of_alike else of_all end as usual from middle) m using (id)
  group by id, days, usual, tenth, lowest, variance
$function$;

CREATE OR REPLACE FUNCTION smartlog.rebuild_rollups(low timestamp with time zone, high timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
 SET work_mem TO '32MB'
AS $function$
declare
  hour timestamptz := low;
begin
  lock table counting_lock in exclusive mode;
  if low < smartlog.final_before() and not exists (select from uncounted(low, high)) then
    raise exception 'the events before % have been dropped: their counts can''t be made again', smartlog.final_before();
  end if;
  delete from rollups where at >= low and at < high;
  delete from muted_rollups where at >= low and at < high;
  delete from muted_days where at >= low and at < high;
  delete from top_hour where at >= low and at < high;
  delete from top_day where at >= low and at < high;
  delete from unread_hour where at >= low and at < high;
  delete from visitor_days where at >= low and at < high;
  delete from duration_bins where at >= low and at < high;
  while hour < high loop
    -- Planned with the very hour: a plan for any would lock every partition.
    execute $insert$
      insert into recount (time, id, bytes, score, ms, status, kind, label, severity, tpl, tag, ip, path, ua, ref, host, service, muted, mute)
      select time, id, bytes, score, ms, status, kind, label, severity, tpl, tag, ip, path, ua, ref, host, service, muted, mute
      from events where time >= $1 and time < $2
    $insert$ using hour, hour + interval '1 hour';
    delete from recount;
    hour := hour + interval '1 hour';
  end loop;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.receive_batch()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET work_mem TO '32MB'
AS $function$
declare
  tomorrow constant timestamptz := now() + interval '1 day';
begin
  if smartlog.partition_missing(now()) or smartlog.partition_missing(tomorrow) then
    perform smartlog.make_partitions(array[now(), tomorrow]);
  end if;
  select b.stored, b.rejected into new.stored, new.rejected
    from smartlog.ingest_batch(new.tags, new.times, new.records, false) b;
  new.duplicates := coalesce(cardinality(new.records), 0) - new.stored - new.rejected;

  insert into smartlog.intake as i (at, batches, stored, duplicates, rejected, waited_s)
  values (date_bin('1 minute', now(), 'epoch'), 1, new.stored, new.duplicates, new.rejected,
    coalesce((select date_part('epoch', now() - min(smartlog.arrival_time(t))) from unnest(new.times) t), 0))
  on conflict (at) do update set batches = i.batches + 1, stored = i.stored + excluded.stored,
    duplicates = i.duplicates + excluded.duplicates, rejected = i.rejected + excluded.rejected,
    waited_s = greatest(i.waited_s, excluded.waited_s);
  return new;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.reject_malformed(tags text[], times timestamp with time zone[], records json[], OUT rejected bigint)
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
begin
  insert into smartlog.rejected (time, id, tag, reason, data)
  select arrived, hashtextextended(coalesce(tag, '') || data::text, 0), left(tag, 255), reason, left(data::text, 65536)
  from (
    select tag, coalesce(time, '-infinity') as arrived, data, case
        when data is null then 'no data'
        when json_typeof(data) <> 'object' then 'not an object'
        when json_typeof(data -> 'smartlog') is distinct from 'object' then 'no smartlog: it did not pass the filter'
        when coalesce(data -> 'smartlog' ->> 'id', '') !~* '^[0-9a-f]{1,16}$' then 'smartlog.id is not 1 to 16 hex digits'
      end as reason
    from unnest(tags, times, records) as batch (tag, time, data)
  ) checked
  where reason is not null
  order by 1, 2
  on conflict (time, id) do nothing;
  get diagnostics rejected = row_count;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.rekey_taught(ids bigint[], keys text[])
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
declare
  changed integer;
begin
  lock table taught_lock in exclusive mode;
  with given as (
    select * from unnest(ids, keys) as given (id, key)
  ), acting as (
    select t.id, t.scope, coalesce(g.key, t.key) as key from taught t left join given g using (id) where t.ended_at is null
  )
  update taught t set ended_at = now(), ended_by = 'replaced'
  from acting older, acting newer
  where t.id = older.id and (older.scope, older.key) = (newer.scope, newer.key) and older.id < newer.id;
  update taught t set key = given.key from unnest(ids, keys) as given (id, key)
  where t.id = given.id and t.ended_at is null and t.key <> given.key;
  get diagnostics changed = row_count;
  return changed;
end
$function$;
grant execute on function smartlog.rekey_taught(bigint[],text[]) to smartlog_serve, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.rollup(step interval)
 RETURNS SETOF smartlog.rollups
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select * from smartlog.rollups
  where step_minutes = case
    when step < '1 hour' then 1
    when step >= '1 day' then 1440
    when extract(epoch from step)::bigint % 21600 = 0 then 360
    else 60
  end
$function$;
grant execute on function smartlog.rollup(interval) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.rollup(step interval, muted text)
 RETURNS SETOF smartlog.rollups
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select * from smartlog.rollup(step) where muted <> 'only'
  union all
  select at, site, kind, label, severity, status_class, step_minutes, sign * events, sign * bytes, sign * timed,
    sign * duration_us, case when sign > 0 then score else 0 end
  from smartlog.muted_rollups cross join (select case when muted = 'only' then 1 else -1 end) s (sign)
  where muted <> 'show' and step_minutes = case
      when step < '1 hour' then 1
      when step >= '1 day' then 1440
      when extract(epoch from step)::bigint % 21600 = 0 then 360
      else 60
    end
$function$;
grant execute on function smartlog.rollup(interval,text) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.rollup_differences(low timestamp with time zone, high timestamp with time zone)
 RETURNS TABLE(at timestamp with time zone, site text, rolled_up bigint, counted bigint)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
begin
  return query execute $query$
  with counted as (
    select date_bin('1 minute', time, 'epoch') as at, coalesce(host, service, tag, '') as site, kind, label, severity,
      (coalesce(status, 0) / 100)::smallint as status_class, count(*) as events, coalesce(sum(bytes), 0) as bytes,
      count(ms) as timed, coalesce(sum((least(greatest(ms, 0), 1e9) * 1000)::bigint), 0)::bigint as duration_us,
      coalesce(max(score), 0) as score
    from events
    where time >= $1 and time < $2
    group by 1, 2, 3, 4, 5, 6
  ), minute as (
    select coalesce(r.at, c.at) as at, coalesce(r.site, c.site) as site, kind, label, severity, status_class,
      coalesce(r.events, 0) as events, coalesce(r.bytes, 0) as bytes, coalesce(r.timed, 0) as timed,
      coalesce(r.duration_us, 0) as duration_us, r.score, coalesce(c.events, 0) as c_events,
      coalesce(c.bytes, 0) as c_bytes, coalesce(c.timed, 0) as c_timed, coalesce(c.duration_us, 0) as c_duration_us,
      c.score as c_score, coalesce(r.site <> '(other)' and r.events > coalesce(c.events, 0), false) as is_over
    from (select * from rollup_minute r where r.at >= $1 and r.at < $2) r
    full join counted c using (at, site, kind, label, severity, status_class)
  )
  select at, coalesce(min(site) filter (where is_over), '(all sites)'), sum(events)::bigint, sum(c_events)::bigint
  from minute
  group by at, kind, label, severity, status_class
  having bool_or(is_over)
    or (sum(events), sum(bytes), sum(timed), sum(duration_us), max(score)) is distinct from
      (sum(c_events), sum(c_bytes), sum(c_timed), sum(c_duration_us), max(c_score))
  union all
  select coalesce(r.at, f.at), coalesce(r.site, f.site), r.events, f.events
  from (select * from rollups r where r.at >= $1 and r.at < $2 and step_minutes > 1) r
  full join (
    select date_bin(make_interval(mins => longer), f.at, 'epoch') as at, f.site, kind, label, severity, status_class,
      longer as step_minutes, sum(events)::bigint as events, sum(bytes) as bytes, sum(duration_us)::bigint as duration_us
    from rollups f join (values (1, 60), (60, 360), (360, 1440)) step (step_minutes, longer) using (step_minutes)
    where f.at >= $1 and f.at < $2
    group by 1, 2, 3, 4, 5, 6, 7
  ) f using (at, site, kind, label, severity, status_class, step_minutes)
  where (r.events, r.bytes, r.duration_us) is distinct from (f.events, f.bytes, f.duration_us)
  $query$ using low, high;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.sample_has_own_times(tags text[], times timestamp with time zone[], records json[])
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select coalesce(bool_and(has_own_time), false) and count(*) = count(event.id)
  from (
    select distinct 1 + (cardinality(records) - 1) * part / 4 as place from generate_series(0, 4) part
  ) sample
  left join lateral smartlog.events_of(
    tags[place:place], times[place:place], records[place:place], true) event on true
$function$;

CREATE OR REPLACE FUNCTION smartlog.sanitised(event jsonb, types jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (SELECT COALESCE(jsonb_object_agg(jsonb_each.key, CASE WHEN (jsonb_each.key = 'why'::text) THEN (SELECT jsonb_agg((reason.value #>> '{}'::text[])) AS jsonb_agg FROM jsonb_array_elements(jsonb_each.value) reason(value)) ELSE jsonb_each.value END), '{}'::jsonb) AS "coalesce" FROM jsonb_each(sanitised.event) jsonb_each(key, value) WHERE CASE WHEN (jsonb_each.key = 'why'::text) THEN (jsonb_typeof(jsonb_each.value) = 'array'::text) WHEN (sanitised.types ? jsonb_each.key) THEN smartlog.castable((jsonb_each.value #>> '{}'::text[]), (sanitised.types ->> jsonb_each.key)) ELSE true END);

CREATE OR REPLACE FUNCTION smartlog.score_bin(score real)
 RETURNS smallint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (score IS NOT NULL) THEN LEAST(floor((GREATEST(score, (0)::real) * (20)::double precision)), (19)::double precision) ELSE NULL::double precision END;

CREATE OR REPLACE FUNCTION smartlog.search(low timestamp with time zone, high timestamp with time zone, sites text[], kinds text[], labels text[], severities text[], source text, template text, wanted text, most integer, budget interval DEFAULT '00:00:04'::interval, muting text DEFAULT 'show'::text)
 RETURNS TABLE(event smartlog.events, searched_to timestamp with time zone)
 LANGUAGE plpgsql
 STABLE PARALLEL RESTRICTED
AS $function$
declare
  batch_rows constant integer := 20000; -- some tenths of a second, so that the budget is kept whatever a step holds
  needle text := lower(wanted);
  -- What it is in the model in service, and all that went into that.
  wanted_template text := coalesce((select tpl from smartlog.merged_templates where old = template), template);
  wanted_templates text[] := array(select old from smartlog.merged_templates where tpl = wanted_template) || wanted_template;
  network inet := smartlog.network(source);
  ends timestamptz := clock_timestamp() + budget;
  step interval := '1 hour';
  upper_time timestamptz := high;
  upper_id bigint := 9223372036854775807;
  lower_time timestamptz;
  looked_at integer;
  left_to_find integer := most;
  seen record;
begin
  loop
    lower_time := greatest(low, upper_time - step);
    looked_at := 0;
    -- Written out, so that the plan touches the partitions of this step and locks no other.
    for seen in execute format(
      $search$
        select e as event, e.time, e.id,
          ('*' = any ($1) or coalesce(host, service, tag, '') = any ($1))
            and ('*' = any ($2) or kind = any ($2))
            and ('*' = any ($3) or label = any ($3))
            and ('*' = any ($4) or severity = any ($4))
            and ($5 = '' or ip <<= $6)
            and ($9 = '' or tpl = any ($7))
            and ('show' = $10 or coalesce(muted, false) = ('only' = $10))
            and ($8 = ''
              or position($8 in lower(concat_ws(' ', path, ua, username, host, service, qname, array_to_string(why, ' '), hit, host(peer)))) > 0
              or position($8 in lower(smartlog.line(record))) > 0) as matches
        from (
          select * from smartlog.events
          where time >= %L and time <= %L and (time, id) < (%L, %L)
          order by time desc, id desc
          limit %s
        ) e
      $search$,
      lower_time, upper_time, upper_time, upper_id, batch_rows)
    using sites, kinds, labels, severities, source, network, wanted_templates, needle, template, muting
    loop
      looked_at := looked_at + 1;
      upper_time := seen.time;
      upper_id := seen.id;
      continue when seen.matches is not true;
      event := seen.event;
      return next;
      left_to_find := left_to_find - 1;
      exit when left_to_find = 0;
    end loop;
    exit when left_to_find = 0;
    if looked_at < batch_rows then
      upper_time := lower_time;
      upper_id := -9223372036854775808; -- the bound itself belonged to this step
      step := step * 4;
    end if;
    exit when upper_time <= low or clock_timestamp() > ends;
  end loop;
  if upper_time > low and exists (
    select from smartlog.rollup_minute
    where at > low - interval '1 minute' and at <= date_bin('1 minute', upper_time, 'epoch')
  ) then
    event := null;
    -- Rounded up to a millisecond, as pages keep time: a bound that is a little late shows an event twice, not never.
    searched_to := date_trunc('milliseconds', upper_time) + interval '1 ms';
    return next;
  end if;
end
$function$;
grant execute on function smartlog.search(timestamp with time zone,timestamp with time zone,text[],text[],text[],text[],text,text,text,integer,interval,text) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.set_rate_bounds(step timestamp with time zone, zone text)
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
  with day as materialized (
    select n, (local - n * interval '1 day') at time zone zone as at,
      (extract(isodow from local - n * interval '1 day') >= 6) = (extract(isodow from local) >= 6) as alike
    from (select step at time zone zone as local) l, generate_series(1, 28) n
  ), counted as materialized (
    select c.series, d.n, coalesce(max(c.events) filter (where c.at = d.at), 0) as here, max(c.events) as high,
      case when count(*) = 3 then min(c.events) else 0 end as low,
      -- Of three counts: variance over mean.
      (sum(c.events ^ 2) - sum(c.events) ^ 2 / 3) / 2 / (sum(c.events)::float8 / 3) as dispersion
    from day d join rate_steps c on c.at >= d.at - interval '10 minutes' and c.at <= d.at + interval '10 minutes'
    group by 1, 2
  ), running as materialized (
    select day.* from day join counted using (n) join rate_series a on a.id = counted.series and a.dimension = 'all'
  ), filled as materialized (
    select s.id, r.n, r.alike, coalesce(c.here, 0) as here, coalesce(c.high, 0) as high, coalesce(c.low, 0) as low, c.dispersion
    from rate_series s
    join running r on r.at >= greatest(s.first_seen, s.usual_from)
    left join counted c on c.series = s.id and c.n = r.n
    where s.last_seen > step - interval '26 hours'
  ), middle as materialized (
    select id, count(*) as days, count(*) filter (where alike) >= 6 as by_day,
      percentile_cont(0.5) within group (order by here) as of_all,
      percentile_cont(0.5) within group (order by here) filter (where alike) as of_alike,
      (array_agg(low order by low))[1 + count(*) / 10] as tenth,
      percentile_cont(0.8) within group (order by dispersion) as dispersion
    from filled group by id
  ), spread as (
    select id, days, tenth, middle.dispersion, case when by_day then of_alike else of_all end as usual,
      1.4826 * percentile_cont(0.5) within group (order by abs(here - case when by_day then of_alike else of_all end))
        filter (where alike or not by_day) as deviation,
      array_agg(high order by high desc) filter (where alike or not by_day) as highest
    from filled join middle using (id)
    group by id, days, tenth, middle.dispersion, by_day, of_alike, of_all
  ), scaled as (
    select *, greatest(deviation, sqrt(greatest(usual, 1)), 0.1 * usual) as sigma from spread
  )
  update rate_series r set bounds_of = step, days = s.days, usual = s.usual, tenth = case when r.dimension = 'strangers' then 0 else s.tenth end,
    dispersion = greatest(s.dispersion, 1),
    upper = case when s.days >= 7 then greatest(s.usual + 6 * sigma, 1.5 * coalesce(highest[2], highest[1]), s.usual + 10)
      else greatest(s.usual + 12 * sigma, 4 * highest[1], s.usual + 50) end,
    lower = case when s.days >= 7 and r.dimension <> 'strangers' then greatest(least(s.usual - 6 * sigma, 0.5 * s.tenth), 0) else 0 end
  from scaled s
  where r.id = s.id
$function$;

CREATE OR REPLACE FUNCTION smartlog.size_step(bytes bigint)
 RETURNS smallint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (bytes > 0) THEN (floor((ln((bytes)::double precision) * (40)::double precision)))::smallint ELSE NULL::smallint END;
grant execute on function smartlog.size_step(bigint) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.take_visitor_feedback(name text, network text, device text, message text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
begin
  -- One at a time: the count is then exact.
  lock table visitor_feedback in share row exclusive mode;
  perform smartlog.trim_visitor_feedback();
  if (select count(*) from visitor_feedback where at > now() - interval '1 day') >= 500 then
    return false;
  end if;
  insert into visitor_feedback (name, network, device, message) values ($1, $2, $3, $4);
  return true;
end
$function$;
grant execute on function smartlog.take_visitor_feedback(text,text,text,text) to smartlog_serve;

CREATE OR REPLACE FUNCTION smartlog.tell_rates(at timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
#variable_conflict use_variable
declare
  severities constant text[] := '{none,low,medium,high,critical}';
  direction text;
  main record;
  told record;
  example record;
  others text[];
  message text;
  written bigint;
  events_written integer := 0;
begin
  -- A series that has just been told of, and rests.
  update rate_alarms a set event_time = e.event_time, event_id = e.event_id
  from rate_alarms e
  where a.raised_at = tell_rates.at and a.event_id is null and (e.series, e.change) = (a.series, a.change) and e.event_id is not null
    and e.ended_at > tell_rates.at - interval '2 hours' and e.id <> a.id;

  foreach direction in array array['up', 'down', 'new', 'strangers'] loop
    select a.*, abs(a.current - a.usual) * 600 / extract(epoch from a.per) as excess into main
    from rate_alarms a
    where a.raised_at = tell_rates.at and a.event_id is null and smartlog.rate_direction(a.dimension, a.change, a.current, a.usual) = direction
    order by array_position(severities, a.severity) desc,
      abs(a.current - a.usual) * 600 / extract(epoch from a.per) desc, array_position('{all,kind,site,service,status,template}', a.dimension), a.name
    limit 1;
    continue when main.id is null;

    select (array_agg(e.event_time order by e.event_time desc))[1] as event_time, (array_agg(e.event_id order by e.event_time desc))[1] as event_id,
      max(abs(e.current - e.usual) * 600 / extract(epoch from e.per)) as excess,
      max(array_position(severities, e.severity)) as severity into told
    from rate_alarms e
    where e.event_time > tell_rates.at - interval '30 minutes' and smartlog.rate_direction(e.dimension, e.change, e.current, e.usual) = direction;
    if told.event_id is not null and array_position(severities, main.severity) <= told.severity
      and (direction = 'new' or main.excess <= 1.2 * told.excess)
    then
      update rate_alarms a set event_time = told.event_time, event_id = told.event_id
      where a.raised_at = tell_rates.at and a.event_id is null and smartlog.rate_direction(a.dimension, a.change, a.current, a.usual) = direction;
      continue;
    end if;

    select * into example from smartlog.rate_example(main.dimension, main.name,
      case when main.change in ('silence', 'drop') then main.since - interval '15 minutes' else main.since end,
      case when main.change = 'silence' then main.since + interval '1 minute' else tell_rates.at + interval '1 minute' end);
    others := array(
      select smartlog.rate_subject(a.dimension, a.name) from rate_alarms a
      where a.raised_at = tell_rates.at and a.event_id is null and a.id <> main.id and smartlog.rate_direction(a.dimension, a.change, a.current, a.usual) = direction
      order by abs(a.current - a.usual) / extract(epoch from a.per) desc, a.id limit 20);
    message := smartlog.rate_message(main.change, smartlog.rate_subject(main.dimension, main.name), main.current, main.usual, main.per, main.since)
      || case when cardinality(others) > 0 then format('; with it %s%s', array_to_string(others[1:4], ', '),
        case when cardinality(others) > 4 then format(' and %s others', cardinality(others) - 4) else '' end) else '' end;
    written := smartlog.write_own_event('rate', concat_ws(' ', main.dimension, main.name, main.change, extract(epoch from main.since)),
      tell_rates.at, main.severity,
      case main.change
        when 'new-pattern' then 0.6
        when 'silence' then 0.95
        else least(0.5 + 0.5 * abs(main.current - main.bound) / greatest(abs(main.current - main.usual), 1), 0.99)
      end::real,
      array['rate:' || main.change],
      case when main.dimension in ('site', 'strangers') then main.name when main.dimension in ('all', 'kind', 'status') then null else example.site end,
      null, message,
      jsonb_build_object('rate', jsonb_strip_nulls(jsonb_build_object(
        'of', main.dimension, 'name', main.name, 'change', main.change, 'current', main.current, 'usual', main.usual,
        'bound', main.bound, 'peak', nullif(main.peak, 0), 'minutes', extract(epoch from main.per) / 60, 'since', main.since, 'also', to_jsonb(others),
        'example', case when example.event_id is not null then jsonb_build_object('id', smartlog.event_hex(example.event_id),
          'time', example.event_time, 'line', example.line) end)))
        -- By what mutes of a template find it.
        || case when main.dimension = 'template' then jsonb_build_object('template', main.name) else '{}' end);
    events_written := events_written + 1;
    update rate_alarms a set event_time = tell_rates.at, event_id = coalesce(written, 0)
    where a.raised_at = tell_rates.at and a.event_id is null and smartlog.rate_direction(a.dimension, a.change, a.current, a.usual) = direction;
  end loop;
  return events_written;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.top(low timestamp with time zone, high timestamp with time zone)
 RETURNS SETOF smartlog.top_hour
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select * from smartlog.top_hour
  where high - low <= '3 days' and at >= date_bin('1 hour', low, 'epoch') and at <= high
  union all
  select * from smartlog.top_day
  where high - low > '3 days' and at >= date_bin('1 day', low, 'epoch') and at <= high
$function$;
grant execute on function smartlog.top(timestamp with time zone,timestamp with time zone) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.trim_audit()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
begin
  delete from audit where at < now() - interval '400 days' or (not ok and at < now() - interval '90 days');
  delete from audit where ok and id <= (select id from audit where ok order by id desc offset 200000 limit 1);
  delete from audit where not ok and id <= (select id from audit where not ok order by id desc offset 20000 limit 1);
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.trim_incidents()
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
  delete from incident_counts where counted_at < now() - interval '2 days';
  delete from incident_minutes where minute < now() - interval '400 days';
  delete from incidents where state = 'closed' and closed_at < now() - interval '400 days';
  delete from attack_answers where last_at < now() - interval '30 days';
  delete from attack_answers where last_at < (select last_at from attack_answers order by last_at desc offset 5000 limit 1);
$function$;

CREATE OR REPLACE FUNCTION smartlog.trim_rates()
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
begin
  lock table counting_lock in exclusive mode;
  delete from rate_steps where at < now() - interval '35 days';
  delete from rate_hours where at < now() - interval '35 days';
  delete from rate_alarms where ended_at < now() - interval '35 days';
  delete from rate_series where last_seen < now() - interval '35 days';
  delete from rate_series where id in (
    select id from (
      select s.id, s.dimension, row_number() over (partition by s.dimension order by coalesce(sum(h.events), 0) desc, s.last_seen desc, s.id) as nth
      from rate_series s left join rate_hours h on h.series = s.id and h.at > now() - interval '1 day'
      group by s.id
    ) ranked where nth > smartlog.most_series(dimension));
  delete from rate_alarms a where ended_at is null and not exists (select from rate_series s where s.id = a.series);
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.trim_sessions()
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
begin
  lock table counting_lock in exclusive mode;
  delete from sessions where judged_at < now() - interval '1 day' or last_seen < now() - interval '7 days' and judged_at is null and due < now();
  delete from sessions where last_seen < (select last_seen from sessions order by last_seen desc offset 200000 limit 1);
  delete from session_classes where class in (select class from session_classes order by last_at desc, class offset 200);
  delete from session_ends where (class, set) in (
    select class, set from (
      select class, set, row_number() over (partition by class order by sessions desc, last_seen desc, set) as nth from session_ends
    ) ranked where nth > 2000);
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.trim_top(hours timestamp with time zone[])
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
  delete from top_hour t using (
    select dimension, at, name,
      row_number() over (partition by dimension, at order by events + 9 * suspicious desc, name) as nth
    from top_hour
    where (dimension, at) in (
      select dimension, at from top_hour where at = any (hours) group by 1, 2 having count(*) > 1000)
  ) ranked
  where nth > 500 and (t.dimension, t.at, t.name) = (ranked.dimension, ranked.at, ranked.name);

  delete from top_day t using (
    select dimension, at, name,
      row_number() over (partition by dimension, at order by events + 9 * suspicious desc, name) as nth
    from top_day
    where (dimension, at) in (
      select dimension, at from top_day
      where at = any (select distinct date_bin('1 day', hour, 'epoch') from unnest(hours) hour)
      group by 1, 2 having count(*) > 600)
  ) ranked
  where nth > 300 and (t.dimension, t.at, t.name) = (ranked.dimension, ranked.at, ranked.name);
$function$;

CREATE OR REPLACE FUNCTION smartlog.trim_visitor_feedback()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
  delete from visitor_feedback where at < now() - interval '400 days'
$function$;

CREATE OR REPLACE FUNCTION smartlog.uncounted(low timestamp with time zone, high timestamp with time zone)
 RETURNS TABLE(at timestamp with time zone, rolled_up bigint, counted bigint)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
begin
  return query execute $query$
    select $1, rolled_up, counted
    from (select coalesce(sum(events), 0)::bigint as rolled_up from rollup_day where at >= $1 and at < $2) r,
      (select count(*) as counted from events where time >= $1 and time < $2) e
    where counted > rolled_up
  $query$ using low, high;
end
$function$;

CREATE OR REPLACE FUNCTION smartlog.visitors(low timestamp with time zone, high timestamp with time zone)
 RETURNS bigint
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  with merged as (
    select max(rank) as rank from smartlog.visitor_days
    where at >= date_bin('1 day', low, 'epoch') and at <= high
    group by register
  ), counted as (
    select 1024 - count(*) as empty, 1024 - count(*) + coalesce(sum(2.0::float8 ^ -rank), 0) as sum from merged
  )
  select case
      when empty = 1024 then 0
      when (0.7213 / (1 + 1.079 / 1024)) * 1024 * 1024 / sum <= 2.5 * 1024 and empty > 0 then round(1024 * ln(1024.0 / empty))
      else round((0.7213 / (1 + 1.079 / 1024)) * 1024 * 1024 / sum)
    end::bigint
  from counted
$function$;
grant execute on function smartlog.visitors(timestamp with time zone,timestamp with time zone) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.watched(step interval, low timestamp with time zone, high timestamp with time zone)
 RETURNS SETOF timestamp with time zone
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  with seen as (
    select at, lead(at) over (order by at) as next
    from (
      select distinct date_bin(step, at, 'epoch') as at from smartlog.rollup(step)
      where at >= low - greatest(3 * step, '1 hour') and at <= high + greatest(3 * step, '1 hour')
    ) steps
  )
  select each
  from seen
  cross join lateral generate_series(
    at,
    case
      when coalesce(next, high) - at <= greatest(3 * step, '1 hour') then coalesce(next - step, high)
      else at
    end,
    step) each
  where each >= date_bin(step, low, 'epoch') and each <= high
$function$;
grant execute on function smartlog.watched(interval,timestamp with time zone,timestamp with time zone) to smartlog_read, smartlog_train;

CREATE OR REPLACE FUNCTION smartlog.write_own_event(kind text, key text, at timestamp with time zone, severity text, score real, why text[], site text, session text, message text, details jsonb)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'smartlog', 'pg_temp'
AS $function$
declare
  new_id constant bigint := hashtextextended(kind || ' ' || key, 0);
  filed constant timestamptz := smartlog.arrival_time(at);
  is_known boolean;
  muted_by bigint;
begin
  if not smartlog.is_own(kind) then
    raise exception '% is no kind of SmartLog''s own events', kind using errcode = 'invalid_parameter_value';
  end if;
  if smartlog.partition_missing(filed) then
    perform smartlog.make_partitions(array[filed]);
  end if;
  -- Planned with the very times: a plan for any would lock every partition. The lock: two writers of one event.
  lock table counting_lock in exclusive mode;
  execute 'select exists (select from smartlog.events where id = $1 and time between $2 and $3)' into is_known
    using new_id, filed - interval '1 day', filed + interval '1 day';
  if is_known then
    return null;
  end if;
  muted_by := smartlog.mute_of('anomaly', details ->> 'template', why, null, site);
  insert into events (time, id, v, kind, label, severity, score, why, host, tag, session, muted, mute, record)
  values (filed, new_id, 1, kind, 'anomaly', severity, score, why, site::varchar(255), 'smartlog', session::varchar(64),
    case when muted_by is not null then true end, muted_by, jsonb_build_object('message', message::varchar(4000)) || details);
  return new_id;
end
$function$;
grant execute on function smartlog.write_own_event(text,text,timestamp with time zone,text,real,text[],text,text,text,jsonb) to smartlog_serve, smartlog_train;
