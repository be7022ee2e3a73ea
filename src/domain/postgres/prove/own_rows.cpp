// helper of provers: rows in a table itself.
#include "domain/postgres/prove/own_rows.h"

#include <fmt/core.h>

#include <set>

#include "core/text.h"
#include "domain/postgres/prove/synthetic.h"

namespace assay::postgres {

namespace {

// Rows of equal values, but for the columns of unique indexes, whose values are made of `number`.
std::optional<std::string> made_rows(const Map& map, std::int64_t relation_id, const std::string& table, const std::string& from, const std::string& number) {
    std::set<std::int64_t> unique;
    auto key = map.prepare("select k.number from index_keys k join indexes i on i.id = k.index_id where i.relation_id = ? and i.is_unique and k.is_key");
    key.bind(1, relation_id);
    while (key.step()) unique.insert(key.integer(0));
    std::string names, values;
    for (const auto& shape : all_shapes(map, relation_id)) {
        const auto value = value_expression(map, shape, unique.contains(shape.number) ? number : "1");
        names += (names.empty() ? "" : ", ") + shape.name;
        values += (values.empty() ? "" : ", ") + value.value_or("null");
    }
    if (names.empty()) return {};
    return fmt::format("insert into {} ({}) overriding system value select {}{}", table, names, values, from);
}

}  // namespace

std::optional<Firing> firing_of(const Map& map, std::int64_t trigger_id) {
    auto row = map.prepare("select g.relation_id, r.name, g.name, g.events, g.columns from triggers g join relations r on r.id = g.relation_id where g.id = ?");
    row.bind(1, trigger_id);
    if (!row.step()) return {};
    Firing firing{row.integer(0), trigger_id, std::string{row.text(1)}, std::string{row.text(2)}, {}};
    const auto events = row.text(3);
    const auto one = fmt::format("ctid = (select ctid from {} limit 1)", firing.table);
    if (events.find("update") != events.npos) {
        const auto columns = row.text(4);
        const auto column = columns.empty() ? map.value("select name from attributes where relation_id = ? and generated is null order by number desc limit 1", firing.relation_id).value_or("")
                                            : std::string{trimmed(columns.substr(0, columns.find(',')))};
        firing.statement = fmt::format("update {0} set {1} = {1} where {2}", firing.table, column, one);
    } else if (events.find("delete") != events.npos) {
        firing.statement = fmt::format("delete from {} where {}", firing.table, one);
    } else if (const auto insert = made_rows(map, firing.relation_id, firing.table, {}, "900001")) {
        firing.statement = *insert;
    }
    return firing.statement.empty() ? std::nullopt : std::optional{firing};
}

bool fill_itself(Lab& lab, const Map& map, std::int64_t relation_id, int rows) {
    const auto table = map.value("select name from relations where id = ?", relation_id).value_or("");
    if (!lab.run(fmt::format("alter table {} disable trigger user", table))) return false;
    auto constraint = map.prepare("select name from constraints where relation_id = ? and type in ('foreign', 'check')");
    constraint.bind(1, relation_id);
    while (constraint.step())
        if (!lab.run(fmt::format("alter table {} drop constraint {}", table, constraint.text(0)))) return false;
    const auto count = lab.query(fmt::format("select count(*) from {}", table));
    if (!count) return false;
    const auto missing = rows - count->integer(0, 0);
    if (missing <= 0) return true;
    const auto insert = made_rows(map, relation_id, table, fmt::format(" from generate_series(1, {}) i", missing), "(910000 + i)");
    return insert && lab.run(*insert);
}

bool let_fire(Lab& lab, const Firing& firing) {
    return bool(lab.run(fmt::format("alter table {} enable trigger {}", firing.table, firing.trigger)));
}

}  // namespace assay::postgres
