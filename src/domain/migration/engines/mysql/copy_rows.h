// Rows of INSERTs as COPY takes them, batch by batch.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "domain/migration/engines/mysql/convert.h"
#include "domain/migration/engines/mysql/rows.h"
#include "domain/migration/engines/mysql/statements.h"
#include "domain/migration/engines/trial.h"

namespace assay::migration::mysql {

// What happened to a table's values.
struct CopiedTable {
    long long rows = 0;
    struct Column {
        long long zero_dates = 0, nul_bytes = 0, not_utf8 = 0, not_in_list = 0;
    };
    std::map<std::string, Column, std::less<>> columns = {};  // by the name in the dump
};

class RowCopier {
public:
    using Flush = std::function<Result<void>(const RowBatch&)>;
    RowCopier(std::string file, Flush flush) : file_{std::move(file)}, flush_{std::move(flush)} {}

    // The rows of one INSERT; what cannot be taken over is a problem.
    Result<void> copy(const Statement& statement, const TableRoute& route, bool zero_means_zero);
    // What is left.
    Result<void> finish();

    std::map<std::string, CopiedTable> tables = {};  // by the table's name in the dump
    std::vector<Unconverted> problems = {};

private:
    struct Slot;  // where a value of the row goes
    std::vector<Slot> slots_of(const InsertReader& reader, const TableRoute& route, std::size_t values) const;
    Result<void> begin_batch(const TableRoute& route, const std::vector<Slot>& slots);
    bool add_row(const std::vector<Value>& row, const std::vector<Slot>& slots, const TableRoute& route, bool zero_means_zero);
    void problem(std::string what, const Location& place);

    std::string file_;
    Flush flush_;
    RowBatch batch_;
    std::map<std::string, long long> next_number_;  // of AUTO_INCREMENT, by table
};

}  // namespace assay::migration::mysql
