#include "face/cli/query_base.h"

#include "core/text.h"
#include "domain/postgres/model/catalogue.h"
#include "lab/live.h"
#include "world/files.h"
#include "world/limits.h"

namespace assay::cli {

bool is_address(std::string_view source) { return starts_with(source, "postgres://") || starts_with(source, "postgresql://"); }

namespace {

Result<std::optional<lab::Statistics>> statistics_of(const std::string& base) {
    if (is_address(base)) {
        auto live = lab::open_live(base);
        if (!live) return fail(live.error().message, {lab::shown_address(base)});
        auto taken = lab::take_statistics(*live);
        if (!taken) return tl::unexpected(taken.error());
        return std::optional{std::move(*taken)};
    }
    std::error_code none;
    if (!std::filesystem::is_regular_file(base, none)) return std::optional<lab::Statistics>{};
    const auto text = read_file(base);
    if (!text) return tl::unexpected(text.error());
    return lab::statistics_in(*text);
}

}  // namespace

Result<QueryBase> open_query_base(const std::string& source, int major) {
    Request request;
    request.sources = {source};
    request.reader = "postgres";
    request.postgres_major = major;
    QueryBase base{std::make_unique<Session>(std::move(request)), nullptr, {}};
    if (auto read = base.session->read(); !read) return tl::unexpected(read.error());
    const auto catalogues = base.session->workspace().all<postgres::Catalogue>();
    if (catalogues.empty()) return fail("no database in " + source);
    auto schema = base.session->laboratory(catalogues.front()->database_id);
    if (!schema) return tl::unexpected(schema.error());
    base.schema = *schema;
    auto statistics = statistics_of(source);
    if (!statistics) return tl::unexpected(statistics.error());
    base.statistics = std::move(*statistics);
    return base;
}

Result<lab::StatisticsLab> planning_lab(QueryBase& base) {
    if (base.statistics) {
        auto made = lab::give_statistics(*base.schema, *base.statistics);
        if (made) made->notes.insert(made->notes.begin(), base.statistics->notes.begin(), base.statistics->notes.end());
        return made;
    }
    // The rows of the files, if any, are all there is to go by.
    auto copy = base.schema->server().copy_database(*base.schema);
    if (!copy) return tl::unexpected(copy.error());
    lab::StatisticsLab made{std::move(*copy), {}};
    auto root = made.database->connect_as_superuser();
    if (!root) return tl::unexpected(root.error());
    if (auto done = root->query("vacuum analyze", limits::load_time); !done) return tl::unexpected(done.error());
    made.notes.emplace_back("no statistics of a live system: costs are those of the rows that the files hold (see assay query snapshot)");
    return made;
}

}  // namespace assay::cli
