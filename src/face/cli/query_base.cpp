#include "face/cli/query_base.h"

#include "domain/postgres/model/catalogue.h"

namespace assay::cli {

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

}  // namespace assay::cli
