// Inserts 6,000 random characters into a copy of the column, under a copy of the index.
#include <fmt/core.h>

#include "core/finding.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

Outcome long_value(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{30})) return Outcome::out_of_budget();
    auto row = subject.map.prepare(
        "select r.name, a.name, a.type_name from indexes i join relations r on r.id = i.relation_id "
        "join index_keys k on k.index_id = i.id and k.is_key join attributes a on a.relation_id = r.id and a.number = k.number "
        "where i.id = ? and a.length is null and a.type_name in ('text', 'varchar', 'citext', 'bytea') limit 1");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("a column of text or bytea");
    const std::string table{row.text(0)}, column{row.text(1)};
    const bool is_bytes = row.text(2) == "bytea";
    const auto schema = lab.scratch_schema();
    // LIKE with its constraints: a CHECK that limits the length refuses the value first.
    for (const auto& statement : {fmt::format("create schema {}", schema),
                                  fmt::format("create table {0}.copy (like {1} including constraints including generated)", schema, table),
                                  fmt::format("create index copy_long on {}.copy ({})", schema, column)})
        if (!lab.run(statement)) return Outcome::needs("a copy of the table: " + lab.last_error().message);
    auto others = lab.query(fmt::format("select quote_ident(attname) from pg_attribute where attrelid = '{}.copy'::regclass and attnotnull and attnum > 0", schema));
    for (int i = 0; others && i < others->size(); ++i)
        (void)lab.query(fmt::format("alter table {}.copy alter {} drop not null", schema, others->text(i, 0)));
    const auto value = fmt::format("(select string_agg(md5(random()::text), '') from generate_series(1, 188)){}", is_bytes ? "::bytea" : "");
    const bool stored = bool(lab.run(fmt::format("insert into {}.copy ({}) values ({})", schema, column, value)));
    const auto message = stored ? std::string{"it was stored"} : lab.last_error().message;
    auto proof = lab.proof(fmt::format("inserted 6,000 random characters into a copy of {}({}) with the index", table, column), "6,016 bytes", message);
    const bool too_big = !stored && lab.last_error().sqlstate == "54000";
    return too_big ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres
