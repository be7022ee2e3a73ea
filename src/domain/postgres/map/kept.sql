-- Views that many rules read, kept as tables of the same names that hide them: worked out once for all rules.
create temp table tables as select * from main.tables;
create unique index temp.tables_by_id on tables (id);

create temp table columns as select * from main.columns;
create unique index temp.columns_by_id on columns (id);
create index temp.columns_by_relation on columns (relation_id, number);

create temp table foreign_keys as select * from main.foreign_keys;
create unique index temp.foreign_keys_by_id on foreign_keys (id);
create index temp.foreign_keys_by_child on foreign_keys (child_id);
create index temp.foreign_keys_by_parent on foreign_keys (parent_table_id);

create temp table foreign_key_columns as select * from main.foreign_key_columns;
create index temp.foreign_key_columns_by_constraint on foreign_key_columns (constraint_id);
create index temp.foreign_key_columns_by_attribute on foreign_key_columns (attribute_id);
create index temp.foreign_key_columns_by_referenced on foreign_key_columns (referenced_attribute_id);

create temp table keys as select * from main.keys;
create index temp.keys_by_relation on keys (relation_id);

create temp table checks as select * from main.checks;
create index temp.checks_by_relation on checks (relation_id);

create temp table table_indexes as select * from main.table_indexes;
create unique index temp.table_indexes_by_id on table_indexes (id);
create index temp.table_indexes_by_relation on table_indexes (relation_id);

create temp table plain_unique_indexes as select * from main.plain_unique_indexes;
create index temp.plain_unique_indexes_by_relation on plain_unique_indexes (relation_id);

create temp table tenant_columns as select * from main.tenant_columns;
create index temp.tenant_columns_by_relation on tenant_columns (relation_id);
