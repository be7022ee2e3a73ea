// What the searches are measured on: a database of the lab, a workload, every index of one or two of its columns.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/query/model/column_roles.h"
#include "domain/query/prove/what_if.h"
#include "face/session.h"
#include "index_references.h"
#include "lab/lab.h"
#include "lab/statistics.h"

namespace assay::bench {

struct Setup {
    std::unique_ptr<lab::Server> server;           // of statistics in a folder
    std::unique_ptr<Session> session;              // of what --base takes, and where it is planned
    std::optional<lab::StatisticsLab> planning;
    std::unique_ptr<lab::Database> own;
    std::vector<std::string> names, statements;
    bool is_tpch = false;

    lab::Database& database() const { return planning ? *planning->database : *own; }
};

// A folder with schema.sql, sf1-stats.sql and sf1-relation-bytes.txt, or what --base of assay takes; and a script.
Result<Setup> open_setup(const std::string& base, const std::string& queries);

// Sizes are HypoPG's. TPC-H's columns are a query's when their names stand anywhere in its text, as the published code
// has it; names of other schemas are too common for that, and its roles of columns tell.
Result<Universe> universe_of(const Setup& setup, query::WhatIf& what_if, const query::Tables& tables);

// Roles of all statements, in their order.
Result<std::vector<query::Roles>> roles_of_all(const Setup& setup, const query::Tables& tables);

}  // namespace assay::bench
