#include "domain/migration/plan/shadow_column.h"

#include <fmt/core.h>

#include <algorithm>
#include <functional>

#include "core/text.h"
#include "domain/migration/model/site.h"
#include "domain/migration/plan/backfill.h"
#include "domain/migration/plan/sync_trigger.h"
#include "sql/names.h"

namespace assay::migration {

namespace {

using sql::quote_identifier;
using Parts = std::vector<std::string>;

class Shadow {
public:
    Shadow(PlanContext& context, const ShadowColumn& shadow, TableFacts table)
        : context_{context}, shadow_{shadow}, table_{std::move(table)}, column_{*table_.column(shadow.column)}, renames_{shadow.column != shadow.final_name},
          new_name_{renames_ ? shadow.final_name : name_with(shadow.column, "new")}, old_name_{renames_ ? shadow.column : name_with(shadow.column, "old")},
          relation_{table_.relation}, progress_{name_in(relation_, name_with(relation_, shadow.column + "_backfill"))} {}

    void plan() {
        expand();
        fill();
        build_indexes();
        add_constraints();
        if (!renames_) change_places();
        finish();
    }

private:
    std::string subject() const { return relation_ + "." + shadow_.column; }
    std::string alter(const std::string& subcommand) const { return alter_table(relation_, subcommand); }
    std::string quoted(const std::string& name) const { return quote_identifier(name); }
    // A definition of the old column's, of the new one as it is called now.
    std::string of_new(const std::string& definition) const { return with_column_renamed(definition, shadow_.column, new_name_); }
    std::string of_old(const std::string& definition) const { return with_column_renamed(definition, shadow_.column, old_name_); }
    static std::string temporary(const std::string& name) { return name_with(name, "new"); }
    static void append(Parts& parts, const Parts& more) { parts.insert(parts.end(), more.begin(), more.end()); }
    bool is_set() const { return column_.not_null; }
    std::string lock() const { return fmt::format("lock table {} in access exclusive mode;", sql::quote_relation(relation_)); }
    std::vector<const IndexFacts*> own_indexes() const { return reading(table_.indexes); }
    std::vector<const ConstraintFacts*> own_constraints() const { return reading(table_.constraints); }
    template <class Facts>
    std::vector<const Facts*> reading(const std::vector<Facts>& all) const {
        std::vector<const Facts*> found;
        for (const auto& each : all)
            if (std::find(each.columns.begin(), each.columns.end(), shadow_.column) != each.columns.end()) found.push_back(&each);
        return found;
    }
    std::string is_set_check() const { return name_with(relation_, new_name_ + "_is_set"); }

    void expand();
    void fill();
    void build_indexes();
    void add_constraints();
    void change_places();
    void finish();
    SyncTrigger forward() const;
    SyncTrigger backward() const;
    void each_reference(const std::function<void(const ConstraintFacts&, const std::string& referring, const std::string& referred)>& found) const;
    Parts identity(const std::string& from, const std::string& to) const;
    Parts places_changed() const;
    Parts places_changed_back() const;
    Parts handed_on(const std::string& from, const std::string& to) const;
    Parts renamed(bool to_final) const;
    Parts end() const;
    Parts back_from_end() const;

    PlanContext& context_;
    const ShadowColumn& shadow_;
    TableFacts table_;
    ColumnFacts column_;
    bool renames_;
    std::string new_name_;  // until it takes the old one's place
    std::string old_name_;  // after that
    std::string relation_, progress_;
};

SyncTrigger Shadow::forward() const {
    SyncTrigger trigger{relation_, name_with(relation_, shadow_.column + "_sync"), computed(relation_, {new_name_}, {shadow_.forth})};
    if (!renames_) return trigger;
    // Old programs write the one, new ones the other. OLD is not there on INSERT.
    trigger.body = fmt::format("  if tg_op = 'INSERT' then\n    if new.{1} is null then new.{1} := new.{0}; else new.{0} := new.{1}; end if;\n"
                               "  elsif new.{1} is distinct from old.{1} then\n    new.{0} := new.{1};\n  else\n    new.{1} := new.{0};\n  end if;",
                               quoted(shadow_.column), quoted(new_name_));
    return trigger;
}

SyncTrigger Shadow::backward() const { return {relation_, name_with(relation_, shadow_.column + "_sync_back"), computed(relation_, {old_name_}, {shadow_.back})}; }

void Shadow::expand() {
    const auto trigger = forward();
    context_.add({.stage = Stage::expand, .title = fmt::format("{}: a column {} {} beside it, which follows what is written", subject(), new_name_, shadow_.type),
                  .statement = statements({alter(fmt::format("add column {} {}", quoted(new_name_), shadow_.type)), trigger.create(),
                      create_progress(table_, progress_)}),
                  .rollback = statements({trigger.drop(), drop_progress(progress_), alter("drop column " + quoted(new_name_))})});
    if (!table_.update_triggers.empty())
        context_.note(fmt::format("{} has triggers on UPDATE ({}): they run for each row that is filled", relation_, joined(table_.update_triggers, ", ")));
}

void Shadow::fill() {
    const auto work = fmt::format("update {} set {} = {} where {{batch}}", sql::quote_relation(relation_), quoted(new_name_), shadow_.forth);
    context_.add({.stage = Stage::backfill, .title = fmt::format("{}: the rows that were there follow, batch by batch", relation_),
                  .statement = backfill_statement(table_, {relation_, work, progress_}, context_.options()), .runs = Runs::in_batches,
                  .rollback = fmt::format("delete from {};", sql::quote_relation(progress_)), .loses = "nothing: the values stay until the column goes",
                  .lost = {relation_ + "." + new_name_}});
}

void Shadow::build_indexes() {
    for (const auto* each : own_indexes()) {
        const auto& index = *each;
        const auto name = temporary(index.name);
        context_.add({.stage = Stage::expand, .title = fmt::format("{}: {} on the new column", relation_, index.name),
                      .statement = concurrent_index(of_new(index.definition), name), .runs = Runs::alone,
                      .rollback = fmt::format("drop index concurrently if exists {};", sql::quote_relation(name_in(relation_, name))), .rollback_runs = Runs::alone});
    }
}

void Shadow::add_constraints() {
    if (is_set()) add_validated(context_, relation_, is_set_check(), fmt::format("check ({} is not null)", quoted(new_name_)));
    for (const auto* constraint : own_constraints())
        if (constraint->type == 'c' || constraint->type == 'f') add_validated(context_, relation_, temporary(constraint->name), of_new(constraint->definition));
    // Others refer to the new column as well before the old one goes.
    each_reference([&](const auto& reference, const auto& referring, const auto& referred) {
        add_validated(context_, reference.relation, temporary(reference.name), referring + of_new(referred));
    });
}

// An identity cannot be handed on: the new one begins where the old one was.
Parts Shadow::identity(const std::string& from, const std::string& to) const {
    if (column_.identity == '\0') return {};
    return {fmt::format("do $identity$\ndeclare last bigint; called boolean;\nbegin\n  select last_value, is_called into last, called from {0};\n  alter table {1} alter column {2} drop identity;\n"
                        "  alter table {1} alter column {3} add generated {4} as identity (sequence name {0});\n  perform setval(pg_get_serial_sequence({5}, {6}), last, called);\nend $identity$;",
                        column_.sequence, sql::quote_relation(relation_), quoted(from), quoted(to), column_.identity == 'a' ? "always" : "by default",
                            sql::quote_literal(sql::quote_relation(relation_)), sql::quote_literal(to))};
}

// From here on programs read and write the new column under the old name. The old one, with its keys, stays and follows.
Parts Shadow::places_changed() const {
    const auto name = quoted(shadow_.column), old = quoted(old_name_);
    Parts parts{lock(), forward().drop(), alter(fmt::format("rename column {} to {}", name, old)),
                alter(fmt::format("rename column {} to {}", quoted(new_name_), name))};
    if (is_set()) parts.push_back(alter(fmt::format("alter column {} set not null", name)));
    append(parts, handed_on(old_name_, shadow_.column));
    append(parts, identity(old_name_, shadow_.column));
    if (!shadow_.back.empty()) parts.push_back(backward().create());
    else if (is_set()) parts.push_back(alter(fmt::format("alter column {} drop not null", old)));
    return parts;
}

Parts Shadow::places_changed_back() const {
    const auto name = quoted(shadow_.column), old = quoted(old_name_);
    Parts parts{lock()};
    if (!shadow_.back.empty()) parts.push_back(backward().drop());
    else if (is_set()) parts.push_back(alter(fmt::format("alter column {} set not null", old)));
    append(parts, handed_on(shadow_.column, old_name_));
    append(parts, identity(shadow_.column, old_name_));
    if (is_set()) parts.push_back(alter(fmt::format("alter column {} drop not null", name)));
    parts.push_back(alter(fmt::format("rename column {} to {}", name, quoted(new_name_))));
    parts.push_back(alter(fmt::format("rename column {} to {}", old, name)));
    parts.push_back(forward().create());
    return parts;
}

void Shadow::change_places() {
    context_.add({.stage = Stage::switch_over, .title = fmt::format("{} is the new column; the old one stays behind as {}", subject(), old_name_),
                  .statement = statements(places_changed()),
                  .deploy = fmt::format("every program can read and write {} as {}", subject(), shadow_.type), .rollback = statements(places_changed_back()),
                  .loses = shadow_.back.empty() ? "the old values of rows that were written since" : std::string{}});
}

// Foreign keys of other tables that refer to the column: their part before REFERENCES, and the rest.
void Shadow::each_reference(const std::function<void(const ConstraintFacts&, const std::string& referring, const std::string& referred)>& found) const {
    for (const auto& reference : table_.references) {
        const auto at = reference.definition.find(" REFERENCES ");
        const auto referred = reference.definition.substr(at);
        if (with_column_renamed(referred, shadow_.column, shadow_.column + " ") != referred) found(reference, reference.definition.substr(0, at), referred);
    }
}

// Indexes that serve no constraint, CHECKs and foreign keys: between the name they have beside the old ones and that of the old ones.
Parts Shadow::renamed(bool to_final) const {
    Parts parts;
    const auto from = [&](const std::string& name) { return to_final ? temporary(name) : name; };
    const auto to = [&](const std::string& name) { return quoted(to_final ? name : temporary(name)); };
    for (const auto* index : own_indexes())
        if (index->constraint.empty()) parts.push_back(fmt::format("alter index {} rename to {};", sql::quote_relation(name_in(relation_, from(index->name))),
            to(index->name)));
    for (const auto* constraint : own_constraints())
        if (constraint->type == 'c' || constraint->type == 'f') parts.push_back(alter(fmt::format("rename constraint {} to {}",
            quoted(from(constraint->name)), to(constraint->name))));
    return parts;
}

// Default, sequence and identity of a column with another name go from one to the other.
Parts Shadow::handed_on(const std::string& from, const std::string& to) const {
    Parts parts;
    if (!column_.default_text.empty()) {
        parts.push_back(alter(fmt::format("alter column {} drop default", quoted(from))));
        parts.push_back(alter(fmt::format("alter column {} set default {}", quoted(to), column_.default_text)));
    }
    if (column_.identity == '\0' && !column_.sequence.empty()) parts.push_back(fmt::format("alter sequence {} owned by {}.{};", column_.sequence,
        sql::quote_relation(relation_), quoted(to)));
    return parts;
}

// The last step: the old column goes, and the new one's indexes and constraints have its names.
Parts Shadow::end() const {
    Parts parts{lock()};
    each_reference([&](const auto& reference, const auto&, const auto&) { parts.push_back(alter_table(reference.relation, "drop constraint " +
        quoted(reference.name))); });
    if (renames_) {
        parts.push_back(forward().drop());
        if (is_set()) parts.push_back(alter(fmt::format("alter column {} set not null", quoted(new_name_))));
        append(parts, handed_on(old_name_, new_name_));
        append(parts, identity(old_name_, new_name_));
    } else if (!shadow_.back.empty()) {
        parts.push_back(backward().drop());
    }
    parts.push_back(alter("drop column " + quoted(old_name_)));
    if (is_set()) parts.push_back(alter("drop constraint " + quoted(is_set_check())));
    append(parts, renamed(true));
    for (const auto* index : own_indexes())
        if (!index->constraint.empty())
            parts.push_back(alter(fmt::format("add constraint {} {} using index {}", quoted(index->constraint), index->primary ? "primary key"
                : "unique", quoted(temporary(index->name)))));
    each_reference([&](const auto& reference, const auto&, const auto&) {
        parts.push_back(alter_table(reference.relation, fmt::format("rename constraint {} to {}", quoted(temporary(reference.name)), quoted(reference.name))));
    });
    parts.push_back(drop_progress(progress_));
    return parts;
}

// What leads back from it: the old column with all that hung on it is made again, every row written, while others wait.
Parts Shadow::back_from_end() const {
    Parts parts{lock()};
    const auto now = quoted(shadow_.final_name), old = quoted(old_name_);
    const auto of_now = [&](const std::string& definition) { return with_column_renamed(definition, shadow_.column, shadow_.final_name); };
    each_reference([&](const auto& reference, const auto&, const auto&) { parts.push_back(alter_table(reference.relation, "drop constraint " +
        quoted(reference.name))); });
    for (const auto* index : own_indexes()) {
        if (index->constraint.empty()) continue;
        parts.push_back(alter("drop constraint " + quoted(index->constraint)));
        parts.push_back(replaced(concurrent_index(of_now(index->definition), temporary(index->name)), " concurrently ", " "));
    }
    append(parts, renamed(false));
    if (is_set()) parts.push_back(alter(fmt::format("add constraint {} check ({} is not null)", quoted(is_set_check()), now)));
    parts.push_back(alter(fmt::format("add column {} {}", old, column_.type)));
    if (!shadow_.back.empty()) parts.push_back(fmt::format("update {} set {} = {};", sql::quote_relation(relation_), old, shadow_.back));
    if (is_set() && !shadow_.back.empty()) parts.push_back(alter(fmt::format("alter column {} set not null", old)));
    if (renames_) {
        append(parts, handed_on(new_name_, old_name_));
        append(parts, identity(new_name_, old_name_));
        if (is_set()) parts.push_back(alter(fmt::format("alter column {} drop not null", now)));
    }
    for (const auto* index : own_indexes())
        if (index->constraint.empty()) parts.push_back(of_old(index->definition) + ";");
    for (const auto* constraint : own_constraints()) parts.push_back(alter(fmt::format("add constraint {} {}", quoted(constraint->name),
        of_old(constraint->definition))));
    each_reference([&](const auto& reference, const auto& referring, const auto& referred) {
        parts.push_back(alter_table(reference.relation, fmt::format("add constraint {} {}{}", quoted(reference.name), referring, of_old(referred))));
        parts.push_back(alter_table(reference.relation, fmt::format("add constraint {} {}{}", quoted(temporary(reference.name)), referring, of_now(referred))));
    });
    if (renames_) parts.push_back(forward().create());
    else if (!shadow_.back.empty()) parts.push_back(backward().create());
    parts.push_back(create_progress(table_, progress_));
    return parts;
}

void Shadow::finish() {
    std::vector<std::string> lost{relation_ + "." + old_name_, progress_};
    std::string loses = "nothing, but it writes every row while others wait";
    if (shadow_.back.empty() || !shadow_.same_text) {
        lost.push_back(subject());
        loses = shadow_.back.empty() ? "the values in the old type" : "how values were written in the old type; and it writes every row while others wait";
    }
    context_.add({.stage = Stage::contract, .title = fmt::format("{}: the old column goes, the new one's indexes and constraints have its names",
                      subject()), .statement = statements(end()),
                  .deploy = renames_ ? fmt::format("every program says {} instead of {}", new_name_, shadow_.column) : std::string{},
                  .rollback = statements(back_from_end()),
                  .loses = loses, .lost = lost});
}

}  // namespace

bool plan_shadow_column(PlanContext& context, const ShadowColumn& shadow) {
    auto table = context.table();
    const auto* column = table.column(shadow.column);
    if (table.kind != 'r' || !column || column->generated) return false;
    if (!has_key(table)) {
        context.note(fmt::format("{} has no key to go by: {} cannot be filled in batches", table.relation, shadow.column));
        return false;
    }
    if (const auto dependants = column_dependants(context.session(), table.relation, shadow.column); !dependants || !dependants->empty()) {
        context.note(fmt::format("{}.{} cannot be made anew beside: {} {} on it", table.relation, shadow.column, dependants ? joined(*dependants,
            ", ") : "something", dependants && dependants->size() > 1 ? "depend" : "depends"));
        return false;
    }
    Shadow{context, shadow, std::move(table)}.plan();
    return true;
}

}  // namespace assay::migration
