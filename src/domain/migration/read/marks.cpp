#include "domain/migration/read/marks.h"

#include <algorithm>
#include <filesystem>

#include "core/text.h"
#include "world/files.h"

namespace assay::migration {

namespace fs = std::filesystem;
using sql::Convention;

namespace {

// "run_in_transaction = false" of Diesel's metadata.toml, "executeInTransaction=false" of Flyway's V1__x.sql.conf.
bool says_false(const fs::path& file, std::string_view key) {
    std::error_code none;
    if (!fs::is_regular_file(file, none)) return false;
    const auto text = read_file(file);
    if (!text) return false;
    for (const auto line : lines_of(*text)) {
        const auto equals = line.find('=');
        if (equals != line.npos && trimmed(line.substr(0, equals)) == key && trimmed(line.substr(equals + 1)) == "false") return true;
    }
    return false;
}

bool has_line(std::string_view text, std::string_view start, std::string_view word) {
    for (const auto line : lines_of(text))
        if (starts_with(trimmed(line), start) && line.find(word) != line.npos) return true;
    return false;
}

bool is_wrapped(Convention convention, const std::string& path, std::string_view text) {
    switch (convention) {
        case Convention::flyway: return !says_false(path + ".conf", "executeInTransaction");
        case Convention::diesel: return !says_false(fs::path{path}.parent_path() / "metadata.toml", "run_in_transaction");
        case Convention::goose: return !has_line(text, "-- +goose", "NO TRANSACTION");
        case Convention::sql_migrate: return !has_line(text, "-- +migrate Up", "notransaction");
        case Convention::dbmate: return !has_line(text, "-- migrate:up", "transaction:false");
        case Convention::tern: return !has_line(text, "---- tern:", "disable-tx");
        case Convention::atlas: return !has_line(text, "-- atlas:txmode", "none");
        case Convention::sqlx: return trimmed(text.substr(0, text.find('\n'))) != "-- no-transaction";
        case Convention::drizzle: case Convention::rails: case Convention::liquibase: return true;
        default: return false;
    }
}

struct PeerMark {
    std::string_view mark, peer;
    bool whole_file;
};
// The longer ones first: each begins like the shorter.
constexpr PeerMark marks[]{{"squawk-ignore-file", "squawk", true}, {"squawk-ignore", "squawk", false}, {"eugene: ignore", "eugene", false},
                           {"atlas:nolint", "atlas", false}, {"pgfence-ignore", "pgfence", false}, {"pgfence: ignore", "pgfence", false}};

bool is_of_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; }

std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> found;
    for (std::size_t at = 0; at < text.size();) {
        auto end = at;
        while (end < text.size() && is_of_name(text[end])) ++end;
        if (end > at) found.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
    return found;
}

// Without names the comment switches off all; names that we do not know switch off nothing of ours.
Ignored ignored_by(const PeerMark& mark, std::string_view rest) {
    Ignored made{{}, std::string{mark.mark}, mark.whole_file};
    const auto names = words(rest);
    if (names.empty()) made.rules.emplace_back("*");
    for (const auto& name : names)
        for (const auto& known : peer_names())
            if (known.peer == mark.peer && known.id == name) made.rules.emplace_back(known.rule);
    return made;
}

}  // namespace

Scope wrap_of(Convention convention, const std::string& path, std::string_view text) {
    switch (convention) {
        case Convention::prisma: case Convention::golang_migrate: case Convention::supabase: return Scope::implicit;
        default: return is_wrapped(convention, path, text) ? Scope::wrapped : Scope::none;
    }
}

std::vector<Ignored> ignores_in(std::string_view comment) {
    std::vector<Ignored> all;
    for (const auto line : lines_of(comment))
        for (const auto& mark : marks) {
            const auto at = line.find(mark.mark);
            if (at == line.npos) continue;
            all.push_back(ignored_by(mark, line.substr(at + mark.mark.size())));
            break;
        }
    return all;
}

}  // namespace assay::migration
