// The JSON of `assay query log`; docs/schema/query_log.schema.json is its contract.
#include <algorithm>

#include "face/cli/query_log.h"
#include "render/json_writer.h"

namespace assay::cli {

using query::Query;
using rendering::JsonWriter;

namespace {

void write_place(JsonWriter& json, const Location& location) {
    json.member("file", location.file);
    json.member("line", location.line);
}

void write_counts(JsonWriter& json, std::string_view name, const query::Counts& counts) {
    json.array(name, [&] {
        for (const auto& [text, count] : counts.ranked())
            json.object([&] {
                json.member("name", text);
                json.member("count", count);
            });
    });
}

void write_samples(JsonWriter& json, const LogReport& report, const Query& query) {
    json.array("samples", [&] {
        for (const auto& sample : query.samples)
            json.object([&] {
                json.member("statement", report.statement(sample.statement));
                json.member_or_null("parameters", report.parameters(sample.parameters));
                json.member("ms", sample.duration_ms);
                json.member_or_null("at", query::shown_moment(sample.at));
                write_place(json, sample.location);
            });
    });
}

void write_query(JsonWriter& json, const LogReport& report, const Query& query) {
    json.object([&] {
        json.member("fingerprint", query.fingerprint);
        json.member("parsed", query.parsed);
        json.member("text", query.text);
        json.member("calls", query.calls);
        json.member("total_ms", query.total_ms);
        json.member("mean_ms", query.mean_ms());
        json.member("min_ms", query.min_ms);
        json.member("max_ms", query.max_ms);
        for (const auto& [name, fraction] : {std::pair{"median_ms", 0.5}, {"p95_ms", 0.95}, {"p99_ms", 0.99}}) {
            const auto quantile = query.quantile_ms(fraction);
            if (quantile)
                json.member(name, *quantile);
            else
                json.null_member(name);
        }
        json.member("prepare_ms", query.prepare_ms);
        json.member("from_plans_only", query.from_plans_only);
        json.member_or_null("first_seen", query::shown_moment(query.seen.first));
        json.member_or_null("last_seen", query::shown_moment(query.seen.last));
        write_counts(json, "users", query.users);
        write_counts(json, "databases", query.databases);
        write_counts(json, "applications", query.applications);
        json.member("errors", query.errors);
        json.member("temporary_files", query.temporary_files);
        json.member("temporary_bytes", query.temporary_bytes);
        json.member("lock_waits", query.lock_waits);
        json.member("lock_wait_ms", query.lock_wait_ms);
        write_samples(json, report, query);
        json.key("plan");
        if (!query.slowest_plan) return json.null();
        json.object([&] {
            json.member("format", name(query.slowest_plan->format));
            json.member("ms", query.slowest_plan->duration_ms);
            write_place(json, query.slowest_plan->location);
        });
    });
}

void write_errors(JsonWriter& json, const LogReport& report) {
    json.array("errors", [&] {
        for (const auto& group : report.workload.activity.errors)
            json.object([&] {
                json.member("severity", group.severity);
                json.member_or_null("sqlstate", group.sqlstate);
                json.member("message", report.message(group.message));
                json.member("count", group.count);
                json.member_or_null("first_seen", query::shown_moment(group.seen.first));
                json.member_or_null("last_seen", query::shown_moment(group.seen.last));
                json.member_or_null("statement", report.statement(group.statement));
                write_place(json, group.location);
            });
    });
}

void write_locks(JsonWriter& json, const LogReport& report) {
    const auto& activity = report.workload.activity;
    json.object("locks", [&] {
        json.member("waits", activity.lock_wait_count);
        json.member("waited_ms", activity.lock_wait_ms);
        json.array("longest", [&] {
            for (std::size_t i = 0; i < activity.lock_waits.size() && i < report.top; ++i) {
                const auto& wait = activity.lock_waits[i];
                json.object([&] {
                    json.member("ms", wait.waited_ms);
                    json.member("acquired", wait.acquired);
                    json.member("mode", wait.mode);
                    json.member("object", wait.object);
                    json.member_or_null("detail", wait.detail);
                    json.member_or_null("statement", report.statement(wait.statement));
                    json.member_or_null("at", query::shown_moment(wait.at));
                    write_place(json, wait.location);
                });
            }
        });
        json.member("deadlocks", activity.deadlock_count);
        json.array("deadlock_details", [&] {
            for (const auto& deadlock : activity.deadlocks)
                json.object([&] {
                    json.member("detail", report.deadlock(deadlock.detail));
                    json.member_or_null("at", query::shown_moment(deadlock.at));
                    write_place(json, deadlock.location);
                });
        });
    });
}

void write_server(JsonWriter& json, const query::Activity& activity) {
    json.object("cancelled", [&] {
        json.member("count", activity.cancelled);
        write_counts(json, "reasons", activity.cancel_reasons);
    });
    json.object("temporary_files", [&] {
        json.member("count", activity.temporary_files);
        json.member("bytes", activity.temporary_bytes);
        json.member("largest_bytes", activity.largest_temporary_bytes);
    });
    json.object("checkpoints", [&] {
        const auto& all = activity.checkpoints;
        json.member("timed", all.timed);
        json.member("by_wal", all.by_wal);
        json.member("others", all.others);
        json.member("buffers", all.buffers);
        json.member("write_s", all.write_s);
        json.member("sync_s", all.sync_s);
        json.member("total_s", all.total_s);
        json.member("longest_s", all.longest_s);
        json.member("too_frequent", all.too_frequent);
    });
    json.array("autovacuum", [&] {
        for (const auto& [table, vacuums] : activity.vacuums)
            json.object([&] {
                json.member("table", table);
                json.member("vacuums", vacuums.vacuums);
                json.member("analyzes", vacuums.analyzes);
                json.member("elapsed_s", vacuums.elapsed_s);
                json.member("tuples_removed", vacuums.tuples_removed);
                json.member("pages_removed", vacuums.pages_removed);
            });
    });
    json.object("connections", [&] {
        const auto& all = activity.connections;
        json.member("received", all.received);
        json.member("authorized", all.authorized);
        json.member("ended", all.ended);
        json.member("session_s", all.session_s);
        write_counts(json, "users", all.users);
        write_counts(json, "databases", all.databases);
        write_counts(json, "hosts", all.hosts);
        write_counts(json, "applications", all.applications);
    });
}

void write_hours(JsonWriter& json, const query::Activity& activity) {
    json.array("hours", [&] {
        for (const auto& [number, hour] : activity.hours)
            json.object([&] {
                json.member_or_null("hour", number > INT64_MIN + 1 ? query::shown_moment(number * 3'600'000).substr(0, 16) : "");
                json.member("calls", hour.calls);
                json.member("total_ms", hour.total_ms);
                json.member("max_ms", hour.max_ms);
                json.member("errors", hour.errors);
                json.member("lock_waits", hour.lock_waits);
                json.member("temporary_bytes", hour.temporary_bytes);
                json.member("connections", hour.connections);
                json.member("checkpoints", hour.checkpoints);
            });
    });
}

void write_ranking(JsonWriter& json, std::string_view name, const std::vector<const Query*>& queries) {
    json.array(name, [&] {
        for (const Query* each : queries) json.value(each->fingerprint);
    });
}

}  // namespace

std::string log_as_json(const LogReport& report) {
    const auto& workload = report.workload;
    JsonWriter json;
    json.object([&] {
        json.member("assay", ASSAY_VERSION);
        json.member("schema_version", 1);
        json.texts("sources", workload.sources);
        json.member("format", workload.format);
        json.member("bytes", workload.bytes);
        json.member("records", workload.records);
        json.member_or_null("first", query::shown_moment(workload.activity.span.first));
        json.member_or_null("last", query::shown_moment(workload.activity.span.last));
        json.member("parse_ms", workload.activity.parse_ms);
        json.member("bind_ms", workload.activity.bind_ms);
        json.member("query_count", workload.queries.size());
        json.array("queries", [&] {
            std::vector<const Query*> shown;
            for (const auto& ranking : {report.by_total_time(), report.by_mean_time(), report.by_calls()})
                for (const Query* each : ranking)
                    if (std::find(shown.begin(), shown.end(), each) == shown.end()) shown.push_back(each);
            for (const Query* each : shown) write_query(json, report, *each);
        });
        json.object("top", [&] {
            write_ranking(json, "total_time", report.by_total_time());
            write_ranking(json, "mean_time", report.by_mean_time());
            write_ranking(json, "calls", report.by_calls());
        });
        write_errors(json, report);
        write_locks(json, report);
        write_server(json, workload.activity);
        write_hours(json, workload.activity);
        json.object("without_statement", [&] {
            json.member("calls", workload.activity.calls_without_statement);
            json.member("ms", workload.activity.without_statement_ms);
        });
        json.array("damage", [&] {
            for (const auto& each : workload.damage)
                json.object([&] {
                    json.member("what", each.what);
                    json.member("count", each.count);
                    write_place(json, each.first);
                });
        });
    });
    return json.take();
}

}  // namespace assay::cli
