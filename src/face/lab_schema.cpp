#include "face/lab_schema.h"

#include <algorithm>

#include "domain/migration/diff/read_model.h"
#include "domain/postgres/model/catalogue.h"
#include "face/session.h"

namespace assay {

namespace {

const Domain* reader() {
    const auto domains = catalogue::domains();
    const auto found = std::find_if(domains.begin(), domains.end(), [](const Domain* domain) { return domain->read_again != nullptr; });
    return found == domains.end() ? nullptr : *found;
}

}  // namespace

Result<migration::diff::Model> lab_schema(pg::Connection& session) {
    const Domain* domain = reader();
    if (!domain) return fail("a reader of schemas");
    Workspace bare, fresh;
    auto before = std::make_unique<postgres::Catalogue>();
    before->source = before->name = "lab";
    before->source_kind = "file";
    before->database_id = 1;
    bare.add(std::move(before));
    if (auto read = domain->read_again(bare, 1, session, fresh); !read) return tl::unexpected(read.error());
    const auto map = build_map(fresh);
    return migration::diff::read_model(*map, map->databases().front());
}

}  // namespace assay
