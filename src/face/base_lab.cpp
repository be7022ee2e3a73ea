#include "face/base_lab.h"

#include "lab/live.h"
#include "world/files.h"
#include "world/limits.h"

namespace assay {

Result<std::optional<lab::Statistics>> statistics_of(const std::string& source) {
    if (lab::is_address(source)) {
        auto live = lab::open_live(source);
        if (!live) return fail(live.error().message, {lab::shown_address(source)});
        auto taken = lab::take_statistics(*live);
        if (!taken) return tl::unexpected(taken.error());
        return std::optional{std::move(*taken)};
    }
    std::error_code none;
    if (!std::filesystem::is_regular_file(source, none)) return std::optional<lab::Statistics>{};
    const auto text = read_file(source);
    if (!text) return tl::unexpected(text.error());
    return lab::statistics_in(*text);
}

Result<lab::StatisticsLab> planning_lab(lab::Database& schema, const std::optional<lab::Statistics>& statistics) {
    if (statistics) {
        auto made = lab::give_statistics(schema, *statistics);
        if (made) made->notes.insert(made->notes.begin(), statistics->notes.begin(), statistics->notes.end());
        return made;
    }
    auto copy = schema.server().copy_database(schema);
    if (!copy) return tl::unexpected(copy.error());
    lab::StatisticsLab made{std::move(*copy), {}};
    auto root = made.database->connect_as_superuser();
    if (!root) return tl::unexpected(root.error());
    if (auto done = root->query("vacuum analyze", limits::load_time); !done) return tl::unexpected(done.error());
    made.notes.emplace_back("no statistics of a live system: costs are those of the rows that the files hold (see assay query snapshot)");
    return made;
}

}  // namespace assay
