#include "face/cli/query_base.h"

#include <fmt/core.h>

#include <algorithm>

#include "domain/postgres/model/catalogue.h"

namespace assay::cli {

std::vector<std::string> unread_notes(const std::vector<Unread>& parts, const postgres::Catalogue& catalogue) {
    constexpr std::size_t most = 10;
    std::vector<std::string> all;
    for (const auto& part : parts) all.push_back(fmt::format("not read: {}: {}", part.source, part.reason));
    for (const auto& note : catalogue.notes)
        if (note.kind != "stubbed" && note.kind != "rewritten" && note.kind != "template" && note.cause == 0)
            all.push_back(Error{fmt::format("{}: {}", note.kind, note.message), note.location}.text());
    if (all.size() <= most) return all;
    const auto more = all.size() - most;
    all.resize(most);
    all.push_back(fmt::format("{} more of the base's statements were not done; assay check lists them", more));
    return all;
}

Result<QueryBase> open_query_base(const std::string& source, int major) {
    Request request;
    request.sources = {source};
    request.reader = "postgres";
    request.postgres_major = major;
    QueryBase base{std::make_unique<Session>(std::move(request)), nullptr, {}, {}};
    if (auto read = base.session->read(); !read) return tl::unexpected(read.error());
    const auto catalogues = base.session->workspace().all<postgres::Catalogue>();
    if (catalogues.empty()) return fail("no database in " + source);
    auto schema = base.session->laboratory(catalogues.front()->database_id);
    if (!schema) return tl::unexpected(schema.error());
    base.schema = *schema;
    auto statistics = statistics_of(source);
    if (!statistics) return tl::unexpected(statistics.error());
    base.statistics = std::move(*statistics);
    base.notes = unread_notes(base.session->workspace().unread(), *catalogues.front());
    return base;
}

}  // namespace assay::cli
