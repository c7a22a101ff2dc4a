-- What a person has set for a feature; it stands above the configuration. Methods by their names.
create table features_treatments (
    feature text not null primary key,
    missing text not null,
    constant real not null,
    outliers text not null,
    action text not null,
    threshold real,
    actor text not null,
    at integer not null
);
