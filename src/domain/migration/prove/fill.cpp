// helper: makes rows
#include "domain/migration/prove/fill.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <optional>

#include "core/text.h"
#include "domain/migration/model/site.h"
#include "domain/migration/prove/pending.h"
#include "world/limits.h"

namespace assay::migration {

namespace {

struct Column {
    std::string name;      // quoted
    std::string type;      // with its modifier, for a cast
    std::string base;      // pg_type's name, of a domain's base
    int modifier = -1;
    bool is_enum = false, is_array = false, not_null = false;
    bool in_key = false;   // of something unique
    std::string parent = {}, parent_column = {};  // that a foreign key of this column alone refers to
};

constexpr std::int64_t parent_rows = 1'000;

class Filler {
public:
    using Wanted = std::map<std::string, std::int64_t, std::less<>>;
    Filler(pg::Connection session, const std::vector<Reference>& to_come, const Wanted& wanted, std::int64_t sample)
        : session_{std::move(session)}, to_come_{to_come}, wanted_{wanted}, sample_{sample} {}

    Result<void> fill(const std::string& relation);

private:
    Result<std::vector<Column>> columns_of(const std::string& relation);
    std::optional<std::string> value(const Column& column, const std::string& number);
    Result<std::string> reference(const Column& column, const std::string& relation);

    std::string primary_key(const std::string& relation);
    Result<std::int64_t> existing_rows(const std::string& relation);
    std::int64_t highest_number(const std::string& relation, const std::vector<Column>& columns);
    std::string existing_value(const std::string& relation, const std::string& column) const;

    pg::Connection session_;
    const std::vector<Reference>& to_come_;
    const Wanted& wanted_;
    std::int64_t sample_;
    std::map<std::string, std::int64_t> filled_;  // rows by relation
    std::map<std::string, std::int64_t> existing_;  // of the rows that a relation had, how many are copied and referred to
};

// The value of row number `i`, different for each row wherever the type has so many.
std::optional<std::string> Filler::value(const Column& column, const std::string& i) {
    const auto& base = column.base;
    const auto cast = [&](const std::string& expression) { return fmt::format("({})::{}", expression, column.type); };
    if (column.is_array) return fmt::format("'{{}}'::{}", column.type);
    if (column.is_enum) return fmt::format("(enum_range(null::{0}))[1 + ({1}) % array_length(enum_range(null::{0}), 1)]", column.type, i);
    if (base == "int2") return cast(fmt::format("({}) % 32767", i));
    if (base == "int4" || base == "int8" || base == "float4" || base == "float8" || base == "oid") return cast(i);
    if (base == "numeric") {
        const int whole = column.modifier < 0 ? 9 : ((column.modifier - 4) >> 16) - ((column.modifier - 4) & 0xffff);
        return cast(fmt::format("({}) % (10 ^ {})::bigint", i, std::clamp(whole, 0, 15)));
    }
    if (base == "text" || base == "varchar" || base == "bpchar" || base == "citext" || base == "name") {
        const int length = column.modifier < 0 ? 32 : column.modifier - 4;
        if (length >= 12) return cast(fmt::format("left(md5(({})::text), {})", i, length));
        return cast(fmt::format("right('000000000000' || ({})::text, {})", i, std::max(length, 1)));
    }
    if (base == "bool") return cast(fmt::format("({}) % 2 = 0", i));
    if (base == "uuid") return fmt::format("md5(({})::text)::uuid", i);
    if (base == "date") return fmt::format("date '2020-01-01' + (({}) % 2000)::integer", i);
    if (base == "timestamp" || base == "timestamptz") return cast(fmt::format("timestamptz '2020-01-01' + ({}) * interval '1 minute'", i));
    if (base == "time" || base == "timetz") return cast(fmt::format("time '00:00' + (({}) % 1440) * interval '1 minute'", i));
    if (base == "interval") return cast(fmt::format("({}) * interval '1 minute'", i));
    if (base == "json" || base == "jsonb") return cast(fmt::format("jsonb_build_object('n', {})", i));
    if (base == "bytea") return fmt::format("decode(md5(({})::text), 'hex')", i);
    if (base == "inet" || base == "cidr") return cast(fmt::format("'10.0.0.0'::inet + ({}) % 16777216", i));
    return {};
}

Result<std::vector<Column>> Filler::columns_of(const std::string& relation) {
    auto rows = session_.query(
        "select quote_ident(a.attname), format_type(a.atttypid, a.atttypmod), coalesce(b.typname, t.typname), case when t.typbasetype <> 0 then t.typtypmod else a.atttypmod end, "
        "coalesce(b.typtype, t.typtype) = 'e', coalesce(b.typcategory, t.typcategory) = 'A', a.attnotnull, "
        "exists (select from pg_index i where i.indrelid = a.attrelid and i.indisunique and a.attnum = any(i.indkey)), "
        "coalesce((select case n.nspname when 'public' then '' else n.nspname || '.' end || r.relname from pg_constraint k join pg_class r on r.oid = k.confrelid "
        "          join pg_namespace n on n.oid = r.relnamespace where k.conrelid = a.attrelid and k.contype = 'f' and k.conkey = array[a.attnum] limit 1), ''), "
        "coalesce((select quote_ident(p.attname) from pg_constraint k join pg_attribute p on p.attrelid = k.confrelid and p.attnum = k.confkey[1] "
        "          where k.conrelid = a.attrelid and k.contype = 'f' and k.conkey = array[a.attnum] limit 1), '') "
        "from pg_attribute a join pg_type t on t.oid = a.atttypid left join pg_type b on b.oid = t.typbasetype "
        "where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum",
        pg::Parameters{sql::quote_relation(relation)});
    if (!rows) return tl::unexpected(rows.error());
    if (rows->size() == 0) return fail(fmt::format("there is no table {} before the migration", relation));
    std::vector<Column> columns;
    for (int row = 0; row < rows->size(); ++row) {
        const auto text = [&](int column) { return std::string{rows->text(row, column)}; };
        columns.push_back({text(0), text(1), text(2), static_cast<int>(rows->integer(row, 3)), rows->boolean(row, 4), rows->boolean(row, 5), rows->boolean(row, 6), rows->boolean(row, 7), text(8), text(9)});
    }
    for (auto& column : columns)
        for (const auto& reference : to_come_)
            if (column.parent.empty() && reference.relation == relation && sql::quote_relation(reference.column) == column.name) {
                column.parent = reference.parent;
                column.parent_column = reference.parent_column.empty() ? primary_key(reference.parent) : sql::quote_relation(reference.parent_column);
            }
    return columns;
}

std::string Filler::primary_key(const std::string& relation) {
    auto rows = session_.query("select quote_ident(a.attname) from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] "
                               "where i.indrelid = to_regclass($1) and i.indisprimary", pg::Parameters{sql::quote_relation(relation)});
    return rows && rows->size() > 0 ? std::string{rows->text(0, 0)} : std::string{};
}

// Counted once, as far as they are used.
Result<std::int64_t> Filler::existing_rows(const std::string& relation) {
    const auto rows = session_.query(fmt::format("select count(*) from (select from {} limit {}) r", sql::quote_relation(relation), parent_rows));
    if (!rows) return tl::unexpected(rows.error());
    return existing_[relation] = rows->integer(0, 0);
}

// Numbers above it are in no key yet.
std::int64_t Filler::highest_number(const std::string& relation, const std::vector<Column>& columns) {
    std::string list = "0";
    for (const auto& column : columns)
        if (column.parent.empty() && !column.is_array && (column.base == "int4" || column.base == "int8"))
            list += fmt::format(", coalesce(max({}), 0)::bigint", column.name);
    const auto rows = session_.query(fmt::format("select greatest({}) from {}", list, sql::quote_relation(relation)));
    return rows && rows->size() > 0 ? rows->integer(0, 0) : 0;
}

// What the rows that are there hold, in turn; the same row for all columns, so that what holds between them still does.
std::string Filler::existing_value(const std::string& relation, const std::string& column) const {
    return fmt::format("(array(select {} from {} order by ctid limit {}))[(1 + i % {})::integer]", column, sql::quote_relation(relation), parent_rows, existing_.at(relation));
}

// One of the rows of the table that it refers to, by the row's number.
Result<std::string> Filler::reference(const Column& column, const std::string& relation) {
    if (column.parent == relation) return std::string{"null"};
    if (auto done = fill(column.parent); !done) return tl::unexpected(done.error());
    if (existing_[column.parent] > 0) return existing_value(column.parent, column.parent_column);
    auto columns = columns_of(column.parent);
    if (!columns) return tl::unexpected(columns.error());
    for (const auto& each : *columns) {
        if (each.name != column.parent_column) continue;
        if (!each.parent.empty()) return reference(each, column.parent);
        if (auto expression = value(each, fmt::format("(1 + i % {})", filled_[column.parent]))) return *expression;
    }
    return fail(fmt::format("no value was found for {}.{}", relation, column.name));
}

Result<void> Filler::fill(const std::string& relation) {
    const auto wanted = wanted_.find(relation);
    const auto rows = wanted == wanted_.end() ? parent_rows : std::min(wanted->second, sample_);
    if (!filled_.emplace(relation, rows).second) return {};  // at once: two tables may refer to each other
    auto columns = columns_of(relation);
    if (!columns) return tl::unexpected(columns.error());
    const auto own = existing_rows(relation);
    if (!own) return tl::unexpected(own.error());
    const bool has_own = *own > 0;
    if (has_own && wanted == wanted_.end()) return {};  // a parent's own rows do
    const auto number = has_own ? fmt::format("(i + {})", highest_number(relation, *columns)) : std::string{"i"};
    std::string names, values;
    for (const auto& column : *columns) {
        std::string expression = "null";
        if (has_own && !column.in_key && !column.is_array) {
            expression = existing_value(relation, column.name);
        } else if (!column.parent.empty()) {
            auto referred = reference(column, relation);
            if (!referred) return tl::unexpected(referred.error());
            expression = *referred;
        } else if (auto made = value(column, number)) {
            expression = *made;
        } else if (column.not_null) {
            return fail(fmt::format("no value was found for {}.{} of type {}", relation, column.name, column.type));
        }
        names += (names.empty() ? "" : ", ") + column.name;
        values += (values.empty() ? "" : ", ") + expression;
    }
    // Triggers of the user's do not run, and keys are right by construction.
    const auto statement = fmt::format("begin; set local session_replication_role = replica; insert into {} ({}) overriding system value select {} from generate_series(1, {}) i; commit; analyze {}",
                                       sql::quote_relation(relation), names, values, rows, sql::quote_relation(relation));
    if (session_.query(statement, limits::load_time)) return {};
    const auto error = session_.last_error();
    (void)session_.query("rollback");
    return fail(fmt::format("no rows for {}: {}", relation, error.message));
}

}  // namespace

std::vector<Reference> references_to_come(const Migrations& migrations) {
    std::vector<Reference> found;
    each_site(migrations, [&](const Site& site) {
        const auto& key = site.change;
        if (key.kind != Kind::add_foreign_key || key.columns.size() != 1) return;
        std::string parent_column;
        for (const sql::Node column : key.node["pk_attrs"]) parent_column = column.string();
        found.push_back({key.relation, key.columns.front(), key.other, parent_column});
    });
    return found;
}

void fill_tables(lab::Database& database, const std::map<std::string, std::int64_t, std::less<>>& wanted, std::int64_t sample,
                 const std::vector<Reference>& to_come, std::vector<std::string>& notes) {
    auto session = session_in_public(database);
    if (!session) return notes.push_back("no rows were made: the lab gave no session");
    Filler filler{std::move(*session), to_come, wanted, sample};
    for (const auto& [relation, rows] : wanted) {
        if (rows > 4 * sample) notes.push_back(fmt::format("{} was given {} rows in the lab, less than a quarter of those wanted: the estimate is rough", relation, sample));
        if (auto done = filler.fill(relation); !done) notes.push_back(done.error().message);
    }
}

}  // namespace assay::migration
