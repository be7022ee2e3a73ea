#include "face/base_lab.h"

#include "core/text.h"
#include "lab/live.h"
#include "world/files.h"
#include "world/limits.h"

namespace assay {

namespace {

bool is_address(std::string_view source) { return starts_with(source, "postgres://") || starts_with(source, "postgresql://"); }

Result<std::optional<lab::Statistics>> statistics_of(const std::string& source) {
    if (is_address(source)) {
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

}  // namespace

Result<lab::StatisticsLab> planning_lab(lab::Database& schema, const std::string& source) {
    auto statistics = statistics_of(source);
    if (!statistics) return tl::unexpected(statistics.error());
    if (*statistics) return lab::give_statistics(schema, **statistics);
    auto copy = schema.server().copy_database(schema);
    if (!copy) return tl::unexpected(copy.error());
    auto root = (*copy)->connect_as_superuser();
    if (!root) return tl::unexpected(root.error());
    if (auto done = root->query("vacuum analyze", limits::load_time); !done) return tl::unexpected(done.error());
    return lab::StatisticsLab{std::move(*copy), {}};
}

}  // namespace assay
