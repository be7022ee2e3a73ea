#include <cmath>

#include "render/trace.h"

namespace assay::rendering {

namespace {

using migration::StatementTrace;

double tidy(double value_ms) { return std::round(value_ms * 1000) / 1000; }

void member(JsonWriter& json, std::string_view name, std::optional<double> value_ms) {
    if (value_ms) json.member(name, tidy(*value_ms));
    else json.null_member(name);
}

void write_blocked(JsonWriter& json, const std::vector<migration::Blocked>& list) {
    json.array("blocked", [&] {
        for (const auto& blocked : list)
            json.object([&] {
                json.member("operation", blocked.operation);
                json.member("relation", blocked.relation);
                json.member("waited_ms", tidy(blocked.waited_ms));
            });
    });
}

void write_phase(JsonWriter& json, const migration::Phase& phase) {
    json.object([&] {
        json.member("phase", phase.name);
        json.array("locks", [&] {
            for (const auto& lock : phase.locks)
                json.object([&] {
                    json.member("relation", lock.relation);
                    json.member("mode", catalogue_name(lock.mode));
                });
        });
        write_blocked(json, phase.blocked);
    });
}

void write_statement(JsonWriter& json, const StatementTrace& trace) {
    json.object([&] {
        json.member("statement", trace.statement);
        json.member("file", trace.place.file);
        json.member("line", trace.place.line);
        json.member("transaction", trace.transaction);
        json.member_or_null("error", trace.error);
        json.array("locks", [&] {
            for (const auto& lock : trace.locks)
                json.object([&] {
                    json.member("relation", lock.relation);
                    json.member("mode", catalogue_name(lock.mode));
                    json.member("held_ms", tidy(lock.held_ms));
                });
        });
        json.texts("rewrites", trace.rewrites);
        json.texts("rebuilt", trace.rebuilt);
        json.texts("scans", trace.scans);
        write_blocked(json, trace.blocked);
        json.array("phases", [&] {
            for (const auto& phase : trace.phases) write_phase(json, phase);
        });
        json.array("queue", [&] {
            for (const auto& point : trace.queue)
                json.object([&] {
                    json.member("lock_timeout_ms", point.lock_timeout_ms);
                    json.member("tries", point.tries);
                    json.member("done_ms", tidy(point.done_ms));
                    json.member("worst_read_ms", tidy(point.worst_read_ms));
                });
        });
        json.member("wal_bytes", trace.wal_bytes);
        json.object("duration", [&] {
            json.member("measured_ms", tidy(trace.measured_ms));
            json.member("rows", trace.rows);
            member(json, "estimate_ms", trace.estimate_ms);
            member(json, "low_ms", trace.low_ms);
            member(json, "high_ms", trace.high_ms);
        });
    });
}

}  // namespace

void write_trace(JsonWriter& json, const migration::Trace& trace) {
    json.array("trace", [&] {
        for (const auto& statement : trace.statements) write_statement(json, statement);
    });
    json.texts("trace_notes", trace.notes);
}

}  // namespace assay::rendering
