#include "domain/migration/plan/table_facts.h"

#include <algorithm>

#include "domain/migration/model/site.h"
#include "sql/names.h"

namespace assay::migration {

namespace {

// Relations as this domain writes them: without "public.".
constexpr std::string_view name_of_class = "case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname";

// Rows of a query with one parameter, the table.
class Reader {
public:
    Reader(pg::Connection& session, const std::string& relation) : session_{session}, table_{sql::quote_relation(relation)} {}

    Result<pg::Rows> rows(std::string query) {
        for (auto at = query.find("{name}"); at != query.npos; at = query.find("{name}")) query.replace(at, 6, name_of_class);
        return session_.query(query, pg::Parameters{table_});
    }
    // Texts that the server joined with a character that no name holds.
    static std::vector<std::string> list(std::string_view text) {
        std::vector<std::string> parts;
        while (!text.empty()) {
            const auto end = text.find('\x1f');
            parts.emplace_back(text.substr(0, end));
            text = end == text.npos ? std::string_view{} : text.substr(end + 1);
        }
        return parts;
    }

private:
    pg::Connection& session_;
    std::string table_;
};

Result<void> read_columns(Reader& reader, TableFacts& facts) {
    auto rows = reader.rows(
        "select a.attname, format_type(a.atttypid, a.atttypmod), coalesce(case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end, ''), a.attnotnull, "
        "a.attidentity, a.attgenerated <> '', coalesce(pg_get_serial_sequence($1, a.attname), '') "
        "from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum "
        "where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped order by a.attnum");
    if (!rows) return tl::unexpected(rows.error());
    for (int row = 0; row < rows->size(); ++row) {
        auto& column = facts.columns.emplace_back();
        column.name = rows->text(row, 0);
        column.type = rows->text(row, 1);
        column.default_text = rows->text(row, 2);
        column.not_null = rows->boolean(row, 3);
        if (const auto identity = rows->text(row, 4); !identity.empty()) column.identity = identity[0];
        column.generated = rows->boolean(row, 5);
        column.sequence = rows->text(row, 6);
    }
    return {};
}

Result<void> read_constraints(Reader& reader, TableFacts& facts) {
    auto rows = reader.rows(
        "select k.conname, k.contype, pg_get_constraintdef(k.oid), {name}, k.convalidated, k.conrelid = to_regclass($1), k.contype = 'f' and k.confrelid = to_regclass($1), "
        "coalesce((select string_agg(a.attname, chr(31) order by u.place) from unnest(k.conkey) with ordinality u (number, place) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number), '') "
        "from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace "
        "where (k.conrelid = to_regclass($1) or k.confrelid = to_regclass($1)) and k.conparentid = 0 and k.contype in ('c', 'f', 'p', 'u', 'x') order by k.conname");
    if (!rows) return tl::unexpected(rows.error());
    for (int row = 0; row < rows->size(); ++row) {
        ConstraintFacts constraint{std::string{rows->text(row, 0)}, rows->text(row, 1)[0], std::string{rows->text(row, 2)}, std::string{rows->text(row, 3)},
                                   Reader::list(rows->text(row, 7)), rows->boolean(row, 4)};
        if (rows->boolean(row, 6)) facts.references.push_back(constraint);
        if (rows->boolean(row, 5)) facts.constraints.push_back(std::move(constraint));
    }
    return {};
}

// The columns of an index come from what it depends on: expressions and conditions count too.
Result<void> read_indexes(Reader& reader, TableFacts& facts) {
    auto rows = reader.rows(
        "select c.relname, pg_get_indexdef(i.indexrelid), coalesce(k.conname, ''), i.indisunique, i.indisprimary, "
        "coalesce((select string_agg(distinct a.attname, chr(31)) from pg_attribute a where a.attrelid = i.indrelid and "
        "  (a.attnum = any(i.indkey) or exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = i.indexrelid and d.refclassid = 'pg_class'::regclass "
        "    and d.refobjid = i.indrelid and d.refobjsubid = a.attnum))), ''), "
        "coalesce((select string_agg(a.attname, chr(31) order by u.place) from unnest(i.indkey::int2[]) with ordinality u (number, place) "
        "  join pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.number where i.indimmediate and i.indisunique and i.indpred is null and i.indexprs is null and u.place <= i.indnkeyatts "
        "  and not exists (select from pg_attribute b where b.attrelid = i.indrelid and b.attnum = any(i.indkey) and not b.attnotnull)), '') "
        "from pg_index i join pg_class c on c.oid = i.indexrelid left join pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x') "
        "where i.indrelid = to_regclass($1) order by i.indisprimary desc, c.relname");
    if (!rows) return tl::unexpected(rows.error());
    for (int row = 0; row < rows->size(); ++row) {
        facts.indexes.push_back({std::string{rows->text(row, 0)}, std::string{rows->text(row, 1)}, std::string{rows->text(row, 2)}, rows->boolean(row, 3),
                                 rows->boolean(row, 4), Reader::list(rows->text(row, 5))});
        if (facts.key.empty()) facts.key = Reader::list(rows->text(row, 6));
    }
    return {};
}

Result<void> read_surroundings(Reader& reader, TableFacts& facts) {
    auto partitions = reader.rows(
        "select {name}, pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT' from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_namespace n on n.oid = c.relnamespace "
        "where i.inhparent = to_regclass($1) and c.relispartition order by 1");
    auto triggers = reader.rows("select t.tgname from pg_trigger t where t.tgrelid = to_regclass($1) and not t.tgisinternal and t.tgenabled <> 'D' and (t.tgtype & 16) <> 0 order by 1");
    if (!partitions) return tl::unexpected(partitions.error());
    if (!triggers) return tl::unexpected(triggers.error());
    for (int row = 0; row < partitions->size(); ++row) {
        facts.partitions.emplace_back(partitions->text(row, 0));
        if (partitions->boolean(row, 1)) facts.default_partition = partitions->text(row, 0);
    }
    for (int row = 0; row < triggers->size(); ++row) facts.update_triggers.emplace_back(triggers->text(row, 0));
    return {};
}

}  // namespace

const ColumnFacts* TableFacts::column(std::string_view name) const {
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const ColumnFacts& each) { return each.name == name; });
    return found == columns.end() ? nullptr : &*found;
}

const ConstraintFacts* TableFacts::constraint(std::string_view name) const {
    const auto found = std::find_if(constraints.begin(), constraints.end(), [&](const ConstraintFacts& each) { return each.name == name; });
    return found == constraints.end() ? nullptr : &*found;
}

Result<TableFacts> table_facts(pg::Connection& session, const std::string& relation) {
    TableFacts facts{.relation = relation};
    Reader reader{session, relation};
    auto kind = reader.rows("select c.relkind from pg_class c where c.oid = to_regclass($1)");
    if (!kind) return tl::unexpected(kind.error());
    if (kind->size() == 0) return facts;
    facts.kind = kind->text(0, 0)[0];
    for (auto* part : {&read_columns, &read_constraints, &read_indexes, &read_surroundings})
        if (auto done = part(reader, facts); !done) return tl::unexpected(done.error());
    return facts;
}

Result<std::vector<std::string>> column_dependants(pg::Connection& session, const std::string& relation, const std::string& column) {
    auto rows = session.query(
        "select distinct case when r.oid is not null then (select case v.relkind when 'v' then 'view ' else 'materialized view ' end || v.oid::regclass::text from pg_class v where v.oid = r.ev_class) "
        "else pg_describe_object(d.classid, d.objid, 0) end "
        "from pg_depend d left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid "
        "where d.refclassid = 'pg_class'::regclass and d.refobjid = to_regclass($1) "
        "and d.refobjsubid = (select a.attnum from pg_attribute a where a.attrelid = to_regclass($1) and a.attname = $2) and d.deptype in ('n', 'a') "
        "and d.classid not in ('pg_constraint'::regclass, 'pg_attrdef'::regclass) and not (d.classid = 'pg_class'::regclass and exists (select from pg_class c where c.oid = d.objid and c.relkind in ('i', 'I', 'S'))) "
        "union select 'generated column ' || a.attname from pg_depend d join pg_attrdef f on d.classid = 'pg_attrdef'::regclass and f.oid = d.objid "
        "join pg_attribute a on a.attrelid = f.adrelid and a.attnum = f.adnum where a.attgenerated <> '' and d.refobjid = to_regclass($1) "
        "and d.refobjsubid = (select b.attnum from pg_attribute b where b.attrelid = to_regclass($1) and b.attname = $2) and a.attname <> $2",
        pg::Parameters{sql::quote_relation(relation), column});
    if (!rows) return tl::unexpected(rows.error());
    std::vector<std::string> found;
    for (int row = 0; row < rows->size(); ++row) found.emplace_back(rows->text(row, 0));
    return found;
}

}  // namespace assay::migration
