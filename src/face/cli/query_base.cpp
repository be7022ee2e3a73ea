#include "face/cli/query_base.h"

#include <fmt/core.h>

#include <algorithm>

#include "domain/postgres/model/catalogue.h"
#include "face/cli/request.h"
#include "lab/live.h"

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

namespace {

// 0 when none are asked for.
Result<std::int64_t> sampled_rows(const Arguments& arguments, const std::string& source) {
    constexpr std::int64_t most = 1'000'000;
    auto rows = number_from(arguments, "--sample", 1, most);
    if (!rows || *rows == 0) return rows;
    if (!lab::is_address(source)) return fail("--sample reads rows of a live system; expected a --base like postgres://…: SQL files bring their own rows");
    return rows;
}

Result<void> take_sample(QueryBase& base, const std::string& source, const lab::SampleOptions& options) {
    auto live = lab::open_live(source);
    if (!live) return fail(live.error().message, {lab::shown_address(source)});
    auto sample = lab::sample_rows(*base.schema, *live, options);
    if (!sample) return fail("the sample of rows: " + sample.error().message, {lab::shown_address(source)});
    base.notes.insert(base.notes.begin(), sample->notes.begin(), sample->notes.end());
    base.sample = std::move(*sample);
    return {};
}

}  // namespace

OptionSpec sample_option() {
    return {.name = "--sample", .help = "Of a live base: read at most so many rows of each table, to build indexes and to measure times on", };
}

Result<QueryBase> open_query_base(const Arguments& arguments, const std::function<bool()>& stop, Progress& progress) {
    const auto source = arguments.text("--base");
    const auto major = server_major(arguments);
    if (!major) return tl::unexpected(major.error());
    const auto rows = sampled_rows(arguments, source);
    if (!rows) return tl::unexpected(rows.error());
    Request request;
    request.sources = {source};
    request.reader = "postgres";
    request.postgres_major = *major;
    QueryBase base{.session = std::make_unique<Session>(std::move(request))};
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
    if (*rows > 0)
        if (auto done = take_sample(base, source, {.rows = *rows, .stop = stop, .progress = [&](std::string_view what) { progress.say(what); }}); !done)
            return tl::unexpected(done.error());
    return base;
}

}  // namespace assay::cli
