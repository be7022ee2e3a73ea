#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "render/plain.h"
#include "render/trace.h"

namespace assay::rendering {

namespace {

using migration::StatementTrace;

std::string time_text(double value_ms) {
    if (value_ms >= 60'000) return fmt::format("{:.0f} min", value_ms / 60'000);
    if (value_ms >= 1'000) return fmt::format("{:.1f} s", value_ms / 1'000);
    return value_ms >= 10 ? fmt::format("{:.0f} ms", value_ms) : fmt::format("{:.1f} ms", value_ms);
}

std::string size_text(std::int64_t bytes) {
    if (bytes >= 1 << 20) return fmt::format("{:.1f} MB", static_cast<double>(bytes) / (1 << 20));
    return fmt::format("{:.0f} kB", std::max(1.0, static_cast<double>(bytes) / 1024));
}

class TraceText {
public:
    explicit TraceText(const RenderOptions& options) : options_{options}, width_{std::max(options.width, 40)} {}

    std::string whole(const migration::Trace& trace) {
        std::string file;
        for (const auto& statement : trace.statements) {
            if (statement.place.file != file) out_ += one_line(file = statement.place.file) + "\n";
            add(statement);
        }
        for (const auto& note : trace.notes) paragraph(0, "note: " + note);
        return out_ + "\n";
    }

private:
    void line(int indentation, std::string_view text) {
        out_ += std::string(static_cast<std::size_t>(indentation), ' ') + truncated(one_line(text), width_ - indentation, options_.ascii ? "..." : "…") + "\n";
    }
    void paragraph(int indentation, std::string_view text) {
        bool first = true;
        for (const auto& part : wrapped(prose(text), width_ - indentation - 2)) {
            out_ += std::string(static_cast<std::size_t>(indentation + (first ? 0 : 2)), ' ') + part + "\n";
            first = false;
        }
    }
    void labelled(std::string_view label, const std::vector<std::string>& parts) {
        if (!parts.empty()) paragraph(6, fmt::format("{:<9}{}", label, joined(parts, ", ")));
    }

    void add(const StatementTrace& trace) {
        line(2, fmt::format("{}: {}", trace.place.line, trace.statement));
        if (!trace.error.empty()) return paragraph(6, "failed   " + trace.error);
        if (trace.skipped) return paragraph(6, "nothing to do in the lab");
        std::vector<std::string> locks;
        for (const auto& lock : trace.locks)
            if (lock.mode > migration::Mode::access_share && std::find(trace.rebuilt.begin(), trace.rebuilt.end(), lock.relation) == trace.rebuilt.end()) locks.push_back(fmt::format("{} on {} for {}", name(lock.mode), lock.relation, time_text(lock.held_ms)));
        labelled("locks", locks);
        labelled("rewrites", trace.rewrites);
        labelled("rebuilds", trace.rebuilt);
        labelled("reads", trace.scans);
        blocked(trace.blocked);
        for (const auto& phase : trace.phases)
            paragraph(6, fmt::format("{}: {}", phase.name, phase.blocked.empty() ? "nobody waits" : counted(static_cast<long>(phase.blocked.size()), "operation") + " would wait"));
        for (const auto& point : trace.queue)
            paragraph(6, fmt::format("queue    behind an open reader, {}: {}, done after {}; the worst SELECT took {}",
                                     point.lock_timeout_ms == 0 ? std::string{"no lock_timeout"} : fmt::format("lock_timeout {} ms", point.lock_timeout_ms),
                                     counted(point.tries, "try", "tries"), time_text(point.done_ms), time_text(point.worst_read_ms)));
        duration(trace);
    }

    // By relation: "orders: INSERT, UPDATE, DELETE".
    void blocked(const std::vector<migration::Blocked>& list) {
        std::map<std::string, std::vector<std::string>> by_relation;
        for (const auto& each : list) {
            auto& operations = by_relation[each.relation];
            if (std::find(operations.begin(), operations.end(), each.operation) == operations.end()) operations.push_back(each.operation);
        }
        for (const auto& [relation, operations] : by_relation) labelled("waiting", {fmt::format("{} of {}", joined(operations, ", "), relation)});
    }

    void duration(const StatementTrace& trace) {
        auto text = fmt::format("took     {}", time_text(trace.measured_ms));
        if (trace.rows > 0) text += fmt::format(" with {} rows", trace.rows);
        if (trace.wal_bytes > 8192) text += ", log " + size_text(trace.wal_bytes);
        if (trace.estimate_ms) text += fmt::format("; {} rows: about {} ({} to {})", trace.wanted_rows.value_or(0), time_text(*trace.estimate_ms), time_text(*trace.low_ms), time_text(*trace.high_ms));
        paragraph(6, text);
    }

    const RenderOptions& options_;
    int width_;
    std::string out_;
};

}  // namespace

std::string trace_text(const migration::Trace& trace, const RenderOptions& options) { return TraceText{options}.whole(trace); }

}  // namespace assay::rendering
