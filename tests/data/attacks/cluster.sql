-- What belongs to the whole server, made before the database.
create role low_reader login;
create role keeper login password 'secret-of-keeper';
create subscription secret_subscription connection 'host=/nowhere password=secret-in-subscription' publication p with (connect = false, enabled = false, slot_name = none);
