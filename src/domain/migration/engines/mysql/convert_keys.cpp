// Keys, foreign keys and checks.
#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "domain/migration/engines/mysql/lexer.h"
#include "domain/migration/engines/mysql/mapping.h"
#include "sql/names.h"

namespace assay::migration::mysql {

namespace {

using sql::quote_identifier;

// A B-tree's entry may have 2704 bytes; a character of UTF-8 up to four.
constexpr int longest_indexed_characters = 650;

class KeyConverter {
public:
    KeyConverter(Mapping& mapping, const Table& table, const Key& key, target::Table& made) : mapping_{mapping}, table_{table}, key_{key}, made_{made} {}

    void convert() {
        if (key_.invisible) return lose(losses::invisible_index);
        if (key_.kind == Key::Kind::fulltext) return fulltext();
        if (key_.kind == Key::Kind::spatial) return spatial();
        target::Key key{.comment = key_.comment, .place = key_.place};
        key.kind = key_.kind == Key::Kind::primary ? target::Key::Kind::primary : key_.kind == Key::Kind::unique ? target::Key::Kind::unique : target::Key::Kind::index;
        for (const auto& part : key_.parts) {
            auto sql = part_of(part, key.plain);
            if (sql.empty()) return;
            key.parts.push_back(sql + (part.descending && key.kind != target::Key::Kind::primary ? " DESC" : ""));
            if (part.descending && key.kind == target::Key::Kind::unique) key.plain = false;
        }
        if (key.kind == target::Key::Kind::primary && !key.plain) key.kind = target::Key::Kind::unique;
        add(std::move(key), wanted_name());
        if (key_.kind != Key::Kind::index) without_case(made_.keys.back());
    }

private:
    std::string wanted_name() const {
        if (!key_.name.empty()) return key_.name;
        return key_.parts.empty() || key_.parts[0].column.empty() ? "functional_index" : key_.parts[0].column;
    }
    void lose(const LossKind& kind, std::string detail = {}) { mapping_.lose(kind, table_, wanted_name(), key_.place, std::move(detail)); }

    void add(target::Key key, const std::string& wanted) {
        if (key.kind == target::Key::Kind::primary) {
            mapping_.relations(made_.name.schema).take(made_.name.name + "_pkey");
        } else {
            key.name = mapping_.index_name(table_, wanted);
            if (key.name != mapping_.column_name(wanted) && !key_.name.empty()) lose(losses::index_names, key.name);
        }
        made_.keys.push_back(std::move(key));
    }

    // The SQL of one part; empty where it has none, which is then a loss.
    std::string part_of(const KeyPart& part, bool& plain) {
        if (part.expression) {
            plain = false;
            const auto expression = translate(part.expression->text, mapping_.scope());
            if (expression.problem.empty()) return "(" + expression.sql + ")";
            lose(losses::index_dropped, expression.problem);
            return {};
        }
        const auto* column = table_.column(part.column);
        if (!column) {
            lose(losses::index_dropped, "no column " + part.column);
            return {};
        }
        const auto name = quote_identifier(mapping_.column_name(column->name));
        const auto form = mapping_.cast_of_column(*column).form;
        if (form == Form::point || form == Form::path) {
            lose(losses::index_dropped, "no order of points and paths");
            return {};
        }
        const int declared = column->type.length();
        const bool bytes = form == Form::bytes || form == Form::wkb;
        const bool cut = part.prefix > 0 && (declared < 0 || part.prefix < declared) && (form == Form::text || bytes);
        const bool unique = key_.kind != Key::Kind::index;
        const bool fits = !unique && declared > 0 && declared <= longest_indexed_characters;  // the whole serves all that the prefix served
        if (!cut || fits) return name;
        plain = false;
        if (!unique || key_.kind == Key::Kind::primary) lose(losses::prefix_index, fmt::format("{}({})", part.column, part.prefix));
        return bytes ? fmt::format("substring({} from 1 for {})", name, part.prefix).insert(0, "(").append(")") : fmt::format("left({}, {})", name, part.prefix);
    }

    // Uniqueness that ignores case, beside the key itself.
    void without_case(const target::Key& exact) {
        const auto text_case = mapping_.options().text_case;
        if (text_case == Options::Case::citext || text_case == Options::Case::icu) return;
        target::Key key{.kind = target::Key::Kind::unique, .plain = false, .place = key_.place};
        bool any = false;
        for (const auto& part : key_.parts) {
            const auto* column = table_.column(part.column);
            if (!column) return;
            const bool folds = mapping_.ignores_case(table_, *column);
            const auto name = quote_identifier(mapping_.column_name(column->name));
            const bool bytes = !folds && part.prefix > 0;
            const auto cut = part.prefix > 0 && !bytes ? fmt::format("left({}, {})", name, part.prefix) : name;
            any = any || folds;
            key.parts.push_back(folds ? fmt::format("lower({})", cut) : cut);
        }
        if (!any) return;
        if (text_case == Options::Case::lower) {
            key.name = mapping_.relations(made_.name.schema).take((exact.name.empty() ? made_.name.name + "_pkey" : exact.name) + "_lower");
            return void(made_.keys.push_back(std::move(key)));
        }
        mapping_.lose(losses::key_case, table_, wanted_name(), key_.place, {},
                      fmt::format("CREATE UNIQUE INDEX ON {} ({})", made_.name.quoted(), joined(key.parts, ", ")));
    }

    void fulltext() {
        std::vector<std::string> columns;
        for (const auto& part : key_.parts) columns.push_back(fmt::format("coalesce({}, '')", quote_identifier(mapping_.column_name(part.column))));
        target::Key key{.kind = target::Key::Kind::index, .parts = {fmt::format("to_tsvector('simple', {})", joined(columns, " || ' ' || "))}, .plain = false, .method = "gin", .comment = key_.comment, .place = key_.place};
        add(std::move(key), wanted_name());
        lose(losses::fulltext);
    }

    void spatial() {
        const auto* column = key_.parts.empty() ? nullptr : table_.column(key_.parts[0].column);
        if (!column || mapping_.cast_of_column(*column).form != Form::point) return lose(losses::spatial_index);
        add({.kind = target::Key::Kind::index, .parts = {quote_identifier(mapping_.column_name(column->name))}, .method = "gist", .comment = key_.comment, .place = key_.place}, wanted_name());
    }

    Mapping& mapping_;
    const Table& table_;
    const Key& key_;
    target::Table& made_;
};

std::set<std::string> names_of(const std::vector<std::string>& columns) {
    std::set<std::string> names;
    for (const auto& column : columns) names.insert(lower(column));
    return names;
}

// The parent's columns as the key names them, when they are a key of the parent's; PostgreSQL asks for that, InnoDB does not.
bool is_key_of(const Table& parent, const std::vector<std::string>& columns) {
    return std::any_of(parent.keys.begin(), parent.keys.end(), [&](const Key& key) {
        if (key.kind != Key::Kind::primary && key.kind != Key::Kind::unique) return false;
        std::set<std::string> names;
        for (const auto& part : key.parts) {
            if (part.column.empty() || part.prefix > 0) return false;
            names.insert(lower(part.column));
        }
        return names == names_of(columns);
    });
}

std::string action_of(const std::string& action) {
    if (action.empty() || action == "no action") return {};
    std::string upper;
    for (const char c : action) upper += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return upper;
}

// Why the key cannot be made; empty: it can.
std::string hindrance(const Mapping& mapping, const Table& table, const ForeignKey& key, const Table* parent, const std::vector<std::string>& parent_columns) {
    if (!parent) return fmt::format("{} is not in this dump", key.parent.shown());
    if (parent_columns.size() != key.columns.size()) return "it names other numbers of columns";
    if (!is_key_of(*parent, parent_columns)) return fmt::format("{}({}) is no key", parent->name.name, joined(parent_columns, ", "));
    for (std::size_t i = 0; i < key.columns.size(); ++i) {
        const auto* child_column = table.column(key.columns[i]);
        const auto* parent_column = parent->column(parent_columns[i]);
        if (!child_column || !parent_column) return "it names a column that is not there";
        const auto& from = mapping.cast_of_column(*child_column);
        const auto& to = mapping.cast_of_column(*parent_column);
        if (from.form != to.form || from.form == Form::enumerated) return fmt::format("{} and {} become different types", child_column->name, parent_column->name);
    }
    return {};
}

}  // namespace

void convert_keys(Mapping& mapping, const Table& table, target::Table& made) {
    for (const auto& key : table.keys) KeyConverter{mapping, table, key, made}.convert();
}

void convert_foreign_keys(Mapping& mapping, const Table& table, target::Table& made) {
    Taken names;
    for (const auto& key : table.foreign_keys) {
        const auto* parent = mapping.find(key.parent, table);
        auto parent_columns = key.parent_columns;
        if (parent && parent_columns.empty())
            for (const auto& each : parent->keys)
                if (each.kind == Key::Kind::primary)
                    for (const auto& part : each.parts) parent_columns.push_back(part.column);
        const auto name = key.name.empty() ? joined(key.columns, "_") + "_fkey" : key.name;
        if (const auto why = hindrance(mapping, table, key, parent, parent_columns); !why.empty()) {
            mapping.lose(losses::foreign_key, table, name, key.place, why);
            continue;
        }
        target::ForeignKey result{names.take(mapping.column_name(name)), {}, mapping.name_of(parent->name), {}, action_of(key.on_delete), action_of(key.on_update), key.place};
        for (const auto& column : key.columns) result.columns.push_back(mapping.column_name(column));
        for (const auto& column : parent_columns) result.parent_columns.push_back(mapping.column_name(column));
        made.foreign_keys.push_back(std::move(result));
    }
}

void convert_checks(Mapping& mapping, const Table& table, target::Table& made) {
    Taken names;
    for (const auto& check : table.checks) {
        const auto expression = translate(check.condition.text, mapping.scope());
        if (expression.sql == "true") continue;  // json_valid: its type says so
        const auto name = check.name.empty() ? "check" : check.name;
        if (!expression.problem.empty() || !check.enforced) {
            mapping.lose(losses::check_dropped, table, name, check.condition.place, check.enforced ? expression.problem : "NOT ENFORCED");
            continue;
        }
        made.checks.push_back({check.name.empty() ? "" : names.take(mapping.column_name(check.name)), expression.sql, check.condition.place});
    }
}

}  // namespace assay::migration::mysql
