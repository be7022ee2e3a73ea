// helper of provers: values of a column's type.
#include "domain/postgres/prove/synthetic.h"

#include <fmt/core.h>

#include <cstdio>

#include "core/text.h"
#include "lab/lab.h"
#include "sql/names.h"

namespace assay::postgres {

namespace {

ColumnShape shape_at(const MapStatement& row) {
    return {std::string{row.text(0)}, std::string{row.text(1)}, std::string{row.text(2)}, row.integer(3),
            static_cast<int>(row.integer(4))};
}

// Number as it fits numeric(p,s), all digits used: 12345 is 123.45 in numeric(5,2). Empty where nothing need be done.
std::string fitted(const std::string& type, const std::string& number) {
    int precision = 0, scale = 0;
    if (std::sscanf(type.c_str(), "numeric(%d,%d)", &precision, &scale) != 2 || precision > 9 || scale < 0) return {};
    return fmt::format("({}) % 1{:0>{}} / 1{:0>{}}.0", number, "", precision, "", scale);
}

// The type of a range's bounds, in the form that it is cast to; empty for other types.
ColumnShape bound_of(const std::string& range) {
    const std::pair<const char*, const char*> bounds[]{{"int4range", "int4"}, {"int8range", "int8"}, {"numrange", "numeric"},
                                                       {"daterange", "date"}, {"tsrange", "timestamp"}, {"tstzrange", "timestamptz"}};
    for (const auto& [name, bound] : bounds)
        if (range == name) return {{}, bound, bound, 0, 0};
    return {};
}

}  // namespace

std::vector<ColumnShape> shapes_of(const Map& map, std::int64_t relation_id, const std::string& numbers) {
    std::vector<ColumnShape> shapes;
    auto row = map.prepare("select name, case when domain is null then type else type_name end, type_name, type_id, number from attributes where relation_id = ? and number = ?");
    for (auto number : split(numbers, ' ')) {
        row.reset();
        row.bind(1, relation_id);
        row.bind(2, std::int64_t{std::stoi(std::string{number})});
        if (row.step()) shapes.push_back(shape_at(row));
    }
    return shapes;
}

std::vector<ColumnShape> all_shapes(const Map& map, std::int64_t relation_id) {
    std::vector<ColumnShape> shapes;
    auto row = map.prepare(
        "select name, case when domain is null then type else type_name end, type_name, type_id, number from attributes where relation_id = ? and generated is null order by number");
    row.bind(1, relation_id);
    while (row.step()) shapes.push_back(shape_at(row));
    return shapes;
}

std::optional<std::string> value_expression(const Map& map, const ColumnShape& column, const std::string& number) {
    const auto& type = column.type_name;
    const auto cast = [&](const std::string& text) { return fmt::format("({})::{}", text, column.type); };
    if (const auto short_number = type == "numeric" ? fitted(column.type, number) : ""; !short_number.empty()) return cast(short_number);
    if (type == "int4" || type == "int8" || type == "numeric" || type == "float4" || type == "float8" || type == "oid")
        return cast(number);
    if (type == "int2") return cast(number + " % 32000");
    if (type == "text" || type == "varchar" || type == "citext" || type == "name") return cast(number + "::text");
    if (type == "bpchar") return cast(fmt::format("right({}::text, 8)", number));
    if (type == "uuid") return cast(fmt::format("md5({}::text)", number));
    if (type == "date") return cast(fmt::format("date '2000-01-01' + ({} % 20000)::int", number));
    if (type == "timestamp" || type == "timestamptz") return cast(fmt::format("timestamp '2020-01-01' + {} * interval '1 minute'", number));
    if (type == "time" || type == "timetz") return cast(fmt::format("time '00:00' + {} * interval '1 second'", number));
    if (type == "bool") return cast(number + " % 2 = 0");
    if (type == "bytea") return cast(fmt::format("convert_to({}::text, 'UTF8')", number));
    if (type == "inet" || type == "cidr") return cast(fmt::format("inet '10.0.0.0' + {}", number));
    if (type == "jsonb" || type == "json") return cast(fmt::format("jsonb_build_object('n', {})", number));
    if (type == "tsvector") return cast(fmt::format("to_tsvector('simple', 'word' || {})", number));
    // Of arrays and ranges the one value that they hold.
    if (column.type.size() > 2 && column.type.substr(column.type.size() - 2) == "[]" && starts_with(type, "_")) {
        const auto element = value_expression(map, {{}, column.type.substr(0, column.type.size() - 2), type.substr(1), 0, 0}, number);
        return element ? std::optional{cast(fmt::format("array[{}]", *element))} : std::nullopt;
    }
    if (const auto bound = bound_of(type); !bound.type.empty())
        return fmt::format("{0}({1}, {1}, '[]')", type, *value_expression(map, bound, number));
    const auto label = map.value("select value from enum_values where type_id = ? order by position limit 1", column.type_id);
    if (label) return fmt::format("{}::{}", sql::quote_literal(*label), column.type);
    return {};
}

std::string plain_columns(const Map& map, std::int64_t relation_id) {
    std::string columns;
    auto row = map.prepare("select name, case when domain is null then '' else '::' || type_name end from attributes where relation_id = ? order by number");
    row.bind(1, relation_id);
    while (row.step()) columns += fmt::format("{0}{1}{2} as {1}", columns.empty() ? "" : ", ", row.text(0), row.text(1));
    return columns;
}

bool make_filled_copy(Lab& lab, const Map& map, std::int64_t relation_id, const std::string& copy, int rows, int repeating) {
    const auto table = map.value("select name from relations where id = ?", relation_id);
    if (!table) return false;
    if (!lab.run(fmt::format("create table {} as select {} from {} limit 100000", copy, plain_columns(map, relation_id), *table))) return false;
    auto count = lab.query(fmt::format("select count(*) from {}", copy));
    if (!count) return false;
    if (count->integer(0, 0) >= 1000) return true;
    std::string columns, values;
    for (const auto& shape : all_shapes(map, relation_id)) {
        // The leading key repeats, as it does where an index on it alone was thought worth having.
        const auto value = value_expression(map, shape, shape.number == repeating ? "(i % 400)" : "i");
        if (!value) continue;
        columns += (columns.empty() ? "" : ", ") + shape.name;
        values += (values.empty() ? "" : ", ") + *value;
    }
    return bool(lab.run(fmt::format("insert into {} ({}) select {} from generate_series(1, {}) i", copy, columns, values, rows)));
}

}  // namespace assay::postgres
