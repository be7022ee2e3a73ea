// The advice of `assay query index`, for a terminal.
#include <fmt/core.h>

#include <algorithm>

#include "core/shown.h"
#include "core/text.h"
#include "core/utf8.h"
#include "face/cli/query_index.h"

namespace assay::cli {

namespace {

std::string shown_bytes(double bytes) {
    constexpr const char* units[]{"B", "kB", "MB", "GB", "TB"};
    std::size_t unit = 0;
    while (bytes >= 1000 && unit + 1 < std::size(units)) {
        bytes /= 1000;
        ++unit;
    }
    return fmt::format("{:.{}f} {}", bytes, bytes < 10 && unit > 0 ? 1 : 0, units[unit]);
}

// One line, cut at a width; words of several lines stand beside each other.
std::string one_line(std::string_view text, std::size_t width) {
    std::string line;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!blank)
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    if (line.size() <= width) return line;
    return line.substr(0, utf8::boundary(line, width - 3)) + "...";
}

// Lines broken at blanks, each but the first indented.
std::string wrapped(std::string_view text, std::size_t width, std::string_view indent) {
    std::string lines;
    std::size_t column = 0;
    for (const auto word : split(text, ' ')) {
        if (column > 0 && column + 1 + word.size() > width) {
            lines.append("\n").append(indent);
            column = indent.size();
        } else if (column > 0) {
            lines += ' ';
            ++column;
        }
        lines.append(word);
        column += word.size();
    }
    return lines;
}

std::string shown_ms(const query::Spread& spread) { return fmt::format("{:.2f} ({:.2f} to {:.2f})", spread.middle, spread.least, spread.most); }

// What runs took, beneath the statement that was run; nothing where it was not.
std::string shown_times(const query::IndexAdvice& advice, std::size_t query) {
    if (query >= advice.times.size() || !advice.times[query]) return {};
    const auto& timed = *advice.times[query];
    return fmt::format("            {} ms -> {} ms, {:.0f} -> {:.0f} buffers\n", shown_ms(timed.ms_before), shown_ms(timed.ms_after), timed.blocks_before,
                       timed.blocks_after);
}

std::string shown_built(const query::RecommendedIndex& index) {
    if (!index.built) return {};
    if (index.of_rows == 1) return ", built on the lab's rows";
    return fmt::format(", reckoned from one built on {:.2g} % of the rows", 100 * index.of_rows);
}

std::string shown_index(const query::IndexAdvice& advice, const query::RecommendedIndex& index, std::size_t number, std::size_t width) {
    std::string text = fmt::format("{:>2}. {};\n", number, wrapped(index.statement, width - 5, "      "));
    text += fmt::format("    {}{}; without it the workload costs {:.1f} % more\n", shown_bytes(index.bytes), shown_built(index),
                        100 * index.gain / std::max(1.0, advice.cost_after));
    for (const auto& served : index.serves) {
        const auto& query = advice.queries[served.query];
        const auto costs = fmt::format("{} -> {}", shown_cost(served.cost_before), shown_cost(served.cost_after));
        text += fmt::format("    serves  {:<22}  {}\n", costs, one_line(query.name, width - 36)) + shown_times(advice, served.query);
    }
    for (const auto& slowed : index.slows)
        text += fmt::format("    slows   {:<22}  {}\n", "+" + shown_cost(slowed.cost), one_line(advice.queries[slowed.query].name, width - 36)) +
                shown_times(advice, slowed.query);
    for (const auto& old : index.makes_redundant) text += fmt::format("    stands for {} too\n", old);
    return text + "\n";
}

// One statement of the workload is run for all indexes together: said once, above them.
std::string shown_runs(const query::IndexAdvice& advice) {
    for (const auto& timed : advice.times)
        if (timed) return fmt::format("Times are of {} runs each way in turns (ABBA) on {}, all indexes together: the middle, the least, the most.\n", timed->runs,
                                      advice.sampled ? "the sample, smaller than the base" : "the lab's rows");
    return {};
}

std::string unused_indexes(const query::WithoutValues& plan) {
    std::vector<std::string> names;
    for (const auto& index : plan.unused) names.push_back(index.table + " " + index.columns());
    return joined(names, ", ");
}

// What becomes of statements whose plan a server keeps without values, where that is not the same as with them.
std::string shown_generic(const query::IndexAdvice& advice, std::size_t width) {
    // Differences that nobody feels are none.
    const auto is_much_less = [](double one, double other) { return 2 * one < other && other - one > 25; };
    std::string lines;
    std::size_t planned = 0, kept = 0;
    for (const auto& query : advice.queries) {
        if (!query.without_values) continue;
        const auto& plan = *query.without_values;
        ++planned;
        kept += plan.kept;
        std::string what;
        if (plan.kept && !plan.unused.empty())
            what = "kept, and does not use " + unused_indexes(plan);
        else if (plan.kept && is_much_less(plan.cost_after, plan.with_values))
            what = "kept, for it expects less than these calls read (plan_cache_mode = force_custom_plan avoids it)";
        else if (!plan.kept && is_much_less(plan.with_values, plan.cost_after))
            what = plan.unused.empty() ? "not kept: much dearer" : "not kept: much dearer, without " + unused_indexes(plan);
        if (what.empty()) continue;
        lines += fmt::format("    {:<22}  {}\n", shown_cost(plan.with_values) + " / " + shown_cost(plan.cost_after), one_line(query.name, width - 28));
        lines += "        " + wrapped(what, width - 8, "        ") + "\n";
    }
    if (planned == 0) return {};
    const auto head = fmt::format("{} statement{} with parameters planned without values too: prepared, {} would keep that plan from the sixth call on.", planned,
                                  planned == 1 ? "" : "s", kept == planned ? "each" : kept == 0 ? "none" : std::to_string(kept));
    const auto unlike = lines.empty() ? std::string{" With and without values they cost alike, by the same indexes."} : std::string{" Cost with / without, where these differ:"};
    return wrapped(head + unlike, width, "") + "\n" + lines + "\n";
}

std::string shown_drop(const query::Drop& drop, std::size_t width) {
    std::string text = fmt::format("{};\n    {}\n", drop.statement, wrapped(fmt::format("{}; {}", shown_bytes(drop.bytes), drop.reason), width - 6, "    "));
    if (drop.cost_after > drop.cost_before) text += fmt::format("    the workload's cost {} -> {}\n", shown_cost(drop.cost_before), shown_cost(drop.cost_after));
    return text;
}

}  // namespace

std::string index_text(const query::IndexAdvice& advice, int columns) {
    const auto width = static_cast<std::size_t>(std::clamp(columns, 60, 120));
    double bytes = 0;
    for (const auto& index : advice.indexes) bytes += index.bytes;
    std::string text;
    std::size_t number = 0;
    for (const auto& index : advice.indexes) text += shown_index(advice, index, ++number, width);
    for (const auto& drop : advice.drops) text += shown_drop(drop, width);
    if (!advice.drops.empty()) text += "\n";
    text += shown_generic(advice, width);
    const auto saved = advice.cost_before > 0 ? 100 * (1 - advice.cost_after / advice.cost_before) : 0;
    text += advice.indexes.empty() ? "No index lowers what this workload costs.\n"
                                   : fmt::format("{} index{}, {}: the workload's cost {} -> {} ({:.1f} % less)\n", advice.indexes.size(),
                                                 advice.indexes.size() == 1 ? "" : "es", shown_bytes(bytes), shown_cost(advice.cost_before),
                                                 shown_cost(advice.cost_after), saved);
    text += fmt::format("{} statements, {} candidates, {} plans asked for{}\n", advice.queries.size(), advice.candidates, advice.what_if_calls,
                        advice.complete ? "" : "; stopped before the search had ended");
    if (const auto runs = shown_runs(advice); !runs.empty()) text += wrapped(runs, width, "");
    for (const auto& note : advice.notes) text += "note: " + wrapped(note, width - 6, "      ") + "\n";
    return text;
}

}  // namespace assay::cli
