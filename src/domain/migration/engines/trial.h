// A conversion in the lab: its statements, and rows where there are some.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "domain/migration/model/conversion.h"
#include "lab/lab.h"
#include "world/pg.h"

namespace assay::migration {

// Rows of one table as the lines of COPY's text format, with where each stands in the source.
struct RowBatch {
    target::Name table;
    std::vector<std::string> columns;
    std::string data;
    std::vector<std::size_t> ends;  // of each row in data
    std::vector<Location> places;

    void clear();
};

class Trial {
public:
    // A private server with one empty database.
    static Result<Trial> begin(int postgres_major);

    // Runs the statements of these phases, each by itself; what is refused is said in the statement.
    void run(std::vector<ConvertedStatement>& statements, Phase from, Phase to);

    // Loads the rows; `accepted` is given those that the server took, in as few pieces as there can be.
    using Accepted = std::function<Result<void>(std::string_view data)>;
    Result<void> load(const RowBatch& batch, const Accepted& accepted);

    struct Refused {
        std::string table, reason;
        Location place;
        std::int64_t rows = 1;
    };
    const std::vector<Refused>& refused() const { return refused_; }
    Result<std::int64_t> rows_in(const target::Name& table);
    std::string version() const;

private:
    Trial(std::unique_ptr<lab::Server> server, std::unique_ptr<lab::Database> database, pg::Connection session);
    bool retry_not_valid(ConvertedStatement& statement);
    Result<void> load_rows(const RowBatch& batch, std::size_t first, std::size_t last, const Accepted& accepted);
    void refuse(const RowBatch& batch, std::size_t first, std::size_t last);

    std::unique_ptr<lab::Server> server_;
    std::unique_ptr<lab::Database> database_;
    pg::Connection session_;
    std::vector<Refused> refused_;
};

std::string copy_statement(const RowBatch& batch);

}  // namespace assay::migration
