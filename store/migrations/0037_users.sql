-- A user's events, found as searches and a user's page ask for them. Few events have a user, so this costs hardly any batch.

create index on smartlog.events (lower(username), time) where username is not null;
