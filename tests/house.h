// What the house's tests share: the tree's files with their text, and the parts of a path and a line.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "core/text.h"

namespace assay::house {

struct File {
    std::string path;  // below the root, with slashes
    std::string text;
};
using Tree = std::vector<File>;
using Complaints = std::vector<std::string>;

inline bool contains(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

inline bool has_extension(const File& file, std::initializer_list<std::string_view> extensions) {
    return std::any_of(extensions.begin(), extensions.end(),
                       [&](std::string_view extension) { return ends_with(file.path, extension); });
}

inline bool is_cpp(const File& file) { return has_extension(file, {".h", ".cpp"}); }

// Tests and fuzz targets may look into every room.
inline bool is_test(const File& file) {
    return starts_with(file.path, "tests/") || has_extension(file, {"_test.cpp", "_fuzz.cpp"});
}

inline std::string at(const File& file, std::size_t line) { return file.path + ":" + std::to_string(line); }

inline bool is_word_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

struct Include {
    std::size_t line;
    std::string name;
    bool is_system;  // <…>
};

inline std::vector<Include> includes_of(const File& file) {
    std::vector<Include> found;
    const auto lines = lines_of(file.text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto line = trimmed(lines[i]);
        if (!starts_with(line, "#")) continue;
        line = trimmed(line.substr(1));
        if (!starts_with(line, "include")) continue;
        line = trimmed(line.substr(7));
        const auto end = line.find_first_of(">\"", 1);
        if (end == line.npos) continue;
        found.push_back({i + 1, std::string{line.substr(1, end - 1)}, line.front() == '<'});
    }
    return found;
}

// Every text file of the tree, but for what is built, fetched or kept by git.
inline Tree read_tree(const std::filesystem::path& root) {
    constexpr std::string_view not_ours[]{".git", "build", "node_modules", "__pycache__", ".cache"};
    constexpr std::uintmax_t largest_bytes = 2'000'000;
    Tree tree;
    auto entry = std::filesystem::recursive_directory_iterator{root};
    for (; entry != std::filesystem::recursive_directory_iterator{}; ++entry) {
        const auto name = entry->path().filename().string();
        if (std::find(std::begin(not_ours), std::end(not_ours), name) != std::end(not_ours)) {
            entry.disable_recursion_pending();
            continue;
        }
        if (!entry->is_regular_file() || entry->is_symlink() || entry->file_size() > largest_bytes) continue;
        std::ifstream stream{entry->path(), std::ios::binary};
        std::string text{std::istreambuf_iterator<char>{stream}, {}};
        if (contains(text, std::string_view{"\0", 1})) continue;
        tree.push_back({entry->path().lexically_relative(root).generic_string(), std::move(text)});
    }
    std::sort(tree.begin(), tree.end(), [](const File& a, const File& b) { return a.path < b.path; });
    return tree;
}

inline const Tree& this_tree() {
    static const Tree tree = read_tree(ASSAY_ROOT);
    return tree;
}

// For a test's message: one complaint a line.
inline std::string listed(const Complaints& complaints) {
    return std::to_string(complaints.size()) + " complaints:\n  " + joined(complaints, "\n  ");
}

}  // namespace assay::house
