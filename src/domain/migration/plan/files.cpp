#include "domain/migration/plan/files.h"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <ctime>

#include "core/text.h"
#include "domain/migration/plan/planner.h"

namespace assay::migration {

namespace {

// One step, as a file of any tool needs it.
struct StepFile {
    std::string version;   // 14 digits
    std::string before;    // the version of the file before; empty: none
    std::string name;      // "alter_type_02_backfill"
    std::string heading;   // lines of comment, without their mark
    std::string up, down;  // ready to run; down may be empty
    bool in_transaction = true, down_in_transaction = true;
    std::string after;
};

std::string commented(const StepFile& step, std::string_view mark) {
    std::string text;
    for (const auto line : lines_of(step.heading)) text += fmt::format("{} {}\n", mark, line);
    return text;
}

std::string down_or_note(const StepFile& step) { return step.down.empty() ? "-- nothing to undo, or nothing that could undo it" : step.down; }

std::string with_indent(std::string_view text, std::string_view margin) {
    std::string lines;
    for (const auto line : lines_of(text)) lines += line.empty() ? std::string{"\n"} : std::string{margin} + std::string{line} + "\n";
    return lines;
}

std::vector<PlanFile> flyway(const StepFile& step) {
    std::vector<PlanFile> files{{fmt::format("V{}__{}.sql", step.version, step.name), commented(step, "--") + step.up + "\n"}};
    if (!step.in_transaction) files.push_back({files.front().path + ".conf", "executeInTransaction=false\n"});
    if (step.down.empty()) return files;
    files.push_back({fmt::format("U{}__{}.sql", step.version, step.name), step.down + "\n"});
    if (!step.down_in_transaction) files.push_back({files.back().path + ".conf", "executeInTransaction=false\n"});
    return files;
}

// Prisma has no way down: what leads back stands in a comment.
std::vector<PlanFile> prisma(const StepFile& step) {
    const auto back = step.down.empty() ? std::string{} : "\n-- back:\n" + with_indent(step.down, "-- ");
    return {{fmt::format("{}_{}/migration.sql", step.version, step.name), commented(step, "--") + step.up + "\n" + back}};
}

std::vector<PlanFile> two_files(const StepFile& step) {
    const auto start = fmt::format("{}_{}", step.version, step.name);
    return {{start + ".up.sql", commented(step, "--") + step.up + "\n"}, {start + ".down.sql", down_or_note(step) + "\n"}};
}

std::vector<PlanFile> sqlx(const StepFile& step) {
    auto files = two_files(step);
    if (!step.in_transaction) files[0].text.insert(0, "-- no-transaction\n");
    if (!step.down_in_transaction) files[1].text.insert(0, "-- no-transaction\n");
    return files;
}

std::vector<PlanFile> dbmate(const StepFile& step) {
    const auto mark = [](std::string_view way, bool in_transaction) { return fmt::format("-- migrate:{}{}\n", way, in_transaction ? "" : " transaction:false"); };
    return {{fmt::format("{}_{}.sql", step.version, step.name),
             mark("up", step.in_transaction) + commented(step, "--") + step.up + "\n\n" + mark("down", step.down_in_transaction) + down_or_note(step) + "\n"}};
}

std::vector<PlanFile> goose(const StepFile& step) {
    const auto one = [](const std::string& text, bool whole) { return whole ? "-- +goose StatementBegin\n" + text + "\n-- +goose StatementEnd\n" : text + "\n"; };
    const auto is_block = [](const std::string& text) { return text.find("$step$") != std::string::npos || text.find("$backfill$") != std::string::npos; };
    const std::string outside = step.in_transaction && step.down_in_transaction ? "" : "-- +goose NO TRANSACTION\n";
    return {{fmt::format("{}_{}.sql", step.version, step.name),
             outside + "-- +goose Up\n" + commented(step, "--") + one(step.up, is_block(step.up)) + "\n-- +goose Down\n" +
                 one(down_or_note(step), is_block(step.down))}};
}

// A colon before a word would be a parameter of SQLAlchemy's.
std::string python_text(std::string_view sql) {
    std::string text;
    for (std::size_t i = 0; i < sql.size(); ++i) {
        const char before = i > 0 ? sql[i - 1] : ' ', behind = i + 1 < sql.size() ? sql[i + 1] : ' ';
        const bool starts_word = std::isalnum(static_cast<unsigned char>(behind)) || behind == '_';
        text += sql[i] == ':' && before != ':' && starts_word ? "\\:" : std::string{sql[i]};
    }
    return text;
}

std::string alembic_function(std::string_view name, const std::string& sql, bool in_transaction) {
    if (sql.empty()) return fmt::format("\n\ndef {}():\n    pass\n", name);
    if (in_transaction) return fmt::format("\n\ndef {}():\n    op.execute(r\"\"\"\n{}\n\"\"\")\n", name, python_text(sql));
    return fmt::format("\n\ndef {}():\n    with op.get_context().autocommit_block():\n        op.execute(r\"\"\"\n{}\n\"\"\")\n", name, python_text(sql));
}

std::vector<PlanFile> alembic(const StepFile& step) {
    const auto& follows = step.before.empty() ? step.after : step.before;
    const auto before = follows.empty() ? std::string{"None  # the head that this follows"} : "\"" + follows + "\"";
    return {{fmt::format("{}_{}.py", step.version, step.name),
             fmt::format("\"\"\"{}\"\"\"\nfrom alembic import op\n\nrevision = \"{}\"\ndown_revision = {}\nbranch_labels = None\ndepends_on = None\n",
                 step.heading, step.version, before) +
                 alembic_function("upgrade", step.up, step.in_transaction) + alembic_function("downgrade", step.down, step.down_in_transaction)}};
}

std::string class_name(std::string_view name) {
    std::string text;
    bool start = true;
    for (const char c : name) {
        if (c != '_') text += start ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
        start = c == '_';
    }
    return text;
}

std::vector<PlanFile> rails(const StepFile& step) {
    const auto method = [](std::string_view name, const std::string& sql) {
        if (sql.empty()) return fmt::format("  def {}\n  end\n", name);
        return fmt::format("  def {}\n    execute <<~'SQL'\n{}    SQL\n  end\n", name, with_indent(sql, "      "));
    };
    const std::string outside = step.in_transaction && step.down_in_transaction ? "" : "  disable_ddl_transaction!\n\n";
    return {{fmt::format("{}_{}.rb", step.version, step.name),
             commented(step, "#") + fmt::format("class {} < ActiveRecord::Migration[7.0]\n{}{}\n{}end\n", class_name(step.name), outside,
                                                method("up", step.up), method("down", step.down))}};
}

std::vector<PlanFile> plain(const StepFile& step) {
    std::vector<PlanFile> files{{step.name + ".sql", commented(step, "--") + step.up + "\n"}};
    if (!step.down.empty()) files.push_back({step.name + ".down.sql", step.down + "\n"});
    return files;
}

struct Tool {
    std::string_view name;
    std::vector<PlanFile> (*write)(const StepFile&);
};
constexpr Tool tools[]{{"flyway", flyway}, {"prisma", prisma}, {"alembic", alembic}, {"golang-migrate", two_files}, {"dbmate", dbmate},
                       {"goose", goose}, {"rails", rails}, {"sqlx", sqlx}, {"sql", plain}};

std::string version_at(double unix_seconds) { return fmt::format("{:%Y%m%d%H%M%S}", fmt::gmtime(static_cast<std::time_t>(unix_seconds))); }

std::string heading_of(const Plan& plan, std::size_t number) {
    const auto& step = plan.steps[number];
    auto text = fmt::format("Step {} of {}, {}: {}", number + 1, plan.steps.size(), name(step.stage), step.title);
    if (!step.deploy.empty()) text += "\nNot before this is deployed: " + step.deploy;
    if (!step.loses.empty()) text += "\nOn the way back it loses " + step.loses;
    return text;
}

bool in_one(Runs runs) { return runs == Runs::in_transaction || runs == Runs::as_written; }

}  // namespace

const std::vector<std::string_view>& plan_tools() {
    static const std::vector<std::string_view> names = [] {
        std::vector<std::string_view> all;
        for (const auto& tool : tools) all.push_back(tool.name);
        return all;
    }();
    return names;
}

std::vector<PlanFile> plan_files(const Plan& plan, const FileOptions& options) {
    const auto* tool = std::find_if(std::begin(tools), std::end(tools), [&](const Tool& each) { return each.name == options.tool; });
    std::vector<PlanFile> files;
    int release = 1;
    std::string before;
    for (std::size_t i = 0; tool != std::end(tools) && i < plan.steps.size(); ++i) {
        const auto& step = plan.steps[i];
        if (!step.deploy.empty() && i > 0) ++release;
        const auto named = step.of < plan.statements.size() ? plan.statements[step.of].recipe : std::string_view{};
        const auto recipe = named.empty() ? std::string_view{"change"} : named;
        StepFile file{.version = version_at(options.unix_seconds + static_cast<double>(i)), .before = before,
                      .name = fmt::format("{}_{:02}_{}", replaced(recipe, "-", "_"), i + 1, name(step.stage)), .heading = heading_of(plan, i),
                      .up = runnable(step.statement, step.runs, plan.lock_timeout_ms), .down = {}, .in_transaction = in_one(step.runs),
                      .down_in_transaction = in_one(step.rollback_runs), .after = options.after};
        if (!step.rollback.empty()) file.down = runnable(step.rollback, step.rollback_runs, plan.lock_timeout_ms);
        before = file.version;
        for (auto& made : tool->write(file)) files.push_back({fmt::format("release_{}/{}", release, made.path), std::move(made.text)});
    }
    return files;
}

}  // namespace assay::migration
