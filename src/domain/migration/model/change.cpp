#include "domain/migration/model/change.h"

#include <algorithm>

namespace assay::migration {

namespace {

// Which modes each mode conflicts with, a bit each: PostgreSQL manual, table 13.2.
constexpr unsigned bit(Mode mode) { return 1u << static_cast<unsigned>(mode); }
constexpr unsigned from(Mode weakest) { return (1u << 9) - bit(weakest); }
constexpr unsigned conflicts[]{0,
                               bit(Mode::access_exclusive),
                               bit(Mode::exclusive) | bit(Mode::access_exclusive),
                               from(Mode::share),
                               from(Mode::share_update_exclusive),
                               from(Mode::share_update_exclusive) - bit(Mode::share) + bit(Mode::row_exclusive),
                               from(Mode::row_exclusive),
                               from(Mode::row_share),
                               from(Mode::access_share)};

}  // namespace

std::string_view name(Mode mode) {
    constexpr std::string_view names[]{"no lock", "ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE",
                                       "SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"};
    return names[static_cast<int>(mode)];
}

std::string_view catalogue_name(Mode mode) {
    constexpr std::string_view names[]{"", "AccessShareLock", "RowShareLock", "RowExclusiveLock", "ShareUpdateExclusiveLock",
                                       "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"};
    return names[static_cast<int>(mode)];
}

bool conflict(Mode held, Mode wanted) { return (conflicts[static_cast<int>(held)] & bit(wanted)) != 0; }

std::string_view blocked_by(Mode mode) {
    if (conflict(mode, Mode::access_share)) return "reads and writes";
    if (conflict(mode, Mode::row_share)) return "writes and SELECT … FOR UPDATE";
    if (conflict(mode, Mode::row_exclusive)) return "writes";
    return "other DDL and VACUUM";
}

Mode Change::strongest() const {
    Mode most = Mode::none;
    for (const auto& lock : locks)
        if (!is_fresh(lock)) most = std::max(most, lock.mode);
    return most;
}

}  // namespace assay::migration
