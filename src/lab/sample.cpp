// Rows of a live database in the lab: tables at random, then what their foreign keys ask for, until nothing is missing.
#include "lab/sample.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "lab/live.h"
#include "world/limits.h"

namespace assay::lab {

namespace {

constexpr std::int64_t most_keys = 20'000;     // that are asked for at a time
constexpr int most_rounds = 12;                // of references that refer further
constexpr double small_table_pages = 200;      // read row by row: pages of so few are no random choice

struct SampledTable {
    std::string name, root;      // the table that it is a partition of, else itself
    double rows = 0, root_rows = 0, pages = 0, row_bytes = 0;  // rows below 0: never counted
    std::string columns = {};    // that can be written, as in a statement
    std::int64_t read = 0;
};

// Every table that holds rows itself, and the root of the partitions that it belongs to.
constexpr const char* tables_query = R"(
with recursive roots as (
  select c.oid, c.oid as root from pg_class c where c.relkind in ('r', 'p') and not c.relispartition
  union all select i.inhrelid, r.root from pg_inherits i join roots r on r.oid = i.inhparent join pg_class c on c.oid = i.inhrelid and c.relispartition)
select format('%I.%I', n.nspname, c.relname), format('%I.%I', m.nspname, o.relname), c.reltuples,
       sum(greatest(c.reltuples, 0)) over (partition by r.root), c.relpages, pg_table_size(c.oid) / greatest(c.reltuples, 1)
from roots r join pg_class c on c.oid = r.oid join pg_namespace n on n.oid = c.relnamespace
  join pg_class o on o.oid = r.root join pg_namespace m on m.oid = o.relnamespace
where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1)";

constexpr const char* columns_query =
    "select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute where attrelid = to_regclass($1) and attnum > 0 "
    "and not attisdropped and attgenerated = ''";

// Foreign keys that no partition inherited; the types are those of the parent's columns.
constexpr const char* keys_query = R"(
select k.conrelid::regclass::text, k.confrelid::regclass::text, string_agg(quote_ident(c.attname), E'\n' order by i), string_agg(quote_ident(p.attname), E'\n' order by i),
       string_agg(format_type(p.atttypid, p.atttypmod), E'\n' order by i)
from pg_constraint k, generate_subscripts(k.conkey, 1) i, pg_attribute c, pg_attribute p
where k.contype = 'f' and k.conparentid = 0 and c.attrelid = k.conrelid and c.attnum = k.conkey[i] and p.attrelid = k.confrelid and p.attnum = k.confkey[i]
group by k.oid order by 1, 2)";

struct Reference {
    std::string child, parent;
    std::vector<std::string> child_columns, parent_columns, types;
};

std::vector<std::string> lines_in(std::string_view text) {
    std::vector<std::string> all;
    for (const auto line : split(text, '\n')) all.emplace_back(line);
    return all;
}

// A value as a line of COPY has it.
void append_copied(std::string& lines, std::string_view value) {
    for (const char c : value) {
        if (c == '\\' || c == '\t' || c == '\n' || c == '\r') lines += '\\';
        lines += c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : c;
    }
}

std::string copy_lines(const pg::Rows& rows) {
    std::string lines;
    for (int row = 0; row < rows.size(); ++row)
        for (int column = 0; column < rows.columns(); ++column) {
            if (column > 0) lines += '\t';
            if (rows.is_null(row, column))
                lines += "\\N";
            else
                append_copied(lines, rows.text(row, column));
            if (column + 1 == rows.columns()) lines += '\n';
        }
    return lines;
}

// "{"a","b"}" of one column of an answer.
std::string array_of(const pg::Rows& rows, int column) {
    std::string text = "{";
    for (int row = 0; row < rows.size(); ++row) {
        text += row > 0 ? ",\"" : "\"";
        for (const char c : rows.text(row, column)) {
            if (c == '"' || c == '\\') text += '\\';
            text += c;
        }
        text += '"';
    }
    return text + "}";
}

class Sampler {
public:
    Sampler(pg::Connection& live, pg::Connection copy, const SampleOptions& options, Sample& sample)
        : live_{live}, copy_{std::move(copy)}, options_{options}, sample_{sample} {}

    Result<void> fill() {
        if (auto done = begin(); !done) return done;
        if (auto done = find_tables(); !done) return done;
        for (auto& table : tables_) {
            if (options_.stop()) break;
            options_.progress("reading rows of " + table.name);
            if (auto done = read_some(table); !done) return done;
        }
        if (auto done = read_references(); !done) return done;
        (void)live_.query("rollback");
        if (auto done = copy_.query("vacuum analyze", limits::load_time); !done) return tl::unexpected(done.error());
        return count();
    }

private:
    Result<void> begin() {
        for (auto* session : {&live_, &copy_})
            if (auto done = read_values_as_written(*session); !done) return done;
        if (auto done = live_.query("begin isolation level repeatable read read only"); !done) return tl::unexpected(done.error());
        // The user's triggers do not run here, and rows come in any order.
        if (auto done = copy_.query("set session_replication_role = replica"); !done) return tl::unexpected(done.error());
        return {};
    }

    Result<void> find_tables() {
        const auto rows = live_.query(tables_query);
        if (!rows) return tl::unexpected(rows.error());
        for (int row = 0; row < rows->size(); ++row) {
            SampledTable table{.name = std::string{rows->text(row, 0)}, .root = std::string{rows->text(row, 1)}, .rows = rows->real(row, 2), .root_rows = rows->real(row, 3),
                               .pages = rows->real(row, 4), .row_bytes = rows->real(row, 5)};
            const auto columns = copy_.query(columns_query, pg::Parameters{table.name});
            if (!columns) return tl::unexpected(columns.error());
            table.columns = columns->text(0, 0);
            if (table.columns.empty())
                sample_.notes.push_back(fmt::format("no rows of {}: the lab's copy of the schema lacks it", table.name));
            else
                tables_.push_back(std::move(table));
        }
        return {};
    }

    // In a savepoint: what one table refuses does not end the snapshot. Nothing where it was refused, which is noted.
    Result<std::optional<pg::Rows>> asked(const std::string& about, const std::string& query, const pg::Parameters& parameters = {}) {
        if (auto done = live_.query("savepoint assay_sample"); !done) return tl::unexpected(done.error());
        auto rows = live_.query(query, parameters, limits::live_statement_time);
        if (rows) {
            if (auto done = live_.query("release savepoint assay_sample"); !done) return tl::unexpected(done.error());
            return std::optional{std::move(*rows)};
        }
        sample_.notes.push_back(fmt::format("no rows of {}: {}", about, rows.error().message));
        if (auto done = live_.query("rollback to savepoint assay_sample"); !done) return tl::unexpected(done.error());
        return std::optional<pg::Rows>{};
    }

    Result<std::int64_t> put(const std::string& table, const std::string& columns, const pg::Rows& rows) {
        if (rows.size() == 0) return 0;
        if (auto done = copy_.copy_in(fmt::format("copy {} ({}) from stdin", table, columns), copy_lines(rows), limits::load_time); !done) {
            if (!copy_.alive()) return tl::unexpected(done.error());
            sample_.notes.push_back(fmt::format("no rows of {}: {}", table, done.error().message));
            return 0;
        }
        return rows.size();
    }

    // As many as it may have: a partition by its share of all, and none of more bytes than fit.
    std::int64_t wanted(const SampledTable& table) const {
        const double share = table.root_rows > 0 && table.root != table.name ? std::max(table.rows, 0.0) / table.root_rows : 1;
        const double fitting = static_cast<double>(limits::sample_table_bytes) / std::max(table.row_bytes, 1.0);
        return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::min(std::ceil(share * static_cast<double>(options_.rows)), fitting)));
    }

    // The share to ask for. SYSTEM takes whole pages or none: of few pages chance takes many more or fewer than its share, so that more are
    // asked for, four standard deviations; the limit cuts off what is too much.
    static double percent(const SampledTable& table, std::int64_t most) {
        constexpr double deviations = 4;
        const double share = static_cast<double>(most) / table.rows;
        const double pages = std::max(1.0, share * table.pages);
        return std::clamp(100 * share * (1 + deviations / std::sqrt(pages)), 1e-5, 100.0);
    }

    Result<void> read_some(SampledTable& table) {
        const auto most = wanted(table);
        std::string how;
        if (table.rows > 1.2 * static_cast<double>(most))
            how = fmt::format(" tablesample {} ({:.6f})", table.pages < small_table_pages ? "bernoulli" : "system", percent(table, most));
        const auto rows = asked(table.name, fmt::format("select {} from only {}{} limit {}", table.columns, table.name, how, most));
        if (!rows) return tl::unexpected(rows.error());
        if (!*rows) return {};
        const auto count = put(table.name, table.columns, **rows);
        if (!count) return tl::unexpected(count.error());
        read_ += *count;
        return {};
    }

    Result<void> read_references() {
        const auto rows = copy_.query(keys_query);
        if (!rows) return tl::unexpected(rows.error());
        std::vector<Reference> references;
        for (int row = 0; row < rows->size(); ++row)
            references.push_back({std::string{rows->text(row, 0)}, std::string{rows->text(row, 1)}, lines_in(rows->text(row, 2)),
                                  lines_in(rows->text(row, 3)), lines_in(rows->text(row, 4))});
        options_.progress("reading rows that others refer to");
        for (int round = 0; round < most_rounds && !options_.stop(); ++round) {
            std::int64_t found = 0;
            for (const auto& reference : references) {
                const auto more = read_parents(reference);
                if (!more) return tl::unexpected(more.error());
                found += *more;
            }
            referred_ += found;
            if (found == 0) return {};
        }
        return {};
    }

    // How many rows came that the child's rows refer to and that were not there.
    Result<std::int64_t> read_parents(const Reference& reference) {
        std::string keys, known, equal, same, arrays, columns, casts;
        pg::Parameters parameters;
        for (std::size_t i = 0; i < reference.types.size(); ++i) {
            const auto separator = i ? ", " : "", conjunction = i ? " and " : "";
            keys += fmt::format("{}c.{}::text", separator, reference.child_columns[i]);
            known += fmt::format("{}c.{} is not null", conjunction, reference.child_columns[i]);
            equal += fmt::format("{}p.{} = c.{}", conjunction, reference.parent_columns[i], reference.child_columns[i]);
            arrays += fmt::format("{}${}::text[]", separator, i + 1);
            columns += fmt::format("{}k{}", separator, i);
            casts += fmt::format("{}k{}::{}", separator, i, reference.types[i]);
            same += fmt::format("{}p.{}", separator, reference.parent_columns[i]);
        }
        const auto missing = copy_.query(fmt::format("select distinct {} from {} c where {} and not exists (select from {} p where {}) limit {}", keys, reference.child, known,
                                                     reference.parent, equal, most_keys), limits::load_time);
        if (!missing) return tl::unexpected(missing.error());
        if (missing->size() == 0) return 0;
        const auto all_columns = copy_.query(columns_query, pg::Parameters{reference.parent});
        if (!all_columns) return tl::unexpected(all_columns.error());
        const std::string list{all_columns->text(0, 0)};
        for (std::size_t i = 0; i < reference.types.size(); ++i) parameters.emplace_back(array_of(*missing, static_cast<int>(i)));
        const auto query = fmt::format("select {} from {} p where ({}) in (select {} from unnest({}) as u({}))", list, reference.parent, same, casts, arrays, columns);
        const auto rows = asked(reference.parent, query, parameters);
        if (!rows) return tl::unexpected(rows.error());
        return *rows ? put(reference.parent, list, **rows) : Result<std::int64_t>{0};
    }

    Result<void> count() {
        std::map<std::string, std::pair<double, double>> of_roots;  // rows here, rows there
        for (const auto& table : tables_) {
            const auto rows = copy_.query("select greatest(reltuples, 0) from pg_class where oid = to_regclass($1)", pg::Parameters{table.name});
            if (!rows) return tl::unexpected(rows.error());
            auto& [here, there] = of_roots[table.root];
            here += rows->real(0, 0);
            there += std::max(table.rows, 0.0);
            if (table.rows > 0) sample_.shares[table.name] = std::min(1.0, rows->real(0, 0) / table.rows);
        }
        for (const auto& [root, rows] : of_roots)
            if (rows.second > 0) sample_.shares[root] = std::min(1.0, rows.first / rows.second);
        auto said = fmt::format("read from the live system, in one snapshot: {} rows of {} tables (at most {} of each, at random), and {} more that these refer to",
                                read_, tables_.size(), options_.rows, referred_);
        sample_.notes.insert(sample_.notes.begin(), std::move(said));
        return {};
    }

    pg::Connection& live_;
    pg::Connection copy_;
    const SampleOptions& options_;
    Sample& sample_;
    std::vector<SampledTable> tables_;
    std::int64_t read_ = 0, referred_ = 0;
};

// As the owner: a view's query is the user's.
void refresh_views(Database& database, std::vector<std::string>& notes) {
    auto session = database.connect();
    if (!session) return;
    const auto views = session->query("select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace "
                                      "where c.relkind = 'm' and n.nspname !~ '^pg_' order by c.oid");
    for (int row = 0; views && row < views->size(); ++row)
        if (const std::string view{views->text(row, 0)}; !session->query("refresh materialized view " + view + "; analyze " + view, limits::statement_time))
            notes.push_back(fmt::format("no rows of {}: {}", view, session->last_error().message));
}

}  // namespace

Result<Sample> sample_rows(Database& schema, pg::Connection& live, const SampleOptions& options) {
    auto copy = schema.server().copy_database(schema);
    if (!copy) return tl::unexpected(copy.error());
    Sample sample{.database = std::move(*copy)};
    auto session = sample.database->connect_as_superuser();
    if (!session) return tl::unexpected(session.error());
    {
        Sampler sampler{live, std::move(*session), options, sample};
        if (auto done = sampler.fill(); !done) return tl::unexpected(done.error());
    }
    refresh_views(*sample.database, sample.notes);
    return sample;
}

}  // namespace assay::lab
