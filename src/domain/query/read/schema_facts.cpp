#include "domain/query/read/schema_facts.h"

#include <unordered_map>

#include "core/text.h"
#include "world/limits.h"

namespace assay::query {

namespace {

constexpr const char* tables_query = R"(
select c.oid::bigint, n.nspname, c.relname, c.relkind
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1)";

constexpr const char* columns_query = R"(
select a.attrelid::bigint, a.attname, format_type(a.atttypid, a.atttypmod), coalesce(b.typname, t.typname), coalesce(b.typcategory, t.typcategory),
       a.attnotnull or t.typnotnull, a.attgenerated <> '',
       (select string_agg(e.enumlabel, e'\x1f' order by e.enumsortorder) from pg_enum e where e.enumtypid = coalesce(b.oid, t.oid))
from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  join pg_type t on t.oid = a.atttypid left join pg_type b on b.oid = nullif(t.typbasetype, 0)
where c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by a.attrelid, a.attnum)";

// Only what holds for every row at every moment: no partial, deferrable or invalid index, no expressions.
constexpr const char* keys_query = R"(
select i.indrelid::bigint, c.relname,
       (select string_agg(a.attname, e'\x1f' order by k.n) from unnest(i.indkey) with ordinality k(number, n)
          join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number where k.n <= i.indnkeyatts)
from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
where i.indisunique and i.indisvalid and i.indimmediate and i.indpred is null and i.indexprs is null
  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1, 2)";

constexpr const char* foreign_keys_query = R"(
select f.conrelid::bigint, f.conname, f.confrelid::bigint, f.convalidated and not f.condeferrable,
       (select string_agg(a.attname, e'\x1f' order by k.n) from unnest(f.conkey) with ordinality k(number, n)
          join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.number),
       (select string_agg(a.attname, e'\x1f' order by k.n) from unnest(f.confkey) with ordinality k(number, n)
          join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.number)
from pg_constraint f where f.contype = 'f' and f.conparentid = 0 order by 1, 2)";

constexpr const char* checks_query = R"(
select k.conrelid::bigint, pg_get_expr(k.conbin, k.conrelid) from pg_constraint k where k.contype = 'c' and k.conrelid <> 0 order by 1, k.conname)";

std::vector<std::string> names_in(std::string_view text) {
    std::vector<std::string> names;
    for (const auto name : split(text, '\x1f')) names.emplace_back(name);
    return names;
}

}  // namespace

Result<SchemaFacts> read_schema_facts(pg::Connection& session) {
    SchemaFacts facts;
    const auto read = [&](const char* sql) { return session.query(sql, limits::load_time); };
    const auto tables = read(tables_query);
    if (!tables) return tl::unexpected(tables.error());
    std::unordered_map<std::int64_t, std::size_t> places;
    for (int row = 0; row < tables->size(); ++row) {
        places[tables->integer(row, 0)] = facts.tables.size();
        facts.tables.push_back({tables->integer(row, 0), std::string{tables->text(row, 1)}, std::string{tables->text(row, 2)},
                                tables->text(row, 3).front()});
    }
    const auto each = [&](const pg::Rows& rows, const auto& add) {
        for (int row = 0; row < rows.size(); ++row)
            if (const auto place = places.find(rows.integer(row, 0)); place != places.end()) add(facts.tables[place->second], row);
    };
    const auto columns = read(columns_query), keys = read(keys_query), foreign_keys = read(foreign_keys_query), checks = read(checks_query);
    for (const auto* rows : {&columns, &keys, &foreign_keys, &checks})
        if (!*rows) return tl::unexpected(rows->error());
    each(*columns, [&](FactTable& table, int row) {
        table.columns.push_back({std::string{columns->text(row, 1)}, std::string{columns->text(row, 2)}, std::string{columns->text(row, 3)},
                                 std::string{columns->text(row, 4)}, columns->boolean(row, 5), columns->boolean(row, 6),
                                 columns->is_null(row, 7) ? std::vector<std::string>{} : names_in(columns->text(row, 7))});
    });
    each(*keys, [&](FactTable& table, int row) {
        table.keys.push_back({std::string{keys->text(row, 1)}, names_in(keys->text(row, 2))});
    });
    each(*foreign_keys, [&](FactTable& table, int row) {
        table.foreign_keys.push_back({std::string{foreign_keys->text(row, 1)}, names_in(foreign_keys->text(row, 4)), foreign_keys->integer(row, 2),
                                      names_in(foreign_keys->text(row, 5)), foreign_keys->boolean(row, 3)});
    });
    each(*checks, [&](FactTable& table, int row) { table.checks.emplace_back(checks->text(row, 1)); });
    return facts;
}

}  // namespace assay::query
