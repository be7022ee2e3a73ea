#include "domain/query/read/table_statistics.h"

#include <fmt/core.h>

#include <charconv>

#include "core/text.h"
#include "world/limits.h"

namespace assay::query {

namespace {

constexpr const char* tables_query = R"(
select c.oid::bigint, format('%I.%I', n.nspname, c.relname),
       greatest(0, case when c.relkind = 'p' then (select sum(greatest(l.reltuples, 0)) from pg_partition_tree(c.oid) p
         join pg_class l on l.oid = p.relid where p.isleaf) else c.reltuples end),
       case when c.relkind = 'p' then (select sum(l.relpages) from pg_partition_tree(c.oid) p join pg_class l on l.oid = p.relid
         where p.isleaf) else c.relpages end, c.relkind = 'p'
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'm', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema')";

// What is asked last gives the sizes of the values that the statistics name, as they would be stored.
constexpr const char* columns_query = R"(
select a.attrelid::bigint, quote_ident(a.attname), format_type(a.atttypid, a.atttypmod), a.attnum, not a.attnotnull,
       coalesce(s.correlation, 0), coalesce(s.null_frac, 0),
       case when s.n_distinct < 0 then -s.n_distinct * r.rows else coalesce(s.n_distinct, 0) end,
       coalesce(s.most_common_freqs, '{}'), coalesce(s.avg_width, nullif(a.attlen, -1), 32), a.attlen,
       case a.attalign when 'c' then 1 when 's' then 2 when 'i' then 4 else 8 end, s.attname is not null,
       not exists (select from pg_collation x where x.oid = a.attcollation and not x.collisdeterministic) and
       exists (select from pg_amproc p, (select o.opcfamily, o.opcintype from pg_opclass o where o.opcmethod = 403 and o.opcdefault and
         (o.opcintype = b.oid or b.typtype = 'e' and o.opcintype = 'anyenum'::regtype or exists (select from pg_cast x where
         x.castsource = b.oid and x.casttarget = o.opcintype and x.castmethod = 'b' and x.castcontext = 'i')) order by o.opcintype =
         b.oid desc, (select g.typispreferred from pg_type g where g.oid = o.opcintype) desc limit 1) o where p.amprocfamily =
         o.opcfamily and p.amproclefttype = o.opcintype and p.amprocnum = 4),
       array(select distinct m.amname::text from pg_opclass o join pg_am m on m.oid = o.opcmethod where o.opcdefault and (o.opcintype = b.oid
         or b.typtype = 'e' and o.opcintype = 'anyenum'::regtype or b.typcategory = 'A' and o.opcintype = 'anyarray'::regtype or
         b.typtype = 'r' and o.opcintype = 'anyrange'::regtype or exists (select from pg_cast x where x.castsource = b.oid and
         x.casttarget = o.opcintype and x.castmethod = 'b' and x.castcontext = 'i')) order by 1),
       case when a.attlen = -1 and b.typcategory <> 'A' then format($$select pg_column_size(v) as w, sum(f) from (
         select v, %s::float8 / greatest(cardinality(%L::text[]), 1) f from unnest(%L::%s[]) v union all
         select v, f from unnest(%L::%s[], %L::float4[]) x(v, f)) y group by w order by w$$,
         greatest(0, 1 - coalesce((select sum(x) from unnest(s.most_common_freqs) x), 0)), coalesce(s.histogram_bounds::text, '{}'),
         coalesce(s.histogram_bounds::text, '{}'), format_type(a.atttypid, -1), coalesce(s.most_common_vals::text, '{}'), format_type(a.atttypid, -1),
         coalesce(s.most_common_freqs, '{}')) end,
       coalesce(h.bounds[(cardinality(h.bounds) + 1) / 2], h.common[(cardinality(h.common) + 1) / 2]),
       coalesce(h.bounds[1 + cardinality(h.bounds) / 10], h.common[1]),
       coalesce(h.bounds[1 + cardinality(h.bounds) / 5], h.common[1]),
       coalesce(h.bounds[cardinality(h.bounds) - cardinality(h.bounds) / 10], h.common[1])
from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  join pg_type t on t.oid = a.atttypid join pg_type b on b.oid = case t.typtype when 'd' then t.typbasetype else t.oid end
  left join pg_stats s on s.schemaname = n.nspname and s.tablename = c.relname and s.attname = a.attname and
    s.inherited = (c.relkind = 'p'),
  lateral (select s.histogram_bounds::text::text[] bounds, s.most_common_vals::text::text[] common) h,
  lateral (select greatest(0, case when c.relkind = 'p' then (select sum(greatest(l.reltuples, 0)) from pg_partition_tree(c.oid) p join
    pg_class l on l.oid = p.relid where p.isleaf) else c.reltuples end) rows) r
where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'm', 'p') and n.nspname !~ '^pg_' and n.nspname <>
  'information_schema'
order by a.attrelid, a.attnum)";

// "{a,b}" without quotes inside, as arrays of numbers and plain words are written.
std::vector<std::string_view> items_of(std::string_view array) {
    if (array.size() <= 2) return {};
    return split(array.substr(1, array.size() - 2), ',');
}

Column column_of(const pg::Rows& rows, int row) {
    Column column{.name = std::string{rows.text(row, 1)},
                  .type = std::string{rows.text(row, 2)},
                  .number = static_cast<int>(rows.integer(row, 3)),
                  .nullable = rows.boolean(row, 4),
                  .correlation = rows.real(row, 5)};
    auto& statistics = column.statistics;
    statistics.null_fraction = rows.real(row, 6);
    statistics.distinct = rows.real(row, 7);
    for (const auto item : items_of(rows.text(row, 8))) {
        double fraction = 0;
        std::from_chars(item.data(), item.data() + item.size(), fraction);
        statistics.common_fractions.push_back(fraction);
    }
    statistics.widths = {{rows.real(row, 9), 1}};
    statistics.variable_width = rows.integer(row, 10) == -1;
    statistics.alignment = static_cast<int>(rows.integer(row, 11));
    statistics.equal_means_same_bytes = rows.boolean(row, 13);
    for (const auto item : items_of(rows.text(row, 14))) column.methods.emplace_back(item);
    column.typical = rows.text(row, 16);
    column.low = rows.text(row, 17);
    column.second_low = rows.text(row, 18);
    column.high = rows.text(row, 19);
    return column;
}

void set_widths(ColumnStatistics& statistics, const pg::Rows& rows) {
    double all = 0;
    for (int row = 0; row < rows.size(); ++row) all += rows.real(row, 1);
    if (all <= 0) return;
    statistics.widths.clear();
    for (int row = 0; row < rows.size(); ++row) statistics.widths.push_back({rows.real(row, 0), rows.real(row, 1) / all});
}

}  // namespace

Result<Tables> read_tables(pg::Connection& session) {
    auto tables = session.query(tables_query, limits::load_time);
    if (!tables) return tl::unexpected(tables.error());
    std::map<std::int64_t, Table> by_oid;
    for (int row = 0; row < tables->size(); ++row)
        by_oid[tables->integer(row, 0)] = {.name = std::string{tables->text(row, 1)},
                                           .oid = tables->integer(row, 0),
                                           .rows = tables->real(row, 2),
                                           .pages = tables->real(row, 3),
                                           .partitioned = tables->boolean(row, 4),
                                           .columns = {}};
    auto columns = session.query(columns_query, limits::load_time);
    if (!columns) return tl::unexpected(columns.error());
    std::vector<std::string> questions;
    for (int row = 0; row < columns->size(); ++row)
        if (!columns->is_null(row, 15)) questions.emplace_back(columns->text(row, 15));
    const auto widths = session.pipeline(questions, limits::load_time);
    std::size_t question = 0;
    for (int row = 0; row < columns->size(); ++row) {
        auto& table = by_oid[columns->integer(row, 0)];
        table.columns.push_back(column_of(*columns, row));
        table.has_statistics = table.has_statistics || columns->boolean(row, 12);
        if (columns->is_null(row, 15)) continue;
        if (const auto& answer = widths[question++]) set_widths(table.columns.back().statistics, *answer);
    }
    Tables by_name;
    for (auto& [oid, table] : by_oid) by_name[table.name] = std::move(table);
    return by_name;
}

}  // namespace assay::query
