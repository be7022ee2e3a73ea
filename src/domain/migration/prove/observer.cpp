// helper: watches a session from beside it
#include "domain/migration/prove/observer.h"

#include <fmt/core.h>

#include <algorithm>

#include "domain/migration/prove/pending.h"

namespace assay::migration {

namespace {

Mode mode_from(std::string_view text) {
    for (int i = 1; i <= static_cast<int>(Mode::access_exclusive); ++i)
        if (catalogue_name(static_cast<Mode>(i)) == text) return static_cast<Mode>(i);
    return Mode::none;
}

bool holds(const std::vector<Lock>& locks, const Lock& wanted) {
    return std::any_of(locks.begin(), locks.end(), [&](const Lock& lock) { return lock.relation == wanted.relation && lock.mode == wanted.mode; });
}

// The strongest on each relation.
std::vector<Lock> strongest(const std::vector<Lock>& locks) {
    std::map<std::string, Mode> modes;
    for (const auto& lock : locks) modes[lock.relation] = std::max(modes[lock.relation], lock.mode);
    std::vector<Lock> reduced;
    for (const auto& [relation, mode] : modes) reduced.push_back({relation, mode});
    return reduced;
}

}  // namespace

Result<Observer> Observer::open(lab::Database& database) {
    auto session = session_in_public(database);
    if (!session) return tl::unexpected(session.error());
    return Observer{std::move(*session)};
}

Result<void> Observer::learn_names() {
    auto rows = session_.query(
        "select c.oid::text, case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname, c.relkind "
        "from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace "
        "where c.oid >= 16384 and c.relkind in ('r', 'p', 'm', 'v', 'i', 'I', 'S', 'f') and n.nspname not in ('pg_toast', 'pg_assay', 'information_schema')");
    if (!rows) return tl::unexpected(rows.error());
    names_.clear();
    kinds_.clear();
    for (int row = 0; row < rows->size(); ++row) {
        const std::string relation{rows->text(row, 1)};
        const char kind = rows->text(row, 2)[0];
        names_.emplace(std::string{rows->text(row, 0)}, std::pair{relation, kind});
        kinds_[relation] = kind;
    }
    return {};
}

char Observer::kind_of(const std::string& relation) const {
    const auto found = kinds_.find(relation);
    return found == kinds_.end() ? '\0' : found->second;
}

Result<std::vector<Lock>> Observer::locks_of(int process, std::vector<Lock>* waited) {
    auto rows = session_.query(fmt::format(
        "select l.relation::text, l.mode, l.granted from pg_catalog.pg_locks l where l.pid = {} and l.locktype = 'relation' "
        "and l.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())", process));
    if (!rows) return tl::unexpected(rows.error());
    std::vector<Lock> locks;
    for (int row = 0; row < rows->size(); ++row) {
        const auto known = names_.find(std::string{rows->text(row, 0)});
        if (known == names_.end()) continue;
        const auto mode = mode_from(rows->text(row, 1));
        const auto& [relation, kind] = known->second;
        // The locks on indexes that go with those on their tables say nothing new.
        if ((kind == 'i' || kind == 'I') && mode < Mode::share_update_exclusive) continue;
        if (rows->boolean(row, 2)) locks.push_back({relation, mode});
        else if (waited) waited->push_back({relation, mode});
    }
    return locks;
}

Result<Observer::Figures> Observer::figures_of(pg::Connection& session) {
    Figures figures;
    auto files = session.query("select c.oid::text, pg_catalog.pg_relation_filenode(c.oid)::text, case c.relpersistence when 'p' then pg_catalog.pg_relation_size(c.oid) else 0 end from pg_catalog.pg_class c "
                               "where c.oid >= 16384 and c.relkind in ('r', 'm', 'i', 't')");
    if (!files) return tl::unexpected(files.error());
    for (int row = 0; row < files->size(); ++row) figures.sizes[std::string{files->text(row, 1)}] = files->integer(row, 2);
    for (int row = 0; row < files->size(); ++row)
        if (const auto known = names_.find(std::string{files->text(row, 0)}); known != names_.end()) figures.files[known->second.first] = files->text(row, 1);
    auto scans = session.query("select relid::text, seq_scan from pg_catalog.pg_stat_xact_user_tables");
    if (!scans) return tl::unexpected(scans.error());
    for (int row = 0; row < scans->size(); ++row)
        if (const auto known = names_.find(std::string{scans->text(row, 0)}); known != names_.end()) figures.scans[known->second.first] = scans->integer(row, 1);
    return figures;
}

Result<void> Observer::before(pg::Connection& session) {
    if (auto learned = learn_names(); !learned) return learned;
    auto locks = locks_of(session.backend_pid());
    auto figures = figures_of(session);
    if (!locks) return tl::unexpected(locks.error());
    if (!figures) return tl::unexpected(figures.error());
    locks_before_ = std::move(*locks);
    figures_before_ = std::move(*figures);
    return {};
}

bool Observer::held_before(const Lock& lock) const { return holds(locks_before_, lock); }

Result<Observed> Observer::after(pg::Connection& session) {
    auto locks = locks_of(session.backend_pid());
    auto figures = figures_of(session);
    if (!locks) return tl::unexpected(locks.error());
    if (!figures) return tl::unexpected(figures.error());
    Observed observed;
    std::vector<Lock> taken;
    for (auto& lock : *locks)
        if (!holds(locks_before_, lock)) taken.push_back(std::move(lock));
    observed.locks = strongest(taken);
    for (const auto& [relation, file] : figures_before_.files) {
        const auto now = figures->files.find(relation);
        if (now != figures->files.end() && now->second != file) (kind_of(relation) == 'i' ? observed.rebuilt : observed.rewrites).push_back(relation);
    }
    for (const auto& [file, bytes] : figures->sizes)
        if (!figures_before_.sizes.contains(file)) observed.new_bytes += bytes;
    for (const auto& [relation, scans] : figures->scans)
        if (const auto was = figures_before_.scans.find(relation); scans > (was == figures_before_.scans.end() ? 0 : was->second)) observed.scans.push_back(relation);
    return observed;
}

Result<void> count_scans(lab::Database& database) {
    auto session = database.connect_as_superuser();
    if (!session) return tl::unexpected(session.error());
    auto done = session->query("alter database " + pg::quote_identifier(database.name()) + " set track_counts = on");
    if (!done) return tl::unexpected(done.error());
    return {};
}

}  // namespace assay::migration
