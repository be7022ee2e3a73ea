-- Every column is a fact that two schemas are compared by, but id, parent_id, name and those that begin with _.
select id, quote_ident(name) as name, owner, comment from schemas where database_id = ?1 and not is_extension
