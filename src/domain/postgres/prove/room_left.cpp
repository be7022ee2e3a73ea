// Updates rows of a copy as full as the table's pages are, and of one with the room that the fix leaves.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/plan_look.h"
#include "domain/postgres/prove/synthetic.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

namespace {

constexpr int rows_made = 20'000, fillfactor = 90;
constexpr std::int64_t least_gain = 20;  // percent of the updates

// A column that no index has: changing another one can never stay in the page.
std::string free_column(const Map& map, std::int64_t relation_id) {
    return map.value("select name from attributes a where relation_id = ? and generated is null and not exists (select 1 from index_keys k "
                     "join indexes i on i.id = k.index_id where i.relation_id = a.relation_id and k.number = a.number) order by number desc limit 1",
                     relation_id).value_or("");
}

// Every tenth row is updated, one transaction's worth. Percent of the updates that stayed in their page; nothing when the lab says no.
std::optional<std::int64_t> share_in_page(Lab& lab, const Subject& subject, const std::string& rows, const std::string& copy, int factor, const std::string& column) {
    if (!lab.run(fmt::format("create table {} (like {}) with (fillfactor = {}, autovacuum_enabled = off)", copy, rows, factor)) ||
        !lab.run(fmt::format("insert into {} select * from {} limit {}", copy, rows, rows_made)) || !build_indexes(lab, subject.map, subject.id, copy))
        return {};
    const auto counted = lab.run(fmt::format("with done as (update {0} t set {1} = t.{1} from (select ctid as was from {0} where (ctid::text::point)[1]::int % 10 = 0) o "
                                             "where t.ctid = o.was returning (o.was::text::point)[0] = (t.ctid::text::point)[0] as stayed) "
                                             "select count(*) filter (where stayed), count(*) from done", copy, column));
    if (!counted || counted->integer(0, 1) == 0) return {};
    return 100 * counted->integer(0, 0) / counted->integer(0, 1);
}

}  // namespace

Outcome room_left(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{800})) return Outcome::out_of_budget();
    const auto column = free_column(subject.map, subject.id);
    if (!subject.finding.fix || column.empty()) return Outcome::needs("a column that no index has, in pages without room");
    const auto schema = lab.scratch_schema(), rows = schema + ".copy";
    if (!lab.run("create schema " + schema) || !make_filled_copy(lab, subject.map, subject.id, rows, rows_made, 0))
        return Outcome::needs("a copy of the table: " + lab.last_error().message);
    const auto full = share_in_page(lab, subject, rows, schema + ".full", 100, column);
    const auto roomy = share_in_page(lab, subject, rows, schema + ".roomy", fillfactor, column);
    if (!full || !roomy) return Outcome::needs("updates of the copies: " + lab.last_error().message);
    auto proof = lab.proof(fmt::format("updated {} of every tenth row in copies with fillfactor 100 and {}", column, fillfactor),
                           fmt::format("{} % of the updates stayed in their page", *full), fmt::format("{} % with the room", *roomy));
    return *roomy >= *full + least_gain ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres
