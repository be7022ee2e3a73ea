#include "domain/postgres/read/fix_writer.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <ctime>

#include "core/rule.h"
#include "core/text.h"
#include "sql/migration_folder.h"
#include "world/clock.h"
#include "world/files.h"

namespace assay::postgres {

namespace fs = std::filesystem;

namespace {

// "index_orders_customer_id" from the finding: what a colleague would call the file.
std::string slug(const Finding& finding) {
    std::string text;
    for (char c : std::string{finding.rule->short_name()} + " " + finding.object) {
        const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (word) text += c;
        else if (!text.empty() && text.back() != '_') text += '_';
    }
    while (!text.empty() && text.back() == '_') text.pop_back();
    if (text.size() > 60) text.resize(60);
    return text;
}

std::string body(const Finding& finding) {
    return fmt::format("-- {}: {}\n{}\n", finding.rule->facts.id.text, replaced(finding.message, "\n", " "), finding.fix->statement);
}

// Undoes what has an evident inverse: CREATE INDEX. The rest is said to be irreversible.
std::string inverse(const std::string& statement) {
    constexpr std::string_view start = "CREATE INDEX ";
    if (!starts_with(statement, start)) return "-- no inverse: see the migration that goes up\n";
    auto rest = statement.substr(start.size());
    const bool concurrently = starts_with(rest, "CONCURRENTLY ");
    if (concurrently) rest = rest.substr(13);
    return fmt::format("DROP INDEX {}{};\n", concurrently ? "CONCURRENTLY " : "", rest.substr(0, rest.find(' ')));
}

std::string_view digits_of(std::string_view name) {
    std::size_t count = 0;
    while (count < name.size() && name[count] >= '0' && name[count] <= '9') ++count;
    return name.substr(0, count);
}

std::string now_stamp() {
    const auto seconds = static_cast<std::time_t>(now_unix_seconds());
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    return fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour,
                       parts.tm_min, parts.tm_sec);
}

// The number after the last: a timestamp stays a timestamp, a width stays a width.
std::string next_number(std::string_view last, int ahead) {
    if (last.size() >= 14) return std::to_string(std::max(std::stoll(now_stamp()), std::stoll(std::string{last}) + 1) + ahead);
    long long number = 0;
    std::from_chars(last.data(), last.data() + last.size(), number);
    return fmt::format("{:0{}}", number + 1 + ahead, last.size());
}

bool must_run_alone(const Finding& finding) { return finding.fix->statement.find("CONCURRENTLY") != std::string::npos; }

Result<std::vector<WrittenFix>> flyway(const sql::MigrationFolder& folder, const Finding& finding, int ahead) {
    std::string last;
    for (const auto& file : folder.files)
        if (file.path.filename().string()[0] == 'V') last = file.path.filename().string();
    const auto version = last.substr(1, last.find("__") - 1);
    const auto dot = version.find_last_of("._");
    const auto number = digits_of(std::string_view{version}.substr(dot == version.npos ? 0 : dot + 1));
    const auto next = dot == version.npos ? next_number(number, ahead) : version.substr(0, dot + 1) + next_number(number, ahead);
    const auto parent = folder.files.back().path.parent_path();
    return std::vector{WrittenFix{(parent / fmt::format("V{}__{}.sql", next, slug(finding))).string(), body(finding)}};
}

Result<std::vector<WrittenFix>> numbered(const sql::MigrationFolder& folder, const Finding& finding, int ahead) {
    const auto last = folder.files.back().path.filename().string();
    const auto number = digits_of(last);
    const char separator = number.size() < last.size() ? last[number.size()] : '_';
    const auto base = folder.folder / fmt::format("{}{}{}", next_number(number, ahead), separator, slug(finding));
    if (folder.convention == sql::Convention::golang_migrate)
        return std::vector{WrittenFix{base.string() + ".up.sql", body(finding)},
                           WrittenFix{base.string() + ".down.sql", inverse(finding.fix->statement)}};
    if (folder.convention == sql::Convention::dbmate)
        return std::vector{WrittenFix{base.string() + ".sql",
                                      fmt::format("-- migrate:up{}\n{}\n-- migrate:down{}\n{}", must_run_alone(finding) ? " transaction:false" : "",
                                                  body(finding), must_run_alone(finding) ? " transaction:false" : "",
                                                  inverse(finding.fix->statement))}};
    if (folder.convention == sql::Convention::goose)
        return std::vector{WrittenFix{base.string() + ".sql",
                                      fmt::format("{}-- +goose Up\n{}\n-- +goose Down\n{}", must_run_alone(finding) ? "-- +goose NO TRANSACTION\n" : "",
                                                  body(finding), inverse(finding.fix->statement))}};
    return std::vector{WrittenFix{base.string() + ".sql", body(finding)}};
}

Result<std::vector<WrittenFix>> steps(const sql::MigrationFolder& folder, const Finding& finding, int ahead) {
    const auto last = folder.files.back().path.parent_path().filename().string();
    const auto name = fmt::format("{}_{}", next_number(digits_of(last), ahead), slug(finding));
    const auto step = folder.folder / name;
    if (folder.convention == sql::Convention::prisma) return std::vector{WrittenFix{(step / "migration.sql").string(), body(finding)}};
    return std::vector{WrittenFix{(step / "up.sql").string(), body(finding)},
                       WrittenFix{(step / "down.sql").string(), inverse(finding.fix->statement)}};
}

Result<std::vector<WrittenFix>> sqitch(const sql::MigrationFolder& folder, const Finding& finding) {
    const auto name = slug(finding);
    return std::vector{WrittenFix{(folder.folder / "deploy" / (name + ".sql")).string(), body(finding)},
                       WrittenFix{(folder.folder / "revert" / (name + ".sql")).string(), inverse(finding.fix->statement)},
                       WrittenFix{(folder.folder / "sqitch.plan").string(),
                                  fmt::format("{} {} assay <assay@localhost> # {}\n", name,
                                              [] {
                                                  const auto s = now_stamp();
                                                  return fmt::format("{}-{}-{}T{}:{}:{}Z", s.substr(0, 4), s.substr(4, 2), s.substr(6, 2),
                                                                     s.substr(8, 2), s.substr(10, 2), s.substr(12, 2));
                                              }(),
                                              finding.rule->facts.id.text),
                                  false}};
}

// What a dump sets at its beginning still holds at its end; statements of fixes name what lies in public without its schema.
std::string search_path_for(const fs::path& file) {
    const auto text = read_file(file);
    return text && text->find("search_path") != std::string::npos ? "SET search_path = public;\n" : "";
}

Result<std::vector<WrittenFix>> appended(const fs::path& file, const Finding& finding) {
    return std::vector{WrittenFix{file.string(), "\n" + search_path_for(file) + body(finding), false}};
}

}  // namespace

Result<std::vector<WrittenFix>> plan_fix(const std::string& source, const Finding& finding, int ahead) {
    auto folder = sql::migrations_at(source);
    if (!folder) return tl::unexpected(folder.error());
    if (folder->files.empty()) return fail("no SQL file here", {source});
    const bool in_sql = folder->files.front().path.extension() == ".sql" && folder->convention != sql::Convention::liquibase;
    if (!in_sql) return fail("its tool writes changes in its own way: copy the statement into a migration of it", {source});
    switch (folder->convention) {
        case sql::Convention::single: return appended(folder->files.front().path, finding);
        case sql::Convention::flyway: return flyway(*folder, finding, ahead);
        case sql::Convention::prisma:
        case sql::Convention::diesel: return steps(*folder, finding, ahead);
        case sql::Convention::sqitch: return sqitch(*folder, finding);
        default: return numbered(*folder, finding, ahead);
    }
}

Result<void> write_fix(const WrittenFix& fix) {
    const fs::path path{fix.file};
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (fix.is_new) {
        if (fs::exists(path, error)) return fail("it exists already", {fix.file});
        return write_file(path, fix.added);
    }
    auto text = read_file(path);
    if (!text) return tl::unexpected(text.error());
    return write_file(path, *text + fix.added);
}

}  // namespace assay::postgres
