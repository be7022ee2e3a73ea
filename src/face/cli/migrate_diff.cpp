// assay migrate diff: the statements that make one schema of another, tried in the lab.
#include "face/cli/migrate_diff.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "domain/migration/diff/renames.h"
#include "domain/migration/diff/schema_diff.h"
#include "world/terminal.h"

namespace assay::cli {

namespace diff = migration::diff;

namespace {

std::vector<std::string> texts_of(const std::vector<diff::DiffStatement>& statements) {
    std::vector<std::string> texts;
    for (const auto& statement : statements) texts.push_back(statement.text);
    return texts;
}

// What is left that differs, in a line; empty when nothing is. No statement moves a column: the notes say where one stands elsewhere.
std::string left_over(const diff::Model& reached, const diff::Model& wanted, diff::CompareOptions options) {
    constexpr std::size_t most = 5;
    options.column_order = false;
    std::vector<std::string> left;
    for (const auto& each : diff::compare(reached, wanted, options)) {
        const auto& object = each.in_a >= 0 ? reached.objects[static_cast<std::size_t>(each.in_a)] : wanted.objects[static_cast<std::size_t>(each.in_b)];
        left.push_back(each.fact.empty() ? fmt::format("{} is {}", diff::spoken(object), each.in_a < 0 ? "missing" : "left") : fmt::format("{} of {}", each.fact, diff::spoken(object)));
    }
    const auto more = left.size() > most ? left.size() - most : 0;
    left.resize(std::min(left.size(), most));
    return joined(left, "; ") + (more ? fmt::format("; and {} more", more) : "");
}

class Differ {
public:
    Differ(SchemaPair& pair, const diff::CompareOptions& options) : pair_{pair}, options_{options} {}

    Result<MigrateDiff> run(std::vector<std::string> wanted) {
        for (const auto& said : pair_.b.renames)
            // Of a rename that was done long ago nothing is left to do.
            if (diff::rename_statements(pair_.a.model, pair_.b.model, {said})) wanted.push_back(said);
        auto renames = diff::rename_statements(pair_.a.model, pair_.b.model, wanted);
        if (!renames) return tl::unexpected(renames.error());
        MigrateDiff made{.a = pair_.a.source, .b = pair_.b.source, .server = "PostgreSQL " + pair_.server->installation().version, .diff = {}};
        diff::Model model = pair_.a.model;
        if (auto done = rename(std::move(*renames), model); !done) return tl::unexpected(done.error());
        if (auto done = rename(diff::harmless_renames(model, pair_.b.model), model); !done) return tl::unexpected(done.error());
        made.diff = diff::write_diff(model, pair_.b.model, options_);
        made.diff.renames = diff::guess_renames(model, pair_.b.model);
        made.diff.statements.insert(made.diff.statements.begin(), renamed_.begin(), renamed_.end());
        made.notes = pair_.a.notes;
        made.notes.insert(made.notes.end(), pair_.b.notes.begin(), pair_.b.notes.end());
        if (!made.diff.statements.empty()) prove(made);
        else made.proven = true;
        return made;
    }

private:
    // The lab does it, so that everything which named the old name names the new one.
    Result<void> rename(std::vector<diff::DiffStatement> statements, diff::Model& model) {
        if (statements.empty()) return {};
        renamed_.insert(renamed_.end(), statements.begin(), statements.end());
        auto database = schema_in_lab(pair_);
        if (!database) return tl::unexpected(database.error());
        if (auto done = run_statements(**database, texts_of(renamed_)); !done) return done;
        auto read = read_again(**database);
        if (!read) return tl::unexpected(read.error());
        model = std::move(*read);
        return {};
    }

    void prove(MigrateDiff& made) {
        auto database = schema_in_lab(pair_);
        if (!database) return void(made.doubt = "the first schema could not be made in the lab: " + database.error().message);
        const auto before = read_again(**database);
        if (!before) return void(made.doubt = before.error().message);
        if (const auto other = left_over(*before, pair_.a.model, options_); !other.empty())
            return void(made.doubt = "what the lab holds is not quite the first schema: " + other);
        if (const auto done = run_statements(**database, texts_of(made.diff.statements)); !done) return void(made.doubt = "in the lab: " + done.error().message);
        const auto after = read_again(**database);
        if (!after) return void(made.doubt = after.error().message);
        made.doubt = left_over(*after, pair_.b.model, options_);
        made.proven = made.doubt.empty();
        if (!made.proven) made.doubt = "applied in the lab, these still differ: " + made.doubt;
    }

    SchemaPair& pair_;
    const diff::CompareOptions& options_;
    std::vector<diff::DiffStatement> renamed_;
};

int run(const Arguments& arguments) {
    const auto made = diff_schemas(arguments);
    if (!made) return give_up(made.error().text());
    const auto format = arguments.text("--format");
    const int printed = print_schemas(format == "json" ? diff_json(*made) : format == "sql" ? diff_sql(*made) : diff_text(*made, terminal_width()), arguments);
    if (printed != clean) return printed;
    return made->diff.statements.empty() && made->diff.notes.empty() ? clean : found;
}

}  // namespace

Result<MigrateDiff> diff_schemas(const Arguments& arguments, const Progress::Listener& on_progress) {
    auto pair = open_schemas(arguments, on_progress);
    if (!pair) return tl::unexpected(pair.error());
    const auto options = compare_options(arguments);
    return Differ{*pair, options}.run(arguments.list("--rename"));
}

extern const Command migrate_diff;
const Command migrate_diff{
    .name = "diff",
    .about = "Write the statements that make one schema of another, tried",
    .example = "assay migrate diff postgres://reader@db/shop db/migrations --format sql",
    .options = with_schema_options({{"--rename", "old=new: a table or column that was renamed, not dropped and added; may be repeated", OptionKind::list},
                               {.name = "--format", .help = "How to show it", .initial = "text", .choices = {"text", "sql", "json"}}}),
    .run = run,
    .area = "migrate",
};

}  // namespace assay::cli
