// The files in order: transactions, time limits, and what each change meets in the schema that was made so far.
#include <algorithm>

#include "core/text.h"
#include "domain/migration/model/effects.h"
#include "domain/migration/model/migration.h"
#include "domain/migration/model/schema.h"
#include "sql/script.h"
#include "sql/statement_name.h"

namespace assay::migration {

using sql::Node;

namespace {

// SET, SET LOCAL and set_config() of one setting: its new value; an empty one for the default.
struct SettingChange {
    std::string value;
    bool local = false;
};

std::string value_of(Node set) {
    for (const Node each : set["args"]) {
        const Node cast = each.as("TypeCast");
        return sql::constant_text(cast ? cast["arg"] : each);
    }
    return {};
}

std::optional<SettingChange> setting_in(Node root, std::string_view setting) {
    if (const Node set = root.as("VariableSetStmt")) {
        if (set["kind"].text() == "VAR_RESET_ALL") return SettingChange{};
        if (set["name"].text() == setting) return SettingChange{value_of(set), set["is_local"].boolean()};
    }
    for (const Node target : root.as("SelectStmt")["targetList"]) {
        const Node call = target.as("ResTarget")["val"].as("FuncCall");
        std::vector<std::string> arguments;
        for (const Node argument : call["args"]) arguments.push_back(sql::constant_text(argument));
        if (arguments.size() == 3 && ends_with(dotted(call["funcname"]), "set_config") && arguments[0] == setting)
            return SettingChange{arguments[1], arguments[2] == "true"};
    }
    return {};
}

class Follower {
public:
    explicit Follower(Migrations& migrations) : migrations_{migrations} {}

    void run() {
        for (file_ = 0; file_ < migrations_.files.size(); ++file_) follow_file(migrations_.files[file_]);
    }

private:
    void follow_file(File& file);
    void begin_step(const sql::Step& step);
    void place_in_transaction(File& file, Statement& statement);
    void follow_limit(Statement& statement);
    void follow_changes(Statement& statement);
    void meet(Change& change, const Moment& now);
    void meet_partition(Change& change) const;
    bool is_fresh(std::string_view relation) const;
    bool is_of_this_deploy(const Moment& made) const;

    Migrations& migrations_;
    Schema schema_;
    std::size_t file_ = 0;
    Scope scope_ = Scope::none;
    int transaction_ = 0;
    std::optional<std::string> session_limit_ = {}, local_limit_ = {};  // lock_timeout, of the session and inside the transaction
};

void Follower::place_in_transaction(File& file, Statement& statement) {
    const bool begins = statement.begins_transaction(), ends = statement.ends_transaction();
    statement.controls_transaction = statement.root().tag() == "TransactionStmt";
    if (begins && scope_ != Scope::written) {
        scope_ = Scope::written;
        ++transaction_;
    } else if (scope_ == Scope::none && !ends) {
        ++transaction_;
    }
    statement.scope = scope_;
    statement.transaction = transaction_;
    if (!ends) return;
    // What the tool began is over as well: the rest of the file runs by itself, or as the next query.
    scope_ = file.wrap == Scope::implicit ? Scope::implicit : Scope::none;
    ++transaction_;
    local_limit_.reset();
}

void Follower::follow_limit(Statement& statement) {
    const auto change = setting_in(statement.root(), "lock_timeout");
    const bool without_effect = change && change->local && statement.scope == Scope::none;
    if (change && !without_effect) {
        if (!change->local) local_limit_.reset();
        auto& target = change->local ? local_limit_ : session_limit_;
        if (change->value.empty()) target.reset();
        else target = change->value;
    }
    statement.lock_timeout = local_limit_ ? local_limit_ : session_limit_;
}

bool Follower::is_fresh(std::string_view relation) const {
    const auto* table = schema_.table(relation);
    if (!table) return false;
    return table->temporary || is_of_this_deploy(table->made);
}

bool Follower::is_of_this_deploy(const Moment& made) const {
    return made.file == file_ || (migrations_.one_deploy && migrations_.files[file_].reported && migrations_.files[made.file].reported);
}

// What spares reading the partition, and the parent's index that it has to be given.
void Follower::meet_partition(Change& change) const {
    const auto* partition = schema_.table(change.other);
    if (!partition) return;
    for (const auto& [name, constraint] : partition->constraints) change.implied |= constraint.kind == Kind::add_check && constraint.validated;
    for (const auto& [name, index] : schema_.indexes) {
        if (index.table != change.relation) continue;
        const bool has_one = std::any_of(schema_.indexes.begin(), schema_.indexes.end(), [&](const auto& each) {
            return each.second.table == change.other && each.second.columns == index.columns;
        });
        if (!has_one) change.rechecked = name;
    }
}

void Follower::meet(Change& change, const Moment& now) {
    const auto index = schema_.indexes.find(change.object);
    const bool of_index = change.relation.empty() && index != schema_.indexes.end();
    const auto relation = of_index ? index->second.table : change.relation;
    const auto* table = schema_.table(relation);
    change.known = table != nullptr;
    change.fresh = is_fresh(relation) || (of_index && change.kind == Kind::attach_index && is_fresh(change.object));
    const bool names_relation = change.kind != Kind::rename_column && change.kind != Kind::rename_table && change.kind != Kind::rename_constraint &&
                                change.kind != Kind::rename_index && change.kind != Kind::add_enum_value && change.kind != Kind::rename_enum_value;
    change.other_fresh = change.other.empty() || !names_relation || is_fresh(change.other) || change.other == change.relation;
    if (table) {
        change.default_partition = table->default_partition;
        for (const auto& [name, constraint] : table->constraints)
            if (constraint.kind == Kind::add_foreign_key && constraint.other != relation) change.refers_to.push_back(constraint.other);
        meet_table(change, *table, migrations_.version);
    }
    // IF NOT EXISTS ends at once where the index is there.
    if (change.kind == Kind::create_index && change.lenient) change.already = index != schema_.indexes.end() && index->second.table == change.relation;
    const auto same = [&](const Moment& made) { return made.file == now.file && made.transaction == now.transaction; };
    if (change.kind == Kind::validate_constraint)
        if (const auto* constraint = schema_.constraint(relation, change.object)) {
            change.already = constraint->validated;
            change.same_transaction = same(constraint->made);
            change.made_on_line = constraint->made.line;
            if (constraint->other.empty()) return;
            change.other = constraint->other;
            change.other_fresh = is_fresh(change.other);
        }
    if (change.kind == Kind::attach_partition) meet_partition(change);
    if (change.kind == Kind::add_enum_value || change.kind == Kind::rename_enum_value)
        if (const auto made = schema_.enums.find(change.object); made != schema_.enums.end()) {
            change.same_transaction = same(made->second);
            change.fresh = is_of_this_deploy(made->second);
        }
}

void Follower::follow_changes(Statement& statement) {
    const Moment now{file_, statement.transaction, statement.place.line};
    for (auto& change : statement.changes) {
        meet(change, now);
        add_effects(change, schema_, migrations_.version);
        schema_.apply(change, now);
        statement.needs_no_transaction |= change.runs_alone();
    }
}

// Its tool has committed the step before.
void Follower::begin_step(const sql::Step& step) {
    scope_ = step.in_transaction ? Scope::wrapped : Scope::none;
    ++transaction_;
    local_limit_.reset();
}

void Follower::follow_file(File& file) {
    // One statement that is sent alone is a transaction of its own.
    scope_ = file.wrap == Scope::implicit && file.statements.size() < 2 ? Scope::none : file.wrap;
    transaction_ = 1;
    session_limit_.reset();
    local_limit_.reset();
    std::size_t step = 0;
    for (auto& statement : file.statements) {
        for (; step < file.steps.size() && file.steps[step].offset <= file.original(statement.offset); ++step) begin_step(file.steps[step]);
        place_in_transaction(file, statement);
        follow_limit(statement);
        follow_changes(statement);
    }
}

}  // namespace

sql::Node Statement::root() const {
    if (!tree) return {};
    for (const Node statement : tree->root()["stmts"]) return statement["stmt"];
    return {};
}

bool Statement::begins_transaction() const {
    const auto kind = root().as("TransactionStmt")["kind"].text();
    return kind == "TRANS_STMT_BEGIN" || kind == "TRANS_STMT_START";
}

bool Statement::ends_transaction() const {
    const auto kind = root().as("TransactionStmt")["kind"].text();
    return kind == "TRANS_STMT_COMMIT" || kind == "TRANS_STMT_ROLLBACK";
}

std::string Statement::name() const { return sql::statement_name(text); }

Location File::at(std::size_t rendered_offset) const { return sql::locate(text, std::min(original(rendered_offset), text.size()), {path, 1, 1}); }

bool File::is_written(const Statement& statement) const {
    return source.replacements.empty() || std::string_view{text}.substr(std::min(original(statement.offset), text.size()), statement.text.size()) == statement.text;
}

void follow(Migrations& migrations) { Follower{migrations}.run(); }

}  // namespace assay::migration
