// The JSON of `assay query index`; docs/schema/query_index.schema.json is its contract.
#include <algorithm>

#include "face/cli/query_index.h"
#include "render/json_writer.h"

namespace assay::cli {

using rendering::JsonWriter;

namespace {

void write_spread(JsonWriter& json, std::string_view name, const query::Spread& spread) {
    json.object(name, [&] {
        json.member("median", spread.middle);
        json.member("least", spread.least);
        json.member("most", spread.most);
    });
}

// "measured": null where the statement was not run.
void write_times(JsonWriter& json, const query::IndexAdvice& advice, std::size_t query) {
    if (query >= advice.times.size() || !advice.times[query]) return json.null_member("measured");
    const auto& timed = *advice.times[query];
    json.object("measured", [&] {
        json.member("runs", timed.runs);
        write_spread(json, "ms_before", timed.ms_before);
        write_spread(json, "ms_after", timed.ms_after);
        json.member("blocks_before", static_cast<std::int64_t>(timed.blocks_before));
        json.member("blocks_after", static_cast<std::int64_t>(timed.blocks_after));
    });
}

void write_index(JsonWriter& json, const query::IndexAdvice& advice, const query::RecommendedIndex& index) {
    json.object([&] {
        json.member("statement", index.statement);
        json.member("table", index.text.table);
        json.member("method", index.text.method);
        json.texts("keys", index.text.keys);
        json.texts("included", index.text.included);
        json.member_or_null("predicate", index.text.predicate);
        json.member("size_bytes", static_cast<std::int64_t>(index.bytes));
        json.member("how", index.built ? "built" : "hypothetical");
        json.member("of_rows", index.of_rows);
        json.member("gain", index.gain);
        json.member("upkeep", index.upkeep);
        json.array("serves", [&] {
            for (const auto& served : index.serves)
                json.object([&] {
                    json.member("query", advice.queries[served.query].name);
                    json.member("fingerprint", advice.queries[served.query].fingerprint);
                    json.member("cost_before", served.cost_before);
                    json.member("cost_after", served.cost_after);
                    write_times(json, advice, served.query);
                });
        });
        json.array("slows", [&] {
            for (const auto& slowed : index.slows)
                json.object([&] {
                    json.member("query", advice.queries[slowed.query].name);
                    json.member("fingerprint", advice.queries[slowed.query].fingerprint);
                    json.member("cost", slowed.cost);
                    write_times(json, advice, slowed.query);
                });
        });
        json.texts("makes_redundant", index.makes_redundant);
    });
}

// "without_values": null where no generic plan was looked at.
void write_without_values(JsonWriter& json, const query::IndexAdvice& advice, const std::optional<query::WithoutValues>& plan) {
    if (!plan) return json.null_member("without_values");
    json.object("without_values", [&] {
        json.member("cost_before", plan->cost_before);
        json.member("cost_after", plan->cost_after);
        json.member("cost_with_values", plan->with_values);
        json.member("kept", plan->kept);
        json.array("unused", [&] {
            for (const auto& index : advice.indexes)
                if (std::find(plan->unused.begin(), plan->unused.end(), index.text) != plan->unused.end()) json.value(index.statement);
        });
    });
}

}  // namespace

std::string index_json(const query::IndexAdvice& advice) {
    JsonWriter json;
    json.object([&] {
        json.member("assay", ASSAY_VERSION);
        json.member("schema_version", 1);
        json.array("indexes", [&] {
            for (const auto& index : advice.indexes) write_index(json, advice, index);
        });
        json.array("drops", [&] {
            for (const auto& drop : advice.drops)
                json.object([&] {
                    json.member("index", drop.index);
                    json.member("statement", drop.statement);
                    json.member("size_bytes", static_cast<std::int64_t>(drop.bytes));
                    json.member("reason", drop.reason);
                    json.member("cost_before", drop.cost_before);
                    json.member("cost_after", drop.cost_after);
                });
        });
        json.array("queries", [&] {
            for (const auto& query : advice.queries)
                json.object([&] {
                    json.member("query", query.name);
                    json.member("fingerprint", query.fingerprint);
                    json.member("calls", query.calls);
                    json.member("generic_plan", query.generic);
                    json.member("cost_before", query.cost_before);
                    json.member("cost_after", query.cost_after);
                    write_without_values(json, advice, query.without_values);
                });
        });
        json.member("cost_before", advice.cost_before);
        json.member("cost_after", advice.cost_after);
        json.member("candidates", advice.candidates);
        json.member("what_if_calls", advice.what_if_calls);
        json.member("complete", advice.complete);
        json.member("sampled", advice.sampled);
        json.texts("notes", advice.notes);
    });
    return json.take();
}

}  // namespace assay::cli
