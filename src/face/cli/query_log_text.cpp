// The text of `assay query log`, for a terminal of 80 columns or more.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "face/cli/query_log.h"
#include "render/plain.h"

namespace assay::cli {

using query::Query;
using rendering::counted;
using rendering::one_line;
using rendering::prose;
using rendering::truncated;
using rendering::wrapped;

namespace {

constexpr int statement_lines = 3;
constexpr std::string_view ellipsis = "…";

// Three significant digits in the unit that suits: 0.434 ms, 12.1 s, 2 h 05 min.
std::string duration(double ms) {
    if (ms >= 3'600'000) return fmt::format("{:.0f} h {:02.0f} min", std::floor(ms / 3'600'000), std::floor(std::fmod(ms, 3'600'000) / 60'000));
    if (ms >= 100'000) return fmt::format("{:.0f} min {:02.0f} s", std::floor(ms / 60'000), std::floor(std::fmod(ms, 60'000) / 1000));
    const bool seconds = ms >= 1000;
    const double value = seconds ? ms / 1000 : ms;
    const int digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    return fmt::format("{:.{}f} {}", value, digits, seconds ? "s" : "ms");
}

std::string bytes(double count) {
    for (const auto* unit : {"B", "kB", "MB", "GB"}) {
        if (count < 1024) return fmt::format("{:.{}f} {}", count, count < 10 && unit[0] != 'B' ? 1 : 0, unit);
        count /= 1024;
    }
    return fmt::format("{:.1f} TB", count);
}

// 1 204 331
std::string grouped(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) digits.insert(static_cast<std::size_t>(at), " ");
    return digits;
}

std::string listed(const query::Counts& counts, std::size_t most = 3) {
    std::string text;
    const auto ranked = counts.ranked();
    for (std::size_t i = 0; i < ranked.size() && i < most; ++i) text += (i ? ", " : "") + one_line(ranked[i].first);
    if (ranked.size() > most) text += fmt::format(" and {} more", ranked.size() - most);
    return text;
}

class Text {
public:
    Text(const LogReport& report, int width) : report_{report}, activity_{report.workload.activity}, width_{std::max(width, 60)} {}

    std::string take() {
        head();
        rankings();
        errors();
        locks();
        temporary_files();
        checkpoints();
        vacuums();
        connections();
        hours();
        damage();
        return std::move(out_);
    }

private:
    void head();
    void rankings();
    void ranking(std::string_view title, const std::vector<const Query*>& queries);
    void query_lines(const Query& query);
    std::string about(const Query& query) const;
    void errors();
    void locks();
    void temporary_files();
    void checkpoints();
    void vacuums();
    void connections();
    void hours();
    void damage();

    void title(std::string_view text) { out_ += fmt::format("\n{}\n", text); }
    void line(std::string_view text, int indent = 2) {
        for (const auto& part : wrapped(text, width_ - indent)) out_ += std::string(static_cast<std::size_t>(indent), ' ') + part + "\n";
    }
    void cut_line(const std::string& text, int indent) {
        out_ += std::string(static_cast<std::size_t>(indent), ' ') + truncated(prose(text), width_ - indent, ellipsis) + "\n";
    }

    const LogReport& report_;
    const query::Activity& activity_;
    int width_;
    std::vector<const Query*> shown_;  // with their whole text
    std::string out_;
};

void Text::head() {
    const auto& workload = report_.workload;
    const auto files = workload.sources.size();
    out_ += fmt::format("{}\n", one_line(workload.format));
    std::string span;
    if (activity_.span.first)
        span = fmt::format(", {} to {} ({})", query::shown_moment(activity_.span.first).substr(0, 19), query::shown_moment(activity_.span.last).substr(0, 19),
                           duration(static_cast<double>(*activity_.span.last - *activity_.span.first)));
    line(fmt::format("{}, {}, {} records{}", files == 1 ? one_line(workload.sources[0]) : counted(static_cast<long>(files), "file"),
                     bytes(static_cast<double>(workload.bytes)), grouped(workload.records), span), 0);
}

std::string Text::about(const Query& query) const {
    std::string text = query.parsed ? query.fingerprint : query.fingerprint + " (PostgreSQL 15 cannot parse it)";
    const auto add = [&](const std::string& more) { text += " · " + more; };
    if (!query.users.empty()) add(listed(query.users) + (query.databases.empty() ? "" : "@" + listed(query.databases)));
    if (!query.applications.empty()) add("from " + listed(query.applications));
    if (query.from_plans_only) add("known from auto_explain alone");
    if (query.prepare_ms > query.total_ms / 10 && query.prepare_ms > 0) add("parsed and bound in " + duration(query.prepare_ms));
    if (query.temporary_files) add(fmt::format("{} in temporary files", bytes(static_cast<double>(query.temporary_bytes))));
    if (query.lock_waits) add(fmt::format("waited {} for locks", duration(query.lock_wait_ms)));
    if (query.errors) add(counted(static_cast<long>(query.errors), "error"));
    return text;
}

void Text::query_lines(const Query& query) {
    if (std::find(shown_.begin(), shown_.end(), &query) != shown_.end()) return cut_line(query.text, 9);
    shown_.push_back(&query);
    auto lines = wrapped(prose(query.text), width_ - 9);
    for (int i = 0; i < statement_lines && i < static_cast<int>(lines.size()); ++i) {
        const bool cut = i + 1 == statement_lines && static_cast<int>(lines.size()) > statement_lines;
        out_ += std::string(9, ' ') + (cut ? truncated(lines[static_cast<std::size_t>(i)] + " …", width_ - 9, ellipsis) : lines[static_cast<std::size_t>(i)]) + "\n";
    }
    line(about(query), 9);
    if (query.slowest_plan)
        line(fmt::format("plan ({}): {}:{}", name(query.slowest_plan->format), one_line(query.slowest_plan->location.file), query.slowest_plan->location.line), 9);
    if (!report_.show_values || query.samples.empty()) return;
    const auto& slowest = query.samples.front();
    cut_line("slowest: " + slowest.statement + (slowest.parameters.empty() ? "" : " -- " + slowest.parameters), 9);
}

void Text::ranking(std::string_view heading, const std::vector<const Query*>& queries) {
    double total_ms = 0;
    for (const Query& each : report_.workload.queries) total_ms += each.total_ms;
    title(heading);
    out_ += fmt::format("{:>6} {:>15} {:>6} {:>12} {:>11} {:>11} {:>11}\n", "", "total", "share", "calls", "mean", "p95", "max");
    int number = 0;
    for (const Query* each : queries) {
        out_ += fmt::format("{:>5}. {:>15} {:>5.1f}% {:>12} {:>11} {:>11} {:>11}\n", ++number, duration(each->total_ms),
                            total_ms > 0 ? each->total_ms / total_ms * 100 : 0, grouped(each->calls), duration(each->mean_ms()),
                            duration(each->quantile_ms(0.95).value_or(0)), duration(each->max_ms));
        query_lines(*each);
    }
}

void Text::rankings() {
    std::uint64_t calls = 0;
    double total_ms = 0;
    for (const Query& each : report_.workload.queries) {
        calls += each.calls;
        total_ms += each.total_ms;
    }
    title("Statements");
    line(fmt::format("{} of {}, {} in all; parsing {}, binding {}", counted(static_cast<long>(calls), "call"),
                     counted(static_cast<long>(report_.workload.queries.size()), "query", "queries"), duration(total_ms),
                     duration(activity_.parse_ms), duration(activity_.bind_ms)));
    if (activity_.calls_without_statement)
        line(fmt::format("besides, {} whose statement is not logged, {}: log_min_duration_statement = 0 in place of log_duration logs it",
                         counted(static_cast<long>(activity_.calls_without_statement), "duration"), duration(activity_.without_statement_ms)));
    if (calls == 0) return line("no duration of a statement is logged: log_min_duration_statement sets from how many ms on one is");
    ranking("By total time", report_.by_total_time());
    ranking("By mean time", report_.by_mean_time());
    ranking("By calls", report_.by_calls());
}

void Text::errors() {
    if (activity_.errors.empty()) return;
    title("Errors and warnings");
    std::size_t shown = 0;
    for (const auto& group : activity_.errors) {
        if (++shown > report_.top) break;
        out_ += fmt::format("{:>12}  {}", grouped(group.count),
                            truncated(fmt::format("{} {}{}", group.severity, group.sqlstate.empty() ? "" : group.sqlstate + " ", prose(report_.message(group.message))),
                                      width_ - 14, ellipsis)) + "\n";
        if (!group.statement.empty()) cut_line(report_.statement(group.statement), 14);
    }
    if (activity_.errors.size() > report_.top) line(fmt::format("and {} more kinds", activity_.errors.size() - report_.top), 14);
    if (activity_.cancelled) {
        line(counted(static_cast<long>(activity_.cancelled), "statement") + " cancelled:");
        for (const auto& [reason, count] : activity_.cancel_reasons.ranked()) line(fmt::format("{:>10}  {}", grouped(count), prose(reason)), 2);
    }
}

void Text::locks() {
    if (activity_.lock_wait_count == 0 && activity_.deadlock_count == 0) return;
    title("Locks");
    line(fmt::format("{} longer than deadlock_timeout, {} in all; {}", counted(static_cast<long>(activity_.lock_wait_count), "wait"),
                     duration(activity_.lock_wait_ms), counted(static_cast<long>(activity_.deadlock_count), "deadlock")));
    for (std::size_t i = 0; i < activity_.lock_waits.size() && i < report_.top; ++i) {
        const auto& wait = activity_.lock_waits[i];
        cut_line(fmt::format("{:>10}  {} on {}{}  {}", duration(wait.waited_ms), wait.mode, wait.object, wait.acquired ? "" : " (not seen to end)",
                             query::shown_moment(wait.at)), 2);
        if (!wait.statement.empty()) cut_line(report_.statement(wait.statement), 14);
    }
    for (std::size_t i = 0; i < activity_.deadlocks.size() && i < 3; ++i) {
        line("deadlock at " + query::shown_moment(activity_.deadlocks[i].at) + ":");
        const auto detail = report_.deadlock(activity_.deadlocks[i].detail);
        for (const auto each : lines_of(detail)) cut_line(std::string{each}, 4);
    }
}

void Text::temporary_files() {
    if (activity_.temporary_files == 0) return;
    title("Temporary files");
    line(fmt::format("{}, {} in all, the largest {}", counted(static_cast<long>(activity_.temporary_files), "file"),
                     bytes(static_cast<double>(activity_.temporary_bytes)), bytes(static_cast<double>(activity_.largest_temporary_bytes))));
    std::vector<const Query*> spilling;
    for (const Query& each : report_.workload.queries)
        if (each.temporary_files) spilling.push_back(&each);
    std::stable_sort(spilling.begin(), spilling.end(), [](const auto* a, const auto* b) { return a->temporary_bytes > b->temporary_bytes; });
    for (std::size_t i = 0; i < spilling.size() && i < report_.top; ++i)
        cut_line(fmt::format("{:>10}  {}", bytes(static_cast<double>(spilling[i]->temporary_bytes)), spilling[i]->text), 2);
}

void Text::checkpoints() {
    const auto& all = activity_.checkpoints;
    const auto count = all.timed + all.by_wal + all.others;
    if (count == 0 && all.too_frequent == 0 && all.buffers == 0) return;
    title("Checkpoints");
    line(fmt::format("{}: {} by time, {} by WAL, {} otherwise; {} buffers written; writing {}, syncing {}, the longest {}",
                     counted(static_cast<long>(count), "checkpoint"), all.timed, all.by_wal, all.others, grouped(all.buffers),
                     duration(all.write_s * 1000), duration(all.sync_s * 1000), duration(all.longest_s * 1000)));
    if (all.too_frequent)
        line(fmt::format("the server warned {} that they occur too frequently: raise max_wal_size", counted(static_cast<long>(all.too_frequent), "time")));
}

void Text::vacuums() {
    if (activity_.vacuums.empty()) return;
    title("Autovacuum");
    std::vector<std::pair<std::string, query::Vacuums>> tables{activity_.vacuums.begin(), activity_.vacuums.end()};
    std::stable_sort(tables.begin(), tables.end(), [](const auto& a, const auto& b) { return a.second.elapsed_s > b.second.elapsed_s; });
    for (std::size_t i = 0; i < tables.size() && i < report_.top; ++i) {
        const auto& [table, vacuums] = tables[i];
        cut_line(fmt::format("{:>10}  {}: {}, {}, {} tuples removed", duration(vacuums.elapsed_s * 1000), table,
                             counted(static_cast<long>(vacuums.vacuums), "vacuum"), counted(static_cast<long>(vacuums.analyzes), "analyze", "analyzes"),
                             grouped(vacuums.tuples_removed)), 2);
    }
}

void Text::connections() {
    const auto& all = activity_.connections;
    if (all.received + all.authorized + all.ended == 0) return;
    title("Connections");
    line(fmt::format("{} received, {} authorized, {} ended{}", grouped(all.received), grouped(all.authorized), grouped(all.ended),
                     all.ended ? fmt::format(", on average after {}", duration(all.session_s * 1000 / static_cast<double>(all.ended))) : ""));
    const std::pair<std::string_view, const query::Counts*> kinds[]{
        {"users", &all.users}, {"databases", &all.databases}, {"hosts", &all.hosts}, {"applications", &all.applications}};
    for (const auto& [kind, counts] : kinds) {
        if (counts->empty()) continue;
        std::string text;
        const auto ranked = counts->ranked();
        for (std::size_t i = 0; i < ranked.size() && i < report_.top; ++i)
            text += fmt::format("{}{} ({})", i ? ", " : "", one_line(ranked[i].first), grouped(ranked[i].second));
        line(fmt::format("{}: {}", kind, text));
    }
}

void Text::hours() {
    constexpr int most_hours = 72;
    double most = 0;
    for (const auto& [number, hour] : activity_.hours) most = std::max(most, hour.total_ms);
    if (activity_.hours.empty() || most == 0) return;
    title("By hour");
    out_ += fmt::format("{:>18} {:>15} {:>12} {:>7} {:>6}\n", "", "time", "calls", "errors", "waits");
    const int room = width_ - 65;
    int left = most_hours;
    for (const auto& [number, hour] : activity_.hours) {
        if (number <= INT64_MIN + 1) continue;  // without a time
        if (left-- == 0) {
            line(fmt::format("and {} more hours", activity_.hours.size() - most_hours), 19);
            break;
        }
        const int bar = static_cast<int>(std::lround(hour.total_ms / most * room));
        std::string blocks;
        for (int i = 0; i < bar; ++i) blocks += "█";
        out_ += fmt::format("  {} {:>15} {:>12} {:>7} {:>6} {}\n", query::shown_moment(number * 3'600'000).substr(0, 16), duration(hour.total_ms),
                            grouped(hour.calls), grouped(hour.errors), grouped(hour.lock_waits), blocks);
    }
}

void Text::damage() {
    if (report_.workload.damage.empty()) return;
    title("Not read as it should be");
    for (const auto& each : report_.workload.damage)
        line(fmt::format("{:>10}  {}, first at {}:{}", grouped(each.count), prose(each.what), one_line(each.first.file), each.first.line));
}

}  // namespace

std::string log_as_text(const LogReport& report, int width) { return Text{report, width}.take(); }

}  // namespace assay::cli
