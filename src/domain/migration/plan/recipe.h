// A recipe: how one kind of change is made in steps that keep the application running, and what it may ask and say.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domain/migration/model/change.h"
#include "domain/migration/model/plan.h"
#include "domain/migration/plan/table_facts.h"

namespace assay::migration {

struct PlanOptions {
    int lock_timeout_ms = 100;   // how long a step may wait for a lock before it lets others pass
    int batch_rows = 1'000;
    int pause_ms = 10;           // between batches
};

// What was there before the migration began: "orders", and "orders.note" of columns.
using Known = std::set<std::string, std::less<>>;

// One change of the migration at the schema before it, and the steps that are made of it.
class PlanContext {
public:
    PlanContext(pg::Connection& session, const PlanOptions& options, const Known& known, const Change& change, std::string text, std::size_t statement, Plan& plan)
        : session_{session}, options_{options}, known_{known}, change_{change}, text_{std::move(text)}, statement_{statement}, plan_{plan} {}

    const Change& change() const { return change_; }
    const std::string& text() const { return text_; }  // the statement, with this change alone
    const PlanOptions& options() const { return options_; }
    // Whether the migration made it: nobody else knows it yet.
    bool is_new(const std::string& relation) const { return !known_.contains(relation); }
    bool is_new(const std::string& relation, const std::string& column) const { return !known_.contains(relation + "." + column); }
    int version() const { return session_.server_version() / 10'000; }
    pg::Connection& session() { return session_; }

    // Of the change's table, or another. What cannot be read is a table that is not there.
    TableFacts table() { return table(change_.relation); }
    TableFacts table(const std::string& relation);
    // The first value of a query's answer; empty when there is none.
    std::string ask(const std::string& query, const pg::Parameters& parameters = {});
    // The same with the change made; nothing stays of it.
    std::string ask_after(const std::string& query, const pg::Parameters& parameters = {});
    TableFacts table_after(const std::string& relation);
    // Whether the change writes the table or one of its indexes anew.
    bool rewrites();
    // Whether the server would run it now; nothing stays of it.
    bool would_run(const std::string& statement);

    void add(Step step);
    // What a reader of the plan has to know.
    void note(std::string text) { plan_.notes.push_back(std::move(text)); }
    void is_volatile(const std::string& column) { plan_.volatile_columns.push_back(column); }

private:
    pg::Connection& session_;
    const PlanOptions& options_;
    const Known& known_;
    const Change& change_;
    std::string text_;
    std::size_t statement_;
    Plan& plan_;
};

struct Recipe {
    std::string_view name;   // "set-not-null"
    std::string_view title;  // "NOT NULL"
    // Adds steps; false when it is none of this recipe's changes, or there is nothing that it makes better.
    bool (*plan)(PlanContext&);
};

// All of them; the first that adds steps is taken.
const std::vector<const Recipe*>& recipes();

// What others than its owner may do with a relation, as GRANTs of it.
std::vector<std::string> grants_of(PlanContext& context, const std::string& relation);

// A name of at most 63 bytes that ends in `_suffix`; not quoted.
std::string name_with(std::string_view relation, std::string_view suffix);
// The same schema: name_in("audit.orders", "orders_old") is "audit.orders_old".
std::string name_in(std::string_view relation, std::string_view name);
// "a, b", quoted where they must be.
std::string column_list(const std::vector<std::string>& columns);

// "alter table orders " and a subcommand, with its semicolon.
std::string alter_table(std::string_view relation, std::string_view subcommand);
// Statements, each on a line.
std::string statements(const std::vector<std::string>& parts);

// A definition, as the server writes it, with a column under another name.
std::string with_column_renamed(std::string_view definition, const std::string& from, const std::string& to);
// CREATE INDEX CONCURRENTLY of an index definition, under another name.
std::string concurrent_index(std::string_view definition, const std::string& name);

// What several recipes add.
// A constraint NOT VALID and its validation; `definition` is "check (…)" or "foreign key (…) references …".
void add_validated(PlanContext& plan, const std::string& relation, const std::string& constraint, std::string definition);
// A column that has no NULLs becomes NOT NULL without a scan under lock.
void add_not_null(PlanContext& plan, const std::string& relation, const std::string& column);
// A unique index as the server describes it, and the constraint of its name on it.
void add_unique(PlanContext& plan, const std::string& relation, const IndexFacts& index, const ConstraintFacts& constraint);

}  // namespace assay::migration
