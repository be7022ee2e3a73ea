// Observer: what one session's statement locks, reads and writes anew, as another session of the lab sees it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/migration/model/change.h"
#include "lab/lab.h"

namespace assay::migration {

struct Observed {
    std::vector<Lock> locks;            // taken by the statement, on what was there before
    std::vector<std::string> rewrites;  // tables whose file is another now
    std::vector<std::string> rebuilt;   // indexes whose file is another now
    std::vector<std::string> scans;     // tables that were read from end to end
    std::int64_t new_bytes = 0;         // of files that were not there before
};

class Observer {
public:
    // A session of the lab's own, beside the one that is watched.
    static Result<Observer> open(lab::Database& database);

    // To be called before a statement of `session` and after it; locks are seen when both lie in one transaction. Relations that the
    // transaction has made itself are not seen: nobody can wait for them.
    Result<void> before(pg::Connection& session);
    Result<Observed> after(pg::Connection& session);
    // Whether the session held this lock already when before() was called.
    bool held_before(const Lock& lock) const;
    // The locks that a session holds now, even while it is busy; `waited` those that it waits for.
    Result<std::vector<Lock>> locks_of(int process, std::vector<Lock>* waited = nullptr);
    // Learns the names of the relations that are there; before() does so by itself.
    Result<void> learn_names();

    pg::Connection& session() { return session_; }
    // 'r' for a table, 'm', 'p', 'i' …; '\0' when it is none of the relations that are there.
    char kind_of(const std::string& relation) const;

private:
    explicit Observer(pg::Connection session) : session_{std::move(session)} {}
    struct Figures {
        std::map<std::string, std::string> files;   // by relation
        std::map<std::string, std::int64_t> scans;
        std::map<std::string, std::int64_t> sizes;  // by file
    };
    Result<Figures> figures_of(pg::Connection& session);

    pg::Connection session_;
    std::map<std::string, std::pair<std::string, char>> names_;  // by object id: name and kind
    std::map<std::string, char> kinds_;
    std::vector<Lock> locks_before_;
    Figures figures_before_;
};

// Whether the sessions of this database count what they read; for those that are opened from here on.
Result<void> count_scans(lab::Database& database);

}  // namespace assay::migration
