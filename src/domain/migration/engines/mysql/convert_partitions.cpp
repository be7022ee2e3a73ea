// Partitions: RANGE and LIST over a column (RANGE also over YEAR, TO_DAYS and UNIX_TIMESTAMP of one), HASH and KEY over columns.
#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "domain/migration/engines/mysql/lexer.h"
#include "domain/migration/engines/mysql/mapping.h"
#include "sql/names.h"

namespace assay::migration::mysql {

namespace {

using sql::quote_identifier;
using sql::quote_literal;
using std::string;

// "col", or "function(col)" of one column.
struct Key {
    string function;
    std::vector<string> columns;
};

std::optional<Key> key_in(std::string_view text) {
    Key key;
    auto tokens = tokens_of(text);
    const auto is_symbol = [&](std::size_t i, std::string_view symbol) { return i < tokens.size() && tokens[i].kind == TokenKind::symbol && tokens[i].in(text) == symbol; };
    if (tokens.size() == 4 && is_symbol(1, "(") && is_symbol(3, ")")) {
        key.function = lower(tokens[0].in(text));
        tokens = {tokens[2]};
    }
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (i % 2 == 1 ? !is_symbol(i, ",") : tokens[i].kind == TokenKind::symbol) return std::nullopt;
        if (i % 2 == 0) key.columns.push_back(name_of(tokens[i].in(text)));
    }
    return key;
}

// The day with this number of TO_DAYS(); by Howard Hinnant's civil_from_days.
string date_of_days(long long days) {
    constexpr long long days_to_march_0000 = 60;  // TO_DAYS('0000-03-01')
    const auto shifted = days - days_to_march_0000;
    const auto era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    const auto of_era = shifted - era * 146097;
    const auto year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const auto of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const auto month_shifted = (5 * of_year + 2) / 153;
    const auto month = month_shifted < 10 ? month_shifted + 3 : month_shifted - 9;
    return fmt::format("'{:04}-{:02}-{:02}'", year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, of_year - (153 * month_shifted + 2) / 5 + 1);
}

// A bound on the column for one on the function of it; "" where there is none.
string bound_of(const string& function, std::string_view text) {
    const auto trimmed_text = trimmed(text);
    if (lower(trimmed_text) == "maxvalue") return "MAXVALUE";
    const auto tokens = tokens_of(trimmed_text);
    if (tokens.size() == 4 && function == lower(tokens[0].in(trimmed_text)) && tokens[2].kind == TokenKind::string) return quote_literal(bytes_of_string(tokens[2].in(trimmed_text)));
    const bool negative = tokens.size() == 2 && tokens[0].in(trimmed_text) == "-";
    if (tokens.size() != 1 && !negative) return {};
    const auto token = tokens.back().in(trimmed_text);
    if (tokens.back().kind == TokenKind::string) return quote_literal(bytes_of_string(token));
    if (tokens.back().kind == TokenKind::word && is_word(token, "null")) return "NULL";
    long long number = 0;
    if (tokens.back().kind != TokenKind::number || std::from_chars(token.data(), token.data() + token.size(), number).ec != std::errc{}) return {};
    if (function.empty()) return (negative ? "-" : "") + string{token};
    if (function == "year") return fmt::format("'{:04}-01-01'", number);
    if (function == "to_days") return date_of_days(number);
    if (function == "unix_timestamp") return fmt::format("(to_timestamp({}))", number);
    return {};
}

class PartitionConverter {
public:
    PartitionConverter(Mapping& mapping, const Table& table, target::Table& made) : mapping_{mapping}, table_{table}, source_{*table.partitioning}, made_{made} {}

    // Why it stays one table; empty: it is partitioned.
    string convert() {
        const auto key = key_in(source_.by);
        if (source_.has_subpartitions) return "subpartitions";
        if (!key || (key->columns.empty() && source_.method != "key")) return fmt::format("{} ({})", source_.method, source_.by);
        auto columns = key->columns;
        if (columns.empty())
            for (const auto& each : table_.keys)
                if (each.kind == mysql::Key::Kind::primary)
                    for (const auto& part : each.parts) columns.push_back(part.column);
        for (const auto& column : columns)
            if (!table_.column(column)) return fmt::format("{} ({})", source_.method, source_.by);
        const bool hashes = source_.method == "hash" || source_.method == "key";
        if (columns.empty() || (hashes && !key->function.empty()) || (!hashes && columns.size() != 1)) return fmt::format("{} ({})", source_.method, source_.by);
        const auto problem = hashes ? by_hash() : source_.method == "range" ? by_range(key->function, columns[0]) : by_list(key->function);
        if (!problem.empty()) return made_.partitions.clear(), problem;
        std::vector<string> names;
        for (const auto& column : columns) names.push_back(quote_identifier(mapping_.column_name(column)));
        made_.partitioned_by = fmt::format("{} ({})", hashes ? "HASH" : source_.method == "range" ? "RANGE" : "LIST", joined(names, ", "));
        if (hashes) mapping_.lose(losses::partition_hash, table_, {}, source_.place);
        return {};
    }

private:
    void add(const string& name, string bounds) {
        auto& taken = mapping_.relations(made_.name.schema);
        made_.partitions.push_back({taken.take(made_.name.name + "_" + mapping_.column_name(name)), std::move(bounds)});
    }

    string by_hash() {
        constexpr int most = 8192;  // as many as MySQL allows
        const int count = source_.partitions.empty() ? std::max(source_.number, 1) : static_cast<int>(source_.partitions.size());
        if (count > most) return "too many partitions";
        for (int i = 0; i < count; ++i) {
            const auto index = static_cast<std::size_t>(i);
            add(source_.partitions.empty() ? fmt::format("p{}", i) : source_.partitions[index].name, fmt::format("FOR VALUES WITH (MODULUS {}, REMAINDER {})", count, i));
        }
        return {};
    }

    string by_range(const string& function, const string& column_name) {
        string from = "MINVALUE";
        for (const auto& partition : source_.partitions) {
            const auto to = bound_of(function, partition.less_than);
            if (to.empty() || to == "NULL") return fmt::format("range ({}) with the bound {}", source_.by, partition.less_than);
            add(partition.name, fmt::format("FOR VALUES FROM ({}) TO ({})", from, to));
            from = to;
        }
        // NULL lies in the first partition of MySQL's, here in that for all else.
        const auto* column = table_.column(column_name);
        if (column && !column->not_null) add("null", "DEFAULT");
        return source_.partitions.empty() ? "no partitions" : "";
    }

    string by_list(const string& function) {
        if (!function.empty()) return fmt::format("list ({})", source_.by);
        for (const auto& partition : source_.partitions) {
            std::vector<string> values;
            for (const auto& value : partition.in) {
                values.push_back(bound_of("", value));
                if (values.back().empty()) return fmt::format("list with the value {}", value);
            }
            add(partition.name, fmt::format("FOR VALUES IN ({})", joined(values, ", ")));
        }
        return {};
    }

    Mapping& mapping_;
    const Table& table_;
    const Partitioning& source_;
    target::Table& made_;
};

}  // namespace

void convert_partitions(Mapping& mapping, const Table& table, target::Table& made) {
    if (!table.partitioning) return;
    const auto why = PartitionConverter{mapping, table, made}.convert();
    if (!why.empty()) mapping.lose(losses::partitions, table, {}, table.partitioning->place, why);
}

}  // namespace assay::migration::mysql
