#include "domain/migration/engines/mysql/copy_rows.h"

#include <fmt/core.h>

#include <charconv>

#include "sql/script.h"

namespace assay::migration::mysql {

namespace {

constexpr std::size_t batch_bytes = 1u << 20;
constexpr std::size_t most_problems = 100;

// A value between tabs: COPY's text format.
void append_field(std::string& to, std::string_view text) {
    for (const char c : text) switch (c) {
            case '\\': to += "\\\\"; break;
            case '\t': to += "\\t"; break;
            case '\n': to += "\\n"; break;
            case '\r': to += "\\r"; break;
            default: to += c;
        }
}

bool asks_for_number(const Value& value, bool zero_means_zero) {
    if (value.kind == Value::Kind::null || value.kind == Value::Kind::automatic) return true;
    return !zero_means_zero && value.bytes == "0";
}

}  // namespace

struct RowCopier::Slot {
    std::size_t value = 0;
    const ColumnRoute* column = nullptr;
    const std::string* source_name = nullptr;
};

std::vector<RowCopier::Slot> RowCopier::slots_of(const InsertReader& reader, const TableRoute& route, std::size_t values) const {
    std::vector<Slot> slots;
    const auto indices = columns_of_insert(*route.source, reader.columns(), values);
    for (std::size_t i = 0; i < indices.size(); ++i) {
        if (indices[i] < 0) continue;
        const auto index = static_cast<std::size_t>(indices[i]);
        if (!route.columns[index].generated) slots.push_back({i, &route.columns[index], &route.source->columns[index].name});
    }
    return slots;
}

Result<void> RowCopier::begin_batch(const TableRoute& route, const std::vector<Slot>& slots) {
    std::vector<std::string> columns;
    for (const auto& slot : slots) columns.push_back(slot.column->name);
    if (batch_.table == route.name && batch_.columns == columns) return {};
    if (auto flushed = finish(); !flushed) return flushed;
    batch_.table = route.name;
    batch_.columns = std::move(columns);
    return {};
}

void RowCopier::problem(std::string what, const Location& place) {
    if (problems.size() < most_problems) problems.push_back({"row", "", std::move(what), place});
}

bool RowCopier::add_row(const std::vector<Value>& row, const std::vector<Slot>& slots, const TableRoute& route, bool zero_means_zero) {
    const auto before = batch_.data.size();
    const auto& name = route.source->name.shown();
    auto& counts = tables[name];
    for (const auto& slot : slots) {
        if (batch_.data.size() > before) batch_.data += '\t';
        const auto& column = *slot.column;
        const auto& value = row[slot.value];
        std::optional<std::string> text;
        ValueTrouble trouble;
        if (column.auto_increment && asks_for_number(value, zero_means_zero)) text = fmt::format("{}", ++next_number_[name]);
        else if (value.kind == Value::Kind::automatic && column.has_default) text = column.default_text;
        else text = text_of(value, column.shape, trouble);
        if (trouble.unreadable) {
            batch_.data.resize(before);
            return false;
        }
        if (column.auto_increment && text) {
            long long number = 0;
            std::from_chars(text->data(), text->data() + text->size(), number);
            next_number_[name] = std::max(next_number_[name], number);
        }
        if (trouble.zero_date || trouble.nul_bytes || trouble.not_utf8 || trouble.not_in_list) {
            auto& noted = counts.columns[*slot.source_name];
            noted.zero_dates += trouble.zero_date;
            noted.nul_bytes += trouble.nul_bytes;
            noted.not_utf8 += trouble.not_utf8;
            noted.not_in_list += trouble.not_in_list;
        }
        if (text) append_field(batch_.data, *text);
        else batch_.data += "\\N";
    }
    batch_.data += '\n';
    return true;
}

Result<void> RowCopier::copy(const Statement& statement, const TableRoute& route, bool zero_means_zero) {
    InsertReader reader{statement.text};
    std::vector<Value> row;
    std::vector<Slot> slots;
    Location place = statement.at(file_, 0);
    std::size_t place_offset = 0;
    bool first = true;
    while (reader.next(row)) {
        place = sql::locate(statement.text.substr(place_offset), reader.row_begin() - place_offset, place);
        place_offset = reader.row_begin();
        if (first) {
            slots = slots_of(reader, route, row.size());
            if (auto begun = begin_batch(route, slots); !begun) return begun;
            first = false;
        }
        ++tables[route.source->name.shown()].rows;
        const auto expected = reader.columns().empty() ? row.size() : reader.columns().size();
        if (row.size() != expected || slots.empty() || slots.back().value >= row.size()) {
            problem(fmt::format("a row of {} has {} values, expected {}", route.source->name.name, row.size(), expected), place);
        } else if (add_row(row, slots, route, zero_means_zero)) {
            batch_.ends.push_back(batch_.data.size());
            batch_.places.push_back(place);
        } else {
            problem(fmt::format("a row of {} holds an expression that only a server can compute", route.source->name.name), place);
        }
        if (batch_.data.size() < batch_bytes) continue;
        if (auto flushed = flush_(batch_); !flushed) return flushed;
        batch_.clear();
    }
    if (!reader.problem().empty()) problem(reader.problem(), statement.at(file_, reader.row_begin()));
    return {};
}

Result<void> RowCopier::finish() {
    if (batch_.ends.empty()) return {};
    auto flushed = flush_(batch_);
    batch_.clear();
    return flushed;
}

}  // namespace assay::migration::mysql
