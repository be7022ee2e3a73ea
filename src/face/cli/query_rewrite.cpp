// assay query rewrite: statements that answer the same and cost less, each tried; or whether two answer the same.
#include "face/cli/query_rewrite.h"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <limits>

#include "core/catalogue.h"
#include "core/nearest.h"
#include "core/text.h"
#include "domain/query/advise/rewrites/rewrite.h"
#include "domain/query/model/query_calls.h"
#include "domain/query/read/log.h"
#include "domain/query/read/schema_facts.h"
#include "domain/query/read/table_statistics.h"
#include "domain/query/read/workload.h"
#include "face/cli/query_base.h"
#include "face/cli/request.h"
#include "sql/script.h"
#include "world/files.h"
#include "world/interrupt.h"
#include "world/limits.h"
#include "world/terminal.h"

namespace assay::cli {

namespace {

struct Statement {
    std::string text;
    Location place;
    query::ParameterValues values = {};  // of a logged call
};

bool begins_query(std::string_view text) {
    std::string word;
    for (const char c : trimmed(text)) {
        if (!std::isalpha(static_cast<unsigned char>(c))) break;
        word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return word == "select" || word == "with" || starts_with(trimmed(text), "(");
}

// SQL on the command line itself, where no file is meant.
bool is_sql(const std::string& source) {
    std::error_code none;
    return source != "-" && !std::filesystem::exists(source, none) && begins_query(source);
}

// The slowest call of each query of a log.
Result<void> add_logged(const std::string& source, std::vector<Statement>& all) {
    const auto workload = query::read_workload(source);
    if (!workload) return tl::unexpected(workload.error());
    for (const auto& each : (*workload)->queries) {
        const auto call = query::calls_of(each).front();
        if (begins_query(call.statement)) all.push_back({call.statement, call.location.file.empty() ? Location{source, 1, 1} : call.location, query::logged_values(call.parameters)});
    }
    return {};
}

Result<std::vector<Statement>> statements_of(const std::vector<std::string>& sources) {
    std::vector<Statement> all;
    for (const auto& source : sources) {
        if (query::has_log_extension(source)) {
            if (auto done = add_logged(source, all); !done) return tl::unexpected(done.error());
            continue;
        }
        auto text = is_sql(source) ? Result<std::string>{source} : source == "-" ? read_standard_input() : read_file(source);
        if (!text) return tl::unexpected(text.error());
        const auto name = is_sql(source) ? "the command line" : source == "-" ? "standard input" : source;
        const auto pieces = sql::split(*text, name);
        if (!pieces) return tl::unexpected(pieces.error());
        for (const auto& piece : *pieces) {
            if (piece.kind == sql::PieceKind::broken) return fail(piece.problem, {name, piece.line, piece.column});
            if (piece.kind == sql::PieceKind::statement) all.push_back({std::string{piece.text}, {name, piece.line, piece.column}});
        }
    }
    if (all.empty()) return fail("no statement to rewrite; expected a file of SQL, a log, SQL itself, or - for standard input");
    return all;
}

Result<void> check_pairs(const sql::Parser& parser, Lab& lab, const query::SchemaFacts& facts, const std::vector<Statement>& statements, const query::EquivalenceOptions& options, const std::function<bool()>& stop,
                         RewriteReport& report) {
    if (statements.size() % 2 != 0) return fail(fmt::format("--check takes statements in pairs, an original and what it was rewritten to; there are {}", statements.size()));
    for (std::size_t i = 0; i + 1 < statements.size() && !stop(); i += 2) {
        const Stopwatch watch;
        auto compared = query::compare_queries(parser, lab, facts, statements[i].text, statements[i + 1].text, options);
        CheckedPair checked{statements[i].text, statements[i + 1].text, statements[i].place, {}, watch.seconds()};
        if (compared)
            checked.equivalence = std::move(*compared);
        else
            checked.equivalence.reason = compared.error().message;
        report.checks.push_back(std::move(checked));
    }
    return {};
}

Result<void> advise_each(const sql::Parser& parser, Lab& lab, const query::SchemaFacts& facts, const std::vector<Statement>& statements, const query::RewriteOptions& options, const std::function<bool()>& stop,
                         Progress& progress, RewriteReport& report) {
    for (std::size_t i = 0; i < statements.size() && !stop(); ++i) {
        progress.say(fmt::format("statement {} of {}", i + 1, statements.size()));
        auto advice = query::advise_rewrites(parser, lab, facts, statements[i].text, statements[i].values, options);
        if (!advice) return fail(advice.error().message, statements[i].place);
        advice->place = statements[i].place;
        report.statements.push_back(std::move(*advice));
    }
    return {};
}

// The sample of a live base's rows, else a copy with those that files hold.
Result<std::unique_ptr<lab::Database>> database_with_rows(QueryBase& base) {
    if (base.sample) return std::move(base.sample->database);
    return base.schema->server().copy_database(*base.schema);
}

Result<query::Tables> tables_with_statistics(lab::Database& database, bool has_them) {
    auto root = database.connect_as_superuser();
    if (!root) return tl::unexpected(root.error());
    if (!has_them)
        if (auto done = root->query("analyze", limits::load_time); !done) return tl::unexpected(done.error());
    return query::read_tables(*root);
}

}  // namespace

Result<RewriteReport> rewrite_statements(const Arguments& arguments, const std::function<bool()>& stop, Progress::Listener on_progress) {
    RewriteReport report;
    report.checking = arguments.has("--check");
    report.all = arguments.has("--all");
    query::RewriteOptions options;
    const auto seed = number_from(arguments, "--seed", 0, std::numeric_limits<std::uint32_t>::max());
    if (!seed) return tl::unexpected(seed.error());
    options.equivalence.seed = static_cast<decltype(options.equivalence.seed)>(*seed);
    const auto statements = statements_of(arguments.list("STATEMENTS"));
    if (!statements) return tl::unexpected(statements.error());
    Progress progress{std::move(on_progress)};
    auto base = open_query_base(arguments, stop, progress);
    if (!base) return tl::unexpected(base.error());
    lab::StatisticsLab planning;
    if (base->statistics && !report.checking) {
        auto made = planning_lab(*base->schema, base->statistics);
        if (!made) return tl::unexpected(made.error());
        planning = std::move(*made);
        options.planning = planning.database.get();
        report.notes = planning.notes;
    }
    report.notes.insert(report.notes.end(), base->notes.begin(), base->notes.end());
    auto rows = database_with_rows(*base);
    if (!rows) return tl::unexpected(rows.error());
    const bool has_parameters = std::any_of(statements->begin(), statements->end(), [](const Statement& each) { return query::parameters_in(each.text) > 0; });
    const auto tables = has_parameters ? tables_with_statistics(options.planning ? *options.planning : **rows, options.planning != nullptr) : Result<query::Tables>{query::Tables{}};
    if (!tables) return tl::unexpected(tables.error());
    options.tables = &*tables;
    Lab lab{**rows};
    auto session = lab.session();
    if (!session) return tl::unexpected(session.error());
    const auto facts = query::read_schema_facts(**session);
    if (!facts) return tl::unexpected(facts.error());
    Result<void> done;
    const auto parsed = sql::with_parser_thread([&](const sql::Parser& parser) {
        done = report.checking ? check_pairs(parser, lab, *facts, *statements, options.equivalence, stop, report)
                               : advise_each(parser, lab, *facts, *statements, options, stop, progress, report);
    });
    if (!parsed) return tl::unexpected(parsed.error());
    if (!done) return tl::unexpected(done.error());
    return report;
}

namespace {

int explain_rewrites(const std::string& name) {
    std::vector<std::string_view> names;
    for (const auto* each : query::rewrites()) {
        names.push_back(each->name);
        if (name == "list") fmt::print("{:<28} {}\n", each->name, each->title);
        if (name != each->name) continue;
        const auto page = catalogue::text("domain/query/advise/rewrites/" + replaced(each->name, "-", "_") + ".md");
        if (page.empty()) return give_up(fmt::format("{} has no page", name));
        fmt::print("{}", page);
        return clean;
    }
    if (name == "list") return clean;
    const auto near = nearest(name, names);
    return give_up(fmt::format("no rewrite '{}'{}; --explain list shows all", name, near.empty() ? "" : ", did you mean '" + near + "'"));
}

int status_of(const RewriteReport& report) {
    for (const auto& check : report.checks)
        if (check.equivalence.verdict != query::Equivalence::Verdict::equal) return found;
    for (const auto& statement : report.statements)
        for (const auto& tried : statement.rewrites)
            if (tried.state == query::RewriteState::recommended) return found;
    return clean;
}

int run(const Arguments& arguments) {
    if (const auto name = arguments.text("--explain"); !name.empty()) return explain_rewrites(name);
    if (arguments.text("--base").empty()) return give_up("--base names the database: SQL files, a file of assay query snapshot, or postgres://…");
    const InterruptWatch watch;
    const auto report = rewrite_statements(arguments, InterruptWatch::wanted);
    if (!report) return give_up(report.error().text());
    fmt::print("{}", arguments.text("--format") == "json" ? rewrite_json(*report) : rewrite_text(*report, terminal_width()));
    return status_of(*report);
}

}  // namespace

extern const Command query_rewrite;
const Command query_rewrite{
    .name = "rewrite",
    .about = "Rewrite statements into cheaper ones that answer the same",
    .example = "assay query rewrite slow.sql --base shop.sql",
    .options = {{"--base", "The database: SQL files, a file of assay query snapshot, or postgres://…", OptionKind::value},
                {"--check", "Take statements in pairs, and say of each whether both answer the same", OptionKind::flag},
                {"--all", "Show too what was refused, with its counterexample, and what costs no less", OptionKind::flag},
                {"--explain", "The page of a rewrite by its name; list: all names", OptionKind::value},
                {.name = "--seed", .help = "What the small databases are made from: equal seeds, equal databases", .initial = "1"},
                {.name = "--format", .help = "How to show it", .initial = "text", .choices = {"text", "json"}},
                sample_option(),
                {"--postgres", "Major version of the lab's server", OptionKind::value},
                {"STATEMENTS", "Files of SQL, logs, SQL itself, or -", OptionKind::positional_list}},
    .run = run,
    .area = "query",
};

}  // namespace assay::cli
