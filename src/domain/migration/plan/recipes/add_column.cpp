// ADD COLUMN writes the table anew for a default that differs from row to row, for serial and identity, and reads it for what
// constraints come with it. Each part by itself does not.
#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "domain/migration/model/site.h"
#include "domain/migration/plan/backfill.h"
#include "domain/migration/plan/recipe.h"
#include "sql/names.h"

namespace assay::migration {

namespace {

using sql::quote_identifier;

class NewColumn {
public:
    NewColumn(PlanContext& context, TableFacts before, TableFacts after, const ColumnFacts& column)
        : context_{context}, before_{std::move(before)}, after_{std::move(after)}, column_{column}, name_{quote_identifier(column.name)},
          subject_{context.change().relation + "." + column.name} {}

    bool plan(bool rewrites) {
        if (rewrites && !has_key(before_)) {
            context_.note(fmt::format("{} has no key to go by: its rows cannot be given values in batches", relation()));
            return false;
        }
        rewrites ? fill_in_batches() : add_alone();
        if (column_.not_null && rewrites && column_.identity == '\0') add_not_null(context_, relation(), column_.name);
        add_constraints();
        if (column_.identity != '\0') become_identity();
        return true;
    }

private:
    const std::string& relation() const { return context_.change().relation; }
    bool is_serial() const { return !column_.sequence.empty() && column_.identity == '\0'; }
    std::string temporary_sequence() const { return sql::quote_relation(name_in(relation(), name_with(relation(), column_.name + "_filler"))); }

    // Type, default and NOT NULL of a constant: nothing is written.
    void add_alone() {
        auto definition = fmt::format("add column {} {}", name_, column_.type);
        if (!column_.default_text.empty()) definition += " default " + column_.default_text;
        if (column_.not_null) definition += " not null";
        context_.add({.stage = Stage::expand, .title = fmt::format("{} is there", subject_), .statement = alter_table(relation(), definition),
                      .rollback = alter_table(relation(), "drop column " + name_), .loses = fmt::format("what was written to {} since", subject_)});
    }

    void fill_in_batches() {
        const auto progress = name_in(relation(), name_with(relation(), column_.name + "_backfill"));
        auto value = column_.default_text;
        std::vector<std::string> parts, back;
        if (is_serial()) parts.push_back(fmt::format("create sequence {}{};", column_.sequence, column_.type == "bigint" ? "" : " as " + column_.type));
        if (column_.identity != '\0') {
            parts.push_back(fmt::format("create sequence {};", temporary_sequence()));
            value = fmt::format("nextval({}::regclass)", sql::quote_literal(temporary_sequence()));
        }
        parts.push_back(alter_table(relation(), fmt::format("add column {} {}", name_, column_.type)));
        parts.push_back(alter_table(relation(), fmt::format("alter column {} set default {}", name_, value)));
        if (is_serial()) parts.push_back(fmt::format("alter sequence {} owned by {}.{};", column_.sequence, sql::quote_relation(relation()), name_));
        parts.push_back(create_progress(before_, progress));
        back = {drop_progress(progress), alter_table(relation(), "drop column " + name_)};
        if (column_.identity != '\0') back.push_back(fmt::format("drop sequence {};", temporary_sequence()));
        context_.add({.stage = Stage::expand, .title = fmt::format("{} is there, and new rows have a value", subject_),
                      .statement = statements(parts), .rollback = statements(back),
                      .loses = fmt::format("the values of {}", subject_)});
        const auto work = fmt::format("update {} set {} = {} where {} is null and {{batch}}", sql::quote_relation(relation()), name_, value, name_);
        context_.add({.stage = Stage::backfill, .title = fmt::format("{}: rows that were there get a value, batch by batch", subject_),
                      .statement = backfill_statement(before_, {relation(), work, progress}, context_.options()),
                      .runs = Runs::in_batches, .rollback = fmt::format("delete from {};", sql::quote_relation(progress)),
                      .loses = "nothing: the values stay until the column goes", .lost = {subject_}});
        context_.add({.stage = Stage::contract, .title = fmt::format("{}: what remembered the batches goes", subject_),
                      .statement = drop_progress(progress), .rollback = create_progress(before_, progress), .lost = {progress}});
        context_.is_volatile(subject_);
    }

    void add_constraints() {
        for (const auto& index : after_.indexes) {
            const auto* constraint = after_.constraint(index.constraint);
            if (constraint && !before_.constraint(constraint->name)) add_unique(context_, relation(), index, *constraint);
        }
        for (const auto& constraint : after_.constraints)
            if (!before_.constraint(constraint.name) && (constraint.type == 'c' || constraint.type == 'f'))
                add_validated(context_, relation(), constraint.name, constraint.definition);
    }

    // Numbers that were given so far stay; the identity goes on behind them.
    void become_identity() {
        add_not_null(context_, relation(), column_.name);
        const auto filler = temporary_sequence();
        const auto generated = fmt::format("alter column {} add generated {} as identity", name_, column_.identity == 'a' ? "always" : "by default");
        const auto go_on = fmt::format("do $next$ begin\n  perform setval(pg_get_serial_sequence({}, {}), (select last_value from {}));\nend $next$;",
            sql::quote_literal(sql::quote_relation(relation())),
                                       sql::quote_literal(column_.name), filler);
        const auto go_back = fmt::format("do $next$ begin\n  perform setval({}, (select last_value from {}));\nend $next$;",
            sql::quote_literal(filler), column_.sequence);
        const auto use_filler = alter_table(relation(), fmt::format("alter column {} set default nextval({}::regclass)", name_, sql::quote_literal(filler)));
        context_.add({.stage = Stage::contract, .title = fmt::format("{} is an identity", subject_),
                      .statement = statements({alter_table(relation(), fmt::format("alter column {} drop default", name_)),
                                               alter_table(relation(), generated), go_on, fmt::format("drop sequence {};", filler)}),
                      .rollback = statements({fmt::format("create sequence {};", filler), go_back,
                                              alter_table(relation(), fmt::format("alter column {} drop identity", name_)), use_filler})});
    }

    PlanContext& context_;
    TableFacts before_, after_;
    ColumnFacts column_;
    std::string name_, subject_;
};

bool brings_constraints(const TableFacts& before, const TableFacts& after) {
    return std::any_of(after.constraints.begin(), after.constraints.end(), [&](const ConstraintFacts& each) { return !before.constraint(each.name); });
}

bool plan(PlanContext& context) {
    const auto& change = context.change();
    if (change.kind != Kind::add_column) return false;
    auto before = context.table(), after = context.table_after(change.relation);
    const auto* column = after.column(change.object);
    if (!column || before.column(change.object) || before.kind != 'r') return false;
    const bool rewrites = context.rewrites();
    if (rewrites && column->default_text.empty() && column->identity == '\0') return false;  // generated, or of a domain with constraints
    if (!rewrites && !brings_constraints(before, after)) return false;
    const auto copy = *column;
    return NewColumn{context, std::move(before), std::move(after), copy}.plan(rewrites);
}

}  // namespace

namespace recipe {

extern const Recipe add_column;
const Recipe add_column{"add-column", "A column with a default that differs from row to row, or with constraints", plan};

}  // namespace recipe

}  // namespace assay::migration
