// Reading the planner's statistics: the server makes the facts' JSON itself.
#include <fmt/core.h>

#include <optional>

#include "core/text.h"
#include "lab/activity.h"
#include "lab/live.h"
#include "lab/statistics.h"
#include "world/limits.h"

namespace assay::lab {

namespace {

constexpr std::string_view own_schemas =
    "n.nspname !~ '^pg_(toast|temp)' and n.nspname not in ('pg_catalog', 'information_schema')";

constexpr const char* settings_query =
    "select json_build_object('setting', name, 'value', setting) from pg_settings where (category like 'Query Tuning%' "
    "or name in ('work_mem', 'hash_mem_multiplier', 'max_parallel_workers', 'max_parallel_workers_per_gather', "
    "'effective_io_concurrency')) and context in ('user', 'superuser') and name <> 'geqo_seed' order by name";

std::string relations_query() {
    return fmt::format(
        "select json_build_object('schema', n.nspname, 'relation', c.relname, 'pages', c.relpages, 'tuples', c.reltuples, "
        "'all_visible', c.relallvisible, 'bytes', case when c.relkind in ('r', 'm', 'i') then pg_relation_size(c.oid) end, "
        "'method', m.amname, 'of', h.relname, 'of_pages', pg_relation_size(h.oid) / 8192), "
        // What to ask for the height of a B-tree: an ordered scan, which costs 50 operators a level before it begins.
        "case when m.amname = 'btree' and c.relkind = 'i' then (select format('explain (format json) select 1 from only "
        "%I.%I%s order by %s limit 1', n.nspname, h.relname, ' where ' || pg_get_expr(i.indpred, i.indrelid), "
        "string_agg(pg_get_indexdef(c.oid, k, true) || case when i.indoption[k - 1] & 1 = 1 then ' desc' else ' asc' end || "
        "case when i.indoption[k - 1] & 2 = 2 then ' nulls first' else ' nulls last' end, ', ' order by k)) "
        "from generate_series(1, i.indnkeyatts) k) end, c.relname, coalesce(pg_relation_size(c.oid), 0), "
        // The first and the last value of its first key, which the planner looks up there.
        "case when m.amname = 'btree' and c.relkind = 'i' and i.indisvalid and i.indpred is null then (select format('select "
        "json_build_array((select (%1$s)::text as shown from only %2$s where %1$s is not null order by %1$s limit 1), (select (%1$s)::text as shown "
        "from only %2$s where %1$s is not null order by %1$s desc limit 1))', e, i.indrelid::regclass) from "
        "pg_get_indexdef(c.oid, 1, true) e) end "
        "from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_index i on i.indexrelid = c.oid "
        "left join pg_class h on h.oid = i.indrelid left join pg_am m on m.oid = c.relam and c.relkind in ('i', 'I') "
        "where c.relkind in ('r', 'm', 'i', 'p', 'I', 'f') and {} order by c.relkind <> 'r', n.nspname, c.relname",
        own_schemas);
}

// The slots of a row `s` of pg_statistic, as a JSON array; `type` is the type of the column's values.
std::string slots_of(std::string_view type_of_values) {
    std::string rows;
    for (int i = 1; i <= 5; ++i)
        rows += fmt::format("{}({}, s.stakind{}, s.staop{}, s.stacoll{}, s.stanumbers{}, s.stavalues{}::text)", i > 1 ? ", " : "",
                            i, i, i, i, i, i);
    return fmt::format(
        "(select json_agg(json_build_object('kind', k, 'operator', nullif(o, 0)::regoperator::text, 'collation', (select "
        "quote_ident(y.nspname) || '.' || quote_ident(x.collname) from pg_collation x join pg_namespace y on y.oid = "
        "x.collnamespace where x.oid = l), 'numbers', u::text, 'values', v, 'type', ({})::regtype::text) order by i) "
        "from (values {}) slot(i, k, o, l, u, v) where k between 1 and 7)",
        type_of_values, rows);
}

constexpr std::string_view column_values_type =
    "case k when 4 then case b.typname when 'tsvector' then 'text'::regtype::oid else b.typelem end "
    "when 6 then 'float8'::regtype::oid else a.atttypid end";

constexpr std::string_view column_tables =
    "join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace join pg_type t on t.oid = a.atttypid "
    "join pg_type b on b.oid = case t.typtype when 'd' then t.typbasetype else t.oid end";

std::string column_fact(std::string_view slots) {
    return fmt::format(
        "select json_build_object('schema', n.nspname, 'of', c.relname, 'column', case when c.relkind not in ('i', 'I') then "
        "a.attname end, 'number', a.attnum, 'inherited', s.stainherit, 'null_fraction', s.stanullfrac, 'width', s.stawidth, "
        "'distinct', s.stadistinct, 'slots', {}) fact, a.atttypid::regtype::text, case b.typname when 'uuid' then 'uuid' else b.typcategory::text end",
        slots);
}

std::string columns_query() {
    return fmt::format(
        "{} from pg_statistic s join pg_attribute a on a.attrelid = s.starelid and a.attnum = s.staattnum and not "
        "a.attisdropped {} where {}",
        column_fact(slots_of(column_values_type)), column_tables, own_schemas);
}

// The same from pg_stats, which lacks the operators: those of the type's default class of B-trees.
std::string columns_query_for_anyone() {
    const std::string operators = [](std::string_view type) {
        return fmt::format(
            "(select d.opcfamily, d.opcintype from pg_opclass d join pg_type e on e.oid = {0} where d.opcmethod = 403 and "
            "d.opcdefault and (d.opcintype = e.oid or exists (select from pg_cast x where x.castsource = e.oid and x.casttarget = "
            "d.opcintype and x.castmethod = 'b' and x.castcontext = 'i') or d.opcintype = case when e.typtype = 'e' then "
            "'anyenum'::regtype when e.typtype = 'r' then 'anyrange'::regtype when e.typtype = 'c' then 'record'::regtype when "
            "e.typcategory = 'A' then 'anyarray'::regtype end) order by d.opcintype = e.oid desc, (select g.typispreferred from pg_type g where g.oid = d.opcintype) desc limit 1)",
            type);
    }("case when b.typcategory = 'A' and k in (4, 5) then b.typelem when b.typname = 'tsvector' then 25 else b.oid end");
    const std::string slots = fmt::format(
        "(select json_agg(json_build_object('kind', k, 'operator', (select p.amopopr::regoperator::text from pg_amop p, {} d where "
        "p.amopfamily = d.opcfamily and p.amoplefttype = d.opcintype and p.amoprighttype = d.opcintype and p.amopstrategy = "
        "case when k in (2, 3) then 1 else 3 end), 'collation', (select quote_ident(y.nspname) || '.' || quote_ident(x.collname) "
        "from pg_collation x join pg_namespace y on y.oid = x.collnamespace where x.oid = a.attcollation), 'numbers', u::text, "
        "'values', v, 'type', ({})::regtype::text) order by i) from (values (1, 1, s.most_common_freqs, "
        "s.most_common_vals::text), (2, 2, null, s.histogram_bounds::text), (3, 3, array[s.correlation], null), (4, 4, "
        "s.most_common_elem_freqs, s.most_common_elems::text), (5, 5, s.elem_count_histogram, null)) slot(i, k, u, v) where v is "
        "not null or u[1] is not null)",
        operators, column_values_type);
    return fmt::format(
        "{} from (select schemaname, tablename, attname, inherited as stainherit, null_frac as stanullfrac, avg_width as "
        "stawidth, n_distinct as stadistinct, most_common_vals, most_common_freqs, histogram_bounds, correlation, "
        "most_common_elems, most_common_elem_freqs, elem_count_histogram from pg_stats) s join pg_attribute a on a.attname = "
        "s.attname {} where n.nspname = s.schemaname and c.relname = s.tablename and {}",
        column_fact(slots), column_tables, own_schemas);
}

// Numbers of columns count those that are dropped; a copy of the schema has none. What is kept by number as bytes
// is given with the old numbers and the new ones beside it.
std::string extended_query(int version) {
    const bool inherits = version >= 150000, has_expressions = version >= 140000;
    const std::string expression_type =
        "case k when 6 then 'float8'::regtype::oid else (select o2.oprleft from pg_operator o2 join pg_type t2 on t2.oid = "
        "o2.oprleft where o2.oid = nullif(o, 0) and t2.typtype <> 'p') end";
    const std::string expressions =
        has_expressions
            ? fmt::format("(select json_agg(json_build_object('null_fraction', s.stanullfrac, 'width', s.stawidth, 'distinct', "
                          "s.stadistinct, 'slots', {}) order by place) from unnest(d.stxdexpr) with ordinality s(starelid, "
                          "staattnum, stainherit, stanullfrac, stawidth, stadistinct, stakind1, stakind2, stakind3, stakind4, "
                          "stakind5, staop1, staop2, staop3, staop4, staop5, stacoll1, stacoll2, stacoll3, stacoll4, stacoll5, "
                          "stanumbers1, stanumbers2, stanumbers3, stanumbers4, stanumbers5, stavalues1, stavalues2, stavalues3, "
                          "stavalues4, stavalues5, place))",
                          slots_of(expression_type))
            : "null";
    return fmt::format(
        "select json_build_object('schema', n.nspname, 'extended', e.stxname, 'inherited', {}, 'distinct', d.stxdndistinct::bytea, "
        "'dependencies', d.stxddependencies::bytea, 'most_common', d.stxdmcv::bytea, 'numbers', (select json_object_agg("
        "a.attnum, (select count(*) from pg_attribute b where b.attrelid = a.attrelid and b.attnum between 1 and a.attnum and not "
        "b.attisdropped)) from pg_attribute a where a.attrelid = e.stxrelid and a.attnum = any(e.stxkeys)), 'expressions', {}) "
        "from pg_statistic_ext e join pg_statistic_ext_data d on d.stxoid = e.oid join pg_namespace n on n.oid = "
        "e.stxnamespace where {}",
        inherits ? "d.stxdinherit" : "false", expressions, own_schemas);
}

// Values that keep the order: the place of each among all that the column's statistics name. Truth and enums, which
// the schema tells, stay; of types without such others the values are left out.
std::string mask_query(std::string_view fact, std::string_view type, std::string_view category) {
    const std::string_view shown = category == "S"      ? "'v' || lpad(place::text, 6, '0')"
                                   : category == "N"    ? "place::text"
                                   : category == "D"    ? "(date '2000-01-01' + place::int)::text"
                                   : category == "uuid" ? "lpad(to_hex(place), 32, '0')"
                                                        : "";
    const std::string slots = fmt::format(
        "(select {}::jsonb f) fact, jsonb_array_elements(f->'slots') with ordinality slot(e, number)", pg::quote_literal(fact));
    if (shown.empty())
        return fmt::format("select jsonb_set(min(f::text)::jsonb, '{{slots}}', coalesce(jsonb_agg(e order by number) filter (where "
                           "e->>'values' is null), '[]')) from {}", slots);
    return fmt::format(
        "with slots as (select f, e, number from {0}), kept as (select * from slots where (e->>'kind')::int <= 3), given as (select "
        "number, n, v from kept, unnest((e->>'values')::{1}[]) with ordinality x(v, n)), places as (select v, dense_rank() over "
        "(order by v) place from (select distinct v from given) d), masked as (select number, array_agg({2} order by n)::text text "
        "from given join places using (v) group by number) select jsonb_set(min(f::text)::jsonb, '{{slots}}', jsonb_agg(case when "
        "text is null then e else jsonb_set(e, '{{values}}', to_jsonb(text)) end order by number)) from kept left join masked using "
        "(number)",
        slots, type, shown);
}

Result<void> append(pg::Connection& session, const std::string& query, std::vector<std::string>& facts) {
    auto rows = session.query(query, limits::load_time);
    if (!rows) return tl::unexpected(rows.error());
    for (int row = 0; row < rows->size(); ++row) facts.emplace_back(rows->text(row, 0));
    return {};
}

// One more member of a JSON object.
std::string with_member(std::string_view object, std::string_view name, std::string_view json) {
    return fmt::format("{}, \"{}\" : {}}}", object.substr(0, object.size() - 1), name, json);
}

// Where the planner would not say it: a page of leaves or branches has about 300 entries.
int likely_height(std::int64_t bytes) {
    int height = 0;
    for (double pages = static_cast<double>(bytes / 8192 - 1); pages > 1; pages /= 300) ++height;
    return height;
}

// The planner's own word for the height, taken from what a scan of this index costs before it begins.
std::optional<int> planned_height(const pg::Rows& plan, std::string_view index) {
    const std::string_view text = plan.text(0, 0);
    const auto name = text.find(fmt::format("\"Index Name\": \"{}\"", index));
    constexpr std::string_view cost = "\"Startup Cost\": ";
    const auto at = name == text.npos ? text.npos : text.find(cost, name);
    if (at == text.npos) return {};
    constexpr double operators_a_level = 50;
    return static_cast<int>(std::stod(std::string{text.substr(at + cost.size(), 20)}) / operators_a_level) - 1;
}

// The answers to the questions of one column of `rows`, none where there is no question or no answer.
std::vector<std::optional<pg::Rows>> answers(pg::Connection& session, const pg::Rows& rows, int column) {
    std::vector<std::string> questions;
    for (int row = 0; row < rows.size(); ++row)
        if (!rows.is_null(row, column)) questions.emplace_back(rows.text(row, column));
    auto given = session.pipeline(questions, limits::load_time);
    std::vector<std::optional<pg::Rows>> all(static_cast<std::size_t>(rows.size()));
    std::size_t next = 0;
    for (int row = 0; row < rows.size(); ++row) {
        if (rows.is_null(row, column)) continue;
        auto& answer = given[next++];
        if (answer && answer->size() > 0) all[static_cast<std::size_t>(row)] = std::move(*answer);
    }
    return all;
}

Result<void> take_relations(pg::Connection& session, bool mask, Statistics& taken) {
    auto rows = session.query(relations_query(), limits::load_time);
    if (!rows) return tl::unexpected(rows.error());
    const auto ends = mask ? std::vector<std::optional<pg::Rows>>(static_cast<std::size_t>(rows->size())) : answers(session, *rows, 4);
    const std::string only_index_scans =
        "set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off; set cpu_operator_cost = 1; "
        "set max_parallel_workers_per_gather = 0";
    if (auto set = session.query(only_index_scans); !set) return tl::unexpected(set.error());
    const auto plans = answers(session, *rows, 1);
    if (auto reset = session.query("reset all"); !reset) return tl::unexpected(reset.error());
    if (auto set = read_values_as_written(session); !set) return tl::unexpected(set.error());
    for (int row = 0; row < rows->size(); ++row) {
        const auto number = static_cast<std::size_t>(row);
        std::string fact{rows->text(row, 0)};
        if (!rows->is_null(row, 1)) {
            const auto height = plans[number] ? planned_height(*plans[number], rows->text(row, 2)) : std::nullopt;
            fact = with_member(fact, "height", fmt::format("{}", height.value_or(likely_height(rows->integer(row, 3)))));
        }
        if (ends[number]) fact = with_member(fact, "ends", ends[number]->text(0, 0));
        taken.facts.push_back(std::move(fact));
    }
    return {};
}

void take_masked(pg::Connection& session, const pg::Rows& columns, Statistics& taken) {
    std::vector<std::string> masks;
    for (int row = 0; row < columns.size(); ++row) {
        const bool told_by_schema = columns.text(row, 2) == "B" || columns.text(row, 2) == "E";
        masks.push_back(told_by_schema ? "select " + pg::quote_literal(columns.text(row, 0))
                                       : mask_query(columns.text(row, 0), columns.text(row, 1), columns.text(row, 2)));
    }
    const auto masked = session.pipeline(masks, limits::load_time);
    for (int row = 0; row < columns.size(); ++row) {
        const auto& fact = masked[static_cast<std::size_t>(row)];
        if (fact && fact->size() > 0 && !fact->is_null(0, 0))
            taken.facts.emplace_back(fact->text(0, 0));
        else
            taken.notes.push_back(fmt::format("a column of type {} could not be masked and is left out: {}", columns.text(row, 1),
                                              fact ? "no answer" : fact.error().message));
    }
}

Result<void> take_columns(pg::Connection& session, bool mask, Statistics& taken) {
    auto may_read = session.query("select has_table_privilege('pg_catalog.pg_statistic', 'select')");
    if (!may_read) return tl::unexpected(may_read.error());
    const bool all = may_read->boolean(0, 0);
    if (!all)
        taken.notes.emplace_back("this role may not read pg_statistic: statistics of columns that it cannot select, of ranges, and "
                                 "extended ones are not there");
    auto rows = session.query(all ? columns_query() : columns_query_for_anyone(), limits::load_time);
    if (!rows) return tl::unexpected(rows.error());
    if (mask) {
        take_masked(session, *rows, taken);
        taken.notes.emplace_back("masked: extended statistics are left out, and constants of queries meet other values");
        return {};
    }
    for (int row = 0; row < rows->size(); ++row) taken.facts.emplace_back(rows->text(row, 0));
    return all ? append(session, extended_query(session.server_version()), taken.facts) : Result<void>{};
}

// What a copy cannot show as it is here.
Result<void> take_notes(pg::Connection& session, Statistics& taken) {
    auto rows = session.query(
        "select 'the default collation is ' || d.datcollate || ', the lab''s C.UTF-8: ranges of text and LIKE may cost other' "
        "from pg_database d where d.datname = current_database() and d.datcollate !~* '^(C|POSIX)(\\.|$)' union all select "
        "c.oid::regclass || ': what a GIN index costs is read in its pages; the lab assumes the usual proportions' from pg_class "
        "c join pg_am m on m.oid = c.relam join pg_namespace n on n.oid = c.relnamespace where m.amname = 'gin' and c.relkind = "
        "'i' and " + std::string{own_schemas} + "");
    if (!rows) return tl::unexpected(rows.error());
    for (int row = 0; row < rows->size(); ++row) taken.notes.emplace_back(rows->text(row, 0));
    return {};
}

}  // namespace

Result<Statistics> take_statistics(pg::Connection& session, const StatisticsOptions& options) {
    Statistics taken;
    if (auto set = read_values_as_written(session); !set) return tl::unexpected(set.error());
    // Before anything is read of the tables: the ends of indexes are, and count as scans of them.
    auto counted = activity_facts(session);
    if (!counted) return tl::unexpected(counted.error());
    if (auto done = append(session, settings_query, taken.facts); !done) return tl::unexpected(done.error());
    if (auto done = take_relations(session, options.mask, taken); !done) return tl::unexpected(done.error());
    if (auto done = take_columns(session, options.mask, taken); !done) return tl::unexpected(done.error());
    if (auto done = take_notes(session, taken); !done) return tl::unexpected(done.error());
    taken.facts.insert(taken.facts.end(), counted->begin(), counted->end());
    return taken;
}

}  // namespace assay::lab
