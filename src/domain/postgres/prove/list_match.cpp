// Looks for each token of the lists by part of the text, and by whole tokens.
#include <fmt/core.h>

#include "core/finding.h"
#include "core/values.h"
#include "domain/postgres/prove/column_copy.h"
#include "lab/lab.h"
#include "map/map.h"
#include <string_view>

namespace assay::postgres {

namespace {

constexpr std::string_view query =
    "with l as (select {0}::text as v, regexp_split_to_array(btrim({0}::text), '\\s*[{2}]\\s*') as tokens from {1} where {0} is not null limit 2000), "
    "t as (select token from l, unnest(tokens) token where token <> '' group by token order by length(token), token limit 40), "
    "f as (select token, (select count(*) from l where position(token in v) > 0) as by_part, (select count(*) from l where token = any(tokens)) as by_token from t) "
    "select * from f order by by_part - by_token desc, token limit 1";

}  // namespace

Outcome list_match(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{250})) return Outcome::out_of_budget();
    const auto column = column_subject(subject.map, subject.id);
    if (!column) return Outcome::needs("the column on the map");

    auto row = subject.map.prepare("select list_separator from text_profile where attribute_id = ?");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("the separator");
    auto found = lab.run(fmt::format(query, column->name, column->table, row.text(0)));
    if (!found) return Outcome::needs(lab.last_error().message);
    if (found->size() == 0) return Outcome::needs("rows in the lab");
    const auto by_part = found->integer(0, 1), by_token = found->integer(0, 2);
    if (by_part > by_token)
        return Outcome::proven(lab.proof(fmt::format("looked for the token {} in {}({})", row_value(found->text(0, 0)), column->table, column->name),
                                         fmt::format("{} rows name it", by_token), fmt::format("LIKE finds {}", by_part)));
    // No token is part of another one: then at least nothing keeps out a token that names nothing.
    const auto schema = lab.scratch_schema();
    if (!copy_table(lab, subject.map, *column, schema)) return Outcome::needs(lab.last_error().message);
    const bool taken = bool(lab.run(fmt::format("insert into {0}.c ({1}) values ('no-such-token{2}nor-this')", schema, column->name, row.text(0))));
    auto proof = lab.proof("stored two tokens that name nothing", "no row names them", taken ? "accepted" : lab.last_error().message);
    return taken ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres
