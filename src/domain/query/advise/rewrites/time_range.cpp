// date_trunc, a cast to date, extract and to_char hide a column from its index; a range from one moment up to another does not.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

struct Range {
    std::string from, to;  // SQL; the second is left out of the range
};

bool is_digits(std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789") == text.npos; }

// "2024", "2024-03", "2024-03-01" as the first moment of a year, month or day, and of the next.
std::optional<Range> calendar_range(std::string_view text, std::string_view unit, const std::string& type) {
    int year = 0, month = 1, day = 1;
    const std::string copy{text};
    const int fields = std::sscanf(copy.c_str(), "%4d-%2d-%2d", &year, &month, &day);
    const bool whole = (unit == "year" && fields >= 1 && month == 1 && day == 1) || (unit == "month" && fields >= 2 && day == 1) || (unit == "day" && fields == 3);
    if (!whole || year < 1 || year > 9998 || month < 1 || month > 12) return {};
    const auto begin = fmt::format("{:04}-{:02}-{:02}", year, month, day);
    if (unit == "day") return Range{fmt::format("{} '{}'", type == "date" ? "date" : type, begin), fmt::format("date '{}' + 1", begin)};
    const auto end = unit == "year" ? fmt::format("{:04}-01-01", year + 1) : month == 12 ? fmt::format("{:04}-01-01", year + 1) : fmt::format("{:04}-{:02}-01", year, month + 1);
    return Range{fmt::format("{} '{}'", type, begin), fmt::format("{} '{}'", type, end)};
}

struct Asked {
    NamedColumn column;
    std::string unit;
};

std::string argument(sql::Node call, int number) {
    int i = 0;
    for (const sql::Node each : call["args"])
        if (i++ == number) return sql::constant_text(each);
    return {};
}

// What the side asks of which column: date_trunc('month', c), c::date, extract(year FROM c), to_char(c, 'YYYY-MM').
std::optional<Asked> asked_in(const RewriteContext& context, TextSpan side) {
    const auto columns = context.columns_in(side);
    if (columns.size() != 1 || !columns[0].column || !is_time_type(*columns[0].column)) return {};
    const auto node = context.expression(side);
    if (const auto cast = node.as("TypeCast")) {
        std::string name;
        for (const sql::Node part : cast["typeName"]["names"]) name = part.string();
        if (cast["arg"].as("ColumnRef") && name == "date" && columns[0].column->base != "date") return Asked{columns[0], "day"};
        return {};
    }
    const auto call = node.as("FuncCall");
    if (!call) return {};
    std::string function;
    for (const sql::Node part : call["funcname"]) function = part.string();
    if (function == "date" && call["args"].size() == 1) return Asked{columns[0], "day"};
    if (call["args"].size() != 2) return {};
    const bool column_last = function != "to_char";
    int i = 0;
    for (const sql::Node each : call["args"])
        if (i++ == (column_last ? 1 : 0) && !each.as("ColumnRef")) return {};
    const auto word = argument(call, column_last ? 0 : 1);
    if (function == "date_trunc" && (word == "year" || word == "month" || word == "day")) return Asked{columns[0], word};
    if ((function == "extract" || function == "date_part") && word == "year") return Asked{columns[0], "year"};
    if (function == "to_char" && word == "YYYY") return Asked{columns[0], "year"};
    if (function == "to_char" && word == "YYYY-MM") return Asked{columns[0], "month"};
    if (function == "to_char" && word == "YYYY-MM-DD") return Asked{columns[0], "day"};
    return {};
}

void propose(RewriteContext& context) {
    each_condition(context, [&](const Select&, TextSpan part) {
        const auto sides = comparison_in(context, part);
        if (!sides) return;
        const auto asked = asked_in(context, sides->left);
        const auto literal = constant_in(context, sides->right);
        if (!asked || !literal) return;
        const bool is_text = context.text(sides->left).find("to_char") != std::string::npos;
        const bool is_number = is_digits(*literal) && literal->size() == 4;
        if ((is_text && sides->operation != "=") || (is_number && asked->unit != "year")) return;
        auto range = calendar_range(is_number ? *literal + "-01-01" : literal->size() == 7 ? *literal + "-01" : std::string_view{*literal}.substr(0, 10), asked->unit, asked->column.column->base);
        if (!range) return;
        const auto column = context.text(asked->column.span);
        const auto operation = sides->operation;
        std::string made;
        if (operation == "=") made = fmt::format("{0} >= {1} AND {0} < {2}", column, range->from, range->to);
        if (operation == ">=" || operation == "<") made = fmt::format("{} {} {}", column, operation, range->from);
        if (operation == "<=" || operation == ">") made = fmt::format("{} {} {}", column, operation == ">" ? ">=" : "<", range->to);
        if (!made.empty()) context.propose({{part, made}}, {fmt::format("{} is {}", column, asked->column.column->type)});
    });
}

}  // namespace

extern const Rewrite time_range;
const Rewrite time_range{"time-range", "A function on a time column becomes a range", propose};

}  // namespace assay::query
