// Columns: types, NOT NULL, defaults, generated columns, and the checks that keep what a type no longer keeps.
#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "domain/migration/engines/mysql/lexer.h"
#include "domain/migration/engines/mysql/mapping.h"
#include "sql/names.h"

namespace assay::migration::mysql {

namespace {

using sql::quote_identifier;
using sql::quote_literal;

constexpr std::string_view ci_collations[]{"mysql_ci", "mysql_ai_ci"};

// MariaDB's JSON is LONGTEXT with this check.
bool is_json_by_check(const Table& table, const Column& column) {
    if (column.type.name != "longtext") return false;
    return std::any_of(table.checks.begin(), table.checks.end(), [&](const Check& check) {
        const auto tokens = tokens_of(check.condition.text);
        return tokens.size() == 4 && is_word(tokens[0].in(check.condition.text), "json_valid") && is_word(name_of(tokens[2].in(check.condition.text)), lower(column.name));
    });
}

bool is_foreign(const Table& table, const Column& column) {
    return std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), [&](const ForeignKey& key) {
        return std::any_of(key.columns.begin(), key.columns.end(), [&](const std::string& name) { return is_word(name, lower(column.name)); });
    });
}

void prepare(Mapping& mapping, std::string_view statement) {
    auto& all = mapping.result.schema.preparations;
    if (std::find(all.begin(), all.end(), statement) == all.end()) all.emplace_back(statement);
}

class ColumnConverter {
public:
    ColumnConverter(Mapping& mapping, const Table& table, const Column& column, target::Table& made)
        : mapping_{mapping}, table_{table}, column_{column}, made_{made}, cast_{mapping.cast_of_column(column)} {}

    void convert(TableRoute& route) {
        target_.name = mapping_.column_name(column_.name);
        target_.place = column_.place;
        target_.not_null = column_.not_null;
        target_.comment = column_.comment;
        target_.type = cast_.type;
        if (is_json_by_check(table_, column_)) {
            target_.type = "jsonb";
            cast_.form = Form::json;
        }
        shape_ = {.form = cast_.form, .length = std::max(column_.type.length(), 1)};
        if (cast_.form == Form::enumerated || cast_.form == Form::set) labels();
        if (column_.auto_increment) identity();
        if (mapping_.ignores_case(table_, column_)) text_without_case();
        name_losses();
        bounds();
        value();
        if (column_.on_update) {
            target_.set_on_update = true;
            lose(losses::on_update);
        }
        ColumnRoute made{.name = target_.name, .shape = shape_, .generated = column_.generated.has_value(), .auto_increment = column_.auto_increment};
        made.has_default = !target_.default_value.empty() || !target_.not_null;
        made.default_text = default_text_;
        route.columns.push_back(std::move(made));
        made_.columns.push_back(std::move(target_));
    }

private:
    void lose(const LossKind& kind, std::string detail = {}, std::string statement = {}) {
        mapping_.lose(kind, table_, column_.name, column_.place, std::move(detail), std::move(statement));
    }
    void check(std::string expression) { made_.checks.push_back({"", std::move(expression), column_.place}); }
    std::string quoted() const { return quote_identifier(target_.name); }

    // ENUM and SET: a type of the column's own.
    void labels() {
        const auto& labels = column_.type.arguments;
        shape_.labels = &labels;
        const bool set = cast_.form == Form::set;
        if (set) lose(losses::sets);
        const bool fits = std::all_of(labels.begin(), labels.end(), [](const std::string& label) { return label.size() <= longest_name && label.find('\0') == label.npos; });
        if (!fits) {
            target_.type = set ? "text[]" : "text";
            std::vector<std::string> literals;
            for (const auto& label : labels) literals.push_back(quote_literal(label));
            check(set ? fmt::format("{} <@ ARRAY[{}]::text[]", quoted(), joined(literals, ", ")) : fmt::format("{} IN ({})", quoted(), joined(literals, ", ")));
            return lose(losses::enum_text);
        }
        target::Type type{{made_.name.schema, ""}, labels, column_.place};
        type.name.name = mapping_.relations(made_.name.schema).take(made_.name.name + "_" + target_.name);
        target_.type = type.name.quoted() + (set ? "[]" : "");
        mapping_.result.schema.types.push_back(std::move(type));
    }

    void identity() {
        if (cast_.type != "smallint" && cast_.type != "integer" && cast_.type != "bigint") target_.type = "bigint";
        target_.identity = true;
        target_.not_null = true;
        lose(losses::auto_increment);
    }

    void text_without_case() {
        const auto length = column_.type.length();
        switch (mapping_.options().text_case) {
            case Options::Case::lower:
            case Options::Case::plain: return lose(losses::text_case);
            case Options::Case::citext:
                prepare(mapping_, "CREATE EXTENSION IF NOT EXISTS citext");
                target_.type = "citext";
                if (length > 0) check(fmt::format("char_length({}) <= {}", quoted(), length));
                return;
            case Options::Case::icu: {
                const bool accents = mapping_.ignores_accents(table_, column_);
                const auto collation = ci_collations[accents ? 1 : 0];
                prepare(mapping_, fmt::format("CREATE COLLATION {} (provider = icu, locale = 'und-u-ks-level{}', deterministic = false)", collation, accents ? 1 : 2));
                target_.type += fmt::format(" COLLATE {}", collation);
                return lose(losses::icu_like);
            }
        }
    }

    void name_losses() {
        const auto& type = column_.type;
        const auto& facts = mapping_.facts(table_, column_);
        if (cast_.form == Form::boolean) lose(losses::booleans);
        if (is_boolean(type) && type.name == "tinyint" && cast_.form != Form::boolean && !column_.auto_increment) lose(losses::not_boolean);
        if (type.zerofill) lose(losses::zerofill);
        if ((type.name == "float" || type.name == "double") && type.arguments.size() == 2) lose(losses::float_digits, fmt::format("{}({})", type.name, joined(type.arguments, ",")));
        if (type.name == "bigint" && type.is_unsigned && cast_.type == "bigint" && !facts.beyond_bigint && !column_.auto_increment && !is_foreign(table_, column_)) lose(losses::unsigned_bigint);
        if (type.name == "time") lose(cast_.form == Form::interval ? losses::intervals : losses::time_range);
        if (cast_.form == Form::wkb || cast_.form == Form::point || cast_.form == Form::path) lose(losses::geometry, cast_.form == Form::wkb ? "bytea" : cast_.type);
        if (cast_.form == Form::json) lose(losses::json_text);
        if (type.name == "char") lose(losses::char_padding);
        if (column_.invisible) lose(losses::invisible_column);
        if (facts.zero_dates > 0) {
            lose(losses::zero_dates, fmt::format("in {} row{}", facts.zero_dates, facts.zero_dates == 1 ? "" : "s"));
            target_.not_null = false;
        }
    }

    void bounds() {
        const auto& type = column_.type;
        const auto number = cast_.form == Form::number;
        if (type.is_unsigned && number && type.name != "year") {
            lose(losses::unsigned_numbers);
            if (!column_.auto_increment && !is_foreign(table_, column_) && !column_.generated) check(fmt::format("{} >= 0", quoted()));
        }
        if ((type.name == "binary" || type.name == "varbinary") && type.length() >= 0) check(fmt::format("octet_length({}) <= {}", quoted(), type.length()));
    }

    // Its default, or how it is computed.
    void value() {
        if (column_.generated) {
            const auto expression = translate(column_.generated->text, mapping_.scope());
            if (!expression.problem.empty()) return lose(losses::default_value, "a generated column: " + expression.problem);
            target_.generated = expression.sql;
            target_.not_null = column_.not_null;
            if (!column_.stored) lose(losses::virtual_columns);
            return;
        }
        if (!column_.default_value || target_.identity) return;
        bool drops_not_null = false;
        target_.default_value = convert_default(mapping_, table_, column_, shape_, drops_not_null);
        if (drops_not_null) {
            lose(losses::zero_dates, "the default");
            target_.not_null = false;
        }
        const auto& text = target_.default_value;
        if (text.size() >= 2 && text.front() == '\'' && text.back() == '\'') default_text_ = replaced(text.substr(1, text.size() - 2), "''", "'");
        else if (!text.empty() && text.find_first_not_of("-.0123456789") == text.npos) default_text_ = text;
        else if (text == "true" || text == "false") default_text_ = text;
    }

    Mapping& mapping_;
    const Table& table_;
    const Column& column_;
    target::Table& made_;
    CastResult cast_;
    ValueShape shape_;
    target::Column target_;
    std::optional<std::string> default_text_;
};

}  // namespace

void convert_columns(Mapping& mapping, const Table& table, target::Table& made, TableRoute& route) {
    for (const auto& column : table.columns) ColumnConverter{mapping, table, column, made}.convert(route);
}

}  // namespace assay::migration::mysql
