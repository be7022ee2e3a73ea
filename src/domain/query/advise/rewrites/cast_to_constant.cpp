// column::text = '5' casts every row; column = 5 casts one constant.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

void propose(RewriteContext& context) {
    each_condition(context, [&](const Select&, TextSpan part) {
        const auto sides = comparison_in(context, part);
        if (!sides || (sides->operation != "=" && sides->operation != "<>")) return;
        const auto cast = context.expression(sides->left).as("TypeCast");
        const auto literal = constant_in(context, sides->right);
        const auto columns = context.columns_in(sides->left);
        if (!cast || !cast["arg"].as("ColumnRef") || !literal || columns.size() != 1 || !columns[0].column) return;
        std::string type;
        for (const sql::Node name : cast["typeName"]["names"]) type = name.string();
        if (type != "text" && type != "varchar") return;
        const auto& column = *columns[0].column;
        // The type must print each value in one way only, and this must be it.
        const bool plain_number = is_integer_type(column) && !literal->empty() && literal->size() < 5 && literal->find_first_not_of("0123456789") == std::string::npos &&
                                  ((*literal)[0] != '0' || literal->size() == 1);
        const bool plain_uuid = column.base == "uuid" && literal->size() == 36 && literal->find_first_not_of("0123456789abcdef-") == std::string::npos;
        if (!plain_number && !plain_uuid) return;
        const auto shown = plain_number ? *literal : fmt::format("'{}'", *literal);
        context.propose({{part, fmt::format("{} {} {}", context.text(columns[0].span), sides->operation, shown)}}, {fmt::format("{} is {}", context.text(columns[0].span), column.type)});
    });
}

}  // namespace

extern const Rewrite cast_to_constant;
const Rewrite cast_to_constant{"cast-to-constant", "A cast moves from the column to the constant", propose};

}  // namespace assay::query
