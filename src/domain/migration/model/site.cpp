#include "domain/migration/model/site.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "sql/names.h"
#include "sql/script.h"
#include "sql/tokens.h"

namespace assay::migration {

std::string Site::transaction_text() const {
    switch (statement.scope) {
        case Scope::written: return "it stands between BEGIN and COMMIT";
        case Scope::wrapped: return fmt::format("{} runs the file in one transaction", sql::name(migrations.convention));
        case Scope::implicit: return fmt::format("{} sends the file as one query, which is one transaction", sql::name(migrations.convention));
        case Scope::none: break;
    }
    return "it runs by itself";
}

// Counted from the statement on where no template stands in the file: from the file's start it takes long for many.
Location Site::place() const {
    if (change.offset == 0) return statement.place;
    if (file.is_verbatim()) return sql::locate(statement.text, std::min(change.offset, statement.text.size()), statement.place);
    return file.at(statement.offset + change.offset);
}

Finding Site::finding(std::string object, std::string message) const {
    Finding made;
    made.object = fmt::format("{} in {}", object, file.name);
    made.message = std::move(message);
    made.location = place();
    made.subject = statement.id;
    return made;
}

Fix Site::advice(std::string title, std::string statement, Safety safety) { return {std::move(title), std::move(statement), {}, safety}; }

std::optional<Edit> Site::insertion_after(std::string_view keyword, std::string_view words) const {
    if (change.in_block || !file.is_written(statement)) return {};
    for (const auto& token : sql::tokens_of(statement.text)) {
        if (token.kind != sql::TokenKind::word || !sql::is_word(token.in(statement.text), keyword)) continue;
        const auto at = file.original(statement.offset + token.end);
        return Edit{file.path, at, at, " " + std::string{words}};
    }
    return {};
}

std::optional<Edit> Site::insertion_at_end(std::string_view words) const {
    if (change.in_block || statement.changes.size() != 1 || !file.is_written(statement)) return {};
    const auto at = file.original(statement.offset + statement.text.size());
    return Edit{file.path, at, at, " " + std::string{words}};
}

std::string Site::text_with(const Edit& edit) const {
    const auto begin = file.original(statement.offset);
    std::string text{statement.text};
    return text.insert(std::min(edit.start - begin, text.size()), edit.replacement);
}

Fix Site::added_not_valid() const {
    Fix fix = advice("Add it NOT VALID, then validate it in a transaction of its own", "");
    const bool alone = in_transaction() || change.object.empty();
    auto edit = insertion_at_end(alone ? std::string{"not valid"}
                                       : fmt::format("not valid;\nalter table {} validate constraint {}", sql::quote_relation(change.relation), sql::quote_relation(change.object)));
    if (!edit) return fix;
    fix.safety = Safety::safe;
    fix.statement = text_with(*edit);
    fix.edits.push_back(std::move(*edit));
    return fix;
}

void each_site(const Migrations& migrations, const std::function<void(const Site&)>& visit) {
    for (const auto& file : migrations.files) {
        if (!file.reported) continue;
        for (const auto& statement : file.statements)
            for (const auto& change : statement.changes) visit({migrations, file, statement, change});
    }
}

void heed_ignores(const Migrations& migrations, Report& report, std::size_t first_finding) {
    auto& findings = report.findings();
    const auto ignores = [](const auto& ignored, std::string_view rule) { return ignored.contains("*") || ignored.contains(rule); };
    for (const auto& file : migrations.files)
        for (const auto& statement : file.statements) {
            if (file.ignored.empty() && statement.ignored.empty()) continue;
            for (auto i = first_finding; i < findings.size(); ++i) {
                if (findings[i].subject != statement.id) continue;
                const auto rule = findings[i].rule->short_name();
                if (ignores(statement.ignored, rule)) findings[i].suppressed = statement.ignored_by;
                if (ignores(file.ignored, rule)) findings[i].suppressed = file.ignored_by;
            }
        }
}

}  // namespace assay::migration
