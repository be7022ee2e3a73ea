// Drops a unique index from a copy of its table and inserts a twin: is it refused all the same?
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/trial_table.h"
#include "sql/names.h"

namespace assay::postgres {

Outcome still_refused(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{60})) return Outcome::out_of_budget();
    auto row = subject.map.prepare("select relation_id, numbers, name, columns from indexes where id = ?");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("the index on the map");
    const std::string name{row.text(2)}, columns{row.text(3)};
    const auto numbers = numbers_of(std::string{row.text(1)});
    const auto schema = lab.scratch_schema();
    auto copy = TrialTable::make(lab, subject.map, row.integer(0), schema, "copy", {numbers.begin(), numbers.end()});
    if (!copy) return Outcome::needs(lab.last_error().message);
    // Columns keep their numbers in the copy unless some were dropped: the index is found by its columns' names.
    auto index = lab.query(fmt::format(
        "select i.indexrelid::regclass::text, quote_ident(c.conname) from pg_index i left join pg_constraint c on c.conindid = i.indexrelid "
        "where i.indrelid = '{0}'::regclass and i.indisunique and not i.indisprimary and i.indpred is null and {1} = "
        "(select string_agg(pg_get_indexdef(i.indexrelid, k, false), ', ' order by k) from generate_series(1, i.indnkeyatts) k) limit 1",
        copy->name(), sql::quote_literal(columns)));
    if (!index) return Outcome::needs(lab.last_error().message);
    // A copy leaves out what equals its primary key.
    const bool dropped = index->size() == 0 ? true : index->is_null(0, 1)
                             ? bool(lab.run(fmt::format("drop index {}", index->text(0, 0))))
                             : bool(lab.run(fmt::format("alter table {} drop constraint {}", copy->name(), index->text(0, 1))));
    if (!dropped || !copy->insert(1)) return Outcome::needs("a row for the table: " + lab.last_error().message);
    const bool accepted = copy->insert(2);
    if (!accepted && lab.last_error().sqlstate != "23505") return Outcome::needs(lab.last_error().message);
    auto proof = lab.proof(fmt::format("dropped {} from a copy and inserted two rows with equal {}", name, columns), "the first row goes in",
                           accepted ? "the second row goes in too" : last_error_text(lab));
    return accepted ? Outcome::refuted(std::move(proof)) : Outcome::proven(std::move(proof));
}

}  // namespace assay::postgres
