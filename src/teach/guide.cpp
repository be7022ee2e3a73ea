#include "teach/guide.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/catalogue.h"
#include "core/nearest.h"
#include "core/text.h"
#include "world/files.h"

namespace assay::teach {

namespace {

// What stands in the folder and is no topic: how to write one.
bool is_topic(std::string_view path) { return ends_with(path, ".md") && path.find('/') != path.npos; }

Result<void> read_mission(std::string_view text, Guide& guide) {
    int number = 0;
    for (const auto line : lines_of(text)) {
        ++number;
        if (line.empty() || line.front() == '#') continue;
        const auto fields = split(line, '\t');
        if (fields.size() != 3) return fail("expected id, group and text, parted by tabs", {"guide/mission.tsv", number, 1});
        guide.mission.push_back({std::string{fields[0]}, std::string{fields[1]}, std::string{fields[2]}});
    }
    return {};
}

// `path` is below guide/.
Result<void> take_text(std::string_view path, std::string bytes, Guide& guide) {
    if (path == "mission.tsv") return read_mission(bytes, guide);
    if (path == "synonyms.tsv") return void(guide.synonyms = std::move(bytes)), Result<void>{};
    if (path == "uncovered.tsv") {
        for (const auto line : lines_of(bytes))
            if (!line.empty() && line.front() != '#') guide.uncovered.emplace_back(line);
        return {};
    }
    if (!is_topic(path)) return {};
    auto topic = parse_topic(std::move(bytes), std::string{path.substr(0, path.size() - 3)});
    if (!topic) return tl::unexpected(topic.error());
    guide.topics.push_back(std::move(*topic));
    return {};
}

void put_in_order(Guide& guide) {
    std::sort(guide.topics.begin(), guide.topics.end(), [](const Topic& a, const Topic& b) { return a.id < b.id; });
}

Result<Guide> read_embedded() {
    constexpr std::string_view folder = "guide/";
    Guide guide;
    for (const auto& text : catalogue::texts())
        if (starts_with(text.path, folder))
            if (auto taken = take_text(text.path.substr(folder.size()), std::string{text.bytes}, guide); !taken) return tl::unexpected(taken.error());
    put_in_order(guide);
    return guide;
}

}  // namespace

Result<const Topic*> Guide::find(std::string_view wanted) const {
    std::vector<const Topic*> named;
    std::vector<std::string_view> names;
    for (const auto& each : topics) {
        if (each.id == wanted) return &each;
        if (each.name() == wanted) named.push_back(&each);
        names.push_back(each.id);
        names.push_back(each.name());
    }
    if (named.size() == 1) return named.front();
    if (named.size() > 1) return fail(fmt::format("there are several topics '{}': {} and {}", wanted, named[0]->id, named[1]->id));
    const auto near = nearest(wanted, names);
    return fail(fmt::format("there is no topic '{}'{}", wanted, near.empty() ? "" : ": did you mean '" + near + "'?"));
}

const Topic* Guide::topic(std::string_view id) const {
    const auto found = std::lower_bound(topics.begin(), topics.end(), id, [](const Topic& each, std::string_view wanted) { return each.id < wanted; });
    return found != topics.end() && found->id == id ? &*found : nullptr;
}

std::vector<const Topic*> Guide::serving(std::string_view bullet) const {
    std::vector<const Topic*> found;
    for (const auto& each : topics)
        if (std::find(each.serves.begin(), each.serves.end(), bullet) != each.serves.end()) found.push_back(&each);
    return found;
}

const Result<Guide>& embedded_guide() {
    static const Result<Guide> guide = read_embedded();
    return guide;
}

Result<Guide> read_guide(const std::filesystem::path& folder) {
    const auto files = list_files(folder, [](const std::filesystem::path& path) { return path.extension() == ".md" || path.extension() == ".tsv"; });
    if (!files) return tl::unexpected(files.error());
    Guide guide;
    for (const auto& file : *files) {
        auto bytes = read_file(file);
        if (!bytes) return tl::unexpected(bytes.error());
        if (auto taken = take_text(file.lexically_relative(folder).generic_string(), std::move(*bytes), guide); !taken) return tl::unexpected(taken.error());
    }
    put_in_order(guide);
    return guide;
}

}  // namespace assay::teach
