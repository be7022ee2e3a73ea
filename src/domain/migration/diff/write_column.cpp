// Columns.
#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "domain/migration/diff/write.h"

namespace assay::migration::diff {

namespace {

// Without modifiers: "character varying(20)" and "character varying" are one.
std::string_view base_of(std::string_view type) { return type.substr(0, type.find('(')); }

// What reads the old values; empty where an assignment does.
std::string conversion(const Writing& writing, const Object& before, const Object& after, int old_type) {
    const auto& column = after.fact("_column");
    const auto& type = after.fact("type");
    const auto &from = before.fact("_category"), &to = after.fact("_category");
    if (old_type >= 0) {
        const auto& was = writing.in_a(old_type);
        const auto& is = writing.in_b(writing.planned(old_type).other);
        if (is.fact("kind") == "composite" && !ends_with(type, "[]")) {
            std::string row;
            for (const auto part : split(is.fact("attributes"), ',')) {
                const auto name = trimmed(part).substr(0, trimmed(part).find(' '));
                const bool known = (", " + was.fact("attributes")).find(fmt::format(", {} ", name)) != std::string::npos;
                row += (row.empty() ? "" : ", ") + (known ? fmt::format("({}).{}", column, name) : std::string{"NULL"});
            }
            return fmt::format("CASE WHEN {0} IS NULL THEN NULL ELSE ROW({1})::{2} END", column, row, type);
        }
        if (was.fact("kind") == "domain" && is.fact("kind") == "domain") return fmt::format("{}::{}", column, type);
        return ends_with(type, "[]") ? fmt::format("{}::text[]::{}", column, type) : fmt::format("{}::text::{}", column, type);
    }
    if (to == "S" || (from == "N" && to == "N") || (from == "D" && to == "D") || base_of(before.fact("type")) == base_of(type)) return {};
    if (from == "S") return fmt::format("{}::{}", column, type);
    return fmt::format("{}::text::{}", column, type);
}

std::string identity_text(const Object& column) {
    return fmt::format("GENERATED {} AS IDENTITY (SEQUENCE NAME {} {})", column.fact("identity") == "always" ? "ALWAYS" : "BY DEFAULT",
                       column.fact("identity sequence"), column.fact("identity options"));
}

// The type that is made anew and that this column is of, in A; -1: none.
int swapped_type(const Writing& writing, int a) {
    for (const auto& need : writing.a.needs)
        if (need.dependent == a && writing.in_a(need.needed).kind == Kind::type && is_swapped(writing, need.needed)) return need.needed;
    return -1;
}

class ColumnChange {
public:
    ColumnChange(const Writing& writing, int a)
        : writing_{writing}, number_{a}, planned_{writing.planned(a)}, before_{writing.in_a(a)}, after_{writing.in_b(planned_.other)},
          table_{writing.b.parent_of(after_)->name} {}

    Statements run() {
        // What a parent's column was changed to, this one was too.
        const int parent = writing_.followed(planned_.other);
        follows_ = parent >= 0 && before_.has("_inherited");
        if (!follows_) {
            identity_goes();
            if (planned_.changed.contains("generated") && !after_.has("generated")) say("DROP EXPRESSION");
            type();
        }
        // A parent that has it gives it to the column, and takes it away.
        if (changed("not null") && !(follows_ && writing_.in_b(parent).has("not null"))) say(after_.has("not null") ? "SET NOT NULL" : "DROP NOT NULL", false);
        default_value();
        if (!follows_) identity_comes();
        settings();
        return std::move(made_);
    }

private:
    bool changed(std::string_view fact) const { return planned_.changed.contains(fact); }
    void say(const std::string& action, bool only = true, std::vector<Hazard> hazards = {}) {
        const bool has_children = only && (writing_.b.parent_of(after_)->fact("kind") == "partitioned" || is_inherited_by_others());
        made_.push_back({fmt::format("ALTER TABLE {}{} ALTER COLUMN {} {}", has_children ? "ONLY " : "", table_, after_.fact("_column"), action), std::move(hazards)});
    }
    bool is_inherited_by_others() const {
        return std::any_of(writing_.b.objects.begin(), writing_.b.objects.end(), [&](const Object& object) {
            return object.kind == Kind::table && (object.fact("inherits") + ",").find(table_ + ",") != std::string::npos;
        });
    }

    void type() {
        if (!planned_.retyped) return;
        std::string action = "TYPE " + after_.fact("type");
        if (after_.has("collation")) action += " COLLATE " + after_.fact("collation");
        else if (before_.has("collation")) action += " COLLATE \"default\"";
        const auto reading = conversion(writing_, before_, after_, swapped_type(writing_, number_));
        if (!reading.empty()) action += " USING " + reading;
        std::vector<Hazard> hazards;
        if (!reading.empty()) hazards.push_back({hazard::correctness, "fails on values that are none of the new type"});
        say(action, false, std::move(hazards));
    }

    void default_value() {
        if (after_.has("generated")) {
            if (changed("default") && !follows_) say("SET EXPRESSION AS (" + after_.fact("default") + ")", false);
            return;
        }
        const bool gone = planned_.retyped || planned_.default_reset;  // detach_column let it go
        if (before_.has("generated") || !(changed("default") || gone)) return;
        if (after_.has("default"))
            say("SET DEFAULT " + after_.fact("default"));
        else if (!gone && !after_.has("identity"))
            say("DROP DEFAULT");
    }

    void identity_goes() {
        if (before_.has("identity") && !after_.has("identity"))
            say("DROP IDENTITY", false, {{hazard::deletes_data, "where the sequence of the identity column stood is lost"}});
        if (!before_.has("identity") && after_.has("identity") && before_.has("default") && !planned_.retyped) say("DROP DEFAULT");
    }

    void identity_comes() {
        if (!after_.has("identity")) return;
        if (!before_.has("identity")) return say("ADD " + identity_text(after_), false);
        if (changed("identity")) say(after_.fact("identity") == "always" ? "SET GENERATED ALWAYS" : "SET GENERATED BY DEFAULT", false);
        if (changed("identity sequence"))
            made_.push_back({fmt::format("ALTER SEQUENCE {} RENAME TO {}", before_.fact("identity sequence"), bare_name(after_.fact("identity sequence")))});
        if (changed("identity options"))
            made_.push_back({fmt::format("ALTER SEQUENCE {} {}", after_.fact("identity sequence"), after_.fact("identity options"))});
    }

    void settings() {
        if (changed("storage") || (planned_.retyped && after_.has("storage")))
            say("SET STORAGE " + (after_.has("storage") ? after_.fact("storage") : after_.fact("_type_storage")));
        if (changed("compression") || (planned_.retyped && after_.has("compression")))
            say("SET COMPRESSION " + (after_.has("compression") ? after_.fact("compression") : "default"));
        if (changed("statistics target")) say("SET STATISTICS " + (after_.has("statistics target") ? after_.fact("statistics target") : "-1"));
        for (const auto& change : option_changes(before_.fact("options"), after_.fact("options"))) say(change);
    }

    const Writing& writing_;
    int number_;
    const Planned& planned_;
    const Object& before_;
    const Object& after_;
    const std::string& table_;
    bool follows_ = false;
    Statements made_;
};

}  // namespace

std::string column_definition(const Writing& writing, int b) {
    const auto& column = writing.in_b(b);
    std::string text = fmt::format("{} {}", column.fact("_column"), column.fact("type"));
    if (column.has("foreign options")) text += " OPTIONS (" + column.fact("foreign options") + ")";
    if (column.has("collation")) text += " COLLATE " + column.fact("collation");
    if (column.has("generated")) text += fmt::format(" GENERATED ALWAYS AS ({}) {}", column.fact("default"), column.fact("generated") == "stored" ? "STORED" : "VIRTUAL");
    else if (column.has("identity")) text += " " + identity_text(column);
    else if (column.has("default")) text += " DEFAULT " + column.fact("default");
    if (column.has("not null")) text += " NOT NULL";
    return text;
}

// Also what a column of a new table is given after it was made.
Statements create_column(const Writing& writing, int b) {
    const auto& column = writing.in_b(b);
    const auto& table = *writing.b.parent_of(column);
    const bool with_table = writing.is_created(column.parent);
    Statements made;
    const auto say = [&](const std::string& action) { made.push_back({fmt::format("ALTER TABLE ONLY {} ALTER COLUMN {} {}", table.name, column.fact("_column"), action)}); };
    const int parent = writing.followed(b);
    if (!with_table && parent < 0) {
        made.push_back({fmt::format("ALTER TABLE {} ADD COLUMN {}", table.name, column_definition(writing, b))});
        const bool may_fail = column.has("not null") && !column.has("default") && !column.has("identity");
        if (may_fail) made.back().hazards.push_back({hazard::correctness, "fails where the table has rows: they would have no value"});
    } else if (parent >= 0 && (!with_table || inherits_from_birth(writing, column.parent))) {
        const auto& from = writing.in_b(parent);
        if (from.fact("default") != column.fact("default") && !column.has("generated")) say(column.has("default") ? "SET DEFAULT " + column.fact("default") : "DROP DEFAULT");
        if (column.has("not null") && !from.has("not null")) say("SET NOT NULL");
    }
    if (column.has("storage")) say("SET STORAGE " + column.fact("storage"));
    if (column.has("compression")) say("SET COMPRESSION " + column.fact("compression"));
    if (column.has("statistics target")) say("SET STATISTICS " + column.fact("statistics target"));
    for (const auto& change : option_changes("", column.fact("options"))) say(change);
    return made;
}

// A default must go before the type it is of, and before what it calls.
Statements detach_column(const Writing& writing, int a) {
    const auto& planned = writing.planned(a);
    const auto& column = writing.in_a(a);
    const bool lets_go = planned.fate == Fate::alter && (planned.retyped || planned.default_reset) && column.has("default") && !column.has("generated");
    if (!lets_go) return {};
    return {{fmt::format("ALTER TABLE {} ALTER COLUMN {} DROP DEFAULT", writing.a.parent_of(column)->name, column.fact("_column"))}};
}

Statements alter_column(const Writing& writing, int a) { return ColumnChange{writing, a}.run(); }

}  // namespace assay::migration::diff
