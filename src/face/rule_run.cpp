#include "face/rule_run.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

#include "core/catalogue.h"
#include "face/session.h"
#include "map/run_rule.h"
#include "map/twin.h"
#include "sql/parser.h"
#include "world/clock.h"

namespace assay {

namespace {

// What one rule found. Each stands alone until all have run.
struct Part {
    const Rule* rule;
    Report report = {};
    Result<void> done = {};
    double seconds = 0;
};

// The class of facts that the rule's domain is about, where the map has none of it: preparing its query would tell no more.
char central_class_missing(const Rule& rule, const Map& map) {
    if (rule.sql.empty()) return '\0';
    for (const Domain* domain : catalogue::domains()) {
        if (domain->central_class == '\0' || rule.domain() != domain->name) continue;
        const auto& all = map.databases();
        const bool there = std::any_of(all.begin(), all.end(), [&](auto database) { return map.available(database, domain->central_class); });
        return there || all.empty() ? '\0' : domain->central_class;
    }
    return '\0';
}

void run_part(Part& part, const Workspace& workspace, const Map& map) {
    const Rule& rule = *part.rule;
    if (const char missing = central_class_missing(rule, map); missing != '\0') {
        part.report.begin(rule);
        part.report.not_run(rule, std::string{fact_class_name(missing)});
        return;
    }
    const Stopwatch watch;
    part.done = rule.sql.empty() ? run_rule(rule, workspace, part.report) : run_query_rule(rule, map, part.report);
    part.seconds = watch.seconds();
}

// Rules that are queries are taken by whoever is free; those in C++ may look at every model, whose map is the workspace's.
class SideBySide {
public:
    SideBySide(std::vector<Part>& parts, const Workspace& workspace, const std::function<bool()>& stop) : workspace_{workspace}, stop_{stop} {
        for (auto& part : parts) (part.rule->sql.empty() ? code_ : queries_).push_back(&part);
    }

    // On parsers' own threads: a rule that reads many expressions would else wait for another thread at each.
    Result<void> run() {
        std::future<void> other;
        if (std::thread::hardware_concurrency() > 1 && queries_.size() > 1)
            other = std::async(std::launch::async, [this, image = MapImage{*workspace_.map}]() mutable { run_on_twin(image); });
        auto ran = sql::with_parser_thread([&](const sql::Parser&) {
            for (auto* part : code_)
                if (!stop_()) run_part(*part, workspace_, *workspace_.map);
            run_queries(*workspace_.map);
        });
        if (other.valid()) other.get();
        return ran;
    }

private:
    // What cannot be had here, memory or a thread, leaves all rules to the first thread.
    void run_on_twin(MapImage& image) {
        const auto map = image.open(register_functions);
        if (map) (void)sql::with_parser_thread([&](const sql::Parser&) { run_queries(*map); });
    }

    void run_queries(const Map& map) {
        for (std::size_t at; (at = next_++) < queries_.size();)
            if (!stop_()) run_part(*queries_[at], workspace_, map);
    }

    const Workspace& workspace_;
    const std::function<bool()>& stop_;
    std::vector<Part*> code_, queries_;
    std::atomic<std::size_t> next_ = 0;
};

}  // namespace

Result<std::vector<RuleTime>> run_rules_over(const std::vector<const Rule*>& rules, const Workspace& workspace,
                                             const std::function<bool()>& stop, Report& report) {
    std::vector<Part> parts;
    parts.reserve(rules.size());
    for (const Rule* rule : rules) parts.push_back({.rule = rule});
    if (auto ran = SideBySide{parts, workspace, stop}.run(); !ran) return tl::unexpected(ran.error());
    if (stop()) return fail("stopped, as was asked");
    std::vector<RuleTime> times;
    for (auto& part : parts) {
        if (!part.done) return tl::unexpected(part.done.error());
        report.append(std::move(part.report));
        times.push_back({part.rule, part.seconds});
    }
    return times;
}

}  // namespace assay
