#include "sql/migrations/patchwork.h"

#include <algorithm>

namespace assay::sql {

namespace {

std::string line_ends(std::string_view text) { return std::string(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')), '\n'); }

// At least as many line ends as what it stands for, so that what follows keeps its line.
std::string with_lines_of(std::string sql, std::string_view original) {
    const auto wanted = std::count(original.begin(), original.end(), '\n'), has = std::count(sql.begin(), sql.end(), '\n');
    if (wanted > has) sql.append(static_cast<std::size_t>(wanted - has), '\n');
    return sql;
}

}  // namespace

Replaced Patchwork::finish() {
    std::stable_sort(patches_.begin(), patches_.end(), [](const Patch& a, const Patch& b) { return a.begin < b.begin; });
    Replacer replacer{original_};
    std::size_t done = 0;
    const auto blank_to = [&](std::size_t end) {
        if (end > done) replacer.replace(done, end, line_ends(original_.substr(done, end - done)), {});
        done = std::max(done, end);
    };
    for (auto& patch : patches_) {
        if (patch.begin < done || patch.end > original_.size() || patch.begin > patch.end) continue;
        blank_to(patch.begin);
        if (!patch.kept) replacer.replace(patch.begin, patch.end, with_lines_of(std::move(patch.sql), original_.substr(patch.begin, patch.end - patch.begin)), {});
        done = patch.end;
    }
    blank_to(original_.size());
    return replacer.finish();
}

}  // namespace assay::sql
