#include "domain/query/read/shape_table.h"

#include <fmt/core.h>
#include <xxhash.h>

#include <algorithm>

#include "core/text.h"
#include "sql/fingerprint.h"

namespace assay::query {

using std::size_t;
using std::string_view;

namespace {

// Bounds on memory, for one table.
constexpr size_t most_shapes = 50'000;
constexpr size_t most_kept_bytes = 24u << 20;      // normal forms, samples and plans
constexpr size_t most_sample_bytes = 64u << 10;    // one statement with its parameters, as it was called
constexpr size_t most_shaped_bytes = 16u << 20;    // of a statement; what is longer is told apart by its begin
constexpr size_t most_form_bytes = 1u << 20;
constexpr size_t most_plan_bytes = 1u << 20;
constexpr size_t recent_slots = 4096;

// By what every format of log says of the call.
std::uint64_t rank_of(const ShapeTable::Call& call) {
    const std::uint64_t said[]{static_cast<std::uint64_t>(call.at.value_or(0)), static_cast<std::uint64_t>(call.pid), call.us};
    return XXH3_64bits(said, sizeof said);
}

}  // namespace

ShapeTally* ShapeTable::find(string_view statement) {
    statement = trimmed(statement);
    if (statement.empty()) return nullptr;
    if (statement.size() > most_shaped_bytes) statement = statement.substr(0, most_shaped_bytes);
    if (recent_.empty()) recent_.resize(recent_slots);
    const std::uint64_t hash = XXH3_64bits(statement.data(), statement.size());
    Recent& recent = recent_[hash % recent_slots];
    if (recent.shape && recent.hash == hash) return recent.shape;
    const string_view normal_form = shaper_.normal_form(statement);
    if (normal_form.empty()) return nullptr;
    ShapeTally* shape = of_normal_form(normal_form.substr(0, most_form_bytes));
    if (shape != others_) recent = {hash, shape};
    return shape;
}

ShapeTally* ShapeTable::of_normal_form(string_view normal_form) {
    const std::uint64_t hash = shape_hash(normal_form);
    if (const auto found = by_hash_.find(hash); found != by_hash_.end()) return found->second;
    if (shapes_.size() >= most_shapes || kept_bytes_ > most_kept_bytes) {
        ++folded_;
        if (!others_) others_ = &shapes_.emplace_back();
        return others_;
    }
    ShapeTally& shape = shapes_.emplace_back();
    shape.normal_form = normal_form;
    kept_bytes_ += normal_form.size() + sizeof(ShapeTally);
    by_hash_.emplace(hash, &shape);
    return &shape;
}

namespace {

Sample as_sample(const ShapeTable::Call& call) {
    return {std::string{trimmed(call.statement)}, std::string{call.parameters}, static_cast<double>(call.us) / 1000, call.at,
            {{}, static_cast<int>(call.line), call.column}};
}

}  // namespace

void ShapeTable::keep_sample(ShapeTally& shape, const Call& call) {
    const std::uint64_t rank = rank_of(call);
    const bool slowest = !shape.slowest || call.us >= shape.slowest->us;
    const bool chosen = shape.random.size() < 2 || rank < shape.random.back().rank;
    if (!slowest && !chosen) return;
    const size_t bytes = call.statement.size() + call.parameters.size();
    if (bytes > most_sample_bytes || (kept_bytes_ > most_kept_bytes && shape.slowest) || &shape == others_) return;
    kept_bytes_ += bytes;
    keep(shape, {rank, call.us, as_sample(call)});
}

namespace {

// Of equally slow ones the one of lower rank, so that the order of reading does not matter.
bool is_slower(const ShapeTally::Kept& kept, const std::optional<ShapeTally::Kept>& than) {
    return !than || kept.us > than->us || (kept.us == than->us && kept.rank < than->rank);
}

}  // namespace

void ShapeTable::keep(ShapeTally& shape, ShapeTally::Kept kept) {
    const bool is_slowest = is_slower(kept, shape.slowest);
    const auto place = std::find_if(shape.random.begin(), shape.random.end(), [&](const auto& each) { return kept.rank < each.rank; });
    if (place != shape.random.end() || shape.random.size() < 2) {
        shape.random.insert(place, kept);
        if (shape.random.size() > 2) shape.random.pop_back();
    }
    if (is_slowest) shape.slowest = std::move(kept);
}

void ShapeTable::keep_plan(ShapeTally& shape, const Call& call, string_view plan, LoggedPlan::Format format) {
    const double ms = static_cast<double>(call.us) / 1000;
    if (shape.slowest_plan && shape.slowest_plan->duration_ms >= ms) return;
    if (plan.size() + call.statement.size() > most_plan_bytes || kept_bytes_ > most_kept_bytes || &shape == others_) return;
    if (shape.slowest_plan) kept_bytes_ -= std::min<std::uint64_t>(kept_bytes_, shape.slowest_plan->plan.size());
    kept_bytes_ += plan.size();
    shape.planned_sample = as_sample(call);
    shape.slowest_plan = {format, std::string{plan}, ms, shape.planned_sample.location};
}

void ShapeTable::set_file(const std::string& file) {
    for (ShapeTally& shape : shapes_) {
        if (shape.slowest) shape.slowest->sample.location.file = file;
        for (auto& kept : shape.random) kept.sample.location.file = file;
        if (shape.slowest_plan) shape.slowest_plan->location.file = shape.planned_sample.location.file = file;
    }
}

void ShapeTable::merge(ShapeTable&& later, std::int64_t lines) {
    const auto move_lines = [lines](Location& location) { location.line += static_cast<int>(lines); };
    for (ShapeTally& from : later.shapes_) {
        ShapeTally* to = from.normal_form.empty() ? nullptr : of_normal_form(from.normal_form);
        if (!to) to = others_ ? others_ : others_ = &shapes_.emplace_back();
        to->calls += from.calls;
        to->timed_calls += from.timed_calls;
        to->total_us += from.total_us;
        to->prepare_us += from.prepare_us;
        to->min_us = std::min(to->min_us, from.min_us);
        to->max_us = std::max(to->max_us, from.max_us);
        to->durations.merge(from.durations);
        to->seen.merge(from.seen);
        to->users.merge(from.users);
        to->databases.merge(from.databases);
        to->applications.merge(from.applications);
        to->planned_calls += from.planned_calls;
        to->planned_us += from.planned_us;
        to->planned_min_us = std::min(to->planned_min_us, from.planned_min_us);
        to->planned_max_us = std::max(to->planned_max_us, from.planned_max_us);
        to->planned_durations.merge(from.planned_durations);
        to->errors += from.errors;
        to->temporary_files += from.temporary_files;
        to->temporary_bytes += from.temporary_bytes;
        to->lock_waits += from.lock_waits;
        to->lock_wait_us += from.lock_wait_us;
        if (from.named_calls) to->named_calls = to->named_calls.value_or(0) + *from.named_calls;
        if (from.jit_us) to->jit_us = to->jit_us.value_or(0) + *from.jit_us;
        if (from.rows) to->rows = to->rows.value_or(0) + *from.rows;
        if (to == others_) continue;
        for (auto& kept : from.random) {
            move_lines(kept.sample.location);
            keep(*to, std::move(kept));
        }
        if (from.slowest) {
            move_lines(from.slowest->sample.location);
            if (is_slower(*from.slowest, to->slowest)) to->slowest = std::move(from.slowest);
        }
        if (from.slowest_plan && (!to->slowest_plan || from.slowest_plan->duration_ms > to->slowest_plan->duration_ms)) {
            move_lines(from.planned_sample.location);
            move_lines(from.slowest_plan->location);
            to->planned_sample = std::move(from.planned_sample);
            to->slowest_plan = std::move(from.slowest_plan);
        }
    }
    folded_ += later.folded_;
}

// Queries -----------------------------------------------------------------------------------------------

namespace {

struct Fingerprint {
    std::string text;
    bool parsed = false;
};

// By PostgreSQL's grammar, of the first text that it can read.
Fingerprint fingerprint_of(const sql::Parser& parser, const ShapeTally& shape) {
    const std::string form = parsable_form(shape.normal_form);
    const std::string& sample = shape.slowest ? shape.slowest->sample.statement : shape.planned_sample.statement;
    for (const std::string* text : {&sample, &form}) {
        if (text->empty()) continue;
        if (auto fingerprint = sql::fingerprint_of(parser, *text)) return {std::move(*fingerprint), true};
    }
    return {fmt::format("{:016x}", shape_hash(shape.normal_form)), false};
}

double ms(std::uint64_t us) { return static_cast<double>(us) / 1000; }

// What auto_explain alone tells of a shape counts as its calls; else its plans are of calls that were counted.
void add_to(Query& query, const ShapeTally& shape) {
    const bool planned = shape.calls == 0 && shape.planned_calls > 0;
    const bool first = query.calls == 0;
    const std::uint64_t calls = planned ? shape.planned_calls : shape.calls;
    const std::uint64_t min = planned ? shape.planned_min_us : shape.min_us;
    if (min != UINT64_MAX) query.min_ms = first ? ms(min) : std::min(query.min_ms, ms(min));
    query.max_ms = std::max(query.max_ms, ms(planned ? shape.planned_max_us : shape.max_us));
    query.from_plans_only = planned && (first || query.from_plans_only);
    query.calls += calls;
    query.total_ms += ms(planned ? shape.planned_us : shape.total_us);
    query.prepare_ms += ms(shape.prepare_us);
    query.durations.merge(planned ? shape.planned_durations : shape.durations);
    query.seen.merge(shape.seen);
    query.users.merge(shape.users);
    query.databases.merge(shape.databases);
    query.applications.merge(shape.applications);
    query.errors += shape.errors;
    query.temporary_files += shape.temporary_files;
    query.temporary_bytes += shape.temporary_bytes;
    query.lock_waits += shape.lock_waits;
    query.lock_wait_ms += ms(shape.lock_wait_us);
    if (shape.rows) query.rows = query.rows.value_or(0) + *shape.rows;
    if (shape.named_calls) query.named_calls = query.named_calls.value_or(0) + *shape.named_calls;
    if (shape.jit_us) query.jit_ms = query.jit_ms.value_or(0) + ms(*shape.jit_us);
    if (shape.slowest_plan && (!query.slowest_plan || shape.slowest_plan->duration_ms > query.slowest_plan->duration_ms))
        query.slowest_plan = shape.slowest_plan;
}

// The slowest call of all, then those chosen at random, none twice.
std::vector<Sample> samples_of(const std::vector<const ShapeTally*>& shapes) {
    std::vector<const ShapeTally::Kept*> random;
    const ShapeTally::Kept* slowest = nullptr;
    for (const ShapeTally* shape : shapes) {
        for (const auto& kept : shape->random) random.push_back(&kept);
        if (shape->slowest && (!slowest || shape->slowest->us > slowest->us)) slowest = &*shape->slowest;
    }
    if (!slowest) {  // known from plans alone, or from errors
        const auto planned = std::find_if(shapes.begin(), shapes.end(), [](const auto* shape) { return shape->slowest_plan.has_value(); });
        return planned == shapes.end() ? std::vector<Sample>{} : std::vector<Sample>{(*planned)->planned_sample};
    }
    std::sort(random.begin(), random.end(), [](const auto* a, const auto* b) { return a->rank < b->rank; });
    std::vector<Sample> samples;
    samples.push_back(slowest->sample);
    for (const auto* kept : random)
        if (samples.size() < 3 && kept->rank != slowest->rank) samples.push_back(kept->sample);
    return samples;
}

}  // namespace

Result<std::vector<Query>> ShapeTable::queries() const {
    std::vector<const ShapeTally*> order;
    for (const ShapeTally& shape : shapes_) order.push_back(&shape);
    const auto time = [](const ShapeTally* shape) { return shape->calls ? shape->total_us : shape->planned_us; };
    std::sort(order.begin(), order.end(), [&](const auto* a, const auto* b) {
        return time(a) != time(b) ? time(a) > time(b) : a->normal_form < b->normal_form;
    });
    std::vector<Fingerprint> fingerprints(order.size());
    auto done = sql::with_parser_thread([&](const sql::Parser& parser) {
        for (size_t i = 0; i < order.size(); ++i)
            if (!order[i]->normal_form.empty()) fingerprints[i] = fingerprint_of(parser, *order[i]);
    });
    if (!done) return tl::unexpected(done.error());
    std::vector<Query> queries;
    std::vector<std::vector<const ShapeTally*>> shapes;
    std::unordered_map<std::string, size_t> by_fingerprint;
    for (size_t i = 0; i < order.size(); ++i) {
        const auto [found, added] = by_fingerprint.try_emplace(fingerprints[i].text, queries.size());
        if (added) {
            // The shape that took the most time names the query.
            const bool others = order[i]->normal_form.empty();
            queries.push_back({.fingerprint = fingerprints[i].text, .parsed = fingerprints[i].parsed,
                               .text = others ? "(other statements: too many different ones)" : shown_form(order[i]->normal_form)});
            shapes.push_back({});
        }
        add_to(queries[found->second], *order[i]);
        shapes[found->second].push_back(order[i]);
    }
    for (size_t i = 0; i < queries.size(); ++i) queries[i].samples = samples_of(shapes[i]);
    std::stable_sort(queries.begin(), queries.end(), [](const Query& a, const Query& b) { return a.total_ms > b.total_ms; });
    return queries;
}

}  // namespace assay::query
