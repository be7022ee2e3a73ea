// The embedded texts: from the program, or in the dev build from the source tree.
#include "core/catalogue_tables.h"

#ifdef ASSAY_SOURCE_FOLDER
#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <sstream>
#endif

namespace assay::catalogue {

namespace {

#ifdef ASSAY_SOURCE_FOLDER
struct Loaded {
    std::string path, bytes;
};

// Deque: texts() gives views, and elements must not move.
const std::deque<Loaded>& loaded() {
    static const std::deque<Loaded> files = [] {
        std::deque<Loaded> found;
        const std::filesystem::path root = ASSAY_SOURCE_FOLDER;
        const auto read = [&](const std::filesystem::path& file, std::string path) {
            std::stringstream bytes;
            bytes << std::ifstream{file, std::ios::binary}.rdbuf();
            found.push_back({std::move(path), bytes.str()});
        };
        for (const auto& entry : std::filesystem::recursive_directory_iterator{root}) {
            const auto extension = entry.path().extension();
            if (extension == ".sql" || extension == ".md" || extension == ".css" || extension == ".js")
                read(entry.path(), entry.path().lexically_relative(root).string());
        }
        for (const auto* beside : {"docs/schema", "guide"})
            for (const auto& entry : std::filesystem::recursive_directory_iterator{root.parent_path() / beside})
                if (entry.is_regular_file()) read(entry.path(), entry.path().lexically_relative(root.parent_path()).string());
        std::sort(found.begin(), found.end(), [](const Loaded& a, const Loaded& b) { return a.path < b.path; });
        return found;
    }();
    return files;
}
#endif

std::vector<Text> table() {
    std::vector<Text> all;
#ifdef ASSAY_SOURCE_FOLDER
    for (const auto& file : loaded()) all.push_back({file.path, file.bytes});
#else
    for (const auto& raw : raw_texts())
        all.push_back({raw.path, {raw.begin, static_cast<std::size_t>(raw.end - raw.begin)}});
#endif
    return all;
}

}  // namespace

std::span<const Text> texts() {
    static const std::vector<Text> all = table();
    return all;
}

}  // namespace assay::catalogue
