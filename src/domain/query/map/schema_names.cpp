#include "domain/query/map/schema_names.h"

#include "sql/names.h"

namespace assay::query {

std::optional<std::int64_t> workload_base(const Map& map) {
    auto found = map.prepare(
        "select id from databases where domain = 'postgres' and (kind = 'live' or not exists (select 1 from databases "
        "where domain = 'postgres' and kind = 'live')) order by id limit 2");
    if (!found.step()) return {};
    const auto id = found.integer(0);
    return found.step() ? std::nullopt : std::optional{id};
}

Tables tables_on_map(const Map& map, std::int64_t database_id) {
    Tables tables;
    auto rows = map.prepare(
        "select r.id, r.schema, r.relname, a.number, a.attname, a.type, a.not_null, r.kind = 'partitioned' "
        "from relations r left join attributes a on a.relation_id = r.id where r.database_id = ? and r.kind <> 'composite' "
        "order by r.id, a.number");
    rows.bind(1, database_id);
    Table* table = nullptr;
    for (std::int64_t last = 0; rows.step();) {
        if (const auto id = rows.integer(0); id != last) {
            last = id;
            const auto name = sql::quote_identifier(rows.text(1)) + "." + sql::quote_identifier(rows.text(2));
            table = &tables[name];
            table->name = name;
            table->oid = map_id::oid_of(id);
            table->partitioned = rows.integer(7) != 0;
        }
        if (rows.is_null(3)) continue;
        table->columns.push_back({.name = sql::quote_identifier(rows.text(4)), .type = std::string{rows.text(5)},
                                  .number = static_cast<int>(rows.integer(3)), .nullable = rows.integer(6) == 0});
    }
    return tables;
}

UniqueKeys unique_keys_on_map(const Map& map, std::int64_t database_id) {
    UniqueKeys keys;
    auto rows = map.prepare(
        "select i.id, i.relation_id, a.attname from indexes i join index_keys k on k.index_id = i.id and k.is_key join attributes a on "
        "a.relation_id = i.relation_id and a.number = k.number where i.database_id = ? and i.is_unique and i.is_valid and i.predicate is null "
        "and not i.has_expressions order by i.id, k.position");
    rows.bind(1, database_id);
    std::vector<std::string>* columns = nullptr;
    for (std::int64_t last = 0; rows.step();) {
        if (const auto id = rows.integer(0); id != last) {
            last = id;
            columns = &keys.emplace(map_id::oid_of(rows.integer(1)), std::vector<std::string>{})->second;
        }
        columns->push_back(sql::quote_identifier(rows.text(2)));
    }
    return keys;
}

}  // namespace assay::query
