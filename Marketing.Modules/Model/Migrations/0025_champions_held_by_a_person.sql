-- A champion that a person has put in charge stays until somebody lets the nights choose again.
create table model_holds (
    purpose text not null primary key,
    actor text not null,
    at integer not null
);
