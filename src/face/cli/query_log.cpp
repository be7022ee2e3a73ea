// assay query log: PostgreSQL's logs as a ranked workload, and what else they tell.
#include "face/cli/query_log.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "domain/query/read/log.h"
#include "domain/query/read/shape.h"
#include "face/cli/command.h"
#include "world/terminal.h"

namespace assay::cli {

using query::Query;
using std::string_view;

namespace {

constexpr string_view masked = "***";

template <class Weight>
std::vector<const Query*> ranked(const LogReport& report, Weight weight) {
    std::vector<const Query*> queries;
    for (const Query& each : report.workload.queries)
        if (each.calls > 0) queries.push_back(&each);
    std::stable_sort(queries.begin(), queries.end(), [&](const Query* a, const Query* b) { return weight(*a) > weight(*b); });
    if (queries.size() > report.top) queries.resize(report.top);
    return queries;
}

// The word before a quoted name that says what it names: relation "orders".
bool names_object(string_view before) {
    constexpr string_view kinds[]{"relation", "table", "column", "constraint", "index", "function", "type", "role", "user", "database",
                                  "schema", "sequence", "view", "extension", "parameter", "trigger", "operator", "statement", "cursor",
                                  "tablespace", "publication", "subscription", "slot", "language", "domain", "policy", "attribute"};
    before = trimmed(before);
    const auto word = before.substr(before.find_last_of(" \n") + 1);
    return std::find(std::begin(kinds), std::end(kinds), word) != std::end(kinds);
}

}  // namespace

std::vector<const Query*> LogReport::by_total_time() const {
    return ranked(*this, [](const Query& each) { return each.total_ms; });
}
std::vector<const Query*> LogReport::by_mean_time() const {
    return ranked(*this, [](const Query& each) { return each.mean_ms(); });
}
std::vector<const Query*> LogReport::by_calls() const {
    return ranked(*this, [](const Query& each) { return each.calls; });
}

std::string LogReport::statement(string_view text) const {
    if (show_values) return std::string{text};
    query::Shaper shaper;
    return query::shown_form(shaper.normal_form(text));
}

std::string LogReport::message(string_view text) const {
    if (show_values) return std::string{text};
    std::string shown;
    while (!text.empty()) {
        const auto open = text.find('"');
        for (const char c : text.substr(0, open)) {  // numbers may be values too
            if (c < '0' || c > '9') shown += c;
            else if (!ends_with(shown, "#")) shown += '#';
        }
        if (open == text.npos) break;
        const bool object = names_object(text.substr(0, open));
        text.remove_prefix(open + 1);
        const auto close = std::min(text.find('"'), text.size());
        shown += '"';
        shown += object ? text.substr(0, close) : masked;
        shown += '"';
        text.remove_prefix(std::min(close + 1, text.size()));
    }
    return shown;
}

std::string LogReport::deadlock(string_view detail) const {
    std::string shown;
    string_view statement_so_far;
    const auto flush = [&] {
        if (!statement_so_far.empty()) shown += statement(statement_so_far) + "\n";
        statement_so_far = {};
    };
    for (const auto line : lines_of(detail)) {
        const auto colon = line.find(": ");
        const bool waits = line.find(" waits for ") != line.npos;
        if (starts_with(line, "Process ") && (waits || colon != line.npos)) {
            flush();
            if (waits) {
                shown += std::string{line} + "\n";
                continue;
            }
            shown += line.substr(0, colon + 2);
            statement_so_far = line.substr(colon + 2);
        } else if (!statement_so_far.empty()) {
            statement_so_far = {statement_so_far.data(), static_cast<std::size_t>(line.data() + line.size() - statement_so_far.data())};
        } else {
            shown += message(line) + "\n";
        }
    }
    flush();
    while (ends_with(shown, "\n")) shown.pop_back();
    return shown;
}

// "$1 = '5', $2 = NULL"
std::string LogReport::parameters(string_view text) const {
    if (show_values) return std::string{text};
    std::string shown;
    bool inside = false;
    for (const char c : text) {
        if (c == '\'') {
            if (!inside) shown += masked;
            inside = !inside;
        } else if (!inside) {
            shown += c;
        }
    }
    return replaced(shown, "******", masked);  // '' within a value
}

namespace {

int run(const Arguments& arguments) {
    const auto files = arguments.list("FILE");
    if (files.empty()) return give_up("query log: name a log file, or - for standard input");
    const auto wanted = arguments.text("--top");
    std::size_t top = 0;
    if (const auto [end, error] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), top);
        error != std::errc{} || end != wanted.data() + wanted.size() || top == 0)
        return give_up(fmt::format("--top: '{}' is no number of queries", wanted));
    Progress progress;
    const auto workload = query::read_logs(files, {.prefix = arguments.text("--prefix"), .progress = &progress});
    if (!workload) return give_up(workload.error().text());
    const LogReport report{**workload, top, arguments.has("--show-values")};
    const auto text = arguments.text("--format") == "json" ? log_as_json(report) : log_as_text(report, std::min(terminal_width(), 120));
    std::fwrite(text.data(), 1, text.size(), stdout);
    return arguments.has("--strict") && !(*workload)->damage.empty() ? could_not : clean;
}

}  // namespace

extern const Command query_log;
const Command query_log{"log", "Rank the statements of PostgreSQL's logs; errors, locks, temporary files, …",
                        "assay query log /var/log/postgresql/postgresql-15-main.log",
                        {{"--top", "How many queries each ranking shows", OptionKind::value, "10"},
                         {"--format", "Form of the report", OptionKind::value, "text", {"text", "json"}},
                         {"--prefix", "The server's log_line_prefix; without it, derived from the lines", OptionKind::value},
                         {"--show-values", "Show literals and parameters, which are masked else", OptionKind::flag},
                         {"--strict", "Exit with 2 when a part could not be read", OptionKind::flag},
                         {"FILE", "stderr log, csvlog or jsonlog; - for standard input", OptionKind::positional_list}},
                        run, "query"};

}  // namespace assay::cli
