#include "face/cli/edits.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "face/cli/since.h"
#include "world/files.h"

namespace assay::cli {

namespace {

Result<std::string> edited(std::string text, std::vector<const Edit*> edits, const std::string& file) {
    std::sort(edits.begin(), edits.end(), [](const Edit* a, const Edit* b) { return a->start > b->start; });
    auto end = text.size();
    for (const Edit* edit : edits) {
        if (edit->start > edit->end || edit->end > end) return fail("two fixes change the same place: write them one after the other", {file});
        text.replace(edit->start, edit->end - edit->start, edit->replacement);
        end = edit->start;
    }
    return text;
}

// Lines that only one of the two has, around what is alike at the start and at the end.
void print_difference(const std::string& file, std::string_view before, std::string_view after) {
    auto old_lines = lines_of(before), new_lines = lines_of(after);
    fmt::print("--- {0}\n+++ {0}\n", file);
    while (!old_lines.empty() && !new_lines.empty() && old_lines.back() == new_lines.back()) old_lines.pop_back(), new_lines.pop_back();
    std::size_t same = 0;
    while (same < old_lines.size() && same < new_lines.size() && old_lines[same] == new_lines[same]) ++same;
    for (auto i = same; i < old_lines.size(); ++i) fmt::print("-{}\n", old_lines[i]);
    for (auto i = same; i < new_lines.size(); ++i) fmt::print("+{}\n", new_lines[i]);
}

}  // namespace

Result<void> apply_edits(const std::vector<const Finding*>& findings, bool dry_run) {
    std::map<std::string, std::vector<const Edit*>> by_file;
    for (const Finding* finding : findings)
        for (const auto& edit : finding->fix->edits) by_file[edit.file].push_back(&edit);
    for (const auto& [file, edits] : by_file) {
        auto before = read_file(file);
        if (!before) return tl::unexpected(before.error());
        const auto after = edited(*before, edits, file);
        if (!after) return tl::unexpected(after.error());
        print_difference(file, *before, *after);
        if (dry_run) continue;
        if (const auto committed = is_committed(file); committed && !*committed) return fail("it has uncommitted changes: commit or stash them first", {file});
        if (auto written = write_file(file, *after); !written) return written;
    }
    return {};
}

}  // namespace assay::cli
