// helper of provers: a column on the map and copies of it.
#include "domain/postgres/prove/column_copy.h"

#include <fmt/core.h>

#include "domain/postgres/prove/synthetic.h"

namespace assay::postgres {

std::optional<ColumnSubject> column_subject(const Map& map, std::int64_t attribute_id) {
    auto row = map.prepare(
        "select a.relation_id, r.name, a.name, a.type, a.type_name, a.default_expression, a.length, r.kind = 'composite' "
        "from attributes a join relations r on r.id = a.relation_id where a.id = ?");
    row.bind(1, attribute_id);
    if (!row.step()) return {};
    return ColumnSubject{row.integer(0), std::string{row.text(1)}, std::string{row.text(2)}, std::string{row.text(3)},
                         std::string{row.text(4)}, std::string{row.text(5)}, static_cast<int>(row.integer(6)), row.integer(7) != 0};
}

bool copy_column(Lab& lab, const ColumnSubject& column, const std::string& schema, bool with_rows) {
    return lab.run(fmt::format("create schema {}", schema)) &&
           lab.run(fmt::format("create table {}.c as select {} from {}{}", schema, column.name, column.table, with_rows ? "" : " limit 0"));
}

bool copy_table(Lab& lab, const Map& map, const ColumnSubject& column, const std::string& schema) {
    if (!lab.run(fmt::format("create schema {}", schema)) ||
        !lab.run(fmt::format("create table {}.c (like {} including constraints including defaults)", schema, column.table)))
        return false;
    std::string changes;
    for (const auto& shape : all_shapes(map, column.relation_id))
        changes += fmt::format("{}alter column {} drop not null", changes.empty() ? "" : ", ", shape.name);
    return bool(lab.run(fmt::format("alter table {}.c {}", schema, changes)));
}

}  // namespace assay::postgres
