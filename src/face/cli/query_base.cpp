#include "face/cli/query_base.h"

#include <fmt/core.h>

#include <algorithm>

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
    auto filled = root->query("select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'm') and c.reltuples > 0 and "
                              "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'");
    if (!filled) return tl::unexpected(filled.error());
    if (filled->integer(0, 0) == 0)
        return fail("it makes tables without rows, and has no statistics: what an index would save cannot be known. Give a snapshot of the database in use (assay query "
                    "snapshot postgres://… --output FILE), its address, or SQL files with rows");
    base.notes.emplace_back("no statistics of a live system: costs are those of the rows that the files hold (see assay query snapshot)");
    return {};
}

// What the files say and the lab has not: its plans are then those of another database.
void note_unread(const std::vector<Unread>& parts, const postgres::Catalogue& catalogue, std::vector<std::string>& notes) {
    constexpr std::size_t most = 10;
    std::vector<std::string> all;
    for (const auto& part : parts) all.push_back(fmt::format("not read: {}: {}", part.source, part.reason));
    for (const auto& note : catalogue.notes)
        if (note.kind != "stubbed" && note.kind != "rewritten" && note.kind != "template" && note.cause == 0)
            all.push_back(Error{fmt::format("{}: {}", note.kind, note.message), note.location}.text());
    notes.insert(notes.end(), all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(most, all.size())));
    if (all.size() > most) notes.push_back(fmt::format("{} more of the base's statements were not done; assay check lists them", all.size() - most));
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
    if (!done) return fail(done.error().message, {source});
    note_unread(base.session->workspace().unread(), *catalogues.front(), base.notes);
    return base;
}

}  // namespace assay::cli
