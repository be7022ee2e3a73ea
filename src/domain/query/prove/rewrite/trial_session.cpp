#include "domain/query/prove/rewrite/trial_session.h"

#include <fmt/core.h>

#include "core/text.h"
#include "sql/names.h"

namespace assay::query {

namespace {

constexpr Milliseconds batch_limit{10'000};
// A statement over a few rows that takes longer does not end. By itself it gets a second chance, should the machine be busy.
constexpr int trial_timeout_ms = 150;
constexpr const char* patience = "set local statement_timeout = 600";

// Fills tables, each with one INSERT or, where a row breaks a constraint, row by row; then clears away what refers to
// rows that did not get in, as often as that takes other rows' targets away.
constexpr const char* fill_function = R"(
create or replace function pg_temp.assay_fill(heads text[], firsts int[], rows text[], cleaning text[]) returns void language plpgsql as $$
declare
  command text;
  gone bigint;
  removed bigint;
begin
  for i in 1 .. coalesce(array_length(heads, 1), 0) loop
    begin
      execute heads[i] || array_to_string(rows[firsts[i] : firsts[i + 1] - 1], ', ');
    exception when others then
      for k in firsts[i] .. firsts[i + 1] - 1 loop
        begin
          execute heads[i] || rows[k];
        exception when others then null;
        end;
      end loop;
    end;
  end loop;
  loop
    removed := 0;
    foreach command in array cleaning loop
      execute command;
      get diagnostics gone = row_count;
      removed := removed + gone;
    end loop;
    exit when removed = 0;
  end loop;
end$$)";

constexpr const char* variants[]{
    "set local enable_hashjoin = on; set local enable_mergejoin = on; set local enable_hashagg = on; set local enable_seqscan = on",
    "set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_hashagg = on; set local enable_seqscan = on",
    "set local enable_hashjoin = on; set local enable_mergejoin = off; set local enable_hashagg = off; set local enable_seqscan = on",
    "set local enable_hashjoin = off; set local enable_mergejoin = on; set local enable_hashagg = off; set local enable_seqscan = off",
};

std::string array_of(const std::vector<std::string>& texts) {
    std::string list;
    for (const auto& text : texts) list += (list.empty() ? "" : ", ") + pg::quote_literal(text);
    return "array[" + list + "]::text[]";
}

// A query's answer in one row: how many, its rows sorted, the keys of its order as they came.
std::string measured(const std::string& query, const QueryPair& pair) {
    std::string names, keys;
    for (std::size_t i = 0; i < pair.columns; ++i) names += fmt::format("{}c{}", i ? ", " : "", i);
    for (const auto column : pair.order) keys += fmt::format("{}x.c{}", keys.empty() ? "" : ", ", column);
    return fmt::format("select n, (select array_agg(e order by e collate \"C\")::text from unnest(came) e), keys from (select count(*) n, array_agg(x::text) came, "
                       "{} keys from ({}\n) as x{}) s",
                       keys.empty() ? "null::text" : "array_agg(row(" + keys + ")::text)::text", query, names.empty() ? "" : "(" + names + ")");
}

// For foreign keys among the tables: what refers to nothing goes.
std::vector<std::string> cleaning(const std::vector<PooledTable>& tables) {
    std::vector<std::string> commands;
    for (const auto& child : tables)
        for (const auto& key : child.table->foreign_keys)
            for (const auto& parent : tables) {
                if (parent.table->oid != key.parent || !key.validated) continue;
                std::string known, equal;
                for (std::size_t i = 0; i < key.columns.size(); ++i) {
                    const auto own = "c." + sql::quote_identifier(key.columns[i]);
                    known += own + " is not null and ";
                    equal += fmt::format("{}p.{} = {}", i ? " and " : "", sql::quote_identifier(key.parent_columns[i]), own);
                }
                commands.push_back(fmt::format("delete from {} c where {}not exists (select from {} p where {})", child.name, known, parent.name, equal));
            }
    return commands;
}

std::vector<std::string> insert_heads(const std::vector<PooledTable>& tables) {
    std::vector<std::string> heads;
    for (const auto& table : tables) {
        std::string names;
        for (const auto& column : table.columns) names += (names.empty() ? "" : ", ") + sql::quote_identifier(column.column->name);
        heads.push_back(fmt::format("insert into {} ({}) overriding system value values ", table.name, names));
    }
    return heads;
}

std::string values_of(const TrialRow& row) {
    std::string list;
    for (const auto& value : row) list += (list.empty() ? "" : ", ") + (value ? pg::quote_literal(*value) : std::string{"null"});
    return "(" + list + ")";
}

AnswerRows answer_in(const tl::expected<pg::Rows, pg::ServerError>& rows) {
    if (!rows) return {true, rows.error().message};
    return {false, {}, rows->integer(0, 0), std::string{rows->text(0, 1)}, std::string{rows->text(0, 2)}};
}

}  // namespace

Result<void> empty_tables(pg::Connection& session, const std::vector<PooledTable>& tables) {
    std::string names, commands;
    for (const auto& table : tables) {
        if (table.table->kind != 'r' && table.table->kind != 'p') return fail(table.name + " is neither a table nor a partitioned one");
        names += (names.empty() ? "" : ", ") + table.name;
        commands += fmt::format("alter table {} disable trigger user; ", table.name);
    }
    // Foreign keys of these tables and on them are kept by the rows themselves.
    for (const auto& table : tables)
        for (const auto& key : table.table->foreign_keys) commands += fmt::format("alter table {} drop constraint if exists {}; ", table.name, sql::quote_identifier(key.name));
    if (!names.empty()) commands = fmt::format("truncate {} cascade; ", names) + commands;
    if (auto done = session.query("set local client_min_messages = error; set local jit = off; set local max_parallel_workers_per_gather = 0; " + commands); !done)
        return tl::unexpected(done.error());
    return {};
}

bool TrialAnswers::agree() const {
    // Where the original fails there is no answer to keep.
    if (original.failed) return true;
    return !rewritten.failed && original.count == rewritten.count && original.rows == rewritten.rows && original.keys == rewritten.keys;
}

TrialSession::TrialSession(Lab& lab, const std::vector<PooledTable>& tables, const QueryPair& pair)
    : lab_{lab}, tables_{tables}, pair_{pair}, heads_{insert_heads(tables)}, cleaning_{array_of(cleaning(tables))} {}

Result<TrialSession> TrialSession::open(Lab& lab, const std::vector<PooledTable>& tables, const QueryPair& pair) {
    auto session = lab.session();
    if (!session) return tl::unexpected(session.error());
    if (auto done = empty_tables(**session, tables); !done) return tl::unexpected(done.error());
    if (auto made = (*session)->query(fill_function); !made) return tl::unexpected(made.error());
    return TrialSession{lab, tables, pair};
}

Result<void> TrialSession::prepare(std::size_t variant) {
    auto session = lab_.session();
    if (!session) return tl::unexpected(session.error());
    std::string sql = prepared_ ? "release savepoint assay_trial; deallocate assay_original; deallocate assay_rewritten; " : "";
    sql += fmt::format("set local statement_timeout = {}; set local time zone '{}'; {}; ", trial_timeout_ms, trial_zones[variant % std::size(trial_zones)], variants[variant % std::size(variants)]);
    if (auto done = (*session)->query(sql); !done) return tl::unexpected(done.error());
    for (const bool first : {true, false}) {
        const auto statement = fmt::format("prepare assay_{} as {}", first ? "original" : "rewritten", measured(first ? pair_.original : pair_.rewritten, pair_));
        if (auto done = lab_.run(statement); !done) return tl::unexpected(done.error());
    }
    prepared_ = true;
    // Each trial ends by going back to here.
    if (auto saved = (*session)->query("savepoint assay_trial"); !saved) return tl::unexpected(saved.error());
    return {};
}

std::string TrialSession::fill(const Trial& trial) const {
    std::vector<std::string> heads, rows;
    std::string firsts = "1";
    for (std::size_t i = 0; i < tables_.size(); ++i) {
        if (trial.tables[i].empty()) continue;
        heads.push_back(heads_[i]);
        for (const auto& row : trial.tables[i]) rows.push_back(values_of(row));
        firsts += fmt::format(", {}", rows.size() + 1);
    }
    return fmt::format("select pg_temp.assay_fill({}, array[{}], {}, {})", array_of(heads), firsts, array_of(rows), cleaning_);
}

std::string TrialSession::execute(const char* name, const Trial& trial) const {
    std::string arguments;
    for (const auto& value : trial.parameters) arguments += (arguments.empty() ? "" : ", ") + (value ? pg::quote_literal(*value) : std::string{"null"});
    return fmt::format("execute assay_{}{}", name, arguments.empty() ? "" : "(" + arguments + ")");
}

// Each statement in a savepoint of its own: one may fail where the other answers.
Result<TrialAnswers> TrialSession::run_alone(const Trial& trial) {
    auto session = lab_.session();
    if (!session) return tl::unexpected(session.error());
    const std::string save = "savepoint assay_one", back = "rollback to savepoint assay_one";
    const auto answers = (*session)->pipeline({fill(trial), patience, save, execute("original", trial), back, execute("rewritten", trial), "rollback to savepoint assay_trial"}, batch_limit);
    for (const auto needed : {0, 6})
        if (!answers[static_cast<std::size_t>(needed)]) return fail(answers[static_cast<std::size_t>(needed)].error().message);
    return TrialAnswers{answer_in(answers[3]), answer_in(answers[5])};
}

Result<TrialAnswers> TrialSession::run(const Trial& trial) { return run_alone(trial); }

Result<std::vector<TrialAnswers>> TrialSession::run(const std::vector<Trial>& trials) {
    auto session = lab_.session();
    if (!session) return tl::unexpected(session.error());
    std::vector<std::string> statements;
    for (const auto& trial : trials)
        for (auto& statement : {fill(trial), execute("original", trial), execute("rewritten", trial), std::string{"rollback to savepoint assay_trial"}})
            statements.push_back(statement);
    const auto answers = (*session)->pipeline(statements, batch_limit);
    std::vector<TrialAnswers> all;
    for (std::size_t i = 0; i < trials.size(); ++i) {
        const auto* at = &answers[4 * i];
        for (const auto needed : {0, 3})
            if (!at[needed]) return fail(at[needed].error().message);
        if (at[1] && at[2]) {
            all.push_back({answer_in(at[1]), answer_in(at[2])});
            continue;
        }
        auto alone = run_alone(trials[i]);
        if (!alone) return tl::unexpected(alone.error());
        all.push_back(std::move(*alone));
        if (!all.back().agree()) break;
    }
    return all;
}

}  // namespace assay::query
