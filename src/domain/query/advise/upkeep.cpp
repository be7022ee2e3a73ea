#include "domain/query/advise/upkeep.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace assay::query {

namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '"' || c == '$'; }

// As a word of its own: "id" is not in "order_id".
bool has_name(std::string_view text, std::string_view name) {
    for (auto at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
        const auto end = at + name.size();
        if ((at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end]))) return true;
    }
    return false;
}

}  // namespace

bool names_column(const IndexText& index, const std::string& column) {
    const auto has = [&](const std::string& text) { return has_name(text, column); };
    return has(index.predicate) || std::any_of(index.keys.begin(), index.keys.end(), has) ||
           std::any_of(index.included.begin(), index.included.end(), has);
}

double Upkeep::entry_cost(double bytes) {
    constexpr double operator_cost = 0.0025, index_tuple_cost = 0.005, page_share = 0.5, page_cost = 4;
    constexpr double page_bytes = 8192, entries_of_page = 300, operators_of_level = 50;
    const double levels = std::max(1.0, std::ceil(std::log(std::max(2.0, bytes / page_bytes)) / std::log(entries_of_page)) + 1);
    return levels * operators_of_level * operator_cost + index_tuple_cost + page_share * page_cost;
}

// Updates that stay in their page. Where the server did not count, half of them.
double Upkeep::hot_share(const std::string& table) const {
    constexpr double unknown = 0.5;
    const auto* counted = counters_.of(table);
    return counted && counted->updated > 0 ? std::min(1.0, counted->hot_updated / counted->updated) : unknown;
}

// The table's indexes, unless one of them has a column that this update sets: then the updates are not HOT as it is.
double Upkeep::others_that_lose(const Roles& roles, const std::string& table) const {
    double others = 0;
    for (const auto& index : existing_) {
        if (index.table != table) continue;
        const bool touched = std::any_of(roles.set_columns.begin(), roles.set_columns.end(), [&](const auto& column) {
            return std::find(index.columns.begin(), index.columns.end(), column) != index.columns.end();
        });
        if (touched) return 0;
        ++others;
    }
    return others;
}

double Upkeep::of_row(const Roles& roles, const IndexText& index, double bytes) const {
    if (!roles.written || roles.written->name != index.table || roles.write == Roles::Write::remove) return 0;
    const double entry = entry_cost(bytes);
    if (roles.write == Roles::Write::insert) return entry;
    const double hot = hot_share(index.table);
    const bool touched = std::any_of(roles.set_columns.begin(), roles.set_columns.end(), [&](const auto& column) { return names_column(index, column); });
    return touched ? entry * (1 + hot * others_that_lose(roles, index.table)) : entry * (1 - hot);
}

double Upkeep::of_workload(const std::vector<WriteLoad>& loads, const IndexText& index, double bytes, double scale) const {
    double cost = 0, inserted = 0, updated = 0;
    for (const auto& load : loads) {
        const auto& roles = *load.roles;
        if (!roles.written || roles.written->name != index.table) continue;
        cost += load.rows * of_row(roles, index, bytes);
        if (roles.write == Roles::Write::insert) inserted += load.rows;
        if (roles.write == Roles::Write::update) updated += load.rows;
    }
    if (const auto* counted = counters_.of(index.table)) {
        const double more_inserted = std::max(0.0, counted->inserted * scale - inserted);
        const double more_moved = std::max(0.0, counted->updated * scale - updated) * (1 - hot_share(index.table));
        cost += (more_inserted + more_moved) * entry_cost(bytes);
    }
    return cost;
}

}  // namespace assay::query
