// ALTER COLUMN … TYPE writes table and indexes anew while nobody can read: a second column takes the place of the first.
#include <fmt/core.h>

#include "core/text.h"
#include "domain/migration/plan/shadow_column.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::migration {

namespace {

// The expression behind USING; empty when there is none.
std::string using_expression(const std::string& text) {
    int depth = 0;
    for (const auto& token : sql::tokens_of(text)) {
        const auto word = token.in(text);
        depth += (word == "(") - (word == ")");
        if (depth == 0 && token.kind == sql::TokenKind::word && sql::is_word(word, "using")) return std::string{trimmed(std::string_view{text}.substr(token.end))};
    }
    return {};
}

// A value of another type that was read from it is written in one way only.
bool is_free_text(std::string_view type) { return type == "text" || type == "json" || type == "citext" || starts_with(type, "character"); }

bool plan(PlanContext& context) {
    const auto& change = context.change();
    if (change.kind != Kind::alter_type || !context.rewrites()) return false;
    const auto before = context.table(), after = context.table_after(change.relation);
    const auto* old_column = before.column(change.object);
    const auto* new_column = after.column(change.object);
    if (!old_column || !new_column) return false;
    const auto name = sql::quote_identifier(change.object);
    const auto expression = using_expression(context.text());
    // Without USING the column is assigned: what does not fit is refused, where a cast would cut it off.
    ShadowColumn shadow{change.object, change.object, new_column->type, expression.empty() ? name : expression};
    const auto back = fmt::format("{}::{}", name, old_column->type);
    if (starts_with(expression, name + " at time zone '")) shadow.back = expression;  // which is its own opposite
    else if (context.would_run(fmt::format("select null::{}::{}", new_column->type, old_column->type))) shadow.back = back;
    else if (context.would_run(fmt::format("select null::{}::text::{}", new_column->type, old_column->type)))
        shadow.back = fmt::format("{}::text::{}", name, old_column->type);
    shadow.same_text = !is_free_text(old_column->type) || is_free_text(new_column->type);
    return plan_shadow_column(context, shadow);
}

}  // namespace

namespace recipe {

extern const Recipe alter_type;
const Recipe alter_type{"alter-type", "A column of another type", plan};

}  // namespace recipe

}  // namespace assay::migration
