#include "domain/query/prove/rewrite/trial_rows.h"

#include <algorithm>

namespace assay::query {

// What one database has in common: how often a value is missing, how few the values are.
struct TrialMaker::Theme {
    double nulls = 0;
    double near = 0.6;          // share of values that stand near the statements' constants
    std::size_t distinct = 3;   // values of each column
    std::uint64_t shift = 0;    // which of the pool they are, another part for each column
    bool low = true;            // keys are the pool's first values, which other columns have too
    bool plain = false;         // nearly every value is its pool's first: what many conditions at once need to be true

    std::size_t start(std::size_t column) const {
        const auto mixed = (shift + column) * 0x9e3779b97f4a7c15u;
        return static_cast<std::size_t>(mixed >> 48);
    }
};

namespace {

std::size_t place_of(const std::vector<PooledTable>& tables, std::int64_t oid) {
    std::size_t i = 0;
    while (i < tables.size() && tables[i].table->oid != oid) ++i;
    return i;
}

std::size_t column_of(const PooledTable& table, const std::string& name) {
    std::size_t i = 0;
    while (i < table.columns.size() && table.columns[i].column->name != name) ++i;
    return i;
}

// Parents before children; what refers in a circle comes as it stands.
std::vector<std::size_t> by_reference(const std::vector<PooledTable>& tables) {
    std::vector<std::size_t> order;
    std::vector<bool> done(tables.size());
    while (order.size() < tables.size()) {
        const auto before = order.size();
        for (std::size_t i = 0; i < tables.size(); ++i) {
            if (done[i]) continue;
            const auto& keys = tables[i].table->foreign_keys;
            const bool ready = std::all_of(keys.begin(), keys.end(), [&](const auto& key) {
                const auto parent = place_of(tables, key.parent);
                return parent == tables.size() || parent == i || done[parent];
            });
            if (!ready) continue;
            done[i] = true;
            order.push_back(i);
        }
        for (std::size_t i = 0; before == order.size() && i < tables.size(); ++i)
            if (!done[i]) {
                done[i] = true;
                order.push_back(i);
                break;
            }
    }
    return order;
}

}  // namespace

TrialMaker::TrialMaker(const std::vector<PooledTable>& tables, TrialShape shape, std::uint64_t seed)
    : tables_{tables}, shape_{std::move(shape)}, order_{by_reference(tables)}, random_{seed} {}

std::optional<std::string> TrialMaker::value(const PooledTable& table, std::size_t number, const Theme& theme, std::size_t row) {
    const auto& column = table.columns[number];
    const auto place = static_cast<std::size_t>(&table - tables_.data()) * 64 + number;
    const auto& pool = column.pool;
    if (!column.column->not_null && (pool.empty() || chance(theme.nulls))) return {};
    if (pool.empty()) return {};
    if (theme.plain && (!column.unique || row == 0) && chance(0.8)) {
        const bool named = !pool.near.empty() && (pool.others.empty() || !column.unique || chance(0.5));
        return named ? pool.near.front() : pool.others.front();
    }
    if (column.unique) {
        const auto size = pool.near.size() + pool.others.size();
        const auto at = chance(0.85) ? (row + (theme.low ? 0 : theme.start(place))) % size : below(size);
        return at < pool.others.size() ? pool.others[at] : pool.near[at - pool.others.size()];
    }
    const bool near = !pool.near.empty() && (pool.others.empty() || chance(theme.near));
    const auto& list = near ? pool.near : pool.others;
    // Those near a constant are all wanted, over the trials; of the others few, so that rows meet.
    const auto few = std::min(list.size(), theme.distinct);
    const auto start = !near && chance(0.8) ? 0 : theme.start(place);
    return list[(start + below(few)) % list.size()];
}

void TrialMaker::refer_to_parents(const Trial& trial, std::size_t table, TrialRow& row, const Theme& theme) {
    for (const auto& key : tables_[table].table->foreign_keys) {
        const auto parent = place_of(tables_, key.parent);
        if (parent == tables_.size()) continue;
        const auto& rows = trial.tables[parent];
        const bool nullable = std::all_of(key.columns.begin(), key.columns.end(), [&](const auto& name) {
            const auto* column = tables_[table].table->find(name);
            return column && !column->not_null;
        });
        const bool none = rows.empty() || (nullable && chance(std::max(0.1, theme.nulls)));
        const auto chosen = rows.empty() ? 0 : below(rows.size());
        for (std::size_t i = 0; i < key.columns.size(); ++i) {
            const auto own = column_of(tables_[table], key.columns[i]), other = column_of(tables_[parent], key.parent_columns[i]);
            if (own == row.size()) continue;
            if (none) {
                if (nullable) row[own].reset();
            } else if (other < rows[chosen].size()) {
                row[own] = rows[chosen][other];
            }
        }
    }
}

TrialRow TrialMaker::row(const Trial& trial, std::size_t table, std::size_t number, const Theme& theme) {
    TrialRow made;
    for (std::size_t column = 0; column < tables_[table].columns.size(); ++column) made.push_back(value(tables_[table], column, theme, number));
    refer_to_parents(trial, table, made, theme);
    return made;
}

void TrialMaker::choose_parameters(Trial& trial) {
    trial.parameters.clear();
    for (const auto& values : shape_.parameters) {
        trial.parameters.emplace_back();
        if (!values.empty() && !chance(0.15)) trial.parameters.back() = values[below(std::min<std::size_t>(values.size(), 12))];
    }
}

Trial TrialMaker::fresh() {
    constexpr double null_shares[]{0, 0.15, 0.15, 0.4};
    Theme theme;
    theme.nulls = null_shares[below(4)];
    theme.near = chance(0.7) ? 0.75 : 0.3;
    theme.distinct = 1 + below(4);
    theme.shift = random_();
    theme.low = chance(0.6);
    theme.plain = chance(0.2);
    if (theme.plain) theme.nulls = 0;
    Trial trial;
    trial.tables.resize(tables_.size());
    const auto tall = chance(0.2) ? below(tables_.size()) : tables_.size();
    for (const auto table : order_) {
        auto count = chance(0.1) ? 0 : 1 + below(shape_.most_rows);
        if (theme.plain) count = 1 + below(2);
        if (table == tall) count = shape_.tall_rows / 2 + below(shape_.tall_rows / 2 + 1);
        for (std::size_t number = 0; number < count; ++number) trial.tables[table].push_back(row(trial, table, number, theme));
    }
    choose_parameters(trial);
    return trial;
}

Trial TrialMaker::changed(const Trial& from) {
    Trial trial = from;
    if (chance(0.2)) choose_parameters(trial);
    Theme theme{.nulls = 0.25, .near = 0.5, .distinct = 64, .shift = random_(), .low = chance(0.6)};
    const auto changes = 1 + below(2);
    for (std::size_t i = 0; i < changes && !tables_.empty(); ++i) {
        const auto table = below(tables_.size());
        auto& rows = trial.tables[table];
        const auto kind = rows.empty() ? 0 : below(6);
        if (kind == 0) {
            rows.push_back(row(trial, table, rows.size() + below(8), theme));
        } else if (kind == 1) {
            rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(below(rows.size())));
        } else if (kind == 2) {
            // The same again, but for what must be unique.
            auto copy = rows[below(rows.size())];
            for (std::size_t c = 0; c < copy.size(); ++c)
                if (tables_[table].columns[c].unique) copy[c] = value(tables_[table], c, theme, rows.size() + below(8));
            rows.push_back(std::move(copy));
        } else {
            auto& changed_row = rows[below(rows.size())];
            std::vector<std::size_t> used;
            for (std::size_t c = 0; c < changed_row.size(); ++c)
                if (tables_[table].columns[c].used) used.push_back(c);
            if (used.empty()) continue;
            const auto column = used[below(used.size())];
            changed_row[column] = value(tables_[table], column, theme, below(8));
        }
    }
    return trial;
}

}  // namespace assay::query
