create index query_tables_by_query on query_tables(query_id);
create index query_tables_by_relation on query_tables(relation_id);
create index query_columns_by_use on query_columns(use_id, role);
create index query_columns_by_attribute on query_columns(attribute_id, role);
create index query_joins_by_attribute on query_joins(attribute_id);
