// Makes, IF NOT EXISTS, a second object whose longer name begins with the same 63 bytes.
#include <fmt/core.h>

#include "core/finding.h"
#include "lab/lab.h"
#include "map/map.h"
#include "sql/names.h"

namespace assay::postgres {

namespace {

// What would make the second one, and a question that is true when it was made.
struct Second {
    std::string statement, was_made;
};

std::optional<Second> second_of(const Map& map, std::int64_t id) {
    const auto longer = [](std::string_view name) { return sql::quote_identifier(std::string{name} + "_too"); };
    auto table = map.prepare("select relname, schema from tables where id = ?");
    table.bind(1, id);
    if (table.step())
        return Second{fmt::format("create table if not exists {}.{} (made_second int)", sql::quote_identifier(std::string{table.text(1)}), longer(table.text(0))),
                      "select count(*) from pg_attribute where attname = 'made_second'"};
    auto column = map.prepare("select attname, table_name, number from columns where id = ?");
    column.bind(1, id);
    if (column.step())
        return Second{fmt::format("alter table {} add column if not exists {} int", column.text(1), longer(column.text(0))),
                      fmt::format("select count(*) - count(*) filter (where attnum <= {}) from pg_attribute where attrelid = '{}'::regclass and attname = '{}'",
                                  column.integer(2), column.text(1), column.text(0))};
    auto index = map.prepare("select i.relname, r.name from indexes i join relations r on r.id = i.relation_id where i.id = ?");
    index.bind(1, id);
    if (index.step())
        return Second{fmt::format("create index if not exists {} on {} using hash ((1))", longer(index.text(0)), index.text(1)),
                      "select count(*) from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam where m.amname = 'hash' and i.indexprs is not null"};
    return {};
}

}  // namespace

Outcome cut_name(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{30})) return Outcome::out_of_budget();
    const auto second = second_of(subject.map, subject.id);
    if (!second) return Outcome::needs("a kind of object that IF NOT EXISTS makes");
    const auto before = lab.query(second->was_made);
    if (!before || !lab.run(second->statement)) return Outcome::needs(lab.last_error().message);
    const auto after = lab.query(second->was_made);
    if (!after) return Outcome::needs(lab.last_error().message);
    const bool made = after->integer(0, 0) > before->integer(0, 0);
    auto proof = lab.proof("made a second one whose name goes on behind the same 63 bytes, IF NOT EXISTS", "the statement succeeds",
                           made ? "it is there" : "nothing was made: the name is cut, and is there already");
    return made ? Outcome::refuted(std::move(proof)) : Outcome::proven(std::move(proof));
}

}  // namespace assay::postgres
