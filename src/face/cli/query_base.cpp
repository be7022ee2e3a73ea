#include "face/cli/query_base.h"

#include <fmt/core.h>

#include "core/text.h"
#include "domain/postgres/model/catalogue.h"
#include "domain/query/read/existing.h"
#include "face/cli/request.h"
#include "lab/live.h"
#include "world/files.h"
#include "world/limits.h"

namespace assay::cli {

namespace {

// The statistics that go with a base: a live system's own, or those in its snapshot.
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

Result<void> give(lab::Database& schema, const lab::Statistics& statistics, QueryBase& base) {
    auto made = lab::give_statistics(schema, statistics);
    if (!made) return tl::unexpected(made.error());
    base.database = std::move(made->database);
    base.notes = statistics.notes;
    base.notes.insert(base.notes.end(), made->notes.begin(), made->notes.end());
    auto root = base.database->connect_as_superuser();
    if (!root) return tl::unexpected(root.error());
    auto counters = query::counters_in(*root, statistics);
    if (!counters) return tl::unexpected(counters.error());
    base.counters = std::move(*counters);
    return {};
}

// The rows of the files, if any, are all there is to go by.
Result<void> copy_rows(lab::Database& made, QueryBase& base) {
    auto copy = made.server().copy_database(made);
    if (!copy) return tl::unexpected(copy.error());
    base.database = std::move(*copy);
    base.has_rows = true;
    auto root = base.database->connect_as_superuser();
    if (!root) return tl::unexpected(root.error());
    if (auto done = root->query("vacuum analyze", limits::load_time); !done) return tl::unexpected(done.error());
    base.notes.emplace_back("no statistics of a live system: costs are those of the rows that the files hold (see assay query snapshot)");
    return {};
}

}  // namespace

bool is_address(std::string_view source) { return starts_with(source, "postgres://") || starts_with(source, "postgresql://"); }

Result<QueryBase> open_query_base(const std::string& source, int major) {
    Request request;
    request.sources = {source};
    request.reader = "postgres";
    request.postgres_major = major;
    QueryBase base{.session = std::make_unique<Session>(std::move(request)), .database = nullptr};
    if (auto read = base.session->read(); !read) return tl::unexpected(read.error());
    const auto catalogues = base.session->workspace().all<postgres::Catalogue>();
    if (catalogues.empty()) return fail("no database in " + source);
    auto schema = base.session->laboratory(catalogues.front()->database_id);
    if (!schema) return tl::unexpected(schema.error());
    const auto statistics = statistics_of(source);
    if (!statistics) return tl::unexpected(statistics.error());
    const auto done = *statistics ? give(**schema, **statistics, base) : copy_rows(**schema, base);
    if (!done) return tl::unexpected(done.error());
    for (const auto& part : base.session->workspace().unread()) base.notes.push_back(fmt::format("not read: {}: {}", part.source, part.reason));
    return base;
}

}  // namespace assay::cli
