#include "domain/query/read/workload.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <tuple>
#include <vector>

#include "core/text.h"
#include "domain/query/model/plan.h"
#include "domain/query/read/log.h"
#include "domain/query/read/plan_tree.h"
#include "domain/query/read/shape_table.h"
#include "sql/script.h"
#include "world/files.h"

namespace assay::query {

using std::size_t;
using std::string_view;

namespace {

constexpr string_view hidden_text = "<insufficient privilege>";
constexpr double block_bytes = 8192;
constexpr size_t first_bytes = 64u << 10;  // that tell what a text is

double number(string_view text) {
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::uint64_t whole(double value) { return value > 0 && value < 1e18 ? static_cast<std::uint64_t>(std::llround(value)) : 0; }

// One row of pg_stat_statements, by the names of its columns, which differ by version.
class Row {
public:
    template <class Columns, class Value>
    static Row of(const Columns& columns, Value value) {
        Row row;
        for (size_t i = 0; i < columns.size(); ++i) row.values_.emplace_back(columns[i], value(i));
        return row;
    }
    // The first of the names that there is.
    string_view text(std::initializer_list<string_view> names) const {
        for (const string_view wanted : names)
            for (const auto& [name, value] : values_)
                if (name == wanted) return value;
        return {};
    }
    double real(std::initializer_list<string_view> names) const { return number(text(names)); }

private:
    std::vector<std::pair<string_view, string_view>> values_;
};

// Adds up rows: a statement has one for each user, and for its calls inside functions.
class Statistics {
public:
    void add(const Row& row, int line) {
        ++records_;
        const string_view statement = row.text({"query"});
        if (statement == hidden_text || trimmed(statement).empty()) return hide(line);
        ShapeTally* shape = shapes_.find(statement);
        if (!shape) return;
        const auto us = [&](std::initializer_list<string_view> names) { return whole(row.real(names) * 1000); };
        // The normal form leaves digits of names out; the statement itself tells which table it was.
        if (shape->normal_form.find('#') != string_view::npos) shapes_.keep_sample(*shape, {statement, {}, 0, {}, line, line, 1});
        const std::uint64_t calls = whole(row.real({"calls"}));
        shape->calls += calls;
        shape->timed_calls += calls;
        shape->total_us += us({"total_exec_time", "total_time"});
        shape->prepare_us += us({"total_plan_time"});
        shape->min_us = std::min(shape->min_us, us({"min_exec_time", "min_time"}));
        shape->max_us = std::max(shape->max_us, us({"max_exec_time", "max_time"}));
        shape->rows = shape->rows.value_or(0) + whole(row.real({"rows"}));
        shape->temporary_bytes += whole(row.real({"temp_blks_written"}) * block_bytes);
        if (!row.text({"jit_functions"}).empty())
            shape->jit_us = shape->jit_us.value_or(0) + us({"jit_generation_time"}) + us({"jit_inlining_time"}) + us({"jit_optimization_time"}) +
                            us({"jit_emission_time"});
        if (const auto user = row.text({"rolname", "userid"}); !user.empty()) shape->users.add(user, calls);
        if (const auto database = row.text({"datname", "dbid"}); !database.empty()) shape->databases.add(database, calls);
    }

    Result<std::unique_ptr<Workload>> workload(const std::string& source) {
        auto queries = shapes_.queries();
        if (!queries) return tl::unexpected(queries.error());
        auto workload = std::make_unique<Workload>();
        workload->sources = {source};
        workload->format = "pg_stat_statements";
        workload->records = records_;
        workload->queries = std::move(*queries);
        if (hidden_.count) {
            hidden_.first.file = source;
            workload->damage.push_back(hidden_);
        }
        return workload;
    }

private:
    void hide(int line) {
        if (hidden_.count++ == 0) hidden_.first.line = line;
    }

    ShapeTable shapes_;
    std::uint64_t records_ = 0;
    Damage hidden_{"a statement whose text this role may not see (pg_read_all_stats shows it)", 0, {}};
};

// CSV as COPY writes it. False at the end, or where a quote is not closed.
bool read_csv_row(string_view& text, int& line, std::vector<std::string>& fields) {
    fields.assign(1, {});
    bool quoted = false;
    for (size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        line += c == '\n';
        if (c == '"') {
            if (quoted && at + 1 < text.size() && text[at + 1] == '"') fields.back() += text[at++];
            else quoted = !quoted;
        } else if (quoted) {
            fields.back() += c;
        } else if (c == ',') {
            fields.emplace_back();
        } else if (c == '\n') {
            text.remove_prefix(at + 1);
            return true;
        } else if (c != '\r') {
            fields.back() += c;
        }
    }
    const bool there = !text.empty() && !quoted;
    text = {};
    return there;
}

}  // namespace

Result<std::unique_ptr<Workload>> read_statement_statistics(pg::Connection& connection, const std::string& source) {
    const auto schema = connection.query(
        "select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_stat_statements'");
    if (!schema) return fail(schema.error().message, {source});
    if (schema->size() == 0)
        return fail("has no pg_stat_statements: create extension pg_stat_statements, and name it in shared_preload_libraries", {source});
    const auto rows = connection.query("select s.*, r.rolname, d.datname from " + pg::quote_identifier(schema->text(0, 0)) +
                                       ".pg_stat_statements s join pg_database d on d.oid = s.dbid and d.datname = current_database() "
                                       "left join pg_roles r on r.oid = s.userid");
    if (!rows) return fail(rows.error().message, {source});
    std::vector<string_view> columns;
    for (int column = 0; column < rows->columns(); ++column) columns.push_back(rows->column_name(column));
    Statistics statistics;
    for (int row = 0; row < rows->size(); ++row)
        statistics.add(Row::of(columns, [&](size_t column) { return rows->text(row, static_cast<int>(column)); }), 0);
    return statistics.workload(source);
}

bool is_statement_csv(string_view first_bytes) {
    const string_view line = first_bytes.substr(0, first_bytes.find('\n'));
    return line.find("queryid") != line.npos && line.find("calls") != line.npos && line.find("query,") != line.npos;
}

Result<std::unique_ptr<Workload>> read_statement_csv(string_view text, const std::string& file) {
    if (!is_statement_csv(text))
        return fail("is no export of pg_stat_statements: its first line must name the columns queryid, query and calls", {file, 1, 0});
    int line = 1;
    std::vector<std::string> header, fields;
    read_csv_row(text, line, header);
    Statistics statistics;
    for (int first = line; !text.empty(); first = line) {
        if (!read_csv_row(text, line, fields)) return fail("a quote that is not closed: the file is cut off", {file, first, 0});
        if (fields.size() != header.size())
            return fail("has " + std::to_string(fields.size()) + " fields, its header " + std::to_string(header.size()), {file, first, 0});
        statistics.add(Row::of(header, [&](size_t column) { return string_view{fields[column]}; }), first);
    }
    return statistics.workload(file);
}

namespace {

// Where the file shows it first.
std::tuple<string_view, int, int> first_place(const Query& query) {
    std::tuple<string_view, int, int> first{{}, INT32_MAX, 0};
    for (const Sample& sample : query.samples)
        if (const std::tuple place{string_view{sample.location.file}, sample.location.line, sample.location.column};
            std::get<1>(first) == INT32_MAX || place < first)
            first = place;
    return first;
}

// Each statement is one call.
Result<ShapeTable> shapes_of_script(const Script& script, Workload& workload) {
    const auto pieces = sql::split(script.text, script.file);
    if (!pieces) return tl::unexpected(pieces.error());
    ShapeTable shapes;
    for (const sql::Piece& piece : *pieces) {
        if (piece.kind == sql::PieceKind::broken) workload.damage.push_back({piece.problem, 1, {script.file, piece.line, piece.column}});
        if (piece.kind != sql::PieceKind::statement) continue;
        ShapeTally* shape = shapes.find(piece.text);
        if (!shape) continue;
        ++shape->calls;
        ++workload.records;
        shapes.keep_sample(*shape, {piece.text, {}, 0, {}, static_cast<std::int64_t>(piece.offset), piece.line, piece.column});
    }
    shapes.set_file(script.file);
    workload.sources.push_back(script.file);
    workload.bytes += script.text.size();
    return shapes;
}

}  // namespace

Result<std::unique_ptr<Workload>> read_statement_scripts(const std::vector<Script>& scripts) {
    auto workload = std::make_unique<Workload>();
    workload->format = "SQL";
    ShapeTable all;
    for (const Script& script : scripts) {
        auto shapes = shapes_of_script(script, *workload);
        if (!shapes) return tl::unexpected(shapes.error());
        all.merge(std::move(*shapes), 0);
    }
    auto queries = all.queries();
    if (!queries) return tl::unexpected(queries.error());
    workload->queries = std::move(*queries);
    std::stable_sort(workload->queries.begin(), workload->queries.end(),
                     [](const Query& a, const Query& b) { return first_place(a) < first_place(b); });
    return workload;
}

Result<std::unique_ptr<Workload>> read_statement_script(string_view text, const std::string& file) {
    return read_statement_scripts({{text, file}});
}

namespace {

// Statements that plans hold, each plan a call.
Result<std::unique_ptr<Workload>> read_statements_of_plans(string_view text, const std::string& name) {
    const auto plans = read_plans(text, name);
    if (!plans) return tl::unexpected(plans.error());
    auto workload = std::make_unique<Workload>();
    workload->format = "plans";
    workload->sources.push_back(name);
    workload->bytes = text.size();
    ShapeTable shapes;
    for (const auto& plan : *plans) {
        const std::string& statement = plan->called.empty() ? plan->statement : plan->called;
        ShapeTally* shape = statement.empty() ? nullptr : shapes.find(statement);
        if (!shape) continue;
        const auto us = whole(plan->total_ms * 1000);
        ++shape->calls;
        ++workload->records;
        shape->total_us += us;
        shapes.keep_sample(*shape, {statement, {}, us, {}, plan->number, plan->line});
    }
    if (workload->records == 0)
        return fail("holds plans without their statements (Query Text, as auto_explain writes it): `assay query explain` reads these", {name});
    shapes.set_file(name);
    auto queries = shapes.queries();
    if (!queries) return tl::unexpected(queries.error());
    workload->queries = std::move(*queries);
    return workload;
}

}  // namespace

Result<std::unique_ptr<Workload>> read_workload_text(std::string text, const std::string& name, const std::string& log_line_prefix) {
    if (is_statement_csv(text)) return read_statement_csv(text, name);
    const auto format = log_format(string_view{text}.substr(0, first_bytes), log_line_prefix, name);
    // A script may quote a log in its comments.
    if (!log_line_prefix.empty() || (format && !starts_with(format->prefix, "--"))) return read_log_text(std::move(text), name, {.prefix = log_line_prefix});
    if (looks_like_plan(text)) return read_statements_of_plans(text, name);
    return read_statement_script(text, name);
}

Result<std::unique_ptr<Workload>> read_workload(const std::string& source, const std::string& log_line_prefix) {
    if (source == "-") {  // read whole, since what it is shows only then
        auto text = read_standard_input();
        if (!text) return tl::unexpected(text.error());
        return read_workload_text(std::move(*text), "standard input", log_line_prefix);
    }
    const auto file = FileBytes::open(source);
    if (!file) return tl::unexpected(file.error());
    const auto first = file->bytes().substr(0, first_bytes);
    if (ends_with(source, ".sql")) return read_statement_script(file->bytes(), source);
    if (is_statement_csv(first)) return read_statement_csv(file->bytes(), source);
    if (!has_log_extension(source) && looks_like_plan(first) && !log_format(first, {}, source)) return read_statements_of_plans(file->bytes(), source);
    return read_logs({source}, {.prefix = log_line_prefix});
}

}  // namespace assay::query
