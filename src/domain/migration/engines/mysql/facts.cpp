#include "domain/migration/engines/mysql/facts.h"

#include <algorithm>
#include <charconv>

#include "domain/migration/engines/mysql/rows.h"

namespace assay::migration::mysql {

namespace {

using std::string_view;

// '24:00:00' is the last that a time of day may be.
bool is_beyond_day(string_view time) {
    if (!time.empty() && time.front() == '-') return true;
    int hours = 0;
    const auto colon = time.find(':');
    if (colon == time.npos || std::from_chars(time.data(), time.data() + colon, hours).ec != std::errc{}) return false;
    return hours > 24 || (hours == 24 && time.substr(colon).find_first_of("123456789") != time.npos);
}

bool is_beyond_bigint(string_view digits) {
    constexpr string_view largest = "9223372036854775807";
    return digits.size() > largest.size() || (digits.size() == largest.size() && digits > largest);
}

// Whether a column's type waits for what its rows say.
bool is_open(const Column& column) {
    const auto form = cast_of(column.type.name).form;
    return is_boolean(column.type) || form == Form::date || form == Form::time || column.type.name == "geometry" || column.auto_increment ||
           (column.type.name == "bigint" && column.type.is_unsigned);
}

void look_at(const Value& value, const Column& column, ColumnFacts& facts, TableFacts& table) {
    if (value.kind == Value::Kind::null) return;
    const auto form = cast_of(column.type.name).form;
    facts.has_values = true;
    if (form == Form::date && value.kind == Value::Kind::bytes && is_zero_date(value.bytes)) ++facts.zero_dates;
    if (form == Form::time && is_beyond_day(value.bytes)) facts.beyond_day = true;
    if (form == Form::number && is_beyond_bigint(value.bytes)) facts.beyond_bigint = true;
    if (column.type.name == "tinyint" && value.bytes != "0" && value.bytes != "1" && value.kind != Value::Kind::bits) facts.beyond_boolean = true;
    if (form == Form::wkb) {
        ValueTrouble trouble;
        text_of(value, {.form = Form::point}, trouble);
        if (trouble.unreadable) facts.not_point = true;
    }
    if (!column.auto_increment) return;
    long long number = 0;
    std::from_chars(value.bytes.data(), value.bytes.data() + value.bytes.size(), number);
    table.largest_number = std::max(table.largest_number, number);
}

}  // namespace

std::vector<int> columns_of_insert(const Table& table, const std::vector<std::string>& names, std::size_t values) {
    std::vector<int> indices;
    const auto computed = static_cast<std::size_t>(std::count_if(table.columns.begin(), table.columns.end(), [](const Column& each) { return each.generated.has_value(); }));
    const bool skips = values + computed == table.columns.size() && computed > 0;
    if (names.empty()) {
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            if (!skips || !table.columns[i].generated) indices.push_back(static_cast<int>(i));
        indices.resize(values, -1);
        return indices;
    }
    for (const auto& name : names) {
        const auto* column = table.column(name);
        indices.push_back(column ? static_cast<int>(column - table.columns.data()) : -1);
    }
    return indices;
}

void look_at_rows(string_view statement, const Table& table, TableFacts& facts) {
    InsertReader reader{statement};
    std::vector<Value> row;
    std::vector<std::pair<std::size_t, int>> wanted;  // place in the row, column
    bool first = true;
    while (reader.next(row)) {
        if (first) {
            const auto indices = columns_of_insert(table, reader.columns(), row.size());
            for (std::size_t i = 0; i < indices.size(); ++i)
                if (indices[i] >= 0 && is_open(table.columns[static_cast<std::size_t>(indices[i])])) wanted.emplace_back(i, indices[i]);
            first = false;
        }
        ++facts.rows;
        for (const auto& [place, index] : wanted) {
            const auto& column = table.columns[static_cast<std::size_t>(index)];
            if (place < row.size()) look_at(row[place], column, facts.columns[column.name], facts);
        }
    }
}

}  // namespace assay::migration::mysql
