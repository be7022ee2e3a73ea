// ShapeTable: calls added up by the shape of their statements, and queries made of shapes by their fingerprint.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domain/query/model/workload.h"
#include "domain/query/read/log_record.h"
#include "domain/query/read/shape.h"

namespace assay::query {

// What is known of one shape.
struct ShapeTally {
    std::string normal_form;
    std::uint64_t calls = 0, timed_calls = 0, total_us = 0, prepare_us = 0;
    std::uint64_t min_us = UINT64_MAX, max_us = 0;
    Durations durations;
    Span seen;
    Counts users, databases, applications;
    std::uint64_t planned_calls = 0, planned_us = 0, planned_min_us = UINT64_MAX, planned_max_us = 0;  // by auto_explain
    Durations planned_durations;
    std::optional<LoggedPlan> slowest_plan;
    Sample planned_sample;  // the call of that plan
    std::uint64_t errors = 0, temporary_files = 0, temporary_bytes = 0, lock_waits = 0;
    std::uint64_t lock_wait_us = 0;
    std::optional<std::uint64_t> named_calls;  // where the source tells
    std::optional<std::uint64_t> jit_us;  // where the source counts it
    std::optional<std::uint64_t> rows;

    struct Kept {
        std::uint64_t rank = 0;  // a hash: the lowest are a random choice, the same in any order of reading
        std::uint64_t us = 0;
        Sample sample;
    };
    std::optional<Kept> slowest;
    std::vector<Kept> random;  // at most two, by rank
};

class ShapeTable {
public:
    // The tally of the statement's shape; nullptr for an empty statement. Once the table has grown to its bound, new
    // shapes are added up in one whose normal form is empty.
    ShapeTally* find(std::string_view statement);
    struct Call {
        std::string_view statement, parameters;
        std::uint64_t us = 0;
        Moment at = {};
        std::int64_t pid = 0, line = 0;
        int column = 0;
    };
    // Keeps the call when it is the slowest of its shape or among those chosen.
    void keep_sample(ShapeTally& shape, const Call& call);
    // Keeps the plan when it is the slowest of its shape.
    void keep_plan(ShapeTally& shape, const Call& call, std::string_view plan, LoggedPlan::Format format);

    // The calls of what comes later in the same file or in another; its lines are moved by `lines`.
    void merge(ShapeTable&& later, std::int64_t lines);
    // Every location is of this file.
    void set_file(const std::string& file);
    // Shapes of one fingerprint are one query; by total time, the most first.
    Result<std::vector<Query>> queries() const;
    std::uint64_t folded_shapes() const { return folded_; }

private:
    ShapeTally* of_normal_form(std::string_view normal_form);
    void keep(ShapeTally& shape, ShapeTally::Kept kept);

    Shaper shaper_;
    std::unordered_map<std::uint64_t, ShapeTally*> by_hash_;
    std::deque<ShapeTally> shapes_;
    std::uint64_t kept_bytes_ = 0;
    std::uint64_t folded_ = 0;  // calls of find that met the bound
    ShapeTally* others_ = nullptr;

    // Statements that came lately, as they were written: prepared ones come again and again.
    struct Recent {
        std::uint64_t hash = 0;
        ShapeTally* shape = nullptr;
    };
    std::vector<Recent> recent_;
};

}  // namespace assay::query
