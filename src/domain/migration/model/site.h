// Site: one change where it stands; what rules are asked about, and how they tell of it.
#pragma once

#include <string>

#include "domain/migration/model/migration.h"
#include "sql/names.h"

namespace assay::migration {

struct Site {
    const Migrations& migrations;
    const File& file;
    const Statement& statement;
    const Change& change;

    // Nobody waits for what this deploy made itself.
    bool is_free() const { return change.strongest() == Mode::none; }
    bool in_transaction() const { return statement.scope != Scope::none; }
    // How the statement came to stand in a transaction: "the file runs in one transaction (Flyway)".
    std::string transaction_text() const;

    Location place() const;
    // A finding about `object`, at the change.
    Finding finding(std::string object, std::string message) const;
    // A fix that is a text, and no edit.
    static Fix advice(std::string title, std::string statement, Safety safety = Safety::manual);
    // A fix that writes words into the file behind a keyword of the statement: CONCURRENTLY after INDEX.
    std::optional<Edit> insertion_after(std::string_view keyword, std::string_view words) const;
    std::optional<Edit> insertion_at_end(std::string_view words) const;
    // ADD … NOT VALID of the constraint that the change adds, and VALIDATE where the statement stands in no transaction.
    Fix added_not_valid() const;
    // The statement as that edit leaves it.
    std::string text_with(const Edit& edit) const;
};

// Every change of the files that are reported.
void each_site(const Migrations& migrations, const std::function<void(const Site&)>& visit);

// Hides what a comment of the file switches off.
void heed_ignores(const Migrations& migrations, Report& report, std::size_t first_finding);

namespace detail {

template <void (*Check)(const Site&, Report&)>
void check_sites(const Migrations& migrations, Report& report) {
    const auto before = report.findings().size();
    each_site(migrations, [&](const Site& site) { Check(site, report); });
    heed_ignores(migrations, report, before);
}

template <void (*Check)(const Migrations&, const File&, Report&)>
void check_files(const Migrations& migrations, Report& report) {
    const auto before = report.findings().size();
    for (const auto& file : migrations.files)
        if (file.reported) Check(migrations, file, report);
    heed_ignores(migrations, report, before);
}

}  // namespace detail

// A rule that looks at one change, or at one file, at a time.
template <void (*Check)(const Site&, Report&)>
consteval Rule site_rule(Facts facts) {
    return rule<&detail::check_sites<Check>>(facts);
}
template <void (*Check)(const Migrations&, const File&, Report&)>
consteval Rule file_rule(Facts facts) {
    return rule<&detail::check_files<Check>>(facts);
}

}  // namespace assay::migration
