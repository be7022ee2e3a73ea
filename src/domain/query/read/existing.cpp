#include "domain/query/read/existing.h"

#include "core/text.h"
#include "world/limits.h"

namespace assay::query {

namespace {

// Lists travel as JSON's texts between line feeds: names may hold commas and quotes, but CREATE INDEX has no line feed
// that format or pg_get_indexdef would not print in quotes.
constexpr const char* existing_query = R"(
select format('%I.%I', n.nspname, c.relname), format('%I.%I', hn.nspname, h.relname),
       (select string_agg(pg_get_indexdef(i.indexrelid, k, false), e'\n' order by k) from generate_series(1, i.indnkeyatts) k),
       (select string_agg(quote_ident(a.attname), e'\n' order by a.attnum) from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any(i.indkey)),
       am.amname = 'btree' and i.indpred is null and i.indexprs is null and i.indisvalid and i.indnatts = i.indnkeyatts and
         not exists (select from unnest(i.indoption) o where o <> 0) and
         not exists (select from unnest(i.indcollation) with ordinality x(own, k) join pg_attribute a on a.attrelid = i.indrelid and
           a.attnum = i.indkey[k - 1] where own <> a.attcollation) and
         not exists (select from unnest(i.indclass) x(oid) join pg_opclass o on o.oid = x.oid where not o.opcdefault),
       i.indisunique or i.indisprimary or i.indisreplident or i.indisexclusion or not i.indisvalid or c.relkind = 'I' or
         exists (select from pg_constraint x where x.conindid = i.indexrelid) or
         exists (select from pg_constraint f where f.contype = 'f' and f.conrelid = i.indrelid and i.indkey[0] = any(f.conkey)),
       case when c.relkind = 'i' then pg_relation_size(i.indexrelid) else 0 end, pg_get_indexdef(i.indexrelid)
from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
  join pg_class h on h.oid = i.indrelid join pg_namespace hn on hn.oid = h.relnamespace join pg_am am on am.oid = c.relam
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and not h.relispartition order by 1)";

constexpr const char* foreign_keys_query = R"(
select f.conname, format('%I.%I', n.nspname, c.relname), format('%I.%I', pn.nspname, p.relname),
       (select string_agg(quote_ident(a.attname), e'\n' order by k) from unnest(f.conkey) with ordinality x(number, k)
         join pg_attribute a on a.attrelid = f.conrelid and a.attnum = number),
       (select string_agg(quote_ident(a.attname), e'\n' order by k) from unnest(f.confkey) with ordinality x(number, k)
         join pg_attribute a on a.attrelid = f.confrelid and a.attnum = number)
from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_namespace n on n.oid = c.relnamespace
  join pg_class p on p.oid = f.confrelid join pg_namespace pn on pn.oid = p.relnamespace
where f.contype = 'f' and f.conparentid = 0 order by 2, 1)";

constexpr const char* activity_query = R"(
select format('%I.%I', f->>'schema', f->>'written'), f->>'inserted', f->>'updated', f->>'hot_updated', f->>'deleted'
from json_array_elements($1::json) f where f->>'written' is not null)";

constexpr const char* scans_query = R"(
select format('%I.%I', f->>'schema', f->>'scanned'), f->>'scans' from json_array_elements($1::json) f where f->>'scanned' is not null)";

constexpr const char* since_query = R"(
select f->>'counted_since', f->>'counted_seconds' from json_array_elements($1::json) f where f->>'counted_seconds' is not null)";

std::vector<std::string> lines_in(std::string_view text) {
    std::vector<std::string> lines;
    if (!text.empty())
        for (const auto line : split(text, '\n')) lines.emplace_back(line);
    return lines;
}

}  // namespace

Result<std::vector<ExistingIndex>> read_existing(pg::Connection& session) {
    auto rows = session.query(existing_query, limits::load_time);
    if (!rows) return tl::unexpected(rows.error());
    std::vector<ExistingIndex> all;
    for (int row = 0; row < rows->size(); ++row)
        all.push_back({.name = std::string{rows->text(row, 0)},
                       .table = std::string{rows->text(row, 1)},
                       .keys = lines_in(rows->text(row, 2)),
                       .columns = lines_in(rows->text(row, 3)),
                       .plain = rows->boolean(row, 4),
                       .needed = rows->boolean(row, 5),
                       .bytes = rows->real(row, 6),
                       .definition = std::string{rows->text(row, 7)}});
    return all;
}

Result<std::vector<ForeignKey>> read_foreign_keys(pg::Connection& session) {
    auto rows = session.query(foreign_keys_query, limits::load_time);
    if (!rows) return tl::unexpected(rows.error());
    std::vector<ForeignKey> all;
    for (int row = 0; row < rows->size(); ++row)
        all.push_back({.name = std::string{rows->text(row, 0)},
                       .child = std::string{rows->text(row, 1)},
                       .parent = std::string{rows->text(row, 2)},
                       .columns = lines_in(rows->text(row, 3)),
                       .parent_columns = lines_in(rows->text(row, 4))});
    return all;
}

Result<Counters> counters_in(pg::Connection& session, const lab::Statistics& statistics) {
    const pg::Parameters facts{"[" + joined(statistics.facts, ",") + "]"};
    auto tables = session.query(activity_query, facts, limits::load_time), scans = session.query(scans_query, facts, limits::load_time);
    auto since = session.query(since_query, facts, limits::load_time);
    for (const auto* rows : {&tables, &scans, &since})
        if (!*rows) return tl::unexpected(rows->error());
    Counters counters;
    for (int row = 0; row < tables->size(); ++row)
        counters.tables[std::string{tables->text(row, 0)}] = {tables->real(row, 1), tables->real(row, 2), tables->real(row, 3), tables->real(row, 4)};
    for (int row = 0; row < scans->size(); ++row) counters.index_scans[std::string{scans->text(row, 0)}] = scans->real(row, 1);
    if (since->size() > 0) {
        counters.since = since->text(0, 0);
        counters.seconds = since->real(0, 1);
    }
    return counters;
}

}  // namespace assay::query
