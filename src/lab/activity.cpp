#include "lab/activity.h"

#include "world/limits.h"

namespace assay::lab {

namespace {

// Where the counters were never reset they began when the database was made, which is nowhere written.
constexpr const char* query = R"(
select json_build_object('counted_since', coalesce(stats_reset::text, 'the database was made'), 'counted_seconds',
  coalesce(extract(epoch from now() - stats_reset), 0)) from pg_stat_database where datname = current_database()
union all
select json_build_object('schema', schemaname, 'written', relname, 'inserted', n_tup_ins, 'updated', n_tup_upd, 'hot_updated',
  n_tup_hot_upd, 'deleted', n_tup_del) from pg_stat_user_tables where n_tup_ins + n_tup_upd + n_tup_del > 0
union all
select json_build_object('schema', schemaname, 'scanned', indexrelname, 'scans', idx_scan) from pg_stat_user_indexes)";

}  // namespace

Result<std::vector<std::string>> activity_facts(pg::Connection& session) {
    auto rows = session.query(query, limits::load_time);
    if (!rows) return tl::unexpected(rows.error());
    std::vector<std::string> facts;
    for (int row = 0; row < rows->size(); ++row) facts.emplace_back(rows->text(row, 0));
    return facts;
}

}  // namespace assay::lab
