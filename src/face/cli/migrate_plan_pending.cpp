#include "face/cli/migrate_plan_pending.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "face/cli/commands.h"
#include "face/cli/migrate_diff.h"

namespace assay::cli {

Result<Pending> pending_files(Session& session) {
    Pending pending;
    std::int64_t first = 0;  // the map's id of the first statement
    for (const auto* migrations : session.workspace().all<migration::Migrations>()) {
        for (auto& reference : migration::references_to_come(*migrations)) pending.references.push_back(std::move(reference));
        for (const auto& file : migrations->files) {
            if (!file.reported) continue;
            for (const auto& statement : file.statements) {
                if (statement.controls_transaction) continue;
                if (pending.statements.empty()) first = statement.id;
                pending.statements.push_back({std::string{statement.text}, statement.place});
            }
        }
    }
    if (pending.statements.empty()) return fail("there is no statement to plan: name the files of the migration, or two schemas with --from and --to");
    auto before = session.laboratory(first);
    if (!before) return tl::unexpected(before.error());
    pending.before = *before;
    return pending;
}

namespace {

// Whether these make B of A, but for the order of columns.
bool lead_there(SchemaPair& pair, const std::vector<std::string>& statements, migration::diff::CompareOptions options) {
    auto database = schema_in_lab(pair);
    if (!database || !run_statements(**database, statements)) return false;
    const auto reached = read_again(**database);
    options.column_order = false;
    return reached && migration::diff::compare(*reached, pair.b.model, options).empty();
}

// A default that goes before a type changes and comes back behind it would be missed by programs in between: where the statements lead to
// the same without that, it stays.
std::vector<std::string> without_detours(SchemaPair& pair, std::vector<std::string> statements, const migration::diff::CompareOptions& options) {
    constexpr std::string_view mark = " DROP DEFAULT";
    for (std::size_t i = 0; i < statements.size(); ++i) {
        if (!ends_with(statements[i], mark)) continue;
        const auto again = statements[i].substr(0, statements[i].size() - mark.size()) + " SET DEFAULT ";
        const auto back = std::find_if(statements.begin(), statements.end(), [&](const std::string& each) { return starts_with(each, again); });
        if (back == statements.end()) continue;
        auto shorter = statements;
        shorter.erase(shorter.begin() + (back - statements.begin()));
        shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
        if (!lead_there(pair, shorter, options)) continue;
        statements = std::move(shorter);
        --i;
    }
    return statements;
}

}  // namespace

Result<Pending> pending_difference(const Arguments& arguments) {
    auto words = defaults_of(migrate_diff);
    words.values["SCHEMA"] = {arguments.text("--from"), arguments.text("--to")};
    if (arguments.has("--rename")) words.values["--rename"] = arguments.list("--rename");
    if (arguments.has("--postgres")) words.values["--postgres"] = arguments.list("--postgres");
    auto made = diff_schemas(words);
    if (!made) return tl::unexpected(made.error());
    auto pair = open_schemas(words);
    if (!pair) return tl::unexpected(pair.error());
    auto database = schema_in_lab(*pair);
    if (!database) return tl::unexpected(database.error());
    Pending pending{.notes = std::move(made->diff.notes), .server = pair->server, .own = std::move(*database)};
    pending.before = pending.own.get();
    std::vector<std::string> texts;
    for (const auto& statement : made->diff.statements) texts.push_back(statement.text);
    for (auto& text : without_detours(*pair, std::move(texts), compare_options(words))) pending.statements.push_back({std::move(text), {}});
    for (const auto& guess : made->diff.renames)
        pending.notes.push_back(fmt::format("{} may have become {} ({}): if so, --rename {}={}", guess.before, guess.after, guess.evidence,
            guess.before, guess.after));
    if (pending.statements.empty()) return fail("the two schemas are the same: there is nothing to plan");
    return pending;
}

}  // namespace assay::cli
