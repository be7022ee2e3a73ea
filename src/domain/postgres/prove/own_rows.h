// Rows in a table itself, for experiments with its triggers; all of it is rolled back with the experiment.
#pragma once

#include <optional>
#include <string>

#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

struct Firing {
    std::int64_t relation_id = 0, trigger_id = 0;
    std::string table, trigger;  // quoted
    std::string statement;       // fires the trigger once
};

// The trigger with what fires it: an UPDATE that changes nothing where it waits for one, else a DELETE or an INSERT of a row.
std::optional<Firing> firing_of(const Map& map, std::int64_t trigger_id);

// Takes the table's foreign keys and CHECKs away and adds made rows until it holds `rows`, while no trigger fires. False when the lab
// says no.
bool fill_itself(Lab& lab, const Map& map, std::int64_t relation_id, int rows);

// Of the table's triggers only this one fires from here on.
bool let_fire(Lab& lab, const Firing& firing);

}  // namespace assay::postgres
