#include "sql/migrations/text.h"

#include <algorithm>

#include "core/text.h"
#include "sql/migrations/liquibase.h"
#include "sql/migrations/rails.h"
#include "world/files.h"

namespace assay::sql {

namespace {

// What is not applied becomes blanks, so that offsets and lines stay what they are.
MigrationText plain_text(std::string text, const MigrationFile& file) {
    const auto part = file.end == std::string::npos && file.begin == 0 ? upward_part(file.path, text) : file;
    MigrationText made{.original = std::move(text)};
    made.sql.text = made.original.substr(0, part.end);
    for (std::size_t i = 0; i < std::min(part.begin, made.sql.text.size()); ++i)
        if (made.sql.text[i] != '\n') made.sql.text[i] = ' ';
    return made;
}

}  // namespace

MigrationText migration_text(std::string text, const MigrationFile& file) {
    const auto extension = file.path.extension();
    if (extension == ".rb") return rails_text(std::move(text));
    if (is_changelog(file.path, text)) return changelog_text(std::move(text), file);
    if (is_formatted_sql(text)) return formatted_sql_text(std::move(text));
    return plain_text(std::move(text), file);
}

Result<MigrationText> read_migration(const MigrationFile& file) {
    auto text = read_file(file.path);
    if (!text) return tl::unexpected(text.error());
    return migration_text(std::move(*text), file);
}

}  // namespace assay::sql
