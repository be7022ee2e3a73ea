#include "domain/migration/read/history.h"

#include <fmt/core.h>
#include <openssl/sha.h>

#include <algorithm>
#include <filesystem>

#include "core/text.h"
#include "world/files.h"

namespace assay::migration {

namespace fs = std::filesystem;
using sql::Convention;

namespace {

std::size_t digits_at_start(std::string_view text) {
    const auto end = std::find_if(text.begin(), text.end(), [](char c) { return c < '0' || c > '9'; });
    return static_cast<std::size_t>(end - text.begin());
}

std::string hex(const unsigned char* bytes, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += fmt::format("{:02x}", bytes[i]);
    return text;
}

// Flyway's: CRC-32 over the lines, without their ends and without a byte order mark, as a signed number.
std::string flyway_checksum(std::string_view text) {
    if (starts_with(text, "\xef\xbb\xbf")) text.remove_prefix(3);
    std::uint32_t crc = 0xffffffffu;
    auto lines = lines_of(text);
    if (!lines.empty() && lines.back().empty()) lines.pop_back();
    for (auto line : lines) {
        if (ends_with(line, "\r")) line.remove_suffix(1);
        for (const char c : line) {
            crc ^= static_cast<unsigned char>(c);
            for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320u : 0);
        }
    }
    return std::to_string(static_cast<std::int32_t>(~crc));
}

// As the tool that keeps one counts it: Prisma SHA-256, sqlx SHA-384, Flyway CRC-32.
std::string checksum_of(Convention convention, std::string_view text) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    unsigned char digest[SHA512_DIGEST_LENGTH];
    if (convention == Convention::flyway) return flyway_checksum(text);
    if (convention == Convention::prisma) return hex(SHA256(bytes, text.size(), digest), SHA256_DIGEST_LENGTH);
    if (convention == Convention::sqlx) return hex(SHA384(bytes, text.size(), digest), SHA384_DIGEST_LENGTH);
    return {};
}

// What follows the mark that begins the way back, in tools that keep both in one file.
std::optional<std::string_view> down_part(Convention convention, std::string_view text) {
    std::string_view mark;
    switch (convention) {
        case Convention::goose: mark = "-- +goose Down"; break;
        case Convention::dbmate: mark = "-- migrate:down"; break;
        case Convention::sql_migrate: mark = "-- +migrate Down"; break;
        case Convention::tern: mark = "---- create above / drop below ----"; break;
        case Convention::liquibase: mark = "--rollback"; break;
        default: return {};
    }
    const auto at = text.find(mark);
    if (at == text.npos) return {};
    return text.substr(std::min(convention == Convention::liquibase ? at + mark.size() : text.find('\n', at), text.size()));
}

// The file beside it that goes back.
std::optional<fs::path> down_file(Convention convention, const fs::path& up) {
    const auto name = up.filename().string();
    std::vector<fs::path> candidates;
    if (ends_with(name, ".up.sql")) candidates.push_back(up.parent_path() / (name.substr(0, name.size() - 7) + ".down.sql"));
    if (convention == Convention::flyway && starts_with(name, "V")) candidates.push_back(up.parent_path() / ("U" + name.substr(1)));
    if (convention == Convention::diesel) candidates.push_back(up.parent_path() / "down.sql");
    if (convention == Convention::sqitch) candidates.push_back(up.parent_path().parent_path() / "revert" / name);
    std::error_code none;
    for (const auto& path : candidates)
        if (fs::exists(path, none)) return path;
    return {};
}

// Comments are no way back.
bool says_nothing(std::string_view text) {
    for (auto line : lines_of(text)) {
        line = trimmed(line);
        if (!line.empty() && !starts_with(line, "--")) return false;
    }
    return true;
}

void find_way_back(Convention convention, const File& file, Version& version) {
    if (convention == Convention::rails) {
        const bool own = file.text.find("def down") != std::string::npos, both = file.text.find("def change") != std::string::npos;
        if (own || both) version.down = "the same file";
        if (file.text.find("IrreversibleMigration") != std::string::npos) version.stuck = "it raises ActiveRecord::IrreversibleMigration";
        else if (both && !own && file.text.find("reversible") == std::string::npos && file.text.find("execute") != std::string::npos) version.stuck = "`execute` in `change` cannot be turned around";
        return;
    }
    if (const auto part = down_part(convention, file.text)) {
        version.down = "the same file";
        if (says_nothing(*part)) version.stuck = "nothing stands behind the mark";
    } else if (const auto path = down_file(convention, file.path)) {
        version.down = path->string();
        const auto text = read_file(*path);
        if (text && says_nothing(*text)) version.stuck = "the file that goes back is empty";
    }
}

// What no way back can bring back: rows and values of what was there before the file.
std::vector<std::string> lost_in(const File& file) {
    std::vector<std::string> lost;
    for (const auto& statement : file.statements)
        for (const auto& change : statement.changes) {
            const bool drops = change.kind == Kind::drop_table || change.kind == Kind::truncate;
            if ((drops || change.kind == Kind::drop_column) && !change.fresh) lost.push_back(drops ? change.relation : change.relation + "." + change.object);
        }
    return lost;
}

std::string canonical(const std::string& path) {
    std::error_code none;
    return fs::weakly_canonical(path, none).string();
}

}  // namespace

std::string version_in(std::string_view name, Convention convention) {
    if (convention == Convention::flyway) {
        if (!starts_with(name, "V")) return {};
        return replaced(name.substr(1, name.find("__") - 1), "_", ".");
    }
    const auto digits = digits_at_start(name);
    if (digits == 0 && (convention == Convention::sqitch || convention == Convention::liquibase)) return std::string{name.substr(0, name.rfind('.'))};
    return std::string{name.substr(0, digits)};
}

std::unique_ptr<History> history_of(const Migrations& migrations, const std::optional<Released>& released) {
    auto history = std::make_unique<History>();
    history->source = migrations.source;
    history->convention = migrations.convention;
    history->known_to_git = released.has_value();
    for (const auto& file : migrations.files) {
        Version version{.version = version_in(file.name, migrations.convention), .name = file.name, .path = file.path};
        version.checksum = checksum_of(migrations.convention, file.text);
        version.lost = lost_in(file);
        find_way_back(migrations.convention, file, version);
        if (released) {
            const auto path = canonical(file.path);
            version.edited = released->edited.contains(path);
            version.released = version.edited || released->unchanged.contains(path);
        }
        history->versions.push_back(std::move(version));
    }
    return history;
}

}  // namespace assay::migration
